"""Letters: issued once, numbered, checked by code, kept as PDF with their fingerprint."""

from notices.letters.facts import MissingFacts
from notices.letters.issue import AlteredLetter, issue_letter, read_pdf, revoke_letter, store_pdf

__all__ = ["AlteredLetter", "MissingFacts", "issue_letter", "read_pdf", "revoke_letter", "store_pdf"]
