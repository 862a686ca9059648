"""One of everything that has an address, all of it somebody's: the names are those of the addresses' parameters."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from claims.models import Overpayment, WageReview
from claims.operations import corrections
from claims.operations.objections import add_file, submit_objection
from compliance.enums import FilePart
from compliance.operations import filing, serving, visits
from compliance.operations.workplan import FILE_PURPOSE
from core.models import Job
from files.operations import begin_upload
from ipk.selectors import profile_snapshot
from notices.letters import issue_letter
from notices.models import Letter
from participants.csv_rows import COLUMNS
from participants.models import EmployerJoin, IdentityCheck
from participants.operations import data_requests
from participants.operations.employers import hand_join_to_officer, invite_colleague
from participants.operations.phk_import import import_csv
from participants.operations.worker_import import import_workers
from participants.worker_csv import COLUMNS as WORKER_COLUMNS
from payments.enums import CaseKind, LineMatch, StatementState
from payments.models import BankStatement, StatementLine
from payments.operations.cases import open_case
from tests.factories import (
    arrears,
    claims,
    compliance,
    counseling,
    counseling_advice,
    counseling_worksheets,
    exchange,
    files,
    inspections,
    ipk,
    ipk_applications,
    ipk_profile,
    ipk_vacancies,
    membership,
    notices,
    participants,
    payments,
    sanctions,
    simulations,
    training,
    training_billing,
    training_invoices,
    training_money,
    training_partners,
    training_places,
    training_signals,
    workplaces,
    workplan,
)
from tests.factories.accounts import TotpFactory, UserFactory, officer, sign_in
from tests.factories.bills import ContributionBillFactory
from tests.factories.contributions import ContributionFileFactory
from tests.factories.counseling import open_session
from tests.factories.notices import LETTER_FACTS
from tests.factories.outreach import outreach_found
from tests.factories.participants import MORNING, TODAY
from training.enums import StaffPart
from training.operations.staff import invite_colleague as invite_to_institute

CSV = ",".join(COLUMNS.names).encode() + b"\r\n9901010107900001,Rina Kusuma\r\n"


@dataclass
class World:
    """`ids` by the name of the parameter; `holders` are people who may open at least one of them.

    `special`: other ids for one address, where the same name stands for a thing in another state.
    """

    worker: User
    staff: User
    ids: dict[str, Any] = field(default_factory=dict)
    special: dict[str, dict[str, Any]] = field(default_factory=dict)
    holders: list[User] = field(default_factory=list)

    def ids_of(self, route: str) -> dict[str, Any]:
        return self.ids | self.special.get(route, {})


def build_world() -> World:
    """A worker with a claim at the desk, the employer's staff, money under way, and what officers look at."""
    claim = claims.claim("needs_fix")
    event, worker = claim.phk, claim.person.user
    staff = event.employer.staff.get().user
    world = World(worker=worker, staff=staff)
    _claims(world, claim)
    _employer(world, event.employer)
    _workers(world, event.employer)
    _vacancies(world, event.employer)
    _money(world)
    _own(world)
    _months(world)
    _objection(world)
    _counselling(world)
    _worksheets(world)
    _advice(world)
    _room(world)
    _partners(world)
    _training(world)
    _training_invoice(world)
    _places(world)
    _billing(world)
    _signals(world)
    _register(world)
    _complaints(world)
    _work_plan(world)
    world.ids["outreach_id"] = outreach_found(event).pk
    world.ids["run_id"] = simulations.answered().pk
    _arrears(world)
    _inspections(world)
    _sanctions(world)
    _exchange(world)
    world.ids |= {"event_id": event.pk, "phk_id": event.pk, "proof_id": event.proofs.get().pk}
    return world


def _claims(world: World, claim: Any) -> None:
    stored = files.StoredFileFactory(owner=world.worker, purpose="claim_correction")
    asked = claim.corrections.get()
    corrections.answer_with_file(claim, file=stored, actor=world.worker, at=MORNING)
    verifier = officer(Role.BPJS_VERIFIER)
    check = IdentityCheck.objects.create(
        person=participants.PersonFactory(),
        user=UserFactory(),
        full_name="Rina Kusuma",
        born_on=TODAY,
        asked_at=MORNING,
        due_on=TODAY,
        outcome=IdentityCheck.Outcome.DIFFERS,
        answered_at=MORNING,
    )
    wish = data_requests.ask(world.worker, wish="correct", text="Nama ibu saya keliru.", at=MORNING)
    world.ids |= {"claim_id": claim.pk, "file_id": asked.files.get().pk, "check_id": check.pk, "wish_id": wish.pk}
    world.holders += [
        world.worker,
        verifier,
        officer(Role.DATA_PROTECTION),
        officer(Role.MEDIATOR, region="3372"),
        officer(Role.ADMINISTRATOR),
    ]


