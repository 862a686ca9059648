"""The main job of the portal in a real browser, through pages only, with scripts and without."""

import pytest
from playwright.sync_api import Browser

from core import clock
from tests.e2e import story
from tests.e2e.portal import Running
from tests.e2e.visitor import visitor
from tests.pdf import words

pytestmark = pytest.mark.browser

PHONE_WIDTH = 360


@pytest.mark.parametrize(
    ("scripts", "serial", "name"),
    [(True, 8101, "Melati Kusumaningrum"), (False, 8102, "Anggrek Puspasari")],
    ids=["with scripts", "without scripts"],
)
def test_from_registration_to_the_letter_of_payment(
    chromium: Browser, portal: Running, scripts: bool, serial: int, name: str
) -> None:
    who = story.worker(serial, name, today=clock.today())
    portal.partners.load(people=[who.person])

    def somebody(email: str = "", width: int = 1280) -> object:
        return visitor(chromium, portal, email, scripts=scripts, width=width)

    with somebody(width=PHONE_WIDTH) as she:
        story.registers(she, who)
        story.reports_phk(she, who)
        with somebody("hr.garmen@contoh.invalid", width=PHONE_WIDTH) as hr:
            story.employer_agrees(hr, who)
        with somebody("mediator@contoh.invalid") as mediator:
            story.mediator_accepts(mediator, who)
        story.reads_that_it_is_due(she)
        story.applies(she, who)
        receipt = words(story.saves_the_receipt(she))
        assert name in receipt
        with somebody("verifikator@contoh.invalid") as verifier:
            story.verifier_approves(verifier, who)
        with somebody("pembayar@contoh.invalid") as maker:
            batch = story.maker_builds_and_freezes(maker, who)
        with somebody("pemeriksa@contoh.invalid") as checker:
            story.checker_approves(checker, batch)
        story.sees_the_money(she)
        letter, address = story.opens_the_payment_letter(she)
        assert story.FIRST_MONTH in words(letter)
    with somebody(width=PHONE_WIDTH) as anybody:
        anybody.open(address)
        anybody.sees("Surat ini asli")
    assert portal.partners.audit()["duplicates"] in (0, [])
