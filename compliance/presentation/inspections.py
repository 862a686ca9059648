"""Inspections on the desk of inspectors and on the employer's page."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.enums import FilePart, FindingState, InspectionState
from compliance.models import Finding, Inspection, InspectionReply, VisitRecord
from compliance.presentation.complaints import short_moment
from compliance.selectors.inspections import InspectionNumbers, ProgrammeProgress
from core.clock import legal_date
from core.formatting import countdown, deadline, long_date, plain_date
from core.language import language
from rules.findings import FINDINGS

Item = dict[str, Any]
S = InspectionState
KINDS = {
    S.PLANNED: "wait",
    S.ORDERED: "run",
    S.VISITED: "run",
    S.ISSUED: "wait",
    S.FOLLOWED: "run",
    S.SANCTIONED: "bad",
    S.CLOSED: "ok",
    S.CANCELLED: "",
}
MOVES = {
    "order": gettext_lazy("Surat tugas terbit"),
    "visit": gettext_lazy("Kunjungan dicatat"),
    "issue": gettext_lazy("Nota pemeriksaan terbit"),
    "follow_up": gettext_lazy("Tindak lanjut diperiksa"),
    "sanction": gettext_lazy("Diteruskan ke sanksi"),
    "close": gettext_lazy("Selesai"),
    "cancel": gettext_lazy("Dibatalkan"),
}


def tag_of(inspection: Inspection) -> Item:
    return {"tag": inspection.get_state_display(), "kind": KINDS[S(inspection.state)]}


def about(inspection: Inspection) -> str:
    return inspection.employer.name if inspection.employer is not None else _("Pembinaan untuk banyak perusahaan")


def row(inspection: Inspection, now: datetime) -> Item:
    """One line of the list. `hot`: a day has passed on which something was due."""
    today = legal_date(now)
    due, what = _due(inspection)
    return {
        "inspection": inspection,
        "about": about(inspection),
        "region": inspection.region.name,
        "when": plain_date(due, language()) if due else "–",
        "what": what,
        "hot": due is not None and due < today and bool(what),
        "unmet": inspection.unmet,  # type: ignore[attr-defined]
        "found": inspection.found,  # type: ignore[attr-defined]
        **tag_of(inspection),
    }


def _due(inspection: Inspection) -> tuple[Any, str]:
    """The day that counts now, and what it is the day of; without words once it is over."""
    if inspection.state in (S.PLANNED, S.ORDERED):
        return inspection.planned_on, _("kunjungan")
    if inspection.state == S.ISSUED:
        return inspection.reply_until, _("jawaban perusahaan")
    if inspection.closed_at is not None:
        return legal_date(inspection.closed_at), ""
    return None, ""


def totals(numbers: InspectionNumbers) -> list[Item]:
    return [
        {"term": _("Belum dikunjungi"), "value": numbers.to_visit},
        {"term": _("Nota tidak dijawab"), "value": numbers.unanswered, "bad": numbers.unanswered > 0},
        {"term": _("Temuan belum dipenuhi"), "value": numbers.unmet},
        {"term": _("Anda pimpin"), "value": numbers.mine},
    ]


def case(inspection: Inspection, now: datetime) -> Item:
    """Everything of the officers' page but forms and complaints."""
    findings = list(inspection.findings.all())
    visit = VisitRecord.objects.filter(inspection=inspection).select_related("actor").first()
    reply = InspectionReply.objects.filter(inspection=inspection).select_related("actor").first()
    files = list(inspection.files.select_related("file"))
    return {
        "inspection": inspection,
        "about": about(inspection),
        "facts": _facts(inspection),
        "team": [_member(member) for member in inspection.members.all()],
        "visit": _visit(visit) if visit is not None else None,
        "visit_files": [_file(f) for f in files if f.part == FilePart.VISIT],
        "findings": [finding(one, files) for one in findings],
        "nota": _nota(inspection, now, answered=reply is not None),
        "reply": _reply(reply) if reply is not None else None,
        "reply_files": [_file(f) for f in files if f.part == FilePart.REPLY],
        "history": _history(inspection),
        "next": _next(inspection, found=bool(findings), answered=reply is not None),
        **tag_of(inspection),
    }


def _next(inspection: Inspection, *, found: bool, answered: bool) -> str:
    """Who is to do what now; empty when the inspection is over."""
    undeclared = [member.user.full_name for member in inspection.members.all() if member.declared_at is None]
    until = plain_date(inspection.reply_until, language()) if inspection.reply_until else ""
    sentences = {
        S.PLANNED: _("Menunggu koordinator menerbitkan surat tugas.")
        if not undeclared
        else _("Menunggu pernyataan kepentingan %(names)s."),
        S.ORDERED: _("Menunggu %(lead)s mencatat kunjungan."),
        S.VISITED: _("Menunggu koordinator menerbitkan nota.")
        if found
        else _("Menunggu %(lead)s mencatat temuan, atau menutup pemeriksaan."),
        S.ISSUED: _("Menunggu %(lead)s mencatat tindak lanjut.")
        if answered
        else _("Menunggu jawaban perusahaan sampai %(until)s."),
        S.FOLLOWED: _("Menunggu %(lead)s menutup pemeriksaan, atau meneruskannya ke sanksi."),
    }
    facts = {"lead": inspection.lead.full_name, "until": until, "names": ", ".join(undeclared)}
    return sentences.get(S(inspection.state), "") % facts


def _facts(inspection: Inspection) -> list[Item]:
    employer = inspection.employer
    rows = [
        (_("Jenis"), inspection.get_kind_display()),
        (_("Alasan"), inspection.because),
        (_("NPP"), employer.npp if employer is not None else ""),
        (_("Alamat"), employer.address if employer is not None else ""),
        (_("Tempat kerja"), inspection.region.name),
        (_("Hari kunjungan"), long_date(inspection.planned_on, language())),
        (_("Ketua tim"), inspection.lead.full_name),
    ]
    return [{"term": term, "value": value} for term, value in rows if value]


