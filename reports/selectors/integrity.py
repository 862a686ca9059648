"""What is odd in training, found in sets: one statement a rule (FR16 to FR18). See docs/training.md.

Numbers are those of `rules.signals` on the day. Only classes that are over count: every meeting is recorded, called off
or locked, so that what is found is what the officer will see.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from core import clock
from core.clock import JAKARTA
from rules import signals
from rules.calendar import add_months
from rules.law import Parameter
from training.enums import SignalKind
from training.operations.signals import Finding

Row = dict[str, Any]
MOST_NAMED = 50  # meetings or people that a finding names; it counts all of them
SAME, HOLIDAY, COUNSELLING = "same", "holiday", "counselling"

_OVER = """
WITH over_classes AS (
    SELECT c.id AS class_id, c.starts_on, c.ends_on, c.seats, p.title, p.institute_id
    FROM training_trainingclass c JOIN training_programme p ON p.id = c.programme_id
    WHERE c.state <> 'cancelled' AND c.ends_on BETWEEN %(first)s AND %(last)s
      AND NOT EXISTS (SELECT 1 FROM training_meeting m WHERE m.training_class_id = c.id
                      AND m.state <> 'cancelled' AND m.locks_at > %(at)s)
), attended AS (
    SELECT class_id, m.id AS meeting_id, a."on", m.starts_at, m.minutes AS planned, a.minutes,
           m.starts_at + m.minutes * interval '1 minute' AS ends_at, a.enrolment_id, a.person_id
    FROM over_classes c
    JOIN training_meeting m ON m.training_class_id = class_id AND m.state = 'recorded'
    JOIN training_attendance a ON a.meeting_id = m.id
)
"""

# Everybody of a class has the very same minutes in every meeting.
_SAME = """
, met AS (
    SELECT class_id, meeting_id, count(*) AS people, min(minutes) AS least, max(minutes) AS most,
           max(planned) AS planned
    FROM attended GROUP BY class_id, meeting_id
), classes AS (
    SELECT class_id, count(*) AS meetings, min(people) AS people,
           count(*) FILTER (WHERE least = planned) AS full_meetings
    FROM met GROUP BY class_id
    HAVING bool_and(least = most) AND min(people) = max(people) AND sum(most) > 0
       AND count(*) >= %(meetings)s AND min(people) >= %(people)s
)
SELECT over_classes.*, meetings, people, full_meetings
FROM classes JOIN over_classes USING (class_id)
WHERE people = (SELECT count(DISTINCT enrolment_id) FROM attended WHERE attended.class_id = classes.class_id)
"""

# A meeting on a national holiday at which everybody was present for all of it. Joint leave is no holiday.
_HOLIDAYS = """
, holy AS (
    SELECT class_id, meeting_id, "on", day.name AS holiday, count(*) AS people
    FROM attended JOIN core_holiday day ON day.day = "on" AND NOT day.joint_leave
    GROUP BY class_id, meeting_id, "on", day.name
    HAVING min(minutes) = max(planned) AND count(*) >= %(people)s
)
SELECT over_classes.*, meeting_id, "on", holiday, people FROM holy JOIN over_classes USING (class_id)
ORDER BY "on", meeting_id
"""

# Somebody was counselled during a meeting and still has more minutes of it than were left.
_COUNSELLED = """
, both_places AS (
    SELECT attended.*, s.opened_at, s.closed_at, s.channel
    FROM attended JOIN counseling_session s ON s.person_id = attended.person_id
     AND s.state = 'held' AND s.opened_at < attended.ends_at AND s.closed_at > attended.starts_at
), lasting AS (
    SELECT *, floor(extract(epoch FROM least(closed_at, ends_at) - greatest(opened_at, starts_at)) / 60)::int AS shared
    FROM both_places
)
SELECT over_classes.*, lasting.meeting_id, lasting."on", lasting.enrolment_id, lasting.minutes, lasting.planned,
       lasting.opened_at, lasting.closed_at, lasting.channel, lasting.shared
