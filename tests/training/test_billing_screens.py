"""R3 and BPJS's desk: who sees what, what each button does, what two tabs and the wrong person get."""

from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from accounts.enums import Role
from core.models import AccessLog
from payments.models import Payout
from payments.operations.sending import reserve
from tests.factories.accounts import RoleAssignmentFactory, UserFactory, officer, sign_in
from tests.factories.notices import make_letter
from tests.factories.payments import make_approved_batch, tell
from tests.factories.training_billing import (
    ANSWERING,
    MAKING,
    SENDING,
    approved_invoice,
    billing,
    frozen_billing,
    house_of,
    item_of,
    paid_invoice,
    sent_billing,
)
from tests.html import soup
from tests.html import words as text
from tests.queries import most_queries
from training.enums import BillingState, InvoiceState, ItemState
from training.models import BillingBatch, BillingItem, BillingLine
from training.operations.billing_answers import accept_item, return_item
from training.operations.transfers import hear_of_transfer

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_(client):
    return lambda user: sign_in(client, user)


@pytest.fixture
def the_day_before():
    with time_machine.travel(MAKING, tick=True):
        yield


@pytest.fixture
def answering():
    with time_machine.travel(ANSWERING, tick=True):
        yield


@pytest.fixture
def reviewer():
    return officer(Role.REVIEWER, full_name="Dewi Anggraini")


@pytest.fixture
def approver():
    return officer(Role.APPROVER, full_name="Tono Raharjo")


@pytest.fixture
def verifier():
    return officer(Role.BPJS_VERIFIER, full_name="Bimo Verifikator")


def url(name, *args):
    return reverse(f"training:{name}", args=args)


def words(response) -> str:
    return " ".join(response.content.decode().split())


# --- R3 ----------------------------------------------------------------------------------------------------------


def test_a_date_goes_from_collected_to_approved(as_, the_day_before, reviewer, approver):
    approved_invoice(2)
    page = words(as_(reviewer).get(url("review_batch")))
    assert "Susun pengajuan 15 Desember 2026" in page
    assert "Rp3.700.000" in page
    response = as_(reviewer).post(url("billing_build"))
    batch = BillingBatch.objects.get()
    assert response["Location"] == url("billing", batch.pk)
    page = words(as_(reviewer).get(url("billing", batch.pk)))
    assert "1 tagihan dari 1 LPK" in page
    assert "Bekukan pengajuan" in page
    as_(reviewer).post(url("billing_freeze", batch.pk))
    batch.refresh_from_db()
    assert batch.state == BillingState.FROZEN
    assert "Setujui dan kirim ke BPJS" not in words(as_(reviewer).get(url("billing", batch.pk)))
    page = words(as_(approver).get(url("billing", batch.pk)))
    assert f'name="sha256" value="{batch.sha256}"' in page
    for _twice in range(2):
        assert as_(approver).post(url("billing_approve", batch.pk), {"sha256": batch.sha256}).status_code == 302
    batch.refresh_from_db()
    assert (batch.state, batch.approved_by) == (BillingState.APPROVED, approver)


def test_another_fingerprint_is_a_conflict_and_the_maker_is_told_why(as_, the_day_before, reviewer, approver):
    RoleAssignmentFactory(user=reviewer, role=Role.APPROVER)
    batch = frozen_billing(maker=reviewer)
    assert "jadi orang lain yang menyetujuinya" in words(as_(reviewer).get(url("billing", batch.pk)))
    assert as_(reviewer).post(url("billing_approve", batch.pk), {"sha256": batch.sha256}).status_code == 403
    assert as_(approver).post(url("billing_approve", batch.pk), {"sha256": "0" * 64}).status_code == 409


def test_a_batch_is_cancelled_with_a_reason(as_, the_day_before, approver):
    batch = frozen_billing()
    assert as_(approver).post(url("billing_cancel", batch.pk), {"reason": ""}).status_code == 422
    assert as_(approver).post(url("billing_cancel", batch.pk), {"reason": "Salah satu keliru."}).status_code == 302
    page = words(as_(approver).get(url("billing", batch.pk)))
    assert "Pengajuan dibatalkan" in page
    assert "Dilepas" in page


