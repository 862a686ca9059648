"""Programmes as their institute and the cost desk list them."""

from datetime import date

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from accounts.models import User
from training.enums import ProgrammeState
from training.models import Institute, Interest, Programme

DESK = (ProgrammeState.PROPOSED, ProgrammeState.RETURNED, ProgrammeState.LISTED, ProgrammeState.WITHDRAWN)


def programmes_of(institute: Institute) -> QuerySet[Programme]:
    """All of an institute's, what is its turn first."""
    turn = Case(
        When(state=ProgrammeState.RETURNED, then=Value(0)),
        When(state=ProgrammeState.DRAFT, then=Value(1)),
        When(state=ProgrammeState.PROPOSED, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    rows = Programme.objects.filter(institute=institute).select_related("institute")
    return rows.annotate(turn=turn).order_by("turn", "title", "pk")


def at_the_desk() -> QuerySet[Programme]:
    """What was ever proposed: what waits first, by the day it is due. Drafts belong to their institutes."""
    waits = Case(When(state=ProgrammeState.PROPOSED, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = Programme.objects.filter(state__in=DESK).select_related("institute__region")
    return rows.annotate(waits=waits).order_by("waits", "due_on", "title", "pk")


def own_queue(user: User, on: date) -> QuerySet[Programme]:
    """What waits for its cost, in the order of the desk: of institutes to which nothing ties the officer."""
    rows = at_the_desk().filter(state=ProgrammeState.PROPOSED)
    return rows.exclude(institute__in=tied_institutes(user, on)).exclude(
        institute__in=Institute.objects.of_staff(user, on)
    )


def desk_numbers(on: date) -> dict[str, int]:
    """How many wait, are late, came back, are listed."""
    return Programme.objects.aggregate(
        waiting=Count("pk", filter=Q(state=ProgrammeState.PROPOSED)),
        late=Count("pk", filter=Q(state=ProgrammeState.PROPOSED, due_on__lt=on)),
        returned=Count("pk", filter=Q(state=ProgrammeState.RETURNED)),
        listed=Count("pk", filter=Q(state=ProgrammeState.LISTED)),
    )


def tied_institutes(user: User, on: date) -> set[object]:
    """Institutes that an officer has declared a tie to."""
    return set(Interest.objects.in_force(on).filter(officer=user).values_list("institute", flat=True))
