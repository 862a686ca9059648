"""P4 and P5: the catalogue of institutes and programmes, one institute, one programme. Open to everybody."""

import csv
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.decorators import public
from core import clock
from core.text import harmless_cell
from participants.selectors import person_of
from training import market_pages, pages
from training.asked import Asked, read_asked
from training.groups import full_name, group_name
from training.models import Institute, Programme, TrainingRecommendation
from training.selectors import catalogue as reads
from training.selectors import market as numbers

MOST_IN_FILE = 5_000


@never_cache
@require_safe
@public
def catalogue(request: HttpRequest) -> HttpResponse:
    """What is looked for; without a question what begins soon, the fields, and every province."""
    asked = read_asked(request.GET)
    today = clock.today()
    context: dict[str, Any] = {
        "asked": asked,
        "choices": pages.filter_choices(asked),
        "active": pages.active_filters(asked),
    }
    context |= _found(request, asked, today) if asked.narrows else _front(today)
    return render(request, "training/catalogue.html", context)


def _found(request: HttpRequest, asked: Asked, today: date) -> dict[str, Any]:
    found = reads.look_up(asked, on=today)
    houses = found.institutes.count()
    count = houses if asked.institutes else found.total
    rows = found.institutes if asked.institutes else found.programmes.with_upcoming(today)
    page = _page(rows, count, request.GET.get("page"))
    return {
        "found": found,
        "heading": pages.heading(found, houses),
        "notes": pages.understood_notes(asked, found.understood),
        "views": pages.views(asked, found, houses),
        "sorts": pages.sorts(asked, found.understood) if count else [],
        "rows": [] if asked.institutes else [pages.programme_row(row) for row in page],
        "houses": [pages.institute_row(row, today) for row in page] if asked.institutes else [],
        "query": asked.without("institutes").query_string(),
        "page": page,
        **({} if count else _nothing(asked, found, today)),
    }


def _page(rows: Any, count: int, wanted: Any) -> Page:
    """The rows were counted for the heading: they are not counted again."""
    paginator = Paginator(rows, reads.ROWS)
    paginator.count = count
    return paginator.get_page(wanted)


def _nothing(asked: Asked, found: reads.Found, today: date) -> dict[str, Any]:
    """An area without an institute gets what is online and what is near; any other question ways to ask for less."""
    place = found.understood.place
    if place is None or reads.has_institute(place):
        return {"wider": pages.wider(asked, place), "area": None}
    online, near = reads.elsewhere(place, on=today)
    return {
        "area": place,
        "online": [pages.programme_row(row) for row in online],
        "near": [pages.programme_row(row) for row in near],
    }


def _front(today: date) -> dict[str, Any]:
    tables = numbers.tables(clock.now())
    return {
        "found": None,
        "tables": tables,
        "map": market_pages.map_of_today(tables),
        "fields": pages.fields(reads.numbers_by_major(today)),
        "areas": pages.areas(tables),
        "rows": [pages.programme_row(row) for row in reads.soonest(on=today)],
    }


@require_safe
@public
def catalogue_csv(request: HttpRequest) -> HttpResponse:
    """What the same question finds, as a file: at most five thousand programmes."""
    today = clock.today()
    found = reads.look_up(read_asked(request.GET), on=today)
    headers = {"Content-Disposition": 'attachment; filename="program-pelatihan.csv"'}
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers=headers)
    writer = csv.writer(response)
    writer.writerow(
        ["program", "lembaga", "vin", "provinsi", "kabupaten_kota", "golongan", "nama_golongan", "cara", "jam", "hari",
         "biaya", "mulai_berikutnya", "halaman"]
    )  # fmt: skip
    for row in found.programmes.select_related("institute__region__parent")[:MOST_IN_FILE]:
        writer.writerow([harmless_cell(str(cell)) for cell in _cells(row, request)])
    return response


def _cells(row: Programme, request: HttpRequest) -> list[object]:
    house = row.institute
    return [
        row.title, house.name, house.vin, house.region.parent or "", house.region, row.group, full_name(row.group),
        row.get_mode_display(), row.hours, row.days, row.cost, row.next_start or "",  # type: ignore[attr-defined]
        request.build_absolute_uri(pages.programme_url(row)),
    ]  # fmt: skip


@never_cache
@require_safe
@public
def institute(request: HttpRequest, slug: str) -> HttpResponse:
    """One institute with what it teaches and when."""
    today = clock.today()
    shown = get_object_or_404(Institute.objects.shown().select_related("region"), slug=slug)
    programmes = reads.programmes_of(shown, on=today)
    for programme in programmes:
        programme.institute = shown
    classes = [one for programme in programmes for one in programme.upcoming]  # type: ignore[attr-defined]
    classes.sort(key=lambda one: (one.starts_on, one.programme.title))
    context = {
        "institute": shown,
        "is_suspended": pages.is_suspended(shown),
        "contact": pages.contact(shown, today),
        "accreditation": pages.accreditation(shown, today),
        "phone": pages.phone_text(shown.phone),
        "rows": [pages.programme_row(row) for row in programmes],
        "classes": pages.class_rows(classes, with_programme=True),
    }
    return render(request, "training/institute.html", context)


@never_cache
@require_safe
@public
def programme(request: HttpRequest, slug: str, programme: str) -> HttpResponse:
    """One programme: what one learns, when, for how much, and how to get there."""
    today = clock.today()
    rows = Programme.objects.shown().select_related("institute__region").with_upcoming(today)
    shown = get_object_or_404(rows, institute__slug=slug, slug=programme)
    context = {
        "programme": shown,
        "institute": shown.institute,
        "institute_url": pages.institute_url(shown.institute),
        "is_suspended": pages.is_suspended(shown.institute),
        "accreditation": pages.accreditation(shown.institute, today),
        "phone": pages.phone_text(shown.institute.phone),
        "place": pages.place_text(shown),
        "length": pages.length_text(shown),
        "learns": pages.lines(shown.learns),
        "asked": pages.lines(shown.requirements),
        "group": shown.group[:2],
        "group_name": group_name(shown.group),
        "classes": pages.class_rows(shown.upcoming),
        "rows": [pages.programme_row(row) for row in reads.similar(shown, on=today)],
        "recommended": _recommended(request, shown, today),
    }
    return render(request, "training/programme.html", context)


def _recommended(request: HttpRequest, shown: Programme, today: date) -> TrainingRecommendation | None:
    """The signed-in participant's own, while it may be used."""
    person = person_of(request.user)  # type: ignore[arg-type]
    if person is None:
        return None
    return TrainingRecommendation.objects.filter(person=person, programme=shown).in_force(today).first()
