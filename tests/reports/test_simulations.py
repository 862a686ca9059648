"""The policy simulator as a report: the same sums as the rules, asked by few, answered once."""

import json
from dataclasses import asdict
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from core import jobs
from core.errors import Invalid, NotAllowed
from core.models import Job
from participants.models import Person
from reports.enums import Population, SimulationState
from reports.models import SimulationRun
from reports.operations import simulating
from reports.operations.simulations import MOST_PEOPLE, order_run, read_change
from rules.changes import change_of
from rules.errors import InvalidFacts
from rules.reading import CODES
from rules.simulation import simulate
from rules.synthetic import PRESUMED, invented
from tests.factories import outreach as world
from tests.factories import participants as people
from tests.factories import simulations as make
from tests.factories.accounts import officer
from tests.factories.claims import MORNING

pytestmark = pytest.mark.django_db

CHANGES = [
    ("benefit_rates", make.HALF, ()),
    ("wage_ceiling", 7_000_000, ()),
    ("counted_months_needed", 9, ()),
    ("benefit_months", 9, (("benefit_rates", ["3/5"] * 9, make.SINCE),)),
    ("claim_period_months", 1, ()),
]


@pytest.mark.parametrize(("name", "value", "more"), CHANGES)
def test_the_answer_is_that_of_the_rules(name, value, more):
    run = make.answered(make.question(name, value, more=more, people=30_000))
    claimants = invented(30_000, 7, date(2026, 3, 1), date(2027, 2, 28))
    changes = [change_of(row["name"], row["value"], date.fromisoformat(row["since"])) for row in run.changes]
    expected = simulate(claimants, changes, presumed=PRESUMED)
    assert (run.state, run.result["people"]) == (SimulationState.DONE, 30_000)
    shown = [row for row in run.result["months"] if row["before"] is not None]
    said = {row["month"]: row for row in expected.to_json()["months"]}
    assert shown == [said[row["month"]] for row in shown]
    assert len(shown) >= len(said) - 4
    total = asdict(expected.total)
    assert {name: run.result["total"][name] for name in total if name not in ("province", "wage_from")} == {
        name: total[name] for name in total if name not in ("province", "wage_from")
    }
    for key, groups in (("provinces", expected.by_province()), ("wages", expected.by_wage())):
        for row, group in zip(run.result[key], map(asdict, groups), strict=True):
            assert all(row[name] in (None, group[name]) for name in row)
        assert sum(row["people"] is not None for row in run.result[key]) >= len(groups) - 2


def test_the_same_question_is_the_same_run_and_is_computed_once():
    actor = make.directorate()
    run = make.ordered(actor=actor)
    assert make.ordered(actor=actor) == run
    assert Job.objects.filter(name="reports.simulate").count() == 1
    jobs.run_due()
    again = make.ordered(actor=make.directorate())
    assert (again.pk, again.state, Job.objects.count()) == (run.pk, SimulationState.DONE, 1)
    other = make.ordered(make.question(seed=8), actor=actor)
    assert other.pk != run.pk


def test_changes_in_another_order_are_the_same_question():
    rates, months = ("benefit_rates", ["3/5"] * 9, make.SINCE), ("benefit_months", 9, make.SINCE)
    first = make.ordered(make.question(*rates, more=(months,)))
    assert make.ordered(make.question(*months, more=(rates,))).pk == first.pk


def test_a_worker_that_dies_half_way_leaves_a_run_that_begins_again(monkeypatch):
    run = make.ordered()
    whole = simulating.simulate

    def dies(*args, **kwargs):
        raise SystemExit

    monkeypatch.setattr(simulating, "simulate", dies)
    with pytest.raises(SystemExit):
        jobs.run(str(Job.objects.get().pk))
    run.refresh_from_db()
    assert (run.state, run.result, run.step) == (SimulationState.RUNNING, None, "comparing")
    monkeypatch.setattr(simulating, "simulate", whole)
    jobs.run_due()
    run.refresh_from_db()
    assert (run.state, run.result["people"]) == (SimulationState.DONE, 400)


def test_a_run_whose_job_is_gone_is_given_out_again():
    actor = make.directorate()
    run = make.ordered(actor=actor)
    Job.objects.all().delete()
    assert make.ordered(actor=actor).pk == run.pk
    assert Job.objects.count() == 1


