"""A line goes back with everything that is wrong with it: each round trip costs its sender a day."""

import csv
import hashlib
import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from jkp_portal.demo.contribution_file import Sample, enter_members, make_sample
from participants.contribution_rows import COLUMNS, HEADER, Rest, sift
from participants.contribution_verdicts import VERDICTS, allowed, codes_of
from participants.enums import ContributionKind
from participants.models import ContributionFile
from participants.operations.contribution_checking import check_contributions
from participants.operations.contribution_files import ControlTotals, receive_contributions, start_loading
from participants.operations.contribution_loading import load_contributions
from participants.operations.contribution_reading import read_contributions

AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
OCTOBER = date(2026, 10, 1)
NOBODY = "99999999999"


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    made = make_sample(tmp_path, rows=20, month=OCTOBER, mistakes=0)
    enter_members(made)
    return made


def good(sample: Sample, place: int = 0, **cells: str) -> str:
    """The line of the sample at this place, some of its cells otherwise."""
    line = sample.path.read_text().splitlines()[place + 1]
    return ",".join((dict(zip(COLUMNS, line.split(","), strict=True)) | cells).values())


def checked(
    sample: Sample, *lines: str, kind: str = ContributionKind.MONTH, name: str = "salah.csv"
) -> ContributionFile:
    path = sample.path.with_name(name)
    path.write_text("\n".join((HEADER, *lines, "")))
    cells = [line.split(",") for line in lines]
    said = ControlTotals(
        rows=len(lines),
        wages=sum(int(row[3]) for row in cells if row[3].isdecimal()),
        government=sum(int(row[4]) for row in cells if row[4].isdecimal()),
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
    )
    month = OCTOBER if kind == ContributionKind.MONTH else None
    with path.open("rb") as source:
        file = receive_contributions(source, name=name, kind=kind, month=month, said=said, actor=None, at=AT)
    return check_contributions(read_contributions(file, at=AT), at=AT)


def returned(file: ContributionFile) -> list[tuple[str, str, str, str]]:
    """Line, participant number, column and code of everything that goes back."""
    with default_storage.open(file.rejects_location) as stored:
        rows = list(csv.DictReader(io.StringIO(stored.read().decode("utf-8-sig")), delimiter=";"))
    return [(row["baris"], row["nomor_peserta"], row["kolom"], row["kode"]) for row in rows]


@pytest.mark.django_db
def test_a_line_with_a_cell_that_cannot_be_read_is_judged_by_the_others(sample: Sample) -> None:
    number = good(sample).split(",")[0]
    wrong = {"dibayar": "31/12/2026", "lahir": "1950-01-01", "iuran_jkm": "1", "skala": "besar", "program": "JKK+JKM"}
    file = checked(sample, good(sample, **wrong), good(sample, 1))
    assert (file.bad_rows, file.good_rows) == (1, 1)
    assert sorted(returned(file)) == [
        ("2", number, "dibayar", "malformed"),
        ("2", number, "iuran_jkm", "jkm"),
        ("2", number, "lahir", "born"),
        ("2", number, "program", "programmes"),
    ]
    assert file.rejects == {"born": 1, "jkm": 1, "malformed": 1, "programmes": 1}


@pytest.mark.django_db
def test_what_rests_on_an_unreadable_cell_is_not_said(sample: Sample) -> None:
    """Without a wage nobody knows the shares; without a scale nobody knows the programmes."""
    number = good(sample).split(",")[0]
    file = checked(sample, good(sample, upah="", iuran_jkm="1", skala="raksasa", program="JKK+JKM"), good(sample, 1))
    assert sorted(returned(file)) == [("2", number, "skala", "malformed"), ("2", number, "upah", "missing")]
    nobodys = checked(sample, good(sample, nomor_peserta="x", lahir="1950-01-01"), good(sample, 1), name="lain.csv")
    assert returned(nobodys) == [("2", "", "nomor_peserta", "malformed")]


