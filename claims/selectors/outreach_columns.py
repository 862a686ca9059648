"""Who was laid off and has not claimed, as columns for `rules.batch`: two questions a chunk, no row of the ORM.

Needs numpy: imported by jobs only (ADR 19). What BPJS said of a person is read from their last snapshot, the months
from the register (docs/contributions.md). What nobody told us is unknown, never no (POL-20).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

import numpy as np
from django.db import connection

from claims.enums import LIVE, ClaimState, OutreachState
from core.calendar import calendar_read_once, working_calendar
from participants.contribution_law import BITS, EPOCH
from participants.contribution_tables import REGISTER, SUMMARY, loaded_periods
from participants.enums import VOID_PHK, IdentityState, PhkState, ProofKind
from rules.batch.bitmaps import NO_RECORD
from rules.batch.days import number
from rules.batch.people import NO_CODE, UNKNOWN, YES, People, code_of, flag, programme_bits
from rules.calendar import Month, add_months, first_day, last_day
from rules.deadlines import contribution_due
from rules.errors import CalendarNotLoaded
from rules.facts import Contract, Jkn, PhkReason, Proof, Scale
from rules.parameters import CLAIM_PERIOD_MONTHS, CONTRIBUTION_DUE_DAY

WAGE_BITS: Final = 40  # a month above its wage in one number: the greatest is the last
START: Final = UUID(int=0)
# A claim that was sent, or is about to be: nobody needs to be reached.
NOT_SENT: Final = (ClaimState.DRAFT, ClaimState.EXPIRED)


@dataclass(frozen=True, slots=True)
class Candidates:
    """PHKs in the order of their key, with what is known of each. `entries`: who is doubtful since an earlier sweep."""

    phks: tuple[UUID, ...]
    persons: tuple[UUID, ...]
    entries: tuple[UUID | None, ...]
    people: People
    registered: tuple[bool, ...]

    def __len__(self) -> int:
        return len(self.phks)


# One row a PHK whose right may still run. A JSON null and what is absent read alike: unknown.
_CANDIDATES: Final = f"""
SELECT e.id, e.person_id, o.id, e.phk_on, e.reason, e.contract, e.contract_ends_on, e.proof_kind, e.state,
       p.died_on, b.citizen, CASE WHEN p.state IN (%(verified)s) THEN p.born_on ELSE b.born_on END,
       b.registered_on, b.jkn,
       coalesce(here.scale, m.scale), here.programmes, b.elsewhere, b.taken, b.last_taken,
       s.paid_bits, s.last_wage, s.last_period, s.numbers
FROM participants_phkevent e
JOIN participants_person p ON p.id = e.person_id
JOIN participants_employer m ON m.id = e.employer_id
LEFT JOIN claims_outreachentry o ON o.phk_id = e.id
LEFT JOIN LATERAL (
    SELECT payload AS said FROM participants_bpjssnapshot WHERE person_id = e.person_id
    ORDER BY fetched_at DESC LIMIT 1
) snapshot ON (said->'membership'->>'known')::bool
LEFT JOIN LATERAL (
    SELECT (said->'membership'->>'citizen')::bool AS citizen, (said->'membership'->>'born_on')::date AS born_on,
           (said->'membership'->>'registered_on')::date AS registered_on, said->'membership'->>'jkn' AS jkn,
           EXISTS (SELECT FROM jsonb_array_elements(said->'membership'->'memberships') row
                   WHERE row->>'until' IS NULL AND row->>'npp' <> m.npp) AS elsewhere,
           (SELECT count(*) FROM jsonb_array_elements(said->'previous_benefits') row
            WHERE (row->>'months_paid')::int > 0) AS taken,
           (SELECT CASE WHEN count(*) = count(row->>'phk_on') THEN max((row->>'phk_on')::date) END
            FROM jsonb_array_elements(said->'previous_benefits') row WHERE (row->>'months_paid')::int > 0) AS last_taken
    WHERE said IS NOT NULL
) b ON true
LEFT JOIN LATERAL (
    SELECT row->>'scale' AS scale, CASE WHEN jsonb_typeof(row->'programmes') = 'array'
           THEN ARRAY(SELECT jsonb_array_elements_text(row->'programmes')) END AS programmes
    FROM jsonb_array_elements(said->'membership'->'memberships') row
    WHERE row->>'npp' = m.npp ORDER BY row->>'since' DESC LIMIT 1
) here ON true
LEFT JOIN LATERAL (
    SELECT bit_or(paid_bits) AS paid_bits, count(*) AS numbers, max(last_period) AS last_period,
           (array_agg(last_wage ORDER BY last_period DESC NULLS LAST, last_wage DESC))[1] AS last_wage
    FROM participants_participantnumber n JOIN {SUMMARY} t ON t.participant = n.number WHERE n.person_id = e.person_id
) s ON true
WHERE e.id > %(after)s AND e.state <> ALL(%(void)s) AND e.phk_on BETWEEN %(first)s AND %(today)s
  AND p.died_on IS NULL AND (o.id IS NULL OR o.state = %(doubtful)s)
  AND NOT EXISTS (SELECT FROM claims_claim c WHERE c.phk_id = e.id AND c.state <> ALL(%(not_sent)s))
  AND NOT EXISTS (SELECT FROM claims_claim c WHERE c.person_id = e.person_id AND c.state = ANY(%(live)s))
