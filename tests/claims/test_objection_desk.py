"""The desk of objections: time left, the decision beside the objection, what the rules say today, one answer."""

import gzip
from datetime import date, timedelta

import pytest

from accounts.enums import Role
from claims.enums import ClaimState, DecisionKind, ObjectionState
from claims.models import Claim, Objection
from claims.operations import objections
from claims.presentation.objection_desk import clock_of_answer
from core.models import AccessLog
from payments.models import Payout
from tests.factories import claims as make
from tests.factories.accounts import officer, sign_in
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = pytest.mark.django_db
DESK = "/bpjs/keberatan/"
REPLY = "Bukti bayar Juli sah. Bulan itu kami hitung."


@pytest.fixture
def desk(client, travel):
    """A verifier who decided nothing: `desk()` the list, `desk(objection)` one case."""
    rina = make.verifier(full_name="Rina Puspitasari")
    sign_in(client, rina)

    def look(found=None, **query):
        sign_in(client, rina)
        return client.get(f"{DESK}{found.pk}/" if found else DESK, query)

    return look


@pytest.fixture
def objection(travel) -> Objection:
    return make.objection(make.refusal(make.claim("refused", paid_months=11)))


def rows(response):
    return [[words(cell) for cell in tr.select("td, th")] for tr in soup(response).select("tbody > tr")]


def decide(client, found, verdict, **given):
    page = soup(client.get(f"{DESK}{found.pk}/"))
    seen = page.select_one("input[name=seen]")
    form = {"seen": seen["value"] if seen else "", "verdict": verdict, "reply": REPLY}
    return client.post(f"{DESK}{found.pk}/", form | given)


class TestList:
    def test_least_time_left_first_and_late_ones_say_so(self, desk, travel):
        refused = [make.claim("refused", paid_months=11) for _ in range(3)]
        late = make.objection(make.refusal(refused[0]), at=make.moment(date(2026, 11, 16)))
        today = make.objection(make.refusal(refused[1]), at=make.moment(date(2026, 11, 17)))
        later = make.objection(make.refusal(refused[2]), at=make.moment(date(2026, 11, 20)))
        travel(make.moment(date(2026, 12, 1), 10))
        page = desk()
        assert [row[1] for row in rows(page)] == [late.number, today.number, later.number]
        assert [row[0] for row in rows(page)] == ["Lewat 10 jam", "Tinggal 13 jam", "Tinggal 3 hari"]
        assert [words(dd) for dd in soup(page).select("dl.kpi dd")] == ["1", "1 sebelum 23.59 WIB", "3", "0"]

    def test_names_are_short_and_drafts_are_nobodys_business(self, desk, objection):
        make.objection(make.refusal(make.claim("refused", paid_months=11)), sent=False)
        response = desk()
        assert len(rows(response)) == 1
        assert rows(response)[0][2].startswith("Siti R.")
        assert objection.decision.claim.person.nik not in response.content.decode()

    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ({}, 1),
            ({"jenis": "refusal"}, 1),
            ({"jenis": "stop"}, 0),
            ({"keadaan": "submitted"}, 1),
            ({"keadaan": "upheld"}, 1),
            ({"keadaan": "rejected"}, 0),
            ({"q": "KBR-2026-0000001"}, 1),
            ({"q": "' OR 1=1--"}, 0),
            ({"q": "x" * 9_000}, 0),
            ({"keadaan": "zzz"}, 2),
        ],
    )
    def test_filters(self, desk, objection, at, query, count):
        other = make.objection(make.refusal(make.claim("refused", paid_months=11)))
        objections.uphold_objection(other, reply=REPLY, actor=make.verifier(), at=at)
        assert len(rows(desk(**query))) == count

    def test_nothing_found_offers_the_way_back(self, desk, objection):
        assert "Hapus saringan" in words(soup(desk(q="tidak ada")).select_one("main"))

    def test_an_empty_list_is_said_in_words(self, desk):
        assert "Tidak ada keberatan yang menunggu" in words(soup(desk()).select_one("main"))

    def test_twenty_rows_a_page(self, desk, travel, at):
        for _ in range(21):
            make.objection(make.refusal(make.claim("refused", paid_months=11)))
        assert len(rows(desk())) == 20
        assert len(rows(desk(page="2"))) == 1

    def test_queries_do_not_grow_with_the_rows(self, client, desk, objection):
        desk()
        for _ in range(3):
            make.objection(make.refusal(make.claim("refused", paid_months=11)))
        client.get(DESK)
        with most_queries(12):
            assert len(rows(client.get(DESK))) == 4


