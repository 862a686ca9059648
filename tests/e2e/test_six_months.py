"""Six months of a benefit in a real browser with the clock moved, with scripts and without, at the width of a phone.

Two people live them side by side, so that the office and the calendar are needed once.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser

from core import clock
from integrations.sandbox.stories import LOGISTIK
from tests.e2e import months, story
from tests.e2e.portal import Running
from tests.e2e.visitor import Visitor, visitor
from tests.pdf import words

pytestmark = pytest.mark.browser

PHONE_WIDTH = 390
AMOUNT = story.FIRST_MONTH  # of every month: since 7 February 2025 all six are the same share


@dataclass(slots=True)
class One:
    """Somebody who lives the six months: as the partners know her, and at her browser."""

    who: story.Worker
    she: Visitor
    claim: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    counsellor: Visitor
    verifier: Visitor
    maker: Visitor
    checker: Visitor
    anybody: Visitor


@pytest.fixture
def two(chromium: Browser, portal: Running) -> Iterator[list[One]]:
    """With scripts, and without."""
    portal.tell("from tests.e2e.months import begin; begin()")
    with ExitStack() as stack:
        found = []
        for serial, scripts in zip(months.NAMES, (True, False), strict=True):
            who = months.person(serial, clock.today())
            browser = visitor(chromium, portal, who.email, phone=who.person.phone, scripts=scripts, width=PHONE_WIDTH)
            found.append(One(who, stack.enter_context(browser)))
        yield found


@pytest.fixture
def office(chromium: Browser, portal: Running) -> Iterator[Office]:
    """Signed in before the clock moves: a session lives in the machine's time."""
    emails = [f"{name}@contoh.invalid" for name in ("konselor", "verifikator", "pembayar", "pemeriksa")]
    with ExitStack() as stack:
        desks = [stack.enter_context(visitor(chromium, portal, email, width=1280)) for email in [*emails, ""]]
        yield Office(*desks)
        months.moves_back(desks[-1])


def paid(n: int, two: list[One], office: Office) -> None:
    """Granted by now: one batch for both, and the word of the bank."""
    for one in two:
        months.is_granted(one.she, one.claim, n)
    months.releases(office.maker, office.checker, [one.who for one in two])
    for one in two:
        months.is_paid(one.she, one.claim, n, AMOUNT)


def day_of(n: int, two: list[One], office: Office) -> date:
    """The day on which month n opens, and it is that day."""
    opens_on, _closes_on = months.window(office.anybody.portal, two[0].who, n)
    months.moves_to(office.anybody, opens_on)
    for one in two:
        months.is_told(one.she, f"bulan ke-{n}")
    return opens_on


def test_six_months_from_the_first_payment_to_the_end(portal: Running, two: list[One], office: Office) -> None:
    months.moves_to(office.anybody, months.first_day(clock.today()))
    for one in two:
        one.claim = months.claim_path(one.she)
    second_with_five_applications(two, office)
    third_with_one_call(two, office)
    fourth_late_and_incomplete(two, office)
    fifth_with_a_strange_employer(portal, two, office)
    sixth_with_the_form(two, office)
    the_end(two, office)
    assert portal.partners.audit()["duplicates"] in (0, [])


def second_with_five_applications(two: list[One], office: Office) -> None:
    """The points rise with what is accepted; the month is granted by the rules alone."""
    opens_on = day_of(2, two, office)
    for one in two:
        months.assesses_herself(one.she)
        for ago, company in enumerate(months.EMPLOYERS, 1):
            months.adds(one.she, one.who, company, opens_on - timedelta(days=ago))
        one.she.sees("0 dari 100 poin", "5 lagi sedang kami periksa")
        for done, points in ((2, 40), (3, 100)):
            months.accepts_evidence(office.counsellor, one.who, done)
            one.she.open("/ipk/misi/")
            one.she.sees(f"{points} dari 100 poin")
        months.sends(one.she, one.claim, 2)
    paid(2, two, office)


