"""W20: reporting work, answering what BPJS knows, taking it back, and what is read afterwards."""

import gzip
from datetime import date, timedelta

import pytest

from accounts.enums import Role
from claims.enums import ClaimState, WorkReportState
from claims.models import Claim, MembershipQuestion, WorkReport
from claims.operations import work
from claims.presentation.work import span
from integrations.bpjs import Membership, Scale
from notices.models import Letter, Preference
from participants.operations.people import record_death
from tests.factories import claims as make
from tests.factories.accounts import officer, sign_in
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 30)
PAGE = "/status-kerja/"


@pytest.fixture
def claim(travel) -> Claim:
    found = make.claim("paid")
    travel(TODAY)
    return found


@pytest.fixture
def me(client, claim):
    return sign_in(client, claim.person.user)


def typed(**change):
    facts = {
        "employer": "PT Kerja Baru",
        "accepted_on_day": "27", "accepted_on_month": "11", "accepted_on_year": "2026",
        "started_on_day": "30", "started_on_month": "11", "started_on_year": "2026",
        "wage": "3.500.000", "question": "", "step": "check",
    }  # fmt: skip
    return facts | change


def main(response) -> str:
    return words(soup(response).select_one("main"))


def carried(response) -> dict[str, str]:
    """What the page in between sends on."""
    return {box["name"]: box["value"] for box in soup(response).select(".confirm input[type=hidden]")}


def reported(claim, at, **facts) -> WorkReport:
    told = {"employer": "PT Kerja Baru", "accepted_on": date(2026, 11, 27), "started_on": TODAY} | facts
    return work.report_work(claim, **told, actor=claim.person.user, at=at)


def asked(claim, at, since=TODAY) -> MembershipQuestion:
    known = Membership("991", "98000002", "PT Kerja Baru", Scale.MEDIUM, ("JHT",), since, None)
    return work.ask_about_memberships(claim, [known], at=at)[0]


class TestReporting:
    def test_the_form_says_when_to_report_and_that_a_late_report_counts(self, me):
        text = main(me.get(PAGE))
        assert "Lapor sudah bekerja" in text
        assert "Paling lama 7 hari kerja setelah Anda diterima" in text
        assert "Laporan yang terlambat tetap kami catat dan bukan alasan menolak" in text

    def test_the_page_between_says_what_stops_what_stays_and_from_when(self, me, claim):
        page = me.post(f"{PAGE}lapor/", typed())
        text = main(page)
        assert words(soup(page).h1) == "Laporkan bahwa Anda bekerja di PT Kerja Baru?"
        assert "Manfaat berhenti Selasa, 1 Desember 2026, 09.00 WIB" in text
        assert "Sampai saat itu Anda bisa membatalkan laporan ini" in text
        assert "Manfaat bulan ke-2 sampai ke-6 tidak dibayar." in text
        assert "Bulan ke-1, Rp2.700.000, tetap milik Anda." in text
        assert "Rp3.500.000" in text
        assert "Batas melapor" not in text
        assert not WorkReport.objects.exists()

    def test_a_month_sent_while_at_work_is_named_before_the_report(self, me):
        page = me.post(f"{PAGE}lapor/", typed(
            accepted_on_day="16", started_on_day="16"))  # fmt: skip
        assert "Bulan ke-1, Rp2.700.000, dikirim saat Anda sudah bekerja. Petugas memeriksanya dahulu." in main(page)

    @pytest.mark.parametrize(
        ("numbers", "said"),
        [
            ([6], "bulan ke-6"),
            ([3, 5], "bulan ke-3, ke-5"),
            ([5, 6], "bulan ke-5, ke-6"),
            ([2, 3, 4], "bulan ke-2 sampai ke-4"),
        ],
    )
    def test_months_are_said_one_by_one_or_from_to(self, numbers, said):
        assert span(numbers) == said

    def test_what_was_typed_goes_on_and_back(self, me):
        between = me.post(f"{PAGE}lapor/", typed())
        assert carried(between)["wage"] == "3.500.000"
        form = soup(me.post(f"{PAGE}lapor/", carried(between) | {"step": "edit"}))
        assert form.select_one("input[name=employer]")["value"] == "PT Kerja Baru"
        assert form.select_one("input[name=started_on_month]")["value"] == "11"

    def test_sending_reports_once(self, me, claim):
        between = carried(me.post(f"{PAGE}lapor/", typed()))
        for _ in range(2):
            assert me.post(f"{PAGE}lapor/", between | {"step": "report"}).url == PAGE
        report = WorkReport.objects.get()
        assert (report.employer, report.started_on, report.wage) == ("PT Kerja Baru", TODAY, 3_500_000)
        assert (report.claim, report.effective_at) == (claim, make.moment(date(2026, 12, 1)))

    def test_an_old_sign_in_is_asked_again_before_money_stops(self, client, claim):
        sign_in(client, claim.person.user, proved_ago=21 * 60)
        assert client.post(f"{PAGE}lapor/", typed()).status_code == 200
        response = client.post(f"{PAGE}lapor/", typed(step="report"))
        assert response.status_code == 302
        assert not WorkReport.objects.exists()

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"employer": " "}, "Tulis nama tempat kerja Anda."),
            ({"accepted_on_day": "1", "accepted_on_month": "12"}, "Tanggal diterima belum tiba."),
            ({"started_on_day": "26"}, "Hari pertama kerja tidak bisa sebelum tanggal diterima."),
            ({"accepted_on_day": "1", "started_on_day": "10"}, "Hari pertama kerja harus sesudah tanggal PHK Anda."),
            ({"started_on_month": "3", "started_on_day": "2", "started_on_year": "2027"}, "paling jauh 90 hari"),
            ({"started_on_day": "31"}, "Tanggal 31 November 2026 tidak ada"),
            ({"wage": "banyak"}, "Tulis jumlah dengan angka"),
        ],
    )
    @pytest.mark.parametrize("step", ["check", "report"])
    def test_what_cannot_be_is_told_beside_its_field(self, me, change, message, step):
        response = me.post(f"{PAGE}lapor/", typed(**change, step=step))
        assert response.status_code == 422
        assert message in words(soup(response).select_one(".errs"))
        assert not WorkReport.objects.exists()

    def test_a_late_report_is_told_its_day_without_reproach(self, me, travel, client, claim):
        travel(date(2026, 12, 14))
        sign_in(client, claim.person.user)
        text = main(client.post(f"{PAGE}lapor/", typed()))
        assert "Batas melapor adalah Selasa, 8 Desember 2026. Laporan Anda tetap kami terima." in text


