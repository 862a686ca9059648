"""One of everything that has an address, all of it somebody's: the names are those of the addresses' parameters."""

from dataclasses import dataclass, field
from typing import Any

from allauth.usersessions.models import UserSession
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from claims.models import Overpayment, WageReview
from claims.operations import corrections
from claims.operations.objections import add_file, submit_objection
from core.models import Job
from files.operations import begin_upload
from ipk.selectors import profile_snapshot
from participants.csv_file import COLUMNS
from participants.models import EmployerJoin, IdentityCheck
from participants.operations import data_requests
from participants.operations.employers import hand_join_to_officer, invite_colleague
from participants.operations.phk_import import import_csv
from payments.enums import CaseKind, LineMatch, StatementState
from payments.models import BankStatement, StatementLine
from payments.operations.cases import open_case
from tests.factories import (
    claims,
    files,
    ipk,
    ipk_applications,
    ipk_profile,
    ipk_vacancies,
    notices,
    participants,
    payments,
)
from tests.factories.accounts import TotpFactory, UserFactory, officer, sign_in
from tests.factories.participants import MORNING, TODAY

CSV = ",".join(COLUMNS).encode() + b"\r\n9901010107900001,Rina Kusuma\r\n"


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
    _vacancies(world, event.employer)
    _money(world)
    _own(world)
    _months(world)
    _objection(world)
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


def _months(world: World) -> None:
    """A benefit that runs: a month, what was decided on it, evidence of job search, money asked back."""
    running = claims.claim("paid")
    month = running.months.get(n=1)
    decision = running.decisions.get()
    found = Overpayment.objects.create(
        number="LBR-1", claim=running, amount=1, work_started_on=TODAY, found_at=MORNING, decide_by=TODAY
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
