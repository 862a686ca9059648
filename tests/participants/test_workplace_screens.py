"""An employer's own data and places of work, and BPJS's desk of them: whole ways, refusals, the wrong person."""

from datetime import date

import pytest
from django.test import Client

from accounts.enums import Role
from participants.enums import WorkerReportState
from participants.models import Employer, EmployerReport, Employment, Workplace
from tests.factories.accounts import UserFactory, officer, sign_in
from tests.factories.membership import confirmed_employment, staff_user, waiting_report
from tests.factories.participants import EmployerFactory, PersonFactory, StaffFactory
from tests.factories.workplaces import WHY, employer_report, workplace
from tests.html import soup, words
from tests.participants.test_membership_screens import NEW as ENROL
from tests.participants.test_membership_screens import RINA
from tests.queries import most_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
HOME, DESK, PLACES = "/perusahaan/data/", "/bpjs/kepesertaan/perusahaan/", "/perusahaan/tempat/"
S = WorkerReportState
PABRIK = {
    "name": "Pabrik Karanganyar",
    "address": "Jalan Raya 12",
    "region": "3372",
    "since_day": "2", "since_month": "1", "since_year": "2024",
}  # fmt: skip
LARGER = {
    "wanted": "besar",
    "effective_on_day": "9", "effective_on_month": "11", "effective_on_year": "2026",
    "reason": WHY,
}  # fmt: skip
UNTIL = {"until_day": "13", "until_month": "11", "until_year": "2026", "workplace": ""}


@pytest.fixture
def employer():
    return StaffFactory(employer__scale="menengah", employer__risk_class="III").employer


@pytest.fixture
def hr(employer) -> Client:
    return sign_in(Client(), staff_user(employer))


@pytest.fixture
def bpjs() -> Client:
    return sign_in(Client(), officer(Role.BPJS_VERIFIER))


def main(response, status=200) -> str:
    assert response.status_code == status
    return words(soup(response).select_one("main"))


def test_scale_and_class_say_what_they_mean_with_their_articles(hr):
    page = main(hr.get(HOME))
    assert "Skala usaha: Usaha menengah Program wajib: JKK, JKM, JHT, JP. PP 6/2025 Pasal 4 ayat (3) huruf a" in page
    assert "Kelas risiko JKK: Kelas III, risiko sedang Iuran JKK 0,89% dari upah." in page
    assert "0,14% di antaranya untuk JKP, 0,75% tetap di JKK. PP 44/2015 Pasal 16; PP 6/2025 Pasal 11 ayat (5)" in page
    assert "Belum ada tempat kerja" in page


def test_what_bpjs_has_not_said_is_not_known_instead_of_low():
    client = sign_in(Client(), StaffFactory(employer__scale="").user)
    page = main(client.get(HOME))
    assert "Skala usaha: belum tercatat" in page
    assert "Kelas risiko JKK: belum tercatat" in page
    assert "%" not in page


def test_a_change_is_asked_for_confirmed_and_read(employer, hr, bpjs):
    assert hr.post(f"{HOME}ubah/?data=scale", LARGER).url == HOME
    assert hr.post(f"{HOME}ubah/?data=scale", LARGER).url == HOME  # sent twice is one report
    report = EmployerReport.objects.get()
    page = main(hr.get(HOME))
    assert "Skala usaha dari Usaha menengah menjadi Usaha besar sejak 9 November 2026." in page
    assert "BPJS menjawab paling lambat Selasa, 17 November 2026" in page
    assert report.number in main(bpjs.get(DESK))
    assert WHY in main(bpjs.get(f"{DESK}{report.pk}/"))
    assert bpjs.post(f"{DESK}{report.pk}/", {"verdict": "confirm", "reply": ""}).url == DESK
    assert Employer.objects.get(pk=employer.pk).scale == "besar"
    assert "Tidak ada laporan yang menunggu" in main(bpjs.get(DESK))
    assert report.number in main(bpjs.get(f"{DESK}?keadaan=confirmed&q={employer.npp}"))
    again = bpjs.post(f"{DESK}{report.pk}/", {"verdict": "confirm", "reply": ""})
    assert again.status_code == 409


def test_what_is_returned_says_why(employer, hr, bpjs):
    report = employer_report(employer)
    main(bpjs.post(f"{DESK}{report.pk}/", {"verdict": "return", "reply": ""}), 422)
    assert bpjs.post(f"{DESK}{report.pk}/", {"verdict": "return", "reply": "Omzet belum sesuai."}).url == DESK
    assert "Jawaban BPJS: Omzet belum sesuai." in main(hr.get(HOME))
    assert "Omzet belum sesuai." in main(bpjs.get(f"{DESK}{report.pk}/"))


def test_the_classes_are_offered_with_their_rates_and_without_the_present_one(hr):
    form = soup(hr.get(f"{HOME}ubah/?data=risk_class")).select_one("main form")
    assert [box["value"] for box in form.select("input[name=wanted]")] == ["I", "II", "IV", "V"]
    assert "Iuran JKK 1,74% dari upah." in words(form)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"effective_on_day": "17"}, "Tanggal ini belum terjadi."),
        ({"reason": "naik"}, "paling sedikit 10 huruf"),
        ({"wanted": "menengah"}, "Skala usaha"),
    ],
)
def test_a_wrong_report_comes_back_with_the_form(hr, change, said):
    assert said in main(hr.post(f"{HOME}ubah/", LARGER | change), 422)
    assert not EmployerReport.objects.exists()


