"""Making an account: two pages, one code, and a look at the registry afterwards.

What was typed lies sealed in a Registration row for an hour, of the password only its hash. Whether a NIK, number or
address already has an account is never shown: every answer looks the same, and the owner is told.
"""

import hmac
import json
import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.operations.users import create_user
from core import audit
from core.crypto import blind_index
from core.errors import Conflict, Invalid
from core.jobs import enqueue
from core.limits import Limit, take, too_many
from integrations.guard import forbid_transaction
from integrations.sms import SmsClient
from notices.operations import notify
from participants.models import Person, Registration
from participants.operations.identity import start_identity_check

LIFETIME = timedelta(hours=1)
CODE_LIFETIME = timedelta(minutes=10)
WRONG_TRIES = 5
FROM_ONE_ADDRESS = Limit("registration.start", most=30, within=timedelta(hours=1))
SENDS = Limit("registration.code", most=3, within=timedelta(minutes=10))
SENDS_A_DAY = Limit("registration.code.day", most=10, within=timedelta(days=1))
CONSENT_VERSION = "2026-11"


@transaction.atomic
def begin_registration(
    *, nik: str, full_name: str, mother_name: str, born_on: date, address: str, at: datetime
) -> Registration:
    """Keep the first page. `address`: the visitor's network address; thirty NIKs an hour from it. Raises TooMany."""
    take(FROM_ONE_ADDRESS, address, at=at)
    typed = {"nik": nik, "full_name": full_name, "mother_name": mother_name, "born_on": born_on.isoformat()}
    return _begin(typed, at)


@transaction.atomic
def begin_employer_registration(*, full_name: str, address: str, at: datetime) -> Registration:
    """The same for somebody who acts for an employer: a name is enough. Raises TooMany."""
    take(FROM_ONE_ADDRESS, address, at=at)
    return _begin({"full_name": full_name}, at)


@transaction.atomic
def set_contact(
    *, registration: Registration, email: str, phone: str, password: str, at: datetime, channel: str = "sms"
) -> Registration:
    """Keep the second page and send the code. Looks the same when the person has an account. Raises TooMany."""
    typed = {**typed_of(registration), "email": email.lower(), "phone": phone}
    registration.typed = json.dumps(typed)
    registration.password = make_password(password)
    owners = _owners(typed)
    registration.usable = not owners
    for owner in owners:
        notify(event="registration_tried", user=owner, at=at, key=f"{at:%Y-%m-%d}")
    return _send(registration, channel, at)


@transaction.atomic
def send_code_again(*, registration: Registration, channel: str, at: datetime) -> Registration:
    """Once more by "sms", or by "email" when one was given. Raises TooMany, Invalid("no_email")."""
    if channel == "email" and not typed_of(registration).get("email"):
        raise Invalid("no_email", _("Anda tidak mengisi email. Minta kode lewat SMS."))
    return _send(registration, channel, at)


def finish_registration(*, registration: Registration, code: str, language: str, at: datetime) -> User:
    """The code is right: make the account, wipe what was typed, have the identity checked. Twice gives Conflict.

    Raises Invalid("code_wrong" | "code_expired"), TooMany after five wrong codes, Conflict("registration_over").
    """
    _check_code(registration.pk, code, at)
    try:
        return _make(registration.pk, language, at)
    except (IntegrityError, Invalid):  # somebody took the NIK, number or address since the code was sent
        raise Conflict("registration_over", _("Pendaftaran ini tidak dapat diselesaikan. Mulai lagi.")) from None


def deliver_registration_code(registration: Registration, *, sms: SmsClient, at: datetime) -> None:
    """Send the code that is waiting. Twice sends once. Raises PartnerUnavailable, OSError: try again."""
    if not registration.code or registration.code_until is None or registration.code_until <= at:
        return
    typed = typed_of(registration)
    text = _("JKP: kode pendaftaran Anda %(code)s. Berlaku 10 menit. Jangan beri tahu siapa pun.") % {
        "code": registration.code
    }
    if registration.code_channel == "sms":
        sms.send(f"{registration.pk}:{registration.sends}", typed["phone"], text)
        return
    forbid_transaction("smtp")
    words = render_to_string("participants/mail/registration_code.txt", {"code": registration.code})
    EmailMessage(_("Kode pendaftaran JKP"), words, to=[typed["email"]]).send()


def typed_of(registration: Registration) -> dict[str, Any]:
    """What was typed so far; empty once finished."""
    return json.loads(registration.typed) if registration.typed else {}