@pytest.mark.django_db
def test_a_line_of_another_month_says_also_who_is_unknown_or_born_on_another_day(sample: Sample) -> None:
    number = good(sample, 1).split(",")[0]
    file = checked(
        sample,
        good(sample, bulan="2026-09", nomor_peserta=NOBODY),
        good(sample, 1, bulan="2026-09", lahir="1950-01-01", iuran_jkm="1"),
        good(sample, 2, bulan="Oktober", nomor_peserta=NOBODY, iuran_jkm="1"),
        good(sample, 3),
    )
    assert sorted(returned(file)) == [
        ("2", NOBODY, "bulan", "month"),
        ("2", NOBODY, "nomor_peserta", "unknown"),
        ("3", number, "bulan", "month"),
        ("3", number, "lahir", "born"),
        ("4", NOBODY, "bulan", "malformed"),
        ("4", NOBODY, "nomor_peserta", "unknown"),
    ]
    assert (file.bad_rows, file.good_rows) == (3, 1)


@pytest.mark.django_db
def test_an_unreadable_line_of_somebody_whose_line_is_good_repeats_it(sample: Sample) -> None:
    number = good(sample).split(",")[0]
    file = checked(sample, good(sample), good(sample, skala=""))
    assert sorted(returned(file)) == [("3", number, "nomor_peserta", "repeated"), ("3", number, "skala", "missing")]
    assert (file.bad_rows, file.good_rows) == (1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [ContributionKind.LATE, ContributionKind.CORRECTION])
def test_small_files_name_all_mistakes_of_a_line_too(sample: Sample, kind: str) -> None:
    loaded = checked(sample, *sample.path.read_text().splitlines()[1:], name="bulan.csv")
    load_contributions(start_loading(loaded, actor=None, at=AT), at=AT)
    lines = (
        good(sample, nomor_peserta=NOBODY, npp="x", iuran_jkm="1"),
        good(sample, bulan="2026-08", nomor_peserta=NOBODY),
        good(sample, bulan="", nomor_peserta=NOBODY),
        good(sample, bulan="2026-08", nomor_peserta=NOBODY, npp=""),
    )
    file = checked(sample, *lines, kind=kind)
    assert sorted(returned(file)) == [
        ("2", NOBODY, "iuran_jkm", "jkm"),
        ("2", NOBODY, "nomor_peserta", "unknown"),
        ("2", NOBODY, "npp", "malformed"),
        ("3", NOBODY, "bulan", "month"),
        ("3", NOBODY, "nomor_peserta", "unknown"),
        ("4", NOBODY, "bulan", "missing"),
        ("4", NOBODY, "nomor_peserta", "unknown"),
        ("5", NOBODY, "bulan", "month"),
        ("5", NOBODY, "nomor_peserta", "unknown"),
        ("5", NOBODY, "npp", "missing"),
    ]
    assert (file.bad_rows, file.good_rows) == (4, 0)


def test_the_rest_of_a_line_is_kept_with_the_columns_that_could_not_be_read() -> None:
    line = "99000000003,99000001,2026-10,x,9900,6300,0,,1990-07-01,besar,JKK+JKM+JHT+JP,"
    found = sift(f"{line}\n".encode(), 2)
    cells = ["99000000003", "99000001", "2026-10", "", "9900", "6300", "0", "", "1990-07-01", "besar", "JKK+JKM+JHT+JP"]
    assert found.rests == [Rest(2, [*cells, ""], frozenset({"upah", "keringanan"}))]


@pytest.mark.parametrize(
    ("unread", "left_out"),
    [
        ({"npp"}, set()),
        ({"dibayar"}, {"paid_on"}),
        ({"keringanan"}, {"jkk", "relief"}),
        ({"skala"}, {"programmes"}),
        ({"upah"}, {"wage", "government", "jkk", "jkm"}),
        ({"nomor_peserta"}, {"unknown", "repeated", "known", "wage", "born", "age"}),
        ({"bulan"}, {*VERDICTS} - {"unknown", "born"}),
        (set(COLUMNS), {*VERDICTS}),
    ],
)
def test_a_verdict_asks_for_the_cells_that_it_rests_on(unread: set[str], left_out: set[str]) -> None:
    assert set(codes_of(allowed(unread))) == {*VERDICTS} - left_out
