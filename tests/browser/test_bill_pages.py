"""The contribution bill as the ministry and BPJS look at it, in the states that matter (the rest: tests/compliance)."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from tests.browser.looking import TEXT_SPACING, let_in, sideways, small_targets, violations
from tests.factories import bills as make
from tests.factories.accounts import officer, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = ("list", "prepared", "sent", "months", "bpjs-list", "bpjs-paid")
AUGUST, SEPTEMBER = make.date(2026, 8, 1), make.date(2026, 9, 1)


@pytest.fixture
def paths(tmp_path):
    """October has mistakes, September waits for another officer, August is at the KPPN, July is paid."""
    months = {
        month: make.lines_of(make.register(tmp_path, rows=30, month=month))
        for month in (make.date(2026, 7, 1), AUGUST, SEPTEMBER, make.OCTOBER)
    }
    july, august, september, october = months.values()
    paid = make.paid(make.bill_file(july, month=make.date(2026, 7, 1)))
    sent = make.sent(make.bill_file(august, month=AUGUST))
    prepared = make.prepared(make.bill_file(september, month=SEPTEMBER))
    october[0] = replace(october[0], nik="", upah="12a")
    october[1] = replace(october[1], iuran=str(int(october[1].iuran) + 1))
    make.checked(make.bill_file([*october[:-1], *october[:3]]))
    return {
        "list": reverse("compliance:bills"),
        "prepared": reverse("compliance:bill", args=[prepared.pk]),
        "sent": reverse("compliance:bill", args=[sent.pk]),
        "months": reverse("compliance:bill_months"),
        "bpjs-list": reverse("compliance:bpjs_bills"),
        "bpjs-paid": reverse("compliance:bpjs_bill", args=[paid.pk]),
    }


@pytest.fixture
def look(open_page, live_server, paths, monkeypatch):
    """`look("sent", width=320)`: the page as another reviewer sees it, BPJS's as its verifier."""
    monkeypatch.setattr("core.clock.now", lambda: make.AT)
    sessions = {
        False: sign_in(Client(), make.reviewer(full_name="Tono Raharjo")),
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
