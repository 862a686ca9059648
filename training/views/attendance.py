"""L4: the meetings of a class, their rosters, the code on the wall, and what becomes of the participants."""

import uuid
from typing import Any

import segno
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import sessions
from accounts.decorators import keeps_typed, signed_in
from accounts.models import User
from core import clock
from core.errors import Conflict, Invalid
from core.models import Holiday
from training.attendance_filters import MeetingFilter, PeopleFilter
from training.checkin import changes_at, code_of, is_running
from training.enums import ClassState, MeetingState
from training.forms.attendance import OneMeetingForm, PlanForm, ReasonForm, RosterForm
from training.models import Meeting, TrainingClass
from training.operations import cancel_meeting, plan_meetings, record_roster
from training.presentation import attendance as pages
from training.presentation import unlocks
from training.selectors import meetings as selectors
from training.selectors.unlocks import latest_request

GET_POST = ("GET", "HEAD", "POST")
ROWS = 20
PEOPLE = 40
ONE = "satu"


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]


def _class(request: HttpRequest, class_id: uuid.UUID) -> TrainingClass:
    return get_object_or_404(selectors.classes_visible_to(_user(request), clock.today()), pk=class_id)


def _meeting(request: HttpRequest, meeting_id: uuid.UUID) -> Meeting:
    return get_object_or_404(selectors.meetings_visible_to(_user(request), clock.today()), pk=meeting_id)


@never_cache
@require_safe
@signed_in
def meetings(request: HttpRequest, class_id: uuid.UUID) -> HttpResponse:
    """All meetings of a class, with what is to be written down now on top."""
    at = clock.now()
    held = _class(request, class_id)
    rows = held.meetings.select_related("training_class__programme__institute__region").order_by("starts_at", "pk")
    found = MeetingFilter(request.GET, queryset=rows)
    page = Paginator(found.qs, ROWS).get_page(request.GET.get("page"))
    waiting = selectors.unwritten([held.programme.institute], at).filter(training_class=held)
    context = {
        "held": held,
        "filter": found,
        "page": page,
        "rows": [pages.meeting_row(row, at) for row in page],
        "waiting": [pages.meeting_row(row, at) for row in waiting.filter(locks_at__gte=at)[:3]],
        "cancelled": held.state == ClassState.CANCELLED,
    }
    return render(request, "training/mitra/presensi.html", context)


@never_cache
@require_safe
@signed_in
def people(request: HttpRequest, class_id: uuid.UUID) -> HttpResponse:
    """Participants of a class with their minutes, and where their attendance can still end."""
    at = clock.now()
    held = _class(request, class_id)
    stands = selectors.tallies(held)
    rows = held.enrolments.select_related("person").order_by("person__full_name", "pk")
    found = PeopleFilter(request.GET, queryset=rows)
    page = Paginator(found.qs, PEOPLE).get_page(request.GET.get("page"))
    context = {
        "held": held,
        "filter": found,
        "page": page,
        "rows": [pages.person_row(row, stands[row.pk], at) for row in page],
    }
    return render(request, "training/mitra/presensi_peserta.html", context)


@never_cache
@require_http_methods(GET_POST)
@signed_in
def plan(request: HttpRequest, class_id: uuid.UUID) -> HttpResponse:
    """Weekly meetings or a single one; the dates are shown before anything is written."""
    at = clock.now()
    held = _class(request, class_id)
    if held.state == ClassState.CANCELLED:
        raise Conflict("class_cancelled", _("Kelas ini dibatalkan."))
    kind = OneMeetingForm if request.GET.get("jenis") == ONE else PlanForm
    data = request.POST if request.method == "POST" else None
    form = kind(data, held=held, today=clock.legal_date(at))
    context: dict[str, Any] = {"held": held, "form": form, "single": kind is OneMeetingForm}
    zone = pages.zone_of(held.programme.institute)
    if request.method == "POST" and form.is_valid():
        starts, left_out = form.starts(zone, Holiday.objects.days())
        try:
            if "sure" in request.POST or kind is OneMeetingForm:
                topic = form.cleaned_data.get("topic", "")
                return _planned(request, held, starts, form.minutes, topic)
        except Invalid as error:
            form.add_error(None, str(error.message))
        else:
            context |= {"starts": starts, "left_out": left_out, "typed": _typed(request), "minutes": form.minutes}
            context["whole"] = pages.whole_text(held, selectors.planned_minutes(held) + len(starts) * form.minutes)
    context["zone"] = zone
    return render(request, "training/mitra/presensi_rencana.html", context, status=422 if form.errors else 200)


