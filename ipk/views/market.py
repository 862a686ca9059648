"""The labour market in numbers, for everybody: tables, pictures and files. Small numbers are hidden."""

import csv
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.decorators import public
from core import clock
from core.columns import picture, plain
from ipk.enums.vacancies import VacancySource
from ipk.presentation import market as market_pages
from ipk.selectors import market as numbers

HIDDEN = f"<{numbers.LEAST}"


@require_safe
@public
def market(request: HttpRequest) -> HttpResponse:
    """Vacancies by group, province and month, and the skills that are asked for."""
    tables = numbers.tables(clock.now())
    months = market_pages.named(tables.months)
    context: dict[str, Any] = {
        "tables": tables,
        "picture": picture(plain([(name, month.vacancies) for name, month in months])),
        "months": months,
        "groups": market_pages.bars(tables.groups),
        "provinces": market_pages.bars(tables.provinces),
        "skills": market_pages.bars(tables.skills),
        "least": numbers.LEAST,
        "copied_at": numbers.copied_at(VacancySource.KARIRHUB),
    }
    return render(request, "ipk/market.html", context)


@require_safe
@public
def market_csv(request: HttpRequest, table: str) -> HttpResponse:
    """One table as a file; a small number is written as "<5"."""
    tables = numbers.tables(clock.now())
    found = {
        "golongan": tables.groups, "provinsi": tables.provinces, "bulan": tables.months, "keterampilan": tables.skills,
    }.get(table)  # fmt: skip
    if found is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="pasar-kerja-{table}.csv"'}
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers=headers)
    writer = csv.writer(response)
    writer.writerow(["kode", "nama", "lowongan", "orang_dicari", "gaji_tengah", "data_per"])
    for cell in found:
        many = [HIDDEN if value is None else value for value in (cell.vacancies, cell.openings)]
        writer.writerow([_harmless(cell.code), _harmless(cell.name), *many, cell.wage or "", tables.at.isoformat()])
    return response


def _harmless(text: str) -> str:
    """A skill is somebody's own word: a spreadsheet must not take it for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text
