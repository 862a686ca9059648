"""A benefit that is over still owes, and is owed: money that comes back, differences, what was paid too much."""

from datetime import date, timedelta

import pytest

from accounts.enums import Role
from claims.models import Claim
from claims.operations import corrections, extras, objections, overpayments, work
from claims.selectors import money_came_back, queue
from core import clock
from integrations.bank import TransferAnswer
from notices.models import Letter, Notice
from participants.operations.people import record_death
from payments.invariants import broken_rules, ledger_sum
from payments.models import Payout
from payments.operations.news import hear
from payments.operations.sending import record_answer, reserve
from tests.factories import claims as make
from tests.factories.accounts import sign_in
from tests.factories.payments import make_approved_batch, news
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = pytest.mark.django_db
DASHBOARD, PAYMENTS = "/dasbor/", "/pembayaran/"


def main(response) -> str:
    return words(soup(response).select_one("main"))


@pytest.fixture
def paid():
    return make.claim("paid")


def ended_by(how: str, found: Claim, travel) -> Claim:
    if how == "work":
        make.stopped(found, travel)
    else:
        at = travel(date(2026, 11, 20))
        record_death(found.person, died_on=at.date(), at=at)
        work.end_by_death(found, at=at)
    return Claim.objects.get(pk=found.pk)


def returned(found: Claim, at) -> Claim:
    make.tell_bank(make.first_month(found), "returned", code="account_dormant", at=at)
    return Claim.objects.get(pk=found.pk)


def difference(found: Claim, at) -> Payout:
    """An upheld objection to the wage: Rp180.000 more."""
    sent = make.objection(found.decisions.get(kind="approval"), at=at)
    objections.uphold_objection(sent, reply="Benar.", wage=4_800_000, actor=make.verifier(), at=at)
    return Payout.objects.get(source_kind="objection")


def settle(payout: Payout, *kinds: str, at) -> Payout:
    make_approved_batch(0)
    reserve(payout.pk, at=at)
    payout.refresh_from_db()
    record_answer(payout, TransferAnswer(accepted=True, code="", bank_reference="BR-EXTRA-1"), at=at)
    payout.refresh_from_db()
    for kind in kinds:
        hear(news(payout, kind, code="" if kind == "settled" else "account_dormant"), at=at)
    extras.hear_of_extra(payout.pk, at=at)
    payout.refresh_from_db()
    return payout


@pytest.mark.parametrize("how", ["work", "death"])
def test_money_that_came_back_after_the_end_goes_to_another_account_once(paid, travel, how):
    ended = ended_by(how, paid, travel)
    at = clock.now() + timedelta(hours=1)
    ended = returned(ended, at)
    assert (ended.state, money_came_back(ended)) == ("ended", True)
    corrected = make.correct_account(ended, at + timedelta(hours=1))
    for _ in range(2):
        corrections.pay_again(corrected, verified_by=None, at=at + timedelta(hours=2))
    again = Payout.objects.get(source_kind="claim_month", attempt=2)
    assert (again.amount, again.account, again.state) == (2_700_000, corrected.account, "ready")
    assert (money_came_back(corrected), ledger_sum()) == (False, 0)
    assert Payout.objects.filter(source_kind="claim_month").count() == 2


def test_a_doubtful_account_after_the_end_waits_at_the_desk(paid, travel, client):
    ended = returned(ended_by("work", paid, travel), clock.now())
    at = travel(clock.now() + timedelta(hours=1))
    make.correct_account(ended, at, owner="BUDI SANTOSO")
    officer = make.verifier()
    assert list(queue(officer, clock.today())) == [ended]
    page = sign_in(client, officer).get("/bpjs/verval/")
    assert "Uang kembali, rekening baru diragukan" in main(page)
    found = Claim.objects.get(pk=ended.pk)
    corrections.accept_account(
        found, account_set_at=found.account_set_at, note="Rekening istri, ada surat kuasa.", actor=officer, at=at
    )
    assert Payout.objects.filter(source_kind="claim_month", attempt=2).count() == 1
    assert list(queue(officer, clock.today())) == []


def test_a_difference_that_came_back_and_a_doubtful_account_wait_at_the_desk_too(paid, travel):
    at = travel(clock.now() + timedelta(hours=1))
    settle(difference(paid, at), "rejected", at=at)
    at = travel(at + timedelta(hours=1))
    make.correct_account(paid, at, owner="BUDI SANTOSO")
    officer = make.verifier()
    assert list(queue(officer, clock.today())) == [paid]
    other = make.verifier(Role.AUDITOR)
    assert list(queue(other, clock.today())) == [paid]


