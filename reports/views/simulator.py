"""The policy simulator: its runs, a question, an answer with pictures, and the same as files."""

import csv
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import keeps_typed, roles
from core import clock
from core.errors import Invalid
from core.formatting import long_moment
from core.language import language
from core.text import harmless_cell
from reports.enums import SimulationState
from reports.forms.simulator import SimulationFilter, SimulationForm
from reports.models import SimulationRun
from reports.operations.simulations import order_run
from reports.policies import SIMULATION_READERS, SIMULATORS, can_simulate
from reports.presentation import simulator as pages
from reports.simulation_pdf import render as render_pdf

ROWS = 20
BUSY = (SimulationState.QUEUED, SimulationState.RUNNING)
FIELD_OF = {"since": "sejak", "people": "orang", "seed": "angka_awal", "value": "nilai", "changes": "ketentuan_2"}
TABLES = {"bulan": "months", "provinsi": "provinces", "upah": "wages"}


@never_cache
@require_safe
@roles(*SIMULATION_READERS)
def simulation_list(request: HttpRequest) -> HttpResponse:
    """Every run, the newest first."""
    found = SimulationFilter(request.GET, queryset=SimulationRun.objects.defer("result"))
    page = Paginator(found.qs.order_by("-asked_at", "-pk"), ROWS).get_page(request.GET.get("page"))
    context = {
        "filter": found,
        "page": page,
        "rows": [pages.list_row(run) for run in page],
        "may_ask": can_simulate(request.user, clock.today()),  # type: ignore[arg-type]
    }
    return render(request, "reports/simulations.html", context)


