"""Payouts and batches for tests. Everything past `ready` is reached by operations, as the database demands."""

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import count
from uuid import uuid4

from accounts.enums import Role
from accounts.models import RoleAssignment, User
from integrations.bank import TransferAnswer
from payments.enums import NewsSource
from payments.models import Batch, Payout
from payments.operations.batches import approve_batch, build_batch, freeze_batch
from payments.operations.news import News, hear
from payments.operations.payouts import order_payout
from payments.operations.sending import record_answer, reserve

NOON = datetime(2026, 12, 14, 5, 0, tzinfo=UTC)  # Monday, 12.00 WIB
MILLION = 1_000_000
_numbers = count(1)


def make_officer(*roles: Role, name: str = "Petugas") -> User:
    officer = User.objects.create_user(email=f"petugas{next(_numbers)}@contoh.id", full_name=name)
    for role in roles:
        RoleAssignment.objects.create(user=officer, role=role, starts_on="2026-01-01")
    return officer


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


def make_batch(lines: int = 1, *, maker: User | None = None, **overrides: object) -> Batch:
    """A draft of its maker with so many new payouts, and whatever else was ready."""
    for _ in range(lines):
        make_payout(**overrides)
    return build_batch(maker=maker or make_officer(Role.BPJS_PAYMENT_MAKER), at=NOON)


def make_frozen_batch(lines: int = 1, *, maker: User | None = None, **overrides: object) -> Batch:
    batch = make_batch(lines, maker=maker, **overrides)
    return freeze_batch(batch, actor=batch.made_by, at=NOON)


def make_approved_batch(lines: int = 1, **overrides: object) -> Batch:
    batch = make_frozen_batch(lines, **overrides)
    for _ in range(1 + batch.needs_second_check):
        batch = approve_batch(batch, actor=make_officer(Role.BPJS_PAYMENT_CHECKER), shown_sha256=batch.sha256, at=NOON)
    return batch


def make_sent(**overrides: object) -> Payout:
    """Reserved: on its way to the bank, whose answer has not come."""
    payout = make_payout(**overrides)
    make_approved_batch(0)
    return reserve(payout.pk, at=NOON)


def make_accepted(**overrides: object) -> Payout:
    """At the bank, which gave its reference and will settle."""
    payout = make_sent(**overrides)
    reference = f"BR{next(_numbers):010d}"
    record_answer(payout, TransferAnswer(accepted=True, code="", bank_reference=reference), at=NOON)
    payout.refresh_from_db()
    return payout


def make_paid(**overrides: object) -> Payout:
    return tell(make_accepted(**overrides), "settled")


def make_returned(code: str = "account_closed", **overrides: object) -> Payout:
    return tell(make_paid(**overrides), "returned", code=code)


def make_rejected(code: str = "account_not_found", **overrides: object) -> Payout:
    return tell(make_sent(**overrides), "rejected", code=code)


def news(payout: Payout, kind: str, **overrides: object) -> News:
    """What the bank says about a payout, in accordance with our order unless overridden."""
    facts = {
        "kind": kind,
        "key": payout.key,
        "bank_reference": payout.bank_reference,
        "amount": payout.amount,
        "code": "",
        "day": NOON.date(),
        "source": NewsSource.CALLBACK,
    }
    return News(**facts | overrides)


def tell(payout: Payout, *kinds: str, **overrides: object) -> Payout:
    """Let the bank say so; returns the payout as it then is."""
    _tell_all(payout, kinds, overrides)
    payout.refresh_from_db()
    return payout


def _tell_all(payout: Payout, kinds: Iterable[str], overrides: dict[str, object]) -> None:
    for kind in kinds:
        hear(news(payout, kind, **overrides), at=NOON)
