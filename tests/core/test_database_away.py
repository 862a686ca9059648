"""A database that is away, wherever a request meets it first, is an honest page; who gave way in a deadlock is tried
again."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import InterfaceError, OperationalError, connection, transaction
from django.test import Client, override_settings

from core.middleware import DomainErrorMiddleware
from tests.core import failing_urls
from tests.factories.notices import make_reader
from tests.html import soup, words
from tests.payments.together import run_together

pytestmark = pytest.mark.django_db
AWAY = "Layanan sedang tidak dapat dipakai"


@pytest.fixture
def visitor():
    """A client that answers like a server: what nobody caught becomes a page."""
    found = Client(raise_request_exception=False)
    found.force_login(make_reader())
    return found


@pytest.mark.parametrize("error", [OperationalError("too many clients already"), InterfaceError("already closed")])
def test_a_database_that_is_away_before_any_view_runs_is_the_same_honest_page(visitor, monkeypatch, error):
    def gone(self):
        raise error

    monkeypatch.setattr(SessionStore, "load", gone)
    response = visitor.get("/dasbor/")
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert response["Cache-Control"] == "no-store, private"
    assert words(soup(response).h1) == AWAY
    assert "clients" not in response.content.decode()


def test_a_bug_before_any_view_stays_a_bug(visitor, monkeypatch):
    monkeypatch.setattr(SessionStore, "load", lambda self: 1 / 0)
    response = visitor.get("/dasbor/")
    assert response.status_code == 500
    assert words(soup(response).h1) != AWAY


def test_the_page_of_a_database_that_is_away_asks_the_database_for_nothing(visitor, django_assert_num_queries):
    from_session_and_account = 2
    with override_settings(ROOT_URLCONF="tests.core.failing_urls"), django_assert_num_queries(from_session_and_account):
        assert visitor.get("/database/").status_code == 503


@pytest.fixture
def gives_way(settings, monkeypatch):
    """A view that is chosen as a victim so many times before it gets through."""
    settings.ROOT_URLCONF = "tests.core.failing_urls"
    monkeypatch.setattr("time.sleep", lambda seconds: None)

    def times(count):
        failing_urls.victims[:] = [None] * count

    return times


def test_who_gave_way_in_a_deadlock_is_tried_again(visitor, gives_way):
    gives_way(2)
    response = visitor.post("/deadlock/", {"nomor": "7"})
    assert (response.status_code, response.content) == (200, b"7")
    assert failing_urls.victims == []


def test_who_always_gives_way_is_told_so(visitor, gives_way):
    gives_way(DomainErrorMiddleware.TRIES + 1)
    response = visitor.post("/deadlock/", {"nomor": "7"})
    assert response.status_code == 503
    assert words(soup(response).h1) == AWAY
    assert len(failing_urls.victims) == 1


def test_a_form_with_a_file_is_not_sent_again_by_itself(visitor, gives_way, tmp_path):
    gives_way(1)
    (tmp_path / "surat.txt").write_text("isi")
    with (tmp_path / "surat.txt").open("rb") as file:
        assert visitor.post("/deadlock/", {"nomor": "7", "berkas": file}).status_code == 503


@pytest.mark.django_db(transaction=True)
def test_a_refusal_after_a_deadlock_is_a_refusal(visitor, gives_way):
    gives_way(1)
    assert visitor.post("/deadlock/", {"nomor": ""}).status_code == 409


@pytest.mark.django_db(transaction=True)
def test_two_real_transactions_that_wait_for_each_other_are_what_the_middleware_recognises():
    one, other = make_reader(), make_reader()
    recognised = []

    def lock_both(order):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                for pk in order:
                    cursor.execute("SELECT 1 FROM accounts_user WHERE id = %s FOR UPDATE", [pk])
                    cursor.execute("SELECT pg_sleep(0.5)")
        except OperationalError as error:
            recognised.append(error.__cause__.pgcode in DomainErrorMiddleware.GIVE_WAY)

    orders = [[one.pk, other.pk], [other.pk, one.pk]]
    run_together(2, lambda: lock_both(orders.pop()))
    assert recognised == [True]
