"""A circuit breaker per partner, shared by all processes through Redis.

Closed: calls pass. FAILURES failures within WINDOW open it: calls fail at once for PARTNER_REST seconds. Then one call
at a time may try; the first success closes it, a failure opens it again. Redis measures the time, so the movable day of
the demo has no say. Redis gone means no breaker: calls pass.
"""

import logging
from functools import cache

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from integrations.errors import PartnerUnavailable

logger = logging.getLogger(__name__)

FAILURES = 5
WINDOW = 30.0
PROBE = 20.0
_FORGET_AFTER = 3600.0
_STORE_TIMEOUT = 0.25


@cache
def _store(url: str) -> "redis.Redis":
    return redis.Redis.from_url(
        url,
        socket_timeout=_STORE_TIMEOUT,
        socket_connect_timeout=_STORE_TIMEOUT,
        retry=Retry(NoBackoff(), 0),
        decode_responses=True,
    )


def _ms(seconds: float) -> int:
    return max(1, round(seconds * 1000))


class Breaker:
    """The breaker of one partner. Seconds everywhere."""

    def __init__(
        self,
        partner: str,
        *,
        url: str,
        failures: int = FAILURES,
        window: float = WINDOW,
        rest: float | None = None,
    ) -> None:
        self.partner = partner
        self._redis = _store(url)
        self._failures = failures
        self._window = window
        self._rest = settings.PARTNER_REST if rest is None else rest

    def _key(self, name: str) -> str:
        return f"jkp:breaker:{self.partner}:{name}"

    def admit(self) -> None:
        """Let the call pass or raise PartnerUnavailable with reason `breaker_open`."""
        try:
            pipe = self._redis.pipeline(transaction=False)
            pipe.pttl(self._key("open"))
            pipe.exists(self._key("tripped"))
            rest, tripped = pipe.execute()
            if rest > 0:
                raise PartnerUnavailable(self.partner, "breaker_open", retry_after=rest / 1000)
            if tripped and not self._redis.set(self._key("probe"), "1", nx=True, px=_ms(PROBE)):
                raise PartnerUnavailable(self.partner, "breaker_open", retry_after=self._rest)
        except redis.RedisError as error:
            self._without_store(error)

    def passed(self) -> None:
        """The partner answered: whatever was counted against it is forgotten."""
        try:
            self._redis.delete(*map(self._key, ("failures", "open", "tripped", "probe")))
        except redis.RedisError as error:
            self._without_store(error)

    def failed(self) -> None:
        """The partner did not answer as agreed."""
        try:
            if self._redis.exists(self._key("tripped")):
                self._open()
                return
            pipe = self._redis.pipeline()
            pipe.incr(self._key("failures"))
            pipe.pexpire(self._key("failures"), _ms(self._window))
            count, _ = pipe.execute()
            if count >= self._failures:
                self._open()
        except redis.RedisError as error:
            self._without_store(error)

    def state(self) -> str:
        """Return closed, open or half_open, for the operations page; unknown without store."""
        try:
            if self._redis.exists(self._key("open")):
                return "open"
            return "half_open" if self._redis.exists(self._key("tripped")) else "closed"
        except redis.RedisError:
            return "unknown"

    def _open(self) -> None:
        pipe = self._redis.pipeline()
        pipe.set(self._key("open"), "1", px=_ms(self._rest))
        pipe.set(self._key("tripped"), "1", px=_ms(_FORGET_AFTER))
        pipe.delete(self._key("failures"), self._key("probe"))
        pipe.execute()
        logger.warning("partner breaker opened", extra={"partner": self.partner, "rest": self._rest})

    def _without_store(self, error: redis.RedisError) -> None:
        logger.warning("partner breaker has no store", extra={"partner": self.partner, "error": type(error).__name__})


def breaker_for(partner: str) -> Breaker:
    """Return the breaker of `partner` on the portal's Redis, with the limits above and the rest of the settings."""
    return Breaker(partner, url=settings.REDIS_URL)


def forget_all() -> None:
    """Close every breaker: for tests, and for an operator who knows that a partner is back."""
    store = _store(settings.REDIS_URL)
    keys = list(store.scan_iter("jkp:breaker:*"))
    if keys:
        store.delete(*keys)
