"""Who has enough months: both sides of the question, over everybody's bits and over the rows of the register."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from benchmarks.lib import interleaved_medians
from participants.contribution_enough import asked_of, enough_sql
from participants.contribution_tables import REGISTER, SUMMARY, loaded_periods, one, partition_of, run
from participants.operations.contribution_loading import make_partition, rebuild_summary
from rules.calendar import Month, month_of

MONTH = date(2026, 10, 1)  # the law of 2025: twelve months of 24, none in a row
PEOPLE = 100_000
IN_A_HUNDRED = 52  # months that are paid: about half of the people have enough


@dataclass(frozen=True, slots=True)
class Compared:
    """Medians in seconds; both gave `enough` of `people`."""

    bits: float
    rows: float
    people: int
    enough: int


def compare() -> Compared:
    """The register is left with these people alone. Raises RuntimeError when the answers differ."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
    asked = asked_of(month_of(MONTH))
    _fill(asked.first, asked.last)
    by_bits = f"SELECT count(*) FROM {SUMMARY} s WHERE {enough_sql('s.paid_bits', asked)}"  # noqa: S608
    by_rows = (
        f"SELECT count(*) FROM (SELECT participant FROM {REGISTER} WHERE paid_on IS NOT NULL "  # noqa: S608
        f"AND period BETWEEN {asked.first} AND {asked.last} GROUP BY participant HAVING count(*) >= {asked.needed}) p"
    )
    enough, other = (int(one(question)[0]) for question in (by_bits, by_rows))
    if enough != other or not 0 < enough < PEOPLE:
        raise RuntimeError(f"{enough} by bits, {other} by rows")
    bits, rows = interleaved_medians([lambda: one(by_bits), lambda: one(by_rows)], rounds=5, warm_up=1)
    return Compared(bits, rows, PEOPLE, enough)


def _fill(first: Month, last: Month) -> None:
    """Everybody's rows of the window, a part of them paid; the bits are made from them."""
    for period in loaded_periods():
        run(f"DROP TABLE {partition_of(period)}")
    run(
        f"TRUNCATE {SUMMARY}; INSERT INTO {SUMMARY} (participant, paid_bits, born_on, registered_on) "  # noqa: S608
        f"SELECT 99000000000 + n, 0, '1990-07-01', '2022-02-01' FROM generate_series(1, {PEOPLE}) n"
    )
    for place in range(first, last + 1):
        period = Month(place)
        paid = f"hashint8extended(participant, {period}) & 1023 < {1024 * IN_A_HUNDRED // 100}"
        run(
            f"CREATE TABLE {partition_of(period)} AS SELECT participant, 4500000::int8 AS wage, "  # noqa: S608
            f"CASE WHEN {paid} THEN '2026-11-10'::date END AS paid_on, 99000000 AS employer, {period} AS period, "
            f"0 AS jkk, 0 AS jkm, 9900 AS government, 1 AS file FROM {SUMMARY}"
        )
        make_partition(period)
    rebuild_summary()
    run(f"VACUUM (ANALYZE) {SUMMARY}")
    run(f"VACUUM (ANALYZE) {REGISTER}")
