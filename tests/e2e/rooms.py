"""A room that is open now, for two browsers: written straight into the running portal's database by `portal.tell`."""

import json
import uuid
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from core import clock
from core.models import Region
from participants.models import Person
from tests.factories import counseling as make
from tests.factories.accounts import RoleAssignmentFactory, UserFactory, sign_in
from tests.factories.participants import PersonFactory

REGION = "3372"


def tell_room(path: str, *, minutes_ago: int = 1) -> None:
    """A session that began so many minutes ago. Its address and the cookies of its two people go to `path` as JSON."""
    mark = uuid.uuid4().hex[:8]
    siti = _user(f"peserta.{mark}", "Siti Rahayu")
    nik = f"990101010790{7000 + Person.objects.count() % 2000}"  # each call is a process that counts from the beginning
    person = PersonFactory(full_name="Siti Rahayu", user=siti, nik=nik)
    maya = _user(f"konselor.{mark}", "Maya Lestari", with_totp=True)
    RoleAssignmentFactory(user=maya, role=Role.COUNSELLOR, region=Region.objects.get(pk=REGION))
    now = clock.now()
    session = make.agreed_session(
        person,
        by=make.counsellor(REGION, user=maya),
        starts_at=now - timedelta(minutes=minutes_ago),
        at=now - timedelta(hours=3),
    )
    told = {"pk": str(session.pk), "peserta": _cookie(person.user), "konselor": _cookie(maya)}
    Path(path).write_text(json.dumps(told))


def _user(name: str, full_name: str, **fields: object) -> User:
    return UserFactory(email=f"{name}@contoh.invalid", phone=_number(), full_name=full_name, **fields)


def _number() -> str:
    return f"+62857{uuid.uuid4().int % 10**8:08d}"


def _cookie(user: User) -> str:
    client = sign_in(Client(), user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value
