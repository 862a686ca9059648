"""B1 with months among the claims, and B2 of a month: the facts that are weighed, and an officer's word."""

from datetime import date, datetime

import pytest

from accounts.enums import Role
from claims.enums import DecisionKind, MonthState
from claims.models import Claim, ClaimMonth, Decision, MembershipQuestion
from claims.operations import month_deciding, month_filing, monthly_cycle
from core.models import AccessLog
from payments.models import Payout
from tests.factories import claims as make
from tests.factories.accounts import sign_in
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = pytest.mark.django_db

QUEUE = "/bpjs/verval/"
REFERENCE = date(2026, 12, 16)
AFTER = date(2026, 12, 24)  # the day after a held month had to be complete


@pytest.fixture
def rina():
    return make.verifier(full_name="Rina Puspitasari")


@pytest.fixture
def desk(client, travel, rina):
    """`desk(month)`: its page as a verifier sees it now; without one the queue."""

    def look(found=None, **query):
        sign_in(client, rina)
        return client.get(path(found) if found else QUEUE, query)

    return look


def path(month: ClaimMonth) -> str:
    return f"{QUEUE}bulan/{month.pk}/"


def month(claim: Claim, n: int = 2) -> ClaimMonth:
    return claim.months.get(n=n)


def sent(claim: Claim, at: datetime) -> ClaimMonth:
    month_filing.submit_month(month(claim), actor=claim.person.user, at=at)
    month_deciding.assess_month(month(claim), at=at)
    return month(claim)


def held(travel, *, applications: int = 0, **facts) -> ClaimMonth:
    claim = make.claim("paid", **facts)
    make.assessed(claim)
    make.evidence(claim, applications)
    return sent(claim, travel(REFERENCE))


def in_review(travel, **facts) -> ClaimMonth:
    """Held for too few applications, not completed, and given to an officer."""
    found = held(travel, **facts)
    monthly_cycle.give_to_officers(at=travel(AFTER))
    return month(found.claim)


def denied(travel) -> ClaimMonth:
    """Everything is met, but BPJS knows a new employer and the person says no."""
    claim = make.claim("paid")
    make.assessed(claim)
    make.evidence(claim, 5)
    at = travel(REFERENCE)
    MembershipQuestion.objects.create(
        claim=claim, npp="99", employer="PT Baru", since=date(2026, 12, 1), asked_at=at, answer_by=AFTER,
        answered_at=at, works=False, note="Nama saya dipakai tanpa izin.",
    )  # fmt: skip
    return sent(claim, at)


def decide(client, found: ClaimMonth, verdict: str, **given):
    form = {"run": found.assessments.first().pk, "verdict": verdict, "note": "Sudah diperiksa.", "refusal": ""}
    return client.post(path(found), form | given)


def rows(response):
    return [[words(cell) for cell in tr.select("td, th")] for tr in soup(response).select("tbody > tr")]


def test_a_month_at_the_evidence_desk_says_whom_it_waits_for(desk, travel):
    claim = make.claim("paid")
    make.assessed(claim)
    make.evidence(claim, 5, accepted=False)
    found = sent(claim, travel(REFERENCE))
    assert found.state == MonthState.SUBMITTED
    page = soup(desk(found))
    assert words(page.select_one("aside .warm h2, .warm h2")) == "Menunggu meja bukti"
    assert page.select_one("input[name=verdict]") is None


class TestQueue:
    def test_months_stand_beside_claims_by_the_time_left(self, desk, travel):
        review = in_review(travel)
        waiting = held(travel)
        fresh = make.claim("in_review", at=travel(make.moment(date(2026, 12, 22))))
        travel(make.moment(date(2026, 12, 24), 10))
        found = rows(desk())
        assert [(row[0], row[1], row[2]) for row in found] == [
            ("Lewat 3 hari", f"{review.claim.number} Bulan 2", "Bulan 2"),
            ("Tinggal 5 hari", f"{fresh.number} Klaim pertama", "Klaim pertama"),
            ("Menunggu peserta", f"{waiting.claim.number} Bulan 2", "Bulan 2"),
        ]

    @pytest.mark.parametrize(
        ("query", "kinds"),
        [
            ({"jenis": "bulan"}, ["Bulan 2"]),
            ({"jenis": "klaim"}, ["Klaim pertama"]),
            ({"keadaan": "needs_fix"}, []),
            ({"keadaan": "in_review"}, ["Bulan 2", "Klaim pertama"]),
            ({"hasil": "held"}, ["Bulan 2"]),
            ({"jenis": "zzz"}, ["Bulan 2", "Klaim pertama"]),
        ],
    )
    def test_filters_reach_both(self, desk, travel, query, kinds):
        in_review(travel)
        make.claim("in_review", at=travel(AFTER))
        assert [row[2] for row in rows(desk(**query))] == kinds

    def test_a_month_is_found_by_the_number_of_its_claim(self, desk, travel):
        found = in_review(travel)
        in_review(travel)
        assert len(rows(desk(q=found.claim.number))) == 1

    def test_the_four_numbers_count_months_too(self, desk, travel):
        in_review(travel)
        held(travel)
        travel(AFTER)
        numbers = [words(dd) for dd in soup(desk()).select("dl.kpi dd")]
        assert numbers == ["1", "0 sebelum 23.59 WIB", "2 1 menunggu peserta", "0"]

    def test_next_is_whatever_has_the_least_time_left(self, client, desk, travel):
        found = in_review(travel)
        make.claim("in_review", at=travel(AFTER))
        desk()
        assert client.get(f"{QUEUE}berikutnya/").url == path(found)

    def test_queries_do_not_grow_with_the_rows(self, client, desk, travel):
        in_review(travel)
        desk()
        in_review(travel)
        make.claim("in_review", at=travel(AFTER))
        desk()
        with most_queries(14):
            assert len(rows(client.get(QUEUE))) == 3


