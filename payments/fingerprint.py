"""What a batch says, in one line of 64 characters: who approves it approves exactly this."""

import hashlib

from payments.models import Batch


def canonical_lines(batch: Batch) -> list[str]:
    """One line a payout: number, key, bank, account, payee, amount. Contains account numbers: never stored or shown."""
    return [
        f"{line.line_no}|{line.key}|{line.bank_code}|{line.account}|{line.payee_name}|{line.amount}"
        for line in batch.lines.order_by("line_no")
    ]


def fingerprint(batch: Batch) -> str:
    """SHA-256 over the batch number and its canonical lines, UTF-8, each ended by a line feed."""
    text = "".join(f"{line}\n" for line in [batch.number, *canonical_lines(batch)])
    return hashlib.sha256(text.encode()).hexdigest()
