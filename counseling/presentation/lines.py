"""Messages as lines of the conversation: drawn by the page, and by the script from the same template."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import tzinfo

from django.utils.translation import gettext as _

from counseling import wire
from counseling.enums import MessageKind, Side
from counseling.models import Message, Session

# Kinds that a page draws in different ways; what is neither is a sentence of the portal.
SAID, CARDS = MessageKind.TEXT, (MessageKind.VACANCY, MessageKind.TRAINING)


@dataclass(slots=True)
class Line:
    """One line. `who` and `time` stand below it; `body` is text, whatever it holds; `card` only for cards."""

    n: int = 0
    kind: str = str(SAID)
    mine: bool = False
    who: str = ""
    time: str = ""
    body: str = ""
    card: dict[str, str] = field(default_factory=dict)

    @property
    def shape(self) -> str:
        """Which way it is drawn: text, vacancy, training or note."""
        return self.kind if self.kind == SAID or self.kind in CARDS else "note"


def lines_of(messages: Sequence[Message], session: Session, *, side: Side, zone: tzinfo) -> list[Line]:
    """In order. `side` is the reader's; moments are shown by the clock of `zone`."""
    names = {
        str(Side.PARTICIPANT): session.person.user.first_name,
        str(Side.COUNSELLOR): session.counsellor.user.first_name,
        wire.PORTAL: _("Portal"),
    }
    cards = wire.items(messages, session)
    return [_line(item, message, names, side, zone) for item, message in zip(cards, messages, strict=True)]


def _line(item: dict, message: Message, names: dict[str, str], side: Side, zone: tzinfo) -> Line:
    mine = item["from"] == side
    who = _("Anda") if mine else names[item["from"]]
    note = note_of(message.kind, who)
    return Line(
        n=message.n,
        kind=str(message.kind),
        mine=mine,
        who=who,
        time=f"{message.at.astimezone(zone):%H.%M}",
        body=note or message.body,
        card=item.get("card", {}),
    )


def note_of(kind: str, who: str) -> str:
    """The sentence of what happened; nothing for what somebody wrote."""
    sentences = {
        MessageKind.JOINED: _("%(who)s masuk ruang"),
        MessageKind.PHONE: _("%(who)s minta ditelepon"),
        MessageKind.ENDED: _("%(who)s mengakhiri konseling"),
    }
    known = sentences.get(MessageKind(kind))
    return known % {"who": who} if known else ""


def blank_lines() -> dict[str, Line]:
    """One empty line of each shape, for the script to fill."""
    card = {"ref": "", "title": "", "company": "", "place": "", "wage": "", "href": "#", "apply": "#", "applied": ""}
    return {
        "text": Line(),
        "note": Line(kind=str(MessageKind.JOINED)),
        "vacancy": Line(kind=str(MessageKind.VACANCY), card=card),
        "training": Line(kind=str(MessageKind.TRAINING), card=card),
    }
