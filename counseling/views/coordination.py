"""For whoever coordinates counsellors: where they are against demand, and the week of all of them. Regions as the role
reaches; the same as files.
"""

import csv
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.decorators import roles
from accounts.enums import Role
from accounts.selectors import RegionScope, regions_of
from core import clock
from core.models import Region
from core.text import harmless_cell
from counseling.filters import CalendarFilter
from counseling.models import Counsellor
from counseling.presentation import coordination as pages
from counseling.selectors import coverage
from counseling.selectors.week import DAYS, Week, counsellors_in, week_asked, weeks_of

ROWS = 20
AREA_COLUMNS = (
    "kode", "wilayah", "konselor_bersertifikat", "sedang_cuti", "belum_bersertifikat", "kapasitas_seminggu",
    "terjadwal_7_hari", "menunggu", "lewat_batas", "tertua_sejak", "phk_30_hari",
)  # fmt: skip
WEEK_COLUMNS = (
    "konselor", "kode_kantor", "kantor", "tanggal", "sesi", "kosong", "libur_atau_cuti", "beban_minggu",
)  # fmt: skip


def scope_of(request: HttpRequest) -> RegionScope:
    return regions_of(request.user, Role.COUNSELLOR_COORDINATOR, on=clock.today())


@never_cache
@require_safe
@roles(Role.COUNSELLOR_COORDINATOR)
def counsellors(request: HttpRequest) -> HttpResponse:
    """Provinces, or the regencies of one: certified counsellors, capacity, requests, PHK; as a map and a table."""
    now = clock.now()
    province, areas = _areas(request)
    which = request.GET.get("hanya", "")
    which = which if which in pages.WHICH else ""
    shown = request.GET.get("peta", "")
    shown = shown if shown in pages.MAPS else pages.COUNSELLORS
    has_map = province is None and len([area for area in areas if area.code]) > 1
    context = {
        "province": province,
        "may_go_up": province is not None and len(coverage_codes(request)) != 1,
        "totals": pages.totals(areas, now),
        "rows": [pages.area_row(area, now, deeper=province is None) for area in pages.narrowed(areas, which)],
        "chips": pages.which_chips(areas, which, province.code if province else ""),
        "which": which,
        "map": pages.map_of(areas, shown) if has_map else None,
        "map_name": pages.MAPS[shown],
        "map_chips": pages.map_chips(shown),
        "phk_days": coverage.PHK_DAYS,
        "csv": pages.link("counsellors_csv", provinsi=province.code if province else ""),
    }
    return render(request, "counseling/counsellors.html", context)


def coverage_codes(request: HttpRequest) -> set[str]:
    """Provinces that the role reaches into; empty is the whole nation."""
    scope = scope_of(request)
    return set() if scope.everything else {code[:2] for code in scope.codes}


def _areas(request: HttpRequest) -> tuple[Region | None, list[coverage.Area]]:
    """The province that is asked for, or the only one that the role reaches, with its regencies; else provinces."""
    scope, now = scope_of(request), clock.now()
    codes = coverage_codes(request)
    asked = request.GET.get("provinsi", "") or (next(iter(codes)) if len(codes) == 1 else "")
    if not asked:
        return None, coverage.provinces(scope, now)
    province = Region.objects.filter(pk=asked, parent=None).first()
    if province is None or (codes and asked not in codes):
        raise Http404
    return province, coverage.regencies(scope, asked, now)


@require_safe
@roles(Role.COUNSELLOR_COORDINATOR)
def counsellors_csv(request: HttpRequest) -> HttpResponse:
    """The table that the page shows, as a file."""
    province, areas = _areas(request)
    response = csv_file(f"konselor-{province.code if province else 'provinsi'}.csv")
    writer = csv.writer(response)
    writer.writerow(AREA_COLUMNS)
    for area in areas:
        writer.writerow(pages.area_cells(area))
    return response


@never_cache
@require_safe
@roles(Role.COUNSELLOR_COORDINATOR)
def calendar(request: HttpRequest) -> HttpResponse:
    """A week of every counsellor in the role's regions: sessions, free times, leave and load; twenty a page."""
    now = clock.now()
    monday, found = _asked(request)
    every = weeks_of(list(found.qs), monday, at=now)
    page = Paginator(every, ROWS).get_page(request.GET.get("page"))
    kept = found.form.cleaned_data
    context: dict[str, Any] = {
        "heading": pages.week_heading(monday),
        "days": pages.day_heads(monday),
        "rows": [pages.week_row(week) for week in page],
        "totals": pages.week_totals(every, len(every)),
        "page": page,
        "filter": found,
        "monday": monday,
        "this_week": monday == week_asked("", clock.today()),
        "before": pages.link("calendar", minggu=monday - timedelta(days=DAYS), **kept),
        "after": pages.link("calendar", minggu=monday + timedelta(days=DAYS), **kept),
        "now_href": pages.link("calendar", **kept),
        "csv": pages.link("calendar_csv", minggu=monday, **kept),
    }
    return render(request, "counseling/calendar.html", context)


@require_safe
@roles(Role.COUNSELLOR_COORDINATOR)
def calendar_csv(request: HttpRequest) -> HttpResponse:
    """The week as a file: one row a counsellor and day."""
    monday, found = _asked(request)
    response = csv_file(f"kalender-konselor-{monday.isoformat()}.csv")
    writer = csv.writer(response)
    writer.writerow(
        ["konselor", "kode_kantor", "kantor", "tanggal", "sesi", "kosong", "libur_atau_cuti", "beban_minggu"]
    )
    for week in weeks_of(list(found.qs), monday, at=clock.now()):
        for day in week.days:
            writer.writerow([*_office(week), day.on.isoformat(), day.taken, day.free, day.closed, f"{week.load}%"])
    return response


def _office(week: Week) -> list[str]:
    return [harmless_cell(week.counsellor.user.full_name), week.counsellor.region_id, str(week.counsellor.region)]


def _asked(request: HttpRequest) -> tuple[date, CalendarFilter]:
    """Monday of the week, and whose. What cannot be read is today's week, and everybody."""
    scope = scope_of(request)
    found = CalendarFilter(request.GET, queryset=counsellors_in(scope), provinces=_provinces(scope))
    return week_asked(request.GET.get("minggu", ""), clock.today()), found


def _provinces(scope: RegionScope) -> list[tuple[str, str]]:
    """Provinces that have an office of counsellors in the scope."""
    offices = Counsellor.objects.filter(scope.q("region__code")).values_list("region_id", flat=True)
    codes = {code[:2] for code in offices}
    return list(Region.objects.filter(pk__in=codes).order_by("name").values_list("code", "name"))


def csv_file(name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content_type="text/csv; charset=utf-8", headers=headers)
