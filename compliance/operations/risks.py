"""Every night: the list of employers that are worth an inspector's look, with its reasons. Nothing follows from it."""

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from compliance.models import RiskScore
from compliance.selectors.risk_facts import counted
from core import audit, clock
from core.bulk import insert_rows
from participants.models import Employer
from rules.risks import Finding, judged


@transaction.atomic
def rebuild_risks(*, at: datetime) -> int:
    """Write the list anew: most points first, then the registration number. Returns how many employers stand on it."""
    today = clock.legal_date(at)
    found: dict[UUID, list[Finding]] = defaultdict(list)
    for row in counted(today=today):
        finding = judged(row.code, row.count, row.of, today)
        if finding is not None:
            found[row.employer_id].append(finding)
    firms = {pk: (npp, region) for pk, npp, region in _firms(found)}
    order = sorted(found, key=lambda pk: (-sum(one.points for one in found[pk]), firms[pk][0]))
    RiskScore.objects.all().delete()
    insert_rows(
        RiskScore,
        len(order),
        each={
            "employer_id": order,
            "region_id": [firms[pk][1] for pk in order],
            "points": [sum(one.points for one in found[pk]) for pk in order],
            "place": list(range(1, len(order) + 1)),
            "reasons": [[_written(one) for one in sorted(found[pk], key=_heavy)] for pk in order],
        },
        same={"found_on": today},
    )
    audit.record("compliance.risks.rebuilt", actor=None, at=at, count=len(order))
    return len(order)


def _firms(found: dict[UUID, list[Finding]]) -> list[tuple[UUID, str, str | None]]:
    return list(Employer.objects.filter(pk__in=found).values_list("pk", "npp", "region_id"))


def _heavy(one: Finding) -> tuple[int, str]:
    return -one.points, one.code


def _written(one: Finding) -> dict[str, Any]:
    """Plain data, enough for the page to explain itself."""
    return {
        "code": one.code,
        "points": one.points,
        "count": one.count,
        "of": one.of,
        "least": one.least,
        "share": str(one.share),
        "law": one.law.text,
    }