def _register(world: World) -> None:
    """A contribution file that waits to be loaded, with a list of what goes back."""
    place = default_storage.save("iuran/kembali.csv", ContentFile(b"baris\r\n"))
    file = ContributionFileFactory(rejects_location=place)
    world.ids["contribution_file_id"] = file.pk
    place = default_storage.save("tagihan-iuran/umpan-balik.csv", ContentFile(b"baris\r\n"))
    bill, who = ContributionBillFactory(feedback_location=place), officer(Role.REVIEWER)
    letter = issue_letter(kind="bill_kppn", user=who, subject=bill, at=MORNING, **LETTER_FACTS["bill_kppn"])
    world.ids["contribution_bill_id"] = bill.pk
    world.special["compliance:bill_letter"] = {"letter_id": letter.pk}
    world.holders += [who]


def _months(world: World) -> None:
    """A benefit that runs: a month, what was decided on it, evidence of job search, money asked back."""
    running = claims.claim("paid")
    month = running.months.get(n=1)
    decision = running.decisions.get()
    found = Overpayment.objects.create(
        number="LBR-1", claim=running, amount=1, since=TODAY, found_at=MORNING, decide_by=TODAY
    )
    review = WageReview.objects.create(
        claim=running,
        assessment=decision.assessment,
        wage_before=1,
        wage_found=2,
        asked_at=MORNING,
        answer_due_on=TODAY,
    )
    world.ids |= {
        "month_id": month.pk,
        "n": 2,
        "activity_id": ipk.activity(person=running.person).pk,
        "entry_id": ipk_profile.entry(running.person).pk,
        "overpayment_id": found.pk,
        "review_id": review.pk,
        "person_id": running.person.pk,
    }
    in_month = {"claim_id": running.pk, "decision_id": decision.pk}
    world.special |= {
        f"claims:{name}": in_month
        for name in ("month", "month_check", "month_sent", "month_complete", "month_decision", "reevaluation")
    }
    world.holders += [running.person.user, officer(Role.COUNSELLOR, region="3372"), officer(Role.BPJS_PAYMENT_MAKER)]


def _objection(world: World) -> None:
    """A refusal that somebody objects to, with a file; another one that is only begun."""
    refused, begun = (claims.claim("refused", paid_months=11) for _ in range(2))
    draft = claims.objection(claims.refusal(refused), sent=False)
    stored = files.StoredFileFactory(owner=refused.person.user, purpose="objection")
    added = add_file(draft, file=stored, at=MORNING)
    sent = submit_objection(draft, actor=refused.person.user, at=MORNING)
    other = claims.objection(claims.refusal(begun), sent=False)
    world.ids |= {"objection_id": sent.pk, "decision_id": other.decision_id}
    world.special |= {
        "claims:objection_file": {"file_id": added.pk},
        "claims:objection_sent": {"decision_id": sent.decision_id},
        "claims:objection_withdraw": {"decision_id": sent.decision_id},
    }
    world.holders += [refused.person.user, begun.person.user, officer(Role.BPJS_VERIFIER)]


def _counselling(world: World) -> None:
    """One that waits, one with a proposed time, one that is agreed; a leave, and somebody to be called."""
    one = counseling.counsellor()
    waiting = counseling.asked(to=one)
    agreed = counseling.agreed_session(by=one)
    proposed = counseling.proposed_session(by=one)
    leave = counseling.leave(one)
    world.ids |= {
        "request_id": waiting.pk,
        "session_pk": agreed.pk,
        "leave_id": leave.pk,
        "call_id": counseling.office_call().pk,
    }
    world.special["counseling:answer"] = {"request_id": proposed.request_id}
    world.holders += [waiting.person.user, agreed.person.user, proposed.person.user, one.user]


