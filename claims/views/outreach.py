"""Outreach: the officers' list of who could claim and has not, and the page that a reminder leads its person to."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import keeps_typed, participant, roles
from accounts.enums import Role
from accounts.reading import note_reading
from claims.enums import OUTREACH_OPEN, OUTREACH_REMINDED, OutreachState
from claims.models import OutreachEntry
from claims.operations import outreach as operations
from claims.outreach_forms import OutreachFilter, OutreachForm
from claims.policies import can_start, can_tend_outreach
from claims.presentation import outreach as pages
from claims.selectors.outreach import by_time_left, found_weeks, outreach_for_desk, outreach_numbers, own_outreach
from core import clock
from core.errors import ensure
from notices.selectors import wishes_of

ROWS = 20
DESK = (Role.BPJS_VERIFIER, Role.MEDIATOR, Role.AUDITOR)
PURPOSE = "penjangkauan"


@never_cache
@require_safe
@roles(*DESK)
def desk(request: HttpRequest) -> HttpResponse:
    """Who could claim and has not, least time left first; what is over is a filter away."""
    now = clock.now()
    today = clock.legal_date(now)
    visible = outreach_for_desk(request.user, today)  # type: ignore[arg-type]
    found = OutreachFilter(request.GET, queryset=visible)
    rows = found.qs if request.GET.get("keadaan") else found.qs.filter(state__in=OUTREACH_OPEN)
    page = Paginator(by_time_left(rows), ROWS).get_page(request.GET.get("page"))
    weeks = found_weeks(visible, today)
    context = {
        "filter": found,
        "page": page,
        "rows": [pages.queue_row(entry, now) for entry in page],
        "totals": pages.totals(outreach_numbers(visible, today)),
        "heads": pages.week_heads(),
        "weeks": pages.week_rows(weeks),
        "picture": pages.week_picture(weeks),
        "any_found": any(week.found for week in weeks),
    }
    return render(request, "claims/outreach_queue.html", context)


@never_cache
@keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
@roles(*DESK)
def case(request: HttpRequest, outreach_id: uuid.UUID) -> HttpResponse:
    """One of them: what the data leave open, and an officer's word. Every opening is shown to the person."""
    user: Any = request.user
    today = clock.today()
    known = ("person__user", "person__region", "phk__employer", "phk__region")
    entry = get_object_or_404(outreach_for_desk(user, today).select_related(*known), pk=outreach_id)
    may = can_tend_outreach(user, entry, today) and entry.state in OUTREACH_OPEN
    may_pass = entry.state == OutreachState.DOUBTFUL and entry.lapses_on >= today
    form = OutreachForm(request.POST or None, may_pass=may_pass) if may else None
    if request.method == "POST":
        ensure(can_tend_outreach(user, entry, today), "not_yours", _("Anda tidak dapat memutus penjangkauan ini."))
        if form is None or form.is_valid():
            return _decided(request, entry, form)
    else:
        note_reading(request, person=entry.person, subject=entry, purpose=PURPOSE, roles=DESK)
    context = {
        "entry": entry,
        "phk": entry.phk,
        "person": entry.person,
        "questions": pages.questions(entry),
        "history": pages.history(entry),
        "form": form,
        **pages.tag_of(entry),
    }
    return render(request, "claims/outreach_case.html", context, status=422 if form and form.errors else 200)


def _decided(request: HttpRequest, entry: OutreachEntry, form: OutreachForm | None) -> HttpResponse:
    """Somebody else was faster when there is no form any more: the operation says so."""
    typed = form.cleaned_data if form is not None else {"verdict": OutreachForm.DROP, "note": "-"}
    act = operations.pass_on if typed["verdict"] == OutreachForm.PASS else operations.set_aside
    moved = act(entry, note=typed["note"], actor=request.user, at=clock.now())  # type: ignore[arg-type]
    said = _("Orang ini akan diingatkan.") if moved.state == OutreachState.FOUND else _("Dikesampingkan.")
    messages.success(request, said)
    return redirect("claims:outreach")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@participant
def reminder(request: HttpRequest, outreach_id: uuid.UUID) -> HttpResponse:
    """Where a reminder leads: the last day, the way to the claim, and no more reminders if the person wishes."""
    entry = get_object_or_404(own_outreach(request.user).select_related("phk__employer", "person"), pk=outreach_id)  # type: ignore[arg-type]
    if request.method == "POST":
        act = operations.resume_reminders if request.POST.get("do") == "ingatkan" else operations.decline_reminders
        moved = act(entry, actor=request.user, at=clock.now())  # type: ignore[arg-type]
        declined = moved.state == OutreachState.DECLINED
        messages.success(request, _("Kami tidak akan mengingatkan lagi.") if declined else _("Kami akan mengingatkan."))
        return redirect("claims:reminder", entry.pk)
    now = clock.now()
    context = {
        "entry": entry,
        "phk": entry.phk,
        "runs": entry.state in (*OUTREACH_REMINDED, OutreachState.DECLINED),
        "declined": entry.state == OutreachState.DECLINED,
        "may_start": can_start(entry.phk, clock.legal_date(now)),
        "zone": wishes_of(request.user).zone,  # type: ignore[arg-type]
    }
    return render(request, "claims/reminder.html", context)
