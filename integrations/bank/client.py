"""Calls to the bank: account names, transfers, inquiries, statement files."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from integrations.bank.statement import Statement, parse_statement
from integrations.transport import Patience, Request, Transport
from integrations.wire import Fields, Garbage


class AccountStatus(StrEnum):
    ACTIVE = "active"
    CLOSED = "closed"
    NOT_FOUND = "not_found"


class TransferState(StrEnum):
    """What the bank knows under a key. Returned: settled first, then the money came back."""

    IN_PROCESS = "in_process"
    SETTLED = "settled"
    REJECTED = "rejected"
    RETURNED = "returned"
    UNKNOWN_KEY = "unknown_key"


@dataclass(frozen=True, slots=True)
class Bank:
    """`code` has three digits; `pattern` is a regular expression of digits for its account numbers."""

    code: str
    name: str
    pattern: str

    def accepts(self, number: str) -> bool:
        """The number looks like one of this bank's; whether it exists only an inquiry says."""
        return re.fullmatch(self.pattern, number, re.ASCII) is not None


@dataclass(frozen=True, slots=True)
class Account:
    """Where the money goes. Keep the zeros in front: a number is text."""

    bank: str
    number: str
    name: str

    def __repr__(self) -> str:
        return f"Account(bank={self.bank!r}, number='…{self.number[-4:]}')"


@dataclass(frozen=True, slots=True)
class AccountAnswer:
    """`name` is the owner as the bank writes it, empty when not found."""

    name: str
    status: AccountStatus


@dataclass(frozen=True, slots=True)
class TransferAnswer:
    """`accepted` False: the bank said no at once, `code` says why and no money moves under this key."""

    accepted: bool
    code: str
    bank_reference: str


@dataclass(frozen=True, slots=True)
class TransferStatus:
    """`amount` in whole rupiah and `at` are of the latest state; both None for an unknown key."""

    state: TransferState
    code: str
    bank_reference: str
    amount: int | None
    at: datetime | None


class BankClient:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def banks(self) -> tuple[Bank, ...]:
        """Return the banks that can be paid to. Raises PartnerUnavailable."""
        return self._transport.ask(Request("banks", "GET", "/v1/banks"), _read_banks)

    def inquire_account(self, bank: str, number: str) -> AccountAnswer:
        """Whose account is this. Raises PartnerUnavailable, and PartnerRefused with `unknown_bank`."""
        return self._transport.ask(
            Request(
                "inquire_account",
                "POST",
                "/v1/accounts/inquiry",
                body={"bank": bank, "number": number},
                refusals=frozenset({"unknown_bank"}),
            ),
            _read_account,
        )

    def transfer(self, key: str, bank: str, number: str, name: str, amount: int, reference: str) -> TransferAnswer:
        """Order one transfer of `amount` whole rupiah. Never tried twice by itself.

        Raises PartnerUnavailable: nothing was sent, or the bank says it took nothing. PartnerOutcomeUnknown: it may
        have been taken, ask transfer_status. PartnerRefused: `key_reused` (same key, other content), `unknown_bank`,
        `invalid_amount`.
        """
        body = {"bank": bank, "number": number, "name": name, "amount": amount, "reference": reference}
        refusals = frozenset({"key_reused", "unknown_bank", "invalid_amount"})
        return self._transport.ask(
            Request("transfer", "POST", "/v1/transfers", body=body, key=key, repeatable=False, refusals=refusals),
            _read_transfer,
        )

    def transfer_status(self, key: str) -> TransferStatus:
        """What became of the transfer ordered under `key`. Raises PartnerUnavailable."""
        return self._transport.ask(
            Request("transfer_status", "POST", "/v1/transfers/status", body={"key": key}), _read_status
        )

    def statement(self, day: date, *, seen: Collection[str] = ()) -> Statement:
        """Return the statement of `day`. Raises PartnerUnavailable, and StatementInvalid for a file to put aside.

        `seen` are the SHA-256 of files already posted.
        """
        content = self._transport.fetch(Request("statement", "GET", f"/v1/statements/{day.isoformat()}"))
        return parse_statement(content, day=day, seen=seen)


def bank_client(*, patience: Patience | None = None) -> BankClient:
    """Return the client of the configured bank."""
    return BankClient(Transport("bank", patience=patience))


def _read_banks(fields: Fields) -> tuple[Bank, ...]:
    return tuple(
        Bank(code=row.filled("code"), name=row.filled("name"), pattern=_pattern(row.filled("pattern")))
        for row in fields.children("banks")
    )


def _pattern(text: str) -> str:
    """Only digits-and-counts patterns: somebody else's regular expression must not run wild here."""
    if not re.fullmatch(r"\^\\d\{\d{1,2}(,\d{1,2})?\}\$", text, re.ASCII):
        raise Garbage("$.banks.pattern")
    return text


def _read_account(fields: Fields) -> AccountAnswer:
    answer = AccountAnswer(name=fields.text("name"), status=fields.choice("status", AccountStatus))
    if (answer.status is AccountStatus.NOT_FOUND) != (answer.name == ""):
        raise Garbage("$.name")
    return answer


def _read_transfer(fields: Fields) -> TransferAnswer:
    status = fields.text("status")
    if status == "accepted":
        return TransferAnswer(accepted=True, code="", bank_reference=fields.filled("bank_reference"))
    if status == "rejected":
        return TransferAnswer(accepted=False, code=fields.filled("code"), bank_reference=fields.text("bank_reference"))
    raise Garbage("$.status")


def _read_status(fields: Fields) -> TransferStatus:
    state = fields.choice("state", TransferState)
    if state is TransferState.UNKNOWN_KEY:
        return TransferStatus(state=state, code="", bank_reference="", amount=None, at=None)
    return TransferStatus(
        state=state,
        code=fields.text("code"),
        bank_reference=fields.filled("bank_reference")
        if state is not TransferState.REJECTED
        else fields.text("bank_reference"),
        amount=fields.whole("amount", minimum=1),
        at=fields.moment("at"),
    )
