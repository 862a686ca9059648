"""What workers do for claims: ids in, operation called, what to try again."""

from datetime import datetime
from importlib import import_module
from uuid import UUID

from celery import shared_task

from claims.enums import AccountCheck
from claims.models import Claim, ClaimMonth, WorkReport
from claims.operations import (
    assessments,
    claims,
    corrections,
    extras,
    handover,
    month_deciding,
    monthly_cycle,
    monthly_run,
    months,
    objections,
    placement,
    reevaluation,
    repayments,
    untold,
    watching,
    work,
)
from claims.selectors import PAYOUT_SOURCE
from core import clock
from core.chunks import MostFailed
from core.jobs import enqueue, is_waiting, job
from integrations.bank import bank_client
from integrations.bpjs import bpjs_client
from integrations.dukcapil import dukcapil_client
from integrations.errors import PartnerUnavailable
from participants.models import PhkEvent


@job("claims.assess_phk", queue="interactive", retry_on=(PartnerUnavailable,))
def assess_phk(event_id: str) -> None:
    event = PhkEvent.objects.get(pk=event_id)
    assessments.assess_phk(event, bpjs=bpjs_client(), at=clock.now())
    reevaluation.offer_for_phk(event, at=clock.now())


@job("claims.assess_claim", queue="interactive", retry_on=(PartnerUnavailable,))
def assess_claim(claim_id: str) -> None:
    assessments.assess_claim(Claim.objects.get(pk=claim_id), bpjs=bpjs_client(), at=clock.now())


@job("claims.follow_phk", queue="interactive")
def follow_phk(event_id: str) -> None:
    assessments.follow_phk(PhkEvent.objects.get(pk=event_id), at=clock.now())


@job("claims.check_account", queue="interactive", retry_on=(PartnerUnavailable,))
def check_account(claim_id: str, set_at: str) -> None:
    claim = claims.check_account(
        Claim.objects.get(pk=claim_id), set_at=datetime.fromisoformat(set_at), bank=bank_client(), at=clock.now()
    )
    if claim.account_check == AccountCheck.MATCHES:
        corrections.pay_again(claim, verified_by=None, at=clock.now())


@job("claims.hand_over", retry_on=(PartnerUnavailable,))
def hand_over(claim_id: str) -> None:
    handover.hand_over(Claim.objects.get(pk=claim_id), bpjs=bpjs_client())


@job("claims.payout_settled", queue="interactive")
def payout_settled(payout_id: str, source_kind: str, source_id: str) -> None:
    if source_kind == PAYOUT_SOURCE:
        months.hear_of_payout(source_id, at=clock.now())
    else:
        extras.hear_of_extra(payout_id, at=clock.now())


@job("claims.payout_failed", queue="interactive")
def payout_failed(payout_id: str, source_kind: str, source_id: str, code: str) -> None:
    if source_kind == PAYOUT_SOURCE:
        months.hear_of_payout(source_id, at=clock.now())
    else:
        extras.hear_of_extra(payout_id, at=clock.now())


@job("claims.money_came_in")
def money_came_in(line_id: str) -> None:
    repayments.match_incoming(line_id, at=clock.now())


@job("claims.assess_month", queue="interactive")
def assess_month(month_id: str) -> None:
    month_deciding.assess_month(ClaimMonth.objects.get(pk=month_id), at=clock.now())


@job("claims.follow_person", queue="interactive")
def follow_person(person_id: str) -> None:
    monthly_cycle.follow_person(person_id, at=clock.now())


@job("claims.ask_for_placement", queue="interactive")
def ask_for_placement(application_id: str) -> None:
    placement.ask_for_placement(application_id, at=clock.now())


@job("claims.work_takes_effect", queue="interactive")
def work_takes_effect(report_id: str) -> None:
    work.take_effect(WorkReport.objects.get(pk=report_id), at=clock.now())


@job("claims.look_up", queue="batch", retry_on=(PartnerUnavailable,))
def look_up(first: str, last: str, only: str = "") -> None:
    """New employers and deaths among the claims of one chunk, from BPJS and Dukcapil. Twice asks once."""
    partners = {"bpjs": bpjs_client(), "dukcapil": dukcapil_client()}
    watching.look_up(UUID(first), UUID(last), only=only, **partners, at=clock.now())


@shared_task(name="claims.watch")
def watch() -> None:
    """Every night: one job a chunk of running claims."""
    watching.plan()


@job("claims.look_for_news", queue="batch", retry_on=(PartnerUnavailable,))
def look_for_news(first: str, last: str, only: str = "") -> None:
    """New wages and contributions among the claims of one chunk, from BPJS. Twice tells once."""
    reevaluation.look_for_news(UUID(first), UUID(last), only=only, bpjs=bpjs_client(), at=clock.now())


@shared_task(name="claims.plan_news")
def plan_news() -> None:
    """Every night: one job a chunk of claims whose data may have changed for the better."""
    reevaluation.plan(at=clock.now())


@shared_task(name="claims.grant_by_silence")
def grant_by_silence() -> None:
    """Objections that nobody answered in time: a chunk at a time, until none is left."""
    while objections.grant_by_silence(at=clock.now()):
        pass


@shared_task(name="claims.run_months")
def run_months() -> None:
    """What has come due today: one job a chunk. Asked twice, the second finds them there."""
    monthly_run.plan_months(at=clock.now())


@job("claims.run_chunk", queue="batch", retry_on=(MostFailed,))
def run_chunk(step: str) -> None:
    monthly_run.run_chunk(step, at=clock.now())


@job("claims.run_one", queue="batch")
def run_one(step: str, pk: str) -> None:
    """One row of a chunk that was set aside, when somebody tries it again."""
    monthly_run.run_one(step, pk, at=clock.now())


@shared_task(name="claims.expire_drafts")
def expire_drafts() -> None:
    claims.expire_drafts(at=clock.now())


@shared_task(name="claims.fill_windows")
def fill_windows() -> None:
    months.fill_windows()


@shared_task(name="claims.tell_untold_periods")
def tell_untold_periods() -> None:
    """Every night: benefits that were granted before training was told of them."""
    untold.tell_untold_periods(at=clock.now())


@shared_task(name="claims.remind")
def remind() -> None:
    """Drafts and windows that are about to close: one job a chunk."""
    monthly_run.plan_reminders(at=clock.now())


@shared_task(name="claims.plan_sweep")
def plan_sweep() -> None:
    """Every night: who was laid off and has not claimed. One sweep at a time."""
    if not is_waiting("claims.sweep_outreach"):
        enqueue("claims.sweep_outreach")


@job("claims.sweep_outreach", queue="batch")
def sweep_outreach() -> None:
    """Killed half-way it goes on with the chunks that were not written; then the reminders of the day."""
    import_module("claims.operations.outreach_sweep").sweep(at=clock.now())  # with numpy: not for pages (ADR 19)
    monthly_run.plan_outreach(at=clock.now())
