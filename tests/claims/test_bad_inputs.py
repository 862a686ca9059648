"""What goes wrong on the way to money, from the page to the bank's file: docs/bad-inputs.md names these tests."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from accounts.operations.sessions import end_all_sessions
from claims.enums import ClaimState
from claims.models import Claim
from claims.operations import assessments, claims
from notices.models import Letter
from payments.enums import Account
from payments.models import Posting
from tests.factories.accounts import sign_in
from tests.factories.claims import (
    assessed_phk,
    claim,
    first_month,
    latest,
    make_ready,
    moment,
    payout_of,
    tell_bank,
)
from tests.html import soup, words

pytestmark = pytest.mark.django_db
LAST_DAY = date(2026, 11, 16)  # of the six months after a PHK on 16 May 2026


def ready_on(day: date) -> Claim:
    """A claim for a PHK of 16 May 2026 with every task done on that day."""
    at = moment(day)
    event = assessed_phk(phk_on=date(2026, 5, 16), at=at)
    found = claims.start_claim(event, actor=event.person.user, at=at)
    make_ready(found, at)
    return Claim.objects.get(pk=found.pk)


# --- B07: the last second of the filing period -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent_at", "outcome"),
    [
        (moment(LAST_DAY, 23, 59, 59), "eligible"),
        (datetime(2026, 11, 16, 16, 59, 59, tzinfo=UTC), "eligible"),  # 01.59.59 of the 17th on a phone in Papua
        (moment(LAST_DAY + timedelta(days=1), 0, 0, 0), "ineligible"),
    ],
)
def test_the_filing_period_ends_at_midnight_in_jakarta(travel, sent_at, outcome):
    found = ready_on(date(2026, 11, 13))
    travel(sent_at)
    sent = claims.submit_claim(found, actor=found.person.user, at=sent_at)
    assessments.run_again(sent, actor=None, at=sent_at)
    assert latest(sent).outcome == outcome


def test_one_second_late_is_a_page_with_the_way_on_not_a_mistake_in_a_form(client, travel):
    found = ready_on(date(2026, 11, 13))
    travel(moment(LAST_DAY + timedelta(days=1), 0, 0, 0))
    sign_in(client, found.person.user)
    assessments.record_assessment(
        found.phk, claim=None, filed_at=moment(date(2026, 11, 17)), at=moment(date(2026, 11, 17))
    )
    response = client.get(f"/kelayakan/{found.phk.pk}/")
    assert response.status_code == 200
    assert "Batas pengajuan adalah Senin, 16 November 2026" in words(soup(response).main)


# --- B12: one rounding, everywhere -------------------------------------------------------------------------------


def test_a_rounded_amount_is_the_same_in_letter_ledger_and_order_to_the_bank(at):
    paid = claim("active", wage=3_333_333)
    month = first_month(paid)
    assert month.amount == 2_000_000  # 1.999.999,80
    assert payout_of(month).amount == 2_000_000
    assert Letter.objects.get(kind="approval").facts["amount"] == 2_000_000
    assert Posting.objects.filter(account=Account.OWED).values_list("amount", flat=True).get() == -2_000_000
    tell_bank(month, "settled")
    assert Letter.objects.get(kind="payment_proof").facts["amount"] == 2_000_000


# --- B15, B24: what was typed when the session was gone ----------------------------------------------------------


def test_a_form_sent_after_the_session_ended_changes_nothing_and_the_draft_is_still_there(client, travel):
    found = claim("ready_to_send")
    user = found.person.user
    sign_in(client, user)
    address = f"/klaim/{found.pk}/bulan/1/periksa/"
    end_all_sessions(user)
    response = client.post(address, {"true": "on"})
    assert response.url == f"/masuk/?next={address}"
    assert Claim.objects.get(pk=found.pk).state == ClaimState.DRAFT
    sign_in(client, user)
    page = soup(client.get(address))
    assert "4471" in words(page.main)  # the account that was given before


def test_a_form_without_its_token_is_explained_and_changes_nothing(travel):
    found = claim("ready_to_send")
    strict = sign_in(Client(enforce_csrf_checks=True), found.person.user)
    response = strict.post(f"/klaim/{found.pk}/bulan/1/periksa/", {"true": "on"})
    assert response.status_code == 403
    assert "Tidak ada yang terkirim." in words(soup(response).main)
    assert Claim.objects.get(pk=found.pk).state == ClaimState.DRAFT


# --- B17: somebody else's claim is not there, and the attempt is in the log --------------------------------------


def test_an_address_of_anothers_claim_is_logged_with_its_request(client, travel, caplog):
    found = claim("draft")
    sign_in(client, claim("draft").person.user)
    response = client.post(f"/klaim/{found.pk}/rekening/", {"amount": "9999999", "state": "paid"})
    assert response.status_code == 404
    entry = next(record for record in caplog.records if record.name == "django.request")
    assert str(entry.request.path).endswith("/rekening/")
    assert response["X-Request-ID"]
