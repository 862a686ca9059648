"""What happens inside the portal counts for the month's mission: once, by company, without an officer."""

from datetime import date, timedelta

import pytest
from django.db import InternalError, transaction

from core.errors import Conflict
from core.models import Job
from ipk import operations, selectors
from ipk.enums import ActivityState
from ipk.models import Activity
from tests.factories.ipk import activity, counsellor, told
from tests.factories.ipk_applications import application, applied, appointment, staff_of
from tests.factories.ipk_vacancies import VacancyFactory
from tests.factories.participants import MORNING, TODAY

pytestmark = pytest.mark.django_db
MONTH = "00000000-0000-4000-8000-000000000009"


def mission(person, first=TODAY, last=TODAY):
    return selectors.mission(person, first, last, today=TODAY)


def at_company(name, **fields):
    return VacancyFactory(employer__name=name, company=name, **fields)


def test_an_application_counts_at_once_and_waits_for_no_officer(person):
    application(person=person)
    row = Activity.objects.get()
    assert (row.kind, row.state, row.on, row.judged_at) == ("application", "accepted", TODAY, MORNING)
    assert [(entry.move, entry.actor_name) for entry in row.log.all()] == [("accept", "JKP")]
    assert mission(person).counted == 1
    assert not selectors.evidence_queue(counsellor(), TODAY).awaiting_officer().exists()
    assert Job.objects.filter(name="claims.follow_person").count() == 1


def test_outside_and_inside_applications_add_up_by_company(person):
    applied(person, 3)  # PT Sumber Makmur, CV Karya Abadi, PT Bina Tekstil
    activity("accepted", person=person, company="Sumber Makmur", on=TODAY)  # the same company, outside
    activity("accepted", person=person, company="UD Sinar Pagi", on=TODAY)
    activity(person=person, company="PT Tenun Jaya", on=TODAY)  # still looked at
    application(person=person, vacancy=at_company("P.T. BINA TEKSTIL", title="Pelipat kain"))
    found = mission(person)
    assert (found.counted, found.checking, found.points, found.is_complete) == (4, 1, 80, False)
    assert sorted(row.why for row in found.rows) == ["", "", "", "", "", "repeated", "repeated"]
    application(person=person, vacancy=at_company("PT Rajut Indah"))
    assert mission(person).is_complete


def test_two_vacancies_of_one_title_at_one_company_both_stand_and_count_once(person):
    for _ in range(2):
        application(person=person, vacancy=at_company("PT Sama", title="Kasir"))
    assert Activity.objects.standing().count() == 2
    assert mission(person).counted == 1


def test_what_was_told_by_hand_before_does_not_stop_an_application(person):
    operations.add_activity(
        person,
        told=told(person, company="PT Sama", position="Kasir", on=TODAY),
        actor=person.user,
        at=MORNING,
    )
    application(person=person, vacancy=at_company("PT Sama", title="Kasir"))
    found = mission(person)
    assert (found.counted, found.checking) == (1, 0)


def test_a_call_to_an_interview_completes_the_mission(person):
    application("called", person=person)
    found = mission(person)
    assert (found.counted, found.interviews, found.points, found.is_complete) == (1, 1, 100, True)


def test_a_refused_application_still_counts(person):
    application("refused", person=person)
    assert mission(person).counted == 1


def test_a_withdrawn_application_counts_no_more_nor_does_its_call(person):
    row = application("called", person=person)
    operations.withdraw_application(row, actor=person.user, at=MORNING)
    found = mission(person)
    assert (found.counted, found.interviews) == (0, 0)
    assert set(Activity.objects.values_list("state", flat=True)) == {ActivityState.WITHDRAWN}
    assert Job.objects.filter(name="claims.follow_person").count() == 4  # counted twice, then twice not


def test_what_a_month_has_used_stays_used_when_the_application_is_withdrawn(person):
    vacancy = VacancyFactory()
    row = application(person=person, vacancy=vacancy)
    used = Activity.objects.get()
    operations.use_activities([used.pk], month_id=MONTH, at=MORNING)
    operations.withdraw_application(row, actor=person.user, at=MORNING)
    used.refresh_from_db()
    assert (used.state, str(used.used_for)) == (ActivityState.ACCEPTED, MONTH)
    application(person=person, vacancy=vacancy, at=MORNING + timedelta(days=1))
    assert Activity.objects.count() == 1  # the same vacancy is no further evidence


def test_applying_again_after_taking_it_back_counts_again(person):
    vacancy = VacancyFactory()
    application("withdrawn", person=person, vacancy=vacancy)
    application(person=person, vacancy=vacancy)
    assert mission(person).counted == 1


def test_an_application_counts_in_the_month_of_its_day(person):
    application(person=person)
    assert mission(person, first=date(2026, 11, 17), last=date(2026, 12, 16)).counted == 0


def test_the_person_cannot_take_back_the_activity_apart_from_its_application(person):
    application(person=person)
    with pytest.raises(Conflict):
        operations.withdraw_activity(Activity.objects.get(), actor=person.user, at=MORNING)


def test_the_database_takes_back_nothing_that_an_officer_accepted():
    row = activity("accepted")
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        Activity.objects.filter(pk=row.pk).update(state="withdrawn")


def test_a_call_after_the_call_adds_nothing(person):
    row = application("called", person=person)
    later = appointment(place="Kantor lain")
    operations.call_applicants([row], appointment=later, actor=staff_of(row.vacancy), at=MORNING)
    assert mission(person).interviews == 1