@never_cache
@keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
@roles(*SIMULATORS)
def simulation_ask(request: HttpRequest) -> HttpResponse:
    """A question; the same question leads to the same run."""
    today = clock.today()
    form = SimulationForm(request.POST if request.method == "POST" else None, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            run = order_run(form.question, actor=request.user, at=clock.now())  # type: ignore[arg-type]
        except Invalid as error:
            form.add_error(FIELD_OF.get(error.code, "nilai"), error.message)
        else:
            return redirect("reports:simulation", run.pk)
    context = {"form": form, "values": pages.present_values(today)}
    return render(request, "reports/simulation_ask.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
@roles(*SIMULATION_READERS)
def simulation(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """One run: how far it is, then its answer with pictures and numbers."""
    run = get_object_or_404(SimulationRun, pk=run_id)
    context = {
        "run": run,
        "busy": run.state in BUSY,
        "progress": pages.PROGRESS[run.step],
        "changes": pages.changes_of(run),
        "about": pages.about_whom(run),
        "method": pages.method(run),
        "empty": run.state == SimulationState.DONE and not run.result["people"],
        **(_answer(run) if run.state == SimulationState.DONE else {}),
        **pages.tag_of(run),
    }
    response = render(request, "reports/simulation.html", context)
    if run.state in BUSY:
        response["Refresh"] = "3"  # works without a script
    return response


def _answer(run: SimulationRun) -> dict[str, Any]:
    months = pages.month_rows(run)
    wages, provinces = pages.group_rows(run, "wages"), pages.group_rows(run, "provinces")
    return {
        "totals": pages.totals(run),
        "months": months,
        "month_picture": pages.month_picture(months),
        "wages": wages,
        "wage_picture": pages.group_picture(wages),
        "provinces": provinces,
        "province_picture": pages.group_picture(provinces),
        "heads": pages.group_heads(),
    }


def _answered(run_id: uuid.UUID) -> SimulationRun:
    run = get_object_or_404(SimulationRun, pk=run_id)
    if run.state != SimulationState.DONE:
        raise Http404
    return run


# --- files -------------------------------------------------------------------------------------------------------


@never_cache
@require_safe
@roles(*SIMULATION_READERS)
def simulation_csv(request: HttpRequest, run_id: uuid.UUID, table: str) -> HttpResponse:
    """One table of the answer in whole rupiah; an empty cell is hidden. No cell is run as a formula."""
    run = _answered(run_id)
    if table not in TABLES:
        raise Http404
    heads, rows = _table(run, table)
    headers = {"Content-Disposition": f'attachment; filename="simulasi-{table}-{run.asked_at:%Y%m%d}.csv"'}
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers=headers)
    response.write("\N{BYTE ORDER MARK}")
    writer = csv.writer(response, delimiter=";")
    writer.writerow(heads)
    writer.writerows([harmless_cell(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return response


COUNTED = ("people", "winners", "losers", "unchanged", "undecided", "newly", "no_longer")
MONEY = ("before", "after", "gained", "lost")
GROUP_HEADS = ("orang", "menerima_lebih", "menerima_kurang", "tetap", "diputus_petugas", "baru_menerima",
               "tidak_lagi_menerima", "sekarang_rp", "diubah_rp", "bertambah_rp", "berkurang_rp")  # fmt: skip
COSTS = ("before", "after", "before_possible", "after_possible")


def _table(run: SimulationRun, table: str) -> tuple[Sequence[str], Iterable[Sequence[Any]]]:
    if table == "bulan":
        heads = ("bulan", "sekarang_rp", "diubah_rp", "mungkin_sekarang_rp", "mungkin_diubah_rp")
        return heads, [(row["month"], *(row[name] for name in COSTS)) for row in run.result["months"]]
    rows = pages.group_rows(run, TABLES[table])
    return (table, *GROUP_HEADS), [(row["name"], *(row["row"][name] for name in (*COUNTED, *MONEY))) for row in rows]


@never_cache
@require_safe
@roles(*SIMULATION_READERS)
def simulation_pdf(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """The report as a document, with the pictures of the page."""
    run = _answered(run_id)
    answer = _answer(run)
    pictures = {name: _svg(answer[name]) for name in ("month_picture", "wage_picture", "province_picture")}
    report = {
        "lang": language(),
        "over": _("Simulasi kebijakan"),
        "title": _("Bagaimana bila aturannya berbeda?"),
        "about": pages.about_whom(run),
        "changes": [row | {"since": _("sejak %(day)s") % {"day": row["since"]}} for row in pages.changes_of(run)],
        "totals": [{"text": "", **item} for item in answer["totals"]],
        "parts": _parts(answer),
        "method_title": _("Cara menghitung"),
        "method": pages.method(run),
        "foot": _("Dijalankan %(name)s, %(when)s. Hanya jumlah; tidak memuat data orang.")
        % {"name": run.asked_by_name, "when": long_moment(run.asked_at, language())},
    }
    content = render_pdf(report, pictures, at=run.finished_at or run.asked_at)
    headers = {"Content-Disposition": f'attachment; filename="simulasi-{run.asked_at:%Y%m%d}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _svg(picture: dict[str, Any]) -> str:
    context = {"picture": picture, "label": "", "font": "Libertinus Serif"}
    return render_to_string("reports/_simulation_picture.svg", context)


def _parts(answer: dict[str, Any]) -> list[dict[str, Any]]:
    sides = [{"name": _("Aturan sekarang"), "fill": pages.MINT}, {"name": _("Sesudah diubah"), "fill": pages.TEAL}]
    ways = [{"name": _("Berkurang"), "fill": pages.NIGHT}, {"name": _("Bertambah"), "fill": pages.TEAL}]
    months = [
        _("Bulan"),
        _("Sekarang (Rp juta)"),
        _("Diubah (Rp juta)"),
        _("Selisih (Rp juta)"),
        _("Mungkin (Rp juta)"),
    ]

    def part(title: str, picture: str, keys: Any, head: list[str], rows: Any, width: int) -> dict[str, Any]:
        table = [[row["name"], *row["cells"]] for row in rows]
        shown = picture if rows else ""
        return {
            "title": title,
            "picture": shown,
            "keys": keys,
            "head": head,
            "rows": table,
            "width": width,
            "alt": title,
        }

    return [
        part(_("Biaya tiap bulan"), "month_picture", sides, months, answer["months"], 100),
        part(_("Menurut upah"), "wage_picture", ways, [_("Upah"), *answer["heads"]], answer["wages"], 60),
        part(
            _("Menurut provinsi"), "province_picture", ways, [_("Provinsi"), *answer["heads"]], answer["provinces"], 42
        ),
    ]
