"""The law for millions at once: the thirteen conditions of `rules.eligibility` over columns of numbers.

`rules.eligibility.decide` is the reference and gives reasons; this gives the same answers and no texts (ADR 19). It
needs numpy, so it is imported by jobs, commands and benchmarks, never on the way to a page.

    people = People(phk_on=…, decided_on=days.number(today), paid_bits=…, last_wage=…, last_month=…)
    answers = judge(people)
    answers.count()                 # {Outcome.ELIGIBLE: …, …}
    answers.outcome == ASK          # whom the columns do not decide: an officer, never a refusal (POL-20)
"""

from rules.batch.answers import ASK, CODE_OF_OUTCOME, ELIGIBLE, HELD, INELIGIBLE, Answers
from rules.batch.engine import judge
from rules.batch.people import NO, UNKNOWN, YES, People, code_of, people_of, programme_bits

__all__ = [
    "ASK",
    "CODE_OF_OUTCOME",
    "ELIGIBLE",
    "HELD",
    "INELIGIBLE",
    "NO",
    "UNKNOWN",
    "YES",
    "Answers",
    "People",
    "code_of",
    "judge",
    "people_of",
    "programme_bits",
]
