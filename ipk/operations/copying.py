"""Copying Karirhub's vacancies: page by page, each in a transaction of its own, safe to repeat at any point.

A round begins, keeps where it is, and ends by closing what Karirhub no longer names. While Karirhub is away the last
copy stays, with its time. Vacancies that cannot be (an unknown group, a wage turned round) are left out and counted.
"""

from datetime import datetime

from django.db import transaction

from core import clock
from core.models import Region
from core.text import one_line, without_invisible
from integrations.karirhub import ForeignVacancy, KarirhubClient, VacancyPage
from ipk.enums.vacancies import Employment, Schooling, VacancySource, VacancyState
from ipk.models import Occupation, Vacancy, VacancyCopy
from ipk.models.vacancies import LONGEST_TEXT, MOST_SKILLS
from ipk.operations.words import refresh_words

SOURCE = VacancySource.KARIRHUB
MOST_PAGES = 10_000
CHUNK = 1_000
# What a repeated copy may change.
COPIED = (
    "title", "company", "occupation", "description", "requirements", "region", "country", "wage_from", "wage_to",
    "education", "experience_years", "employment", "openings", "skills", "closes_on", "external_url",
)  # fmt: skip


def copy_vacancies(*, karirhub: KarirhubClient, at: datetime) -> VacancyCopy:
    """Carry a round to its end. Raises PartnerUnavailable: then the round goes on from there the next time.

    A round that has begun is carried on; one that ends has closed what was not named since it began.
    """
    copy = _begin(at)
    while copy.pages < MOST_PAGES:
        page = karirhub.vacancies(copy.cursor)
        _keep_page(copy, page, at)
        if not page.cursor:
            break
    while _close_gone(copy, at) == CHUNK:
        pass
    return _finish(copy, at)


@transaction.atomic
def _begin(at: datetime) -> VacancyCopy:
    open_round = VacancyCopy.objects.select_for_update().filter(source=SOURCE, finished_at=None).first()
    return open_round or VacancyCopy.objects.create(source=SOURCE, started_at=at)


@transaction.atomic
def _keep_page(copy: VacancyCopy, page: VacancyPage, at: datetime) -> None:
    locked = VacancyCopy.objects.select_for_update().get(pk=copy.pk)
    told = {one.id[:60]: one for one in page.vacancies}
    known = {
        row.external_id: row
        for row in Vacancy.objects.select_for_update().filter(source=SOURCE, external_id__in=told.keys())
    }
    groups = set(Occupation.objects.filter(pk__in={one.group for one in told.values()}).values_list("pk", flat=True))
    areas = set(Region.objects.filter(pk__in={one.region_code for one in told.values()}).values_list("pk", flat=True))
    said = {key: _fields(one) for key, one in told.items() if _is_possible(one, groups, areas, at)}
    _insert({key: fields for key, fields in said.items() if key not in known}, told, at)
    _update([known[key] for key in said if key in known], said, at)
    locked.cursor, locked.pages = page.cursor[:200], locked.pages + 1
    locked.kept, locked.refused = locked.kept + len(said), locked.refused + len(page.vacancies) - len(said)
    locked.save()
    copy.cursor, copy.pages = locked.cursor, locked.pages


def _is_possible(one: ForeignVacancy, groups: set[str], areas: set[str], at: datetime) -> bool:
    """Whether our tables can hold it."""
    lowest, highest = one.wage_from, one.wage_to
    return (
        one.group in groups
        and (one.region_code in areas if one.region_code else bool(one.country.strip()))
        and (lowest is None or 1 <= lowest <= 1_000_000_000)
        and (highest is None or (lowest is not None and highest >= lowest))
        and one.education < len(Schooling.values)
        and one.experience_years <= 40
        and one.employment in Employment.values
        and 1 <= one.openings <= 9_999
        and max(len(one.description), len(one.requirements)) <= LONGEST_TEXT
        and one.closes_on >= max(clock.legal_date(at), clock.legal_date(one.published_at))
    )


def _fields(one: ForeignVacancy) -> dict[str, object]:
    return {
        "title": one_line(one.title)[:120],
        "company": one_line(one.company)[:200],
        "occupation_id": one.group,
        "description": without_invisible(one.description),
        "requirements": without_invisible(one.requirements),
        "region_id": one.region_code or None,
        "country": "" if one.region_code else one_line(one.country)[:60],
        "wage_from": one.wage_from,
        "wage_to": one.wage_to,
        "education": Schooling.values[one.education],
        "experience_years": one.experience_years,
        "employment": one.employment,
        "openings": one.openings,
        "skills": [one_line(skill)[:40] for skill in one.skills[:MOST_SKILLS]],
        "closes_on": one.closes_on,
        "external_url": one.url if one.url.startswith("https://karirhub.kemnaker.go.id/") else "",
    }


def _insert(said: dict[str, dict[str, object]], told: dict[str, ForeignVacancy], at: datetime) -> None:
    """New ones are shown at once: Karirhub has looked at them, and whoever doubts one reports it."""
    Vacancy.objects.bulk_create(
        Vacancy(
            **fields,
            source=SOURCE,
            external_id=key,
            state=VacancyState.PUBLISHED,
            created_at=at,
            published_at=min(told[key].published_at, at),
            seen_at=at,
        )
        for key, fields in said.items()
    )


def _update(rows: list[Vacancy], said: dict[str, dict[str, object]], at: datetime) -> None:
    """Write what differs; what had vanished and is named again is shown again. What an officer took down stays down."""
    back = [row for row in rows if row.state == VacancyState.CLOSED]
    Vacancy.workflow.move_rows(back, "reopen", actor=None, at=at)
    for row in rows:
        for name, value in said[row.external_id].items():
            setattr(row, name, value)
        row.seen_at = at
    Vacancy.objects.bulk_update(rows, [*COPIED, "seen_at"])


@transaction.atomic
def _close_gone(copy: VacancyCopy, at: datetime) -> int:
    """Close what this round has not named. Returns how many."""
    gone = Vacancy.objects.filter(source=SOURCE, state=VacancyState.PUBLISHED, seen_at__lt=copy.started_at)
    closed = len(Vacancy.workflow.move_all(gone.order_by("pk"), "close", actor=None, at=at, note="gone", limit=CHUNK))
    VacancyCopy.objects.filter(pk=copy.pk).update(closed=copy.closed + closed)
    copy.closed += closed
    return closed


@transaction.atomic
def _finish(copy: VacancyCopy, at: datetime) -> VacancyCopy:
    VacancyCopy.objects.filter(pk=copy.pk, finished_at=None).update(finished_at=at)
    refresh_words()
    copy.refresh_from_db()
    return copy