class TestStanding:
    def test_until_when_it_can_be_taken_back_in_both_clocks(self, me, claim, travel):
        Preference.objects.create(user=claim.person.user, zone="Asia/Jayapura")
        reported(claim, travel(TODAY))
        text = main(me.get(PAGE))
        assert "Laporan Anda tercatat" in text
        assert "Sampai Selasa, 1 Desember 2026, 09.00 WIB (11.00 WIT). Tinggal 1 hari." in text

    def test_taking_back_is_confirmed_and_done_once(self, me, claim, travel):
        reported(claim, travel(TODAY))
        assert "Manfaat Anda berjalan seperti semula" in main(me.get(f"{PAGE}batalkan/"))
        for _ in range(2):
            assert me.post(f"{PAGE}batalkan/").url == PAGE
        assert WorkReport.objects.get().state == WorkReportState.UNDONE
        assert "Lapor sudah bekerja" in main(me.get(PAGE))

    def test_the_last_second_of_24_hours_is_in_time_and_the_next_is_a_conflict(self, client, claim, travel):
        report = reported(claim, travel(TODAY))
        travel(report.effective_at)
        sign_in(client, claim.person.user)
        assert client.get(f"{PAGE}batalkan/").url == PAGE
        assert "Surat penghentian sedang dibuat" in main(client.get(PAGE))
        response = client.post(f"{PAGE}batalkan/")
        assert response.status_code == 409
        assert "Batas membatalkan sudah lewat" in main(response)
        travel(report.effective_at - timedelta(seconds=1))
        sign_in(client, claim.person.user)
        assert client.post(f"{PAGE}batalkan/").url == PAGE
        assert WorkReport.objects.get().state == WorkReportState.UNDONE

    def test_once_stopped_it_says_since_when_what_stays_and_how_to_object(self, client, claim, travel):
        report = reported(claim, travel(TODAY))
        work.take_effect(report, at=travel(report.effective_at))
        sign_in(client, claim.person.user)
        page = client.get(PAGE)
        text = main(page)
        assert words(soup(page).h1) == "Manfaat Anda berhenti karena Anda sudah bekerja"
        assert "Anda bekerja di PT Kerja Baru sejak Senin, 30 November 2026." in text
        assert "Bulan ke-1 Rp2.700.000" in text
        assert "Keberatan paling lambat" in text
        letter = Letter.objects.get(kind="stop")
        assert soup(page).select_one(f"a[href='/surat/{letter.pk}/pdf/']")
        decision = claim.decisions.get(kind="stop")
        assert soup(page).select_one(f"a[href='/klaim/{claim.pk}/keputusan/{decision.pk}/']")

    def test_nothing_running_is_explained(self, client, travel):
        sign_in(client, make.participant().user)
        assert "Belum ada manfaat yang berjalan" in main(client.get(PAGE))
        waiting = make.claim("in_review")
        sign_in(client, waiting.person.user)
        assert "Klaim Anda belum diputus" in main(client.get(PAGE))
        over = make.claim("paid")
        record_death(over.person, died_on=date(2026, 11, 16), at=travel(TODAY))
        work.end_by_death(over, at=travel(TODAY))
        sign_in(client, over.person.user)
        page = soup(client.get(PAGE))
        assert "Peserta tercatat meninggal dunia Senin, 16 November 2026" in words(page.main)
        assert page.select_one("main a[href='tel:1500630']")  # only a person can put that right
        assert client.get(f"{PAGE}lapor/").url == PAGE
        assert client.post(f"{PAGE}lapor/", typed(step="report")).url == PAGE
        assert not WorkReport.objects.exists()


