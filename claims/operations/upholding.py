"""What follows when an objection is upheld: each kind of decision is undone in its own way, once.

`carry_out` runs inside the transaction of the ruling. It raises Conflict or Invalid when something is missing that the
objection itself cannot give; then nothing of the ruling stays.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from claims.enums import DecisionKind, MonthState, OverpaymentState, WorkReportState
from claims.models import Claim, ClaimMonth, Objection, Overpayment, WorkReport
from claims.operations import month_news
from claims.operations.assessments import record_assessment
from claims.operations.decisions import record_decision
from claims.operations.month_deciding import record_run
from claims.operations.months import grant, grant_first_month, schedule_months, tell_of_period
from claims.operations.overpayments import cancel_overpayment
from claims.operations.review import announce_approval, payer_of, settle_wage
from claims.selectors import account_unproven, evidence_for, wage_base_of
from claims.selectors.extras import DIFFERENCE_SOURCE
from claims.selectors.objections import granted_by_another, other_live_claim
from claims.who_pays import FACT, carried
from core import audit, clock
from core.calendar import working_calendar
from core.errors import Conflict, Invalid
from core.jobs import enqueue
from participants.enums import PhkState
from payments.operations.payouts import order_payout
from rules.deadlines import bpjs_decision_due
from rules.money import Rupiah, share_of
from rules.parameters import WAGE_CEILING


@dataclass(frozen=True, slots=True)
class Ruling:
    """Who upholds, None after silence, and when. `wage` in whole rupiah: the officer's finding, where one is needed."""

    objection: Objection
    officer: User | None
    at: datetime
    wage: int | None = None

    @property
    def claim(self) -> Claim:
        """Held, so that the effect of a ruling is not mixed with anything else."""
        rows = Claim.objects.select_for_update(of=("self",)).select_related("person__user", "phk__employer")
        return rows.get(pk=self.objection.decision.claim_id)

    @property
    def unanswered(self) -> Objection | None:
        """The objection when silence upholds it."""
        return self.objection if self.officer is None else None

    @property
    def note(self) -> str:
        return str(self.objection.number)


def carry_out(ruling: Ruling) -> None:
    """Undo the decision that was objected to."""
    decision = ruling.objection.decision
    EFFECTS[DecisionKind(decision.kind)](ruling)
    audit.record(
        "claims.objection.carried_out", actor=ruling.officer, at=ruling.at, subject=ruling.objection, kind=decision.kind
    )


def _reinstate(ruling: Ruling) -> None:
    """The refused claim is active from today, with its first filing day; month 1 is granted and ordered."""
    claim = ruling.claim
    require_the_only_one(claim)
    _require_identity_and_phk(claim)
    run = record_assessment(claim.phk, claim=claim, filed_at=claim.filed_at or ruling.at, at=ruling.at)
    wage_base = settle_wage(run, ruling.wage, ruling.at)
    if ruling.officer is None and account_unproven(claim):
        raise Conflict("account_unproven", _("Petugas perlu memeriksa rekening klaim ini dahulu."))
    today = clock.legal_date(ruling.at)
    claim = Claim.workflow.move(
        claim,
        "reinstate",
        actor=ruling.officer,
        at=ruling.at,
        note=ruling.note,
        decided_at=ruling.at,
        clock_from=today,
        decision_due_on=bpjs_decision_due(today, working_calendar()),
    )
    decision = record_decision(
        claim,
        DecisionKind.APPROVAL,
        run=run,
        note=ruling.objection.reply,
        officer=ruling.officer,
        at=ruling.at,
        unanswered=ruling.unanswered,
        wage_base=wage_base,
        facts={FACT: payer_of(claim, run).to_json()},
    )
    schedule_months(claim)
    first = grant_first_month(claim, decision=decision, officer=ruling.officer, at=ruling.at)
    announce_approval(claim, decision, first, ruling.at)


