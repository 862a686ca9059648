"""Who may do what with which object, held against the selectors and policies that the views ask.

access.csv holds what is allowed; everything that it does not name must be refused, in and out of scope. Letters:
R read, C create, U change before it is settled, V verify, A approve, O the part of the trail that is about operations.
Roles are those of `Role`, and PST (a participant), HR (staff of an employer), LPK (who acts for an institute). Scopes:
own, firm, lpk, kab, prov, nas.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from accounts.decorators import access_of
from accounts.enums import NATIONAL_ROLES, Role
from accounts.models import User
from accounts.selectors import has_role, regions_of
from claims import policies as claim_policies
from claims.models import Claim, ClaimMonth, OutreachEntry
from compliance import exchange_policies
from compliance import policies as complaint_policies
from compliance.models import (
    Allegation,
    ArrearsCase,
    Complaint,
    ContributionBill,
    DataAgreement,
    Inspection,
    PlanEvaluation,
    RiskScore,
    SanctionCase,
    SanctionProposal,
    WorkPlan,
)
from compliance.operations import sanction_serving
from compliance.selectors.inspections import notas_of_staff
from compliance.views.help_desk import help_desk
from counseling import policies as counsel_policies
from counseling.models import CounsellingRequest, Report, Session, Worksheet
from counseling.selectors import session_for
from counseling.selectors.week import counsellors_in
from ipk.models import Application, ProfileEntry, SavedSearch, Vacancy
from ipk.views.moderation import vacancy_case
from notices.models import Letter, Notice
from participants import policies as phk_policies
from participants.models import (
    ContributionFile,
    DataRequest,
    Employer,
    EmployerReport,
    Person,
    PhkEvent,
    WorkerReport,
    Workplace,
)
from participants.operations import data_requests
from payments import policies as payment_policies
from payments.models import Batch, Payout
from payments.views.days import day_list
from reports import policies as report_policies
from reports.policies import can_simulate
from reports.views.simulator import simulation_list
from reports.views.training import evaluation
from tests.architecture import training_access
from tests.architecture.routes import routes
from tests.factories import (
    claims,
    compliance,
    exchange,
    inspections,
    ipk_profile,
    notices,
    participants,
    payments,
    sanctions,
    training_invoices,
    training_partners,
    workplan,
)
from tests.factories.accounts import RoleAssignmentFactory, UserFactory, officer
from tests.factories.bills import ContributionBillFactory
from tests.factories.claims import first_month, payout_of
from tests.factories.contributions import ContributionFileFactory
from tests.factories.counseling import TOMORROW_AT_TEN
from tests.factories.counseling_advice import held_with_advice
from tests.factories.counseling_worksheets import agreed_worksheet, report, sent_worksheet
from tests.factories.ipk_applications import application
from tests.factories.ipk_vacancies import SavedSearchFactory, VacancyFactory
from tests.factories.membership import waiting_report
from tests.factories.outreach import outreach_found
from tests.factories.participants import MORNING, StaffFactory
from tests.factories.training import RecommendationFactory
from tests.factories.training_money import AttendanceFactory, InstituteStaffFactory
from tests.factories.training_signals import noted
from tests.factories.workplaces import employer_report, workplace
from tests.worlds import made_once
from training import policies as training_policies
from training.models import Attendance, Enrolment, Invoice, Partnership, Signal, TrainingClass, TrainingRecommendation
from training.views.review_institutes import review_provider

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 16)
FRIDAY = MORNING - timedelta(days=3)
HERE, ELSEWHERE = "3372", "3578"  # Surakarta, where everything lies; Surabaya
PARTICIPANT, STAFF, INSTITUTE = "PST", "HR", "LPK"
ROLES = [PARTICIPANT, STAFF, INSTITUTE, *Role.values]


@dataclass
class Things:
    """One of each object, all about one worker of one employer in Surakarta."""

    person: Person
    event: PhkEvent
    claim: Claim
    month: ClaimMonth
    payout: Payout
    batch: Batch
    letter: Letter
    notice: Notice
    resume: ProfileEntry
    application: Application
    worksheet: Worksheet
    sealed: Worksheet
    report: Report
    advised: Session
    vacancy: Vacancy
    saved_search: SavedSearch
    data_request: DataRequest
    recommendation: TrainingRecommendation
    attendance: Attendance
    invoice: Invoice
    judged: Invoice
    partnership: Partnership
    training: training_access.TrainingThings
    signal: Signal
    contributions: ContributionFile
    bill: ContributionBill
    complaint: Complaint
    allegation: Allegation
    work_plan: WorkPlan
    plan_evaluation: PlanEvaluation
    data_agreement: DataAgreement
    outreach: OutreachEntry
    arrears: ArrearsCase
    inspection: Inspection
    risk: RiskScore
    sanction: SanctionProposal
    worker_report: WorkerReport
    workplace: Workplace
    employer_report: EmployerReport

    @property
    def session(self) -> Session:
        return self.worksheet.session


@pytest.fixture(scope="module")
def things(django_db_setup: None, django_db_blocker: Any) -> Iterator[Things]:
    with time_machine.travel(MORNING, tick=False), made_once(django_db_blocker):
        claim = claims.claim("active")
        month, user = first_month(claim), claim.person.user
        event = participants.at_mediator(person=claim.person)
        vacancy = VacancyFactory(employer=event.employer)
        work_plan = workplan.plan(region=HERE[:2])
        worksheet = sent_worksheet(claim.person)
        by = worksheet.session.counsellor
        yield Things(
            person=claim.person,
            event=event,
            application=application(person=claim.person, vacancy=vacancy),
            vacancy=VacancyFactory(employer=event.employer, submitted=True),
            saved_search=SavedSearchFactory(user=user),
            data_request=data_requests.ask(user, wish="correct", text="Nama ibu saya keliru.", at=MORNING),
            advised=held_with_advice(
                claim.person, starts_at=MORNING - timedelta(days=3), at=MORNING - timedelta(days=5)
            ),
            claim=claim,
            month=month,
            payout=payout_of(month),
            batch=payments.make_frozen_batch(),
            contributions=ContributionFileFactory(),
            bill=ContributionBillFactory(),
            letter=notices.make_letter(user=user),
            notice=notices.make_notice(user),
            resume=ipk_profile.entry(claim.person),
            recommendation=RecommendationFactory(person=claim.person),
            attendance=AttendanceFactory(enrolment__person=claim.person),
            invoice=training_invoices.sent(_class_that_is_over(), at=MORNING),
            judged=training_invoices.recommended(_class_that_is_over(), at=MORNING),
            partnership=training_partners.proposal("signed").row,
            training=training_access.training_things(claim.person),
            signal=noted(),
            work_plan=work_plan,
            data_agreement=exchange.agreement(),
            plan_evaluation=workplan.submitted(work_plan, by=workplan.keeper(HERE[:2])),
            complaint=compliance.complaint(author=user, employer=event.employer),
            inspection=inspections.inspection("issued", employer=event.employer),
            risk=_on_the_list(event.employer),
            allegation=compliance.served(compliance.complaint(author=user, employer=event.employer)),
            outreach=outreach_found(event),
            arrears=_arrears(claim, event),
            sanction=_step_that_waits(event.employer),
            worker_report=waiting_report(event.employer),
            workplace=workplace(event.employer),
            employer_report=employer_report(event.employer),
            worksheet=worksheet,
            sealed=agreed_worksheet(claim.person, by=by, starts_at=TOMORROW_AT_TEN + timedelta(hours=1)),
            report=report(worksheet.session),
        )


def _arrears(claim: Claim, event: PhkEvent) -> ArrearsCase:
    """Of the same worker and the same employer as everything else here."""
    facts = {"consecutive": 4, "total": 4, "law": "PP 6/2025 Pasal 39", "opened_at": MORNING, "pay_by": TODAY}
    return ArrearsCase.objects.create(
        number="TGK-2026-0000001", claim=claim, employer=event.employer, region=event.region, **facts
    )


def _works_on_arrears(user: User, t: Things) -> bool:
    policies = complaint_policies
    return (
        policies.can_work_arrears(user, t.arrears, TODAY)
        or policies.can_act_for(user, t.arrears, TODAY)
        or policies.can_confirm_receipt(user, t.arrears)
    )


def _on_the_list(employer: Employer) -> RiskScore:
    facts = {"region_id": employer.region_id, "points": 30, "place": 1, "reasons": [], "found_on": TODAY}
    return RiskScore.objects.create(employer=employer, **facts)


def _step_that_waits(employer: Employer) -> SanctionProposal:
    """The second warning of an employer that had its first; a coordinator has to decide."""
    at, made = (
        MORNING - timedelta(days=30),
        sanctions.inspection(employer=employer, issued_at=FRIDAY - timedelta(days=60)),
    )
    warned = sanctions.case("warned_once", of=made, at=at, served=True)
    sanction_serving.check_obligations(warned, met=False, text=sanctions.SEEN, by=warned.opened_by, at=MORNING)
    return sanctions.proposed(warned, at=MORNING)


def _class_that_is_over() -> TrainingClass:
    held, _house = training_invoices.over(ends_on=TODAY - timedelta(days=1))
    return held


def _perm(name: str) -> Callable[[User, Things], bool]:
    return lambda user, things: user.has_perm(name)


def _sees(rows: Any, row: Any, user: User) -> bool:
    return rows.visible_to(user, TODAY).filter(pk=row.pk).exists()


def _reports(user: User, t: Things) -> bool:
    return phk_policies.can_report_own_phk(user, t.person) or phk_policies.is_staff(user, t.event.employer, TODAY)


def _sees_application(user: User, t: Things) -> bool:
    return Application.objects.visible_to(user).filter(pk=t.application.pk).exists()


def _answers_application(user: User, t: Things) -> bool:
    return Application.objects.of_employer(user, TODAY).filter(pk=t.application.pk).exists()


def _writes_worksheet(user: User, t: Things) -> bool:
    return counsel_policies.can_write_worksheet(t.session, user, TOMORROW_AT_TEN)


def _coordinates(user: User, t: Things) -> bool:
    reach = regions_of(user, Role.COUNSELLOR_COORDINATOR, on=TODAY)
    return counsellors_in(reach).filter(pk=t.advised.counsellor_id).exists()


CHECKS: dict[str, dict[str, Callable[[User, Things], bool]]] = {
    "profile": {"R": lambda user, t: _sees(Person.objects, t.person, user)},
    "resume": {"R": lambda user, t: ProfileEntry.objects.visible_to(user).filter(pk=t.resume.pk).exists()},
    "nik": {"R": lambda user, t: phk_policies.can_review_identity(user, t.person, TODAY)},
    "phk_report": {
        "R": lambda user, t: _sees(PhkEvent.objects, t.event, user),
        "C": _reports,
        "U": lambda user, t: phk_policies.can_add_proof(user, t.event, TODAY),
        "V": lambda user, t: phk_policies.can_mediate(user, t.event, TODAY),
    },
    "phk_proof": {
        "R": lambda user, t: (
            _sees(PhkEvent.objects, t.event, user) and phk_policies.can_open_proof(user, t.event, TODAY)
        )
    },
    "claim": {
        "R": lambda user, t: _sees(Claim.objects, t.claim, user),
        "U": lambda user, t: claim_policies.is_own(user, t.claim),
        "A": lambda user, t: claim_policies.can_review(user, t.claim, TODAY),
    },
    "instalment": {"R": lambda user, t: _sees(ClaimMonth.objects, t.month, user)},
    "contribution_file": {
        "R": lambda user, t: _sees(ContributionFile.objects, t.contributions, user),
        "C": lambda user, t: phk_policies.can_keep_register(user, TODAY),
    },
    # V: preparing; A: agreeing to what another prepared; U: what went to the KPPN and what it paid
    "contribution_bill": {
        "R": lambda user, t: _sees(ContributionBill.objects, t.bill, user),
        "C": lambda user, t: complaint_policies.can_send_bill(user, TODAY),
        "V": lambda user, t: complaint_policies.can_prepare_bill(user, TODAY),
        "A": lambda user, t: complaint_policies.can_agree_bill(user, TODAY),
        "U": lambda user, t: complaint_policies.can_settle_bill(user, TODAY),
    },
    "worker_report": {
        "R": lambda user, t: _sees(WorkerReport.objects, t.worker_report, user),
        "C": lambda user, t: phk_policies.is_staff(user, t.worker_report.employment.employer, TODAY),
        "A": lambda user, t: phk_policies.can_answer_worker_report(user, t.worker_report, TODAY),
    },
    "workplace": {"R": lambda user, t: Workplace.objects.of_staff(user, TODAY).filter(pk=t.workplace.pk).exists()},
    "employer_report": {
        "R": lambda user, t: _sees(EmployerReport.objects, t.employer_report, user),
        "C": lambda user, t: phk_policies.is_staff(user, t.employer_report.employer, TODAY),
        "A": lambda user, t: phk_policies.can_answer_employer_report(user, t.employer_report, TODAY),
    },
    "payout": {"R": lambda user, t: _sees(Payout.objects, t.payout, user)},
    "batch": {
        "R": lambda user, t: _sees(Batch.objects, t.batch, user),
        "C": lambda user, t: payment_policies.can_build(user, TODAY),
        "A": lambda user, t: payment_policies.can_approve(user, t.batch, TODAY),
    },
    "ledger": {
        "R": lambda user, t: has_role(user, *access_of(day_list).roles, on=TODAY),
        "U": lambda user, t: payment_policies.can_reconcile(user, TODAY),
        "A": lambda user, t: payment_policies.can_close_day(user, TODAY),
    },
    # One that is not shown yet: an open one is everybody's.
    "vacancy": {
        "R": lambda user, t: _sees(Vacancy.objects, t.vacancy, user),
        "U": lambda user, t: Vacancy.objects.of_staff(user, TODAY).filter(pk=t.vacancy.pk).exists(),
        "V": lambda user, t: (
            has_role(user, *access_of(vacancy_case).roles, on=TODAY)
            and Vacancy.objects.moderated_by(user, TODAY).filter(pk=t.vacancy.pk).exists()
        ),
    },
    "saved_search": {"R": lambda user, t: user.saved_searches.filter(pk=t.saved_search.pk).exists()},
    "application": {
        "R": lambda user, t: _sees_application(user, t) or _answers_application(user, t),
        "U": lambda user, t: _sees_application(user, t),
        "A": lambda user, t: _answers_application(user, t),
    },
    "counselling_request": {"R": lambda user, t: _sees(CounsellingRequest.objects, t.session.request, user)},
    "worksheet": {
        "R": lambda user, t: _sees(Worksheet.objects, t.worksheet, user),
        "U": _writes_worksheet,
        "A": lambda user, t: counsel_policies.can_answer_worksheet(t.session, user),
    },
    "sealed_worksheet": {"R": lambda user, t: _sees(Worksheet.objects, t.sealed, user)},
    "counsellor_report": {
        "R": lambda user, t: _sees(Report.objects, t.report, user),
        "C": lambda user, t: counsel_policies.can_report(t.session, user, TOMORROW_AT_TEN),
        "A": lambda user, t: counsel_policies.can_close_report(t.report, user, TODAY),
    },
    "data_request": {
        "R": lambda user, t: _sees(DataRequest.objects, t.data_request, user),
        "A": lambda user, t: phk_policies.can_answer_wish(user, t.data_request, TODAY),
    },
    "counselling_advice": {"R": lambda user, t: session_for(user, t.advised.pk) is not None},
    "counsellor": {"R": _coordinates},
    "recommendation": {"R": lambda user, t: _sees(TrainingRecommendation.objects, t.recommendation, user)},
    # A: opening a roster that is locked
    "attendance": {
        "R": lambda user, t: _sees(Enrolment.objects, t.attendance.enrolment, user),
        "A": lambda user, t: training_policies.can_unlock(user, t.attendance.meeting, TODAY),
    },
    "training_invoice": {
        "R": lambda user, t: _sees(Invoice.objects, t.invoice, user),
        "V": lambda user, t: training_policies.can_recommend_payment(user, t.invoice, TODAY),
        "A": lambda user, t: training_policies.can_approve_invoice(user, t.judged, TODAY),
    },
    "partnership": {
        "R": lambda user, t: has_role(user, *access_of(review_provider).roles, on=TODAY),
        "V": lambda user, t: training_policies.can_verify(user, t.partnership.institute, TODAY),
        "A": lambda user, t: training_policies.can_agree(user, t.partnership, TODAY),
    },
    "signal": {
        "R": lambda user, t: _sees(Signal.objects, t.signal, user),
        "V": lambda user, t: training_policies.can_decide_signal(user, t.signal, TODAY),
    },
    "evaluation": {
        "R": lambda user, t: has_role(user, *access_of(evaluation).roles, on=TODAY),
        "C": lambda user, t: report_policies.can_conclude(user, t.signal.institute, TODAY),
    },
    # U: taking and working on it; A: assigning. The help desk reads only how one stands.
    "complaint": {
        "R": lambda user, t: _sees(Complaint.objects, t.complaint, user),
        "U": lambda user, t: (
            complaint_policies.can_take(user, t.complaint, TODAY) or complaint_policies.is_author(user, t.complaint)
        ),
        "A": lambda user, t: complaint_policies.can_assign(user, t.complaint, TODAY),
    },
    "complaint_author": {"R": lambda user, t: complaint_policies.can_read_author(user, t.complaint, TODAY)},
    "complaint_of_caller": {"C": lambda user, t: complaint_policies.can_file_for_caller(user, TODAY)},
    "complaint_state": {"R": lambda user, t: has_role(user, *access_of(help_desk).roles, on=TODAY)},
    # C: opening one at this place; A: signing its order and nota. A nota is read by the employer's staff, U: answered.
    "inspection": {
        "R": lambda user, t: _sees(Inspection.objects, t.inspection, user),
        "C": lambda user, t: complaint_policies.can_open_inspection(user, t.inspection.region_id, TODAY),
        "A": lambda user, t: complaint_policies.can_sign(user, t.inspection, TODAY),
    },
    "nota": {
        "R": lambda user, t: notas_of_staff(user, TODAY).filter(pk=t.inspection.pk).exists(),
        "U": lambda user, t: complaint_policies.can_reply_to_nota(user, t.inspection, TODAY),
    },
    "risk": {"R": lambda user, t: _sees(RiskScore.objects, t.risk, user)},
    "allegation": {
        "R": lambda user, t: _sees(Allegation.objects, t.allegation, user),
        "U": lambda user, t: complaint_policies.can_reply_to(user, t.allegation, TODAY),
    },
    # U: entries and targets; A: the other party's word on a year's evaluation
    "work_plan": {
        "R": lambda user, t: _sees(WorkPlan.objects, t.work_plan, user),
        "U": lambda user, t: complaint_policies.can_keep_plan(user, t.work_plan, TODAY),
        "A": lambda user, t: complaint_policies.can_agree_evaluation(user, t.plan_evaluation, TODAY),
    },
    # U: declaring, confirming, checking; A: letting the money go as the second officer
    "arrears_case": {
        "R": lambda user, t: _sees(ArrearsCase.objects, t.arrears, user),
        "U": _works_on_arrears,
        "A": lambda user, t: complaint_policies.can_decide_arrears(user, t.arrears, TODAY),
    },
    # C: proposing, serving, looking; A: approving; U: sending a proof and objecting, once there is a letter
    "sanction": {
        "R": lambda user, t: (
            _sees(SanctionCase.objects, t.sanction.case, user)
            or SanctionCase.objects.of_staff(user, TODAY).filter(pk=t.sanction.case_id).exists()
        ),
        "C": lambda user, t: complaint_policies.can_work_on_sanction(user, t.sanction.case, TODAY),
        "U": lambda user, t: phk_policies.is_staff(user, t.sanction.case.employer, TODAY),
        "A": lambda user, t: complaint_policies.can_decide_sanction(user, t.sanction, TODAY),
    },
    # C: proposing; A: the second officer's word
    "data_agreement": {
        "R": lambda user, t: _sees(DataAgreement.objects, t.data_agreement, user),
        "C": lambda user, t: exchange_policies.can_propose(user, t.data_agreement.province_id, TODAY),
        "A": lambda user, t: exchange_policies.can_approve_agreement(user, t.data_agreement, TODAY),
    },
    "counselling_room": {"R": lambda user, t: session_for(user, t.session.pk) is not None},
    "letter": {"R": lambda user, t: Letter.objects.visible_to(user).filter(pk=t.letter.pk).exists()},
    "notice": {"R": lambda user, t: Notice.objects.visible_to(user).filter(pk=t.notice.pk).exists()},
    "outreach": {
        "R": lambda user, t: (
            _sees(OutreachEntry.objects, t.outreach, user)
            or OutreachEntry.objects.of(user).filter(pk=t.outreach.pk).exists()
        ),
        "U": lambda user, t: claim_policies.can_tend_outreach(user, t.outreach, TODAY),
    },
    "simulation": {
        "R": lambda user, t: has_role(user, *access_of(simulation_list).roles, on=TODAY),
        "C": lambda user, t: can_simulate(user, TODAY),
    },
    "holiday": {"R": _perm("core.view_holiday"), "C": _perm("core.add_holiday")},
    "roles_and_regions": {"R": _perm("accounts.view_roleassignment"), "C": _perm("accounts.add_roleassignment")},
    "audit_trail": {"R": _perm("core.view_whole_trail"), "O": _perm("core.view_auditevent")},
    "access_log": {"R": _perm("core.view_accesslog")},
    **training_access.CHECKS,
}


def table() -> dict[tuple[str, str], dict[str, str]]:
    with (Path(__file__).parent / "access.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {(row["object"], row["role"]): row for row in rows}
    assert len(found) == len(rows), "one row an object and role"
    return found


def test_the_table_speaks_only_of_what_is_checked() -> None:
    for (thing, role), row in table().items():
        assert thing in CHECKS, thing
        assert role in ROLES, role
        assert set(row["letters"]) <= set(CHECKS[thing]), row
        assert row["scope"] in {"own", "firm", "lpk", "kab", "prov", "nas"}, row


def test_every_check_is_granted_to_somebody() -> None:
    given = {(thing, letter) for (thing, _), row in table().items() for letter in row["letters"]}
    assert given == {(thing, letter) for thing, checks in CHECKS.items() for letter in checks}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_do_what_the_table_says_and_nothing_else(things: Things, role: str) -> None:
    allowed, wrong = table(), {}
    insider, outsider = _insider(role, things), _outsider(role)
    for thing, checks in CHECKS.items():
        row = allowed.get((thing, role))
        for letter, check in checks.items():
            expected = row is not None and letter in row["letters"]
            if bool(check(insider, things)) != expected:
                wrong[thing, letter] = f"in scope it is {not expected}"
            if check(outsider, things):
                wrong[thing, letter, "out"] = "allowed out of scope"
    assert wrong == {}


def _insider(role: str, things: Things) -> User:
    if role == PARTICIPANT:
        return things.person.user
    if role == STAFF:
        return StaffFactory(employer=things.event.employer).user
    if role == INSTITUTE:
        return _acts_for_each(things)
    if role == Role.COUNSELLOR:
        return things.session.counsellor.user
    return officer(Role(role), region=HERE[:2] if role in ("PGW", "PGK", "KKN") else HERE)


def _acts_for_each(t: Things) -> User:
    """Staff of every institute that the objects lie at."""
    user = UserFactory()
    classes = (t.attendance.enrolment.training_class, t.invoice.training_class, t.training.held)
    for institute in {held.programme.institute for held in classes} | {t.training.draft.institute}:
        InstituteStaffFactory(institute=institute, user=user)
    return user


def _outsider(role: str) -> User:
    """The same role elsewhere; a national one that ended yesterday."""
    if role == PARTICIPANT:
        return claims.participant().user
    if role == STAFF:
        return StaffFactory().user
    if role == INSTITUTE:
        return InstituteStaffFactory(head=True).user
    if role not in NATIONAL_ROLES:
        return officer(Role(role), region=ELSEWHERE)
    user = UserFactory(with_totp=True)
    RoleAssignmentFactory(user=user, role=role, ends_on=date(2026, 11, 15))
    return user


def test_pages_of_training_are_open_to_whom_the_table_says() -> None:
    """A page declares exactly the roles that have one of its letters; BPJS's desk some of the readers."""
    declared = {route.name: set(route.access.roles) for route in routes() if route.access.kind == "roles"}
    wanted = {name: _officers(thing, letters) for name, (thing, letters) in training_access.PAGES.items()}
    assert {name: declared[name] for name in wanted} == wanted
    readers = _officers("training_billing", "R")
    assert [name for name in training_access.BPJS_PAGES if not declared[name] < readers] == []


def _officers(thing: str, letters: str) -> set[Role]:
    given = {role for (named, role), row in table().items() if named == thing and set(letters) & set(row["letters"])}
    return {Role(role) for role in given if role in Role.values}
