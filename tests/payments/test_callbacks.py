"""POST /api/v1/bank/callbacks/: believed when signed, booked once."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from integrations.bank.callbacks import CallbackEvent, CallbackKind, signature
from payments.enums import CaseKind, PayoutState
from payments.models import BankCase, CallbackReceipt
from payments.operations.callbacks import receive_callback
from tests.factories.payments import MILLION, NOON, make_accepted
from tests.payments.together import run_together

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    monkeypatch.setattr("core.clock.now", lambda: NOON)


def message(payout, **overrides):
    facts = {
        "event_id": f"EV-{payout.bank_reference}-settled",
        "kind": "settled",
        "key": payout.key,
        "bank_reference": payout.bank_reference,
        "amount": payout.amount,
        "code": "",
        "occurred_at": "2026-12-14T12:00:00+07:00",
    }
    return facts | overrides


@pytest.fixture
def post(client):
    def post(facts, *, at=NOON, secret=None, headers=None):
        body = facts if isinstance(facts, bytes) else json.dumps(facts).encode()
        timestamp = str(int(at.timestamp()))
        signed = {
            "X-Bank-Timestamp": timestamp,
            "X-Bank-Signature": signature(timestamp, body, secret or settings.BANK_CALLBACK_SECRET),
        }
        return client.post(
            reverse("payments_api:callbacks"),
            body,
            content_type="application/json",
            headers=signed if headers is None else headers,
        )

    return post


def test_a_signed_message_pays(post):
    payout = make_accepted()
    answer = post(message(payout))
    payout.refresh_from_db()
    assert (answer.status_code, answer.json()["outcome"]) == (200, "applied")
    assert payout.state == PayoutState.PAID
    assert CallbackReceipt.objects.get().payout == payout


def test_the_same_message_again_is_a_repetition(post):
    payout = make_accepted()
    post(message(payout))
    answer = post(message(payout), at=NOON + timedelta(minutes=1))
    assert (answer.status_code, answer.json()["outcome"]) == (200, "repeated")
    assert CallbackReceipt.objects.count() == 1
    assert payout.log.filter(move="settle").count() == 1


def test_another_message_about_what_we_know_is_known(post):
    payout = make_accepted()
    post(message(payout))
    answer = post(message(payout, event_id="EV-2"))
    assert (answer.status_code, answer.json()["outcome"]) == (200, "known")


def test_an_event_id_with_another_content_is_a_conflict(post):
    payout = make_accepted()
    post(message(payout))
    answer = post(message(payout, code="x"))
    assert (answer.status_code, answer.json()["code"]) == (409, "event_reused")


@pytest.mark.parametrize("difference", [1, -1])
def test_an_amount_that_is_off_by_one_rupiah_is_kept_for_an_officer(post, difference):
    payout = make_accepted()
    answer = post(message(payout, amount=3 * MILLION + difference))
    payout.refresh_from_db()
    assert (answer.status_code, answer.json()["outcome"]) == (202, "quarantined")
    assert payout.state == PayoutState.ACCEPTED
    assert BankCase.objects.get().kind == CaseKind.AMOUNT_DIFFERS
    assert post(message(payout, amount=3 * MILLION + difference)).status_code == 202


def test_an_unknown_key_is_kept_for_an_officer(post):
    assert post(message(make_accepted(), key="JKP-x")).status_code == 202
    assert BankCase.objects.get().kind == CaseKind.UNKNOWN_REFERENCE


@pytest.mark.parametrize(
    ("facts", "status", "code"),
    [
        ({"secret": "wrong"}, 401, "bad_signature"),
        ({"headers": {}}, 401, "unsigned"),
        ({"at": NOON - timedelta(minutes=5, seconds=1)}, 401, "stale"),
        ({"at": NOON + timedelta(minutes=5, seconds=1)}, 401, "stale"),
    ],
)
def test_what_is_not_provably_from_the_bank_is_refused_and_not_kept(post, facts, status, code):
    payout = make_accepted()
    answer = post(message(payout), **facts)
    payout.refresh_from_db()
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert payout.state == PayoutState.ACCEPTED
    assert not CallbackReceipt.objects.exists()


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"event_id": 5}', b"\xff"])
def test_a_signed_message_that_says_nothing_is_a_bad_request(post, body):
    answer = post(body)
    assert (answer.status_code, answer.json()["code"]) == (400, "garbage")


@pytest.mark.parametrize(
    "change", [{"amount": "3000000"}, {"amount": 0}, {"amount": -1}, {"kind": "paid"}, {"key": ""}]
)
def test_a_field_of_the_wrong_shape_is_a_bad_request(post, change):
    assert post(message(make_accepted(), **change)).status_code == 400


def test_a_message_that_is_too_long_is_refused(post):
    assert post(message(make_accepted(), code="x" * 10_001)).status_code == 413


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_only_messages_are_taken(client, method):
    assert getattr(client, method)(reverse("payments_api:callbacks")).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_eight_copies_at_once_are_booked_once(post):
    payout = make_accepted()
    event = CallbackEvent("EV-1", CallbackKind.SETTLED, payout.key, payout.bank_reference, payout.amount, "", NOON)
    new = []
    run_together(8, lambda: new.append(receive_callback(event, body=b"x", at=NOON)[1]))
    assert sorted(new) == [False] * 7 + [True]
    assert payout.log.filter(move="settle").count() == 1
