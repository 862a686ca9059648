"""A time for a request: accepted by the counsellor, proposed and answered, moved, handed back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.errors import Conflict
from core.text import one_line
from counseling.enums import RequestState, SessionState, Side
from counseling.models import CounsellingRequest, Counsellor, Session
from counseling.operations import news
from counseling.operations.booking_rules import book, ensure_can_take
from counseling.operations.requests import (
    LONGEST_REASON,
    add_round,
    end,
    ensure_not_begun,
    latest_wishes,
    live_session,
    lock,
    owe_answer,
    reroute,
)
from counseling.policies import entry_time
from counseling.selectors.slots import Roster
from counseling.times import Terms, earliest
from ipk.selectors import wanted_job


@transaction.atomic
def accept_wish(
    request: CounsellingRequest, *, starts_at: datetime, by: Counsellor, actor: User, at: datetime
) -> Session:
    """Agree to one of the wished times. The same counsellor twice is once.

    Raises Conflict("request_taken" | "not_wished" | "time_passed" | "outside_hours" | "on_leave" | "week_full" |
    "just_taken" | "person_busy"), NotAllowed("not_certified").
    """
    locked = lock(request)
    there = live_session(locked)
    if there is not None and (there.counsellor_id, there.starts_at) == (by.pk, starts_at):
        return there
    _ensure_waiting(locked)
    if starts_at not in latest_wishes(locked):
        raise Conflict("not_wished", _("Peserta sudah memilih waktu lain. Muat ulang halaman ini."))
    ensure_can_take(by, starts_at, after=at + entry_time(at), at=at)
    session = book(locked, by, starts_at, state=SessionState.AGREED, at=at)
    CounsellingRequest.workflow.move(locked, "schedule", actor=actor, at=at, counsellor=by)
    audit.record("counseling.session.agreed", actor=actor, at=at, subject=session)
    news.to_participant("counselling_agreed", session, at=at)
    return session


@transaction.atomic
def propose_time(
    request: CounsellingRequest, *, starts_at: datetime, by: Counsellor, actor: User, at: datetime, note: str = ""
) -> Session:
    """Offer another time; the participant answers. Raises as `accept_wish`, without "not_wished"."""
    locked = lock(request)
    there = live_session(locked)
    if there is not None and (there.counsellor_id, there.starts_at) == (by.pk, starts_at):
        return there
    _ensure_waiting(locked)
    return _propose(locked, starts_at, by, note=note, actor=actor, at=at)


@transaction.atomic
def agree(session: Session, *, actor: User, at: datetime) -> Session:
    """The participant takes the proposed time. Twice is once. Raises Conflict("time_passed" | "wrong_state")."""
    request = lock(session.request)
    fresh = _fresh(session)
    if fresh.state == SessionState.AGREED:
        return fresh
    if at >= fresh.starts_at:
        raise Conflict("time_passed", _("Waktu yang diusulkan sudah lewat. Pilih waktu lain."))
    agreed = Session.workflow.move(fresh, "agree", actor=actor, at=at)
    CounsellingRequest.workflow.move(request, "schedule", actor=actor, at=at)
    news.to_counsellor("counselling_answered", agreed, at=at, agrees=True)
    return agreed


@transaction.atomic
def decline(
    session: Session, *, actor: User, at: datetime, note: str = "", wishes: tuple[datetime, ...] = ()
) -> CounsellingRequest:
    """The proposed time does not suit: the request waits again, with new wishes when they are given. Twice is once.

    Raises Conflict("wrong_state"), and as `add_round`.
    """
    request = lock(session.request)
    fresh = _fresh(session)
    if fresh.state == SessionState.DECLINED and request.state == RequestState.WAITING:
        return request
    gone = end(fresh, "decline", note=note, actor=actor, at=at)
    request = returned(request, actor=actor, at=at)
    if wishes:
        add_round(request, wishes, at=at)
    else:
        owe_answer(request, at=at)
    news.to_counsellor("counselling_answered", gone, at=at, agrees=False)
    return request


@transaction.atomic
def move_session(
    session: Session, *, wishes: tuple[datetime, ...], reason: str, actor: User, at: datetime
) -> CounsellingRequest:
    """The participant asks for another time than was agreed. Raises Conflict("has_begun" | …), as `add_round`."""
    request = lock(session.request)
    fresh = _fresh(session)
    ensure_not_begun(fresh, at)
    gone = end(fresh, "move", note=reason, actor=actor, at=at)
    request = returned(request, actor=actor, at=at)
    add_round(request, wishes, at=at)
    news.to_counsellor("counselling_cancelled", gone, at=at)
    return request


@transaction.atomic
def offer_other_time(session: Session, *, starts_at: datetime, reason: str, actor: User, at: datetime) -> Session:
    """The counsellor asks for another time than was agreed; the participant answers. Raises as `accept_wish`."""
    request = lock(session.request)
    fresh = _fresh(session)
    there = live_session(request)
    if there is not None and there.pk != fresh.pk and there.starts_at == starts_at:
        return there
    ensure_not_begun(fresh, at)
    end(fresh, "move", note=reason, actor=actor, at=at)
    request = returned(request, actor=actor, at=at)
    return _propose(request, starts_at, fresh.counsellor, note=reason, actor=actor, at=at)


@transaction.atomic
def hand_back(session: Session, *, reason: str, actor: User, at: datetime) -> CounsellingRequest:
    """The counsellor cannot: the session is cancelled, the request waits again with the next nearest.

    Raises Conflict("has_begun" | "wrong_state").
    """
    request = lock(session.request)
    fresh = _fresh(session)
    if fresh.state == SessionState.CANCELLED and request.state == RequestState.WAITING:
        return request
    ensure_not_begun(fresh, at)
    return give_back(fresh, request, reason=reason, actor=actor, at=at)


def give_back(
    session: Session, request: CounsellingRequest, *, reason: str, actor: User | None, at: datetime
) -> CounsellingRequest:
    """Of a locked request: cancel by the office's side, and look for somebody else. Both are told."""
    gone = end(session, "cancel", note=reason, actor=actor, at=at, cancelled_by=Side.COUNSELLOR)
    request = returned(request, actor=actor, at=at)
    reroute(request, without={gone.counsellor_id}, at=at)
    news.request_returned(request, gone, at=at)
    return request


