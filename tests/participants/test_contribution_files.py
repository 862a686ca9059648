"""A month's contribution file from its arrival to the register: what is taken over, what goes back."""

import csv
import hashlib
import io
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from core import jobs
from core.errors import Conflict, Invalid
from core.jobs import run_due
from jkp_portal.demo.contribution_file import Sample, enter_members, make_sample
from participants.contribution_tables import SUMMARY, Desk, exists, loaded_periods, rows
from participants.enums import ContributionFileState as S
from participants.enums import ContributionKind
from participants.models import ContributionFile, MonthlyContribution, ParticipantSummary
from participants.operations.contribution_checking import check_contributions
from participants.operations.contribution_files import (
    cancel_contributions,
    receive_contributions,
    start_loading,
)
from participants.operations.contribution_loading import load_contributions
from participants.operations.contribution_reading import read_contributions
from rules.calendar import month_of
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
OCTOBER, SEPTEMBER = date(2026, 10, 1), date(2026, 9, 1)
ROWS = 1_300


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    """A file with every kind of mistake ten times, and its people known."""
    made = make_sample(tmp_path, rows=ROWS, month=OCTOBER, mistakes=0.1)
    enter_members(made)
    return made


@pytest.fixture
def officer():
    return UserFactory()


def receive(sample: Sample, officer, **other) -> ContributionFile:
    facts = {"kind": ContributionKind.MONTH, "month": sample.month, "said": sample.said, **other}
    with sample.path.open("rb") as source:
        return receive_contributions(source, name=sample.path.name, actor=officer, at=AT, **facts)


def checked(sample: Sample, officer, **other) -> ContributionFile:
    file = read_contributions(receive(sample, officer, **other), at=AT)
    return check_contributions(file, at=AT)


def loaded(sample: Sample, officer, **other) -> ContributionFile:
    file = start_loading(checked(sample, officer, **other), actor=officer, at=AT)
    return load_contributions(file, at=AT)


def returned(file: ContributionFile) -> list[dict[str, str]]:
    with default_storage.open(file.rejects_location) as stored:
        return list(csv.DictReader(io.StringIO(stored.read().decode("utf-8-sig")), delimiter=";"))


def test_every_planted_mistake_is_found_and_no_other(sample, officer) -> None:
    file = checked(sample, officer)
    assert file.state == S.CHECKED
    assert file.rejects == sample.planted
    assert len(file.rejects) == 13
    assert (file.read_rows, file.bad_rows, file.good_rows) == (ROWS, sample.bad, ROWS - sample.bad)


def test_what_goes_back_names_line_column_code_and_says_a_sentence(sample, officer) -> None:
    file = checked(sample, officer)
    back = returned(file)
    assert len(back) == sample.bad
    sent = sample.path.read_text().splitlines()
    for reject in back:
        cells = dict(zip(sent[0].split(","), sent[int(reject["baris"]) - 1].split(","), strict=False))
        if reject["kode"] != "columns":
            assert reject["isi"] == cells[reject["kolom"]]
        assert len(reject["penjelasan"]) > 20
        assert "%(" not in reject["penjelasan"]
    wrong = next(reject for reject in back if reject["kode"] == "government")
    assert wrong["penjelasan"] == f"Iuran pemerintah seharusnya Rp{int(wrong['isi']) - 1:,}.".replace(",", ".")


def test_the_good_rows_become_the_month_and_everybodys_bit(sample, officer) -> None:
    file = loaded(sample, officer)
    assert (file.state, file.location, file.loaded_at) == (S.LOADED, "", AT)
    period = month_of(OCTOBER)
    assert loaded_periods() == {period}
    assert MonthlyContribution.objects.filter(period=period).count() == file.good_rows
    paid = MonthlyContribution.objects.filter(paid_on__isnull=False).count()
    assert paid < file.good_rows
    assert ParticipantSummary.objects.filter(paid_bits=1 << 57).count() == paid
    assert ParticipantSummary.objects.filter(last_period=period).count() == file.good_rows
    assert ParticipantSummary.objects.count() == ROWS
    first = sample.path.read_text().splitlines()[1].split(",")
    row = MonthlyContribution.objects.get(participant=int(first[0]))
    assert (row.employer, row.wage, row.government, row.jkk, row.jkm, row.file) == (
        int(first[1]), int(first[3]), int(first[4]), int(first[5]), int(first[6]), file.pk,
    )  # fmt: skip


