"""W15 as the browser sees it: the last day, one question a page, the receipt, the office's clock, the answer."""

import gzip
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from claims.enums import DecisionKind, ObjectionState
from claims.models import Objection
from claims.operations import objections
from core.models import AccessLog
from tests.factories import claims as make
from tests.factories.accounts import sign_in
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = pytest.mark.django_db

LAST_DAY = date(2026, 12, 15)
STEPS = ("", "alasan/", "penjelasan/", "bukti/", "periksa/", "terkirim/", "tarik/")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
WHY = "Iuran bulan Juli dibayar tunai."


@pytest.fixture
def refused(client, travel):
    found = make.claim("refused", paid_months=11)
    sign_in(client, found.person.user)
    return found


@pytest.fixture
def decision(refused):
    return make.refusal(refused)


def path(decision, step=""):
    return f"/klaim/keberatan/{decision.pk}/{step}"


def main(response):
    return words(soup(response).select_one("main"))


def errors(response):
    assert response.status_code == 422
    return words(soup(response).select_one(".errs"))


def photo(name="bukti.png", content=PNG, kind="image/png"):
    return SimpleUploadedFile(name, content, kind)


def write(client, decision):
    """Every question answered, nothing sent."""
    client.post(path(decision))
    client.post(path(decision, "alasan/"), {"ground": "new_proof"})
    client.post(path(decision, "penjelasan/"), {"text": WHY})


class TestBeginning:
    def test_the_decision_in_short_and_the_last_day_with_its_countdown(self, client, decision):
        page = soup(client.get(path(decision)))
        assert words(page.h1) == "Tidak setuju? Ajukan keberatan"
        assert "Paling lambat Selasa, 15 Desember 2026, 23.59 WIB" in words(page.select_one(".now .due"))
        assert words(page.select_one(".now .count")) == "Tinggal 29 hari"
        assert decision.number in words(page.select_one("dl.facts"))
        assert words(page.select_one(".now button")) == "Mulai keberatan"

    def test_the_refusal_page_leads_there(self, client, refused, decision):
        page = soup(client.get(f"/klaim/{refused.pk}/keputusan/"))
        assert page.select_one(f'a.sunny[href="{path(decision)}"]') is not None
        assert "Halo JKP" in words(page.select_one(".now"))

    def test_in_the_last_hours_the_hours_are_shown(self, client, refused, decision, travel):
        travel(make.moment(LAST_DAY, 14))
        sign_in(client, refused.person.user)
        assert words(soup(client.get(path(decision))).select_one(".now .count")) == "Tinggal 9 jam"

    def test_after_the_last_day_the_other_routes_are_explained(self, client, refused, decision, travel):
        travel(make.moment(LAST_DAY + timedelta(days=1), 0))
        sign_in(client, refused.person.user)
        response = client.get(path(decision))
        assert words(soup(response).h1) == "Hari terakhir keberatan sudah lewat"
        assert "Ombudsman" in main(response)
        assert soup(response).select("main form") == []
        assert client.post(path(decision)).status_code == 409
        assert not Objection.objects.exists()

    def test_an_approval_is_objected_to_for_its_amount(self, client, travel):
        found = make.claim("active")
        sign_in(client, found.person.user)
        approval = found.decisions.get(kind=DecisionKind.APPROVAL)
        assert words(soup(client.get(path(approval))).h1) == "Jumlahnya keliru? Ajukan keberatan"

    @pytest.mark.parametrize("step", STEPS)
    def test_another_persons_decision_is_not_found(self, client, decision, step):
        make.objection(decision)
        sign_in(client, make.participant().user)
        assert client.get(path(decision, step)).status_code == 404
        assert client.post(path(decision, step)).status_code in (404, 405)

    @pytest.mark.parametrize("step", STEPS)
    def test_an_officer_acts_elsewhere(self, client, decision, step):
        sign_in(client, make.verifier())
        assert client.get(path(decision, step)).status_code == 403


