"""Whoever loads a month may be killed anywhere: the register holds the whole month or nothing of it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from jkp_portal.demo.contribution_file import Sample, enter_members, make_sample
from participants.contribution_history import unlike_their_rows
from participants.contribution_tables import REGISTER, SUMMARY, Desk, loaded_periods, partition_of, rows, run
from participants.enums import ContributionKind
from participants.models import ContributionFile
from participants.operations.contribution_files import receive_contributions

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
OCTOBER = date(2026, 10, 1)
READING, CHECKING, LOADING = (
    f"participants.operations.contribution_{name}" for name in ("reading", "checking", "loading")
)
PLACES = (
    f"{READING}:_begun before 0",
    f"{READING}:_Feed._next_block after 2",  # in the middle of a COPY
    f"{READING}:_read_piece after 2",
    f"{READING}:_finish before 0",
    f"{CHECKING}:_find_doubles after 0",
    f"{CHECKING}:write_rejects after 0",
    f"{LOADING}:attach_month before 0",
    f"{LOADING}:make_partition before 0",  # the rows of the month are there, nothing of the register
    f"{LOADING}:make_partition after 0",
    f"{LOADING}:_swap_in before 0",
    f"{LOADING}:update_summary after 0",
    f"{LOADING}:put_away after 0",  # everything is written, nothing is committed
)


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Sample]:
    made = make_sample(tmp_path, rows=1_000, month=OCTOBER, mistakes=0.1)
    enter_members(made)
    yield made
    for period in loaded_periods():
        run(f"DROP TABLE {partition_of(period)}")
    for file in ContributionFile.objects.all():
        Desk(file.pk).clear()


class Loader:
    """The process of tests/participants/loader.py, on this test's database."""

    def __init__(self) -> None:
        facts = connection.settings_dict
        address = f"{facts['USER']}:{facts['PASSWORD']}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.participants.loader"],
            cwd=settings.BASE_DIR,
            env={
                **os.environ,
                "DATABASE_URL": f"postgresql://{address}",
                "MEDIA_ROOT": str(settings.MEDIA_ROOT),
                "DJANGO_SETTINGS_MODULE": "jkp_portal.settings.test",
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ended(self, line: str) -> int:
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


@pytest.fixture
def loader() -> Iterator[Loader]:
    made = Loader()
    yield made
    made.process.stdin.close()
    made.process.wait()
    made.process.stdout.close()


def everybody() -> list[tuple]:
    return rows(f"SELECT * FROM {SUMMARY} ORDER BY participant")  # noqa: S608


def test_killed_at_a_dozen_places_there_is_nothing_and_then_the_whole_month(sample, loader) -> None:
    with sample.path.open("rb") as source:
        file = receive_contributions(
            source, name="iuran.csv", kind=ContributionKind.MONTH, month=OCTOBER, said=sample.said, actor=None, at=AT
        )
    before = everybody()
    for place in PLACES:
        assert (place, loader.ended(f"{file.pk} {place}")) == (place, -signal.SIGKILL)
        assert (place, loaded_periods(), rows(f"SELECT * FROM {REGISTER}")) == (place, set(), [])  # noqa: S608
        assert everybody() == before
    assert loader.ended(str(file.pk)) == 0
    file.refresh_from_db()
    assert (file.state, file.rejects, file.good_rows) == ("loaded", sample.planted, 1_000 - sample.bad)
    kept = rows(f"SELECT * FROM {REGISTER}")  # noqa: S608
    assert len(kept) == file.good_rows
    after = everybody()
    assert after != before
    assert loader.ended(str(file.pk)) == 0
    assert rows(f"SELECT * FROM {REGISTER}") == kept  # noqa: S608
    assert everybody() == after


def test_killed_right_after_it_was_saved_the_month_is_whole(sample, loader) -> None:
    with sample.path.open("rb") as source:
        file = receive_contributions(
            source, name="iuran.csv", kind=ContributionKind.MONTH, month=OCTOBER, said=sample.said, actor=None, at=AT
        )
    place = f"{LOADING}:refresh_statistics before 0"
    assert loader.ended(f"{file.pk} {place}") == -signal.SIGKILL
    file.refresh_from_db()
    assert file.state == "loaded"
    assert len(rows(f"SELECT * FROM {REGISTER}")) == file.good_rows  # noqa: S608
    run(f"UPDATE {SUMMARY} SET last_wage = NULL WHERE last_period IS NULL")  # noqa: S608 - told without a month
    assert unlike_their_rows(0, every=1) == []