def test_every_rupiah_leads_to_attendance_and_recommendation_in_two_clicks(as_, answering, reviewer):
    invoice = approved_invoice(2)
    batch = sent_billing(invoice)
    item = item_of(invoice)
    assert url("billing_item", batch.pk, item.pk) in words(as_(reviewer).get(url("billing", batch.pk)))
    line = BillingLine.objects.order_by("number").first()
    assert url("billed_line", line.pk) in words(as_(reviewer).get(url("billing_item", batch.pk, item.pk)))
    page = words(as_(reviewer).get(url("billed_line", line.pk)))
    assert "2.100 dari 2.100 menit (100%)" in page
    assert "Fitri Handayani" in page  # who recommended
    assert "Senin, 9 November 2026" in page  # the first meeting
    assert AccessLog.objects.filter(actor=reviewer).count() == 1


def test_the_file_has_every_invoice_and_nobodys_name(as_, answering, reviewer):
    invoice = approved_invoice(2)
    batch = sent_billing(invoice)
    response = as_(reviewer).get(url("billing_csv", batch.pk))
    head, row = response.content.decode().strip().splitlines()
    assert head.startswith("pengajuan,tanggal,tagihan,vin")
    assert row.split(",")[2:4] == [invoice.number, house_of(invoice).vin]
    assert row.endswith(",2,3700000,Diperiksa BPJS")


def test_the_letter_is_there_once_it_is_sent(as_, answering, reviewer):
    invoice = approved_invoice()
    draft = billing(invoice)
    assert as_(reviewer).get(url("billing_letter", draft.pk)).status_code == 404
    batch = sent_billing(maker=draft.made_by)
    response = as_(reviewer).get(url("billing_letter", batch.pk))
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")


def test_what_bpjs_missed_is_completed_by_a_reviewer(as_, answering, reviewer, approver, verifier):
    invoice = approved_invoice()
    batch, item = sent_billing(invoice), item_of(invoice)
    return_item(item, lacks="Laporan tanpa tanggal.", actor=verifier, at=ANSWERING)
    there = url("billing_item", batch.pk, item.pk)
    assert "Laporan tanpa tanggal." in words(as_(reviewer).get(there))
    assert as_(approver).post(there, {"note": "Ada."}).status_code == 403
    empty = as_(reviewer).post(there, {"note": " "})
    assert empty.status_code == 422
    assert "Isi jawabannya." in words(empty)
    assert as_(reviewer).post(there, {"note": "Tanggal ditambahkan."}).status_code == 302
    invoice.refresh_from_db()
    assert invoice.state == InvoiceState.APPROVED


def test_what_bpjs_gave_back_stands_above_the_queue_until_it_is_completed(as_, answering, reviewer, approver, verifier):
    invoice = approved_invoice()
    batch, item = sent_billing(invoice), item_of(invoice)
    assert "BPJS mengembalikan tagihan" not in words(as_(reviewer).get(url("review_home")))
    return_item(item, lacks="Laporan tanpa tanggal.", actor=verifier, at=ANSWERING)
    as_(reviewer)
    with most_queries(25):
        page = words(as_(reviewer).get(url("review_home")))
    assert "BPJS mengembalikan tagihan: lengkapi untuk tanggal pengajuan berikutnya" in page
    assert f'<a href="{url("billing_item", batch.pk, item.pk)}">{invoice.number}</a>' in page
    assert "Laporan tanpa tanggal." in page
    assert "BPJS mengembalikan tagihan" not in words(as_(approver).get(url("review_home")))
    as_(reviewer).post(url("billing_item", batch.pk, item.pk), {"note": "Tanggal ditambahkan."})
    assert "BPJS mengembalikan tagihan" not in words(as_(reviewer).get(url("review_home")))