def test_the_tables_of_a_file_go_with_the_work_on_it(sample, officer, django_capture_on_commit_callbacks) -> None:
    file = start_loading(checked(sample, officer), actor=officer, at=AT)
    place, desk = file.location, Desk(file.pk)
    assert all(exists(table) for table in (desk.lines, desk.problems, desk.verdicts, desk.doubles))
    with django_capture_on_commit_callbacks(execute=True):
        load_contributions(file, at=AT)
    assert not any(exists(table) for table in (desk.lines, desk.problems, desk.verdicts, desk.doubles))
    assert not default_storage.exists(place)


def test_the_same_content_again_is_the_same_file(sample, officer) -> None:
    first = loaded(sample, officer)
    before = snapshot()
    again = receive(sample, officer)
    assert again == first
    assert load_contributions(again, at=AT).state == S.LOADED
    assert snapshot() == before
    assert jobs.waiting("participants.read_contributions", file_id=first.pk) == 1


def test_another_file_for_a_month_that_is_loaded_brings_only_who_is_missing(sample, officer, tmp_path) -> None:
    """The lines that were good are known; the repeated ones' participants too; nothing is written twice."""
    first = loaded(sample, officer)
    whole = make_sample(tmp_path, rows=ROWS, month=OCTOBER, mistakes=0, name="utuh.csv")
    second = checked(whole, officer)
    assert second.rejects == {"known": first.good_rows}
    load_contributions(start_loading(second, actor=officer, at=AT), at=AT)
    assert MonthlyContribution.objects.count() == ROWS


def test_every_step_may_run_twice(sample, officer) -> None:
    file = read_contributions(receive(sample, officer), at=AT)
    file = read_contributions(file, at=AT)
    first = check_contributions(file, at=AT)
    assert check_contributions(first, at=AT) == first
    start_loading(first, actor=officer, at=AT)
    file = start_loading(first, actor=officer, at=AT)
    assert file.log.filter(move="load").count() == 1
    load_contributions(file, at=AT)
    before = snapshot()
    load_contributions(file, at=AT)
    assert snapshot() == before


def test_the_jobs_carry_a_file_from_step_to_step(sample, officer, monkeypatch) -> None:
    monkeypatch.setattr("participants.operations.contribution_reading.AT_ONCE", 10_000)
    monkeypatch.setattr("participants.operations.contribution_reading.BLOCK", 4_000)
    file = receive(sample, officer)
    read_contributions(file, at=AT, most=30_000)
    file.refresh_from_db()
    assert (file.step, file.state) == ("reading", S.RECEIVED)
    assert 30_000 < file.read_bytes < file.size
    run_due()
    file.refresh_from_db()
    assert (file.state, file.step, file.rejects) == (S.CHECKED, "waiting", sample.planted)
    start_loading(file, actor=officer, at=AT)
    run_due()
    file.refresh_from_db()
    assert (file.state, file.step) == (S.LOADED, "done")


def test_reading_goes_on_where_it_stopped_and_begins_anew_when_its_lines_are_gone(sample, officer, monkeypatch) -> None:
    monkeypatch.setattr("participants.operations.contribution_reading.AT_ONCE", 10_000)
    monkeypatch.setattr("participants.operations.contribution_reading.BLOCK", 4_000)
    file = read_contributions(receive(sample, officer), at=AT, most=20_000)
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {Desk(file.pk).lines}")  # what a server that fell leaves of it
    file = check_contributions(read_contributions(file, at=AT), at=AT)
    assert file.rejects == sample.planted


