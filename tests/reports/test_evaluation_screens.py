"""The evaluation of training as officers read it: filters, few people without a share, files, a year concluded once."""

import csv
import io
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from core.clock import JAKARTA
from reports.enums import Conclusion
from reports.models import InstituteEvaluation
from reports.operations.evaluations import conclude_evaluation
from tests.factories.accounts import UserFactory, officer, sign_in
from tests.factories.participants import MORNING, TODAY, PersonFactory
from tests.factories.training import InstituteFactory, ProgrammeFactory
from tests.factories.training_money import InstituteStaffFactory
from tests.factories.training_signals import bill, class_over, paid, seated
from tests.html import soup, words
from tests.queries import most_queries
from training.enums import EnrolmentState
from training.models import Institute, Interest

pytestmark = pytest.mark.django_db
E = EnrolmentState
PAGE = reverse("reports:evaluation")
NEXT_YEAR = datetime(2027, 1, 4, 9, tzinfo=JAKARTA)
WORD = {"conclusion": "perhatian", "note": "Tiga dari sepuluh tidak selesai.", "seen": "0"}


@pytest.fixture(autouse=True)
def _morning():
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def ratna(client: Client) -> Any:
    user = officer(Role.INSTITUTE_VERIFIER, full_name="Ratna Dewi")
    sign_in(client, user)
    return user


def file_of(table: str) -> str:
    return reverse("reports:evaluation_csv", args=[table])


def page_of(house: Institute) -> str:
    return reverse("reports:evaluation_institute", args=[house.pk])


