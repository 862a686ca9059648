"""Statements by hand: their values go where their names stand, and each connection plans them once."""

import pytest
from django.db import connection

from core.statements import Statement

pytestmark = pytest.mark.django_db

MINUS = Statement(
    "test_minus", "SELECT $a - $b, $word, $a WHERE $a > $b", word="text", b="int", a="int"
)  # types in another order than in the text


def planned():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name = 'jkp_test_minus'")
        return cursor.fetchone()[0]


def test_each_value_stands_where_its_name_does():
    assert MINUS.row(a=7, b=3, word="'; DROP TABLE") == (4, "'; DROP TABLE", 7)


def test_no_row_is_none():
    assert MINUS.row(a=3, b=7, word="x") is None


def test_a_connection_plans_it_once(django_assert_num_queries):
    MINUS.row(a=7, b=3, word="x")
    assert planned() == 1
    with django_assert_num_queries(1):
        MINUS.row(a=9, b=3, word="y")


@pytest.mark.django_db(transaction=True)
def test_another_connection_plans_it_again():
    MINUS.row(a=7, b=3, word="x")
    connection.close()
    assert planned() == 0
    assert MINUS.row(a=8, b=3, word="x") == (5, "x", 8)
    assert planned() == 1
