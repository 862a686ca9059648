"""Enrolments by file: what is forgiven, what is said about a row, nothing half sent, and the pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from core import jobs
from core.errors import Invalid
from core.models import Job
from participants.csv_file import decode, read
from participants.enums import ImportState, WorkerReportState
from participants.models import Employment, Person, WorkerImport, WorkerReport
from participants.operations.csv_imports import ROWS_AT_ONCE, cancel_import, progress_of
from participants.operations.worker_import import import_workers, save_worker_import, start_enrolling
from participants.worker_csv import COLUMNS, understand
from tests.factories.accounts import sign_in
from tests.factories.membership import ALL, confirmed_employment, waiting_report
from tests.factories.participants import MORNING, TODAY, PersonFactory, StaffFactory
from tests.factories.workplaces import FACTORY, workplace
from tests.html import soup, words
from tests.queries import most_queries

UPLOAD, EXAMPLE = "/perusahaan/pekerja/csv/", "/perusahaan/pekerja/csv/contoh/"
GOOD = {
    "nik": "9901010107900001",
    "nama": "Rina Kusuma",
    "tanggal_lahir": "01/07/1990",
    "mulai_bekerja": "02/11/2026",
    "upah": "4.500.000",
    "program": "JKK JKM JHT JP",
}


def row(**cells: str) -> dict[str, str]:
    return {**GOOD, **cells}


def people(count: int) -> list[dict[str, str]]:
    return [row(nik=f"990102010790{n:04d}", nama=f"Pekerja {chr(65 + n % 26)} Contoh") for n in range(1, count + 1)]


def file_of(*rows: dict[str, str]) -> bytes:
    lines = [";".join(COLUMNS.names)] + [";".join(r.get(name, "") for name in COLUMNS.names) for r in rows]
    return "\r\n".join(lines).encode()


def first(content: bytes):
    return understand(read(decode(content), COLUMNS)[0], today=TODAY)


# --- a row -------------------------------------------------------------------------------------------------------


def test_a_plain_row_is_understood_whole():
    found = first(file_of(row(tempat_kerja=FACTORY, nomor_peserta="12345678901")))
    assert found.problems == ()
    assert (found.worker.nik, found.said.wage, found.said.programmes) == ("9901010107900001", 4_500_000, ALL)
    assert (found.said.kpj, found.place) == ("12345678901", FACTORY)


@pytest.mark.parametrize("text", ["JKK,JKM,JHT,JP", "jkk jkm jht jp", "JP + JHT + JKM + JKK", "JKK/JKM/JHT/JP"])
def test_programmes_are_read_however_they_are_parted(text):
    assert first(file_of(row(program=text))).said.programmes == ALL


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"nik": ""}, ("nik", "missing")),
        ({"nik": "9.90101E+15"}, ("nik", "nik_scientific")),
        ({"nama": "=HYPERLINK(A1)"}, ("nama", "bad_nama")),
        ({"mulai_bekerja": "17/11/2026"}, ("mulai_bekerja", "start_in_future")),
        ({"mulai_bekerja": "01/07/1990"}, ("mulai_bekerja", "start_before_birth")),
        ({"mulai_bekerja": "besok"}, ("mulai_bekerja", "bad_mulai_bekerja")),
        ({"upah": ""}, ("upah", "missing")),
        ({"upah": "0"}, ("upah", "wage_not_positive")),
        ({"upah": "1000000001"}, ("upah", "wage_too_large")),
        ({"program": "JKK BPU"}, ("program", "bad_program")),
        ({"program": "-"}, ("program", "programmes_missing")),
        ({"nomor_peserta": "123"}, ("nomor_peserta", "bad_nomor_peserta")),
        ({"tempat_kerja": "x" * 121}, ("tempat_kerja", "too_long")),
    ],
)
def test_each_mistake_is_named_with_its_column(cells, problem):
    assert first(file_of(row(**cells))).problems == (problem,)


def test_every_mistake_of_a_row_is_named_in_the_order_of_the_columns():
    wrong = row(nik="1", tanggal_lahir="01/02/2027", mulai_bekerja="17/11/2026", upah="0", program="-")
    assert first(file_of(wrong)).problems == (
        ("nik", "bad_nik"),
        ("mulai_bekerja", "start_in_future"),
        ("mulai_bekerja", "start_before_birth"),
        ("upah", "wage_not_positive"),
        ("program", "programmes_missing"),
    )


def test_a_cell_that_cannot_be_read_is_named_once_and_nothing_is_concluded_from_it():
    wrong = row(tanggal_lahir="kapan", mulai_bekerja="01/07/1990", upah="banyak", program="JKK BPU")
    assert first(file_of(wrong)).problems == (
        ("tanggal_lahir", "bad_tanggal_lahir"),
        ("upah", "bad_upah"),
        ("program", "bad_program"),
    )


def test_a_worker_may_begin_today():
    assert first(file_of(row(mulai_bekerja="16/11/2026"))).good


# --- a file ------------------------------------------------------------------------------------------------------


@pytest.fixture
def staff(db):
    return StaffFactory(is_admin=True)


def take_in(staff, content: bytes) -> WorkerImport:
    return import_workers(employer=staff.employer, content=content, file_name="p.csv", actor=staff.user, at=MORNING)


def send(taken: WorkerImport, staff, *, only_good: bool = False) -> WorkerImport:
    started = start_enrolling(csv_import=taken, only_good=only_good, actor=staff.user, at=MORNING)
    return save_worker_import(started, at=MORNING)


def test_checking_enrols_nobody_and_sending_enrols_all(staff):
    checked = take_in(staff, file_of(*people(3)))
    assert (checked.state, checked.good_rows, Person.objects.count()) == (ImportState.CHECKED, 3, 0)
    saved = send(checked, staff)
    assert (saved.state, saved.done_rows, bytes(saved.content_sealed)) == (ImportState.SAVED, 3, b"")
    reports = WorkerReport.objects.filter(state=WorkerReportState.WAITING, reported_by=staff.user)
    assert sorted(reports.values_list("number", flat=True)) == [f"KPS-2026-000000{n}" for n in (1, 2, 3)]


def test_a_file_says_what_one_form_says(staff):
    by_form = waiting_report(kpj="12345678901")
    send(take_in(staff, file_of(row(nomor_peserta="12345678901"))), staff)
    by_file = WorkerReport.objects.exclude(pk=by_form.pk).get()
    for name in ("kind", "effective_on", "wage", "programmes", "due_on", "answer_by"):
        assert getattr(by_file, name) == getattr(by_form, name)
    assert by_file.employment.kpj == by_form.employment.kpj


def test_with_a_wrong_row_nobody_is_enrolled_unless_chosen(staff):
    checked = take_in(staff, file_of(row(), row(nik="1")))
    with pytest.raises(Invalid, match="has_errors"):
        send(checked, staff)
    assert not Employment.objects.exists()
    assert send(checked, staff, only_good=True).done_rows == 1


def test_the_same_file_again_is_the_same_check_and_enrols_once(staff):
    content = file_of(*people(2))
    saved = send(take_in(staff, content), staff)
    assert take_in(staff, content).pk == saved.pk
    save_worker_import(WorkerImport.objects.get(pk=saved.pk), at=MORNING)
    assert Employment.objects.count() == 2


def test_a_dropped_file_may_be_sent_again(staff):
    dropped = cancel_import(csv_import=take_in(staff, file_of(row())), actor=staff.user, at=MORNING)
    assert take_in(staff, file_of(row())).pk != dropped.pk


def test_rows_that_are_known_say_what_sending_would_do(staff):
    waits, listed = PersonFactory(), PersonFactory()
    waiting_report(staff.employer, waits)
    confirmed_employment(staff.employer, listed)
    checked = take_in(staff, file_of(row(nik=waits.nik), row(nik=listed.nik), row(), row()))
    assert [line["effect"] for line in checked.report] == ["same", "", "", ""]
    assert [line["problems"] for line in checked.report[1:]] == [
        [["nik", "already_listed"]],
        [],
        [["nik", "repeated"]],
    ]
    assert (send(checked, staff, only_good=True).done_rows, Employment.objects.count()) == (2, 3)


def test_a_place_is_found_by_its_name_and_an_unknown_one_is_named(staff):
    place = workplace(staff.employer)
    rows = people(2)
    checked = take_in(staff, file_of(rows[0] | {"tempat_kerja": FACTORY.upper()}, rows[1] | {"tempat_kerja": "Bulan"}))
    assert checked.report[1]["problems"] == [["tempat_kerja", "unknown_place"]]
    send(checked, staff, only_good=True)
    assert Employment.objects.get().workplace == place


def test_an_unknown_place_is_named_beside_what_else_is_wrong(staff):
    listed = PersonFactory()
    confirmed_employment(staff.employer, listed)
    first, second, third = people(3)
    rows = [first | {"nik": listed.nik}, second | {"upah": "0"}]
    rows = [one | {"tempat_kerja": "Bulan"} for one in rows]
    checked = take_in(staff, file_of(*rows, third | {"tempat_kerja": "x" * 121}))
    assert [line["problems"] for line in checked.report] == [
        [["nik", "already_listed"], ["tempat_kerja", "unknown_place"]],
        [["upah", "wage_not_positive"], ["tempat_kerja", "unknown_place"]],
        [["tempat_kerja", "too_long"]],
    ]


def test_a_row_that_went_bad_after_the_check_stops_everything(staff):
    person = PersonFactory()
    checked = take_in(staff, file_of(row(nik=person.nik), row()))
    started = start_enrolling(csv_import=checked, only_good=False, actor=staff.user, at=MORNING)
    confirmed_employment(staff.employer, person)
    stopped = save_worker_import(started, at=MORNING)
    assert (stopped.state, stopped.good_rows, Employment.objects.count()) == (ImportState.CHECKED, 1, 1)
    assert stopped.report[0]["problems"] == [["nik", "already_listed"]]


def test_a_large_file_is_work_for_jobs(staff):
    checking = take_in(staff, file_of(*people(ROWS_AT_ONCE + 1)))
    assert checking.state == ImportState.CHECKING
    jobs.run_due()
    checking.refresh_from_db()
    start_enrolling(csv_import=checking, only_good=False, actor=staff.user, at=MORNING)
    jobs.run_due()
    checking.refresh_from_db()
    assert (checking.state, progress_of(checking)) == (ImportState.SAVED, ROWS_AT_ONCE + 1)
    assert not Job.objects.filter(state="dead").exists()


# --- the pages ---------------------------------------------------------------------------------------------------


@pytest.fixture
def hr(staff, morning) -> Client:
    return sign_in(Client(), staff.user)


def upload(hr: Client, content: bytes):
    return hr.post(UPLOAD, {"file": SimpleUploadedFile("pekerja.csv", content, "text/csv")})


def test_a_file_is_checked_first_and_sent_by_a_button(hr):
    checked = upload(hr, file_of(*people(3)))
    assert "3 baris siap dikirim" in words(soup(hr.get(checked.url)).h1)
    assert "pekerja.csv" in words(soup(hr.get("/perusahaan/pekerja/")).select_one("main"))
    hr.post(checked.url)
    jobs.run_due()
    assert "3 pendaftaran terkirim ke BPJS" in words(soup(hr.get(checked.url)).h1)


def test_wrong_rows_go_into_a_file_with_line_column_code_and_sentence(hr):
    checked = upload(hr, file_of(row(), row(nama="=1+1", nik="12")))
    assert "1 dari 2 baris perlu diperbaiki" in words(soup(hr.get(checked.url)).h1)
    lines = hr.get(f"{checked.url}laporan/").content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Baris;Nama;NIK;Hasil;Kolom;Kode;Yang perlu diperbaiki"
    assert lines[1].endswith("Laporan baru;;;")
    assert lines[2] == "3;'=1+1;;Perlu diperbaiki;nik;bad_nik;NIK harus 16 angka."
    assert lines[3].startswith("3;'=1+1;;Perlu diperbaiki;nama;bad_nama;Nama hanya boleh")
    assert hr.post(checked.url).status_code == 422


def test_a_file_can_be_dropped_and_then_nothing_waits(hr):
    checked = upload(hr, file_of(row()))
    assert hr.post(f"{checked.url}buang/").url == UPLOAD
    assert "Berkas dibuang" in words(soup(hr.get(checked.url)).h1)
    assert hr.post(checked.url).status_code == 409


def test_the_files_of_another_employer_do_not_exist(hr):
    checked = upload(hr, file_of(row()))
    other = sign_in(Client(), StaffFactory().user)
    assert [other.get(checked.url + more).status_code for more in ("", "laporan/")] == [404, 404]
    assert [other.post(checked.url + more).status_code for more in ("", "buang/")] == [404, 404]
    assert WorkerImport.objects.get().state == ImportState.CHECKED


def test_an_unreadable_file_says_why(hr):
    response = upload(hr, b"nama;x\r\n1;2")
    assert response.status_code == 422
    assert "Kolom ini tidak ada: nik" in words(soup(response).main)


def test_the_example_can_be_sent_back(hr):
    checked = upload(hr, hr.get(EXAMPLE).content)
    assert "2 baris siap dikirim" in words(soup(hr.get(checked.url)).h1)


def test_a_long_report_asks_as_much_as_a_short_one(hr):
    checked = upload(hr, file_of(*people(30)))
    with most_queries(12):
        assert len(soup(hr.get(checked.url)).select("tbody tr")) == 20
