"""The sandbox's page of people: whoever starts the demo finds somebody to register as, and what to type."""

from dataclasses import replace

import httpx
import pytest
from bs4 import BeautifulSoup, Tag

from integrations.dukcapil import dukcapil_client
from integrations.sandbox import people_page
from integrations.sandbox.control import Control
from integrations.sandbox.people import Account
from integrations.sandbox.people import person as invented
from integrations.sandbox.process import Handle
from integrations.sandbox.stories import NAMES, WARUNG, Story, story
from tests.integrations.conftest import TODAY
from tests.integrations.test_sandbox import page


@pytest.fixture
def orang(partner_sandbox: Handle) -> str:
    return f"{partner_sandbox.base_url}/orang"


def section(soup: BeautifulSoup, name: str) -> Tag:
    return soup.select_one(f"section[aria-labelledby={name}]")


def names(soup: BeautifulSoup, of: str = "orang") -> list[str]:
    return [h3.text for h3 in section(soup, of).select("h3")]


def entry(soup: BeautifulSoup, name: str) -> str:
    """What is said about somebody, on one line."""
    [found] = [li for li in soup.select("li") if li.select_one("h3").text == name]
    return found.get_text(" ", strip=True)


def free(orang: str) -> BeautifulSoup:
    return BeautifulSoup(httpx.get(f"{orang}/", params={"akun": "belum"}, trust_env=False).text, "html.parser")


def register(told: Story, *, mother_name: str = "") -> None:
    """What the portal asks once somebody has an account."""
    dukcapil_client().verify_identity(told.person.nik, told.person.full_name, mother_name or told.person.mother_name)


def test_a_person_is_listed_with_what_registering_and_claiming_ask_for(known: Control, orang: str) -> None:
    assert entry(page(orang), "Fajar Nugroho") == (
        "Fajar Nugroho belum punya akun NIK 9901012810000118 Nama ibu kandung Darsih Tanggal lahir 28 Oktober 2000"
        " Di BPJS Ketenagakerjaan PT Logistik Nusantara Contoh, NPP 99000005"
        " sejak 1 Mei 2024, 30 bulan iuran dibayar dan 1 belum, upah terakhir Rp3.300.000"
        " Rekening atas nama ini Bank Mandiri 0000001187519"
    )


def test_what_bpjs_does_not_hold_is_said(known: Control, orang: str) -> None:
    soup = page(orang)

    assert "Di BPJS Ketenagakerjaan tidak terdaftar" in entry(soup, "Tono Wijaya")
    assert "upah terakhir tidak tercatat" in entry(soup, "Indra Kusuma")
    assert "BRI 000000001124411 BNI 0001124410 ditutup" in entry(soup, "Lina Marlina")


def test_an_account_in_another_name_is_not_listed(known: Control, orang: str) -> None:
    assert entry(page(orang), "Eko Prasetyo").endswith("Rekening atas nama ini BCA 0001159903")


def test_an_earlier_benefit_is_said(known: Control, orang: str) -> None:
    assert "sudah menerima JKP untuk PHK 10 Oktober 2022" in entry(page(orang), "Sri Mulyati")


def test_who_has_two_employers_is_listed_with_the_months_of_each(known: Control, orang: str) -> None:
    joko = entry(page(orang), "Joko Susilo")

    assert "30 bulan iuran dibayar dan 1 belum, upah terakhir Rp5.300.000" in joko
    assert "5 bulan iuran dibayar dan 1 belum, upah terakhir Rp2.400.000" in joko


def test_what_was_paid_before_a_new_start_at_the_same_employer_does_not_count_for_it(
    known: Control, orang: str
) -> None:
    fajar = story("fajar", today=TODAY)
    known.hired(fajar.person.nik, npp=fajar.employer.npp, since=TODAY)

    said = entry(page(orang), "Fajar Nugroho")

    assert "sejak 20 November 2026, 0 bulan iuran dibayar dan 1 belum" in said
    assert "sejak 1 Mei 2024, 30 bulan iuran dibayar dan 1 belum" in said


def test_who_registered_is_no_longer_among_those_without_an_account(known: Control, orang: str) -> None:
    assert "Ani Lestari" in names(free(orang))

    register(story("ani", today=TODAY))

    assert "Ani Lestari" not in names(free(orang))
    assert "Ani Lestari sudah punya akun" in entry(page(orang), "Ani Lestari")


def test_who_named_another_mother_has_an_account_all_the_same(known: Control, orang: str) -> None:
    register(story("nur", today=TODAY), mother_name="Maryam")

    assert "sudah punya akun" in entry(page(orang), "Nur Aisyah")


