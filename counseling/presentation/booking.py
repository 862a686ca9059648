"""What the participant's pages of requests and times say."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.clock import legal_date
from core.formatting import clock_time, deadline, long_date, long_moment
from core.language import language
from counseling import policies
from counseling.enums import Channel, RequestState, SessionState, Side
from counseling.models import CounsellingRequest, Session, Wish
from counseling.selectors.requests import Standing

Item = dict[str, Any]
REQUEST_TONES = {
    RequestState.WAITING: "run",
    RequestState.PROPOSED: "wait",
    RequestState.SCHEDULED: "ok",
    RequestState.DONE: "",
    RequestState.CANCELLED: "",
}
SESSION_TONES = {
    SessionState.PROPOSED: "wait",
    SessionState.AGREED: "ok",
    SessionState.OPEN: "run",
    SessionState.HELD: "ok",
    SessionState.MISSED: "",
    SessionState.DECLINED: "",
    SessionState.CANCELLED: "",
    SessionState.MOVED: "",
}
BY_CHANNEL = {
    Channel.CHAT: gettext_lazy("Lewat obrolan; suara dan video boleh."),
    Channel.VOICE: gettext_lazy("Lewat suara; obrolan selalu ada."),
    Channel.VIDEO: gettext_lazy("Lewat video; suara dan obrolan selalu ada."),
    Channel.PHONE: gettext_lazy("Konselor menelepon HP Anda; obrolan selalu ada."),
}


@dataclass(slots=True)
class Card:
    """Counselling as it stands: title, sentence, promise, one main step and further ones (dicts with href, label)."""

    title: str
    text: str = ""
    due: str = ""
    tag: str = ""
    kind: str = ""
    when: str = ""
    href: str = ""
    action: str = ""
    others: list[Item] = field(default_factory=list)
    today: bool = False
    enter: bool = False

    @property
    def calm(self) -> bool:
        return not self.action


def card(standing: Standing, at: datetime, zone: str) -> Card:
    """The panel "Konseling Aktif"."""
    if standing.is_proposed and standing.session is not None:
        return _proposed(standing.request, standing.session, zone)
    if standing.is_agreed and standing.session is not None:
        return _agreed(standing.request, standing.session, at, zone)
    return _waiting(standing.request, at, zone)


def _waiting(request: CounsellingRequest, at: datetime, zone: str) -> Card:
    late = request.answer_due_on < legal_date(at)
    promise = _("Seharusnya dijawab paling lambat {day}. Keterlambatan itu tanggung jawab kami.")
    return Card(
        title=_("Permohonan Anda menunggu konselor"),
        text=_("Konselor memilih salah satu waktu Anda, atau mengusulkan waktu lain."),
        due=_bold(
            promise if late else _("Dijawab paling lambat {day}."),
            day=deadline(request.answer_due_on, language(), zone),
        ),
        tag=_("Terlambat dijawab") if late else request.get_state_display(),
        kind="wait" if late else "run",
        others=[
            _link("counseling:move", request, _("Ganti pilihan waktu")),
            _link("counseling:cancel", request, _("Batalkan permohonan")),
        ],
    )


def _proposed(request: CounsellingRequest, session: Session, zone: str) -> Card:
    return Card(
        title=_("Konselor mengusulkan waktu lain"),
        when=long_moment(session.starts_at, language(), zone),
        text=_("Bersama %(name)s. %(note)s") % {"name": session.counsellor.user.full_name, "note": session.note},
        href=reverse("counseling:answer", args=[request.pk]),
        action=_("Jawab usulan"),
        others=[_link("counseling:cancel", request, _("Batalkan permohonan"))],
    )


def _agreed(request: CounsellingRequest, session: Session, at: datetime, zone: str) -> Card:
    open_now = policies.is_enterable(session, at)
    today = legal_date(session.starts_at) == legal_date(at)
    room = address_of_room(session)
    over = at > session.ends_at and session.state == SessionState.AGREED
    return Card(
        title=_title_of_day(session, at),
        when=long_moment(session.starts_at, language(), zone),
        text=f"{_with(session)} {BY_CHANNEL[Channel(session.channel)]}",
        tag=session.get_state_display(),
        kind=SESSION_TONES[SessionState(session.state)],
        due="" if open_now else _opens(session, zone),
        href=room if open_now else "",
        action=_("Mulai konseling") if open_now and room else "",
        others=_changes(request, session, at),
        today=today and not over,
        enter=open_now,
    )


def _title_of_day(session: Session, at: datetime) -> str:
    days = (legal_date(session.starts_at) - legal_date(at)).days
    if days == 0:
        return _("Konseling Anda hari ini")
    return _("Konseling Anda besok") if days == 1 else _("Konseling Anda terjadwal")


def _opens(session: Session, zone: str) -> str:
    return _bold(_("Ruang dibuka {clock}."), clock=clock_time(policies.opens_at(session), zone, language()))


def _with(session: Session) -> str:
    who = session.counsellor
    return _("Bersama %(name)s, %(kind)s.") % {"name": who.user.full_name, "kind": who.get_kind_display()}


def _changes(request: CounsellingRequest, session: Session, at: datetime) -> list[Item]:
    if at >= session.starts_at:
        return []
    return [
        {"href": reverse("counseling:calendar_file", args=[session.pk]), "label": _("Simpan ke kalender")},
        _link("counseling:move", request, _("Ganti waktu")),
        _link("counseling:cancel", request, _("Batalkan")),
    ]


def _link(name: str, request: CounsellingRequest, label: str) -> Item:
    return {"href": reverse(name, args=[request.pk]), "label": label}


def address_of_room(session: Session) -> str:
    """Where the two meet; empty as long as the portal has no rooms."""
    with suppress(NoReverseMatch):
        return reverse("counseling:room", args=[session.pk])
    return ""


def facts(standing: Standing, wishes: list[Wish], zone: str) -> list[Item]:
    """What was asked, as rows of a summary."""
    request = standing.request
    rows = [
        (_("Yang dibicarakan"), request.get_reason_display()),
        (_("Cerita Anda"), request.story),
        (_("Jenis"), request.get_kind_display()),
        (_("Cara bertemu"), request.get_channel_display()),
        (_("Bahasa"), request.language),
        (_("Diajukan"), long_moment(request.asked_at, language(), zone)),
    ]
    if request.state == RequestState.CANCELLED:
        rows.append((_("Alasan batal"), request.cancel_reason))
    items = [{"term": term, "value": value} for term, value in rows if value]
    if standing.session is None and wishes and request.state == RequestState.WAITING:
        items[-1:-1] = [{"term": _("Pilihan %(n)s") % {"n": wish.n}, "value": _moment(wish, zone)} for wish in wishes]
    return items


def _moment(wish: Wish, zone: str) -> str:
    return long_moment(wish.starts_at, language(), zone)


def history(request: CounsellingRequest, sessions: list[Session], zone: str) -> list[Item]:
    """What happened to a request, in time."""
    items: list[Item] = [{"title": _("Diajukan"), "when": long_moment(request.asked_at, language(), zone)}]
    for session in sessions:
        when = {"when": long_moment(session.starts_at, language(), zone)}
        items.append({"title": _history_words(session), **when, "state": _log_state(session)})
    if request.state == RequestState.CANCELLED:
        items.append({"title": _("Dibatalkan oleh Anda")})
    return items


# The note of one that came to nothing says why; before that it says why another time was offered.
_NOTED = {SessionState.DECLINED, SessionState.CANCELLED, SessionState.MOVED, SessionState.MISSED}


def _history_words(session: Session) -> str:
    words = {
        SessionState.PROPOSED: _("Waktu diusulkan konselor"),
        SessionState.AGREED: _("Waktu disepakati"),
        SessionState.OPEN: _("Sedang berlangsung"),
        SessionState.HELD: _("Konseling selesai"),
        SessionState.MISSED: missed_words(session),
        SessionState.DECLINED: _("Usulan waktu tidak cocok"),
        SessionState.CANCELLED: _("Dibatalkan")
        if session.cancelled_by == Side.PARTICIPANT
        else _("Konselor berhalangan"),
        SessionState.MOVED: _("Waktu atau konselor diganti"),
    }
    said = words[SessionState(session.state)]
    return f"{said}: {session.note}" if session.note and session.state in _NOTED else said


def _log_state(session: Session) -> str:
    return {SessionState.PROPOSED: "warn", SessionState.AGREED: "todo", SessionState.OPEN: "warn"}.get(
        session.state, ""
    )


def missed_words(session: Session) -> str:
    if session.absent == Side.PARTICIPANT:
        return _("Anda tidak hadir")
    return _("Konselor tidak hadir; itu tanggung jawab kami")


def past(session: Session, zone: str) -> Item:
    """One row of the history on the home page."""
    missed, held = session.state == SessionState.MISSED, session.state == SessionState.HELD
    what = ("counseling:outcome", session.pk) if held else ("counseling:detail", session.request_id)
    return {
        "title": long_date(session.starts_at, language()),
        "text": missed_words(session) if missed else _with(session),
        "href": reverse(what[0], args=[what[1]]),
        "tag": session.get_state_display(),
        "kind": SESSION_TONES[SessionState(session.state)],
        "session": session,
    }


def _bold(sentence: str, **said: object) -> str:
    return format_html(sentence, **{name: format_html("<b>{}</b>", value) for name, value in said.items()})
