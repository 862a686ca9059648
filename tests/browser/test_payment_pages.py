"""Long lists of payments and batches in states that the stories have left behind (the rest: tests/e2e/test_axe.py)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from payments.operations.news import hear
from payments.operations.sending import lose_sight
from payments.operations.statements import upload_statement
from tests.browser.looking import TEXT_SPACING, let_in, sideways, small_targets, violations
from tests.factories.accounts import RoleAssignmentFactory, officer, sign_in
from tests.factories.payments import (
    NOON,
    make_batch,
    make_frozen_batch,
    make_paid,
    make_payout,
    make_returned,
    make_sent,
    news,
)
from tests.payments.test_statements import DAY, file_of, line

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAMES = (
    "Siti Aminah",
    "Budi Hartono",
    "Nur Aisyah",
    "Yohana Kewa",
    "Made Wirawan",
    "Lestari Wulandari",
    "Agus Prasetyo",
)
PAGES = ("ready", "draft", "frozen", "sending", "day")


@pytest.fixture
def paths():
    """Money in every state, and the addresses that show it."""
    maker = officer(Role.BPJS_PAYMENT_MAKER, full_name="Bimo Prakoso")
    lost = lose_sight(make_sent(payee_name="Ruli Setiawan", amount=2_520_000), note="slow", at=NOON)
    wrong = make_sent(payee_name="Dewi Anggraini")
    hear(news(wrong, "settled", amount=2_999_999, bank_reference="BR0000000912"), at=NOON)
    paid, returned = make_paid(payee_name="Siti Aminah"), make_returned(payee_name="Agus Prasetyo")
    make_paid(payee_name="Made Wirawan")
    stray = {"kind": "debit", "key": "JKP-x", "ref": "BR0000000999", "amount": 6_500, "code": ""}
    lines = [line(paid), line(returned), line(returned, "return", code="account_closed"), stray]
    upload_statement(file_of(*lines), day=DAY, actor=maker, at=NOON + timedelta(days=1))
    for place in range(24):
        make_payout(payee_name=NAMES[place % len(NAMES)], amount=1_440_000 + 60_000 * place)
    frozen = make_frozen_batch(maker=maker)
    draft = make_batch(3, maker=maker)
    make_payout(payee_name="Yohana Kewa")
    return {
        "ready": reverse("payments:ready"),
        "draft": reverse("payments:batch", args=[draft.pk]),
        "frozen": reverse("payments:batch", args=[frozen.pk]),
        "sending": reverse("payments:batch", args=[lost.batch_id]),
        "day": reverse("payments:day", args=[DAY]),
    }


@pytest.fixture
def look(open_page, live_server, paths, monkeypatch):
    """`look("day", width=320)`: the page as an officer sees it who both makes and checks."""
    later = NOON + timedelta(days=1)
    monkeypatch.setattr("core.clock.now", lambda: later)
    user = officer(Role.BPJS_PAYMENT_CHECKER, full_name="Citra Maharani")
    RoleAssignmentFactory(user=user, role=Role.BPJS_PAYMENT_MAKER)
    session = sign_in(Client(), user)

    def looker(name, **options):
        page = open_page("/bantuan/", bypass_csp=True, **options)
        let_in(page, session, live_server.url)
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
