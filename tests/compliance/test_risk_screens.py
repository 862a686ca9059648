"""The risk list explains itself, an employer's page counts without names, and another province finds nothing."""

from datetime import date, timedelta

import pytest
from bs4 import Tag
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from compliance.operations.risks import rebuild_risks
from compliance.selectors.risks import SHOWN
from participants.enums import ContributionFileState
from participants.models import Employer
from tests.compliance.test_risks import register
from tests.factories.accounts import UserFactory, officer, sign_in
from tests.factories.arrears import arrears_case
from tests.factories.compliance import complaint, inspector
from tests.factories.contributions import ContributionFileFactory
from tests.factories.inspections import inspection
from tests.factories.participants import MORNING, TODAY, EmployerFactory, StaffFactory, report_phk
from tests.factories.sanctions import case as sanction
from tests.factories.sanctions import inspection as sanctioned
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
LIST = "/pengawasan/risiko/"
OLD = date(2026, 10, 1)


def listed(client: Client, query: str = "") -> list[str]:
    return [words(a) for a in soup(client.get(LIST + query)).select("tbody th a")]


def page_of(firm: Employer) -> str:
    return f"/pengawasan/perusahaan/{firm.pk}/"


def odd(**facts: object) -> Employer:
    """Two late reports of PHK."""
    firm = EmployerFactory(**facts)
    for _ in range(2):
        report_phk(employer=firm, phk_on=OLD)
    return firm


def test_the_list_says_why_with_figures_and_what_they_are_held_against(client: Client, pgw: User) -> None:
    one, two = odd(name="PT Satu"), odd(name="PT Dua")
    for _ in range(2):
        complaint(employer=two)
    rebuild_risks(at=MORNING)
    sign_in(client, pgw)
    assert listed(client) == ["PT Dua", "PT Satu"]
    row = words(soup(client.get(LIST)).select("tbody tr")[1])
    assert "PHK terlambat atau tidak dilaporkan perusahaan: 2 dari 2 (100%)" in row.replace("\xa0", " ")
    assert "masuk daftar bila paling sedikit 2 dan paling sedikit 25%" in row.replace("\xa0", " ")
    assert one.npp in row


def test_a_complaint_leads_to_its_employer_on_the_list(client: Client, pgw: User) -> None:
    firm = EmployerFactory()
    first, _second = complaint(employer=firm), complaint(employer=firm)
    sign_in(client, pgw)
    case = f"/pengawasan/pengaduan/{first.pk}/"
    assert soup(client.get(case)).select_one("section[aria-labelledby=risiko]") is None
    rebuild_risks(at=MORNING)
    card = soup(client.get(case)).select_one("section[aria-labelledby=risiko]")
    assert card.select_one("a")["href"] == page_of(firm)
    assert words(card) == f"Di daftar risiko {firm.name} Risiko rendah Bobot 20"


def test_the_list_is_searched_and_narrowed(client: Client, pgw: User) -> None:
    one, two = odd(name="PT Tenun Solo"), EmployerFactory(name="PT Roti")
    for _ in range(2):
        complaint(employer=two)
    rebuild_risks(at=MORNING)
    sign_in(client, pgw)
    assert listed(client, "?q=tenun") == ["PT Tenun Solo"]
    assert listed(client, f"?q={one.npp}") == ["PT Tenun Solo"]
    assert listed(client, "?alasan=complaints") == ["PT Roti"]
    assert listed(client, "?alasan=shell") == []
    assert words(soup(client.get(LIST + "?q=tidakada")).select_one(".empty h2")) == "Tidak ada perusahaan yang cocok"


def test_an_empty_list_is_calm(client: Client, pgw: User) -> None:
    assert soup(sign_in(client, pgw).get(LIST)).select_one(".empty")


def test_twenty_a_page_and_few_questions(client: Client, pgw: User) -> None:
    for _ in range(22):
        firm = EmployerFactory()
        for _again in range(2):
            complaint(employer=firm, anonymous=True)
    rebuild_risks(at=MORNING)
    sign_in(client, pgw)
    with most_queries(12):
        assert len(listed(client)) == 20
    assert len(listed(client, "?page=2")) == 2


def test_an_employers_page_counts_complaints_without_authors(client: Client, pgw: User) -> None:
    firm = odd()
    complaint(author=UserFactory(full_name="Wulandari Kusumastuti"), employer=firm)
    complaint("answered", employer=firm)
    made = inspection("issued", lead=pgw, employer=firm)
    rebuild_risks(at=MORNING)
    page = soup(sign_in(client, pgw).get(page_of(firm)))
    text = words(page.select_one("main"))
    assert "1 belum selesai, dari 2" in text
    assert "Wulandari" not in text
    assert made.number in text
    assert "Permenaker 2/2025 Pasal 9 ayat (1)" in text
    waves = [[words(c) for c in row.select("th, td")] for row in page.select("section[aria-labelledby=c] tbody tr")]
    assert waves == [["1 Oktober 2026", "2", "0", "2"]]
    assert page.select_one(f"a[href='/pengawasan/pemeriksaan/baru/?npp={firm.npp}']")


