"""One person, two tabs, the same moment."""

import pytest

from core.models import Job
from ipk import operations
from ipk.models import Activity, Application
from tests.factories.ipk_applications import SNAPSHOT
from tests.factories.ipk_vacancies import VacancyFactory
from tests.factories.participants import MORNING, PersonFactory
from tests.payments.together import run_together

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_submits_make_one_application_that_counts_once():
    person, vacancy = PersonFactory(), VacancyFactory()
    sent = []

    def send():
        sent.append(
            operations.send_application(person, vacancy=vacancy, snapshot=SNAPSHOT, actor=person.user, at=MORNING)
        )

    run_together(2, send)
    row = Application.objects.get()
    assert [application.pk for application in sent] == [row.pk, row.pk]
    assert Activity.objects.get().application_id == row.pk
    assert Job.objects.filter(name="ipk.tell_of_applicants").count() == 1


def test_two_people_in_the_same_moment_are_one_word_to_the_employer():
    vacancy = VacancyFactory()
    people = [PersonFactory(), PersonFactory()]

    def send():
        person = people.pop()
        operations.send_application(person, vacancy=vacancy, snapshot=SNAPSHOT, actor=person.user, at=MORNING)

    run_together(2, send)
    assert Application.objects.count() == 2
    assert Job.objects.filter(name="ipk.tell_of_applicants").count() == 1
