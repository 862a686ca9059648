"""The console of data exchange in a browser: the lists, the form and an agreement in its states."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from compliance.selectors.exchange import last_quarter
from core import clock
from tests.browser.looking import TEXT_SPACING, sideways, small_targets, violations
from tests.factories.accounts import officer, sign_in
from tests.factories.exchange import agreement, coordinator, delivery

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CONSOLE = "/pengawasan/pertukaran/"


@pytest.fixture
def visit(open_page, live_server):
    """What is wrong with each page, read in this browser."""

    def look(user: User, paths: list[str]) -> dict[str, list[str]]:
        client = sign_in(Client(), user)
        page = open_page("/halaman-tanpa-kuki/", bypass_csp=True)
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        found = {}
        for path in paths:
            page.set_viewport_size({"width": 390, "height": 844})
            answer = page.goto(live_server.url + path)
            found[path] = [] if answer.status == 200 else [f"answers {answer.status}"]
            found[path] += [*violations(page), *small_targets(page)]
            page.set_viewport_size({"width": 320, "height": 640})
            page.add_style_tag(content=TEXT_SPACING)
            if sideways(page) > 0:
                found[path].append(f"{sideways(page)} pixels are cut off")
        return {path: wrong for path, wrong in found.items() if wrong}

    return look


def test_the_console_is_sound_in_every_state(visit):
    cache.clear()
    now, today = clock.now(), clock.today()
    days = {"valid_from": today - timedelta(days=300), "valid_until": today + timedelta(days=60)}
    facts = {**days, "key_until": today + timedelta(days=9), "at": now}
    failed = delivery("failed", of=agreement(**facts), at=now, quarter=last_quarter(today))
    made = [agreement(state, **facts) for state in ("proposed", "refused", "ended")]
    pages = [f"{CONSOLE}{pk}/" for pk in (failed.agreement_id, *(row.pk for row in made))]
    lists = [CONSOLE, f"{CONSOLE}data/", f"{CONSOLE}catatan/", f"{CONSOLE}?q=tidakada"]
    assert visit(coordinator(), [*lists, *pages]) == {}
    assert visit(officer(Role.ADMINISTRATOR), pages) == {}
    assert visit(officer(Role.AUDITOR), pages[:1]) == {}