class TestQuestion:
    def test_the_question_comes_first_with_its_day(self, me, claim, travel):
        asked(claim, travel(TODAY))
        text = main(me.get(PAGE))
        assert (
            "BPJS mencatat kepesertaan baru di PT Kerja Baru sejak Senin, 30 November 2026. "
            "Apakah Anda sudah bekerja di sana?"
        ) in text
        assert "Paling lambat Senin, 7 Desember 2026, 23.59 WIB" in text

    def test_yes_leads_to_the_form_and_is_recorded_with_the_report(self, me, claim, travel):
        question = asked(claim, travel(TODAY))
        response = me.post(f"{PAGE}jawab/", {"question": question.pk, "works": "yes"})
        assert response.url == f"{PAGE}lapor/"
        form = soup(me.get(response.url))
        assert form.select_one("input[name=employer]")["value"] == "PT Kerja Baru"
        assert form.select_one("input[name=started_on_day]")["value"] == "30"
        assert form.select_one("input[name=accepted_on_day]").get("value", "") == ""
        question.refresh_from_db()
        assert question.answered_at is None
        me.post(f"{PAGE}lapor/", typed(step="report", question=str(question.pk)))
        question.refresh_from_db()
        assert (question.works, WorkReport.objects.count()) == (True, 1)

    def test_a_report_taken_back_opens_its_question_again(self, me, claim, travel):
        question = asked(claim, travel(TODAY))
        me.post(f"{PAGE}lapor/", typed(step="report", question=str(question.pk)))
        me.post(f"{PAGE}batalkan/")
        question.refresh_from_db()
        assert (question.works, question.answered_at) == (None, None)
        assert "Apakah Anda sudah bekerja?" in main(me.get(PAGE))

    def test_no_needs_a_word_and_then_thanks_with_what_comes_next(self, me, claim, travel):
        question = asked(claim, travel(TODAY))
        empty = me.post(f"{PAGE}jawab/", {"question": question.pk, "works": "no", "note": " "})
        assert empty.status_code == 422
        assert "Tulis mengapa data itu keliru" in words(soup(empty).select_one(".errs"))
        page = me.post(
            f"{PAGE}jawab/", {"question": question.pk, "works": "no", "note": "Saya hanya melamar."}, follow=True
        )
        text = main(page)
        assert "Terima kasih. Jawaban Anda tersimpan." in text
        assert "Petugas memeriksa jawaban Anda bersama klaim bulan berikutnya. Manfaat tidak berhenti." in text
        assert list(claim.questions.denied().values_list("note", flat=True)) == ["Saya hanya melamar."]
        assert Claim.objects.get(pk=claim.pk).state == ClaimState.ACTIVE

    def test_neither_yes_nor_no_asks_again(self, me, claim, travel):
        question = asked(claim, travel(TODAY))
        response = me.post(f"{PAGE}jawab/", {"question": question.pk})
        assert response.status_code == 422
        assert "Pilih ya atau tidak." in words(soup(response).select_one(".errs"))

    def test_another_answer_later_is_a_conflict(self, me, claim, travel):
        question = asked(claim, travel(TODAY))
        work.answer_question(question, works=False, note="Keliru.", actor=claim.person.user, at=travel(TODAY))
        assert me.post(f"{PAGE}lapor/", typed(step="report", question=str(question.pk))).status_code == 409
        assert not WorkReport.objects.exists()

    def test_somebody_elses_question_is_not_there(self, me, claim, travel):
        other = make.claim("paid")
        question = asked(other, travel(TODAY))
        response = me.post(f"{PAGE}jawab/", {"question": question.pk, "works": "no", "note": "x"})
        assert response.status_code == 409
        question.refresh_from_db()
        assert question.answered_at is None


def test_the_dashboard_leads_there_and_knows_a_report(me, claim, travel):
    assert soup(me.get("/dasbor/")).select_one(f"main a.btn[href='{PAGE}']").text.strip() == "Lapor sudah bekerja"
    reported(claim, travel(TODAY))
    assert "Anda sudah melapor bekerja" in main(me.get("/dasbor/"))


@pytest.mark.parametrize("path", ["", "lapor/", "batalkan/"])
def test_visitors_sign_in_and_officers_work_elsewhere(client, travel, path):
    assert client.get(f"{PAGE}{path}").status_code == 302
    sign_in(client, officer(Role.BPJS_VERIFIER))
    assert client.get(f"{PAGE}{path}").status_code == 403


@pytest.mark.parametrize("standing", ["form", "question", "reported", "stopped"])
def test_every_standing_keeps_its_budget(client, claim, travel, standing):
    if standing == "question":
        asked(claim, travel(TODAY))
    elif standing != "form":
        report = reported(claim, travel(TODAY))
        if standing == "stopped":
            work.take_effect(report, at=travel(report.effective_at))
    sign_in(client, claim.person.user)
    with most_queries(16):
        page = client.get(PAGE)
    assert len(gzip.compress(page.content)) < 14_000
