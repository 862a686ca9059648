"""W10, W7 and W8 of months 2 to 6, and their decisions, as the browser sees them."""

from datetime import date, datetime, timedelta

import pytest

from claims.enums import DecisionKind, MonthState
from claims.models import Claim, ClaimMonth, Decision, MembershipQuestion
from claims.operations import month_deciding, month_filing, monthly_cycle
from notices.models import Letter
from notices.operations import set_zone
from tests.factories import claims as make
from tests.factories.accounts import officer, sign_in
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = pytest.mark.django_db

REFERENCE = date(2026, 12, 16)  # a Wednesday; month 1 was sent on 16 November 2026
CLOSES = date(2026, 12, 23)


@pytest.fixture
def claim(travel) -> Claim:
    return make.claim("paid")


@pytest.fixture
def at_page(client, travel):
    """`at_page(claim, "bulan/2/")`: the page of the claim as its owner sees it now."""

    def look(found, path="bulan/2/"):
        sign_in(client, found.person.user)  # the day may have moved, and sessions end
        return client.get(f"/klaim/{found.pk}/{path}")

    return look


def month(claim: Claim, n: int = 2) -> ClaimMonth:
    return claim.months.get(n=n)


def main(response) -> str:
    return words(soup(response).select_one("main"))


def tasks(response) -> dict[str, str]:
    """Each task by its title with its tag."""
    rows = soup(response).select(".tasks > li")
    return {words(li.select_one("a, span.soft")): words(li.select_one(".tag")) for li in rows}


def opened(claim: Claim, travel, moment: date | datetime = REFERENCE) -> datetime:
    monthly_cycle.open_months(at=travel(REFERENCE))
    return travel(moment)


def sent(claim: Claim, at: datetime, n: int = 2, **more) -> ClaimMonth:
    month_filing.submit_month(month(claim, n), actor=claim.person.user, at=at, **more)
    month_deciding.assess_month(month(claim, n), at=at)
    return month(claim, n)


def refused(claim: Claim, travel) -> Decision:
    sent(claim, opened(claim, travel))
    at = travel(CLOSES + timedelta(days=1))
    monthly_cycle.give_to_officers(at=at)
    run = month_deciding.run_again(month(claim), at=at)
    return month_deciding.refuse_month(
        month(claim), run=run, reason_code="R08", note="Kami menemukan 0 lamaran.", actor=make.verifier(), at=at
    )


def forfeited(claim: Claim, travel) -> Decision:
    opened(claim, travel)
    monthly_cycle.forfeit_months(at=travel(CLOSES + timedelta(days=1)))
    return Decision.objects.get(kind=DecisionKind.FORFEITURE)


