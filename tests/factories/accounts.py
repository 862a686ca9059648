"""People who can sign in, and officers. `sign_in` gives a test client the session that the sign-in page would give."""

import time
from datetime import UTC, date, datetime
from typing import Any

import factory
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt, encrypt
from django.test import Client
from factory.django import DjangoModelFactory

from accounts import sessions
from accounts.enums import NATIONAL_ROLES, Role
from accounts.models import RoleAssignment, User
from core.models import Region

PASSWORD = "kuda hijau makan es krim"
VERIFIED_AT = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)


class UserFactory(DjangoModelFactory):
    """A person with an e-mail address, a proved mobile number and the password PASSWORD."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    full_name = factory.Sequence(lambda n: f"Peserta {_letters(n)}")
    email = factory.Sequence(lambda n: f"peserta{n}@contoh.id")
    phone = factory.Sequence(lambda n: f"+62812{n:08d}")
    phone_verified_at = VERIFIED_AT

    class Params:
        without_email = factory.Trait(email=None)
        without_phone = factory.Trait(phone="", phone_verified_at=None)
        unconfirmed = factory.Trait(phone_verified_at=None)
        disabled = factory.Trait(is_active=False)
        with_totp = factory.Trait(totp=factory.RelatedFactory("tests.factories.accounts.TotpFactory", "user"))

    @factory.post_generation
    def password(self, create: bool, extracted: str | None, **kwargs: Any) -> None:
        self.set_password(extracted or PASSWORD)
        if create:
            self.save(update_fields=["password"])


class TotpFactory(DjangoModelFactory):
    """An authenticator app."""

    class Meta:
        model = Authenticator

    user = factory.SubFactory(UserFactory)
    type = Authenticator.Type.TOTP
    data = factory.LazyFunction(lambda: {"secret": encrypt(generate_totp_secret())})


class RoleAssignmentFactory(DjangoModelFactory):
    """A role since 2020, in `region` (a code) or the whole nation."""

    class Meta:
        model = RoleAssignment

    user = factory.SubFactory(UserFactory)
    role = Role.BPJS_VERIFIER
    region = None
    starts_on = date(2020, 1, 1)


def officer(role: Role = Role.BPJS_VERIFIER, *, region: str | None = None, **fields: Any) -> User:
    """An officer with one role. A role that is not national gets the region, or the nation when none is given."""
    user = UserFactory(full_name=fields.pop("full_name", "Petugas Satu"), with_totp=True, **fields)
    where = Region.objects.get(code=region) if region and role not in NATIONAL_ROLES else None
    RoleAssignmentFactory(user=user, role=role, region=where)
    return user


def sign_in(client: Client, user: User, *, second_factor: bool | None = None, proved_ago: int = 0) -> Client:
    """The client, signed in as `user`. `second_factor` defaults to what the user has; `proved_ago` in seconds."""
    client.force_login(user)
    if second_factor is None:
        second_factor = Authenticator.objects.filter(user=user).exists()
    now = int(time.time())
    session = client.session
    session[sessions.SINCE] = session[sessions.SEEN] = now
    session[sessions.PROVED] = now - proved_ago
    session[sessions.SECOND_FACTOR] = second_factor
    session.save()
    return client


def totp_code(user: User, *, step: int = 0) -> str:
    """What the user's authenticator app shows now; `step` 1 is the next code, -1 the one before."""
    row = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(decrypt(row.data["secret"]), counters[len(counters) // 2] + step))


def _letters(n: int) -> str:
    """A name without digits: 0 is A, 27 is AB."""
    text = ""
    n += 1
    while n:
        n, rest = divmod(n - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
