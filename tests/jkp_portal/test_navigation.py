"""Who sees which menu, and what the menu costs."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.utils.translation import override

from accounts.enums import Role
from jkp_portal import context, menus
from jkp_portal.context import Navigation


class Somebody(SimpleNamespace):
    """A signed-in user as the menu sees one."""

    is_authenticated = True
    is_active = True
    is_staff = False

    def get_full_name(self) -> str:
        return "Siti Rahmawati"


@pytest.fixture
def navigation(monkeypatch):
    """Build the navigation of somebody with these roles and employers; every URL name resolves."""

    def build(path="/dasbor/", *, roles=(), employers=(), person: Any = "a person", **user: Any):
        monkeypatch.setattr(context, "roles_of", lambda user, on: frozenset(roles))
        monkeypatch.setattr(context, "employers_of", lambda user, on: list(employers))
        monkeypatch.setattr(context, "person_of", lambda user: person)
        monkeypatch.setattr(context, "unread_count", lambda user: 2)
        monkeypatch.setattr(context, "address", lambda name: f"/{name.replace(':', '/')}/")
        monkeypatch.setattr(context.clock, "today", lambda: date(2026, 12, 9))
        request = RequestFactory().get(path)
        request.user = Somebody(**user)
        return Navigation(request)

    return build


def labels(nav: Navigation) -> list[str]:
    return [str(tab.label) for tab in nav.tabs]


def test_a_visitor_has_no_tabs_and_asks_nobody(monkeypatch):
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    nav = Navigation(request)
    assert (nav.signed_in, nav.tabs, nav.unread, nav.name) == (False, [], 0, "")
    assert nav.home == "/"


def test_a_participant_has_the_five_tabs_people_know(navigation):
    assert labels(navigation()) == ["Dasbor", "Klaim", "Cari kerja", "Konseling", "Pelatihan"]
    assert navigation().home == "/claims/dashboard/"


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/claims/dashboard/", "Dasbor"),
        ("/klaim/x/tugas/", "Klaim"),
        ("/en/phk/lapor/", "Claim"),
        ("/ipk/misi/", "Cari kerja"),
    ],
)
def test_the_tab_of_the_page_is_marked_in_both_languages(navigation, path, current):
    with override("en" if path.startswith("/en/") else "id"):
        nav = navigation(path)
        assert [str(tab.label) for tab in nav.tabs if tab.current] == [current]


def test_a_page_outside_the_tabs_marks_none(navigation):
    assert not any(tab.current for tab in navigation("/bantuan/").tabs)


def test_hr_has_the_employers_desk(navigation):
    nav = navigation("/perusahaan/", employers=["PT Contoh"], person=None)
    first = ["Beranda", "Laporan PHK", "Pekerja", "Data perusahaan"]
    assert labels(nav) == [*first, "Lowongan", "Rekan kerja", "Kepatuhan"]
    assert str(nav.desk) == "Perusahaan"


def test_hr_who_lost_the_job_too_has_both_by_where_they_are(navigation):
    assert labels(navigation("/dasbor/", employers=["PT Contoh"]))[0] == "Dasbor"
    assert labels(navigation("/perusahaan/phk/", employers=["PT Contoh"]))[0] == "Beranda"


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_desk(navigation, role):
    nav = navigation(roles=(role,))
    assert nav.is_officer
    assert str(nav.desk)
    assert str(nav.role) == str(role.label)
    assert role in menus.DESKS


@pytest.mark.parametrize(
    ("role", "first", "also"),
    [
        (Role.HELP_DESK, "Pengaduan lewat telepon", "Keberatan"),
        (Role.INTEGRITY, "Sinyal integritas", "Pengaduan"),
        (Role.INSPECTOR, "Kasus", "Pengaduan"),
    ],
)
def test_a_desk_begins_with_its_own_work(navigation, role, first, also):
    shown = labels(navigation(roles=(role,)))
    assert shown[0] == first
    assert also in shown


def test_two_roles_share_one_head_with_the_tabs_of_both(navigation):
    nav = navigation(roles=(Role.BPJS_VERIFIER, Role.MEDIATOR))
    assert labels(nav)[0] == "Antrian PHK"
    assert "Antrian verifikasi" in labels(nav)
    assert str(nav.desk) == "Mediasi hubungan industrial"


def test_the_same_desk_twice_shows_its_tabs_once(navigation):
    both = labels(navigation(roles=(Role.BPJS_PAYMENT_MAKER, Role.BPJS_VERIFIER)))
    assert len(both) == len(set(both))
    assert {"Antrian verifikasi", "Pembayaran", "Rekonsiliasi"} <= set(both)


@pytest.mark.parametrize(
    ("role", "shown", "closed"),
    [
        (Role.BPJS_PAYMENT_MAKER, "Pembayaran", "Antrian verifikasi"),
        (Role.BPJS_VERIFIER, "Antrian verifikasi", "Pembayaran"),
        (Role.AUDITOR, "Operasi", "Admin"),
    ],
)
def test_no_tab_leads_to_a_page_that_is_closed_to_the_role(navigation, role, shown, closed):
    assert shown in labels(navigation(roles=(role,)))
    assert closed not in labels(navigation(roles=(role,)))


def test_staff_without_a_role_has_the_administration(navigation):
    assert labels(navigation(is_staff=True))[-1] == "Admin"


def test_a_link_waits_until_its_address_exists(navigation, monkeypatch):
    nav = navigation()
    monkeypatch.setattr(context, "address", lambda name: "/dasbor/" if name == "claims:dashboard" else "")
    assert nav.tabs == []
    assert nav.home == "/dasbor/"


def test_the_inbox_is_counted_once(navigation, monkeypatch):
    nav, asked = navigation(), []
    monkeypatch.setattr(context, "unread_count", lambda user: asked.append(user) or 2)
    assert (nav.unread, nav.unread) == (2, 2)
    assert len(asked) == 1
