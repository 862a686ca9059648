"""Accounts: made, confirmed, changed, switched off."""

from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.events import ContactChanged, PasswordChanged
from accounts.models import Channel, User
from accounts.operations.codes import check_code, send_code
from accounts.operations.devices import forget_devices
from accounts.operations.sessions import end_all_sessions
from core import audit
from core.crypto import blind_index
from core.errors import Conflict, Invalid, NotAllowed
from core.events import publish

PHONE = "phone"  # purpose of the code that proves a number on registration
UNCONFIRMED_KEPT = timedelta(minutes=30)


def create_user(
    *,
    full_name: str,
    email: str | None = None,
    phone: str = "",
    password: str | None = None,
    language: str = "id",
    phone_verified: bool = False,
    at: datetime,
) -> User:
    """A person who can sign in by e-mail or mobile number (+62…). The number is proved by confirm_phone.

    Raises Invalid("email_taken" | "phone_taken"): the caller's page stays neutral about it (B04). Call it where a
    rollback is wanted when anything after it fails.
    """
    email = email.strip().lower() if email else None
    with transaction.atomic():
        release_unconfirmed(email=email, phone=phone, at=at)
        _refuse_taken(email=email, phone=phone)
        user = User(email=email, full_name=full_name, language=language)
        user.phone = phone
        user.phone_verified_at = at if phone and phone_verified else None
        user.set_password(password)
        _save_unique(user, at)
        audit.record("accounts.user.created", actor=user, at=at, subject=user)
    return user


def release_unconfirmed(*, email: str | None, phone: str, at: datetime) -> None:
    """Take address and number back from accounts that never proved them: nobody can block another's registration."""
    stale = User.objects.filter(
        phone_verified_at=None, last_login=None, is_staff=False, joined_at__lt=at - UNCONFIRMED_KEPT
    ).filter(role_assignments=None)
    if email:
        stale.filter(email__iexact=email).update(email=None)
    if phone:
        stale.filter(phone_index=blind_index("phone", phone)).update(phone_index=None, phone_sealed=b"")


def _refuse_taken(*, email: str | None, phone: str, but: User | None = None) -> None:
    others = User.objects.exclude(pk=but.pk) if but else User.objects.all()
    if email and others.filter(email__iexact=email).exists():
        raise Invalid("email_taken", _("Alamat email ini tidak dapat dipakai. Pakai yang lain, atau pulihkan akun."))
    if phone and others.filter(phone_index=blind_index("phone", phone)).exists():
        raise Invalid("phone_taken", _("Nomor HP ini tidak dapat dipakai. Pakai yang lain, atau pulihkan akun."))


def _save_unique(user: User, at: datetime) -> None:
    """Two registrations at the same moment: the second hears the same as if it had come later."""
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        _refuse_taken(email=user.email, phone=user.phone, but=user)
        raise Conflict("account_taken", _("Akun ini baru saja dibuat. Masuk, atau pulihkan akun Anda.")) from error


def start_phone_verification(user: User, *, channel: str = Channel.SMS, at: datetime) -> None:
    """Send the code that proves the number, or, on request, the e-mail address. Raises TooMany."""
    send_code(user, purpose=PHONE, subject=str(user.pk), channel=channel, at=at)


def confirm_phone(user: User, *, code: str, at: datetime) -> User:
    """The person holds the number. Raises the errors of check_code; confirming twice changes nothing."""
    if user.phone_verified_at is None:
        check_code(user, purpose=PHONE, subject=str(user.pk), code=code, at=at)
        confirm_number(user, at=at)
    return user


def confirm_number(user: User, *, at: datetime) -> None:
    """A code that went to the number came back."""
    User.objects.filter(pk=user.pk, phone_verified_at=None).update(phone_verified_at=at)
    user.phone_verified_at = user.phone_verified_at or at


def check_new_password(password: str, user: User | None = None) -> None:
    """Raise Invalid("weak_password") with every reason in one sentence each."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid("weak_password", " ".join(error.messages)) from error


@transaction.atomic
def set_password(user: User, password: str, *, actor: User, at: datetime) -> User:
    """Change the password: all sessions end. Raises Invalid("weak_password")."""
    check_new_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    end_all_sessions(user)
    audit.record("accounts.password.changed", actor=actor, at=at, subject=user)
    publish(PasswordChanged(user_id=str(user.pk)))
    return user


@transaction.atomic
def change_contact(user: User, *, channel: str, value: str, at: datetime) -> User:
    """Write a new number or address, proved with codes on the new and the old one. Raises Invalid(…_taken)."""
    if channel == Channel.SMS:
        _refuse_taken(email=None, phone=value, but=user)
        user.phone, user.phone_verified_at = value, at
    else:
        _refuse_taken(email=value, phone="", but=user)
        user.email = value.strip().lower()
    _save_unique(user, at)
    forget_devices(user)
    audit.record("accounts.contact.changed", actor=user, at=at, subject=user, channel=channel)
    publish(ContactChanged(user_id=str(user.pk), channel=str(channel)))
    return user


@transaction.atomic
def set_active(user: User, *, active: bool, actor: User, reason: str = "", at: datetime) -> User:
    """Switch an account on or off; off ends all sessions. Raises NotAllowed for one's own account."""
    if user.pk == actor.pk:
        raise NotAllowed("own_account", _("Anda tidak dapat mengubah akun sendiri. Minta administrator lain."))
    User.objects.filter(pk=user.pk).update(is_active=active)
    user.is_active = active
    if not active:
        end_all_sessions(user)
    action = "accounts.user.enabled" if active else "accounts.user.disabled"
    audit.record(action, actor=actor, at=at, subject=user, reason=reason)
    return user
