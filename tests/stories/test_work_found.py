"""A month by applications inside the portal, an interview, a job: the benefit stops by the person's own report."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from claims.models import Claim
from core import clock
from core.jobs import run_due
from ipk.models import Activity, Application
from notices.models import Notice
from tests.factories import claims as make
from tests.factories.accounts import sign_in
from tests.factories.ipk import COMPANIES
from tests.factories.ipk_applications import staff_of
from tests.factories.ipk_vacancies import VacancyFactory
from tests.html import soup, words

pytestmark = pytest.mark.django_db


def applies_to_five(story):
    """One click each, by the pages; nothing is uploaded and no officer looks."""
    sign_in(story.client, story.person.user)
    found = [VacancyFactory(employer__name=name, company=name, closes_on=date(2027, 6, 30)) for name in COMPANIES[:5]]
    for vacancy in found:
        page = reverse("ipk:apply", args=[vacancy.pk])
        assert story.client.get(page).status_code == 200
        assert story.client.post(page, {"letter": ""}).status_code == 302
    run_due()


def answers(story, application, kind, **fields):
    sign_in(story.client, staff_of(application.vacancy))
    assert story.client.get(reverse("ipk:applicant", args=[application.pk])).status_code == 200
    page = reverse("ipk:board_answer", args=[application.vacancy_id])
    response = story.client.post(page, {"jawab": kind, "pelamar": [str(application.pk)], **fields})
    assert response.url == reverse("ipk:board", args=[application.vacancy_id])
    run_due()


def test_five_applications_complete_the_month_and_one_of_them_becomes_work(story):
    story.laid_off()
    story.files()
    story.first_month_paid()
    second = story.month(2)
    story.travel(second.opens_on - timedelta(days=3))
    make.assessed(story.claim, clock.now())
    applies_to_five(story)
    mission = soup(story.client.get(reverse("ipk:mission")))
    assert words(mission.select_one("section.calm h2")) == "Misi bulan ke-2 terpenuhi"
    story.beat(second.opens_on)
    sign_in(story.client, story.person.user)
    path = f"/klaim/{story.claim.pk}/bulan/2/"
    assert story.client.post(f"{path}periksa/", {"truthful": "on"}).url == f"{path}terkirim/"
    run_due()
    assert story.month(2).state == "approved"
    assert Activity.objects.filter(used_for=second.pk, application__isnull=False).count() == 5
    story.is_paid(story.month(2))

    wanted = Application.objects.get(company=COMPANIES[1])
    day = clock.today() + timedelta(days=2)
    when = {"day_day": day.day, "day_month": day.month, "day_year": day.year, "clock": "10.00"}
    answers(story, wanted, "panggil", **when, zone="Asia/Jakarta", place="Jalan Contoh 1", message="")
    assert Notice.objects.filter(event="application_called", channel="inbox", user=story.person.user).count() == 1
    story.travel(clock.now() + timedelta(days=3))
    answers(story, wanted, "terima", wage="3.000.000")
    assert Claim.objects.get(pk=story.claim.pk).state == "active"  # nothing stops by itself
    told = Notice.objects.get(event="work_found", channel="inbox")
    assert COMPANIES[1] in told.body

    sign_in(story.client, story.person.user)
    form = soup(story.client.get(told.link)).select_one("main form")
    typed = {box["name"]: box.get("value", "") for box in form.select("input[name]") if box.get("type") != "hidden"}
    assert typed["employer"] == COMPANIES[1]
    begins = clock.today()
    typed |= {f"started_on_{part}": getattr(begins, part) for part in ("day", "month", "year")}
    between = soup(story.client.post(reverse("claims:work_report"), typed | {"step": "check"}))
    carried = {box["name"]: box["value"] for box in between.select(".confirm input[type=hidden]")}
    assert story.client.post(reverse("claims:work_report"), carried | {"step": "report"}).status_code == 302
    story.travel(clock.now() + timedelta(hours=25))
    run_due()
    assert story.is_over() == "working"
    assert story.everything_holds()