class TestCase:
    def test_decision_and_objection_side_by_side(self, desk, objection):
        page = words(soup(desk(objection)).select_one("main"))
        for part in (objection.decision.number, "R02 Masa iur belum cukup", "Saya punya bukti baru", make.WHY):
            assert part in page

    def test_what_the_rules_said_then_and_say_today(self, desk, objection, at):
        claim = objection.decision.claim
        make.bpjs_knows(claim.person, claim.phk.employer.npp, at=at + timedelta(minutes=1))
        found = {row[0]: row[1:] for row in rows(desk(objection))}
        assert found["Masa iur cukup"][2:] == ["Tidak", "Ya"]
        tinted = [words(tr.select_one("th")) for tr in soup(desk(objection)).select("tr.look")]
        assert "Masa iur cukup" in tinted

    def test_looking_writes_no_run_of_the_rules(self, desk, objection):
        before = objection.decision.claim.assessments.count()
        desk(objection)
        assert objection.decision.claim.assessments.count() == before

    def test_nothing_is_chosen_beforehand(self, desk, objection):
        assert soup(desk(objection)).select(".decide input[checked]") == []

    def test_the_clock_counts_ten_working_days(self, objection, travel):
        panel = clock_of_answer(objection, travel(make.moment(date(2026, 11, 18), 10)))
        assert (panel["title"], panel["at"], panel["of"]) == ("Hari kerja ke-2 dari 10", 2, 10)
        assert clock_of_answer(objection, travel(make.moment(date(2026, 12, 1), 10)))["title"] == "Lewat 10 jam"

    def test_opening_it_is_written_down(self, desk, objection):
        desk(objection)
        seen = AccessLog.objects.get()
        assert (seen.person_id, seen.purpose) == (objection.decision.claim.person_id, "keberatan")

    def test_who_decided_before_reads_and_is_told_why_not_more(self, client, travel):
        refuser = make.verifier()
        found = make.objection(make.refusal(make.claim("refused", paid_months=11, officer=refuser)))
        sign_in(client, refuser)
        page = soup(client.get(f"{DESK}{found.pk}/"))
        assert "Anda pernah memutus klaim ini." in words(page.select_one("aside"))
        assert page.select("main form") == page.select("aside form") == []
        assert client.post(f"{DESK}{found.pk}/", {"verdict": "uphold", "reply": REPLY}).status_code == 403
        assert Objection.objects.get().state == ObjectionState.SUBMITTED

    @pytest.mark.parametrize("role", [Role.AUDITOR, Role.INTEGRITY, Role.HELP_DESK])
    def test_readers_read(self, client, objection, role):
        sign_in(client, officer(role))
        page = client.get(f"{DESK}{objection.pk}/")
        assert soup(page).select("aside form") == []
        assert client.post(f"{DESK}{objection.pk}/", {"verdict": "uphold", "reply": REPLY}).status_code == 403

    @pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.BPJS_PAYMENT_MAKER, Role.MEDIATOR, Role.ADMINISTRATOR])
    def test_other_roles_do_not_come_in(self, client, objection, role):
        sign_in(client, officer(role))
        assert client.get(DESK).status_code == 403
        assert client.get(f"{DESK}{objection.pk}/").status_code == 403

    def test_the_participant_does_not_come_in(self, client, objection):
        sign_in(client, objection.decision.claim.person.user)
        assert client.get(DESK).status_code == 403

    def test_a_draft_is_not_found(self, client, desk, travel):
        draft = make.objection(make.refusal(make.claim("refused", paid_months=11)), sent=False)
        assert desk(draft).status_code == 404

    def test_at_most_twenty_five_queries_and_thirty_kilobytes(self, client, desk, objection):
        desk(objection)
        with most_queries(25):
            page = client.get(f"{DESK}{objection.pk}/")
        assert len(gzip.compress(page.content, 6)) < 30 * 1024


