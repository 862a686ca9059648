"""The participant sends a month, and completes one that was held."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from claims.enums import ClaimState, MonthState
from claims.models import ClaimMonth
from claims.operations.letters import addressee
from claims.operations.missions import collect_for_next
from core import audit, clock
from core.calendar import working_calendar
from core.errors import Conflict, Invalid
from core.jobs import enqueue
from notices.letters import issue_letter
from notices.operations import notify
from rules.deadlines import bpjs_decision_due
from rules.parameters import STATUS_FORM_MONTH


@transaction.atomic
def submit_month(
    month: ClaimMonth, *, status_form: dict[str, Any] | None = None, actor: User, at: datetime
) -> ClaimMonth:
    """Send month 2 to 6 inside its window; the three working days start. Twice sends once, and gives the same answer.

    Proof may be missing: the month is then held and completed later, because filing decides. Raises
    Conflict("claim_over" | "not_open_yet" | "window_closed" | "question_open") and Invalid("status_form_needed").
    """
    month = ClaimMonth.objects.held(month)
    if month.is_sent:
        return month
    today = clock.legal_date(at)
    _require_open(month, today)
    if month.n == STATUS_FORM_MONTH.on(today).value and not status_form:
        raise Invalid("status_form_needed", _("Isi formulir status kebekerjaan dahulu."))
    if month.state == MonthState.SCHEDULED:
        month = ClaimMonth.workflow.move(month, "open", actor=None, at=at)
    month = ClaimMonth.workflow.move(
        month,
        "submit",
        actor=actor,
        at=at,
        filed_on=today,
        filed_at=at,
        status_form=status_form,
        decision_due_on=bpjs_decision_due(today, working_calendar()),
    )
    collect_for_next(month)
    _confirm_receipt(month, actor, at)
    return month


@transaction.atomic
def complete_month(month: ClaimMonth, *, actor: User, at: datetime) -> ClaimMonth:
    """The person says that what was missing is there now. The filing day stays; the clock starts again.

    Twice completes once. Raises Conflict("nothing_asked").
    """
    month = ClaimMonth.objects.held(month)
    if month.state == MonthState.SUBMITTED:
        return month
    if month.state != MonthState.HELD:
        raise Conflict("nothing_asked", _("Tidak ada yang perlu dilengkapi pada bulan ini sekarang."))
    due = bpjs_decision_due(clock.legal_date(at), working_calendar())
    month = ClaimMonth.workflow.move(month, "complete", actor=actor, at=at, decision_due_on=due)
    collect_for_next(month)
    audit.record("claims.month.completed", actor=actor, at=at, subject=month)
    enqueue("claims.assess_month", month_id=month.pk)
    return month


def _require_open(month: ClaimMonth, today: date) -> None:
    if month.claim.state != ClaimState.ACTIVE or month.is_lost:
        raise Conflict("claim_over", _("Bulan ini tidak bisa dikirim lagi. Buka klaim Anda untuk melihat alasannya."))
    if month.opens_on is None or month.closes_on is None or today < month.opens_on:
        raise Conflict("not_open_yet", _("Waktu mengirim bulan ini belum tiba."))
    if today > month.closes_on:
        raise Conflict("window_closed", _("Batas mengirim bulan ini sudah lewat."))
    if month.claim.questions.open().exists():
        raise Conflict("question_open", _("Jawab dahulu pertanyaan tentang pekerjaan baru Anda."))


def _confirm_receipt(month: ClaimMonth, actor: User, at: datetime) -> None:
    claim = month.claim
    audit.record("claims.month.submitted", actor=actor, at=at, subject=month)
    issue_letter(
        kind="month_receipt",
        user=claim.person.user,
        subject=month,
        at=at,
        claim_number=claim.number,
        month=month.n,
        filed_on=month.filed_on.isoformat(),
        due_on=month.decision_due_on.isoformat(),
        account=claim.account_shown,
        **addressee(claim),
    )
    notify(
        event="month_received",
        user=claim.person.user,
        at=at,
        link=f"/klaim/{claim.pk}/bulan/{month.n}/terkirim/",
        key=str(month.pk),
        month=month.n,
        due=month.decision_due_on,
    )
    enqueue("claims.assess_month", month_id=month.pk)
