"""Repayments that come in by the bank: matched by the number that was written, never lost, never counted twice."""

from datetime import date, timedelta

import pytest

from accounts.enums import Role
from claims.enums import OverpaymentState
from claims.models import Overpayment
from claims.operations import overpayments, reminders, repayments
from claims.operations.repayments import number_in
from claims.selectors.work import overpayments_that_differ
from core import clock
from core.errors import Conflict
from core.jobs import run_due
from notices.models import Notice
from payments.enums import Account, LineMatch
from payments.invariants import balance, broken_rules, ledger_sum
from payments.models import ReconciliationDay, StatementLine
from payments.operations.days import close_day, explain_line
from payments.operations.incoming import place_on_receivable
from payments.operations.statements import upload_statement
from tests.factories import claims as make
from tests.factories.accounts import officer, sign_in
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = pytest.mark.django_db
HEAD = "line,booked_on,kind,key,bank_reference,bank,account_tail,amount,code"
DAY = date(2026, 12, 15)
SHARE = 900_000


@pytest.fixture
def owed(travel) -> Overpayment:
    """Rp2.700.000 in three instalments: 17 December, 17 January, 17 February."""
    found = make.claim("paid")
    make.stopped(found, travel, started_on=date(2026, 11, 16))
    case = found.overpayments.get()
    overpayments.confirm_overpayment(case, instalments=3, note="Bekerja.", actor=make.verifier(), at=clock.now())
    travel(make.moment(DAY + timedelta(days=1)))
    return Overpayment.objects.get()


def statement(*rows: tuple[str, str, int], day: date = DAY) -> bytes:
    """Each row: what was written, the bank's reference, whole rupiah."""
    lines = [f"{n},{day},credit,{key},{ref},002,1234,{amount}," for n, (key, ref, amount) in enumerate(rows, 1)]
    total = sum(amount for _key, _ref, amount in rows)
    return "\r\n".join([HEAD, *lines, f"TRAILER,{day},ST-{len(rows)}-{total},{len(rows)},0,0,{total}", ""]).encode()


def comes_in(*rows, day: date = DAY) -> list[StatementLine]:
    upload_statement(statement(*rows, day=day), day=day, actor=officer(Role.BPJS_PAYMENT_MAKER), at=clock.now())
    run_due()
    return list(StatementLine.objects.order_by("day", "line"))


def plan(owed: Overpayment) -> list[tuple[int, bool]]:
    return [(row.amount, row.paid_on is not None) for row in owed.plan.order_by("due_on", "pk")]


def whole() -> tuple[list[str], list[str], int]:
    return broken_rules(), overpayments_that_differ(), ledger_sum()


@pytest.mark.parametrize("written", ["LBR-2026-0000001", "lbr.2026.0000001", "Angsuran:LBR20260000001/2"])
def test_an_instalment_finds_its_case_by_the_number_however_it_is_written(owed, written):
    (line,) = comes_in((written, "CR1", SHARE))
    assert (line.match, line.placed) == (LineMatch.MATCHED, SHARE)
    assert plan(owed) == [(SHARE, True), (SHARE, False), (SHARE, False)]
    first = owed.plan.order_by("due_on").first()
    assert (first.paid_on, first.bank_reference) == (DAY, "CR1")
    assert (balance(Account.RECEIVED), balance(Account.RECEIVABLE)) == (0, 2 * SHARE)
    assert whole() == ([], [], 0)


@pytest.mark.parametrize("written", ["", "LBR", "LBR-2026-12", "JKP-2026-0000001"])
def test_what_is_no_number_names_no_case(written):
    assert number_in(written) == ""


def test_the_same_line_twice_counts_once(owed):
    comes_in((owed.number, "CR1", SHARE))
    comes_in((owed.number, "CR1", SHARE), ("Salah", "CR2", 5))
    line = StatementLine.objects.get(bank_reference="CR1")
    for _ in range(2):
        repayments.match_incoming(line.pk, at=clock.now())
    assert plan(owed) == [(SHARE, True), (SHARE, False), (SHARE, False)]
    assert whole() == ([], [], 0)


def test_two_payments_of_one_day_with_the_same_words_both_count(owed):
    comes_in((owed.number, "CR1", SHARE), (owed.number, "CR2", SHARE))
    assert plan(owed) == [(SHARE, True), (SHARE, True), (SHARE, False)]


def test_less_than_an_instalment_leaves_the_rest_of_it_open_on_the_same_day(owed):
    comes_in((owed.number, "CR1", 1_000_000))
    assert plan(owed) == [(SHARE, True), (100_000, True), (800_000, False), (SHARE, False)]
    assert len({row.due_on for row in owed.plan.all()}) == 3
    assert whole() == ([], [], 0)


def test_all_at_once_settles_and_what_is_too_much_stays_on_the_list(owed):
    (line,) = comes_in((owed.number, "CR1", 3 * SHARE + 50_000))
    owed.refresh_from_db()
    assert (owed.state, line.match, line.unplaced) == (OverpaymentState.SETTLED, LineMatch.UNMATCHED, 50_000)
    assert balance(Account.RECEIVED) == -50_000
    assert whole() == ([], [], 0)


