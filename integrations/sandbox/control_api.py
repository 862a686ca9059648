"""The hidden door: load people, switch faults, look at what was received. For demo and tests."""

import json
from collections.abc import Mapping

from integrations.sandbox.callbacks import Callbacks
from integrations.sandbox.faults import Faults, UnknownFault
from integrations.sandbox.partner import Refusal
from integrations.sandbox.store import Store

LIMIT = 500
NEW_MEMBERSHIP = {"kpj": "99000000999", "programmes": ["JKK", "JKM", "JHT", "JP"], "until": None}
BPJS_FACTS = {"citizen", "registered_on", "jkn", "memberships", "contributions", "previous_benefits"}


def load(store: Store, body: Mapping[str, object]) -> dict[str, int]:
    """Take people, employers and accounts; the same number replaces what was held."""
    people, employers, accounts = (_docs(body, name) for name in ("people", "employers", "accounts"))
    with store.writing():
        for employer in employers:
            _need(employer, {"npp", "name", "scale", "address", "region_code", "email", "status", "status_since"})
            store.keep_employer(employer)
        for person in people:
            _need(person, {"nik", "full_name", "mother_name", "born_on", "sex", "region_code", "bpjs"})
            if person["bpjs"]:
                _need(person["bpjs"], BPJS_FACTS)
            store.keep_person(person)
        for account in accounts:
            _need(account, {"bank", "number", "name"})
            store.keep_account(account)
    return {"people": len(people), "employers": len(employers), "accounts": len(accounts)}


def change(store: Store, nik: str, body: Mapping[str, object]) -> dict[str, object]:
    """Something happened to somebody: `membership` (npp, since, until) begins, or `died_on`. What was held stays."""
    person = store.person(nik)
    if person is None:
        raise Refusal(404, "unknown_person")
    unknown = body.keys() - {"membership", "died_on"}
    if unknown:
        raise Refusal(422, f"unknown_change:{','.join(sorted(unknown))}")
    if "membership" in body:
        _join(person, body["membership"])
    if "died_on" in body:
        person["died_on"] = body["died_on"]
    with store.writing():
        store.keep_person(person)
    return {"nik": nik, "memberships": len((person["bpjs"] or {}).get("memberships", [])), "died_on": person["died_on"]}


def _join(person: dict, joined: object) -> None:
    """The same employer and first day replace what was held."""
    if not isinstance(joined, dict) or not person["bpjs"]:
        raise Refusal(422, "no_membership")
    _need(joined, {"npp", "since"})
    held = person["bpjs"]
    others = [row for row in held["memberships"] if (row["npp"], row["since"]) != (joined["npp"], joined["since"])]
    held["memberships"] = [*others, {**NEW_MEMBERSHIP, **joined}]


def switch(faults: Faults, partner: str, body: Mapping[str, object]) -> dict[str, object]:
    """Replace the switches of one partner and return them."""
    try:
        faults.switch(partner, body)
    except UnknownFault as unknown:
        raise Refusal(422, f"unknown_fault:{unknown}") from None
    return faults.of(partner)


def configure(store: Store, body: Mapping[str, object]) -> dict[str, object]:
    """Set where callbacks go, how fast the bank settles, how far the clock is shifted, which numbers are blocked, and
    which of Karirhub's vacancies there are: the first `karirhub_count`, without those in `karirhub_gone`."""
    kinds = {
        "portal_url": (str,),
        "settle_seconds": (int, float),
        "clock_shift": (int, float),
        "blocked_numbers": (list,),
        "karirhub_count": (int,),
        "karirhub_gone": (list,),
    }
    for name, value in body.items():
        if type(value) not in kinds.get(name, ()):
            raise Refusal(422, f"unknown_setting:{name}")
        store.keep_note(name, value)
    return {name: store.note(name) for name in kinds}


def outbox(store: Store, query: str = "", channel: str = "") -> dict[str, list[dict[str, object]]]:
    """Return what was received, newest first, at most LIMIT of each."""
    like = f"%{query}%"
    messages = store.rows(
        "SELECT * FROM messages WHERE (? = '' OR channel = ?) AND (recipient LIKE ? OR text LIKE ? OR subject LIKE ?)"
        " ORDER BY id DESC LIMIT ?",
        *(channel, channel, like, like, like, LIMIT),
    )
    receipts = store.rows("SELECT * FROM receipts ORDER BY id DESC LIMIT ?", LIMIT)
    transfers = store.rows("SELECT * FROM transfers ORDER BY id DESC LIMIT ?", LIMIT)
    deliveries = store.rows("SELECT * FROM deliveries ORDER BY id DESC LIMIT ?", LIMIT)
    documents = [{**dict(row), "doc": json.loads(row["doc"])} for row in receipts]
    return {
        "messages": [dict(row) for row in messages],
        "phk_notices": [doc for doc in documents if doc["kind"] == "phk_notice"],
        "verifications": [doc for doc in documents if doc["kind"] == "verification"],
        "training_bills": [doc for doc in documents if doc["kind"] == "training_bill"],
        "transfers": [dict(row) for row in transfers],
        "deliveries": [dict(row) for row in deliveries],
    }


def pay_in(store: Store, body: Mapping[str, object]) -> dict[str, object]:
    """Somebody pays into the fund's account: `day`, `amount` in whole rupiah, and the `reference` that they write."""
    _need(body, {"day", "amount", "reference"})
    if type(body["amount"]) is not int or body["amount"] <= 0:
        raise Refusal(422, "invalid_amount")
    with store.writing() as db:
        number = db.execute("SELECT coalesce(max(id), 0) + 1 FROM credits").fetchone()[0]
        reference = f"CR{number:010d}"
        db.execute(
            "INSERT INTO credits (key, bank, number, amount, bank_reference, code, booked_on)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (body["reference"], "002", "000000000001234", body["amount"], reference, "", body["day"]),
        )
    return {"bank_reference": reference}


def settle_now(store: Store, callbacks: Callbacks) -> dict[str, int]:
    """Let every waiting transfer come due at once, returned money too."""
    moved = 0
    while store.db.execute("UPDATE transfers SET due = 0 WHERE due IS NOT NULL").rowcount:
        moved += callbacks.settle_due()
    return {"moved": moved}


def _docs(body: Mapping[str, object], name: str) -> list[dict]:
    docs = body.get(name, [])
    if not isinstance(docs, list) or not all(isinstance(doc, dict) for doc in docs):
        raise Refusal(422, f"not_a_list:{name}")
    return docs


def _need(doc: Mapping[str, object], names: set[str]) -> None:
    missing = names - doc.keys()
    if missing:
        raise Refusal(422, f"missing:{','.join(sorted(missing))}")
