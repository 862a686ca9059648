"""What the risk list counts about employers, found in sets: one statement a rule, each `employer, count, of`.

PHK and what both sides said come from the portal, wages and contributions from what BPJS said last of the people that
the portal knows, workers and arrears of whole firms from the monthly register. What is not known is not counted.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection

from compliance.enums import OPEN, ComplaintKind
from core.calendar import working_calendar
from participants.enums import VOID_PHK
from rules import parameters, risks
from rules.calendar import Month, add_months, month_of
from rules.deadlines import phk_report_due
from rules.errors import CalendarNotLoaded

GAPS = (ComplaintKind.NOT_ENROLLED, ComplaintKind.SOME_WORKERS, ComplaintKind.WAGE, ComplaintKind.PHK)
LONGEST: Final = "SET LOCAL statement_timeout = '15min'"


@dataclass(frozen=True, slots=True)
class Counted:
    """What a rule counted about an employer; `of`: the whole it is a part of, 0 when there is none."""

    code: str
    employer_id: UUID
    count: int
    of: int


_EVENTS = """
WITH events AS (
    SELECT e.id, e.employer_id, e.person_id, e.phk_on, e.wage, p.npp, e.opened_by, e.reported_at
    FROM participants_phkevent e JOIN participants_employer p ON p.id = e.employer_id
    WHERE e.phk_on BETWEEN %(since)s AND %(today)s AND NOT (e.state = ANY(%(void)s))
)
"""

# The employer's own report, by the first word of its side, against the last day of its duty.
_LATE = """
, own AS (
    SELECT events.id, employer_id, phk_on, (SELECT min(v.at) FROM participants_phkversion v
           WHERE v.event_id = events.id AND v.side = 'employer') AS said_at
    FROM events
)
SELECT employer_id, count(*) FILTER (
           WHERE coalesce((said_at AT TIME ZONE 'Asia/Jakarta')::date, %(today)s) > due.due_on) AS n, count(*) AS whole
FROM own JOIN unnest(%(phk_days)s::date[], %(due_days)s::date[]) AS due(phk_on, due_on) USING (phk_on)
GROUP BY employer_id
"""

# BPJS was asked about the worker after the PHK and named no month with this firm.
_UNREGISTERED = """
SELECT employer_id, count(DISTINCT person_id) AS n, 0 AS whole FROM events
WHERE EXISTS (SELECT 1 FROM participants_bpjssnapshot s WHERE s.person_id = events.person_id AND s.as_of >= phk_on)
  AND NOT EXISTS (SELECT 1 FROM participants_contribution c
                  WHERE c.person_id = events.person_id AND c.employer_npp = events.npp)
GROUP BY employer_id
"""

_COMPLAINTS = """
SELECT employer_id, count(*) AS n, 0 AS whole FROM compliance_complaint
WHERE employer_id IS NOT NULL AND state = ANY(%(open)s) AND kind = ANY(%(gaps)s) GROUP BY employer_id
"""

# The wage that the worker named against the last one that the firm reported before the PHK.
_LESS_WAGE = """
, both_wages AS (
    SELECT events.employer_id,
           (SELECT v.wage FROM participants_phkversion v WHERE v.event_id = events.id AND v.side = 'worker'
            ORDER BY v.at DESC LIMIT 1) AS said,
           (SELECT c.wage FROM participants_contribution c WHERE c.person_id = events.person_id
            AND c.employer_npp = events.npp AND c.month <= phk_on AND c.wage > 0 ORDER BY c.month DESC LIMIT 1) AS told
    FROM events
)
SELECT employer_id, count(*) FILTER (WHERE told * %(gap_den)s <= said * (%(gap_den)s - %(gap_num)s)) AS n,
       count(*) AS whole
FROM both_wages WHERE said > 0 AND told > 0 GROUP BY employer_id
"""

# The last three months before a PHK against the wage of the month before those.
_NEAR_THE_END = """
, months AS (
    SELECT events.employer_id, events.person_id, c.wage, row_number() OVER (
               PARTITION BY events.id ORDER BY c.month DESC) AS back
    FROM events JOIN participants_contribution c ON c.person_id = events.person_id AND c.employer_npp = events.npp
    WHERE c.month <= phk_on AND c.wage > 0
), ends AS (
    SELECT employer_id, person_id, min(wage) FILTER (WHERE back <= 3) AS lowest,
           max(wage) FILTER (WHERE back <= 3) AS highest, max(wage) FILTER (WHERE back = 4) AS before
    FROM months GROUP BY employer_id, person_id
)
"""
_WAGE_DROP = """
SELECT employer_id, count(*) FILTER (WHERE lowest * %(drop_den)s <= before * (%(drop_den)s - %(drop_num)s)) AS n,
       count(*) AS whole
