"""An employer's own data in words: scale, risk class with its rate, places of work, what BPJS is asked to change."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core.formatting import percent, plain_date
from core.language import language
from participants.enums import EMPLOYER_FACTS, RiskClass, Scale, WorkerReportState
from participants.models import Employer, EmployerReport, Workplace
from participants.presentation_workers import required_on
from participants.worker_wording import in_short
from rules.jkk import JkkRate, jkk_rate
from rules.jkk import RiskClass as LegalClass

Item = dict[str, Any]
S = WorkerReportState
REPORT_TONES = {S.WAITING: "wait", S.CONFIRMED: "ok", S.RETURNED: "bad", S.WITHDRAWN: ""}


def rate_on(risk_class: str, on: date) -> JkkRate | None:
    """None: BPJS has not said the class."""
    return jkk_rate(LegalClass(risk_class), on) if risk_class else None


def class_hints(on: date) -> dict[str, str]:
    """The rate beside each class."""
    return {name: _share(jkk_rate(LegalClass(name), on)) for name in RiskClass.values}


def employer_duties(employer: Employer, on: date) -> list[Item]:
    """Scale and class with what each means in programmes and money, and its article. Empty `value`: not known."""
    required, rate = required_on(employer, on), rate_on(employer.risk_class, on)
    return [
        {
            "fact": "scale",
            "term": _("Skala usaha"),
            "value": Scale(employer.scale).label if employer.scale else "",
            "means": _("Program wajib: %(names)s.") % {"names": in_short(p.value for p in required.programmes)}
            if required
            else "",
            "law": required.law.text if required else "",
        },
        {
            "fact": "risk_class",
            "term": _("Kelas risiko JKK"),
            "value": RiskClass(employer.risk_class).label if employer.risk_class else "",
            "means": _split(rate) if rate else "",
            "law": f"{rate.law.text}; {rate.recomposed_by.text}" if rate else "",
        },
    ]


def _share(rate: JkkRate) -> str:
    return _("Iuran JKK %(rate)s dari upah.") % {"rate": percent(rate.rate, language(), 2)}


def _split(rate: JkkRate) -> str:
    facts = {"part": percent(rate.to_jkp, language(), 2), "kept": percent(rate.kept, language(), 2)}
    return f"{_share(rate)} {_('%(part)s di antaranya untuk JKP, %(kept)s tetap di JKK.') % facts}"


def said_of(report: EmployerReport) -> str:
    """The report in one sentence."""
    labels = dict(EMPLOYER_FACTS[report.fact].choices)
    facts = {
        "fact": report.get_fact_display(),
        "was": labels.get(report.was, _("belum tercatat")),
        "wanted": labels[report.wanted],
        "day": plain_date(report.effective_on, language()),
    }
    return _("%(fact)s dari %(was)s menjadi %(wanted)s sejak %(day)s.") % facts


def report_items(reports: Sequence[EmployerReport]) -> list[Item]:
    return [{"report": report, "text": said_of(report), "tone": REPORT_TONES[S(report.state)]} for report in reports]


def workplace_rows(workplaces: Sequence[Workplace]) -> list[Item]:
    """`workers` is annotated: who works there now."""
    return [{"place": place, "workers": place.workers, "is_open": place.until is None} for place in workplaces]


def consequence(report: EmployerReport, on: date) -> Item:
    """What the wanted value would mean, for the officer: the same lines as the employer reads of what is recorded."""
    asked = Employer(scale=report.employer.scale, risk_class=report.employer.risk_class)
    setattr(asked, report.fact, report.wanted)
    return next(item for item in employer_duties(asked, on) if item["fact"] == report.fact)


def desk_rows(reports: Sequence[EmployerReport], today: date) -> list[Item]:
    return [
        {**item, "overdue": item["report"].state == S.WAITING and item["report"].answer_by < today}
        for item in report_items(reports)
    ]