class TestBeforeAndInside:
    def test_before_its_window_a_month_says_when_and_what_counts_already(self, claim, at_page, travel):
        travel(date(2026, 12, 1))
        response = at_page(claim)
        assert words(soup(response).select_one("main .tag")) == "Belum bisa dimulai"
        text = main(response)
        assert "Bisa dikirim mulai Rabu, 16 Desember 2026 sampai Rabu, 23 Desember 2026, 23.59 WIB." in text
        assert tasks(response) == {
            "Belum bekerja lagi": "Saat mengirim",
            "Misi mencari kerja": "Belum selesai",
            "Asesmen diri": "Belum selesai",
        }

    def test_a_far_month_has_no_tasks_yet(self, claim, at_page):
        assert tasks(at_page(claim, "bulan/5/")) == {}

    def test_an_open_month_counts_down_and_lists_what_is_missing(self, claim, at_page, travel):
        make.evidence(claim, 3)
        opened(claim, travel)
        response = at_page(claim)
        page = soup(response)
        assert words(page.select_one("main .tag")) == "Belum lengkap"
        panel = words(page.select_one("main .now"))
        assert "Tinggal 7 hari" in panel
        assert "Tambah 2 lamaran lagi, lalu kirim klaim bulan ke-2" in panel
        assert "Paling lambat Rabu, 23 Desember 2026, 23.59 WIB." in panel
        assert "3 dari 5 lamaran diterima" in panel
        assert "Yang dihitung hanya lamaran bertanggal sampai hari Anda mengirim." in main(response)

    def test_evidence_that_waits_for_the_desk_is_no_task_of_the_person(self, claim, at_page, travel):
        make.evidence(claim, 3)
        make.evidence(claim, 2, accepted=False)
        make.assessed(claim)
        opened(claim, travel)
        response = at_page(claim)
        assert tasks(response)["Misi mencari kerja"] == "Kami periksa"
        assert words(soup(response).select_one("main .tag")) == "Siap dikirim"
        assert "Memeriksa 2 bukti" in words(soup(response).select_one("aside .log"))

    def test_a_complete_month_is_ready(self, claim, at_page, travel):
        make.evidence(claim, 5)
        make.assessed(claim)
        opened(claim, travel)
        response = at_page(claim)
        assert tasks(response) == {
            "Belum bekerja lagi": "Saat mengirim",
            "Misi mencari kerja": "Selesai",
            "Asesmen diri": "Selesai",
        }
        button = soup(response).select_one("main .now .btn")
        assert (words(button), button["href"]) == ("Periksa dan kirim", f"/klaim/{claim.pk}/bulan/2/periksa/")

    @pytest.mark.parametrize(
        ("moment", "left"),
        [
            (make.moment(CLOSES - timedelta(days=1), 23, 59, 59), "Tinggal 1 hari"),
            (make.moment(CLOSES, 0, 0, 0), "Tinggal 23 jam"),
            (make.moment(CLOSES, 23, 0, 0), "Tinggal 59 menit"),
        ],
    )
    def test_the_last_day_is_counted_in_hours(self, claim, at_page, travel, moment, left):
        opened(claim, travel, moment)
        assert words(soup(at_page(claim)).select_one(".now .count")) == left

    def test_in_jayapura_the_end_is_two_hours_later_by_the_clock_and_on_the_next_day(self, claim, at_page, travel):
        set_zone(claim.person.user, zone="Asia/Jayapura")
        opened(claim, travel)
        assert "Rabu, 23 Desember 2026, 23.59 WIB (01.59 WIT, Kamis)" in main(at_page(claim))
        travel(make.moment(CLOSES, 23, 59, 59))  # 01.59.59 in Jayapura, on the 24th
        assert "Tinggal 1 menit" in main(at_page(claim))
        travel(make.moment(CLOSES + timedelta(days=1), 0, 0, 0))
        assert "Batas mengirim bulan ini sudah lewat" in main(at_page(claim))

    def test_a_month_that_nobody_opened_yet_is_open_by_its_dates(self, claim, at_page, travel):
        travel(REFERENCE)
        assert month(claim).state == MonthState.SCHEDULED
        assert "Paling lambat Rabu, 23 Desember 2026, 23.59 WIB." in main(at_page(claim))

    def test_a_new_employer_is_asked_about_before_anything_is_sent(self, claim, at_page, travel, client):
        at = opened(claim, travel)
        MembershipQuestion.objects.create(
            claim=claim, npp="99", employer="PT Baru", since=date(2026, 12, 1), asked_at=at, answer_by=CLOSES
        )
        response = at_page(claim)
        assert tasks(response)["Apakah Anda sudah bekerja?"] == "Jawab dulu"
        assert "BPJS mencatat kepesertaan baru di PT Baru." in main(response)
        assert client.get(f"/klaim/{claim.pk}/bulan/2/periksa/").url == f"/klaim/{claim.pk}/bulan/2/"
        refused = client.post(f"/klaim/{claim.pk}/bulan/2/periksa/", {"truthful": "on"})
        assert refused.status_code == 409
        assert "Jawab dahulu pertanyaan tentang pekerjaan baru Anda." in main(refused)
        assert month(claim).state == MonthState.OPEN


