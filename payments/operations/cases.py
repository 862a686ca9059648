"""What a person must look at: opened once, closed with a reason."""

import logging
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from core import audit
from payments.enums import CaseKind
from payments.models import BankCase, Payout

log = logging.getLogger(__name__)


def open_case(kind: CaseKind, ref: str, *, at: datetime, payout: Payout | None = None, **facts: object) -> BankCase:
    """Open a case and raise the alarm in the log; an open one for the same thing is the answer."""
    case = BankCase(kind=kind, ref=ref[:160], payout=payout, facts={k: str(v) for k, v in facts.items()}, opened_at=at)
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError:
        return BankCase.objects.get(kind=kind, ref=ref[:160], closed_at=None)
    if kind != CaseKind.OUTCOME_UNKNOWN:
        log.error("payments alarm", extra={"case": str(case.pk), "kind": str(kind), "ref": case.ref})
    audit.record("payments.case.opened", actor=None, at=at, subject=case, kind=kind)
    return case


def close_cases(kind: CaseKind, ref: str, *, resolution: str, at: datetime, actor: User | None = None) -> int:
    """Close what is open about a thing. Returns how many were; none is fine."""
    cases = list(BankCase.objects.select_for_update(of=("self",)).filter(kind=kind, ref=ref[:160], closed_at=None))
    for case in cases:
        case.closed_at, case.closed_by, case.resolution = at, actor, resolution
        case.save(update_fields=["closed_at", "closed_by", "resolution"])
        audit.record("payments.case.closed", actor=actor, at=at, subject=case, reason=resolution)
    return len(cases)


@transaction.atomic
def close_case(case: BankCase, *, actor: User, resolution: str, at: datetime) -> BankCase:
    """An officer has looked and says what came of it. A second time changes nothing."""
    case = BankCase.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if case.closed_at is None:
        close_cases(CaseKind(case.kind), case.ref, resolution=resolution, at=at, actor=actor)
        case.refresh_from_db()
    return case
