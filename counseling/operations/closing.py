"""The end of a session: held, or somebody did not appear; and what the portal closes when its day has passed."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.calendar import working_calendar
from core.chunks import Step, do_chunk
from core.clock import end_of_day, legal_date, start_of_day
from core.errors import Conflict
from core.text import one_line
from counseling.enums import RequestState, SessionState, Side
from counseling.models import Attendance, CounsellingRequest, OfficeCall, Session
from counseling.operations import news
from counseling.operations.booking import returned
from counseling.operations.requests import LONGEST_REASON, choose_again, end, lock, owe_answer, reroute
from counseling.policies import may_be_missed, opens_at
from counseling.selectors.absence import missed_in_a_row
from rules import parameters as law
from rules.deadlines import counselling_call_due

ALONE = "counseling.close_one"
NOBODY_CAME = _("Tidak ada yang masuk ruang.")
UNANSWERED = _("Tidak dijawab sampai waktunya lewat.")


@transaction.atomic
def close_session(session: Session, *, actor: User, at: datetime) -> Session:
    """The session was held; its request is done. Twice is once.

    Where nobody entered the room, because the two spoke by telephone, it is opened and closed at once. Raises
    Conflict("too_early") before the room opens and Conflict("wrong_state") when it was cancelled, moved or missed.
    """
    request = lock(session.request)
    fresh = _fresh(session)
    if fresh.state == SessionState.HELD:
        return fresh
    if fresh.state == SessionState.AGREED:
        if at < opens_at(fresh):
            raise Conflict("too_early", _("Sesi ini belum dimulai."))
        fresh = Session.workflow.move(fresh, "open", actor=actor, at=at, opened_at=at)
    held = Session.workflow.move(fresh, "hold", actor=actor, at=at, closed_at=at)
    if request.state == RequestState.SCHEDULED:
        CounsellingRequest.workflow.move(request, "finish", actor=actor, at=at)
    return held


@transaction.atomic
def record_absence(session: Session, *, absent: Side, note: str, actor: User, at: datetime) -> Session:
    """Somebody did not appear, with the reason as far as it is known. Twice is once.

    Raises Conflict("too_early" | "was_there" | "wrong_state"). A participant who was absent may ask again at once, and
    is called by the office after several times; for an absent counsellor the office looks for another time.
    """
    fresh = _fresh(session)
    if fresh.state == SessionState.MISSED and fresh.absent == absent:
        return fresh
    if not may_be_missed(fresh, at):
        raise Conflict("too_early", _("Tunggu sampai waktu tunggu lewat sebelum mencatat tidak hadir."))
    if absent in _who_came(fresh):
        raise Conflict("was_there", _("Yang bersangkutan tercatat masuk ruang. Akhiri sesi ini seperti biasa."))
    return miss(fresh, absent=absent, note=note, actor=actor, at=at)


@transaction.atomic
def ask_for_new_time(
    session: Session, *, wishes: tuple[datetime, ...], note: str, actor: User, at: datetime
) -> CounsellingRequest:
    """The participant waited for a counsellor who did not come, and chooses other times.

    Raises Conflict("too_early" | "was_there" | "wrong_state"), and as `choose_again`.
    """
    missed = record_absence(session, absent=Side.COUNSELLOR, note=note, actor=actor, at=at)
    return choose_again(missed.request, wishes=wishes, actor=actor, at=at)


def miss(session: Session, *, absent: Side, note: str, actor: User | None, at: datetime) -> Session:
    """The session did not take place. In the caller's transaction."""
    request = lock(session.request)
    missed = end(session, "miss", note=note, actor=actor, at=at, absent=absent)
    audit.record("counseling.session.missed", actor=actor, at=at, subject=missed)
    if absent == Side.PARTICIPANT:
        CounsellingRequest.workflow.move(request, "finish", actor=actor, at=at)
        news.session_missed(missed, at=at)
        _call_after_several(missed, request, at=at)
        return missed
    request = returned(request, actor=actor, at=at)
    owe_answer(request, at=at)
    reroute(request, without={missed.counsellor_id}, at=at)
    news.request_returned(request, missed, at=at)
    return missed


@transaction.atomic
def note_call(call: OfficeCall, *, note: str, actor: User, at: datetime) -> OfficeCall:
    """The participant was called, or could not be reached: what was said. Twice is once."""
    fresh = OfficeCall.objects.select_for_update(of=("self",)).get(pk=call.pk)
    if fresh.called_at is None:
        fresh.called_at, fresh.called_by, fresh.note = at, actor, one_line(note)[:LONGEST_REASON]
        fresh.save(update_fields=["called_at", "called_by", "note"])
        audit.record("counseling.absent.called", actor=actor, at=at, subject=fresh)
    return fresh


def close_what_passed(*, at: datetime) -> int:
    """Close what nobody closed: sessions whose day is over, and proposals whose time came unanswered."""
    return sum(done for step in STEPS for done in iter(lambda step=step: do_chunk(step, at=at), 0))


def _passed(at: datetime) -> QuerySet[Session]:
    yesterday_or_before = Q(ends_at__lt=start_of_day(legal_date(at)))
    rows = Session.objects.filter(yesterday_or_before, state__in=(SessionState.AGREED, SessionState.OPEN))
    return rows.order_by("pk").select_related("request", "person__user", "counsellor__user")


def _unanswered(at: datetime) -> QuerySet[Session]:
    rows = Session.objects.filter(state=SessionState.PROPOSED, starts_at__lte=at)
    return rows.order_by("pk").select_related("request", "person__user", "counsellor__user")


def _close(sessions: list[Session], at: datetime) -> None:
    for session in sessions:
        came = _who_came(session)
        if len(came) == len(Side):
            _hold_as_of_its_day(session, at)
        elif came == {Side.COUNSELLOR}:
            miss(session, absent=Side.PARTICIPANT, note="", actor=None, at=at)
        else:  # in doubt it was the office
            miss(session, absent=Side.COUNSELLOR, note="" if came else str(NOBODY_CAME), actor=None, at=at)


def _hold_as_of_its_day(session: Session, at: datetime) -> None:
    request = lock(session.request)
    over = end_of_day(legal_date(session.ends_at))
    if session.state == SessionState.AGREED:
        session = Session.workflow.move(session, "open", actor=None, at=at, opened_at=session.starts_at)
    Session.workflow.move(session, "hold", actor=None, at=at, closed_at=over)
    CounsellingRequest.workflow.move(request, "finish", actor=None, at=at)


def _let_go(sessions: list[Session], at: datetime) -> None:
    for session in sessions:
        request = lock(session.request)
        end(session, "decline", note=str(UNANSWERED), actor=None, at=at)
        owe_answer(returned(request, actor=None, at=at), at=at)


def _call_after_several(session: Session, request: CounsellingRequest, *, at: datetime) -> None:
    today = legal_date(at)
    if missed_in_a_row(session.person) % law.COUNSELLING_MISSED_BEFORE_CALL.on(today).value == 0:
        OfficeCall.objects.get_or_create(
            session=session,
            defaults={
                "person": session.person,
                "region_id": request.region_id,
                "due_on": counselling_call_due(today, working_calendar()),
            },
        )


def _who_came(session: Session) -> set[str]:
    return set(Attendance.objects.filter(session=session).values_list("side", flat=True))


def _fresh(session: Session) -> Session:
    rows = Session.objects.select_for_update(of=("self",))
    return rows.select_related("person__user", "counsellor__user", "request").get(pk=session.pk)


STEPS = (
    Step("close_passed_sessions", _passed, _close, ALONE),
    Step("let_go_of_proposals", _unanswered, _let_go, ALONE),
)
