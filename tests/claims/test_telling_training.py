"""What claims tell training: when the months of a benefit are known, when it ended, when somebody works."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from claims.enums import EndReason
from claims.events import BenefitEnded, BenefitPeriodSet, WorkFound
from claims.models import Claim
from claims.operations import monthly_cycle, months, untold, work
from core import events
from core.models import Job
from rules.deadlines import training_period
from tests.factories import claims as make
from tests.factories.accounts import officer
from tests.factories.training_money import TrainingPeriodFactory
from training.models import TrainingPeriod
from training.tasks import set_period

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 30)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[events.Event]:
    """Everything that claims published, in order."""
    heard: list[events.Event] = []
    for module in ("months", "monthly_cycle", "work"):
        monkeypatch.setattr(f"claims.operations.{module}.publish", lambda event, **how: heard.append(event))
    return heard


def test_an_approved_claim_tells_its_period(travel) -> None:  # type: ignore[no-untyped-def]
    claim = make.claim("paid", officer=officer(Role.BPJS_VERIFIER))
    job = Job.objects.get(name="training.set_period")
    assert job.args == {
        "claim_id": str(claim.pk),
        "person_id": str(claim.person_id),
        "first_filed_on": claim.reference_date.isoformat(),  # type: ignore[union-attr]
    }


def test_work_that_takes_effect_ends_the_benefit_and_is_told_once(travel, said: list[events.Event]) -> None:  # type: ignore[no-untyped-def]
    claim: Claim = make.claim("paid")
    at = travel(TODAY)
    told = work.report_work(
        claim,
        employer="PT Kerja Baru",
        accepted_on=date(2026, 11, 27),
        started_on=TODAY,
        actor=claim.person.user,
        at=at,
    )
    assert [type(event) for event in said] == [BenefitPeriodSet]
    for _twice in range(2):
        work.take_effect(told, at=at + timedelta(hours=24))
    ended, found = said[1:]
    assert ended == BenefitEnded(str(claim.pk), "2026-11-30")
    assert found == WorkFound(str(claim.pk), str(claim.person_id), "2026-11-30", "PT Kerja Baru")


def test_a_draft_has_no_period_to_tell() -> None:
    with pytest.raises(ValueError, match="never filed"):
        months.tell_of_period(make.claim())


# --- benefits that were granted before there was anybody to tell --------------------------------------------------


def granted_before(stage: str = "paid") -> Claim:
    """A benefit of which training has never heard."""
    claim = make.claim(stage)
    Job.objects.filter(name="training.set_period").delete()
    return claim


def asked() -> list[str]:
    return [job.args["claim_id"] for job in Job.objects.filter(name="training.set_period").order_by("pk")]


def test_a_running_benefit_that_was_never_told_gets_its_period(travel) -> None:  # type: ignore[no-untyped-def]
    claim = granted_before()
    at = travel(TODAY)
    assert untold.tell_untold_periods(at=at) == 1
    job = Job.objects.get(name="training.set_period")
    set_period(**job.args)
    period = TrainingPeriod.objects.get()
    assert (period.claim_ref, period.person, period.ended_on) == (claim.pk, claim.person, None)
    assert period.opens_on == training_period(claim.reference_date).opens_on  # type: ignore[arg-type]
    assert untold.tell_untold_periods(at=at + timedelta(days=1)) == 0


def test_told_twice_on_a_day_is_once_and_the_next_day_again(travel) -> None:  # type: ignore[no-untyped-def]
    claim = granted_before()
    at = travel(TODAY)
    for _twice in range(2):
        untold.tell_untold_periods(at=at)
    assert asked() == [str(claim.pk)]
    untold.tell_untold_periods(at=travel(TODAY + timedelta(days=1)))
    assert asked() == [str(claim.pk)] * 2


def test_what_training_knows_and_what_does_not_run_is_left_alone(travel) -> None:  # type: ignore[no-untyped-def]
    known = granted_before()
    TrainingPeriodFactory(claim_ref=known.pk, person=known.person)
    ended = TrainingPeriodFactory(claim_ref=granted_before().pk, ended_on=TODAY)
    for stage in ("draft", "in_review"):
        granted_before(stage)
    stopped = granted_before()
    monthly_cycle.end_claim(stopped, reason=EndReason.WORKING, on=TODAY, at=travel(TODAY))
    assert untold.tell_untold_periods(at=travel(TODAY)) == 0
    ended.refresh_from_db()
    assert (ended.ended_on, asked()) == (TODAY, [])


def test_many_are_asked_about_in_one_question_a_chunk(travel, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    claims = {str(granted_before().pk) for _n in range(3)}
    monkeypatch.setattr(untold, "CHUNK", 2)
    with CaptureQueriesContext(connection) as captured:
        assert untold.tell_untold_periods(at=travel(TODAY)) == 3
    assert len([row for row in captured.captured_queries if "training_trainingperiod" in row["sql"]]) == 3
    assert set(asked()) == claims
