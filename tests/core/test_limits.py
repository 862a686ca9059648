"""Limits: what is counted, until when, and for whom."""

from datetime import UTC, datetime, timedelta

import pytest

from core.errors import TooMany
from core.limits import Limit, clear_old, forget, is_free, refuse_locked, strike, take
from core.models import LimitHit, Lockout

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
THREE = Limit("test.three", most=3, within=timedelta(minutes=10))
BYTES = Limit("test.bytes", most=100, within=timedelta(days=1))
FAILS = Limit("test.fails", most=5, within=timedelta(minutes=15), lock=timedelta(minutes=10))


def test_the_fourth_is_refused_with_the_minutes_to_wait() -> None:
    for minute in (0, 2, 4):
        take(THREE, "a", at=AT + timedelta(minutes=minute))
    with pytest.raises(TooMany) as refusal:
        take(THREE, "a", at=AT + timedelta(minutes=5))
    assert refusal.value.facts == {"minutes": 5}
    assert str(refusal.value.message) == "Terlalu sering dicoba. Coba lagi dalam 5 menit."


def test_the_window_slides_and_its_edge_is_free() -> None:
    for _ in range(3):
        take(THREE, "a", at=AT)
    with pytest.raises(TooMany):
        take(THREE, "a", at=AT + timedelta(minutes=10) - timedelta(seconds=1))
    take(THREE, "a", at=AT + timedelta(minutes=10))


def test_what_was_refused_is_not_counted() -> None:
    for _ in range(3):
        take(THREE, "a", at=AT)
    with pytest.raises(TooMany):
        take(THREE, "a", at=AT)
    assert LimitHit.objects.count() == 3


def test_others_and_other_limits_are_counted_apart() -> None:
    for _ in range(3):
        take(THREE, "a", at=AT)
    take(THREE, "b", at=AT)
    take(BYTES, "a", at=AT)


def test_amounts_add_up_and_the_wait_is_until_enough_has_grown_old() -> None:
    take(BYTES, "a", at=AT, amount=60)
    take(BYTES, "a", at=AT + timedelta(hours=1), amount=30)
    with pytest.raises(TooMany) as refusal:
        take(BYTES, "a", at=AT + timedelta(hours=2), amount=40)
    assert refusal.value.facts == {"minutes": 22 * 60}
    assert is_free(BYTES, "a", at=AT + timedelta(hours=2))


def test_five_failures_lock_for_ten_minutes_and_the_last_minute_counts() -> None:
    for minute in range(4):
        strike(FAILS, "a", at=AT + timedelta(minutes=minute))
    refuse_locked(FAILS, "a", at=AT + timedelta(minutes=3))
    fifth = AT + timedelta(minutes=4)
    strike(FAILS, "a", at=fifth)
    with pytest.raises(TooMany) as refusal:
        refuse_locked(FAILS, "a", at=fifth + timedelta(minutes=10) - timedelta(seconds=1))
    assert refusal.value.facts == {"minutes": 1}
    refuse_locked(FAILS, "a", at=fifth + timedelta(minutes=10))


def test_after_a_lock_the_count_starts_anew() -> None:
    for minute in range(5):
        strike(FAILS, "a", at=AT + timedelta(minutes=minute))
    later = AT + timedelta(minutes=14)
    strike(FAILS, "a", at=later)
    refuse_locked(FAILS, "a", at=later)


def test_four_failures_spread_over_sixteen_minutes_do_not_lock() -> None:
    for minute in (0, 4, 8, 12, 16):
        strike(FAILS, "a", at=AT + timedelta(minutes=minute))
    refuse_locked(FAILS, "a", at=AT + timedelta(minutes=16))


def test_a_success_forgets_the_failures() -> None:
    for _ in range(4):
        strike(FAILS, "a", at=AT)
    forget(FAILS, "a")
    strike(FAILS, "a", at=AT)
    refuse_locked(FAILS, "a", at=AT)


def test_nothing_typed_is_kept_in_the_rows() -> None:
    take(THREE, "+6281234567890", at=AT)
    assert b"6281234567890" not in bytes(LimitHit.objects.get().key)
    assert len(bytes(LimitHit.objects.get().key)) == 32


def test_old_counts_and_locks_are_cleared() -> None:
    take(THREE, "a", at=AT)
    for _ in range(5):
        strike(FAILS, "b", at=AT)
    assert clear_old(AT + timedelta(days=1)) == 0
    assert clear_old(AT + timedelta(days=3)) == 2
    assert not Lockout.objects.exists()
