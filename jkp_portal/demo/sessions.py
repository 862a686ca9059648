"""Sessions of the last weeks with invented people, so that the coordinator's figures are not hidden for smallness.

The people register with the stories. Their sessions are told by jobs in the queue `batch` once the portal is used, a
person a job, so that READY does not wait for them.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction

from accounts.models import User
from core.calendar import working_calendar
from core.clock import JAKARTA, legal_date
from core.jobs import enqueue
from counseling.enums import Rating
from counseling.operations.rating import rate_session
from counseling.selectors.desk import counsellor_of
from counseling.selectors.requests import history_of
from integrations.sandbox import people
from integrations.sandbox.stories import BUSANA, Phk, Story
from ipk.enums.profile import Condition
from ipk.operations.jobseekers import Wish
from jkp_portal.demo.advice import HOME, SEWING, book, talk
from jkp_portal.demo.cast import COUNSELLORS
from jkp_portal.demo.people import register
from jkp_portal.demo.stories import Stage
from jkp_portal.demo.worksheets import sign_worksheet
from participants.models import Person
from rules.calendar import subtract_working_days

JOB = "jkp_portal.hold_sessions"
BEFORE_THE_FIRST, BETWEEN = timedelta(seconds=20), timedelta(seconds=5)
PEOPLE = (9701, 9702, 9703, 9704, 9705, 9706)
# Working days ago: when they registered, and the first one's two sessions; the others follow day by day.
REGISTERED, FIRST, SECOND = 40, 30, 13
RATED = {FIRST: Rating.PARTLY, SECOND: Rating.YES}
TALK = ((False, "Selamat siang. Bagaimana kabarnya sejak berhenti bekerja?"), (True, "Baik. Saya ingin bekerja lagi."))
ANSWERS = {1: "Sudah siap bekerja lagi."}
AGREEMENT = "Melamar dua lowongan sampai pekan depan."


def register_counselled(stage: Stage, today: date) -> None:
    """Six people of Surakarta, two months ago."""
    told = [replace(people.person(seed, today=today), region_code=HOME) for seed in PEOPLE]
    stage.partners.load(people=told)
    for seed, person in zip(PEOPLE, told, strict=True):
        register(Story(_name(seed), "", person, BUSANA, Phk(today), wage=3_200_000), _moment(today, REGISTERED))


def plan_sessions(*, at: datetime) -> None:
    """Let their sessions follow soon, a person after the other. Asked again, nothing is planned anew."""
    day = legal_date(at).isoformat()
    for place, seed in enumerate(PEOPLE):
        due_at = at + BEFORE_THE_FIRST + place * BETWEEN
        enqueue(JOB, due_at=due_at, dedupe=f"hold-sessions:{seed}", seed=seed, day=day)


def hold_sessions(seed: int, *, today: date) -> int:
    """Both sessions of one of them, counted back from `today`. Twice is once. Returns how many."""
    person = Person.objects.filter(user__email=f"{_name(seed)}@contoh.invalid").select_related("user").first()
    if person is None:  # told before there were any of them
        return 0
    moments = [(_moment(today, days_ago - PEOPLE.index(seed)), answer) for days_ago, answer in RATED.items()]
    return sum(_held(person, starts_at, answer) for starts_at, answer in moments)


@transaction.atomic
def _held(person: Person, starts_at: datetime, answer: Rating) -> bool:
    """From the request to the one tap, with the demo's counsellor."""
    if starts_at in {known.starts_at for known in history_of(person)}:
        return False
    wish = Wish("Operator jahit", SEWING, Condition.LAID_OFF, (HOME[:2],), ready_on=legal_date(starts_at))
    session = book(person, _counsellor(), starts_at, wish)
    talk(session, TALK)
    ended = starts_at + timedelta(minutes=25)
    sign_worksheet(session, answers=ANSWERS, agreement=AGREEMENT, next_steps="", at=ended)
    rate_session(session, answer=answer, actor=person.user, at=ended + timedelta(minutes=35))
    return True


def _counsellor() -> Any:
    return counsellor_of(User.objects.get(email=COUNSELLORS[0].email))


def _name(seed: int) -> str:
    return f"orang{seed}"


def _moment(today: date, days_ago: int) -> datetime:
    """Half past one in the afternoon, so many working days ago."""
    return datetime.combine(subtract_working_days(today, days_ago, working_calendar()), time(13, 30), JAKARTA)
