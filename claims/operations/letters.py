"""What every letter about a claim says of its person, and the conditions that a decision lists."""

from django.utils import translation

from claims import wording
from claims.models import Claim, RulesRun

# Asked of every claim for the office's own safety: nobody is written that they are alive.
ONLY_FOR_THE_OFFICE = frozenset({"ELG-13", "MON-07"})


def addressee(claim: Claim) -> dict[str, str]:
    """The lines under the name: the NIK, masked, and where the person lives."""
    person = claim.person
    return {"nik": person.masked_nik, "place": person.region.name if person.region else ""}


def checked_rows(run: RulesRun | None) -> list[list[str]]:
    """Condition, what was found, result: what the page shows, in the language of letters.

    Left out: what the law did not ask of this claim, and the office's own checks unless one of them failed.
    """
    if run is None:
        return []
    with translation.override("id"):
        return [
            [wording.title(r["code"]), wording.sentence(r["code"], r["met"], r["facts"]), wording.result(r["met"])]
            for r in run.reasons
            if r["facts"].get("asked", True) and not (r["met"] and r["code"] in ONLY_FOR_THE_OFFICE)
        ]