def test_after_the_batch_of_a_date_is_gone_the_next_date_is_what_waits(as_, reviewer):
    def said() -> str:
        return text(soup(as_(reviewer).get(url("review_batch"))).main)

    with time_machine.travel(SENDING, tick=True):  # the 15th
        assert "Pengajuan berikutnya15 Desember 2026" in said()
        sent_billing()
        approved_invoice(2, bill_on=date(2027, 1, 1))
        assert "Pengajuan berikutnya1 Januari 2027" in said()
        assert "Siap diajukan1 " in said()
        assert "Susun pengajuan" not in said()  # that date is collected from the 16th on


@pytest.mark.parametrize("name", ["review_batch", "bpjs_billing"])
def test_an_empty_list_says_what_will_come(as_, answering, verifier, name):
    assert "Belum ada pengajuan" in words(as_(verifier).get(url(name)))
    assert "Tidak ada pengajuan yang cocok" in words(as_(verifier).get(url(name), {"q": "PLT-9"}))


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.INSTITUTE_VERIFIER, Role.ADMINISTRATOR, Role.MEDIATOR])
def test_other_officers_see_none_of_it(as_, answering, role):
    batch = sent_billing()
    somebody = as_(officer(role))
    for there in (url("review_batch"), url("billing", batch.pk), url("bpjs_billing"), url("bpjs_batch", batch.pk)):
        assert somebody.get(there).status_code == 403


def test_what_is_not_there_is_not_found(as_, answering, reviewer, verifier):
    batch, other = sent_billing(), uuid4()
    item = BillingItem.objects.get()
    for there in (url("billing", other), url("billing_item", other, item.pk), url("billed_line", other)):
        assert as_(reviewer).get(there).status_code == 404
    assert as_(verifier).get(url("bpjs_item", batch.pk, other)).status_code == 404
    assert as_(UserFactory()).get(url("billing", batch.pk)).status_code in (302, 403)


# --- BPJS --------------------------------------------------------------------------------------------------------


def test_bpjs_sees_only_what_it_received(as_, answering, verifier):
    batch = frozen_billing()
    assert batch.number not in words(as_(verifier).get(url("bpjs_billing")))
    assert as_(verifier).get(url("bpjs_batch", batch.pk)).status_code == 404


def test_a_verifier_accepts_one_and_returns_the_other(as_, answering, verifier):
    good, bad = approved_invoice(2), approved_invoice(1)
    batch = sent_billing(good, bad)
    page = words(as_(verifier).get(url("bpjs_batch", batch.pk)))
    assert "2 tagihan belum dijawab" in page
    assert "22 Desember 2026" in page
    there = url("bpjs_item", batch.pk, item_of(good).pk)
    assert "Terima dan bayar" in words(as_(verifier).get(there))
    for _twice in range(2):
        assert as_(verifier).post(there, {"answer": "terima"}).status_code == 302
    assert Payout.objects.count() == 1
    there = url("bpjs_item", batch.pk, item_of(bad).pk)
    assert as_(verifier).post(there, {"answer": "kembalikan", "lacks": ""}).status_code == 422
    assert as_(verifier).post(there, {"answer": "kembalikan", "lacks": "SPTJM"}).status_code == 302
    assert item_of(bad).state == ItemState.INCOMPLETE
    assert as_(verifier).post(there, {"answer": "terima"}).status_code == 409


def test_bpjs_reads_the_papers_of_what_it_answers(as_, answering, verifier):
    invoice = approved_invoice()
    batch, item = sent_billing(invoice), item_of(invoice)
    there = url("bpjs_item", batch.pk, item.pk)
    assert "Dokumen wajib" not in words(as_(verifier).get(there))
    sent = invoice.log.get(move="send")
    for kind in ("lpk_report", "lpk_request", "sptjm"):
        make_letter(kind, user=invoice.made_by, about=sent)
    as_(verifier)
    with most_queries(25):
        page = words(as_(verifier).get(there))
    for place in (1, 2, 3):
        assert f'href="{url("review_paper", invoice.pk, place)}"' in page
    assert as_(verifier).get(url("review_paper", invoice.pk, 3))["Content-Type"] == "application/pdf"


