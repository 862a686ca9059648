"""W1 and W21: every situation has its heading, its step and what the office owes."""

from datetime import date, timedelta

import pytest

from claims.models import Claim
from claims.operations import assessments, claims, corrections
from participants.enums import PhkState
from participants.models import PhkEvent
from participants.operations.phk_mediation import ask_again, record_dispute
from tests.factories import participants
from tests.factories.accounts import UserFactory, officer, sign_in
from tests.factories.claims import (
    assessed_phk,
    bpjs_knows,
    claim,
    correct_account,
    make_ready,
    moment,
    participant,
    phk,
    verifier,
)
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def look(client, travel):
    """`look(person)`: the dashboard as the person sees it."""

    def looker(person, path="/dasbor/"):
        return soup(sign_in(client, person.user).get(path))

    return looker


def now_panel(page):
    """Heading, main text and the button of the first panel."""
    panel = page.select_one("main .now, main .calm")
    button = panel.select_one(".act a")
    return words(panel.select_one("h2")), words(panel), words(button)


def is_calm(page):
    return page.select_one("main .calm") is not None


class TestScenes:
    def test_nobody_has_reported_anything(self, look):
        title, _, button = now_panel(look(participant()))
        assert (title, button) == ("Laporkan PHK Anda", "Lapor PHK")

    def test_a_self_report_waits_for_the_employer(self, look):
        event = participants.report_phk(person=participant())
        page = look(event.person)
        title, text, _ = now_panel(page)
        assert title == "Kami menunggu jawaban perusahaan"
        assert "Rabu, 25 November 2026, 23.59 WIB" in text
        assert is_calm(page)

    def test_the_mediator_looks_at_the_proof(self, look):
        event = participants.at_mediator(person=participant())
        page = look(event.person)
        assert now_panel(page)[0] == "Mediator memeriksa bukti PHK"
        assert "Memeriksa bukti PHK" in words(page.select_one(".tint .log"))

    def test_the_mediator_needs_another_proof(self, look, at):
        event = participants.at_mediator(person=participant())
        ask_again(event=event, reason="Foto surat PHK terpotong.", actor=verifier(), at=at)
        title, text, button = now_panel(look(event.person))
        assert (title, button) == ("Tambahkan bukti PHK", "Tambah bukti")
        assert "Foto surat PHK terpotong." in text

    def test_a_dispute_holds_and_says_that_the_right_stays(self, look, at):
        event = participants.at_mediator(person=participant())
        record_dispute(event=event, case_number="12/PHI/2026", actor=verifier(), at=at)
        title, text, _ = now_panel(look(event.person))
        assert title == "PHK Anda masih diperselisihkan"
        assert "Hak Anda tidak hilang" in text

    def test_bpjs_has_not_answered_yet(self, look):
        event = phk()
        page = look(event.person)
        assert now_panel(page)[0] == "Kami memeriksa syarat Anda"
        assert is_calm(page)

    def test_ready_to_claim_with_the_last_day(self, look):
        title, text, button = now_panel(look(assessed_phk().person))
        assert (title, button) == ("Ajukan klaim JKP", "Lihat syarat dan ajukan klaim")
        assert "Senin, 10 Mei 2027, 23.59 WIB" in text

    def test_something_fails(self, look):
        title, _, button = now_panel(look(assessed_phk(paid_months=3).person))
        assert (title, button) == ("Ada syarat yang belum terpenuhi", "Lihat alasannya")

    def test_a_draft_says_how_many_tasks_are_left(self, look):
        title, text, button = now_panel(look(claim("draft").person))
        assert (title, button) == ("Lanjutkan klaim Anda", "Lanjutkan")
        assert "3 tugas lagi" in text
        assert "Rabu, 16 Desember 2026" in text

    def test_a_complete_draft_is_sent(self, look):
        assert now_panel(look(claim("ready_to_send").person))[2] == "Periksa dan kirim"

    @pytest.mark.parametrize("stage", ["submitted", "in_review"])
    def test_the_office_owes_the_decision_by_a_day(self, look, stage):
        page = look(claim(stage).person)
        title, text, _ = now_panel(page)
        assert title == "BPJS Ketenagakerjaan memeriksa klaim Anda"
        assert "Kamis, 19 November 2026" in text
        assert words(page.select_one(".three")).startswith("Keputusan Diperiksa")

    @pytest.mark.parametrize(("day", "late"), [(date(2026, 11, 19), False), (date(2026, 11, 20), True)])
    def test_a_late_decision_is_said_to_be_ours(self, look, travel, day, late):
        found = claim("in_review")
        travel(day)
        assert ("Keterlambatan itu tanggung jawab kami" in now_panel(look(found.person))[1]) is late

    def test_late_only_after_midnight_of_jakarta(self, look, travel):
        found = claim("in_review")
        travel(moment(date(2026, 11, 19), 23, 59, 59))
        assert "terlambat" not in now_panel(look(found.person))[1]

    def test_a_claim_that_waits_for_its_phk_is_not_late(self, look, travel, at):
        found = claim("in_review")
        record_dispute(event=found.phk, case_number="12/PHI/2026", actor=verifier(), at=at)
        travel(date(2026, 12, 20))
        title, text, _ = now_panel(look(found.person))
        assert title == "Klaim Anda menunggu PHK disahkan"
        assert "16 November 2026" in text
        assert "terlambat" not in text

    def test_a_fix_is_asked_with_its_reason_and_day(self, look):
        title, text, button = now_panel(look(claim("needs_fix").person))
        assert (title, button) == ("Perbaiki bukti PHK", "Perbaiki sekarang")
        assert "Senin, 23 November 2026, 23.59 WIB" in text
        assert "Tinggal 7 hari" in text

    def test_the_money_is_on_its_way(self, look):
        page = look(claim("active").person)
        title, text, _ = now_panel(page)
        assert title == "Klaim disetujui, uang sedang disiapkan"
        assert "Rp2.700.000" in text
        assert "BRI •••• 4471" in text

    def test_the_money_arrived_and_month_two_is_next(self, look):
        page = look(claim("paid").person)
        title, text, _ = now_panel(page)
        assert title == "Tidak ada. Semua beres hari ini."
        assert "klaim bulan ke-2, 16–23 Desember 2026" in text
        three = words(page.select_one(".three"))
        assert "1 dari 6 bulan dibayar" in three
        assert "Rp2.700.000dari paling banyak Rp16.200.000" in three

    def test_money_that_came_back_comes_first(self, look):
        page = look(claim("bank_problem").person)
        title, text, button = now_panel(page)
        assert (title, button) == ("Perbaiki rekening Anda", "Perbaiki rekening")
        assert "Uang itu tetap milik Anda" in text
        assert not is_calm(page)

    def test_a_new_account_is_ours_to_check(self, look, at, travel):
        found = correct_account(claim("bank_problem"), travel(date(2026, 11, 17)), owner="BAMBANG PRASETYO")
        page = look(found.person)
        assert now_panel(page)[0] == "Rekening baru Anda sedang diperiksa"
        assert is_calm(page)

    def test_an_account_that_was_declined_is_to_be_put_right(self, look, travel):
        there = travel(date(2026, 11, 17))
        found = correct_account(claim("bank_problem"), there, owner="BAMBANG PRASETYO")
        corrections.ask_other_account(
            found, account_set_at=found.account_set_at, reason="not_yours", note="Isi rekening sendiri.",
            actor=verifier(), at=there,
        )  # fmt: skip
        assert now_panel(look(found.person))[0] == "Perbaiki rekening Anda"

    def test_a_refusal_leads_to_the_decision_and_the_last_day_to_object(self, look):
        title, text, button = now_panel(look(claim("refused", paid_months=11).person))
        assert (title, button) == ("Klaim Anda ditolak, tetapi Anda masih punya pilihan", "Lihat keputusan")
        assert "Selasa, 15 Desember 2026, 23.59 WIB" in text

    def test_a_refusal_promises_no_money(self, look):
        three = words(look(claim("refused", paid_months=11).person).select_one(".three"))
        assert "Besar manfaatTidak adaKecuali keberatan Anda diterima." in three
        assert "PembayaranTidak adaKlaim ini tidak dibayar." in three

    def test_new_data_after_a_refusal_is_offered(self, look, travel, at):
        refused = claim("refused", paid_months=11)
        there = travel(date(2026, 11, 20))
        bpjs_knows(refused.person, refused.phk.employer.npp, paid_months=14, at=there)
        assessments.record_assessment(refused.phk, claim=None, filed_at=there, at=there)
        page = look(refused.person)
        title, text, button = now_panel(page)
        assert title == "Data Anda berubah: Anda bisa mengajukan lagi"
        assert "per bulan, bila disetujui" in words(page.select_one(".three"))
        assert "Keputusan lama tidak berubah sendiri" in text
        assert button == "Lihat syarat dan ajukan lagi"

    def test_after_a_withdrawal_one_may_apply_again(self, look, at):
        draft = claim("draft")
        claims.withdraw_claim(draft, actor=draft.person.user, at=at)
        assert now_panel(look(draft.person))[0] == "Ajukan klaim JKP"

    def test_a_new_phk_after_an_old_refusal_is_what_counts(self, look, at):
        refused = claim("refused", paid_months=11)
        participants.at_mediator(person=refused.person, phk_on=date(2026, 11, 14))
        assert now_panel(look(refused.person))[0] == "Mediator memeriksa bukti PHK"

    def test_an_identity_that_is_still_checked_is_said(self, look):
        assert "Identitas Anda masih diperiksa" in words(look(participant(pending=True)).select_one("main"))

    def test_data_of_bpjs_carry_their_moment(self, look):
        page = look(claim("in_review").person)
        assert "Data BPJS per Senin, 16 November 2026, 09.00 WIB." in words(page.select_one("main"))


