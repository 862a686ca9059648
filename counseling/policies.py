"""Who may do what in counselling, and when."""

from datetime import date, datetime, timedelta

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role
from core import clock
from counseling.enums import REFERRALS, SessionState, Side
from counseling.models import Report, Session
from rules import parameters as law

ENTERABLE = (SessionState.AGREED, SessionState.OPEN)


def side_of(session: Session, user: User) -> Side | None:
    """Which of the two a user is; None for everybody else. `session` with its person and counsellor."""
    if session.person.user_id == user.pk:
        return Side.PARTICIPANT
    if session.counsellor.user_id == user.pk:
        return Side.COUNSELLOR
    return None


def entry_time(at: datetime) -> timedelta:
    """How long before its time a room opens (POL-14): less ahead nothing is agreed any more."""
    return timedelta(minutes=law.COUNSELLING_ENTRY_MINUTES.on(clock.legal_date(at)).value)


def opens_at(session: Session) -> datetime:
    """When its room opens: ten minutes before (POL-14)."""
    return session.starts_at - entry_time(session.starts_at)


def is_enterable(session: Session, at: datetime) -> bool:
    """Whether the room is open: from ten minutes before until the session is closed or its day is over."""
    if session.state not in ENTERABLE:
        return False
    return opens_at(session) <= at <= clock.end_of_day(clock.legal_date(session.ends_at))


def can_enter(session: Session, user: User, at: datetime) -> bool:
    """The two people of the session, while the room is open."""
    return side_of(session, user) is not None and is_enterable(session, at)


def may_be_missed(session: Session, at: datetime) -> bool:
    """Whether waiting was long enough to say that somebody did not come (POL-14)."""
    minutes = law.COUNSELLING_GRACE_MINUTES.on(clock.legal_date(session.starts_at)).value
    return session.state in ENTERABLE and at >= session.starts_at + timedelta(minutes=minutes)


def can_write_worksheet(session: Session, user: User, at: datetime) -> bool:
    """The counsellor of the session, from when its room opens; also afterwards, as long as it was held."""
    if side_of(session, user) != Side.COUNSELLOR:
        return False
    if session.state == SessionState.AGREED:
        return at >= opens_at(session)
    return session.state in (SessionState.OPEN, SessionState.HELD)


def can_answer_worksheet(session: Session, user: User) -> bool:
    """The participant, for themselves."""
    return side_of(session, user) == Side.PARTICIPANT


def can_report(session: Session, user: User, at: datetime) -> bool:
    """The counsellor of a session that has begun. What was seen in it is known only then."""
    begun = (SessionState.OPEN, SessionState.HELD, SessionState.MISSED)
    return side_of(session, user) == Side.COUNSELLOR and session.state in begun


def can_close_report(report: Report, user: User, on: date) -> bool:
    """A referral is followed by the counsellor who made it; a notice by a verifier of BPJS, never about themselves."""
    if report.session.person.user_id == user.pk:
        return False
    if report.kind in REFERRALS:
        return report.session.counsellor.user_id == user.pk
    return has_role(user, Role.BPJS_VERIFIER, on=on) and report.written_by_id != user.pk