def test_lines_lost_before_loading_are_read_and_judged_again(sample, officer) -> None:
    file = start_loading(checked(sample, officer), actor=officer, at=AT)
    desk = Desk(file.pk)
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {desk.lines}, {desk.problems}, {desk.verdicts}, {desk.doubles}")
    file = load_contributions(file, at=AT)
    assert (file.state, file.rejects, file.good_rows) == (S.LOADED, sample.planted, ROWS - sample.bad)


def test_a_file_is_judged_again_when_another_was_loaded_meanwhile(sample, officer, tmp_path) -> None:
    whole = make_sample(tmp_path, rows=ROWS, month=OCTOBER, mistakes=0, name="utuh.csv")
    waiting = checked(whole, officer)
    assert waiting.rejects == {}
    assert waiting.rejects_location == ""
    first = loaded(sample, officer)
    file = load_contributions(start_loading(waiting, actor=officer, at=AT), at=AT)
    assert file.rejects == {"known": first.good_rows}
    assert len(returned(file)) == first.good_rows
    assert MonthlyContribution.objects.count() == ROWS


@pytest.mark.parametrize(
    ("change", "problem"),
    [({"rows": ROWS + 1}, "rows"), ({"wages": 1}, "totals"), ({"government": 1}, "totals")],
)
def test_a_file_that_is_not_what_its_sender_says_is_refused_whole(sample, officer, change, problem) -> None:
    file = read_contributions(receive(sample, officer, said=replace(sample.said, **change)), at=AT)
    assert (file.state, file.problem, file.location) == (S.REFUSED, problem, "")
    assert not exists(Desk(file.pk).lines)
    with pytest.raises(Conflict):
        start_loading(file, actor=officer, at=AT)
    again = receive(sample, officer)
    assert again.pk != file.pk


def test_content_that_does_not_match_its_hash_is_not_kept(sample, officer) -> None:
    with pytest.raises(Invalid) as refusal:
        receive(sample, officer, said=replace(sample.said, sha256="0" * 64))
    assert refusal.value.code == "hash"
    assert not ContributionFile.objects.exists()


@pytest.mark.parametrize(
    "month", [date(2026, 11, 1), date(2021, 12, 1), date(2027, 4, 1), date(2026, 10, 2), None], ids=str
)
def test_a_month_that_is_not_over_or_has_no_bit_is_refused(sample, officer, month) -> None:
    with pytest.raises(Invalid) as refusal:
        receive(sample, officer, month=month)
    assert refusal.value.code == "month"


@pytest.mark.parametrize(("text", "code"), [("a,b,c\n1,2,3\n", "header"), ("", "header")])
def test_what_is_no_contribution_file_is_refused(officer, tmp_path, sample, text, code) -> None:
    path = tmp_path / "lain.csv"
    path.write_text(text)
    said = replace(sample.said, sha256=hashlib.sha256(text.encode()).hexdigest())
    with pytest.raises(Invalid) as refusal:
        receive(replace(sample, path=path), officer, said=said)
    assert refusal.value.code == code


def test_a_cancelled_file_leaves_nothing_and_may_come_again(sample, officer) -> None:
    file = cancel_contributions(checked(sample, officer), actor=officer, at=AT)
    assert (file.state, file.location) == (S.CANCELLED, "")
    assert not exists(Desk(file.pk).lines)
    with pytest.raises(Conflict):
        cancel_contributions(file, actor=officer, at=AT)
    assert receive(sample, officer).pk != file.pk


def test_a_file_without_a_good_line_cannot_be_loaded(sample, officer) -> None:
    ParticipantSummary.objects.all().delete()
    file = checked(sample, officer)
    assert file.good_rows == 0
    with pytest.raises(Invalid) as refusal:
        start_loading(file, actor=officer, at=AT)
    assert refusal.value.code == "nothing_good"


def snapshot() -> tuple[list[tuple], list[tuple]]:
    return (
        rows("SELECT * FROM participants_monthlycontribution ORDER BY participant, period"),
        rows(f"SELECT * FROM {SUMMARY} ORDER BY participant"),  # noqa: S608
    )