class TestMonth:
    def test_each_condition_with_its_fact_article_and_result(self, desk, travel):
        found = {row[0]: row[1:] for row in rows(desk(in_review(travel, applications=3)))}
        assert found["Bukti mencari kerja"][0].startswith("3 lamaran ke perusahaan berbeda diterima dari 16 November")
        assert "Pasal 13" in found["Bukti mencari kerja"][1]
        assert found["Bukti mencari kerja"][2] == "Tidak"
        assert found["Dikirim dalam batas waktu"][2] == "Ya"

    def test_the_evidence_stands_beside_it_with_its_state(self, desk, travel):
        found = in_review(travel, applications=3)
        page = soup(desk(found))
        table = page.select("table")[1]
        assert [words(tr.select_one(".tag")) for tr in table.select("tbody > tr")] == ["Diterima"] * 3
        assert table.select_one("tbody a")["href"].startswith("/konselor/bukti/")
        assert "3 dari 5 lamaran bisa dihitung" in words(page.select_one("main"))

    def test_six_months_the_account_and_the_history(self, desk, travel):
        page = soup(desk(in_review(travel)))
        months = [words(li) for li in page.select("ol.six > li")]
        assert months[0].startswith("Bulan 1 Dibayar")
        assert months[1].startswith("Bulan 2 Diperiksa")
        assert page.select("ol.six a") == []
        text = words(page.select_one("main"))
        assert "BRI •••• 4471" in text
        assert "Nama cocok" in text
        history = [words(li) for li in page.select(".log.sm > li")]
        assert history[0].startswith("Diberikan kepada petugas · JKP")
        assert history[-1].startswith("Dibuka · JKP")

    def test_what_bpjs_knows_and_what_the_person_says(self, desk, travel):
        text = words(soup(desk(denied(travel))).select_one("main"))
        assert "PT Baru, sejak 1 Des 2026" in text
        assert "Peserta: tidak bekerja di sana" in text
        assert "Nama saya dipakai tanpa izin." in text

    def test_opening_is_written_down(self, desk, travel, rina):
        found = in_review(travel)
        desk(found)
        entry = AccessLog.objects.get()
        assert (entry.actor, entry.person_id, entry.role) == (rina, found.claim.person_id, Role.BPJS_VERIFIER.value)

    def test_while_the_person_completes_it_nothing_is_decided(self, client, desk, travel):
        found = held(travel)
        page = soup(desk(found))
        assert page.select(".decide") == []
        assert "Peserta melengkapi paling lambat Rabu, 23 Desember 2026." in words(page.select_one("aside"))
        assert decide(client, found, "approve").status_code == 409


