"""W4 to W9 as the browser sees them: tasks, account, KAPK, sending, receipt, claim, decision."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import OneTimeCode
from claims.models import Claim, CorrectionFile
from claims.operations import claims, corrections, review
from core.models import Job
from integrations.bank import AccountStatus
from participants.operations.phk_mediation import record_dispute
from payments.models import Bank
from tests.factories import participants
from tests.factories.accounts import sign_in
from tests.factories.claims import (
    account,
    assessed_phk,
    claim,
    give_account,
    kapk_code,
    moment,
    participant,
    phk,
    verifier,
)
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = pytest.mark.django_db
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


@pytest.fixture
def at_page(client, travel):
    """`at_page(claim, "kapk/")`: the page of the claim as its owner sees it."""

    def look(found, path="", **how):
        sign_in(client, found.person.user, **how)
        return client.get(f"/klaim/{found.pk}/{path}")

    return look


def main(response):
    return words(soup(response).select_one("main"))


def errors(response):
    assert response.status_code == 422
    assert words(soup(response).title).startswith("Galat:")
    return words(soup(response).select_one(".errs"))


class TestEligibility:
    @pytest.fixture
    def look(self, client, travel):
        def looker(event):
            return sign_in(client, event.person.user).get(f"/kelayakan/{event.pk}/")

        return looker

    def test_each_condition_with_its_fact_source_and_article(self, look):
        page = soup(look(assessed_phk()))
        assert words(page.h1) == "Anda memenuhi semua syarat JKP"
        assert words(page.select_one(".money")) == "Rp2.700.000"
        months = next(li for li in page.select(".trace > li") if "Masa iur" in words(li))
        assert "24 bulan" in words(months) or "23 bulan dihitung" in words(months)
        assert "PP 6/2025 Pasal 19 · BPJS Ketenagakerjaan, 16 November 2026" in words(months.select_one(".xs"))
        assert "POL-" not in words(page.select_one("main"))

    def test_a_failed_condition_stands_first_with_what_can_be_done(self, look):
        page = soup(look(assessed_phk(paid_months=5)))
        first = page.select_one(".trace > li")
        assert "n" in first["class"]
        assert "Masa iur cukup: belum terpenuhi" in words(first)
        assert "tanyakan kepada perusahaan atau BPJS" in words(first)
        assert words(page.select_one(".now button")) == "Tetap ajukan klaim"

    def test_while_bpjs_is_silent_the_page_says_so(self, look):
        text = main(look(phk()))
        assert "Belum ada jawaban dari BPJS" in text
        assert "kami mencoba lagi sendiri" in text

    def test_a_phk_at_the_mediator_is_not_assessed(self, look):
        event = participants.at_mediator(person=participant())
        page = soup(look(event))
        assert words(page.h1) == "Syarat diperiksa setelah bukti PHK diterima"
        assert page.select("main form") == []

    def test_when_the_filing_days_run_out_one_may_apply_before_the_mediator_is_done(self, look):
        event = participants.at_mediator(person=participant(), phk_on=date(2026, 5, 20))
        assert "Batas pengajuan mendekat" in main(look(event))

    def test_a_lapsed_right_is_a_page_with_the_way_on(self, look, travel):
        event = assessed_phk(phk_on=date(2026, 5, 1))
        page = soup(look(event))
        assert "Batas pengajuan adalah Minggu, 1 November 2026" in words(page.select_one(".now"))
        assert "Diajukan dalam batas waktu: belum terpenuhi" in words(page.select_one("main"))

    def test_starting_leads_to_the_tasks_and_twice_to_the_same(self, look, client):
        event = assessed_phk()
        look(event)
        first = client.post(f"/kelayakan/{event.pk}/ajukan/")
        assert first.url == f"/klaim/{Claim.objects.get().pk}/tugas/"
        assert client.post(f"/kelayakan/{event.pk}/ajukan/").url == first.url

    def test_starting_too_early_is_a_conflict(self, client, travel):
        event = participants.at_mediator(person=participant())
        response = sign_in(client, event.person.user).post(f"/kelayakan/{event.pk}/ajukan/")
        assert response.status_code == 409
        assert not Claim.objects.exists()

    def test_data_are_fetched_again_when_asked(self, look, client):
        event = assessed_phk()
        look(event)
        client.post(f"/kelayakan/{event.pk}/periksa-lagi/")
        assert Job.objects.filter(name="claims.assess_phk").count() == 1
        text = main(look(event))
        assert "Data terbaru sedang diambil" in text
        assert "data per Senin, 16 November 2026, 09.00 WIB" in text

    def test_fetching_too_often_is_told(self, look, client):
        event = assessed_phk()
        look(event)
        for _ in range(6):
            Job.objects.filter(name="claims.assess_phk").update(state="done")
            response = client.post(f"/kelayakan/{event.pk}/periksa-lagi/", follow=True)
        assert "Terlalu sering dicoba" in main(response)


class TestTasks:
    def test_what_is_left_and_the_next_step(self, at_page):
        page = soup(at_page(claim("draft"), "tugas/"))
        tasks = [words(li) for li in page.select(".tasks > li")]
        assert len(tasks) == 4
        assert tasks[3].endswith("Belum bisa dimulai")
        assert page.select(".tasks > li")[3].a is None
        assert words(page.select_one(".act .btn")) == "Mulai dengan data diri"
        assert "Draf tersimpan sampai 16 Desember 2026" in words(page.select_one("main"))

    def test_a_complete_list_leads_to_sending(self, at_page):
        page = soup(at_page(claim("ready_to_send"), "tugas/"))
        assert page.select_one(".act .btn")["href"].endswith("/bulan/1/periksa/")
        assert "BRI •••• 4471. Nama cocok" in words(page.select_one("main"))

    def test_personal_data_are_confirmed_by_a_tick(self, at_page, client):
        draft = claim("draft")
        page = at_page(draft, "data/")
        assert draft.person.nik not in page.content.decode()
        path = f"/klaim/{draft.pk}/data/"
        assert "Centang bila data diri ini benar" in errors(client.post(path, {}))
        assert client.post(path, {"correct": "on"}).url == f"/klaim/{draft.pk}/tugas/"
        assert Claim.objects.get().data_confirmed_at is not None


class TestAccount:
    def test_banks_come_from_reference_data(self, at_page):
        page = soup(at_page(claim("draft"), "rekening/"))
        assert [o["value"] for o in page.select("select[name=bank] option")][1:] == list(
            Bank.objects.values_list("code", flat=True)
        )

    @pytest.mark.parametrize(
        ("number", "message"),
        [
            ("12", "jumlah angkanya tidak cocok"),
            ("12345678", "bukan pola nomor rekening BRI"),
            ("0812 3456 7890", "nomor HP atau dompet digital"),
            ("12AB56789012345", "hanya berisi angka"),
            ("", "Isi nomor rekening."),
        ],
    )
    def test_a_number_that_cannot_be_is_told_and_what_was_typed_stays(self, at_page, client, number, message):
        draft = claim("draft")
        at_page(draft, "rekening/")
        response = client.post(
            f"/klaim/{draft.pk}/rekening/", {"bank": "002", "number": number, "holder": "Siti Rahmawati"}
        )
        assert message in errors(response)
        assert soup(response).select_one("input[name=holder]")["value"] == "Siti Rahmawati"
        assert not Claim.objects.get().account

    def test_spaces_are_forgiven_and_zeros_kept(self, at_page, client):
        draft = claim("draft")
        at_page(draft, "rekening/")
        client.post(
            f"/klaim/{draft.pk}/rekening/",
            {"bank": "002", "number": " 0000-0000 001 4471", "holder": "Siti Rahmawati"},
        )
        assert Claim.objects.get().account == "000000000014471"

    def test_a_bank_that_is_not_offered_is_refused(self, at_page, client):
        draft = claim("draft")
        at_page(draft, "rekening/")
        response = client.post(f"/klaim/{draft.pk}/rekening/", {"bank": "999", "number": "0" * 15, "holder": "Siti"})
        assert response.status_code == 422

    @pytest.mark.parametrize(
        ("owner", "status", "text"),
        [
            ("SITI RAHMAWATI", AccountStatus.ACTIVE, "Bank mengenali nama Anda"),
            ("BAMBANG P", AccountStatus.ACTIVE, "Petugas memeriksanya"),
            ("SITI RAHMAWATI", AccountStatus.CLOSED, "Bank mencatat rekening ini sudah ditutup"),
            ("SITI RAHMAWATI", AccountStatus.NOT_FOUND, "Bank tidak mengenal nomor ini"),
        ],
    )
    def test_what_the_bank_said_is_told(self, at_page, at, owner, status, text):
        draft = claim("draft")
        give_account(draft, at, owner=owner, status=status)
        assert text in main(at_page(draft, "rekening/"))

    def test_an_account_in_doubt_is_looked_at_again_before_sending_and_keeps_nobody_from_it(self, at_page, at, client):
        ready = claim("ready_to_send")
        assert "Bank mengenali" not in main(at_page(ready, "bulan/1/periksa/"))
        give_account(ready, at, status=AccountStatus.NOT_FOUND)
        page = soup(at_page(ready, "tugas/"))
        assert words(page.select(".tasks > li")[1]).endswith("Bank tidak mengenal nomor ini Periksa lagi")
        page = soup(at_page(ready, "bulan/1/periksa/"))
        assert "Cocokkan dengan buku tabungan" in words(page.select_one("main .note"))
        assert page.select_one("main .facts a")["href"] == f"/klaim/{ready.pk}/rekening/"
        client.post(f"/klaim/{ready.pk}/bulan/1/periksa/", {"truthful": "on"})
        assert Claim.objects.get().number

    def test_before_the_bank_answers_one_may_go_on(self, at_page, at):
        draft = claim("draft")
        claims.set_account(draft, **account(draft), actor=draft.person.user, at=at)
        assert "Anda boleh melanjutkan" in main(at_page(draft, "rekening/"))

    def test_an_account_in_use_by_another_is_not_told_to_anybody(self, at_page, at):
        other = claim("in_review")
        draft = claim("draft")
        give_account(draft, at, number=other.account)
        assert "klaim lain" not in main(at_page(draft, "rekening/"))

    def test_an_old_sign_in_is_asked_again_first(self, at_page, client):
        draft = claim("draft")
        response = at_page(draft, "rekening/", proved_ago=21 * 60)
        assert response.status_code == 302
        assert "/klaim/" in response.url

    @pytest.mark.parametrize("stage", ["submitted", "in_review", "active", "paid"])
    def test_a_sent_claim_keeps_its_account(self, at_page, client, stage):
        found = claim(stage)
        assert at_page(found, "rekening/").url == f"/klaim/{found.pk}/"
        client.post(f"/klaim/{found.pk}/rekening/", {"bank": "002", "number": "9" * 15, "holder": "X"})
        assert Claim.objects.get().account == found.account

    def test_returned_money_is_answered_with_another_account(self, at_page, client, travel):
        found = claim("bank_problem")
        travel(date(2026, 11, 17))
        page = main(at_page(found, "rekening/"))
        assert "Bank mengembalikan uang Anda" in page
        assert "Bank mengenali nama Anda" not in page
        response = client.post(
            f"/klaim/{found.pk}/rekening/", {"bank": "002", "number": "9" * 15, "holder": "Siti Rahmawati"}
        )
        assert response.url == f"/klaim/{found.pk}/"
        assert Claim.objects.get().account == "9" * 15
        assert Job.objects.filter(name="claims.check_account", state="open").count() == 2
        claim_page = main(at_page(found))
        assert "Rekening diperiksa" in claim_page
        assert "Rekening baru Anda sedang diperiksa." in claim_page


class TestKapk:
    def test_six_points_in_both_languages(self, at_page, client):
        draft = claim("draft")
        page = soup(at_page(draft, "kapk/"))
        assert len(page.select("ol.steps > li")) == 6
        english = soup(client.get(f"/en/klaim/{draft.pk}/kapk/"))
        assert "I am willing to work again" in words(english.select_one("ol.steps"))

    def test_the_code_goes_where_one_asks(self, at_page, client):
        draft = claim("draft")
        at_page(draft, "kapk/")
        client.post(f"/klaim/{draft.pk}/kapk/kode/", {"channel": "email"})
        code = OneTimeCode.objects.get()
        assert (code.channel, code.purpose, code.subject) == ("email", "kapk", str(draft.pk))

    def test_the_fourth_code_in_ten_minutes_is_too_many(self, at_page, client):
        draft = claim("draft")
        at_page(draft, "kapk/")
        for _ in range(4):
            response = client.post(f"/klaim/{draft.pk}/kapk/kode/", follow=True)
        assert "Terlalu sering dicoba" in main(response)
        assert OneTimeCode.objects.count() == 3

    def test_signing_leads_back_and_shows_the_signed_page(self, at_page, client, at):
        draft = claim("draft")
        at_page(draft, "kapk/")
        form = {"name": "siti rahmawati", "code": kapk_code(draft, at), "agree": "on"}
        assert client.post(f"/klaim/{draft.pk}/kapk/", form).url == f"/klaim/{draft.pk}/tugas/"
        page = soup(client.get(f"/klaim/{draft.pk}/kapk/"))
        assert "KAPK sudah Anda tanda tangani" in words(page.h1)
        assert page.select("main form") == []

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"code": "000000"}, "Kode tidak cocok"),
            ({"name": "Orang Lain"}, "Tulis nama lengkap Anda seperti di KTP: Siti Rahmawati."),
            ({"agree": ""}, "Centang bila Anda menyetujui KAPK."),
            ({"code": ""}, "Isi 6 angka yang kami kirim"),
        ],
    )
    def test_what_is_missing_is_told(self, at_page, client, at, change, message):
        draft = claim("draft")
        at_page(draft, "kapk/")
        code = kapk_code(draft, at)
        if change.get("code") == code:
            change = {"code": "000001"}
        response = client.post(
            f"/klaim/{draft.pk}/kapk/", {"name": "Siti Rahmawati", "code": code, "agree": "on"} | change
        )
        assert message in errors(response)

    def test_an_expired_code_is_told(self, at_page, client, at, travel):
        draft = claim("draft")
        code = kapk_code(draft, at)
        travel(at + timedelta(minutes=11))
        at_page(draft, "kapk/")
        response = client.post(f"/klaim/{draft.pk}/kapk/", {"name": "Siti Rahmawati", "code": code, "agree": "on"})
        assert "Kode sudah kedaluwarsa" in errors(response)

    def test_without_a_code_one_is_to_be_asked_for(self, at_page, client):
        draft = claim("draft")
        at_page(draft, "kapk/")
        response = client.post(f"/klaim/{draft.pk}/kapk/", {"name": "Siti Rahmawati", "code": "123456", "agree": "on"})
        assert "Minta kode dulu" in errors(response)

    def test_five_wrong_codes_close_the_door_for_ten_minutes(self, at_page, client, at, travel):
        draft = claim("draft")
        at_page(draft, "kapk/")
        right = kapk_code(draft, at)
        wrong = "000000" if right != "000000" else "000001"
        form = {"name": "Siti Rahmawati", "agree": "on"}
        for _ in range(5):
            response = client.post(f"/klaim/{draft.pk}/kapk/", form | {"code": wrong})
        assert "Coba lagi dalam 10 menit" in errors(response)
        assert "Coba lagi" in errors(client.post(f"/klaim/{draft.pk}/kapk/", form | {"code": right}))
        assert not hasattr(Claim.objects.get(), "kapk")
        travel(at + timedelta(minutes=11))
        fresh = kapk_code(draft, at + timedelta(minutes=11))
        client.post(f"/klaim/{draft.pk}/kapk/", form | {"code": fresh})
        assert hasattr(Claim.objects.get(), "kapk")

    def test_a_code_with_spaces_is_read(self, at_page, client, at):
        draft = claim("draft")
        at_page(draft, "kapk/")
        code = kapk_code(draft, at)
        form = {"name": "Siti Rahmawati", "agree": "on", "code": f"{code[:3]} {code[3:]}"}
        assert client.post(f"/klaim/{draft.pk}/kapk/", form).status_code == 302


class TestSending:
    def test_everything_once_more_then_the_number(self, at_page, client):
        ready = claim("ready_to_send")
        page = soup(at_page(ready, "bulan/1/periksa/"))
        assert ready.account not in str(page)
        assert "BRI •••• 4471, atas nama Siti Rahmawati" in words(page.select_one("main"))
        assert page.select_one(".count-l") is None
        path = f"/klaim/{ready.pk}/bulan/1/periksa/"
        assert "Centang pernyataan ini" in errors(client.post(path, {}))
        response = client.post(path, {"truthful": "on"}, follow=True)
        assert response.redirect_chain[-1][0] == f"/klaim/{ready.pk}/bulan/1/terkirim/"
        text = main(response)
        assert "JKP-2026-0000001" in text
        assert "Paling lambat Kamis, 19 November 2026" in text

    def test_sending_again_from_an_old_page_shows_the_same_receipt(self, at_page, client, travel):
        ready = claim("ready_to_send")
        at_page(ready, "bulan/1/periksa/")
        path = f"/klaim/{ready.pk}/bulan/1/periksa/"
        first = client.post(path, {"truthful": "on"})
        travel(date(2026, 11, 17))
        again = sign_in(client, ready.person.user).post(path, {"truthful": "on"})
        assert again.url == first.url
        assert Claim.objects.get().reference_date == date(2026, 11, 16)

    @pytest.mark.parametrize(("phk_on", "left"), [(date(2026, 6, 16), "Tinggal 30 hari"), (date(2026, 6, 17), None)])
    def test_the_days_are_counted_once_they_are_few(self, at_page, phk_on, left):
        count = soup(at_page(claim("ready_to_send", phk_on=phk_on), "bulan/1/periksa/")).select_one(".count-l")
        assert (words(count).split(" · ")[0] if count else None) == left

    @pytest.mark.parametrize("step", ["tugas/", "data/", "kapk/", "rekening/", "perbaiki/"])
    def test_back_after_sending_shows_what_is(self, at_page, step):
        sent = claim("submitted")
        response = at_page(sent, step)
        assert response.status_code == 200 if step == "kapk/" else response.url == f"/klaim/{sent.pk}/"

    def test_sending_with_tasks_left_leads_to_the_tasks(self, at_page, client):
        draft = claim("draft")
        assert at_page(draft, "bulan/1/periksa/").url == f"/klaim/{draft.pk}/tugas/"
        client.post(f"/klaim/{draft.pk}/bulan/1/periksa/", {"truthful": "on"})
        assert Claim.objects.get().filed_at is None

    def test_hidden_fields_change_nothing(self, at_page, client):
        ready = claim("ready_to_send")
        at_page(ready, "bulan/1/periksa/")
        client.post(
            f"/klaim/{ready.pk}/bulan/1/periksa/",
            {"truthful": "on", "state": "active", "amount": "999", "person": "1", "filed_at": "2026-01-01"},
        )
        sent = Claim.objects.get()
        assert (sent.state, sent.reference_date) == ("submitted", date(2026, 11, 16))

    @pytest.mark.parametrize("n", ["0", "2", "3", "7", "2.0", "-1"])
    def test_other_months_have_no_page(self, at_page, client, n):
        ready = claim("ready_to_send")
        assert at_page(ready, f"bulan/{n}/periksa/").status_code == 404
        assert client.post(f"/klaim/{ready.pk}/bulan/{n}/periksa/", {"truthful": "on"}).status_code == 404
        assert Claim.objects.get().filed_at is None

    def test_an_expired_draft_is_not_sent(self, at_page, client):
        ready = claim("ready_to_send")
        at_page(ready, "bulan/1/periksa/")
        claims.expire_drafts(at=moment(date(2026, 12, 20)))
        assert client.post(f"/klaim/{ready.pk}/bulan/1/periksa/", {"truthful": "on"}).url == f"/klaim/{ready.pk}/"
        assert Claim.objects.get().filed_at is None

    def test_the_receipt_later_shows_how_it_stands(self, at_page):
        assert "Keadaan sekarang: Aktif" in main(at_page(claim("active"), "bulan/1/terkirim/"))

    def test_the_receipt_of_a_draft_leads_to_its_tasks(self, at_page):
        draft = claim("draft")
        assert at_page(draft, "bulan/1/terkirim/").url == f"/klaim/{draft.pk}/tugas/"

    @pytest.mark.parametrize(
        ("day", "text"), [(19, "Bila sampai 19 November 2026 belum ada kabar"), (20, "Keputusan terlambat")]
    )
    def test_the_receipt_says_whose_delay_it_is(self, at_page, travel, day, text):
        sent = claim("in_review")
        travel(date(2026, 11, day))
        assert text in main(at_page(sent, "bulan/1/terkirim/"))


class TestClaimPage:
    @pytest.mark.parametrize(
        ("stage", "facts", "tag"),
        [
            ("submitted", {}, "Diperiksa"),
            ("needs_fix", {}, "Perlu diperbaiki"),
            ("active", {}, "Disetujui"),
            ("paid", {}, "Dibayar"),
            ("bank_problem", {}, "Rekening bermasalah"),
            ("refused", {"paid_months": 11}, "Ditolak"),
        ],
    )
    def test_the_status_in_one_word(self, at_page, stage, facts, tag):
        assert words(soup(at_page(claim(stage, **facts))).select_one("main .tag")) == tag

    def test_what_happened_and_what_we_owe(self, at_page):
        log = [words(li) for li in soup(at_page(claim("in_review"))).select("section .log > li")]
        assert log[0].startswith("Anda mengirim klaim")
        assert log[-1] == "Keputusan dan pembayaranPaling lambat 19 November 2026"

    def test_no_officer_is_named(self, at_page):
        officer = verifier(full_name="Rina Puspitasari")
        text = main(at_page(claim("active", officer=officer))) + main(at_page(Claim.objects.get(), "keputusan/"))
        assert "Rina" not in text

    def test_a_claim_that_waits_for_its_phk_says_so(self, at_page, at, travel):
        found = claim("in_review")
        record_dispute(event=found.phk, case_number="12/PHI/2026", actor=verifier(), at=at)
        travel(date(2026, 12, 20))
        text = main(at_page(found))
        assert "menunggu PHK disahkan" in text
        assert "terlambat" not in text

    def test_taking_back_asks_first_and_cannot_be_repeated(self, at_page, client):
        found = claim("in_review")
        assert "Tarik klaim ini?" in main(at_page(found, "tarik/"))
        assert Claim.objects.get().state == "in_review"
        assert client.post(f"/klaim/{found.pk}/tarik/").url == "/dasbor/"
        assert Claim.objects.get().state == "withdrawn"
        assert client.post(f"/klaim/{found.pk}/tarik/").status_code == 403

    def test_a_paid_claim_is_not_taken_back(self, at_page, client):
        found = claim("paid")
        assert at_page(found, "tarik/").status_code == 403
        assert client.post(f"/klaim/{found.pk}/tarik/").status_code == 403


class TestFixing:
    def test_the_document_is_sent_and_the_claim_goes_back(self, at_page, client):
        found = claim("needs_fix")
        page = at_page(found, "perbaiki/")
        assert "Foto buram di bagian tanggal." in main(page)
        file = SimpleUploadedFile("surat.png", PNG, "image/png")
        response = client.post(f"/klaim/{found.pk}/perbaiki/", {"file": file}, follow=True)
        assert "Perbaikan terkirim" in main(response)
        assert Claim.objects.get().state == "in_review"

    @pytest.mark.parametrize(
        ("content", "name", "message"),
        [
            (None, "", "Pilih berkasnya"),
            (b"", "surat.png", "kosong"),
            (b"MZ\x90\x00", "surat.jpg", "JPG, PNG, atau PDF"),
            (b"<svg/>", "surat.svg", "Berkas harus berupa"),
        ],
    )
    def test_a_file_that_is_none_is_told(self, at_page, client, content, name, message):
        found = claim("needs_fix")
        at_page(found, "perbaiki/")
        given = {} if content is None else {"file": SimpleUploadedFile(name, content)}
        assert message in errors(client.post(f"/klaim/{found.pk}/perbaiki/", given))
        assert Claim.objects.get().state == "needs_fix"

    def test_an_account_is_asked_on_its_own_page(self, at_page, client, at):
        found = claim("in_review")
        review.ask_to_fix(found, document="account", reason="not_yours", note="Milik suami.", actor=verifier(), at=at)
        assert at_page(found, "perbaiki/").url == f"/klaim/{found.pk}/rekening/"
        assert "Milik suami." in main(client.get(f"/klaim/{found.pk}/rekening/"))
        client.post(f"/klaim/{found.pk}/rekening/", {"bank": "002", "number": "9" * 15, "holder": "Siti Rahmawati"})
        assert Claim.objects.get().state == "in_review"

    def test_what_was_sent_is_seen_by_its_owner_and_the_desk_only(self, at_page, client, at):
        found = claim("needs_fix")
        file = participants.stored_file(found.person.user)
        corrections.answer_with_file(found, file=file, actor=found.person.user, at=at)
        path = f"berkas/{CorrectionFile.objects.get().pk}/"
        assert at_page(found, path).status_code == 200
        assert sign_in(client, verifier()).get(f"/klaim/{found.pk}/{path}").status_code == 200
        assert sign_in(client, participant().user).get(f"/klaim/{found.pk}/{path}").status_code == 404


class TestDecision:
    def test_a_refusal_says_why_on_what_facts_which_article_and_what_now(self, at_page):
        page = soup(at_page(claim("refused", paid_months=11), "keputusan/"))
        text = words(page.select_one("main"))
        assert "Keputusan KEP-2026-0000001 · 16 November 2026" in text
        assert "Jumlah bulan iuran yang dihitung belum cukup. Kami menemukan 11 bulan." in text
        assert "PP 6/2025 Pasal 19" in text
        assert "Selasa, 15 Desember 2026, 23.59 WIB" in words(page.select_one(".now"))
        assert "Ombudsman" in text
        assert page.select_one("aside a.btn")["href"].endswith("/pdf/")
        assert not re.search(r"curang|fiktif", text)

    def test_as_long_as_one_may_file_one_may_apply_again(self, at_page, travel):
        refused = claim("refused", paid_months=11)
        assert "Sudah diperbaiki? Ajukan lagi" in main(at_page(refused, "keputusan/"))
        travel(date(2027, 5, 11))
        assert "Ajukan lagi" not in main(at_page(refused, "keputusan/"))

    def test_an_approval_says_how_much_and_until_when_to_object(self, at_page):
        text = main(at_page(claim("active"), "keputusan/"))
        assert "Rp2.700.000" in text
        assert "60% dari Rp4.500.000" in text
        assert "Kamis, 19 November 2026" in text
        assert "15 Desember 2026" in text

    def test_an_undecided_claim_has_none(self, at_page):
        assert at_page(claim("in_review"), "keputusan/").status_code == 404


@pytest.mark.parametrize(
    ("stage", "path"),
    [
        ("draft", "tugas/"),
        ("draft", "data/"),
        ("draft", "rekening/"),
        ("draft", "kapk/"),
        ("ready_to_send", "bulan/1/periksa/"),
        ("in_review", "bulan/1/terkirim/"),
        ("paid", ""),
        ("bank_problem", ""),
        ("needs_fix", "perbaiki/"),
        ("active", "keputusan/"),
        ("in_review", "tarik/"),
    ],
)
def test_at_most_fifteen_queries(client, travel, stage, path):
    found = claim(stage)
    sign_in(client, found.person.user).get(f"/klaim/{found.pk}/{path}")
    with most_queries(15):
        assert client.get(f"/klaim/{found.pk}/{path}").status_code == 200


def test_eligibility_asks_at_most_fifteen_queries(client, travel):
    event = assessed_phk()
    sign_in(client, event.person.user).get(f"/kelayakan/{event.pk}/")
    with most_queries(15):
        assert client.get(f"/kelayakan/{event.pk}/").status_code == 200