def _worksheets(world: World) -> None:
    """A session whose worksheet waits for the participant's answer, and another that is being written; a report."""
    sent, writing = counseling_worksheets.sent_worksheet(), counseling.open_session(by=counseling.counsellor())
    counseling_worksheets.write(writing)
    names = ("session", "worksheet", "worksheet_pdf", "report", "told")
    world.special |= {f"counseling:{name}": {"session_pk": sent.session_id} for name in names}
    world.special |= {f"counseling:worksheet_{name}": {"session_pk": writing.pk} for name in ("save", "sign")}
    world.special["counseling:absent"] = {"session_pk": writing.pk}
    world.ids["report_id"] = counseling_worksheets.report(sent.session).pk
    world.holders += [sent.session.counsellor.user, sent.session.person.user, writing.counsellor.user]


def _advice(world: World) -> None:
    """A session that goes on, with a vacancy that was shown in it."""
    session = open_session(starts_at=MORNING - timedelta(minutes=5))
    (advice,) = counseling_advice.advised(session)
    shown = {"session_pk": session.pk, "vacancy_id": advice.vacancy_id}
    world.special |= {f"counseling:{name}": shown for name in ("advice", "apply", "follow_up_one", "outcome", "rate")}
    world.holders += [session.person.user, session.counsellor.user]


def _room(world: World) -> None:
    """A session that goes on, of somebody who has nothing else."""
    going_on = counseling.open_session(starts_at=MORNING)
    names = ("room", "messages", "phone", "end")
    world.special |= {f"counseling:{name}": {"session_pk": going_on.pk} for name in names}
    world.holders += [going_on.person.user, going_on.counsellor.user]


def _partners(world: World) -> None:
    """A proposal that waits for its verifier, one that the ministry signs, a colleague who is invited."""
    made, signed, agreed = (training_partners.proposal(step) for step in ("submitted", "signed", "agreed"))
    invited = UserFactory()
    how = {"email": invited.email, "part": StaffPart.STAFF, "actor": made.head, "at": MORNING}
    invitation = invite_to_institute(made.institute, **how)
    world.ids["institute_id"] = made.institute.pk
    world.special |= {
        "training:institute_invitation": {"invitation_id": invitation.pk},
        "training:review_agreement": {"institute_id": signed.institute.pk},
        "training:review_pks": {"institute_id": agreed.institute.pk, "partnership_id": agreed.row.pk},
        "training:provider_pks": {"partnership_id": agreed.row.pk},
    }
    world.holders += [made.head, invited, made.verifier, signed.signer, agreed.head]


def _signals(world: World) -> None:
    world.ids["signal_id"] = training_signals.noted().pk
    world.holders += [officer(Role.INTEGRITY)]


def _training(world: World) -> None:
    """A seat in a class with a meeting that somebody acts for."""
    seat = training_money.EnrolmentFactory()
    held = seat.training_class
    staff = training_money.InstituteStaffFactory(institute=held.programme.institute, head=True)
    meeting = training_money.MeetingFactory(training_class=held)
    world.ids |= {"class_id": held.pk, "meeting_id": meeting.pk, "enrolment_id": seat.pk}
    working = training_money.EnrolmentFactory(training_class=held, working=True)
    world.special["training:provider_letter"] = {"enrolment_id": working.pk}
    world.holders += [staff.user, seat.person.user, officer(Role.REVIEWER)]


def _training_invoice(world: World) -> None:
    """One that an institute sent, with a line and three papers."""
    held, home = training_invoices.over(ends_on=TODAY - timedelta(days=1))
    sent = training_invoices.sent(held, at=MORNING)
    world.ids |= {"invoice_id": sent.pk, "place": 1}
    world.holders += [home.head, officer(Role.REVIEWER)]


def _places(world: World) -> None:
    """A voucher that can be used, a class that it leads into, and a seat in another class of the same institute."""
    voucher = training_places.with_voucher()
    programme = voucher.recommendation.programme
    to_join = training.TrainingClassFactory(programme=programme)
    seat = training_money.EnrolmentFactory(training_class__programme=programme)
    taken = training_places.entitled(programme=training_places.priced(institute=programme.institute, title="Las"))
    staff = training_places.staff_of(programme.institute)
    world.ids |= {"voucher_id": voucher.pk, "programme_id": programme.pk, "recommendation_id": taken.pk}
    names = ("class_join", "provider_class", "provider_class_cancel")
    world.special |= {f"training:{name}": {"class_id": to_join.pk} for name in names}
    world.special |= {f"training:{name}": {"enrolment_id": seat.pk} for name in ("leave_class", "provider_seat_end")}
    world.holders += [voucher.person.user, seat.person.user, taken.person.user, staff, officer(Role.STANDARDS)]


