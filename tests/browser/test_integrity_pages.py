"""Signals of integrity and the evaluation of training in a browser: each page in its states, on a phone."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Page

from accounts.enums import Role
from accounts.models import User
from reports.enums import Conclusion
from reports.operations.evaluations import conclude_evaluation
from reports.operations.integrity import find_signals
from tests.browser.looking import show, wrong_with
from tests.factories.accounts import officer, sign_in
from tests.factories.counseling import counsellor, held_session
from tests.factories.participants import MORNING
from tests.factories.training import InstituteFactory, ProgrammeFactory, RecommendationFactory
from tests.factories.training_money import SEVEN_HOURS, AttendanceFactory, at_eight
from tests.factories.training_signals import (
    attended_class,
    bill,
    billed_class,
    class_over,
    meetings_of,
    paid,
    recommended,
    seated,
)
from training.enums import EnrolmentState, SignalState
from training.models import Institute, Signal
from training.operations.signals import decide_signal

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK, YEARS = "/reviu/sinyal/", "/reviu/evaluasi/"


@pytest.fixture(autouse=True)
def _morning() -> Iterator[None]:
    with time_machine.travel(MORNING, tick=True):
        cache.clear()
        yield


def odd_training() -> None:
    """One of each: uniform, on a holiday, in two places, always full, one counsellor and one institute."""
    attended_class([[SEVEN_HOURS, 400] * 5 for _person in range(8)])
    holiday = [date(2026, 8, 17), date(2026, 8, 18)]
    attended_class([[SEVEN_HOURS, 300 + n] for n in range(8)], first=date(2026, 8, 3), days=holiday)
    held = class_over()
    (meeting,) = meetings_of(held, [date(2026, 10, 6)])
    (seat,) = seated(held, 1)
    begin = at_eight(date(2026, 10, 6)) + timedelta(hours=2)
    held_session(seat.person, starts_at=begin, at=begin - timedelta(days=2))
    AttendanceFactory(enrolment=seat, meeting=meeting)
    house = InstituteFactory()
    for n in range(3):
        billed_class(house, seats=4, first=date(2026, 6, 1) + timedelta(days=30 * n))
    chosen, who, peer = (
        ProgrammeFactory(),
        counsellor(hours=False, full_name="Fitri Handayani"),
        counsellor(hours=False),
    )
    recommended(who.user, chosen, 12)
    for _programme in range(3):
        recommended(peer.user, ProgrammeFactory(), 4)


def a_year() -> Institute:
    house = InstituteFactory(name="LPK Terampil Contoh")
    held = class_over(house)
    people = [*seated(held, 9), *seated(held, 4, lsp_name="LSP Contoh", lsp_number="123")]
    for count, state in ((3, EnrolmentState.MISSED), (2, EnrolmentState.WITHDRAWN), (2, EnrolmentState.WORKING)):
        seated(held, count, state)
    paid(bill(held, people))
    RecommendationFactory(programme=held.programme)
    for n in range(3):
        seated(class_over(InstituteFactory(name=f"LPK Kota {n} Contoh")), 4 + 5 * n)
    return house


@pytest.fixture
def read(open_page, live_server) -> Callable[[User, list[str]], dict[str, list[str]]]:
    """What is wrong with each page, read by this person."""

    def look(user: User, paths: list[str]) -> dict[str, list[str]]:
        client = sign_in(Client(), user)
        pages = {path: show(open_page, client, live_server, path, bypass_csp=True) for path in paths}
        return {path: found for path, page in pages.items() if (found := wrong_with(page))}

    return look


def test_signals_are_sound_in_every_kind_and_state(read) -> None:
    odd_training()
    assert find_signals(at=MORNING) == 5
    ratna = officer(Role.INTEGRITY, full_name="Ratna Dewi")
    signals = list(Signal.objects.order_by("kind", "key"))
    decide_signal(signals[0], outcome=SignalState.REFERRED, note="Diteruskan.", actor=ratna, at=MORNING)
    pages = [f"{DESK}{signal.pk}/" for signal in signals]
    assert read(ratna, [DESK, f"{DESK}?keadaan=semua", f"{DESK}?q=zzz", *pages]) == {}
    assert read(officer(Role.AUDITOR), [DESK, pages[1]]) == {}


def test_an_empty_desk_and_an_empty_year_are_sound(read) -> None:
    assert read(officer(Role.INTEGRITY), [DESK, YEARS]) == {}


def test_the_evaluation_is_sound_with_numbers_and_when_something_is_wrong(read) -> None:
    house = a_year()
    paths = [
        YEARS,
        f"{YEARS}?lihat=program",
        f"{YEARS}?dari=Oktober+2026&sampai=Mei+2026",
        f"{YEARS}{house.pk}/?tahun=2026",
    ]
    assert read(officer(Role.INSTITUTE_VERIFIER), paths) == {}


def test_a_year_is_concluded_without_scripts(open_page, client: Client, live_server) -> None:
    house, ratna = a_year(), officer(Role.INSTITUTE_VERIFIER, full_name="Ratna Dewi")
    after = MORNING + timedelta(days=60)
    conclude_evaluation(
        house, year=2026, conclusion=Conclusion.WATCH, note="Dibicarakan.", seen=0, actor=ratna, at=after
    )
    with time_machine.travel(after, tick=True):
        sign_in(client, ratna)
        page: Page = show(open_page, client, live_server, f"{YEARS}{house.pk}/?tahun=2026", java_script_enabled=False)
        page.get_by_label("Baik").check()
        page.get_by_label("Dasar kesimpulan").fill("Sesudah dibicarakan, kelas kedua membaik.")
        page.get_by_role("button", name="Simpan kesimpulan").click()
        assert "Sesudah dibicarakan" in page.locator("aside").inner_text()
    assert house.evaluations.count() == 2
