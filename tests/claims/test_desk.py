"""B1 and B2: the queue by the time that is left, and one claim with the facts in the order they are weighed."""

from datetime import date, timedelta

import pytest

from claims.enums import AccountCheck, ClaimState
from claims.models import Claim, CorrectionRequest, Decision
from claims.operations import assessments, corrections
from claims.presentation.desk import clock_panel
from core.models import AccessLog
from participants.models import Employer, PhkEvent
from participants.operations.phk_mediation import record_dispute
from tests.factories.accounts import officer, sign_in
from tests.factories.claims import (
    bpjs_knows,
    claim,
    correct_account,
    first_month,
    give_account,
    latest,
    moment,
    participant,
    verifier,
)
from tests.factories.participants import stored_file
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = pytest.mark.django_db
QUEUE = "/bpjs/verval/"


@pytest.fixture
def desk(client, travel):
    """A verifier at the desk: `desk()` the queue, `desk(claim)` one claim."""
    rina = verifier(full_name="Rina Puspitasari")
    sign_in(client, rina)

    def look(found=None, **query):
        sign_in(client, rina)  # the day may have moved, and sessions end
        return client.get(f"{QUEUE}{found.pk}/" if found else QUEUE, query)

    return look


def rows(response):
    return [[words(cell) for cell in tr.select("td, th")] for tr in soup(response).select("tbody > tr")]


def numbers(response):
    return [words(tr.select_one("th")).split()[0] for tr in soup(response).select("tbody > tr")]


def decide(client, found, verdict, **given):
    form = {"assessment": latest(found).pk, "verdict": verdict, "note": "", "fix": "", "refusal": ""}
    return client.post(f"{QUEUE}{found.pk}/", form | given)