class TestTimeline:
    def test_before_a_decision_six_months_without_dates(self, look):
        months = look(claim("in_review").person).select("ol.six > li")
        assert len(months) == 6
        assert months[0]["aria-current"] == "step"
        assert words(months[3]) == "Bulan 4 Setelah klaim disetujui"

    def test_a_paid_month_shows_its_letter_and_the_next_its_window(self, look):
        months = look(claim("paid").person).select("ol.six > li")
        assert "paid" in months[0]["class"]
        assert months[0].select_one("a")["href"].startswith("/surat/")
        assert "16–23 Desember 2026" in words(months[1])
        assert months[1]["aria-current"] == "step"
        assert "formulir status kebekerjaan" in words(months[5])

    def test_a_refused_claim_is_a_closed_end(self, look):
        months = look(claim("refused", paid_months=11).person).select("ol.six > li")
        assert "lost" in months[0]["class"]

    def test_a_draft_has_no_timeline(self, look):
        assert look(claim("draft").person).select("ol.six") == []


class TestPayments:
    def test_nothing_yet(self, look):
        page = look(participant(), "/pembayaran/")
        assert "Belum ada pembayaran" in words(page.select_one("main"))

    def test_each_transfer_that_came_back_is_told(self, look, at):
        found = claim("bank_problem")
        correct_account(found, at + timedelta(days=1))
        corrections.pay_again(Claim.objects.get(), verified_by=None, at=at + timedelta(days=1))
        text = words(look(found.person, "/pembayaran/").select_one("main"))
        assert "Kembali 14 Desember 2026 dari rekening •••• 4471" in text
        assert "dicabut" in text

    def test_every_letter_can_be_had_as_pdf(self, look):
        page = look(claim("paid").person, "/pembayaran/")
        names = [words(a) for a in page.select("main a") if a["href"].startswith("/surat/") and "pdf" not in a["href"]]
        assert names == [
            "Bukti pembayaran manfaat",
            "Surat persetujuan klaim",
            "Bukti pengajuan klaim",
            "Komitmen Aktivitas Pencarian Kerja (KAPK)",
            "Tanda terima laporan PHK",
        ]
        assert len([a for a in page.select("main a") if a["href"].endswith("/pdf/")]) == len(names)

    def test_another_persons_money_is_not_there(self, look):
        claim("paid")
        assert "Rp" not in words(look(participant(), "/pembayaran/").select_one("main"))