FROM lasting JOIN over_classes USING (class_id)
WHERE shared >= %(overlap)s AND minutes > planned - shared
ORDER BY lasting.opened_at, lasting.enrolment_id
"""

# Every class of an institute that was billed was billed for all of its seats, and nobody of them fell out.
_FULL = """
, billed AS (
    SELECT class_id, count(line.id) AS people,
           (SELECT count(*) FROM training_enrolment e
            WHERE e.training_class_id = class_id AND e.state IN ('withdrawn', 'missed')) AS fallen
    FROM over_classes c
    JOIN training_invoice i ON i.training_class_id = class_id AND i.state NOT IN ('draft', 'returned', 'cancelled')
    JOIN training_invoiceline line ON line.invoice_id = i.id AND line.is_live
    GROUP BY class_id
), houses AS (
    SELECT institute_id FROM over_classes JOIN billed USING (class_id)
    GROUP BY institute_id
    HAVING bool_and(people = seats AND fallen = 0) AND count(*) >= %(classes)s
)
SELECT over_classes.*, people FROM houses JOIN over_classes USING (institute_id) JOIN billed USING (class_id)
WHERE NOT EXISTS (SELECT 1 FROM training_signal told WHERE told.kind = 'FR17'
                  AND told.institute_id = over_classes.institute_id AND told.facts->>'last' >= %(first)s::date::text)
ORDER BY institute_id, ends_on, class_id
"""

# More of a counsellor's recommendations go to one institute than the share, and times as many as those of the others
# whose office is in the same regency or city. Where nobody else recommends there, nothing can be compared.
_ONE_HOUSE = """
WITH made AS (
    SELECT r.made_by_id, c.region_id, p.institute_id, count(*) AS n
    FROM training_trainingrecommendation r
    JOIN training_programme p ON p.id = r.programme_id
    JOIN counseling_counsellor c ON c.user_id = r.made_by_id
    WHERE r.state <> 'withdrawn' AND r.made_at >= %(begin)s AND r.made_at < %(end)s
    GROUP BY 1, 2, 3
), own AS (SELECT made_by_id, sum(n) AS total FROM made GROUP BY 1
), area AS (SELECT region_id, sum(n) AS total, count(DISTINCT made_by_id) AS people FROM made GROUP BY 1
), area_house AS (SELECT region_id, institute_id, sum(n) AS total FROM made GROUP BY 1, 2
)
SELECT made.made_by_id, made.institute_id, made.region_id, made.n, own.total, area.people - 1 AS peers,
       area_house.total - made.n AS peers_n, area.total - own.total AS peers_total
FROM made JOIN own USING (made_by_id) JOIN area USING (region_id) JOIN area_house USING (region_id, institute_id)
WHERE own.total >= %(least)s AND area.total - own.total >= %(least)s
  AND made.n * %(denominator)s > %(numerator)s * own.total
  AND made.n * (area.total - own.total) > %(times)s * (area_house.total - made.n) * own.total
  AND NOT EXISTS (SELECT 1 FROM training_signal told WHERE told.kind = 'FR18' AND told.counsellor_id = made.made_by_id
                  AND told.institute_id = made.institute_id AND told.facts->>'last' >= %(first)s::date::text)
