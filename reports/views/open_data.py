"""Satu Data Indonesia: firms and workers by quarter and province, for everybody, as a page, CSV and JSON."""

import csv

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from accounts.decorators import public
from core.text import harmless_cell
from reports.presentation import open_data as words
from reports.selectors.open_data import Published, published, published_quarters

NAME = "peserta-perusahaan"


@require_safe
@public
def open_data(request: HttpRequest) -> HttpResponse:
    """One quarter as a table, the newest by itself, with what the data set says of itself."""
    quarters = published_quarters()
    codes = {words.quarter_code(quarter): quarter for quarter in quarters}
    chosen = codes.get(request.GET.get("triwulan", ""), quarters[0] if quarters else None)
    tables = published(quarters, **words.words())
    context = {
        "metadata": words.metadata(tables),
        "quarters": [{"code": code, "name": words.quarter_name(quarter)} for code, quarter in codes.items()],
        "chosen": words.quarter_code(chosen) if chosen else "",
        "name": words.quarter_name(chosen) if chosen else "",
        "table": next((table for table in tables if table.quarter == chosen), None),
        "hidden": words.HIDDEN,
    }
    return render(request, "reports/open_data.html", context)


@require_safe
@public
def open_data_csv(request: HttpRequest) -> HttpResponse:
    """Every quarter, in one file."""
    headers = {"Content-Disposition": f'attachment; filename="{NAME}.csv"'}
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8", headers=headers)
    writer = csv.writer(response, delimiter=";")
    writer.writerow(words.COLUMNS)
    with translation.override("id"):
        for row in words.as_rows(_all()):
            writer.writerow([harmless_cell(cell) for cell in row])
    return response


@require_safe
@public
def open_data_json(request: HttpRequest) -> JsonResponse:
    """The same with its metadata, for machines."""
    with translation.override("id"):
        return JsonResponse(words.as_json(_all()), json_dumps_params={"ensure_ascii": False})


def _all() -> list[Published]:
    return published(published_quarters(), **words.words())