ORDER BY e.id LIMIT %(limit)s
"""  # noqa: S608 - the name of a table of ours


def candidates(*, after: UUID, today: date, limit: int) -> Candidates:
    """The next PHKs without a claim. All months of the register that were paid are doubtful here: whether in time for
    the PHK is asked of those alone who may have enough (`with_months`).
    """
    longest = max(value.value for value in CLAIM_PERIOD_MONTHS.values)
    found = _rows(
        _CANDIDATES,
        {
            "after": after,
            "first": add_months(today, -longest) - timedelta(days=3),  # months differ by as many days at most
            "today": today,
            "verified": IdentityState.VERIFIED.value,
            "void": [str(state) for state in VOID_PHK],
            "doubtful": OutreachState.DOUBTFUL.value,
            "not_sent": [str(state) for state in NOT_SENT],
            "live": [str(state) for state in LIVE],
            "limit": limit,
        },
    )
    return Candidates(
        phks=tuple(row[0] for row in found),
        persons=tuple(row[1] for row in found),
        entries=tuple(row[2] for row in found),
        people=_people(found, today),
        registered=tuple(bool(row[22]) for row in found),
    )


def _people(found: Sequence[tuple[Any, ...]], today: date) -> People:
    """Willing to work and not back at work is whoever files; before that it is taken as given, as in `gather_facts`."""
    day, unloaded = number(today), _unloaded(None)

    def days(place: int) -> np.ndarray:
        return np.array([number(row[place]) for row in found], dtype=np.int32)

    def small(values: list[int]) -> np.ndarray:
        return np.array(values, dtype=np.int8)

    bits = np.array([(row[19] | unloaded) if row[22] else NO_RECORD for row in found], dtype=np.int64)
    return People(
        phk_on=days(3),
        decided_on=day,
        filed_on=day,
        paid_bits=np.where(bits < 0, NO_RECORD, 0).astype(np.int64),
        doubtful_bits=np.where(bits < 0, 0, bits).astype(np.int64),
        last_wage=np.array([row[20] or 0 for row in found], dtype=np.int64),
        last_month=np.array([(row[21] or EPOCH) - EPOCH for row in found], dtype=np.int32),
        reason=small([code_of(PhkReason(row[4])) for row in found]),
        contract=small([code_of(Contract(row[5])) for row in found]),
        contract_ends_on=days(6),
        proof=small([NO_CODE if row[7] == ProofKind.NONE else code_of(Proof(row[7])) for row in found]),
        disputed=small([flag(row[8] == PhkState.DISPUTED) for row in found]),
        citizen=small([flag(row[10]) for row in found]),
        born_on=days(11),
        registered_on=days(12),
        scale=small([code_of(Scale(row[14])) if row[14] else NO_CODE for row in found]),
        programmes=small([programme_bits(row[15]) for row in found]),
        jkn=small([code_of(Jkn(row[13])) if row[13] else NO_CODE for row in found]),
        willing_to_work=small([YES] * len(found)),
        employed_elsewhere=small([UNKNOWN if row[16] is None else flag(row[16]) for row in found]),
        died_on=days(9),
        benefits_taken=small([NO_CODE if row[17] is None else min(row[17], 127) for row in found]),
        previous_phk_on=days(18),
    )


# What was paid in time for this PHK, what may have been, and the last wage by its month.
_MONTHS: Final = f"""
SELECT e.id,
       bit_or(CASE WHEN m.paid_on <= greatest(e.phk_on, due.sure_by) THEN 1::int8 << (m.period - {int(EPOCH)})
              ELSE 0::int8 END),
       bit_or(CASE WHEN m.paid_on > greatest(e.phk_on, due.sure_by) AND m.paid_on <= due.perhaps_by
              THEN 1::int8 << (m.period - {int(EPOCH)}) ELSE 0::int8 END),
       max(m.period::int8 << {WAGE_BITS} | greatest(m.wage, 0))