class TestSending:
    def test_the_summary_says_what_is_sent_and_what_is_missing(self, claim, at_page, travel):
        make.evidence(claim, 4)
        opened(claim, travel)
        response = at_page(claim, "bulan/2/periksa/")
        page = soup(response)
        assert words(page.h1) == "Periksa sebelum mengirim klaim bulan ke-2"
        assert words(page.select_one(".note.care b")) == "Masih ada yang kurang"
        facts = [words(row) for row in page.select(".facts > div")]
        assert facts[2] == "RekeningBRI •••• 4471, atas nama Siti Rahmawati"
        assert "Bukti mencari kerja4 dari 5 lamaran diterima. 16 November – 16 Desember 2026Ubah" in facts[4]
        assert words(page.select_one("form .btn")) == "Kirim klaim bulan ke-2"
        assert "Rp2.700.000" in words(page.select_one("aside"))

    def test_without_the_declaration_nothing_is_sent(self, claim, at_page, travel, client):
        opened(claim, travel)
        at_page(claim)
        response = client.post(f"/klaim/{claim.pk}/bulan/2/periksa/", {})
        assert response.status_code == 422
        assert "Centang pernyataan ini sebelum mengirim klaim." in words(soup(response).select_one(".errs"))
        assert month(claim).state == MonthState.OPEN

    def test_sending_twice_leads_to_the_same_receipt(self, claim, at_page, travel, client):
        make.evidence(claim, 5)
        make.assessed(claim)
        opened(claim, travel)
        at_page(claim)
        path = f"/klaim/{claim.pk}/bulan/2/periksa/"
        receipt = f"/klaim/{claim.pk}/bulan/2/terkirim/"
        assert client.post(path, {"truthful": "on"}).url == receipt
        travel(REFERENCE + timedelta(hours=1))
        assert client.post(path, {"truthful": "on"}).url == receipt
        assert client.get(path).url == receipt
        letter = Letter.objects.get(kind="month_receipt")
        page = soup(client.get(receipt))
        assert words(page.select_one(".done .big")) == letter.number
        assert f"/surat/{letter.pk}/pdf/" in [a["href"] for a in page.select("main a")]
        assert "Keputusan paling lambat Senin, 21 Desember 2026" in words(page.select_one(".log"))

    def test_the_receipt_shows_later_how_the_month_stands(self, claim, at_page, travel):
        make.evidence(claim, 5)
        make.assessed(claim)
        sent(claim, opened(claim, travel))
        make.tell_bank(month(claim), "settled", at=travel(REFERENCE + timedelta(days=1)))
        assert "Keadaan sekarang: Dibayar" in main(at_page(claim, "bulan/2/terkirim/"))

    def test_there_is_no_receipt_before_sending(self, claim, at_page, travel):
        opened(claim, travel)
        assert at_page(claim, "bulan/2/terkirim/").url == f"/klaim/{claim.pk}/bulan/2/"

    def test_a_window_that_closes_while_one_reads_is_a_page_with_the_way_on(self, claim, at_page, travel, client):
        opened(claim, travel, make.moment(CLOSES, 23, 59, 59))
        assert at_page(claim, "bulan/2/periksa/").status_code == 200
        travel(make.moment(CLOSES + timedelta(days=1), 0, 0, 0))
        response = client.post(f"/klaim/{claim.pk}/bulan/2/periksa/", {"truthful": "on"})
        assert response.status_code == 409
        text = main(response)
        assert "Batas mengirim bulan ini sudah lewat." in text
        assert "Bulan ke-3 tetap bisa diajukan mulai Sabtu, 16 Januari 2027." in text
        assert "mengajukan keberatan" in text
        assert month(claim).filed_at is None

    def test_too_early_leads_to_the_month_and_sends_nothing(self, claim, at_page, travel, client):
        travel(make.moment(REFERENCE - timedelta(days=1), 23, 59, 59))
        assert at_page(claim, "bulan/2/periksa/").url == f"/klaim/{claim.pk}/bulan/2/"
        assert client.post(f"/klaim/{claim.pk}/bulan/2/periksa/", {"truthful": "on"}).status_code == 409
        assert month(claim).state == MonthState.SCHEDULED


class TestTheLastMonth:
    @pytest.fixture
    def last(self, claim, travel):
        for n in (2, 3, 4, 5):
            monthly_cycle.open_months(at=travel(month(claim, n).opens_on))
            monthly_cycle.forfeit_months(at=travel(month(claim, n).closes_on + timedelta(days=1)))
        monthly_cycle.open_months(at=travel(month(claim, 6).opens_on))
        return claim

    def test_its_form_is_asked_when_it_is_sent(self, last, at_page, client):
        assert tasks(at_page(last, "bulan/6/"))["Formulir status kebekerjaan"] == "Saat mengirim"
        path = f"/klaim/{last.pk}/bulan/6/periksa/"
        response = client.post(path, {"truthful": "on"})
        assert response.status_code == 422
        assert "Pilih kapan Anda bisa mulai bekerja." in words(soup(response).select_one(".errs"))
        answers = {"working": "no", "looking": "yes", "business": "no", "can_start": "month", "truthful": "on"}
        assert client.post(path, answers).url == f"/klaim/{last.pk}/bulan/6/terkirim/"
        kept = {"working": False, "looking": True, "business": False, "can_start": "month"}
        assert month(last, 6).status_form == kept

    def test_who_works_reports_it_first(self, last, at_page, client):
        at_page(last, "bulan/6/")
        answers = {"working": "yes", "looking": "no", "business": "no", "can_start": "now", "truthful": "on"}
        assert client.post(f"/klaim/{last.pk}/bulan/6/periksa/", answers).url == "/status-kerja/"
        assert month(last, 6).state == MonthState.OPEN


