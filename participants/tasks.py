"""What participants have done later: ids in, operation out."""

from datetime import date
from smtplib import SMTPException

from celery import shared_task
from django.conf import settings
from django.urls import reverse

from core import clock
from core.jobs import job
from integrations.bpjs import bpjs_client
from integrations.dukcapil import dukcapil_client
from integrations.errors import PartnerUnavailable
from integrations.sms import sms_client
from participants.models import (
    ContributionFile,
    EmployerInvitation,
    EmployerJoin,
    IdentityCheck,
    Person,
    PhkEvent,
    PhkImport,
    Registration,
    WorkerImport,
)
from participants.operations import (
    contribution_checking,
    contribution_loading,
    contribution_reading,
    contributions,
    employers,
    enough_months,
    identity,
    phk,
    phk_drafts,
    registration,
    worker_import,
)

MAIL_AWAY = (OSError, SMTPException)


@job("participants.check_identity", queue="interactive", retry_on=(PartnerUnavailable,))
def check_identity(check_id: str) -> None:
    check = IdentityCheck.objects.select_related("person").get(pk=check_id)
    identity.check_identity(check, dukcapil=dukcapil_client(), at=clock.now())


@job("participants.deliver_registration_code", queue="interactive", retry_on=(PartnerUnavailable, *MAIL_AWAY))
def deliver_registration_code(registration_id: str) -> None:
    row = Registration.objects.filter(pk=registration_id).first()
    if row is not None:
        registration.deliver_registration_code(row, sms=sms_client(), at=clock.now())


@job("participants.deliver_join_code", queue="notices", retry_on=MAIL_AWAY)
def deliver_join_code(join_id: str) -> None:
    employers.deliver_join_code(EmployerJoin.objects.select_related("employer").get(pk=join_id), at=clock.now())


@job("participants.deliver_invitation", queue="notices", retry_on=MAIL_AWAY)
def deliver_invitation(invitation_id: str) -> None:
    invitation = EmployerInvitation.objects.select_related("employer").get(pk=invitation_id)
    link = settings.PORTAL_BASE_URL + reverse("participants:employer_invitation", args=[invitation_id])
    employers.deliver_invitation(invitation, link=link, at=clock.now())


@job("participants.write_to_employer", queue="notices", retry_on=MAIL_AWAY)
def write_to_employer(event_id: str) -> None:
    event = PhkEvent.objects.select_related("employer").get(pk=event_id)
    link = settings.PORTAL_BASE_URL + reverse("participants:employer_register")
    employers.write_to_employer(event, link=link, at=clock.now())


@job("participants.tell_bpjs", queue="default", retry_on=(PartnerUnavailable,))
def tell_bpjs(event_id: str) -> None:
    event = PhkEvent.objects.select_related("person", "employer").get(pk=event_id)
    contributions.tell_bpjs_of_phk(event, bpjs=bpjs_client(), at=clock.now())


@job("participants.refresh_from_bpjs", queue="interactive", retry_on=(PartnerUnavailable,))
def refresh_from_bpjs(person_id: str) -> None:
    contributions.refresh_from_bpjs(Person.objects.get(pk=person_id), bpjs=bpjs_client(), at=clock.now())


@job("participants.check_import", queue="batch")
def check_import(import_id: str) -> None:
    phk.check_import(PhkImport.objects.select_related("employer").get(pk=import_id), at=clock.now())


@job("participants.save_import", queue="batch")
def save_import(import_id: str) -> None:
    row = PhkImport.objects.select_related("employer", "uploaded_by").get(pk=import_id)
    phk.save_import(row, at=clock.now())


@job("participants.check_worker_import", queue="batch")
def check_worker_import(import_id: str) -> None:
    row = WorkerImport.objects.select_related("employer").get(pk=import_id)
    worker_import.check_worker_import(row, at=clock.now())


@job("participants.save_worker_import", queue="batch")
def save_worker_import(import_id: str) -> None:
    row = WorkerImport.objects.select_related("employer", "uploaded_by").get(pk=import_id)
    worker_import.save_worker_import(row, at=clock.now())


@job("participants.read_contributions", queue="register")
def read_contributions(file_id: str) -> None:
    contribution_reading.read_contributions(ContributionFile.objects.get(pk=file_id), at=clock.now())


@job("participants.check_contributions", queue="register")
def check_contributions(file_id: str) -> None:
    contribution_checking.check_contributions(ContributionFile.objects.get(pk=file_id), at=clock.now())


@job("participants.load_contributions", queue="register")
def load_contributions(file_id: str) -> None:
    contribution_loading.load_contributions(ContributionFile.objects.get(pk=file_id), at=clock.now())


@job("participants.count_enough_months", queue="register")
def count_enough_months(month: str) -> None:
    enough_months.count_enough_months(date.fromisoformat(month), at=clock.now())


@shared_task(name="participants.close_overdue_questions")
def close_overdue_questions() -> None:
    phk.close_overdue_questions(at=clock.now())


@shared_task(name="participants.clear_what_expired")
def clear_what_expired() -> None:
    registration.clear_old_registrations(at=clock.now())
    phk_drafts.clear_old_drafts(at=clock.now())
