"""K5: evidence by the time that is left, one at a time beside what was told, and the next one after deciding."""

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import roles, signed_in
from accounts.enums import Role
from accounts.reading import note_reading
from core import clock
from core.errors import Conflict, Invalid, ensure
from files.enums import FileKind, FileState
from files.responses import serve
from ipk import policies, selectors
from ipk.filters import EvidenceFilter
from ipk.forms.activities import JudgeForm
from ipk.models import READERS, Activity
from ipk.operations import judging
from ipk.presentation import activities as pages
from ipk.views.common import GET_POST

ROWS = 20
ACCEPT = "accept"


@never_cache
@require_safe
@roles(Role.COUNSELLOR)
def evidence_queue(request: HttpRequest) -> HttpResponse:
    """What waits for a counsellor of these regions; past its day first."""
    now = clock.now()
    today = clock.legal_date(now)
    found = EvidenceFilter(request.GET, queryset=selectors.evidence_queue(request.user, today))
    page = Paginator(found.rows, ROWS).get_page(request.GET.get("page"))
    context = {
        "filter": found,
        "page": page,
        "rows": [pages.queue_row(activity, now) for activity in page],
        "totals": pages.queue_totals(selectors.desk_numbers(request.user, today)),
    }
    return render(request, "ipk/evidence_queue.html", context)


@never_cache
@require_safe
@roles(Role.COUNSELLOR)
def evidence_next(request: HttpRequest) -> HttpResponse:
    """The one that waits longest."""
    return _to_next(request)


def _to_next(request: HttpRequest) -> HttpResponse:
    waiting = selectors.next_evidence(request.user, clock.today())
    if waiting is None:
        messages.info(request, _("Tidak ada bukti yang menunggu Anda."))
        return redirect("ipk:evidence_queue")
    return redirect("ipk:evidence", waiting.pk)


@never_cache
@require_http_methods(GET_POST)
@roles(Role.COUNSELLOR, *READERS)
def evidence(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    """One piece of evidence. Every opening is written down and can be seen by the person."""
    activity = _visible(request, activity_id)
    may_judge = policies.can_judge(request.user, activity, clock.today())
    if request.method == "POST":
        ensure(may_judge, "not_allowed", _("Anda tidak dapat memeriksa bukti ini."))
        return _judged(request, activity)
    _note_access(request, activity)
    return _page(request, activity, _empty_form(activity) if may_judge else None)


def _visible(request: HttpRequest, activity_id: uuid.UUID) -> Activity:
    seen = Activity.objects.visible_to(request.user, clock.today())
    return get_object_or_404(seen.select_related("person__region", "file"), pk=activity_id)


def _judged(request: HttpRequest, activity: Activity) -> HttpResponse:
    if request.POST.get("verdict") == ACCEPT:
        _say(request, activity, ACCEPT, {})
        return _to_next(request)
    form = JudgeForm(request.POST)
    if form.is_valid():
        try:
            _say(request, activity, form.cleaned_data["verdict"], form.cleaned_data)
        except Invalid as error:
            form.add_error("note" if error.code == "note_missing" else "reason", str(error.message))
        else:
            return _to_next(request)
    return _page(request, activity, form)


def _say(request: HttpRequest, activity: Activity, verdict: str, typed: dict[str, Any]) -> None:
    common: dict[str, Any] = {"seen": _seen(request), "actor": request.user, "at": clock.now()}
    if verdict == ACCEPT:
        judging.accept_activity(activity, **common)
        said = _("Bukti untuk %(company)s diterima.")
    elif verdict == JudgeForm.ASK:
        judging.ask_activity(activity, reason=typed["reason"], note=typed["note"], **common)
        said = _("Perbaikan untuk %(company)s diminta.")
    else:
        judging.reject_activity(activity, reason=typed["reason"], note=typed["note"], **common)
        said = _("Bukti untuk %(company)s tidak diterima.")
    messages.success(request, said % {"company": activity.company})


def _seen(request: HttpRequest) -> datetime:
    try:
        moment = parse_datetime(request.POST.get("seen", ""))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Conflict("changed", _("Muat ulang halaman ini sebelum memutus."))
    return moment


def _empty_form(activity: Activity) -> JudgeForm | None:
    if not Activity.workflow.can(activity, "accept"):
        return None
    return JudgeForm(initial={"seen": activity.submitted_at.isoformat()})


def _page(request: HttpRequest, activity: Activity, form: JudgeForm | None) -> HttpResponse:
    now = clock.now()
    today = clock.legal_date(now)
    earlier = selectors.seen_before(activity)
    ids = [found.activity.pk for found in earlier]
    visible = set(Activity.objects.visible_to(request.user, today).filter(pk__in=ids).values_list("pk", flat=True))
    clean = activity.file is not None and activity.file.state == FileState.CLEAN
    context = {
        "activity": activity,
        "form": form,
        "status": pages.activity_status(activity),
        "facts": pages.activity_facts(activity),
        "left": pages.time_left(activity, now),
        "earlier": pages.earlier_items(earlier, visible),
        "history": pages.history(activity),
        "may_open": policies.can_open_file(request.user, activity, today),
        "is_clean": clean,
        "is_picture": clean and activity.file is not None and activity.file.kind != FileKind.PDF,
        "accepting": {"verdict": ACCEPT, "seen": activity.submitted_at.isoformat()},
        "is_desk": policies.can_judge(request.user, activity, today),
    }
    return render(request, "ipk/evidence.html", context, status=422 if form is not None and form.errors else 200)


@require_safe
@signed_in
def file(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    """The evidence itself, for its sender, the counsellor and BPJS verification; a picture is shown, a PDF saved."""
    activity = _visible(request, activity_id)
    ensure(policies.can_open_file(request.user, activity, clock.today()))
    if activity.file is None:
        raise Http404
    _note_access(request, activity)
    return serve(activity.file, inline=True)


def _note_access(request: HttpRequest, activity: Activity) -> None:
    note_reading(
        request,
        person=activity.person,
        subject=activity,
        purpose="pemeriksaan bukti mencari kerja",
        roles=sorted({Role.COUNSELLOR, *READERS}),
    )
