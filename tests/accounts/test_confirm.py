"""Asked again who it is, before an act that matters."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.models import OneTimeCode
from tests.factories.accounts import PASSWORD, UserFactory, officer, sign_in, totp_code
from tests.html import soup

pytestmark = pytest.mark.django_db
PAGE = "/akun/keamanan/email/"
STALE = 20 * 60


@pytest.mark.parametrize(("ago", "asked"), [(STALE - 2, False), (STALE, True)])
def test_twenty_minutes_are_recent(client: Client, ago: int, asked: bool) -> None:
    with time_machine.travel("2026-11-20 10:00 +0700", tick=False):
        sign_in(client, UserFactory(), proved_ago=ago)
        response = client.get(PAGE)
    assert response.status_code == (302 if asked else 200)
    if asked:
        assert response["Location"] == f"/akun/konfirmasi/?next={PAGE}"


def test_the_password_opens_the_page_that_was_asked_for(client: Client) -> None:
    sign_in(client, UserFactory(), proved_ago=STALE)
    done = client.post(f"/akun/konfirmasi/?next={PAGE}", {"password": PASSWORD})
    assert done["Location"] == PAGE
    assert client.get(PAGE).status_code == 200


def test_what_was_typed_is_kept_sealed_and_carried_out(client: Client) -> None:
    user = UserFactory()
    sign_in(client, user, proved_ago=STALE)
    asked = client.post(PAGE, {"value": "rahasia-baru@contoh.id"})
    assert asked["Location"] == f"/akun/konfirmasi/?next={PAGE}"
    assert not OneTimeCode.objects.exists()
    assert "rahasia-baru" not in str(Session.objects.get().get_decoded())
    done = client.post(f"/akun/konfirmasi/?next={PAGE}", {"password": PASSWORD})
    assert done["Location"] == "/akun/keamanan/kontak/kode/"
    assert OneTimeCode.objects.get(subject="new").to == "rahasia-baru@contoh.id"


def test_what_is_put_right_after_a_resumed_act_is_sent_where_it_belongs(client: Client) -> None:
    sign_in(client, UserFactory(), proved_ago=STALE)
    url = f"/akun/konfirmasi/?next={PAGE}"
    client.post(PAGE, {"value": "bukan alamat"})
    shown = client.post(url, {"password": PASSWORD, "next": PAGE})
    assert soup(shown).select_one("[name=value]")["value"] == "bukan alamat"
    done = client.post(url, {"value": "benar@contoh.id"})
    assert done["Location"] == "/akun/keamanan/kontak/kode/"
    assert OneTimeCode.objects.get(subject="new").to == "benar@contoh.id"


@pytest.mark.parametrize("to", ["https://jahat.example/", ""])
def test_a_form_that_belongs_nowhere_is_carried_out_nowhere(client: Client, to: str) -> None:
    sign_in(client, UserFactory())
    assert client.post(f"/akun/konfirmasi/?next={to}", {"value": "benar@contoh.id"}).status_code == 200
    assert not OneTimeCode.objects.exists()


def test_what_was_typed_for_one_page_is_not_sent_to_another(client: Client) -> None:
    sign_in(client, UserFactory(), proved_ago=STALE)
    client.post(PAGE, {"value": "baru@contoh.id"})
    done = client.post("/akun/konfirmasi/?next=/akun/keamanan/hp/", {"password": PASSWORD})
    assert done["Location"] == "/akun/keamanan/hp/"
    assert not OneTimeCode.objects.exists()


def test_a_wrong_password_opens_nothing_and_locks(client: Client) -> None:
    sign_in(client, UserFactory(), proved_ago=STALE)
    url = f"/akun/konfirmasi/?next={PAGE}"
    assert [client.post(url, {"password": "salah"}).status_code for _ in range(5)] == [422] * 4 + [429]
    assert client.post(url, {"password": PASSWORD}).status_code == 429
    assert client.get(PAGE).status_code == 302


def test_an_officer_is_asked_for_the_second_factor_not_the_password(client: Client) -> None:
    user = officer()
    sign_in(client, user, proved_ago=STALE)
    url = f"/akun/konfirmasi/?next={PAGE}"
    page = soup(client.get(url))
    assert page.select_one("[name=code]")
    assert not page.select_one("[name=password]")
    assert client.post(url, {"password": PASSWORD}).status_code == 200
    assert client.get(PAGE).status_code == 302
    assert client.post(url, {"code": totp_code(user)})["Location"] == PAGE


def test_next_never_leads_elsewhere(client: Client) -> None:
    sign_in(client, UserFactory(), proved_ago=STALE)
    done = client.post("/akun/konfirmasi/?next=https://jahat.example/", {"password": PASSWORD})
    assert done["Location"] == "/beranda-saya/"


def test_the_proof_is_the_sessions_own() -> None:
    user = UserFactory()
    one, two = Client(), Client()
    sign_in(one, user, proved_ago=STALE)
    sign_in(two, user, proved_ago=STALE)
    one.post("/akun/konfirmasi/", {"password": PASSWORD})
    assert one.get(PAGE).status_code == 200
    assert two.get(PAGE).status_code == 302


def test_signing_in_is_a_proof() -> None:
    user = UserFactory()
    client = Client()
    with time_machine.travel("2026-11-20 10:00 +0700", tick=False) as time:
        client.post("/masuk/", {"login": user.email, "password": PASSWORD})
        client.post("/masuk/perangkat-baru/", {"code": OneTimeCode.objects.get().digits})
        assert client.get(PAGE).status_code == 200
        time.shift(timedelta(minutes=20))
        assert client.get(PAGE).status_code == 302
