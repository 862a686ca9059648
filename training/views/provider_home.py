"""L1: the institute's day: classes today, rosters to write before they are locked, the next date for invoices."""

import uuid
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.decorators import signed_in
from core import clock
from rules.deadlines import next_training_batch
from training.decorators import with_institute
from training.enums import InstituteState
from training.models import Institute
from training.presentation import provider_home as pages
from training.presentation.attendance import meeting_row
from training.presentation.provider_next import Waiting, next_of_institute
from training.selectors import meetings as selectors
from training.selectors.invoices import StateSum, billable_classes, sums_by_state
from training.selectors.unlocks import asked_for

MOST = 8


@never_cache
@require_safe
@signed_in
@with_institute
def home(request: HttpRequest, institute: Institute) -> HttpResponse:
    """What waits, what is held today, what an invoice sent now goes with."""
    at = clock.now()
    today = clock.legal_date(at)
    waiting = selectors.unwritten([institute], at)
    open_ones = waiting.filter(locks_at__gte=at)
    locked = waiting.filter(locks_at__lt=at)
    shut = list(locked[:MOST])
    locked_rows = [meeting_row(row, at) for row in shut]
    soonest = [meeting_row(row, at) for row in open_ones[:MOST]]
    locked_count = locked.count()
    asked = asked_for(shut)
    sums = sums_by_state(institute)
    to_bill = pages.to_bill(billable_classes(institute, today).count())
    cut_off = next_training_batch(today + timedelta(days=1))
    context = {
        "institute": institute,
        "today": today,
        "first": soonest[0] if soonest else None,
        "next": None if soonest else next_of_institute(institute, _waiting(sums, to_bill, locked_rows, asked), at),
        "waiting": soonest[1:],
        "locked": locked_rows,
        "asked": asked,
        "meetings": [meeting_row(row, at) for row in selectors.meetings_on(institute, today)],
        "unplanned": selectors.unplanned(institute, today)[:MOST],
        "totals": pages.totals(institute, open_ones.count(), locked_count, cut_off, today),
        "prospect": institute.state == InstituteState.PROSPECT,
        "suspended": institute.state == InstituteState.SUSPENDED,
        "ended": institute.state == InstituteState.ENDED,
        "cut_off": cut_off,
        "invoices": pages.invoices(sums),
        "to_bill": to_bill,
    }
    return render(request, "training/mitra/beranda.html", context)


def _waiting(sums: list[StateSum], to_bill: str, locked: list[dict[str, Any]], asked: set[uuid.UUID]) -> Waiting:
    unasked = (row for row in locked if row["meeting"].pk not in asked)
    return Waiting(sums, to_bill, shut=next(unasked, None), has_shut=bool(locked))
