"""How the title of a job is compared."""

import re
import unicodedata

_NOT_A_WORD = re.compile(r"[^\w]+|_")


def job_key(title: str) -> str:
    """Lower case without accents and punctuation: "Operator  Jahit (Garmen)" is "operator jahit garmen"."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", title) if not unicodedata.combining(c))
    return " ".join(_NOT_A_WORD.sub(" ", plain.casefold()).split())
