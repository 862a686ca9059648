"""The one way out: a bounded, logged, guarded HTTP call to a partner."""

import json
import logging
import os
import ssl
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import httpx
from django.conf import settings
from tenacity import Retrying, retry_if_exception, stop_after_attempt, stop_after_delay, wait_exponential_jitter

from core.logs import current_request_id
from integrations.breaker import Breaker, breaker_for
from integrations.errors import PartnerError, PartnerOutcomeUnknown, PartnerRefused, PartnerUnavailable
from integrations.guard import forbid_transaction
from integrations.wire import Fields, Garbage

logger = logging.getLogger(__name__)

Answer = TypeVar("Answer")

ANSWER_LIMIT = 2_000_000
FILE_LIMIT = 50_000_000
_IDLE = 2.5
_RETRYABLE = frozenset({"unreachable", "slow", "cut_off", "server_error", "busy"})
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a caller waits: seconds for one try, number of tries, seconds for all tries together."""

    timeout: float
    tries: int
    total: float

    @classmethod
    def of_a_worker(cls) -> "Patience":
        """The default: jobs may wait for three tries."""
        return cls(timeout=settings.PARTNER_TIMEOUT, tries=3, total=settings.PARTNER_TIMEOUT * 3)

    @classmethod
    def of_a_person(cls) -> "Patience":
        """Somebody looks at the page meanwhile: one try of at most two seconds."""
        timeout = min(2.0, settings.PARTNER_TIMEOUT)
        return cls(timeout=timeout, tries=1, total=timeout)


class _Failure(Exception):
    """One failed try. `sent`: the partner may have acted on it."""

    def __init__(self, reason: str, *, sent: bool, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.sent = sent
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Request:
    """What goes out. `repeatable`: the same call twice does what once does, so it may be tried again."""

    operation: str
    method: str
    path: str
    body: Mapping[str, object] | None = None
    key: str = ""
    repeatable: bool = True
    refusals: frozenset[str] = frozenset()


class Transport:
    """Calls one partner. Raises only the PartnerError family (and CalledInTransaction for our own mistakes)."""

    def __init__(self, partner: str, *, patience: Patience | None = None, breaker: Breaker | None = None) -> None:
        self.partner = partner
        self._base = settings.PARTNER_BASE_URL.rstrip("/") + "/" + partner
        self._key = settings.PARTNER_API_KEY
        self._patience = patience or Patience.of_a_worker()
        self._breaker = breaker or breaker_for(partner)

    def ask(self, request: Request, read: Callable[[Fields], Answer]) -> Answer:
        """Send, and return what `read` makes of the JSON answer."""
        return self._call(request, lambda content: read(Fields(_parsed(content))), ANSWER_LIMIT)

    def fetch(self, request: Request) -> bytes:
        """Send, and return the file as it came."""
        return self._call(request, lambda content: content, FILE_LIMIT)

    def _call(self, request: Request, read: Callable[[bytes], Answer], limit: int) -> Answer:
        forbid_transaction(self.partner)
        tries = self._patience.tries if request.repeatable else 1
        pause = settings.PARTNER_PAUSE
        correlation = current_request_id() or uuid.uuid4().hex
        retrying = Retrying(
            stop=stop_after_attempt(tries) | stop_after_delay(self._patience.total),
            wait=wait_exponential_jitter(multiplier=pause, max=1.0, jitter=2 * pause),
            retry=retry_if_exception(lambda error: isinstance(error, _Failure) and error.reason in _RETRYABLE),
            reraise=True,
        )
        try:
            return retrying(self._try, request, read, limit, correlation)
        except _Failure as failure:
            raise self._meaning(failure, request) from failure

    def _meaning(self, failure: _Failure, request: Request) -> PartnerError:
        if failure.sent and not request.repeatable:
            return PartnerOutcomeUnknown(self.partner, failure.reason, key=request.key)
        return PartnerUnavailable(self.partner, failure.reason, retry_after=failure.retry_after)

    def _try(self, request: Request, read: Callable[[bytes], Answer], limit: int, correlation: str) -> Answer:
        self._breaker.admit()
        started = time.monotonic()
        outcome = "ok"
        try:
            answer = self._read(self._send(request, limit, correlation), request, read)
        except PartnerRefused as refusal:
            outcome = refusal.code
            self._breaker.passed()
            raise
        except _Failure as failure:
            outcome = failure.reason
            self._breaker.failed()
            raise
        else:
            self._breaker.passed()
            return answer
        finally:
            logger.info(
                "partner call",
                extra={
                    "partner": self.partner,
                    "operation": request.operation,
                    "outcome": outcome,
                    "ms": round((time.monotonic() - started) * 1000),
                    "correlation_id": correlation,
                },
            )

    def _send(self, request: Request, limit: int, correlation: str) -> tuple[int, httpx.Headers, bytes]:
        headers = {"X-Api-Key": self._key, "X-Correlation-Id": correlation}
        if request.key:
            headers["Idempotency-Key"] = request.key
        try:
            with _client().stream(
                request.method,
                self._base + request.path,
                json=request.body,
                headers=headers,
                timeout=self._patience.timeout,
            ) as response:
                return response.status_code, response.headers, self._body(response, limit)
        except _NEVER_SENT as error:
            raise _Failure("unreachable", sent=False) from error
        except httpx.TimeoutException as error:
            raise _Failure("slow", sent=True) from error
        except httpx.HTTPError as error:
            raise _Failure("cut_off", sent=True) from error

    def _body(self, response: httpx.Response, limit: int) -> bytes:
        """Read at most `limit` bytes within the patience: a server that drips is a slow one."""
        until = time.monotonic() + self._patience.timeout
        content = bytearray()
        for chunk in response.iter_bytes():
            content += chunk
            if len(content) > limit:
                raise _Failure("garbage", sent=True)
            if time.monotonic() > until:
                raise _Failure("slow", sent=True)
        return bytes(content)

    def _read(
        self,
        received: tuple[int, httpx.Headers, bytes],
        request: Request,
        read: Callable[[bytes], Answer],
    ) -> Answer:
        status, headers, content = received
        if status not in (200, 201, 202):
            raise self._no(status, headers, _error_code(content), request)
        try:
            return read(content)
        except Garbage as garbage:
            logger.warning(
                "partner answer unreadable",
                extra={"partner": self.partner, "operation": request.operation, "path": garbage.path},
            )
            raise _Failure("garbage", sent=True) from garbage

    def _no(self, status: int, headers: httpx.Headers, code: str, request: Request) -> Exception:
        if status in (400, 404, 409, 422) and code in request.refusals:
            return PartnerRefused(self.partner, code)
        if status in (401, 403):
            return _Failure("unauthorised", sent=False)
        if status == 429:
            return _Failure("busy", sent=False, retry_after=_seconds(headers.get("retry-after")))
        if status == 503 and code == "maintenance":
            return _Failure("maintenance", sent=False, retry_after=_seconds(headers.get("retry-after")))
        return _Failure("server_error" if status >= 500 else "unexpected_status", sent=True)


def _parsed(content: bytes) -> object:
    try:
        return json.loads(content, parse_float=_refuse_number, parse_constant=_refuse_number)
    except (ValueError, RecursionError):
        raise Garbage("$") from None


def _refuse_number(text: str) -> object:
    raise ValueError(text)


def _error_code(content: bytes) -> str:
    try:
        return Fields(_parsed(content)).child("error").text("code")
    except Garbage:
        return ""


def _seconds(text: str | None) -> float | None:
    return float(text) if text and text.isascii() and text.isdigit() else None


def _trust() -> ssl.SSLContext:
    """Whom TLS believes. Over plain HTTP nobody: reading the authorities takes a tenth of a second in each process."""
    if settings.PARTNER_BASE_URL.startswith("https:"):
        return httpx.create_ssl_context()
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


_clients: dict[int, httpx.Client] = {}
_clients_lock = threading.Lock()


def _client() -> httpx.Client:
    """Return the connection pool of this process: sockets must not be shared across a fork."""
    pid = os.getpid()
    with _clients_lock:
        if pid not in _clients:
            _clients.clear()
            _clients[pid] = httpx.Client(
                verify=_trust(),
                trust_env=False,
                follow_redirects=False,
                limits=httpx.Limits(max_connections=50, max_keepalive_connections=20, keepalive_expiry=_IDLE),
            )
        return _clients[pid]
