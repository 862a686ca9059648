"""The bank's statement: posted line by line where it agrees with us, put aside where it does not."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from core.errors import Conflict, Invalid
from integrations import bank as bank_api
from integrations.bank import BankClient, Statement, StatementKind
from integrations.errors import StatementInvalid
from payments.enums import CaseKind, DayState, LineMatch, NewsSource, PayoutState, StatementState
from payments.models import BankStatement, Payout, ReconciliationDay, StatementLine
from payments.models.payouts import pk_of
from payments.operations.cases import open_case
from payments.operations.days import count_day, lock_day
from payments.operations.incoming import book_incoming
from payments.operations.news import RETURNED, SETTLED, News, hear
from payments.statement_words import refusal_sentence

NEWS = {StatementKind.DEBIT: SETTLED, StatementKind.RETURN: RETURNED}
CONTRADICTS_EARLIER = "contradicts_earlier"


def fetch_statement(day: date, *, bank: BankClient, at: datetime) -> BankStatement | None:
    """Take the statement of a day from the bank. A file that was posted before is the answer; a bad one is put aside.

    None when the day is closed. Raises PartnerUnavailable.
    """
    try:
        statement = bank.statement(day)
    except StatementInvalid as invalid:
        return put_aside(day, invalid, actor=None, at=at)
    posted = BankStatement.objects.filter(sha256=statement.sha256).first()
    if posted is not None:
        return posted
    if ReconciliationDay.objects.filter(day=day, state=DayState.CLOSED).exists():
        return None
    try:
        return post_statement(statement, actor=None, at=at)
    except StatementInvalid as invalid:
        return put_aside(day, invalid, actor=None, at=at)


def upload_statement(content: bytes, *, day: date, actor: User, at: datetime) -> BankStatement:
    """Take a file that an officer brings. Raises Invalid with the reason; the file is kept as put aside.

    Raises Conflict("day_closed").
    """
    seen = list(BankStatement.objects.values_list("sha256", flat=True).filter(day=day))
    try:
        statement = bank_api.parse_statement(content, day=day, seen=seen)
        return post_statement(statement, actor=actor, at=at)
    except StatementInvalid as invalid:
        put_aside(day, invalid, actor=actor, at=at)
        raise Invalid(invalid.reason, refusal_sentence(invalid.reason, invalid.line), line=invalid.line) from None


def post_statement(statement: Statement, *, actor: User | None, at: datetime) -> BankStatement:
    """Book what is new line by line, then keep the file and count the day again.

    Each line is a transaction of its own: whoever dies half-way has booked what is booked, and the next try finds it.
    Raises StatementInvalid when a line says otherwise than an earlier file, Conflict("day_closed").
    """
    _refuse_closed(ReconciliationDay.objects.filter(day=statement.day).first())
    lines = [line for line in _in_order(_fresh_lines(statement)) if line.kind is not StatementKind.CREDIT]
    settled = _settled_by_key([line.key for line in lines])
    for line in lines:
        if line.key not in settled or not _already_booked(settled[line.key], line):
            hear(_news(line, statement.day), at=at)
    return _keep(statement, actor=actor, at=at)


@transaction.atomic
def _keep(statement: Statement, *, actor: User | None, at: datetime) -> BankStatement:
    day = lock_day(statement.day, at=at)
    earlier = BankStatement.objects.filter(sha256=statement.sha256).first()
    if earlier is not None:  # another worker kept the same file meanwhile
        return earlier
    _refuse_closed(day)
    fresh = _in_order(_fresh_lines(statement))
    posted = BankStatement.objects.create(
        day=statement.day,
        sha256=statement.sha256,
        number=statement.statement_no,
        state=StatementState.POSTED,
        line_count=len(statement.lines),
        debit_total=statement.debit_total,
        return_total=statement.return_total,
        credit_total=statement.credit_total,
        imported_by=actor,
        imported_at=at,
    )
    for row in StatementLine.objects.bulk_create(_rows(posted, fresh, at=at)):
        if row.kind == StatementKind.CREDIT:
            book_incoming(row, at=at)
    count_day(day, at=at)
    audit.record("payments.statement.posted", actor=actor, at=at, subject=posted, lines=len(fresh))
    return posted


def _refuse_closed(day: ReconciliationDay | None) -> None:
    if day is not None and day.state == DayState.CLOSED:
        raise Conflict("day_closed", _("Hari ini sudah ditutup. Mutasi baru tidak dapat dibukukan."))


@transaction.atomic
def put_aside(day: date, invalid: StatementInvalid, *, actor: User | None, at: datetime) -> BankStatement:
    """Keep a trace of a file of which nothing is posted, and raise the alarm; once for the same file."""
    aside, new = BankStatement.objects.get_or_create(
        sha256=invalid.sha256,
        defaults={
            "day": day,
            "state": StatementState.QUARANTINED,
            "reason": invalid.reason,
            "reason_line": invalid.line,
            "imported_by": actor,
            "imported_at": at,
        },
    )
    if new:
        ref = f"{day:%Y-%m-%d}:{invalid.sha256[:16]}"
        open_case(CaseKind.BAD_FILE, ref, at=at, reason=invalid.reason, line=invalid.line)
        audit.record("payments.statement.put_aside", actor=actor, at=at, subject=aside, reason=invalid.reason)
    return aside


def _fresh_lines(statement: Statement) -> list[bank_api.StatementLine]:
    """Without those that an earlier file of the same day brought; a later file may add lines, not change them."""
    references = [line.bank_reference for line in statement.lines]
    known = {
        (line.kind, line.bank_reference): line for line in StatementLine.objects.filter(bank_reference__in=references)
    }
    fresh = []
    for line in statement.lines:
        earlier = known.get((line.kind.value, line.bank_reference))
        if earlier is None:
            fresh.append(line)
        elif (earlier.day, earlier.key, earlier.amount) != (statement.day, line.key, line.amount):
            raise StatementInvalid(CONTRADICTS_EARLIER, line=line.line + 1, sha256=statement.sha256)
    return fresh


def _in_order(lines: Sequence[bank_api.StatementLine]) -> list[bank_api.StatementLine]:
    """As in the file, but what went out stands before what came back."""
    return sorted(lines, key=lambda line: (line.kind is StatementKind.RETURN, line.line))


def _news(line: bank_api.StatementLine, day: date) -> News:
    return News(
        kind=NEWS[line.kind],
        key=line.key,
        bank_reference=line.bank_reference,
        amount=line.amount,
        code=line.code,
        day=day,
        source=NewsSource.STATEMENT,
    )


def _rows(posted: BankStatement, lines: Sequence[bank_api.StatementLine], *, at: datetime) -> list[StatementLine]:
    keys = [line.key for line in lines]
    settled = _settled_by_key(keys)
    matched = StatementLine.objects.filter(match=LineMatch.MATCHED, key__in=keys).exclude(kind=StatementKind.CREDIT)
    taken = set(matched.order_by().values_list("kind", "key"))
    rows = []
    for line in lines:
        row = StatementLine(
            statement=posted, day=posted.day, line=line.line, kind=line.kind.value, key=line.key,
            bank_reference=line.bank_reference, amount=line.amount, code=line.code, match=LineMatch.UNMATCHED,
        )  # fmt: skip
        if (line.kind.value, line.key) in taken:
            row.problem = CaseKind.CONTRADICTION
            open_case(CaseKind.CONTRADICTION, f"{line.key}:{line.bank_reference}", at=at, amount=line.amount)
        elif line.kind is not StatementKind.CREDIT:
            _match(row, line, settled, at=at)
        rows.append(row)
    return rows


def _match(row: StatementLine, line: bank_api.StatementLine, settled: dict[str, Payout], *, at: datetime) -> None:
    payout = settled.get(line.key)
    if payout is None or not _already_booked(payout, line):
        heard = hear(_news(line, row.day), at=at)
        payout, row.problem = heard.payout, heard.problem or ""
    row.payout = payout
    if not row.problem:
        row.match = LineMatch.MATCHED


def _already_booked(payout: Payout, line: bank_api.StatementLine) -> bool:
    if (payout.amount, payout.bank_reference) != (line.amount, line.bank_reference):
        return False
    return payout.state == PayoutState.RETURNED or line.kind is StatementKind.DEBIT


def _settled_by_key(keys: Sequence[str]) -> dict[str, Payout]:
    """Payouts whose story we know already: the usual case, for which no row needs a lock."""
    known = Payout.objects.filter(state__in=[PayoutState.PAID, PayoutState.RETURNED])
    return {payout.key: payout for payout in known.filter(pk__in=[pk for pk in map(pk_of, keys) if pk])}