def test_asking_whether_somebody_lives_is_no_account(known: Control, orang: str, siti: Story) -> None:
    dukcapil_client().vital_status(siti.person.nik)

    assert "belum punya akun" in entry(page(orang), "Siti Rahmawati")


def test_people_without_an_account_come_first(known: Control, orang: str) -> None:
    first = names(page(orang))[0]
    register(story("agus", today=TODAY))

    assert first == "Agus Setiawan"
    assert names(page(orang))[-1] == "Agus Setiawan"
    assert f"{len(NAMES)} orang, {len(NAMES) - 1} di antaranya belum punya akun." in section(page(orang), "orang").text


def test_loading_a_person_again_keeps_that_they_registered(known: Control, orang: str, siti: Story) -> None:
    register(siti)
    known.load(people=[siti.person])

    assert "sudah punya akun" in entry(page(orang), "Siti Rahmawati")


@pytest.mark.parametrize("words", ["gita", "  Gita   Permata ", "9901016104970108", "9901 0161 0497 0108", "4970108"])
def test_a_person_is_found_by_name_or_nik(known: Control, orang: str, words: str) -> None:
    assert names(page(orang, words)) == ["Gita Permata"]


def test_people_are_found_by_their_employers_number(known: Control, orang: str) -> None:
    soup = page(orang, WARUNG.npp)

    assert names(soup) == ["Ani Lestari", "Gita Permata", "Nur Aisyah"]
    assert names(soup, "perusahaan") == [WARUNG.name]


def test_nobody_found_is_said_with_a_way_back(known: Control, orang: str) -> None:
    soup = page(orang, "100%")

    assert "Tidak ada orang dengan nama, NIK, atau nomor perusahaan “100%”." in section(soup, "orang").text
    assert section(soup, "orang").select_one("a")["href"] == "/orang/"
    assert "Tidak ada perusahaan dengan nama atau nomor “100%”." in section(soup, "perusahaan").text


def test_a_sandbox_that_knows_nobody_says_so(partners: Control, orang: str) -> None:
    soup = page(orang)

    assert "Belum ada orang." in section(soup, "orang").text
    assert "Belum ada perusahaan." in section(soup, "perusahaan").text


def test_who_is_not_in_the_registry_is_not_listed(partners: Control, orang: str, siti: Story) -> None:
    partners.load(people=[replace(siti.person, in_dukcapil=False)])

    assert names(page(orang)) == []


def test_more_than_fit_are_counted(partners: Control, orang: str) -> None:
    partners.load(people=[invented(seed, today=TODAY) for seed in range(people_page.SHOWN + 3)])

    assert len(names(page(orang))) == people_page.SHOWN
    assert "Masih ada 3 orang lagi." in page(orang).text


def test_an_employer_is_listed_with_what_joining_asks_for(known: Control, orang: str) -> None:
    known.load(employers=story("hendra", today=TODAY).employers)
    soup = page(orang)

    assert entry(soup, "CV Warung Rasa Contoh") == (
        "CV Warung Rasa Contoh aktif NPP 99000003 · lihat orangnya Surel kantor@warung-rasa.invalid"
        " Alamat Jalan Braga 8, Bandung"
    )
    assert "pailit sejak 9 Oktober 2026" in entry(soup, "PT Tenun Makmur Contoh")


def test_an_employers_address_leads_to_its_mail(known: Control, orang: str) -> None:
    link = section(page(orang, WARUNG.npp), "perusahaan").select_one("a[href*=warung]")

    assert link["href"] == "/?cari=kantor%40warung-rasa.invalid"


def test_a_hostile_name_is_only_a_name(partners: Control, orang: str, siti: Story) -> None:
    name = '"><img src=x onerror=alert(1)>'
    account = Account("002", "000000000000007", name)
    partners.load(
        people=[replace(siti.person, full_name=name, mother_name="<b>Sulastri</b>", accounts=(account,))],
        employers=[replace(siti.employer, name="<i>PT</i>", status="<u>", email="'><a>@contoh.invalid")],
    )

    for soup in (page(orang), page(orang, name)):
        assert soup.select("img, b:not(header b), i, u") == []
        assert names(soup) == [name]
    assert page(orang, name).select_one("#cari")["value"] == name


def test_both_pages_lead_to_each_other(known: Control, partner_sandbox: Handle, orang: str) -> None:
    assert [a["href"] for a in page(partner_sandbox.base_url).select("nav a")] == [
        *("#pesan", "#transfer", "#laporan", "#gangguan"),
        "/orang/",
    ]
    there = page(orang).select("nav a")
    assert [a["href"] for a in there] == ["/#pesan", "/#transfer", "/#laporan", "/#gangguan", "/orang/"]
    assert [a.text for a in there if a.get("aria-current")] == ["Orang"]
