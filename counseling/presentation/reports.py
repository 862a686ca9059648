"""How referrals and reports read: to the participant, to the counsellor, on the verifier's desk."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.clock import legal_date
from core.formatting import countdown, deadline, long_moment, number, plain_date
from core.language import language
from counseling.enums import REFERRALS, ReportKind, ReportState
from counseling.models import Report
from counseling.policies import can_close_report
from counseling.selectors.reports import ReportNumbers, closed_by

Item = dict[str, Any]
TONES = {ReportState.OPEN: "run", ReportState.CLOSED: "ok"}


def told_row(report: Report, reader: Any, now: datetime) -> Item:
    """One for the two of the session: what, in which words, who reads it, what came of it."""
    referral = report.kind in REFERRALS
    return {
        "report": report,
        "kind": report.get_kind_display(),
        "referral": referral,
        "day": plain_date(report.at, language()),
        "tone": TONES[ReportState(report.state)],
        "state": _("Selesai") if report.closed_at else (_("Berjalan") if referral else _("Menunggu petugas BPJS")),
        "due": "" if report.closed_at or report.due_on is None else plain_date(report.due_on, language()),
        "closed": plain_date(report.closed_at, language()) if report.closed_at else "",
        "may_close": referral and report.closed_at is None and can_close_report(report, reader, legal_date(now)),
    }


def queue_row(report: Report, now: datetime) -> Item:
    person = report.session.person
    return {
        "report": report,
        "kind": report.get_kind_display(),
        "person": person.full_name,
        "region": str(person.region) if person.region else "",
        "counsellor": report.session.counsellor.user.full_name,
        "waiting": waiting_words(report, now),
        "hot": report.closed_at is None and report.due_on is not None and report.due_on < legal_date(now),
        "day": report.at,
        "tone": TONES[ReportState(report.state)],
    }


def waiting_words(report: Report, now: datetime) -> str:
    """The time that is left until the last day; of a closed one the day on which it was closed."""
    if report.closed_at is not None:
        return plain_date(report.closed_at, language())
    return countdown(report.due_on, now, language()) if report.due_on else ""


def totals(found: ReportNumbers, now: datetime) -> list[Item]:
    days = (legal_date(now) - legal_date(found.oldest)).days if found.oldest else 0
    return [
        {"term": _("Menunggu petugas"), "value": number(found.open, language())},
        {"term": _("Lewat tenggat"), "value": number(found.late, language())},
        {"term": _("Menunggu paling lama"), "value": number(days, language()), "text": _("hari")},
        {"term": _("Ditutup 30 hari terakhir"), "value": number(found.closed_lately, language())},
    ]


def case_facts(report: Report) -> list[Item]:
    session = report.session
    return [
        {"term": _("Jenis"), "value": ReportKind(report.kind).label},
        {"term": _("Ditutup paling lambat"), "value": deadline(report.due_on, language())},
        {"term": _("Sesi"), "value": long_moment(session.starts_at, language())},
        {"term": _("Cara bertemu"), "value": session.get_channel_display()},
        {"term": _("Konselor"), "value": session.counsellor.user.full_name},
        {"term": _("Domisili"), "value": str(session.person.region) if session.person.region else _("belum diketahui")},
    ]


def history(report: Report) -> list[Item]:
    """Written, told, closed; each with its moment."""
    steps = [
        {"title": _("Ditulis oleh %(name)s") % {"name": report.written_by}, "when": long_moment(report.at, language())},
        {"title": _("Peserta diberi tahu isinya"), "when": long_moment(report.at, language())},
    ]
    if report.closed_at is None:
        return [*steps, {"title": _("Menunggu petugas"), "when": "", "state": "warn"}]
    closed = {"title": _("Ditutup oleh %(name)s") % {"name": closed_by(report)}}
    return [*steps, closed | {"when": long_moment(report.closed_at, language())}]