class TestAfterSending:
    def test_while_the_office_looks_its_day_is_said(self, claim, at_page, travel):
        make.evidence(claim, 5, accepted=False)
        make.assessed(claim)
        sent(claim, opened(claim, travel))
        text = main(at_page(claim))
        assert "Kami memutuskan paling lambat Senin, 21 Desember 2026." in text
        assert "Kami menunggu petugas memeriksa bukti Anda." in text
        travel(date(2026, 12, 22))
        assert "Keterlambatan itu tanggung jawab kami" in main(at_page(claim))

    def test_a_held_month_says_what_until_when_and_is_sent_again(self, claim, at_page, travel, client):
        make.evidence(claim, 4)
        make.assessed(claim)
        sent(claim, opened(claim, travel))
        response = at_page(claim)
        panel = words(soup(response).select_one("main .now"))
        assert "Lengkapi klaim bulan ke-2" in panel
        assert "4 dari 5 lamaran diterima." in panel
        assert "Paling lambat Rabu, 23 Desember 2026, 23.59 WIB." in panel
        assert "lamaran bertanggal 16 November 2026 sampai 16 Desember 2026" in main(response)
        make.evidence(claim, 1)
        assert "Yang kurang sudah ada." in main(at_page(claim))
        path = f"/klaim/{claim.pk}/bulan/2/lengkapi/"
        assert client.post(path).url == f"/klaim/{claim.pk}/bulan/2/"
        assert client.post(path).url == f"/klaim/{claim.pk}/bulan/2/"
        assert month(claim).log.filter(move="complete").count() == 1

    def test_nothing_is_completed_that_was_not_asked(self, claim, at_page, travel, client):
        opened(claim, travel)
        at_page(claim)
        assert client.post(f"/klaim/{claim.pk}/bulan/2/lengkapi/").status_code == 409
        assert client.get(f"/klaim/{claim.pk}/bulan/2/lengkapi/").status_code == 405

    def test_a_granted_month_shows_its_money_and_decision(self, claim, at_page, travel):
        make.evidence(claim, 5)
        make.assessed(claim)
        sent(claim, opened(claim, travel))
        page = soup(at_page(claim))
        assert words(page.select_one("main .tag")) == "Disetujui"
        panel = words(page.select_one("main .calm"))
        assert "Rp2.700.000" in panel
        assert "Masuk ke BRI •••• 4471 paling lambat Senin, 21 Desember 2026." in panel
        decision = Decision.objects.get(kind=DecisionKind.MONTH_GRANT, month=month(claim))
        assert page.select_one(".calm .act a")["href"] == f"/klaim/{claim.pk}/keputusan/{decision.pk}/"

    def test_month_one_is_the_claim(self, claim, at_page):
        assert at_page(claim, "bulan/1/").url == f"/klaim/{claim.pk}/"


