"""An employer tells BPJS of its workers; BPJS confirms or returns; the worker hears of it and gets the proof."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from core.errors import Conflict, Invalid
from core.models import Job
from notices.models import Letter, Notice
from participants import policies
from participants.enums import EmploymentState, WorkerReportKind, WorkerReportState
from participants.models import Employment, WorkerReport
from participants.operations.membership import confirm_report, return_report, withdraw_report
from participants.operations.membership_letters import take_certificate
from participants.selectors import eligibility_source
from tests.factories.accounts import UserFactory, officer
from tests.factories.membership import (
    KPJ,
    changed,
    confirmed_employment,
    staff_user,
    waiting_report,
)
from tests.factories.participants import (
    MORNING,
    TODAY,
    EmployerFactory,
    PersonFactory,
    StaffFactory,
    confirmed_phk,
)

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(hours=1)
K, S, E = WorkerReportKind, WorkerReportState, EmploymentState


@pytest.fixture
def bpjs():
    return officer(Role.BPJS_VERIFIER)


# --- telling -----------------------------------------------------------------------------------------------------


def test_an_enrolment_waits_for_bpjs_with_both_its_last_days():
    report = waiting_report()
    assert (report.kind, report.state, report.employment.state) == (K.ENROL, S.WAITING, E.REPORTED)
    assert (report.due_on, report.answer_by, report.is_late) == (date(2026, 12, 2), date(2026, 11, 17), False)
    assert report.number == "KPS-2026-0000001"


@pytest.mark.parametrize(("started", "late"), [(date(2026, 10, 17), False), (date(2026, 10, 16), True)])
def test_after_thirty_days_an_enrolment_is_late(started, late):
    assert waiting_report(started_on=started).is_late is late


def test_who_has_a_number_already_is_never_late_and_the_number_is_sealed():
    report = waiting_report(started_on=date(2019, 3, 4), kpj="12345678901")
    assert (report.due_on, report.is_late) == (None, False)
    assert report.employment.kpj == "12345678901"
    assert b"12345678901" not in bytes(report.employment.kpj_sealed)


def test_the_same_enrolment_twice_is_one_report():
    employer, person = StaffFactory().employer, PersonFactory()
    assert waiting_report(employer, person) == waiting_report(employer, person)
    assert WorkerReport.objects.count() == Employment.objects.count() == 1


def test_a_worker_in_the_list_is_not_enrolled_again_with_other_facts():
    employer, person = StaffFactory().employer, PersonFactory()
    waiting_report(employer, person)
    with pytest.raises(Conflict) as refused:
        waiting_report(employer, person, wage=1)
    assert refused.value.code == "already_listed"


def test_two_employers_may_each_have_the_same_worker():
    person = PersonFactory()
    assert waiting_report(person=person).employment.employer != waiting_report(person=person).employment.employer


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"started_on": TODAY + timedelta(days=1)}, "start_in_future", "started_on"),
        ({"started_on": date(1990, 7, 1)}, "start_before_birth", "started_on"),
        ({"wage": 0}, "wage_not_positive", "wage"),
        ({"wage": 1_000_000_001}, "wage_too_large", "wage"),
        ({"programmes": ()}, "programmes_missing", "programmes"),
    ],
)
def test_what_cannot_be_right_is_refused_at_its_field(facts, code, field):
    with pytest.raises(Invalid) as refused:
        waiting_report(**facts)
    assert (refused.value.code, refused.value.facts["field"]) == (code, field)
    assert not Employment.objects.exists()


def test_a_worker_may_be_enrolled_on_the_first_day():
    assert waiting_report(started_on=TODAY).state == S.WAITING


# --- BPJS answers ------------------------------------------------------------------------------------------------


def test_a_confirmed_worker_is_told_gets_the_proof_and_bpjs_is_asked_anew(bpjs):
    report = waiting_report()
    confirm_report(report, actor=bpjs, at=LATER, kpj=KPJ)
    report.refresh_from_db()
    person = report.employment.person
    assert (report.state, report.officer, report.employment.state) == (S.CONFIRMED, bpjs, E.ACTIVE)
    letter = Letter.objects.get(kind="member_proof", user=person.user)
    assert report.employment.employer.name in str(letter.content)
    assert Notice.objects.filter(event="membership_confirmed", user=person.user, channel="inbox").count() == 1
    assert Job.objects.filter(name="participants.refresh_from_bpjs").count() == 1


def test_bpjs_gives_a_number_with_its_answer_and_the_proof_says_it(bpjs):
    report = waiting_report()
    for number, code in (("", "kpj_missing"), ("9900000077", "kpj_malformed"), ("9900000077x", "kpj_malformed")):
        with pytest.raises(Invalid) as refused:
            confirm_report(report, actor=bpjs, at=LATER, kpj=number)
        assert (refused.value.code, refused.value.facts["field"]) == (code, "kpj")
    report.refresh_from_db()
    assert (report.state, report.employment.kpj) == (S.WAITING, "")
    confirm_report(report, actor=bpjs, at=LATER, kpj=KPJ)
    assert Employment.objects.get().kpj == KPJ
    assert Letter.objects.get(kind="member_proof").facts["kpj"] == KPJ


def test_who_had_a_number_keeps_it(bpjs):
    confirm_report(waiting_report(kpj="99000000001"), actor=bpjs, at=LATER, kpj=KPJ)
    assert Employment.objects.get().kpj == "99000000001"


def test_a_proof_names_the_programmes_that_are_missing(bpjs):
    confirmed_employment(EmployerFactory(scale="besar"), programmes=("JKK", "JKM", "JHT"))
    assert Letter.objects.get(kind="member_proof").facts["missing"] == "JP"


def test_a_worker_without_an_account_is_confirmed_in_silence(bpjs):
    report = waiting_report(person=PersonFactory(unregistered=True))
    confirm_report(report, actor=bpjs, at=LATER, kpj=KPJ)
    assert Employment.objects.get().state == E.ACTIVE
    assert not Notice.objects.filter(event="membership_confirmed").exists()
    assert not Job.objects.filter(name="participants.refresh_from_bpjs").exists()


def test_an_answer_is_given_once(bpjs):
    report = waiting_report()
    confirm_report(report, actor=bpjs, at=LATER, kpj=KPJ)
    with pytest.raises(Conflict):
        confirm_report(report, actor=bpjs, at=LATER, kpj=KPJ)
    with pytest.raises(Conflict):
        return_report(report, reply="Tanggal mulai keliru.", actor=bpjs, at=LATER)
    assert Letter.objects.filter(kind="member_proof").count() == 1


def test_what_is_returned_says_why_and_may_be_sent_again(bpjs):
    report = waiting_report()
    return_report(report, reply="Tanggal mulai keliru.", actor=bpjs, at=LATER)
    report.refresh_from_db()
    assert (report.state, report.reply, report.employment.state) == (S.RETURNED, "Tanggal mulai keliru.", E.DROPPED)
    assert Notice.objects.filter(event="worker_report_returned", user=report.reported_by, channel="inbox").exists()
    again = waiting_report(report.employment.employer, report.employment.person, started_on=date(2026, 11, 3))
    assert again.employment != report.employment


def test_a_return_without_words_is_refused(bpjs):
    report = waiting_report()
    with pytest.raises(Invalid) as refused:
        return_report(report, reply=" keliru. ", actor=bpjs, at=LATER)
    assert refused.value.code == "reply_short"
    report.refresh_from_db()
    assert report.state == S.WAITING


def test_nobody_answers_their_own_report_even_past_the_operation():
    report = waiting_report()
    with pytest.raises(IntegrityError), transaction.atomic():
        confirm_report(report, actor=report.reported_by, at=LATER, kpj=KPJ)


def test_who_may_answer(bpjs):
    report = waiting_report()
    employment = report.employment
    assert policies.can_answer_worker_report(bpjs, report, TODAY)
    assert not policies.can_answer_worker_report(officer(Role.AUDITOR), report, TODAY)
    assert not policies.can_answer_worker_report(UserFactory(), report, TODAY)
    colleague = officer(Role.BPJS_VERIFIER)
    StaffFactory(employer=employment.employer, user=colleague)
    assert not policies.can_answer_worker_report(colleague, report, TODAY)
    own = waiting_report(person=PersonFactory(user=officer(Role.BPJS_VERIFIER)))
    assert not policies.can_answer_worker_report(own.employment.person.user, own, TODAY)


def test_a_report_that_was_taken_back_is_not_answered(bpjs):
    report = waiting_report()
    for _ in range(2):
        assert withdraw_report(report, actor=report.reported_by, at=MORNING).state == S.WITHDRAWN
    assert Employment.objects.get().state == E.DROPPED
    with pytest.raises(Conflict):
        confirm_report(report, actor=bpjs, at=LATER, kpj=KPJ)


# --- changes -----------------------------------------------------------------------------------------------------


def test_a_change_counts_only_after_bpjs_has_confirmed_it(bpjs):
    employment = confirmed_employment()
    report = changed(employment)
    employment.refresh_from_db()
    assert employment.wage == 4_500_000
    confirm_report(report, actor=bpjs, at=LATER, kpj=KPJ)
    employment.refresh_from_db()
    assert employment.wage == 5_000_000


def test_other_programmes_are_kept_in_their_order(bpjs):
    employment = confirmed_employment(programmes=("JKK", "JKM"))
    confirm_report(changed(employment, K.PROGRAMMES, programmes=("JP", "JKM", "JKK")), actor=bpjs, at=LATER)
    employment.refresh_from_db()
    assert employment.programmes == ["JKK", "JKM", "JP"]


def test_who_left_is_ended_on_the_day_and_gets_no_proof(bpjs):
    employment = confirmed_employment()
    confirm_report(changed(employment, K.LEAVE, effective_on=date(2026, 11, 13)), actor=bpjs, at=LATER)
    employment.refresh_from_db()
    assert (employment.state, employment.ended_on) == (E.ENDED, date(2026, 11, 13))
    assert Letter.objects.filter(kind="member_proof").count() == 1
    with pytest.raises(Conflict):
        changed(employment)


@pytest.mark.parametrize(("on", "late"), [(date(2026, 11, 5), False), (date(2026, 11, 4), True)])
def test_after_seven_working_days_a_change_is_late(on, late):
    assert changed(confirmed_employment(), effective_on=on).is_late is late


def test_one_change_waits_at_a_time_and_twice_is_the_same():
    employment = confirmed_employment()
    report = changed(employment)
    assert changed(employment) == report
    with pytest.raises(Conflict) as refused:
        changed(employment, wage=6_000_000)
    assert refused.value.code == "waiting"


@pytest.mark.parametrize(
    ("kind", "facts", "code"),
    [
        (K.WAGE, {"wage": None}, "wage_missing"),
        (K.WAGE, {"wage": 4_500_000}, "wage_same"),
        (K.WAGE, {"wage": -1}, "wage_not_positive"),
        (K.WAGE, {"effective_on": date(2026, 11, 1)}, "change_before_start"),
        (K.LEAVE, {"effective_on": date(2026, 11, 17)}, "change_in_future"),
        (K.PROGRAMMES, {"programmes": ("JP", "JHT", "JKM", "JKK")}, "programmes_same"),
        (K.PROGRAMMES, {"programmes": ()}, "programmes_missing"),
    ],
)
def test_a_change_that_cannot_be_right_is_refused(kind, facts, code):
    with pytest.raises(Invalid) as refused:
        changed(confirmed_employment(), kind, **facts)
    assert refused.value.code == code


def test_a_worker_who_only_waits_cannot_be_changed():
    with pytest.raises(Conflict):
        changed(waiting_report().employment)


def test_nothing_that_an_employer_says_enters_eligibility(bpjs):
    """POL-20: without an answer of BPJS itself its months, programmes and membership stay unknown."""
    phk = confirmed_phk()
    confirmed_employment(phk.employer, phk.person)
    source = eligibility_source(phk.person, phk)
    assert (source.contributions, source.participant.get("programmes")) == (None, None)


# --- certificate and who sees ------------------------------------------------------------------------------------


def test_a_certificate_counts_workers_by_programme_and_is_one_until_more_are_confirmed():
    employer = EmployerFactory(scale="menengah")
    confirmed_employment(employer, programmes=("JKK", "JKM", "JHT"))
    confirmed_employment(employer)
    user = staff_user(employer)
    letter = take_certificate(employer, user=user, at=LATER)
    assert letter == take_certificate(employer, user=user, at=LATER)
    assert (letter.facts["workers"], letter.facts["rows"][-1]) == (2, ["JP", "1"])
    assert "PP 6/2025 Pasal 4 ayat (3) huruf a" in str(letter.content)
    confirmed_employment(employer, at=LATER)
    assert take_certificate(employer, user=user, at=LATER + timedelta(hours=2)) != letter


def test_two_colleagues_each_have_their_certificate():
    employment = confirmed_employment()
    users = [StaffFactory(employer=employment.employer).user for _ in range(2)]
    letters = [take_certificate(employment.employer, user=user, at=LATER) for user in users]
    assert [letter.user for letter in letters] == users


def test_without_a_confirmed_worker_or_a_scale_there_is_no_certificate():
    employer = waiting_report().employment.employer
    with pytest.raises(Conflict) as refused:
        take_certificate(employer, user=staff_user(employer), at=LATER)
    assert refused.value.code == "nothing_confirmed"
    employer = confirmed_employment(EmployerFactory(scale="")).employer
    with pytest.raises(Conflict) as refused:
        take_certificate(employer, user=staff_user(employer), at=LATER)
    assert refused.value.code == "scale_unknown"


def test_workers_and_reports_are_seen_by_their_employer_bpjs_and_audit():
    report = waiting_report()
    employment, staff = report.employment, report.reported_by
    stranger = StaffFactory().user
    for rows, one in ((Employment.objects, employment), (WorkerReport.objects, report)):
        assert list(rows.visible_to(staff, TODAY)) == [one]
        assert list(rows.visible_to(officer(Role.BPJS_VERIFIER), TODAY)) == [one]
        assert list(rows.visible_to(officer(Role.AUDITOR), TODAY)) == [one]
        for other in (stranger, employment.person.user, officer(Role.INSPECTOR, region="33")):
            assert not rows.visible_to(other, TODAY).exists()
