"""W1 while the benefit runs: the most urgent of what the months ask, what comes next, and how it ends."""

from datetime import date, datetime, timedelta

import pytest

from claims.enums import EndReason
from claims.models import Claim, MembershipQuestion
from claims.operations import month_deciding, month_filing, monthly_cycle
from ipk.enums import ActivityKind
from notices.operations import set_zone
from tests.factories import claims as make
from tests.factories.accounts import sign_in
from tests.factories.ipk import activity
from tests.factories.training_money import attended
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = pytest.mark.django_db

REFERENCE = date(2026, 12, 16)
CLOSES = date(2026, 12, 23)


@pytest.fixture
def claim(travel) -> Claim:
    return make.claim("paid")


@pytest.fixture
def look(client, travel):
    """`look(claim)`: the dashboard of its person now."""

    def looker(found, path="/dasbor/"):
        return soup(sign_in(client, found.person.user).get(path))

    return looker


def panel(page) -> tuple[str, str, str]:
    """Heading, whole text and the button of the first panel."""
    found = page.select_one("main .now, main .calm")
    return words(found.select_one("h2")), words(found), words(found.select_one(".act a"))


def opened(travel, moment: date | datetime = REFERENCE) -> datetime:
    monthly_cycle.open_months(at=travel(REFERENCE))
    return travel(moment)


def sent(claim: Claim, at: datetime, n: int = 2) -> None:
    month_filing.submit_month(claim.months.get(n=n), actor=claim.person.user, at=at)
    month_deciding.assess_month(claim.months.get(n=n), at=at)


def question(claim: Claim, at: datetime) -> None:
    MembershipQuestion.objects.create(
        claim=claim, npp="99", employer="PT Baru", since=date(2026, 12, 1), asked_at=at, answer_by=date(2026, 12, 10)
    )


def months(page) -> list[str]:
    return [words(li) for li in page.select("ol.six > li")]


class TestUrgency:
    def test_an_open_window_asks_for_the_missing_applications(self, claim, look, travel):
        make.evidence(claim, 3)
        opened(travel)
        page = look(claim)
        title, text, button = panel(page)
        assert (title, button) == ("Tambah 2 lamaran lagi, lalu kirim klaim bulan ke-2", "Tambah lamaran kerja")
        assert "Tinggal 7 hari" in text
        assert "Rabu, 23 Desember 2026, 23.59 WIB" in text
        assert "Bila terlewat, manfaat bulan ini tidak dapat dibayar." in text

    def test_then_for_the_self_assessment_and_then_to_be_sent(self, claim, look, travel):
        make.evidence(claim, 5)
        opened(travel)
        assert panel(look(claim))[0] == "Isi asesmen diri, lalu kirim klaim bulan ke-2"
        make.assessed(claim)
        title, _, button = panel(look(claim))
        assert (title, button) == ("Kirim klaim bulan ke-2", "Periksa dan kirim")

    def test_in_makassar_the_end_is_said_in_both_clocks(self, claim, look, travel):
        set_zone(claim.person.user, zone="Asia/Makassar")
        opened(travel, CLOSES)
        assert "23.59 WIB (00.59 WITA, Kamis)" in panel(look(claim))[1]
        assert "Tinggal 14 jam" in panel(look(claim))[1]

    def test_money_that_came_back_comes_before_an_open_window(self, look, travel):
        returned = make.claim("bank_problem")
        opened(travel)
        assert panel(look(returned))[0] == "Perbaiki rekening Anda"

    def test_a_held_month_comes_before_anything_else_of_the_months(self, claim, look, travel):
        make.assessed(claim)
        sent(claim, opened(travel))
        title, text, button = panel(look(claim))
        assert (title, button) == ("Lengkapi klaim bulan ke-2", "Lihat yang kurang")
        assert "0 dari 5 lamaran diterima." in text
        assert "Sesudah itu petugas memutus dengan bukti yang ada." in text

    def test_a_new_employer_is_asked_about(self, claim, look, travel):
        question(claim, travel(date(2026, 12, 3)))
        title, text, button = panel(look(claim))
        assert (title, button) == ("Apakah Anda sudah bekerja?", "Jawab pertanyaan")
        assert "PT Baru" in text
        assert "Kamis, 10 Desember 2026, 23.59 WIB" in text

    def test_a_missing_mission_is_the_step_a_week_before_the_window(self, claim, look, travel):
        travel(REFERENCE - timedelta(days=8))
        assert panel(look(claim))[0] == "Tidak ada. Semua beres hari ini."
        travel(REFERENCE - timedelta(days=7))
        title, text, _ = panel(look(claim))
        assert title == "Tambah 5 lamaran lagi untuk bulan ke-2"
        assert "Klaim dibuka 16–23 Desember 2026." in text

    def test_a_lost_month_is_told_with_the_way_to_object(self, claim, look, travel):
        opened(travel)
        monthly_cycle.forfeit_months(at=travel(CLOSES + timedelta(days=1)))
        title, text, button = panel(look(claim))
        assert title == "Manfaat bulan ke-2 hangus, tetapi Anda masih punya pilihan"
        assert button == "Lihat keputusan"
        assert "Keberatan paling lambat" in text

    def test_later_it_is_calm_again_and_does_not_call_it_in_order(self, claim, look, travel):
        opened(travel)
        monthly_cycle.forfeit_months(at=travel(CLOSES + timedelta(days=1)))
        travel(date(2027, 1, 4))
        title, text, button = panel(look(claim))
        assert (title, button) == ("Tidak ada untuk hari ini.", "Lihat alasannya")
        assert "Bulan ke-2 tidak dibayar. Bulan lain tetap bisa diajukan." in text
        assert "klaim bulan ke-3, 16–22 Januari 2027" in text


