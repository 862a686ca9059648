"""Who of a class may be billed, and why not: the facts of each seat, weighed by rules.training."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum

from core import clock
from notices.enums import LetterKind
from notices.models import Letter
from rules.decision import Reason
from rules.money import Rupiah
from rules.training import LineFacts, is_met, line_reasons
from training.enums import EnrolmentState, LineBasis, MeetingState
from training.models import Attendance, Enrolment, Invoice, InvoiceLine, Meeting, ProgrammePrice, TrainingClass


@dataclass(frozen=True, slots=True)
class Proposal:
    """A seat with the facts of today. Only what is certainly met is payable (POL-20)."""

    enrolment: Enrolment
    facts: LineFacts
    reasons: tuple[Reason, ...]

    @property
    def payable(self) -> bool:
        return is_met(self.reasons) is True

    @property
    def values(self) -> dict[str, Any]:
        """The columns of a line."""
        return {
            "recommendation_id": self.enrolment.voucher.recommendation_id,
            "price": self.facts.price,
            "attended": self.facts.attended,
            "planned": self.facts.planned,
            "basis": LineBasis.WORK if self.facts.found_work else LineBasis.ATTENDANCE,
        }


@dataclass(frozen=True, slots=True)
class _Met:
    """Of one meeting: its day and how long it lasts."""

    on: date
    minutes: int


@dataclass(frozen=True, slots=True)
class _Known:
    """What is read once for a whole class."""

    on: date
    meetings: Sequence[_Met]
    attended: dict[UUID, tuple[int, int]]  # minutes there, and in how many meetings
    letters: set[str]
    billed: set[UUID]
    prices: Sequence[ProgrammePrice]


def proposals(training_class: TrainingClass, *, on: date, invoice: Invoice | None = None) -> list[Proposal]:
    """Every seat of a class that was not given back, by name. Live lines of other invoices count as billed.

    Six queries, however many seats there are.
    """
    seats = list(
        Enrolment.objects.filter(training_class=training_class)
        .exclude(state=EnrolmentState.WITHDRAWN)
        .select_related("person", "voucher__recommendation")
        .order_by("person__full_name", "pk")
    )
    known = _known(training_class, seats, on, invoice)
    return [_proposal(seat, training_class, known) for seat in seats]


def _known(training_class: TrainingClass, seats: Sequence[Enrolment], on: date, invoice: Invoice | None) -> _Known:
    held = Meeting.objects.filter(training_class=training_class).exclude(state=MeetingState.CANCELLED)
    lines = InvoiceLine.objects.filter(enrolment__training_class=training_class, is_live=True)
    if invoice is not None:
        lines = lines.exclude(invoice=invoice)
    prices = ProgrammePrice.objects.filter(programme=training_class.programme_id)
    return _Known(
        on=on,
        meetings=[_Met(clock.legal_date(at), minutes) for at, minutes in held.values_list("starts_at", "minutes")],
        attended=minutes_there(training_class),
        letters=_letters([seat for seat in seats if seat.state == EnrolmentState.WORKING]),
        billed=set(lines.values_list("enrolment", flat=True)),
        prices=list(prices.order_by("set_on", "set_at", "pk")),
    )


def minutes_there(training_class: TrainingClass) -> dict[UUID, tuple[int, int]]:
    """Minutes and meetings of each seat as they are recorded, up to its last day."""
    counted = Q(enrolment__ended_on=None) | Q(on__lte=F("enrolment__ended_on"))
    rows: QuerySet[Attendance, tuple[UUID, int, int]] = (
        Attendance.objects.filter(
            counted, enrolment__training_class=training_class, meeting__state=MeetingState.RECORDED
        )
        .order_by("enrolment")
        .values("enrolment")
        .annotate(there=Sum("minutes"), meetings=Count("pk"))
        .values_list("enrolment", "there", "meetings")
    )
    return {seat: (there, meetings) for seat, there, meetings in rows}


def _letters(seats: Iterable[Enrolment]) -> set[str]:
    """Seats with a letter "telah mengikuti pelatihan" that stands."""
    keys = [str(seat.pk) for seat in seats]
    if not keys:
        return set()
    found = Letter.objects.filter(
        kind=LetterKind.TRAINING_ATTENDED,
        subject_kind=Enrolment._meta.label_lower,
        subject_id__in=keys,
        revoked_at=None,
    )
    return set(found.values_list("subject_id", flat=True))


def _proposal(seat: Enrolment, training_class: TrainingClass, known: _Known) -> Proposal:
    """Meetings that are still to come count as not recorded: nobody is billed for a class that goes on."""
    counted = [met for met in known.meetings if seat.ended_on is None or met.on <= seat.ended_on]
    there, recorded = known.attended.get(seat.pk, (0, 0))
    recommendation = seat.voucher.recommendation
    theirs = recommendation.person_id == seat.person_id
    approved, priced_on = _approved(training_class, seat.enrolled_at, known.prices)
    facts = LineFacts(
        on=known.on,
        recommended=str(recommendation.programme_id) if theirs else "",
        taught=str(training_class.programme_id),
        attended=there,
        planned=sum(met.minutes for met in counted),
        unrecorded=max(len(counted) - recorded, 0),
        found_work=seat.state == EnrolmentState.WORKING,
        letter=str(seat.pk) in known.letters,
        price=Rupiah(seat.price),
        priced_on=priced_on,
        billed_elsewhere=seat.pk in known.billed,
        approved=approved,
    )
    return Proposal(seat, facts, line_reasons(facts))


def _approved(
    training_class: TrainingClass, at: datetime, prices: Sequence[ProgrammePrice]
) -> tuple[Rupiah | None, date]:
    """The price that was in force when the seat was given, and since when; without any, the programme's own."""
    before = [price for price in prices if price.set_at <= at and price.set_on <= clock.legal_date(at)]
    if before:
        return Rupiah(before[-1].cost), before[-1].set_on
    programme = training_class.programme
    return (None if prices else Rupiah(programme.cost)), programme.priced_on


def live_lines(invoice: Invoice) -> list[InvoiceLine]:
    """The lines that are billed, by name, with who they are about."""
    return list(
        invoice.lines.filter(is_live=True)
        .select_related("enrolment__person", "enrolment__voucher")
        .order_by("enrolment__person__full_name", "enrolment")
    )


def seal_of(lines: Iterable[InvoiceLine]) -> str:
    """A fingerprint of what is billed: who signs, signs what they saw."""
    parts = sorted(f"{one.enrolment_id}:{one.price}:{one.attended}:{one.planned}:{one.basis}" for one in lines)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def differs(line: InvoiceLine, proposal: Proposal) -> bool:
    """Whether a line says something else than its seat does now."""
    return any(getattr(line, name) != value for name, value in proposal.values.items())


@dataclass(frozen=True, slots=True)
class Compared:
    """A line as it stands, beside its seat now; `now` None: the seat was given back."""

    line: InvoiceLine
    now: Proposal | None

    @property
    def fails(self) -> bool:
        """It could not be billed now, or not at this price."""
        return self.now is None or not self.now.payable or self.now.facts.price != self.line.price

    @property
    def changed(self) -> bool:
        return self.now is None or self.fails or differs(self.line, self.now)


def compared(invoice: Invoice, lines: Iterable[InvoiceLine], *, on: date) -> list[Compared]:
    """Lines in the order given, each weighed again with the facts of today."""
    found = {one.enrolment.pk: one for one in proposals(invoice.training_class, on=on, invoice=invoice)}
    return [Compared(line, found.get(line.enrolment_id)) for line in lines]