class TestQueue:
    def test_least_time_left_first_and_breached_rows_say_so(self, desk, travel):
        late = claim("in_review", at=moment(date(2026, 11, 16)))
        today = claim("in_review", at=moment(date(2026, 11, 17)))
        later = claim("in_review", at=moment(date(2026, 11, 19)))
        travel(moment(date(2026, 11, 20), 10))
        found = desk()
        assert numbers(found) == [late.number, today.number, later.number]
        assert [row[0] for row in rows(found)] == ["Lewat 10 jam", "Tinggal 13 jam", "Tinggal 4 hari"]
        assert [tr.get("class") for tr in soup(found).select("tbody > tr")] == [["hot"], None, None]

    def test_names_are_short_and_no_nik_is_listed(self, desk):
        found = claim("in_review", person=participant(full_name="Siti Nur Rahmawati"))
        response = desk()
        assert rows(response)[0][3].startswith("Siti R. · ")
        assert found.person.nik not in response.content.decode()

    def test_four_numbers(self, desk, travel):
        claim("in_review", at=moment(date(2026, 11, 16)))
        claim("submitted", at=moment(date(2026, 11, 17)))
        claim("needs_fix", at=moment(date(2026, 11, 17)))
        travel(date(2026, 11, 20))
        assert [words(dd) for dd in soup(desk()).select("dl.kpi dd")] == [
            "1",
            "1 sebelum 23.59 WIB",
            "3 1 menunggu peserta",
            "0",
        ]

    def test_drafts_and_decided_claims_are_not_there(self, desk):
        for stage in ("draft", "active", "paid"):
            claim(stage)
        assert "Antrian kosong" in words(soup(desk()).select_one("main"))

    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ({"hasil": "ineligible"}, 1),
            ({"hasil": "eligible"}, 2),
            ({"keadaan": "needs_fix"}, 1),
            ({"keadaan": "submitted"}, 0),
            ({"q": "JKP-2026-0000001"}, 1),
            ({"q": "contoh"}, 3),
            ({"q": "' OR 1=1--"}, 0),
            ({"q": "%00\x00"}, 3),
            ({"hasil": "zzz"}, 3),
            ({"q": "x" * 10_000}, 0),
        ],
    )
    def test_filters(self, desk, query, count):
        claim("in_review")
        claim("in_review", paid_months=11)
        claim("needs_fix")
        assert len(rows(desk(**query))) == count

    def test_nothing_found_offers_the_way_back(self, desk):
        claim("in_review")
        assert "Hapus saringan" in words(soup(desk(q="tidak ada")).select_one("main"))

    @pytest.mark.parametrize(("page", "shown"), [("1", 20), ("2", 2), ("-1", 2), ("9e99", 20), ("abc", 20)])
    def test_twenty_rows_a_page(self, desk, page, shown):
        for _ in range(22):
            claim("submitted")
        assert len(rows(desk(page=page))) == shown

    def test_a_filter_stays_when_the_page_is_turned(self, desk):
        for _ in range(21):
            claim("submitted")
        link = soup(desk(keadaan="submitted")).select_one("nav.pager a[rel=next]")
        assert "keadaan=submitted" in link["href"]

    def test_queries_do_not_grow_with_the_rows(self, client, desk):
        claim("in_review")
        desk()
        for _ in range(3):
            claim("in_review")
        client.get(QUEUE)
        with most_queries(12):
            assert len(rows(client.get(QUEUE))) == 4

    def test_remarks_say_what_to_look_at(self, desk, at):
        differs = claim("in_review")
        Claim.objects.filter(pk=differs.pk).update(account_check=AccountCheck.DIFFERS)
        unknown = claim("in_review")
        Claim.objects.filter(pk=unknown.pk).update(account_check=AccountCheck.NOT_FOUND)
        closed = claim("in_review")
        Claim.objects.filter(pk=closed.pk).update(account_check=AccountCheck.CLOSED)
        asked = claim("in_review")
        Claim.objects.filter(pk=asked.pk).update(account_check=AccountCheck.NOT_ASKED)
        disputed = claim("in_review")
        record_dispute(event=disputed.phk, case_number="12/PHI/2026", actor=verifier(), at=at)
        remarks = {row[1].split()[0]: row[7] for row in rows(desk())}
        assert remarks == {
            differs.number: "Nama rekening berbeda",
            unknown.number: "Nomor rekening tidak dikenal bank",
            closed.number: "Rekening tidak aktif",
            asked.number: "Rekening belum diperiksa bank",
            disputed.number: "Bukti PHK belum disahkan",
        }

    def test_a_claim_that_waits_for_its_phk_is_never_late(self, desk, travel, at):
        found = claim("in_review")
        record_dispute(event=found.phk, case_number="12/PHI/2026", actor=verifier(), at=at)
        travel(date(2026, 12, 20))
        assert rows(desk())[0][0] == "Menunggu PHK"
        assert words(soup(desk()).select_one("dl.kpi dd")) == "0"

    def test_next_is_the_first_that_can_be_decided(self, client, desk, at):
        claim("submitted")
        claim("needs_fix")
        waiting = claim("in_review")
        record_dispute(event=waiting.phk, case_number="12/PHI/2026", actor=verifier(), at=at)
        ready = claim("in_review")
        assert client.get(f"{QUEUE}berikutnya/").url == f"{QUEUE}{ready.pk}/"

    def test_next_without_any_says_so(self, client, desk):
        response = client.get(f"{QUEUE}berikutnya/", follow=True)
        assert "Tidak ada klaim yang menunggu putusan Anda." in words(soup(response).select_one("main"))


