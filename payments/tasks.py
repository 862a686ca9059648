"""What workers do for payments: ids in, operation called, what to try again."""

from datetime import date

from celery import shared_task

from core import clock
from core.jobs import job
from integrations.bank import bank_client
from integrations.errors import PartnerUnavailable
from payments.operations import inquiry, sending, statements


@job("payments.send_chunk", queue="payouts", retry_on=(PartnerUnavailable,))
def send_chunk(batch_id: str, chunk: str) -> None:
    sending.send_chunk(batch_id, int(chunk), bank=bank_client(), now=clock.now)


@job("payments.fetch_statement", queue="payouts", retry_on=(PartnerUnavailable,))
def fetch_statement(day: str) -> None:
    statements.fetch_statement(date.fromisoformat(day), bank=bank_client(), at=clock.now())


@shared_task(name="payments.inquire_unknown")
def inquire_unknown() -> None:
    try:
        inquiry.look_after(bank=bank_client(), now=clock.now)
    except PartnerUnavailable:
        return  # the next round asks again; what waits is on the officers' page
