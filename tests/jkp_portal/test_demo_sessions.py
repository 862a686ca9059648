"""The demo's sessions of the last weeks: planned once, held once, so many that the coordinator sees figures."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from accounts.enums import Role
from core.models import Job
from counseling.enums import SessionState
from counseling.models import Session, SessionRating, Worksheet
from jkp_portal import tasks
from jkp_portal.demo import sessions
from participants.models import Person
from tests.factories import counseling as make
from tests.factories.accounts import UserFactory, officer, sign_in
from tests.factories.participants import MORNING, TODAY, PersonFactory
from tests.html import soup, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


@pytest.fixture
def morning() -> Iterator[None]:
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def people() -> list[Person]:
    """As they registered, and the demo's counsellor."""
    make.counsellor(user=officer(Role.COUNSELLOR, region="33", email="konselor@contoh.invalid"))
    emails = [f"orang{seed}@contoh.invalid" for seed in sessions.PEOPLE]
    return [PersonFactory(user=UserFactory(email=email), region_id=sessions.HOME) for email in emails]


def held(person: Person) -> list[str]:
    rows = Session.objects.filter(person=person, state=SessionState.HELD).order_by("starts_at")
    return [f"{row.starts_at + timedelta(hours=7):%d.%m. %H.%M}" for row in rows]


def test_a_person_a_job_soon_and_only_once() -> None:
    for _twice in range(2):
        sessions.plan_sessions(at=MORNING)
    planned = Job.objects.filter(name=sessions.JOB).order_by("due_at")
    assert [row.args for row in planned] == [{"seed": str(s), "day": "2026-11-16"} for s in sessions.PEOPLE]
    assert planned[0].due_at == MORNING + timedelta(seconds=20)
    assert planned[1].due_at == MORNING + timedelta(seconds=25)
    assert {row.queue for row in planned} == {"batch"}


def test_each_is_counselled_twice_on_days_of_their_own_and_all_is_signed_and_rated(people: list[Person]) -> None:
    assert [sessions.hold_sessions(seed, today=TODAY) for seed in sessions.PEOPLE] == [2] * 6
    assert held(people[0]) == ["05.10. 13.30", "28.10. 13.30"]
    assert held(people[1]) == ["06.10. 13.30", "29.10. 13.30"]
    assert list(Worksheet.objects.values_list("state", flat=True)) == ["agreed"] * 12
    answers = list(SessionRating.objects.values_list("answer", flat=True))
    assert (answers.count("yes"), answers.count("partly")) == (6, 6)


def test_twice_is_once(people: list[Person]) -> None:
    seed = sessions.PEOPLE[0]
    assert [sessions.hold_sessions(seed, today=TODAY), sessions.hold_sessions(seed, today=TODAY)] == [2, 0]


def test_a_demo_that_was_told_without_them_stays_as_it_is() -> None:
    assert sessions.hold_sessions(sessions.PEOPLE[0], today=TODAY) == 0
    assert not Session.objects.exists()


def test_only_a_demo_invents(people: list[Person], settings) -> None:
    settings.DEMO_MODE = False
    tasks.hold_sessions(str(sessions.PEOPLE[0]), TODAY.isoformat())
    assert not Session.objects.exists()
    settings.DEMO_MODE = True
    call_command("grow_demo_market")
    assert Job.objects.filter(name=sessions.JOB).count() == 6
    tasks.hold_sessions(str(sessions.PEOPLE[0]), TODAY.isoformat())
    assert Session.objects.count() == 2


def test_the_coordinator_sees_figures(people: list[Person], client) -> None:
    for seed in sessions.PEOPLE:
        sessions.hold_sessions(seed, today=TODAY)
    sign_in(client, make.coordinator(None))
    page = soup(client.get(reverse("reports:counselling"))).select_one("main .kpi")
    figures = {words(box.dt): words(box.dd).split(" dari ")[0] for box in page.find_all("div")}
    assert figures["Konseling terlaksana"] == "12"
    assert figures["Waktu tunggu, nilai tengah"] == "3 hari"
    assert figures["Membantu menurut peserta"].startswith("50%")
