"""A memorandum's work plan: entered once, done year by year with evidence, evaluated by both parties."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import InternalError, transaction

from accounts.enums import Role
from compliance.models import PlanActivity, PlanProgress, PlanYear, WorkPlan
from compliance.operations import workplan
from compliance.selectors.workplan import board, done_by_unit, figures_of, plan_year_for, plans_for, years_of
from core.errors import Conflict, Invalid, NotAllowed
from tests.factories.accounts import officer
from tests.factories.participants import MORNING
from tests.factories.workplan import YEAR, annex, keeper, plan, progress, submitted, year_of

pytestmark = pytest.mark.django_db
TODAY = MORNING.date()


def test_the_annex_of_jakarta_has_eighteen_activities_in_five_years():
    found = plan()
    assert [found.activities.filter(programme=number).count() for number in (1, 2, 3)] == [6, 6, 6]
    assert years_of(found) == [2025, 2026, 2027, 2028, 2029]
    assert board(found, 2027).count() == 18
    assert found.region_id == "31"


def test_the_same_plan_is_entered_once():
    assert plan() == plan()
    assert (WorkPlan.objects.count(), PlanActivity.objects.count(), PlanYear.objects.count()) == (1, 18, 90)


def test_a_known_number_with_other_lines_is_refused():
    plan()
    with pytest.raises(Conflict) as refused:
        plan(programmes=annex()["programmes"][:1])
    assert refused.value.code == "plan_known"


@pytest.mark.parametrize("changed", [{"region": "99"}, {"signed_on": "kemarin"}, {"programmes": [{"title": "x"}]}])
def test_an_annex_that_lacks_something_is_refused_whole(changed):
    with pytest.raises(Invalid) as refused:
        plan(**changed)
    assert refused.value.code == "annex"
    assert not WorkPlan.objects.exists()


def test_the_command_enters_the_plan_that_comes_with_the_portal(capsys, tmp_path):
    call_command("take_over_plan")
    call_command("take_over_plan")
    assert capsys.readouterr().out == "1 Tahun 2025 / MOU/1/022025: 18\n" * 2
    broken = tmp_path / "rencana.json"
    broken.write_text("{")
    with pytest.raises(CommandError):
        call_command("take_over_plan", str(broken))


def test_the_first_entry_begins_the_year_and_entries_add_up():
    year = year_of(plan())
    by = keeper()
    progress(year, by=by, count=12)
    progress(year, by=by, count=20)
    progress(year, by=by, count=-2, text="Dua peserta tercatat dua kali.")
    year.refresh_from_db()
    assert (year.state, year.done) == ("running", 30)
    assert sum(entry.count for entry in year.entries.all()) == year.done


def test_the_same_form_is_taken_once():
    year, by, form = year_of(plan()), keeper(), uuid4()
    first = progress(year, by=by, submission=form)
    assert progress(year, by=by, submission=form, count=99) == first
    year.refresh_from_db()
    assert year.done == 12


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"on": date(YEAR - 1, 12, 31)}, "on"),
        ({"count": 0}, "count"),
        ({"count": -1}, "count"),
        ({"text": "  "}, "text"),
    ],
)
def test_an_entry_that_cannot_be_is_refused(said, code):
    year = year_of(plan())
    with pytest.raises(Invalid) as refused:
        progress(year, **said)
    assert refused.value.code == code
    assert not PlanProgress.objects.exists()


def test_the_first_day_of_the_year_and_today_are_taken():
    year = year_of(plan())
    progress(year, on=date(YEAR, 1, 1))
    progress(year, on=TODAY)
    year.refresh_from_db()
    assert year.done == 24


def test_only_the_coordinator_of_the_province_keeps_it():
    year = year_of(plan())
    for stranger in (keeper(region="35"), officer(Role.INSPECTOR, region="31"), officer(Role.BPJS_VERIFIER)):
        with pytest.raises(NotAllowed):
            progress(year, by=stranger)
        with pytest.raises(NotAllowed):
            workplan.set_target(year, 40, actor=stranger, at=MORNING)


def test_a_plan_is_read_in_its_province_and_by_both_parties():
    found = plan()
    year = year_of(found)
    for reader in (keeper(), officer(Role.INSPECTOR, region="31"), officer(Role.BPJS_VERIFIER)):
        assert list(plans_for(reader, TODAY)) == [found]
        assert plan_year_for(reader, year.pk, TODAY) == year
    for other in (keeper(region="35"), officer(Role.COUNSELLOR)):
        assert list(plans_for(other, TODAY)) == []
        assert plan_year_for(other, year.pk, TODAY) is None


def test_a_closed_year_takes_no_entry_until_it_is_opened_again():
    year, by = year_of(plan()), keeper()
    progress(year, by=by)
    with pytest.raises(Invalid):
        workplan.finish_year(year, came_of_it=" ", actor=by, at=MORNING)
    workplan.finish_year(year, came_of_it="Dua belas manajer lulus.", actor=by, at=MORNING)
    with pytest.raises(Conflict):
        progress(year, by=by)
    with pytest.raises(Conflict):
        workplan.finish_year(year, came_of_it="Lagi.", actor=by, at=MORNING)
    workplan.resume_year(year, why="Kelas susulan.", actor=by, at=MORNING)
    progress(year, by=by)
    year.refresh_from_db()
    assert (year.state, year.done, year.came_of_it) == ("running", 24, "Dua belas manajer lulus.")


def test_what_is_not_held_says_why():
    year, by = year_of(plan(), "1f"), keeper()
    with pytest.raises(Invalid):
        workplan.drop_year(year, why="", actor=by, at=MORNING)
    workplan.drop_year(year, why="Surat edaran 2025 masih berlaku.", actor=by, at=MORNING)
    assert year.log.get().note == "Surat edaran 2025 masih berlaku."


def test_figures_count_by_programme():
    found, by = plan(), keeper()
    trained, joint = year_of(found, "3f"), year_of(found, "3a")
    workplan.set_target(trained, 10, actor=by, at=MORNING)
    workplan.set_target(joint, 5, actor=by, at=MORNING)
    progress(trained, by=by, count=10)
    progress(joint, by=by, count=4)
    workplan.finish_year(trained, came_of_it="Sepuluh kader.", actor=by, at=MORNING)
    first, _second, third = figures_of(found, YEAR)
    assert (first.activities, first.planned, first.reached) == (6, 6, 0)
    assert (third.activities, third.planned, third.running, third.done) == (6, 4, 1, 1)
    assert (third.with_target, third.reached) == (2, 1)
    assert done_by_unit(found, YEAR) == [("peserta", 10), ("pemeriksaan", 4)]


def test_an_evaluation_is_agreed_by_the_other_party_and_closes_the_year():
    found, by, bpjs = plan(), keeper(), officer(Role.BPJS_VERIFIER)
    year = year_of(found)
    progress(year, by=by)
    evaluation = submitted(found, by=by)
    with pytest.raises(NotAllowed):
        workplan.agree_evaluation(evaluation, actor=by, at=MORNING)
    agreed = workplan.agree_evaluation(evaluation, actor=bpjs, at=MORNING)
    assert (agreed.state, agreed.agreed_by) == ("agreed", bpjs)
    assert [row["running"] for row in agreed.figures] == [0, 0, 1]
    with pytest.raises(Conflict) as closed:
        progress(year, by=by)
    assert closed.value.code == "year_closed"
    with pytest.raises(Conflict):
        workplan.agree_evaluation(evaluation, actor=bpjs, at=MORNING)
    progress(year_of(found, year=YEAR - 1), by=by, on=date(YEAR - 1, 5, 2))


def test_a_returned_evaluation_is_written_anew():
    found, by, bpjs = plan(), keeper(), officer(Role.BPJS_VERIFIER)
    evaluation = submitted(found, by=by)
    with pytest.raises(Conflict):
        workplan.write_evaluation(found, YEAR, findings="x", next_steps="y", actor=by, at=MORNING)
    with pytest.raises(Invalid):
        workplan.return_evaluation(evaluation, why=" ", actor=bpjs, at=MORNING)
    workplan.return_evaluation(evaluation, why="Sebutkan jumlah kader.", actor=bpjs, at=MORNING)
    again = submitted(found, by=by)
    assert (again.pk, again.state) == (evaluation.pk, "submitted")


def test_an_agreed_evaluation_is_never_changed():
    found = plan()
    agreed = workplan.agree_evaluation(submitted(found), actor=officer(Role.BPJS_VERIFIER), at=MORNING)
    agreed.findings = "Lain."
    with pytest.raises(InternalError), transaction.atomic():
        agreed.save(update_fields=["findings"])


def test_a_year_outside_the_plan_has_no_evaluation():
    with pytest.raises(Invalid) as refused:
        workplan.write_evaluation(plan(), 2030, findings="x", next_steps="y", actor=keeper(), at=MORNING)
    assert refused.value.code == "year"
