"""One complaint as its author reads it, and what both sides' pages share."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from compliance.enums import ComplaintState, MessageKind, Side
from compliance.models import Complaint, ComplaintMessage
from compliance.policies import can_reopen, can_withdraw
from core.clock import legal_date
from core.formatting import clock_time, long_date, month_year, short_date
from core.language import language
from notices.selectors import letters_about

Item = dict[str, Any]
S = ComplaintState
KINDS = {
    S.RECEIVED: "run",
    S.EXAMINING: "run",
    S.NEEDS_INFO: "wait",
    S.REFERRED: "run",
    S.ANSWERED: "ok",
    S.WITHDRAWN: "",
}


def short_moment(moment: datetime) -> str:
    """ "16 Nov 2026, 09.41 WIB"."""
    return f"{short_date(moment, language())}, {clock_time(moment)}"


def tag_of(complaint: Complaint) -> Item:
    return {"tag": complaint.get_state_display(), "kind": KINDS[S(complaint.state)]}


def facts_of(complaint: Complaint) -> list[Item]:
    """What was said, without empty rows."""
    rows = [
        (_("Yang diadukan"), complaint.get_kind_display()),
        (_("Perusahaan"), complaint.about),
        (_("Tempat kerja"), complaint.region.name),
        (_("Waktu"), period_of(complaint)),
        (_("Dikirim"), short_moment(complaint.filed_at)),
    ]
    return [{"term": term, "value": value} for term, value in rows if value]


def period_of(complaint: Complaint) -> str:
    """ "Januari 2026 sampai sekarang"; empty when nothing was said."""
    since = month_year(complaint.since, language()) if complaint.since else ""
    until = month_year(complaint.until, language()) if complaint.until else ""
    if since and until:
        return _("%(since)s sampai %(until)s") % {"since": since, "until": until}
    if since:
        return _("%(since)s sampai sekarang") % {"since": since}
    return _("sampai %(until)s") % {"until": until} if until else ""


def conversation(complaint: Complaint, *, own: bool) -> list[Item]:
    """Every word between author and officer, the oldest first. `own`: the author reads it; officers have no name."""
    letters = letters_about([m for m in complaint.messages.all() if m.kind == MessageKind.ANSWER])
    return [_message(row, own, letters.get(str(row.pk))) for row in complaint.messages.all()]


def _message(row: ComplaintMessage, own: bool, letter: Any) -> Item:
    by_author = row.side == Side.AUTHOR
    who = _("Pengawas ketenagakerjaan")
    if by_author:
        who = _("Anda") if own else _("Pelapor")
    elif not own and row.actor is not None:
        who = row.actor.full_name
    return {
        "who": who,
        "kind": row.get_kind_display(),
        "when": short_moment(row.at),
        "text": row.text,
        "look": "" if by_author else "tint",
        "letter": letter.pk if own and letter is not None else None,
    }


def own_page(complaint: Complaint, now: datetime) -> Item:
    """Everything of the author's page but the forms."""
    today = legal_date(now)
    return {
        "complaint": complaint,
        "facts": facts_of(complaint),
        "messages_said": conversation(complaint, own=True),
        "files": [_file(row) for row in complaint.files.select_related("file")],
        "late": complaint.is_late(today),
        "due": long_date(complaint.due_on, language()),
        "next": _next(complaint),
        "asked": complaint.state == S.NEEDS_INFO,
        "may_say": complaint.is_open,
        "may_reopen": can_reopen(complaint, today),
        "reopen_until": long_date(complaint.reopen_until, language()) if complaint.reopen_until else "",
        "may_withdraw": can_withdraw(complaint),
        **tag_of(complaint),
    }


def _file(row: Any) -> Item:
    return {
        "pk": row.pk,
        "title": row.file.name,
        "text": f"{short_moment(row.added_at)} · {row.file.get_state_display()}",
    }


def _next(complaint: Complaint) -> str:
    """What happens now, in one sentence."""
    province = complaint.region.parent.name if complaint.region.parent else complaint.region.name
    return {
        S.RECEIVED: _("Pengawas ketenagakerjaan %(place)s akan memeriksa pengaduan ini.") % {"place": province},
        S.EXAMINING: _("Pengawas ketenagakerjaan %(place)s sedang memeriksa.") % {"place": province},
        S.NEEDS_INFO: _("Pengawas perlu keterangan Anda. Begitu Anda menjawab, pemeriksaan berlanjut."),
        S.REFERRED: _("Pengawas memeriksa langsung di tempat kerja, lalu menjawab Anda."),
        S.ANSWERED: _("Pengaduan ini sudah dijawab. Jawabannya ada di bawah."),
        S.WITHDRAWN: _("Anda menarik pengaduan ini. Kami tidak memeriksanya lagi."),
    }[S(complaint.state)]


def steps_ahead(complaint: Complaint) -> list[Item]:
    """What follows after sending, with dates."""
    return [
        {"title": _("Pengaduan diterima"), "when": short_moment(complaint.filed_at)},
        {"title": _("Pengawas wilayah tempat kerja memeriksa"), "state": "warn"},
        {
            "title": _("Jawaban kami"),
            "when": _("Paling lambat %(day)s") % {"day": long_date(complaint.due_on, language())},
            "state": "todo",
            "strong": True,
        },
    ]


def list_row(complaint: Complaint, now: datetime) -> Item:
    return {
        "complaint": complaint,
        "about": complaint.about,
        "late": complaint.is_late(legal_date(now)),
        "due": long_date(complaint.due_on, language()) if complaint.is_open else "",
        **tag_of(complaint),
    }