def test_an_answered_run_is_never_answered_anew():
    run = make.answered()
    before = run.result
    assert simulating.answer(run, at=MORNING + timedelta(days=1)).result == before
    assert run.log.count() == 2


def test_what_the_rules_refuse_is_kept_as_the_problem(monkeypatch):
    def refuses(*args, **kwargs):
        raise InvalidFacts("more months than rates", "months")

    monkeypatch.setattr(simulating, "simulate", refuses)
    run = make.answered()
    assert (run.state, run.problem, run.result) == (SimulationState.FAILED, "more months than rates", None)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.COUNSELLOR, Role.BPJS_VERIFIER, Role.MEDIATOR, Role.INTEGRITY])
def test_only_the_directorate_asks(role):
    with pytest.raises(NotAllowed):
        make.ordered(actor=officer(role))
    assert not SimulationRun.objects.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("benefit_rates", []),
        ("benefit_rates", ["6/5"] * 6),
        ("benefit_rates", ["x"]),
        ("benefit_rates", ["1/0"]),
        ("wage_ceiling", 0),
        ("wage_ceiling", "banyak"),
        ("benefit_months", 25),
        ("window_months", 61),
        ("consecutive_anchor", "somewhere"),
        ("window_includes_phk_month", 3),
        ("excluded_reasons", ["a"]),
        ("no_such_thing", 1),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(name, value):
    with pytest.raises(Invalid):
        read_change(name, value, make.SINCE)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (make.question("benefit_months", 9), "value"),  # six shares for nine months
        (make.question("window_months", 6), "value"),  # twelve months needed in six
        (make.question(more=(("benefit_rates", ["2/5"] * 6, make.SINCE),)), "changes"),
        (make.question(people=0), "people"),
        (make.question(people=MOST_PEOPLE + 1), "people"),
        (make.question(seed=None), "seed"),
        (make.question(since=date(2028, 1, 1)), "since"),
        (make.question(since=date(2023, 1, 1)), "since"),
        (make.registered(since=date(2026, 12, 1)), "since"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(asked, code):
    with pytest.raises(Invalid) as refused:
        order_run(asked, actor=make.directorate(), at=MORNING)
    assert refused.value.code == code


def test_the_registers_own_people_are_summed_and_nobody_is_in_the_answer():
    world.hold_months()
    for paid in (24,) * 6 + (11,) * 5:
        world.laid_off(phk_on=date(2026, 9, 20), paid=paid)
    run = make.answered(make.registered())
    total = run.result["total"]
    assert (run.result["people"], total["losers"], total["unchanged"]) == (11, 6, 5)
    assert total["before"] == 6 * 6 * 2_700_000
    assert total["after"] == 6 * 6 * 2_250_000
    assert [row["province"] for row in run.result["provinces"]] == [33]
    text = json.dumps(run.result)
    for person in Person.objects.all():
        assert all(word not in text for word in (person.full_name, person.nik, str(person.pk)))


def test_few_people_of_the_register_are_hidden_altogether():
    world.hold_months()
    world.laid_off(phk_on=date(2026, 9, 20))
    result = make.answered(make.registered()).result
    assert result["total"]["before"] is None
    assert all(row["before"] is None for row in result["months"])


def test_a_register_without_phks_has_an_empty_answer():
    people.report_phk()
    run = make.answered(make.registered(since=date(2026, 4, 1)))
    assert run.state == SimulationState.DONE
    empty = make.answered(make.question(population=Population.REGISTER, people=None, seed=None, since=date(2025, 4, 1)))
    assert (empty.result["people"], empty.result["total"]) == (0, None)


def test_the_register_is_asked_anew_on_another_day():
    actor = make.directorate()
    first = make.ordered(make.registered(), actor=actor)
    assert make.ordered(make.registered(), actor=actor).pk == first.pk
    assert make.ordered(make.registered(), actor=actor, at=MORNING + timedelta(days=1)).pk != first.pk


def test_the_database_refuses_an_answer_without_its_moment_and_a_failure_without_words():
    run = make.ordered()
    for fields in ({"result": {}}, {"seed": None}, {"first_phk": run.last_phk + timedelta(days=1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SimulationRun.objects.filter(pk=run.pk).update(**fields)


def test_what_is_not_asked_of_these_people_is_taken_as_met():
    assert set(CODES) - PRESUMED == {"ELG-05", "ELG-06", "ELG-09"}
