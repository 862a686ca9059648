"""A new e-mail address or mobile number: proved with a code there, and with one at the old address."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import OneTimeCode, User
from accounts.operations.codes import check_codes, send_code
from accounts.operations.users import change_contact
from core.errors import Conflict

PURPOSE = "contact"
NEW, OLD = "new", "old"


def start_contact_change(user: User, *, channel: str, value: str, at: datetime) -> None:
    """Send a code to the new address and one to the old; without an old one of this kind, to the other kind.

    Raises TooMany and Invalid("no_address").
    """
    send_code(user, purpose=PURPOSE, subject=NEW, channel=channel, to=value, at=at)
    send_code(user, purpose=PURPOSE, subject=OLD, channel=channel, at=at)


def pending_contact(user: User, *, at: datetime) -> tuple[OneTimeCode, OneTimeCode] | None:
    """The codes that wait to be typed: for the new and for the old address."""
    waiting = OneTimeCode.objects.filter(user=user, purpose=PURPOSE, expires_at__gt=at).order_by("-created_at")
    new = waiting.filter(subject=NEW).first()
    old = waiting.filter(subject=OLD).first()
    return (new, old) if new is not None and old is not None else None


def confirm_contact_change(user: User, *, new_code: str, old_code: str, at: datetime) -> User:
    """Change the contact when both codes hold.

    Raises the errors of check_codes (fact `subject`: new or old), Conflict("code_gone") when no change waits any more,
    and Invalid("email_taken" | "phone_taken").
    """
    pending = pending_contact(user, at=at)
    if pending is None:
        raise Conflict("code_gone", _("Kode sudah kedaluwarsa. Tulis alamat atau nomor barunya lagi."))
    channel, value = pending[0].channel, pending[0].to
    check_codes(user, purpose=PURPOSE, codes={NEW: new_code, OLD: old_code}, at=at)
    return change_contact(user, channel=channel, value=value, at=at)
