"""Six digits for one act: sent once, used once, bound to a person, a purpose and a thing (ASVS 6.5, 6.6)."""

import hmac
import logging
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Channel, OneTimeCode, User
from core.errors import Invalid
from core.jobs import enqueue
from core.limits import Limit, locked_until, refuse_locked, strike, take, too_many
from core.text import ascii_digits, one_line

log = logging.getLogger(__name__)
LIFETIME = timedelta(minutes=10)
SENDS = Limit("code.send", most=3, within=timedelta(minutes=10))
SENDS_A_DAY = Limit("code.send.day", most=10, within=timedelta(days=1))
WRONG = Limit("code.wrong", most=5, within=timedelta(minutes=10), lock=timedelta(minutes=10))
SENDS_OF_ALL_A_MINUTE = 200  # more than this looks like somebody pumping SMS


@transaction.atomic
def send_code(
    user: User, *, purpose: str, subject: str, channel: str = Channel.SMS, to: str = "", at: datetime
) -> OneTimeCode:
    """Make a new code and have it sent; older codes for the same act stop working.

    `to` is for an address that the user does not have yet; without it the user's own is used, and the other channel
    when the user has none of this kind. Raises TooMany (three in ten minutes, ten a day, per address) and
    Invalid("no_address").
    """
    channel, to = (channel, to) if to else _address(user, channel)
    take(SENDS, to, at=at)
    take(SENDS_A_DAY, to, at=at)
    OneTimeCode.objects.filter(user=user, purpose=purpose, subject=subject, used_at=None, expires_at__gt=at).update(
        expires_at=at
    )
    code = OneTimeCode(
        user=user, purpose=purpose, subject=subject, channel=channel, created_at=at, expires_at=at + LIFETIME
    )
    code.to = to
    code.digits = f"{secrets.randbelow(1_000_000):06d}"
    code.save(force_insert=True)
    enqueue("notices.deliver_code", code_id=code.pk)
    _watch(at)
    return code


def check_code(user: User, *, purpose: str, subject: str, code: str, at: datetime) -> None:
    """Use a code up.

    Raises Invalid("code_missing" | "code_wrong" | "code_expired" | "code_used"), and TooMany after five wrong tries,
    for ten minutes. Call it outside a transaction (RuntimeError otherwise): a rollback would forget the wrong tries.
    """
    check_codes(user, purpose=purpose, codes={subject: code}, at=at)


def check_codes(user: User, *, purpose: str, codes: Mapping[str, str], at: datetime) -> None:
    """Use up several codes, by subject, or none of them. Raises what check_code raises, with the fact `subject`."""
    for subject in codes:
        refuse_locked(WRONG, f"{user.pk}|{purpose}|{subject}", at=at)
    with transaction.atomic(durable=True):
        for subject, code in codes.items():
            problem = _use(user, purpose, subject, code, at)
            if problem is not None:
                transaction.set_rollback(True)
                break
    if problem is None:
        return
    problem.facts["subject"] = subject
    if problem.code == "code_wrong":
        count_wrong(f"{user.pk}|{purpose}|{subject}", at=at)
    raise problem


def count_wrong(key: str, *, at: datetime) -> None:
    """Count a wrong code. Raises TooMany when that was the fifth."""
    strike(WRONG, key, at=at)
    until = locked_until(WRONG, key, at=at)
    if until is not None:
        raise too_many(until - at)


def _use(user: User, purpose: str, subject: str, typed: str, at: datetime) -> Invalid | None:
    codes = OneTimeCode.objects.select_for_update().filter(user=user, purpose=purpose, subject=subject)
    latest = codes.order_by("-created_at").first()
    if latest is None:
        return Invalid("code_missing", _("Minta kode dulu, lalu isi 6 angka itu."))
    if latest.used_at is not None:
        return Invalid("code_used", _("Kode ini sudah dipakai. Minta kode baru."))
    if latest.expires_at <= at:
        return Invalid("code_expired", _("Kode sudah kedaluwarsa. Minta kode baru."))
    if not hmac.compare_digest(latest.digits, clean_digits(typed)):
        return wrong_code()
    codes.filter(pk=latest.pk).update(used_at=at)
    return None


def wrong_code() -> Invalid:
    return Invalid("code_wrong", _("Kode tidak cocok. Periksa 6 angka yang kami kirim."))


def clean_digits(typed: str) -> str:
    """The digits of what was typed or pasted: "123 456" and full-width digits are forgiven."""
    return ascii_digits(one_line(typed)).replace(" ", "").replace("-", "")


def _address(user: User, channel: str) -> tuple[str, str]:
    own = {Channel.SMS.value: user.phone, Channel.EMAIL.value: user.email or ""}
    for name in (str(channel), *own):
        if own[name]:
            return name, own[name]
    raise Invalid("no_address", _("Akun ini belum punya nomor HP atau email. Hubungi Halo JKP."))


def _watch(at: datetime) -> None:
    """Two hundred codes a minute is no ordinary day: tell the operators, refuse nobody."""
    sent = OneTimeCode.objects.filter(created_at__gt=at - timedelta(minutes=1)).count()
    if sent > SENDS_OF_ALL_A_MINUTE:
        log.error("codes are sent unusually often", extra={"in_a_minute": sent})