class TestClaim:
    def test_each_condition_with_fact_source_article_and_result(self, desk):
        found = {row[0]: row[1:] for row in rows(desk(claim("in_review")))}
        assert found["Alasan PHK termasuk"][1:] == ["Mediator, 16 Nov 2026", "PP 6/2025 Pasal 20", "Ya"]
        assert found["Masa iur cukup"][0].startswith("23 bulan dihitung")
        assert found["Tunggakan perusahaan"] == [
            "Tidak ada tunggakan saat PHK.",
            "BPJS, 16 Nov 2026",
            "PP 6/2025 Pasal 39 ayat (1) dan ayat (2)",
            "Ya",
        ]

    def test_the_uncertain_row_is_tinted_and_counted(self, desk):
        page = soup(desk(claim("in_review", reason="m")))
        looked = page.select("tr.look")
        assert [words(tr.select_one("th")) for tr in looked] == ["Alasan PHK termasuk"]
        assert "1 dari" in words(page.select_one("main"))

    def test_arrears_are_seen(self, desk):
        found = {row[0]: row for row in rows(desk(claim("in_review", unpaid=(1, 2, 3, 4, 5))))}
        assert found["Tunggakan perusahaan"][1] == (
            "4 bulan belum dibayar saat PHK, 4 berturut-turut. Perusahaan membayar manfaat lebih dahulu."
        )
        assert found["Tunggakan perusahaan"][4] == "Belum pasti"

    def test_twenty_four_months_in_a_grid_with_words_behind_the_signs(self, desk):
        page = soup(desk(claim("in_review", unpaid=(3, 4))))
        cells = page.select("ol.g24 > li")
        assert len(cells) == 24
        assert words(cells[0]) == "Des 24✓ dihitung"
        assert words(cells[-1]) == "Nov 26? belum jatuh tempo"
        assert "mark" in cells[-1]["class"]
        assert [words(c) for c in cells if "no" in c["class"]] == ["Jul 26– belum dibayar", "Agu 26– belum dibayar"]
        assert "Upah terakhir dilaporkan: Rp4.500.000 (November 2026)." in words(page.select_one("main"))

    def test_the_amount_stands_on_the_button_that_grants_it(self, desk):
        page = soup(desk(claim("in_review", wage=7_000_000)))
        assert "Setujui, bayar Rp3.000.000" in words(page.select_one(".decide"))
        money = words(page.select_one("dl.facts"))
        assert "Rp7.000.000" in money
        assert "60% × Rp5.000.000" in money

    def test_no_verdict_is_chosen_beforehand(self, desk):
        assert soup(desk(claim("in_review"))).select(".decide input[checked]") == []

    def test_the_clock_shows_its_three_days(self, travel):
        found = claim("in_review")
        panel = clock_panel(found, travel(moment(date(2026, 11, 18), 10)))
        assert panel["title"] == "Hari kerja ke-2: tinggal 1 hari"
        assert [(d["day"], d["done"], d["now"]) for d in panel["days"]] == [
            ("Sel 17", True, False),
            ("Rab 18", False, True),
            ("Kam 19", False, False),
        ]
        assert clock_panel(found, travel(moment(date(2026, 11, 20), 10)))["title"] == "Lewat tenggat: lewat 10 jam"

    def test_the_clock_skips_holidays(self, travel):
        found = claim("in_review", at=moment(date(2026, 12, 23)))
        panel = clock_panel(found, travel(moment(date(2026, 12, 28))))
        assert [d["day"] for d in panel["days"]] == ["Sen 28", "Sel 29", "Rab 30"]

    def test_after_an_answer_the_clock_has_one_day(self, travel, at):
        found = claim("needs_fix")
        file = stored_file(found.person.user)
        found = corrections.answer_with_file(found, file=file, actor=found.person.user, at=at)
        panel = clock_panel(found, travel(moment(date(2026, 11, 17))))
        assert [d["day"] for d in panel["days"]] == ["Sel 17"]

    def test_opening_it_is_written_down(self, desk):
        found = claim("in_review")
        desk(found)
        seen = AccessLog.objects.get()
        assert (seen.person_id, seen.role, seen.actor_name) == (found.person_id, "BVF", "Rina Puspitasari")

    def test_documents_are_reached_through_their_own_addresses(self, desk):
        found = claim("in_review")
        page = soup(desk(found))
        proof = found.phk.proofs.get()
        assert page.select_one(f'a[href="/phk/{found.phk_id}/bukti/{proof.pk}/"]') is not None
        assert "KAPK 1" in words(page.select_one("main"))

    def test_an_account_of_another_claim_is_said_to_the_officer(self, desk, at):
        first, second = claim("in_review"), claim("draft")
        give_account(second, at, number=first.account)
        assert "juga dipakai klaim lain" in words(soup(desk(first)).select_one("main"))

    def test_a_claim_without_data_can_be_gone_on_with(self, client, desk):
        found = claim("submitted")
        assert "Menunggu data BPJS" in words(soup(desk(found)).select_one("main"))
        client.post(f"{QUEUE}{found.pk}/ulang/")
        assert Claim.objects.get().state == ClaimState.IN_REVIEW

    def test_running_again_shows_what_changed(self, client, desk, at, travel):
        found = claim("in_review")
        later = travel(at + timedelta(minutes=1))
        bpjs_knows(found.person, found.phk.employer.npp, paid_months=11, at=later)
        client.post(f"{QUEUE}{found.pk}/ulang/")
        assert words(soup(desk(found)).select_one("main .tag")) == "Tidak layak"

    def test_at_most_twenty_five_queries(self, client, desk):
        found = claim("in_review")
        desk(found)
        with most_queries(25):
            client.get(f"{QUEUE}{found.pk}/")

    def test_it_speaks_english(self, client, desk):
        found = claim("in_review")
        page = soup(client.get(f"/en{QUEUE}{found.pk}/"))
        assert "Approve, pay Rp2,700,000" in words(page.select_one(".decide"))


