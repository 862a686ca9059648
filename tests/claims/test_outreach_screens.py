"""Outreach on screens: the officers' list and one case, and the page that a reminder leads to."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from claims.enums import OutreachState
from claims.models import OutreachEntry
from claims.operations import outreach
from core.models import AccessLog
from tests.factories import claims as make
from tests.factories import outreach as world
from tests.factories.accounts import UserFactory, officer, sign_in
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = pytest.mark.django_db
DESK = reverse("claims:outreach")
S = OutreachState


@pytest.fixture(autouse=True)
def register(travel, db) -> None:
    world.hold_months()


def browser(user) -> Client:
    client = Client()
    sign_in(client, user)
    return client


@pytest.fixture
def bvf() -> Client:
    return browser(officer(Role.BPJS_VERIFIER))


def case_of(entry: OutreachEntry) -> str:
    return reverse("claims:outreach_case", args=[entry.pk])


def own_of(entry: OutreachEntry) -> str:
    return reverse("claims:reminder", args=[entry.pk])


def said(response, status: int = 200) -> str:
    assert response.status_code == status
    return words(soup(response).main)


# --- the list ----------------------------------------------------------------------------------------------------


def test_the_list_begins_with_who_has_least_time_left(bvf):
    later, late = world.entry(phk_on=date(2026, 10, 12)), world.entry(phk_on=date(2026, 6, 10))
    rows = soup(bvf.get(DESK)).select("tbody tr th a")
    assert [row["href"] for row in rows[:2]] == [case_of(late), case_of(later)]


def test_filters_leave_what_they_name(bvf):
    doubtful, found = world.entry(jkn=None), world.entry()
    wanted = {
        f"?q={found.phk.number}": [found],
        "?keadaan=doubtful": [doubtful],
        "?provinsi=31": [],
        "?akun=belum": [],
        f"?provinsi=33&q={doubtful.phk.employer.name}": [
            row for row in (doubtful, found) if row.phk.employer.name == doubtful.phk.employer.name
        ],
        "?keadaan=claimed": [],
        "?keadaan=apa-ini": [doubtful, found],
    }
    for query, entries in wanted.items():
        links = {row["href"] for row in soup(bvf.get(DESK + query)).select("tbody th a")}
        assert links == {case_of(entry) for entry in entries}, query
    assert "Tidak ada yang cocok" in said(bvf.get(DESK + "?provinsi=31"))


def test_an_empty_list_says_when_it_fills(bvf):
    assert "Tidak ada yang perlu dijangkau" in said(bvf.get(DESK))


def test_pages_hold_twenty_and_questions_do_not_grow(bvf):
    world.entry()
    with most_queries(14):
        bvf.get(DESK)
    for _ in range(20):
        world.laid_off()
    world.sweep(at=make.MORNING)
    with most_queries(14):
        first = bvf.get(DESK)
    assert len(soup(first).select("tbody th a")) == 20
    assert len(soup(bvf.get(DESK + "?page=2")).select("tbody th a")) == 1


def test_the_picture_counts_by_week_what_became_of_people(bvf, at):
    first, second = world.entry(), world.entry()
    outreach.set_aside(second, note="Sudah pindah ke luar negeri", actor=make.verifier(), at=at)
    page = soup(bvf.get(DESK))
    table = page.find("caption", string="Yang ditemukan tiap minggu menurut keadaannya sekarang").parent
    last = [cell.get_text() for cell in table.select("tbody tr")[-1].find_all(["th", "td"])]
    assert last[1:] == ["2", "0", "1", "0", "1"]
    assert len(page.select("svg rect")) == 12 * 4
    assert first.state == S.FOUND


def test_a_mediator_reads_the_region_alone(at):
    entry = world.entry()
    here, there = browser(officer(Role.MEDIATOR, region="3372")), browser(officer(Role.MEDIATOR, region="31"))
    assert entry.person.full_name in said(here.get(DESK))
    assert entry.person.full_name not in said(there.get(DESK))
    assert there.get(case_of(entry)).status_code == 404
    assert there.post(case_of(entry), {"verdict": "kesampingkan", "note": "x"}).status_code == 404


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.INSPECTOR, Role.REVIEWER, Role.BPJS_PAYMENT_MAKER])
def test_other_offices_do_not_come_in(role):
    entry = world.entry()
    assert browser(officer(role)).get(DESK).status_code == 403
    assert browser(officer(role)).get(case_of(entry)).status_code == 403


# --- one case ----------------------------------------------------------------------------------------------------


def test_a_case_names_what_is_open_and_is_written_down_for_its_person(bvf):
    entry = world.entry(jkn=None)
    text = said(bvf.get(case_of(entry)))
    assert "Program jaminan sosial lengkap" in text
    assert "Belum dapat dipastikan tidak berarti tidak memenuhi syarat" in text
    assert entry.person.nik not in text
    assert AccessLog.objects.get(person_id=entry.person_id).purpose == "penjangkauan"


def test_an_officer_gives_a_doubtful_one_to_the_reminders(bvf):
    entry = world.entry(jkn=None)
    response = bvf.post(case_of(entry), {"verdict": "ingatkan", "note": "JKN aktif menurut kartunya"}, follow=True)
    assert "Orang ini akan diingatkan." in response.content.decode()
    entry.refresh_from_db()
    assert entry.state == S.FOUND
    assert "JKN aktif menurut kartunya" in said(bvf.get(case_of(entry)))


def test_a_word_without_its_reason_keeps_what_was_chosen(bvf):
    entry = world.entry(jkn=None)
    response = bvf.post(case_of(entry), {"verdict": "kesampingkan", "note": ""})
    page = soup(response)
    assert response.status_code == 422
    assert page.select_one("input[value=kesampingkan]").has_attr("checked")
    assert "Tulis dasar keputusan Anda." in words(page.main)
    entry.refresh_from_db()
    assert entry.state == S.DOUBTFUL


def test_a_second_word_on_the_same_one_is_a_conflict(bvf):
    entry = world.entry(jkn=None)
    word = {"verdict": "kesampingkan", "note": "Sudah bekerja lagi"}
    assert bvf.post(case_of(entry), word).status_code == 302
    assert bvf.post(case_of(entry), word).status_code == 409


def test_who_is_reminded_already_can_only_be_set_aside(bvf):
    entry = world.entry()
    assert [box["value"] for box in soup(bvf.get(case_of(entry))).select("input[name=verdict]")] == ["kesampingkan"]
    assert bvf.post(case_of(entry), {"verdict": "ingatkan", "note": "x"}).status_code == 422


def test_audit_reads_and_decides_nothing():
    entry = world.entry(jkn=None)
    auditor = browser(officer(Role.AUDITOR))
    assert not soup(auditor.get(case_of(entry))).select("main form")
    assert auditor.post(case_of(entry), {"verdict": "kesampingkan", "note": "x"}).status_code == 403


# --- the person --------------------------------------------------------------------------------------------------


def test_the_person_reads_the_last_day_and_stops_the_reminders(travel):
    entry = world.entry()
    client = browser(entry.person.user)
    assert "Senin, 12 April 2027" in said(client.get(own_of(entry)))
    text = said(client.post(own_of(entry), {"do": "berhenti"}, follow=True))
    assert "Anda meminta tidak diingatkan lagi" in text
    client.post(own_of(entry), {"do": "berhenti"})
    entry.refresh_from_db()
    assert (entry.state, entry.log.count()) == (S.DECLINED, 1)
    assert "Jangan ingatkan saya lagi" in said(client.post(own_of(entry), {"do": "ingatkan"}, follow=True))


@pytest.mark.parametrize(("state", "text"), [("claim", "Klaim Anda sudah diajukan"), ("lapse", "sudah lewat")])
def test_what_is_over_says_so(at, state, text):
    entry = world.entry()
    OutreachEntry.workflow.move(entry, state, actor=None, at=at, closed_at=at)
    client = browser(entry.person.user)
    assert text in said(client.get(own_of(entry)))
    assert client.post(own_of(entry), {"do": "berhenti"}).status_code == 409


def test_what_is_doubtful_is_not_shown_to_its_person():
    entry = world.entry(jkn=None)
    assert browser(entry.person.user).get(own_of(entry)).status_code == 404


def test_another_person_finds_nothing():
    entry = world.entry()
    stranger = browser(UserFactory())
    assert stranger.get(own_of(entry)).status_code == 404
    assert stranger.post(own_of(entry), {"do": "berhenti"}).status_code == 404
    entry.refresh_from_db()
    assert entry.state == S.FOUND
