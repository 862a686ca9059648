"""What somebody says about a termination: plain data, and what cannot be right in it. Pure: no database, no clock."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from participants.enums import Contract, PhkReason, ProofKind

FACTS = ("phk_on", "reason", "contract", "contract_starts_on", "contract_ends_on", "work_started_on", "wage")
LARGEST_WAGE = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Said:
    """One side's account: the facts, then the particulars of Permenaker 2/2025 Pasal 9 ayat (2). Wage in rupiah."""

    phk_on: date
    reason: PhkReason
    contract: Contract
    contract_starts_on: date | None = None
    contract_ends_on: date | None = None
    work_started_on: date | None = None
    wage: int | None = None
    worker_name: str = ""
    worker_address: str = ""
    kpj: str = ""
    employer_address: str = ""
    certificate_number: str = ""
    contract_number: str = ""
    proof_number: str = ""
    proof_dated_on: date | None = None

    def facts(self) -> dict[str, Any]:
        """The part that event and version share."""
        return {name: getattr(self, name) for name in FACTS}

    def particulars(self) -> dict[str, Any]:
        """The part that only a version holds; `kpj` is sealed there."""
        return {name: value for name, value in asdict(self).items() if name not in FACTS}

    def changed(self, **facts: Any) -> "Said":
        """The same with other facts."""
        return replace(self, **facts)


@dataclass(frozen=True, slots=True)
class Worker:
    """Whom an employer reports: the person as the employer knows them. `nik` 16 digits."""

    nik: str
    full_name: str
    born_on: date
    address: str = ""


@dataclass(frozen=True, slots=True)
class ProofGiven:
    """A document: its stored file (files.StoredFile) or, from a CSV, its number."""

    kind: ProofKind
    file: Any = None
    number: str = ""
    dated_on: date | None = None


def problems(said: Said, *, today: date) -> Sequence[tuple[str, str]]:
    """(field, code) of everything that cannot be right. Empty: it may be reported."""
    return fact_problems(said.facts(), today=today)


def fact_problems(facts: Mapping[str, Any], *, today: date) -> Sequence[tuple[str, str]]:
    """The same of FACTS of which some are None, as of a row with a cell that cannot be read: they are not judged."""
    phk_on, started, wage = facts["phk_on"], facts["work_started_on"], facts["wage"]
    starts, ends = facts["contract_starts_on"], facts["contract_ends_on"]
    checks = (
        ("phk_on", "phk_in_future", phk_on is not None and phk_on > today),
        ("phk_on", "phk_before_work", phk_on is not None and started is not None and phk_on < started),
        ("contract_ends_on", "contract_ends_before_start", starts is not None and ends is not None and ends < starts),
        ("contract_ends_on", "contract_end_missing", facts["contract"] == Contract.PKWT and ends is None),
        ("wage", "wage_not_positive", wage is not None and wage <= 0),
        ("wage", "wage_too_large", wage is not None and wage > LARGEST_WAGE),
    )
    return [(field, code) for field, code, wrong in checks if wrong]


def is_natural_expiry(said: Said) -> bool:
    """A PKWT that ran to its end gives no benefit (PP 37/2021 Pasal 20 ayat (2))."""
    return said.contract == Contract.PKWT and said.contract_ends_on is not None and said.phk_on >= said.contract_ends_on
