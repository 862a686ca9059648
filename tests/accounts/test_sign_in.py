"""A1: signing in and out, as people and attackers do it."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from accounts.models import KnownDevice, OneTimeCode, SignIn, User
from accounts.sessions import PROVED, SECOND_FACTOR
from core import clock
from tests.factories.accounts import PASSWORD, UserFactory, officer, sign_in, totp_code
from tests.html import soup

pytestmark = pytest.mark.django_db
SAME_WORDS = "Email, nomor HP, atau kata sandi tidak cocok. Periksa lalu coba lagi."
ANDROID = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"


def try_in(client: Client, login: str, password: str = PASSWORD, **extra: str):  # type: ignore[no-untyped-def]
    return client.post("/masuk/", {"login": login, "password": password, **extra})


def with_known_device(client: Client, user: User) -> Client:
    """Sign in through every page, so that the browser is known, and out again."""
    try_in(client, user.email)
    client.post("/masuk/perangkat-baru/", {"code": OneTimeCode.objects.latest("created_at").digits})
    client.post("/keluar/")
    return client


def errors(response) -> list[str]:  # type: ignore[no-untyped-def]
    return [item.get_text(strip=True) for item in soup(response).select(".errs li")]


@pytest.mark.parametrize(
    "login", ["siti@contoh.id", "SITI@Contoh.ID ", "081234567890", "+62 812-3456-7890", "0812 3456 7890"]
)
def test_email_and_mobile_number_in_any_spelling_lead_in(client: Client, login: str) -> None:
    UserFactory(email="siti@contoh.id", phone="+6281234567890")
    response = try_in(client, login)
    assert response.status_code == 302
    assert response["Location"] == "/masuk/perangkat-baru/"


def test_a_new_device_is_asked_for_a_code_and_then_known(client: Client) -> None:
    user = UserFactory(email="siti@contoh.id")
    try_in(client, "siti@contoh.id", next="/akun/keamanan/")
    page = client.get("/masuk/perangkat-baru/")
    assert page.status_code == 200
    assert "_auth_user_id" not in client.session
    done = client.post("/masuk/perangkat-baru/", {"code": OneTimeCode.objects.get().digits})
    assert done["Location"] == "/akun/keamanan/"
    assert client.get("/akun/keamanan/").status_code == 200
    assert KnownDevice.objects.get().user == user
    client.post("/keluar/")
    assert try_in(client, "siti@contoh.id")["Location"] == "/beranda-saya/"
    assert OneTimeCode.objects.count() == 1


def test_the_code_of_the_new_device_is_refused_when_wrong(client: Client) -> None:
    UserFactory(email="siti@contoh.id")
    try_in(client, "siti@contoh.id")
    right = OneTimeCode.objects.get().digits
    response = client.post("/masuk/perangkat-baru/", {"code": f"{(int(right) + 1) % 1_000_000:06d}"})
    assert response.status_code == 422
    assert errors(response) == ["Kode tidak cocok. Periksa 6 angka yang kami kirim."]
    assert "_auth_user_id" not in client.session
    assert SignIn.objects.get().outcome == SignIn.Outcome.WRONG_CODE


def test_the_code_can_go_by_email_instead(client: Client) -> None:
    UserFactory(email="siti@contoh.id")
    try_in(client, "siti@contoh.id")
    client.post("/masuk/perangkat-baru/kirim/", {"channel": "email"})
    newest = OneTimeCode.objects.latest("created_at")
    assert (newest.channel, newest.to) == ("email", "siti@contoh.id")
    assert "s•••@contoh.id" in client.get("/masuk/perangkat-baru/").content.decode()
    assert client.post("/masuk/perangkat-baru/", {"code": newest.digits}).status_code == 302


def test_a_code_by_sms_proves_the_number(client: Client) -> None:
    user = UserFactory(unconfirmed=True, email="siti@contoh.id")
    try_in(client, "siti@contoh.id")
    client.post("/masuk/perangkat-baru/", {"code": OneTimeCode.objects.get().digits})
    user.refresh_from_db()
    assert user.phone_verified_at is not None


def test_another_persons_device_is_not_mine(client: Client) -> None:
    siti, budi = UserFactory(), UserFactory()
    with_known_device(client, siti)
    assert try_in(client, budi.email)["Location"] == "/masuk/perangkat-baru/"


def test_unknown_login_wrong_password_and_switched_off_account_sound_the_same(client: Client) -> None:
    UserFactory(email="siti@contoh.id")
    UserFactory(email="mati@contoh.id", disabled=True)
    pages = [
        try_in(client, "siti@contoh.id", "salah sekali ini"),
        try_in(client, "tidak-ada@contoh.id"),
        try_in(client, "mati@contoh.id"),
        try_in(client, "08999999999"),
    ]
    assert [page.status_code for page in pages] == [422] * 4
    assert [errors(page) for page in pages] == [[SAME_WORDS]] * 4


def test_the_login_stays_typed_and_the_password_does_not(client: Client) -> None:
    page = soup(try_in(client, "siti@contoh.id", "rahasia saya"))
    assert page.select_one("[name=login]")["value"] == "siti@contoh.id"
    assert not page.select_one("[name=password]").get("value")
    assert "rahasia saya" not in page.decode()


def test_five_failures_lock_for_ten_minutes_with_the_minutes_named(client: Client) -> None:
    UserFactory(email="siti@contoh.id")
    with time_machine.travel("2026-11-20 10:00 +0700", tick=False) as time:
        for _ in range(4):
            assert try_in(client, "siti@contoh.id", "salah").status_code == 422
        fifth = try_in(client, "siti@contoh.id", "salah")
        assert fifth.status_code == 429
        assert errors(fifth) == ["Terlalu sering dicoba. Coba lagi dalam 10 menit."]
        time.shift(timedelta(minutes=9, seconds=59))
        assert try_in(client, "siti@contoh.id").status_code == 429
        time.shift(timedelta(seconds=1))
        assert try_in(client, "siti@contoh.id").status_code == 302
    assert [row.outcome for row in SignIn.objects.order_by("pk")] == ["wrong_password"] * 5 + ["locked"]


def test_email_and_phone_of_one_person_share_the_lock(client: Client) -> None:
    UserFactory(email="siti@contoh.id", phone="+6281234567890")
    for login in ("siti@contoh.id", "081234567890", "siti@contoh.id", "081234567890"):
        try_in(client, login, "salah")
    assert try_in(client, "0812-3456-7890", "salah").status_code == 429


def test_an_unknown_login_locks_the_same_way(client: Client) -> None:
    for _ in range(4):
        assert try_in(client, "tidak-ada@contoh.id").status_code == 422
    assert try_in(client, "tidak-ada@contoh.id").status_code == 429


def test_an_attacker_does_not_lock_the_owner_out_of_a_known_device(client: Client) -> None:
    user = UserFactory()
    with_known_device(client, user)
    attacker = Client()
    for _ in range(5):
        try_in(attacker, user.email, "salah")
    assert try_in(attacker, user.email).status_code == 429
    assert try_in(client, user.email).status_code == 302


def test_a_thief_of_the_password_does_not_share_the_owners_device(client: Client) -> None:
    user = UserFactory()
    with_known_device(client, user)
    forged = Client()
    forged.cookies[settings.DEVICE_COOKIE_NAME] = "A" * 43
    assert try_in(forged, user.email)["Location"] == "/masuk/perangkat-baru/"


def test_sixty_tries_a_minute_are_an_addresss_limit(client: Client) -> None:
    with time_machine.travel("2026-11-20 10:00 +0700", tick=False):
        for number in range(60):
            assert try_in(client, f"orang{number}@contoh.id").status_code == 422
        assert try_in(client, "orang61@contoh.id").status_code == 429


@pytest.mark.parametrize(
    "evil", ["//jahat.example/", "https://jahat.example/", "javascript:alert(1)", "/\\jahat.example"]
)
def test_next_never_leads_elsewhere(client: Client, evil: str) -> None:
    user = UserFactory()
    with_known_device(client, user)
    assert try_in(client, user.email, next=evil)["Location"] == "/beranda-saya/"


def test_whoever_is_in_is_not_asked_again(client: Client) -> None:
    sign_in(client, UserFactory())
    assert client.get("/masuk/")["Location"] == "/beranda-saya/"


def test_the_session_gets_a_new_key(client: Client) -> None:
    user = UserFactory()
    with_known_device(client, user)
    client.get("/masuk/")
    session = client.session
    session["seen_before"] = True
    session.save()
    before = session.session_key
    try_in(client, user.email)
    assert client.session.session_key != before


def test_signing_out_leaves_nothing_behind(client: Client) -> None:
    sign_in(client, UserFactory())
    response = client.post("/keluar/")
    assert response["Location"] == "/masuk/"
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert "_auth_user_id" not in client.session


def test_a_link_cannot_sign_anybody_out(client: Client) -> None:
    sign_in(client, UserFactory())
    assert client.get("/keluar/").status_code == 405
    assert "_auth_user_id" in client.session


def test_the_history_names_device_and_time(client: Client) -> None:
    user = UserFactory()
    client.defaults["HTTP_USER_AGENT"] = ANDROID
    with_known_device(client, user)
    row = SignIn.objects.get(outcome=SignIn.Outcome.SIGNED_IN)
    assert (row.user, row.device, row.ip) == (user, "Chrome di Android", "127.0.0.1")
    assert clock.now() - row.at < timedelta(minutes=1)


def test_an_officer_needs_the_second_factor_and_no_sms(client: Client) -> None:
    verifier = officer()
    assert try_in(client, verifier.email)["Location"] == "/masuk/kode/"
    assert not OneTimeCode.objects.exists()
    assert client.get("/beranda-saya/")["Location"].startswith("/masuk/")
    done = client.post("/masuk/kode/", {"code": totp_code(verifier)})
    assert done["Location"] == "/beranda-saya/"
    assert client.session[SECOND_FACTOR] is True
    assert client.session[PROVED] > 0


def test_a_totp_code_is_refused_the_second_time(client: Client) -> None:
    verifier = officer()
    code = totp_code(verifier)
    try_in(client, verifier.email)
    assert client.post("/masuk/kode/", {"code": code}).status_code == 302
    other = Client()
    try_in(other, verifier.email)
    replay = other.post("/masuk/kode/", {"code": code})
    assert replay.status_code == 422
    assert errors(replay) == ["Kode ini sudah dipakai. Tunggu kode berikutnya di aplikasi."]


def test_five_wrong_totp_codes_lock(client: Client) -> None:
    verifier = officer()
    right = totp_code(verifier)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    try_in(client, verifier.email)
    statuses = [client.post("/masuk/kode/", {"code": wrong}).status_code for _ in range(5)]
    assert statuses == [422, 422, 422, 422, 429]
    assert client.post("/masuk/kode/", {"code": right}).status_code == 429


def test_the_second_step_cannot_be_opened_without_the_first(client: Client) -> None:
    assert client.get("/masuk/kode/")["Location"] == "/masuk/"
    assert client.get("/masuk/perangkat-baru/")["Location"] == "/masuk/"
    assert client.post("/masuk/perangkat-baru/kirim/")["Location"] == "/masuk/"


def test_the_second_step_expires_after_fifteen_minutes(client: Client) -> None:
    verifier = officer()
    with time_machine.travel("2026-11-20 10:00 +0700", tick=False) as time:
        try_in(client, verifier.email)
        time.shift(timedelta(minutes=15, seconds=1))
        assert client.post("/masuk/kode/", {"code": totp_code(verifier)})["Location"] == "/masuk/"


def test_without_cookies_the_form_is_refused_with_an_explanation() -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/masuk/", {"login": "a@contoh.id", "password": "x"})
    assert response.status_code == 403
    assert "kuki" in response.content.decode().lower()
