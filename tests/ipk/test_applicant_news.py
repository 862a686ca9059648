"""What an employer hears of new applicants: one word a vacancy and day, at 15.00 WIB."""

from datetime import date, timedelta

import pytest

from core.models import Job
from ipk import operations
from ipk.operations.applicant_news import news_day, tell_of_applicants
from notices.models import Notice
from tests.factories.ipk_applications import application, staff_of
from tests.factories.ipk_vacancies import VacancyFactory
from tests.factories.participants import MORNING, TODAY, StaffFactory

pytestmark = pytest.mark.django_db
THREE = MORNING + timedelta(hours=6)  # 15.00 WIB
JOB = "ipk.tell_of_applicants"


@pytest.fixture
def vacancy():
    return VacancyFactory(title="Operator jahit garmen")


def said(user):
    return list(Notice.objects.filter(user=user, event="new_applicants", channel="inbox"))


def test_many_applications_of_a_day_are_one_word():
    vacancy, other = VacancyFactory(), VacancyFactory()
    for one in (vacancy, vacancy, other):
        application(vacancy=one)
    jobs = Job.objects.filter(name=JOB).order_by("pk")
    assert {job.args["vacancy_id"] for job in jobs} == {str(vacancy.pk), str(other.pk)}
    assert {(job.args["day"], job.due_at) for job in jobs} == {("2026-11-16", THREE)}
    assert len(jobs) == 2


def test_everybody_of_the_firm_hears_how_many_wait(vacancy):
    for _ in range(2):
        application(vacancy=vacancy)
    hr, colleague = staff_of(vacancy), StaffFactory(employer=vacancy.employer).user
    former = StaffFactory(employer=vacancy.employer, former=True).user
    assert tell_of_applicants(vacancy.pk, day=TODAY, at=THREE) == 2
    for user in (hr, colleague):
        [notice] = said(user)
        assert notice.body.splitlines()[0] == "2 orang melamar Operator jahit garmen dan lamarannya belum dibuka."
        assert notice.link == f"/perusahaan/lowongan/{vacancy.pk}/pelamar/"
        assert Notice.objects.filter(user=user, event="new_applicants", channel="email").count() == 1
        assert not Notice.objects.filter(user=user, event="new_applicants", channel="sms").exists()
    assert not said(former)


def test_the_copy_names_neither_applicant_nor_vacancy(vacancy):
    row = application(vacancy=vacancy)
    tell_of_applicants(vacancy.pk, day=TODAY, at=THREE)
    mail = Notice.objects.get(event="new_applicants", channel="email")
    assert row.person.full_name not in mail.body
    assert "Operator jahit" not in mail.body + mail.subject


def test_told_twice_is_once(vacancy):
    application(vacancy=vacancy)
    assert [tell_of_applicants(vacancy.pk, day=TODAY, at=THREE) for _ in range(2)] == [1, 0]


def test_what_was_opened_or_taken_back_is_no_news(vacancy):
    application("seen", vacancy=vacancy)
    application("withdrawn", vacancy=vacancy)
    assert tell_of_applicants(vacancy.pk, day=TODAY, at=THREE) == 0
    assert not said(staff_of(vacancy))


def test_from_three_oclock_on_it_is_news_of_the_next_day(vacancy):
    application(vacancy=vacancy, at=THREE - timedelta(seconds=1))
    application(vacancy=vacancy, at=THREE)
    assert (news_day(THREE - timedelta(seconds=1)), news_day(THREE)) == (TODAY, date(2026, 11, 17))
    for day in (TODAY, date(2026, 11, 17)):
        tell_of_applicants(vacancy.pk, day=day, at=THREE + timedelta(days=1))
    assert [notice.body.split()[0] for notice in said(staff_of(vacancy))] == ["1", "1"]


def test_a_vacancy_that_has_closed_meanwhile_still_has_its_applicants(vacancy):
    application(vacancy=vacancy)
    operations.vacancies.close_vacancy(vacancy, actor=staff_of(vacancy), at=MORNING)
    assert tell_of_applicants(vacancy.pk, day=TODAY, at=THREE) == 1
