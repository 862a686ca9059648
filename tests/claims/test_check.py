"""P2: six questions without an account, answered by the same rules, and nothing stored."""

from datetime import date
from urllib.parse import urlencode

import pytest

from claims.models import Assessment
from core.models import Job
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = pytest.mark.django_db

GOOD = {
    "alasan": "b",
    "kontrak": "PKWTT",
    "tanggal_day": "10",
    "tanggal_month": "11",
    "tanggal_year": "2026",
    "iuran": "24",
    "bekerja": "no",
    "upah": "4.200.000",
}


@pytest.fixture(autouse=True)
def _today(travel):
    travel(date(2026, 11, 16))


def ask(client, page="", **answers):
    return client.get(f"/cek-kelayakan/{page}?{urlencode(answers)}")


def result(client, **changed):
    return ask(client, "hasil/", **{k: v for k, v in (GOOD | changed).items() if v is not None})


def trace(response):
    """Title: look of each condition."""
    return {
        words(li.select_one("b")).split(":")[0]: (li.get("class") or [""])[0]
        for li in soup(response).select(".trace > li")
    }


class TestQuestions:
    def test_one_question_a_page_with_the_place_in_the_series(self, client):
        page = soup(ask(client))
        assert words(page.h1) == "Mengapa pekerjaan Anda berakhir?"
        assert "pertanyaan 1 dari 6" in words(page.select_one("main"))
        assert len(page.select("input[name=alasan]")) == 9

    def test_answers_travel_in_the_address_and_back_again(self, client):
        page = soup(ask(client, alasan="b"))
        assert words(page.h1) == "Apa jenis perjanjian kerja Anda?"
        assert page.select_one("input[name=alasan][type=hidden]")["value"] == "b"
        assert page.select_one("a.crumb")["href"].endswith("/cek-kelayakan/")
        third = soup(ask(client, alasan="b", kontrak="PKWTT"))
        assert third.select_one("a.crumb")["href"].endswith("/cek-kelayakan/?alasan=b")

    def test_an_answer_that_is_not_one_is_asked_again(self, client):
        response = ask(client, alasan="zzz")
        assert response.status_code == 422
        assert words(soup(response).title).startswith("Galat:")
        assert "Mengapa" in words(soup(response).h1)

    @pytest.mark.parametrize(
        ("day", "month", "year", "message"),
        [
            ("17", "11", "2026", "Tanggal tidak boleh setelah 16 November 2026."),
            ("31", "2", "2026", "Tanggal 31 Februari 2026 tidak ada. Periksa lagi."),
            ("10", "11", "0026", "Periksa tahunnya. Tulis 4 angka, misalnya 2026."),
            ("1", "2", "26", "Maksud Anda tahun 2026? Kami sudah mengisinya. Periksa, lalu kirim lagi."),
            ("10", "", "2026", "Tanggal belum lengkap. Isi bulan juga."),
        ],
    )
    def test_a_date_that_cannot_be_is_told_exactly(self, client, day, month, year, message):
        response = ask(client, alasan="b", kontrak="PKWTT", tanggal_day=day, tanggal_month=month, tanggal_year=year)
        assert response.status_code == 422
        assert message in words(soup(response).select_one(".errs"))

    def test_today_is_a_possible_day(self, client):
        page = soup(ask(client, alasan="b", kontrak="PKWTT", tanggal_day="16", tanggal_month="11", tanggal_year="2026"))
        assert "Berapa bulan iuran" in words(page.h1)

    @pytest.mark.parametrize(
        ("wage", "message"),
        [
            ("0", "Jumlah harus lebih dari nol."),
            ("-5", "Jumlah harus lebih dari nol."),
            ("1000000000000", "Jumlah ini besar sekali"),
            ("banyak", "Tulis jumlah dengan angka"),
        ],
    )
    def test_a_wage_that_cannot_be_is_told(self, client, wage, message):
        response = client.get(f"/cek-kelayakan/hasil/?{urlencode(GOOD | {'upah': wage})}", follow=True)
        assert message in words(soup(response).select_one(".errs"))

    def test_nothing_is_stored_and_nobody_is_asked(self, client):
        with most_queries(1):  # the calendar
            result(client)
        assert not Assessment.objects.exists()
        assert not Job.objects.exists()
        assert "sessionid" not in client.cookies

    @pytest.mark.parametrize("junk", ["%00", "' OR 1=1--", "a" * 10_000, "<script>alert(1)</script>"])
    def test_junk_does_no_harm(self, client, junk):
        assert ask(client, alasan=junk).status_code == 422
        assert "<script>alert" not in ask(client, alasan="b", kontrak=junk).content.decode()