class TestWhoAndHowMany:
    def test_somebody_without_a_person_registers_first(self, client, travel):
        response = sign_in(client, UserFactory()).get("/dasbor/")
        assert response.url == "/identitas/"

    def test_an_officer_works_elsewhere(self, client, travel):
        assert sign_in(client, officer(phone="+6281399990001")).get("/dasbor/").status_code == 403

    @pytest.mark.parametrize("path", ["/dasbor/", "/pembayaran/"])
    @pytest.mark.parametrize("stage", ["draft", "in_review", "paid", "bank_problem"])
    def test_at_most_fifteen_queries(self, client, travel, path, stage):
        found = claim(stage)
        sign_in(client, found.person.user).get(path)
        with most_queries(15):
            assert client.get(path).status_code == 200

    def test_english(self, look):
        page = look(claim("paid").person, "/en/dasbor/")
        assert page.html["lang"] == "en"
        assert now_panel(page)[0] == "None. All is in order today."


def test_the_menu_leads_to_where_the_claim_stands(client, travel, at):
    event = assessed_phk()
    sign_in(client, event.person.user)
    assert client.get("/klaim/").url == f"/kelayakan/{event.pk}/"
    draft = claims.start_claim(event, actor=event.person.user, at=at)
    assert client.get("/klaim/").url == f"/klaim/{draft.pk}/tugas/"
    make_ready(draft, at)
    sent = claims.submit_claim(draft, actor=event.person.user, at=at)
    assert client.get("/klaim/").url == f"/klaim/{sent.pk}/"
    assert PhkEvent.objects.get().state == PhkState.CONFIRMED
