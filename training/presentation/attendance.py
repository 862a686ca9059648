"""Meetings and attendance in the words of the institute, the participant and the officer."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.clock import legal_date
from core.formatting import clock_time, countdown, date_range, number, percent
from core.language import language
from notices.quiet import zone_of_region
from rules.training import Outlook
from training.checkin import ends_at, is_running
from training.enums import EnrolmentState, MeetingState
from training.models import Attendance, Enrolment, Institute, Meeting, TrainingClass
from training.selectors.meetings import RosterRow, Tally

Item = dict[str, Any]
E = EnrolmentState
SOON = timedelta(hours=12)
_OUTLOOK = {
    Outlook.SAFE: ("ok", gettext_lazy("Aman")),
    Outlook.WARNED: ("wait", gettext_lazy("Mendekati batas")),
    Outlook.LOST: ("bad", gettext_lazy("Tidak akan cukup")),
}
_ENDED = {E.COMPLETED: "ok", E.MISSED: "bad", E.WORKING: "ok", E.WITHDRAWN: ""}


def zone_of(institute: Institute) -> str:
    """The clock of the institute's house."""
    return zone_of_region(institute.region_id).value


def hours_text(meeting: Meeting, zone: str) -> str:
    """ "08.00–15.00 WIB"."""
    first = clock_time(meeting.starts_at, zone, language())
    return f"{first.split()[0]}–{clock_time(ends_at(meeting), zone, language())}"


def length_text(minutes: int) -> str:
    """ "7 jam", "6 jam 30 menit", "45 menit"."""
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(ngettext("%(n)s jam", "%(n)s jam", hours) % {"n": number(hours, language())})
    if rest or not hours:
        parts.append(ngettext("%(n)s menit", "%(n)s menit", rest) % {"n": rest})
    return " ".join(parts)


def whole_text(held: TrainingClass, minutes: int) -> str:
    """How long the class is with what is about to be planned, beside what its programme says."""
    facts = {"time": length_text(minutes), "hours": number(held.programme.hours, language())}
    return _("Seluruh kelas menjadi %(time)s; programnya %(hours)s jam.") % facts


def meeting_row(meeting: Meeting, at: datetime) -> Item:
    """A meeting in the institute's list: what is to be done with it."""
    tone, tag = _meeting_tag(meeting, at)
    zone = zone_of(meeting.training_class.programme.institute)
    waits = meeting.state == MeetingState.PLANNED and meeting.starts_at <= at <= meeting.locks_at
    return {
        "meeting": meeting,
        "on": meeting.starts_at,
        "zone": zone,
        "hours": hours_text(meeting, zone),
        "topic": meeting.topic,
        "title": meeting.training_class.programme.title,
        "place": meeting.training_class.place,
        "tone": tone,
        "tag": tag,
        "url": reverse("training:meeting", args=[meeting.pk]),
        "code_url": reverse("training:meeting_code", args=[meeting.pk]) if _takes_people(meeting, at) else "",
        "waits": waits,
        "left": countdown(meeting.locks_at, at, language()) if waits else "",
        "hot": waits and meeting.locks_at - at <= SOON,
    }


def _takes_people(meeting: Meeting, at: datetime) -> bool:
    return meeting.state == MeetingState.PLANNED and is_running(meeting, at)


def _meeting_tag(meeting: Meeting, at: datetime) -> tuple[str, str]:
    if meeting.state == MeetingState.RECORDED:
        return "ok", _("Tercatat")
    if meeting.state == MeetingState.CANCELLED:
        return "", _("Dibatalkan")
    if at > meeting.locks_at:
        return "bad", _("Terkunci, belum diisi")
    if at >= ends_at(meeting):
        return "wait", _("Belum diisi")
    if at >= meeting.starts_at:
        return "run", _("Berlangsung")
    return "", _("Akan datang")


def share_text(tally: Tally) -> str:
    return percent(tally.share, language()) if tally.share is not None else "–"


def person_row(enrolment: Enrolment, tally: Tally, at: datetime) -> Item:
    """A participant in the institute's list: minutes, share, where it can end."""
    tone, tag = standing(enrolment, tally, at)
    return {
        "enrolment": enrolment,
        "name": enrolment.person.full_name,
        "attended": length_text(tally.attended),
        "held": length_text(tally.held),
        "share": share_text(tally),
        "tone": tone,
        "tag": tag,
        "url": reverse("training:provider_enrolment", args=[enrolment.pk]),
    }


def standing(enrolment: Enrolment, tally: Tally, at: datetime) -> tuple[str, str]:
    if enrolment.state != E.ENROLLED:
        state = E(enrolment.state)
        return _ENDED[state], ended_tag(enrolment)
    if not tally.held:
        return "", _("Belum ada daftar hadir")
    tone, words = _OUTLOOK[tally.outlook(legal_date(at))]
    return tone, str(words)


