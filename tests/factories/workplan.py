"""A memorandum's work plan, taken over as the portal does it."""

import json
from typing import Any
from uuid import uuid4

from accounts.enums import Role
from accounts.models import User
from compliance.management.commands.take_over_plan import SHIPPED
from compliance.models import PlanEvaluation, PlanProgress, PlanYear, WorkPlan
from compliance.operations import workplan
from tests.factories.accounts import officer
from tests.factories.participants import MORNING

YEAR = MORNING.year


def annex(**changed: Any) -> dict[str, Any]:
    return json.loads(SHIPPED.read_text(encoding="utf-8")) | changed


def plan(**changed: Any) -> WorkPlan:
    """Jakarta's plan of 2025 to 2029."""
    return workplan.take_over_plan(annex(**changed), actor=None, at=MORNING)


def keeper(region: str = "31") -> User:
    """The coordinator of inspectors of a province."""
    return officer(Role.INSPECTION_COORDINATOR, region=region)


def year_of(of: WorkPlan, line: str = "3f", year: int = YEAR) -> PlanYear:
    return PlanYear.objects.get(activity__plan=of, activity__programme=line[0], activity__letter=line[1], year=year)


def progress(of: PlanYear, *, by: User | None = None, **said: Any) -> PlanProgress:
    facts = {"submission": uuid4(), "on": MORNING.date(), "count": 12, "text": "Satu kelas di Jakarta Timur."}
    facts |= {"file": None, "at": MORNING} | said
    return workplan.record_progress(of, actor=by or keeper(), **facts)


def submitted(of: WorkPlan, *, by: User | None = None, year: int = YEAR) -> PlanEvaluation:
    by = by or keeper()
    words = {"findings": "Pelatihan berjalan sesuai rencana.", "next_steps": "Tambah kelas di Jakarta Utara."}
    written = workplan.write_evaluation(of, year, actor=by, at=MORNING, **words)
    return workplan.submit_evaluation(written, actor=by, at=MORNING)