class TestVerdict:
    def test_approving_leads_back_to_the_queue(self, client, desk):
        found = claim("in_review")
        response = decide(client, found, "approve")
        assert response.url == QUEUE
        assert Claim.objects.get().state == ClaimState.ACTIVE
        assert Decision.objects.get().officer_name == "Rina Puspitasari"

    def test_asking_for_a_document(self, client, desk):
        found = claim("in_review")
        decide(client, found, "fix", fix="phk_proof:other_date", note="Tanggal berbeda.")
        asked = CorrectionRequest.objects.get()
        assert (asked.document, asked.reason, asked.note) == ("phk_proof", "other_date", "Tanggal berbeda.")

    def test_refusing_with_reason_and_explanation(self, client, desk):
        found = claim("in_review", paid_months=11)
        decide(client, found, "refuse", refusal="R02", note="Kami menemukan 11 bulan.")
        assert Claim.objects.get().state == ClaimState.REFUSED

    @pytest.mark.parametrize(
        ("verdict", "given", "message"),
        [
            ("", {}, "Pilih satu putusan."),
            ("fix", {}, "Pilih apa yang perlu diperbaiki dan alasannya."),
            ("refuse", {"note": "x"}, "Pilih alasan penolakan."),
            ("refuse", {"refusal": "R02"}, "Tulis penjelasan untuk peserta."),
            ("refuse", {"refusal": "R02", "note": "x"}, "Aturan tidak menyatakan syarat ini gagal."),
            ("refuse", {"refusal": "R99", "note": "x"}, "Pilih satu dari daftar."),
            ("fix", {"fix": "account:not_readable"}, "Pilih satu dari daftar."),
        ],
    )
    def test_what_is_missing_is_told_and_nothing_decided(self, client, desk, verdict, given, message):
        found = claim("in_review")
        response = decide(client, found, verdict, **given)
        assert response.status_code == 422
        assert message in words(soup(response).select_one(".errs"))
        assert not Decision.objects.exists()
        assert Claim.objects.get().state == ClaimState.IN_REVIEW

    def test_a_reason_is_asked_for_what_is_uncertain_and_what_was_typed_stays(self, client, desk):
        found = claim("in_review", reason="m")
        response = decide(client, found, "approve", note=" ")
        assert "Tulis alasan untuk hal yang belum pasti." in words(soup(response).select_one(".errs"))
        assert soup(response).select_one("input[name=verdict][value=approve]").has_attr("checked")

    def test_data_that_changed_since_the_page_was_opened(self, client, desk, at, travel):
        found = claim("in_review")
        seen, later = latest(found).pk, travel(at + timedelta(minutes=1))
        bpjs_knows(found.person, found.phk.employer.npp, paid_months=11, at=later)
        response = decide(client, found, "approve", assessment=seen)
        assert response.status_code == 422
        page = soup(response)
        assert "Data berubah sejak halaman ini dibuka." in words(page.select_one(".errs"))
        assert words(page.select_one("main .tag")) == "Tidak layak"
        assert page.select_one("input[name=assessment]")["value"] == str(latest(found).pk)

    def test_an_assessment_of_another_claim_is_not_found(self, client, desk):
        found, other = claim("in_review"), claim("in_review")
        assert decide(client, found, "approve", assessment=latest(other).pk).status_code == 404

    def test_deciding_twice_is_told(self, client, desk):
        found = claim("in_review")
        seen = latest(found).pk
        decide(client, found, "approve")
        response = decide(client, found, "approve", assessment=seen)
        assert "tidak menunggu putusan" in words(soup(response).select_one("body")) or response.status_code == 422
        assert Decision.objects.count() == 1

    def test_an_unknown_wage_is_asked_and_needed(self, client, desk):
        found = claim("in_review", wage=None)
        assert soup(desk(found)).select_one("input[name=wage]") is not None
        response = decide(client, found, "approve", note="Slip gaji.")
        assert "Isi upah terakhir yang terbukti" in words(soup(response).select_one(".errs"))
        decide(client, found, "approve", note="Slip gaji.", wage="3.000.000")
        assert first_month(found).amount == 1_800_000

    def test_an_old_sign_in_is_asked_again_and_the_verdict_waits(self, client, travel):
        found = claim("in_review")
        officer_user = verifier()
        sign_in(client, officer_user, proved_ago=21 * 60)
        response = decide(client, found, "approve")
        assert response.status_code == 302
        assert not Decision.objects.exists()

    def test_a_bankrupt_employer_is_known(self, client, desk):
        found = claim("in_review", unpaid=(1, 2, 3, 4, 5))
        Employer.objects.filter(pk=found.phk.employer_id).update(bankrupt_or_closed_on=date(2026, 10, 1))
        assert decide(client, found, "approve").url == QUEUE


