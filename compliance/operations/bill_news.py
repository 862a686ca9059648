"""What BPJS hears of its contribution bill: Kemnaker agreed to it, or gave it back with words."""

from datetime import datetime

from accounts.enums import Role
from accounts.models import RoleAssignment, User
from accounts.selectors import has_role
from compliance.models import ContributionBill
from core import clock
from notices.operations import Telling, notify_many


def tell_bpjs(event: str, bill: ContributionBill, *, at: datetime, **facts: str) -> None:
    """Who sent the bill; where nobody of BPJS is named any more (a file of the operators), all its verifiers."""
    link, told = f"/bpjs/tagihan-iuran/{bill.pk}/", {"number": bill.number, **facts}
    notify_many(event, [Telling(user, link, str(bill.pk), told) for user in _senders(bill, at)], at=at)


def _senders(bill: ContributionBill, at: datetime) -> list[User]:
    today = clock.legal_date(at)
    if bill.received_by is not None and has_role(bill.received_by, Role.BPJS_VERIFIER, on=today):
        return [bill.received_by]
    rows = RoleAssignment.objects.in_force(today).filter(role=Role.BPJS_VERIFIER)
    return list(User.objects.filter(pk__in=rows.values("user"), is_active=True).order_by("pk"))