FROM ends WHERE before > 0 GROUP BY employer_id
"""
_WAGE_ROSE = """
SELECT employer_id, count(*) FILTER (WHERE highest * %(rise_den)s >= before * (%(rise_den)s + %(rise_num)s)) AS n,
       count(*) AS whole
FROM ends WHERE before > 0 GROUP BY employer_id
"""

# A month with the same firm that begins after the PHK.
_REHIRED = """
SELECT employer_id, count(DISTINCT person_id) AS n, 0 AS whole FROM events
WHERE EXISTS (SELECT 1 FROM participants_contribution c
              WHERE c.person_id = events.person_id AND c.employer_npp = events.npp
                AND c.month > phk_on AND c.month <= phk_on + %(rehire)s)
GROUP BY employer_id
"""

_REASONS = """
, words AS (
    SELECT DISTINCT ON (events.id, v.side) events.id, employer_id, v.side, v.reason
    FROM events JOIN participants_phkversion v ON v.event_id = events.id ORDER BY events.id, v.side, v.at DESC
), pairs AS (
    SELECT id, employer_id, count(DISTINCT reason) AS reasons FROM words GROUP BY id, employer_id HAVING count(*) = 2
)
SELECT employer_id, count(*) FILTER (WHERE reasons = 2) AS n, count(*) AS whole FROM pairs GROUP BY employer_id
"""

# Twelve or thirteen months altogether, all of them at the ceiling, and as many workers with the very same wage.
_CEILING = """
, short AS (
    SELECT events.employer_id, events.person_id, min(c.wage) AS wage
    FROM events JOIN participants_contribution c ON c.person_id = events.person_id AND c.employer_npp = events.npp
    WHERE c.month <= phk_on AND c.paid_on IS NOT NULL
    GROUP BY events.employer_id, events.person_id, events.phk_on
    HAVING count(*) BETWEEN 12 AND 13 AND min(c.wage) = max(c.wage) AND min(c.wage) >= %(ceiling)s
       AND min(c.month) >= date_trunc('month', events.phk_on) - interval '13 months'
), alike AS (SELECT employer_id, wage, count(DISTINCT person_id) AS n FROM short GROUP BY employer_id, wage)
SELECT employer_id, max(n) AS n, 0 AS whole FROM alike GROUP BY employer_id
"""

# The same bytes, sent by one person for many PHK of a firm that has no address and no e-mail at BPJS.
_ONE_PROOF = """
, sent AS (
    SELECT events.employer_id, proof.added_by_id, f.clean_sha256, count(DISTINCT events.id) AS n
    FROM events JOIN participants_phkproof proof ON proof.event_id = events.id
    JOIN files_storedfile f ON f.id = proof.file_id JOIN participants_employer p ON p.id = events.employer_id
    WHERE p.address = '' AND p.contact_email = '' AND f.clean_sha256 <> ''
    GROUP BY events.employer_id, proof.added_by_id, f.clean_sha256
)
SELECT employer_id, max(n) AS n, 0 AS whole FROM sent GROUP BY employer_id
"""

# The register by firm: numbers of eight digits there are registration numbers here.
_FIRMS = """
WITH firms AS (
    SELECT id AS employer_id, npp::int AS number FROM participants_employer WHERE npp ~ '^[0-9]{8}$'
)
"""
_ARREARS = """
SELECT employer_id, count(DISTINCT r.period) AS n, 0 AS whole
FROM firms JOIN participants_monthlycontribution r ON r.employer = firms.number
WHERE r.period BETWEEN %(first_period)s AND %(last_due)s AND r.paid_on IS NULL GROUP BY employer_id
"""
_SAME_WAGE = """
, alike AS (
    SELECT employer_id, r.wage, count(*) AS n
    FROM firms JOIN participants_monthlycontribution r ON r.employer = firms.number
    WHERE r.period = %(last_period)s GROUP BY employer_id, r.wage
)
SELECT employer_id, max(n) AS n, sum(n)::bigint AS whole FROM alike GROUP BY employer_id
"""

# A firm whose first month lies inside the last eighteen, though the register goes back further, and the largest number
# of its PHK within thirty days against its workers in the month before they began.
_SHELL = """
, waves AS (
    SELECT one.employer_id, one.npp, one.phk_on, count(other.id) AS people
    FROM events one JOIN events other ON other.employer_id = one.employer_id
     AND other.phk_on BETWEEN one.phk_on AND one.phk_on + %(wave)s
    WHERE one.npp ~ '^[0-9]{8}$' GROUP BY one.employer_id, one.npp, one.id, one.phk_on
), largest AS (
    SELECT DISTINCT ON (employer_id) employer_id, npp::int AS number, people, phk_on,
           (extract(year FROM phk_on) * 12 + extract(month FROM phk_on) - 2)::int AS period
    FROM waves ORDER BY employer_id, people DESC, phk_on
)
SELECT l.employer_id, least(l.people, count(*) FILTER (WHERE r.period = l.period)) AS n,
       count(*) FILTER (WHERE r.period = l.period) AS whole
