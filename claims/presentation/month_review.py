"""What the verifier's page of one month needs: the form with its words, and every panel."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from claims import wording
from claims.enums import MONTH_ON_THE_CLOCK, MONTH_SENT, MonthState
from claims.forms import MonthForm, MonthReviewForm
from claims.models import ClaimMonth, MembershipQuestion, MonthAssessment
from claims.presentation.desk import clock_of, short_moment
from claims.presentation.timeline import timeline
from claims.presentation.trace import officer_rows
from claims.selectors import account_shared_with_another, account_unproven, evidence_period
from core import clock
from core.formatting import date_range, rupiah, short_date
from core.language import language
from ipk.enums import ActivityKind, ActivityState
from ipk.selectors import Mission, MissionRow, mission

Item = dict[str, Any]
_EVIDENCE_TONES = {
    ActivityState.SUBMITTED: "run",
    ActivityState.ACCEPTED: "ok",
    ActivityState.NEEDS_FIX: "wait",
    ActivityState.REJECTED: "bad",
}


def review_form(run: MonthAssessment | None, posted: dict[str, str] | None = None) -> MonthReviewForm:
    """The decision with the amount on the button that grants it."""
    amount = run.answer["amount"] if run is not None else None
    approve = _("Setujui, bayar %(amount)s") % {"amount": rupiah(amount, language())} if amount else ""
    return MonthReviewForm(posted, approve=approve, initial={"run": run.pk if run else None})


def detail(month: ClaimMonth, run: MonthAssessment | None, now: datetime) -> Item:
    """Everything but the form."""
    claim, today = month.claim, clock.legal_date(now)
    months = list(claim.months.order_by("n"))
    log = list(month.log.order_by("-pk"))
    first, last = evidence_period(month, today)
    found = mission(claim.person, first, last, today=today)
    rows = officer_rows(run) if run is not None else []
    return {
        "claim": claim,
        "month": month,
        "run": run,
        "rows": rows,
        "unmet": sum(1 for row in rows if row["met"] is not True),
        "run_at": short_moment(run.assessed_at) if run is not None else "",
        "outcome": _outcome(run),
        "open": month.state == MonthState.IN_REVIEW,
        "waits": month.state in MONTH_SENT,
        "clock": _clock(month, log, now),
        "evidence": [evidence_row(row, month) for row in found.rows if row.why != "outside"],
        "period": date_range(first, last, language()),
        "mission": found,
        "counted": found.counted + _used_here(found, month, ActivityKind.APPLICATION),
        "invited": found.interviews + _used_here(found, month, ActivityKind.INTERVIEW),
        "timeline": [
            {key: value for key, value in entry.items() if key not in ("href", "link")}
            for entry in timeline(claim, months, {})
        ],
        "account": account_rows(month),
        "shared_account": account_shared_with_another(claim),
        "questions": [question_item(question) for question in claim.questions.all()],
        "status_form": form_rows(month),
        "history": history(log),
    }


def _used_here(found: Mission, month: ClaimMonth, kind: str) -> int:
    """What this month itself has used up no longer counts in a mission."""
    return sum(1 for row in found.rows if row.activity.kind == kind and row.activity.used_for == month.pk)


def _outcome(run: MonthAssessment | None) -> Item:
    tones = {"payable": "ok", "not_payable": "bad"}
    if run is None:
        return {"tag": _("Menunggu aturan"), "kind": "run"}
    return {"tag": str(wording.MONTH_OUTCOMES[run.outcome]), "kind": tones.get(run.outcome, "wait")}


def _clock(month: ClaimMonth, log: list[Any], now: datetime) -> Item:
    """The three working days since the month was sent, or sent again."""
    started = next((row.at for row in log if row.move in ("submit", "complete")), None)
    if month.state not in MONTH_ON_THE_CLOCK or started is None or month.decision_due_on is None:
        return {}
    return clock_of(clock.legal_date(started), month.decision_due_on, now)


def evidence_row(row: MissionRow, month: ClaimMonth) -> Item:
    """One activity with its state, why it does not count, and where its file is looked at."""
    activity = row.activity
    used_here = activity.used_for == month.pk
    why = {
        "repeated": _("Perusahaan sama, dihitung satu kali"),
        "used": _("Dihitung untuk bulan ini") if used_here else _("Sudah dihitung untuk bulan lain"),
        "not_accepted": _("Tidak diterima"),
        "asked": _("Menunggu peserta"),
    }.get(row.why, "")
    return {
        "company": activity.company,
        "what": f"{activity.get_kind_display()} · {activity.position}",
        "on": short_date(activity.on, language()),
        "tag": activity.get_state_display(),
        "kind": _EVIDENCE_TONES.get(ActivityState(activity.state), ""),
        "why": why,
        "href": reverse("ipk:evidence", args=[activity.pk]),
        "file": reverse("ipk:file", args=[activity.pk]) if activity.file is not None else "",
        "link": activity.link,
        "is_ours": activity.application_id is not None,
    }


def account_rows(month: ClaimMonth) -> list[Item]:
    """Rows for <c-facts two>: what is paid, and to whom."""
    claim = month.claim
    rows = [
        {"term": _("Rekening"), "value": claim.account_shown},
        {"term": _("Pemilik"), "value": claim.account_holder},
        {"term": _("Pemeriksaan bank"), "value": claim.get_account_check_display()},
        {"term": _("Terbukti milik peserta"), "value": _("Belum") if account_unproven(claim) else _("Ya")},
    ]
    if month.amount:
        rows.insert(0, {"term": _("Disetujui"), "value": rupiah(month.amount, language())})
    return rows


def question_item(question: MembershipQuestion) -> Item:
    """What BPJS knows of a new employer, and what the person says."""
    said = _("Belum dijawab, batasnya %(day)s") % {"day": short_date(question.answer_by, language())}
    if question.answered_at is not None:
        said = _("Peserta: bekerja di sana") if question.works else _("Peserta: tidak bekerja di sana")
    return {
        "title": _("%(employer)s, sejak %(day)s")
        % {"employer": question.employer, "day": short_date(question.since, language())},
        "said": said,
        "note": question.note,
    }


def form_rows(month: ClaimMonth) -> list[Item]:
    """What the person answered in the form of the last month."""
    answers = month.status_form or {}
    terms = {
        "working": _("Sudah bekerja"),
        "looking": _("Masih mencari kerja"),
        "business": _("Memulai usaha sendiri"),
    }
    rows = [{"term": terms[k], "value": _("Ya") if answers[k] else _("Tidak")} for k in terms if k in answers]
    starts = dict(MonthForm.STARTS)
    if answers.get("can_start") in starts:
        rows.append({"term": _("Bisa mulai bekerja"), "value": str(starts[answers["can_start"]])})
    return rows


def history(log: list[Any]) -> list[Item]:
    """Moves with their actors, newest first: officers see each other's names."""
    words = {
        "open": _("Dibuka"),
        "submit": _("Dikirim peserta"),
        "complete": _("Dilengkapi peserta"),
        "take_up": _("Diberikan kepada petugas"),
        "hold": _("Kelengkapan diminta"),
        "grant": _("Disetujui"),
        "refuse": _("Ditolak"),
        "forfeit": _("Hangus"),
        "stop": _("Berhenti"),
        "resume": _("Berjalan lagi"),
        "uphold": _("Disetujui sesudah keberatan"),
        "pay": _("Dibayar"),
        "bounce": _("Kembali dari bank"),
        "order_again": _("Dikirim lagi"),
    }
    return [{"title": f"{words[row.move]} · {row.actor_name}", "when": short_moment(row.at)} for row in log]
