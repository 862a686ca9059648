"""New data after a decision: offered once, done on the person's word, never downwards (POL-24)."""

from datetime import date, timedelta

import pytest

from claims.enums import ClaimState, DecisionKind
from claims.models import Claim, Decision, WageReview
from claims.operations import month_deciding, month_filing, objections, reevaluation, review
from claims.selectors import wage_base_of
from claims.selectors.reevaluation import offer_of
from core.errors import Conflict, Invalid
from core.models import Job
from notices.models import Letter, Notice
from tests.factories import claims as make
from tests.factories.accounts import sign_in
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = pytest.mark.django_db
NEXT_DAY = date(2026, 11, 17)


@pytest.fixture
def refused(travel) -> Claim:
    return make.claim("refused", paid_months=11)


@pytest.fixture
def paid(travel) -> Claim:
    return make.claim("paid")


def better(claim: Claim, travel, *, day: date = NEXT_DAY, **facts):
    """BPJS knows more the next day, and the portal looks."""
    at = travel(day)
    make.bpjs_knows(claim.person, claim.phk.employer.npp, at=at, **facts)
    claim.refresh_from_db()
    return reevaluation.offer_if_new(claim, at=at)


def offers() -> int:
    return Notice.objects.filter(event="reevaluation_offered", channel="inbox").count()


# --- a refused claim ---------------------------------------------------------------------------------------------


def test_new_contributions_are_offered_once_and_change_nothing_by_themselves(refused, travel):
    assert better(refused, travel) is not None
    better(refused, travel, day=NEXT_DAY + timedelta(days=1))
    assert offers() == 1
    assert Claim.objects.get().state == ClaimState.REFUSED


def test_the_same_data_are_no_news(refused, travel):
    assert better(refused, travel, paid_months=11) is None
    assert refused.assessments.count() == 1
    assert offers() == 0


def test_on_the_persons_word_it_goes_back_to_the_desk_with_a_new_clock(refused, travel):
    better(refused, travel)
    at = travel(date(2026, 11, 18))
    for _ in range(2):
        again = reevaluation.reevaluate(refused, actor=refused.person.user, at=at)
    assert (again.state, again.clock_from) == (ClaimState.IN_REVIEW, date(2026, 11, 18))
    assert (again.decision_due_on, again.reference_date) == (date(2026, 11, 23), date(2026, 11, 16))
    assert again.log.filter(move="reevaluate").count() == 1
    review.approve_claim(again, assessment=make.latest(again), note="Iuran lengkap.", actor=make.verifier(), at=at)
    assert Claim.objects.get().months.get(n=1).amount == 2_700_000


def test_without_better_data_it_is_not_looked_at_again(refused, at):
    with pytest.raises(Conflict, match="nothing_new"):
        reevaluation.reevaluate(refused, actor=refused.person.user, at=at)


def test_not_beside_another_claim(refused, travel):
    better(refused, travel)
    make.claim("draft", event=refused.phk, at=travel(date(2026, 11, 18)))
    with pytest.raises(Conflict, match="other_claim_live"):
        reevaluation.reevaluate(refused, actor=refused.person.user, at=travel(date(2026, 11, 18)))


def test_while_an_objection_waits_its_officer_looks_at_the_data(refused, travel, at):
    make.objection(make.refusal(refused))
    assert better(refused, travel) is None


def test_a_refusal_that_the_rules_did_not_ask_for_is_not_offered_again(travel):
    claim = make.claim("in_review")
    review.refuse_claim(
        claim,
        assessment=make.latest(claim),
        reason_code="R13",
        note="Rekening orang lain.",
        actor=make.verifier(),
        at=make.MORNING,
    )
    assert better(claim, travel) is None


def test_an_objection_to_what_is_looked_at_again_is_not_needed(refused, travel):
    better(refused, travel)
    at = travel(date(2026, 11, 18))
    reevaluation.reevaluate(refused, actor=refused.person.user, at=at)
    with pytest.raises(Conflict, match="no_longer_stands"):
        objections.start_objection(make.refusal(refused), actor=refused.person.user, at=at)


# --- a higher wage -----------------------------------------------------------------------------------------------


