"""The public check: six questions, answered by the same rules as a claim.

Nothing is stored; the answers travel in the address.

The answers become facts of the rules. What a person does not know stays unknown and is said to be so.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.calendar import working_calendar
from rules.calendar import Month, month_name, month_of
from rules.decision import Decision
from rules.eligibility import decide
from rules.facts_json import eligibility_facts

UNKNOWN = "tidak_tahu"

REASONS = [
    ("b", _("Perusahaan mengurangi pekerja")),
    ("f", _("Perusahaan tutup atau pailit")),
    ("g", _("Saya meminta PHK karena kesalahan perusahaan")),
    ("k", _("Mangkir atau melanggar peraturan kerja")),
    ("i", _("Saya mengundurkan diri")),
    ("n", _("Saya pensiun")),
    ("m", _("Sakit berkepanjangan atau cacat")),
    ("other", _("Alasan lain")),
    (UNKNOWN, _("Saya tidak tahu")),
]
CONTRACTS = [
    ("PKWTT", _("Karyawan tetap")),
    ("PKWT_before", _("Kontrak, diputus sebelum tanggal berakhir")),
    ("PKWT_end", _("Kontrak, selesai pada tanggalnya")),
    (UNKNOWN, _("Saya tidak tahu")),
]
PAID_MONTHS = [
    ("24", _("24 bulan, setiap bulan")),
    ("18", _("Sekitar 18 bulan")),
    ("12", _("12 bulan atau sedikit lebih")),
    ("11", _("Kurang dari 12 bulan")),
    (UNKNOWN, _("Saya tidak tahu")),
]
WORKING = [
    ("no", _("Belum bekerja lagi")),
    ("yes", _("Sudah bekerja lagi sebagai penerima upah")),
]


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered; None is "I do not know". `wage` in whole rupiah a month, `paid_months` of the last 24."""

    reason: str | None
    contract: str | None
    phk_on: date
    paid_months: int | None
    working: bool
    wage: int | None


def answers_from(cleaned: dict[str, Any]) -> Answers:
    """From the cleaned fields of the six forms."""

    def known(value: Any) -> Any:
        return None if value in (UNKNOWN, "", None) else value

    months = known(cleaned["iuran"])
    return Answers(
        reason=known(cleaned["alasan"]),
        contract=known(cleaned["kontrak"]),
        phk_on=cleaned["tanggal"],
        paid_months=int(months) if months else None,
        working=cleaned["bekerja"] == "yes",
        wage=cleaned.get("upah"),
    )


def ask_rules(answers: Answers, today: date) -> Decision:
    """The decision as if the claim were filed and decided today."""
    return decide(eligibility_facts(facts_of(answers, today)), working_calendar())


def facts_of(answers: Answers, today: date) -> dict[str, Any]:
    """Facts of the eligibility question. The register's facts (age, programmes, proof) are left unknown."""
    return {
        "filed_on": today.isoformat(),
        "decided_on": today.isoformat(),
        "participant": {
            "willing_to_work": True,
            "employed_elsewhere": answers.working,
            "reemployed_on": None,
            "died_on": None,
        },
        "phk": {
            "on": answers.phk_on.isoformat(),
            "reason": answers.reason,
            "contract": _contract(answers.contract),
            "contract_ends_on": _contract_end(answers),
        },
        "contributions": _contributions(answers),
    }


# Taken as given by the check: nobody asks a living person, and willingness is stated when the claim is made.
NOT_ASKED = frozenset({"ELG-04", "ELG-13"})


def said(answers: Answers) -> dict[str, str]:
    """What was answered, by the condition that it decides, as the result repeats it."""
    answered = {
        "ELG-02": (REASONS, answers.reason),
        "ELG-03": (CONTRACTS, answers.contract),
        "ELG-05": (PAID_MONTHS, answers.paid_months),
        "ELG-07": (WORKING, "yes" if answers.working else "no"),
    }
    return {code: _("Anda menjawab: %(answer)s.") % {"answer": _label(*pair)} for code, pair in answered.items()}


def _label(choices: list[tuple[str, Any]], value: object) -> str:
    label = str(dict(choices)[UNKNOWN if value is None else str(value)])
    return label[:1].lower() + label[1:]


def _contract(answer: str | None) -> str | None:
    return answer.split("_")[0] if answer else None


def _contract_end(answers: Answers) -> str | None:
    """The end itself is not asked: on the PHK day when the contract ran out, after it when it was cut short."""
    if answers.contract == "PKWT_end":
        return answers.phk_on.isoformat()
    if answers.contract == "PKWT_before":
        return date(answers.phk_on.year + 1, 12, 31).isoformat()
    return None


def _contributions(answers: Answers) -> list[dict[str, Any]] | None:
    """The newest months up to the PHK as paid in the month itself, with the wage that was answered."""
    if answers.paid_months is None:
        return None
    last = month_of(answers.phk_on)
    rows = []
    for back in range(answers.paid_months):
        name = month_name(Month(last - back))
        day = f"{name}-01"
        rows.append({"month": name, "employer": "1", "wage": answers.wage, "paid_on": day, "reported_on": day})
    return rows
