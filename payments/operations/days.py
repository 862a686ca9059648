"""The daily reconciliation: counted, explained, closed. A closed day stands still."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit, clock
from core.errors import Conflict, Invalid, NotAllowed
from payments.enums import Account, CaseKind, DayState, EntryKind, LineMatch, StatementState
from payments.models import BankStatement, ReconciliationDay, StatementLine
from payments.operations.cases import close_cases
from payments.operations.ledger import post
from payments.selectors.days import CREDIT, DEBIT, bucket, matched_lines, only_bank, only_ours

SHORTEST_EXPLANATION = 10


def lock_day(day: date, *, at: datetime) -> ReconciliationDay:
    """The row of a day, made when it is first needed; locked."""
    ReconciliationDay.objects.get_or_create(day=day, defaults={"counted_at": at})
    return ReconciliationDay.objects.select_for_update(of=("self",)).get(day=day)


def count_day(row: ReconciliationDay, *, at: datetime) -> ReconciliationDay:
    """Fill the three buckets of a locked, open day from the rows as they are now."""
    matched, bank, ours = bucket(matched_lines(row.day)), bucket(only_bank(row.day)), only_ours(row.day)
    row.matched_count, row.matched_total = matched.count, matched.total
    row.only_bank_count, row.only_bank_total = bank.count, bank.total
    row.only_ours_count, row.only_ours_total = ours.count, ours.total
    row.unexplained = ours.total + bank.total
    row.has_statement = BankStatement.objects.filter(day=row.day, state=StatementState.POSTED).exists()
    row.counted_at = at
    row.save()
    return row


@transaction.atomic
def explain_line(line: StatementLine, *, actor: User, explanation: str, at: datetime) -> StatementLine:
    """Money that moved at the bank and that we did not order: claimed back from the bank, with a reason.

    A second time changes nothing. Raises Invalid("too_short"), Conflict("day_closed" | "not_unmatched").
    """
    if len(explanation.strip()) < SHORTEST_EXPLANATION:
        raise Invalid("too_short", _("Tulis penjelasan, paling sedikit 10 huruf."))
    day = lock_day(line.day, at=at)
    line = StatementLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    if line.match == LineMatch.EXPLAINED:
        return line
    if day.state == DayState.CLOSED:
        raise Conflict("day_closed", _("Hari ini sudah ditutup."))
    if line.match != LineMatch.UNMATCHED:
        raise Conflict("not_unmatched", _("Baris ini sudah cocok. Tidak ada yang perlu dijelaskan."))
    line.match, line.explanation = LineMatch.EXPLAINED, explanation.strip()
    line.explained_by, line.explained_at = actor, at
    line.save(update_fields=["match", "explanation", "explained_by", "explained_at"])
    _book_explained(line, at=at)
    for kind in CaseKind:
        close_cases(kind, f"{line.key}:{line.bank_reference}", resolution=line.explanation, at=at, actor=actor)
    count_day(day, at=at)
    audit.record("payments.line.explained", actor=actor, at=at, subject=line, reason=line.explanation)
    return line


def _book_explained(line: StatementLine, *, at: datetime) -> None:
    """A debit or return is claimed from the bank; of money that came in, the rest went back to who sent it."""
    if line.kind == CREDIT:
        back = {Account.RECEIVED: line.unplaced, Account.PAID_OUT: -line.unplaced}
        post(EntryKind.INCOMING_SENT_BACK, str(line.pk), back, at=at)
        return
    claim = line.amount if line.kind == DEBIT else -line.amount
    post(EntryKind.BANK_CLAIM, str(line.pk), {Account.BANK_OWES: claim, Account.PAID_OUT: -claim}, at=at)


@transaction.atomic
def close_day(day: date, *, actor: User, at: datetime) -> ReconciliationDay:
    """Count once more and close. A second time changes nothing.

    Raises Conflict("day_not_over" | "no_statement" | "unexplained"), NotAllowed("own_explanation").
    """
    row = lock_day(day, at=at)
    if row.state == DayState.CLOSED:
        return row
    if day >= clock.legal_date(at):
        raise Conflict("day_not_over", _("Tanggal ini belum berakhir. Tutup mulai besok."))
    row = count_day(row, at=at)
    if not row.has_statement:
        raise Conflict("no_statement", _("Mutasi bank untuk tanggal ini belum ada. Ambil mutasi dari bank dulu."))
    if row.unexplained:
        raise Conflict(
            "unexplained",
            _("Hari ini belum dapat ditutup: masih ada rupiah yang belum dijelaskan."),
            unexplained=row.unexplained,
        )
    if StatementLine.objects.filter(day=day, explained_by=actor).exists():
        raise NotAllowed("own_explanation", _("Anda menjelaskan baris hari ini, jadi orang lain yang menutupnya."))
    row = ReconciliationDay.workflow.move(row, "close", actor=actor, at=at, closed_by=actor, closed_at=at)
    audit.record("payments.day.closed", actor=actor, at=at, reason=f"{day:%Y-%m-%d}", matched=row.matched_total)
    return row
