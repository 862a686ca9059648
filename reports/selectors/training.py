"""What became of training: who finished, who was certified, who found work, what it cost; and whether it fitted.

Outcomes are of seats in classes whose last day lies in the period. Recommendations are those made in it, with what the
counsellor saw: the groups of work of the worksheet, or of the assessment that was complete by then. See
docs/training.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from core.clock import JAKARTA
from reports.models import InstituteEvaluation
from reports.selectors.counselling import Period

HIRED_WITHIN = 180  # days after the last day of the class
BEST_GROUPS = 3
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked at: `province` of two digits, `group` the major group of work, one `institute`; empty is all."""

    period: Period
    province: str = ""
    group: str = ""
    institute: UUID | None = None

    def params(self, today: date) -> Row:
        begin, end = self.period.moments
        return {
            "first": self.period.first,
            "last": self.period.last,
            "begin": begin,
            "end": end,
            "today": today,
            "province": self.province,
            "group": self.group,
            "institute": self.institute,
            "within": HIRED_WITHIN,
            "zone": JAKARTA.key,
            "best": BEST_GROUPS,
        }


def year_of(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31))


_WORK = """
WITH work AS (
    SELECT claim.person_id, report.started_on AS began_on
    FROM claims_workreport report JOIN claims_claim claim ON claim.id = report.claim_id WHERE report.state <> 'undone'
    UNION ALL
    SELECT person_id, COALESCE(starts_on, (answered_at AT TIME ZONE %(zone)s)::date)
    FROM ipk_application WHERE state = 'accepted'
)
"""

_SEATS = """
, seats AS (
    SELECT i.id AS institute_id, i.name AS institute, i.vin, i.province, p.id AS programme_id, p.title, p."group",
           e.state, e.lsp_number <> '' AS certified, c.ends_on + %(within)s >= %(today)s AS watched,
           EXISTS (SELECT 1 FROM work WHERE work.person_id = e.person_id AND began_on > c.starts_on
                   AND began_on <= least(c.ends_on + %(within)s, %(today)s))
           OR e.state = 'working' AS hired,
           COALESCE((SELECT sum(line.price) FROM training_invoiceline line
                     JOIN training_invoice bill ON bill.id = line.invoice_id
                     WHERE line.enrolment_id = e.id AND line.is_live
                     AND bill.state = 'paid'), 0) AS paid,
           EXISTS (SELECT 1 FROM training_invoice bill
                   WHERE bill.training_class_id = c.id
                   AND bill.state = 'paid') AS settled
    FROM training_enrolment e
    JOIN training_trainingclass c ON c.id = e.training_class_id AND c.state <> 'cancelled'
    JOIN training_programme p ON p.id = c.programme_id
    JOIN training_institute i ON i.id = p.institute_id
    WHERE c.ends_on BETWEEN %(first)s AND %(last)s
      AND (%(province)s = '' OR i.province = %(province)s)
      AND (%(group)s = '' OR left(p."group", 1) = %(group)s)
      AND (%(institute)s::uuid IS NULL OR i.id = %(institute)s::uuid)
)
SELECT institute_id, max(institute) AS institute, max(vin) AS vin, max(province) AS province,
       programme_id, max(title) AS title, max("group") AS "group",
       count(*) AS enrolled,
       count(*) FILTER (WHERE state = 'enrolled') AS undecided,
       count(*) FILTER (WHERE state = 'completed') AS completed,
       count(*) FILTER (WHERE state = 'completed' AND certified) AS certified,
       count(*) FILTER (WHERE state = 'missed') AS missed,
       count(*) FILTER (WHERE state = 'withdrawn') AS withdrawn,
       count(*) FILTER (WHERE state = 'working') AS working,
       count(*) FILTER (WHERE hired AND state <> 'enrolled') AS hired,
       count(*) FILTER (WHERE watched AND NOT hired AND state <> 'enrolled') AS watched,
       count(*) FILTER (WHERE state = 'completed' AND settled) AS completed_paid,
       COALESCE(sum(paid), 0)::bigint AS paid
FROM seats
GROUP BY GROUPING SETS ((), (institute_id), (institute_id, programme_id))
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of `enrolled` seats, `undecided` have no outcome yet. `working` found work while the class went on; `hired` at
    all until HIRED_WITHIN days after it; for `watched` that time is not over. `paid` is whole rupiah that reached
    institutes, `completed_paid` who completed in the classes that it was for.
    """

    enrolled: int = 0
    undecided: int = 0
    completed: int = 0
    certified: int = 0
    missed: int = 0
    withdrawn: int = 0
    working: int = 0
    hired: int = 0
    watched: int = 0
    completed_paid: int = 0
    paid: int = 0

    @property
    def ended(self) -> int:
        return self.enrolled - self.undecided

    @property
    def per_completed(self) -> int | None:
        """Whole rupiah for each who completed in a class that is paid, rounded down; None while none is."""
        return self.paid // self.completed_paid if self.completed_paid else None