class TestWhatWeOwe:
    def test_a_month_that_is_examined_and_its_evidence(self, claim, look, travel):
        make.evidence(claim, 5, accepted=False)
        make.assessed(claim)
        sent(claim, opened(travel))
        page = look(claim)
        assert panel(page)[0] == "Kami memeriksa klaim bulan ke-2"
        owed = words(page.select_one(".tint .log"))
        assert "Memeriksa klaim bulan ke-2Paling lambat Senin, 21 Desember 2026" in owed

    def test_what_is_late_is_said_to_be_ours(self, claim, look, travel):
        make.evidence(claim, 5, accepted=False)
        make.assessed(claim)
        sent(claim, opened(travel))
        travel(date(2026, 12, 22))
        page = look(claim)
        assert "Keterlambatan itu tanggung jawab kami" in panel(page)[1]
        assert "Seharusnya Senin, 21 Desember 2026. Keterlambatan ini milik kami." in words(
            page.select_one(".tint .log")
        )

    def test_money_on_its_way(self, claim, look, travel):
        make.evidence(claim, 5)
        make.assessed(claim)
        sent(claim, opened(travel))
        page = look(claim)
        assert panel(page)[0] == "Klaim disetujui, uang sedang disiapkan"
        assert "Mengirim Rp2.700.000 ke BRI •••• 4471" in words(page.select_one(".tint .log"))
        assert "Berikutnya Rp2.700.000, paling lambat 21 Desember 2026." in words(page.select_one(".three"))


