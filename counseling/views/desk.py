"""K1 and K2: the counsellor's day, the queue by age, and people to be called."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import roles
from accounts.enums import Role
from accounts.reading import note_reading
from core import clock
from counseling.filters import QueueFilter
from counseling.forms.desk import CallForm
from counseling.models import OfficeCall
from counseling.operations.closing import note_call
from counseling.presentation import desk as pages
from counseling.selectors import desk as selectors
from counseling.selectors import unsigned_worksheets
from counseling.selectors.leave import leaves_of, touched_by
from counseling.views.asking import GET_POST
from notices.enums import Zone

ROWS = 20
CALLS = 5
DESK = (Role.COUNSELLOR, Role.COUNSELLOR_COORDINATOR)


@never_cache
@require_safe
@roles(Role.COUNSELLOR)
def desk(request: HttpRequest) -> HttpResponse:
    """The next session on top, then today, what is late, worksheets, leave that somebody has to take over."""
    at = clock.now()
    today = clock.legal_date(at)
    one = selectors.counsellor_of(request.user)
    zone = one.zone if one else Zone.WIB.value
    sessions = selectors.sessions_on(one, today) if one else []
    worksheets = [pages.sheet_row(row) for row in unsigned_worksheets(one)] if one else []
    leaves = leaves_of(one, today) if one else []
    numbers = selectors.queue_numbers(request.user, at)
    oldest = selectors.queue(request.user, at).order_by("answer_due_on", "asked_at").first()
    context = {
        "counsellor": one,
        "certified": one is not None and one.is_certified(today),
        "next": pages.next_up(sessions, at, zone),
        "rows": [pages.session_row(session, at, zone) for session in sessions],
        "totals": pages.totals(numbers, today=len(sessions), worksheets=len(worksheets)),
        "numbers": numbers,
        "oldest": pages.queue_row(oldest, selectors.latest_round(oldest), at, zone) if oldest else None,
        "worksheets": worksheets,
        "calls": [pages.call_row(call, at) for call in selectors.open_calls(request.user, today)[:CALLS]],
        "touched": [leave for leave in leaves if touched_by(leave, at)],
        "zone": zone,
        "today": today,
    }
    return render(request, "counseling/desk.html", context)


@never_cache
@require_safe
@roles(*DESK)
def queue(request: HttpRequest) -> HttpResponse:
    """Waiting requests: one's own, the region's, then any region's; past their day in red, with words."""
    at = clock.now()
    one = selectors.counsellor_of(request.user)
    zone = one.zone if one else Zone.WIB.value
    found = QueueFilter(request.GET, queryset=selectors.queue(request.user, at))
    page = Paginator(found.qs, ROWS).get_page(request.GET.get("page"))
    context = {
        "filter": found,
        "page": page,
        "rows": [pages.queue_row(row, selectors.latest_round(row), at, zone) for row in page],
        "totals": pages.queue_totals(selectors.queue_numbers(request.user, at)),
        "counsellor": one,
    }
    return render(request, "counseling/queue.html", context)


@never_cache
@require_http_methods(GET_POST)
@roles(*DESK)
def call(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """Somebody who did not appear several times: called to help, with what was said."""
    today = clock.today()
    rows = OfficeCall.objects.visible_to(request.user, today).exclude(person__user=request.user)
    found = get_object_or_404(rows.select_related("person__user", "region", "session", "called_by"), pk=call_id)
    form = CallForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        note_call(found, note=form.cleaned_data["note"], actor=request.user, at=clock.now())
        messages.success(request, _("Tercatat sudah dihubungi."))
        return redirect("counseling:desk")
    note_reading(request, person=found.person, subject=found, purpose="menghubungi peserta konseling", roles=DESK)
    context = {"call": found, "row": pages.call_row(found, clock.now()), "form": form}
    return render(request, "counseling/call.html", context, status=422 if form.errors else 200)