def require_the_only_one(claim: Claim) -> None:
    """Raise Conflict when another claim of the person runs, or has given the benefit of this PHK."""
    other = other_live_claim(claim)
    if other is not None:
        raise Conflict(
            "other_claim_live",
            _("Klaim %(number)s milik peserta ini masih berjalan. Selesaikan klaim itu dahulu.")
            % {"number": other.number},
        )
    other = granted_by_another(claim)
    if other is not None:
        raise Conflict(
            "granted_by_another",
            _("PHK ini sudah mendapat manfaat lewat klaim %(number)s.") % {"number": other.number},
        )


def _require_identity_and_phk(claim: Claim) -> None:
    """What no officer of the claim can replace."""
    if claim.phk.state != PhkState.CONFIRMED:
        raise Conflict("phk_pending", _("Bukti PHK belum diterima mediator. Keberatan menunggu sampai itu selesai."))
    if not claim.person.is_verified:
        raise Conflict(
            "identity_pending", _("Identitas peserta belum terverifikasi. Keberatan menunggu sampai itu selesai.")
        )


def _pay_month(ruling: Ruling) -> None:
    """The month is granted with the wage base of its claim. The rules are run, and what they say does not matter."""
    claim = ruling.claim
    month = ClaimMonth.objects.held(ruling.objection.decision.month)
    wage_base = wage_base_of(claim)
    if not wage_base:
        raise Conflict("wage_unknown", _("Dasar upah klaim ini belum diketahui."))
    evidence = evidence_for(month, clock.legal_date(ruling.at)) if month.n > 1 else None
    run = record_run(month, evidence, at=ruling.at)
    decision = record_decision(
        claim,
        DecisionKind.MONTH_GRANT,
        month=month,
        run=run,
        note=ruling.objection.reply,
        officer=ruling.officer,
        at=ruling.at,
        unanswered=ruling.unanswered,
    )
    month = grant(month, wage_base=wage_base, officer=ruling.officer, due_on=None, at=ruling.at, move="uphold")
    month_news.tell_granted(month, decision, at=ruling.at)


def _resume(ruling: Ruling) -> None:
    """The benefit goes on; months that were stopped come back. What was found on the same ground is not owed."""
    claim = ruling.claim
    require_the_only_one(claim)
    if claim.person.died_on is not None:
        raise Conflict("death_on_record", _("Data kependudukan mencatat peserta meninggal. Perbaiki data itu dahulu."))
    claim = Claim.workflow.move(
        claim, "resume", actor=ruling.officer, at=ruling.at, note=ruling.note, end_reason="", ended_on=None
    )
    audit.record("claims.claim.resumed", actor=ruling.officer, at=ruling.at, subject=claim)
    tell_of_period(claim)
    for report in claim.work_reports.filter(state=WorkReportState.EFFECTIVE):
        WorkReport.workflow.move(report, "set_aside", actor=ruling.officer, at=ruling.at, note=ruling.note)
    for overpayment in claim.overpayments.exclude(state=OverpaymentState.CANCELLED):
        cancel_overpayment(overpayment, actor=ruling.officer, at=ruling.at, note=ruling.note)
    for month in claim.months.filter(state=MonthState.STOPPED).order_by("n"):
        _bring_back(month, ruling)


def _bring_back(month: ClaimMonth, ruling: Ruling) -> None:
    """Scheduled again; its window opens with its full length. One that was sent stays sent: filing decides."""
    signed = {"actor": ruling.officer, "at": ruling.at, "note": ruling.note}
    month = ClaimMonth.workflow.move(month, "resume", **signed, complete_by=None)
    if not month.is_sent:
        return
    due = bpjs_decision_due(clock.legal_date(ruling.at), working_calendar())
    month = ClaimMonth.workflow.move(month, "open", **signed)
    month = ClaimMonth.workflow.move(month, "submit", **signed, decision_due_on=due)
    enqueue("claims.assess_month", month_id=month.pk)