class TestSteps:
    def test_one_question_a_page_and_the_answers_are_kept(self, client, decision):
        assert client.post(path(decision)).url == path(decision, "alasan/")
        assert client.post(path(decision, "alasan/"), {"ground": "new_proof"}).url == path(decision, "penjelasan/")
        assert client.post(path(decision, "penjelasan/"), {"text": WHY}).url == path(decision, "bukti/")
        page = soup(client.get(path(decision, "periksa/")))
        assert WHY in words(page.select_one("dl.facts"))
        assert "langkah 4 dari 4" in words(page.select_one("main"))
        begun = soup(client.get(path(decision)))
        assert words(begun.select_one(".now h2")) == "Keberatan Anda belum dikirim"
        assert begun.select_one(".now a.sunny")["href"] == path(decision, "periksa/")

    def test_a_question_without_an_answer_comes_before_sending(self, client, decision):
        client.post(path(decision))
        assert client.get(path(decision, "periksa/")).url == path(decision, "alasan/")

    def test_a_correction_leads_back_to_the_check(self, client, decision):
        write(client, decision)
        assert client.post(path(decision, "alasan/"), {"ground": "other"}).url == path(decision, "periksa/")

    @pytest.mark.parametrize(
        ("step", "given", "message"),
        [
            ("alasan/", {}, "Pilih satu alasan."),
            ("alasan/", {"ground": "<b>"}, "Pilih satu dari daftar."),
            ("penjelasan/", {}, "Ceritakan apa yang keliru."),
            ("penjelasan/", {"text": "Salah."}, "Ceritakan sedikit lebih banyak"),
            ("penjelasan/", {"text": "x" * 4001}, "paling banyak 4.000 huruf, sekarang 4001."),
            ("periksa/", {}, "Centang pernyataan ini"),
        ],
    )
    def test_what_is_missing_is_told(self, client, decision, step, given, message):
        client.post(path(decision))
        if step == "periksa/":
            write(client, decision)
        assert message in errors(client.post(path(decision, step), given))

    def test_what_was_typed_stays(self, client, decision):
        client.post(path(decision))
        page = soup(client.post(path(decision, "penjelasan/"), {"text": "Salah."}))
        assert words(page.select_one("textarea")) == "Salah."

    @pytest.mark.parametrize(
        ("upload", "message"),
        [
            (None, "Pilih berkasnya"),
            (photo("bukti.exe"), "Berkas harus berupa"),
            (photo(content=b""), "Berkas ini kosong"),
            (photo(content=b"bukan gambar"), "JPG, PNG, atau PDF"),
            (photo(content=PNG + b"0" * 5 * 1024 * 1024), "lebih besar dari 5 MB"),
        ],
    )
    def test_a_file_that_cannot_be_kept_is_told(self, client, decision, upload, message):
        client.post(path(decision))
        response = client.post(path(decision, "bukti/"), {"file": upload} if upload else {})
        assert message in errors(response)

    def test_a_photo_is_added_opened_and_taken_out(self, client, decision):
        client.post(path(decision))
        assert client.post(path(decision, "bukti/"), {"file": photo()}).url == path(decision, "bukti/")
        row = Objection.objects.get().files.get()
        opened = client.get(f"/keberatan/{row.objection_id}/berkas/{row.pk}/")
        assert opened["Content-Disposition"].startswith("attachment")
        client.post(path(decision, "bukti/"), {"drop": str(row.pk)})
        client.post(path(decision, "bukti/"), {"drop": "bukan-uuid"})
        assert not Objection.objects.get().files.exists()

    def test_the_file_is_opened_by_the_desk_and_nobody_else(self, client, decision, at):
        client.post(path(decision))
        client.post(path(decision, "bukti/"), {"file": photo()})
        row = Objection.objects.get().files.get()
        address = f"/keberatan/{row.objection_id}/berkas/{row.pk}/"
        officer = make.verifier()
        assert sign_in(client, officer).get(address).status_code == 404  # a draft is nobody's business
        objections.answer_objection(row.objection, ground="other", text=WHY)
        objections.submit_objection(row.objection, actor=decision.claim.person.user, at=at)
        assert client.get(address).status_code == 200
        assert AccessLog.objects.get().purpose == "keberatan"
        assert sign_in(client, make.participant().user).get(address).status_code == 404

    def test_the_steps_close_after_the_last_day(self, client, refused, decision, travel):
        write(client, decision)
        travel(make.moment(LAST_DAY + timedelta(days=1), 0))
        sign_in(client, refused.person.user)
        assert client.post(path(decision, "periksa/"), {"truthful": "on"}).url == path(decision)
        assert Objection.objects.get().state == ObjectionState.DRAFT


