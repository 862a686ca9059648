"""A forgotten password: nobody learns who has an account, and only who gets the code sets a new one."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import OneTimeCode, User
from tests.factories.accounts import PASSWORD, UserFactory, sign_in
from tests.html import soup

pytestmark = pytest.mark.django_db
NEW = "ikan biru suka hujan"


def ask(client: Client, login: str):  # type: ignore[no-untyped-def]
    return client.post("/sandi/lupa/", {"login": login})


def enter(client: Client, code: str):  # type: ignore[no-untyped-def]
    return client.post("/sandi/lupa/kode/", {"code": code})


def test_whoever_gets_the_code_sets_a_new_password_and_every_device_is_out(client: Client) -> None:
    user = UserFactory(email="siti@contoh.id")
    elsewhere = sign_in(Client(), user)
    ask(client, "siti@contoh.id")
    assert enter(client, OneTimeCode.objects.get().digits)["Location"] == "/sandi/baru/"
    assert client.post("/sandi/baru/", {"password": NEW})["Location"] == "/masuk/"
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert elsewhere.get("/akun/keamanan/").status_code == 302
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("login", "channel"), [("siti@contoh.id", "email"), ("0812 3456 7890", "sms")], ids=["email", "phone"]
)
def test_the_code_goes_where_the_login_points(client: Client, login: str, channel: str) -> None:
    UserFactory(email="siti@contoh.id", phone="+6281234567890")
    ask(client, login)
    assert OneTimeCode.objects.get().channel == channel


def test_pages_are_the_same_for_a_login_nobody_has() -> None:
    UserFactory(email="siti@contoh.id")
    UserFactory(email="mati@contoh.id", disabled=True)
    seen = []
    for login in ("siti@contoh.id", "tidak-ada@contoh.id", "mati@contoh.id"):
        client = Client()
        answers = [ask(client, login), client.get("/sandi/lupa/kode/"), enter(client, "000000")]
        seen.append([(a.status_code, a.get("Location"), main_of(a)) for a in answers])
    assert seen[0] == seen[1] == seen[2]
    assert OneTimeCode.objects.count() == 1


def main_of(response) -> str:  # type: ignore[no-untyped-def]
    page = soup(response)
    for token in page.select("[name=csrfmiddlewaretoken]"):
        token.decompose()
    return str(page.select_one("main") or "")


def test_wrong_codes_lock_the_same_for_both() -> None:
    UserFactory(email="siti@contoh.id")
    seen = []
    for login in ("siti@contoh.id", "tidak-ada@contoh.id"):
        client = Client()
        ask(client, login)
        seen.append([enter(client, "000000").status_code for _ in range(6)])
    assert seen == [[422, 422, 422, 422, 429, 429]] * 2


@pytest.mark.parametrize("login", ["siti@contoh.id", "tidak-ada@contoh.id"])
def test_three_requests_in_ten_minutes_and_five_an_hour(client: Client, login: str) -> None:
    UserFactory(email="siti@contoh.id")
    with time_machine.travel("2026-11-20 10:00 +0700", tick=False) as time:
        assert [ask(client, login).status_code for _ in range(4)] == [302, 302, 302, 429]
        time.shift(timedelta(minutes=10))
        assert [ask(client, login).status_code for _ in range(3)] == [302, 302, 429]
        time.shift(timedelta(minutes=50))
        assert ask(client, login).status_code == 302


def test_twenty_requests_an_hour_are_an_addresss_limit(client: Client) -> None:
    with time_machine.travel("2026-11-20 10:00 +0700", tick=False):
        assert {ask(client, f"orang{n}@contoh.id").status_code for n in range(20)} == {302}
        assert ask(client, "orang21@contoh.id").status_code == 429


def test_no_step_can_be_skipped(client: Client) -> None:
    assert client.get("/sandi/lupa/kode/")["Location"] == "/sandi/lupa/"
    assert client.get("/sandi/baru/")["Location"] == "/sandi/lupa/"
    UserFactory(email="siti@contoh.id")
    ask(client, "siti@contoh.id")
    assert client.post("/sandi/baru/", {"password": NEW})["Location"] == "/sandi/lupa/"
    assert User.objects.get().check_password(PASSWORD)


def test_the_proof_lasts_fifteen_minutes(client: Client) -> None:
    UserFactory(email="siti@contoh.id")
    with time_machine.travel("2026-11-20 10:00 +0700", tick=False) as time:
        ask(client, "siti@contoh.id")
        enter(client, OneTimeCode.objects.get().digits)
        time.shift(timedelta(minutes=15, seconds=1))
        assert client.post("/sandi/baru/", {"password": NEW})["Location"] == "/sandi/lupa/"


def test_the_proof_is_good_for_one_password(client: Client) -> None:
    UserFactory(email="siti@contoh.id")
    ask(client, "siti@contoh.id")
    enter(client, OneTimeCode.objects.get().digits)
    client.post("/sandi/baru/", {"password": NEW})
    assert client.post("/sandi/baru/", {"password": "lain lagi sama sekali"})["Location"] == "/sandi/lupa/"


@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("pendek", "Kata sandi terlalu pendek"),
        ("password1234", "umum"),
        ("jkpkemnaker123", "Jangan memakai nama layanan ini sebagai kata sandi."),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(client: Client, password: str, message: str) -> None:
    UserFactory(email="siti@contoh.id")
    ask(client, "siti@contoh.id")
    enter(client, OneTimeCode.objects.get().digits)
    response = client.post("/sandi/baru/", {"password": password})
    assert response.status_code == 422
    assert message in response.content.decode()
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize("password", ["a" * 12 + "q7", "spasi di depan dan belakang ", "🐟" * 12, "x1" * 64])
def test_length_counts_and_no_composition_is_asked_for(client: Client, password: str) -> None:
    UserFactory(email="siti@contoh.id")
    ask(client, "siti@contoh.id")
    enter(client, OneTimeCode.objects.get().digits)
    assert client.post("/sandi/baru/", {"password": password}).status_code == 302
    assert User.objects.get().check_password(password)


def test_recovery_does_not_replace_the_second_factor(client: Client) -> None:
    UserFactory(email="siti@contoh.id", with_totp=True)
    ask(client, "siti@contoh.id")
    enter(client, OneTimeCode.objects.get().digits)
    client.post("/sandi/baru/", {"password": NEW})
    assert client.post("/masuk/", {"login": "siti@contoh.id", "password": NEW})["Location"] == "/masuk/kode/"
