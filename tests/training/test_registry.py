"""The registry: institutes, what they teach under the ceiling of the day, and when."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from core.errors import Conflict, Invalid
from tests.factories.accounts import UserFactory
from tests.factories.participants import MORNING, TODAY
from tests.factories.training import InstituteFactory, ProgrammeFactory, TrainingClassFactory
from training import operations
from training.models import Institute, Programme, TrainingClass

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
HOUSE = operations.InstituteSaid("LPK Bina Las Contoh", "3372 000 999", "swasta", "3372", "Jalan 1")
TAUGHT = operations.ProgrammeSaid("Las listrik", "72", "luring", 200, 25, 2_400_000, "Mengelas.")


@pytest.fixture
def clerk() -> User:
    return UserFactory(full_name="Endah Setyowati")


def open_class(programme: Programme, clerk: User, **facts: Any) -> TrainingClass:
    told = {
        "starts_on": TODAY, "ends_on": TODAY + timedelta(days=9), "seats": 20, "place": "Jalan 1", "schedule": "Senin",
    }  # fmt: skip
    return operations.open_class(programme, **told | facts, actor=clerk, at=MORNING)


def test_two_of_a_name_have_addresses_of_their_own(clerk: User) -> None:
    first = operations.add_institute(said=HOUSE, actor=clerk, at=MORNING)
    second = operations.add_institute(said=replace(HOUSE, vin="3372000998"), actor=clerk, at=MORNING)
    assert (first.slug, second.slug) == ("lpk-bina-las-contoh", "lpk-bina-las-contoh-2")
    assert Institute.objects.get(pk=first.pk).province == "33"
    with pytest.raises(Conflict, match="vin_taken"):
        operations.add_institute(said=HOUSE, actor=clerk, at=MORNING)


@pytest.mark.parametrize(
    ("wrong", "code"), [({"name": " ?? "}, "name_missing"), ({"region_id": "33"}, "region_not_a_regency")]
)
def test_an_institute_has_a_name_and_a_regency(clerk: User, wrong: dict[str, str], code: str) -> None:
    with pytest.raises(Invalid, match=code):
        operations.add_institute(said=replace(HOUSE, **wrong), actor=clerk, at=MORNING)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"vin": "x"}, "vin_is_letters_and_digits"),
        ({"website": "javascript:alert(1)"}, "institute_leads_to_a_web_address"),
        ({"phone": "0271"}, "institute_phone_is_international"),
    ],
)
def test_the_database_refuses_impossible_institutes(fields: dict[str, str], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        InstituteFactory(**fields)


def test_the_cost_stays_under_the_ceiling_of_the_day(clerk: User) -> None:
    house = InstituteFactory()
    programme = operations.add_programme(house, said=TAUGHT, actor=clerk, at=MORNING)
    assert (programme.cost, programme.priced_on, programme.state) == (2_400_000, TODAY, "draft")
    for cost, at in ((2_400_001, MORNING), (1_000_001, datetime(2025, 4, 13, 3, tzinfo=UTC)), (-1, MORNING)):
        with pytest.raises(Invalid, match="cost_over_ceiling"):
            operations.add_programme(house, said=replace(TAUGHT, cost=cost), actor=clerk, at=at)


def test_what_was_allowed_before_stays_allowed_until_the_cost_changes(clerk: User) -> None:
    programme = ProgrammeFactory(cost=2_400_000)
    earlier = datetime(2025, 4, 13, 3, tzinfo=UTC)
    corrected = operations.correct_programme(programme, said=replace(TAUGHT, hours=100), actor=clerk, at=earlier)
    assert (corrected.hours, corrected.priced_on) == (100, TODAY)
    with pytest.raises(Invalid, match="cost_over_ceiling"):
        operations.correct_programme(programme, said=replace(TAUGHT, cost=2_300_000), actor=clerk, at=earlier)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"title": "—"}, "title_missing"), ({"group": "7"}, "unknown_group"), ({"group": "01"}, "unknown_group"),
        ({"learns": "x" * 5_001}, "too_long"), ({"skills": tuple("abcdefghijklmnop")}, "too_many_skills"),
    ],
)  # fmt: skip
def test_a_programme_says_what_it_must(clerk: User, wrong: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid, match=code):
        operations.add_programme(InstituteFactory(), said=replace(TAUGHT, **wrong), actor=clerk, at=MORNING)


def test_a_draft_is_listed_withdrawn_and_listed_again(clerk: User) -> None:
    programme = operations.add_programme(InstituteFactory(), said=TAUGHT, actor=clerk, at=MORNING)
    assert not Programme.objects.shown().exists()
    operations.list_programme(programme, actor=clerk, at=MORNING)
    with pytest.raises(Conflict, match="wrong_state"):
        operations.list_programme(programme, actor=clerk, at=MORNING)
    with pytest.raises(Invalid, match="reason_missing"):
        operations.withdraw_programme(programme, reason="", actor=clerk, at=MORNING)
    operations.withdraw_programme(programme, reason="Tidak ada pengajar.", actor=clerk, at=MORNING)
    assert operations.list_programme(programme, actor=clerk, at=MORNING).state == "listed"
    assert list(programme.log.values_list("move", flat=True)) == ["add", "list", "withdraw", "list"]


def test_the_same_class_twice_is_one(clerk: User) -> None:
    programme = ProgrammeFactory()
    first = open_class(programme, clerk)
    assert open_class(programme, clerk, seats=30) == first
    assert open_class(programme, clerk, schedule="Selasa") != first
    operations.cancel_class(first, reason="Batal.", actor=clerk, at=MORNING)
    assert open_class(programme, clerk) != first


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"starts_on": date(2026, 11, 15)}, "starts_in_the_past"), ({"ends_on": date(2026, 11, 15)}, "ends_before"),
        ({"seats": 0}, "seats"), ({"seats": 501}, "seats"), ({"place": " "}, "place_missing"),
        ({"schedule": ""}, "schedule_missing"),
    ],
)  # fmt: skip
def test_a_class_that_cannot_be_is_refused(clerk: User, wrong: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid, match=code):
        open_class(ProgrammeFactory(), clerk, **wrong)


def test_the_database_gives_no_seat_twice(clerk: User) -> None:
    held = TrainingClassFactory(seats=20, taken=20)
    with pytest.raises(IntegrityError, match="class_seats_suffice"), transaction.atomic():
        TrainingClass.objects.filter(pk=held.pk).update(taken=21)
    with pytest.raises(Conflict, match="wrong_state"):
        operations.set_taken(TrainingClassFactory(cancelled=True), taken=1, actor=clerk, at=MORNING)


def test_who_is_out_for_good_does_not_come_back(clerk: User) -> None:
    house = InstituteFactory(ended=True)
    for act in (operations.restore_institute, operations.suspend_institute, operations.end_institute):
        with pytest.raises(Conflict, match="wrong_state"):
            act(house, reason="Salah.", actor=clerk, at=MORNING)
    assert not Institute.objects.shown().exists()
