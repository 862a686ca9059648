"""What a misspelt word may have meant: the words that programmes and institutes are written with."""

from collections.abc import Sequence

from django.core.cache import cache
from django.db import connection
from rapidfuzz.distance import DamerauLevenshtein

SHORTEST = 4
_KEY, _SECONDS = "training.words", 300
_WORDS = """
SELECT word, ndoc FROM ts_stat($$
    SELECT to_tsvector('simple', p.title || ' ' || array_to_string(p.skills, ' ') || ' ' || p.learns || ' ' || i.name)
    FROM training_programme p JOIN training_institute i ON i.id = p.institute_id
    WHERE (p.state, i.state) = ('listed', 'listed')
$$)
WHERE length(word) BETWEEN 3 AND 40 AND word !~ '[0-9]'
"""


def vocabulary() -> dict[str, int]:
    """Every word with in how many programmes it stands, counted at most every five minutes."""
    found: dict[str, int] | None = cache.get(_KEY)
    if found is None:
        with connection.cursor() as cursor:
            cursor.execute(_WORDS)
            found = dict(cursor.fetchall())
        cache.set(_KEY, found, _SECONDS)
    return found


def corrections(words: Sequence[str]) -> dict[str, str]:
    """The likeliest known word for each unknown one: one slip in four or five letters, two in longer words."""
    known = vocabulary()
    found = {}
    for typed in words:
        if typed in known or len(typed) < SHORTEST or any(character.isdigit() for character in typed):
            continue
        most = 1 if len(typed) <= 5 else 2
        near = [
            (slips, -uses, word)
            for word, uses in known.items()
            if (slips := DamerauLevenshtein.distance(typed, word, score_cutoff=most)) <= most
        ]
        if near:
            found[typed] = min(near)[2]
    return found
