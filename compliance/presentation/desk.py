"""Complaints on the inspectors' desk: the list by time left, one case, and the regions."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.enums import OWED, ComplaintState
from compliance.models import Allegation, Complaint
from compliance.presentation.complaints import conversation, facts_of, short_moment, tag_of
from compliance.selectors.complaints import DeskNumbers, RegionNumbers
from core.clock import legal_date
from core.formatting import countdown, deadline, mask_phone, plain_date
from core.language import language
from participants.selectors import person_of

Item = dict[str, Any]
S = ComplaintState
MOVES = {
    "take": gettext_lazy("Diambil"),
    "assign": gettext_lazy("Diberikan kepada pengawas"),
    "ask": gettext_lazy("Pelapor ditanya"),
    "reply": gettext_lazy("Pelapor menjawab"),
    "refer": gettext_lazy("Diteruskan ke pemeriksaan"),
    "answer": gettext_lazy("Dijawab"),
    "reopen": gettext_lazy("Dibuka lagi oleh pelapor"),
    "withdraw": gettext_lazy("Ditarik pelapor"),
}
OF_AUTHOR = ("reply", "reopen", "withdraw")


def queue_row(complaint: Complaint, now: datetime) -> Item:
    return {
        "complaint": complaint,
        "left": time_left(complaint, now),
        "about": complaint.about,
        "region": complaint.region.name,
        "by": complaint.taken_by.full_name if complaint.taken_by else "",
        "at_employer": complaint.at_employer,  # type: ignore[attr-defined]
        **tag_of(complaint),
    }


def time_left(complaint: Complaint, now: datetime) -> Item:
    """`hot` marks a row past its day. Who waits for the author owes nothing; what is closed has its day."""
    if complaint.state == S.NEEDS_INFO:
        return {"text": _("Menunggu pelapor"), "hot": False, "soon": False}
    if complaint.state not in OWED:
        day = complaint.answered_at
        return {"text": plain_date(day, language()) if day else "–", "hot": False, "soon": False}
    today = legal_date(now)
    hot = complaint.due_on < today
    text = countdown(complaint.due_on, now, language())
    return {"text": text, "hot": hot, "soon": complaint.due_on == today}


def totals(numbers: DeskNumbers) -> list[Item]:
    return [
        {"term": _("Lewat batas jawaban"), "value": numbers.late, "bad": numbers.late > 0},
        {"term": _("Jatuh tempo hari ini"), "value": numbers.today},
        {"term": _("Belum diambil"), "value": numbers.untaken},
        {"term": _("Anda kerjakan"), "value": numbers.mine},
    ]


def bars(regions: Sequence[RegionNumbers]) -> list[Item]:
    """Open complaints by place, as bars of 300 units; the late part of each is marked."""
    most = max((one.open for one in regions), default=1)
    return [
        {
            "name": one.name,
            "open": one.open,
            "late": one.late,
            "width": 300 * one.open // most,
            "late_width": 300 * one.late // most,
        }
        for one in regions
    ]


def case(complaint: Complaint, now: datetime, *, may_read_author: bool) -> Item:
    """Everything but the forms."""
    return {
        "complaint": complaint,
        "facts": [*facts_of(complaint), *_links(complaint)],
        "author": _author(complaint) if may_read_author else [],
        "author_hidden": not may_read_author,
        "said": conversation(complaint, own=False),
        "files": [_file(row) for row in complaint.files.select_related("file")],
        "notes": [
            {"text": n.text, "by": n.actor.full_name, "when": short_moment(n.at)}
            for n in complaint.notes.select_related("actor")
        ],
        "allegations": [_allegation(row, now) for row in _served(complaint)],
        "clock": _clock(complaint, now),
        "history": history(complaint),
        **tag_of(complaint),
    }


def _links(complaint: Complaint) -> list[Item]:
    rows = []
    if complaint.employer is not None:
        rows.append({"term": _("NPP"), "value": complaint.employer.npp})
        if complaint.employer_typed not in (complaint.employer.name, complaint.employer.npp):
            rows.append({"term": _("Ditulis pelapor"), "value": complaint.employer_typed})
    else:
        rows.append({"term": _("NPP"), "value": _("Belum ditentukan")})
    if complaint.claim is not None:
        rows.append({"term": _("Klaim pelapor"), "value": complaint.claim.number})
    rows.append({"term": _("Dikerjakan"), "value": complaint.taken_by.full_name if complaint.taken_by else "–"})
    if complaint.integrity is not None:
        rows.append({"term": _("Dibaca integritas"), "value": complaint.integrity.full_name})
    return rows


def _author(complaint: Complaint) -> list[Item]:
    """Who wrote, for who may know. NIK and address are not needed here."""
    if complaint.author is None:
        rows = [(_("Pelapor"), _("Tanpa nama")), (_("Kontak"), complaint.contact or _("Tidak ditinggalkan"))]
        if complaint.filed_by is not None:
            rows.append((_("Dicatat oleh"), _("Halo JKP: %(name)s") % {"name": complaint.filed_by.full_name}))
    else:
        person = person_of(complaint.author)
        name = person.full_name if person is not None else complaint.author.full_name
        phone = mask_phone(complaint.author.phone) if complaint.author.phone else ""
        rows = [(_("Pelapor"), name), (_("HP"), phone)]
    return [{"term": term, "value": value} for term, value in rows if value]


def _file(row: Any) -> Item:
    state = row.file.get_state_display()
    return {"pk": row.pk, "title": row.file.name, "text": f"{short_moment(row.added_at)} · {state}"}


def _served(complaint: Complaint) -> QuerySet[Allegation]:
    rows = complaint.allegations.select_related("reply__actor", "served_by", "employer")
    return rows.prefetch_related("files__file")


def _allegation(row: Allegation, now: datetime) -> Item:
    reply = getattr(row, "reply", None)
    late = reply is None and row.due_on < legal_date(now)
    return {
        "number": row.number,
        "text": row.text,
        "served": _("Dikirim %(when)s oleh %(who)s")
        % {"when": short_moment(row.served_at), "who": row.served_by.full_name},
        "due": plain_date(row.due_on, language()),
        "late": late,
        "tag": row.get_state_display(),
        "kind": "ok" if reply is not None else "bad" if late else "wait",
        "reply": reply.text if reply is not None else "",
        "replied": f"{reply.actor.full_name}, {short_moment(reply.at)}" if reply is not None else "",
        "files": [{"pk": f.pk, "title": f.file.name, "text": f.file.get_state_display()} for f in row.files.all()],
    }


def _clock(complaint: Complaint, now: datetime) -> Item:
    """When the answer is due, and whose turn it is; empty once it is closed."""
    if not complaint.is_open:
        return {}
    today: date = legal_date(now)
    waits = complaint.state == S.NEEDS_INFO
    return {
        "title": _("Menunggu pelapor") if waits else countdown(complaint.due_on, now, language()),
        "due": deadline(complaint.due_on, language()),
        "late": complaint.is_late(today),
        "waits": waits,
    }


def history(complaint: Complaint) -> list[Item]:
    """The latest first. What the author did bears no name here: who may know reads it above."""
    rows = []
    for row in complaint.log.order_by("-pk"):
        who = "" if row.move in OF_AUTHOR else f" · {row.actor_name}"
        rows.append({"title": f"{MOVES[row.move]}{who}", "when": short_moment(row.at)})
    how = _("Dicatat Halo JKP untuk penelepon") if complaint.filed_by_id else _("Pengaduan dikirim")
    return [*rows, {"title": how, "when": short_moment(complaint.filed_at)}]
