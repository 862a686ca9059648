"""Back at work in words: what a report will stop and what stays, and how a report stands."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.enums import MONTH_AHEAD, MONTH_GRANTED, DecisionKind, OverpaymentState, WorkReportState
from claims.models import Claim, ClaimMonth, WorkReport
from claims.operations.work import is_late, takes_effect_at
from claims.presentation.links import decision_url, objection_url
from claims.presentation.scene import language
from claims.selectors.work import granted_at_work
from core import clock
from core.calendar import working_calendar
from core.formatting import plain_date, rupiah
from notices.selectors import letters_about
from rules.deadlines import reemployment_report_due

Item = dict[str, Any]


def consequences(claim: Claim, told: Mapping[str, Any], at: datetime) -> Item:
    """For the page before the report: `stops` and `stays` as sentences with icons, `takes_effect_at`, `late`."""
    months = list(claim.months.order_by("n"))
    started_on: date = told["started_on"]
    return {
        "takes_effect_at": takes_effect_at(at, started_on),
        "stops": _stops(months),
        "stays": _stays(claim, months, started_on),
        "facts": told_facts(told),
        "late_since": _late_since(told["accepted_on"], clock.legal_date(at)),
    }


def told_facts(told: Mapping[str, Any]) -> list[Item]:
    """What was typed, for <c-facts>."""
    wage = told["wage"]
    return [
        {"term": _("Tempat kerja"), "value": told["employer"]},
        {"term": _("Diterima"), "value": plain_date(told["accepted_on"], language())},
        {"term": _("Hari pertama kerja"), "value": plain_date(told["started_on"], language())},
        {"term": _("Upah sebulan"), "value": rupiah(wage, language()) if wage else _("Tidak diisi")},
    ]


def _stops(months: list[ClaimMonth]) -> list[Item]:
    ahead = [month.n for month in months if month.state in MONTH_AHEAD]
    rows = [{"icon": "silang", "text": _("Manfaat %(months)s tidak dibayar.") % {"months": span(ahead)}}]
    training = _("Hak atas pelatihan dan informasi pasar kerja ikut berakhir.")
    return [*(rows if ahead else []), {"icon": "silang", "text": training}]


def _stays(claim: Claim, months: list[ClaimMonth], started_on: date) -> list[Item]:
    """Each granted month: kept, or to be looked at because work had begun when it was sent."""
    doubtful = {month.pk for month in granted_at_work(claim, started_on)}
    rows = []
    for month in months:
        if month.state not in MONTH_GRANTED:
            continue
        facts = {"n": month.n, "amount": rupiah(month.amount or 0, language())}
        if month.pk in doubtful:
            text = _("Bulan ke-%(n)s, %(amount)s, dikirim saat Anda sudah bekerja. Petugas memeriksanya dahulu.")
            rows.append({"icon": "jam", "text": text % facts})
        else:
            rows.append({"icon": "cek", "text": _("Bulan ke-%(n)s, %(amount)s, tetap milik Anda.") % facts})
    return [*rows, {"icon": "cek", "text": _("Klaim, surat, dan riwayat Anda tetap tersimpan.")}]


def _late_since(accepted_on: date, today: date) -> date | None:
    """The last day of the report when it has passed."""
    due = reemployment_report_due(accepted_on, working_calendar())
    return due if due < today else None


def span(numbers: list[int]) -> str:
    """ "bulan ke-2 sampai ke-6", "bulan ke-6", "bulan ke-3, ke-5"."""
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return _("bulan ke-%(first)s sampai ke-%(last)s") % {"first": numbers[0], "last": numbers[-1]}
    ordinals = ", ".join(_("ke-%(n)s") % {"n": n} for n in numbers)
    return ngettext("bulan %(list)s", "bulan %(list)s", len(numbers)) % {"list": ordinals}


def status(claim: Claim, report: WorkReport, now: datetime) -> Item:
    """How a report stands. `undoable` until it takes effect; then its decision, letter and what may be owed."""
    months = list(claim.months.order_by("n"))
    told = {name: getattr(report, name) for name in ("employer", "accepted_on", "started_on", "wage")}
    facts = {
        "report": report,
        "facts": told_facts(told),
        "undoable": report.state == WorkReportState.PENDING and now < report.effective_at,
        "effective": report.state == WorkReportState.EFFECTIVE,
        "late": is_late(report),
        "stays": _stays(claim, months, report.started_on),
        "stops": _stops(months),
    }
    return facts | (_stopped(claim) if facts["effective"] else {})


def _stopped(claim: Claim) -> Item:
    decision = claim.decisions.filter(kind=DecisionKind.STOP).first()
    owed = claim.overpayments.exclude(state=OverpaymentState.CANCELLED).first()
    kept = claim.months.filter(state__in=MONTH_GRANTED).order_by("n")
    found: Item = {"decision": decision, "overpayment": owed, "kept": list(kept)}
    if decision is not None:
        found |= {
            "decision_url": decision_url(decision),
            "objection_url": objection_url(decision),
            "letter": letters_about([decision]).get(str(decision.pk)),
        }
    return found
