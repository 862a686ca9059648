"""Tables of payments: payouts, batches, the ledger, and what the bank told us."""

from payments.models.bank import (
    BankCase,
    BankStatement,
    CallbackReceipt,
    ReconciliationDay,
    ReconciliationDayLog,
    StatementLine,
)
from payments.models.banks import Bank
from payments.models.batches import Batch, BatchLog
from payments.models.ledger import JournalEntry, Posting
from payments.models.payouts import Payout, PayoutLog

__all__ = [
    "Bank",
    "BankCase",
    "BankStatement",
    "Batch",
    "BatchLog",
    "CallbackReceipt",
    "JournalEntry",
    "Payout",
    "PayoutLog",
    "Posting",
    "ReconciliationDay",
    "ReconciliationDayLog",
    "StatementLine",
]
