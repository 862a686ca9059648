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


def pages(nav: Navigation) -> list[str]:
    """Every page that the menu leads to, in both rows."""
    return [str(page.label) for tab in nav.tabs for page in tab.pages or (tab,)]


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
    assert labels(nav) == [*first, "Lowongan", "Kepatuhan"]
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


@pytest.mark.parametrize("role", list(Role))
def test_a_desk_has_six_tabs_at_most(navigation, role):
    assert 1 < len(labels(navigation(roles=(role,)))) <= 6


def test_a_group_has_a_name_pages_and_no_address_of_its_own():
    desks = [*menus.DESKS.values(), menus.PARTICIPANT, menus.EMPLOYER, menus.LPK]
    groups = [entry for desk in desks for entry in desk.tabs if entry.pages]
    assert all(not group.url_name and not group.under and len(group.pages) > 1 for group in groups)
    assert not [page for group in groups for page in group.pages if page.pages]
    assert max(len(desk.tabs) for desk in desks) == menus.ONE_ROW


@pytest.mark.parametrize(
    ("role", "first", "also"),
    [
        (Role.HELP_DESK, "Pengaduan lewat telepon", "Keberatan"),
        (Role.INTEGRITY, "Sinyal integritas", "Pengaduan"),
        (Role.INSPECTOR, "Ringkasan", "Pengaduan"),
        (Role.BPJS_VERIFIER, "Antrian verifikasi", "Rencana kerja"),
        (Role.BPJS_PAYMENT_MAKER, "Batch pembayaran", "Kelebihan bayar"),
        (Role.BPJS_PAYMENT_CHECKER, "Batch pembayaran", "Rekonsiliasi"),
        (Role.STANDARDS, "Program dan biaya", "Kemitraan LPK"),
    ],
)
def test_a_desk_begins_with_its_own_work(navigation, role, first, also):
    shown = pages(navigation(roles=(role,)))
    assert shown[0] == first
    assert also in shown


def test_a_verifier_reads_groups_and_the_pages_of_the_one_of_the_page(navigation):
    nav = navigation("/bpjs/keberatan/x/", roles=(Role.BPJS_VERIFIER,))
    assert labels(nav) == ["Klaim", "Peserta", "Iuran", "Rekonsiliasi", "Pelatihan", "Pengawasan"]
    assert [str(tab.label) for tab in nav.tabs if tab.current] == ["Klaim"]
    assert [str(page.label) for page in nav.group.pages if page.current] == ["Keberatan"]
    assert nav.group.url == nav.group.pages[0].url == nav.home


def test_outside_the_groups_there_is_no_second_row(navigation):
    nav = navigation("/bantuan/", roles=(Role.BPJS_VERIFIER,))
    assert nav.group is None
    assert not any(tab.current for tab in nav.tabs)


def test_few_pages_stand_in_one_row(navigation):
    nav = navigation("/mediasi/", roles=(Role.MEDIATOR,))
    assert labels(nav)[:2] == ["Antrian PHK", "Penjangkauan"]
    assert nav.group is None
    assert [str(tab.label) for tab in nav.tabs if tab.current] == ["Antrian PHK"]


def test_a_group_of_one_page_is_that_page(navigation):
    shown = navigation(roles=(Role.BPJS_PAYMENT_CHECKER, Role.BPJS_VERIFIER, Role.INTEGRITY)).tabs
    assert next(tab for tab in shown if tab.label == "Sinyal integritas").pages == ()


def test_two_roles_share_one_head_with_the_tabs_of_both(navigation):
    nav = navigation(roles=(Role.BPJS_VERIFIER, Role.MEDIATOR))
    assert labels(nav)[0] == "Antrian PHK"
    assert "Antrian verifikasi" in pages(nav)
    assert str(nav.desk) == "Mediasi hubungan industrial"


def test_a_page_of_two_desks_stands_once(navigation):
    both = pages(navigation(roles=(Role.REVIEWER, Role.INTEGRITY, Role.INSPECTOR, Role.MEDIATOR)))
    assert len(both) == len(set(both))
    assert {"Evaluasi", "Pengaduan", "Kemitraan LPK", "Sinyal integritas"} <= set(both)


def test_groups_of_one_name_are_one(navigation):
    nav = navigation("/pdp/", roles=(Role.BPJS_VERIFIER, Role.DATA_PROTECTION))
    assert labels(nav).count("Peserta") == 1
    assert [str(page.label) for page in nav.group.pages][-1] == "Pelindungan data"


def test_the_same_desk_twice_shows_its_tabs_once(navigation):
    both = pages(navigation(roles=(Role.BPJS_PAYMENT_MAKER, Role.BPJS_VERIFIER)))
    assert len(both) == len(set(both))
    assert {"Antrian verifikasi", "Batch pembayaran", "Rekonsiliasi"} <= set(both)


@pytest.mark.parametrize(
    ("role", "shown", "closed"),
    [
        (Role.BPJS_PAYMENT_MAKER, "Batch pembayaran", "Antrian verifikasi"),
        (Role.BPJS_VERIFIER, "Antrian verifikasi", "Batch pembayaran"),
        (Role.AUDITOR, "Operasi", "Admin"),
    ],
)
def test_no_tab_leads_to_a_page_that_is_closed_to_the_role(navigation, role, shown, closed):
    assert shown in pages(navigation(roles=(role,)))
    assert closed not in pages(navigation(roles=(role,)))


def test_staff_without_a_role_has_the_administration(navigation):
    assert "Admin" in pages(navigation(is_staff=True))


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