def _planned(request: HttpRequest, held: TrainingClass, starts: list, minutes: int, topic: str) -> HttpResponse:  # type: ignore[type-arg]
    made = plan_meetings(held, starts=starts, minutes=minutes, topic=topic, actor=_user(request), at=clock.now())
    said = ngettext("%(n)s pertemuan dijadwalkan.", "%(n)s pertemuan dijadwalkan.", len(made)) % {"n": len(made)}
    messages.success(request, said)
    return redirect("training:attendance", held.pk)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The same fields once more, hidden, for the button that makes it so."""
    return [(name, value) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken" for value in values]


# --- one meeting -------------------------------------------------------------------------------------------------


@keeps_typed
@never_cache
@require_http_methods(GET_POST)
@signed_in
def roster(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Everybody of the class on one page. What was sent after the session ended is saved after signing in again."""
    meeting = _meeting(request, meeting_id)
    posted = request.POST if request.method == "POST" else sessions.typed_before(request)
    rows = selectors.roster(meeting)
    whole = request.GET.get("semua") == "hadir"
    form = RosterForm(posted, rows=rows, length=meeting.minutes, whole=whole)
    if posted is None:
        return _roster_page(request, meeting, form)
    if not form.is_valid():
        stale = form.is_stale
        return _roster_page(
            request, meeting, form.afresh() if stale else form, stale=stale, status=409 if stale else 422
        )
    try:
        record_roster(meeting, written=form.written(), actor=_user(request), at=clock.now())
    except Invalid as error:
        form.add_error("reason" if error.code == "reason_missing" else None, str(error.message))
        return _roster_page(request, meeting, form, status=422)
    except Conflict as conflict:
        return _roster_page(
            request, meeting, form.afresh(), stale=conflict.code == "stale", refused=conflict, status=409
        )
    messages.success(request, _("Presensi tersimpan."))
    return redirect("training:attendance", meeting.training_class_id)


def _roster_page(
    request: HttpRequest,
    meeting: Meeting,
    form: RosterForm,
    *,
    stale: bool = False,
    refused: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    at = clock.now()
    corrections = meeting.attendances.filter(corrections__isnull=False).values_list(
        "enrolment__person__full_name", "corrections__was", "corrections__now", "corrections__reason", "corrections__at"
    )
    cancelled = meeting.state == MeetingState.CANCELLED or meeting.training_class.state == ClassState.CANCELLED
    context = {
        "meeting": meeting,
        "row": pages.meeting_row(meeting, at),
        "form": form,
        "lines": form.lines(),
        "facts": [
            {
                "term": one.enrolment.person.full_name,
                "value": "–" if one.minutes is None else pages.length_text(one.minutes),
            }
            for one in form.rows
        ],
        "length": pages.length_text(meeting.minutes),
        "open": not cancelled and meeting.starts_at <= at <= meeting.locks_at,
        "locked": at > meeting.locks_at,
        "cancelled": cancelled,
        "stale": stale,
        "refused": None if stale else refused,
        "corrections": corrections.order_by("-corrections__at")[:ROWS],
        "may_cancel": meeting.state == MeetingState.PLANNED and at <= meeting.locks_at,
        "blank": meeting.state == MeetingState.PLANNED and not form.is_bound,
        "asked": unlocks.told(latest_request(meeting)) if at > meeting.locks_at else None,
    }
    return render(request, "training/mitra/pertemuan.html", context, status=status)


@never_cache
@require_http_methods(GET_POST)
@signed_in
def cancel(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Call a meeting off, with a reason."""
    meeting = _meeting(request, meeting_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        cancel_meeting(meeting, reason=form.cleaned_data["reason"], actor=_user(request), at=clock.now())
        messages.success(request, _("Pertemuan dibatalkan. Peserta diberi tahu."))
        return redirect("training:attendance", meeting.training_class_id)
    context = {"meeting": meeting, "row": pages.meeting_row(meeting, clock.now()), "form": form}
    return render(request, "training/mitra/pertemuan_batal.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
@signed_in
def code(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Six digits and their QR for the wall; the page loads itself again when they change, without scripts.

    The time is essential to it (WCAG 2.2.1), and nothing is typed here.
    """
    at = clock.now()
    meeting = _meeting(request, meeting_id)
    if meeting.state == MeetingState.CANCELLED:
        raise Http404
    context: dict[str, Any] = {"meeting": meeting, "row": pages.meeting_row(meeting, at), "running": False}
    if is_running(meeting, at) and meeting.state == MeetingState.PLANNED:
        digits = code_of(meeting, at)
        address = request.build_absolute_uri(reverse("training:check_in_scanned", args=[meeting.pk, digits]))
        there = meeting.attendances.count()
        context |= {
            "running": True,
            "digits": f"{digits[:3]} {digits[3:]}",
            "qr": _qr(address),
            "there": there,
            "people": selectors.on_roster(meeting).count(),
        }
    response = render(request, "training/mitra/pertemuan_kode.html", context)
    if context["running"]:
        response["Refresh"] = str(max(int((changes_at(at) - at).total_seconds()), 1))
    return response


def _qr(address: str) -> SafeString:
    """A picture of our own address: SVG that we made, so safe to write as it is."""
    return mark_safe(segno.make(address, error="m").svg_inline(omitsize=True, border=2, svgclass="qr", lineclass=None))  # noqa: S308
