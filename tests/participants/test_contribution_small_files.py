"""Late payments and corrections: small files about months that are loaded, added to them row by row."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from core.errors import Invalid
from jkp_portal.demo.contribution_file import Sample, enter_members, make_sample
from participants.contribution_history import paid_months, rows_of, unlike_their_rows
from participants.contribution_law import law_of
from participants.contribution_rows import HEADER
from participants.contribution_tables import SUMMARY, run
from participants.enums import ContributionFileState as S
from participants.enums import ContributionKind
from participants.models import ContributionChange, ContributionFile, MonthlyContribution, ParticipantSummary
from participants.operations.contribution_checking import check_contributions
from participants.operations.contribution_files import ControlTotals, receive_contributions, start_loading
from participants.operations.contribution_loading import load_contributions, rebuild_summary
from participants.operations.contribution_reading import read_contributions
from rules.calendar import month_of

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
SEP, OCT = 1 << 56, 1 << 57
PLACES = ("number", "firm", "month", "wage", "government", "jkk", "jkm", "paid_on")


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    """September and October are loaded; about three of a hundred did not pay."""
    september = make_sample(tmp_path, rows=400, month=SEPTEMBER, mistakes=0, name="september.csv")
    enter_members(september)
    october = make_sample(tmp_path, rows=400, month=OCTOBER, mistakes=0, name="oktober.csv")
    for made in (september, october):
        assert load(made.path, made.said, ContributionKind.MONTH, made.month).good_rows == 400
    return october


def send(path: Path, said: ControlTotals, kind: ContributionKind, month: date | None = None) -> ContributionFile:
    with path.open("rb") as source:
        file = receive_contributions(source, name=path.name, kind=kind, month=month, said=said, actor=None, at=AT)
    return check_contributions(read_contributions(file, at=AT), at=AT)


def load(path: Path, said: ControlTotals, kind: ContributionKind, month: date | None = None) -> ContributionFile:
    file = send(path, said, kind, month)
    assert file.state == S.CHECKED
    return load_contributions(start_loading(file, actor=None, at=AT), at=AT) if file.good_rows else file


def small(sample: Sample, *lines: dict[str, str], kind: ContributionKind, name: str = "kecil.csv") -> ContributionFile:
    """A file of these lines, with its true totals."""
    path = sample.path.with_name(name)
    texts = [",".join(line.values()) + "\n" for line in lines]
    path.write_text("".join([HEADER + "\n", *texts]))
    said = ControlTotals(
        rows=len(lines),
        wages=sum(int(line["wage"]) for line in lines),
        government=sum(int(line["government"]) for line in lines),
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
    )
    return load(path, said, kind)


def line_of(sample: Sample, *, paid: bool, **other: str) -> dict[str, str]:
    """The cells of the first line of the sample that is paid, or is not; some of them otherwise."""
    for text in sample.path.read_text().splitlines()[1:]:
        cells = text.split(",")
        if bool(cells[7]) == paid:
            names = (*PLACES, "born_on", "scale", "programmes", "relief")
            return {**dict(zip(names, cells, strict=True)), **other}
    raise AssertionError("nobody")


def with_wage(line: dict[str, str], wage: int) -> dict[str, str]:
    parts = law_of(month_of(OCTOBER)).expected(wage, relief=False)
    shares = (str(parts[name]) for name in ("iuran_pemerintah", "iuran_jkk", "iuran_jkm"))
    return {**line, "wage": str(wage), **dict(zip(("government", "jkk", "jkm"), shares, strict=True))}


def bits_of(line: dict[str, str]) -> int:
    return ParticipantSummary.objects.get(pk=int(line["number"])).paid_bits & (SEP | OCT)


def test_a_late_payment_sets_the_bit_and_keeps_what_the_row_said_before(sample) -> None:
    line = line_of(sample, paid=False)
    number = int(line["number"])
    assert bits_of(line) & OCT == 0
    file = small(sample, {**line, "paid_on": "2026-11-18"}, kind=ContributionKind.LATE)
    assert (file.state, file.good_rows) == (S.LOADED, 1)
    assert bits_of(line) & OCT == OCT
    row = MonthlyContribution.objects.get(participant=number, period=month_of(OCTOBER))
    assert (row.paid_on, row.file) == (date(2026, 11, 18), file.pk)
    change = ContributionChange.objects.get()
    assert (change.participant, change.paid_on, change.wage, change.file) == (number, None, row.wage, file)
    assert MonthlyContribution.objects.count() == 800


def test_what_is_paid_already_is_no_late_payment(sample) -> None:
    file = small(sample, line_of(sample, paid=True), kind=ContributionKind.LATE)
    assert (file.rejects, file.good_rows) == ({"known": 1}, 0)


def test_a_late_payment_has_a_day(sample) -> None:
    file = small(sample, line_of(sample, paid=False), kind=ContributionKind.LATE)
    assert file.rejects == {"paid_on": 1}


def test_a_correction_changes_the_wage_of_the_month_and_the_last_one(sample) -> None:
    line = line_of(sample, paid=True)
    before = int(line["wage"])
    file = small(sample, with_wage(line, before * 10), kind=ContributionKind.CORRECTION)
    assert file.state == S.LOADED
    assert ContributionChange.objects.get().wage == before
    held = paid_months(int(line["number"]))
    assert (held.last_wage, held.last_month) == (before * 10, OCTOBER)


def test_a_correction_may_take_a_payment_back(sample) -> None:
    line = line_of(sample, paid=True)
    before = bits_of(line)
    small(sample, {**line, "paid_on": ""}, kind=ContributionKind.CORRECTION)
    assert bits_of(line) == before & ~OCT


def test_a_correction_of_an_earlier_month_leaves_the_last_wage(sample) -> None:
    line = line_of(sample, paid=True)
    small(sample, with_wage({**line, "month": "2026-09"}, 9_000_000), kind=ContributionKind.CORRECTION)
    held = paid_months(int(line["number"]))
    assert (held.last_wage, held.last_month) == (int(line["wage"]), OCTOBER)
    older, newer = reversed(rows_of(int(line["number"]), since=month_of(SEPTEMBER), until=month_of(OCTOBER)))
    assert (older.wage, newer.wage) == (9_000_000, int(line["wage"]))


def test_a_small_file_may_speak_of_several_months_but_only_of_those_that_are_loaded(sample) -> None:
    line = line_of(sample, paid=True)
    lines = [{**line, "month": month} for month in ("2026-08", "2026-09", "2026-10")]
    file = small(sample, *lines, kind=ContributionKind.CORRECTION)
    assert (file.rejects, file.good_rows) == ({"month": 1}, 2)


def test_a_small_file_twice_changes_nothing_more(sample) -> None:
    line = {**line_of(sample, paid=False), "paid_on": "2026-11-18"}
    first = small(sample, line, kind=ContributionKind.LATE)
    again = small(sample, line, {**line, "month": "2026-08"}, kind=ContributionKind.LATE, name="lagi.csv")
    assert again.rejects == {"known": 1, "month": 1}
    assert ContributionChange.objects.filter(file=first).count() == 1


def test_a_small_file_names_no_month(sample) -> None:
    with pytest.raises(Invalid), sample.path.open("rb") as source:
        receive_contributions(
            source, name="-", kind=ContributionKind.LATE, month=OCTOBER, said=sample.said, actor=None, at=AT
        )


def test_a_late_row_of_somebody_who_was_missing_is_added(sample, tmp_path) -> None:
    extra = make_sample(tmp_path, rows=401, month=OCTOBER, mistakes=0, name="lebih.csv")
    newcomer = list(extra.members())[-1]
    ParticipantSummary.objects.create(
        participant=newcomer.number, born_on=newcomer.born_on, registered_on=newcomer.registered_on
    )
    cells = extra.path.read_text().splitlines()[-1].split(",")
    names = (*PLACES, "born_on", "scale", "programmes", "relief")
    line = {**dict(zip(names, cells, strict=True)), "paid_on": "2026-11-18"}
    file = small(sample, line, kind=ContributionKind.LATE)
    assert file.good_rows == 1
    assert bits_of(line) == OCT
    assert not ContributionChange.objects.exists()


def test_bits_and_wages_are_those_of_the_rows_and_can_be_made_from_them(sample) -> None:
    """Also after late payments and corrections; what is broken by hand is found and put right."""
    small(sample, {**line_of(sample, paid=False), "paid_on": "2026-11-18"}, kind=ContributionKind.LATE)
    small(sample, {**line_of(sample, paid=True), "paid_on": ""}, kind=ContributionKind.CORRECTION, name="dua.csv")
    assert unlike_their_rows(0, every=1) == []
    number = int(line_of(sample, paid=True)["number"])
    right = list(ParticipantSummary.objects.order_by("pk").values_list())
    run(f"UPDATE {SUMMARY} SET paid_bits = 1 WHERE participant = %s", number)  # noqa: S608
    assert unlike_their_rows(0, every=1) == [number]
    assert unlike_their_rows(number, every=10) == [number]
    assert unlike_their_rows(number + 1, every=10) == []
    rebuild_summary()
    assert list(ParticipantSummary.objects.order_by("pk").values_list()) == right


def test_a_total_that_is_off_by_one_rupiah_refuses_a_small_file_too(sample) -> None:
    line = line_of(sample, paid=True)
    path = sample.path.with_name("kurang.csv")
    path.write_text(HEADER + "\n" + ",".join(line.values()) + "\n")
    said = ControlTotals(1, int(line["wage"]) + 1, int(line["government"]), "")
    said = replace(said, sha256=hashlib.sha256(path.read_bytes()).hexdigest())
    file = send(path, said, ContributionKind.CORRECTION)
    assert (file.state, file.problem) == (S.REFUSED, "totals")
