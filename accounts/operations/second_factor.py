"""TOTP, passkeys and recovery codes: added, used, removed, and reset by a second officer."""

from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    validate_totp_code,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt, encrypt
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.events import SecondFactorChanged
from accounts.models import SignIn, User
from accounts.operations.codes import clean_digits
from accounts.operations.sessions import end_all_sessions
from accounts.operations.sign_in import Origin, note_sign_in
from accounts.selectors import has_second_factor, is_officer
from core import audit, clock
from core.errors import Conflict, Invalid, NotAllowed, TooMany
from core.events import publish
from core.limits import Limit, forget, is_free, refuse_locked, strike, take

FAILS = Limit("second-factor.fail", most=5, within=timedelta(minutes=15), lock=timedelta(minutes=10))
ONCE = Limit("totp.once", most=1, within=timedelta(minutes=2))
DEMO_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 - printed in the demo, refused outside it


def check_second_factor(user: User, code: str, *, origin: Origin, at: datetime) -> Authenticator:
    """The authenticator whose code was typed: TOTP, else a recovery code (participants only).

    Raises Invalid("code_wrong"), Invalid("code_used") for a code that was used before, and TooMany after five failures.
    """
    key = f"{user.pk}|{origin.device}"
    _refuse_locked(user, key, origin, at)
    used = _match(user, clean_digits(code))
    if used is None:
        strike(FAILS, key, at=at)
        note_sign_in(user, SignIn.Outcome.WRONG_CODE, origin=origin, at=at)
        _refuse_locked(user, key, origin, at)
        raise Invalid("code_wrong", _("Kode tidak cocok. Buka aplikasi autentikator, lalu isi 6 angka terbaru."))
    if used.type == Authenticator.Type.TOTP:
        _use_once(user, clean_digits(code), at)
    forget(FAILS, key)
    return used


def _refuse_locked(user: User, key: str, origin: Origin, at: datetime) -> None:
    try:
        refuse_locked(FAILS, key, at=at)
    except TooMany:
        note_sign_in(user, SignIn.Outcome.LOCKED, origin=origin, at=at)
        raise


def _use_once(user: User, digits: str, at: datetime) -> None:
    try:
        take(ONCE, f"{user.pk}|{digits}", at=at)
    except TooMany as error:
        raise Invalid("code_used", _("Kode ini sudah dipakai. Tunggu kode berikutnya di aplikasi.")) from error


def _match(user: User, digits: str) -> Authenticator | None:
    own = {row.type: row for row in Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.WEBAUTHN)}
    totp = own.get(Authenticator.Type.TOTP)
    if totp is not None and validate_totp_code(decrypt(totp.data["secret"]), digits):
        return totp
    spare = own.get(Authenticator.Type.RECOVERY_CODES)
    if spare is not None and RecoveryCodes(spare).validate_code(digits):
        return spare
    return None


@transaction.atomic
def add_totp(user: User, *, secret: str, code: str, at: datetime) -> Authenticator:
    """Connect an authenticator app. Raises Invalid("code_wrong"), Conflict("totp_exists")."""
    if Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        raise Conflict("totp_exists", _("Aplikasi autentikator sudah terhubung."))
    if not validate_totp_code(secret, clean_digits(code)):
        raise Invalid("code_wrong", _("Kode tidak cocok. Periksa jam di HP Anda, lalu isi 6 angka terbaru."))
    row = TOTP.activate(user, secret).instance
    _changed(user, "added", actor=user, at=at, kind="totp")
    return row


@transaction.atomic
def add_passkey(user: User, *, name: str, credential: dict[str, Any], at: datetime) -> Authenticator:
    """Keep a passkey whose registration was verified."""
    row = WebAuthn.add(user, name, credential).instance
    _changed(user, "added", actor=user, at=at, kind="passkey")
    return row


