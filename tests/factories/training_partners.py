"""Institutes on their way to an agreement, made by the operations that make them in life.

complete_institute(), partner=True                        nothing is missing; a prospect unless it is a partner
proposal(), at="draft"|"submitted"|"verified"|"signed"|"agreed"      of a complete institute, with its people
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from accounts.enums import Role
from accounts.models import User
from tests.factories.accounts import UserFactory, officer
from tests.factories.participants import MORNING
from tests.factories.training import InstituteFactory, ProgrammeFactory
from tests.factories.training_money import InstituteStaffFactory
from training.checklists import checklist
from training.models import Facility, Institute, Instructor, Partnership
from training.operations import partnership as operations
from training.operations.partnership import Answer
from training.selectors.partnership import version_of

STEPS = ("draft", "submitted", "verified", "signed", "agreed")


@dataclass
class Proposed:
    """A proposal with its head, its verifier and who signs for the ministry."""

    institute: Institute
    head: User
    row: Partnership
    verifier: User = field(default_factory=lambda: officer(Role.INSTITUTE_VERIFIER, full_name="Dimas Wibowo"))
    signer: User = field(default_factory=lambda: officer(Role.STANDARDS, full_name="Yoga Pradana"))

    @property
    def seen(self) -> str:
        self.row.refresh_from_db()
        return version_of(self.row)


def complete_institute(*, partner: bool = False, **fields: Any) -> Institute:
    """With licence, accreditation, account, a teacher, a room and a programme: a proposal lacks nothing."""
    known = {
        "prospect": not partner,
        "head_name": "Retno Palupi",
        "email": "lpk@contoh.invalid",
        "licence": "izin",
        "licence_no": "IZIN-2024-12",
        "licence_until": date(2029, 1, 31),
        "accreditation_no": "LA-2024-77",
        "bank_code": "014",
        "account_tail": "4471",
        "account_name": "LPK KARYA CONTOH",
    }
    institute: Institute = InstituteFactory(**known | fields)
    institute.account = "0123454471"
    institute.save()
    Instructor.objects.create(institute=institute, name="Wahyu", subject="Menjahit", experience_years=2)
    Facility.objects.create(institute=institute, kind="bengkel", name="Bengkel jahit", capacity=20)
    ProgrammeFactory(institute=institute, draft=not partner)
    return institute


def all_met(row: Partnership) -> dict[str, Answer]:
    return {item.code: Answer(met=True) for item in checklist(row.checklist)}


def proposal(at: str = "submitted", *, institute: Institute | None = None, when: datetime = MORNING) -> Proposed:
    """A proposal that has come so far."""
    institute = institute or complete_institute()
    head = UserFactory(full_name="Retno Palupi")
    InstituteStaffFactory(institute=institute, user=head, head=True)
    made = Proposed(institute, head, operations.begin_proposal(institute, actor=head, at=when))
    steps = {
        "submitted": lambda: operations.submit_proposal(made.row, actor=head, at=when),
        "verified": lambda: operations.verify_proposal(
            made.row, answers=all_met(made.row), seen=made.seen, actor=made.verifier, at=when
        ),
        "signed": lambda: operations.sign_agreement(made.row, typed_name="Retno Palupi", actor=head, at=when),
        "agreed": lambda: operations.agree(made.row, actor=made.signer, at=when),
    }
    for step in STEPS[1 : STEPS.index(at) + 1]:
        made.row = steps[step]()
    institute.refresh_from_db()
    return made
