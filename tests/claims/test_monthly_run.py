"""The monthly run on the workers: a job a chunk, a fixed number of queries, and nobody waits for a claim that fails."""

from datetime import date, timedelta

import pytest

from claims import tasks
from claims.enums import ClaimState, DecisionKind, MonthState
from claims.models import ClaimMonth, ClaimMonthLog, Decision
from claims.operations import monthly_cycle, monthly_run, reminders
from core import jobs
from core.models import AuditEvent, Job
from ipk.models import MissionPeriod
from notices.enums import Channel
from notices.models import Letter, Notice
from tests.factories import claims as make
from tests.queries import most_queries

pytestmark = pytest.mark.django_db

REFERENCE = date(2026, 12, 16)
CLOSES = date(2026, 12, 23)


@pytest.fixture
def three(travel) -> list:
    """Three people whose month 2 opens on one day; nothing of month 1 is left to do."""
    claims = [make.claim("paid") for _ in range(3)]
    Job.objects.all().delete()
    return claims


def months(n: int = 2):
    return ClaimMonth.objects.filter(n=n).order_by("pk")


def states(n: int = 2) -> list[str]:
    return sorted(months(n).values_list("state", flat=True))


def chunk_jobs(**more):
    return Job.objects.filter(name="claims.run_chunk", **more)


def run_batch() -> None:
    """The worker of the queue `batch`, until it has nothing to do."""
    while pk := Job.objects.filter(state="open", queue="batch").values_list("pk", flat=True).first():
        jobs.run(str(pk))


def told(event: str) -> int:
    return Notice.objects.filter(event=event, channel=Channel.INBOX).count()


# --- messages on the queue ---------------------------------------------------------------------------------------


def test_a_run_is_one_job_for_the_chunk_and_one_for_its_copies(three, travel):
    travel(REFERENCE)
    tasks.run_months()
    assert [job.args for job in chunk_jobs(queue="batch")] == [{"step": "open_months"}]
    run_batch()
    assert (states(), told("month_open")) == (["open"] * 3, 3)
    assert sorted(Job.objects.values_list("name", flat=True)) == ["claims.run_chunk", "notices.deliver"]
    copies = Notice.objects.filter(event="month_open").exclude(channel=Channel.INBOX)
    assert {str(copy.round) for copy in copies} == {Job.objects.get(name="notices.deliver").args["round_id"]}
    assert copies.count() == 6


def test_as_many_jobs_as_chunks(three, travel, monkeypatch):
    monkeypatch.setattr(monthly_run, "CHUNK", 2)
    at = travel(REFERENCE)
    assert monthly_run.plan_months(at=at) == 2
    assert monthly_run.plan_months(at=at) == 0  # beat asks again before the worker came


def test_a_second_beat_after_the_run_does_nothing(three, travel):
    travel(REFERENCE)
    for _ in range(2):
        tasks.run_months()
        run_batch()
    assert (chunk_jobs().count(), told("month_open"), ClaimMonthLog.objects.filter(move="open").count()) == (1, 3, 3)


def test_a_chunk_that_is_run_twice_tells_once(three, travel):
    travel(REFERENCE)
    tasks.run_months()
    run_batch()
    again = chunk_jobs().get()
    Job.objects.filter(pk=again.pk).update(state="open")  # the worker died after its commit
    run_batch()
    assert (told("month_open"), ClaimMonthLog.objects.filter(move="open").count()) == (3, 3)


# --- queries -----------------------------------------------------------------------------------------------------


def queries_of(step, at, most: int, *, rows: int) -> None:
    with most_queries(most):
        assert step(at=at) == rows


def test_opening_asks_as_much_for_three_as_for_one(travel):
    make.claim("paid")
    queries_of(monthly_cycle.open_months, travel(REFERENCE), 11, rows=1)
    for _ in range(3):
        make.claim("paid")
    queries_of(monthly_cycle.open_months, travel(REFERENCE), 11, rows=3)


