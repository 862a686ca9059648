"""Sessions: how long, how many, and what ends them."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.test import Client

from accounts.enums import Role
from accounts.models import OneTimeCode, RoleAssignment, User
from accounts.operations.roles import end_role, grant_role
from accounts.operations.sessions import end_all_sessions
from accounts.operations.users import set_active, set_password
from accounts.session_store import SessionStore
from core import clock
from tests.factories.accounts import PASSWORD, UserFactory, officer, sign_in, totp_code

pytestmark = pytest.mark.django_db
PAGE = "/akun/keamanan/"


@pytest.fixture
def time() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-20 08:00 +0700", tick=False) as traveller:
        yield traveller


def is_in(client: Client) -> bool:
    return client.get(PAGE).status_code == 200


def enter(user: User) -> Client:
    """Through the pages, so that the session is listed."""
    client = Client()
    client.post("/masuk/", {"login": user.email, "password": PASSWORD})
    if "account_login" in client.session:
        pending = client.get("/masuk/kode/")
        if pending.status_code == 200:
            client.post("/masuk/kode/", {"code": totp_code(user)})
        else:
            client.post("/masuk/perangkat-baru/", {"code": OneTimeCode.objects.latest("created_at", "pk").digits})
    return client


@pytest.mark.parametrize(("make", "minutes"), [(UserFactory, 30), (officer, 15)], ids=["participant", "officer"])
def test_an_idle_session_ends(client: Client, time: time_machine.Traveller, make, minutes: int) -> None:  # type: ignore[no-untyped-def]
    sign_in(client, make())
    time.shift(timedelta(minutes=minutes, seconds=-1))
    assert is_in(client)
    time.shift(timedelta(minutes=minutes))
    assert not is_in(client)


@pytest.mark.parametrize(("make", "hours"), [(UserFactory, 12), (officer, 9)], ids=["participant", "officer"])
def test_even_a_busy_session_ends(client: Client, time: time_machine.Traveller, make, hours: int) -> None:  # type: ignore[no-untyped-def]
    sign_in(client, make())
    for _ in range(hours * 6 - 1):
        time.shift(timedelta(minutes=10))
        assert is_in(client)
    time.shift(timedelta(minutes=10))
    assert not is_in(client)


def test_after_the_end_the_page_is_named_and_comes_back(client: Client, time: time_machine.Traveller) -> None:
    sign_in(client, UserFactory())
    time.shift(timedelta(minutes=31))
    response = client.get(PAGE, follow=True)
    assert response.redirect_chain[-1][0] == "/masuk/?next=/akun/keamanan/"
    assert "Sesi Anda berakhir demi keamanan. Masuk lagi; draf Anda tersimpan." in response.content.decode()


def test_moving_the_day_of_the_demo_ends_no_session(client: Client, settings, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    sign_in(client, UserFactory())
    settings.DEMO_MODE = True
    monkeypatch.setattr(clock, "_demo_shift", lambda: timedelta(days=40))
    assert is_in(client)


def test_a_fourth_device_signs_the_oldest_out(time: time_machine.Traveller) -> None:
    user = UserFactory()
    clients = []
    for _ in range(4):
        clients.append(enter(user))
        time.shift(timedelta(minutes=4))
    assert [is_in(client) for client in clients] == [False, True, True, True]
    assert UserSession.objects.filter(user=user).count() == 3


def test_an_officer_works_in_one_place(time: time_machine.Traveller) -> None:
    verifier = officer()
    first = enter(verifier)
    time.shift(timedelta(minutes=2))
    second = enter(verifier)
    assert (is_in(first), is_in(second)) == (False, True)


def test_a_device_can_be_signed_out_from_another(time: time_machine.Traveller) -> None:
    user = UserFactory()
    lost = enter(user)
    time.shift(timedelta(minutes=1))
    mine = enter(user)
    theirs = UserSession.objects.get(session_key=lost.session.session_key)
    assert mine.post(f"/akun/keamanan/sesi/{theirs.pk}/keluarkan/").status_code == 302
    assert (is_in(lost), is_in(mine)) == (False, True)


def test_somebody_elses_device_is_not_found() -> None:
    mine, theirs = enter(UserFactory()), enter(UserFactory())
    row = UserSession.objects.get(session_key=theirs.session.session_key)
    assert mine.post(f"/akun/keamanan/sesi/{row.pk}/keluarkan/").status_code == 404
    assert is_in(theirs)


def test_all_devices_can_be_signed_out() -> None:
    user = UserFactory()
    one, two = enter(user), enter(user)
    response = one.post("/akun/keamanan/keluarkan-semua/")
    assert response["Location"] == "/masuk/"
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert (is_in(one), is_in(two)) == (False, False)


def test_a_session_that_no_list_knows_ends_too(client: Client) -> None:
    user = UserFactory()
    sign_in(client, user)
    assert not UserSession.objects.exists()
    end_all_sessions(user)
    assert not is_in(client)


def test_a_new_password_ends_the_others_and_keeps_this_one(at: datetime) -> None:
    user = UserFactory()
    mine, other = enter(user), enter(user)
    response = mine.post("/akun/keamanan/sandi/", {"current": PASSWORD, "password": "ikan biru suka hujan"})
    assert response["Location"] == PAGE
    assert (is_in(mine), is_in(other)) == (True, False)


@pytest.mark.parametrize("change", ["disabled", "granted", "ended", "password"])
def test_what_ends_every_session(client: Client, at: datetime, change: str) -> None:
    boss, user = UserFactory(), officer(Role.MEDIATOR, region="3372")
    sign_in(client, user)
    assert is_in(client)
    if change == "disabled":
        set_active(user, active=False, actor=boss, at=at)
    elif change == "granted":
        grant_role(user, Role.INTEGRITY, starts_on=at.date(), granted_by=boss, at=at)
    elif change == "ended":
        end_role(RoleAssignment.objects.get(user=user), actor=boss, on=at.date(), at=at)
    else:
        set_password(user, "ikan biru suka hujan", actor=user, at=at)
    assert not is_in(client)


def test_an_officer_without_second_factor_reaches_only_its_setup(client: Client) -> None:
    user = officer()
    sign_in(client, user, second_factor=False)
    assert client.get("/ops/")["Location"] == "/akun/keamanan/langkah-kedua/"
    assert client.get(PAGE)["Location"] == "/akun/keamanan/langkah-kedua/"
    assert client.get("/akun/keamanan/langkah-kedua/").status_code == 200


def test_a_participant_is_not_forced_to_have_one(client: Client) -> None:
    sign_in(client, UserFactory())
    assert is_in(client)


def test_knowing_who_asks_costs_two_queries_and_an_officer_one_more(client: Client, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    sign_in(client, UserFactory())
    with django_assert_num_queries(2):  # session, user
        assert client.get("/masuk/").status_code == 302
    sign_in(client, officer())
    with django_assert_num_queries(3):  # session, user, roles in force
        assert client.get("/masuk/").status_code == 302


def test_a_key_that_nobody_was_given_is_not_taken_over():
    invented = SessionStore("k" * 32)
    invented["seen"] = 1
    invented.save()
    assert invented.session_key != "k" * 32
    assert SessionStore(invented.session_key)["seen"] == 1


def test_a_session_that_expired_is_empty(time):
    store = SessionStore()
    store["seen"] = 1
    store.set_expiry(60)
    store.save()
    time.shift(timedelta(seconds=59))
    assert SessionStore(store.session_key).get("seen") == 1
    time.shift(timedelta(seconds=1))
    assert SessionStore(store.session_key).get("seen") is None
