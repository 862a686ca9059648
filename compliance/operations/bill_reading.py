"""The lines of a bill into the database by COPY, piece by piece; the bill's row tells how far it is."""

import io
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import Sum

from compliance.bill_enums import BillState
from compliance.bill_lines import STORED, read_block
from compliance.bill_verdicts import ROWS
from compliance.models import BillRow, ContributionBill
from compliance.operations.bill_files import READ_JOB
from core.jobs import enqueue
from participants.contribution_rows import LONGEST_LINE
from participants.contribution_tables import FOR_MILLIONS, run
from participants.operations.contribution_reading import next_block

AT_ONCE = 8 * 1024 * 1024  # one transaction, then the page moves on
A_JOB = 96 * 1024 * 1024  # about a million lines; the rest is work for the next job
CHECK_JOB = "compliance.check_bill"


def read_bill(bill: ContributionBill, *, at: datetime, most: int = A_JOB) -> ContributionBill:
    """Read on from where the bill stands, at most about `most` bytes; then the next job is told.

    Every piece is one transaction, together with how far it came: twice reads nothing twice.
    """
    bill = ContributionBill.objects.get(pk=bill.pk)
    end = bill.read_bytes + most
    while bill.state == BillState.RECEIVED and bill.location and bill.read_bytes < min(end, bill.size):
        try:
            bill = _read_piece(bill)
        except ValueError:  # a line without an end
            return refuse_bill(bill, "not_text", at=at)
    if bill.state != BillState.RECEIVED or not bill.location:
        return bill
    if bill.read_bytes < bill.size:
        with transaction.atomic():
            enqueue(READ_JOB, bill_id=bill.pk)
        return bill
    return _count(bill, at)


@transaction.atomic
def _read_piece(bill: ContributionBill) -> ContributionBill:
    bill = ContributionBill.objects.select_for_update(of=("self",)).get(pk=bill.pk)
    run(FOR_MILLIONS)
    with default_storage.open(bill.location) as source:
        header = len(source.readline(LONGEST_LINE))
        place = max(bill.read_bytes, header)
        source.seek(place)
        end, line = place + AT_ONCE, bill.counted_rows + 2
        while place < end and (block := next_block(source)):
            place += len(block)
            text, lines = read_block(block if block.endswith(b"\n") else block + b"\n", bill=bill.pk, first_line=line)
            _copy(text)
            line += lines
    return _written(bill, read_bytes=place, counted_rows=line - 2)


def _copy(text: str) -> None:
    options = "FORMAT csv, FORCE_NOT_NULL (name, nik_end)"
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {ROWS} ({STORED}) FROM STDIN ({options})", io.StringIO(text))


def _count(bill: ContributionBill, at: datetime) -> ContributionBill:
    """Hold it against what its letter says, and have it judged."""
    sums = BillRow.objects.filter(bill=bill).aggregate(recomposition=Sum("recomposition"), amount=Sum("amount"))
    found = {f"counted_{name}": int(value or 0) for name, value in sums.items()}
    if bill.counted_rows != bill.said_rows:
        return refuse_bill(bill, "rows", at=at, **found)
    if found != {"counted_recomposition": bill.said_recomposition, "counted_amount": bill.said_amount}:
        return refuse_bill(bill, "totals", at=at, **found)
    with transaction.atomic():
        bill = _written(bill, **found)
        enqueue(CHECK_JOB, bill_id=bill.pk)
    return bill


def _written(bill: ContributionBill, **facts: int) -> ContributionBill:
    for name, value in facts.items():
        setattr(bill, name, value)
    ContributionBill.objects.filter(pk=bill.pk).update(**facts)
    return bill


@transaction.atomic
def refuse_bill(bill: ContributionBill, problem: str, *, at: datetime, **found: Any) -> ContributionBill:
    """It is not what its letter says it is: nothing of it is kept but what was said and counted."""
    place = bill.location
    bill = ContributionBill.workflow.move(bill, "refuse", actor=None, at=at, problem=problem, location="", **found)
    run(f"DELETE FROM {ROWS} WHERE bill_id = %s", bill.pk)  # noqa: S608
    transaction.on_commit(lambda: default_storage.delete(place))
    return bill
