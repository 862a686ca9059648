"""The control door from outside: what demo seeding and tests say to a running sandbox."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

import httpx

from integrations.sandbox.people import Account, Employer, Person


class ControlRefused(RuntimeError):
    """The sandbox did not understand; a mistake in the test or seed."""


@cache
def _http() -> httpx.Client:
    return httpx.Client(timeout=30, trust_env=False, limits=httpx.Limits(keepalive_expiry=2))


class Control:
    def __init__(self, base_url: str, api_key: str) -> None:
        self._base = base_url.rstrip("/")
        self._key = api_key

    def load(
        self,
        *,
        people: Iterable[Person] = (),
        employers: Iterable[Employer] = (),
        accounts: Iterable[Account] = (),
    ) -> dict[str, int]:
        """Make people, employers and accounts known to the partners; the accounts of people come along."""
        persons = list(people)
        every_account = [*accounts, *(account for person in persons for account in person.accounts)]
        return self._say(
            "POST",
            "/_control/load",
            {
                "people": [person.document() for person in persons],
                "employers": [employer.document() for employer in employers],
                "accounts": [account.document() for account in every_account],
            },
        )

    def hired(self, nik: str, *, npp: str, since: date, until: date | None = None) -> dict[str, object]:
        """From now on BPJS knows the person at another employer too, or that this work ended again."""
        joined = {"npp": npp, "since": since.isoformat(), "until": until.isoformat() if until else None}
        return self._say("POST", f"/_control/people/{nik}", {"membership": joined})

    def died(self, nik: str, *, on: date) -> dict[str, object]:
        """From now on the registry knows of a death."""
        return self._say("POST", f"/_control/people/{nik}", {"died_on": on.isoformat()})

    def pays_in(self, *, day: date, amount: int, reference: str) -> dict[str, object]:
        """Somebody pays into the fund's account: it stands in that day's statement."""
        return self._say(
            "POST", "/_control/credits", {"day": day.isoformat(), "amount": amount, "reference": reference}
        )

    def fault(self, partner: str, **switches: object) -> dict[str, object]:
        """Replace the switches of one partner: dukcapil, bpjs, bank, sms or mail. Without switches it is well."""
        return self._say("PUT", f"/_control/faults/{partner}", switches)

    def heal(self) -> None:
        """Switch every fault off."""
        for partner in self.faults():
            self.fault(partner)

    def faults(self) -> dict[str, dict[str, object]]:
        return self._say("GET", "/_control/faults")

    def configure(self, **settings: object) -> dict[str, object]:
        """Set `portal_url`, `settle_seconds`, `clock_shift` (seconds), `blocked_numbers`, and Karirhub's vacancies by
        `karirhub_count` and `karirhub_gone`."""
        return self._say("POST", "/_control/settings", settings)

    def shift_clock(self, shift: timedelta) -> None:
        """Move the partners' day with the demo's: statements, receipts and signatures carry it."""
        self.configure(clock_shift=shift.total_seconds())

    def outbox(self, query: str = "", channel: str = "") -> dict[str, list[dict[str, object]]]:
        """Return messages (matching number, address or text), phk_notices, verifications, training_bills, transfers,
        deliveries."""
        return self._say("POST", "/_control/outbox", {"query": query, "channel": channel})

    def messages(self, recipient: str, channel: str = "") -> list[dict[str, object]]:
        """Return SMS and e-mails to `recipient`, newest first."""
        return [m for m in self.outbox(recipient, channel)["messages"] if m["recipient"] == recipient]

    def audit(self) -> dict[str, object]:
        """Return what the bank really did: transfers, total, duplicates, by_key."""
        return self._say("GET", "/bank/_audit")

    def take_callbacks(self) -> list[dict[str, object]]:
        """Return the waiting callbacks (headers, body) to post them oneself; they count as delivered."""
        return self._say("POST", "/_control/callbacks")

    def settle_now(self) -> int:
        """Let everything in process at the bank come due; returns how many steps were made."""
        return self._say("POST", "/_control/advance")["moved"]

    def reset(self) -> None:
        """Forget people, messages, transfers, faults and settings."""
        self._say("POST", "/_control/reset")

    def _say(self, method: str, path: str, body: Mapping[str, object] | None = None) -> Any:
        content = json.dumps(body or {}).encode()
        response = _http().request(method, self._base + path, content=content, headers={"X-Api-Key": self._key})
        if not response.is_success:
            raise ControlRefused(f"{method} {path}: {response.status_code} {response.text}")
        return response.json()
