"""The CSV of terminations: what is forgiven, what is said about a row, and that nothing is half sent (B31)."""

from datetime import date, datetime, timedelta

import pytest

from core import jobs
from core.errors import Conflict, Invalid
from core.models import Job
from notices.models import Letter
from participants import csv_file
from participants.csv_file import Unreadable, decode, read, write
from participants.csv_rows import COLUMNS, understand
from participants.enums import ImportState, PhkState
from participants.models import Person, PhkEvent, PhkImport
from participants.operations import phk
from participants.operations.csv_imports import ROWS_AT_ONCE, progress_of
from tests.factories.participants import MORNING, TODAY, PersonFactory, StaffFactory, at_mediator, report_phk

HEADER = COLUMNS.names
GOOD = {
    "nik": "9901010107900001",
    "nama": "Rina Kusuma",
    "tanggal_lahir": "01/07/1990",
    "alamat": "Jalan Melati 3",
    "tanggal_phk": "10/11/2026",
    "alasan": "b",
    "perjanjian_kerja": "PKWTT",
    "mulai_bekerja": "04/03/2019",
    "upah": "4.500.000",
    "jenis_bukti": "tanda_terima",
    "nomor_bukti": "PHK/88/2026",
    "tanggal_bukti": "09/11/2026",
}


def row(**cells: str) -> dict[str, str]:
    return {**GOOD, **cells}


def people(count: int) -> list[dict[str, str]]:
    return [row(nik=f"990102010790{n:04d}", nama=f"Pekerja {chr(65 + n % 26)} Contoh") for n in range(1, count + 1)]


def file_of(*rows: dict[str, str], delimiter: str = ",") -> bytes:
    lines = [delimiter.join(HEADER)] + [delimiter.join(r.get(name, "") for name in HEADER) for r in rows]
    return "\r\n".join(lines).encode()


def first(content: bytes):
    return understand(read(decode(content), COLUMNS)[0], today=TODAY)


# --- reading -----------------------------------------------------------------------------------------------------


def test_a_plain_row_is_understood_whole():
    understood = first(file_of(row()))
    assert understood.problems == ()
    assert (understood.worker.nik, understood.worker.born_on) == ("9901010107900001", date(1990, 7, 1))
    assert (understood.said.phk_on, understood.said.reason, understood.said.wage) == (
        date(2026, 11, 10),
        "b",
        4_500_000,
    )
    assert (understood.proof.kind, understood.proof.number) == ("tanda_terima", "PHK/88/2026")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_comma_semicolon_and_tab_are_read(delimiter):
    assert first(file_of(row(upah="4500000"), delimiter=delimiter)).said.wage == 4_500_000


def test_a_byte_order_mark_is_no_part_of_the_first_column():
    assert first(b"\xef\xbb\xbf" + file_of(row())).good


def test_windows_1252_is_read():
    content = file_of(row(nama="Zoë Müller")).decode().encode("cp1252")
    assert first(content).worker.full_name == "Zoë Müller"


def test_headers_may_be_written_with_capitals_spaces_and_other_words():
    content = file_of(row()).replace(b"tanggal_lahir", b"Tgl Lahir", 1).replace(b"nama", b"NAMA PEKERJA", 1)
    assert first(content).good


@pytest.mark.parametrize("text", ["10/11/2026", "10-11-2026", "2026-11-10", "10 November 2026", "10.11.2026"])
def test_dates_are_read_as_offices_write_them(text):
    assert first(file_of(row(tanggal_phk=text))).said.phk_on == date(2026, 11, 10)


@pytest.mark.parametrize("text", ["b", "B", "b.", "huruf b", "b) efisiensi"])
def test_a_reason_is_a_letter_however_it_is_written(text):
    assert first(file_of(row(alasan=text))).said.reason == "b"


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"nik": ""}, ("nik", "missing")),
        ({"nik": "990101010790001"}, ("nik", "bad_nik")),
        ({"nik": "9.90101E+15"}, ("nik", "nik_scientific")),
        ({"nama": "=HYPERLINK(A1)"}, ("nama", "bad_nama")),
        ({"nama": "Rina 😀"}, ("nama", "bad_nama")),
        ({"tanggal_phk": "31/02/2026"}, ("tanggal_phk", "bad_tanggal_phk")),
        ({"tanggal_phk": "1 2 26"}, ("tanggal_phk", "two_digits")),
        ({"tanggal_phk": "17/11/2026"}, ("tanggal_phk", "phk_in_future")),
        ({"tanggal_phk": "01/03/2019"}, ("tanggal_phk", "phk_before_work")),
        ({"tanggal_lahir": "10/11/2026"}, ("tanggal_lahir", "born_after_phk")),
        ({"alasan": "z"}, ("alasan", "bad_alasan")),
        ({"perjanjian_kerja": "PKWT"}, ("akhir_kontrak", "contract_end_missing")),
        ({"perjanjian_kerja": "harian"}, ("perjanjian_kerja", "bad_perjanjian_kerja")),
        ({"upah": "-5"}, ("upah", "wage_not_positive")),
        ({"upah": "0"}, ("upah", "wage_not_positive")),
        ({"upah": "banyak"}, ("upah", "bad_upah")),
        ({"jenis_bukti": "foto"}, ("jenis_bukti", "bad_jenis_bukti")),
        ({"nomor_bukti": ""}, ("nomor_bukti", "missing")),
        ({"alamat": "x" * 301}, ("alamat", "too_long")),
    ],
)
def test_each_mistake_is_named_with_its_column(cells, problem):
    assert first(file_of(row(**cells))).problems == (problem,)