def test_the_register_is_shown_with_its_day_and_its_age(client: Client, pgw: User) -> None:
    firm = EmployerFactory()
    now = TODAY.year * 12 + TODAY.month - 1
    register([(now - 3, 4, 4_000_000, False), (now - 1, 5, 4_500_000, False), (now - 2, 6, 4_200_000, True)], firm)  # type: ignore[list-item]
    sign_in(client, pgw)
    assert "Data BPJS sudah lama" in words(soup(client.get(page_of(firm))))
    file = ContributionFileFactory(state=ContributionFileState.LOADED, loaded_at=MORNING - timedelta(days=45))
    page = soup(client.get(page_of(firm)))
    assert "Data BPJS per 2 Oktober 2026" in words(page)
    assert "Data BPJS sudah lama" not in words(page)
    rows = [[words(c) for c in row.select("th, td")] for row in page.select("section[aria-labelledby=b] tbody tr")]
    assert rows == [
        ["Oktober 2026", "5", "Rp4.500.000", "Belum jatuh tempo"],
        ["September 2026", "6", "Rp4.200.000", "Dibayar"],
        ["Agustus 2026", "4", "Rp4.000.000", "4 menunggak"],
    ]
    type(file).objects.filter(pk=file.pk).update(loaded_at=MORNING - timedelta(days=46))
    assert "Data BPJS sudah lama" in words(soup(client.get(page_of(firm))))


def test_an_employer_without_anything_odd_has_a_calm_page(client: Client, pgw: User) -> None:
    text = words(soup(sign_in(client, pgw).get(page_of(EmployerFactory()))))
    assert "Perusahaan ini tidak ada di daftar risiko" in text
    assert "Belum ada PHK yang dilaporkan" in text


def test_another_province_finds_neither_list_nor_employer(client: Client) -> None:
    firm = odd()
    rebuild_risks(at=MORNING)
    sign_in(client, inspector("35"))
    assert listed(client) == []
    assert client.get(page_of(firm)).status_code == 404


def test_the_firms_own_people_find_nothing_whatever_their_role(client: Client) -> None:
    pgw = inspector()
    firm = StaffFactory(user=pgw, employer=odd(), until=TODAY).employer
    rebuild_risks(at=MORNING)
    sign_in(client, pgw)
    assert listed(client) == []
    assert client.get(page_of(firm)).status_code == 404


@pytest.mark.parametrize("role", [Role.MEDIATOR, Role.BPJS_VERIFIER, Role.HELP_DESK])
def test_other_offices_do_not_open_it(client: Client, role: Role) -> None:
    assert sign_in(client, officer(role, region="33")).get(LIST).status_code == 403


def test_the_home_of_inspectors_has_the_first_of_the_list(client: Client, pgw: User) -> None:
    firm = odd()
    rebuild_risks(at=MORNING)
    page = soup(sign_in(client, pgw).get("/pengawasan/"))
    assert firm.name in words(page.select_one("section[aria-labelledby=risiko]"))
    assert page.select_one("section[aria-labelledby=periksa] .kpi")


def links(page: Tag, section: str) -> list[str]:
    return [words(a) for a in page.select(f"section[aria-labelledby={section}] li a")]


def test_an_employers_page_lists_its_sanctions_and_arrears(client: Client, pgw: User) -> None:
    owed = arrears_case("handed")
    firm = owed.employer
    made = sanction(of=sanctioned(employer=firm))
    page = soup(sign_in(client, pgw).get(page_of(firm)))
    assert links(page, "g") == [made.number]
    assert page.select_one(f"section[aria-labelledby=g] a[href='/pengawasan/sanksi/{made.pk}/']")
    assert links(page, "h") == [owed.number]
    assert page.select_one(f"section[aria-labelledby=h] a[href='/bpjs/tunggakan/{owed.pk}/']")
    assert "Diteruskan" in words(page.select_one("section[aria-labelledby=h] .tag"))
    assert owed.claim.person.full_name not in words(page.main)


def test_without_sanctions_and_arrears_the_page_says_so(client: Client, pgw: User) -> None:
    page = soup(sign_in(client, pgw).get(page_of(EmployerFactory())))
    assert "Belum pernah dikenai sanksi." in words(page.main)
    assert "Tidak ada kasus tunggakan." in words(page.main)


def test_a_page_of_many_cases_asks_few_questions_and_leads_to_the_others(client: Client, pgw: User) -> None:
    firm = arrears_case().employer
    arrears_case(employer=firm)
    for _ in range(SHOWN + 1):
        sanction(of=sanctioned(employer=firm))
    sign_in(client, pgw)
    with most_queries(25):
        page = soup(client.get(page_of(firm)))
    assert len(links(page, "g")) == SHOWN
    assert len(links(page, "h")) == 2
    others = page.select_one("section[aria-labelledby=g] p a")
    assert others is not None
    assert len(soup(client.get(others["href"])).select("tbody tr")) == SHOWN + 1
    assert page.select_one("section[aria-labelledby=h] p a") is None
