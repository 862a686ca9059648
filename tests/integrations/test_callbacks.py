"""Only the bank may tell us that money moved."""

import json
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from core import clock
from integrations.bank import CallbackKind, bank_client, verify_callback
from integrations.bank.callbacks import signature
from integrations.errors import CallbackRejected
from integrations.sandbox.control import Control
from integrations.sandbox.stories import Story, story
from tests.integrations.conftest import TODAY
from tests.integrations.test_bank import pay

SECRET = "shared"
NOW = datetime(2026, 3, 4, 3, 0, tzinfo=UTC)
EVENT = {
    "event_id": "EV-1",
    "kind": "settled",
    "key": "K-1",
    "bank_reference": "BR1",
    "amount": 3_000_000,
    "code": "",
    "occurred_at": "2026-03-04T09:59:58+07:00",
}


def signed(event: object = EVENT, at: datetime = NOW, secret: str = SECRET) -> tuple[dict[str, str], bytes]:
    body = json.dumps(event).encode()
    timestamp = str(int(at.timestamp()))
    return {"X-Bank-Timestamp": timestamp, "X-Bank-Signature": signature(timestamp, body, secret)}, body


def rejection(headers: dict[str, str], body: bytes, secret: str = SECRET) -> str:
    with pytest.raises(CallbackRejected) as raised:
        verify_callback(headers, body, secret, NOW)
    return raised.value.reason


def test_a_genuine_message_is_read() -> None:
    headers, body = signed()

    event = verify_callback(headers, body, SECRET, NOW)

    assert (event.event_id, event.kind, event.key) == ("EV-1", CallbackKind.SETTLED, "K-1")
    assert (event.bank_reference, event.amount, event.code) == ("BR1", 3_000_000, "")
    assert event.occurred_at == datetime(2026, 3, 4, 2, 59, 58, tzinfo=UTC)


def test_header_names_are_read_in_any_case() -> None:
    headers, body = signed()

    assert verify_callback({k.lower(): v for k, v in headers.items()}, body, SECRET, NOW).key == "K-1"


def test_a_changed_body_is_not_believed() -> None:
    headers, body = signed()

    assert rejection(headers, body.replace(b"3000000", b"9000000")) == "bad_signature"


def test_a_changed_timestamp_is_not_believed() -> None:
    headers, body = signed(at=NOW - timedelta(days=1))

    assert rejection(headers | {"X-Bank-Timestamp": str(int(NOW.timestamp()))}, body) == "bad_signature"


@pytest.mark.parametrize("missing", ["X-Bank-Timestamp", "X-Bank-Signature"])
def test_without_signature_or_timestamp_it_is_not_believed(missing: str) -> None:
    headers, body = signed()
    del headers[missing]

    assert rejection(headers, body) == "unsigned"


def test_another_secret_is_not_believed() -> None:
    assert rejection(*signed(secret="other")) == "bad_signature"


def test_an_empty_secret_believes_nobody() -> None:
    headers, body = signed(secret="")

    assert rejection(headers, body, secret="") == "no_secret"


@pytest.mark.parametrize("seconds", [-300, 300])
def test_five_minutes_are_fresh(seconds: int) -> None:
    headers, body = signed(at=NOW + timedelta(seconds=seconds))

    assert verify_callback(headers, body, SECRET, NOW).key == "K-1"


@pytest.mark.parametrize("seconds", [-301, 301])
def test_more_than_five_minutes_are_stale(seconds: int) -> None:
    assert rejection(*signed(at=NOW + timedelta(seconds=seconds))) == "stale"


@pytest.mark.parametrize("timestamp", ["yesterday", "-5", "1e9", "٣", "9" * 13])
def test_a_timestamp_that_is_no_number_is_rejected(timestamp: str) -> None:
    body = json.dumps(EVENT).encode()
    headers = {"X-Bank-Timestamp": timestamp, "X-Bank-Signature": signature(timestamp, body, SECRET)}

    assert rejection(headers, body) == "bad_timestamp"


@pytest.mark.parametrize(
    "event",
    [
        [],
        "settled",
        {},
        EVENT | {"kind": "paid"},
        EVENT | {"amount": 0},
        EVENT | {"amount": -1},
        EVENT | {"amount": "3000000"},
        EVENT | {"amount": True},
        EVENT | {"key": ""},
        EVENT | {"occurred_at": "2026-03-04T09:59:58"},
        EVENT | {"occurred_at": "04/03/2026"},
    ],
)
def test_a_signed_message_of_another_shape_is_rejected(event: object) -> None:
    assert rejection(*signed(event)) == "garbage"


