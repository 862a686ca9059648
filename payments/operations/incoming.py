"""Money that somebody paid in: booked as the bank's statement shows it, and placed where it belongs.

Until it is placed it stands on an account of its own, on the officers' list, and keeps its day open.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.errors import Conflict
from core.events import publish
from payments.enums import Account, EntryKind, LineMatch
from payments.events import MoneyCameIn
from payments.models import StatementLine
from payments.operations.days import count_day, lock_day
from payments.operations.ledger import post
from payments.selectors.days import CREDIT


def book_incoming(line: StatementLine, *, at: datetime) -> None:
    """The money is in the bank account, and nobody has said what for. The floors above are told."""
    lines = {Account.PAID_OUT: line.amount, Account.RECEIVED: -line.amount}
    post(EntryKind.INCOMING, str(line.pk), lines, at=at)
    publish(MoneyCameIn(line_id=str(line.pk)), key=str(line.pk))


@transaction.atomic
def place_on_receivable(line: StatementLine, *, ref: str, amount: int, at: datetime) -> StatementLine:
    """`amount` whole rupiah of the line pay what somebody owes; `ref` names the instalment, once.

    Raises Conflict("not_so_much") when less of the line is left.
    """
    lines = {Account.RECEIVED: amount, Account.RECEIVABLE: -amount}
    return _place(line, EntryKind.REPAID, ref, lines, amount, at)


@transaction.atomic
def place_as_known(line: StatementLine, *, amount: int, at: datetime) -> StatementLine:
    """An officer had booked this money before the statement came: what the statement booked again is taken back."""
    lines = {Account.RECEIVED: amount, Account.PAID_OUT: -amount}
    return _place(line, EntryKind.INCOMING_KNOWN, str(line.pk), lines, amount, at)


def _place(
    line: StatementLine, kind: EntryKind, ref: str, lines: dict[Account, int], amount: int, at: datetime
) -> StatementLine:
    day = lock_day(line.day, at=at)
    line = StatementLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    if line.kind != CREDIT or line.match != LineMatch.UNMATCHED or amount > line.unplaced:
        raise Conflict("not_so_much", _("Uang masuk ini sudah dibagikan. Muat ulang halaman ini."))
    post(kind, ref, lines, at=at)
    line.placed += amount
    if not line.unplaced:
        line.match = LineMatch.MATCHED
    line.save(update_fields=["placed", "match"])
    count_day(day, at=at)
    audit.record("payments.line.placed", actor=None, at=at, subject=line, amount=amount, about=ref)
    return line
