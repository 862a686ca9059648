"""What the search for work does later: ids in, operation out."""

from datetime import date

from celery import shared_task

from core import clock
from core.jobs import enqueue, job
from integrations.errors import PartnerUnavailable
from integrations.karirhub import karirhub_client
from ipk.operations import print_file as print_one
from ipk.operations import saved_searches
from ipk.operations.applicant_news import tell_of_applicants as tell_the_firm
from ipk.operations.copying import copy_vacancies as copy_all
from ipk.operations.erasing import erase_what_was_given_freely
from ipk.operations.words import refresh_words
from participants.models import DataRequest
from participants.selectors import person_of


@job("ipk.print_file")
def print_file(file_id: str) -> None:
    print_one(file_id)


@job("ipk.import_vacancies", queue="batch", retry_on=(PartnerUnavailable,))
def import_vacancies() -> None:
    copy_all(karirhub=karirhub_client(), at=clock.now())


@job("ipk.tell_of_applicants", queue="notices")
def tell_of_applicants(vacancy_id: str, day: str) -> None:
    tell_the_firm(vacancy_id, day=date.fromisoformat(day), at=clock.now())


@job("ipk.tell_one_saver", queue="batch")
def tell_one_saver(step: str, pk: str) -> None:
    saved_searches.tell_one(pk, at=clock.now())


@job("ipk.erase_by_wish")
def erase_by_wish(request_id: str) -> None:
    granted = DataRequest.objects.select_related("user", "officer").get(pk=request_id)
    person = person_of(granted.user)
    if person is not None:
        erase_what_was_given_freely(person, actor=granted.officer, at=clock.now())


@shared_task(name="ipk.copy_vacancies")
def copy_vacancies() -> None:
    """Once an hour, and never two rounds at a time."""
    enqueue("ipk.import_vacancies", dedupe=f"import_vacancies:{clock.now():%Y%m%d%H}")


@shared_task(name="ipk.count_words")
def count_words() -> None:
    refresh_words()


@shared_task(name="ipk.tell_saved_searches")
def tell_saved_searches() -> None:
    saved_searches.tell_news(at=clock.now())
