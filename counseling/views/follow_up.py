"""A counsellor's follow-up: which recommendations led to something, and one session with everything that did."""

import uuid

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.decorators import roles
from accounts.enums import Role
from core import audit, clock
from counseling.enums import SessionState
from counseling.filters import FollowUpFilter
from counseling.presentation import follow_up as pages
from counseling.presentation.outcomes import training_row, vacancy_row
from counseling.selectors import follow_up as lists
from counseling.selectors.outcomes import outcome_of
from counseling.views.advice import own_session

ROWS = 20
PURPOSE = "tindak lanjut konseling"


@never_cache
@require_safe
@roles(Role.COUNSELLOR)
def follow_up(request: HttpRequest) -> HttpResponse:
    """One's own held sessions by what came of them, by name and time, twenty a page."""
    state = request.GET.get("keadaan", "")
    state = state if state in lists.STATES else ""
    found = FollowUpFilter(request.GET, queryset=lists.followed_up(request.user), today=clock.today())
    page = Paginator(lists.in_state(found.qs, state), ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [pages.row(session) for session in page],
        "chips": pages.chips(lists.numbers(found.qs), state, found.form.cleaned_data),
        "state": state,
        "filter": found,
    }
    return render(request, "counseling/follow_up.html", context)


@never_cache
@require_safe
@roles(Role.COUNSELLOR)
def follow_up_one(request: HttpRequest, session_pk: uuid.UUID) -> HttpResponse:
    """What came of one's own session. That it was opened is written down, and the participant can see it."""
    session = own_session(request, session_pk)
    now = clock.now()
    if request.method == "GET":
        audit.record_access(
            actor=request.user,
            at=now,
            person_id=session.person_id,
            subject=session,
            purpose=PURPOSE,
            role=Role.COUNSELLOR,
        )
    outcome, today, zone = outcome_of(session), clock.legal_date(now), session.counsellor.zone
    context = {
        "session": session,
        "is_held": session.state == SessionState.HELD,
        "participant": session.person.full_name,
        "vacancies": [vacancy_row(row, today, zone) for row in outcome.vacancies],
        "trainings": [training_row(row, today, zone) for row in outcome.trainings],
        "reminders": list(session.follow_ups.order_by("days")),
        "zone": zone,
    }
    return render(request, "counseling/follow_up_one.html", context)
