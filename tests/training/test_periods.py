"""Claims tell when somebody may train; a voucher follows when everything is there."""

import uuid
from datetime import date, timedelta

import pytest

from claims.events import BenefitEnded, BenefitPeriodSet
from core.events import publish
from core.jobs import run
from core.models import Job
from jkp_portal.subscriptions import SUBSCRIPTIONS
from notices.models import Letter
from participants.models import Person
from tests.factories.participants import MORNING, TODAY
from tests.factories.training import RecommendationFactory
from tests.factories.training_money import VoucherFactory
from tests.factories.training_places import entitled, priced
from training.models import TrainingPeriod, Voucher
from training.operations import end_period, recommend_programme, set_period
from training.operations.periods import open_periods

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
CLAIM = uuid.UUID("22222222-2222-4222-8222-222222222222")
FILED = date(2026, 10, 16)


def settle() -> None:
    for job in Job.objects.filter(state="open", name__startswith="training."):
        run(str(job.pk))


def test_the_months_two_to_five_of_a_benefit_are_kept(person: Person) -> None:
    kept = set_period(CLAIM, person=person, first_filed_on=FILED, at=MORNING)
    assert (kept.opens_on, kept.closes_on) == (date(2026, 11, 16), date(2027, 3, 15))
    assert set_period(CLAIM, person=person, first_filed_on=FILED, at=MORNING) == kept
    assert TrainingPeriod.objects.containing(TODAY).get() == kept


def test_what_claims_publish_reaches_training(person: Person) -> None:
    assert SUBSCRIPTIONS[BenefitPeriodSet] == ("training.set_period",)
    publish(BenefitPeriodSet(str(CLAIM), str(person.pk), FILED.isoformat()))
    settle()
    assert TrainingPeriod.objects.get().person == person
    publish(BenefitEnded(str(CLAIM), TODAY.isoformat()))
    settle()
    assert TrainingPeriod.objects.get().ended_on == TODAY


def test_a_period_that_opens_brings_the_voucher_that_is_due(person: Person) -> None:
    made = RecommendationFactory(person=person, programme=priced())
    set_period(CLAIM, person=person, first_filed_on=FILED, at=MORNING)
    voucher = Voucher.objects.get()
    assert (voucher.recommendation, voucher.person, voucher.ceiling) == (made, person, 2_400_000)
    assert voucher.valid_until == TODAY + timedelta(days=59)
    assert Letter.objects.get(kind="voucher").user == person.user


def test_a_period_that_lies_ahead_brings_it_on_its_first_day(person: Person) -> None:
    RecommendationFactory(person=person, programme=priced(), valid_until=date(2027, 2, 13))
    set_period(CLAIM, person=person, first_filed_on=FILED + timedelta(days=1), at=MORNING)
    assert open_periods(at=MORNING) == 0
    assert not Voucher.objects.exists()
    assert open_periods(at=MORNING + timedelta(days=1)) == 1
    assert open_periods(at=MORNING + timedelta(days=2)) == 1
    assert Job.objects.filter(name="training.issue_due").count() == 1


def test_of_several_recommendations_the_participant_chooses(person: Person) -> None:
    for title in ("Las", "Jahit"):
        RecommendationFactory(person=person, programme=priced(title=title))
    set_period(CLAIM, person=person, first_filed_on=FILED, at=MORNING)
    assert not Voucher.objects.exists()


def test_the_end_of_a_benefit_takes_back_what_was_not_used(person: Person) -> None:
    set_period(CLAIM, person=person, first_filed_on=FILED, at=MORNING)
    voucher = VoucherFactory(person=person)
    used = VoucherFactory(person=person, redeemed=True)
    ended = end_period(CLAIM, on=TODAY, at=MORNING)
    assert ended is not None
    assert ended.ended_on == TODAY
    assert not TrainingPeriod.objects.containing(TODAY).exists()
    for row, state in ((voucher, "cancelled"), (used, "redeemed")):
        row.refresh_from_db()
        assert row.state == state
    assert end_period(CLAIM, on=TODAY + timedelta(days=3), at=MORNING).ended_on == TODAY  # type: ignore[union-attr]


def test_a_benefit_from_before_periods_were_known_ends_in_peace() -> None:
    assert end_period(uuid.uuid4(), on=TODAY, at=MORNING) is None


def test_a_benefit_that_runs_again_opens_its_months_again(person: Person) -> None:
    set_period(CLAIM, person=person, first_filed_on=FILED, at=MORNING)
    end_period(CLAIM, on=TODAY, at=MORNING)
    entitled(person)
    assert set_period(CLAIM, person=person, first_filed_on=FILED, at=MORNING).ended_on is None
    assert Voucher.objects.get(person=person).state == "active"


def test_a_recommendation_brings_the_voucher_at_once(person: Person, counsellor) -> None:  # type: ignore[no-untyped-def]
    set_period(CLAIM, person=person, first_filed_on=FILED, at=MORNING)
    programme = priced()
    made = recommend_programme(
        person, programme=programme, why="Sesuai.", session_ref=uuid.uuid4(), actor=counsellor, at=MORNING
    )
    assert made.vouchers.get().state == "active"