class TestReturnedMoney:
    @pytest.fixture
    def doubtful(self, travel):
        found = claim("bank_problem")
        return correct_account(found, travel(date(2026, 11, 17)), owner="BAMBANG PRASETYO")

    def test_it_stands_in_the_queue_with_its_day(self, desk, doubtful):
        row = rows(desk())[0]
        assert row[7] == "Uang kembali, rekening baru diragukan"
        assert row[0] == "Tinggal 1 hari"

    def test_accepting_it_pays_again(self, client, desk, doubtful):
        page = soup(desk(doubtful))
        form = {"set_at": page.select_one("input[name=set_at]")["value"], "verdict": "accept", "note": "Buku tabungan."}
        assert client.post(f"{QUEUE}{doubtful.pk}/", form).url == QUEUE
        assert first_month(doubtful).state == "approved"

    def test_declining_it_needs_a_reason(self, client, desk, doubtful):
        page = soup(desk(doubtful))
        form = {"set_at": page.select_one("input[name=set_at]")["value"], "verdict": "other", "note": "Bukan Anda."}
        response = client.post(f"{QUEUE}{doubtful.pk}/", form)
        assert "Pilih alasan meminta rekening lain." in words(soup(response).select_one(".errs"))
        client.post(f"{QUEUE}{doubtful.pk}/", form | {"reason": "not_yours"})
        assert Claim.objects.get().account_check == AccountCheck.REFUSED
        assert "Antrian kosong" in words(soup(desk()).select_one("main"))

    def test_a_matching_account_asks_nothing_of_the_desk(self, desk, travel):
        correct_account(claim("bank_problem"), travel(date(2026, 11, 17)))
        assert "Antrian kosong" in words(soup(desk()).select_one("main"))


