"""The employer's workers and BPJS's desk of reports, on pages: whole ways, refusals, the wrong person, few queries."""

from datetime import date

import pytest
from django.test import Client

from accounts.enums import Role
from core.models import AccessLog
from notices.models import Letter
from participants.enums import WorkerReportKind, WorkerReportState
from participants.models import Employment, WorkerReport
from tests.factories.accounts import UserFactory, officer, sign_in
from tests.factories.claims import bpjs_knows
from tests.factories.membership import changed, confirmed_employment, staff_user, waiting_report
from tests.factories.participants import EmployerFactory, PersonFactory, StaffFactory
from tests.factories.workplaces import employer_report
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
LIST, NEW, DESK = "/perusahaan/pekerja/", "/perusahaan/pekerja/baru/", "/bpjs/kepesertaan/"
S = WorkerReportState
RINA = {
    "nik": "9901010107900001",
    "full_name": "Rina Kusuma",
    "born_on_day": "1", "born_on_month": "7", "born_on_year": "1990",
    "started_on_day": "2", "started_on_month": "11", "started_on_year": "2026",
    "wage": "4.500.000",
    "programmes": ["JKK", "JKM", "JHT"],
    "kpj": "",
}  # fmt: skip


@pytest.fixture
def employer():
    return StaffFactory(employer__scale="menengah").employer


@pytest.fixture
def hr(employer) -> Client:
    return sign_in(Client(), staff_user(employer))


@pytest.fixture
def bpjs() -> Client:
    return sign_in(Client(), officer(Role.BPJS_VERIFIER))


def main(response, status=200) -> str:
    assert response.status_code == status
    return words(soup(response).select_one("main"))


def one(employment) -> str:
    return f"{LIST}{employment.pk}/"


# --- the employer ------------------------------------------------------------------------------------------------


def test_a_worker_is_enrolled_confirmed_and_seen_with_what_is_missing(employer, hr, bpjs):
    answer = hr.post(NEW, RINA)
    report = WorkerReport.objects.get()
    assert answer.url == one(report.employment)
    assert hr.post(NEW, RINA).url == answer.url  # sent twice is one report
    page = main(hr.get(answer.url))
    assert "Menunggu BPJS" in page
    assert "Diberikan BPJS saat mengonfirmasi" in page
    assert "Mulai bekerja 2 November 2026, upah Rp4.500.000, program JKK, JKM, JHT." in page
    case, confirm = f"{DESK}{report.pk}/", {"verdict": "confirm", "reply": ""}
    assert "Isi nomor peserta yang diterbitkan BPJS." in main(bpjs.post(case, confirm), 422)
    assert "Nomor peserta terdiri atas 11 angka." in main(bpjs.post(case, confirm | {"kpj": "123"}), 422)
    assert bpjs.post(case, confirm | {"kpj": "99 000 000 777"}).url == DESK
    assert "99000000777" in main(hr.get(answer.url))
    page = main(hr.get(LIST))
    assert "Rina Kusuma" in page
    assert "Kurang JP" in page
    assert "Jaminan Pensiun (JP): 1 pekerja." in page
    assert "Skala usaha Anda mewajibkan JKK, JKM, JHT, JP (PP 6/2025 Pasal 4 ayat (3) huruf a)." in page


def test_the_form_offers_what_the_scale_owes(hr):
    found = soup(hr.get(NEW))
    assert [box["value"] for box in found.select("input[name=programmes][checked]")] == ["JKK", "JKM", "JHT", "JP"]
    assert "Rabu, 16 Desember 2026" in words(found.select_one("aside"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"started_on_day": "17"}, "Tanggal mulai belum terjadi"),
        ({"programmes": []}, "Pilih paling sedikit satu program."),
        ({"kpj": "123"}, "Nomor peserta terdiri atas 11 angka."),
        ({"nik": "1"}, "NIK"),
    ],
)
def test_what_cannot_be_right_comes_back_with_the_form(hr, change, said):
    assert said in main(hr.post(NEW, RINA | change), 422)
    assert not Employment.objects.exists()


def test_a_worker_in_the_list_is_refused_at_the_nik(hr):
    hr.post(NEW, RINA)
    assert "sudah ada di daftar" in main(hr.post(NEW, RINA | {"wage": "5.000.000"}), 422)