def test_the_same_account_that_works_again_is_paid_to_again(paid, travel):
    """The bank sent it back from a frozen account; the person had it opened and gives it anew."""
    at = travel(clock.now() + timedelta(hours=1))
    first = settle(difference(paid, at), "rejected", at=at)
    at = travel(at + timedelta(hours=1))
    same = make.correct_account(paid, at, number=first.account)
    corrections.pay_again(same, verified_by=None, at=at)
    assert Payout.objects.get(source_kind="objection", attempt=2).account == first.account


def test_a_difference_that_arrived_has_its_proof_and_its_row(paid, travel, client):
    at = travel(clock.now() + timedelta(hours=1))
    payout = difference(paid, at)
    me = sign_in(client, paid.person.user)
    assert "selisih setelah keberatan dikabulkan" in main(me.get(PAYMENTS))
    assert not Letter.objects.filter(kind="payment_proof", facts__about="objection").exists()
    payout = settle(payout, "settled", at=at)
    extras.hear_of_extra(payout.pk, at=at)
    proof = Letter.objects.get(kind="payment_proof", facts__about="objection")
    assert (proof.user, proof.facts["amount"], proof.facts["claim_number"]) == (paid.person.user, 180_000, paid.number)
    assert "Selisih manfaat setelah keberatan dikabulkan" in str(proof.content)
    assert Notice.objects.filter(event="claim_paid", channel="inbox", key=str(payout.pk)).count() == 1
    page = main(me.get(PAYMENTS))
    assert "Rp180.000" in page
    assert page.count("Pembayaran di luar bulan manfaat") == 1
    assert broken_rules() == []


def test_a_difference_that_comes_back_later_loses_its_proof(paid, travel):
    at = travel(clock.now() + timedelta(hours=1))
    payout = settle(difference(paid, at), "settled", at=at)
    hear(news(payout, "returned", code="account_closed"), at=at)
    for _ in range(2):
        extras.hear_of_extra(payout.pk, at=at + timedelta(hours=1))
    assert Letter.objects.get(kind="payment_proof", facts__about="objection").revoked_at is not None
    assert Notice.objects.filter(event="bank_problem", channel="inbox", key=str(payout.pk)).count() == 1


def test_news_of_a_month_is_none_of_it(paid):
    extras.hear_of_extra(make.payout_of(make.first_month(paid)).pk, at=clock.now())
    assert Letter.objects.filter(kind="payment_proof").count() == 1


class TestDashboardOfAnEndedClaim:
    def test_it_asks_for_an_account_when_money_came_back(self, paid, travel, client):
        ended = returned(ended_by("work", paid, travel), clock.now())
        me = sign_in(client, ended.person.user)
        page = main(me.get(DASHBOARD))
        assert "Perbaiki rekening Anda" in page
        assert "Rp2.700.000 untuk bulan ke-1" in page
        make.correct_account(ended, travel(clock.now() + timedelta(minutes=5)), owner="BUDI SANTOSO")
        page = main(me.get(DASHBOARD))
        assert "Memeriksa rekening baru" in page

    def test_it_says_that_a_difference_is_on_its_way_and_that_it_came_back(self, paid, travel, client):
        at = travel(clock.now() + timedelta(hours=1))
        payout = difference(paid, at)
        make.stopped(paid, travel)
        travel(clock.now() + timedelta(days=9))
        me = sign_in(client, paid.person.user)
        assert "Mengirim Rp180.000" in main(me.get(DASHBOARD))
        settle(payout, "rejected", at=clock.now())
        page = main(me.get(DASHBOARD))
        assert "Bank mengembalikan Rp180.000. Uang itu tetap milik Anda." in page
        assert "Kembali dari bank" in page

    def test_it_says_what_the_person_owes_and_by_when(self, paid, travel, client):
        make.stopped(paid, travel, started_on=date(2026, 11, 16))
        found = paid.overpayments.get()
        me = sign_in(client, paid.person.user)
        assert f"Memeriksa kelebihan bayar {found.number}" in main(me.get(DASHBOARD))
        overpayments.confirm_overpayment(
            found, instalments=3, note="Sudah bekerja.", actor=make.verifier(), at=clock.now()
        )
        travel(date(2027, 1, 10))
        answer = sign_in(client, paid.person.user).get(DASHBOARD)
        page = main(answer)
        assert "Kembalikan Rp2.700.000" in page
        assert "Angsuran Anda sudah lewat harinya" in page
        assert f"/pembayaran/kelebihan/{found.pk}/" in answer.content.decode()

    def test_it_asks_no_more_queries_than_any_other(self, paid, travel, client):
        at = travel(clock.now() + timedelta(hours=1))
        difference(paid, at)
        make.stopped(paid, travel, started_on=date(2026, 11, 16))
        me = sign_in(client, paid.person.user)
        with most_queries(15):
            assert me.get(DASHBOARD).status_code == 200
        with most_queries(15):
            assert me.get(PAYMENTS).status_code == 200
