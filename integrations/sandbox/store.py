"""The sandbox's memory: one SQLite file, because foreign systems survive our restarts."""

import json
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

JAKARTA = timezone(timedelta(hours=7), "WIB")

SCHEMA = """
CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, doc TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS faults (partner TEXT PRIMARY KEY, doc TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS people (nik TEXT PRIMARY KEY, doc TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS identities_asked (nik TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS employers (npp TEXT PRIMARY KEY, doc TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS accounts (
    bank TEXT NOT NULL, number TEXT NOT NULL, name TEXT NOT NULL, status TEXT NOT NULL, on_transfer TEXT NOT NULL,
    PRIMARY KEY (bank, number));
CREATE TABLE IF NOT EXISTS transfers (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL, digest TEXT NOT NULL, bank TEXT NOT NULL, number TEXT NOT NULL,
    name TEXT NOT NULL, amount INTEGER NOT NULL, reference TEXT NOT NULL, bank_reference TEXT NOT NULL,
    accepted INTEGER NOT NULL,
    state TEXT NOT NULL, code TEXT NOT NULL, at TEXT NOT NULL, due REAL, settled_on TEXT, returned_on TEXT);
CREATE INDEX IF NOT EXISTS transfers_key ON transfers (key);
CREATE INDEX IF NOT EXISTS transfers_due ON transfers (due) WHERE due IS NOT NULL;
CREATE TABLE IF NOT EXISTS credits (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL, bank TEXT NOT NULL, number TEXT NOT NULL, amount INTEGER NOT NULL,
    bank_reference TEXT NOT NULL, code TEXT NOT NULL, booked_on TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS transfer_requests (id INTEGER PRIMARY KEY, key TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS transfer_requests_key ON transfer_requests (key);
CREATE TABLE IF NOT EXISTS deliveries (
    id INTEGER PRIMARY KEY, event_id TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL,
    signed INTEGER NOT NULL, due REAL, attempts INTEGER NOT NULL DEFAULT 0, status TEXT NOT NULL, answer TEXT NOT NULL
    DEFAULT '');
CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (due) WHERE due IS NOT NULL;
CREATE TABLE IF NOT EXISTS messages (
    id INTEGER PRIMARY KEY, channel TEXT NOT NULL, key TEXT NOT NULL, digest TEXT NOT NULL, recipient TEXT NOT NULL,
    subject TEXT NOT NULL, text TEXT NOT NULL, html TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS messages_key ON messages (channel, key);
CREATE TABLE IF NOT EXISTS receipts (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, digest TEXT NOT NULL, doc TEXT NOT NULL,
    receipt_no TEXT NOT NULL, at TEXT NOT NULL, UNIQUE (kind, key));
"""
TABLES = (
    "notes",
    "faults",
    "people",
    "identities_asked",
    "employers",
    "accounts",
    "transfers",
    "credits",
    "transfer_requests",
    "deliveries",
    "messages",
    "receipts",
)


class Store:
    """One connection, used by the one event loop: every handler is alone while it runs."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.db = sqlite3.connect(folder / "sandbox.sqlite3", isolation_level=None)
        self.db.row_factory = sqlite3.Row
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=NORMAL")
        self.db.executescript(SCHEMA)

    def close(self) -> None:
        self.db.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """All or nothing."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield self.db
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        return self.db.execute(sql, values).fetchall()

    def row(self, sql: str, *values: object) -> sqlite3.Row | None:
        return self.db.execute(sql, values).fetchone()

    def empty(self) -> None:
        """Forget everything, the shift of the clock too."""
        with self.writing() as db:
            for table in TABLES:
                db.execute(f"DELETE FROM {table}")  # noqa: S608 - names from the tuple above

    def note(self, name: str, default: object = None) -> Any:
        row = self.row("SELECT doc FROM notes WHERE name = ?", name)
        return json.loads(row["doc"]) if row else default

    def keep_note(self, name: str, value: object) -> None:
        self.db.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", (name, json.dumps(value)))

    def person(self, nik: str) -> dict | None:
        row = self.row("SELECT doc FROM people WHERE nik = ?", nik)
        return json.loads(row["doc"]) if row else None

    def keep_person(self, doc: Mapping[str, object]) -> None:
        self.db.execute("INSERT OR REPLACE INTO people VALUES (?, ?)", (doc["nik"], json.dumps(doc)))

    def note_identity_asked(self, nik: str) -> None:
        self.db.execute("INSERT OR IGNORE INTO identities_asked VALUES (?)", (nik,))

    def employer(self, npp: str) -> dict | None:
        row = self.row("SELECT doc FROM employers WHERE npp = ?", npp)
        return json.loads(row["doc"]) if row else None

    def keep_employer(self, doc: Mapping[str, object]) -> None:
        self.db.execute("INSERT OR REPLACE INTO employers VALUES (?, ?)", (doc["npp"], json.dumps(doc)))

    def keep_account(self, doc: Mapping[str, object]) -> None:
        self.db.execute(
            "INSERT OR REPLACE INTO accounts VALUES (?, ?, ?, ?, ?)",
            (doc["bank"], doc["number"], doc["name"], doc.get("status", "active"), doc.get("on_transfer", "settle")),
        )

    def now(self) -> datetime:
        """The partners' present moment in Jakarta, shifted like the demo's day."""
        shift = timedelta(seconds=float(self.note("clock_shift", 0)))
        return (datetime.now(UTC) + shift).astimezone(JAKARTA)

    def stamp(self) -> str:
        return self.now().isoformat(timespec="milliseconds")

    def today(self) -> date:
        return self.now().date()


def seconds() -> float:
    """Real seconds, for delays and retries: they do not move with the demo's day."""
    return time.time()
