"""Every payment screen in the states that are easily forgotten: empty, half-way, ended, stale, and not there."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.enums import Role
from payments.enums import BatchState, DayState, PayoutState
from payments.models import Batch, Payout, ReconciliationDay, StatementLine
from payments.operations.batches import cancel_batch, finish_batches
from payments.operations.payouts import order_payout
from payments.operations.statements import upload_statement
from tests.factories.accounts import RoleAssignmentFactory, officer, sign_in
from tests.factories.payments import (
    MILLION,
    NOON,
    make_batch,
    make_frozen_batch,
    make_paid,
    make_payout,
    make_returned,
    make_sent,
    tell,
)
from tests.html import soup
from tests.payments.test_statements import file_of, line

pytestmark = pytest.mark.django_db
DAY = NOON.date()
LATER = NOON + timedelta(days=1)
STRAY = {"kind": "debit", "key": "JKP-x", "ref": "BR-X", "amount": 7, "code": ""}


@pytest.fixture
def maker():
    return officer(Role.BPJS_PAYMENT_MAKER, full_name="Bimo Penyusun")


@pytest.fixture
def checker():
    return officer(Role.BPJS_PAYMENT_CHECKER, full_name="Citra Pemeriksa")


@pytest.fixture
def as_(client):
    return lambda user, **facts: sign_in(client, user, **facts)


def url(name, *args):
    return reverse(f"payments:{name}", args=args)


def stages(client, batch) -> list[str]:
    return [row.get_text(" ", strip=True) for row in soup(client.get(url("batch", batch.pk))).select("ol.six li")]


def words(client, name, *args) -> str:
    answer = client.get(url(name, *args))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


# --- nothing yet -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("batches", "Belum ada batch"),
        ("ready", "Tidak ada yang menunggu"),
        ("cases", "Tidak ada kasus terbuka"),
        ("reconciliation", "Rekonsiliasi"),
    ],
)
def test_on_the_first_day_every_list_says_that_there_is_nothing(as_, maker, page, says):
    assert says in words(as_(maker), page)


def test_a_day_without_movements_waits_for_its_statement_and_cannot_be_closed(as_, checker):
    page = words(as_(checker), "day", DAY)
    assert "Menunggu mutasi" in page
    assert url("close", DAY) not in page


# --- half-way and ended ------------------------------------------------------------------------------------------


def test_a_batch_on_its_way_shows_how_many_have_ended(as_, maker):
    first = make_payout()
    make_payout()
    paid = make_sent()
    tell(paid, "settled", bank_reference="BR-1")
    batch = Batch.objects.get(lines=first)
    assert "1 dari 3 selesai" in words(as_(maker), "batch", batch.pk)


def test_a_batch_whose_lines_have_all_ended_is_done_and_shows_no_progress(as_, maker):
    batch = make_paid().batch
    Batch.workflow.move(batch, "send", actor=None, at=NOON)
    assert finish_batches(at=NOON) == 1
    page = words(as_(maker), "batch", batch.pk)
    assert Batch.objects.get(pk=batch.pk).state == BatchState.DONE
    assert "Pengiriman berjalan sendiri" not in page


def test_a_batch_that_is_done_says_when_it_went_to_the_bank(as_, maker):
    batch = make_paid().batch
    assert Payout.objects.get(batch=batch).first_sent_at == NOON
    Batch.workflow.move(batch, "send", actor=None, at=NOON)
    sending = stages(as_(maker), batch)
    finish_batches(at=LATER)
    assert sending[3:] == ["Dikirim ke bank Sedang berjalan", "Selesai"]
    assert stages(as_(maker), batch)[3:] == ["Dikirim ke bank 14 Des 2026", "Selesai 15 Des 2026"]


def test_a_cancelled_batch_says_so_and_offers_nothing(as_, maker):
    batch = make_frozen_batch(maker=maker)
    cancel_batch(batch, actor=maker, reason="Penerima belum benar", at=NOON)
    page = words(as_(maker), "batch", batch.pk)
    assert "Batch dibatalkan" in page
    assert "Batch yang dibatalkan tidak mempunyai baris." in page
    assert url("freeze", batch.pk) not in page
    assert url("cancel", batch.pk) not in page


# --- stale: somebody else was faster -----------------------------------------------------------------------------


def test_freezing_what_a_checker_sent_back_is_a_conflict_with_a_way_out(as_, maker, checker):
    batch = make_batch(maker=maker)
    cancel_batch(batch, actor=checker, reason="Penerima belum benar", at=NOON)
    answer = as_(maker).post(url("freeze", batch.pk))
    assert answer.status_code == 409
    assert "Keadaan sudah berubah sejak halaman ini dibuka" in answer.content.decode()
    assert Batch.objects.get(pk=batch.pk).state == BatchState.CANCELLED


def test_approving_what_the_maker_took_back_is_a_conflict_and_sends_nothing(as_, checker):
    batch = make_frozen_batch()
    sha256 = batch.sha256
    cancel_batch(batch, actor=batch.made_by, reason="Penerima belum benar", at=NOON)
    assert as_(checker).post(url("approve", batch.pk), {"sha256": sha256}).status_code == 409
    assert set(Payout.objects.values_list("state", flat=True)) == {PayoutState.READY}


def test_explaining_a_line_of_a_day_that_was_closed_meanwhile_is_a_conflict(as_, maker, checker):
    upload_statement(file_of(STRAY), day=DAY, actor=maker, at=LATER)
    stray = StatementLine.objects.get()
    ReconciliationDay.objects.filter(day=DAY).update(
        state=DayState.CLOSED, unexplained=0, only_bank_total=0, closed_by=checker, closed_at=LATER
    )
    answer = as_(maker).post(url("explain", stray.pk), {"explanation": "Biaya bank, ditagih kembali"})
    assert answer.status_code == 409
    assert "Hari ini sudah ditutup." in answer.content.decode()
    stray.refresh_from_db()
    assert stray.match == "unmatched"


# --- not there ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["batch", "payout", "case", "explain"])
def test_what_does_not_exist_is_not_found(as_, maker, page):
    assert as_(maker).get(url(page, uuid4())).status_code == 404


@pytest.mark.parametrize("page", ["freeze", "approve", "cancel"])
def test_a_button_is_no_page(as_, maker, page):
    RoleAssignmentFactory(user=maker, role=Role.BPJS_PAYMENT_CHECKER)
    assert as_(maker).get(url(page, make_batch(maker=maker).pk)).status_code == 405


# --- the statement says something else ---------------------------------------------------------------------------


def test_an_amount_that_is_not_ours_stays_at_the_bank_and_opens_a_case(as_, maker):
    paid = make_paid()
    upload_statement(file_of(line(paid) | {"amount": paid.amount - 1}), day=DAY, actor=maker, at=LATER)
    client = as_(maker)
    day = words(client, "day", DAY)
    assert "Hanya bank" in day
    assert "Belum dijelaskan" in day
    assert "Nilai dari bank berbeda" in words(client, "cases")
    paid.refresh_from_db()
    assert (paid.state, paid.amount) == (PayoutState.PAID, 3 * MILLION)


def test_what_only_we_know_is_named_until_the_bank_tells_too(as_, maker):
    paid = make_paid()
    upload_statement(file_of(STRAY), day=DAY, actor=maker, at=LATER)
    page = words(as_(maker), "day", DAY)
    assert paid.payee_name in page
    assert url("close", DAY) not in page


# --- money that came back ----------------------------------------------------------------------------------------


def test_money_that_came_back_is_ordered_again_to_the_other_account_and_both_lives_are_told(as_, maker):
    first = make_returned()
    again = order_payout(
        source_kind=first.source_kind,
        source_id=first.source_id,
        user=None,
        payee_name=first.payee_name,
        bank_code="014",
        account_number="7770001112",
        amount=first.amount,
        at=LATER,
    )
    client = as_(maker)
    assert (again.attempt, again.account_tail) == (2, "1112")
    assert "Retur" in words(client, "payout", first.pk)
    assert "•••• 1112" in words(client, "payout", again.pk)
    assert again.payee_name in words(client, "ready")


# --- maker and checker -------------------------------------------------------------------------------------------


def test_the_page_of_the_maker_with_both_roles_has_no_button_to_approve(as_, maker):
    RoleAssignmentFactory(user=maker, role=Role.BPJS_PAYMENT_CHECKER)
    batch = make_frozen_batch(maker=maker)
    assert url("approve", batch.pk) not in words(as_(maker), "batch", batch.pk)


@pytest.mark.parametrize("column", ["approved_by", "checked_by"])
def test_the_database_refuses_the_maker_as_checker_whoever_writes(column):
    batch = make_frozen_batch()
    with pytest.raises(IntegrityError, match="maker_is_not_checker"), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(**{column: batch.made_by})
