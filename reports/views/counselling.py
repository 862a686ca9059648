"""K6: the performance of counselling for whoever coordinates it, in the regions of the role; and as files."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.decorators import roles
from accounts.enums import Role
from accounts.selectors import RegionScope, regions_of
from core import clock
from core.places import by_code
from core.text import harmless_cell, one_line
from reports.hiding import LEAST, alone
from reports.presentation import counselling as pages
from reports.selectors import back_to_work
from reports.selectors import counselling as numbers
from reports.selectors.counselling import ENDS, Period

DAYS = (90, 180, 365)
ROWS = 20
OUTCOME_TERMS = ("hari", "dikonseling", "bekerja_persen", "serupa", "serupa_bekerja_persen", "tanpa_pembanding")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for. `is_small`: so little happened in the province that its numbers stay hidden."""

    scope: RegionScope
    days: int
    period: Period
    province: str
    cells: dict[str, int | None]

    @property
    def is_small(self) -> bool:
        return bool(self.province) and self.cells.get(self.province, 0) is None

    @property
    def has_provinces(self) -> bool:
        return not self.province and len(self.cells) > 1


def _asked(request: HttpRequest) -> Asked:
    """The role's own regions, or one province of them. A province outside them is not found."""
    today = clock.today()
    whole = regions_of(request.user, Role.COUNSELLOR_COORDINATOR, on=today)
    days = next((days for days in DAYS if str(days) == request.GET.get("sejak")), DAYS[1])
    period = numbers.last_days(today, days)
    cells = pages.province_cells(numbers.held_by_province(whole, period))
    province = request.GET.get("provinsi", "")
    if not province:
        return Asked(whole, days, period, "", cells)
    if len(province) != 2 or province not in by_code():
        raise Http404
    codes = {province} if whole.covers(province) else {code for code in whole.codes if code[:2] == province}
    if not codes:
        raise Http404
    return Asked(RegionScope(everything=False, codes=frozenset(codes)), days, period, province, cells)


@never_cache
@require_safe
@roles(Role.COUNSELLOR_COORDINATOR)
def counselling(request: HttpRequest) -> HttpResponse:
    """Waiting, sessions, whether it helped, who is back at work; by province, and by counsellor in the alphabet."""
    asked = _asked(request)
    context: dict[str, Any] = {
        "asked": asked,
        "least": LEAST,
        "province": by_code()[asked.province].name if asked.province else "",
        "periods": [
            {
                "label": _("%(days)s hari terakhir") % {"days": days},
                "href": pages.link(sejak=days, provinsi=asked.province),
                "count": None,
                "current": days == asked.days,
            }
            for days in DAYS
        ],
        "every_href": pages.link(sejak=asked.days),
    }
    if asked.is_small:
        return render(request, "reports/counselling_hidden.html", context)
    return render(request, "reports/counselling.html", context | _numbers(request, asked))


def _numbers(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    scope, period = asked.scope, asked.period
    name = one_line(request.GET.get("q", ""))[:120].strip()
    waiting = numbers.waiting_times(scope, period)
    months = numbers.sessions_by_month(scope, period)
    answers = numbers.ratings(scope, period)
    table = pages.month_table(months)
    people = pages.counsellor_rows(numbers.by_counsellor(scope, period))
    found = [row for row in people if name.casefold() in row["name"].casefold()]
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    csv_query = {"sejak": asked.days, "provinsi": asked.province}
    return {
        "totals": pages.totals(months, waiting, answers),
        "asked_count": pages.shown(alone(waiting.asked)),
        "waiting": pages.waiting_rows(waiting),
        "months": table,
        "picture": pages.month_picture(months, table["held"]),
        "ratings": pages.rating_rows(answers),
        "outcomes": pages.outcome_rows(back_to_work.back_at_work(scope, period, today=clock.today())),
        "provinces": pages.province_rows(asked.cells, asked.days)
        if not asked.province and len(asked.cells) > 1
        else [],
        "people": list(page),
        "page": page,
        "q": name,
        "csv": {table: pages.link("counselling_csv", table, **csv_query) for table in TABLES},
    }


@require_safe
@roles(Role.COUNSELLOR_COORDINATOR)
def counselling_csv(request: HttpRequest, table: str) -> HttpResponse:
    """One table as a file, hidden as on the page: an empty cell is a small group."""
    asked = _asked(request)
    if table not in TABLES or asked.is_small:
        raise Http404
    heads, rows = TABLES[table](asked)
    headers = {"Content-Disposition": f'attachment; filename="konseling-{table}.csv"'}
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers=headers)
    writer = csv.writer(response)
    writer.writerow(heads)
    writer.writerows(["" if cell is None else _cell(cell) for cell in row] for row in rows)
    return response


def _cell(value: Any) -> Any:
    return harmless_cell(value) if isinstance(value, str) else value


Table = tuple[Sequence[str], Iterable[Sequence[Any]]]


def _waiting_table(asked: Asked) -> Table:
    found = pages.waiting_rows(numbers.waiting_times(asked.scope, asked.period))
    return ("waktu", "permohonan", "nilai_tengah", "persentil_90"), [
        (row["name"], row["count"], row["median"], row["most"]) for row in found
    ]


def _months_table(asked: Asked) -> Table:
    table = pages.month_table(numbers.sessions_by_month(asked.scope, asked.period))
    return ("bulan", *ENDS), [(row["first"].isoformat()[:7], *row["cells"]) for row in table["rows"]]


def _ratings_table(asked: Asked) -> Table:
    found = pages.rating_rows(numbers.ratings(asked.scope, asked.period))
    return ("jawaban", "jumlah", "persen"), [(row["name"], row["count"], row["share"]) for row in found]


def _outcomes_table(asked: Asked) -> Table:
    found = pages.outcome_rows(back_to_work.back_at_work(asked.scope, asked.period, today=clock.today()))
    cells = ("days", "counselled", "share", "similar", "similar_share", "without")
    return OUTCOME_TERMS, [tuple(row[cell] for cell in cells) for row in found]


def _counsellors_table(asked: Asked) -> Table:
    found = pages.counsellor_rows(numbers.by_counsellor(asked.scope, asked.period))
    return ("konselor", "kantor", *ENDS, "jawaban", "membantu"), [
        (row["name"], row["office"], *row["cells"], row["count"], row["helped"]) for row in found
    ]


TABLES = {
    "tunggu": _waiting_table,
    "sesi": _months_table,
    "penilaian": _ratings_table,
    "bekerja": _outcomes_table,
    "konselor": _counsellors_table,
}
