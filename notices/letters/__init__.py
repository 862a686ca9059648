"""Letters: issued once, numbered, checked by code, kept as PDF with their fingerprint."""

from notices.letters.facts import MissingFacts
from notices.letters.issue import (
    Addressed,
    AlteredLetter,
    issue_letter,
    issue_letters,
    read_pdf,
    revoke_letter,
    store_pdf,
    store_pdfs,
)

__all__ = [
    "Addressed",
    "AlteredLetter",
    "MissingFacts",
    "issue_letter",
    "issue_letters",
    "read_pdf",
    "revoke_letter",
    "store_pdf",
    "store_pdfs",
]
