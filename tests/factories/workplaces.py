"""Places of work and an employer's own reports, as the operations make them."""

from datetime import date, datetime
from typing import Any

from core.models import Region
from participants.enums import EmployerFact
from participants.models import Employer, EmployerReport, Workplace
from participants.operations.employer_reports import ask_for_change
from participants.operations.workplaces import open_workplace
from tests.factories.membership import staff_user
from tests.factories.participants import MORNING, StaffFactory

FACTORY = "Pabrik Karanganyar"
WHY = "Jumlah pekerja bertambah menjadi 140 orang."


def workplace(employer: Employer | None = None, at: datetime = MORNING, **facts: Any) -> Workplace:
    employer = employer or StaffFactory(is_admin=True).employer
    said = {"name": FACTORY, "address": "Jalan Raya 12", "since": date(2024, 1, 2), **facts}
    said.setdefault("region", Region.objects.get(pk="3372"))
    return open_workplace(employer, **said, actor=staff_user(employer), at=at)


def employer_report(employer: Employer | None = None, at: datetime = MORNING, **facts: Any) -> EmployerReport:
    """By itself from a medium to a large enterprise."""
    employer = employer or StaffFactory(is_admin=True).employer
    said = {"fact": EmployerFact.SCALE, "wanted": "besar", "effective_on": date(2026, 11, 9), "reason": WHY, **facts}
    return ask_for_change(employer, **said, actor=staff_user(employer), at=at)
