"""What compliance does later: ids in, operation out."""

from celery import shared_task

from compliance.models import ContributionBill, Delivery, Reconciliation
from compliance.operations import (
    arrears,
    bill_checking,
    bill_reading,
    exchange_sets,
    reconciliation,
    reimbursement,
    sanction_serving,
)
from compliance.operations.risks import rebuild_risks as rebuild
from compliance.selectors.arrears import PAYOUT_SOURCE
from core import clock
from core.jobs import job


@job("compliance.read_bill", queue="register")
def read_bill(bill_id: str) -> None:
    bill_reading.read_bill(ContributionBill.objects.get(pk=bill_id), at=clock.now())


@job("compliance.check_bill", queue="register")
def check_bill(bill_id: str) -> None:
    bill_checking.check_bill(ContributionBill.objects.get(pk=bill_id), at=clock.now())


@job("compliance.hear_of_month", queue="interactive")
def hear_of_month(month_id: str) -> None:
    arrears.hear_of_month(month_id, at=clock.now())


@job("compliance.payout_settled", queue="interactive")
def payout_settled(payout_id: str, source_kind: str, source_id: str) -> None:
    if source_kind == PAYOUT_SOURCE:
        reimbursement.hear_of_transfer(source_id, at=clock.now())


@job("compliance.payout_failed", queue="interactive")
def payout_failed(payout_id: str, source_kind: str, source_id: str, code: str) -> None:
    if source_kind == PAYOUT_SOURCE:
        reimbursement.hear_of_transfer(source_id, at=clock.now())


@shared_task(name="compliance.hand_over_unpaid")
def hand_over_unpaid() -> None:
    """Every morning: what employers have not paid by their last day goes to the inspectors."""
    arrears.hand_over_unpaid(at=clock.now())


@shared_task(name="compliance.rebuild_risks")
def rebuild_risks() -> None:
    """After the night's data of BPJS."""
    rebuild(at=clock.now())


@shared_task(name="compliance.remind_of_sanctions")
def remind_of_sanctions() -> None:
    """Every morning: officers hear whose time has run out. Nothing moves."""
    sanction_serving.remind_of_clocks(at=clock.now())


@job("compliance.prepare_delivery", queue="batch")
def prepare_delivery(delivery_id: str) -> None:
    exchange_sets.prepare_delivery(Delivery.objects.get(pk=delivery_id), at=clock.now())


@shared_task(name="compliance.plan_deliveries")
def plan_deliveries() -> None:
    exchange_sets.plan_deliveries(at=clock.now())


@job("compliance.reconcile_list", queue="batch")
def reconcile_list(reconciliation_id: str) -> None:
    reconciliation.reconcile(Reconciliation.objects.get(pk=reconciliation_id), at=clock.now())


@shared_task(name="compliance.forget_lists")
def forget_lists() -> None:
    """Every night: what a province sent and nobody compared."""
    reconciliation.forget_lists(at=clock.now())
