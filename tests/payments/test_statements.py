"""Statements and the closing of a day: to the last rupiah, or not at all."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.enums import Role
from core.errors import Conflict, Invalid, NotAllowed
from integrations.bank import parse_statement
from payments.enums import Account, CaseKind, LineMatch, PayoutState, StatementState
from payments.invariants import balance, broken_rules
from payments.models import BankCase, BankStatement, Payout, ReconciliationDay, StatementLine
from payments.operations.days import close_day, explain_line, lock_day
from payments.operations.news import hear
from payments.operations.statements import fetch_statement, upload_statement
from payments.selectors.days import days_to_show, only_ours_paid, only_ours_returned
from tests.factories.payments import (
    MILLION,
    NOON,
    make_accepted,
    make_officer,
    make_paid,
    make_payout,
    make_rejected,
    make_returned,
    news,
)

pytestmark = pytest.mark.django_db

DAY = date(2026, 12, 14)
NEXT_NOON = NOON + timedelta(days=1)
HEAD = "line,booked_on,kind,key,bank_reference,bank,account_tail,amount,code"


def line(payout, kind="debit", **overrides):
    facts = {"kind": kind, "key": payout.key, "ref": payout.bank_reference, "amount": payout.amount, "code": ""}
    return facts | overrides


def file_of(*lines, day="2026-12-14", number="ST-20261214", off=0, count=None):
    rows = [
        f"{n},{day},{row['kind']},{row['key']},{row['ref']},002,1234,{row['amount']},{row['code']}"
        for n, row in enumerate(lines, start=1)
    ]
    debit = sum(row["amount"] for row in lines if row["kind"] == "debit") + off
    back = sum(row["amount"] for row in lines if row["kind"] == "return")
    trailer = f"TRAILER,{day},{number},{len(lines) if count is None else count},{debit},{back}"
    return "\r\n".join([HEAD, *rows, trailer, ""]).encode()


@pytest.fixture
def maker():
    return make_officer(Role.BPJS_PAYMENT_MAKER)


@pytest.fixture
def checker():
    return make_officer(Role.BPJS_PAYMENT_CHECKER)


@pytest.fixture
def upload(maker):
    return lambda content, **facts: upload_statement(content, **{"day": DAY, "actor": maker, "at": NEXT_NOON} | facts)


def day_row():
    return ReconciliationDay.objects.get(day=DAY)


def test_a_line_that_we_paid_matches(upload):
    upload(file_of(line(make_paid())))
    row = day_row()
    assert (row.matched_count, row.matched_total, row.unexplained) == (1, 3 * MILLION, 0)
    assert StatementLine.objects.get().match == LineMatch.MATCHED


def test_the_statement_settles_what_no_callback_told(upload):
    payout = make_accepted()
    upload(file_of(line(payout)))
    payout.refresh_from_db()
    assert (payout.state, payout.paid_on, payout.log.last().note) == (PayoutState.PAID, DAY, "statement")
    assert day_row().matched_count == 1


def test_a_return_in_the_statement_takes_the_money_back(upload):
    payout = make_paid()
    upload(file_of(line(payout), line(payout, "return", code="account_closed")))
    payout.refresh_from_db()
    assert (payout.state, payout.code, payout.returned_on) == (PayoutState.RETURNED, "account_closed", DAY)
    assert (day_row().matched_count, day_row().matched_total) == (2, 6 * MILLION)
    assert broken_rules() == []


def test_a_return_that_is_listed_before_its_debit_is_booked_after_it(upload):
    payout = make_accepted()
    upload(file_of(line(payout, "return", code="x"), line(payout)))
    payout.refresh_from_db()
    assert payout.state == PayoutState.RETURNED
    assert StatementLine.objects.filter(match=LineMatch.MATCHED).count() == 2


def test_what_only_we_have_is_counted(upload):
    shown, hidden = make_paid(), make_paid()
    upload(file_of(line(shown)))
    row = day_row()
    assert (row.only_ours_count, row.only_ours_total, row.unexplained) == (1, 3 * MILLION, 3 * MILLION)
    assert only_ours_paid(DAY).get() == hidden


def test_a_return_that_only_we_have_is_counted(upload):
    payout = make_returned()
    upload(file_of(line(payout)))
    assert only_ours_returned(DAY).get() == payout
    assert day_row().unexplained == 3 * MILLION


class TestAReferenceWeCannotPlace:
    """B33: put aside with an alarm; nothing of it is posted, the rest of the file is."""

    def check(self, upload, wrong, problem):
        good = make_accepted()
        upload(file_of(line(good), wrong))
        good.refresh_from_db()
        row, stray = day_row(), StatementLine.objects.get(match=LineMatch.UNMATCHED)
        assert good.state == PayoutState.PAID
        assert (row.only_bank_count, row.only_bank_total, row.unexplained) == (1, wrong["amount"], wrong["amount"])
        assert stray.problem == problem
        assert BankCase.objects.get(closed_at=None).kind == problem

    def test_an_unknown_key(self, upload):
        wrong = {"kind": "debit", "key": "JKP-lain", "ref": "BR-X", "amount": 5, "code": ""}
        self.check(upload, wrong, CaseKind.UNKNOWN_REFERENCE)

    def test_an_amount_that_is_off_by_one_rupiah(self, upload):
        payout = make_accepted()
        self.check(upload, line(payout, amount=payout.amount + 1), CaseKind.AMOUNT_DIFFERS)
        assert Payout.objects.get(pk=payout.pk).state == PayoutState.ACCEPTED

    def test_a_payout_that_was_never_sent(self, upload):
        self.check(upload, line(make_payout(), ref="BR-Y"), CaseKind.CONTRADICTION)

    def test_a_payout_that_the_bank_rejected(self, upload):
        self.check(upload, line(make_rejected(), ref="BR-Z"), CaseKind.CONTRADICTION)


def test_a_second_debit_under_the_same_key_is_only_at_the_bank(upload):
    payout = make_paid()
    upload(file_of(line(payout)))
    upload(file_of(line(payout), {"kind": "debit", "key": "JKP-x", "ref": "BR-2", "amount": 1, "code": ""}))
    later = file_of(line(payout, ref="BR-TWICE"), day="2026-12-15", number="ST-2")
    upload(later, day=DAY + timedelta(days=1), at=NEXT_NOON + timedelta(days=1))
    stray = StatementLine.objects.get(bank_reference="BR-TWICE")
    assert (stray.match, stray.problem) == (LineMatch.UNMATCHED, CaseKind.CONTRADICTION)


class TestAFileThatIsPutAside:
    """B33: the whole file, with an alarm; nothing is posted."""

    @pytest.mark.parametrize(
        ("reason", "change"),
        [
            ("wrong_total", lambda p: file_of(line(p), off=1)),
            ("wrong_count", lambda p: file_of(line(p), count=2)),
            ("negative_amount", lambda p: file_of(line(p, amount=-3 * MILLION))),
            ("bad_date", lambda p: file_of(line(p), day="14/12/2026")),
            ("other_day", lambda p: file_of(line(p), day="2026-12-13")),
            ("duplicate_line", lambda p: file_of(line(p), line(p))),
            ("no_trailer", lambda p: file_of(line(p)).rsplit(b"TRAILER", 1)[0]),
            ("unknown_columns", lambda p: b"a,b\r\n"),
            ("bad_encoding", lambda p: b"\xff\xfe"),
        ],
    )
    def test_nothing_of_it_is_posted(self, upload, reason, change):
        payout = make_accepted()
        with pytest.raises(Invalid, match=reason) as refusal:
            upload(change(payout))
        payout.refresh_from_db()
        assert payout.state == PayoutState.ACCEPTED
        assert refusal.value.message
        aside = BankStatement.objects.get()
        assert (aside.state, aside.reason, aside.line_count) == (StatementState.QUARANTINED, reason, 0)
        assert BankCase.objects.get().kind == CaseKind.BAD_FILE
        assert not StatementLine.objects.exists()

    def test_the_same_file_twice(self, upload):
        content = file_of(line(make_paid()))
        upload(content)
        with pytest.raises(Invalid, match="duplicate_file"):
            upload(content)
        assert StatementLine.objects.count() == 1
        assert BankStatement.objects.get().state == StatementState.POSTED

    def test_a_file_that_contradicts_an_earlier_one(self, upload):
        payout = make_paid()
        upload(file_of(line(payout)))
        with pytest.raises(Invalid, match="contradicts_earlier"):
            upload(file_of(line(payout, amount=1)))
        assert StatementLine.objects.count() == 1

    def test_the_same_bad_file_raises_one_alarm(self, upload):
        bad = file_of(line(make_paid()), off=1)
        for _ in range(2):
            with pytest.raises(Invalid):
                upload(bad)
        assert BankCase.objects.count() == 1


def test_a_longer_file_of_the_same_day_adds_its_new_lines(upload):
    first, second = make_paid(), make_paid()
    upload(file_of(line(first)))
    upload(file_of(line(first), line(second)))
    assert (day_row().matched_count, day_row().unexplained) == (2, 0)


class Bank:
    """Has one statement."""

    def __init__(self, content):
        self.content = content

    def statement(self, day, *, seen=()):
        return parse_statement(self.content, day=day, seen=seen)


class TestFetching:
    def test_the_same_file_is_posted_once(self):
        bank = Bank(file_of(line(make_paid())))
        first = fetch_statement(DAY, bank=bank, at=NEXT_NOON)
        assert fetch_statement(DAY, bank=bank, at=NEXT_NOON) == first
        assert StatementLine.objects.count() == 1

    def test_a_bad_file_is_put_aside_and_the_job_is_done(self):
        aside = fetch_statement(DAY, bank=Bank(b""), at=NEXT_NOON)
        assert aside.state == StatementState.QUARANTINED

    def test_a_closed_day_takes_nothing_more(self, upload, checker):
        payout = make_paid()
        upload(file_of(line(payout)))
        close_day(DAY, actor=checker, at=NEXT_NOON)
        assert fetch_statement(DAY, bank=Bank(file_of()), at=NEXT_NOON) is None
        with pytest.raises(Conflict, match="day_closed"):
            upload(file_of())


class TestClosing:
    def test_a_day_without_an_unexplained_rupiah_is_closed_once(self, upload, checker):
        upload(file_of(line(make_paid())))
        row = close_day(DAY, actor=checker, at=NEXT_NOON)
        assert (row.state, row.closed_by, row.matched_total) == ("closed", checker, 3 * MILLION)
        close_day(DAY, actor=checker, at=NEXT_NOON)
        assert row.log.count() == 1

    def test_one_rupiah_keeps_it_open(self, upload, checker):
        upload(file_of(line(make_paid()), {"kind": "debit", "key": "JKP-x", "ref": "BR-X", "amount": 1, "code": ""}))
        with pytest.raises(Conflict, match="unexplained") as refusal:
            close_day(DAY, actor=checker, at=NEXT_NOON)
        assert refusal.value.facts["unexplained"] == 1
        assert day_row().state == "open"

    def test_a_day_without_a_statement_stays_open(self, checker):
        with pytest.raises(Conflict, match="no_statement"):
            close_day(DAY, actor=checker, at=NEXT_NOON)

    def test_today_stays_open(self, upload, checker):
        upload(file_of())
        with pytest.raises(Conflict, match="day_not_over"):
            close_day(DAY, actor=checker, at=NOON)

    def test_what_came_after_the_count_keeps_it_open(self, upload, checker):
        upload(file_of())
        make_paid()
        with pytest.raises(Conflict, match="unexplained"):
            close_day(DAY, actor=checker, at=NEXT_NOON)

    def test_a_settlement_for_a_closed_day_is_booked_today(self, upload, checker):
        upload(file_of())
        payout = make_accepted()
        close_day(DAY, actor=checker, at=NEXT_NOON)
        hear(news(payout, "settled"), at=NEXT_NOON)
        payout.refresh_from_db()
        assert payout.paid_on == DAY + timedelta(days=1)

    def test_the_database_refuses_a_rupiah_too(self, upload, checker):
        upload(file_of({"kind": "debit", "key": "JKP-x", "ref": "BR-X", "amount": 1, "code": ""}))
        with pytest.raises(IntegrityError, match="closed_day_has_nothing_unexplained"), transaction.atomic():
            ReconciliationDay.objects.update(state="closed", closed_by=checker, closed_at=NEXT_NOON)
        with pytest.raises(IntegrityError, match="unexplained_is_the_two_buckets"), transaction.atomic():
            ReconciliationDay.objects.update(unexplained=0)

    def test_the_database_refuses_to_open_it_again(self, upload, checker):
        upload(file_of(line(make_paid())))
        close_day(DAY, actor=checker, at=NEXT_NOON)
        with pytest.raises(DatabaseError), transaction.atomic():
            ReconciliationDay.objects.update(state="open")
        with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
            ReconciliationDay.objects.update(matched_count=0)


class TestExplaining:
    @pytest.fixture
    def stray(self, upload):
        upload(file_of({"kind": "debit", "key": "JKP-x", "ref": "BR-X", "amount": 7, "code": ""}))
        return StatementLine.objects.get()

    def test_an_explained_line_is_claimed_from_the_bank_and_the_day_can_be_closed(self, stray, maker, checker):
        explain_line(stray, actor=maker, explanation="Bank mendebit biaya, ditagih kembali", at=NEXT_NOON)
        assert (balance(Account.BANK_OWES), balance(Account.PAID_OUT)) == (7, -7)
        assert not BankCase.objects.filter(closed_at=None).exists()
        assert close_day(DAY, actor=checker, at=NEXT_NOON).state == "closed"
        assert broken_rules() == []

    def test_explaining_twice_books_once(self, stray, maker):
        for _ in range(2):
            explain_line(stray, actor=maker, explanation="Bank mendebit biaya", at=NEXT_NOON)
        assert balance(Account.BANK_OWES) == 7

    def test_a_word_is_no_explanation(self, stray, maker):
        with pytest.raises(Invalid, match="too_short"):
            explain_line(stray, actor=maker, explanation="biaya", at=NEXT_NOON)

    def test_who_explained_does_not_close(self, stray, checker):
        explain_line(stray, actor=checker, explanation="Bank mendebit biaya", at=NEXT_NOON)
        with pytest.raises(NotAllowed, match="own_explanation"):
            close_day(DAY, actor=checker, at=NEXT_NOON)

    def test_a_matched_line_needs_none(self, upload, maker):
        upload(file_of(line(make_paid())))
        with pytest.raises(Conflict, match="not_unmatched"):
            explain_line(StatementLine.objects.get(), actor=maker, explanation="Bank mendebit biaya", at=NEXT_NOON)


def test_the_database_refuses_to_change_a_movement(upload):
    upload(file_of(line(make_paid())))
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        StatementLine.objects.update(amount=1)


def test_days_with_movements_are_shown_newest_first():
    make_paid()
    lock_day(date(2026, 12, 10), at=NOON)
    assert days_to_show(date(2026, 12, 16)) == [date(2026, 12, 16), DAY, date(2026, 12, 10)]
