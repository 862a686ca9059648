"""An employer's workers and what is reported of them, in words: for the employer and for BPJS."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from core.formatting import long_moment, plain_date, rupiah
from core.language import language
from participants.enums import EmploymentState, Scale, WorkerReportKind, WorkerReportState
from participants.models import BpjsSnapshot, Employer, Employment, WorkerReport
from participants.worker_wording import PROGRAMMES, in_short
from rules import facts as law_facts
from rules.law import Regime
from rules.membership import Required, required_programmes, verified

Item = dict[str, Any]
E, K, S = EmploymentState, WorkerReportKind, WorkerReportState
_TONES = {E.REPORTED: "wait", E.ACTIVE: "ok", E.ENDED: "", E.DROPPED: "bad"}
_REPORT_TONES = {S.WAITING: "wait", S.CONFIRMED: "ok", S.RETURNED: "bad", S.WITHDRAWN: ""}
REGIMES = {Regime.R21: "PP 37/2021", Regime.R25: "PP 6/2025"}
_JKN = {"ppu": "PPU", "pbpu": "PBPU", "pbi": "PBI", "none": "–"}


def required_on(employer: Employer, on: date) -> Required | None:
    """What the employer's scale owes. None: BPJS has not said the scale."""
    return required_programmes(law_facts.Scale(employer.scale), on) if employer.scale else None


def missing_of(employment: Employment, required: Required | None) -> str:
    given = frozenset(law_facts.Programme(name) for name in employment.programmes)
    return in_short(required.missing(given)) if required else ""


def obligations(employer: Employer, required: Required | None) -> Item:
    """How many work there, how many lack which programme that is owed; with the article."""
    counts = {name: Count("pk", filter=~Q(programmes__contains=[name])) for name in PROGRAMMES}
    active = employer.employments.filter(state=E.ACTIVE)
    waiting = WorkerReport.objects.filter(employment__employer=employer, state=S.WAITING).count()
    found = active.aggregate(workers=Count("pk"), **counts)
    owed = in_owed(required)
    return {
        "scale": Scale(employer.scale).label if employer.scale else "",
        "workers": found["workers"],
        "waiting": waiting,
        "required": in_short(owed),
        "law": required.law.text if required else "",
        "missing": [{"name": name, "full": PROGRAMMES[name], "count": found[name]} for name in owed if found[name]],
    }


def in_owed(required: Required | None) -> list[str]:
    return [programme.value for programme in required.programmes] if required else []


def worker_rows(employments: Sequence[Employment], required: Required | None) -> list[Item]:
    """`waiting_kind` is annotated: the kind of the report that waits, or None."""
    return [
        {
            "employment": row,
            "tone": _TONES[E(row.state)],
            "programmes": in_short(row.programmes),
            "missing": missing_of(row, required) if row.state in (E.REPORTED, E.ACTIVE) else "",
            "waits": K(row.waiting_kind).label if row.waiting_kind and row.state == E.ACTIVE else "",
        }
        for row in employments
    ]


def report_items(reports: Sequence[WorkerReport]) -> list[Item]:
    """What was reported of one worker, the newest first."""
    return [
        {
            "report": report,
            "tone": _REPORT_TONES[S(report.state)],
            "text": said(report),
            "late": report.is_late,
        }
        for report in reports
    ]


def said(report: WorkerReport) -> str:
    """The report in one sentence."""
    lang, day = language(), plain_date(report.effective_on, language())
    if report.kind == K.LEAVE:
        return _("Hari terakhir bekerja %(day)s.") % {"day": day}
    if report.kind == K.WAGE:
        return _("Upah %(wage)s sejak %(day)s.") % {"wage": rupiah(report.wage or 0, lang), "day": day}
    if report.kind == K.PROGRAMMES:
        return _("Program %(names)s sejak %(day)s.") % {"names": in_short(report.programmes), "day": day}
    facts = {"day": day, "wage": rupiah(report.wage or 0, lang), "names": in_short(report.programmes)}
    return _("Mulai bekerja %(day)s, upah %(wage)s, program %(names)s.") % facts


def verification(report: WorkerReport, snapshot: BpjsSnapshot | None) -> list[Item]:
    """Programmes and JKN as each regime judges them (ENR-06): of what is reported, with JKN as BPJS last said."""
    employer, employment = report.employment.employer, report.employment
    membership = snapshot.payload.get("membership", {}) if snapshot else {}
    programmes = report.programmes or employment.programmes
    participant = law_facts.Participant(
        scale=law_facts.Scale(employer.scale) if employer.scale else None,
        programmes=frozenset(law_facts.Programme(name) for name in programmes),
        jkn=law_facts.Jkn(membership["jkn"]) if membership.get("jkn") else None,
    )
    return [
        {
            "regime": REGIMES[regime],
            "met": reason.met,
            "missing": in_short(reason.facts["missing"] or ()),  # type: ignore[arg-type]
            "jkn": _JKN.get(str(participant.jkn), _("belum diketahui")),
            "law": reason.law.text,
        }
        for regime, reason in verified(participant)
    ]


def register_facts(report: WorkerReport, snapshot: BpjsSnapshot | None) -> list[Item]:
    """What BPJS itself last said of this worker at this employer."""
    if snapshot is None:
        return []
    rows = snapshot.payload.get("membership", {}).get("memberships", [])
    here = [row for row in rows if row["npp"] == report.employment.employer.npp]
    latest = max(here, key=lambda row: row["since"], default=None)
    until = latest["until"] if latest else None
    return [
        {"term": _("Terdaftar di perusahaan ini"), "value": _("Ya") if latest and not until else _("Tidak")},
        {"term": _("Sejak"), "value": _day(latest["since"]) if latest else "–"},
        {"term": _("Program"), "value": in_short(latest["programmes"]) if latest else "–"},
        {"term": _("Data per"), "value": long_moment(snapshot.as_of, language())},
    ]


def _day(text: str) -> str:
    return plain_date(date.fromisoformat(text), language())


def desk_rows(reports: Sequence[WorkerReport], today: date) -> list[Item]:
    return [
        {
            "report": report,
            "tone": _REPORT_TONES[S(report.state)],
            "overdue": report.state == S.WAITING and report.answer_by < today,
            "late": report.is_late,
        }
        for report in reports
    ]
