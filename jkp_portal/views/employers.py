"""E1: an employer's first page, with what waits for it in every part of the portal."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.decorators import signed_in
from compliance.presentation.duties import duty_row
from compliance.selectors.duties import duties_of
from core import clock
from core.formatting import countdown, deadline, plain_date
from core.language import language
from participants import policies
from participants.models import PhkEvent
from participants.selectors import employer_desk, employers_of
from participants.views.employer import current_employer


@never_cache
@require_safe
@signed_in
def employer_home(request: HttpRequest) -> HttpResponse:
    """What waits for the firm, the nearest day first."""
    user: Any = request.user
    employer = current_employer(request)
    if employer is None:
        return redirect("participants:employer_join")
    now = clock.now()
    today = clock.legal_date(now)
    desk = employer_desk(employer)
    questions = [(event.other_side_due_on, _question(event, now)) for event in desk.questions]
    duties = [(duty.due_on, duty_row(duty, now)) for duty in duties_of(user, employer, today)]
    waiting = [row for _day, row in sorted([*questions, *duties], key=lambda pair: (pair[0], pair[1]["number"]))]
    context = {
        "employer": employer,
        "others": [other for other in employers_of(user, today) if other.pk != employer.pk],
        "is_admin": policies.is_firm_admin(user, employer, today),
        "work": desk,
        "first": waiting[0] if waiting else None,
        "waiting": waiting[1:],
    }
    return render(request, "jkp_portal/employer_home.html", context)


def _question(event: PhkEvent, now: datetime) -> dict[str, Any]:
    """A worker's own report that the employer has not answered, as `duty_row` says a duty."""
    due_on = event.other_side_due_on
    due = _("Paling lambat %(due)s. Bila tidak dijawab, laporan diteruskan ke mediator.")
    return {
        "title": _("Jawab laporan PHK dari %(name)s") % {"name": event.person.full_name},
        "number": event.number,
        "due": due % {"due": deadline(due_on, language())},
        "day": plain_date(due_on, language()),
        "left": countdown(due_on, now, language()),
        "href": reverse("participants:employer_phk", args=[event.pk]),
    }