@transaction.atomic
def remove_second_factor(user: User, authenticator_id: int, *, at: datetime) -> None:
    """Remove one. An officer's last one stays: raises NotAllowed("last_factor"). Unknown ids change nothing."""
    User.objects.select_for_update().get(pk=user.pk)  # two at once must not remove the last two
    row = Authenticator.objects.filter(user=user, pk=authenticator_id).first()
    if row is None:
        return
    kind = row.type
    others = Authenticator.objects.filter(user=user).exclude(pk=row.pk).exclude(type=Authenticator.Type.RECOVERY_CODES)
    if not others.exists() and is_officer(user, clock.legal_date(at)):
        raise NotAllowed("last_factor", _("Petugas wajib punya langkah kedua. Tambahkan yang baru dulu."))
    row.delete()
    if not has_second_factor(user):
        Authenticator.objects.filter(user=user).delete()
    _changed(user, "removed", actor=user, at=at, kind=kind)


@transaction.atomic
def new_recovery_codes(user: User, *, at: datetime) -> list[str]:
    """Ten new codes; older ones stop working. Officers have none: a second officer resets them. Raises NotAllowed."""
    if is_officer(user, clock.legal_date(at)):
        raise NotAllowed("officers_have_none", _("Akses petugas dipulihkan oleh administrator lain."))
    User.objects.select_for_update().get(pk=user.pk)
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    codes = RecoveryCodes.activate(user).get_unused_codes()
    _changed(user, "added", actor=user, at=at, kind="recovery_codes")
    return codes


@transaction.atomic
def reset_second_factor(user: User, *, actor: User, reason: str, at: datetime) -> None:
    """A second officer removes every second factor of somebody who lost theirs; it is set up anew at the next sign-in.

    Raises NotAllowed for oneself.
    """
    if user.pk == actor.pk:
        raise NotAllowed("own_account", _("Anda tidak dapat memulihkan akun sendiri. Minta administrator lain."))
    Authenticator.objects.filter(user=user).delete()
    end_all_sessions(user)
    _changed(user, "reset", actor=actor, at=at, kind="all", reason=reason)


def _changed(user: User, change: str, *, actor: User, at: datetime, kind: str, reason: str = "") -> None:
    audit.record(f"accounts.second_factor.{change}", actor=actor, at=at, subject=user, reason=reason, kind=kind)
    publish(SecondFactorChanged(user_id=str(user.pk), change=change))


def enrol_demo_totp(user: User) -> Authenticator:
    """Give a person of the demo the secret that the demo prints. Raises RuntimeError outside the demo and tests."""
    if not settings.SHOW_PATTERNS:
        raise RuntimeError("The demo's secret is known to everybody: DEMO_MODE only.")
    row, _created = Authenticator.objects.update_or_create(
        user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": encrypt(DEMO_SECRET)}}
    )
    return row


def demo_code(user: User, *, at: datetime) -> str:
    """A code that works now for a person with the demo's secret, "" for everybody else and outside the demo."""
    row = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if not settings.DEMO_MODE or row is None or decrypt(row.data["secret"]) != DEMO_SECRET:
        return ""
    before, present, after = (format_hotp_value(hotp_value(DEMO_SECRET, n)) for n in yield_hotp_counters_from_time())
    fresh = [code for code in (present, after, before) if is_free(ONCE, f"{user.pk}|{code}", at=at)]
    return fresh[0] if fresh else present


def refuse_passkey_locked(user: User, *, origin: Origin, at: datetime) -> None:
    """Raise TooMany while this person's second factor is locked on this device."""
    _refuse_locked(user, f"{user.pk}|{origin.device}", origin, at)


def passkey_failed(user: User, *, origin: Origin, at: datetime) -> Invalid:
    """Count a passkey that did not answer; the error to raise. Raises TooMany after five."""
    key = f"{user.pk}|{origin.device}"
    strike(FAILS, key, at=at)
    note_sign_in(user, SignIn.Outcome.WRONG_CODE, origin=origin, at=at)
    _refuse_locked(user, key, origin, at)
    return Invalid("passkey_wrong", _("Kunci sandi tidak cocok. Coba lagi, atau pakai kode."))
