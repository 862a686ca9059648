"""L1: the institute's day: classes today, rosters to write before they are locked, the next date for invoices."""

from datetime import timedelta

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
from training.selectors import meetings as selectors
from training.selectors.invoices import billable_classes, sums_by_state
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
    soonest = [meeting_row(row, at) for row in open_ones[:MOST]]
    locked_count = locked.count()
    cut_off = next_training_batch(today + timedelta(days=1))
    context = {
        "institute": institute,
        "today": today,
        "first": soonest[0] if soonest else None,
        "waiting": soonest[1:],
        "locked": [meeting_row(row, at) for row in shut],
        "asked": asked_for(shut),
        "meetings": [meeting_row(row, at) for row in selectors.meetings_on(institute, today)],
        "unplanned": selectors.unplanned(institute, today)[:MOST],
        "totals": pages.totals(institute, open_ones.count(), locked_count, cut_off, today),
        "prospect": institute.state == InstituteState.PROSPECT,
        "suspended": institute.state == InstituteState.SUSPENDED,
        "ended": institute.state == InstituteState.ENDED,
        "cut_off": cut_off,
        "invoices": pages.invoices(sums_by_state(institute)),
        "to_bill": pages.to_bill(billable_classes(institute, today).count()),
    }
    return render(request, "training/mitra/beranda.html", context)