FROM largest l JOIN participants_monthlycontribution r ON r.employer = l.number
WHERE l.people >= %(shell_least)s
  AND (SELECT min(period) FROM participants_monthlycontribution) < %(young_since)s
GROUP BY l.employer_id, l.people, l.period
HAVING min(r.period) > %(young_since)s
"""

_OF_EVENTS = {
    "late": _LATE,
    "unregistered": _UNREGISTERED,
    "less_wage": _LESS_WAGE,
    "wage_drop": _NEAR_THE_END + _WAGE_DROP,
    "wage_rose": _NEAR_THE_END + _WAGE_ROSE,
    "rehired": _REHIRED,
    "reasons": _REASONS,
    "ceiling": _CEILING,
    "one_proof": _ONE_PROOF,
    "shell": _SHELL,
}
STATEMENTS: Final = {code: _EVENTS + sql for code, sql in _OF_EVENTS.items()} | {
    "complaints": _COMPLAINTS,
    "arrears": _FIRMS + _ARREARS,
    "same_wage": _FIRMS + _SAME_WAGE,
}


def counted(*, today: date) -> Iterator[Counted]:
    """Everything that the rules count on a day, employers with nothing left out."""
    params = _params(today)
    with connection.cursor() as cursor:
        cursor.execute(LONGEST)
        for code, sql in STATEMENTS.items():
            cursor.execute(sql, params)
            for employer_id, count, whole in cursor.fetchall():
                if count:
                    yield Counted(code, employer_id, int(count), int(whole))


def _params(today: date) -> dict[str, Any]:
    months = risks.RISK_MONTHS.on(today).value
    since = add_months(today, -months)
    days, due = report_days(since, today)
    last = _last_period()
    return {
        "today": today,
        "since": since,
        "void": list(VOID_PHK),
        "open": list(OPEN),
        "gaps": list(GAPS),
        "phk_days": days,
        "due_days": due,
        "rehire": risks.RISK_REHIRE_DAYS.on(today).value,
        "wave": risks.RISK_WAVE_DAYS.on(today).value,
        "shell_least": risks.RISK_SHELL.on(today).value[1],
        "young_since": month_of(add_months(today, -risks.RISK_SHELL_MONTHS.on(today).value)),
        "ceiling": parameters.WAGE_CEILING.on(today).value,
        "first_period": last - months + 1,
        "last_period": last,
        "last_due": min(last, month_of(today) - 2),  # the month before is due on the 15th
        **_share("gap", risks.RISK_WAGE_GAP.on(today).value),
        **_share("drop", risks.RISK_WAGE_CHANGE.on(today).value),
        **_share("rise", risks.RISK_WAGE_RISE.on(today).value),
    }


def _share(name: str, value: Any) -> dict[str, int]:
    return {f"{name}_num": value.numerator, f"{name}_den": value.denominator}


def report_days(since: date, today: date) -> tuple[list[date], list[date]]:
    """Each day of a PHK and the last day of its report; days whose calendar is not loaded are left out."""
    calendar, days, due = working_calendar(), [], []
    for back in range((today - since).days + 1):
        day = since + timedelta(days=back)
        try:
            due.append(phk_report_due(day, calendar))
        except CalendarNotLoaded:
            continue
        days.append(day)
    return days, due


def _last_period() -> Month:
    """The last month of the register; 0 when there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(period), 0) FROM participants_monthlycontribution")
        return Month(cursor.fetchone()[0])