@transaction.atomic
def hand_over(session: Session, *, roster: Roster, reason: str, actor: User, at: datetime) -> Session | None:
    """Give an agreed or proposed session to the nearest who is free at the same time, before others to one who speaks
    the language that was asked for, of equally near ones to who knows the wished job. None: nobody is.

    The participant agreed to the time, not to the person: an agreed session stays agreed.
    """
    request = lock(session.request)
    fresh = _fresh(session)
    able = roster.free_at(fresh.starts_at, request.region_id, job=wanted_job(request.person))
    others = [one for one in able if one.pk != fresh.counsellor_id]
    for counsellor in sorted(others, key=lambda one: not one.speaks(request.language)):
        try:
            with transaction.atomic():
                return _handed_over(fresh, request, counsellor, reason=reason, actor=actor, at=at)
        except Conflict:
            continue
    return None


def _handed_over(
    session: Session, request: CounsellingRequest, to: Counsellor, *, reason: str, actor: User, at: datetime
) -> Session:
    state = SessionState(session.state)
    ensure_can_take(to, session.starts_at, after=at, at=at)
    end(session, "move", note=reason, actor=actor, at=at)
    new = book(request, to, session.starts_at, state=state, at=at)
    request.counsellor = to
    request.save(update_fields=["counsellor"])
    audit.record("counseling.session.handed_over", actor=actor, at=at, subject=new)
    news.to_participant("counselling_moved" if state == SessionState.AGREED else "counselling_proposed", new, at=at)
    news.to_counsellor("counselling_taken_over", new, at=at)
    return new


def _propose(
    request: CounsellingRequest, starts_at: datetime, by: Counsellor, *, note: str, actor: User, at: datetime
) -> Session:
    terms = Terms.at(at)
    ensure_can_take(by, starts_at, after=earliest(at, by.zone, terms, Roster(at, only=by).calendar), at=at)
    session = book(request, by, starts_at, state=SessionState.PROPOSED, at=at, note=_short(note))
    CounsellingRequest.workflow.move(request, "propose", actor=actor, at=at, counsellor=by)
    audit.record("counseling.session.proposed", actor=actor, at=at, subject=session)
    news.to_participant("counselling_proposed", session, at=at)
    return session


def returned(request: CounsellingRequest, *, actor: User | None, at: datetime) -> CounsellingRequest:
    """A locked request waits again."""
    moved = CounsellingRequest.workflow.move(request, "return", actor=actor, at=at)
    return lock(moved)


def _ensure_waiting(request: CounsellingRequest) -> None:
    if request.state != RequestState.WAITING:
        raise Conflict("request_taken", _("Permohonan ini baru saja dijawab konselor lain."))


def _fresh(session: Session) -> Session:
    rows = Session.objects.select_for_update(of=("self",))
    return rows.select_related("person__user", "counsellor__user", "request").get(pk=session.pk)


def _short(text: str) -> str:
    return one_line(text)[:LONGEST_REASON]
