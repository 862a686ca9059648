"""K3: the head of a session, what is said on top, and the worksheet beside the room."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.clock import end_of_day, legal_date, start_of_day
from core.formatting import clock_time, number
from core.language import language
from counseling.enums import TAKEN, SessionState, Side, WorksheetState
from counseling.forms.worksheets import WorksheetForm, name_of
from counseling.models import Attendance, Session, Worksheet
from counseling.policies import is_enterable, may_be_missed, opens_at
from counseling.presentation import facts as words
from counseling.presentation.moments import when

Item = dict[str, Any]
OVER = (SessionState.MISSED, SessionState.CANCELLED, SessionState.DECLINED, SessionState.MOVED)
TONES = {
    SessionState.OPEN: "ok",
    SessionState.AGREED: "run",
    SessionState.PROPOSED: "wait",
    SessionState.HELD: "",
    SessionState.MISSED: "bad",
}


@dataclass(frozen=True, slots=True)
class State:
    """What the page is about now: `code` names the note on top, `may_write` whether the worksheet has its fields."""

    code: str
    may_write: bool


def state_of(session: Session, worksheet: Worksheet | None, at: datetime, *, may_write: bool) -> State:
    """before, waiting, going_on, unsigned, sent, commented, agreed, proposed, over."""
    if worksheet is not None and worksheet.state != WorksheetState.DRAFT:
        code = str(worksheet.state)
        return State(code, may_write and worksheet.state == WorksheetState.COMMENTED)
    if session.state in OVER or session.state == SessionState.PROPOSED:
        return State("proposed" if session.state == SessionState.PROPOSED else "over", may_write=False)
    if session.state == SessionState.HELD:
        return State("unsigned", may_write)
    if session.state == SessionState.OPEN:
        return State("going_on", may_write)
    return State("waiting" if may_write and is_enterable(session, at) else "before", may_write)


def head(session: Session, facts: Mapping[str, Any], at: datetime, *, came: bool, following: Session | None) -> Item:
    """Name, moment, place, and the tag of how long it has been going on; the next appointment of the day.

    `came`: the participant has been in the room.
    """
    zone = session.counsellor.zone
    parts = (when(session, zone), words.month_line(facts), facts["participant"]["home"])
    return {
        "name": session.person.full_name,
        "line": " · ".join(filter(None, parts)),
        "kind": session.get_kind_display(),
        "channel": session.get_channel_display(),
        "tag": tag_words(session, at, came=came),
        "tone": "wait" if is_enterable(session, at) and not came else TONES.get(SessionState(session.state), ""),
        "next": _next_words(following, zone),
        "opens": clock_time(opens_at(session), zone, language()),
    }


def tag_words(session: Session, at: datetime, *, came: bool) -> str:
    """ "Berlangsung 12 menit", "Menunggu peserta, sudah 6 menit", "Mulai 4 menit lagi"; otherwise the state."""
    minutes = int((at - session.starts_at).total_seconds() // 60)
    if is_enterable(session, at):
        if minutes < 0:
            return _("Mulai %(n)s menit lagi") % {"n": number(-minutes, language())}
        words = _("Berlangsung %(n)s menit") if came else _("Menunggu peserta, sudah %(n)s menit")
        return words % {"n": number(minutes, language())}
    return str(session.get_state_display())


def _next_words(following: Session | None, zone: str) -> Item | None:
    if following is None:
        return None
    return {
        "time": clock_time(following.starts_at, zone, language()),
        "name": following.person.full_name,
        "href": reverse("counseling:session", args=[following.pk]),
    }


def next_session(session: Session) -> Session | None:
    """The counsellor's next appointment of the same day."""
    day = legal_date(session.starts_at)
    later = Session.objects.filter(
        counsellor=session.counsellor_id,
        state__in=TAKEN,
        starts_at__gt=session.starts_at,
        starts_at__range=(start_of_day(day), end_of_day(day)),
    )
    return later.select_related("person").order_by("starts_at").first()


def has_come(session: Session) -> bool:
    """Whether the participant was ever in the room."""
    return Attendance.objects.filter(session=session, side=Side.PARTICIPANT).exists()


def can_be_absent(session: Session, at: datetime, *, came: bool) -> bool:
    """Whether "Peserta tidak hadir" is offered: after the grace, while the participant was never there."""
    return may_be_missed(session, at) and not came


def topics(form: WorksheetForm) -> list[Item]:
    """The fields of the questions under their topics. Open is the first with an empty field, and what has mistakes."""
    found = []
    for title, group in groupby(form.questions, key=lambda question: question.topic_here):
        fields = [form[name_of(question.pk)] for question in group]
        filled = sum(bool(field.value()) for field in fields)
        found.append(
            {
                "title": title,
                "fields": fields,
                "count": _("%(done)s dari %(total)s") % {"done": filled, "total": len(fields)},
                "full": filled == len(fields),
                "open": any(field.errors for field in fields),
            }
        )
    first = next((topic for topic in found if not topic["full"]), found[0] if found else None)
    if first is not None:
        first["open"] = True
    return found


def parts(form: WorksheetForm, *, may_write: bool) -> list[Item]:
    """The links to the parts, the agreement while it can be written; how many questions have an answer."""
    total = len(form.questions)
    done = sum(bool(form[name_of(question.pk)].value()) for question in form.questions)
    guide = _("3 Panduan, %(done)s dari %(total)s") % {"done": done, "total": total}
    names = [("profil", _("1 Profil")), ("asesmen", _("2 Asesmen")), ("panduan", guide)]
    if may_write:
        names.append(("sepakat", _("4 Kesepakatan")))
    return [{"label": label, "href": f"#{anchor}", "count": None} for anchor, label in names]
