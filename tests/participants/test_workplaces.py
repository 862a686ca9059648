"""An employer keeps its places of work, and asks BPJS for another scale or risk class."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.enums import Role
from core.errors import Conflict, Invalid
from core.models import Region
from notices.models import Notice
from participants import policies
from participants.enums import EmployerFact, WorkerReportState
from participants.models import EmployerReport, Workplace
from participants.operations.employer_reports import (
    confirm_employer_report,
    return_employer_report,
    withdraw_employer_report,
)
from participants.operations.membership import withdraw_report
from participants.operations.workplaces import close_workplace, describe_workplace, place_worker
from participants.presentation_workers import missing_of, required_on
from tests.factories.accounts import UserFactory, officer
from tests.factories.membership import confirmed_employment, staff_user, waiting_report
from tests.factories.participants import MORNING, TODAY, EmployerFactory, PersonFactory, StaffFactory
from tests.factories.workplaces import FACTORY, employer_report, workplace

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(hours=1)
S = WorkerReportState


@pytest.fixture
def bpjs():
    return officer(Role.BPJS_VERIFIER)


# --- places ------------------------------------------------------------------------------------------------------


def test_the_same_place_twice_is_one_and_another_of_its_name_is_refused():
    employer = StaffFactory().employer
    assert workplace(employer) == workplace(employer)
    with pytest.raises(Invalid) as refused:
        workplace(employer, name="pabrik karanganyar", address="Jalan Lain 3")
    assert (refused.value.code, refused.value.facts["field"]) == ("name_taken", "name")
    assert workplace(name=FACTORY).name == FACTORY  # another employer may use the name


@pytest.mark.parametrize(
    ("facts", "code"),
    [({"since": TODAY + timedelta(days=1)}, "since_in_future"), ({"region": None}, "not_a_regency")],
)
def test_a_place_is_in_a_regency_and_in_use(facts, code):
    if "region" in facts:
        facts = {"region": Region.objects.get(pk="33")}
    with pytest.raises(Invalid) as refused:
        workplace(**facts)
    assert refused.value.code == code
    assert not Workplace.objects.exists()


def test_a_place_may_be_in_use_since_today():
    assert workplace(since=TODAY).since == TODAY


def test_what_a_place_was_called_before_is_kept():
    place = workplace()
    facts = {"address": place.address, "region": place.region, "since": place.since}
    describe_workplace(place, name="Pabrik Baru", **facts, actor=staff_user(place.employer), at=LATER)
    place.refresh_from_db()
    assert place.name == "Pabrik Baru"
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM participants_workplacehistory ORDER BY pgh_id")
        assert [row[0] for row in cursor.fetchall()] == [FACTORY, "Pabrik Baru"]


def test_closing_a_place_moves_its_workers_and_again_changes_nothing():
    place = workplace()
    other = workplace(place.employer, name="Gudang Solo")
    there = waiting_report(place.employer, workplace=place).employment
    actor = staff_user(place.employer)
    closed = close_workplace(place, until=TODAY, move_to=other, actor=actor, at=LATER)
    there.refresh_from_db()
    assert (closed.until, there.workplace) == (TODAY, other)
    assert close_workplace(place, until=TODAY, move_to=None, actor=actor, at=LATER).until == TODAY
    there.refresh_from_db()
    assert there.workplace == other
    with pytest.raises(Conflict):
        close_workplace(place, until=TODAY - timedelta(days=1), move_to=None, actor=actor, at=LATER)


@pytest.mark.parametrize(
    ("until", "code"),
    [(date(2024, 1, 1), "until_before_since"), (TODAY + timedelta(days=1), "until_in_future")],
)
def test_a_place_closes_between_its_first_day_and_today(until, code):
    place = workplace()
    with pytest.raises(Invalid) as refused:
        close_workplace(place, until=until, move_to=None, actor=staff_user(place.employer), at=LATER)
    assert refused.value.code == code


def test_workers_do_not_move_to_the_place_that_closes_or_to_another_employers():
    place = workplace()
    for wrong in (place, workplace()):
        with pytest.raises(Invalid) as refused:
            close_workplace(place, until=TODAY, move_to=wrong, actor=staff_user(place.employer), at=LATER)
        assert refused.value.code == "workplace_closed"


def test_a_worker_is_enrolled_at_a_place_and_placed_elsewhere():
    place = workplace()
    employment = waiting_report(place.employer, workplace=place).employment
    assert employment.workplace == place
    actor = staff_user(place.employer)
    assert place_worker(employment, None, actor=actor, at=LATER).workplace is None
    with pytest.raises(Invalid):
        place_worker(employment, workplace(), actor=actor, at=LATER)
    with pytest.raises(Invalid):
        waiting_report(place.employer, PersonFactory(), workplace=workplace())


def test_who_has_left_is_placed_nowhere():
    place = workplace()
    report = waiting_report(place.employer)
    withdraw_report(report, actor=report.reported_by, at=LATER)
    with pytest.raises(Conflict):
        place_worker(report.employment, place, actor=staff_user(place.employer), at=LATER)


# --- scale and class ---------------------------------------------------------------------------------------------


def test_a_report_waits_with_both_its_last_days_and_changes_nothing():
    report = employer_report()
    assert (report.number, report.state) == ("PDP-2026-0000001", S.WAITING)
    assert (report.was, report.wanted) == ("menengah", "besar")
    assert (report.due_on, report.answer_by, report.is_late) == (date(2026, 11, 18), date(2026, 11, 17), False)
    report.employer.refresh_from_db()
    assert report.employer.scale == "menengah"


@pytest.mark.parametrize(("changed_on", "late"), [(date(2026, 11, 5), False), (date(2026, 11, 4), True)])
def test_after_seven_working_days_a_report_is_late(changed_on, late):
    assert employer_report(effective_on=changed_on).is_late is late


def test_the_same_report_twice_is_one_and_another_waits_its_turn():
    employer = StaffFactory().employer
    assert employer_report(employer) == employer_report(employer)
    with pytest.raises(Conflict) as refused:
        employer_report(employer, wanted="kecil")
    assert refused.value.code == "waiting"
    assert employer_report(employer, fact=EmployerFact.RISK_CLASS, wanted="III").was == ""
    assert EmployerReport.objects.count() == 2


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"wanted": "menengah"}, "fact_same", "wanted"),
        ({"wanted": "raksasa"}, "not_a_value", "wanted"),
        ({"fact": EmployerFact.RISK_CLASS, "wanted": "VI"}, "not_a_value", "wanted"),
        ({"effective_on": TODAY + timedelta(days=1)}, "change_in_future", "effective_on"),
        ({"reason": "  pendek  "}, "reason_short", "reason"),
    ],
)
def test_what_cannot_be_right_is_refused_at_its_field(facts, code, field):
    with pytest.raises(Invalid) as refused:
        employer_report(**facts)
    assert (refused.value.code, refused.value.facts["field"]) == (code, field)
    assert not EmployerReport.objects.exists()


def test_what_bpjs_confirms_is_the_employers_from_then_on_and_it_is_told(bpjs):
    report = employer_report(fact=EmployerFact.RISK_CLASS, wanted="IV")
    confirm_employer_report(report, actor=bpjs, at=LATER)
    report.refresh_from_db()
    assert (report.state, report.employer.risk_class, report.officer) == (S.CONFIRMED, "IV", bpjs)
    told = Notice.objects.filter(event="employer_report_confirmed", user=report.reported_by, channel="inbox")
    assert told.count() == 1
    with pytest.raises(Conflict):
        return_employer_report(report, reply="Kelas itu keliru.", actor=bpjs, at=LATER)


def test_what_bpjs_returns_says_why_and_changes_nothing(bpjs):
    report = employer_report()
    with pytest.raises(Invalid):
        return_employer_report(report, reply=" salah ", actor=bpjs, at=LATER)
    return_employer_report(report, reply="Omzet belum sesuai.", actor=bpjs, at=LATER)
    report.refresh_from_db()
    assert (report.state, report.reply, report.employer.scale) == (S.RETURNED, "Omzet belum sesuai.", "menengah")
    assert Notice.objects.filter(event="employer_report_returned", user=report.reported_by, channel="inbox").exists()


def test_a_report_is_taken_back_until_it_is_answered(bpjs):
    report = employer_report()
    first = withdraw_employer_report(report, actor=report.reported_by, at=LATER)
    assert withdraw_employer_report(first, actor=report.reported_by, at=LATER).state == S.WITHDRAWN
    with pytest.raises(Conflict):
        confirm_employer_report(report, actor=bpjs, at=LATER)


def test_nobody_answers_their_own_report_or_one_of_a_firm_they_act_for(bpjs):
    report = employer_report()
    assert policies.can_answer_employer_report(bpjs, report, TODAY)
    assert not policies.can_answer_employer_report(UserFactory(), report, TODAY)
    StaffFactory(employer=report.employer, user=bpjs)
    again = EmployerReport.objects.get(pk=report.pk)
    assert not policies.can_answer_employer_report(type(bpjs).objects.get(pk=bpjs.pk), again, TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        confirm_employer_report(report, actor=report.reported_by, at=LATER)


def test_a_larger_scale_asks_for_another_programme(bpjs):
    employer = StaffFactory(employer=EmployerFactory(scale="kecil")).employer
    employment = confirmed_employment(employer, programmes=("JKK", "JKM", "JHT"))
    confirm_employer_report(employer_report(employer), actor=bpjs, at=LATER)
    employment.employer.refresh_from_db()
    assert missing_of(employment, required_on(employment.employer, TODAY)) == "JP"