def test_forfeiting_asks_as_much_for_three_as_for_one(three, travel):
    monthly_cycle.open_months(at=travel(REFERENCE))
    at = travel(CLOSES + timedelta(days=1))
    with most_queries(25):
        assert monthly_cycle.forfeit_months(at=at, limit=1) == 1
    with most_queries(25):
        assert monthly_cycle.forfeit_months(at=at) == 2
    decisions = Decision.objects.filter(kind=DecisionKind.FORFEITURE)
    assert len({decision.number for decision in decisions}) == decisions.count() == 3
    assert Letter.objects.filter(kind="forfeiture").count() == told("month_forfeited") == 3
    assert AuditEvent.objects.filter(action="claims.decision.forfeiture").count() == 3
    assert len({letter.code for letter in Letter.objects.filter(kind="forfeiture")}) == 3


def test_the_letters_of_a_chunk_are_one_job(three, travel):
    monthly_cycle.open_months(at=travel(REFERENCE))
    Job.objects.all().delete()
    monthly_cycle.forfeit_months(at=travel(CLOSES + timedelta(days=1)))
    assert sorted(Job.objects.values_list("name", flat=True)) == ["notices.deliver", "notices.render_letters"]
    jobs.run(str(Job.objects.get(name="notices.render_letters").pk))
    assert not Letter.objects.filter(kind="forfeiture", pdf="").exists()


def test_reminding_asks_as_much_for_three_as_for_one(three, travel):
    monthly_cycle.open_months(at=travel(REFERENCE))
    Job.objects.all().delete()
    at = travel(CLOSES - timedelta(days=1))
    with most_queries(30):
        assert reminders.remind(at=at) == 3
    assert reminders.remind(at=at) == 0
    assert (told("month_closing"), Job.objects.count()) == (3, 1)


def test_reminders_are_jobs_of_the_batch_queue(three, travel):
    monthly_cycle.open_months(at=travel(REFERENCE))
    travel(CLOSES - timedelta(days=1))
    for _ in range(2):
        tasks.remind()
    assert [job.args for job in chunk_jobs(queue="batch")] == [{"step": "remind_of_month_1"}]
    run_batch()
    tasks.remind()
    assert (chunk_jobs(state="open").count(), told("month_closing")) == (0, 3)


# --- one that fails ----------------------------------------------------------------------------------------------


def poison(claim):
    """A claim that cannot be worked on: nobody knows when it was filed."""
    month = claim.months.get(n=2)
    original = monthly_cycle.evidence_period

    def fails(asked, today):
        if asked.pk == month.pk:
            raise ValueError(f"{claim.number} was never filed")
        return original(asked, today)

    return month, fails


def test_a_claim_that_fails_keeps_back_no_other_and_officers_see_why(three, travel, monkeypatch):
    month, fails = poison(three[1])
    with monkeypatch.context() as broken:
        broken.setattr(monthly_cycle, "evidence_period", fails)
        travel(REFERENCE)
        tasks.run_months()
        run_batch()
        assert states() == ["open", "open", "scheduled"]
        assert (told("month_open"), MissionPeriod.objects.filter(n=2).count()) == (2, 3)
        job = Job.objects.dead().get()
        assert (job.name, job.args) == ("claims.run_one", {"step": "open_months", "pk": str(month.pk)})
        assert "was never filed" in job.last_error
        tasks.run_months()
        run_batch()
        assert Job.objects.dead().count() == 1
    assert jobs.retry(str(job.pk))  # its cause was put right, and somebody pressed "try again"
    run_batch()
    assert (states(), told("month_open"), Job.objects.dead().count()) == (["open"] * 3, 3, 0)


def test_a_claim_that_fails_leaves_no_half_of_its_work(three, travel, monkeypatch):
    month, fails = poison(three[0])
    monkeypatch.setattr(monthly_cycle, "evidence_period", fails)
    monthly_cycle.open_months(at=travel(REFERENCE))
    assert not month.log.filter(move="open").exists()
    assert not Notice.objects.filter(event="month_open", user=three[0].person.user).exists()


# --- steps that follow one another -------------------------------------------------------------------------------


def test_a_benefit_ends_in_the_run_that_lost_its_last_month(travel):
    claim = make.claim("paid")
    for n in range(2, 6):
        make.forfeited(claim, n)
    last = claim.months.get(n=6)
    for day in (last.opens_on, last.closes_on + timedelta(days=1)):
        travel(day)
        tasks.run_months()
        run_batch()
    claim.refresh_from_db()
    assert (claim.state, claim.months.get(n=6).state) == (ClaimState.ENDED, MonthState.FORFEITED)
    assert told("benefit_completed") == 1
    assert not MissionPeriod.objects.filter(person=claim.person).exists()
