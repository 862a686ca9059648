"""Whether people are back at work 30, 60 and 90 days after counselling, beside similar people without it.

Counselled: the first career session after the PHK that was held in the period, for those not at work by then. Similar:
a PHK of the same month in the same province, the same major group of the last job where it is known, not at work and
not counselled so many days after their PHK as the counselled of that group waited in the middle, nor in the days that
follow. Their share counts each group as often as it has counselled people. See docs/counselling-figures.md: this is no
trial, and the groups may differ in what nobody wrote down.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from django.core.cache import cache
from django.db import connection

from accounts.selectors import RegionScope
from core.clock import JAKARTA
from reports.hiding import share
from reports.selectors.counselling import Period

HORIZONS = (30, 60, 90)
LOOK_BACK = timedelta(days=365)  # the oldest PHK that a session of the period may follow
SECONDS = 3_600
Group = tuple[str, date, str]  # province, month of the PHK, major group or ""

_GROUPS = """
WITH fallen AS (
    SELECT DISTINCT ON (phk.person_id) phk.person_id, phk.phk_on, COALESCE(person.region_id, phk.region_id) AS region
    FROM participants_phkevent phk JOIN participants_person person ON person.id = phk.person_id
    WHERE phk.state = 'confirmed' AND phk.phk_on BETWEEN %(oldest)s AND %(today)s
    ORDER BY phk.person_id, phk.phk_on DESC
), job AS (
    SELECT DISTINCT ON (person_id) person_id, left(former_codes[1], 1) AS major
    FROM ipk_selfassessment WHERE state = 'complete' AND cardinality(former_codes) > 0
    ORDER BY person_id, completed_at DESC
), met AS (
    SELECT person_id, min((opened_at AT TIME ZONE %(zone)s)::date) AS met_on
    FROM counseling_session JOIN fallen USING (person_id)
    WHERE state = 'held' AND kind = 'career' AND (opened_at AT TIME ZONE %(zone)s)::date >= phk_on
    GROUP BY person_id
), work AS (
    SELECT claim.person_id, report.started_on AS began_on
    FROM claims_workreport report JOIN claims_claim claim ON claim.id = report.claim_id WHERE report.state <> 'undone'
    UNION ALL
    SELECT person_id, COALESCE(starts_on, (answered_at AT TIME ZONE %(zone)s)::date)
    FROM ipk_application WHERE state = 'accepted'
), back AS (
    SELECT person_id, min(began_on) AS back_on FROM work JOIN fallen USING (person_id)
    WHERE began_on > phk_on GROUP BY person_id
), people AS (
    SELECT phk_on, left(region, 2) AS province, date_trunc('month', phk_on)::date AS month,
           COALESCE(major, '') AS major, met_on, back_on
    FROM fallen LEFT JOIN job USING (person_id) LEFT JOIN met USING (person_id) LEFT JOIN back USING (person_id)
    WHERE region IS NOT NULL AND (%(nation)s OR left(region, 2) = ANY(%(codes)s) OR region = ANY(%(codes)s))
), counselled AS (
    SELECT * FROM people
    WHERE met_on BETWEEN %(first)s AND %(last)s AND (back_on IS NULL OR back_on > met_on)
), waited AS (
    SELECT province, month, major, percentile_disc(0.5) WITHIN GROUP (ORDER BY met_on - phk_on) AS days
    FROM counselled GROUP BY province, month, major
), others AS (
    SELECT people.*, phk_on + days AS from_on FROM people JOIN waited USING (province, month, major)
    WHERE back_on IS NULL OR back_on > phk_on + days
)
SELECT horizon.days, province, month, major, is_counselled, count(*),
       count(*) FILTER (WHERE back_on <= from_on + horizon.days)
FROM unnest(%(horizons)s) AS horizon(days)
CROSS JOIN LATERAL (
    SELECT province, month, major, TRUE AS is_counselled, met_on AS from_on, back_on
    FROM counselled WHERE met_on + horizon.days <= %(today)s
    UNION ALL
    SELECT province, month, major, FALSE, from_on, back_on
    FROM others
    WHERE from_on + horizon.days <= %(today)s AND (met_on IS NULL OR met_on > from_on + horizon.days)
) AS compared
GROUP BY 1, 2, 3, 4, 5
"""


@dataclass(frozen=True, slots=True)
class Compared:
    """After so many `days`: `counselled` people of whom `back` were at work, and `similar` people without counselling.

    The shares are of one; None is hidden, or nobody. Only groups with both kinds of people are compared: `without` are
    the counselled for whom nobody similar was found.
    """

    days: int
    counselled: int
    back: int
    similar: int
    similar_back: int
    without: int
    share: Fraction | None
    similar_share: Fraction | None

    @property
    def difference(self) -> Fraction | None:
        if self.share is None or self.similar_share is None:
            return None
        return self.share - self.similar_share


def back_at_work(scope: RegionScope, period: Period, *, today: date) -> list[Compared]:
    """One row for each of HORIZONS, counted at most once an hour."""
    key = f"reports.back.{period.first}.{today}.{'ID' if scope.everything else '.'.join(sorted(scope.codes))}"
    found: list[Compared] | None = cache.get(key)
    if found is None:
        counted = _counted(scope, period, today)
        found = [compare(days, counted.get(days, {})) for days in HORIZONS]
        cache.set(key, found, SECONDS)
    return found


def compare(days: int, groups: dict[Group, dict[bool, tuple[int, int]]]) -> Compared:
    """From people and how many of them are back, by group and whether they were counselled."""
    both = [cells for cells in groups.values() if True in cells and False in cells]
    counselled, back = sum(cells[True][0] for cells in both), sum(cells[True][1] for cells in both)
    similar, similar_back = sum(cells[False][0] for cells in both), sum(cells[False][1] for cells in both)
    weighed = sum((cells[True][0] * Fraction(cells[False][1], cells[False][0]) for cells in both), Fraction(0))
    return Compared(
        days=days,
        counselled=counselled,
        back=back,
        similar=similar,
        similar_back=similar_back,
        without=sum(cells[True][0] for cells in groups.values() if True in cells and False not in cells),
        share=share(back, counselled),
        similar_share=None if share(similar_back, similar) is None else weighed / counselled,
    )


def _counted(scope: RegionScope, period: Period, today: date) -> dict[int, dict[Group, dict[bool, tuple[int, int]]]]:
    found: dict[int, dict[Group, dict[bool, tuple[int, int]]]] = defaultdict(lambda: defaultdict(dict))
    params = {
        "oldest": period.first - LOOK_BACK,
        "first": period.first,
        "last": period.last,
        "today": today,
        "nation": scope.everything,
        "codes": sorted(scope.codes),
        "horizons": list(HORIZONS),
        "zone": JAKARTA.key,
    }
    with connection.cursor() as cursor:
        cursor.execute(_GROUPS, params)
        for days, province, month, major, was_counselled, people, back in cursor.fetchall():
            found[days][province, month, major][was_counselled] = (people, back)
    return found
