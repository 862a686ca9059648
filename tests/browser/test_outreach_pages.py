"""Outreach and the policy simulator in a browser: each page in its states, on a phone."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from claims.enums import OutreachState
from claims.models import OutreachEntry
from claims.operations import outreach
from reports.models import SimulationRun
from tests.browser.looking import show, stay, wrong_with
from tests.factories import claims, simulations
from tests.factories.accounts import officer, sign_in
from tests.factories.outreach import outreach_found
from tests.factories.participants import MORNING, TODAY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _morning() -> Iterator[None]:
    with time_machine.travel(MORNING, tick=True):
        cache.clear()
        yield


def found(state: str = OutreachState.FOUND, **fields: object) -> OutreachEntry:
    return outreach_found(claims.phk(phk_on=date(2026, 10, 12)), state=state, **fields)


def browser_of(user: User) -> Client:
    return sign_in(Client(), user)


@pytest.fixture
def read(open_page, live_server):
    """What is wrong with each page, read by this person."""

    def look(user: User, paths: list[str]) -> dict[str, list[str]]:
        client = browser_of(user)
        found = {}
        for path in paths:
            page = show(open_page, client, live_server, path, bypass_csp=True)
            stay(page, live_server.url + path)
            page.reload()
            found[path] = wrong_with(page)
        return {path: wrong for path, wrong in found.items() if wrong}

    return look


def test_the_officers_list_and_its_cases_are_sound(read) -> None:
    doubtful = found(OutreachState.DOUBTFUL, open_questions=["ELG-05", "ELG-12"], lapses_on=TODAY + timedelta(days=5))
    waiting, aside = found(), found()
    outreach.set_aside(aside, note="Sudah bekerja lagi di kota lain.", actor=claims.verifier(), at=MORNING)
    cases = [f"/penjangkauan/{entry.pk}/" for entry in (doubtful, waiting, aside)]
    lists = ["/penjangkauan/", "/penjangkauan/?q=zzz", "/penjangkauan/?keadaan=dropped"]
    assert read(officer(Role.BPJS_VERIFIER), [*lists, *cases]) == {}
    assert read(officer(Role.MEDIATOR, region="31"), lists[:1]) == {}


def test_the_page_of_a_reminder_is_sound_in_every_state(read) -> None:
    entry = found()
    path = f"/pengingat/{entry.pk}/"
    assert read(entry.person.user, [path]) == {}
    outreach.decline_reminders(entry, actor=entry.person.user, at=MORNING)
    assert read(entry.person.user, [path]) == {}
    OutreachEntry.workflow.move(entry, "lapse", actor=None, at=MORNING, closed_at=MORNING)
    assert read(entry.person.user, [path]) == {}


def test_the_simulator_is_sound_in_every_state(read) -> None:
    waiting, done = simulations.ordered(), simulations.answered(simulations.question(seed=3, people=20_000))
    failed = simulations.ordered(simulations.question(seed=4))
    failed = SimulationRun.workflow.move(failed, "start", actor=None, at=MORNING, started_at=MORNING)
    SimulationRun.workflow.move(failed, "fail", actor=None, at=MORNING, problem="Terlalu halus", finished_at=MORNING)
    lists = ["/reviu/simulator/", "/reviu/simulator/?q=zzz", "/reviu/simulator/baru/"]
    pages = [f"/reviu/simulator/{run.pk}/" for run in (waiting, done, failed)]
    assert read(simulations.directorate(), [*lists, *pages]) == {}


def test_a_question_is_asked_and_reminders_are_stopped_without_scripts(open_page, live_server) -> None:
    client = browser_of(simulations.directorate())
    page = show(open_page, client, live_server, "/reviu/simulator/baru/", java_script_enabled=False)
    page.get_by_label("Nilai barunya").first.fill("50%")
    for part, value in (("day", "1"), ("month", "9"), ("year", "2026")):
        page.locator(f"[name=sejak_{part}]").fill(value)
    page.get_by_role("button", name="Hitung").click()
    assert "50% setiap bulan" in page.locator("main").inner_text()
    assert SimulationRun.objects.get().people == 2_000_000
    entry = found()
    own = show(
        open_page, browser_of(entry.person.user), live_server, f"/pengingat/{entry.pk}/", java_script_enabled=False
    )
    own.get_by_role("button", name="Jangan ingatkan saya lagi").click()
    assert "Anda meminta tidak diingatkan lagi" in own.locator("main").inner_text()
    entry.refresh_from_db()
    assert entry.state == OutreachState.DECLINED
