"""What the bank does after it answered: settle, return, and tell the portal until it listens."""

import asyncio
import contextlib
import hashlib
import hmac
import json
import logging
import sqlite3
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from integrations.sandbox.faults import Faults
from integrations.sandbox.store import Store, seconds

logger = logging.getLogger(__name__)

CALLBACK_PATH = "/api/v1/bank/callbacks/"
RETRY_AFTER = (0.5, 1, 2, 5, 10, 30, 60, 120, 300)
BATCH = 20
TICK = 0.05
REORDER_STEP = 0.3
PATIENCE = 4


class Callbacks:
    """The bank's back office: one task that moves transfers on and delivers signed messages."""

    def __init__(self, store: Store, faults: Faults, *, secret: str, portal_url: str, settle_seconds: float) -> None:
        self._store = store
        self._faults = faults
        self._secret = secret
        self._default_url = portal_url
        self._settle_seconds = settle_seconds

    @property
    def portal_url(self) -> str:
        """Where callbacks go; empty keeps them until someone takes them."""
        return str(self._store.note("portal_url", self._default_url))

    @property
    def settle_seconds(self) -> float:
        return float(self._store.note("settle_seconds", self._settle_seconds))

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            try:
                busy = self.settle_due() + await self._deliver_due()
            except sqlite3.Error:
                logger.exception("the bank's back office stumbled and goes on")
                busy = 0
            await asyncio.sleep(0 if busy else TICK)

    def settle_due(self) -> int:
        """Move every transfer whose time has come one step on; return how many."""
        due = self._store.rows("SELECT * FROM transfers WHERE due <= ? ORDER BY due LIMIT 500", seconds())
        with self._store.writing() if due else contextlib.nullcontext():
            for row in due:
                self._move(row)
        return len(due)

    def _move(self, row: sqlite3.Row) -> None:
        account = self._store.row("SELECT * FROM accounts WHERE bank = ? AND number = ?", row["bank"], row["number"])
        kind, _, code = account["on_transfer"].partition(":") if account else ("settle", "", "")
        today, now = self._store.today().isoformat(), self._store.stamp()
        if row["state"] == "settled":
            self._update(row, "returned", code, None, settled_on=row["settled_on"], returned_on=today)
        elif kind == "reject":
            self._update(row, "rejected", code, None)
        elif account is not None and account["status"] == "closed":
            self._update(row, "rejected", "account_closed", None)
        else:
            next_due = seconds() + self.settle_seconds if kind == "return" else None
            self._update(row, "settled", "", next_due, settled_on=today)
        self._announce(row["id"], now)

    def _update(
        self,
        row: sqlite3.Row,
        state: str,
        code: str,
        due: float | None,
        *,
        settled_on: str | None = None,
        returned_on: str | None = None,
    ) -> None:
        self._store.db.execute(
            "UPDATE transfers SET state = ?, code = ?, at = ?, due = ?, settled_on = ?, returned_on = ? WHERE id = ?",
            (state, code, self._store.stamp(), due, settled_on, returned_on, row["id"]),
        )

    def _announce(self, transfer_id: int, now: str) -> None:
        (row,) = self._store.rows("SELECT * FROM transfers WHERE id = ?", transfer_id)
        switches = self._faults.of("bank")
        event = {
            "event_id": f"EV-{row['bank_reference']}-{row['state']}",
            "kind": row["state"],
            "key": row["key"],
            "bank_reference": row["bank_reference"],
            "amount": row["amount"] + (1 if switches.get("wrong_amount_callback") else 0),
            "code": row["code"],
            "occurred_at": now,
        }
        dropped = switches.get("drop_callback", False)
        for copy in range(1 + max(0, switches.get("duplicate_callback", 0))):
            wait = REORDER_STEP * (3 - (transfer_id + copy) % 4) if switches.get("reorder_callbacks") else 0
            self._store.db.execute(
                "INSERT INTO deliveries (event_id, kind, key, body, signed, due, status) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    *(event["event_id"], event["kind"], event["key"], json.dumps(event)),
                    *(not switches.get("unsigned_callback", False), None if dropped else seconds() + wait),
                    "dropped" if dropped else "waiting",
                ),
            )

    async def _deliver_due(self) -> int:
        if not self.portal_url:
            return 0
        due = self._store.rows("SELECT * FROM deliveries WHERE due <= ? ORDER BY due, id LIMIT ?", seconds(), BATCH)
        await asyncio.gather(*(self._deliver(row) for row in due))
        return len(due)

    async def _deliver(self, row: sqlite3.Row) -> None:
        url, body, headers = self.portal_url + CALLBACK_PATH, row["body"].encode(), self.headers(row)
        try:
            status = await asyncio.to_thread(post, url, body, headers)
            self._record(row, str(status), 200 <= status < 300)
        except (OSError, HTTPException, ValueError) as error:
            self._record(row, type(error).__name__, False)

    def _record(self, row: sqlite3.Row, answer: str, delivered: bool) -> None:
        attempts = row["attempts"] + 1
        given_up = not delivered and attempts > len(RETRY_AFTER)
        due = None if delivered or given_up else seconds() + RETRY_AFTER[attempts - 1]
        status = "delivered" if delivered else "given_up" if given_up else "waiting"
        self._store.db.execute(
            "UPDATE deliveries SET attempts = ?, due = ?, status = ?, answer = ? WHERE id = ?",
            (attempts, due, status, answer, row["id"]),
        )

    def headers(self, row: sqlite3.Row) -> dict[str, str]:
        """Sign at the moment of sending: a repetition is as fresh as the first."""
        headers = {"Content-Type": "application/json"}
        if row["signed"]:
            timestamp = str(int(self._store.now().timestamp()))
            message = timestamp.encode() + b"." + row["body"].encode()
            digest = hmac.new(self._secret.encode(), message, hashlib.sha256).hexdigest()
            headers |= {"X-Bank-Timestamp": timestamp, "X-Bank-Signature": f"sha256={digest}"}
        return headers

    def take(self) -> list[dict[str, object]]:
        """Hand out what waits, for tests that post it themselves; it counts as delivered."""
        waiting = self._store.rows("SELECT * FROM deliveries WHERE status = 'waiting' ORDER BY due, id")
        for row in waiting:
            self._record(row, "taken", True)
        return [{"headers": self.headers(row), "body": row["body"]} for row in waiting]


def post(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Send, and return the status; the standard library starts three times faster than a client with comforts."""
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=PATIENCE)
    try:
        connection.request("POST", parts.path, body, dict(headers))
        response = connection.getresponse()
        response.read()
        return response.status
    finally:
        connection.close()