class TestWho:
    @pytest.mark.parametrize("role", ["AUD"])
    def test_readers_see_and_decide_nothing(self, client, travel, role):
        found = claim("in_review")
        sign_in(client, verifier(role))
        page = soup(client.get(f"{QUEUE}{found.pk}/"))
        assert page.select(".decide") == []
        assert decide(client, found, "approve").status_code == 403
        assert client.post(f"{QUEUE}{found.pk}/ulang/").status_code == 403
        assert not Decision.objects.exists()

    @pytest.mark.parametrize("role", ["MED", "BPM", "BPC", "ADM", "CS", "KNS", "INT"])
    def test_other_officers_do_not_come_here(self, client, travel, role):
        found = claim("in_review")
        sign_in(client, verifier(role))
        assert client.get(QUEUE).status_code == 403
        assert client.get(f"{QUEUE}{found.pk}/").status_code == 403
        assert AccessLog.objects.count() == 0

    def test_a_participant_does_not_come_here(self, client, travel):
        found = claim("in_review")
        sign_in(client, found.person.user)
        assert client.get(QUEUE).status_code == 403
        assert decide(client, found, "approve").status_code == 403

    def test_a_role_that_ended_yesterday_opens_nothing(self, client, travel):
        user = verifier()
        user.role_assignments.update(ends_on=date(2026, 11, 15))
        assert sign_in(client, user).get(QUEUE).status_code == 403

    def test_a_verifier_does_not_decide_on_the_own_claim(self, client, travel):
        found = claim("in_review")
        user = found.person.user
        user.role_assignments.create(role="BVF", starts_on=date(2026, 1, 1))
        sign_in(client, user, second_factor=True)
        assert decide(client, found, "approve").status_code == 403
        assert client.get(f"{QUEUE}berikutnya/").url == QUEUE
        assert Claim.objects.get().state == ClaimState.IN_REVIEW

    def test_nobody_at_the_desk_sees_a_draft(self, client, travel):
        draft = claim("draft")
        assert sign_in(client, officer(phone="+6281399990002")).get(f"{QUEUE}{draft.pk}/").status_code == 404


OWN = ["", "tugas/", "data/", "rekening/", "kapk/", "bulan/1/periksa/", "bulan/1/terkirim/", "perbaiki/", "keputusan/",
       "tarik/"]  # fmt: skip


@pytest.mark.parametrize("path", OWN)
def test_anothers_claim_is_not_found_and_not_touched(client, travel, path):
    found = claim("draft")
    sign_in(client, participant().user)
    assert client.get(f"/klaim/{found.pk}/{path}").status_code == 404
    assert client.post(f"/klaim/{found.pk}/{path}", {"truthful": "on", "correct": "on"}).status_code in (404, 405)
    unchanged = Claim.objects.get()
    assert (unchanged.state, unchanged.data_confirmed_at, unchanged.account) == ("draft", None, "")


@pytest.mark.parametrize("path", ["", "ajukan/", "periksa-lagi/"])
def test_anothers_phk_is_not_found(client, travel, path):
    event = claim("draft").phk
    sign_in(client, participant().user)
    verb = client.post if path else client.get
    assert verb(f"/kelayakan/{event.pk}/{path}").status_code == 404
    assert Claim.objects.count() == 1


@pytest.mark.parametrize("path", [*OWN, "kapk/kode/"])
def test_nobody_comes_in_without_signing_in(client, path):
    found = claim("draft")
    assert client.get(f"/klaim/{found.pk}/{path}").status_code in (302, 405)
    assert client.post(f"/klaim/{found.pk}/{path}").url.startswith("/masuk/")


@pytest.mark.parametrize("path", ["kapk/kode/"])
def test_reading_an_address_that_acts_does_nothing(client, travel, path):
    found = claim("draft")
    sign_in(client, found.person.user)
    assert client.get(f"/klaim/{found.pk}/{path}").status_code == 405


def test_a_claim_that_waits_is_assessed_as_held(travel, at):
    found = claim("in_review")
    record_dispute(event=found.phk, case_number="12/PHI/2026", actor=verifier(), at=at)
    assert assessments.run_again(found, actor=None, at=at + timedelta(minutes=1)).outcome == "held"
    assert PhkEvent.objects.get().disputed