def _cancel(ruling: Ruling) -> None:
    """Nothing is owed; what was paid back is paid out again."""
    overpayment = Overpayment.objects.get(decision=ruling.objection.decision)
    cancel_overpayment(overpayment, actor=ruling.officer, at=ruling.at, note=ruling.note)


def _raise_wage(ruling: Ruling) -> None:
    """A higher wage base from now on, and the difference for the months that were granted, in one transfer."""
    claim, today = ruling.claim, clock.legal_date(ruling.at)
    if not ruling.wage:
        raise Invalid("wage_needed", _("Isi upah terakhir yang terbukti."))
    base = min(ruling.wage, WAGE_CEILING.on(today).value)
    if base <= (wage_base_of(claim) or 0):
        raise Invalid("wage_not_higher", _("Upah ini tidak lebih tinggi dari dasar upah sekarang."))
    run = record_assessment(claim.phk, claim=claim, filed_at=claim.filed_at or ruling.at, at=ruling.at)
    record_decision(
        claim,
        DecisionKind.APPROVAL,
        run=run,
        note=ruling.objection.reply,
        officer=ruling.officer,
        at=ruling.at,
        unanswered=ruling.unanswered,
        wage_base=base,
        facts=carried(claim),
    )
    owed = sum(_difference(month, ruling.wage) for month in claim.months.select_for_update(of=("self",)).granted())
    if owed:
        order_payout(
            source_kind=DIFFERENCE_SOURCE,
            source_id=ruling.objection.pk,
            user=claim.person.user,
            payee_name=claim.account_holder,
            bank_code=claim.bank_code,
            account_number=claim.account,
            amount=owed,
            verified_by=ruling.officer,
            at=ruling.at,
        )


def _difference(month: ClaimMonth, wage: int) -> int:
    """What a granted month would have paid more with this wage, in whole rupiah; the law stays that of its grant."""
    base = Rupiah(min(wage, WAGE_CEILING.on(month.granted_on).value))
    return max(share_of(base, Fraction(month.rate_percent, 100)) - month.amount, 0)


EFFECTS: Mapping[DecisionKind, Callable[[Ruling], None]] = {
    DecisionKind.REFUSAL: _reinstate,
    DecisionKind.MONTH_REFUSAL: _pay_month,
    DecisionKind.FORFEITURE: _pay_month,
    DecisionKind.STOP: _resume,
    DecisionKind.OVERPAYMENT: _cancel,
    DecisionKind.APPROVAL: _raise_wage,
    DecisionKind.MONTH_GRANT: _raise_wage,
}

# What the person is told that we do now.
CONSEQUENCES: Mapping[DecisionKind, str] = {
    DecisionKind.REFUSAL: _("Klaim Anda aktif. Bulan pertama kami bayar, dan bulan lain dijadwalkan."),
    DecisionKind.MONTH_REFUSAL: _("Bulan itu kami bayar, sekali. Bulan lain tidak berubah."),
    DecisionKind.FORFEITURE: _("Bulan itu kami bayar, sekali. Bulan lain tidak berubah."),
    DecisionKind.STOP: _("Manfaat Anda berjalan lagi. Bulan yang terhenti kami buka dengan waktu penuh."),
    DecisionKind.OVERPAYMENT: _("Anda tidak perlu mengembalikan uang itu. Yang sudah Anda kembalikan kami kirim lagi."),
    DecisionKind.APPROVAL: _("Dasar upah Anda dinaikkan. Selisih bulan yang sudah disetujui kami bayar, sekali."),
    DecisionKind.MONTH_GRANT: _("Dasar upah Anda dinaikkan. Selisih bulan yang sudah disetujui kami bayar, sekali."),
}
LEFT_TO_AN_OFFICER = _("Ada satu hal yang harus diperiksa petugas sebelum kami melaksanakannya. Kami mengabari Anda.")