class TestDeciding:
    def test_an_officer_grants_what_the_rules_leave_to_one(self, client, desk, travel, rina):
        found = denied(travel)
        page = soup(desk(found))
        assert words(page.select_one(".decide label[for$=verdict_0]")) == "Setujui, bayar Rp2.700.000"
        assert decide(client, found, "approve").url == QUEUE
        decision = Decision.objects.get(kind=DecisionKind.MONTH_GRANT)
        assert (decision.officer, month(found.claim).state) == (rina, MonthState.APPROVED)
        assert Payout.objects.filter(source_id=found.pk).count() == 1
        after = soup(desk(found))
        assert "5 dari 5 lamaran bisa dihitung" in words(after.select_one("main"))
        assert [words(b) for b in after.select("main button")] == []

    def test_deciding_twice_decides_once_and_says_so(self, client, desk, travel):
        found = denied(travel)
        desk(found)
        decide(client, found, "approve")
        again = decide(client, found, "approve")
        assert again.status_code == 409
        assert "sudah tidak menunggu putusan" in words(soup(again).select_one(".errs"))
        assert Payout.objects.filter(source_id=found.pk).count() == 1

    def test_the_person_is_asked_for_what_is_missing(self, client, desk, travel):
        found = in_review(travel)
        desk(found)
        decide(client, found, "ask", note="Unggah bukti lamaran ke lima perusahaan.")
        asked = month(found.claim)
        assert (asked.state, asked.complete_by) == (MonthState.HELD, date(2027, 1, 4))
        sign_in(client, found.claim.person.user)
        page = soup(client.get(f"/klaim/{found.claim_id}/bulan/2/"))
        assert "Unggah bukti lamaran ke lima perusahaan." in words(page.select_one("main .note"))

    def test_a_refusal_names_its_reason(self, client, desk, travel, rina):
        found = in_review(travel)
        desk(found)
        assert decide(client, found, "refuse").status_code == 422
        assert decide(client, found, "refuse", refusal="R08", note="").status_code == 422
        assert month(found.claim).state == MonthState.IN_REVIEW
        assert decide(client, found, "refuse", refusal="R08", note="Kami menemukan 0 lamaran.").url == QUEUE
        decision = Decision.objects.get(kind=DecisionKind.MONTH_REFUSAL)
        assert (decision.officer, decision.reason_codes) == (rina, ["R08"])

    def test_a_reason_that_the_facts_do_not_bear_is_a_conflict(self, client, desk, travel):
        found = in_review(travel)
        desk(found)
        response = decide(client, found, "refuse", refusal="R12")
        assert response.status_code == 409
        assert "Pilih alasan lain" in words(soup(response).select_one(".errs"))

    def test_what_changed_since_the_page_was_opened_is_read_again(self, client, desk, travel):
        found = in_review(travel)
        desk(found)
        seen = found.assessments.first().pk
        make.evidence(found.claim, 5)
        response = decide(client, found, "refuse", refusal="R08", run=seen)
        assert response.status_code == 409
        page = soup(response)
        assert "Data berubah sejak halaman ini dibuka" in words(page.select_one(".errs"))
        fresh = month(found.claim).assessments.first()
        assert page.select_one("input[name=run]")["value"] == str(fresh.pk) != str(seen)
        assert {row[0]: row[-1] for row in rows(response)}["Bukti mencari kerja"] == "Ya"
        assert decide(client, month(found.claim), "approve").url == QUEUE

    def test_the_rules_run_again_on_demand(self, client, desk, travel):
        found = in_review(travel)
        desk(found)
        make.evidence(found.claim, 5)
        assert client.post(f"{path(found)}ulang/").url == path(found)
        assert {row[0]: row[-1] for row in rows(desk(found))}["Bukti mencari kerja"] == "Ya"


class TestWho:
    def test_nobody_decides_on_their_own_month(self, client, travel):
        found = in_review(travel)
        user = found.claim.person.user
        user.role_assignments.create(
            role=Role.BPJS_VERIFIER, starts_on=date(2026, 1, 1), granted_by=make.verifier(Role.ADMINISTRATOR)
        )
        sign_in(client, user, second_factor=True)
        assert client.get(path(found)).status_code == 200
        assert decide(client, found, "approve").status_code == 403
        assert client.post(f"{path(found)}ulang/").status_code == 403
        assert month(found.claim).state == MonthState.IN_REVIEW

    def test_an_auditor_reads_and_does_not_decide(self, client, travel):
        found = in_review(travel)
        sign_in(client, make.verifier(Role.AUDITOR))
        page = soup(client.get(path(found)))
        assert page.select(".decide") == []
        assert decide(client, found, "approve").status_code == 403

    @pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.MEDIATOR, Role.BPJS_PAYMENT_MAKER])
    def test_other_officers_have_no_business_here(self, client, travel, role):
        found = in_review(travel)
        sign_in(client, make.verifier(role))
        assert client.get(path(found)).status_code == 403

    def test_a_participant_has_none_either(self, client, travel):
        found = in_review(travel)
        sign_in(client, found.claim.person.user)
        assert client.get(path(found)).status_code == 403

    def test_a_month_that_was_not_sent_is_not_shown(self, desk, travel):
        assert desk(month(make.claim("paid"))).status_code == 404

    def test_a_page_asks_at_most_twenty_five_queries(self, client, desk, travel):
        found = in_review(travel, applications=4)
        desk(found)
        with most_queries(25):
            assert client.get(path(found)).status_code == 200
