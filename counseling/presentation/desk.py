"""What the counsellor's pages say: the next thing to do on top."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.clock import legal_date
from core.formatting import clock_time, countdown, long_date, long_moment, number, short_date, short_name
from core.language import language
from counseling import policies
from counseling.enums import RequestState, SessionState, WorksheetState
from counseling.models import CounsellingRequest, Counsellor, Leave, OfficeCall, Session, Wish
from counseling.presentation.booking import SESSION_TONES, address_of_room
from counseling.selectors.desk import ANYWHERE, REGION, YOURS, QueueNumbers
from counseling.selectors.leave import Touched
from counseling.selectors.slots import Day, Roster
from counseling.times import by_day

Item = dict[str, Any]
BEGUN = (SessionState.OPEN, SessionState.HELD)


def wall(moment: datetime, zone: str) -> str:
    """ "10.00" by the counsellor's clock."""
    return f"{moment.astimezone(ZoneInfo(zone)):%H.%M}"


def address_of_session(session: Session) -> str:
    """The counsellor's page of a session; the room as long as there is none."""
    with suppress(NoReverseMatch):
        return reverse("counseling:session", args=[session.pk])
    return address_of_room(session)


def _address_of_request(session: Session) -> str:
    return reverse("counseling:queue_request", args=[session.request_id])


def session_row(session: Session, at: datetime, zone: str) -> Item:
    """One row of today: it leads to the request, and once it has begun to the session with its worksheet."""
    return {
        "time": wall(session.starts_at, zone),
        "until": wall(session.ends_at, zone),
        "person": short_name(session.person.full_name),
        "about": session.request.get_reason_display(),
        "kind": session.get_kind_display(),
        "channel": session.get_channel_display(),
        "tag": _state_words(session, at),
        "tone": SESSION_TONES[SessionState(session.state)],
        "href": address_of_session(session) if session.state in BEGUN else _address_of_request(session),
        "enter": address_of_session(session) if policies.is_enterable(session, at) else "",
    }


def _state_words(session: Session, at: datetime) -> str:
    if session.state == SessionState.AGREED and policies.may_be_missed(session, at):
        return _("Belum dimulai, sudah lewat waktunya")
    return session.get_state_display()


def sheet_row(session: Session) -> Item:
    """A session that is over and whose worksheet lies with the counsellor."""
    sheet = getattr(session, "worksheet", None)  # none where nothing was written yet
    return {
        "person": session.person.full_name,
        "day": long_date(session.starts_at, language()),
        "state": _sheet_state(sheet.state if sheet else ""),
        "href": reverse("counseling:session", args=[session.pk]),
    }


def _sheet_state(state: str) -> str:
    if state == WorksheetState.COMMENTED:
        return _("peserta minta perubahan")
    return _("belum Anda tanda tangani") if state else _("belum ditulis")


def next_up(sessions: list[Session], at: datetime, zone: str) -> Item | None:
    """The session of today that is on or comes next."""
    for session in sessions:
        if session.state in (SessionState.AGREED, SessionState.OPEN) and session.ends_at + timedelta(hours=1) > at:
            opens = clock_time(policies.opens_at(session), zone, language())
            return session_row(session, at, zone) | {
                "title": _("Sesi berikutnya: %(time)s bersama %(person)s")
                % {"time": wall(session.starts_at, zone), "person": short_name(session.person.full_name)},
                "opens": _("Ruang dibuka %(clock)s.") % {"clock": opens},
                "story": session.request.story,
                "request": _address_of_request(session),
            }
    return None


def totals(found: QueueNumbers, *, today: int, worksheets: int) -> list[Item]:
    said = [
        (_("Sesi hari ini"), today, False),
        (_("Menunggu jawaban Anda"), found.yours, False),
        (_("Lewat waktu dalam antrian"), found.late, found.late > 0),
        (_("Kertas kerja belum selesai"), worksheets, False),
    ]
    return [{"term": term, "value": number(value, language()), "bad": bad} for term, value, bad in said]


def queue_totals(found: QueueNumbers) -> list[Item]:
    said = [
        (_("Lewat waktu"), found.late, found.late > 0),
        (_("Jatuh tempo hari ini"), found.today, False),
        (_("Untuk Anda"), found.yours, False),
        (_("Dalam antrian"), found.all, False),
    ]
    return [{"term": term, "value": number(value, language()), "bad": bad} for term, value, bad in said]


def queue_row(request: Any, wishes: list[Wish], at: datetime, zone: str) -> Item:
    """One waiting request: how long is left, and since when it waits."""
    today = legal_date(at)
    ahead = [wish for wish in wishes if wish.starts_at > at]
    return {
        "request": request,
        "person": short_name(request.person.full_name),
        "left": countdown(request.answer_due_on, at, language()),
        "hot": request.answer_due_on < today,
        "soon": request.answer_due_on == today,
        "age": waited(request, at),
        "place": {YOURS: _("Untuk Anda"), REGION: _("Wilayah Anda"), ANYWHERE: _("Wilayah lain")}[request.place],
        "yours": request.place == YOURS,
        "first": f"{short_date(ahead[0].starts_at, language())}, {wall(ahead[0].starts_at, zone)}" if ahead else "",
    }


