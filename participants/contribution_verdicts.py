"""What can be wrong with a line that can be read: one bit each, with the column it is said of and its condition in SQL.

In the conditions `l` is the line, `s` who is insured, `d` a line that repeats others, `h` what the register holds. Of a
line with cells that cannot be read the rest is judged: everything that asks for none of these cells (`allowed`).
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from participants.contribution_law import SMALL, MonthLaw, share_sql
from participants.contribution_rows import COLUMNS
from participants.contribution_tables import SUMMARY, Desk
from participants.enums import ContributionKind
from rules.calendar import first_day, month_name


class Verdict(NamedTuple):
    """`also`: the columns besides its own that it is judged by."""

    bit: int
    field: str
    also: tuple[str, ...] = ()


UNKNOWN = "unknown"
MONTH = "month"
BORN = "born"
# In the order of their bits; the words are participants.contribution_words'.
VERDICTS: Mapping[str, Verdict] = {
    MONTH: Verdict(1, "bulan"),
    UNKNOWN: Verdict(2, "nomor_peserta"),
    "repeated": Verdict(4, "nomor_peserta", ("bulan",)),
    "known": Verdict(8, "nomor_peserta", ("bulan",)),
    "wage": Verdict(16, "upah", ("bulan", "nomor_peserta")),
    "government": Verdict(32, "iuran_pemerintah", ("bulan", "upah")),
    "jkk": Verdict(64, "iuran_jkk", ("bulan", "upah", "keringanan")),
    "jkm": Verdict(128, "iuran_jkm", ("bulan", "upah")),
    "relief": Verdict(256, "keringanan", ("bulan",)),
    BORN: Verdict(512, "lahir", ("nomor_peserta",)),
    "age": Verdict(1024, "lahir", ("bulan", "nomor_peserta")),
    "programmes": Verdict(2048, "program", ("bulan", "skala")),
    "paid_on": Verdict(4096, "dibayar", ("bulan",)),
}
OF_ANY_MONTH = {UNKNOWN: "s.participant IS NULL", BORN: "l.born_on <> s.born_on"}


def allowed(unread: Collection[str]) -> int:
    """The bits that may be said of a line whose cells in these columns cannot be read."""
    return sum(verdict.bit for verdict in VERDICTS.values() if not {verdict.field, *verdict.also}.intersection(unread))


def codes_of(bits: int) -> list[str]:
    return [code for code, verdict in VERDICTS.items() if bits & verdict.bit]


def verdict_sql(law: MonthLaw, *, kind: ContributionKind, received_on: date, has_history: bool) -> str:
    """An expression that is 0 for a good line of this month, else the sum of the bits of what is wrong."""
    return _bits(_conditions(law, kind, received_on, has_history))


def any_month_sql() -> str:
    """What can be said without the month, and so without its law."""
    return f"({_bits(OF_ANY_MONTH)})"


def other_month_sql() -> str:
    """The same of a line of a month that the file does not load."""
    return f"({VERDICTS[MONTH].bit} | {any_month_sql()})"


def _bits(conditions: Mapping[str, str]) -> str:
    return " | ".join(
        f"CASE WHEN {condition} THEN {VERDICTS[code].bit} ELSE 0 END" for code, condition in conditions.items()
    )


def _conditions(law: MonthLaw, kind: ContributionKind, received_on: date, has_history: bool) -> dict[str, str]:
    base = f"least(l.wage, {law.ceiling})"
    jkk = share_sql(base, law.jkk)
    if law.has_relief:
        jkk = f"CASE WHEN l.relief THEN {share_sql(base, law.jkk * law.relief)} ELSE {jkk} END"
    found = {
        **OF_ANY_MONTH,
        "repeated": "d.line < l.line",
        "government": f"l.gov <> {share_sql(base, law.government)}",
        "jkk": f"l.jkk <> {jkk}",
        "jkm": f"l.jkm <> {share_sql(base, law.jkm)}",
        "age": _too_old(law.age_limit),
        "programmes": _programmes(law),
        "paid_on": _paid_on(law, kind, received_on),
    }
    if not law.has_relief:
        found["relief"] = "l.relief"
    if kind != ContributionKind.CORRECTION:  # a correction confirms a wage and puts right what is known
        times = law.wage_times
        found["wage"] = f"l.wage > {times} * s.last_wage OR {times} * l.wage < s.last_wage"
        if has_history:
            found["known"] = "h.participant IS NOT NULL" + _but_unpaid(kind)
    return found


def _but_unpaid(kind: ContributionKind) -> str:
    """A late payment is for a month that is known, and not paid yet."""
    return " AND h.paid_on IS NOT NULL" if kind == ContributionKind.LATE else ""


def _too_old(limit: int) -> str:
    """The years were full on the day of registration; who was born on 29 February completes one on 1 March.

    Days are counted first: fewer than 365 for each year are never so many years, and hardly anybody has more.
    """
    there = f"(s.born_on + interval '{limit} years')"
    leap = "to_char(s.born_on, 'MMDD') = '0229' AND to_char(s.registered_on, 'MMDD') = '0228'"
    days = f"s.registered_on - s.born_on >= {limit * 365}"
    return f"{days} AND s.registered_on >= {there} AND NOT ({leap} AND s.registered_on = {there})"


def _programmes(law: MonthLaw) -> str:
    def among(held: tuple[str, ...]) -> str:
        return ", ".join(f"'{programmes}'" for programmes in held)

    small = ", ".join(f"'{scale.value}'" for scale in SMALL)
    return (
        f"CASE WHEN l.scale IN ({small}) THEN l.programmes NOT IN ({among(law.small)}) "
        f"ELSE l.programmes NOT IN ({among(law.large)}) END"
    )


def _paid_on(law: MonthLaw, kind: ContributionKind, received_on: date) -> str:
    """Paid before the month began, or on a day that had not come; a late payment without a day."""
    wrong = f"l.paid_on > '{received_on:%Y-%m-%d}' OR l.paid_on < '{first_day(law.month):%Y-%m-%d}'"
    return f"l.paid_on IS NULL OR {wrong}" if kind == ContributionKind.LATE else wrong


def judged_lines(
    law: MonthLaw, verdict: str, *, desk: Desk, partition: str | None, only: bool, rests: bool = False
) -> str:
    """SELECT of every bad line of the month, with the last wage and its bits. `only`: another month is wrong too.

    `rests`: of the rests of lines with unreadable cells instead; one whose month cannot be read counts as any month's.
    """
    month = month_name(law.month)
    history = f"LEFT JOIN {partition} h ON h.participant = l.participant" if partition else ""
    bits, asked = verdict, f"l.month = '{month}'"
    if only:
        bits = f"CASE WHEN l.month <> '{month}' THEN {other_month_sql()} ELSE {verdict} END"
        asked = "l.month IS NOT NULL" if not rests else "true"
    if rests:
        bits = f"({bits}) & l.allowed"
    joined = f"LEFT JOIN {desk.doubles} d ON d.participant = l.participant {history} WHERE {asked}"
    return bad_lines(desk.rests if rests else desk.lines, bits, joined)


def bad_lines(lines: str, bits: str, joined: str) -> str:
    """SELECT of the lines with bits, as the table of verdicts holds them."""
    names = ", ".join(f"l.{name}" for name, _kind in COLUMNS.values())
    return (
        f"SELECT * FROM (SELECT l.line, {names}, s.last_wage, {bits} AS bits FROM {lines} l "  # noqa: S608 - names and numbers of ours
        f"LEFT JOIN {SUMMARY} s ON s.participant = l.participant {joined}) judged WHERE bits <> 0"
    )
