"""K2: one request: accept a wish, offer another time, pass it on, or say that one cannot."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.decorators import roles
from accounts.reading import note_reading
from core import clock
from core.errors import Conflict, DomainError, NotAllowed, ensure
from counseling.enums import RequestState
from counseling.forms.desk import AcceptForm, HandBackForm, ProposeForm
from counseling.models import CounsellingRequest, Counsellor, Session
from counseling.operations import booking
from counseling.operations.requests import pass_on
from counseling.presentation import desk as pages
from counseling.presentation.booking import history
from counseling.selectors import desk as selectors
from counseling.selectors.requests import sessions_of, wishes_of_request
from counseling.selectors.slots import times_of
from counseling.views.asking import GET_POST
from counseling.views.desk import DESK
from ipk.selectors import jobseeker_of, places_named
from notices.enums import Zone

ACCEPT, PROPOSE, PASS_ON, HAND_BACK = "accept", "propose", "pass", "back"


@never_cache
@require_http_methods(GET_POST)
@roles(*DESK)
def queue_request(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """What is asked, left; the clock and the answer, right. Every opening is written down for the participant."""
    at = clock.now()
    asked = selectors.request_for_desk(request.user, request_id, at)
    if asked is None:
        raise Http404
    one = selectors.counsellor_of(request.user)
    forms = _forms(request, asked, one, at)
    if request.method == "POST":
        ensure(one is not None, "not_a_counsellor", _("Hanya konselor yang menjawab permohonan."))
        answer = _ANSWERS.get(request.POST.get("do", ""))
        if answer is not None and one is not None:
            return _answered(request, asked, one, forms, answer)
    note_reading(request, person=asked.person, subject=asked, purpose="menyiapkan konseling", roles=DESK)
    return _page(request, asked, one, forms, at)


Answer = tuple[str, Callable[..., str]]


def _answered(
    request: HttpRequest, asked: CounsellingRequest, one: Counsellor, forms: dict[str, Form], answer: Answer
) -> HttpResponse:
    """Do it; a refusal is said beside the form, and a request that somebody else answered leads back to the queue."""
    at = clock.now()
    name, act = answer
    form = forms[name] if name else None
    status = 422
    if form is None or form.is_valid():
        try:
            said = act(asked, one, form, request.user, at)
        except (Conflict, NotAllowed) as error:
            if form is None or error.code in ("request_taken", "wrong_state"):
                messages.error(request, str(error.message))
                return redirect("counseling:queue")
            status = error.status
            _show(form, error)
        else:
            messages.success(request, said)
            return redirect("counseling:queue")
    return _page(request, asked, one, forms, at, status=status)


def _show(form: Form, error: DomainError) -> None:
    field = next((name for name in ("wish", "time") if name in form.fields), None)
    form.add_error(field, str(error.message))


def _accept(asked: CounsellingRequest, one: Counsellor, form: Form, actor: Any, at: datetime) -> str:
    booking.accept_wish(asked, starts_at=form.cleaned_data["wish"], by=one, actor=actor, at=at)
    return _("Sesi terjadwal. Peserta diberi tahu.")


def _propose(asked: CounsellingRequest, one: Counsellor, form: Form, actor: Any, at: datetime) -> str:
    starts_at, note = form.cleaned_data["time"], form.cleaned_data["note"]
    session = selectors.session_of_desk(asked, actor)
    if session is not None:
        booking.offer_other_time(session, starts_at=starts_at, reason=note, actor=actor, at=at)
    else:
        booking.propose_time(asked, starts_at=starts_at, by=one, actor=actor, at=at, note=note)
    return _("Usulan waktu terkirim. Waktu itu disimpan sampai peserta menjawab.")


def _pass(asked: CounsellingRequest, one: Counsellor, form: Form | None, actor: Any, at: datetime) -> str:
    pass_on(asked, by=one, actor=actor, at=at)
    return _("Permohonan diteruskan kepada konselor terdekat berikutnya.")


def _hand_back(asked: CounsellingRequest, one: Counsellor, form: Form, actor: Any, at: datetime) -> str:
    session = selectors.session_of_desk(asked, actor)
    if session is None:
        raise Conflict("wrong_state", _("Sesi ini sudah bukan milik Anda."))
    booking.hand_back(session, reason=form.cleaned_data["reason"], actor=actor, at=at)
    return _("Sesi dilepas. Peserta diberi tahu, dan konselor lain dicarikan.")


_ANSWERS: dict[str, Answer] = {
    ACCEPT: ("accept", _accept),
    PROPOSE: ("propose", _propose),
    PASS_ON: ("", _pass),
    HAND_BACK: ("back", _hand_back),
}


def _forms(request: HttpRequest, asked: CounsellingRequest, one: Counsellor | None, at: datetime) -> dict[str, Any]:
    """Each form, bound when it is the one that was sent."""
    zone = one.zone if one else Zone.WIB.value
    wishes = wishes_of_request(asked) if asked.state == RequestState.WAITING else []
    rows = pages.wish_choices(wishes, one, at, zone)
    free = [(row["wish"].starts_at, row["label"]) for row in rows if row["free"]]

    def sent(what: str) -> Any:
        return request.POST if request.method == "POST" and request.POST.get("do") == what else None

    return {
        "wishes": rows,
        "accept": AcceptForm(sent(ACCEPT), choices=_as_sent(free, rows, sent(ACCEPT))),
        "propose": ProposeForm(sent(PROPOSE), days=times_of(one, at) if one else [], zone=zone),
        "back": HandBackForm(sent(HAND_BACK)),
    }


def _as_sent(free: list[Any], rows: list[Any], sent: Any) -> list[Any]:
    """When one was sent, every wish can be meant: the operation says why it cannot be taken."""
    return free if sent is None else [(row["wish"].starts_at, row["label"]) for row in rows]


def _is_mine(session: Session, request: HttpRequest) -> bool:
    return session.state in pages.BEGUN and session.counsellor.user_id == request.user.pk


def _page(
    request: HttpRequest,
    asked: CounsellingRequest,
    one: Counsellor | None,
    forms: dict[str, Any],
    at: datetime,
    *,
    status: int = 200,
) -> HttpResponse:
    zone = one.zone if one else Zone.WIB.value
    session: Session | None = selectors.session_of_desk(asked, request.user)
    sessions = sessions_of(asked)
    job = jobseeker_of(asked.person)
    waiting = asked.state == RequestState.WAITING
    context = {
        "asked": asked,
        "facts": pages.request_facts(asked, zone),
        "tag": pages.request_tag(asked),
        "job": job,
        "places": ", ".join(places_named(job.places)) if job else "",
        "history": history(asked, sessions, zone),
        "begun": next((row for row in reversed(sessions) if _is_mine(row, request)), None) if not session else None,
        "session": session,
        "session_row": pages.session_row(session, at, zone) if session else None,
        "waiting": waiting,
        "can_answer": waiting and one is not None,
        "can_change": session is not None and at < session.starts_at,
        "yours": one is not None and asked.counsellor_id == one.pk,
        "late": asked.answer_due_on < clock.legal_date(at),
        "zone": zone,
        "form": next((form for form in forms.values() if getattr(form, "is_bound", False)), None),
        "free": any(row["free"] for row in forms["wishes"]),
        **forms,
    }
    return render(request, "counseling/queue_request.html", context, status=status)
