"""The facts that the rules judge. Every fact may be None: unknown, never "no" (POL-20).

Three are different because their absence is itself the fact: `reemployed_on`, `died_on` and a contribution's `paid_on`
are None when it has not happened. Build them from JSON with `rules.facts_json`.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from rules.calendar import Month


class PhkReason(StrEnum):
    """Letters of Pasal 154A ayat (1) UU 13/2003; `other` is a reason of a company regulation under ayat (2)."""

    A = "a"
    B = "b"
    C = "c"
    D = "d"
    E = "e"
    F = "f"
    G = "g"
    H = "h"
    I = "i"  # noqa: E741  # the letter of the law
    J = "j"
    K = "k"
    L = "l"
    M = "m"
    N = "n"
    O = "o"  # noqa: E741  # the letter of the law
    OTHER = "other"


class Contract(StrEnum):
    """The kind of employment contract."""

    PKWT = "PKWT"
    PKWTT = "PKWTT"


class Proof(StrEnum):
    """The proof of PHK (Permenaker 2/2025 Pasal 9 ayat (3))."""

    TANDA_TERIMA = "tanda_terima"  # receipt of the PHK report
    PB_TERDAFTAR = "pb_terdaftar"  # agreement registered at the PHI
    PB_TANDA_TERIMA = "pb_tanda_terima"  # agreement with the receipt of the PHK report
    PUTUSAN_PHI = "putusan_phi"  # final ruling of the PHI
    NONE = "none"


class Scale(StrEnum):
    """The size of the enterprise."""

    MIKRO = "mikro"
    KECIL = "kecil"
    MENENGAH = "menengah"
    BESAR = "besar"


class Jkn(StrEnum):
    """The segment of health insurance."""

    PPU = "ppu"
    PBPU = "pbpu"
    PBI = "pbi"
    NONE = "none"


class Programme(StrEnum):
    """Programmes of BPJS Ketenagakerjaan."""

    JKK = "JKK"
    JKM = "JKM"
    JHT = "JHT"
    JP = "JP"


@dataclass(frozen=True, slots=True)
class Participant:
    """Who asks."""

    citizen: bool | None = None
    born_on: date | None = None
    registered_on: date | None = None
    scale: Scale | None = None
    programmes: frozenset[Programme] | None = None
    jkn: Jkn | None = None
    willing_to_work: bool | None = None
    employed_elsewhere: bool | None = None
    reemployed_on: date | None = None
    died_on: date | None = None


@dataclass(frozen=True, slots=True)
class Phk:
    """The termination. `contract_ends_on` matters for a PKWT only."""

    on: date | None = None
    reason: PhkReason | None = None
    contract: Contract | None = None
    contract_ends_on: date | None = None
    proof: Proof | None = None
    disputed: bool | None = None


class Contribution(NamedTuple):
    """One employer's contribution for one month. `paid_on` None: unpaid. A `wage` always has its `reported_on`."""

    month: Month
    employer: str | None = None
    wage: int | None = None
    paid_on: date | None = None
    reported_on: date | None = None


@dataclass(frozen=True, slots=True)
class EligibilityFacts:
    """What decides whether the benefit is due. `previous_benefits`: the PHK dates of benefits taken before."""

    filed_on: date | None = None
    decided_on: date | None = None
    participant: Participant = Participant()
    phk: Phk = Phk()
    contributions: tuple[Contribution, ...] | None = None
    previous_benefits: tuple[date | None, ...] | None = None


class JobSearchItem(NamedTuple):
    """An application sent to, or an interview at, a company. `used`: already counted for another month (POL-17)."""

    company: str | None = None
    on: date | None = None
    used: bool | None = None


@dataclass(frozen=True, slots=True)
class Training:
    """Training in the previous month. `attendance` is a share between 0 and 1."""

    attendance: Fraction | None = None


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """What decides whether month `n` is paid. `training` None: not in training."""

    n: int
    reference_date: date | None = None
    filed_on: date | None = None
    granted_on: date | None = None
    wage_base: int | None = None
    applications: tuple[JobSearchItem, ...] | None = None
    interviews: tuple[JobSearchItem, ...] | None = None
    training: Training | None = None
    self_assessed: bool | None = None
    status_form: bool | None = None
    reemployed_on: date | None = None
    died_on: date | None = None
    outage_days: int | None = None
