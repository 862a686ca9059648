"""BPJS's desk of contribution files as its verifier looks at it, in the states that matter."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from participants.enums import ContributionFileState, ContributionStep
from tests.browser.looking import TEXT_SPACING, let_in, sideways, small_targets, stay, violations
from tests.factories.accounts import officer, sign_in
from tests.factories.contributions import ContributionFileFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = ("list", "receive", "reading", "checked", "refused", "loaded")
COUNTS = {"read_rows": 12_180_000, "said_rows": 12_180_000, "good_rows": 12_150_311, "bad_rows": 29_689}
CODES = {"wage": 21_804, "unknown": 7_112, "government": 503, "malformed": 270}


@pytest.fixture
def paths():
    reading = ContributionFileFactory(
        state=ContributionFileState.RECEIVED,
        step=ContributionStep.READING,
        size=1_000,
        read_bytes=400,
        **{**COUNTS, "read_rows": 4_871_220, "good_rows": 0, "bad_rows": 0},
    )
    checked = ContributionFileFactory(rejects=CODES, rejects_location="iuran/kembali.csv", **COUNTS)
    refused = ContributionFileFactory(late=True, state=ContributionFileState.REFUSED, problem="totals")
    loaded = ContributionFileFactory(
        state=ContributionFileState.LOADED,
        step=ContributionStep.DONE,
        loaded_at="2026-11-16T02:00:00Z",
        rejects=CODES,
        **COUNTS,
    )
    detail = {"reading": reading, "checked": checked, "refused": refused, "loaded": loaded}
    return {
        "list": reverse("participants:contribution_files"),
        "receive": reverse("participants:contribution_receive"),
        **{name: reverse("participants:contribution_file", args=[file.pk]) for name, file in detail.items()},
    }


@pytest.fixture
def look(open_page, live_server, paths):
    verifier = sign_in(Client(), officer(Role.BPJS_VERIFIER, full_name="Bimo Prakoso"))

    def looker(name, **options):
        page = open_page("/bantuan/", bypass_csp=True, **options)
        let_in(page, verifier, live_server.url)
        stay(page, live_server.url + paths[name])
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