def _billing(world: World) -> None:
    """An invoice that BPJS has received; its participant may not open what officers do."""
    invoice = training_billing.approved_invoice()
    batch, item = training_billing.sent_billing(invoice), training_billing.item_of(invoice)
    line = item.lines.get()
    world.ids |= {"billing_id": batch.pk, "billing_item_id": item.pk, "billed_line_id": line.pk}
    world.holders += [training_billing.head_of(invoice)]


def _complaints(world: World) -> None:
    """One that an inspector works on, with a file; its employer is asked and adds one too."""
    firm = participants.StaffFactory(employer=participants.EmployerFactory(), is_admin=True)
    made = compliance.complaint("taken", employer=firm.employer)
    stored = files.StoredFileFactory(owner=made.author, purpose=filing.FILE_PURPOSE)
    sent = files.StoredFileFactory(owner=firm.user, purpose=serving.FILE_PURPOSE)
    allegation = compliance.served(made)
    added = filing.add_file(made, file=stored, actor=made.author, at=MORNING)
    answered = serving.add_reply_file(allegation, file=sent, actor=firm.user, at=MORNING)
    world.ids |= {"complaint_id": made.pk, "allegation_id": allegation.pk}
    world.special |= {
        "compliance:complaint_file": {"file_id": added.pk},
        "compliance:allegation_file": {"file_id": answered.pk},
    }
    world.holders += [made.author, made.taken_by, firm.user]


def _work_plan(world: World) -> None:
    """Jakarta's, with an entry and its evidence."""
    made, keeper = workplan.plan(), workplan.keeper()
    stored = files.StoredFileFactory(owner=keeper, purpose=FILE_PURPOSE)
    year = workplan.year_of(made)
    entry = workplan.progress(year, by=keeper, file=stored)
    world.ids |= {"plan_id": made.pk, "plan_year_id": year.pk, "plan_entry_id": entry.pk}
    workplan.submitted(made, by=keeper)
    in_year = {"year": year.year}
    world.special |= {"compliance:plan_evaluation": in_year, "compliance:plan_evaluation_pdf": in_year}
    world.holders.append(keeper)


def _arrears(world: World) -> None:
    """An employer in arrears says that it paid; its worker has not answered yet."""
    case = arrears.arrears_case("declared")
    ids = {"case_id": case.pk, "claim_id": case.claim_id, "payment_id": case.payments.get().pk}
    names = ("worker_arrears", "employer_arrears_case", "arrears_case", "arrears_file")
    world.ids |= {"payment_id": ids["payment_id"]}
    world.special |= {f"compliance:{name}": ids for name in names}
    world.holders += [arrears.worker_of(case), arrears.staff_of(case)]


def _inspections(world: World) -> None:
    """One whose nota the employer has, with a file of each side."""
    made = inspections.inspection("issued")
    staff = inspections.staff_of(made)
    sent = files.StoredFileFactory(owner=staff, purpose=visits.FILE_PURPOSE)
    added = visits.add_file(made, file=sent, part=FilePart.REPLY, actor=staff, at=MORNING)
    world.ids |= {"inspection_id": made.pk}
    world.special |= {
        "compliance:inspection_file": {"file_id": added.pk},
        "compliance:inspected_employer": {"employer_id": made.employer_id},
    }
    world.holders += [made.lead, made.issued_by, staff]


def _sanctions(world: World) -> None:
    """A first warning that has arrived, with its letter and a proof of arrival."""
    made = sanctions.case("warned_once", served=True)
    step = made.proposals.get()
    case_id = {"case_id": made.pk}
    world.special |= {
        "compliance:sanction_case": case_id,
        "compliance:employer_sanction": case_id,
        "compliance:sanction_letter": {"letter_id": Letter.objects.get(subject_id=str(step.pk)).pk},
        "compliance:sanction_file": {"file_id": step.service.pk},
    }
    world.holders += [made.opened_by, made.employer.staff.get().user]


def _exchange(world: World) -> None:
    """An agreement of Jawa Tengah with a set and the answer to a list that wait for an administrator."""
    made = exchange.delivery("prepared")
    listed = exchange.card_answer("checked", of=made.agreement)
    world.ids |= {"agreement_id": made.agreement_id, "delivery_id": made.pk, "reconciliation_id": listed.pk}
    world.holders.append(made.asked_by)