class TestRuling:
    def test_upholding_pays_and_leads_back(self, client, desk, objection):
        desk()
        assert decide(client, objection, "uphold").url == DESK
        objection.refresh_from_db()
        assert (objection.state, objection.officer_name) == (ObjectionState.UPHELD, "Rina Puspitasari")
        assert Claim.objects.get().state == ClaimState.ACTIVE
        assert Payout.objects.filter(source_kind="claim_month").count() == 1

    def test_not_upheld_with_reply_and_article(self, client, desk, objection):
        desk()
        law = soup(client.get(f"{DESK}{objection.pk}/")).select_one("input[name=articles]")["value"]
        decide(client, objection, "reject", articles=[law])
        objection.refresh_from_db()
        assert (objection.state, objection.articles) == (ObjectionState.REJECTED, [law])

    @pytest.mark.parametrize(
        ("verdict", "given", "message"),
        [
            ("", {}, "Pilih satu putusan."),
            ("uphold", {"reply": " "}, "Tulis jawaban untuk peserta."),
            ("reject", {}, "Pilih paling sedikit satu pasal."),
            ("reject", {"articles": ["Pasal karangan"]}, "Pilih satu dari daftar."),
        ],
    )
    def test_what_is_missing_is_told_and_nothing_decided(self, client, desk, objection, verdict, given, message):
        desk()
        response = decide(client, objection, verdict, **given)
        assert response.status_code == 422
        assert message in words(soup(response).select_one(".errs"))
        assert Objection.objects.get().state == ObjectionState.SUBMITTED

    def test_data_that_changed_since_the_page_was_opened_are_a_conflict(self, client, desk, objection, at):
        desk()
        response = decide(client, objection, "uphold", seen="0123456789abcdef")
        assert response.status_code == 409
        page = soup(response)
        assert "Data berubah sejak halaman ini dibuka" in words(page.select_one(".errs"))
        assert words(page.select_one("textarea")) == REPLY
        again = {"seen": page.select_one("input[name=seen]")["value"], "verdict": "uphold", "reply": REPLY}
        assert client.post(f"{DESK}{objection.pk}/", again).url == DESK

    def test_one_that_was_answered_meanwhile_is_a_conflict(self, client, desk, objection, at):
        desk()
        objections.uphold_objection(objection, reply=REPLY, actor=make.verifier(), at=at)
        response = client.post(f"{DESK}{objection.pk}/", {"verdict": "uphold", "reply": REPLY})
        assert response.status_code == 409
        assert Payout.objects.filter(source_kind="claim_month").count() == 1

    def test_another_claim_in_the_way_is_explained(self, client, desk, objection):
        other = make.claim("draft", event=objection.decision.claim.phk)
        page = words(soup(desk(objection)).select_one("main"))
        assert f"Klaim {other.number} untuk PHK yang sama masih berjalan." in page
        response = decide(client, objection, "uphold")
        assert response.status_code == 409
        assert other.number in words(soup(response).select_one(".errs"))
        assert Objection.objects.get().state == ObjectionState.SUBMITTED

    def test_the_wage_is_asked_when_nobody_reported_one(self, client, desk, travel):
        found = make.objection(make.refusal(make.claim("refused", paid_months=11, wage=None)))
        desk()
        assert "Isi upah terakhir" in words(soup(decide(client, found, "uphold")).select_one(".errs"))
        decide(client, found, "uphold", wage="4.000.000")
        assert Payout.objects.get(source_kind="claim_month").amount == 2_400_000

    def test_a_disputed_amount_asks_for_the_wage(self, client, desk, travel):
        paid = make.claim("paid")
        found = make.objection(paid.decisions.get(kind=DecisionKind.APPROVAL))
        desk()
        assert decide(client, found, "uphold", wage="4.800.000").url == DESK
        assert Payout.objects.get(source_kind="objection").amount == 180_000

    def test_after_the_answer_day_only_upholding_is_left(self, desk, objection, travel):
        travel(date(2026, 12, 1))
        values = [tag["value"] for tag in soup(desk(objection)).select("input[name=verdict]")]
        assert values == ["uphold"]

    def test_what_silence_granted_is_carried_out_here(self, client, desk, travel):
        found = make.objection(make.refusal(make.claim("refused", paid_months=11, wage=None)))
        objections.grant_by_silence(at=travel(date(2026, 12, 1)))
        assert rows(desk())[0][5] == "Perlu dilaksanakan"
        page = soup(desk(found))
        assert words(page.select_one(".decide button")) == "Laksanakan sekarang"
        client.post(f"{DESK}{found.pk}/", {"wage": "4.000.000"})
        assert Claim.objects.get().state == ClaimState.ACTIVE
        assert Payout.objects.get(source_kind="claim_month").amount == 2_400_000

    def test_an_overpayment_shows_the_work_that_it_rests_on(self, desk, travel):
        paid = make.claim("paid")
        decision = make.stopped(paid, travel)
        assert "PT Baru" in words(soup(desk(make.objection(decision, at=decision.at))).select_one("main"))
