"""A counsellor's held sessions by what came of their recommendations: counted in the database, page by page."""

from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from counseling.enums import SessionState
from counseling.models import Session, TrainingAdvice, VacancyAdvice
from ipk.enums.activities import ActivityKind
from ipk.enums.applications import ApplicationState
from ipk.models import Activity, Application
from training.enums import RecommendationState
from training.models import TrainingRecommendation

A = ApplicationState
QUIET, APPLIED, CALLED, ACCEPTED, TRAINED, NOTHING = "belum", "melamar", "dipanggil", "diterima", "dilatih", "kosong"
STATES = (QUIET, APPLIED, CALLED, ACCEPTED, TRAINED, NOTHING)


def followed_up(user: User) -> QuerySet[Session]:
    """The signed-in counsellor's held sessions, the latest first, each with what was recommended and what happened:
    `advised` vacancies, of them `applied`, `called` and `accepted`; `taught` programmes, of them `trained`. What
    another site takes applications for is applied for when its person tells of it.
    """
    rows = Session.objects.filter(counsellor__user=user, state=SessionState.HELD)
    advised = VacancyAdvice.objects.filter(session=OuterRef("pk"))
    return (
        rows.annotate(
            advised=_count(advised),
            applied=_count(advised.filter(_sent(~Q(state=A.WITHDRAWN)) | _told())),
            called=_count(advised.filter(_sent(Q(state=A.CALLED)) | _told(kind=ActivityKind.INTERVIEW))),
            accepted=_count(advised.filter(_sent(Q(state=A.ACCEPTED)))),
            taught=_count(TrainingAdvice.objects.filter(session=OuterRef("pk"))),
            trained=_count(_recommendations()),
        )
        .select_related("person__region")
        .order_by("-starts_at", "pk")
    )


def in_state(rows: QuerySet[Session], state: str) -> QuerySet[Session]:
    """`state` of STATES or all."""
    return rows.filter(_WHICH[state]) if state else rows


def numbers(rows: QuerySet[Session]) -> dict[str, int]:
    """How many sessions are in each state; one may be in several."""
    counted = rows.order_by().aggregate(**{name: Count("pk", filter=which) for name, which in _WHICH.items()})
    return {name: counted[name] for name in STATES}


_QUIET = Q(applied=0, trained=0) & (Q(advised__gt=0) | Q(taught__gt=0))
_WHICH = {
    QUIET: _QUIET,
    APPLIED: Q(applied__gt=0),
    CALLED: Q(called__gt=0),
    ACCEPTED: Q(accepted__gt=0),
    TRAINED: Q(trained__gt=0),
    NOTHING: Q(advised=0, taught=0),
}


def _sent(which: Q) -> Exists:
    """Whether the participant has such an application for the recommended vacancy."""
    own = {"person": OuterRef("session__person"), "vacancy": OuterRef("vacancy")}
    return Exists(Application.objects.filter(which, **own))


def _told(**how: str) -> Exists:
    """Whether the participant told of applying at the site that the recommended vacancy comes from."""
    own = {"person": OuterRef("session__person"), "vacancy": OuterRef("vacancy")}
    return Exists(Activity.objects.standing().filter(**own, **how))


def _recommendations() -> QuerySet[TrainingRecommendation]:
    said = TrainingAdvice.objects.filter(session=OuterRef(OuterRef("pk")), recommendation=OuterRef("pk"))
    return TrainingRecommendation.objects.filter(Exists(said), state=RecommendationState.USED)


class CountOf(Subquery):
    """How many rows a subquery finds."""

    template = "(SELECT count(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def _count(rows: QuerySet[Any]) -> CountOf:
    return CountOf(rows.order_by().values("pk"))
