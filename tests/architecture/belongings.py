"""One of everything that has an address, all of it somebody's: the names are those of the addresses' parameters."""

from dataclasses import dataclass, field
from typing import Any

from allauth.usersessions.models import UserSession
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from claims.operations import corrections
from core.models import Job
from files.operations import begin_upload
from participants.csv_file import COLUMNS
from participants.models import EmployerJoin, IdentityCheck
from participants.operations.employers import hand_join_to_officer, invite_colleague
from participants.operations.phk_import import import_csv
from payments.enums import CaseKind, LineMatch, StatementState
from payments.models import BankStatement, StatementLine
from payments.operations.cases import open_case
from tests.factories import claims, files, notices, participants, payments
from tests.factories.accounts import TotpFactory, UserFactory, officer, sign_in
from tests.factories.participants import MORNING, TODAY

CSV = ",".join(COLUMNS).encode() + b"\r\n9901010107900001,Rina Kusuma\r\n"


@dataclass
class World:
    """`ids` by the name of the parameter; `holders` are people who may open at least one of them."""

    worker: User
    staff: User
    ids: dict[str, Any] = field(default_factory=dict)
    holders: list[User] = field(default_factory=list)


def build_world() -> World:
    """A worker with a claim at the desk, the employer's staff, money under way, and what officers look at."""
    claim = claims.claim("needs_fix")
    event, worker = claim.phk, claim.person.user
    staff = event.employer.staff.get().user
    world = World(worker=worker, staff=staff)
    _claims(world, claim)
    _employer(world, event.employer)
    _money(world)
    _own(world)
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
        outcome=IdentityCheck.Outcome.DIFFERS,
        answered_at=MORNING,
    )
    world.ids |= {"claim_id": claim.pk, "file_id": asked.files.get().pk, "check_id": check.pk}
    world.holders += [world.worker, verifier, officer(Role.MEDIATOR, region="3372"), officer(Role.ADMINISTRATOR)]


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
