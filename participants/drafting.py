"""A worker's report under way, read from its answers. Pure: a dict in, facts out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from participants.enums import Contract, PhkReason, ProofKind
from participants.said import ProofGiven, Said, is_natural_expiry

STEPS = ("perusahaan", "tanggal", "alasan", "perjanjian", "bukti", "periksa")
_NEEDED = {
    "perusahaan": ("employer",),
    "tanggal": ("phk_on",),
    "alasan": ("reason",),
    "perjanjian": ("contract",),
    "bukti": (),
}


def step_number(step: str) -> int:
    return STEPS.index(step) + 1


@dataclass(frozen=True, slots=True)
class Draft:
    """The answers of a draft, typed."""

    answers: Mapping[str, Any]

    def day(self, name: str) -> date | None:
        value = self.answers.get(name)
        return date.fromisoformat(value) if value else None

    def initial(self, names: Sequence[str]) -> dict[str, Any]:
        """For a form: what was answered before, dates as dates."""
        days = ("phk_on", "work_started_on", "contract_starts_on", "contract_ends_on")
        return {name: self.day(name) if name in days else self.answers.get(name) for name in names}

    def first_open(self) -> str:
        """The first step that lacks an answer; the last one when none does."""
        for step, names in _NEEDED.items():
            if any(name not in self.answers for name in names):
                return step
        return "periksa" if self.proofs or self.answers.get("no_proof") else "bukti"

    @property
    def complete(self) -> bool:
        return self.first_open() == "periksa"

    @property
    def proofs(self) -> list[dict[str, Any]]:
        return list(self.answers.get("proofs", []))

    def proofs_given(self, files: Mapping[str, Any]) -> list[ProofGiven]:
        """The documents, with their stored files by id; one whose file is gone is left out."""
        return [
            ProofGiven(
                ProofKind(row["kind"]),
                files[row["file"]],
                row.get("number", ""),
                date.fromisoformat(row["dated_on"]) if row.get("dated_on") else None,
            )
            for row in self.proofs
            if row["file"] in files
        ]

    def said(self) -> Said:
        """Everything as the report says it. Only for a complete draft."""
        return Said(
            phk_on=date.fromisoformat(self.answers["phk_on"]),
            reason=PhkReason(self.answers["reason"]),
            contract=Contract(self.answers["contract"]),
            contract_starts_on=self.day("contract_starts_on"),
            contract_ends_on=self.day("contract_ends_on"),
            work_started_on=self.day("work_started_on"),
            wage=self.answers.get("wage"),
        )

    def excluded_because(self, excluded: frozenset[str]) -> str:
        """Why no benefit would follow: an excluded letter, "expired" for a contract that ran out, "" when neither."""
        if self.answers.get("reason") in excluded:
            return str(self.answers["reason"])
        told = all(name in self.answers for name in ("phk_on", "reason", "contract"))
        return "expired" if told and is_natural_expiry(self.said()) else ""
