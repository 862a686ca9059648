"""The officer's desk of locked rosters: who asks for one to be opened again, and why."""

import uuid
from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import roles
from accounts.enums import Role
from core import clock
from core.errors import Conflict, Invalid
from training.attendance_filters import LockedFilter
from training.enums import MeetingState
from training.forms.attendance import RefuseUnlockForm, UnlockForm
from training.models import Meeting
from training.operations import refuse_unlock, unlock_meeting
from training.policies import can_unlock
from training.presentation import attendance as pages
from training.presentation import unlocks
from training.selectors import meetings as selectors
from training.selectors.unlocks import latest_request, waiting_requests
from training.views.attendance import GET_POST, ROWS

REFUSE = f"{RefuseUnlockForm.prefix}-answer"


@never_cache
@require_safe
@roles(Role.REVIEWER)
def locked(request: HttpRequest) -> HttpResponse:
    """Locked meetings, the oldest first; those that nobody wrote keep a class from being billed."""
    at = clock.now()
    found = LockedFilter(request.GET, queryset=selectors.locked(at))
    page = Paginator(found.qs, ROWS).get_page(request.GET.get("page"))
    context = {
        "filter": found,
        "page": page,
        "rows": [pages.meeting_row(row, at) for row in page],
        "waiting": waiting_requests(),
    }
    return render(request, "training/reviu/presensi.html", context)


@never_cache
@require_http_methods(GET_POST)
@roles(Role.REVIEWER)
def unlock(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """One meeting with what was asked and opened before; open it until the end of a day, or say why not."""
    at = clock.now()
    rows = Meeting.objects.exclude(state=MeetingState.CANCELLED)
    meeting = get_object_or_404(rows.select_related("training_class__programme__institute__region"), pk=meeting_id)
    refusing = REFUSE in request.POST
    data = request.POST if request.method == "POST" else None
    form, answer = UnlockForm(None if refusing else data), RefuseUnlockForm(data if refusing else None)
    form.fields["until"].earliest = clock.legal_date(at)  # type: ignore[attr-defined]
    problem: Conflict | None = None
    if data is not None and (answer if refusing else form).is_valid():
        try:
            said = _refused(request, meeting, answer, at) if refusing else _opened(request, meeting, form, at)
        except Invalid as error:
            (answer if refusing else form).add_error(_field(error, refusing), str(error.message))
        except Conflict as conflict:
            problem = conflict
        else:
            messages.success(request, said)
            return redirect("training:review_meeting", meeting.pk)
    return _unlock_page(request, meeting, form, answer, at, problem)


def _opened(request: HttpRequest, meeting: Meeting, form: UnlockForm, at: datetime) -> str:
    until, reason = clock.end_of_day(form.cleaned_data["until"]), form.cleaned_data["reason"]
    unlock_meeting(meeting, until=until, reason=reason, actor=request.user, at=at)  # type: ignore[arg-type]
    return _("Presensi dibuka. Lembaga diberi tahu.")


def _refused(request: HttpRequest, meeting: Meeting, form: RefuseUnlockForm, at: datetime) -> str:
    asked = latest_request(meeting)
    if asked is None:
        raise Conflict("nothing_asked", _("Lembaga tidak meminta pertemuan ini dibuka."))
    refuse_unlock(asked, answer=form.cleaned_data["answer"], actor=request.user, at=at)  # type: ignore[arg-type]
    return _("Tidak dibuka. Lembaga diberi tahu.")


def _field(error: Invalid, refusing: bool) -> str:
    if refusing:
        return "answer"
    return "until" if error.code == "until" else "reason"


def _unlock_page(
    request: HttpRequest,
    meeting: Meeting,
    form: UnlockForm,
    answer: RefuseUnlockForm,
    at: datetime,
    problem: Conflict | None,
) -> HttpResponse:
    context = {
        "meeting": meeting,
        "row": pages.meeting_row(meeting, at),
        "facts": pages.roster_counts(selectors.roster(meeting), meeting),
        "unlocks": meeting.unlocks.select_related("by"),
        "asked": unlocks.told(latest_request(meeting)),
        "form": answer if answer.is_bound else form,
        "unlock_form": form,
        "refuse_form": answer,
        "refused": problem,
        "locked": at > meeting.locks_at,
        "may_unlock": can_unlock(request.user, meeting, clock.legal_date(at)),  # type: ignore[arg-type]
    }
    wrong = bool(form.errors) or bool(answer.errors)
    return render(
        request, "training/reviu/presensi_buka.html", context, status=409 if problem else 422 if wrong else 200
    )
