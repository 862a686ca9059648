"""W19: what a counsellor recommended to the participant, the voucher for it, when it is held, and what comes next."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.decorators import participant
from core import clock
from notices.selectors import wishes_of
from participants.decorators import with_person
from participants.models import Person
from training import home_pages
from training.enums import EnrolmentState, RecommendationState
from training.presentation import attendance
from training.presentation import voucher as voucher_pages
from training.selectors import recommendations_of, usable_with_classes
from training.selectors.classes import lost_class
from training.selectors.meetings import may_check_in
from training.selectors.vouchers import nearest_period, reasons_of, seats_of, standing, vouchers_of


@never_cache
@require_safe
@participant
@with_person
def home(request: HttpRequest, person: Person) -> HttpResponse:
    """The class that runs, what was recommended and may be used now first, and every training that is over.

    A voucher that became a seat, and the recommendation behind it, stand there as that training.
    """
    at = clock.now()
    today = clock.legal_date(at)
    in_force = usable_with_classes(person, on=today)
    past = (
        recommendations_of(person).without_seat().exclude(pk__in=[row.pk for row in in_force]).prefetch_related("log")
    )
    vouchers = list(vouchers_of(person).without_seat()[: home_pages.MOST_PAST])
    mine = next((row for row in vouchers if row.state == "active" and row.valid_until >= today), None)
    seats = list(seats_of(person)[: home_pages.MOST_SEATS])
    seat = next((row for row in seats if row.state == EnrolmentState.ENROLLED), None)
    known = standing(person, on=today)
    period = nearest_period(known.periods, today)
    over = [row for row in seats if row.state != EnrolmentState.ENROLLED]
    ended = Paginator(over, home_pages.ROWS).get_page(request.GET.get("page"))
    context = {
        "cards": [
            home_pages.card(row, lost_class(row) if row.state == RecommendationState.USED else None)
            | {"offer": voucher_pages.offer(row, found, mine=mine, seat=seat, period=period, today=today)}
            for row, found in zip(in_force, reasons_of(in_force, known), strict=True)
        ],
        "seat": seat,
        "check_in": seat is not None and may_check_in(person, at),
        "seat_about": voucher_pages.running(seat) if seat is not None else None,
        "ended": ended,
        "ended_rows": [attendance.ended_item(row) for row in ended],
        "past": [home_pages.past_item(row) for row in past[: home_pages.MOST_PAST]],
        "vouchers": [voucher_pages.old_item(row, today) for row in vouchers if row is not mine],
        "rules": home_pages.rules_of(today),
        "zone": wishes_of(request.user).zone,  # type: ignore[arg-type]
    }
    return render(request, "training/home.html", context)