def test_every_mistake_of_a_row_is_named_in_the_order_of_the_columns():
    wrong = row(nik="1", alasan="?", upah="-1", tanggal_phk="17/11/2026", tanggal_lahir="17/11/2026")
    assert first(file_of(wrong)).problems == (
        ("nik", "bad_nik"),
        ("tanggal_lahir", "born_after_phk"),
        ("tanggal_phk", "phk_in_future"),
        ("alasan", "bad_alasan"),
        ("upah", "wage_not_positive"),
    )


def test_a_cell_that_cannot_be_read_is_named_once_and_nothing_is_concluded_from_it():
    wrong = row(perjanjian_kerja="PKWT", akhir_kontrak="kapan", tanggal_phk="31/02/2026")
    assert first(file_of(wrong)).problems == (
        ("tanggal_phk", "bad_tanggal_phk"),
        ("akhir_kontrak", "bad_akhir_kontrak"),
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n", "empty"),
        (file_of(), "empty"),
        (b"PK\x03\x04\x00\x00", "not_text"),
        (b"nama;tanggal\r\nRina;1", "no_header"),
        (b"x" * (csv_file.MOST_BYTES + 1), "too_big"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content, code):
    with pytest.raises(Unreadable, match=code):
        read(decode(content), COLUMNS)


def test_five_thousand_rows_are_read_and_one_more_is_refused():
    assert len(read(decode(file_of(*people(5_000))), COLUMNS)) == 5_000
    with pytest.raises(Unreadable, match="too_many_rows"):
        read(decode(file_of(*people(5_001))), COLUMNS)


def test_what_we_write_is_never_run_as_a_formula():
    text = write(["nama"], [["=HYPERLINK(A1)"], ["+62"], ["-1"], ["@x"], ["Rina"]])
    assert text.startswith("\ufeff")
    assert [line.strip('"') for line in text.splitlines()[1:]] == ["'=HYPERLINK(A1)", "'+62", "'-1", "'@x", "Rina"]


# --- checking and saving -----------------------------------------------------------------------------------------


@pytest.fixture
def staff(db):
    return StaffFactory(is_admin=True)


def take_in(staff, content: bytes, at: datetime = MORNING) -> PhkImport:
    return phk.import_csv(employer=staff.employer, content=content, file_name="phk.csv", actor=staff.user, at=at)


def send(phk_import: PhkImport, staff, *, only_good: bool = False) -> PhkImport:
    started = phk.start_saving(csv_import=phk_import, only_good=only_good, actor=staff.user, at=MORNING)
    return phk.save_import(started, at=MORNING)


def test_checking_reports_nothing_yet(staff):
    checked = take_in(staff, file_of(*people(3)))
    assert (checked.state, checked.rows, checked.good_rows) == (ImportState.CHECKED, 3, 3)
    assert not PhkEvent.objects.exists()
    assert not Person.objects.exists()


def test_sending_reports_every_row_and_wipes_the_file(staff):
    saved = send(take_in(staff, file_of(*people(3))), staff)
    assert (saved.state, saved.done_rows, bytes(saved.content_sealed)) == (ImportState.SAVED, 3, b"")
    assert PhkEvent.objects.filter(state=PhkState.AWAITING_MEDIATOR, employer=staff.employer).count() == 3
    assert not Letter.objects.exists()


def test_the_file_lies_sealed_while_it_waits(staff):
    checked = take_in(staff, file_of(row()))
    assert b"9901010107900001" not in bytes(checked.content_sealed)
    assert "9901010107900001" not in str(checked.report)


def test_with_a_wrong_row_nothing_is_sent_unless_chosen(staff):
    checked = take_in(staff, file_of(row(), row(nik="1")))
    with pytest.raises(Invalid, match="has_errors"):
        send(checked, staff)
    assert not PhkEvent.objects.exists()
    saved = send(checked, staff, only_good=True)
    assert (saved.done_rows, PhkEvent.objects.count()) == (1, 1)


def test_a_file_without_a_good_row_cannot_be_sent(staff):
    with pytest.raises(Invalid, match="nothing_good"):
        send(take_in(staff, file_of(row(nik="1"))), staff, only_good=True)


def test_the_same_worker_twice_in_a_file_is_named(staff):
    checked = take_in(staff, file_of(row(), row(tanggal_phk="09/11/2026")))
    assert checked.report[1]["problems"] == [["nik", "repeated"]]


def test_the_same_file_again_is_the_same_check(staff):
    content = file_of(*people(2))
    checked = take_in(staff, content)
    assert take_in(staff, content, MORNING + timedelta(days=1)).pk == checked.pk
    saved = send(checked, staff)
    assert take_in(staff, content).pk == saved.pk
    assert PhkEvent.objects.count() == 2


def test_a_dropped_file_may_be_sent_again(staff):
    content = file_of(row())
    dropped = phk.cancel_import(csv_import=take_in(staff, content), actor=staff.user, at=MORNING)
    assert bytes(dropped.content_sealed) == b""
    assert take_in(staff, content).pk != dropped.pk


def test_another_firms_same_file_is_its_own(staff):
    content = file_of(row())
    assert take_in(staff, content).pk != take_in(StaffFactory(is_admin=True), content).pk


def test_saving_twice_reports_once(staff):
    started = phk.start_saving(
        csv_import=take_in(staff, file_of(*people(2))), only_good=False, actor=staff.user, at=MORNING
    )
    for _ in range(2):
        phk.save_import(PhkImport.objects.get(pk=started.pk), at=MORNING)
    assert PhkEvent.objects.count() == 2
    assert phk.start_saving(csv_import=started, only_good=False, actor=staff.user, at=MORNING).state == "saved"


def test_rows_that_are_known_say_what_sending_would_do(staff):
    same, joins, other = (PersonFactory() for _ in range(3))
    at_mediator(person=same, employer=staff.employer, work_started_on=date(2019, 3, 4), wage=4_500_000)
    report_phk(person=joins, employer=staff.employer)
    at_mediator(person=other, employer=staff.employer, phk_on=date(2026, 11, 2))
    checked = take_in(staff, file_of(*(row(nik=person.nik) for person in (same, joins, other))))
    assert [line["effect"] for line in checked.report] == ["same", "joins", ""]
    assert checked.report[2]["problems"] == [["tanggal_phk", "already_reported"]]
    saved = send(checked, staff, only_good=True)
    assert (saved.done_rows, PhkEvent.objects.count()) == (2, 3)


def test_a_row_that_went_bad_after_the_check_stops_everything(staff):
    person = PersonFactory()
    checked = take_in(staff, file_of(row(nik=person.nik), row()))
    started = phk.start_saving(csv_import=checked, only_good=False, actor=staff.user, at=MORNING)
    at_mediator(person=person, employer=staff.employer, phk_on=date(2026, 11, 2))
    stopped = phk.save_import(started, at=MORNING)
    assert (stopped.state, stopped.good_rows, PhkEvent.objects.count()) == (ImportState.CHECKED, 1, 1)
    assert stopped.report[0]["problems"] == [["tanggal_phk", "already_reported"]]


def test_a_large_file_is_work_for_jobs(staff):
    checking = take_in(staff, file_of(*people(ROWS_AT_ONCE + 1)))
    assert checking.state == ImportState.CHECKING
    jobs.run_due()
    checking.refresh_from_db()
    assert (checking.state, checking.good_rows) == (ImportState.CHECKED, ROWS_AT_ONCE + 1)
    phk.start_saving(csv_import=checking, only_good=False, actor=staff.user, at=MORNING)
    jobs.run_due()
    checking.refresh_from_db()
    assert (checking.state, progress_of(checking)) == (ImportState.SAVED, ROWS_AT_ONCE + 1)
    assert Job.objects.filter(state="dead").count() == 0


def test_a_file_being_saved_cannot_be_dropped(staff):
    started = phk.start_saving(csv_import=take_in(staff, file_of(row())), only_good=False, actor=staff.user, at=MORNING)
    with pytest.raises(Conflict, match="wrong_state"):
        phk.cancel_import(csv_import=started, actor=staff.user, at=MORNING)