def asked(claim: Claim, travel) -> WageReview:
    better(claim, travel, wage=4_800_000)
    return reevaluation.ask_wage_review(claim, actor=claim.person.user, at=travel(NEXT_DAY))


def test_a_higher_wage_is_offered_and_a_lower_one_is_not(paid, travel):
    assert better(paid, travel, wage=4_000_000) is None
    offer = better(paid, travel, wage=4_800_000, day=date(2026, 11, 18))
    assert (offer.wage_before, offer.wage_found) == (4_500_000, 4_800_000)
    assert offers() == 1
    assert wage_base_of(paid) == 4_500_000


def test_a_verifier_confirms_it_for_months_not_yet_granted(paid, travel):
    waiting = asked(paid, travel)
    assert waiting == asked(paid, travel)
    at = travel(date(2026, 11, 18))
    decision = reevaluation.settle_wage_review(
        waiting, higher=True, note="Upah Oktober dilaporkan ulang.", actor=make.verifier(), at=at
    )
    assert (decision.kind, decision.wage_base, decision.officer is None) == (DecisionKind.APPROVAL, 4_800_000, False)
    assert paid.months.get(n=1).amount == 2_700_000
    assert Letter.objects.get(kind="wage_review").content["title"] == "Dasar upah Anda dinaikkan"
    month = paid.months.get(n=2)
    make.evidence(paid, 5)
    make.assessed(paid)
    at = travel(month.opens_on)
    month_filing.submit_month(month, actor=paid.person.user, at=at)
    month_deciding.assess_month(month, at=at)
    assert paid.months.get(n=2).amount == 2_880_000


def test_it_may_stay_with_a_reason_and_can_be_objected_to(paid, travel):
    waiting = asked(paid, travel)
    at = travel(date(2026, 11, 18))
    with pytest.raises(Invalid, match="note_needed"):
        reevaluation.settle_wage_review(waiting, higher=False, note=" ", actor=make.verifier(), at=at)
    decision = reevaluation.settle_wage_review(
        waiting, higher=False, note="Laporan itu keliru.", actor=make.verifier(), at=at
    )
    assert wage_base_of(paid) == 4_500_000
    assert make.objection(decision, at=at).state == "submitted"
    assert better(paid, travel, wage=4_800_000, day=date(2026, 11, 19)) is None  # the same wage is not offered again


def test_it_is_settled_once(paid, travel):
    waiting = asked(paid, travel)
    at = travel(date(2026, 11, 18))
    reevaluation.settle_wage_review(waiting, higher=True, note="Benar.", actor=make.verifier(), at=at)
    with pytest.raises(Conflict, match="wrong_state"):
        reevaluation.settle_wage_review(waiting, higher=False, note="Tidak.", actor=make.verifier(), at=at)
    assert Decision.objects.filter(kind=DecisionKind.APPROVAL).count() == 2


# --- the night ---------------------------------------------------------------------------------------------------


def test_the_night_asks_about_recent_refusals_and_months_about_to_open(refused, travel):
    far, near = make.claim("paid"), make.claim("paid")
    near.months.filter(n=2).update(opens_on=date(2026, 11, 19))
    assert reevaluation.plan(at=travel(NEXT_DAY)) == 1
    job = Job.objects.get(name="claims.look_for_news")
    ids = sorted([refused.pk, near.pk])
    assert (job.args["first"], job.args["last"]) == (str(ids[0]), str(ids[1]))
    travel(date(2027, 6, 20))
    near.months.filter(n=2).update(opens_on=date(2026, 11, 19))
    assert reevaluation.plan(at=travel(date(2027, 6, 20))) == 0
    assert far.state == ClaimState.ACTIVE


def test_the_night_fetches_and_offers(refused, travel, known_bpjs):
    at = travel(NEXT_DAY)
    bpjs = known_bpjs(refused.phk, paid=24)
    for _ in range(2):
        reevaluation.look_for_news(refused.pk, refused.pk, bpjs=bpjs, at=at)
    assert offers() == 1


# --- on screen ---------------------------------------------------------------------------------------------------


def page(client, claim: Claim):
    sign_in(client, claim.person.user)
    return client.get(f"/klaim/{claim.pk}/evaluasi/")


