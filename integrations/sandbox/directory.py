"""Whom the partners know, for a reader: what registering asks for, out of Dukcapil, BPJS and the bank."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from integrations.sandbox.bank import BANKS
from integrations.sandbox.store import Store

# An empty text is part of every other: without words everybody is found.
PEOPLE = """
FROM people LEFT JOIN identities_asked USING (nik)
WHERE coalesce(json_extract(doc, '$.in_dukcapil'), 1) AND (identities_asked.nik IS NULL OR NOT ?)
AND (instr(lower(json_extract(doc, '$.full_name')), lower(?)) OR instr(people.nik, ?)
    OR EXISTS (SELECT 1 FROM json_each(doc, '$.bpjs.memberships') WHERE json_extract(value, '$.npp') = ?))
"""
EMPLOYERS = "FROM employers WHERE instr(lower(json_extract(doc, '$.name')), lower(?)) OR npp = ?"
BANK_NAMES = {bank["code"]: bank["name"] for bank in BANKS}


@dataclass(frozen=True, slots=True)
class Work:
    """A membership at BPJS. `until` None: still active; `wage` the last one reported, None where BPJS holds none."""

    employer: str
    npp: str
    since: str
    until: str | None
    paid: int
    unpaid: int
    wage: int | None


@dataclass(frozen=True, slots=True)
class Account:
    bank: str
    number: str
    closed: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A person. `has_account`: the portal has asked Dukcapil who this is, as it does once somebody registered.

    `accounts` are those in the name: the bank knows no NIK. `benefits` are the days of the PHK of earlier benefits.
    """

    facts: Mapping[str, str]
    has_account: bool
    at_bpjs: bool
    work: tuple[Work, ...]
    benefits: tuple[str, ...]
    accounts: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The first of what was found, and how many there are. `free`: people without an account among them."""

    rows: list
    count: int
    free: int = 0

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


def people(store: Store, query: str, *, free: bool, limit: int) -> Found:
    """Those whose name or NIK holds `query`, or who are or were at the employer of that number; the free ones first.

    `free`: only those without an account.
    """
    number = _number(query)
    asked = (free, query, number, number)
    [counted] = store.rows(f"SELECT count(*) AS n, count(*) - count(identities_asked.nik) AS free {PEOPLE}", *asked)
    rows = store.rows(
        f"SELECT doc, identities_asked.nik IS NOT NULL AS has_account {PEOPLE}"
        " ORDER BY has_account, json_extract(doc, '$.full_name'), people.nik LIMIT ?",
        *(*asked, limit),
    )
    entries = [_entry(store, json.loads(row["doc"]), has_account=bool(row["has_account"])) for row in rows]
    return Found(entries, counted["n"], counted["free"])


def employers(store: Store, query: str, *, limit: int) -> Found:
    """Those whose name holds `query` or whose number it is, as BPJS holds them."""
    asked = (query, _number(query))
    [counted] = store.rows(f"SELECT count(*) AS n {EMPLOYERS}", *asked)
    rows = store.rows(f"SELECT doc {EMPLOYERS} ORDER BY json_extract(doc, '$.name'), npp LIMIT ?", *asked, limit)
    return Found([json.loads(row["doc"]) for row in rows], counted["n"])


def _number(query: str) -> str:
    """As it is kept: on a card it stands in groups."""
    return "".join(query.split())


def _entry(store: Store, doc: dict, *, has_account: bool) -> Entry:
    held = doc["bpjs"] or {"memberships": (), "contributions": (), "previous_benefits": ()}
    return Entry(
        facts=doc,
        has_account=has_account,
        at_bpjs=doc["bpjs"] is not None,
        work=tuple(_work(store, row, held["contributions"]) for row in held["memberships"]),
        benefits=tuple(row["phk_on"] for row in held["previous_benefits"]),
        accounts=tuple(
            Account(BANK_NAMES.get(row["bank"], row["bank"]), row["number"], closed=row["status"] == "closed")
            for row in store.rows(
                "SELECT * FROM accounts WHERE upper(name) = upper(?) ORDER BY bank, number", doc["full_name"]
            )
        ),
    )


def _work(store: Store, membership: dict, contributions: list[dict]) -> Work:
    npp, since, until = membership["npp"], membership["since"], membership["until"]
    first, last = since[:7], (until or "9999")[:7]
    rows = [row for row in contributions if row["npp"] == npp and first <= row["month"] <= last]
    paid = sum(row["paid_on"] is not None for row in rows)
    wages = [row["wage"] for row in sorted(rows, key=lambda row: row["month"]) if row["wage"] is not None]
    name = (store.employer(npp) or {}).get("name", npp)
    return Work(name, npp, since, until, paid, len(rows) - paid, wages[-1] if wages else None)
