"""The paying bank of the sandbox: honours keys, settles later, sometimes sends money back."""

import sqlite3

from integrations.sandbox.partner import Call, Operation, Refusal, Reply
from integrations.sandbox.statements import statement
from integrations.sandbox.store import Store, seconds

BANKS = (
    {"code": "002", "name": "BRI", "pattern": r"^\d{15}$"},
    {"code": "008", "name": "Bank Mandiri", "pattern": r"^\d{13}$"},
    {"code": "009", "name": "BNI", "pattern": r"^\d{10}$"},
    {"code": "014", "name": "BCA", "pattern": r"^\d{10}$"},
    {"code": "200", "name": "BTN", "pattern": r"^\d{16}$"},
    {"code": "451", "name": "Bank Syariah Indonesia", "pattern": r"^\d{10}$"},
    {"code": "022", "name": "CIMB Niaga", "pattern": r"^\d{12,14}$"},
    {"code": "110", "name": "Bank BJB", "pattern": r"^\d{13}$"},
)
CODES = frozenset(bank["code"] for bank in BANKS)


def banks(call: Call) -> Reply:
    return Reply({"banks": list(BANKS)})


def inquire(call: Call) -> Reply:
    account = _account(call)
    if account is None:
        return Reply({"name": "", "status": "not_found"})
    return Reply({"name": account["name"], "status": account["status"]})


def transfer(call: Call) -> Reply:
    key, digest, now = call.needed_key(), call.digest(), call.store.stamp()
    call.store.db.execute("INSERT INTO transfer_requests (key, at) VALUES (?, ?)", (key, now))
    earlier = None if call.faults.of("bank").get("forget_keys") else _latest(call.store, key)
    if earlier is not None:
        if earlier["digest"] != digest:
            raise Refusal(409, "key_reused")
        return _answer(earlier)
    amount = call.body.get("amount")
    if type(amount) is not int or amount <= 0:
        raise Refusal(422, "invalid_amount")
    account = _account(call)
    refused = _refused_at_once(account)
    due = None if refused else seconds() + call.settle_seconds
    with call.store.writing() as db:
        number = db.execute("SELECT coalesce(max(id), 0) + 1 FROM transfers").fetchone()[0]
        db.execute(
            "INSERT INTO transfers (key, digest, bank, number, name, amount, reference, bank_reference, accepted,"
            " state, code, at, due) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(key, digest, call.text("bank"), call.text("number"), call.text("name"), amount),
                *(call.text("reference"), f"BR{number:010d}", not refused),
                *("rejected" if refused else "in_process", refused, now, due),
            ),
        )
    (made,) = call.store.rows("SELECT * FROM transfers WHERE id = ?", number)
    return _answer(made)


def _refused_at_once(account: sqlite3.Row | None) -> str:
    if account is None:
        return "account_not_found"
    if account["status"] == "closed":
        return "account_closed"
    kind, _, code = account["on_transfer"].partition(":")
    return code if kind == "refuse" else ""


def _answer(row: sqlite3.Row) -> Reply:
    if not row["accepted"]:
        return Reply({"status": "rejected", "code": row["code"], "bank_reference": row["bank_reference"]})
    return Reply({"status": "accepted", "code": "", "bank_reference": row["bank_reference"]}, 202)


def status(call: Call) -> Reply:
    row = _latest(call.store, call.text("key"))
    if row is None:
        return Reply({"state": "unknown_key"})
    return Reply({name: row[name] for name in ("state", "code", "bank_reference", "amount", "at")})


def day_statement(call: Call) -> Reply:
    return Reply(statement(call.store, call.path["day"], call.faults.of("bank")), media_type="text/csv")


def audit(call: Call) -> Reply:
    """What really moved, for the fault tests: duplicates are payment references that were paid more than once."""
    rows = call.store.rows("SELECT * FROM transfers WHERE state != 'rejected' ORDER BY id")
    requests = call.store.rows("SELECT key, count(*) AS n FROM transfer_requests GROUP BY key")
    asked = {row["key"]: row["n"] for row in requests}
    kept = [row for row in rows if row["state"] != "returned"]
    seen: dict[str, int] = {}
    for row in kept:
        seen[row["reference"]] = seen.get(row["reference"], 0) + 1
    return Reply(
        {
            "requests": sum(asked.values()),
            "transfers": len(rows),
            "total": sum(row["amount"] for row in rows),
            "returned": len(rows) - len(kept),
            "returned_total": sum(row["amount"] for row in rows if row["state"] == "returned"),
            "duplicates": sorted(reference for reference, times in seen.items() if times > 1),
            "by_key": {
                row["key"]: {
                    "requests": asked.get(row["key"], 0),
                    "amount": row["amount"],
                    "state": row["state"],
                    "reference": row["reference"],
                    "bank_reference": row["bank_reference"],
                }
                for row in rows
            },
        }
    )


def _latest(store: Store, key: str) -> sqlite3.Row | None:
    return store.row("SELECT * FROM transfers WHERE key = ? ORDER BY id DESC LIMIT 1", key)


def _account(call: Call) -> sqlite3.Row | None:
    bank, number = call.text("bank"), call.text("number")
    if bank not in CODES:
        raise Refusal(422, "unknown_bank")
    return call.store.row("SELECT * FROM accounts WHERE bank = ? AND number = ?", bank, number)


OPERATIONS = (
    Operation("banks", "GET", "/v1/banks", banks),
    Operation("inquire_account", "POST", "/v1/accounts/inquiry", inquire),
    Operation("transfer", "POST", "/v1/transfers", transfer),
    Operation("transfer_status", "POST", "/v1/transfers/status", status),
    Operation("statement", "GET", "/v1/statements/{day}", day_statement),
    Operation("audit", "GET", "/_audit", audit),
)
