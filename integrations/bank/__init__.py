"""The paying bank. Contract: docs/partners.md#bank."""

from integrations.bank.callbacks import CallbackEvent, CallbackKind, verify_callback
from integrations.bank.client import (
    Account,
    AccountAnswer,
    AccountStatus,
    Bank,
    BankClient,
    TransferAnswer,
    TransferState,
    TransferStatus,
    bank_client,
)
from integrations.bank.statement import Statement, StatementKind, StatementLine, parse_statement

__all__ = [
    "Account",
    "AccountAnswer",
    "AccountStatus",
    "Bank",
    "BankClient",
    "CallbackEvent",
    "CallbackKind",
    "Statement",
    "StatementKind",
    "StatementLine",
    "TransferAnswer",
    "TransferState",
    "TransferStatus",
    "bank_client",
    "parse_statement",
    "verify_callback",
]
