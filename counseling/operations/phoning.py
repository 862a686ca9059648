"""Asking to be phoned instead."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Invalid, ensure
from counseling.enums import MessageKind, Side
from counseling.models import Message, Session
from counseling.operations.chat import send_note
from counseling.policies import side_of


def ask_to_be_phoned(session: Session, *, actor: User, at: datetime) -> Message:
    """The participant asks the counsellor to phone; asked again it is the same request. Both see it in the room.

    Raises NotAllowed for anybody else, Invalid("no_phone") without a number, Conflict("room_closed") outside the hours.
    """
    ensure(side_of(session, actor) == Side.PARTICIPANT, "not_the_participant", _("Hanya peserta yang minta ditelepon."))
    if not actor.phone:
        raise Invalid("no_phone", _("Belum ada nomor HP di akun Anda. Tambahkan dulu, lalu minta ditelepon."))
    return send_note(session, MessageKind.PHONE, by=actor, at=at)
