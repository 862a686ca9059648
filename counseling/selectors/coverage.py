"""Counsellors against demand, area by area: set-based, one query for each column."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Min, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, Left

from accounts.selectors import RegionScope
from core import clock
from core.models import Region
from counseling.enums import TAKEN, RequestState
from counseling.models import CounsellingRequest, Counsellor, Session
from participants.enums import VOID_PHK
from participants.models import PhkEvent

PHK_DAYS = 30
WEEK = timedelta(days=7)
ELSEWHERE = ""  # people whose area nobody knows


@dataclass(frozen=True, slots=True)
class Area:
    """A province, or a regency of one; `code` is empty for those whose area is unknown.

    `certified` may take cases, `away` of them are on leave today, `uncertified` may not. `capacity` is sessions a week
    of the certified, `booked` sessions of theirs in the next seven days. `waiting` requests, the `oldest` of them, and
    how many are `late`. `phk` is people whose PHK was reported in the last PHK_DAYS days.
    """

    code: str
    name: str
    certified: int = 0
    away: int = 0
    uncertified: int = 0
    capacity: int = 0
    booked: int = 0
    waiting: int = 0
    late: int = 0
    oldest: datetime | None = None
    phk: int = 0

    @property
    def is_empty(self) -> bool:
        return not any((self.certified, self.uncertified, self.waiting, self.phk))

    @property
    def is_uncovered(self) -> bool:
        """Somebody needs counselling, and nobody here may give it."""
        return not self.certified and bool(self.waiting or self.phk)


def provinces(scope: RegionScope, at: datetime) -> list[Area]:
    """Every province that the scope reaches into, by its code, and last those whose area is unknown."""
    reached = {code[:2] for code in scope.codes}
    names = Region.objects.filter(parent=None)
    names = names if scope.everything else names.filter(pk__in=reached)
    return _areas(dict(names.values_list("code", "name")), 2, scope, at)


def regencies(scope: RegionScope, province: str, at: datetime) -> list[Area]:
    """The regencies of one province that the scope reaches; first the province's own office, when it counsels."""
    names = Region.objects.filter(Q(pk=province) | Q(parent=province))
    found = {code: name for code, name in names.values_list("code", "name") if scope.covers(code)}
    areas = _areas(found, 4, scope, at, within=province)
    return [area for area in areas if area.code != province or not area.is_empty]


def _areas(names: Mapping[str, str], digits: int, scope: RegionScope, at: datetime, within: str = "") -> list[Area]:
    today = clock.legal_date(at)
    columns = {
        **_counsellors(digits, scope, today, within),
        "booked": _booked(digits, scope, at, within),
        **_requests(digits, scope, today, within),
        "phk": _phk(digits, scope, today, within),
    }
    codes = [*sorted(names), *([ELSEWHERE] if scope.everything and not within else [])]
    areas = [
        Area(code, names.get(code, ""), **{name: cells[code] for name, cells in columns.items() if code in cells})
        for code in codes
    ]
    return [area for area in areas if area.code or not area.is_empty]


def _grouped(rows: QuerySet, column: str, digits: int, scope: RegionScope, within: str) -> QuerySet:  # type: ignore[type-arg]
    """Rows in the scope, each with the `area` that it is counted for."""
    rows = rows.filter(scope.q(column))
    if within:
        rows = rows.filter(**{f"{column}__startswith": within})
    return rows.order_by().annotate(area=Coalesce(Left(column, digits), Value(ELSEWHERE))).values("area")


def _counsellors(digits: int, scope: RegionScope, today: date, within: str) -> dict[str, dict[str, int]]:
    certified = Q(pk__in=Counsellor.objects.certified(today).values("pk"))
    away = Q(pk__in=Counsellor.objects.filter(leaves__first__lte=today, leaves__last__gte=today).values("pk"))
    rows = _grouped(Counsellor.objects.all(), "region__code", digits, scope, within).annotate(
        yes=Count("pk", filter=certified),
        no=Count("pk", filter=~certified),
        gone=Count("pk", filter=certified & away),
        sessions=Coalesce(Sum("weekly_capacity", filter=certified), 0),
    )
    found: dict[str, dict[str, int]] = {"certified": {}, "uncertified": {}, "away": {}, "capacity": {}}
    for row in rows:
        for name, key in (("certified", "yes"), ("uncertified", "no"), ("away", "gone"), ("capacity", "sessions")):
            found[name][row["area"]] = row[key]
    return found


def _booked(digits: int, scope: RegionScope, at: datetime, within: str) -> dict[str, int]:
    rows = Session.objects.filter(state__in=TAKEN, starts_at__gte=at, starts_at__lt=at + WEEK)
    rows = rows.annotate(office=F("counsellor__region__code"))
    return {
        row["area"]: row["n"]
        for row in _grouped(rows, "office", digits, scope, within).annotate(n=Count("pk"))
    }  # fmt: skip


def _requests(digits: int, scope: RegionScope, today: date, within: str) -> dict[str, dict[str, object]]:
    rows = CounsellingRequest.objects.filter(state=RequestState.WAITING)
    rows = _grouped(rows, "region__code", digits, scope, within).annotate(
        n=Count("pk"), past=Count("pk", filter=Q(answer_due_on__lt=today)), first=Min("asked_at")
    )
    found: dict[str, dict[str, object]] = {"waiting": {}, "late": {}, "oldest": {}}
    for row in rows:
        area = row["area"]
        found["waiting"][area], found["late"][area], found["oldest"][area] = row["n"], row["past"], row["first"]
    return found


def _phk(digits: int, scope: RegionScope, today: date, within: str) -> dict[str, int]:
    """By where the person lives, or else worked."""
    since = clock.start_of_day(today - timedelta(days=PHK_DAYS - 1))
    rows = PhkEvent.objects.filter(reported_at__gte=since).exclude(state__in=VOID_PHK)
    rows = rows.annotate(home=Coalesce("person__region__code", "region__code"))
    return {
        row["area"]: row["n"]
        for row in _grouped(rows, "home", digits, scope, within).annotate(n=Count("person", distinct=True))
    }  # fmt: skip
