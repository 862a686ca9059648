"""Recommending while the room is open, applying from it, and figures with numbers in them: in a real browser.

The other states are in the stories (tests/e2e/test_axe.py).
"""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from counseling.models import SessionRating, VacancyAdvice
from ipk.enums.profile import Part
from ipk.models import Application
from tests.browser.looking import show, wrong_with
from tests.factories.accounts import sign_in
from tests.factories.counseling import coordinator, counsellor, held_session, open_session
from tests.factories.counseling_advice import over
from tests.factories.ipk_profile import entry, jobseeker
from tests.factories.ipk_vacancies import VacancyFactory
from tests.factories.participants import PersonFactory
from tests.factories.training import ProgrammeFactory, TrainingClassFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FAR = date(2030, 1, 20)


@pytest.fixture
def session():
    """Going on at this moment."""
    person = PersonFactory(full_name="Siti Rahmawati")
    jobseeker(person, at=clock.now(), ready_on=clock.today())
    entry(person, Part.EXPERIENCE)
    begin = (clock.now() - timedelta(minutes=5)).replace(second=0, microsecond=0)
    return open_session(person, by=counsellor(full_name="Maya Lestari"), starts_at=begin, at=begin - timedelta(days=2))


def test_vacancies_and_training_are_chosen_on_pages_that_can_be_used(open_page, live_server, session):
    for title in ("Operator jahit garmen", "Penjahit sampel dan pola untuk pesanan kecil dari luar negeri"):
        VacancyFactory(title=title, closes_on=FAR)
    TrainingClassFactory(starts_on=FAR)
    ProgrammeFactory(institute__region_id="1271")
    here = reverse("counseling:advice", args=[session.pk])
    for path in (here, f"{here}?q=astronaut", f"{here}?bagian=pelatihan"):
        page = show(
            open_page, sign_in(Client(), session.counsellor.user), live_server, path, width=1280, bypass_csp=True
        )
        assert (path, wrong_with(page)) == (path, [])
    page.set_viewport_size({"width": 390, "height": 800})
    page.get_by_role("button", name="Rekomendasikan").click()
    page.locator(".errs").wait_for()
    assert wrong_with(page) == []


def test_a_vacancy_goes_from_the_counsellor_to_the_employer_without_scripts(open_page, live_server, session):
    VacancyFactory(closes_on=FAR)
    here = reverse("counseling:advice", args=[session.pk])
    page = show(open_page, sign_in(Client(), session.counsellor.user), live_server, here, java_script_enabled=False)
    page.locator("[name=pilih]").check()
    page.locator("[name=why]").fill("Dekat rumah Ibu.")
    page.get_by_role("button", name="Kirim ke peserta").click()
    page.locator("text=1 lowongan terkirim").wait_for()
    advice = VacancyAdvice.objects.get()
    path = reverse("counseling:apply", args=[session.pk, advice.vacancy_id])
    page = show(open_page, sign_in(Client(), session.person.user), live_server, path, java_script_enabled=False)
    page.get_by_role("button", name="Kirim lamaran").click()
    page.locator("text=Lamaran terkirim:").wait_for()
    assert Application.objects.get().vacancy_id == advice.vacancy_id


def test_one_tap_is_enough_without_scripts(open_page, live_server, session):
    over(session)
    path = reverse("counseling:rate", args=[session.pk])
    page = show(open_page, sign_in(Client(), session.person.user), live_server, path, java_script_enabled=False)
    page.get_by_role("button", name="Ya, membantu").click()
    page.locator("text=Jawaban Anda kami simpan").wait_for()
    assert SessionRating.objects.get().answer == "yes"


def test_figures_with_numbers_can_be_read(open_page, live_server, session):
    now = clock.now()
    by = counsellor("3578", full_name="Andi Wijaya Kusumaningrat")
    for n in range(12):
        held = held_session(by=by, starts_at=now - timedelta(days=20 + n), at=now - timedelta(days=25 + n))
        SessionRating.objects.create(session=held, answer="yes" if n < 6 else "partly", at=now)
    boss = coordinator(None)
    for path in (reverse("reports:counselling"), reverse("counseling:counsellors"), reverse("counseling:calendar")):
        page = show(open_page, sign_in(Client(), boss), live_server, path, width=1280, bypass_csp=True)
        assert (path, wrong_with(page)) == (path, [])
