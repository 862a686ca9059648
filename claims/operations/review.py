"""What a BPJS verifier does with a filed claim: approve, ask for one correction, or refuse by name."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from claims.enums import ClaimState, DecisionKind
from claims.models import Assessment, Claim, ClaimMonth, CorrectionRequest, Decision
from claims.operations.assessments import record_assessment
from claims.operations.months import grant_first_month, schedule_months
from claims.reasons import REASONS
from claims.selectors import account_needs_officer
from core import audit, clock
from core.calendar import working_calendar
from core.errors import Conflict, Invalid
from core.jobs import enqueue
from core.numbers import yearly_number
from notices.letters import issue_letter
from notices.operations import notify
from rules.calendar import add_working_days
from rules.parameters import OBJECTION_WORKING_DAYS

FIX_WORKING_DAYS = 5
RECHECK_WORKING_DAYS = 1


@transaction.atomic
def approve_claim(claim: Claim, *, assessment: Assessment, note: str = "", actor: User, at: datetime) -> Decision:
    """Approve on the assessment that the officer saw: schedules six months, grants the first and orders its payment.

    The rules are run once more as of today. Raises Conflict("assessment_changed") when they now say something else,
    Invalid("note_needed") when a condition or the account is uncertain and no reason is given, and
    Conflict("not_payable") when a known fact fails or a dispute is pending.
    """
    claim = _held(claim)
    latest = _unchanged(claim, assessment, at)
    if latest.outcome not in ("eligible", "needs_officer"):
        raise Conflict("not_payable", _("Ada syarat yang tidak terpenuhi. Perbaiki data lalu jalankan ulang aturan."))
    if not note.strip() and (latest.outcome == "needs_officer" or account_needs_officer(claim)):
        raise Invalid("note_needed", _("Tulis alasan untuk hal yang belum pasti."))
    if latest.answer["wage_base"] is None:
        raise Conflict("wage_unknown", _("Dasar upah belum diketahui. Minta BPJS melengkapi upah terakhir."))
    claim = Claim.workflow.move(claim, "approve", actor=actor, at=at, note=note, decided_at=at)
    decision = _record(claim, DecisionKind.APPROVAL, latest, [], note, actor, at)
    schedule_months(claim, at=at)
    month = grant_first_month(claim, decision=decision, officer=actor, at=at)
    _announce_approval(claim, decision, month, at)
    return decision


@transaction.atomic
def refuse_claim(
    claim: Claim, *, assessment: Assessment, reason_code: str, note: str, actor: User, at: datetime
) -> Decision:
    """Refuse with a reason of the catalogue, its article, an explanation, and the way to object (POL-26).

    Raises Invalid("unknown_reason"), Invalid("note_needed") and Conflict("fact_is_met") when the rules hold that very
    condition for met or unknown: unknown is not no.
    """
    claim = _held(claim)
    latest = _unchanged(claim, assessment, at)
    if reason_code not in REASONS:
        raise Invalid("unknown_reason", _("Pilih salah satu alasan penolakan."))
    if not note.strip():
        raise Invalid("note_needed", _("Tulis penjelasan untuk peserta."))
    _require_failed(latest, REASONS[reason_code].condition)
    claim = Claim.workflow.move(claim, "refuse", actor=actor, at=at, note=note, decided_at=at)
    decision = _record(claim, DecisionKind.REFUSAL, latest, [reason_code], note, actor, at)
    _announce_refusal(claim, decision, at)
    return decision


@transaction.atomic
def ask_to_fix(claim: Claim, *, document: str, reason: str, note: str, actor: User, at: datetime) -> CorrectionRequest:
    """Ask for one document, with one reason. The filing date stays; the clock stops until the answer."""
    claim = Claim.workflow.move(_held(claim), "ask_to_fix", actor=actor, at=at, note=note)
    answer_by = add_working_days(clock.legal_date(at), FIX_WORKING_DAYS, working_calendar())
    request = CorrectionRequest.objects.create(
        claim=claim,
        document=document,
        reason=reason,
        note=note,
        requested_by=actor,
        requested_at=at,
        answer_by=answer_by,
    )
    audit.record("claims.claim.correction_asked", actor=actor, at=at, subject=claim, document=document, reason=reason)
    notify(
        event="correction_asked",
        user=claim.person.user,
        at=at,
        link=f"/klaim/{claim.pk}/",
        key=str(request.pk),
        due=answer_by,
    )
    return request


@transaction.atomic
def answer_fix(claim: Claim, *, actor: User, at: datetime) -> Claim:
    """The person has put it right: back into the queue, to be looked at within one working day."""
    claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    if claim.state == ClaimState.IN_REVIEW:
        return claim
    due = add_working_days(clock.legal_date(at), RECHECK_WORKING_DAYS, working_calendar())
    claim = Claim.workflow.move(claim, "answer_fix", actor=actor, at=at, decision_due_on=due)
    claim.corrections.open().update(answered_at=at)
    audit.record("claims.claim.correction_answered", actor=actor, at=at, subject=claim)
    enqueue("claims.assess_claim", claim_id=claim.pk)
    return claim


def _held(claim: Claim) -> Claim:
    claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    if claim.state != ClaimState.IN_REVIEW:
        raise Conflict(
            "wrong_state",
            _("Klaim ini sudah tidak menunggu putusan. Buka antrian untuk melihatnya."),
            state=claim.state,
        )
    return claim


def _unchanged(claim: Claim, seen: Assessment, at: datetime) -> Assessment:
    """Run the rules again on what is stored now; the officer decides on what the officer saw."""
    latest = record_assessment(claim.phk, claim=claim, filed_at=claim.filed_at or at, at=at)
    if latest.outcome != seen.outcome or _verdicts(latest) != _verdicts(seen):
        raise Conflict(
            "assessment_changed", _("Data berubah sejak halaman ini dibuka. Baca lagi syaratnya, lalu putuskan.")
        )
    return latest


def _verdicts(assessment: Assessment) -> dict[str, object]:
    return {reason["code"]: reason["met"] for reason in assessment.reasons} | {"wage": assessment.answer["wage_base"]}


def _require_failed(assessment: Assessment, condition: str) -> None:
    if condition and _verdicts(assessment).get(condition) is not False:
        raise Conflict(
            "fact_is_met", _("Aturan tidak menyatakan syarat ini gagal. Pilih alasan lain, atau minta perbaikan.")
        )


def _record(
    claim: Claim, kind: DecisionKind, assessment: Assessment, codes: list[str], note: str, actor: User, at: datetime
) -> Decision:
    today = clock.legal_date(at)
    conditions = {REASONS[code].condition for code in codes}
    articles = [r["law"] for r in assessment.reasons if r["code"] in conditions] or [
        r["law"] for r in assessment.reasons
    ][:1]
    decision = Decision.objects.create(
        number=yearly_number("KEP", today.year),
        claim=claim,
        kind=kind,
        assessment=assessment,
        reason_codes=codes,
        articles=articles,
        note=note,
        officer=actor,
        officer_name=str(actor),
        at=at,
        objection_until=add_working_days(today, OBJECTION_WORKING_DAYS.on(today).value, working_calendar()),
    )
    audit.record(f"claims.claim.{kind}", actor=actor, at=at, subject=claim, decision=decision.number)
    return decision


def _announce_approval(claim: Claim, decision: Decision, month: ClaimMonth, at: datetime) -> None:
    facts = {
        "claim_number": claim.number,
        "decision_number": decision.number,
        "amount": month.amount,
        "rate_percent": month.rate_percent,
        "wage_base": month.wage_base,
        "regime": month.regime,
        "pay_due_on": month.pay_due_on.isoformat() if month.pay_due_on else "",
        "account": f"{claim.bank_name} •••• {claim.account_tail}",
        "objection_until": decision.objection_until.isoformat(),
    }
    issue_letter(kind="approval", user=claim.person.user, subject=decision, at=at, **facts)
    notify(
        event="claim_approved",
        user=claim.person.user,
        at=at,
        link=f"/klaim/{claim.pk}/",
        key=str(decision.pk),
        due=month.pay_due_on,
    )
    enqueue("claims.hand_over", claim_id=claim.pk)


def _announce_refusal(claim: Claim, decision: Decision, at: datetime) -> None:
    reason = REASONS[decision.reason_codes[0]]
    facts = {
        "claim_number": claim.number,
        "decision_number": decision.number,
        "reason_code": reason.code,
        "reason": str(reason.sentence),
        "explanation": decision.note,
        "articles": decision.articles,
        "next_step": str(reason.next_step),
        "objection_until": decision.objection_until.isoformat(),
    }
    issue_letter(kind="refusal", user=claim.person.user, subject=decision, at=at, **facts)
    notify(
        event="claim_refused",
        user=claim.person.user,
        at=at,
        link=f"/klaim/{claim.pk}/keputusan/",
        key=str(decision.pk),
        due=decision.objection_until,
    )
