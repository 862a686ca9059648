"""W19: the participant in class: checking in by code, and the page of a training one takes."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import participant
from accounts.models import User
from core import clock
from core.errors import Conflict, DomainError, Invalid, TooMany
from notices.selectors import wishes_of
from participants.decorators import with_person
from participants.models import Person
from rules.parameters import ATTENDANCE_NEEDED
from training.enums import EnrolmentState, MeetingState
from training.forms.attendance import CheckInForm
from training.models import Attendance, Enrolment, Meeting
from training.operations import check_in
from training.operations.outcomes import attended_letter_of, certificate_of
from training.pages import called_off_text
from training.presentation import attendance as pages
from training.selectors import meetings as selectors
from training.selectors.classes import called_off_by
from training.views.attendance import GET_POST


def _zone(request: HttpRequest) -> str:
    return wishes_of(request.user).zone  # type: ignore[arg-type]


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]


@never_cache
@require_http_methods(GET_POST)
@participant
@with_person
def type_code(request: HttpRequest, person: Person) -> HttpResponse:
    """Six digits from the wall, for who cannot scan."""
    at = clock.now()
    form = CheckInForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            return _came(request, check_in(person, typed=form.cleaned_data["code"], actor=_user(request), at=at))
        except (Invalid, Conflict, TooMany) as error:
            form.add_error("code", str(error.message))
            status = error.status
    meeting = selectors.running_meeting(person, at)
    there = meeting.attendances.filter(person=person).first() if meeting else None
    context = {
        "form": form,
        "row": pages.meeting_row(meeting, at) if meeting else None,
        "there": there,
        "there_text": pages.there_text(there) if there else "",
        "running": meeting is not None,
    }
    return render(request, "training/pelatihan/hadir.html", context, status=status if form.errors else 200)


@never_cache
@require_http_methods(GET_POST)
@participant
@with_person
def scanned(request: HttpRequest, person: Person, meeting_id: uuid.UUID, code: str) -> HttpResponse:
    """From the QR: one button says "I am here". Reading the address alone writes nothing."""
    at = clock.now()
    rows = Meeting.objects.filter(training_class__enrolments__person=person).exclude(state=MeetingState.CANCELLED)
    meeting = get_object_or_404(rows.select_related("training_class__programme__institute__region"), pk=meeting_id)
    problem: DomainError | None = None
    if request.method == "POST":
        try:
            return _came(request, check_in(person, typed=code, actor=_user(request), at=at, meeting=meeting))
        except (Invalid, Conflict, TooMany) as error:
            problem = error
    there = meeting.attendances.filter(person=person).first()
    context = {
        "meeting": meeting,
        "row": pages.meeting_row(meeting, at),
        "there": there,
        "there_text": pages.there_text(there) if there else "",
        "problem": problem,
    }
    return render(request, "training/pelatihan/hadir_qr.html", context, status=problem.status if problem else 200)


def _came(request: HttpRequest, row: Attendance) -> HttpResponse:
    tell = messages.success if row.minutes else messages.warning
    tell(request, pages.there_text(row))
    return redirect("training:own_training", row.enrolment_id)


def _is_next(meeting: Meeting, written: Mapping[uuid.UUID, Attendance], at: datetime) -> bool:
    """Still to come for somebody: in the one that goes on they are already."""
    return pages.is_ahead(meeting, at) and meeting.pk not in written


@never_cache
@require_safe
@participant
@with_person
def own_training(request: HttpRequest, person: Person, enrolment_id: uuid.UUID) -> HttpResponse:
    """Meetings, minutes, the share and where it can end; the certificate or the letter at the end."""
    at = clock.now()
    rows = Enrolment.objects.filter(person=person).select_related("training_class__programme__institute__region")
    row = get_object_or_404(rows, pk=enrolment_id)
    tally, zone = selectors.tally_of(row), _zone(request)
    needed = ATTENDANCE_NEEDED.on(clock.legal_date(at)).value
    running = selectors.running_meeting(person, at) if row.state == EnrolmentState.ENROLLED else None
    tone, tag = pages.standing(row, tally, at)
    lost = called_off_by(row.training_class) if row.was_called_off else None
    meetings = list(row.training_class.meetings.order_by("starts_at", "pk"))
    written = selectors.own_attendances(row)
    lines = pages.own_meetings(meetings, written, row, at, zone)
    context = {
        "enrolment": row,
        "held": row.training_class,
        "totals": pages.sums(tally),
        "tone": tone,
        "tag": tag,
        "needed": needed,
        "spare": pages.spare_text(tally, needed) if row.state == EnrolmentState.ENROLLED else "",
        "meetings": lines,
        "next": next((line for line, one in zip(lines, meetings, strict=True) if _is_next(one, written, at)), None),
        "by_code": any(one.state == MeetingState.PLANNED and one.pk in written for one in meetings),
        "check_in": running is not None and running.pk not in written,
        "certificate": certificate_of(row),
        "letter": attended_letter_of(row),
        "state": row.state,
        "lost": called_off_text(lost) if lost is not None else "",
        "zone": zone,
    }
    return render(request, "training/pelatihan/saya.html", context)