def third_with_one_call(two: list[One], office: Office) -> None:
    """Sent while the evidence is being looked at, granted when it is accepted."""
    opens_on = day_of(3, two, office)
    for one in two:
        months.adds(one.she, one.who, "PT Pita Contoh", opens_on - timedelta(days=2), kind=months.INTERVIEW)
        months.sends(one.she, one.claim, 3)
        one.she.open(f"{one.claim}bulan/3/")
        one.she.sees("Kami menunggu petugas memeriksa bukti Anda")
        months.accepts_evidence(office.counsellor, one.who, 1)
    paid(3, two, office)


def fourth_late_and_incomplete(two: list[One], office: Office) -> None:
    """Nothing is done until the reminder of the last day; sent with too little, held, completed."""
    day_of(4, two, office)
    _opens_on, closes_on = months.window(office.anybody.portal, two[0].who, 4)
    months.moves_to(office.anybody, closes_on - timedelta(days=1))
    for one in two:
        months.is_told(one.she, "Klaim bulan ke-4 belum lengkap")
        one.she.open("/dasbor/")
        one.she.sees("Tinggal 1 hari")
        months.adds(
            one.she, one.who, "CV Kain Contoh", closes_on - timedelta(days=3), link="https://lowongan.invalid/7"
        )
        months.sends(one.she, one.claim, 4)
        one.she.open(f"{one.claim}bulan/4/")
        one.she.wait_for("Yang kurang dan yang sudah ada")
        months.adds(one.she, one.who, "PT Bordir Contoh", closes_on - timedelta(days=2), kind=months.INTERVIEW)
        months.accepts_evidence(office.counsellor, one.who, 2)
        months.completes(one.she, one.claim, 4)
    paid(4, two, office)


def fifth_with_a_strange_employer(portal: Running, two: list[One], office: Office) -> None:
    """BPJS knows of a membership; the person is asked, says no, and an officer grants with a reason."""
    opens_on = day_of(5, two, office)
    for one in two:
        portal.partners.hired(one.who.person.nik, npp=LOGISTIK.npp, since=opens_on - timedelta(days=5))
    portal.ring("claims.watch")
    for one in two:
        months.says_she_does_not_work(one.she)
        months.adds(one.she, one.who, "UD Pola Contoh", opens_on - timedelta(days=1), kind=months.INTERVIEW)
        months.accepts_evidence(office.counsellor, one.who, 1)
        months.sends(one.she, one.claim, 5)
        one.she.open(f"{one.claim}bulan/5/")
        one.she.wait_for("Kami memeriksa klaim bulan ke-5")
        months.grants(office.verifier, one.who, 5)
    paid(5, two, office)


def sixth_with_the_form(two: list[One], office: Office) -> None:
    """The form about work; what an officer has settled is not doubted again."""
    opens_on = day_of(6, two, office)
    for one in two:
        months.adds(one.she, one.who, "PT Tenun Contoh", opens_on - timedelta(days=1), kind=months.INTERVIEW)
        months.accepts_evidence(office.counsellor, one.who, 1)
        months.sends(one.she, one.claim, 6, form=True)
    paid(6, two, office)


def the_end(two: list[One], office: Office) -> None:
    """The night after; every month is paid, and every letter is there to keep."""
    _opens_on, closes_on = months.window(office.anybody.portal, two[0].who, 6)
    months.moves_to(office.anybody, closes_on + timedelta(days=1))
    for one in two:
        one.she.open("/dasbor/")
        one.she.wait_for("Enam bulan manfaat selesai", at="/dasbor/")
        paid_months = one.she.page.locator("ol.six li.paid")
        assert paid_months.count() == 6
        one.she.open("/pembayaran/")
        assert one.she.reads().count("Bukti pembayaran") >= 6
        assert AMOUNT in words(one.she.download("PDF Bukti pembayaran"))
