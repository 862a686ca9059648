"""Reads of the classification: the job that somebody means, the groups that are compared."""

from collections.abc import Iterable

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db.models import Case, F, FloatField, Q, Value, When
from django.db.models.functions import Greatest

from ipk.models import JobTitle, Occupation
from ipk.titles import job_key

SHORTEST, LONGEST = 2, 80


def find_occupations(text: str, limit: int = 8) -> list[JobTitle]:
    """Titles that somebody may mean, the likeliest first, each with its unit group; typos are forgiven.

    A title that is, begins with or contains what was typed goes before one that is spelt alike. English names of unit
    groups are looked at too. Nothing for fewer than two letters; beyond 80 the rest is not looked at.
    """
    key = job_key(text)[:LONGEST].strip()
    if len(key) < SHORTEST:
        return []
    alike = Q(key__trigram_similar=key) | Q(key__trigram_word_similar=key) | Q(key__contains=key)
    english = Q(names_group=True) & (
        Q(occupation__name_en__trigram_word_similar=key) | Q(occupation__name_en__icontains=key)
    )
    rows = JobTitle.objects.filter(alike | english).select_related("occupation")
    likeness = Greatest(
        TrigramSimilarity("key", key),
        TrigramWordSimilarity(key, "key") * 0.9,
        Case(
            When(names_group=True, then=TrigramWordSimilarity(key, "occupation__name_en") * 0.8),
            output_field=FloatField(),
        ),
    )
    place = Case(
        When(key=key, then=Value(0)),
        When(key__startswith=f"{key} ", then=Value(1)),
        When(key__startswith=key, then=Value(2)),
        default=Value(3),
    )
    return list(rows.annotate(place=place, likeness=likeness).order_by("place", F("likeness").desc(), "title")[:limit])


def job_titles(pks: Iterable[int]) -> dict[int, JobTitle]:
    """The chosen titles by their number; one that does not exist is left out."""
    return JobTitle.objects.select_related("occupation").in_bulk(list(pks))


def job_groups() -> list[Occupation]:
    """The 40 civil groups of two digits, by code."""
    return list(Occupation.objects.groups())
