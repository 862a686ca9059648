"""The words that open vacancies are written with: what a misspelt word is compared with."""

from django.db import connection, transaction

from ipk.models import Vacancy

# Words of titles, companies and skills of what is open; a word of one vacancy may be somebody's slip of the pen, but
# the more vacancies have it, the sooner it is what was meant.
_REFRESH = """
INSERT INTO ipk_vacancyword (word, stem, uses)
SELECT word, COALESCE((ts_lexize('indonesian_stem', word))[1], word), ndoc
FROM ts_stat($$
    SELECT to_tsvector('simple', title || ' ' || company || ' ' || array_to_string(skills, ' '))
    FROM ipk_vacancy WHERE state = 'published'
$$)
WHERE length(word) BETWEEN 3 AND 40 AND word !~ '[0-9]'
"""
_ADD = """
INSERT INTO ipk_vacancyword (word, stem, uses)
SELECT word, COALESCE((ts_lexize('indonesian_stem', word))[1], word), 1
FROM unnest(tsvector_to_array(to_tsvector('simple', %s))) AS word
WHERE length(word) BETWEEN 3 AND 40 AND word !~ '[0-9]'
ON CONFLICT (word) DO UPDATE SET uses = ipk_vacancyword.uses + 1
"""


@transaction.atomic
def refresh_words() -> int:
    """Count anew. Returns how many words there are."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ipk_vacancyword")
        cursor.execute(_REFRESH)
        return int(cursor.rowcount)


def add_words(vacancy: Vacancy) -> None:
    """Know the words of a vacancy that has just been published; the nightly count puts the numbers right."""
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [" ".join((vacancy.title, vacancy.company, *vacancy.skills))])