FROM participants_phkevent e
JOIN participants_participantnumber n ON n.person_id = e.person_id
JOIN {SUMMARY} t ON t.participant = n.number
LEFT JOIN ({REGISTER} m
    JOIN unnest(%(periods)s::int[], %(sure)s::date[], %(perhaps)s::date[]) due(period, sure_by, perhaps_by)
      ON due.period = m.period AND m.period = ANY(%(periods)s::int[]))
  ON m.participant = n.number
 AND m.period <= extract(year FROM e.phk_on)::int * 12 + extract(month FROM e.phk_on)::int - 1
WHERE e.id = ANY(%(phks)s::uuid[])
GROUP BY e.id
"""  # noqa: S608 - the name of a table of ours


@dataclass(frozen=True, slots=True)
class Months:
    """Of one PHK: months that count for it and that may, as bits; the last wage and its month, from January 2022 on.

    `recorded`: the person has a number (KPJ) in the register.
    """

    recorded: bool = False
    paid: int = 0
    doubtful: int = 0
    wage: int = 0
    last_month: int = 0


def counted_months(phks: Sequence[UUID]) -> dict[UUID, Months]:
    """The months of many PHKs in one question (POL-02); of months that the register does not hold nothing is known."""
    loaded = sorted(period for period in loaded_periods() if EPOCH <= period < EPOCH + BITS)
    with calendar_read_once():
        dues = [_due(period) for period in loaded]
    asked = {
        "phks": list(phks),
        "periods": [int(period) for period in loaded],
        "sure": [sure for sure, _perhaps in dues],
        "perhaps": [perhaps for _sure, perhaps in dues],
    }
    unloaded, known = _unloaded(loaded), dict.fromkeys(phks, Months())
    for phk, paid, perhaps, last in _rows(_MONTHS, asked):
        wage, month = (last & ((1 << WAGE_BITS) - 1), (last >> WAGE_BITS) - EPOCH) if last else (0, 0)
        known[phk] = Months(True, paid or 0, (perhaps or 0) | unloaded, wage, month)
    return known


def with_months(found: Candidates, chosen: np.ndarray) -> Candidates:
    """Some of the candidates, with the months that count for their PHK (POL-02) and the last wage by then."""
    some = [int(place) for place in np.flatnonzero(chosen)]
    phks = tuple(found.phks[place] for place in some)
    people = found.people.rows(np.array(some, dtype=np.int64))
    known = counted_months(phks)
    months = [known[phk] for phk in phks]
    return Candidates(
        phks=phks,
        persons=tuple(found.persons[place] for place in some),
        entries=tuple(found.entries[place] for place in some),
        registered=tuple(found.registered[place] for place in some),
        people=replace(
            people,
            paid_bits=_longs(row.paid if row.recorded else NO_RECORD for row in months),
            doubtful_bits=_longs(row.doubtful for row in months),
            last_wage=_longs(row.wage for row in months),
            last_month=_longs(row.last_month for row in months).astype(np.int32),
        ),
    )


def _rows(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _longs(values: Any) -> np.ndarray:
    return np.array(list(values), dtype=np.int64)


def _unloaded(loaded: Sequence[Month] | None) -> int:
    """The bits of months that the register does not hold: they may have been paid."""
    held = loaded_periods() if loaded is None else set(loaded)
    return sum(1 << place for place in range(BITS) if Month(EPOCH + place) not in held)


def _due(period: Month) -> tuple[date, date]:
    """Paid by the first day is surely in time, after the second surely late: the same, unless holidays are missing."""
    try:
        due = contribution_due(period, working_calendar())
    except CalendarNotLoaded:
        following = first_day(Month(period + 1))
        return following.replace(day=CONTRIBUTION_DUE_DAY.on(last_day(period)).value), last_day(Month(period + 1))
    return due, due
