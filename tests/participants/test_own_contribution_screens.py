"""Iuran saya: the strip and the table of a year, the conditions, numbers, and the way to a complaint."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from core.models import Job
from notices.models import Letter
from participants.models import ParticipantNumber
from tests.factories.accounts import UserFactory, officer, sign_in
from tests.factories.membership import confirmed_employment, waiting_report
from tests.factories.participants import MORNING, EmployerFactory, PersonFactory
from tests.factories.register import in_register
from tests.html import soup, words
from tests.participants.test_bpjs import member, row
from tests.participants.test_own_contributions import KPJ, told
from tests.queries import most_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
PAGE = "/iuran-saya/"


def me(person) -> Client:
    return sign_in(Client(), person.user)


def page(person, query=""):
    response = me(person).get(PAGE + query)
    assert response.status_code == 200
    return soup(response)


def text(person, query="") -> str:
    return words(page(person, query).select_one("main"))


def cells(found) -> list[str]:
    return [words(cell) for cell in found.select("ol.g24 li")]


@pytest.fixture
def person():
    EmployerFactory(npp="99000001", name="PT Tenun Jaya", region_id="3372")
    return told(
        row("2026-05", paid_on=date(2026, 6, 15)),
        row("2026-06", paid_on=date(2026, 7, 16)),
        row("2026-07", paid_on=None),
        memberships=[member(since=date(2026, 5, 4))],
    )


def test_a_year_is_a_strip_and_a_table_with_source_and_day(person):
    found = page(person)
    assert len(cells(found)) == 11
    assert [cells(found)[n] for n in (4, 5, 6, 7)] == [
        "Mei 26✓ Dibayar tepat waktu",
        "Jun 26! Dibayar terlambat",
        "Jul 26× Belum dibayar",
        "Agu 26– Tidak ada iuran",
    ]
    lines = [words(line) for line in found.select("table tbody tr")]
    assert lines[0].startswith("November 2026 Belum jatuh tempo")
    june = next(line for line in lines if line.startswith("Juni 2026"))
    assert all(part in june for part in ("Rp4.500.000", "PT Contoh", "16 Jul 2026", "Jawaban BPJS", "16 Nov 2026"))


def test_the_conditions_are_told_with_article_and_what_is_missing(person):
    main = text(person)
    assert "2 bulan dihitung dari Desember 2024 sampai November 2026. Kurang 10 bulan." in main
    assert "PP 6/2025 Pasal 19" in main
    assert "Tidak disyaratkan lagi sejak 7 Februari 2025." in main
    assert "Program lengkap." in main
    assert "Seandainya hubungan kerja Anda berakhir hari ini." in main


def test_a_wrong_month_leads_to_a_complaint_that_is_filled_in(person):
    found = page(person)
    link = next(a["href"] for a in found.select("table a") if "Juni 2026" in words(a))
    form = soup(me(person).get(link)).select_one("main form[method=post]")
    value = {field["name"]: field.get("value") for field in form.select("input") if field.get("name")}
    assert (value["employer"], value["since"], value["until"]) == ("PT Tenun Jaya", "Juni 2026", "Juni 2026")
    assert form.select_one("select[name=region] option[selected]")["value"] == "3372"
    assert form.select_one("input[name=kind][checked]")["value"] == "wage"
    whole = next(a["href"] for a in found.select("aside a") if "Adukan upah" in words(a))
    assert "npp=99000001" in whole


def test_an_employer_that_is_not_ones_own_is_not_named(person):
    EmployerFactory(npp="99000077", name="PT Rahasia")
    response = me(person).get(reverse("compliance:complaint") + "?jenis=wage&npp=99000077&dari=x&sampai=2026-99")
    assert response.status_code == 200
    assert "PT Rahasia" not in response.content.decode()


def test_the_years_are_links_and_a_strange_year_is_this_one(person):
    older = told(row("2024-03"), memberships=[member(since=date(2024, 2, 1))])
    found = page(older, "?tahun=2024")
    assert [words(link) for link in found.select(".chips a")] == ["2026", "2025", "2024"]
    assert len(cells(found)) == 12
    for strange in ("abc", "9999", "1", "²⁰²⁴", "2024; DROP"):
        assert len(cells(page(older, f"?tahun={strange}"))) == 11


def test_who_was_never_asked_about_reads_that_this_means_nothing():
    assert "Itu tidak berarti iuran Anda tidak ada." in text(PersonFactory())


def test_whom_bpjs_does_not_know_is_led_to_a_complaint():
    main = page(told(known=False, memberships=[]))
    assert "BPJS belum mengenal NIK Anda" in words(main)
    assert main.select_one("a[href$='?jenis=not_enrolled']")


def test_from_the_register_alone_the_page_says_so_and_until_when():
    person = PersonFactory()
    ParticipantNumber.objects.create(number=KPJ, person=person, seen_at=MORNING)
    file = in_register(KPJ, "2026-08", paid_on=date(2026, 9, 10), npp=99000001)
    found = words(page(person))
    assert "Baru dari berkas bulanan" in found
    assert f"Berkas bulanan {file.number}" in found
    assert "Berkas bulanan memuat Anda sampai Agustus 2026." in found
    assert "Belum dapat dihitung" in found


def test_where_the_sources_differ_both_lines_stand_there():
    person = told(row("2026-08", paid_on=date(2026, 9, 10)))
    in_register(KPJ, "2026-08", paid_on=date(2026, 9, 10), npp=99000001, wage=3_000_000)
    lines = [words(line) for line in page(person).select("table tbody tr")]
    august = [line for line in lines if line.startswith("Agustus 2026")]
    assert len(august) == 2
    assert all("Dua sumber berbeda" in line for line in august)
    assert "Rp3.000.000" in august[1]


def test_several_numbers_are_linked_under_one_nik():
    person = told(
        memberships=[
            member(kpj="99000000009", since=date(2020, 1, 1), until=date(2022, 1, 31)),
            member(kpj="99000000012", npp="99000002", employer_name="PT Dua", since=date(2022, 3, 1)),
        ]
    )
    main = page(person).select_one("section[aria-labelledby=nomor]")
    lines = [list(line.stripped_strings) for line in main.select("li p")]
    assert lines == [
        ["99000000009", "PT Contoh", "1 Januari 2020 sampai 31 Januari 2022"],
        ["99000000012", "PT Dua", "Sejak 1 Maret 2022, masih terdaftar"],
    ]


def test_what_the_employer_reported_is_shown_with_how_far_it_is():
    person = PersonFactory()
    employment = confirmed_employment(person=person)
    told_there = list(page(person).select_one("section[aria-labelledby=lapor] li").stripped_strings)
    assert told_there[:2] == [employment.employer.name, "Rp4.500.000 · JKK, JKM, JHT, JP"]
    assert told_there[-1] == "Terdaftar"


def test_the_proof_of_membership_is_opened_where_the_employer_stands():
    person = PersonFactory()
    confirmed_employment(person=person)
    waiting_report(person=person, started_on=date(2026, 11, 9))
    client = me(person)
    with most_queries(15):
        found = soup(client.get(PAGE))
    rows = found.select("section[aria-labelledby=lapor] li")
    proof = Letter.objects.get(kind="member_proof", user=person.user)
    assert [[a["href"] for a in row.select("a")] for row in rows] == [[f"/surat/{proof.pk}/"], []]
    assert client.get(f"/surat/{proof.pk}/").status_code == 200


def test_bpjs_is_asked_again_once_at_a_time_and_three_times_an_hour(person):
    client = me(person)
    for _ in range(2):
        assert client.post(PAGE + "ambil/").url == PAGE
    assert Job.objects.filter(name="participants.refresh_from_bpjs").count() == 1
    assert "Data terbaru sedang diambil" in words(soup(client.get(PAGE)))
    for _ in range(3):
        Job.objects.update(state="done")
        answer = client.post(PAGE + "ambil/", follow=True)
    assert Job.objects.filter(name="participants.refresh_from_bpjs").count() == 3
    assert "Kami mengambil data" not in words(soup(answer).select_one("main"))


def test_it_is_for_people_not_for_officers_and_who_is_nobody_yet_is_led_to_the_check():
    assert sign_in(Client(), officer(Role.BPJS_VERIFIER)).get(PAGE).status_code == 403
    assert sign_in(Client(), UserFactory()).get(PAGE).url == "/identitas/"


def test_a_long_history_asks_no_more_queries_than_a_short_one():
    person = told(*(row(f"{year}-{n:02d}") for year in range(2022, 2026) for n in range(1, 13)))
    for month in range(1, 13):
        in_register(KPJ, f"2025-{month:02d}", paid_on=date(2025, 12, 31), npp=99000001)
    client = me(person)
    with most_queries(15):
        client.get(PAGE + "?tahun=2025")