class TestSending:
    def test_sent_with_a_receipt_that_survives_a_bookmark(self, client, decision):
        write(client, decision)
        response = client.post(path(decision, "periksa/"), {"truthful": "on"})
        assert response.url == path(decision, "terkirim/")
        page = soup(client.get(response.url))
        assert words(page.select_one(".done .big")) == Objection.objects.get().number
        assert "Paling lambat Senin, 30 November 2026" in words(page.select_one(".log"))

    def test_sending_twice_leads_to_the_same_receipt(self, client, decision):
        write(client, decision)
        first = client.post(path(decision, "periksa/"), {"truthful": "on"})
        again = client.post(path(decision, "periksa/"), {"truthful": "on"})
        assert first.url == again.url
        assert Objection.objects.count() == 1

    def test_the_last_second_is_in_time(self, client, refused, decision, travel):
        write(client, decision)
        travel(make.moment(LAST_DAY, 23, 59, 59))
        sign_in(client, refused.person.user)
        client.post(path(decision, "periksa/"), {"truthful": "on"})
        assert Objection.objects.get().state == ObjectionState.SUBMITTED

    def test_the_receipt_later_shows_the_present_state(self, client, decision, at):
        sent = make.objection(decision)
        objections.uphold_objection(sent, reply="Benar.", actor=make.verifier(), at=at)
        page = main(client.get(path(decision, "terkirim/")))
        assert "Keadaan sekarang: Dikabulkan" in page

    def test_while_it_waits_the_offices_clock_is_shown(self, client, decision):
        make.objection(decision)
        response = client.get(path(decision))
        assert "Kami menjawab paling lambat Senin, 30 November 2026, 23.59 WIB. Tinggal 14 hari." in main(response)
        for step in ("alasan/", "penjelasan/", "bukti/"):
            assert client.get(path(decision, step)).url == path(decision)

    def test_when_we_are_late_the_page_says_whose_fault_it_is(self, client, refused, decision, travel):
        make.objection(decision)
        travel(date(2026, 12, 1))
        sign_in(client, refused.person.user)
        assert "Keterlambatan itu tanggung jawab kami" in main(client.get(path(decision)))

    def test_taking_it_back_asks_once_more_and_leaves_room_for_another(self, client, decision):
        make.objection(decision)
        page = soup(client.get(path(decision, "tarik/")))
        assert words(page.h1) == "Tarik keberatan ini?"
        assert "sampai Selasa, 15 Desember 2026, 23.59 WIB" in words(page.select_one("main"))
        assert client.post(path(decision, "tarik/")).url == path(decision)
        assert Objection.objects.get().state == ObjectionState.WITHDRAWN
        assert words(soup(client.get(path(decision))).select_one(".now button")) == "Mulai keberatan"

    def test_what_was_answered_cannot_be_taken_back(self, client, decision, at):
        objections.uphold_objection(make.objection(decision), reply="Benar.", actor=make.verifier(), at=at)
        assert client.post(path(decision, "tarik/")).status_code == 403


