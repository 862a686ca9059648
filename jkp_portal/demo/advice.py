"""A session of the demo that was held: recommendations, one applied for in the room, the worksheet agreed."""

import uuid
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from core import clock
from core.calendar import working_calendar
from core.jobs import run_due
from counseling.enums import AskReason, Rating
from counseling.operations.advice import advise_vacancies, recommend_trainings
from counseling.operations.applying import apply_in_room
from counseling.operations.attendance import enter_room
from counseling.operations.booking import accept_wish
from counseling.operations.chat import send_message
from counseling.operations.rating import rate_session
from counseling.operations.requests import Asked, ask
from counseling.selectors import session_for
from counseling.selectors.desk import counsellor_of
from ipk.enums.profile import Condition
from ipk.operations.jobseekers import Wish, register_jobseeker
from ipk.selectors import jobseeker_of
from ipk.selectors.fitting import fitting
from ipk.selectors.wants import wants_of
from ipk.wanted import Wanted
from jkp_portal.demo.stories import Stage
from jkp_portal.demo.worksheets import tell_worksheet
from participants.models import Person
from rules.calendar import subtract_working_days
from training.selectors import programmes_for_groups

HOME, SEWING, MACHINIST, TRADE = "3372", "75", "8153", "jahit"
DAYS_AGO = 5  # working days: the reminder after a week has not gone out
TALK = (
    (False, "Selamat pagi, Bu. Saya sudah membaca hasil asesmen Ibu. Bagaimana kabarnya?"),
    (True, "Pagi Bu. Baik, cuma agak bingung mulai dari mana."),
    (False, "Pengalaman Ibu banyak dicari di sekitar Surakarta. Saya kirim dua lowongan dan satu pelatihan."),
)


def tell_advice(stage: Stage, name: str) -> None:
    """Asked a few days before, held, one of two vacancies applied for, rated."""
    person = Person.objects.get(user__email=f"{name}@contoh.invalid")
    day = subtract_working_days(clock.today(), DAYS_AGO, working_calendar())
    starts_at = datetime.combine(day, time(10), clock.JAKARTA)
    counsellor = counsellor_of(stage.officers["konselor"])
    wish = Wish("Operator jahit", SEWING, Condition.LAID_OFF, (HOME[:2],), ready_on=day)
    session = book(person, counsellor, starts_at, wish)
    talk(session, TALK)
    _recommended(session, person, counsellor, starts_at + timedelta(minutes=8))
    tell_worksheet(session, starts_at + timedelta(minutes=28))
    rate_session(session, answer=Rating.YES, actor=person.user, at=starts_at + timedelta(minutes=40))
    run_due()


def book(person: Person, counsellor: Any, starts_at: datetime, wish: Wish) -> Any:
    """Registered as jobseeker with this wish unless they are; asked two working days before, agreed an hour later."""
    asked_at = datetime.combine(
        subtract_working_days(clock.legal_date(starts_at), 2, working_calendar()), time(9), clock.JAKARTA
    )
    if jobseeker_of(person) is None:
        register_jobseeker(person, wish=wish, actor=person.user, at=asked_at)
    told = Asked(reason=AskReason.DIRECTION, wishes=(starts_at,))
    request = ask(person, asked=told, actor=person.user, at=asked_at)
    made = accept_wish(
        request, starts_at=starts_at, by=counsellor, actor=counsellor.user, at=asked_at + timedelta(hours=1)
    )
    found = session_for(person.user, made.pk)
    if found is None:
        raise LookupError(made.pk)
    return found


def talk(session: Any, lines: Sequence[tuple[bool, str]]) -> None:
    """What they write, a line a minute: True for the participant's."""
    for minute, (is_theirs, body) in enumerate(lines, 1):
        sender = session.person.user if is_theirs else session.counsellor.user
        at = session.starts_at + timedelta(minutes=minute)
        enter_room(session, user=sender, at=at)
        send_message(session, sender=sender, key=_key(session, minute), body=body, at=at)


def _recommended(session: Any, person: Person, counsellor: Any, at: datetime) -> None:
    """What fits the person: of the trade, of the groups that they did or want, and near."""
    today, who, wants = clock.today(), {"actor": counsellor.user, "at": at}, wants_of(person)
    found = fitting(Wanted(TRADE), wants, today=today)
    vacancies = [vacancy for vacancy, _match in found.rows if vacancy.employer_id is not None][:2]
    advise_vacancies(
        session, vacancies=[row.pk for row in vacancies], why="Dekat rumah dan sesuai pengalaman Ibu.", **who
    )
    groups = wants.former | wants.wished | {MACHINIST}
    programmes = programmes_for_groups(groups, HOME, words=TRADE, on=today)[:1]
    recommend_trainings(
        session, programmes=[row.pk for row in programmes], why="Sertifikatnya membuka lowongan operator.", **who
    )
    apply_in_room(session, vacancy=vacancies[0], actor=person.user, at=at + timedelta(minutes=6))


def _key(session: Any, n: int) -> uuid.UUID:
    return uuid.uuid5(session.pk, f"demo:{n}")
