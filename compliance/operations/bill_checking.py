"""Judge the lines of a bill in sets, against the law of its month, the register and what was agreed before."""

from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role
from compliance.bill_enums import BLOCKING, FINDINGS, BillState
from compliance.bill_verdicts import JUDGED, ROWS, judge_sql
from compliance.models import ContributionBill
from compliance.operations.bill_feedback import write_feedback
from compliance.operations.bill_reading import CHECK_JOB
from core import audit, clock
from core.errors import ensure
from core.jobs import enqueue
from participants.contribution_law import law_of
from participants.contribution_tables import FOR_MILLIONS, loaded_periods, one, partition_of, rows, run
from rules.calendar import month_of


@transaction.atomic
def check_bill(bill: ContributionBill, *, at: datetime) -> ContributionBill:
    """Judge every line, add up, and write the file that goes back. Twice finds the same. The bytes go."""
    bill = ContributionBill.objects.select_for_update(of=("self",)).get(pk=bill.pk)
    if bill.state != BillState.RECEIVED or bill.counted_rows != bill.said_rows:
        return bill
    place, period = bill.location, month_of(bill.month)
    partition = partition_of(period) if period in loaded_periods() else None
    run(FOR_MILLIONS)
    _judge(bill, partition)
    found = _added_up() | _register(partition)
    found["feedback_location"] = write_feedback(bill)
    bill = ContributionBill.workflow.move(bill, "checked", actor=None, at=at, checked_at=at, location="", **found)
    if place:
        transaction.on_commit(lambda: default_storage.delete(place))
    return bill


@transaction.atomic
def recheck_bill(bill: ContributionBill, *, actor: User, at: datetime) -> ContributionBill:
    """Have it judged anew: the register of the month was loaded since. Raises NotAllowed, Conflict("wrong_state")."""
    ensure(has_role(actor, Role.REVIEWER, on=clock.legal_date(at)))
    bill = ContributionBill.workflow.move(bill, "recheck", actor=actor, at=at)
    enqueue(CHECK_JOB, bill_id=bill.pk)
    audit.record("compliance.bill.rechecked", actor=actor, at=at, subject=bill)
    return bill


def _judge(bill: ContributionBill, partition: str | None) -> None:
    """Verdicts beside the lines; written to those alone that have one, or had one before."""
    run(f"DROP TABLE IF EXISTS {JUDGED}")
    # Its lines came a moment ago. By the statistics of before they are none, and the planner would loop over them.
    run(f"ANALYZE {ROWS} (bill_id, participant, nik_index, period, line)")
    run(judge_sql(bill.pk, law_of(month_of(bill.month)), partition=partition))
    run(
        f"UPDATE {ROWS} r SET bits = j.bits FROM {JUDGED} j "  # noqa: S608
        "WHERE r.bill_id = %s AND r.line = j.line AND j.bits <> j.before",
        bill.pk,
    )


def _added_up() -> dict[str, Any]:
    """What the month must cost by the law, what relief takes off, and how many lines have what."""
    sums = one(
        "SELECT coalesce(sum(government), 0), coalesce(sum(CASE WHEN relief THEN low_jkk ELSE full_jkk END), 0), "  # noqa: S608
        "coalesce(sum(jkm), 0), count(*) FILTER (WHERE relief), "
        f"coalesce(sum(full_jkk - low_jkk) FILTER (WHERE relief), 0) FROM {JUDGED} WHERE counts"
    )
    names = ("our_amount", "our_jkk", "our_jkm", "relief_rows", "relief_off")
    found: dict[str, Any] = {name: int(value) for name, value in zip(names, sums, strict=True)}
    rest = one(
        f"SELECT count(*) FILTER (WHERE bits <> 0), count(*) FILTER (WHERE bits & {BLOCKING} <> 0), "  # noqa: S608
        f"coalesce(sum(amount) FILTER (WHERE bits & {BLOCKING} = 0), 0) FROM {JUDGED}"
    )
    found |= {
        name: int(value) for name, value in zip(("found_rows", "blocking_rows", "good_amount"), rest, strict=True)
    }
    by_bits = rows(f"SELECT bits, count(*) FROM {JUDGED} WHERE bits <> 0 GROUP BY bits ORDER BY bits")  # noqa: S608
    found["findings"] = {
        code.value: count
        for code, finding in FINDINGS.items()
        if (count := sum(int(many) for bits, many in by_bits if bits & finding.bit))
    }
    return found


def _register(partition: str | None) -> dict[str, int | None]:
    """What the register itself says of the month; unknown while it is not loaded."""
    names = ("register_rows", "register_amount", "register_recomposition")
    if partition is None:
        return dict.fromkeys(names)
    sums = one(f"SELECT count(*), coalesce(sum(government), 0), coalesce(sum(jkk + jkm), 0) FROM {partition}")  # noqa: S608
    return {name: int(value) for name, value in zip(names, sums, strict=True)}
