"""An invoice at the institute and at Kemnaker in a real browser: with everything that can be wrong with a line."""

from datetime import date, timedelta

import pytest
from django.test import Client

from accounts.enums import Role
from tests.browser.looking import let_in, press_access_key, wrong_with
from tests.factories.accounts import officer, sign_in
from tests.factories.training_invoices import OVER, drafted, over, sent
from tests.factories.training_money import AttendanceFactory, EnrolmentFactory
from training.models import InstituteStaff
from training.operations.review import return_invoice
from training.selectors.invoice_lines import live_lines

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def shown(open_page, live_server):
    """`shown(user, path, width=)`: the page as the user has it."""

    def opener(user, path, **options):
        client = sign_in(Client(), user)
        page = open_page("/tanpa-kuki/", bypass_csp=True, **options)
        let_in(page, client, live_server.url)
        page.goto(live_server.url + path)
        return page

    return opener


@pytest.fixture
def house():
    """A class of three, one of whom was never there."""
    held, home = over(seats=3)
    seat = EnrolmentFactory(training_class=held, person__full_name="Eko Wahyudi")
    for meeting in held.meetings.all():
        AttendanceFactory(enrolment=seat, meeting=meeting, absent=True)
    InstituteStaff.objects.update(since=date(2020, 1, 1))
    return held, home


def test_the_institutes_pages_can_be_used(shown, house):
    held, home = house
    assert wrong_with(shown(home.head, "/mitra/tagihan/")) == []
    invoice = drafted(held)
    for rest in ("", "kirim/"):
        assert wrong_with(shown(home.head, f"/mitra/tagihan/{invoice.pk}/{rest}")) == []
    back = sent(held)
    return_invoice(
        back,
        version=1,
        remark="Periksa presensi.",
        remarks={live_lines(back)[0].pk: "Presensi 9 November tidak terbaca."},
        actor=officer(Role.REVIEWER),
        at=OVER,
    )
    assert wrong_with(shown(home.head, f"/mitra/tagihan/{invoice.pk}/")) == []


def test_the_desk_of_review_can_be_used_and_judged_by_keyboard(shown, house):
    held, _home = house
    invoice, reviewer = sent(held), officer(Role.REVIEWER)
    rows = held.enrolments.exclude(person__full_name="Eko Wahyudi").first().attendances.order_by("on")[:2]
    for row in rows:
        row.minutes = 0
        row.save()
    for path in (f"/reviu/tagihan/{invoice.pk}/", f"/reviu/tagihan/{invoice.pk}/baris/1/"):
        assert wrong_with(shown(reviewer, path)) == []
    page = shown(reviewer, f"/reviu/tagihan/{invoice.pk}/")
    page.get_by_label("Catatan untuk LPK").fill("Perbaiki presensi.")
    page.get_by_label("Kembalikan ke LPK").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.get_by_text("dikembalikan ke LPK dengan catatan").first.wait_for()
    invoice.refresh_from_db()
    assert invoice.remark == "Perbaiki presensi."


def test_two_keys_decide_an_invoice_and_the_next_one_opens_at_its_verdict(shown, house):
    held, _home = house
    first, reviewer = sent(held, at=OVER), officer(Role.REVIEWER)
    second = sent(over()[0], at=OVER + timedelta(hours=1))
    page = shown(reviewer, f"/reviu/tagihan/{first.pk}/", width=1280, java_script_enabled=False)
    press_access_key(page, "y")
    assert page.get_by_label("Bayar Rp").is_checked()
    with page.expect_navigation():
        press_access_key(page, "s")
    assert page.url.endswith(f"/reviu/tagihan/{second.pk}/#putusan")
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("value") == "recommend"
    with page.expect_navigation():
        press_access_key(page, "s")
    assert page.locator("#putusan fieldset.err").count() == 1
    first.refresh_from_db()
    assert first.state == "recommended"
