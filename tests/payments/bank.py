"""A bank whose every answer the test decides, and which remembers what it was asked."""

import threading
from collections.abc import Callable

from integrations.bank import TransferAnswer, TransferState, TransferStatus
from integrations.errors import PartnerOutcomeUnknown
from tests.factories.payments import NOON


class ScriptedBank:
    """Honours keys like the real one. `before` and `after` run around the moment in which the money moves."""

    def __init__(self) -> None:
        self.money: dict[str, tuple[str, int]] = {}
        self.calls: list[str] = []
        self.states: dict[str, TransferState] = {}
        self.before: Callable[[str], None] = lambda key: None
        self.after: Callable[[str], None] = lambda key: None
        self._lock = threading.Lock()

    def transfer(self, key: str, bank: str, number: str, name: str, amount: int, reference: str) -> TransferAnswer:
        with self._lock:
            self.calls.append(key)
        self.before(key)
        with self._lock:
            self.money.setdefault(key, (f"BR-{len(self.money) + 1}", amount))
            self.states.setdefault(key, TransferState.IN_PROCESS)
        self.after(key)
        return TransferAnswer(accepted=True, code="", bank_reference=self.money[key][0])

    def transfer_status(self, key: str) -> TransferStatus:
        if key not in self.money:
            return TransferStatus(TransferState.UNKNOWN_KEY, "", "", None, None)
        reference, amount = self.money[key]
        code = "account_closed" if self.states[key] in (TransferState.REJECTED, TransferState.RETURNED) else ""
        return TransferStatus(self.states[key], code, reference, amount, NOON)

    def let_all_settle(self) -> None:
        self.states = dict.fromkeys(self.money, TransferState.SETTLED)


def time_out(key: str) -> None:
    raise PartnerOutcomeUnknown("bank", "slow", key=key)
