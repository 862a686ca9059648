"""A refusal becomes a page with its status; every answer has an id; private pages are kept by nobody."""

import pytest
from django.test import Client

from core.errors import NotAllowed, ensure
from tests.factories.notices import make_reader
from tests.html import soup, words

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.core.failing_urls")]


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/conflict/", 409, "Bulan ini sudah dibayar."),
        ("/not-allowed/", 403, "Bukan bagian Anda."),
        ("/invalid/", 422, "Nama berbeda."),
        ("/too-many/", 429, "Coba lagi dalam 7 menit."),
        ("/unavailable/", 503, "BPJS belum menjawab."),
    ],
)
def test_a_refusal_is_a_page_with_its_status_and_sentence(client, path, status, sentence):
    response = client.get(path)
    assert response.status_code == status
    assert sentence in words(soup(response).select_one("main"))


def test_a_database_that_is_away_is_an_honest_page(client):
    response = client.get("/database/")
    assert response.status_code == 503
    assert "server closed" not in response.content.decode()


def test_a_bug_is_no_refusal():
    response = Client(raise_request_exception=False).get("/bug/")
    assert response.status_code == 500
    assert "oops" not in response.content.decode()


def test_a_machine_gets_code_message_and_facts(client):
    response = client.get("/api/conflict/")
    assert response.status_code == 409
    assert response.json() == {"code": "month_paid", "message": "Bulan ini sudah dibayar.", "facts": {"month": "2"}}


def test_a_machine_asking_wrongly_gets_the_same_shape(client):
    response = client.post("/api/conflict/")
    assert response.status_code == 405
    assert set(response.json()) == {"code", "message", "facts"}


def test_a_bug_in_a_machine_s_view_is_not_dressed_up(client):
    with pytest.raises(ZeroDivisionError):
        client.get("/api/bug/")


def test_an_answer_carries_the_id_that_the_logs_carry(client):
    response = client.get("/id/")
    assert response["X-Request-Id"] == response.content.decode()
    assert len(response["X-Request-Id"]) == 16
    assert client.get("/id/")["X-Request-Id"] != response["X-Request-Id"]


def test_an_id_from_the_proxy_is_kept(client):
    assert client.get("/id/", headers={"X-Request-Id": "edge-0a1b2c3d"})["X-Request-Id"] == "edge-0a1b2c3d"


@pytest.mark.parametrize("evil", ["x", "a" * 41, "abc\ndefghij", "<script>alert(1)", "abc defghij"])
def test_an_id_that_could_spoil_the_logs_is_replaced(client, evil):
    given = client.get("/id/", headers={"X-Request-Id": evil})["X-Request-Id"]
    assert given != evil
    assert len(given) == 16


def test_a_refusal_names_its_id_so_that_a_helper_can_find_it(client):
    response = client.get("/conflict/", headers={"X-Request-Id": "edge-0a1b2c3d"})
    assert "edge-0a1b2c3d" in words(soup(response).select_one("main"))


def test_pages_of_a_person_are_stored_by_nobody(client):
    client.force_login(make_reader())
    assert client.get("/private/")["Cache-Control"] == "no-store, private"


def test_a_view_that_decides_for_itself_is_left_alone(client):
    client.force_login(make_reader())
    assert client.get("/cached/")["Cache-Control"] == "max-age=60"


def test_pages_for_everybody_may_be_kept(client):
    assert not client.get("/id/").has_header("Cache-Control")


def test_ensure_says_no_with_a_code():
    ensure(allowed=True)
    with pytest.raises(NotAllowed, match="not_yours"):
        ensure(allowed=False, code="not_yours")