def _employer(world: World, employer: Any) -> None:
    joiner = UserFactory()
    join = EmployerJoin.objects.create(
        employer=participants.EmployerFactory(), user=joiner, position="HR", asked_at=MORNING
    )
    hand_join_to_officer(join=join, at=MORNING)
    invited = UserFactory()
    invitation = invite_colleague(employer=employer, email=invited.email, is_admin=False, actor=world.staff, at=MORNING)
    imported = import_csv(employer=employer, content=CSV, file_name="phk.csv", actor=world.staff, at=MORNING)
    world.ids |= {
        "staff_id": employer.staff.get(user=world.staff).pk,
        "join_id": join.pk,
        "invitation_id": invitation.pk,
        "import_id": imported.pk,
    }
    world.holders += [world.staff, joiner, invited]


def _workers(world: World, employer: Any) -> None:
    """A worker whose enrolment waits for BPJS, a file of others, a place of work, another scale asked for."""
    report = membership.waiting_report(employer)
    file = ";".join(WORKER_COLUMNS.names).encode() + b"\r\n9901010107900001;Rina Kusuma\r\n"
    taken = import_workers(employer=employer, content=file, file_name="p.csv", actor=world.staff, at=MORNING)
    world.ids |= {
        "employment_id": report.employment_id,
        "worker_report_id": report.pk,
        "worker_import_id": taken.pk,
        "workplace_id": workplaces.workplace(employer).pk,
        "employer_report_id": workplaces.employer_report(employer).pk,
    }


def _vacancies(world: World, employer: Any) -> None:
    """One that waits for an officer; the desk of reports and the reader of the market have one that is open."""
    waiting = ipk_vacancies.VacancyFactory(employer=employer, submitted=True)
    shown = ipk_vacancies.VacancyFactory(employer=employer)
    world.ids |= {"vacancy_id": waiting.pk, "saved_id": ipk_vacancies.SavedSearchFactory(user=world.worker).pk}
    world.special["ipk:vacancy_report"] = {"vacancy_id": shown.pk}
    draft = ipk_vacancies.VacancyFactory(employer=employer, draft=True)
    world.special["ipk:employer_vacancy_submit"] = {"vacancy_id": draft.pk}
    _application(world, shown)


def _application(world: World, vacancy: Any) -> None:
    """Sent with a photo and a file by somebody else than the worker."""
    person = participants.PersonFactory()
    ipk_profile.profile(person, full=True)
    files_sent = [ipk_applications.attachment(person.user)]
    sent = ipk_applications.application(
        person=person, vacancy=vacancy, snapshot=profile_snapshot(person), files=files_sent
    )
    world.ids["application_id"] = sent.pk
    world.special["ipk:application_file"] = {"file_id": sent.files.get().pk}
    world.holders.append(person.user)


def _money(world: World) -> None:
    batch = payments.make_frozen_batch()
    payout = batch.lines.get()
    statement = BankStatement.objects.create(
        day=TODAY,
        number="ST-1",
        sha256="0" * 64,
        state=StatementState.POSTED,
        line_count=1,
        imported_by=None,
        imported_at=MORNING,
    )
    line = StatementLine.objects.create(
        statement=statement, day=TODAY, line=1, kind="debit", key="", bank_reference="BR-1", amount=125_000,
        match=LineMatch.UNMATCHED,
    )  # fmt: skip
    case = open_case(CaseKind.UNKNOWN_REFERENCE, "BR-1", at=MORNING)
    job = Job.objects.create(name="x", queue="default", state=Job.State.DEAD, due_at=MORNING, created_at=MORNING)
    world.ids |= {
        "batch_id": batch.pk,
        "payout_id": payout.pk,
        "line_id": line.pk,
        "case_id": case.pk,
        "job_id": job.pk,
    }
    world.holders += [batch.made_by, officer(Role.BPJS_PAYMENT_CHECKER)]


def _own(world: World) -> None:
    """What everybody has for themselves: messages, letters, devices, a second factor."""
    upload, _ = begin_upload(
        owner=world.worker, name="bukti.jpg", kind="jpeg", size=200_000, sha256="1" * 64, at=MORNING
    )
    session = UserSession.objects.create(user=world.worker, session_key="x" * 32, ip="203.0.113.9")
    world.ids |= {
        "notice_id": notices.make_notice(world.worker).pk,
        "letter_id": notices.make_letter(user=world.worker).pk,
        "upload_id": upload.pk,
        "session_id": session.pk,
        "authenticator_id": TotpFactory(user=world.worker).pk,
    }


def client_of(user: User) -> Client:
    return sign_in(Client(), user)