def main(response):
    return words(soup(response).select_one("main"))


def test_the_person_sees_what_changed_and_asks_by_one_button(client, refused, travel):
    better(refused, travel)
    response = page(client, refused)
    assert words(soup(response).h1) == "Menurut data terbaru, syarat Anda terpenuhi"
    assert client.post(f"/klaim/{refused.pk}/evaluasi/").url == f"/klaim/{refused.pk}/"
    assert Claim.objects.get().state == ClaimState.IN_REVIEW
    assert "Anda meminta klaim diperiksa lagi" in main(client.get(f"/klaim/{refused.pk}/"))
    assert client.get(f"/klaim/{refused.pk}/evaluasi/").url == f"/klaim/{refused.pk}/"


def test_the_refusal_and_the_claim_name_the_offer(client, refused, travel):
    better(refused, travel)
    sign_in(client, refused.person.user)
    for path in ("", "keputusan/"):
        found = soup(client.get(f"/klaim/{refused.pk}/{path}"))
        assert found.select_one(f'a[href="/klaim/{refused.pk}/evaluasi/"]') is not None


def test_without_news_the_page_says_so(client, refused):
    assert words(soup(page(client, refused)).h1) == "Belum ada data baru yang mengubah hasil"
    assert client.post(f"/klaim/{refused.pk}/evaluasi/").status_code == 409


def test_a_higher_wage_is_asked_for_and_waits(client, paid, travel):
    better(paid, travel, wage=4_800_000)
    assert "dasar upah Rp4.500.000. Menurut data terbaru Rp4.800.000" in main(page(client, paid))
    client.post(f"/klaim/{paid.pk}/evaluasi/")
    assert "Kami menjawab paling lambat Jumat, 20 November 2026" in main(page(client, paid))
    with most_queries(15):
        client.get(f"/klaim/{paid.pk}/evaluasi/")


@pytest.mark.parametrize(
    ("higher", "title", "desk"),
    [
        (True, "Dasar upah Anda naik menjadi Rp4.800.000", "Dasar upah dinaikkan ke Rp4.800.000"),
        (False, "Dasar upah Anda tetap Rp4.500.000", "Dasar upah tetap"),
    ],
)
def test_afterwards_both_sides_read_what_was_decided(client, paid, travel, higher, title, desk):
    waiting = asked(paid, travel)
    decision = reevaluation.settle_wage_review(
        waiting, higher=higher, note="Slip gaji dibaca.", actor=make.verifier(), at=travel(NEXT_DAY)
    )
    found = soup(page(client, paid))
    assert words(found.h1) == title
    assert "Slip gaji dibaca." in words(found.main)
    assert found.select_one(f'main a[href="/klaim/{paid.pk}/keputusan/{decision.pk}/"]')
    sign_in(client, make.verifier())
    assert words(soup(client.get(f"/bpjs/keberatan/upah/{waiting.pk}/")).select_one("aside h2")) == desk


def test_another_persons_claim_is_not_found(client, refused, travel):
    sign_in(client, make.participant().user)
    assert client.get(f"/klaim/{refused.pk}/evaluasi/").status_code == 404
    assert client.post(f"/klaim/{refused.pk}/evaluasi/").status_code == 404


def test_the_desk_sees_both_wages_and_decides(client, paid, travel):
    waiting = asked(paid, travel)
    sign_in(client, make.verifier())
    listed = client.get("/bpjs/keberatan/")
    assert "Rp4.500.000 → Rp4.800.000" in main(listed)
    address = f"/bpjs/keberatan/upah/{waiting.pk}/"
    found = soup(client.get(address))
    assert "Naikkan dasar upah ke Rp4.800.000" in words(found.select_one(".decide"))
    assert client.post(address, {"verdict": "higher", "note": ""}).status_code == 422
    assert client.post(address, {"verdict": "higher", "note": "Benar."}).url == "/bpjs/keberatan/"
    assert client.post(address, {"verdict": "same", "note": "Tidak."}).status_code == 409
    assert wage_base_of(paid) == 4_800_000
    assert offer_of(Claim.objects.get()) is None
    assert sign_in(client, paid.person.user).get(address).status_code == 403
