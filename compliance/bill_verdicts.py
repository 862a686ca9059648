"""What is wrong with the lines of a bill that can be read, as one statement over all of them; every number is `rules`'.

In the conditions `l` is the line, `s` who is insured, `h` the register's row of the month, `d` and `n` earlier lines
with the same participant or NIK, `b` a line of a bill that was agreed.
"""

from compliance.bill_enums import AGREED, FINDINGS, UNREAD, BillFinding
from compliance.models import BillRow, ContributionBill
from participants.contribution_law import MonthLaw, share_sql
from participants.contribution_tables import SUMMARY

ROWS = BillRow._meta.db_table
BILLS = ContributionBill._meta.db_table
JUDGED = "compliance_bill_judged"  # for the time of one transaction
F = BillFinding
_AGREED = ", ".join(f"'{state.value}'" for state in AGREED)


def judge_sql(bill: int, law: MonthLaw, *, partition: str | None) -> str:
    """A temporary table of every line: what it must hold by the law, and the bits of what is wrong.

    `partition`: the register's month, when it is loaded.
    """
    register = (
        f"LEFT JOIN {partition} h ON h.participant = l.participant AND {_in_month(law)}"
        if partition
        else "LEFT JOIN (SELECT NULL::int8 AS participant, NULL::int8 AS wage, NULL::int4 AS jkk) h ON false"
    )
    return f"""
CREATE TEMPORARY TABLE {JUDGED} ON COMMIT DROP AS
WITH mine AS NOT MATERIALIZED (SELECT * FROM {ROWS} WHERE bill_id = {int(bill)}),
d AS (SELECT participant, period, min(line) AS line FROM mine GROUP BY participant, period HAVING count(*) > 1),
n AS (SELECT nik_index, period, min(line) AS line FROM mine GROUP BY nik_index, period HAVING count(*) > 1),
b AS (SELECT DISTINCT r.participant, r.period FROM {ROWS} r JOIN {BILLS} a ON a.id = r.bill_id
      WHERE a.state IN ({_AGREED}) AND a.id <> {int(bill)}
      AND extract(year FROM a.month) * 12 + extract(month FROM a.month) - 1 IN (SELECT DISTINCT period FROM mine)),
known AS (SELECT l.line, l.bits AS before, l.participant, l.nik_index, l.wage, l.recomposition, l.amount, l.period,
      {_in_month(law)} AS inside, s.participant AS insured, s.last_wage, h.participant AS active,
      h.wage AS register_wage, d.line AS first_line, n.line AS first_nik, b.participant AS billed,
      {_share("l.wage", law, "government")} AS government, {_share("l.wage", law, "jkm")} AS jkm,
      {_share("l.wage", law, "jkk")} AS full_jkk, {_share("l.wage", law, "relieved")} AS low_jkk,
      {_says_relief(law)} AS says_relief
      FROM mine l LEFT JOIN {SUMMARY} s ON s.participant = l.participant {register}
      LEFT JOIN d ON d.participant = l.participant AND d.period = l.period
      LEFT JOIN n ON n.nik_index = l.nik_index AND n.period = l.period
      LEFT JOIN b ON b.participant = l.participant AND b.period = l.period),
relieved AS (SELECT k.*, coalesce({_takes_relief(law)}, false) AS relief FROM known k)
SELECT line, before, participant, amount, inside AND wage IS NOT NULL AS counts, government, jkm, full_jkk, low_jkk,
       relief, (before & {UNREAD}) | {_bits(law, has_register=partition is not None)} AS bits
FROM relieved k
"""  # noqa: S608 - names and numbers of ours


def _in_month(law: MonthLaw) -> str:
    """Of the bill's month; a line whose month cannot be read is judged as if it were."""
    return f"coalesce(l.period, {int(law.month)}) = {int(law.month)}"


def _share(wage: str, law: MonthLaw, part: str) -> str:
    """The part of a wage up to the ceiling; nothing for a wage that cannot be read (`least` would take the ceiling)."""
    share = law.jkk * law.relief if part == "relieved" else getattr(law, part)
    return f"CASE WHEN {wage} IS NOT NULL THEN {share_sql(f'least({wage}, {int(law.ceiling)})', share)} END"


def _says_relief(law: MonthLaw) -> str:
    """Whether the register holds the relieved part of JKK; unknown where its row is missing or both are alike."""
    if not law.has_relief:
        return "NULL::bool"
    full, low = _share("h.wage", law, "jkk"), _share("h.wage", law, "relieved")
    return f"CASE WHEN {full} = {low} THEN NULL ELSE h.jkk = {low} END"


def _takes_relief(law: MonthLaw) -> str:
    """What the register says; where it says nothing, what the line itself holds."""
    if not law.has_relief:
        return "false"
    return "coalesce(k.says_relief, k.full_jkk <> k.low_jkk AND k.recomposition = k.low_jkk + k.jkm)"


def _bits(law: MonthLaw, *, has_register: bool) -> str:
    """The sum of the bits of what is wrong. A line of another month is not held against this month's numbers."""
    always = {
        F.MONTH: "NOT k.inside",
        F.UNKNOWN: "k.participant IS NOT NULL AND k.insured IS NULL",
        F.REPEATED: "k.first_line < k.line",
        F.SAME_NIK: "k.first_nik < k.line AND NOT coalesce(k.first_line < k.line, false)",
        F.BILLED: "k.billed IS NOT NULL",
    }
    inside = {
        F.GOVERNMENT: "k.amount <> k.government",
        F.RECOMPOSITION: "k.recomposition NOT IN (k.full_jkk + k.jkm, k.low_jkk + k.jkm)",
        F.WAGE: "k.active IS NULL AND "
        f"(k.wage > {law.wage_times} * k.last_wage OR {law.wage_times} * k.wage < k.last_wage)",
    }
    if law.has_relief:
        inside[F.RELIEF] = (
            "k.full_jkk <> k.low_jkk AND k.says_relief IS NOT NULL AND k.recomposition = "
            "CASE WHEN k.says_relief THEN k.full_jkk ELSE k.low_jkk END + k.jkm"
        )
    if has_register:
        inside[F.DIFFERS] = "k.wage <> k.register_wage"
        inside[F.INACTIVE] = "k.insured IS NOT NULL AND k.active IS NULL"
    return f"({_sum(always)} | CASE WHEN k.inside THEN {_sum(inside)} ELSE 0 END)"


def _sum(conditions: dict[BillFinding, str]) -> str:
    cases = (f"CASE WHEN {said} THEN {FINDINGS[code].bit} ELSE 0 END" for code, said in conditions.items())
    return "(" + " | ".join(cases) + ")"