def test_unknown_money_waits_on_the_officers_list_and_keeps_its_day_open(owed, client):
    comes_in(("Terima.kasih", "CR9", 250_000))
    maker, checker = officer(Role.BPJS_PAYMENT_MAKER), officer(Role.BPJS_PAYMENT_CHECKER)
    desk = sign_in(client, maker)
    with most_queries(16):
        page = desk.get("/bpjs/kelebihan/")
    shown = words(soup(page).select_one("#masuk").parent)
    assert "CR9" in shown
    assert "Terima.kasih" in shown
    assert ReconciliationDay.objects.get(day=DAY).unexplained == 250_000
    with pytest.raises(Conflict, match="unexplained"):
        close_day(DAY, actor=checker, at=clock.now())
    assert whole() == ([], [], 0)


def test_an_officer_places_unknown_money_by_its_bank_reference(owed, client):
    comes_in(("Tanpa.nomor", "CR9", SHARE))
    maker = officer(Role.BPJS_PAYMENT_MAKER)
    instalment = owed.plan.order_by("due_on").first()
    for _ in range(2):
        overpayments.record_repayment(instalment, paid_on=DAY, bank_reference="CR9", actor=maker, at=clock.now())
    assert plan(owed) == [(SHARE, True), (SHARE, False), (SHARE, False)]
    assert StatementLine.objects.get().match == LineMatch.MATCHED
    assert whole() == ([], [], 0)
    close_day(DAY, actor=officer(Role.BPJS_PAYMENT_CHECKER), at=clock.now())


def test_what_an_officer_recorded_before_the_statement_is_counted_once(owed):
    instalment = owed.plan.order_by("due_on").first()
    maker = officer(Role.BPJS_PAYMENT_MAKER)
    overpayments.record_repayment(instalment, paid_on=DAY, bank_reference="CR1", actor=maker, at=clock.now())
    (line,) = comes_in((owed.number, "CR1", SHARE))
    assert line.match == LineMatch.MATCHED
    assert plan(owed) == [(SHARE, True), (SHARE, False), (SHARE, False)]
    assert whole() == ([], [], 0)


def test_money_that_is_nobodys_is_explained_and_leaves_the_books(owed, client):
    (line,) = comes_in(("Salah.kirim", "CR9", 250_000))
    maker = sign_in(client, officer(Role.BPJS_PAYMENT_MAKER))
    page = maker.get(f"/bpjs/rekonsiliasi/baris/{line.pk}/")
    assert "sudah dikembalikan kepada pengirim" in words(soup(page).select_one("main"))
    explain_line(line, actor=make.verifier(), explanation="Bank mengembalikan ke pengirim.", at=clock.now())
    assert (balance(Account.RECEIVED), balance(Account.BANK_OWES)) == (0, 0)
    assert whole() == ([], [], 0)
    line.refresh_from_db()
    with pytest.raises(Conflict, match="not_so_much"):
        place_on_receivable(line, ref="x", amount=1, at=clock.now())
    assert "Bank mengembalikan ke pengirim." in words(soup(maker.get(f"/bpjs/rekonsiliasi/{DAY}/")).select_one("main"))


def test_a_cancelled_case_takes_no_money(owed):
    overpayments.cancel_overpayment(owed, actor=make.verifier(), at=clock.now(), note="Keliru.")
    (line,) = comes_in((owed.number, "CR1", SHARE))
    assert (line.match, line.placed) == (LineMatch.UNMATCHED, 0)
    assert whole() == ([], [], 0)


@pytest.mark.parametrize(
    ("days", "event"), [(-7, "due"), (-1, "due"), (0, None), (1, "late"), (7, "late"), (8, None), (30, "late")]
)
def test_an_instalment_is_reminded_of_before_and_after_its_day(owed, travel, days, event):
    due_on = owed.plan.order_by("due_on").first().due_on
    owed.plan.exclude(due_on=due_on).delete()
    at = travel(due_on + timedelta(days=days))
    for _ in range(2):
        reminders.remind(at=at)
    told = Notice.objects.filter(channel="inbox", event__startswith="repayment_").values_list("event", flat=True)
    assert list(told) == ([f"repayment_{event}"] if event else [])


def test_what_is_paid_is_not_asked_for(owed, travel):
    due_on = owed.plan.order_by("due_on").first().due_on
    comes_in((owed.number, "CR1", SHARE))
    reminders.remind(at=travel(due_on + timedelta(days=1)))
    assert not Notice.objects.filter(event__startswith="repayment_").exists()


@pytest.mark.parametrize(("role", "opens"), [(Role.BPJS_PAYMENT_MAKER, True), (Role.INTEGRITY, False)])
def test_the_list_leads_to_the_day_only_whom_the_day_is_open_to(client, owed, role, opens):
    comes_in(("Tanpa nomor", "CR9", 5_000))
    sign_in(client, officer(role))
    page = soup(client.get("/bpjs/kelebihan/"))
    assert "CR9" in words(page.select_one("#masuk").parent)
    link = page.select_one(f"a[href='/bpjs/rekonsiliasi/{DAY}/']")
    assert (link is not None) == opens
    if opens:
        assert client.get(link["href"]).status_code == 200
