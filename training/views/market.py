"""Training in numbers, for everybody: what is offered by month, field and province, and how it was in 2022."""

import csv
from collections.abc import Callable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.decorators import public
from core import clock
from core.columns import picture, plain
from training import market_pages
from training.selectors import market as numbers

Row = Sequence[Any]


@require_safe
@public
def market(request: HttpRequest) -> HttpResponse:
    """Institutes are no people: no number is hidden."""
    tables = numbers.tables(clock.now())
    months = market_pages.named(tables.months)
    context: dict[str, Any] = {
        "tables": tables,
        "picture": picture(plain([(name, month.seats) for name, month in months])),
        "months": months,
        "fields": market_pages.bars(tables.fields),
        "map_today": market_pages.map_of_today(tables),
        "map_2022": market_pages.map_of_2022(tables),
        "past": market_pages.totals_of_2022(tables.areas),
    }
    return render(request, "training/market.html", context)


@require_safe
@public
def market_csv(request: HttpRequest, table: str) -> HttpResponse:
    """One table as a file."""
    if table not in FILES:
        raise Http404
    head, rows = FILES[table]
    tables = numbers.tables(clock.now())
    headers = {"Content-Disposition": f'attachment; filename="pelatihan-{table}.csv"'}
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers=headers)
    writer = csv.writer(response)
    writer.writerow([*head, "data_per"])
    writer.writerows([*row, tables.at.isoformat()] for row in rows(tables))
    return response


def _provinces(tables: numbers.Tables) -> list[Row]:
    return [(a.code, a.name, a.institutes, a.programmes, a.next_start or "") for a in tables.areas]


def _fields(tables: numbers.Tables) -> list[Row]:
    return [(f.code, f.name, f.programmes, f.classes, f.seats) for f in tables.fields]


def _months(tables: numbers.Tables) -> list[Row]:
    return [(f"{m.first:%Y-%m}", m.classes, m.seats) for m in tables.months]


def _past(tables: numbers.Tables) -> list[Row]:
    """Provinces that the source does not name had none."""
    return [
        (a.code, a.name, a.regencies_2022 or 0, a.institutes_2022 or 0, a.programmes_2022 or 0) for a in tables.areas
    ]


FILES: dict[str, tuple[tuple[str, ...], Callable[[numbers.Tables], list[Row]]]] = {
    "provinsi": (("kode", "provinsi", "lembaga", "program", "mulai_berikutnya"), _provinces),
    "bidang": (("kode", "golongan", "program", "kelas", "kursi"), _fields),
    "bulan": (("bulan", "kelas", "kursi"), _months),
    "2022": (("kode", "provinsi", "kabupaten_kota", "lembaga", "program"), _past),
}
