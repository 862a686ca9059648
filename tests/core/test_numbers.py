"""Numbers that people quote are unique and in order, also when many ask at once."""

from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from core.numbers import next_number, next_numbers, yearly_number, yearly_numbers


@pytest.mark.django_db
def test_a_series_counts_from_one():
    assert [next_number("A"), next_number("A"), next_number("B")] == [1, 2, 1]


@pytest.mark.django_db
def test_a_year_has_its_own_numbers():
    assert yearly_number("JKP", 2026) == "JKP-2026-0000001"
    assert yearly_number("JKP", 2026) == "JKP-2026-0000002"
    assert yearly_number("JKP", 2027) == "JKP-2027-0000001"
    assert yearly_number("SRT", 2026) == "SRT-2026-0000001"


@pytest.mark.django_db
def test_a_block_follows_the_last_number_and_is_followed_by_the_next():
    assert next_number("A") == 1
    assert list(next_numbers("A", 3)) == [2, 3, 4]
    assert next_number("A") == 5
    assert yearly_numbers("PHK", 2026, 2) == ["PHK-2026-0000001", "PHK-2026-0000002"]


@pytest.mark.django_db
def test_a_number_of_an_act_that_did_not_happen_is_given_again():
    with transaction.atomic():
        next_number("A")
        transaction.set_rollback(True)
    assert next_number("A") == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_who_ask_at_once_get_twenty_numbers():
    together, given = Barrier(20), []

    def ask():
        together.wait()
        try:
            for _ in range(5):
                with transaction.atomic():
                    given.append(next_number("A"))
        finally:
            connection.close()

    threads = [Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(given) == list(range(1, 101))
