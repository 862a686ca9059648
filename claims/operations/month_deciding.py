"""Is the month paid? The law is asked, and its answer is followed: granted, held, or given to an officer."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from claims.enums import MONTH_SENT, DecisionKind, MonthState
from claims.models import ClaimMonth, Decision, MonthAssessment
from claims.operations import month_news
from claims.operations.decisions import record_decision
from claims.operations.missions import collect_for
from claims.operations.months import grant
from claims.reasons import MONTH_REASONS
from claims.selectors import MonthEvidence, account_unproven, evidence_for, latest_run, month_facts, wage_base_of
from claims.selectors.months import known_about, latest_runs
from core import audit, clock
from core.calendar import working_calendar
from core.errors import Conflict, Invalid
from ipk.enums import ActivityState
from ipk.operations import use_activities
from ipk.selectors import Item
from rules import VERSION
from rules import monthly as law
from rules.calendar import Calendar, add_working_days
from rules.decision import MonthOutcome
from rules.facts_json import month_facts as read_facts
from rules.jobsearch import fold_company
from rules.parameters import APPLICATIONS_NEEDED, DISTINCT_COMPANIES, INTERVIEWS_NEEDED, snapshot

COMPLETE_WORKING_DAYS = 5


@transaction.atomic
def assess_month(month: ClaimMonth, *, at: datetime) -> ClaimMonth:
    """Ask the law about a month that was sent, and do what it says. Twice does it once.

    Payable on accepted evidence: granted. Payable once the evidence desk has looked: waits for it. Something missing:
    held, and the person is told what. Anything else is for an officer; nobody is refused here (POL-26).
    """
    month = ClaimMonth.objects.held(month)
    if month.state != MonthState.SUBMITTED:
        return month
    today = clock.legal_date(at)
    evidence = evidence_for(month, today) if month.n > 1 else None
    run = record_run(month, evidence, at=at)
    questions = month.claim.questions
    if run.outcome == MonthOutcome.PAYABLE and not _doubted(month):
        return grant_month(month, run=run, officer=None, at=at)
    if run.outcome == MonthOutcome.HOLD:
        if evidence is not None and evidence.waiting and _would_do(month, evidence, today):
            return month
        return hold_month(month, run=run, actor=None, at=at)
    if questions.open().exists():
        return hold_month(month, run=run, actor=None, at=at)
    return ClaimMonth.workflow.move(month, "take_up", actor=None, at=at)


def _doubted(month: ClaimMonth) -> bool:
    """Something that only a person can settle: who owns the account, a membership that the person denies."""
    questions = month.claim.questions
    return account_unproven(month.claim) or questions.open().exists() or questions.denied().exists()


def _would_do(month: ClaimMonth, evidence: MonthEvidence, today: date) -> bool:
    """Whether the month would be paid if the desk accepted everything that waits."""
    facts = month_facts(month, evidence, filed_on=month.filed_on or today, granted_on=today, accepted_only=False)
    return law.decide(read_facts(facts), working_calendar()).outcome == MonthOutcome.PAYABLE


def record_run(month: ClaimMonth, evidence: MonthEvidence | None, *, at: datetime) -> MonthAssessment:
    """Ask the law about one month: `record_runs` of one."""
    (run,) = record_runs([(month, evidence)], at=at)
    return run


@transaction.atomic
def record_runs(asked: Sequence[tuple[ClaimMonth, MonthEvidence | None]], *, at: datetime) -> list[MonthAssessment]:
    """Gather, decide, store; the same facts on the same rules give the run that is stored already."""
    today, calendar = clock.legal_date(at), working_calendar()
    months = [month for month, _evidence in asked]
    known, last, parameters = known_about(months), latest_runs(months), snapshot(today)
    runs = []
    for month, evidence in asked:
        filed_on = month.filed_on or today
        facts = month_facts(month, evidence, filed_on=filed_on, granted_on=today, given=known[month.pk])
        run = last.get(month.pk)
        if run is None or run.facts != facts or run.rules_version != VERSION:
            run = _asked(month, evidence, facts, calendar, parameters, at)
        runs.append(run)
    MonthAssessment.objects.bulk_create([run for run in runs if run._state.adding])
    return runs


def _asked(
    month: ClaimMonth,
    evidence: MonthEvidence | None,
    facts: dict[str, Any],
    calendar: Calendar,
    parameters: dict[str, Any],
    at: datetime,
) -> MonthAssessment:
    decision = law.decide(read_facts(facts), calendar)
    answer = decision.to_json()
    return MonthAssessment(
        month=month,
        facts=facts,
        sources={"activities": [str(item.id) for item in _all_accepted(evidence)]},
        answer=answer,
        parameters=parameters,
        outcome=decision.outcome.value,
        regime=answer["regime"] or "",
        rules_version=VERSION,
        decided_on=clock.legal_date(at),
        data_as_of=at,
        assessed_at=at,
    )


@transaction.atomic
def run_again(month: ClaimMonth, *, at: datetime) -> MonthAssessment | None:
    """Ask the law about the facts as they are stored now, while the month waits; otherwise the last answer stays."""
    month = ClaimMonth.objects.held(month)
    if month.state not in MONTH_SENT:
        return latest_run(month)
    return record_run(month, evidence_for(month, clock.legal_date(at)) if month.n > 1 else None, at=at)


def grant_month(
    month: ClaimMonth, *, run: MonthAssessment, officer: User | None, at: datetime, note: str = "", move: str = "grant"
) -> ClaimMonth:
    """Grant a month on a run of the rules: evidence is used up, the payment ordered, the letter written."""
    wage_base = wage_base_of(month.claim)
    if not wage_base:
        raise Conflict("wage_unknown", _("Dasar upah klaim ini belum diketahui."))
    if month.n > 1:
        _use_evidence(month, at)
    decision = record_decision(
        month.claim, DecisionKind.MONTH_GRANT, month=month, run=run, note=note, officer=officer, at=at
    )
    month = grant(month, wage_base=wage_base, officer=officer, due_on=month.decision_due_on, at=at, move=move)
    month_news.tell_granted(month, decision, at=at)
    return month


def hold_month(
    month: ClaimMonth, *, run: MonthAssessment, actor: User | None, at: datetime, note: str = ""
) -> ClaimMonth:
    """Ask the person for what is missing, until a day that is told. The day of filing stays.

    The days run once: sending again what is still incomplete gains none, and after the last day an officer looks. Only
    an officer who asks for something gives new ones.
    """
    today = clock.legal_date(at)
    until = month.complete_by if actor is None else None
    if until is not None and until < today:
        return ClaimMonth.workflow.move(month, "take_up", actor=None, at=at, note="not completed")
    until = until or add_working_days(today, COMPLETE_WORKING_DAYS, working_calendar())
    month = ClaimMonth.workflow.move(month, "hold", actor=actor, at=at, note=note, complete_by=until)
    collect_for(month)
    audit.record("claims.month.held", actor=actor, at=at, subject=month, codes=",".join(missing(run)))
    month_news.tell_held(month, at=at)
    return month


def missing(run: MonthAssessment) -> list[str]:
    """The conditions that a run found unmet."""
    return [reason["code"] for reason in run.reasons if reason["met"] is False]


# --- an officer's word -------------------------------------------------------------------------------------------


@transaction.atomic
def confirm_month(month: ClaimMonth, *, run: MonthAssessment, note: str, actor: User, at: datetime) -> ClaimMonth:
    """An officer grants what the rules leave to one. Raises Conflict("assessment_changed" | "not_payable" |
    "wrong_state") and Invalid("note_needed")."""
    month, latest = _for_verdict(month, run, at)
    if latest.outcome not in (MonthOutcome.PAYABLE, MonthOutcome.NEEDS_OFFICER):
        raise Conflict("not_payable", _("Ada syarat yang tidak terpenuhi. Minta peserta melengkapi, atau tolak."))
    if not note.strip():
        raise Invalid("note_needed", _("Tulis alasan untuk hal yang belum pasti."))
    month.claim.questions.denied().update(settled_at=at)
    return grant_month(month, run=latest, officer=actor, at=at, note=note)


@transaction.atomic
def ask_to_complete(month: ClaimMonth, *, run: MonthAssessment, note: str, actor: User, at: datetime) -> ClaimMonth:
    """An officer asks the person for what is missing. Raises Invalid("note_needed") and the conflicts of confirming."""
    month, latest = _for_verdict(month, run, at)
    if not note.strip():
        raise Invalid("note_needed", _("Tulis apa yang perlu dilengkapi peserta."))
    return hold_month(month, run=latest, actor=actor, at=at, note=note.strip())


@transaction.atomic
def refuse_month(
    month: ClaimMonth, *, run: MonthAssessment, reason_code: str, note: str, actor: User, at: datetime
) -> Decision:
    """A named officer refuses one month, with reason, article and the way to object; later months stay open (POL-26).

    Raises Invalid("unknown_reason" | "note_needed"), Conflict("fact_is_met") when the rules do not hold that very
    condition for failed, and the conflicts of confirming.
    """
    month, latest = _for_verdict(month, run, at)
    if reason_code not in MONTH_REASONS:
        raise Invalid("unknown_reason", _("Pilih salah satu alasan penolakan."))
    if not note.strip():
        raise Invalid("note_needed", _("Tulis penjelasan untuk peserta."))
    if MONTH_REASONS[reason_code].condition not in missing(latest):
        raise Conflict("fact_is_met", _("Aturan tidak menyatakan syarat ini gagal. Pilih alasan lain."))
    month = ClaimMonth.workflow.move(month, "refuse", actor=actor, at=at, note=note, decided_at=at)
    decision = record_decision(
        month.claim,
        DecisionKind.MONTH_REFUSAL,
        month=month,
        run=latest,
        codes=(reason_code,),
        note=note,
        officer=actor,
        at=at,
    )
    month_news.tell_refused(month, decision, at=at)
    return decision


def _for_verdict(month: ClaimMonth, seen: MonthAssessment, at: datetime) -> tuple[ClaimMonth, MonthAssessment]:
    month = ClaimMonth.objects.held(month)
    if month.state != MonthState.IN_REVIEW:
        raise Conflict("wrong_state", _("Bulan ini sudah tidak menunggu putusan. Buka antrian untuk melihatnya."))
    latest = record_run(month, evidence_for(month, clock.legal_date(at)) if month.n > 1 else None, at=at)
    if _verdicts(latest) != _verdicts(seen):
        raise Conflict("assessment_changed", _("Data berubah sejak halaman ini dibuka. Baca lagi syaratnya."))
    return month, latest


def _verdicts(run: MonthAssessment) -> dict[str, object]:
    return {reason["code"]: reason["met"] for reason in run.reasons}


# --- evidence is counted once ------------------------------------------------------------------------------------


def _all_accepted(evidence: MonthEvidence | None) -> list[Item]:
    return _accepted([*evidence.applications, *evidence.interviews]) if evidence else []


def _accepted(items: list[Item]) -> list[Item]:
    return [item for item in items if item.state == ActivityState.ACCEPTED]


def _use_evidence(month: ClaimMonth, at: datetime) -> None:
    """Mark the oldest activities that suffice, so that the rest may count for the next month (POL-17)."""
    today = clock.legal_date(at)
    evidence = evidence_for(month, today)
    applications = _one_a_company(_free(evidence.applications, month), today)[: APPLICATIONS_NEEDED.on(today).value]
    if len(applications) < APPLICATIONS_NEEDED.on(today).value:
        applications = _free(evidence.interviews, month)[: INTERVIEWS_NEEDED.on(today).value]
    use_activities([item.id for item in applications], month_id=month.pk, at=at)


def _free(items: list[Item], month: ClaimMonth) -> list[Item]:
    """Accepted and not counted for another month; the oldest first."""
    free = [item for item in _accepted(items) if item.used_for in (None, month.pk)]
    return sorted(free, key=lambda item: (item.on, str(item.id)))


def _one_a_company(items: list[Item], today: date) -> list[Item]:
    if not DISTINCT_COMPANIES.on(today).value:
        return items
    first: dict[str, Item] = {}
    for item in items:
        first.setdefault(fold_company(item.company), item)
    return list(first.values())