def said(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.status_code
    return words(soup(response).main)


def ten(name: str = "LPK Mawar Contoh", *, completed: int = 7, **fields: Any) -> Institute:
    """Ten people; those who did not complete missed too much."""
    house = InstituteFactory(name=name, **fields)
    held = class_over(house)
    people = seated(held, completed)
    seated(held, 10 - completed, E.MISSED)
    if people:
        paid(bill(held, people))
    return house


def names(client: Client, query: str = "") -> list[str]:
    return [words(link) for link in soup(client.get(PAGE + query)).select("#daftar ~ * tbody th a, section tbody th a")]


# --- the list ----------------------------------------------------------------------------------------------------


def test_a_year_without_classes_says_so(client, ratna):
    text = said(client.get(PAGE))
    assert "Belum ada kelas dengan peserta JKP yang berakhir" in text
    assert "1 Januari – 31 Desember 2026" in text


def test_numbers_stand_with_what_they_are_of(client, ratna):
    ten()
    page = soup(client.get(PAGE))
    totals = [words(value) for value in page.select(".kpi dd")]
    assert totals == ["10", "7 70% dari 10", "0 terlalu sedikit (7)", "0 0% dari 10"]
    rows = page.select("#hasil ~ .scroll tbody tr")
    assert [words(cell) for cell in rows[0].select("th, td")][:3] == ["Selesai", "7", "70% dari 10"]
    assert rows[0].select("rect")[1]["width"] == "210"
    assert "Dibayar Rp12.950.000 untuk kelas dengan 7 peserta yang selesai: Rp1.850.000 per" in words(page.main)
    assert "Untuk 10 peserta waktu itu belum lewat" in words(page.main)


def test_nine_people_have_no_share(client, ratna):
    seated(class_over(), 9)
    assert "terlalu sedikit (9)" in said(client.get(PAGE))
    assert "100%" not in said(client.get(PAGE))


def test_the_list_is_narrowed_by_year_months_province_group_words_and_order(client, ratna):
    ten("LPK Mawar Contoh", completed=9)
    ten("LPK Bali Contoh", completed=3, region_id="5171")
    sewing = ProgrammeFactory(institute=InstituteFactory(name="LPK Data Contoh"), title="Analis data", group="25")
    seated(class_over(programme=sewing), 2)
    assert names(client) == ["LPK Bali Contoh", "LPK Data Contoh", "LPK Mawar Contoh"]
    assert names(client, "?tahun=2025") == []
    assert names(client, "?dari=Oktober+2026&sampai=10+2026") == names(client)
    assert names(client, "?dari=November+2026") == []
    assert names(client, "?provinsi=51") == ["LPK Bali Contoh"]
    assert names(client, "?golongan=2") == ["LPK Data Contoh"]
    assert names(client, "?q=mawar") == ["LPK Mawar Contoh"]
    assert names(client, "?urut=selesai") == ["LPK Bali Contoh", "LPK Mawar Contoh", "LPK Data Contoh"]
    assert "Tidak ada yang cocok" in said(client.get(PAGE + "?q=zzz"))
    page = soup(client.get(PAGE + "?lihat=program&q=analis"))
    assert "Analis data" in words(page.main)
    assert "LPK Mawar Contoh" not in words(page.main)


def test_a_period_that_ends_before_it_begins_is_said_beside_its_field(client, ratna):
    response = client.get(PAGE + "?dari=Oktober+2026&sampai=Mei+2026")
    assert "Bulan terakhir tidak boleh sebelum bulan pertama." in said(response, 422)
    assert client.get(PAGE + "?tahun=satu&provinsi=x&urut=y&dari=kemarin").status_code == 422
    assert client.get(file_of("lpk") + "?dari=kemarin").status_code == 404


def test_long_lists_have_pages_and_ask_no_more(client, ratna):
    for n in range(21):
        seated(class_over(InstituteFactory(name=f"LPK Nomor{n:02d} Contoh")), 1)
    client.get(PAGE)
    with most_queries(13):
        assert len(names(client)) == 20
    assert names(client, "?page=2") == ["LPK Nomor20 Contoh"]
    with most_queries(13):
        client.get(PAGE + "?lihat=program")


def test_the_years_conclusion_stands_in_the_list_and_narrows_it(client, ratna):
    done, waiting = ten("LPK Mawar Contoh"), ten("LPK Melati Contoh")
    conclude_evaluation(
        done, year=2026, conclusion=Conclusion.ACT, note="Dibicarakan.", seen=0, actor=ratna, at=NEXT_YEAR
    )
    assert names(client, "?kesimpulan=belum") == [waiting.name]
    assert names(client, "?kesimpulan=tindak") == [done.name]
    assert names(client, "?kesimpulan=baik") == []
    assert "Perlu ditindaklanjuti" in said(client.get(PAGE))


# --- files -------------------------------------------------------------------------------------------------------


def test_files_hold_the_same_rows_and_no_formula(client, ratna):
    ten("=HYPERLINK(1)")
    ten("LPK Bali Contoh", region_id="5171")
    rows = list(csv.reader(io.StringIO(client.get(file_of("lpk")).content.decode())))
    assert rows[0][:4] == ["lembaga", "vin", "provinsi", "peserta"]
    assert sorted(row[0] for row in rows[1:]) == ["'=HYPERLINK(1)", "LPK Bali Contoh"]
    (row,) = list(csv.DictReader(io.StringIO(client.get(file_of("lpk") + "?provinsi=51").content.decode())))
    assert (row["selesai"], row["kehadiran_kurang"], row["dibayar_rp"]) == ("7", "3", "12950000")
    programmes = client.get(file_of("program") + "?q=jahit").content.decode()
    assert len(programmes.splitlines()) == 3
    fits = list(csv.DictReader(io.StringIO(client.get(file_of("kecocokan")).content.decode())))
    assert [row["direkomendasikan"] for row in fits] == ["0", "0", "0", "20"]
    assert client.get(file_of("orang")).status_code == 404


# --- one institute -----------------------------------------------------------------------------------------------


def test_a_year_that_goes_on_is_read_and_not_concluded(client, ratna):
    house = ten()
    text = said(client.get(page_of(house) + "?tahun=2026"))
    assert "LPK Mawar Contoh, 2026" in text
    assert "Tahun 2026 belum berakhir." in text
    assert "Simpan kesimpulan" not in text
    assert client.post(page_of(house) + "?tahun=2026", WORD).status_code == 409
    assert not InstituteEvaluation.objects.exists()


def test_without_a_year_the_last_one_that_is_over_is_shown(client, ratna):
    house = ten()
    text = said(client.get(page_of(house)))
    assert "LPK Mawar Contoh, 2025" in text
    assert "Tidak ada kelas dengan peserta JKP" in text
    assert said(client.get(page_of(house) + "?tahun=9999")) == text
    assert client.get(reverse("reports:evaluation_institute", args=[ratna.pk])).status_code == 404


def test_a_conclusion_is_kept_and_the_same_again_is_the_same(client, ratna):
    house = ten()
    with time_machine.travel(NEXT_YEAR, tick=False):
        address = page_of(house) + "?tahun=2026"
        sign_in(client, ratna)
        assert "Simpulkan tahun 2026" in said(client.get(address))
        for _press in range(2):
            text = said(client.post(address, WORD, follow=True))
            assert "Tiga dari sepuluh tidak selesai." in text
            assert "Waktu itu: 7 selesai dan 0 bekerja dari 10 peserta." in text
        assert InstituteEvaluation.objects.count() == 1
        assert soup(client.get(address)).select_one("input[name=seen]")["value"] == "1"


def test_a_page_that_is_old_shows_the_other_word_and_keeps_what_was_typed(client, ratna):
    house = ten()
    other = officer(Role.STANDARDS, full_name="Budi Hartono")
    with time_machine.travel(NEXT_YEAR, tick=False):
        sign_in(client, ratna)
        conclude_evaluation(
            house, year=2026, conclusion=Conclusion.GOOD, note="Cukup.", seen=0, actor=other, at=NEXT_YEAR
        )
        response = client.post(page_of(house) + "?tahun=2026", WORD)
        text = said(response, 409)
        assert "Kesimpulan Anda tidak disimpan" in text
        assert "Budi Hartono" in text
        page = soup(response)
        assert page.textarea.text.strip() == WORD["note"]
        assert page.select_one("input[name=seen]")["value"] == "1"
        assert client.post(page_of(house) + "?tahun=2026", WORD | {"seen": "1"}).status_code == 302
        assert [row.n for row in InstituteEvaluation.objects.order_by("n")] == [1, 2]


@pytest.mark.parametrize("wrong", [{"note": " "}, {"conclusion": "tutup"}, {"seen": "x"}, {"note": "x" * 1001}])
def test_a_word_that_lacks_something_is_refused(client, ratna, wrong):
    house = ten()
    with time_machine.travel(NEXT_YEAR, tick=False):
        sign_in(client, ratna)
        assert client.post(page_of(house) + "?tahun=2026", WORD | wrong).status_code == 422
    assert not InstituteEvaluation.objects.exists()


def test_who_has_a_tie_reads_that_another_concludes(client, ratna):
    house = ten()
    Interest.objects.create(
        officer=ratna, institute=house, reason="Pernah mengajar.", since=TODAY, declared_by=ratna, declared_at=MORNING
    )
    with time_machine.travel(NEXT_YEAR, tick=False):
        sign_in(client, ratna)
        assert "Petugas lain yang menyimpulkan." in said(client.get(page_of(house) + "?tahun=2026"))
        assert client.post(page_of(house) + "?tahun=2026", WORD).status_code == 403


@pytest.mark.parametrize("role", [Role.STANDARDS, Role.REVIEWER, Role.APPROVER, Role.INTEGRITY, Role.AUDITOR])
def test_offices_read_it(client, role):
    house = ten()
    sign_in(client, officer(role))
    for address in (PAGE, page_of(house), file_of("lpk")):
        assert client.get(address).status_code == 200
    if role != Role.STANDARDS:
        assert client.post(page_of(house) + "?tahun=2025", WORD).status_code == 403


def test_others_do_not(client):
    house = ten()
    head = InstituteStaffFactory(institute=house, head=True).user
    people = [head, PersonFactory(user=UserFactory()).user, officer(Role.BPJS_VERIFIER), officer(Role.COUNSELLOR)]
    for user in people:
        sign_in(client, user)
        for address in (PAGE, page_of(house), file_of("lpk")):
            assert client.get(address).status_code == 403