@pytest.mark.parametrize(
    ("kind", "data", "said"),
    [
        ("wage", {"wage": "5.000.000"}, "Upah Rp5.000.000 sejak 9 November 2026."),
        ("programmes", {"programmes": ["JKK", "JKM"]}, "Program JKK, JKM sejak 9 November 2026."),
        ("leave", {}, "Hari terakhir bekerja 9 November 2026."),
    ],
)
def test_a_change_is_reported_and_may_be_taken_back(employer, hr, kind, data, said):
    employment = confirmed_employment(employer)
    path = f"{one(employment)}ubah/?jenis={kind}"
    assert main(hr.get(path))
    day = {"effective_on_day": "9", "effective_on_month": "11", "effective_on_year": "2026"}
    assert hr.post(path, day | data).url == one(employment)
    page = main(hr.get(one(employment)))
    assert said in page
    assert "Laporkan perubahan" not in page
    report = employment.reports.waiting().get()
    for _ in range(2):
        assert hr.post(f"/perusahaan/laporan-pekerja/{report.pk}/tarik/").url == one(employment)
    assert "Laporkan perubahan" in main(hr.get(one(employment)))


def test_a_change_that_is_none_comes_back(employer, hr):
    employment = confirmed_employment(employer)
    data = {"effective_on_day": "9", "effective_on_month": "11", "effective_on_year": "2026", "wage": "4.500.000"}
    assert "sama dengan yang sudah tercatat" in main(hr.post(f"{one(employment)}ubah/", data), 422)


def test_the_certificate_is_a_letter_of_who_asked(employer, hr):
    assert "Buka sertifikat" not in main(hr.get(LIST))
    assert hr.post(f"{LIST}sertifikat/").url == LIST
    assert "Sertifikat terbit setelah" in main(hr.get(LIST))
    confirmed_employment(employer)
    assert "Buka sertifikat" in main(hr.get(LIST))
    answer = hr.post(f"{LIST}sertifikat/")
    letter = Letter.objects.get(kind="member_certificate")
    assert answer.url == f"/surat/{letter.pk}/"
    assert employer.name in main(hr.get(answer.url))


def test_the_list_is_searched_and_narrowed(employer, hr):
    rina = confirmed_employment(employer, PersonFactory(full_name="Rina Kusuma"), programmes=("JKK", "JKM", "JHT"))
    confirmed_employment(employer, PersonFactory(full_name="Joko Susilo"))
    report = waiting_report(employer, PersonFactory(full_name="Dewi Lestari"))
    assert "Joko" not in main(hr.get(LIST + "?q=rina"))
    only = main(hr.get(LIST + "?tanpa=JP"))
    assert ("Rina" in only, "Joko" in only) == (True, False)
    only = main(hr.get(LIST + "?keadaan=reported"))
    assert ("Dewi" in only, "Rina" in only) == (True, False)
    assert "Tidak ada pekerja yang cocok" in main(hr.get(LIST + "?q=zzz"))
    assert rina.full_name in main(hr.get(LIST))
    assert report.employment.full_name in main(hr.get(LIST))


def test_without_a_scale_the_page_says_so():
    hr = sign_in(Client(), StaffFactory(employer__scale="").user)
    assert "Skala usaha belum tercatat" in main(hr.get(LIST))
    assert main(hr.get(NEW))


def test_another_employers_worker_does_not_exist(employer, hr):
    report = waiting_report()
    employment = report.employment
    for path in (one(employment), f"{one(employment)}ubah/"):
        assert hr.get(path).status_code == 404
    assert hr.post(f"{one(employment)}ubah/", {}).status_code == 404
    assert hr.post(f"/perusahaan/laporan-pekerja/{report.pk}/tarik/").status_code == 404
    report.refresh_from_db()
    assert report.state == S.WAITING
    assert employment.full_name not in main(hr.get(LIST))


def test_who_acts_for_nobody_is_led_to_joining(client):
    nobody = sign_in(client, UserFactory())
    for path in (LIST, NEW):
        assert nobody.get(path).url == "/perusahaan/gabung/"


def test_the_worker_behind_the_list_stays_hidden_beyond_what_the_employer_said(employer, hr):
    person = PersonFactory(full_name="Rina Kusuma")
    EmployerFactory(npp="98000001", name="PT Rahasia Lain")
    bpjs_knows(person, employer.npp, elsewhere=True)
    employment = confirmed_employment(employer, person)
    page = hr.get(one(employment)).content.decode()
    assert person.nik not in page
    assert "98000001" not in page
    assert "PT Rahasia Lain" not in page