def ended_tag(enrolment: Enrolment) -> str:
    """How a seat ended. Needs its class."""
    return _("Dibatalkan lembaga") if enrolment.was_called_off else str(E(enrolment.state).label)


def ended_item(enrolment: Enrolment) -> Item:
    """A training that is over, in the list of one's own (`seats_of`); its page holds the certificate."""
    held, state = enrolment.training_class, E(enrolment.state)
    said = [held.programme.institute.name, date_range(held.starts_on, held.ends_on, language())]
    if enrolment.certificate:  # type: ignore[attr-defined]
        said.append(_("sertifikat %(number)s") % {"number": enrolment.certificate})  # type: ignore[attr-defined]
    return {
        "title": held.programme.title,
        "href": reverse("training:own_training", args=[enrolment.pk]),
        "text": " · ".join(said),
        "tag": ended_tag(enrolment),
        "kind": _ENDED[state],
    }


def own_meetings(
    meetings: Iterable[Meeting], written: Mapping[UUID, Attendance], enrolment: Enrolment, at: datetime, zone: str
) -> list[Item]:
    """The participant's own list: one line a meeting, with the minutes that are written down."""
    return [_own_meeting(one, written.get(one.pk), enrolment, at, zone) for one in meetings]


def _own_meeting(meeting: Meeting, row: Attendance | None, enrolment: Enrolment, at: datetime, zone: str) -> Item:
    text = hours_text(meeting, zone)
    tone, tag = _own_tag(meeting, row, enrolment, at)
    return {
        "on": meeting.starts_at,
        "hours": text,
        "topic": meeting.topic,
        "tone": tone,
        "tag": tag,
        "minutes": length_text(row.minutes) if row is not None and 0 < row.minutes < meeting.minutes else "",
    }


def _own_tag(meeting: Meeting, row: Attendance | None, enrolment: Enrolment, at: datetime) -> tuple[str, str]:
    if row is not None:
        if row.minutes == meeting.minutes:
            return "ok", _("Hadir penuh")
        return ("wait", _("Hadir sebagian")) if row.minutes else ("bad", _("Tidak hadir"))
    if meeting.state == MeetingState.CANCELLED:
        return "", _("Dibatalkan")
    gone = enrolment.ended_on is not None and legal_date(meeting.starts_at) > enrolment.ended_on
    if gone or enrolment.was_called_off:
        return "", _("Tidak dihitung")
    if at < meeting.starts_at:
        return "", _("Akan datang")
    if at < ends_at(meeting):
        return "run", _("Berlangsung")
    return "wait", _("Belum dicatat LPK")


def sums(tally: Tally) -> list[Item]:
    """Four numbers above a participant's meetings."""
    return [
        {"term": _("Hadir"), "value": length_text(tally.attended)},
        {"term": _("Sudah diadakan"), "value": length_text(tally.held)},
        {"term": _("Seluruh kelas"), "value": length_text(tally.planned)},
        {"term": _("Kehadiran"), "value": share_text(tally)},
    ]


def spare_text(tally: Tally, needed: Any) -> str:
    """How much may still be missed: exact minutes, cut off. Empty when nothing is planned."""
    if not tally.planned:
        return ""
    spare = int(tally.planned * (1 - needed)) - tally.missed
    if spare < 0:
        return ""
    return _("Anda masih dapat tidak hadir paling lama %(time)s sampai akhir kelas.") % {"time": length_text(spare)}


def there_text(row: Attendance) -> str:
    """What is written down of the meeting that goes on, to the participant."""
    if not row.minutes:
        return _("Lembaga mencatat Anda tidak hadir. Bila keliru, tanyakan kepada lembaga.")
    return _("Anda tercatat hadir: %(time)s.") % {"time": length_text(row.minutes)}


def is_ahead(meeting: Meeting, at: datetime) -> bool:
    return meeting.state == MeetingState.PLANNED and ends_at(meeting) > at


def roster_counts(rows: Sequence[RosterRow], meeting: Meeting) -> list[Item]:
    """What an officer needs to open a roster: how many, not who."""
    whole = sum(row.minutes == meeting.minutes for row in rows)
    absent = sum(row.minutes == 0 for row in rows)
    missing = sum(row.minutes is None for row in rows)
    counted = (
        (_("Hadir penuh"), whole),
        (_("Hadir sebagian"), len(rows) - whole - absent - missing),
        (_("Tidak hadir"), absent),
        (_("Belum dicatat"), missing),
    )
    return [{"term": term, "value": number(count, language())} for term, count in counted]
