"""Reminders of what a session recommended: after a week and after a month, to both, only when nothing came of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse

from core import clock
from core.chunks import Step, do_chunk, do_one
from counseling.models import FollowUp, Session
from counseling.selectors.outcomes import outcomes_of
from notices.operations import Telling, notify_many
from rules import parameters as law

SESSIONS_A_CHUNK = 200
FIRST, SECOND = law.COUNSELLING_FIRST_REMINDER_DAYS, law.COUNSELLING_SECOND_REMINDER_DAYS


def plan_follow_up(session: Session) -> None:
    """Write down the days on which somebody looks what came of it. Called with every recommendation; twice is once."""
    day = clock.legal_date(session.starts_at)
    FollowUp.objects.bulk_create(
        [
            FollowUp(session=session, days=number.on(day).value, due_on=day + timedelta(days=number.on(day).value))
            for number in (FIRST, SECOND)
        ],
        ignore_conflicts=True,
    )


def remind(*, at: datetime) -> int:
    """Look at everything that is due. Returns how many sessions were looked at."""
    return sum(iter(lambda: do_chunk(STEP, at=at, limit=SESSIONS_A_CHUNK), 0))


def remind_one(pk: object, *, at: datetime) -> bool:
    """Look at one, which had been set aside."""
    return do_one(STEP, pk, at=at)


def _due(at: datetime) -> QuerySet[FollowUp]:
    rows = FollowUp.objects.filter(done_at=None, due_on__lte=clock.legal_date(at))
    rows = rows.select_related("session__person__user", "session__counsellor__user")
    return rows.order_by("due_on", "pk")


def _look(rows: Sequence[FollowUp], at: datetime) -> None:
    """Tell both of those where nothing happened. Who left several days unread is told once, of the latest."""
    found = outcomes_of([row.session for row in rows])
    latest = {row.session_id: row.days for row in sorted(rows, key=lambda row: row.days)}
    quiet = [row for row in rows if not found[row.session_id].has_happened and latest[row.session_id] == row.days]
    notify_many("counselling_follow_up", [_to_participant(row) for row in quiet if row.session.person.user_id], at=at)
    notify_many("counselling_quiet", [_to_counsellor(row) for row in quiet], at=at)
    told = {row.pk for row in quiet}
    for row in rows:
        row.done_at, row.told = at, row.pk in told
    FollowUp.objects.bulk_update(rows, ["done_at", "told"])


def _to_participant(row: FollowUp) -> Telling:
    facts: dict[str, object] = {"when": row.session.starts_at}
    return Telling(row.session.person.user, reverse("counseling:outcome", args=[row.session_id]), _key(row), facts)


def _to_counsellor(row: FollowUp) -> Telling:
    facts: dict[str, object] = {"name": row.session.person.full_name, "when": row.session.starts_at}
    return Telling(row.session.counsellor.user, reverse("counseling:follow_up") + "?keadaan=belum", _key(row), facts)


def _key(row: FollowUp) -> str:
    return f"followup:{row.session_id}:{row.days}"


STEP = Step("counselling_follow_up", due=_due, work=_look, alone="counseling.look_after_one")
