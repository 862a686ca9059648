"""Reads of the classification: the job that somebody means, the groups that are compared."""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db.models import Case, F, FloatField, Q, Value, When
from django.db.models.functions import Greatest

from core.language import language
from ipk.models import JobTitle, Occupation
from ipk.titles import job_key

SHORTEST, LONGEST = 2, 80


def find_occupations(text: str, limit: int = 8) -> list[JobTitle]:
    """Titles that somebody may mean, the likeliest first, each with its unit group; typos are forgiven.

    A title that is or begins with what was typed goes before one that has a word like it. Who reads English finds unit
    groups by their English names too. Nothing for fewer than two letters; beyond 80 the rest is not looked at.
    """
    key = job_key(text)[:LONGEST].strip()
    if len(key) < SHORTEST:
        return []
    alike = Q(key__trigram_similar=key) | Q(key__trigram_word_similar=key)
    alike |= Q(key__startswith=key) | Q(key__contains=f" {key}")
    likenesses: list[Any] = [TrigramSimilarity("key", key), TrigramWordSimilarity(key, "key") * 0.9]
    if language() == "en":
        alike |= Q(names_group=True, occupation__name_en__trigram_word_similar=key)
        english = When(names_group=True, then=TrigramWordSimilarity(key, "occupation__name_en") * 0.8)
        likenesses.append(Case(english, output_field=FloatField()))
    rows = JobTitle.objects.filter(alike).select_related("occupation")
    likeness = Greatest(*likenesses)
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