class TestDecisions:
    def test_a_refusal_says_why_by_which_article_and_what_follows(self, claim, at_page, travel):
        decision = refused(claim, travel)
        page = soup(at_page(claim, f"keputusan/{decision.pk}/"))
        assert words(page.h1) == "Klaim bulan ke-2 ditolak, tetapi Anda masih punya pilihan"
        assert words(page.select_one(".lead")).endswith("Kami menemukan 0 lamaran.")
        failed = [words(li) for li in page.select(".trace > li.n")]
        assert failed[0].startswith("Bukti mencari kerja: belum terpenuhi0 lamaran ke perusahaan berbeda diterima")
        assert "Permenaker 2/2025 Pasal 13" in words(page.select_one("main .card"))
        text = words(page.select_one("main"))
        assert "Bulan ke-2 tidak dibayar, kecuali keberatan Anda diterima." in text
        assert "Bulan ke-1 tetap milik Anda: Rp2.700.000 tidak perlu dikembalikan." in text
        assert "Bulan ke-3 tetap bisa diajukan mulai Sabtu, 16 Januari 2027." in text
        assert "POL-" not in text
        until = decision.objection_until
        assert f"{until.day} Januari 2027, 23.59 WIB" in words(page.select_one(".now"))
        letter = Letter.objects.get(kind="refusal")
        assert f"/surat/{letter.pk}/pdf/" in [a["href"] for a in page.select("aside a")]

    def test_a_forfeiture_says_that_the_other_months_stay(self, claim, at_page, travel):
        decision = forfeited(claim, travel)
        assert words(soup(at_page(claim)).select_one("main .tag")) == "Hangus"
        text = main(at_page(claim, f"keputusan/{decision.pk}/"))
        assert "Manfaat bulan ke-2 hangus, tetapi Anda masih punya pilihan" in text
        assert "Klaim bulan ini tidak dikirim sampai batas waktunya." in text
        assert "Tidak dikirim. Batasnya 16–23 Desember 2026." in text
        assert "Asesmen diri" not in text  # what was not sent was not looked at either
        assert "Bulan ke-3 tetap bisa diajukan" in text

    def test_a_grant_says_the_amount_and_when_it_arrives(self, claim, at_page, travel):
        make.evidence(claim, 5)
        make.assessed(claim)
        sent(claim, opened(claim, travel))
        decision = Decision.objects.get(month=month(claim))
        page = soup(at_page(claim, f"keputusan/{decision.pk}/"))
        assert words(page.h1) == "Klaim bulan ke-2 disetujui"
        assert words(page.select_one(".money")) == "Rp2.700.000"
        assert "Masuk paling lambat Senin, 21 Desember 2026." in words(page.select_one("aside"))

    def test_after_the_last_day_other_ways_are_named(self, claim, at_page, travel):
        decision = forfeited(claim, travel)
        travel(decision.objection_until + timedelta(days=1))
        text = main(at_page(claim, f"keputusan/{decision.pk}/"))
        assert "Batas keberatan sudah lewat" in text
        assert "Ajukan keberatan" not in text

    def test_a_decision_on_the_claim_keeps_its_page(self, claim, at_page):
        verdict = Decision.objects.get(kind=DecisionKind.APPROVAL)
        assert words(soup(at_page(claim, f"keputusan/{verdict.pk}/")).h1) == "Klaim Anda disetujui"


class TestWhoAndHowMany:
    PATHS = ("bulan/2/", "bulan/2/periksa/", "bulan/2/terkirim/")

    @pytest.mark.parametrize("path", PATHS)
    def test_another_persons_month_is_not_found(self, claim, client, travel, path):
        opened(claim, travel)
        sign_in(client, make.participant().user)
        assert client.get(f"/klaim/{claim.pk}/{path}").status_code == 404
        assert client.post(f"/klaim/{claim.pk}/bulan/2/lengkapi/").status_code == 404

    def test_another_persons_decision_is_not_found(self, claim, client, travel):
        decision = forfeited(claim, travel)
        other = make.claim("paid")
        sign_in(client, other.person.user)
        assert client.get(f"/klaim/{claim.pk}/keputusan/{decision.pk}/").status_code == 404
        assert client.get(f"/klaim/{other.pk}/keputusan/{decision.pk}/").status_code == 404

    @pytest.mark.parametrize("path", PATHS)
    def test_an_officer_acts_elsewhere(self, claim, client, travel, path):
        sign_in(client, officer(phone="+6281399990001"))
        assert client.get(f"/klaim/{claim.pk}/{path}").status_code == 403

    @pytest.mark.parametrize("n", [0, 7, 99])
    def test_there_are_six_months(self, claim, at_page, n):
        assert at_page(claim, f"bulan/{n}/").status_code == 404

    def test_before_the_decision_there_are_no_months(self, at_page):
        assert at_page(make.claim("in_review")).status_code == 404

    @pytest.mark.parametrize("path", PATHS)
    def test_at_most_fifteen_queries(self, claim, client, at_page, travel, path):
        make.evidence(claim, 4)
        at = opened(claim, travel)
        if path.endswith("terkirim/"):
            sent(claim, at)
        at_page(claim, path)
        with most_queries(15):
            assert client.get(f"/klaim/{claim.pk}/{path}").status_code == 200

    def test_a_decision_asks_at_most_fifteen_queries(self, claim, client, at_page, travel):
        decision = refused(claim, travel)
        path = f"keputusan/{decision.pk}/"
        at_page(claim, path)
        with most_queries(15):
            assert client.get(f"/klaim/{claim.pk}/{path}").status_code == 200