@dataclass(frozen=True, slots=True)
class OfInstitute:
    institute_id: UUID
    name: str
    vin: str
    province: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class OfProgramme:
    institute_id: UUID
    institute: str
    programme_id: UUID
    title: str
    group: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The whole, by institute and by programme, both in the order of the alphabet."""

    total: Outcome
    institutes: Sequence[OfInstitute]
    programmes: Sequence[OfProgramme]


def outcomes(wanted: Wanted, *, today: date) -> Outcomes:
    """One statement, whatever the number of rows."""
    rows = _rows(_WORK + _SEATS, wanted.params(today))
    total = next(_outcome(row) for row in rows if row["institute_id"] is None)
    houses = [
        OfInstitute(row["institute_id"], row["institute"], row["vin"], row["province"], _outcome(row))
        for row in rows
        if row["institute_id"] is not None and row["programme_id"] is None
    ]
    programmes = [
        OfProgramme(
            row["institute_id"], row["institute"], row["programme_id"], row["title"], row["group"], _outcome(row)
        )
        for row in rows
        if row["programme_id"] is not None
    ]
    return Outcomes(
        total,
        sorted(houses, key=lambda row: (row.name.casefold(), str(row.institute_id))),
        sorted(programmes, key=lambda row: (row.title.casefold(), row.institute.casefold(), str(row.programme_id))),
    )


def _outcome(row: Row) -> Outcome:
    return Outcome(**{field.name: row[field.name] for field in fields(Outcome)})


# --- assessment, recommendation, training ------------------------------------------------------------------------

_FITS = """
, made AS (
    SELECT r.id, r.person_id, r.made_at, left(p."group", 2) AS code, r.session_ref
    FROM training_trainingrecommendation r
    JOIN training_programme p ON p.id = r.programme_id
    JOIN training_institute i ON i.id = p.institute_id
    WHERE r.state <> 'withdrawn' AND r.made_at >= %(begin)s AND r.made_at < %(end)s
      AND (%(province)s = '' OR i.province = %(province)s)
      AND (%(group)s = '' OR left(p."group", 1) = %(group)s)
      AND (%(institute)s::uuid IS NULL OR i.id = %(institute)s::uuid)
), judged AS (
    SELECT made.*, COALESCE(seen.codes, assessed.codes) AS codes
    FROM made
    LEFT JOIN LATERAL (
        SELECT array_agg(left(best->>'code', 2)) AS codes
        FROM counseling_worksheet sheet, jsonb_path_query(sheet.facts, '$.assessment.groups[*]') AS best
        WHERE sheet.session_id = made.session_ref
    ) AS seen ON TRUE
    LEFT JOIN LATERAL (
        SELECT array_agg(left(best.code, 2)) AS codes FROM (
            SELECT score->>0 AS code
            FROM (SELECT result FROM ipk_selfassessment
                  WHERE person_id = made.person_id AND state = 'complete' AND completed_at <= made.made_at
                  ORDER BY completed_at DESC LIMIT 1) AS latest, jsonb_path_query(result, '$.groups[*]') AS score
            ORDER BY (score->>5)::int, score->>0 LIMIT %(best)s
        ) AS best
    ) AS assessed ON seen.codes IS NULL
), followed AS (
    SELECT judged.*,
           CASE WHEN codes IS NULL THEN 'none'
                WHEN code = ANY(codes) THEN 'same'
                WHEN EXISTS (SELECT 1 FROM unnest(codes) AS one WHERE left(one, 1) = left(code, 1)) THEN 'near'
                ELSE 'other' END AS fit,
           seat.id IS NOT NULL AS taken,
           seat.state IN ('completed') AS completed,
           EXISTS (SELECT 1 FROM work WHERE work.person_id = judged.person_id AND began_on > seat.starts_on
                   AND began_on <= least(seat.ends_on + %(within)s, %(today)s))
           OR seat.state = 'working' AS hired,
           seat.id IS NULL AND EXISTS (
               SELECT 1 FROM training_enrolment e WHERE e.person_id = judged.person_id
               AND e.enrolled_at >= judged.made_at) AS took_other
    FROM judged
    LEFT JOIN LATERAL (
        SELECT e.id, e.state, c.starts_on, c.ends_on FROM training_voucher v
        JOIN training_enrolment e ON e.voucher_id = v.id
        JOIN training_trainingclass c ON c.id = e.training_class_id
        WHERE v.recommendation_id = judged.id ORDER BY e.enrolled_at DESC, e.id LIMIT 1
    ) AS seat ON TRUE
)
SELECT fit, count(*) AS recommended, count(*) FILTER (WHERE taken) AS taken,
       count(*) FILTER (WHERE took_other) AS took_other,
       count(*) FILTER (WHERE completed) AS completed, count(*) FILTER (WHERE taken AND hired) AS hired
FROM followed GROUP BY fit
"""
FITS = ("same", "near", "other", "none")


@dataclass(frozen=True, slots=True)
class Fit:
    """Of `recommended` programmes whose group of work fits the assessment in one way: `taken`, or `took_other`: the
    person took another one since; of those taken, `completed` and `hired`.

    `fit`: "same" is one of the three best groups (two digits), "near" the same major group, "other", "none": nobody
    knows, because there was no assessment with groups.
    """

    fit: str
    recommended: int = 0
    taken: int = 0
    took_other: int = 0
    completed: int = 0
    hired: int = 0


def fits(wanted: Wanted, *, today: date) -> list[Fit]:
    """One row for each of FITS."""
    found = {row["fit"]: row for row in _rows(_WORK + _FITS, wanted.params(today))}
    return [Fit(**found.get(fit, {"fit": fit})) for fit in FITS]


# --- what was concluded ------------------------------------------------------------------------------------------


def concluded(year: int) -> dict[UUID, InstituteEvaluation]:
    """The latest evaluation of the year, by institute."""
    rows = InstituteEvaluation.objects.filter(year=year).order_by("institute_id", "-n").distinct("institute_id")
    return {row.institute_id: row for row in rows}


def evaluations_of(institute: UUID) -> list[InstituteEvaluation]:
    """The latest year first, and of a year the latest word."""
    return list(InstituteEvaluation.objects.filter(institute=institute).order_by("-year", "-n"))


def latest_evaluation(institute: UUID, year: int) -> InstituteEvaluation | None:
    return InstituteEvaluation.objects.filter(institute=institute, year=year).order_by("-n").first()


def is_over(year: int, today: date) -> bool:
    """A year is evaluated when it has ended."""
    return year < today.year


def _rows(sql: str, params: Row) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
