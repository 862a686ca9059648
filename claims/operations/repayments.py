"""Money that comes back from people: found in the bank's statement by the number that they wrote, or by an officer."""

import re
from datetime import datetime
from uuid import UUID

from django.db import transaction

from claims.enums import OverpaymentState
from claims.models import Overpayment, Repayment
from core import audit
from payments.enums import LineMatch
from payments.models import StatementLine
from payments.operations.incoming import place_as_known, place_on_receivable

_NUMBER = re.compile(r"LBR(\d{4})(\d{7})", re.ASCII)


def number_in(reference: str) -> str:
    """The number of an overpayment in our spelling, however it was written ("lbr 2026.0000012"); empty without one."""
    found = _NUMBER.search(re.sub(r"[^A-Z0-9]", "", reference.upper()))
    return f"LBR-{found[1]}-{found[2]}" if found else ""


@transaction.atomic
def match_incoming(line_id: UUID | str, *, at: datetime) -> StatementLine:
    """Give money that came in to the plan whose number it names. What fits nowhere stays on the officers' list.

    Money that an officer had recorded with the bank's reference is counted once. Twice matches once.
    """
    line = StatementLine.objects.get(pk=line_id)
    if line.match != LineMatch.UNMATCHED:
        return line
    known = Repayment.objects.filter(bank_reference=line.bank_reference, paid_on__isnull=False)
    if known.exists() and not line.placed:
        booked = sum(known.values_list("amount", flat=True))
        return place_as_known(line, amount=min(booked, line.unplaced), at=at)
    named = Overpayment.objects.filter(number=number_in(line.key), state=OverpaymentState.CONFIRMED).first()
    return pay_from(line, named, at=at) if named is not None else line


@transaction.atomic
def pay_from(line: StatementLine, overpayment: Overpayment, *, at: datetime) -> StatementLine:
    """Pay the open instalments in their order; the last one is divided when the money ends. More than is owed stays."""
    overpayment = Overpayment.objects.select_for_update(of=("self",)).get(pk=overpayment.pk)
    for row in overpayment.plan.filter(paid_on=None).order_by("due_on"):
        if not line.unplaced:
            break
        paid = _paid_part(row, line)
        line = place_on_receivable(line, ref=f"{overpayment.pk}:{paid.pk}", amount=paid.amount, at=at)
        audit.record("claims.overpayment.repaid", actor=None, at=at, subject=overpayment, amount=paid.amount)
    if overpayment.state == OverpaymentState.CONFIRMED and not overpayment.plan.filter(paid_on=None).exists():
        Overpayment.workflow.move(overpayment, "settle", actor=None, at=at)
    return line


def _paid_part(row: Repayment, line: StatementLine) -> Repayment:
    """The instalment, paid; or as much of it as the money is, with the rest still open on the same day."""
    rest = row.amount - line.unplaced
    row.amount, row.paid_on, row.bank_reference = row.amount - max(rest, 0), line.day, line.bank_reference
    row.save(update_fields=["amount", "paid_on", "bank_reference"])
    if rest > 0:
        Repayment.objects.create(overpayment_id=row.overpayment_id, due_on=row.due_on, amount=rest)
    return row
