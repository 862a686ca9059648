"""Work plans as their readers see them: the board of a year, one activity, and the figures of an evaluation."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum

from accounts.models import User
from compliance.enums import PlanYearState
from compliance.models import PlanEvaluation, PlanYear, WorkPlan


@dataclass(frozen=True, slots=True)
class ProgrammeFigures:
    """One programme in a year. `reached`: activities with a target that their entries reach."""

    number: int
    title: str
    activities: int
    planned: int
    running: int
    done: int
    dropped: int
    with_target: int
    reached: int


def plans_for(user: User, on: date) -> QuerySet[WorkPlan]:
    """Plans that one's office reads, with their province."""
    return WorkPlan.objects.visible_to(user, on).select_related("region")


def years_of(plan: WorkPlan) -> list[int]:
    years = PlanYear.objects.filter(activity__plan=plan).order_by("year").values_list("year", flat=True)
    return list(years.distinct())


def board(plan: WorkPlan, year: int) -> QuerySet[PlanYear]:
    """The activities of a year in the annex's order, with the number of their entries."""
    rows = PlanYear.objects.filter(activity__plan=plan, year=year).select_related("activity")
    return rows.annotate(entries_count=Count("entries")).order_by("activity__programme", "activity__letter")


def plan_year_for(user: User, pk: UUID, on: date) -> PlanYear | None:
    """One activity in one year, if the user's office reads its plan."""
    plans = WorkPlan.objects.visible_to(user, on)
    rows = PlanYear.objects.filter(activity__plan__in=plans).select_related("activity__plan__region")
    return rows.filter(pk=pk).first()


def evaluation_of(plan: WorkPlan, year: int) -> PlanEvaluation | None:
    return plan.evaluations.filter(year=year).select_related("written_by", "agreed_by").first()


def figures_of(plan: WorkPlan, year: int) -> list[ProgrammeFigures]:
    """By programme, in the annex's order. One query."""
    state, found = PlanYearState, PlanYear.objects.filter(activity__plan=plan, year=year)
    rows = (
        found.order_by()
        .values(number=F("activity__programme"), title=F("activity__programme_title"))
        .annotate(
            activities=Count("pk"),
            with_target=Count("pk", filter=Q(target__isnull=False)),
            reached=Count("pk", filter=Q(done__gte=F("target"))),
            **{name: Count("pk", filter=Q(state=name)) for name in state.values},
        )
        .order_by("number")
    )
    return [ProgrammeFigures(**row) for row in rows]


def done_by_unit(plan: WorkPlan, year: int) -> list[tuple[str, int]]:
    """What was counted in a year, by unit, most first."""
    found = PlanYear.objects.filter(activity__plan=plan, year=year, done__gt=0).order_by()
    rows = found.values_list("activity__unit").annotate(total=Sum("done")).order_by("-total", "activity__unit")
    return [(str(unit), int(total)) for unit, total in rows]
