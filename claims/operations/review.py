"""What a BPJS verifier does with a filed claim: approve, ask for one correction, or refuse by name."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from claims.enums import Branch, ClaimState, CorrectionDocument, DecisionKind, MonthPayer
from claims.models import Assessment, Claim, ClaimMonth, CorrectionRequest, Decision
from claims.operations.assessments import record_assessment
from claims.operations.corrections import request_correction
from claims.operations.decisions import record_decision
from claims.operations.letters import addressee, checked_rows
from claims.operations.months import grant_first_month, schedule_months
from claims.payer_words import letter_lines
from claims.reasons import REASONS
from claims.selectors import account_needs_officer
from claims.who_pays import FACT, WhoPays, kept, who_pays
from core import clock
from core.calendar import working_calendar
from core.errors import Conflict, Invalid
from core.jobs import enqueue
from notices.letters import issue_letter
from notices.operations import notify
from participants.enums import PhkState
from rules.parameters import WAGE_CEILING


def approve_claim(
    claim: Claim, *, assessment: Assessment, note: str = "", wage: int | None = None, actor: User, at: datetime
) -> Decision:
    """Approve on the assessment that the officer saw: schedules six months, grants the first and orders its payment.

    The rules are run once more as of today. `wage` is the officer's finding, in whole rupiah, where the rules know
    none (POL-19). Raises Conflict("assessment_changed") when they now say something else, Conflict("not_payable") when
    a known fact fails or a dispute is pending, Conflict("phk_pending" | "identity_pending") when something is missing
    that no officer can replace, Invalid("wage_needed"), and Invalid("note_needed") when something is uncertain and no
    reason is given.
    """

    def approve(claim: Claim, latest: Assessment) -> Decision:
        _require_payable(claim, latest)
        wage_base = settle_wage(latest, wage, at)
        if not note.strip() and _is_uncertain(claim, latest):
            raise Invalid("note_needed", _("Tulis alasan untuk hal yang belum pasti."))
        claim = Claim.workflow.move(claim, "approve", actor=actor, at=at, note=note, decided_at=at)
        decision = record_decision(
            claim,
            DecisionKind.APPROVAL,
            run=latest,
            note=note,
            officer=actor,
            at=at,
            wage_base=wage_base,
            facts={FACT: payer_of(claim, latest).to_json()},
        )
        schedule_months(claim)
        month = grant_first_month(claim, decision=decision, officer=actor, at=at)
        announce_approval(claim, decision, month, at)
        return decision

    return _decide(claim, assessment, at, approve)


def _require_payable(claim: Claim, latest: Assessment) -> None:
    if latest.outcome not in ("eligible", "needs_officer"):
        raise Conflict("not_payable", _("Ada syarat yang tidak terpenuhi. Perbaiki data lalu jalankan ulang aturan."))
    if claim.phk.state != PhkState.CONFIRMED:
        raise Conflict("phk_pending", _("Bukti PHK belum diterima mediator. Klaim menunggu sampai itu selesai."))
    if not claim.person.is_verified:
        raise Conflict(
            "identity_pending", _("Identitas peserta belum terverifikasi. Klaim menunggu sampai itu selesai.")
        )


def _is_uncertain(claim: Claim, latest: Assessment) -> bool:
    """Something that an officer must give a reason for: a fact, the account, or who pays first (POL-22)."""
    if latest.outcome == "needs_officer" or account_needs_officer(claim):
        return True
    return payer_of(claim, latest).branch in (Branch.UNKNOWN, Branch.EMPLOYER_FIRST)


def payer_of(claim: Claim, latest: Assessment) -> WhoPays:
    """Who pays by what the rules found just now: an approval keeps it."""
    return who_pays(latest, claim.phk.employer, working_calendar())


def settle_wage(latest: Assessment, found: int | None, at: datetime) -> int:
    """What the rules found; otherwise what the officer found, up to the ceiling (POL-19)."""
    known: int | None = latest.answer["wage_base"]
    if known is not None:
        return known
    if found is None or found <= 0:
        raise Invalid("wage_needed", _("Dasar upah belum diketahui. Isi upah terakhir yang terbukti."))
    return min(found, WAGE_CEILING.on(clock.legal_date(at)).value)


def refuse_claim(
    claim: Claim, *, assessment: Assessment, reason_code: str, note: str, actor: User, at: datetime
) -> Decision:
    """Refuse with a reason of the catalogue, its article, an explanation, and the way to object (POL-26).

    Raises Invalid("unknown_reason"), Invalid("note_needed") and Conflict("fact_is_met") when the rules hold that very
    condition for met or unknown: unknown is not no.
    """

    def refuse(claim: Claim, latest: Assessment) -> Decision:
        if reason_code not in REASONS:
            raise Invalid("unknown_reason", _("Pilih salah satu alasan penolakan."))
        if not note.strip():
            raise Invalid("note_needed", _("Tulis penjelasan untuk peserta."))
        _require_failed(latest, REASONS[reason_code].condition)
        claim = Claim.workflow.move(claim, "refuse", actor=actor, at=at, note=note, decided_at=at)
        decision = record_decision(
            claim, DecisionKind.REFUSAL, run=latest, note=note, officer=actor, at=at, codes=(reason_code,)
        )
        _announce_refusal(claim, decision, at)
        return decision

    return _decide(claim, assessment, at, refuse)


@transaction.atomic
def ask_to_fix(claim: Claim, *, document: str, reason: str, note: str, actor: User, at: datetime) -> CorrectionRequest:
    """Ask for one document, with one of its reasons. The filing date stays; the clock stops until the answer.

    Raises Invalid("reason_does_not_fit"), Conflict("wrong_state").
    """
    claim = Claim.workflow.move(_held(claim), "ask_to_fix", actor=actor, at=at, note=note)
    return request_correction(
        claim, document=CorrectionDocument(document), reason=reason, note=note, actor=actor, at=at
    )


def _decide(claim: Claim, seen: Assessment, at: datetime, decide: Callable[[Claim, Assessment], Decision]) -> Decision:
    """Hold the claim, run the rules on what is stored now, and decide if they say what the officer saw.

    When they do not, the new run is kept all the same, so that the officer sees it on the next look.
    """
    with transaction.atomic():
        held = _held(claim)
        latest = record_assessment(held.phk, claim=held, filed_at=held.filed_at or at, at=at)
        if _verdicts(latest) == _verdicts(seen):
            return decide(held, latest)
    raise Conflict(
        "assessment_changed", _("Data berubah sejak halaman ini dibuka. Baca lagi syaratnya, lalu putuskan.")
    )


def _held(claim: Claim) -> Claim:
    claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    if claim.state != ClaimState.IN_REVIEW:
        raise Conflict(
            "wrong_state",
            _("Klaim ini sudah tidak menunggu putusan. Buka antrian untuk melihatnya."),
            state=claim.state,
        )
    return claim


def _verdicts(assessment: Assessment) -> dict[str, object]:
    return {reason["code"]: reason["met"] for reason in assessment.reasons} | {"wage": assessment.answer["wage_base"]}


def _require_failed(assessment: Assessment, condition: str) -> None:
    if condition and _verdicts(assessment)[condition] is not False:
        raise Conflict(
            "fact_is_met", _("Aturan tidak menyatakan syarat ini gagal. Pilih alasan lain, atau minta perbaikan.")
        )


def announce_approval(claim: Claim, decision: Decision, month: ClaimMonth, at: datetime) -> None:
    found = kept(decision)
    issue_letter(
        kind="approval",
        user=claim.person.user,
        subject=decision,
        at=at,
        claim_number=claim.number,
        decision_number=decision.number,
        amount=month.amount,
        rate_percent=month.rate_percent,
        wage_base=month.wage_base,
        regime=month.regime,
        pay_due_on=month.pay_due_on.isoformat(),
        account=claim.account_shown,
        objection_until=decision.objection_until.isoformat(),
        rows=checked_rows(decision.assessment),
        payer=month.payer,
        who_pays=letter_lines(found, claim.phk.phk_on) if found is not None else [],
        **addressee(claim),
    )
    notify(
        event="claim_approved" if month.payer == MonthPayer.FUND else "claim_approved_employer",
        user=claim.person.user,
        at=at,
        link=f"/klaim/{claim.pk}/",
        key=str(decision.pk),
        due=month.pay_due_on,
    )
    enqueue("claims.hand_over", claim_id=claim.pk)


def _announce_refusal(claim: Claim, decision: Decision, at: datetime) -> None:
    reason = REASONS[decision.reason_codes[0]]
    issue_letter(
        kind="refusal",
        user=claim.person.user,
        subject=decision,
        at=at,
        claim_number=claim.number,
        decision_number=decision.number,
        reason_code=reason.code,
        reason=reason.sentence,
        explanation=decision.note,
        articles=decision.articles,
        next_step=reason.next_step,
        objection_until=decision.objection_until.isoformat(),
        rows=checked_rows(decision.assessment),
        **addressee(claim),
    )
    notify(
        event="claim_refused",
        user=claim.person.user,
        at=at,
        link=f"/klaim/{claim.pk}/keputusan/",
        key=str(decision.pk),
        due=decision.objection_until,
    )
