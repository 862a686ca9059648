"""Persons, employers and their staff; terminations come from the operations, as in life.

report_phk(opened_by="employer")                      waits for the mediator
report_phk(person=siti, phk_on=date(2026, 11, 10))    reported by the worker, waits for the employer
confirmed_phk(person=siti)                            proof accepted
"""

import hashlib
import uuid
from datetime import UTC, date, datetime
from typing import Any

import factory
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.enums import Role
from accounts.models import User
from core.models import Region
from core.workflow import signed_by
from files.enums import FileState
from files.models import StoredFile
from participants.enums import Contract, IdentityState, PhkReason, ProofKind, Side
from participants.models import Employer, EmployerStaff, Person, PhkEvent
from participants.operations import phk
from participants.said import ProofGiven, Said, Worker
from rules.jobsearch import fold_company
from tests.factories.accounts import UserFactory, officer

MORNING = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)  # Monday, 09.00 WIB
TODAY = date(2026, 11, 16)
PHK_ON = date(2026, 11, 10)
PNG = b"\x89PNG\r\n\x1a\n"  # only looked at by what opens it; uploads are tested with real ones


class EmployerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Employer

    class Params:
        without_address = factory.Trait(contact_email="")

    npp = factory.Sequence(lambda n: f"99{n:06d}")
    name = factory.Sequence(lambda n: f"PT Contoh {chr(65 + n % 26)} Jaya")
    name_key = factory.LazyAttribute(lambda o: fold_company(o.name))
    scale = "menengah"
    address = "Jalan Contoh 1"
    region_id = "3372"
    contact_email = factory.LazyAttribute(lambda o: f"hrd{o.npp}@contoh.invalid")
    seen_at = MORNING


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person
        skip_postgeneration_save = True

    class Params:
        unregistered = factory.Trait(user=None, state=IdentityState.PENDING, verified_at=None)
        pending = factory.Trait(state=IdentityState.PENDING, verified_at=None)

    full_name = factory.Sequence(lambda n: f"Pekerja Contoh {chr(65 + n % 26)}")
    user = factory.SubFactory(UserFactory, full_name=factory.SelfAttribute("..full_name"))
    nik = factory.Sequence(lambda n: f"990101010790{n % 9000 + 1000:04d}")
    born_on = date(1990, 7, 1)
    region_id = "3372"
    state = IdentityState.VERIFIED
    verified_at = MORNING
    created_at = MORNING

    @factory.post_generation
    def log_of_its_state(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        """Who is known was found out by a move, as in life."""
        move = {IdentityState.VERIFIED: "verify", IdentityState.NEEDS_OFFICER: "send_to_officer"}.get(self.state)
        if create and move:
            self.log.create(move=move, from_state="pending", to_state=self.state, at=MORNING, **signed_by(None))


class StaffFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EmployerStaff

    class Params:
        admin = factory.Trait(is_admin=True)
        former = factory.Trait(until=TODAY)

    employer = factory.SubFactory(EmployerFactory)
    user = factory.SubFactory(UserFactory)
    since = date(2026, 1, 5)


def province_and_regency() -> Region:
    """The regency of the factories; reference data brings it in life."""
    return Region.objects.get(pk="3372")


def said(**facts: Any) -> Said:
    """An ordinary termination: efficiency, permanent contract."""
    return Said(
        **{
            "phk_on": PHK_ON,
            "reason": PhkReason.B,
            "contract": Contract.PKWTT,
            "work_started_on": date(2019, 3, 4),
            "wage": 4_500_000,
            **facts,
        }
    )


def stored_file(
    owner: User, *, content: bytes = PNG, name: str = "surat-phk.png", state: FileState = FileState.CLEAN
) -> StoredFile:
    """An image of `owner`, as if it had been uploaded and checked."""
    digest = hashlib.sha256(content + str(owner.pk).encode() + uuid.uuid4().bytes).hexdigest()
    stored = StoredFile.objects.create(
        owner=owner,
        purpose="phk_proof",
        kind="png",
        name=name,
        size=len(content),
        sha256=digest,
        clean_sha256=hashlib.sha256(content).hexdigest(),
        location=default_storage.save(f"uji/{uuid.uuid4().hex}.png", ContentFile(content)),
        state=state,
        created_at=MORNING,
    )
    if state == FileState.CLEAN:
        stored.log.create(move="pass", from_state="quarantined", to_state=state, at=MORNING, **signed_by(None))
    return stored


def proof(owner: User, kind: ProofKind = ProofKind.RECEIPT) -> ProofGiven:
    return ProofGiven(kind, stored_file(owner), "PHK/88/2026", date(2026, 11, 9))


def report_phk(
    *,
    opened_by: str = Side.WORKER,
    person: Person | None = None,
    employer: Employer | None = None,
    at: datetime = MORNING,
    with_proof: bool = True,
    **facts: Any,
) -> PhkEvent:
    """A termination as one side reported it. `with_proof` only goes with a user who uploads."""
    person = person or PersonFactory()
    employer = employer or EmployerFactory()
    if opened_by == Side.WORKER:
        proofs = [proof(person.user)] if with_proof else []
        return phk.report_by_worker(
            person=person, employer=employer, said=said(**facts), proofs=proofs, actor=person.user, at=at
        )
    staff = employer.staff.filter(until=None).first() or StaffFactory(employer=employer, is_admin=True)
    worker = Worker(person.nik, person.full_name, person.born_on)
    proofs = [proof(staff.user)] if with_proof else []
    return phk.report_by_employer(
        employer=employer, worker=worker, said=said(**facts), proofs=proofs, actor=staff.user, at=at
    )


def at_mediator(**how: Any) -> PhkEvent:
    """Reported by the employer with proof: waits for the mediator at once."""
    return report_phk(opened_by=Side.EMPLOYER, **how)


def confirmed_phk(*, mediator: User | None = None, **how: Any) -> PhkEvent:
    """Proof accepted on the employer's account."""
    event = at_mediator(**how)
    mediator = mediator or officer(Role.MEDIATOR, region="33")
    return phk.accept_proof(event=event, kind=ProofKind.RECEIPT, side=Side.EMPLOYER, actor=mediator, at=MORNING)
