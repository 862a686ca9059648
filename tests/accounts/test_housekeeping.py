"""What nobody needs any more goes, and the commands of an installation."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command

from accounts.enums import Role
from accounts.models import KnownDevice, OneTimeCode, RoleAssignment, User
from accounts.operations.codes import send_code
from accounts.operations.devices import remember_device
from accounts.operations.housekeeping import clear_old
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_what_is_over_is_deleted_and_the_rest_stays(at: datetime) -> None:
    user = UserFactory()
    send_code(user, purpose="kapk", subject="x", at=at)
    remember_device(user, token="a" * 43, name="HP", at=at)
    Session.objects.create(session_key="tua", session_data="", expire_date=at + timedelta(hours=12))
    for key in ("tua", "tidak-ada"):
        UserSession.objects.create(user=user, session_key=key, ip="127.0.0.1", user_agent="")
    clear_old(at + timedelta(hours=1))
    assert OneTimeCode.objects.count() == KnownDevice.objects.count() == Session.objects.count() == 1
    assert [row.session_key for row in UserSession.objects.all()] == ["tua"]
    clear_old(at + timedelta(days=181))
    assert OneTimeCode.objects.count() == KnownDevice.objects.count() == Session.objects.count() == 0
    assert not UserSession.objects.exists()
    assert clear_old(at + timedelta(days=181)) == 0


def test_the_first_administrator_is_made_on_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getpass", lambda prompt: "kuda hijau makan es krim")
    out = StringIO()
    call_command("create_admin", "admin@contoh.go.id", "Endah", stdout=out)
    user = User.objects.get(email="admin@contoh.go.id")
    assert RoleAssignment.objects.get(user=user).role == Role.ADMINISTRATOR
    assert user.check_password("kuda hijau makan es krim")
    assert out.getvalue().startswith("admin@contoh.go.id: administrator.")


def test_a_weak_password_makes_no_administrator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getpass", lambda prompt: "admin")
    with pytest.raises(CommandError, match="terlalu pendek"):
        call_command("create_admin", "admin@contoh.go.id", "Endah")
    assert not User.objects.exists()
