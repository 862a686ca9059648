"""The switches: what a partner does wrong, until it is switched off."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from integrations.sandbox.store import Store

PARTNERS = ("dukcapil", "bpjs", "bank", "sms", "karirhub", "mail")
GARBAGE = ("html", "types", "empty", "cut")
ALWAYS = -1

SWITCHES: Mapping[str, tuple[type, ...]] = {
    "down": (bool,),
    "slow": (int, float),
    "error_500": (int,),
    "error_rate": (int,),
    "error_after": (int,),
    "timeout_then_success": (int, float),
    "timeout_count": (int,),
    "garbage": (str,),
    "only": (list,),
    "forget_keys": (bool,),
    "drop_callback": (bool,),
    "duplicate_callback": (int,),
    "reorder_callbacks": (bool,),
    "unsigned_callback": (bool,),
    "wrong_amount_callback": (bool,),
    "wrong_total": (bool,),
    "partial_statement": (bool,),
    "local_dates": (bool,),
}


class UnknownFault(ValueError):
    """No such switch or not that kind of value."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What goes wrong with one call. Seconds."""

    down: bool = False
    slow: float = 0
    fails: bool = False
    fails_after: bool = False
    lingers: float = 0
    garbage: str = ""


class Faults:
    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, partner: str) -> dict:
        row = self._store.row("SELECT doc FROM faults WHERE partner = ?", partner)
        return json.loads(row["doc"]) if row else {}

    def all(self) -> dict[str, dict]:
        return {partner: self.of(partner) for partner in PARTNERS}

    def switch(self, partner: str, switches: Mapping[str, object]) -> None:
        """Replace the switches of a partner; an empty mapping makes it well again."""
        if partner not in PARTNERS:
            raise UnknownFault(partner)
        for name, value in switches.items():
            _check(name, value)
        self._keep(partner, switches)

    def clear(self) -> None:
        self._store.db.execute("DELETE FROM faults")

    def plan(self, partner: str, operation: str) -> Plan:
        """Decide about one call, and count it off."""
        switches = self.of(partner)
        if not switches or (switches.get("only") and operation not in switches["only"]):
            return Plan()
        plan = Plan(
            down=switches.get("down", False),
            slow=switches.get("slow", 0),
            fails=self._count(switches, "error_500") or self._rate(switches),
            fails_after=self._count(switches, "error_after"),
            lingers=self._lingers(switches),
            garbage=switches.get("garbage", ""),
        )
        self._keep(partner, switches)
        return plan

    def _keep(self, partner: str, switches: Mapping[str, object]) -> None:
        self._store.db.execute("INSERT OR REPLACE INTO faults VALUES (?, ?)", (partner, json.dumps(switches)))

    @staticmethod
    def _count(switches: dict, name: str) -> bool:
        left = switches.get(name, 0)
        if left > 0:
            switches[name] = left - 1
        return left != 0

    @staticmethod
    def _rate(switches: dict) -> bool:
        """A share in percent, spread evenly: 30 fails 3 of 10, always the same ones."""
        if not switches.get("error_rate"):
            return False
        switches["_spread"] = switches.get("_spread", 0) + switches["error_rate"]
        if switches["_spread"] < 100:
            return False
        switches["_spread"] -= 100
        return True

    def _lingers(self, switches: dict) -> float:
        pause = switches.get("timeout_then_success", 0)
        if pause and "timeout_count" in switches and not self._count(switches, "timeout_count"):
            return 0
        return pause


def _check(name: str, value: object) -> None:
    kinds = SWITCHES.get(name)
    if kinds is None or type(value) not in kinds:
        raise UnknownFault(name)
    if name == "garbage" and value not in GARBAGE:
        raise UnknownFault(name)
    if isinstance(value, int | float) and value < ALWAYS:
        raise UnknownFault(name)
