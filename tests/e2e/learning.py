"""What the story of a training needs beside the pages: its days, its people, the clock to the minute.

It lies half a year back and ends before today, so that nothing of the demo's other people comes due meanwhile.
"""

import contextlib
import time as machine
import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import psycopg2

from accounts.operations.users import create_user
from core import clock
from integrations.bpjs import bpjs_client
from integrations.sandbox.people import Account
from integrations.sandbox.stories import GARMEN, Phk, Story
from jkp_portal.demo.cast import PASSWORD
from jkp_portal.demo.months import assess, on_day
from participants.models import Person
from participants.operations.employers import look_up_employer
from payments.models import Payout
from rules.calendar import SHIPPED, add_months
from tests.e2e import months, story
from tests.e2e.further import stage_of_the_demo
from tests.e2e.portal import DAY_IS_KNOWN_AFTER, Running
from training.models import Institute, Programme
from training.operations import recommend_programme

# At exactly 80 %, below it, at work on the way, and in the other class.
EXACT, SHORT, WORKS, OTHER = 8501, 8502, 8503, 8504
NAMES = {EXACT: "Anggrek Lestari", SHORT: "Bakung Pertiwi", WORKS: "Soka Handayani", OTHER: "Teratai Utami"}
HEAD, HEAD_PHONE, HEAD_NAME = "lpk.cerita@contoh.invalid", "+6289700085990", "Wening Astuti"
HOUSE, VIN, BANK, ACCOUNT = "LPK Jarum Emas Contoh", "9933720085", "014", "9900148500"
COST = 1_200_000
BACK = range(5, 9)  # months ago in which the class may be held
LATEST = 9  # of that month, the last day of the class: the invoice is approved well before the 15th
WEEK = 5  # working days of the class

CODE = """
  SELECT v.code FROM training_voucher v JOIN participants_person p ON p.id = v.person_id
    JOIN accounts_user u ON u.id = p.user_id WHERE u.email = %s"""
SEAT = """
  SELECT e.state FROM training_enrolment e JOIN participants_person p ON p.id = e.person_id
    JOIN accounts_user u ON u.id = p.user_id WHERE u.email = %s"""


@dataclass(frozen=True, slots=True)
class Days:
    """`lessons`: the working days of the class, which begins a month; two dates to BPJS follow it."""

    filed: date
    lessons: tuple[date, ...]

    @property
    def joins(self) -> date:
        """The institute registers, and everything is ready on one day: months of training began the day before."""
        return add_months(self.filed, 1) + timedelta(days=1)

    @property
    def over(self) -> date:
        return self.lessons[-1] + timedelta(days=1)

    @property
    def month_3(self) -> date:
        """Its window opens."""
        return add_months(self.filed, 2)

    @property
    def first_batch(self) -> date:
        return self.over.replace(day=15)

    @property
    def second_batch(self) -> date:
        return add_months(self.over.replace(day=1), 1)


def days(today: date) -> Days:
    """In the latest month whose first week has no long holiday."""
    for back in BACK:
        first = add_months(today.replace(day=1), -back)
        lessons = [day for day in (first + timedelta(days=n) for n in range(LATEST)) if SHIPPED.is_working_day(day)]
        if len(lessons) >= WEEK:
            return Days(add_months(first, -2).replace(day=25), tuple(lessons[:WEEK]))
    raise LookupError(f"no month before {today} has {WEEK} working days by its {LATEST}th")


def person(serial: int, today: date) -> story.Worker:
    return story.worker(serial, NAMES[serial], today=days(today).filed)


# --- beside the portal -------------------------------------------------------------------------------------------


def begin() -> None:
    """Month 1 of four people is paid; somebody has an account who leads an institute that nobody has heard of."""
    today, stage = clock.today(), stage_of_the_demo()
    workers = [person(serial, today) for serial in NAMES]
    look_up_employer(GARMEN.npp, bpjs=bpjs_client(), at=clock.now())
    if Payout.objects.ready().exists():
        stage.released()  # or it would be paid before it was ordered
    stage.partners.load(people=[who.person for who in workers], accounts=[Account(BANK, ACCOUNT, HOUSE.upper())])
    with on_day(days(today).filed):
        for who in workers:
            stage.approved(Story(who.email.partition("@")[0], "", who.person, GARMEN, Phk(who.phk_on), story.WAGE))
        stage.released()
        for one in _people(EXACT, SHORT):
            assess(one, at=clock.now())
    create_user(
        email=HEAD, phone=HEAD_PHONE, full_name=HEAD_NAME, password=PASSWORD, phone_verified=True, at=clock.now()
    )


def recommend() -> None:
    """The counsellor recommends the programme to all four; their vouchers are issued with it."""
    programme = Programme.objects.get(institute=Institute.objects.get(vin=VIN))
    counsellor = stage_of_the_demo().officers["konselor"]
    for one in _people(*NAMES):
        recommend_programme(
            one,
            programme=programme,
            why="Sesuai pengalaman menjahit Anda.",
            session_ref=uuid.uuid4(),
            actor=counsellor,
            at=clock.now(),
        )


def _people(*serials: int) -> list[Person]:
    return [Person.objects.get(user__email=f"pekerja{serial}@contoh.invalid") for serial in serials]


# --- the clock and what nobody reads on a page -------------------------------------------------------------------


def is_at(portal: Running, day: date, hour: int) -> None:
    """Every process and the partners live on from this hour; the worker does what beat asks for."""
    shift = datetime.combine(day, time(hour), clock.JAKARTA) - clock.now()
    with contextlib.closing(psycopg2.connect(portal.environ["DATABASE_URL"])) as base, base, base.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_democlock VALUES (1, %s) ON CONFLICT (id) DO UPDATE SET shift = EXCLUDED.shift",
            [shift],
        )
    portal.partners.shift_clock(shift)
    machine.sleep(DAY_IS_KNOWN_AFTER)
    months.lives_on(portal, day)
    portal.ring("core.sweep")


def voucher_code(portal: Running, who: story.Worker) -> str:
    return str(portal.asks(CODE, who.email)[0])


def seat_is(portal: Running, who: story.Worker, state: str) -> None:
    """Raises LookupError until it is."""
    found = portal.asks(SEAT, who.email)[0]
    if found != state:
        raise LookupError(f"{who.email}: {found}, not {state}")
