"""The room as one of the two sees it: which state it is in, what was said, what can be added, what to do now."""

import math
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core.clock import legal_date
from core.formatting import JAKARTA, ZONE_NAMES, clock_time, countdown, long_date, mask_phone
from core.language import language
from counseling.enums import Channel, SessionState, Side, WorksheetState
from counseling.forms.room import MessageForm
from counseling.models import Message, Session
from counseling.models.chat import LONGEST_MESSAGE
from counseling.policies import ENTERABLE, is_enterable, opens_at, side_of
from counseling.presentation.call_cost import (
    FALL_AFTER_SECONDS,
    FALL_BELOW_KBPS,
    VIDEO_KBPS,
    VOICE_KBPS,
    video_megabytes,
    voice_megabytes,
)
from counseling.presentation.lines import Line, blank_lines, lines_of
from counseling.presentation.room_words import words_for
from counseling.selectors.room import Other, has_asked_for_phone, last_messages, other_of
from counseling.selectors.worksheets import worksheet_of
from notices.selectors import wishes_of
from rules import parameters as law

S = SessionState
REFRESH_SECONDS = 20  # of the page without scripts, for who asks for it


class Phase(StrEnum):
    """Where a session stands for the room."""

    NOT_AGREED = "not_agreed"
    EARLY = "early"
    OPEN = "open"
    PASSED = "passed"  # its day is over, and nobody has closed it
    HELD = "held"
    MISSED = "missed"
    CANCELLED = "cancelled"
    MOVED = "moved"


_OF_STATE = {
    S.PROPOSED: Phase.NOT_AGREED,
    S.DECLINED: Phase.CANCELLED,
    S.CANCELLED: Phase.CANCELLED,
    S.MOVED: Phase.MOVED,
    S.HELD: Phase.HELD,
    S.MISSED: Phase.MISSED,
}


