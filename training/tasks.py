"""What workers do for training: ids in, operation called."""

from datetime import date
from smtplib import SMTPException
from uuid import UUID

from celery import shared_task
from django.conf import settings
from django.urls import reverse

from core import clock
from core.chunks import do_one
from core.jobs import job
from integrations.bpjs import bpjs_client
from integrations.errors import PartnerUnavailable
from participants.models import Person
from training.models import BillingBatch, InstituteInvitation
from training.operations import attendance_news, billing_sending, outcomes, periods, staff, transfers, vouchers
from training.selectors.billing import PAYOUT_SOURCE

MAIL_AWAY = (OSError, SMTPException)


@job("training.set_period", queue="interactive")
def set_period(claim_id: str, person_id: str, first_filed_on: str) -> None:
    periods.set_period(
        UUID(claim_id),
        person=Person.objects.get(pk=person_id),
        first_filed_on=date.fromisoformat(first_filed_on),
        at=clock.now(),
    )


@job("training.end_period", queue="interactive")
def end_period(claim_id: str, on: str) -> None:
    periods.end_period(UUID(claim_id), on=date.fromisoformat(on), at=clock.now())


@job("training.issue_due", queue="batch")
def issue_due(person_id: str) -> None:
    vouchers.issue_what_is_due(Person.objects.get(pk=person_id), at=clock.now())


@job(vouchers.ALONE)
def close_one_voucher(step: str, pk: str) -> None:
    do_one(next(one for one in vouchers.STEPS if one.name == step), pk, at=clock.now())


@shared_task(name="training.vouchers_of_the_day")
def vouchers_of_the_day() -> None:
    """Close what passed first: a voucher that is over does not stand in the way of another."""
    vouchers.expire_what_passed(at=clock.now())
    periods.open_periods(at=clock.now())


@job(outcomes.ALONE)
def close_one_class(step: str, pk: str) -> None:
    do_one(outcomes.CLOSING, pk, at=clock.now())


@shared_task(name="training.close_class_outcomes")
def close_class_outcomes() -> None:
    outcomes.close_class_outcomes(at=clock.now())


@shared_task(name="training.remind_of_rosters")
def remind_of_rosters() -> None:
    attendance_news.remind_of_rosters(at=clock.now())


@job("training.note_work")
def note_work(person_id: str, started_on: str, employer: str, claim_id: str = "") -> None:
    """Somebody found work: a class that goes on ends for them."""
    person = Person.objects.get(pk=person_id)
    outcomes.note_work(person, started_on=date.fromisoformat(started_on), employer=employer, at=clock.now())


@job("training.deliver_invitation", queue="notices", retry_on=MAIL_AWAY)
def deliver_invitation(invitation_id: str) -> None:
    invitation = InstituteInvitation.objects.select_related("institute").get(pk=invitation_id)
    link = settings.PORTAL_BASE_URL + reverse("training:institute_invitation", args=[invitation_id])
    staff.deliver_invitation(invitation, link=link, at=clock.now())


@job("training.send_billing", retry_on=(PartnerUnavailable,))
def send_billing(batch_id: str) -> None:
    billing_sending.send_billing(BillingBatch.objects.get(pk=batch_id), bpjs=bpjs_client(), at=clock.now())


@job("training.payout_settled", queue="interactive")
def payout_settled(payout_id: str, source_kind: str, source_id: str) -> None:
    if source_kind == PAYOUT_SOURCE:
        transfers.hear_of_transfer(source_id, at=clock.now())


@job("training.payout_failed", queue="interactive")
def payout_failed(payout_id: str, source_kind: str, source_id: str, code: str) -> None:
    if source_kind == PAYOUT_SOURCE:
        transfers.hear_of_transfer(source_id, at=clock.now())


@shared_task(name="training.remind_makers")
def remind_makers() -> None:
    """Every morning: the day before a date, reviewers hear that invoices wait."""
    billing_sending.remind_makers(at=clock.now())
