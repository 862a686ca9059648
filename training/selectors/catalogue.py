"""The search in the catalogue: words with their stems, slips of the pen, filters and an order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVectorField, TrigramSimilarity
from django.db import models
from django.db.models import Case, Exists, F, Func, IntegerField, OuterRef, Q, Value, When
from django.db.models.expressions import OrderBy
from django.db.models.functions import Left

from core.places import Place, find_place, place_at_the_end
from core.provinces import nearest_provinces
from training.asked import Asked, words_of
from training.enums import Mode, ProgrammeState
from training.models import Institute, InstituteQuerySet, Programme, ProgrammeQuerySet, TrainingClass
from training.selectors.words import corrections

ROWS = 20
# Weights of requirements, what one learns, skills and institute, title.
_WEIGHTS = (0.05, 0.2, 0.5, 1.0)
_SOONEST = (F("next_start").asc(nulls_last=True), F("title").asc(), F("pk").asc())
SAME_REGENCY, SAME_PROVINCE, ONLINE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as it was carried out: `words` are corrected, `corrected` says which, `place` is the area that counts.

    `unknown_place`: what was typed as a place and is none. `loose`: not every word is in every result.
    """

    words: tuple[str, ...]
    corrected: dict[str, str] = field(default_factory=dict)
    place: Place | None = None
    unknown_place: str = ""
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """`programmes` and `institutes` in their order, not yet cut into pages; `total` counts programmes."""

    understood: Understood
    programmes: ProgrammeQuerySet
    institutes: InstituteQuerySet
    total: int


def look_up(asked: Asked, *, on: date) -> Found:
    """The programmes that somebody looks for and the institutes that hold them.

    Words are corrected only when nothing has them as they were typed; then what has only some of them is shown.
    """
    words, place, unknown = _said(asked)
    corrected: dict[str, str] = {}
    rows = _ask(asked, words, place, on)
    total, loose = rows.count(), False
    if words and not total:
        corrected = corrections(words)
        words = tuple(corrected.get(word, word) for word in words)
        rows = _ask(asked, words, place, on)
        total = rows.count() if corrected else 0
        loose = not total and len(words) > 1
    if loose:
        rows = _ask(asked, words, place, on, loose=True)
        total = rows.count()
    understood = Understood(words, corrected, place, unknown, loose and total > 0)
    return Found(understood, rows, _institutes(rows, understood, asked), total)


def _said(asked: Asked) -> tuple[tuple[str, ...], Place | None, str]:
    """The words, the area, and what was typed as one and is none."""
    if asked.place:
        place = find_place(asked.place)
        return asked.words, place, "" if place else asked.place
    place, said = place_at_the_end(asked.words)
    return asked.words[: len(asked.words) - said], place, ""


def _ask(
    asked: Asked, words: Sequence[str], place: Place | None, on: date, *, loose: bool = False
) -> ProgrammeQuerySet:
    code = place.code if place else ""
    return find_programmes(
        words,
        region="" if asked.nearest else code,
        near=code if asked.nearest else "",
        group=asked.group,
        mode=asked.mode,
        days=asked.days,
        cost=asked.cost,
        soonest=asked.soonest,
        loose=loose,
        on=on,
    )


def find_programmes(
    words: str | Sequence[str] = "",
    *,
    on: date,
    region: str = "",
    near: str = "",
    group: str = "",
    mode: str = "",
    days: int = 0,
    cost: int = 0,
    soonest: bool = False,
    loose: bool = False,
) -> ProgrammeQuerySet:
    """What can be recommended and fits, with `next_start`: the best fit first or, without words, the soonest start.

    `words` are a text or single words of letters and digits; `loose`: one of them is enough. `region` is the code of a
    province or a regency, where the institute is, `near` of one from which the order goes outwards; `group` of an
    occupation, by its first digits. `days`: a class with a seat begins within so many. `cost`: at most so many whole
    rupiah. Empty and 0 ask for nothing.
    """
    said = words_of(words) if isinstance(words, str) else tuple(words)
    rows = Programme.objects.listed().select_related("institute__region").with_next_start(on)
    rows = rows.filter(_within(region), **_narrowing(group, mode, cost))
    order: tuple[str | OrderBy, ...] = _SOONEST
    if near:
        rows, order = rows.annotate(nearness=_nearness(near)), ("nearness", *_SOONEST)
    if days:
        starting = TrainingClass.objects.with_room(on).filter(starts_on__lte=on + timedelta(days=days))
        rows = rows.filter(Exists(starting.filter(programme=OuterRef("pk"))))
    if not said:
        return rows.order_by(*order)
    query = _query(said, loose=loose)
    rows = _having_one(rows, said).annotate(all_words=_all_words()).filter(all_words=query)
    if soonest or near:
        return rows.order_by(*order)
    rank = SearchRank(F("all_words"), query, weights=list(_WEIGHTS))
    likeness = rank + TrigramSimilarity("title", " ".join(said)) / 2
    return rows.annotate(likeness=likeness).order_by("-likeness", *_SOONEST)


def _having_one(rows: ProgrammeQuerySet, words: Sequence[str]) -> ProgrammeQuerySet:
    """Those with one of the words, by the indexes: the words of programme and institute together have none."""
    one = _query(words, loose=True)
    houses = Institute.objects.listed().filter(search=one).order_by().values_list("pk", flat=True)
    return rows.filter(Q(search=one) | Q(institute__in=list(houses)))


def _narrowing(group: str, mode: str, cost: int) -> dict[str, object]:
    asked = {"group__startswith": group, "mode": mode, "cost__lte": cost}
    return {lookup: value for lookup, value in asked.items() if value}


