"""The training benefit: who may have a voucher, what attendance suffices, which line of an invoice is payable.

Every reason is named with its source, as in the rest of the law. Minutes count, not days; 80 % is compared as a
fraction and never rounded (TRN-06, TRN-07).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final

from rules.decision import Reason, all_met
from rules.duties import ATTENDANCE_WARNING, TRAINING_COST_CEILING
from rules.law import KEBIJAKAN, PAPARAN_JKP_2022, Evidence, LegalRef
from rules.money import Rupiah
from rules.parameters import ATTENDANCE_NEEDED, RECOMMENDATION_FOR_TRAINING
from rules.values import decimal

RECOMMENDED, IN_PERIOD, ONE_AT_A_TIME, OFFERED = "VOU-01", "VOU-02", "VOU-03", "VOU-04"
MATCHES, ATTENDED, LETTER, PRICED, BILLED_ONCE, RECORDED = "LIN-01", "LIN-02", "LIN-03", "LIN-04", "LIN-05", "LIN-06"

_SLIDES: Final = LegalRef(PAPARAN_JKP_2022, "", Evidence.SEED)
_CONFIG: Final = LegalRef(KEBIJAKAN, "", Evidence.CONFIG)
_SOURCES: Final[Mapping[str, LegalRef]] = {
    RECOMMENDED: LegalRef(KEBIJAKAN, "POL-14", Evidence.POLICY),
    IN_PERIOD: _SLIDES,
    ONE_AT_A_TIME: _CONFIG,
    OFFERED: _SLIDES,
    MATCHES: _SLIDES,
    LETTER: _SLIDES,
    BILLED_ONCE: _CONFIG,
    RECORDED: _CONFIG,
}


class Outlook(StrEnum):
    """Where somebody's attendance can still end. `LOST`: not even being at every meeting left reaches the share."""

    SAFE = "safe"
    WARNED = "warned"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class VoucherFacts:
    """`in_period` None: nothing is known of a running benefit."""

    on: date
    recommended: bool
    in_period: bool | None
    holds_another: bool
    offered: bool
    cost: Rupiah


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One participant of a class. Minutes as recorded; `unrecorded` meetings that were held and nobody wrote down.

    `letter` says whether "telah mengikuti pelatihan" was issued; it matters only for who found work. `price` is the
    one that the seat was given for, `priced_on` the day on which it was set. `approved` is what the standards
    directorate had approved on the day of the seat; None: nothing apart from `price` is known.
    """

    on: date
    recommended: str
    taught: str
    attended: int
    planned: int
    unrecorded: int
    found_work: bool
    letter: bool
    price: Rupiah
    priced_on: date
    billed_elsewhere: bool
    approved: Rupiah | None = None


def voucher_reasons(facts: VoucherFacts) -> tuple[Reason, ...]:
    """VOU-01 to VOU-04, each once; a voucher is issued when every one is met."""
    ceiling = TRAINING_COST_CEILING.on(facts.on)
    needed = RECOMMENDATION_FOR_TRAINING.on(facts.on).value
    return (
        _reason(RECOMMENDED, facts.recommended or not needed),
        _reason(IN_PERIOD, facts.in_period),
        _reason(ONE_AT_A_TIME, not facts.holds_another),
        _reason(OFFERED, facts.offered and facts.cost <= ceiling.value, cost=facts.cost, ceiling=ceiling.value),
    )


def line_reasons(facts: LineFacts) -> tuple[Reason, ...]:
    """LIN-01 to LIN-06, each once; a line is payable when every one is met (`is_met`).

    Who found work during the training is paid for by the letter, whatever the attendance (TRN-14).
    """
    needed = ATTENDANCE_NEEDED.on(facts.on)
    ceiling = TRAINING_COST_CEILING.on(facts.priced_on)
    enough = facts.found_work or suffices(facts.attended, facts.planned, facts.on)
    return (
        _reason(MATCHES, facts.recommended == facts.taught),
        Reason(
            ATTENDED,
            enough,
            needed.law,
            {
                "attended": facts.attended,
                "planned": facts.planned,
                "needed": decimal(needed.value),
                "found_work": facts.found_work,
            },
        ),
        _reason(LETTER, facts.letter or not facts.found_work, found_work=facts.found_work),
        Reason(
            PRICED,
            0 < facts.price <= ceiling.value and facts.approved in (None, facts.price),
            ceiling.law,
            {
                "price": facts.price,
                "approved": facts.approved,
                "ceiling": ceiling.value,
                "priced_on": facts.priced_on.isoformat(),
            },
        ),
        _reason(BILLED_ONCE, not facts.billed_elsewhere),
        _reason(RECORDED, facts.found_work or facts.unrecorded == 0, unrecorded=facts.unrecorded),
    )


def is_met(reasons: tuple[Reason, ...]) -> bool | None:
    """False when a known condition fails, None when none fails but one is unknown (POL-20)."""
    return all_met(*(reason.met for reason in reasons))


def suffices(attended: int, planned: int, on: date) -> bool | None:
    """Whether minutes attended of minutes planned reach the share of the day; None when nothing was planned."""
    if not planned:
        return None
    return Fraction(attended, planned) >= ATTENDANCE_NEEDED.on(on).value


def outlook(attended: int, held: int, planned: int, on: date) -> Outlook:
    """Where `attended` minutes of `held` can end when `planned` minutes is the whole class (at least `held`)."""
    if not planned:
        return Outlook.SAFE
    best = Fraction(attended + max(planned - held, 0), max(planned, held))
    if best < ATTENDANCE_NEEDED.on(on).value:
        return Outlook.LOST
    return Outlook.WARNED if best < ATTENDANCE_WARNING.on(on).value else Outlook.SAFE


def _reason(code: str, met: bool | None, **facts: object) -> Reason:
    return Reason(code, met, _SOURCES[code], facts)