def test_a_report_is_taken_back_on_the_page(employer, hr, bpjs):
    report = employer_report(employer)
    assert hr.post(f"{HOME}{report.pk}/tarik/").url == HOME
    assert hr.post(f"{HOME}{report.pk}/tarik/").url == HOME
    assert "Ditarik oleh perusahaan." in main(bpjs.get(f"{DESK}{report.pk}/"))
    assert bpjs.post(f"{DESK}{report.pk}/", {"verdict": "confirm", "reply": ""}).status_code == 409


def test_a_place_is_added_put_right_and_closed_with_its_workers(employer, hr):
    assert hr.post(f"{PLACES}baru/", PABRIK).url == HOME
    place = Workplace.objects.get()
    assert "Pabrik Karanganyar" in main(hr.get(HOME))
    one = f"{PLACES}{place.pk}/"
    assert hr.post(one, PABRIK | {"address": "Jalan Raya 14"}).url == HOME
    assert hr.post(ENROL, RINA | {"workplace": str(place.pk)}).status_code == 302
    employment = Employment.objects.get()
    assert employment.workplace == place
    assert "Rina Kusuma" in main(hr.get(f"/perusahaan/pekerja/?tempat={place.pk}"))
    assert "1 pekerja bekerja di sini." in main(hr.get(f"{one}tutup/"))
    assert hr.post(f"{one}tutup/", UNTIL).url == HOME
    employment.refresh_from_db()
    assert employment.workplace is None
    assert "Belum ada tempat kerja" in main(hr.get(HOME))
    assert "Jalan Raya 14" in main(hr.get(f"{HOME}?tutup=ya"))
    assert "13 November 2026" in main(hr.get(one))
    assert hr.post(one, PABRIK).status_code == 409
    hr.post(ENROL, RINA | {"nik": "9901010107900002", "workplace": str(place.pk)})  # no choice is offered any more
    assert not Employment.objects.exclude(workplace=None).exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": ""}, "Nama tempat kerja"),
        ({"region": "33"}, "Pilih"),
        ({"since_day": "17", "since_month": "11", "since_year": "2026"}, "Tanggal ini belum terjadi."),
    ],
)
def test_a_wrong_place_comes_back_with_the_form(hr, change, said):
    assert said in main(hr.post(f"{PLACES}baru/", PABRIK | change), 422)
    assert not Workplace.objects.exists()


def test_a_worker_is_placed_on_a_page_of_its_own(employer, hr):
    place, employment = workplace(employer), confirmed_employment(employer)
    assert hr.post(f"/perusahaan/pekerja/{employment.pk}/tempat/", {"workplace": str(place.pk)}).status_code == 302
    assert place.name in main(hr.get(f"/perusahaan/pekerja/{employment.pk}/"))


def test_another_employers_places_and_reports_do_not_exist(hr):
    place, report = workplace(), employer_report()
    assert hr.get(f"{PLACES}{place.pk}/").status_code == 404
    assert hr.post(f"{PLACES}{place.pk}/tutup/", UNTIL).status_code == 404
    assert hr.post(f"{HOME}{report.pk}/tarik/").status_code == 404
    assert hr.get(f"{DESK}{report.pk}/").status_code == 403
    mine = confirmed_employment(Employer.objects.get(staff__user__pk=hr.session["_auth_user_id"]))
    answer = hr.post(f"/perusahaan/pekerja/{mine.pk}/tempat/", {"workplace": str(place.pk)})
    assert answer.status_code == 422


def test_who_acts_for_no_employer_is_led_to_join_one():
    client = sign_in(Client(), UserFactory())
    for path in (HOME, f"{HOME}ubah/", f"{PLACES}baru/"):
        assert client.get(path).url == "/perusahaan/gabung/"


def test_an_auditor_reads_the_desk_and_answers_nothing():
    report, client = employer_report(), sign_in(Client(), officer(Role.AUDITOR))
    assert "Anda tidak dapat menjawab laporan ini" in main(client.get(f"{DESK}{report.pk}/"))
    assert client.post(f"{DESK}{report.pk}/", {"verdict": "confirm", "reply": ""}).status_code == 403
    report.refresh_from_db()
    assert report.state == S.WAITING


def test_three_rows_ask_as_much_as_one(employer, hr, bpjs):
    for name in ("Pabrik A", "Pabrik B", "Pabrik C"):
        waiting_report(employer, PersonFactory(), workplace=workplace(employer, name=name))
        employer_report(StaffFactory(employer=EmployerFactory()).employer)
    with most_queries(15):
        assert "Pabrik C" in main(hr.get(HOME))
    with most_queries(15):
        assert main(bpjs.get(DESK)).count("Usaha besar") == 3


def test_search_finds_places_by_name_address_and_region(employer, hr):
    workplace(employer, name="Gudang Solo", address="Jalan Veteran 3", since=date(2025, 1, 2))
    assert "Gudang Solo" in main(hr.get(f"{HOME}?q=veteran"))
    assert "Gudang Solo" in main(hr.get(f"{HOME}?q=surakarta"))
    assert "Tidak ada tempat kerja yang cocok" in main(hr.get(f"{HOME}?q=zzz"))
