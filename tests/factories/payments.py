"""Payouts and batches for tests. Everything past `ready` is reached by operations, as the database demands."""

from datetime import UTC, datetime
from itertools import count
from uuid import uuid4

from accounts.models import User
from payments.models import Payout
from payments.operations.payouts import order_payout

NOON = datetime(2026, 12, 14, 5, 0, tzinfo=UTC)  # Monday, 12.00 WIB
MILLION = 1_000_000
_numbers = count(1)


def make_officer(name: str = "Petugas") -> User:
    return User.objects.create_user(email=f"petugas{next(_numbers)}@contoh.id", full_name=name)


def make_payout(**overrides: object) -> Payout:
    """An ordered payout of Rp3.000.000 to BRI."""
    number = next(_numbers)
    facts = {
        "source_kind": "claim_month",
        "source_id": uuid4(),
        "user": None,
        "payee_name": f"Penerima {number}",
        "bank_code": "002",
        "account_number": f"{number:015d}",
        "amount": 3 * MILLION,
        "at": NOON,
    }
    return order_payout(**facts | overrides)