class TestResult:
    def test_who_meets_everything_reads_amount_total_and_last_day(self, client):
        page = soup(result(client))
        now = words(page.select_one(".now"))
        assert "kemungkinan besar berhak" in now
        assert "Rp2.520.000" in now
        assert "Rp15.120.000" in now
        assert "Senin, 10 Mei 2027, 23.59 WIB" in now
        assert page.select_one(".now a.sunny")["href"].endswith("/daftar/")

    @pytest.mark.parametrize(
        ("typed", "amount"),
        [("5.000.000,00", "Rp3.000.000"), ("5,000,000", "Rp3.000.000"), ("12 juta", "Rp3.000.000"),
         ("3.333.333", "Rp2.000.000"), ("Rp 4.200.000", "Rp2.520.000")],
    )  # fmt: skip
    def test_amounts_are_read_as_people_write_them_and_capped(self, client, typed, amount):
        assert amount in words(soup(result(client, upah=typed)).select_one(".money"))

    def test_without_a_wage_no_amount_is_promised(self, client):
        page = soup(result(client, upah=""))
        assert page.select_one(".money") is None
        assert "Anda mungkin berhak" in words(page.h1)

    @pytest.mark.parametrize(
        ("changed", "failing"),
        [
            ({"alasan": "i"}, "Alasan PHK termasuk"),
            ({"alasan": "n"}, "Alasan PHK termasuk"),
            ({"kontrak": "PKWT_end"}, "Kontrak diputus sebelum berakhir"),
            ({"iuran": "11"}, "Masa iur cukup"),
            ({"bekerja": "yes"}, "Belum bekerja lagi"),
        ],
    )
    def test_what_fails_is_a_page_with_article_and_alternatives(self, client, changed, failing):
        response = result(client, **changed)
        assert response.status_code == 200
        page = soup(response)
        assert "JKP tidak diberikan" in words(page.h1)
        assert trace(response)[failing] == "n"
        failed = next(li for li in page.select(".trace > li.n"))
        assert "Pasal" in words(failed.select_one(".xs"))
        assert "JHT" in words(page.select_one("main"))
        assert words(page.select_one(".now a.sunny")) == "Ubah jawaban"

    @pytest.mark.parametrize(
        ("changed", "unknown"),
        [
            ({"alasan": "tidak_tahu"}, "Alasan PHK termasuk"),
            ({"alasan": "m"}, "Alasan PHK termasuk"),
            ({"kontrak": "tidak_tahu"}, "Kontrak diputus sebelum berakhir"),
            ({"iuran": "tidak_tahu"}, "Masa iur cukup"),
        ],
    )
    def test_what_one_does_not_know_is_never_a_no(self, client, changed, unknown):
        response = result(client, **changed)
        assert "tidak diberikan" not in words(soup(response).h1)
        assert trace(response)[unknown] == "u"

    @pytest.mark.parametrize(("day", "month", "in_time"), [("16", "5", True), ("15", "5", False)])
    def test_the_last_filing_day_is_inclusive(self, client, day, month, in_time):
        """PHK on 16 May 2026: the sixth month ends today, 16 November (B07)."""
        looks = trace(result(client, tanggal_day=day, tanggal_month=month))
        assert looks["Diajukan dalam batas waktu"] == ("" if in_time else "n")

    def test_a_phk_long_ago_is_answered_too(self, client):
        response = result(client, tanggal_year="2019")
        assert trace(response)["Diajukan dalam batas waktu"] == "n"
        assert "Batas pengajuan adalah Senin, 10 Februari 2020" in words(soup(response).select_one(".now"))

    def test_the_result_repeats_what_was_answered_and_invents_nothing(self, client):
        page = soup(result(client, kontrak="PKWT_before", iuran="18"))
        text = words(page.select_one(".trace"))
        assert "Anda menjawab: perusahaan mengurangi pekerja." in text
        assert "Anda menjawab: kontrak, diputus sebelum tanggal berakhir." in text
        assert "Anda menjawab: sekitar 18 bulan." in text
        assert "Anda menjawab: belum bekerja lagi." in text
        assert "kontrak sampai" not in text
        assert "Peserta masih hidup" not in text

    def test_the_amount_says_how_it_is_computed(self, client):
        assert "60% dari upah Rp4.200.000, paling lama 6 bulan" in words(soup(result(client)).select_one(".now"))
        assert "60% dari upah Rp5.000.000" in words(soup(result(client, upah="9.000.000")).select_one(".now"))

    def test_a_missing_answer_leads_back_to_its_question(self, client):
        response = result(client, iuran=None)
        assert response.status_code == 302
        assert "Berapa bulan iuran" in words(soup(client.get(response.url)).h1)

    def test_answers_can_be_changed(self, client):
        page = soup(result(client))
        assert "alasan=b" in page.select_one("a.crumb")["href"]

    def test_it_speaks_english(self, client):
        page = soup(client.get(f"/en/cek-kelayakan/hasil/?{urlencode(GOOD)}"))
        assert "likely" in words(page.h1)
