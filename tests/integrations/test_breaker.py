"""The breaker: fails fast while a partner is down, lets one call try, and never stands in the way by itself."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from integrations import breaker as breakers
from integrations.breaker import Breaker, breaker_for
from integrations.dukcapil import dukcapil_client
from integrations.errors import PartnerRefused, PartnerUnavailable
from integrations.sandbox.control import Control
from integrations.sandbox.stories import Story
from integrations.sms import sms_client
from tests.integrations.conftest import BRIEF

REST = 0.2


@pytest.fixture
def breaker(settings: object) -> Breaker:
    breakers.forget_all()
    return Breaker("example", url=settings.REDIS_URL, failures=3, window=5, rest=REST)


def admitted(breaker: Breaker) -> bool:
    try:
        breaker.admit()
    except PartnerUnavailable:
        return False
    return True


def trip(breaker: Breaker) -> None:
    for _ in range(3):
        breaker.failed()


def test_it_opens_at_the_last_failure_and_not_before(breaker: Breaker) -> None:
    breaker.failed()
    breaker.failed()
    assert (breaker.state(), admitted(breaker)) == ("closed", True)

    breaker.failed()

    assert (breaker.state(), admitted(breaker)) == ("open", False)


def test_a_success_forgets_the_failures_before_it(breaker: Breaker) -> None:
    for _ in range(5):
        breaker.failed()
        breaker.failed()
        breaker.passed()

    assert breaker.state() == "closed"


def test_failures_far_apart_do_not_open_it(breaker: Breaker, settings: object) -> None:
    slow = Breaker("example", url=settings.REDIS_URL, failures=2, window=0.05, rest=REST)
    slow.failed()
    time.sleep(0.1)
    slow.failed()

    assert slow.state() == "closed"


def test_after_its_rest_one_call_alone_may_try(breaker: Breaker) -> None:
    trip(breaker)
    time.sleep(REST + 0.05)

    assert breaker.state() == "half_open"
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _: admitted(breaker), range(8))) == 1


def test_a_try_that_succeeds_closes_it(breaker: Breaker) -> None:
    trip(breaker)
    time.sleep(REST + 0.05)
    assert admitted(breaker)
    breaker.passed()

    assert (breaker.state(), admitted(breaker), admitted(breaker)) == ("closed", True, True)


def test_a_try_that_fails_opens_it_again_at_once(breaker: Breaker) -> None:
    trip(breaker)
    time.sleep(REST + 0.05)
    assert admitted(breaker)
    breaker.failed()

    assert (breaker.state(), admitted(breaker)) == ("open", False)
    time.sleep(REST + 0.05)
    assert admitted(breaker)


def test_it_is_shared_and_each_partner_has_its_own(breaker: Breaker, settings: object) -> None:
    trip(breaker)

    assert Breaker("example", url=settings.REDIS_URL).state() == "open"
    assert Breaker("other", url=settings.REDIS_URL).state() == "closed"


def test_without_its_store_calls_pass() -> None:
    lost = Breaker("example", url="redis://127.0.0.1:1/0", failures=1)
    lost.failed()

    assert admitted(lost)
    assert lost.state() == "unknown"
    lost.passed()


def test_it_says_how_long_to_wait(breaker: Breaker) -> None:
    trip(breaker)

    with pytest.raises(PartnerUnavailable) as raised:
        breaker.admit()

    assert 0 < raised.value.retry_after <= REST


def test_a_client_stops_calling_a_partner_that_fails_and_comes_back(known: Control, siti: Story, settings: Any) -> None:
    settings.PARTNER_REST = rest = 2.0  # twenty questions fit into it on a busy machine too
    known.fault("dukcapil", error_500=6)
    ask: Callable[[], object] = lambda: dukcapil_client(patience=BRIEF).vital_status(siti.person.nik)  # noqa: E731

    for _ in range(breakers.FAILURES):
        with pytest.raises(PartnerUnavailable, match="server_error"):
            ask()
    for _ in range(20):
        with pytest.raises(PartnerUnavailable, match="breaker_open"):
            ask()

    assert known.faults()["dukcapil"] == {"error_500": 1}
    time.sleep(rest + 0.05)
    with pytest.raises(PartnerUnavailable, match="server_error"):
        ask()
    with pytest.raises(PartnerUnavailable, match="breaker_open"):
        ask()
    time.sleep(rest + 0.05)
    assert ask().known
    assert breaker_for("dukcapil").state() == "closed"


def test_a_partner_that_says_no_is_not_a_partner_that_fails(known: Control) -> None:
    known.configure(blocked_numbers=["+6281200000009"])

    for number in range(breakers.FAILURES + 1):
        with pytest.raises(PartnerRefused, match="blocked_number"):
            sms_client().send(f"S-{number}", "+6281200000009", "JKP: coba")

    assert breaker_for("sms").state() == "closed"