def _member(member: Any) -> Item:
    said = short_moment(member.declared_at) if member.declared_at else ""
    return {"pk": member.user_id, "name": member.user.full_name, "part": member.get_membership_display(), "said": said}


def _visit(visit: VisitRecord) -> Item:
    rows = [
        (_("Hari kunjungan"), long_date(visit.on, language())),
        (_("Tempat"), visit.place),
        (_("Yang ditemui"), visit.met),
        (_("Ditulis"), f"{visit.actor.full_name}, {short_moment(visit.at)}"),
    ]
    return {"text": visit.text, "facts": [{"term": term, "value": value} for term, value in rows]}


def finding(one: Finding, files: list[Any]) -> Item:
    """A finding with its article and, once it is met, what proves it."""
    duty = FINDINGS[one.code]
    met = one.state == FindingState.MET
    note = next((entry.note for entry in one.log.all()), "") if met else ""
    return {
        "pk": one.pk,
        "duty": duty.label,
        "law": one.law,
        "text": one.text,
        "count": f"{one.count} {duty.counted}" if one.count else "",
        "met": met,
        "kind": "ok" if met else "bad",
        "tag": one.get_state_display(),
        "proof": note,
        "when": short_moment(one.met_at) if one.met_at else "",
        "files": [_file(f) for f in files if f.finding_id == one.pk],
    }


def _nota(inspection: Inspection, now: datetime, *, answered: bool) -> Item | None:
    if inspection.issued_at is None or inspection.reply_until is None:
        return None
    waits = inspection.state == S.ISSUED and not answered
    return {
        "issued": short_moment(inspection.issued_at),
        "due": deadline(inspection.reply_until, language()),
        "left": countdown(inspection.reply_until, now, language()) if waits else "",
        "late": waits and inspection.reply_until < legal_date(now),
    }


def _reply(reply: InspectionReply) -> Item:
    return {"text": reply.text, "by": f"{reply.actor.full_name}, {short_moment(reply.at)}"}


def _file(row: Any) -> Item:
    state = row.file.get_state_display()
    return {"pk": row.pk, "title": row.file.name, "text": f"{short_moment(row.added_at)} · {state}"}


def _history(inspection: Inspection) -> list[Item]:
    """The latest first, with what was written at a follow-up or a cancellation."""
    rows = []
    for entry in inspection.log.order_by("-pk"):
        note = f": {entry.note}" if entry.note else ""
        rows.append({"title": f"{MOVES[entry.move]} · {entry.actor_name}{note}", "when": short_moment(entry.at)})
    opened = _("Pemeriksaan dibuka · %(name)s") % {"name": inspection.opened_by.full_name}
    return [*rows, {"title": opened, "when": short_moment(inspection.opened_at)}]


# --- the employer ------------------------------------------------------------------------------------------------


def nota_row(inspection: Inspection, now: datetime) -> Item:
    """A nota on the employer's list: nothing of why the inspection was held."""
    answered = hasattr(inspection, "reply")
    waits = inspection.state == S.ISSUED and not answered
    late = waits and inspection.reply_until is not None and inspection.reply_until < legal_date(now)
    tag, kind = _("Perlu dijawab"), "wait"
    if inspection.state == S.CLOSED:
        tag, kind = _("Selesai"), "ok"
    elif not waits:
        tag, kind = _("Sudah dijawab") if answered else _("Diperiksa pengawas"), "run"
    elif late:
        tag, kind = _("Lewat batas"), "bad"
    return {
        "pk": inspection.pk,
        "number": inspection.number,
        "employer": inspection.employer.name if inspection.employer else "",
        "due": plain_date(inspection.reply_until, language()) if inspection.reply_until else "",
        "left": countdown(inspection.reply_until, now, language()) if waits and inspection.reply_until else "",
        "waits": waits,
        "late": late,
        "tag": tag,
        "kind": kind,
    }


def nota_page(inspection: Inspection, now: datetime) -> Item:
    """What was found, the answer, and what became of it."""
    files = list(inspection.files.filter(part=FilePart.REPLY).select_related("file"))
    reply = InspectionReply.objects.filter(inspection=inspection).select_related("actor").first()
    visit = VisitRecord.objects.get(inspection=inspection)
    findings = inspection.findings.prefetch_related("log")
    return {
        **nota_row(inspection, now),
        "facts": [
            {"term": _("Nomor"), "value": inspection.number},
            {"term": _("Perusahaan"), "value": inspection.employer.name if inspection.employer else ""},
            {"term": _("Hari kunjungan"), "value": long_date(visit.on, language())},
            {"term": _("Nota terbit"), "value": short_moment(inspection.issued_at) if inspection.issued_at else ""},
            {"term": _("Jawab paling lambat"), "value": deadline(inspection.reply_until, language())},  # type: ignore[arg-type]
        ],
        "findings": [finding(one, []) for one in findings],
        "reply": _reply(reply) if reply is not None else None,
        "files": [_file(f) for f in files],
        "may_add": inspection.state == S.ISSUED,
    }


def programme(found: ProgrammeProgress) -> Item:
    """A year's programme as a bar of 300 units with its numbers."""
    target = found.programme.target
    return {
        "province": found.programme.province.name,
        "year": found.programme.year,
        "focus": found.programme.focus,
        "target": target,
        "visited": found.visited,
        "ahead": found.planned - found.visited,
        "width": min(300, 300 * found.visited // target),
        "planned_width": min(300, 300 * found.planned // target),
    }
