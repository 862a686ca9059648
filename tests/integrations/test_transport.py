"""The way out: bounded, guarded, and silent about people."""

import json
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import transaction

from core.logs import set_request_id
from integrations import breaker
from integrations.bank import Account, bank_client
from integrations.dukcapil import dukcapil_client
from integrations.errors import CalledInTransaction, PartnerUnavailable
from integrations.sandbox.control import Control
from integrations.sandbox.stories import Story
from integrations.transport import Patience
from tests.integrations.conftest import BRIEF

Answering = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def serving(answer: Answering) -> Iterator[str]:
    """A server that answers each POST as the test says."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            answer(self)

        def log_message(self, *args: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def say(handler: BaseHTTPRequestHandler, status: int, body: bytes, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def failure(settings: object, answer: Answering, patience: Patience = BRIEF) -> PartnerUnavailable:
    breaker.forget_all()
    with serving(answer) as url:
        settings.PARTNER_BASE_URL = url
        with pytest.raises(PartnerUnavailable) as raised:
            dukcapil_client(patience=patience).vital_status("9901014101900001")
    return raised.value


def vital(**changes: object) -> bytes:
    return json.dumps({"known": True, "died_on": None, "as_of": "2026-11-20T10:00:00+07:00"} | changes).encode()


def test_an_answer_that_drips_is_slow(settings: object) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        for _ in range(30):
            try:
                handler.wfile.write(b" ")
            except OSError:
                return
            time.sleep(0.1)

    started = time.monotonic()

    assert failure(settings, drip).reason == "slow"
    assert time.monotonic() - started < 2


def test_an_answer_without_end_is_garbage(settings: object) -> None:
    assert failure(settings, lambda h: say(h, 200, b" " * 2_100_000), Patience(5, 1, 5)).reason == "garbage"


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (301, b"", "unexpected_status"),
        (204, b"", "unexpected_status"),
        (404, b"not found", "unexpected_status"),
        (422, b'{"error":{"code":"never_heard_of"}}', "unexpected_status"),
        (418, b"{}", "unexpected_status"),
        (403, b"", "unauthorised"),
        (500, b"", "server_error"),
        (502, b"<html>", "server_error"),
        (503, b"<html>", "server_error"),
        (503, b'{"error":{"code":"maintenance"}}', "maintenance"),
        (429, b"", "busy"),
        (200, b"\xff\xfe", "garbage"),
        (200, b"[" * 100_000, "garbage"),
        (200, b'{"known": NaN, "died_on": null, "as_of": "x"}', "garbage"),
        (200, vital(known=None), "garbage"),
        (200, vital(known="true"), "garbage"),
        (200, vital(died_on="2026-02-30"), "garbage"),
        (200, vital(died_on="20260201"), "garbage"),
        (200, vital(died_on="01/02/2026"), "garbage"),
        (200, vital(as_of="2026-11-20T10:00:00"), "garbage"),
        (200, vital(as_of=5), "garbage"),
        (200, b'{"known": true}', "garbage"),
    ],
)
def test_an_answer_outside_the_contract_is_unavailable_and_never_a_crash(
    settings: object, status: int, body: bytes, reason: str
) -> None:
    assert failure(settings, lambda handler: say(handler, status, body)).reason == reason


def test_a_partner_that_names_a_pause_is_understood(settings: object) -> None:
    assert failure(settings, lambda h: say(h, 429, b"", Retry_After="17")).retry_after == 17
    assert failure(settings, lambda h: say(h, 429, b"", Retry_After="tomorrow")).retry_after is None


def test_what_we_send_carries_key_and_correlation_and_keeps_the_nik_out_of_the_address(settings: object) -> None:
    got: list[tuple[str, dict[str, str]]] = []

    def note(handler: BaseHTTPRequestHandler) -> None:
        got.append((handler.path, dict(handler.headers.items())))
        say(handler, 200, vital())

    settings.PARTNER_API_KEY = "the-key"
    set_request_id("request-123")
    try:
        with serving(note) as url:
            settings.PARTNER_BASE_URL = url
            assert dukcapil_client().vital_status("9901014101900001").known
    finally:
        set_request_id("")

    (path, headers) = got[0]
    assert path == "/dukcapil/v1/identity/vital-status"
    assert headers["X-Api-Key"] == "the-key"
    assert headers["X-Correlation-Id"] == "request-123"


def test_nothing_personal_is_logged(known: Control, siti: Story, caplog: pytest.LogCaptureFixture) -> None:
    person, account = siti.person, siti.account
    known.fault("bank", garbage="types")
    with caplog.at_level(logging.DEBUG, logger="integrations"):
        dukcapil_client().verify_identity(person.nik, person.full_name, person.mother_name)
        with pytest.raises(PartnerUnavailable) as raised:
            bank_client(patience=BRIEF).inquire_account(account.bank, account.number)

    told = caplog.text + repr(raised.value) + "".join(str(record.__dict__) for record in caplog.records)
    for secret in (person.nik, account.number, person.full_name, person.mother_name):
        assert secret not in told
    calls = [record for record in caplog.records if record.message == "partner call"]
    assert [(call.partner, call.operation, call.outcome) for call in calls] == [
        ("dukcapil", "verify_identity", "ok"),
        ("bank", "inquire_account", "garbage"),
    ]
    assert all(call.correlation_id and call.ms >= 0 for call in calls)


def test_an_account_does_not_print_its_number() -> None:
    assert "1014471" not in repr(Account("002", "000000001014471", "SITI"))


@pytest.mark.django_db
def test_inside_the_tests_own_block_a_call_is_allowed(known: Control, siti: Story) -> None:
    assert dukcapil_client().vital_status(siti.person.nik).known


@pytest.mark.django_db
def test_inside_a_transaction_a_call_is_a_mistake_of_ours(known: Control, siti: Story) -> None:
    with transaction.atomic(), pytest.raises(CalledInTransaction):
        dukcapil_client().vital_status(siti.person.nik)

    assert dukcapil_client().vital_status(siti.person.nik).known


@pytest.mark.django_db(transaction=True)
def test_inside_a_real_transaction_nothing_is_sent(known: Control, siti: Story) -> None:
    account = siti.account
    with transaction.atomic(), pytest.raises(CalledInTransaction):
        bank_client().transfer("K-1", account.bank, account.number, account.name, 1, "JKP-1")

    assert known.audit()["requests"] == 0
