"""Bills to BPJS as Kemnaker and BPJS look at them, in the states that matter (the rest: tests/training)."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from tests.browser.looking import TEXT_SPACING, let_in, sideways, small_targets, violations
from tests.factories.accounts import RoleAssignmentFactory, officer, sign_in
from tests.factories.training_billing import ANSWERING, FIRST, approved_invoice, item_of, sent_billing
from training.models import BillingLine
from training.operations.billing import build_billing, freeze_billing
from training.operations.billing_answers import accept_item, return_item

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = ("list", "frozen", "lacking", "line", "bpjs-list", "bpjs-batch", "bpjs-item")


@pytest.fixture
def paths():
    """A batch at BPJS with one answer of each kind, and one for January that waits for its approver."""
    verifier, maker = officer(Role.BPJS_VERIFIER), officer(Role.REVIEWER, full_name="Dewi Anggraini")
    open_one, good, bad = approved_invoice(2), approved_invoice(1), approved_invoice(1)
    sent = sent_billing(open_one, good, bad, maker=maker)
    accept_item(item_of(good), actor=verifier, at=ANSWERING)
    lacking = return_item(item_of(bad), lacks="Laporan kegiatan tanpa tanggal.", actor=verifier, at=ANSWERING)
    approved_invoice(1, bill_on=FIRST)
    frozen = freeze_billing(build_billing(bill_on=FIRST, maker=maker, at=ANSWERING), actor=maker, at=ANSWERING)
    return {
        "list": reverse("training:review_batch"),
        "frozen": reverse("training:billing", args=[frozen.pk]),
        "lacking": reverse("training:billing_item", args=[sent.pk, lacking.pk]),
        "line": reverse("training:billed_line", args=[BillingLine.objects.filter(batch=sent).first().pk]),
        "bpjs-list": reverse("training:bpjs_billing"),
        "bpjs-batch": reverse("training:bpjs_batch", args=[sent.pk]),
        "bpjs-item": reverse("training:bpjs_item", args=[sent.pk, item_of(open_one).pk]),
    }


@pytest.fixture
def look(open_page, live_server, paths, monkeypatch):
    """`look("frozen", width=320)`: the page as an approver sees it, BPJS's as its verifier."""
    monkeypatch.setattr("core.clock.now", lambda: ANSWERING)
    approver = officer(Role.APPROVER, full_name="Tono Raharjo")
    RoleAssignmentFactory(user=approver, role=Role.REVIEWER)
    sessions = {
        False: sign_in(Client(), approver),
        True: sign_in(Client(), officer(Role.BPJS_VERIFIER, full_name="Bimo Prakoso")),
    }

    def looker(name, **options):
        page = open_page("/bantuan/", bypass_csp=True, **options)
        let_in(page, sessions[name.startswith("bpjs")], live_server.url)
        page.goto(live_server.url + paths[name])
        return page

    return looker


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_and_targets_are_large(look, width):
    for name in PAGES:
        page = look(name, width=width)
        assert violations(page) == [], name
        assert small_targets(page) == [], name


def test_nothing_is_cut_off_at_320_pixels_or_with_wide_text(look):
    for name in PAGES:
        page = look(name, width=320)
        assert sideways(page) <= 0, name
        page.add_style_tag(content=TEXT_SPACING)
        assert sideways(page) <= 0, name