class TestMission:
    def test_the_card_counts_what_was_accepted(self, claim, look, travel):
        make.evidence(claim, 3)
        make.evidence(claim, 1, accepted=False)
        opened(travel)
        card = look(claim).select_one("section[aria-labelledby=m]")
        assert words(card.h2) == "Misi bulan ke-2: 3 dari 5"
        assert "3 dari 5 lamaran diterima, 1 masih diperiksa." in words(card)
        assert [li.get("class") for li in card.select(".pips > li")] == [["on"], ["on"], ["on"], ["half"], None]
        assert card.select_one("a")["href"] == "/ipk/misi/"

    def test_one_call_to_an_interview_completes_it_and_nothing_more_is_asked(self, claim, look, travel):
        make.evidence(claim, 2)
        called = claim.months.get(n=2).opens_on - timedelta(days=3)
        activity("accepted", person=claim.person, kind=ActivityKind.INTERVIEW, on=called, at=make.moment(called, 12))
        opened(travel)
        card = look(claim).select_one("section[aria-labelledby=m]")
        assert words(card.h2) == "Misi bulan ke-2 terpenuhi"
        assert words(card.p) == "Panggilan tes atau wawancara sudah diterima."
        assert card.select_one(".pips") is None

    @pytest.mark.parametrize(
        ("there", "heading"),
        [(4, "Misi bulan ke-2: kehadiran pelatihan mencukupi"), (3, "Misi bulan ke-2: 0 dari 5")],
    )
    def test_a_class_attended_enough_takes_the_place_of_applications(self, claim, look, travel, there, heading):
        attended(claim.person, there, 5, first=date(2026, 12, 1))
        opened(travel)
        card = look(claim).select_one("section[aria-labelledby=m]")
        assert words(card.h2) == heading
        assert (card.select_one(".pips") is None) == (there == 4)
        needed = "Lamaran tidak diperlukan selama kehadiran Anda paling sedikit 80%."
        assert (needed in words(card)) == (there == 4)

    def test_after_sending_it_is_about_the_next_month(self, claim, look, travel):
        make.evidence(claim, 5)
        make.assessed(claim)
        sent(claim, opened(travel))
        assert words(look(claim).select_one("section[aria-labelledby=m] h2")) == "Misi bulan ke-3: 0 dari 5"

    def test_a_draft_has_none(self, look):
        assert look(make.claim("draft")).select("section[aria-labelledby=m]") == []


class TestTimeline:
    def test_an_open_month_shows_its_window_amount_and_tasks(self, claim, look, travel):
        opened(travel)
        page = look(claim)
        assert months(page)[1] == (
            "Bulan 2 Belum lengkap Rp2.700.000Kirim 16–23 Desember 2026 Lihat daftar tugas bulan 2"
        )
        assert page.select("ol.six > li")[1]["aria-current"] == "step"

    def test_a_lost_month_is_a_closed_pillar_with_its_reason(self, claim, look, travel):
        opened(travel)
        monthly_cycle.forfeit_months(at=travel(CLOSES + timedelta(days=1)))
        page = look(claim)
        pillar = page.select("ol.six > li")[1]
        assert "lost" in pillar["class"]
        assert words(pillar).startswith("Bulan 2 Hangus Tidak dikirim sampai 23 Desember 2026")
        assert "/keputusan/" in pillar.a["href"]

    def test_a_benefit_that_ended_early_says_why(self, claim, look, travel):
        at = travel(date(2026, 12, 1))
        monthly_cycle.end_claim(claim, reason=EndReason.WORKING, on=date(2026, 12, 1), at=at)
        page = look(claim)
        assert panel(page)[0] == "Selamat bekerja"
        assert "Bulan yang disetujui tetap milik Anda." in panel(page)[1]
        assert months(page)[1] == "Bulan 2 Berakhir Sudah bekerja lagi"
        assert [li.get("class") for li in page.select("ol.six > li")] == [["paid"], *[["lost"]] * 5]

    def test_the_claim_tells_what_happened_to_each_month(self, claim, look, travel):
        opened(travel)
        monthly_cycle.forfeit_months(at=travel(CLOSES + timedelta(days=1)))
        log = [words(li) for li in look(claim, f"/klaim/{claim.pk}/").select("section .log > li")]
        assert log[-2].startswith("Klaim bulan ke-2 dibukaRabu, 16 Desember 2026")
        assert log[-1].startswith("Bulan ke-2 hangusKamis, 24 Desember 2026")


class TestHowMany:
    @pytest.mark.parametrize("stage", ["open", "held", "forfeited", "question"])
    def test_at_most_fifteen_queries(self, claim, client, look, travel, stage):
        make.evidence(claim, 2)
        at = opened(travel)
        if stage == "held":
            sent(claim, at)
        elif stage == "forfeited":
            monthly_cycle.forfeit_months(at=travel(CLOSES + timedelta(days=1)))
        elif stage == "question":
            question(claim, at)
        look(claim)
        with most_queries(15):
            assert client.get("/dasbor/").status_code == 200
