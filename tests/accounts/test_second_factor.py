"""TOTP, passkeys and recovery codes: set up, used, removed, recovered."""

from datetime import datetime

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, format_hotp_value, hotp_value
from django.test import Client

from accounts.enums import Role
from accounts.operations.second_factor import (
    DEMO_SECRET,
    demo_code,
    enrol_demo_totp,
    new_recovery_codes,
    remove_second_factor,
    reset_second_factor,
)
from accounts.sessions import SECOND_FACTOR
from core.errors import NotAllowed
from core.models import AuditEvent
from tests.factories.accounts import PASSWORD, RoleAssignmentFactory, UserFactory, officer, sign_in, totp_code
from tests.html import soup

pytestmark = pytest.mark.django_db
SETUP = "/akun/keamanan/langkah-kedua/"


def new_officer():  # type: ignore[no-untyped-def]
    user = UserFactory(full_name="Petugas Baru")
    RoleAssignmentFactory(user=user, role=Role.BPJS_VERIFIER)
    return user


def code_on_page(client: Client) -> str:
    import time

    return format_hotp_value(hotp_value(client.session[SECRET_SESSION_KEY], int(time.time()) // 30))


def test_a_new_officer_is_led_to_the_setup_and_then_works(client: Client) -> None:
    user = new_officer()
    sign_in(client, user)
    assert client.get("/beranda-saya/")["Location"] == SETUP
    page = soup(client.get(SETUP))
    assert page.h1.get_text(strip=True) == "Aktifkan langkah kedua dulu"
    secret = soup(client.get(f"{SETUP}aplikasi/")).select_one("code").get_text(strip=True).replace(" ", "")
    assert secret == client.session[SECRET_SESSION_KEY]
    done = client.post(f"{SETUP}aplikasi/", {"code": code_on_page(client)})
    assert done["Location"] == "/beranda-saya/"
    assert client.session[SECOND_FACTOR] is True
    assert client.get("/akun/keamanan/").status_code == 200


def test_the_secret_lies_sealed(client: Client) -> None:
    user = UserFactory(with_totp=True)
    row = Authenticator.objects.get(user=user)
    from allauth.mfa.utils import decrypt

    assert decrypt(row.data["secret"]) not in str(row.data)


def test_a_wrong_code_connects_nothing(client: Client) -> None:
    sign_in(client, new_officer())
    client.get(f"{SETUP}aplikasi/")
    wrong = f"{(int(code_on_page(client)) + 1) % 1_000_000:06d}"
    assert client.post(f"{SETUP}aplikasi/", {"code": wrong}).status_code == 422
    assert not Authenticator.objects.exists()


def test_a_second_app_is_not_connected_by_going_back(client: Client) -> None:
    sign_in(client, UserFactory(with_totp=True))
    assert client.get(f"{SETUP}aplikasi/")["Location"] == SETUP
    assert client.post(f"{SETUP}aplikasi/", {"code": "123456"})["Location"] == SETUP


def test_a_stolen_password_alone_adds_no_factor_to_an_officer(client: Client) -> None:
    """A session that did not show the second factor cannot add another one."""
    sign_in(client, officer(), second_factor=False)
    assert client.get(SETUP).status_code == 200
    assert client.get(f"{SETUP}kunci-sandi/")["Location"].startswith("/akun/konfirmasi/")
    assert client.post(f"{SETUP}kunci-sandi/", {"credential": '{"id": "x"}', "name": "x"}).status_code == 302
    assert client.get(f"{SETUP}aplikasi/").status_code == 302


def test_recovery_codes_are_shown_once_and_work_once(client: Client) -> None:
    user = UserFactory(with_totp=True)
    sign_in(client, user)
    assert soup(client.get("/akun/keamanan/kode-cadangan/")).select("code") == []
    shown = [code.get_text() for code in soup(client.post("/akun/keamanan/kode-cadangan/")).select("code")]
    assert len(set(shown)) == 10
    assert soup(client.get("/akun/keamanan/kode-cadangan/")).select("code") == []
    for expected in (302, 422):
        other = Client()
        other.post("/masuk/", {"login": user.email, "password": PASSWORD})
        assert other.post("/masuk/kode/", {"code": shown[0]}).status_code == expected


def test_new_recovery_codes_end_the_old(at: datetime) -> None:
    user = UserFactory(with_totp=True)
    first, second = new_recovery_codes(user, at=at), new_recovery_codes(user, at=at)
    assert not set(first) & set(second)


def test_officers_have_no_recovery_codes(client: Client) -> None:
    user = officer()
    sign_in(client, user)
    assert client.post("/akun/keamanan/kode-cadangan/").status_code == 403
    assert not Authenticator.objects.filter(type="recovery_codes").exists()


def test_an_officers_last_factor_stays(client: Client) -> None:
    user = officer()
    sign_in(client, user)
    row = Authenticator.objects.get(user=user)
    assert client.post(f"{SETUP}{row.pk}/hapus/").status_code == 403
    assert Authenticator.objects.filter(pk=row.pk).exists()


def test_a_participant_removes_it_with_its_recovery_codes(client: Client, at: datetime) -> None:
    user = UserFactory(with_totp=True)
    new_recovery_codes(user, at=at)
    sign_in(client, user)
    row = Authenticator.objects.get(user=user, type="totp")
    assert client.post(f"{SETUP}{row.pk}/hapus/").status_code == 302
    assert not Authenticator.objects.filter(user=user).exists()


def test_somebody_elses_factor_is_not_found_and_stays(client: Client, at: datetime) -> None:
    mine, theirs = UserFactory(with_totp=True), UserFactory(with_totp=True)
    row = Authenticator.objects.get(user=theirs)
    sign_in(client, mine)
    assert client.post(f"{SETUP}{row.pk}/hapus/").status_code == 404
    remove_second_factor(mine, row.pk, at=at)
    assert Authenticator.objects.filter(user=theirs).exists()


def test_a_second_officer_resets_a_lost_factor(client: Client, at: datetime) -> None:
    boss, user = officer(Role.ADMINISTRATOR), officer()
    sign_in(client, user)
    reset_second_factor(user, actor=boss, reason="HP hilang", at=at)
    assert not Authenticator.objects.filter(user=user).exists()
    assert client.get("/akun/keamanan/").status_code == 302
    row = AuditEvent.objects.get(action="accounts.second_factor.reset")
    assert (row.actor, row.reason) == (boss, "HP hilang")


def test_nobody_resets_their_own(at: datetime) -> None:
    boss = officer(Role.ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        reset_second_factor(boss, actor=boss, reason="", at=at)
    assert Authenticator.objects.filter(user=boss).exists()


def test_a_forged_passkey_counts_as_a_failure(client: Client) -> None:
    user = officer()
    client.post("/masuk/", {"login": user.email, "password": PASSWORD})
    statuses = [client.post("/masuk/kode/", {"credential": '{"id": "x"}'}).status_code for _ in range(5)]
    assert statuses == [422, 422, 422, 422, 429]
    assert client.post("/masuk/kode/", {"code": totp_code(user)}).status_code == 429


@pytest.mark.parametrize(
    "junk",
    [
        "",
        "bukan json",
        "[]",
        "{}",
        '{"id": 1, "response": null}',
    ],
)
def test_nonsense_from_the_browser_is_no_passkey(client: Client, junk: str) -> None:
    sign_in(client, UserFactory())
    client.get(f"{SETUP}kunci-sandi/")
    assert client.post(f"{SETUP}kunci-sandi/", {"credential": junk, "name": "HP"}).status_code in (200, 422)
    assert not Authenticator.objects.exists()


def test_an_answer_without_a_question_is_none(client: Client) -> None:
    sign_in(client, UserFactory())
    response = client.post(f"{SETUP}kunci-sandi/", {"credential": '{"id": "x"}', "name": "HP"})
    assert response.status_code == 422
    assert not Authenticator.objects.exists()


# --- the demo ----------------------------------------------------------------------------------------------------


def test_the_demos_code_is_shown_in_the_demo_only(client: Client, settings) -> None:  # type: ignore[no-untyped-def]
    user = officer()
    Authenticator.objects.filter(user=user).delete()
    enrol_demo_totp(user)
    client.post("/masuk/", {"login": user.email, "password": PASSWORD})
    settings.SHOW_PATTERNS = settings.DEMO_MODE = False
    assert "Hanya di peragaan" not in client.get("/masuk/kode/").content.decode()
    settings.DEMO_MODE = True
    page = client.get("/masuk/kode/").content.decode()
    assert "Hanya di peragaan" in page
    code = soup(page).select_one(".note b.num").get_text()
    assert client.post("/masuk/kode/", {"code": code}).status_code == 302


def test_a_code_that_was_used_is_not_shown_again(client: Client, settings, at: datetime) -> None:  # type: ignore[no-untyped-def]
    from core import clock

    settings.DEMO_MODE = True
    user = officer()
    Authenticator.objects.filter(user=user).delete()
    enrol_demo_totp(user)
    first = demo_code(user, at=clock.now())
    client.post("/masuk/", {"login": user.email, "password": PASSWORD})
    client.post("/masuk/kode/", {"code": first})
    assert demo_code(user, at=clock.now()) != first


def test_another_persons_secret_is_never_shown(settings, at: datetime) -> None:  # type: ignore[no-untyped-def]
    settings.DEMO_MODE = True
    assert demo_code(officer(), at=at) == ""


def test_the_demos_secret_is_refused_outside(settings) -> None:  # type: ignore[no-untyped-def]
    settings.DEMO_MODE = settings.SHOW_PATTERNS = False
    with pytest.raises(RuntimeError):
        enrol_demo_totp(UserFactory())
    assert len(DEMO_SECRET) == 32