def clear_old_registrations(*, at: datetime) -> int:
    """Delete what expired: nothing of an unfinished registration stays."""
    return Registration.objects.filter(expires_at__lte=at).delete()[0]


def _begin(typed: Mapping[str, str], at: datetime) -> Registration:
    registration = Registration(started_at=at, expires_at=at + LIFETIME)
    registration.typed = json.dumps(dict(typed))
    registration.save(force_insert=True)
    return registration


def _owners(typed: Mapping[str, str]) -> list[User]:
    """The accounts that already hold this NIK, number or address."""
    owners = list(User.objects.filter(phone_index=blind_index("phone", typed["phone"])))
    if typed["email"]:
        owners += User.objects.filter(email__iexact=typed["email"])
    if "nik" in typed:
        owners += User.objects.filter(person__nik_index=blind_index("nik", typed["nik"]))
    return list({owner.pk: owner for owner in owners}.values())


def _send(registration: Registration, channel: str, at: datetime) -> Registration:
    phone = typed_of(registration)["phone"]
    take(SENDS, phone, at=at)
    take(SENDS_A_DAY, phone, at=at)
    registration.code = f"{secrets.randbelow(1_000_000):06d}" if registration.usable else ""
    registration.code_channel = channel
    registration.code_sent_at = at
    registration.code_until = at + CODE_LIFETIME
    registration.sends += 1
    registration.wrong_tries = 0
    registration.save()
    if registration.usable:
        enqueue("participants.deliver_registration_code", registration_id=registration.pk)
    return registration


def _check_code(registration_id: object, code: str, at: datetime) -> None:
    """Its own transaction, so that a wrong try counts although it ends in an error."""
    with transaction.atomic():
        registration = Registration.objects.select_for_update().filter(pk=registration_id).first()
        if registration is None or registration.done_at is not None or registration.expires_at <= at:
            raise Conflict("registration_over", _("Pendaftaran ini sudah selesai atau kedaluwarsa. Mulai lagi."))
        if registration.wrong_tries >= WRONG_TRIES:
            raise too_many(max((registration.code_until or at) - at, timedelta(minutes=1)))
        if registration.code_until is None or registration.code_until <= at:
            raise Invalid("code_expired", _("Kode sudah kedaluwarsa. Minta kode baru, lalu isi 6 angka itu."))
        right = bool(registration.code) and hmac.compare_digest(registration.code.encode(), code.encode())
        if not right:
            registration.wrong_tries += 1
            registration.save(update_fields=["wrong_tries"])
    if not right:
        raise Invalid("code_wrong", _("Kode tidak cocok. Periksa 6 angka yang kami kirim."))


@transaction.atomic
def _make(registration_id: object, language: str, at: datetime) -> User:
    registration = Registration.objects.select_for_update().get(pk=registration_id)
    if registration.done_at is not None:
        raise Conflict("registration_over", _("Pendaftaran ini sudah selesai. Silakan masuk."))
    typed = typed_of(registration)
    user = _user(typed, registration, language, at)
    if "nik" in typed:
        start_identity_check(
            user=user,
            nik=typed["nik"],
            full_name=typed["full_name"],
            mother_name=typed["mother_name"],
            born_on=date.fromisoformat(typed["born_on"]),
            at=at,
        )
    registration.typed, registration.code, registration.password = "", "", ""
    registration.done_at = at
    registration.save()
    audit.record("participants.registered", actor=user, at=at, subject=user, consent=CONSENT_VERSION)
    notify(event="welcome", user=user, at=at)
    return user


def _user(typed: Mapping[str, str], registration: Registration, language: str, at: datetime) -> User:
    user = create_user(
        full_name=typed["full_name"],
        email=typed["email"] or None,
        phone=typed["phone"],
        language=language,
        phone_verified=registration.code_channel == "sms",
        at=at,
    )
    user.password = registration.password
    user.save(update_fields=["password"])
    return user


def register_person(
    *, nik: str, full_name: str, mother_name: str, born_on: date, email: str, phone: str, password: str, at: datetime
) -> Person | None:
    """The whole registration in one call, for the demo and tests: as if both pages and the code had been sent.

    None when the NIK was named by an employer before and waits for the identity check.
    """
    registration = begin_registration(
        nik=nik, full_name=full_name, mother_name=mother_name, born_on=born_on, address=phone, at=at
    )
    registration = set_contact(registration=registration, email=email, phone=phone, password=password, at=at)
    user = finish_registration(registration=registration, code=registration.code, language="id", at=at)
    return Person.objects.filter(user=user).first()