def test_a_message_too_long_is_not_even_checked() -> None:
    headers, body = signed(EVENT | {"code": "x" * 20_000})

    assert rejection(headers, body) == "too_long"


class Portal:
    """A portal that notes what the bank posts, and can be made to fail."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.failures = 0
        portal = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                failing = portal.failures > 0
                portal.failures -= failing
                portal.got.append((dict(self.headers.items()) | {"path": self.path}, body))
                self.send_response(500 if failing else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: object) -> None:
                """Keep quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()

    def wait(self, count: int, seconds: float = 10) -> list[tuple[dict[str, str], bytes]]:
        until = time.monotonic() + seconds
        while len(self.got) < count and time.monotonic() < until:
            time.sleep(0.02)
        assert len(self.got) >= count
        return self.got


@pytest.fixture
def portal(known: Control) -> Iterator[Portal]:
    listening = Portal()
    known.configure(portal_url=listening.url)
    yield listening
    known.configure(portal_url="")
    listening.server.shutdown()
    listening.server.server_close()
    listening.thread.join()


def read(message: tuple[dict[str, str], bytes], secret: str) -> object:
    return verify_callback(*message, secret, clock.now())


@pytest.fixture
def secret(settings: object) -> str:
    return settings.BANK_CALLBACK_SECRET


def test_the_bank_calls_the_portal_when_a_transfer_settles(
    known: Control, siti: Story, portal: Portal, secret: str
) -> None:
    answer = pay(siti)
    known.settle_now()

    (message,) = portal.wait(1)

    assert message[0]["path"] == "/api/v1/bank/callbacks/"
    event = read(message, secret)
    assert (event.kind, event.key, event.amount) == (CallbackKind.SETTLED, "K-1", 3_000_000)
    assert event.bank_reference == answer.bank_reference


def test_the_bank_calls_again_until_the_portal_takes_it(
    known: Control, siti: Story, portal: Portal, secret: str
) -> None:
    portal.failures = 2
    pay(siti)
    known.settle_now()

    messages = portal.wait(3)

    assert len({read(message, secret).event_id for message in messages}) == 1
    time.sleep(0.1)
    (delivery,) = known.outbox()["deliveries"]
    assert (delivery["status"], delivery["attempts"]) == ("delivered", 3)


def test_duplicated_callbacks_carry_one_event_id(known: Control, siti: Story, portal: Portal, secret: str) -> None:
    known.fault("bank", duplicate_callback=2)
    pay(siti)
    known.settle_now()

    assert len({read(message, secret).event_id for message in portal.wait(3)}) == 1


def test_reordered_callbacks_arrive_in_another_order(known: Control, siti: Story, portal: Portal, secret: str) -> None:
    known.fault("bank", reorder_callbacks=True)
    for number in range(4):
        pay(siti, key=f"K-{number}", reference=f"JKP-{number}")
    known.settle_now()

    keys = [read(message, secret).key for message in portal.wait(4)]

    assert sorted(keys) == ["K-0", "K-1", "K-2", "K-3"]
    assert keys != sorted(keys)


def test_an_unsigned_callback_is_not_believed(known: Control, siti: Story, portal: Portal, secret: str) -> None:
    known.fault("bank", unsigned_callback=True)
    pay(siti)
    known.settle_now()

    (message,) = portal.wait(1)

    with pytest.raises(CallbackRejected, match="unsigned"):
        read(message, secret)


def test_a_dropped_callback_leaves_the_inquiry(known: Control, siti: Story, portal: Portal) -> None:
    known.fault("bank", drop_callback=True)
    pay(siti)
    known.settle_now()

    assert bank_client().transfer_status("K-1").state == "settled"
    (delivery,) = known.outbox()["deliveries"]
    assert delivery["status"] == "dropped"
    assert portal.got == []


def test_a_wrong_amount_is_signed_all_the_same(known: Control, siti: Story, portal: Portal, secret: str) -> None:
    known.fault("bank", wrong_amount_callback=True)
    pay(siti)
    known.settle_now()

    assert read(portal.wait(1)[0], secret).amount == 3_000_001


def test_waiting_callbacks_can_be_taken_and_posted_by_hand(known: Control, secret: str) -> None:
    known.configure(portal_url="")
    agus = story("agus", today=TODAY)
    pay(agus)
    known.settle_now()

    taken = known.take_callbacks()

    events = [read((one["headers"], one["body"].encode()), secret) for one in taken]
    assert [event.kind for event in events] == [CallbackKind.SETTLED, CallbackKind.RETURNED]
    assert known.take_callbacks() == []
