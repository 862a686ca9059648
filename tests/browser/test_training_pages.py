"""Training in a browser: pages in states that no story is in (the others: tests/e2e/test_axe.py), without scripts."""

import pytest
from django.core.cache import cache
from django.test import Client

from core import clock
from tests.browser.looking import show, wrong_with
from tests.factories.accounts import sign_in
from tests.factories.participants import PersonFactory
from tests.factories.training import InstituteFactory, ProgrammeFactory, RecommendationFactory, TrainingClassFactory
from training.operations.samples import generate_training

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def catalogue():
    """Sixty institutes from today on."""
    cache.clear()
    generate_training(60, programmes=200, classes=300, seed=1, at=clock.now())


def test_suspended_unscheduled_and_empty_pages_are_sound(open_page):
    suspended = TrainingClassFactory(programme__institute__suspended=True).programme
    paths = [
        f"/lpk/{suspended.institute.slug}/{suspended.slug}/",
        f"/lpk/{suspended.institute.slug}/",
        f"/lpk/{InstituteFactory(not_accredited=True).slug}/",
        f"/lpk/{ProgrammeFactory().institute.slug}/",
        "/lpk/?q=astronaut&cara=daring&di=Surakarta",
        "/lpk/?di=Atlantis",
        "/lpk/?di=Surakarta&urut=dekat",
    ]
    page = open_page("/lpk/", bypass_csp=True)
    found = {}
    for path in paths:
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(page.url.split("/lpk/")[0] + path)
        found[path] = wrong_with(page)
    assert found == {path: [] for path in paths}


def test_recommendations_that_cannot_be_used_are_sound(open_page, client: Client, live_server):
    person = PersonFactory()
    RecommendationFactory(person=person, programme=ProgrammeFactory(institute__suspended=True))
    RecommendationFactory(person=person, programme__title="Barista")
    RecommendationFactory(person=person, withdrawn=True, programme__title="Las listrik")
    sign_in(client, person.user)
    assert wrong_with(show(open_page, client, live_server, "/pelatihan/", bypass_csp=True)) == []


def test_the_search_works_without_scripts_and_by_keyboard(open_page):
    page = open_page("/lpk/", java_script_enabled=False)
    page.fill("#id_q", "jahit")
    page.press("#id_q", "Enter")
    assert "q=jahit" in page.url
    page.click("summary")
    page.select_option("#id_cara", "luring")
    page.click("text=Terapkan")
    assert "q=jahit" in page.url
    assert "cara=luring" in page.url
    page.click(".vac h3 a >> nth=0")
    assert page.inner_text("h1")
