"""Every page of the portal against its budget: bytes, requests, queries. A page that the table does not know fails."""

import gzip
import re
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.db import connection, transaction
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext, override_settings

from accounts import sessions
from accounts.models import User
from tests.conftest import CheckedClient
from tests.e2e.elsewhere import ELSEWHERE
from tests.e2e.portal import Running
from tests.e2e.screen import Screen
from tests.e2e.screens import SCREENS, every_route
from tests.e2e.told import told_database
from tests.html import soup
from tests.queries import asked, report

KB = 1024
HTML = {False: 14 * KB, True: 30 * KB}  # by whether it is an officer's
FIRST_VISIT, REQUESTS = {False: 60 * KB, True: 200 * KB}, 6
PARTICIPANTS_QUERIES, ORGANISATIONS_QUERIES, OFFICERS_QUERIES = 15, 20, 25
EVIDENCE = re.compile(r"/ipk/misi/[0-9a-f-]{36}/berkas/$")  # the picture that an officer's page is about
# At most 40 KB: tests/ipk/test_profile_screens.py.
OWN_PHOTO = re.compile(r"/ipk/(profil/foto/berkas|lamaran/[0-9a-f-]{36}/foto)/$")
ASSETS = ("link[rel=stylesheet]", "link[rel=icon]", "script[src]", "img[src]", "use[href]", "link[rel=manifest]")


@pytest.fixture(scope="module")
def told(portal: Running, django_db_blocker: pytest.Item) -> Iterator[None]:
    """This process looks at a copy of the running portal's database, made when the stories had been told."""
    with django_db_blocker.unblock(), told_database(portal), override_settings(DEMO_MODE=True):
        yield


@pytest.fixture
def page(told: None, screen: Screen) -> Iterator[tuple[HttpResponse, CaptureQueriesContext]]:
    """The screen as its person gets it, and what it asked of the database; nothing of it stays."""
    with transaction.atomic():
        client = signed_in(screen)
        path = screen.path()
        with CaptureQueriesContext(connection) as captured:
            response = client.get(path)
        yield response, captured
        transaction.set_rollback(True)


def signed_in(screen: Screen) -> CheckedClient:
    client = CheckedClient()
    if screen.who:
        client.force_login(User.objects.get(email=screen.email))
        session, now = client.session, int(time.time())
        session.update({sessions.SINCE: now, sessions.SEEN: now, sessions.PROVED: now})
        session[sessions.SECOND_FACTOR] = screen.is_officers
        session.save()
    return client


def test_every_address_is_in_the_table() -> None:
    known = {screen.route for screen in SCREENS} | set(ELSEWHERE)
    routes = set(every_route())
    assert len(routes) > 100
    assert routes - known == set(), "a new page: give it a screen, or say where it is looked at"
    assert known - routes == set(), "a page that is gone"
    assert {screen.route for screen in SCREENS} & set(ELSEWHERE) == set()


def test_every_screen_has_a_name_of_its_own() -> None:
    names = [screen.name for screen in SCREENS]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_a_page_keeps_to_its_budget(screen: Screen, page: tuple[HttpResponse, CaptureQueriesContext]) -> None:
    response, captured = page
    assert response.status_code == screen.status, response.headers.get("Location")
    html = len(gzip.compress(response.content, 6))
    assert html <= HTML[screen.is_officers], f"{html} bytes of compressed HTML"
    statements = asked(captured)
    assert len(statements) <= most_queries(screen), f"{len(statements)} queries:\n{report(statements)}"
    assets = {urlsplit(address)._replace(fragment="").geturl() for address in addresses(response)}
    pictures = EVIDENCE if screen.is_officers else OWN_PHOTO
    assets = {address for address in assets if not pictures.match(address)}
    assert [address for address in assets if not address.startswith("/static/")] == [], "somebody else's server"
    assert 1 + len(assets) <= REQUESTS, sorted(assets)
    total = html + sum(compressed(address) for address in assets)
    assert total <= FIRST_VISIT[screen.is_officers], f"{total} bytes in all"


def most_queries(screen: Screen) -> int:
    if screen.is_officers:
        return OFFICERS_QUERIES
    return ORGANISATIONS_QUERIES if screen.is_organisations else PARTICIPANTS_QUERIES


def addresses(response: HttpResponse) -> list[str]:
    """What the browser fetches for this page."""
    found = soup(response)
    return [str(tag.get("href") or tag.get("src")) for selector in ASSETS for tag in found.select(selector)]


def compressed(address: str) -> int:
    """The size on the wire of a static file."""
    path = finders.find(re.sub(r"^/static/", "", address))
    assert path, address
    with open(path, "rb") as file:
        return len(gzip.compress(file.read(), 6))