def test_a_long_list_asks_no_more_queries_than_a_short_one(employer, hr):
    for _ in range(12):
        changed(confirmed_employment(employer))
    with most_queries(14):
        hr.get(LIST)


# --- BPJS --------------------------------------------------------------------------------------------------------


def test_the_desk_lists_what_waits_and_is_narrowed(employer, bpjs):
    report = waiting_report(employer, PersonFactory(full_name="Rina Kusuma"))
    done = confirmed_employment(employer, PersonFactory(full_name="Joko Susilo"))
    page = main(bpjs.get(DESK))
    assert (report.number in page, "Joko" in page) == (True, False)
    assert "Joko" in main(bpjs.get(DESK + "?keadaan=confirmed"))
    for query in ("?q=rina", f"?q={employer.npp}", f"?q={report.number}", "?jenis=enrol"):
        assert report.number in main(bpjs.get(DESK + query))
    assert "Tidak ada laporan yang cocok" in main(bpjs.get(DESK + "?jenis=leave"))
    assert done.reports.get().state == S.CONFIRMED


def test_a_report_stands_beside_what_bpjs_said_and_both_regimes(employer, bpjs):
    person = PersonFactory()
    bpjs_knows(person, employer.npp, jkn="pbi")
    report = waiting_report(employer, person, started_on=date(2026, 10, 1))
    page = main(bpjs.get(f"{DESK}{report.pk}/"))
    assert "Terdaftar di perusahaan iniYa" in page.replace("\n", "") or "Terdaftar di perusahaan ini Ya" in page
    assert "PP 37/2021" in page
    assert "PP 6/2025" in page
    assert "PBI" in page
    assert "Terlambat" in page
    assert person.nik not in page
    assert AccessLog.objects.filter(person_id=person.pk, purpose="laporan kepesertaan").exists()


def test_what_is_returned_says_why_and_the_employer_reads_it(employer, hr, bpjs):
    report = waiting_report(employer)
    path = f"{DESK}{report.pk}/"
    assert "paling sedikit 10 huruf" in main(bpjs.post(path, {"verdict": "return", "reply": "salah"}), 422)
    assert bpjs.post(path, {"verdict": "return", "reply": "Tanggal mulai keliru."}).url == DESK
    assert "Jawaban BPJS: Tanggal mulai keliru." in main(hr.get(one(report.employment)))
    assert bpjs.post(path, {"verdict": "confirm"}).status_code == 409
    assert "Tanggal mulai keliru." in main(bpjs.get(path))


def test_only_who_has_no_number_is_given_one(employer, bpjs):
    known, changes = waiting_report(employer, kpj="99000000001"), changed(confirmed_employment(employer))
    for report in (known, changes):
        assert soup(bpjs.get(f"{DESK}{report.pk}/")).select_one("input[name=kpj]") is None
        assert bpjs.post(f"{DESK}{report.pk}/", {"verdict": "confirm"}).url == DESK


def test_the_desk_of_workers_says_how_many_reports_of_firms_wait(employer, bpjs):
    assert "menunggu" not in words(soup(bpjs.get(DESK)).select_one(f"a[href='{DESK}perusahaan/']").parent)
    employer_report(employer)
    assert "1 menunggu" in words(soup(bpjs.get(DESK)).select_one(f"a[href='{DESK}perusahaan/']").parent)


def test_an_auditor_reads_and_does_not_answer(employer):
    report = waiting_report(employer)
    auditor = sign_in(Client(), officer(Role.AUDITOR))
    assert "Anda tidak dapat menjawab laporan ini." in main(auditor.get(f"{DESK}{report.pk}/"))
    assert auditor.post(f"{DESK}{report.pk}/", {"verdict": "confirm"}).status_code == 403
    report.refresh_from_db()
    assert report.state == S.WAITING


def test_the_desk_is_closed_to_others(employer, hr):
    report = waiting_report(employer)
    for client in (hr, sign_in(Client(), officer(Role.INSPECTOR, region="33"))):
        for path in (DESK, f"{DESK}{report.pk}/"):
            assert client.get(path).status_code == 403


def test_the_desk_asks_few_queries(employer, bpjs):
    for _ in range(12):
        waiting_report(employer)
    changed(confirmed_employment(), WorkerReportKind.LEAVE)
    with most_queries(12):
        bpjs.get(DESK)
