"""What must stay closed when something is missing: codes that cannot be sent any more, and a Redis that is away."""

from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client

from accounts.models import OneTimeCode, SignIn, User
from accounts.operations.codes import send_code
from core import clock
from notices.enums import Channel
from tests.factories.accounts import PASSWORD, UserFactory, officer, totp_code
from tests.html import soup, words

pytestmark = pytest.mark.django_db
NOON = "2026-11-20 12:00 +0700"


@pytest.fixture
def stopped() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def redis_away(settings) -> None:  # type: ignore[no-untyped-def]
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}
    caches["default"].set("k", 1)
    assert caches["default"].get("k") is None


def use_up_codes(user: User, channel: str) -> OneTimeCode:
    """Three codes in ten minutes are all that an address gets."""
    return [send_code(user, purpose="x", subject="x", channel=channel, at=clock.now()) for _ in range(3)][-1]


def try_in(client: Client, login: str, password: str = PASSWORD):  # type: ignore[no-untyped-def]
    return client.post("/masuk/", {"login": login, "password": password})


# --- no more codes -----------------------------------------------------------------------------------------------


def test_recovery_looks_the_same_when_no_code_can_be_sent_any_more(client: Client, stopped: None) -> None:
    user = UserFactory()
    use_up_codes(user, Channel.EMAIL)
    pages = []
    for login in (user.email, "tidak-ada@contoh.id"):
        answer = client.post("/sandi/lupa/", {"login": login})
        pages.append((answer.status_code, answer["Location"]))
    assert pages == [(302, "/sandi/lupa/kode/")] * 2
    assert not OneTimeCode.objects.exclude(purpose="x").exists()


def test_a_new_device_waits_when_no_code_can_be_sent_and_nobody_is_in(client: Client, stopped: None) -> None:
    user = UserFactory()
    use_up_codes(user, Channel.SMS)
    answer = try_in(client, user.email)
    assert answer["Location"] == "/masuk/perangkat-baru/"
    page = soup(client.get("/masuk/perangkat-baru/"))
    assert "Terlalu sering dicoba. Coba lagi dalam 10 menit." in words(page.main)
    assert "_auth_user_id" not in client.session


def test_a_fourth_code_for_a_new_device_is_refused_in_words(client: Client, stopped: None) -> None:
    user = UserFactory()
    try_in(client, user.email)
    for _ in range(2):
        client.post("/masuk/perangkat-baru/kirim/", {"channel": "sms"})
    page = soup(client.post("/masuk/perangkat-baru/kirim/", {"channel": "sms"}, follow=True))
    assert "Terlalu sering dicoba" in words(page)
    assert OneTimeCode.objects.count() == 3


def test_a_code_of_recovery_opens_no_new_device(client: Client, stopped: None) -> None:
    user = UserFactory()
    try_in(client, user.email)
    other = send_code(user, purpose="recovery", subject=str(user.pk), channel=Channel.EMAIL, at=clock.now())
    sms = OneTimeCode.objects.get(channel=Channel.SMS)
    wrong = other.digits if other.digits != sms.digits else "000000"
    assert client.post("/masuk/perangkat-baru/", {"code": wrong}).status_code == 422
    assert "_auth_user_id" not in client.session


# --- Redis is away: counted all the same -------------------------------------------------------------------------


def test_without_redis_five_wrong_passwords_lock(client: Client, stopped: None, redis_away: None) -> None:
    user = UserFactory()
    answers = [try_in(client, user.email, "salah").status_code for _ in range(5)]
    assert answers == [422, 422, 422, 422, 429]
    assert try_in(client, user.email).status_code == 429
    assert SignIn.objects.filter(outcome="locked").count() == 1


def test_without_redis_a_fourth_code_is_refused(client: Client, stopped: None, redis_away: None) -> None:
    user = UserFactory()
    try_in(client, user.email)
    for _ in range(3):
        client.post("/masuk/perangkat-baru/kirim/", {"channel": "sms"})
    assert OneTimeCode.objects.count() == 3


def test_without_redis_a_totp_code_is_refused_the_second_time(stopped: None, redis_away: None) -> None:
    user = officer()
    code = totp_code(user)
    answers = []
    for client in (Client(), Client()):
        try_in(client, user.email)
        answers.append(client.post("/masuk/kode/", {"code": code}).status_code)
    assert answers == [302, 422]


def test_without_redis_one_signs_in_and_reads(client: Client, stopped: None, redis_away: None) -> None:
    user = UserFactory()
    try_in(client, user.email)
    client.post("/masuk/perangkat-baru/", {"code": OneTimeCode.objects.get().digits})
    assert client.get("/akun/keamanan/").status_code == 200