def waited(request: CounsellingRequest, at: datetime) -> str:
    """ "menunggu 3 hari"."""
    days = (legal_date(at) - legal_date(request.asked_at)).days
    if days == 0:
        return _("masuk hari ini")
    return ngettext("menunggu %(n)s hari", "menunggu %(n)s hari", days) % {"n": days}


def wish_choices(wishes: list[Wish], counsellor: Counsellor | None, at: datetime, zone: str) -> list[Item]:
    """The wished times: which of them this counsellor can take, and why not the others."""
    roster = Roster(at, only=counsellor) if counsellor is not None else None
    rows = []
    for wish in wishes:
        why = _why_not(wish, counsellor, roster, at)
        rows.append({"wish": wish, "label": long_moment(wish.starts_at, language(), zone), "why": why, "free": not why})
    return rows


def _why_not(wish: Wish, counsellor: Counsellor | None, roster: Roster | None, at: datetime) -> str:
    if wish.starts_at <= at + policies.entry_time(at):
        return _("sudah lewat")
    if counsellor is None or roster is None:
        return _("Anda belum terdaftar sebagai konselor")
    day = wish.starts_at.astimezone(ZoneInfo(counsellor.zone)).date()
    checks = (
        (not counsellor.is_certified(day), _("sertifikat Anda tidak berlaku pada hari itu")),
        (roster.is_away(counsellor, day), _("Anda cuti pada hari itu")),
        (roster.is_busy(counsellor, wish.starts_at), _("Anda ada sesi lain")),
        (roster.is_full(counsellor, wish.starts_at), _("minggu itu sudah penuh bagi Anda")),
        (not roster.covers(counsellor, wish.starts_at), _("di luar jam konseling Anda")),
    )
    return next((said for fails, said in checks if fails), "")


def request_facts(request: CounsellingRequest, zone: str) -> list[Item]:
    rows = [
        (_("Peserta"), request.person.full_name),
        (_("Tinggal di"), request.region.name if request.region else _("belum diketahui")),
        (_("Yang dibicarakan"), request.get_reason_display()),
        (_("Jenis"), request.get_kind_display()),
        (_("Cara bertemu"), request.get_channel_display()),
        *([(_("Bahasa"), request.language)] if request.language else []),
        (_("Diajukan"), long_moment(request.asked_at, language(), zone)),
        (_("Untuk"), request.counsellor.user.full_name if request.counsellor else _("konselor mana pun")),
    ]
    return [{"term": term, "value": value} for term, value in rows]


def request_tag(request: CounsellingRequest) -> Item:
    tones = {RequestState.WAITING: "wait", RequestState.PROPOSED: "run", RequestState.SCHEDULED: "ok"}
    return {"tag": request.get_state_display(), "kind": tones.get(RequestState(request.state), "")}


def week(
    sessions: list[Session], free: list[Day], leaves: list[Leave], *, first: date, at: datetime, zone: str
) -> list[Item]:
    """Five days of a calendar: sessions in their order, free times counted, leave."""
    moments = {session.starts_at: session for session in sessions}
    booked = by_day(moments, zone)
    times = {day.on: len(day.times) for day in free}
    days = []
    for on in (first + timedelta(days=n) for n in range(5)):
        away = next((leave for leave in leaves if leave.first <= on <= leave.last), None)
        days.append(
            {
                "on": on,
                "label": long_date(on, language()),
                "today": on == legal_date(at),
                "rows": [session_row(moments[moment], at, zone) for moment in booked.get(on, [])],
                "free": _free_words(times.get(on, 0)),
                "away": away.get_reason_display() if away else "",
            }
        )
    return days


def _free_words(count: int) -> str:
    if count == 0:
        return _("Tidak ada waktu kosong")
    return ngettext("%(n)s waktu kosong", "%(n)s waktu kosong", count) % {"n": count}


def touched_rows(touched: Touched, zone: str) -> list[Item]:
    """What falls into a leave, each with where to read it."""
    sessions = [
        {
            "when": long_moment(session.starts_at, language(), zone),
            "person": short_name(session.person.full_name),
            "what": session.get_state_display(),
            "href": reverse("counseling:queue_request", args=[session.request_id]),
        }
        for session in touched.sessions
    ]
    requests = [
        {
            "when": "",
            "person": short_name(request.person.full_name),
            "what": request.get_state_display(),
            "href": reverse("counseling:queue_request", args=[request.pk]),
        }
        for request in touched.requests
    ]
    return [*sessions, *requests]


def call_row(call: OfficeCall, at: datetime) -> Item:
    return {
        "call": call,
        "person": call.person.full_name,
        "region": call.region.name if call.region else "",
        "left": countdown(call.due_on, at, language()),
        "hot": call.due_on < legal_date(at),
    }
