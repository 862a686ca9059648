"""The migrated database that tests copy is the one that the migrations make, and is made anew when they change."""

import os
import re
import subprocess
from urllib.parse import urlsplit

import pytest

from devkit import schema_cache
from devkit.postgres import find_binaries


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    migrations = tmp_path / "claims" / "migrations"
    migrations.mkdir(parents=True)
    (migrations / "0001_initial.py").write_text("operations = []")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "holiday_rows.py").write_text("ROWS = []")
    monkeypatch.setattr(schema_cache, "ROOT", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "path", ["claims/migrations/0001_initial.py", "claims/migrations/0002_more.py", "rules/holiday_rows.py"]
)
def test_a_change_of_what_decides_the_schema_changes_its_name(checkout, path):
    before = schema_cache.fingerprint()
    assert schema_cache.fingerprint() == before
    (checkout / path).write_text("operations = [1]")
    assert schema_cache.fingerprint() != before


def test_other_files_do_not_change_it(checkout):
    before = schema_cache.fingerprint()
    (checkout / "claims" / "views.py").write_text("")
    assert schema_cache.fingerprint() == before


def objects_and_rows(dump: str) -> tuple[list[str], list[str]]:
    """The names of all objects, and all rows. (PostgreSQL writes an expression it has read back in another way.)"""
    names = [line for line in dump.splitlines() if line.startswith("-- Name: ")]
    rows = re.findall(r"^COPY .*?^\\\.$", dump, re.MULTILINE | re.DOTALL)
    return names, rows


def test_a_restored_database_has_every_object_and_row_that_the_migrations_made(db):
    name = schema_cache.ensure_template()
    parts = urlsplit(os.environ["DATABASE_URL"])
    again = subprocess.run(
        [find_binaries() / "pg_dump", "--no-comments", "--dbname", f"postgresql://{parts.netloc}/{name}"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    cached = (schema_cache.CACHE / f"{schema_cache.fingerprint()}.sql").read_text()
    names, rows = objects_and_rows(cached)
    assert sum("Type: TRIGGER" in line for line in names) > 5
    assert len(rows) > 50
    assert objects_and_rows(again) == (names, rows)


def test_only_the_latest_dumps_are_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(schema_cache, "CACHE", tmp_path)
    for number in range(8):
        path = tmp_path / f"{number}.sql"
        path.touch()
        os.utime(path, (number, number))
    schema_cache._forget_old()
    assert sorted(path.stem for path in tmp_path.glob("*.sql")) == ["3", "4", "5", "6", "7"]