def _within(region: str) -> Q:
    if not region:
        return Q()
    here = Q(institute__province=region[:2])
    return here & Q(institute__region=region) if len(region) == 4 else here


def _all_words() -> Func:
    """The programme's own words and those of its institute's name."""
    return Func(
        F("search"), F("institute__search"), template="(%(expressions)s)", arg_joiner=" || ",
        output_field=SearchVectorField(),
    )  # fmt: skip


def _query(words: Sequence[str], *, loose: bool = False) -> SearchQuery:
    """The words are letters and digits only, so that they are no commands of the query."""
    return SearchQuery((" | " if loose else " & ").join(words), config="pg_catalog.indonesian", search_type="raw")


def _institutes(rows: ProgrammeQuerySet, understood: Understood, asked: Asked) -> InstituteQuerySet:
    """Those of the programmes found and, by their own name, those without one yet; `teaches`: programmes in all."""
    wanted = Q(pk__in=rows.order_by().values("institute"))
    if not asked.filters:
        query = _query(understood.words, loose=understood.loose) if understood.words else None
        wanted |= _at(None if asked.nearest else understood.place) & (Q(search=query) if query else Q(pk__isnull=False))
    teaches = models.Count("programmes", filter=Q(programmes__state=ProgrammeState.LISTED))
    found = Institute.objects.listed().filter(wanted).select_related("region").annotate(teaches=teaches)
    if asked.nearest and understood.place:
        return found.order_by(_house_nearness(understood.place.code), "name", "pk")
    return found.order_by("name", "pk")


def _at(place: Place | None) -> Q:
    if place is None:
        return Q()
    return Q(province=place.code[:2]) if len(place.code) == 2 else Q(region=place.code)


# --- for counsellors: what leads to a group of work, the nearest first ------------------------------------------------


def programmes_for_groups(
    codes: Iterable[str], region: str = "", *, on: date, words: str = "", mode: str = ""
) -> ProgrammeQuerySet:
    """What can be recommended to somebody of a regency who wants work of these groups, the nearest first.

    `codes` are groups of KBJI/ISCO-08 of one to four digits; two digits are compared, or the one that there is. First
    what is held in the regency, then in the province, then online, then in other provinces by their distance; within
    each the soonest start, and what has no class with a seat last. `nearness` is 0, 1, 2 or more; `next_start` a day
    or None. Without a region online ones come first. No codes: every group.
    """
    wanted = {code[:2] for code in codes if code}
    rows = find_programmes(words, mode=mode, on=on)
    if wanted:
        rows = rows.filter(reduce(or_, (Q(group__startswith=code) for code in sorted(wanted))))
    rows = rows.annotate(nearness=_nearness(region))
    return rows.order_by("nearness", F("next_start").asc(nulls_last=True), "title", "pk")


def _nearness(region: str) -> Case:
    order = nearest_provinces(region) if region else ()
    return Case(
        When(institute__region=region, mode__in=(Mode.ONSITE, Mode.BLENDED), then=Value(SAME_REGENCY)),
        When(mode=Mode.ONLINE, then=Value(ONLINE)),
        When(institute__province=region[:2], then=Value(SAME_PROVINCE)),
        *(When(institute__province=code, then=Value(ONLINE + place)) for place, code in enumerate(order) if place),
        default=Value(99),
        output_field=IntegerField(),
    )


def _house_nearness(region: str) -> Case:
    """As `_nearness`, for whole institutes: regency, province, other provinces by their distance."""
    others = enumerate(nearest_provinces(region))
    return Case(
        When(region=region, then=Value(SAME_REGENCY)),
        *(When(province=code, then=Value(SAME_PROVINCE + place)) for place, code in others),
        default=Value(99),
        output_field=IntegerField(),
    )


def elsewhere(place: Place, *, on: date, most: int = 5) -> tuple[list[Programme], list[Programme]]:
    """For an area without an institute: what is taught online, and what is held nearest to it. At most so many each."""
    rows = programmes_for_groups((), place.code, on=on).with_upcoming(on)
    return list(rows.filter(mode=Mode.ONLINE)[:most]), list(rows.exclude(mode=Mode.ONLINE)[:most])


def has_institute(place: Place) -> bool:
    """Whether anybody trains people of JKP in an area."""
    return Institute.objects.listed().filter(_at(place)).exists()


# --- pages of one -------------------------------------------------------------------------------------------------


def programmes_of(institute: Institute, *, on: date) -> list[Programme]:
    """What an institute teaches, each with its `upcoming` classes; the soonest start first."""
    rows = institute.programmes.shown().with_next_start(on).with_upcoming(on)
    return list(rows.order_by(F("next_start").asc(nulls_last=True), "title", "pk"))


def similar(programme: Programme, *, on: date, most: int = 4) -> list[Programme]:
    """Others that lead to the same group of work, the nearest to this one's institute first."""
    region = str(programme.institute.region_id)
    rows = programmes_for_groups((programme.group,), region, on=on).exclude(pk=programme.pk).with_upcoming(on)
    return list(rows[:most])


def soonest(*, on: date, most: int = 6) -> list[Programme]:
    """Programmes whose class begins soonest and has a seat."""
    return list(find_programmes(on=on).filter(next_start__isnull=False).with_upcoming(on)[:most])


def numbers_by_major(on: date) -> dict[str, int]:
    """How many programmes can be recommended in each major group."""
    rows = Programme.objects.listed().annotate(major=Left("group", 1)).order_by()
    return dict(rows.values_list("major").annotate(models.Count("pk")))