@dataclass(slots=True)
class Room:
    """All that `counseling/_room.html` needs, and the page around it. Texts are in the language of the reader.

    `lines` are the last ones, `earlier` the number before which there are more (0: none). `form`: what was refused.
    `before`: only the messages before that number are shown, to read. `them` is about the other one.
    """

    session: Session
    side: Side
    phase: Phase
    at: datetime
    zone: str
    other: str
    other_first: str
    lines: list[Line]
    earlier: int
    form: MessageForm
    them: Other = field(default_factory=Other)
    asked_to_be_phoned: bool = False
    sheet: str = ""
    refreshing: bool = False
    before: int = 0
    blanks: dict[str, Line] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    @property
    def is_participant(self) -> bool:
        return self.side == Side.PARTICIPANT

    @property
    def is_official(self) -> bool:
        return self.side == Side.COUNSELLOR

    @property
    def is_open(self) -> bool:
        return self.phase == Phase.OPEN and not self.before

    @property
    def title(self) -> str:
        if self.is_participant:
            return _("Konseling bersama %(name)s") % {"name": self.other}
        return _("Sesi bersama %(name)s") % {"name": self.other}

    @property
    def when(self) -> str:
        return span_text(self.session, self.zone)

    @property
    def tag(self) -> tuple[str, str]:
        """Tone and word of the state."""
        started = self.session.starts_at <= self.at
        return {
            Phase.NOT_AGREED: ("wait", _("Menunggu persetujuan")),
            Phase.EARLY: ("run", _("Terjadwal")),
            Phase.OPEN: ("ok", _("Sedang berlangsung")) if started else ("run", _("Ruang sudah dibuka")),
            Phase.PASSED: ("", _("Harinya sudah lewat")),
            Phase.HELD: ("", _("Selesai")),
            Phase.MISSED: ("bad", _("Tidak terlaksana")),
            Phase.CANCELLED: ("bad", _("Dibatalkan")),
            Phase.MOVED: ("wait", _("Waktu dipindahkan")),
        }[self.phase]

    @property
    def opens(self) -> str:
        """ "09.50 WIB"."""
        return clock_time(opens_at(self.session), self.zone, language())

    @property
    def opens_in(self) -> str:
        """ "Tinggal 3 jam", in words and without ticking."""
        return countdown(opens_at(self.session), self.at, language())

    @property
    def seconds_to_opening(self) -> int:
        return max(math.ceil((opens_at(self.session) - self.at).total_seconds()), 1)

    @property
    def starts(self) -> str:
        return clock_time(self.session.starts_at, self.zone, language())

    @property
    def late_in(self) -> int:
        """Seconds until whoever is not here is late; 0 when that is now."""
        return max(math.ceil((late_at(self.session) - self.at).total_seconds()), 0)

    @property
    def is_late(self) -> bool:
        return self.is_open and not self.them.came and self.late_in == 0

    @property
    def late_minutes(self) -> int:
        return law.COUNSELLING_LATE_MINUTES.on(legal_date(self.session.starts_at)).value

    @property
    def voice_cost(self) -> str:
        return _("± %(amount)s MB") % {"amount": voice_megabytes(self.length)}

    @property
    def video_cost(self) -> str:
        return _("± %(amount)s MB") % {"amount": video_megabytes(self.length)}

    @property
    def length(self) -> timedelta:
        return self.session.ends_at - self.session.starts_at

    @property
    def minutes(self) -> int:
        return int(self.length.total_seconds() // 60)

    @property
    def phone(self) -> str:
        """The participant's number, masked: the whole one is shown to the counsellor once the participant asked."""
        number = self.session.person.user.phone
        return mask_phone(number) if number else ""

    @property
    def dial(self) -> str:
        return (self.session.person.user.phone or "") if self.asked_to_be_phoned and not self.is_participant else ""

    @property
    def last(self) -> int:
        return self.lines[-1].n if self.lines else 0

    @property
    def address(self) -> str:
        return address_of(self.session, self.side)

    @property
    def bits(self) -> dict[str, int]:
        """What the call's script needs to keep to the price above."""
        return {"voice": VOICE_KBPS, "video": VIDEO_KBPS, "low": FALL_BELOW_KBPS, "patience": FALL_AFTER_SECONDS}

    @property
    def longest(self) -> int:
        return LONGEST_MESSAGE

    @property
    def base(self) -> str:
        return "base_aside.html" if self.is_participant else "base_officer_aside.html"


def room_of(
    session: Session,
    user: User,
    at: datetime,
    *,
    form: MessageForm | None = None,
    refreshing: bool = False,
    before: int = 0,
) -> Room:
    """The room for one of the two. `session` as `session_for` gives it; `form` is what was refused.

    `before`: the messages before this number, to read only.
    """
    side = side_of(session, user)
    if side is None:
        raise ValueError("a room is for its two people")
    other = session.counsellor.user if side == Side.PARTICIPANT else session.person.user
    other_side = Side.COUNSELLOR if side == Side.PARTICIPANT else Side.PARTICIPANT
    phase = phase_of(session, at)
    zone = wishes_of(user).zone if side == Side.PARTICIPANT else session.counsellor.zone
    found, earlier = _last_of(session, before, phase)
    is_open = phase == Phase.OPEN
    return Room(
        session=session,
        side=side,
        phase=phase,
        at=at,
        zone=str(zone),
        other=other.full_name,
        other_first=other.first_name,
        lines=lines_of(found, session, side=side, zone=ZoneInfo(zone)),
        earlier=earlier,
        form=form or MessageForm(initial={"key": uuid4()}),
        them=other_of(session, other_side, at) if is_open else Other(),
        asked_to_be_phoned=is_open and (session.channel == Channel.PHONE or has_asked_for_phone(session)),
        sheet=_sheet_state(session) if side == Side.PARTICIPANT and phase in (Phase.OPEN, Phase.HELD) else "",
        refreshing=refreshing and is_open,
        before=before,
        blanks=blank_lines() if is_open else {},
        words=words_for(other.first_name, side) if is_open else {},
    )


def _sheet_state(session: Session) -> str:
    """For the participant, the state of the worksheet; empty while the counsellor alone has it."""
    kept = worksheet_of(session)
    return kept.state if kept is not None and kept.state != WorksheetState.DRAFT else ""


def _last_of(session: Session, before: int, phase: Phase) -> tuple[list[Message], int]:
    if phase in (Phase.EARLY, Phase.NOT_AGREED):
        return [], 0
    return last_messages(session, before=before)


def phase_of(session: Session, at: datetime) -> Phase:
    if session.state not in ENTERABLE:
        return _OF_STATE[S(session.state)]
    if is_enterable(session, at):
        return Phase.OPEN
    return Phase.EARLY if at < opens_at(session) else Phase.PASSED


def late_at(session: Session) -> datetime:
    """From when on somebody who has not come is late (POL-14)."""
    minutes = law.COUNSELLING_LATE_MINUTES.on(legal_date(session.starts_at)).value
    return session.starts_at + timedelta(minutes=minutes)


def span_text(session: Session, zone: str = "") -> str:
    """ "Jumat, 11 Desember 2026, 10.00–10.30 WIB", elsewhere with the reader's own time behind it."""
    starts, ends = session.starts_at.astimezone(JAKARTA), session.ends_at.astimezone(JAKARTA)
    text = f"{long_date(starts, language())}, {starts:%H.%M}–{ends:%H.%M} WIB"
    name = ZONE_NAMES.get(zone, "WIB")
    if name == "WIB":
        return text
    there, until = (moment.astimezone(ZoneInfo(zone)) for moment in (starts, ends))
    return f"{text} ({there:%H.%M}–{until:%H.%M} {name})"


def address_of(session: Session, side: Side) -> str:
    """Where one of the two has the room: the counsellor beside the worksheet."""
    return reverse("counseling:session" if side == Side.COUNSELLOR else "counseling:room", args=[session.pk])


def as_item(room: Room) -> dict[str, Any]:
    """What the page that polls is told about the two besides the messages."""
    return {"peer": room.them.here, "closed": room.phase != Phase.OPEN, "dial": room.dial}
