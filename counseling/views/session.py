"""K3: the counsellor's page of a session, the room on the left and the worksheet on the right."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import roles
from accounts.enums import Role
from core import clock
from core.middleware import may_use_camera
from counseling.enums import REFERRALS, Side
from counseling.forms.worksheets import AGREEMENT, NEXT_STEPS, AbsentForm, WorksheetForm, as_fields
from counseling.models import Guide, Session, Worksheet
from counseling.operations.closing import record_absence
from counseling.policies import can_report, can_write_worksheet
from counseling.presentation import desk_session, facts, moments
from counseling.presentation.advice import advice_card
from counseling.presentation.sheet import sheet_of
from counseling.selectors.facts import facts_of
from counseling.selectors.guides import current_guide, questions_of
from counseling.selectors.reports import reports_of
from counseling.selectors.worksheets import notes_of, worksheet_of
from counseling.views.room_common import entered, shown_room
from counseling.views.worksheet_common import GET_POST, counsellors_session, note_opening

SIGNED = ("sent", "agreed")


@never_cache
@require_safe
@roles(Role.COUNSELLOR)
@may_use_camera
def session(request: HttpRequest, session_pk: uuid.UUID) -> HttpResponse:
    """Beside the room: who the participant is, the guide with notes, what is agreed. Opening it is written down.

    Who opens it in time has come into the room. `?sebelum=40`: earlier messages; `?segarkan=1`: it loads itself again.
    """
    own = counsellors_session(request, session_pk)
    note_opening(request, own, own, "konseling karier")
    return session_page(request, entered(request, own, clock.now()))


@never_cache
@require_http_methods(GET_POST)
@roles(Role.COUNSELLOR)
def absent(request: HttpRequest, session_pk: uuid.UUID) -> HttpResponse:
    """The participant did not appear: after the grace, with what is known of why. Nobody is punished for it."""
    own = counsellors_session(request, session_pk)
    form = AbsentForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" and not desk_session.can_be_absent(own, clock.now(), came=desk_session.has_come(own)):
        return redirect("counseling:session", own.pk)
    if form.is_bound and form.is_valid():
        how = {"absent": Side.PARTICIPANT, "note": form.cleaned_data["note"]}
        record_absence(own, actor=request.user, at=clock.now(), **how)  # type: ignore[arg-type]
        messages.success(request, _("Tercatat. Peserta diberi tahu dan dapat meminta waktu lain."))
        return redirect("counseling:session", own.pk)
    context = {
        "session": own,
        "form": form,
        "back": reverse("counseling:session", args=[own.pk]),
        "when": moments.when(own, own.counsellor.zone),
    }
    return render(request, "counseling/absent.html", context, status=422 if form.errors else 200)


def session_page(
    request: HttpRequest, own: Session, form: WorksheetForm | None = None, *, status: int = 200
) -> HttpResponse:
    """The page, with the form as it was sent when there is one."""
    now = clock.now()
    worksheet = worksheet_of(own)
    may_write = can_write_worksheet(own, request.user, now)  # type: ignore[arg-type]
    state = desk_session.state_of(own, worksheet, now, may_write=may_write)
    known: Mapping[str, Any] = worksheet.facts if worksheet is not None else facts_of(own, at=now)
    guide = worksheet.guide if worksheet is not None else current_guide(own.kind)
    form = form or worksheet_form(worksheet, guide)
    reports, came = reports_of(own), desk_session.has_come(own)
    context = {
        "session": own,
        "room": shown_room(request, own, now),
        "worksheet": worksheet,
        "state": state,
        "head": desk_session.head(own, known, now, came=came, following=desk_session.next_session(own)),
        "form": form,
        "topics": desk_session.topics(form),
        "agreement": [form[AGREEMENT], form[NEXT_STEPS]],
        "parts": desk_session.parts(form, may_write=state.may_write),
        "profile": facts.profile_rows(known),
        "jobs": facts.job_rows(known),
        "assessment": facts.assessment(known),
        "search": facts.search(known),
        "saved_at": moments.seconds_of(worksheet.saved_at) if state.may_write and worksheet is not None else "",
        "sheet": sheet_of(worksheet) if worksheet is not None and state.code in SIGNED else None,
        "may_be_absent": desk_session.can_be_absent(own, now, came=came),
        "may_report": can_report(own, request.user, now),  # type: ignore[arg-type]
        "reports": reports,
        "referrals": REFERRALS,
        "advice": advice_card(own, now, own.counsellor.zone),
        "zone": own.counsellor.zone,
    }
    return render(request, "counseling/session.html", context, status=status)


def worksheet_form(worksheet: Worksheet | None, guide: Guide | None, data: Any = None) -> WorksheetForm:
    """The form with what is kept; `data` is what was sent. Without a published guide there are no questions."""
    questions = questions_of(guide) if guide is not None else []
    initial: dict[str, Any] = {"version": 0}
    if worksheet is not None:
        kept = as_fields(notes_of(worksheet), worksheet.agreement, worksheet.next_steps)
        initial = kept | {"version": worksheet.version}
    return WorksheetForm(data, questions=questions, initial=initial)
