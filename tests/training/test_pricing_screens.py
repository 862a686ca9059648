"""The cost desk: the queue by its deadlines, a programme beside others, setting and giving back."""

from datetime import date, timedelta

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from tests.factories.accounts import officer, sign_in
from tests.factories.participants import MORNING, TODAY
from tests.factories.training import InstituteFactory, ProgrammeFactory
from tests.factories.training_places import priced, staff_of
from tests.html import soup, words
from tests.queries import most_queries
from training.models import Interest, Programme
from training.operations import propose_programme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
DESK = "/reviu/program/"


@pytest.fixture
def assessor(client: Client) -> User:
    user = officer(Role.STANDARDS, full_name="Maya Anggraini")
    sign_in(client, user)
    return user


def proposed(*, days_ago: int = 0, **said: object) -> Programme:
    programme = ProgrammeFactory(**{"draft": True, "curriculum": "Menjahit lurus: 40 jam"} | said)
    at = MORNING - timedelta(days=days_ago)
    return propose_programme(programme, actor=staff_of(programme.institute), at=at)


def main(client: Client, path: str) -> str:
    return words(soup(client.get(path)).select_one("main"))


def test_what_waits_stands_first_and_what_is_late_stands_out(client: Client, assessor: User) -> None:
    proposed(title="Baru")
    proposed(title="Lama", days_ago=20)
    priced(title="Terdaftar")
    ProgrammeFactory(title="Draf", draft=True)
    page = soup(client.get(DESK))
    assert [words(cell) for cell in page.select("tbody th")] == ["Lama", "Baru", "Terdaftar"]
    assert words(page.select_one("tr.hot th")) == "Lama"
    assert "Menunggu penilaian2" in words(page.select_one(".kpi"))


def test_the_queue_is_searched_filtered_and_paged(client: Client, assessor: User) -> None:
    for number in range(26):
        ProgrammeFactory(title=f"Program {number:02}")
    proposed(title="Las listrik", group="72", institute=InstituteFactory(region_id="3578"))
    client.get(DESK)
    with most_queries(10):
        assert len(soup(client.get(DESK)).select("tbody tr")) == 25
    for question, count in (({"page": "2"}, 2), ({"q": "las"}, 1), ({"keadaan": "proposed"}, 1),
                            ({"provinsi": "35"}, 1), ({"cara": "daring"}, 0), ({"golongan": "7"}, 25)):  # fmt: skip
        assert len(soup(client.get(DESK, question)).select("tbody tr")) == count
    assert "Tidak ada program yang cocok" in main(client, f"{DESK}?cara=daring")


def test_a_programme_is_compared_and_its_cost_set(client: Client, assessor: User) -> None:
    for cost in (1_500_000, 1_800_000, 2_000_000):
        ProgrammeFactory(cost=cost, hours=100)
    programme = proposed(cost=2_160_000)
    path = f"{DESK}{programme.pk}/"
    text = main(client, path)
    for said in ("Tengah (median)Rp1.800.000", "Paling murahRp1.500.000", "Paling mahalRp2.000.000",
                 "Biaya program ini Rp360.000 (20%) di atas median.", "Batas hari ini Rp2.400.000"):  # fmt: skip
        assert said in text
    answer = client.post(path, {"do": "price", "cost": "2.400.001", "why": "Alat."})
    assert answer.status_code == 422
    assert "Biaya dari Rp1 sampai Rp2.400.000 per peserta." in words(soup(answer))
    assert client.post(path, {"do": "price", "cost": "1.900.000", "why": ""}).status_code == 422
    assert client.post(path, {"do": "price", "cost": "1.900.000", "why": "Dekat median."})["Location"] == path
    programme.refresh_from_db()
    assert (programme.state, programme.cost) == ("listed", 1_900_000)
    assert "Dekat median." in main(client, path)
    client.post(path, {"do": "price", "cost": "2.000.000", "why": "Bahan naik."})
    programme.refresh_from_db()
    assert programme.cost == 2_000_000


def test_the_page_says_which_group_is_compared_and_why(client: Client, assessor: User) -> None:
    for _n in range(5):
        ProgrammeFactory(group="7533")
    ProgrammeFactory(group="7512", title="Roti")
    text = main(client, f"{DESK}{proposed(group='7531').pk}/")
    assert "753 Pekerja garmen" in text
    assert "Golongan 7531 Penjahit dan pembuat pakaian punya kurang dari 5 program di lembaga lain" in text
    assert "Roti" not in text


def test_it_is_given_back_with_a_remark_once(client: Client, assessor: User) -> None:
    programme = proposed()
    path = f"{DESK}{programme.pk}/"
    assert client.post(path, {"do": "return", "remark": ""}).status_code == 422
    assert client.post(path, {"do": "return", "remark": "Rinci jamnya."})["Location"] == path
    again = client.post(path, {"do": "return", "remark": "Rinci jamnya."})
    assert again.status_code == 409
    assert "Tidak ada yang perlu diputuskan." in main(client, path)


def test_a_tie_closes_the_decision_and_leaves_the_page(client: Client, assessor: User) -> None:
    programme = proposed()
    Interest.objects.create(
        officer=assessor, institute=programme.institute, reason="Saudara.", since=date(2026, 1, 1),
        declared_by=assessor, declared_at=MORNING,
    )  # fmt: skip
    path = f"{DESK}{programme.pk}/"
    page = soup(client.get(path))
    assert page.select("main form") == []
    assert "Anda tidak memutuskan program ini" in words(page)
    assert client.post(path, {"do": "price", "cost": "1.900.000", "why": "x"}).status_code == 403
    programme.refresh_from_db()
    assert (programme.state, programme.due_on and programme.due_on > TODAY) == ("proposed", True)


def test_drafts_and_other_roles_stay_outside(client: Client, assessor: User) -> None:
    assert client.get(f"{DESK}{ProgrammeFactory(draft=True).pk}/").status_code == 404
    sign_in(client, officer(Role.REVIEWER))
    assert client.get(DESK).status_code == 403