class TestDashboard:
    def scene(self, client, refused):
        sign_in(client, refused.person.user)
        page = soup(client.get("/dasbor/"))
        link = page.select_one(".now .btn, .calm a")
        return words(page.select_one("main h2")), words(link), link["href"]

    def test_a_draft_is_the_next_thing_to_do(self, client, refused, decision):
        make.objection(decision, sent=False)
        assert self.scene(client, refused) == ("Kirim keberatan Anda", "Lanjutkan keberatan", path(decision))

    def test_while_it_waits_nothing_is_to_be_done(self, client, refused, decision):
        make.objection(decision)
        title, button, href = self.scene(client, refused)
        assert (title, button, href) == ("Petugas lain memeriksa keberatan Anda", "Lihat keberatan", path(decision))
        assert "Kami menjawab paling lambat Senin, 30 November 2026" in main(client.get("/dasbor/"))

    def test_an_answer_is_to_be_read(self, client, refused, decision, at):
        sent, law = make.objection(decision), ("PP 6/2025 Pasal 19",)
        objections.reject_objection(sent, reply="Tidak ada bukti.", articles=law, actor=make.verifier(), at=at)
        assert self.scene(client, refused)[:2] == ("Keberatan Anda sudah dijawab", "Baca jawaban")

    def test_the_refusal_says_that_one_has_objected(self, client, refused, decision):
        make.objection(decision)
        page = soup(client.get(f"/klaim/{refused.pk}/keputusan/"))
        assert words(page.select_one(".now h2")) == "Anda sudah mengajukan keberatan"
        assert words(page.select_one(".now a.sunny")) == "Lihat keberatan"


class TestAnswer:
    def test_upheld_says_what_we_do_now(self, client, decision, at):
        objections.uphold_objection(make.objection(decision), reply="Bukti Anda sah.", actor=make.verifier(), at=at)
        response = client.get(path(decision))
        assert words(soup(response).h1) == "Keberatan Anda dikabulkan"
        assert "Bukti Anda sah." in main(response)
        assert "Klaim Anda aktif. Bulan pertama kami bayar" in main(response)

    def test_not_upheld_shows_reasons_article_and_the_appeal_with_its_day(self, client, decision, at):
        sent, officer = make.objection(decision), make.verifier(full_name="Rina Puspitasari")
        law = ("PP 6/2025 Pasal 19",)
        objections.reject_objection(sent, reply="Tidak ada bukti bayar.", articles=law, actor=officer, at=at)
        response = client.get(path(decision))
        page = soup(response)
        assert "PP 6/2025 Pasal 19" in words(page.select_one("main"))
        ladder = [words(li) for li in page.select("aside .log > li")]
        assert ladder[2] == "Banding ke atasan pejabatSampai Senin, 30 November 2026, 23.59 WIB"
        assert "Rina" not in main(response)

    def test_silence_is_said_as_it_is(self, client, refused, decision, travel):
        make.objection(decision)
        objections.grant_by_silence(at=travel(date(2026, 12, 1)))
        sign_in(client, refused.person.user)
        assert "Kami tidak menjawab sampai batas waktunya." in main(client.get(path(decision)))

    def test_at_most_fifteen_queries_on_every_page(self, client, decision, at):
        make.objection(decision, sent=False)
        for step in ("", "alasan/", "penjelasan/", "bukti/", "periksa/"):
            client.get(path(decision, step))
            with most_queries(15):
                assert client.get(path(decision, step)).status_code == 200
        objections.submit_objection(Objection.objects.get(), actor=decision.claim.person.user, at=at)
        for step in ("", "terkirim/", "tarik/"):
            with most_queries(15):
                client.get(path(decision, step))
        objections.uphold_objection(Objection.objects.get(), reply="Benar.", actor=make.verifier(), at=at)
        with most_queries(15):
            client.get(path(decision))

    def test_no_page_is_heavier_than_fourteen_kilobytes(self, client, decision):
        make.objection(decision, sent=False)
        for step in ("", "alasan/", "penjelasan/", "bukti/", "periksa/"):
            assert len(gzip.compress(client.get(path(decision, step)).content, 6)) < 14 * 1024
