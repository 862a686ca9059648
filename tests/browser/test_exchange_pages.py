"""The console of data exchange in a browser: the lists, the form and an agreement in its states."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from compliance.selectors.exchange import last_quarter
from core import clock
from tests.browser.looking import let_in, wrong_pages
from tests.factories.accounts import officer, sign_in
from tests.factories.exchange import agreement, card_answer, coordinator, delivery

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CONSOLE = "/pengawasan/pertukaran/"


@pytest.fixture
def visit(open_page, live_server):
    """What is wrong with each page, read in this browser."""

    def look(user: User, paths: list[str]) -> dict[str, list[str]]:
        client = sign_in(Client(), user)
        page = open_page("/halaman-tanpa-kuki/", bypass_csp=True)
        let_in(page, client, live_server.url)
        return wrong_pages(page, live_server.url, paths)

    return look


def test_the_console_is_sound_in_every_state(visit):
    cache.clear()
    now, today = clock.now(), clock.today()
    days = {"valid_from": today - timedelta(days=300), "valid_until": today + timedelta(days=60)}
    facts = {**days, "key_until": today + timedelta(days=9), "at": now}
    failed = delivery("failed", of=agreement(**facts), at=now, quarter=last_quarter(today))
    made = [agreement(state, **facts) for state in ("proposed", "refused", "ended")]
    pages = [f"{CONSOLE}{pk}/" for pk in (failed.agreement_id, *(row.pk for row in made))]
    card = card_answer("failed", of=agreement(**facts), at=now, quarter=last_quarter(today))
    pages.append(f"{CONSOLE}rekonsiliasi/{card.pk}/")
    lists = [CONSOLE, f"{CONSOLE}rekonsiliasi/", f"{CONSOLE}data/", f"{CONSOLE}catatan/", f"{CONSOLE}?q=tidakada"]
    assert visit(coordinator(), [*lists, *pages]) == {}
    assert visit(officer(Role.ADMINISTRATOR), pages) == {}
    assert visit(officer(Role.AUDITOR), pages[:1]) == {}
