"""Cases in the shape of the decision contract: a person who is due everything, and what a test changes about them."""

import copy
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from rules.calendar import Month, first_day, month_name, month_of
from rules.questions import answer

ELIGIBILITY: dict[str, Any] = {
    "id": "peserta",
    "question": "eligibility",
    "filed_on": "2026-03-02",
    "decided_on": "2026-03-04",
    "participant": {
        "citizen": True, "born_on": "1990-01-31", "registered_on": "2019-05-01", "scale": "menengah",
        "programmes": ["JKK", "JKM", "JHT", "JP"], "jkn": "ppu", "willing_to_work": True,
        "employed_elsewhere": False, "reemployed_on": None, "died_on": None,
    },
    "phk": {
        "on": "2026-02-10", "reason": "b", "contract": "PKWTT", "contract_ends_on": None,
        "proof": "tanda_terima", "disputed": False,
    },
    "previous_benefits": [],
}  # fmt: skip

MONTH: dict[str, Any] = {
    "id": "bulan",
    "question": "month",
    "n": 3,
    "reference_date": "2026-01-31",
    "filed_on": "2026-04-01",
    "granted_on": "2026-04-06",
    "wage_base": 4_500_000,
    "applications": [
        {"company": f"PT {name}", "on": f"2026-03-{day:02d}", "used": False}
        for day, name in enumerate(("Satu", "Dua", "Tiga", "Empat", "Lima"), 1)
    ],
    "interviews": [],
    "training": None,
    "self_assessed": True,
    "status_form": True,
    "reemployed_on": None,
    "died_on": None,
    "outage_days": 0,
}

ARREARS: dict[str, Any] = {
    "id": "tunggakan", "question": "arrears", "phk_on": "2026-02-10",
    "consecutive_unpaid": 0, "total_unpaid": 0, "bankrupt_or_closed": False,
}  # fmt: skip


def month(text: str) -> Month:
    """2026-03 as a month."""
    return month_of(date.fromisoformat(f"{text}-01"))


def paid_rows(months: Iterable[Month], **changes: Any) -> list[dict[str, Any]]:
    """Rows reported on the 5th of the month and paid on the 10th of the next, unless a change says otherwise."""
    rows = []
    for number in months:
        row: dict[str, Any] = {
            "month": month_name(number),
            "employer": "E1",
            "wage": 4_500_000,
            "paid_on": first_day(Month(number + 1)).replace(day=10).isoformat(),
            "reported_on": first_day(number).replace(day=5).isoformat(),
        }
        rows.append(row | changes)
    return rows


def eligibility(contributions: Any = ..., **changes: Any) -> dict[str, Any]:
    """A question about an eligible person. Keys are dotted with "__": `phk__reason="i"`."""
    question = copy.deepcopy(ELIGIBILITY)
    for path, value in changes.items():
        place = question
        *parents, key = path.split("__")
        for parent in parents:
            place = place[parent]
        place[key] = value
    if contributions is ...:
        last = month_of(date.fromisoformat(question["phk"]["on"] or "2026-02-10"))
        contributions = paid_rows(Month(number) for number in range(last - 23, last + 1))
    question["contributions"] = contributions
    return question


def month_question(**changes: Any) -> dict[str, Any]:
    """A question about a month that is payable."""
    return copy.deepcopy(MONTH) | changes


def met(reply: Mapping[str, Any]) -> dict[str, bool | None]:
    """Code to answer, of all reasons."""
    return {reason["code"]: reason["met"] for reason in reply["reasons"]}


def outcome(question: Mapping[str, Any]) -> Any:
    """Only the outcome."""
    return answer(question)["outcome"]