def test_the_account_is_told_by_its_bank_and_not_by_a_code(as_, answering, verifier):
    invoice = approved_invoice()
    batch, house = sent_billing(invoice), house_of(invoice)
    page = words(as_(verifier).get(url("bpjs_item", batch.pk, item_of(invoice).pk)))
    assert f"{house.account_name}, BRI •••• 5544" in page


@pytest.mark.parametrize("paid", [False, True])
def test_the_last_day_to_pay_is_said_until_all_is_paid(as_, answering, reviewer, verifier, paid):
    batch = BillingBatch.objects.get(items__invoice=paid_invoice()) if paid else sent_billing(approved_invoice())
    assert (batch.state == BillingState.DONE) is paid
    for user, name in ((reviewer, "billing"), (verifier, "bpjs_batch")):
        page = words(as_(user).get(url(name, batch.pk)))
        assert ("Dibayar paling lambat" in page) is not paid


def test_who_pays_reads_and_does_not_answer(as_, answering):
    batch = sent_billing()
    there = url("bpjs_item", batch.pk, BillingItem.objects.get().pk)
    maker = officer(Role.BPJS_PAYMENT_MAKER)
    assert "Terima dan bayar" not in words(as_(maker).get(there))
    assert as_(maker).post(there, {"answer": "terima"}).status_code == 403


def test_money_that_came_back_is_ordered_again_only_to_another_account(as_, answering, verifier):
    invoice = approved_invoice()
    batch = sent_billing(invoice)
    item = accept_item(item_of(invoice), actor=verifier, at=ANSWERING)
    make_approved_batch(0)
    payout = reserve(Payout.objects.get().pk, at=ANSWERING)
    tell(payout, "rejected", code="account_closed")
    hear_of_transfer(invoice.pk, at=ANSWERING)
    there, again = url("bpjs_item", batch.pk, item.pk), url("bpjs_pay_again", batch.pk, item.pk)
    assert "Menunggu LPK mengganti rekeningnya." in words(as_(verifier).get(there))
    as_(verifier).post(again)
    assert Payout.objects.count() == 1
    house = house_of(invoice)
    house.account, house.account_tail = "112233445566", "5566"
    house.save()
    assert "Bayar lagi ke rekening sekarang" in words(as_(verifier).get(there))
    for _twice in range(2):
        as_(verifier).post(again)
    assert Payout.objects.count() == 2


# --- lists -------------------------------------------------------------------------------------------------------


def test_lists_are_searched_filtered_and_cost_the_same_with_more(as_, answering, reviewer, verifier):
    first, second = approved_invoice(1), approved_invoice(1)
    batch = sent_billing(first, second)
    for user, name in ((reviewer, "billing"), (verifier, "bpjs_batch")):
        page = words(as_(user).get(url(name, batch.pk), {"q": first.number}))
        assert first.number in page
        assert second.number not in page
        assert "Tidak ada tagihan yang cocok" in words(as_(user).get(url(name, batch.pk), {"keadaan": "paid"}))
        with most_queries(32):
            as_(user).get(url(name, batch.pk))
    for user, name in ((reviewer, "review_batch"), (verifier, "bpjs_billing")):
        with most_queries(30):
            as_(user).get(url(name), {"q": batch.number, "keadaan": "sent"})


def test_a_draft_shows_that_more_may_join(as_, the_day_before, reviewer):
    batch = billing(maker=reviewer)
    approved_invoice()
    page = words(as_(reviewer).get(url("billing", batch.pk)))
    assert "Tambahkan yang baru disetujui" in page
    as_(reviewer).post(url("billing_build"))
    batch.refresh_from_db()
    assert batch.invoices == 2