ORDER BY made.made_by_id
"""


def odd_training(*, at: datetime) -> list[Finding]:
    """Everything that the rules find at a moment, whether it was noted before or not."""
    today = clock.legal_date(at)
    first = add_months(today, -_of(signals.SIGNAL_MONTHS, today))
    window = {"at": at, "first": first, "last": today - timedelta(days=1)}
    return [
        *_too_uniform(window, today),
        *_on_holidays(window, today),
        *_in_two_places(window, today),
        *_always_full(window, today),
        *_one_institute(window, today),
    ]


def _of(parameter: Parameter[Any], today: date) -> Any:
    return parameter.on(today).value


def _too_uniform(window: Row, today: date) -> Iterator[Finding]:
    limits = {"people": _of(signals.SIGNAL_PEOPLE, today), "meetings": _of(signals.SIGNAL_MEETINGS, today)}
    for row in _of_classes(_SAME, window | limits):
        facts = {name: row[name] for name in ("people", "meetings", "full_meetings")}
        yield _about_class(SAME, row, facts | {"limits": limits})


def _on_holidays(window: Row, today: date) -> Iterator[Finding]:
    limits = {"people": _of(signals.SIGNAL_PEOPLE, today)}
    for rows in _by_class(_of_classes(_HOLIDAYS, window | limits)):
        days = [
            {"meeting": str(row["meeting_id"]), "on": _iso(row["on"]), "name": row["holiday"], "people": row["people"]}
            for row in rows
        ]
        yield _about_class(HOLIDAY, rows[0], {"count": len(days), "days": days[:MOST_NAMED], "limits": limits})


def _in_two_places(window: Row, today: date) -> Iterator[Finding]:
    limits = {"overlap": _of(signals.SIGNAL_OVERLAP_MINUTES, today)}
    for rows in _by_class(_of_classes(_COUNSELLED, window | limits)):
        times = [
            {
                "meeting": str(row["meeting_id"]),
                "enrolment": str(row["enrolment_id"]),
                "on": _iso(row["on"]),
                "minutes": row["minutes"],
                "planned": row["planned"],
                "shared": row["shared"],
                "from": _iso(row["opened_at"]),
                "to": _iso(row["closed_at"]),
                "channel": row["channel"],
            }
            for row in rows
        ]
        yield _about_class(COUNSELLING, rows[0], {"count": len(times), "times": times[:MOST_NAMED], "limits": limits})


def _always_full(window: Row, today: date) -> Iterator[Finding]:
    limits = {"classes": _of(signals.SIGNAL_FULL_CLASSES, today), "months": _of(signals.SIGNAL_MONTHS, today)}
    houses: dict[Any, list[Row]] = defaultdict(list)
    for row in _of_classes(_FULL, window | limits):
        houses[row["institute_id"]].append(row)
    for institute_id, rows in houses.items():
        classes = [_class_facts(row) | {"seats": row["seats"], "billed": row["people"]} for row in rows]
        yield Finding(
            SignalKind.ALWAYS_FULL,
            f"{institute_id.hex}:{_iso(window['first'])}",
            institute_id,
            facts=_span(window) | {"count": len(classes), "classes": classes[:MOST_NAMED], "limits": limits},
        )


def _one_institute(window: Row, today: date) -> Iterator[Finding]:
    share = _of(signals.SIGNAL_INSTITUTE_SHARE, today)
    least, times = _of(signals.SIGNAL_RECOMMENDATIONS, today), _of(signals.SIGNAL_PEER_TIMES, today)
    asked = {
        "least": least,
        "times": times,
        "numerator": share.numerator,
        "denominator": share.denominator,
        "begin": clock.start_of_day(window["first"]),
        "end": clock.start_of_day(today),
    }
    limits = {"least": least, "times": times, "share": str(share), "months": _of(signals.SIGNAL_MONTHS, today)}
    for row in _rows(_ONE_HOUSE, window | asked):
        counted = {name: int(row[name]) for name in ("n", "total", "peers", "peers_n", "peers_total")}
        yield Finding(
            SignalKind.ONE_INSTITUTE,
            f"{row['made_by_id'].hex}:{row['institute_id'].hex}:{window['first']:%Y%m%d}",
            row["institute_id"],
            counsellor_id=row["made_by_id"],
            facts=_span(window) | counted | {"region": row["region_id"], "limits": limits},
        )


# --- rows --------------------------------------------------------------------------------------------------------


def _of_classes(rest: str, params: Row) -> list[Row]:
    return _rows(_OVER + rest, params)


def _rows(sql: str, params: Row) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _by_class(rows: Iterable[Row]) -> Iterable[list[Row]]:
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["class_id"]].append(row)
    return found.values()


def _about_class(pattern: str, row: Row, facts: Row) -> Finding:
    known = {"pattern": pattern} | _class_facts(row) | facts
    return Finding(SignalKind.SAME_PATTERN, f"{row['class_id'].hex}:{pattern}", row["institute_id"], facts=known)


def _class_facts(row: Row) -> Row:
    return {
        "class": str(row["class_id"]),
        "title": row["title"],
        "starts_on": _iso(row["starts_on"]),
        "ends_on": _iso(row["ends_on"]),
    }


def _span(window: Row) -> Row:
    return {"first": _iso(window["first"]), "last": _iso(window["last"])}


def _iso(moment: date | datetime) -> str:
    """Moments as Jakarta writes them."""
    return moment.astimezone(JAKARTA).isoformat() if isinstance(moment, datetime) else moment.isoformat()
