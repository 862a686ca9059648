"""The memorandum's work plan: the board of a year, one activity, and the yearly evaluation of both parties."""

import csv
import uuid
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import roles
from accounts.enums import Role
from compliance.evaluation_pdf import render_evaluation
from compliance.forms.workplan import BoardFilter
from compliance.models import PlanEvaluation, PlanProgress, WorkPlan
from compliance.policies import can_agree_evaluation, can_keep_plan
from compliance.presentation import workplan as pages
from compliance.selectors import workplan as rows
from compliance.views import workplan_acts as acts
from compliance.views.author import GET_POST
from core import clock
from core.text import harmless_cell
from files.responses import serve

READERS = (Role.INSPECTOR, Role.INSPECTION_COORDINATOR, Role.MEDIATOR, Role.BPJS_VERIFIER, Role.AUDITOR)
ROWS = 20


@never_cache
@require_safe
@roles(*READERS)
def plans(request: HttpRequest) -> HttpResponse:
    """Every plan that one's office reads; the only one at once."""
    found = rows.plans_for(request.user, clock.today())  # type: ignore[arg-type]
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    if page.paginator.count == 1:
        return redirect("compliance:plan", page.object_list[0].pk)
    context = {"page": page, "rows": [pages.plan_row(row) for row in page]}
    return render(request, "compliance/rencana/daftar.html", context)


def _plan(request: HttpRequest, plan_id: uuid.UUID) -> WorkPlan:
    return get_object_or_404(rows.plans_for(request.user, clock.today()), pk=plan_id)  # type: ignore[arg-type]


def _year(request: HttpRequest, years: list[int]) -> int:
    """The year that was asked for; otherwise this one, or the plan's nearest."""
    asked = request.GET.get("tahun", "")
    if asked.isdecimal() and int(asked) in years:
        return int(asked)
    this = clock.today().year
    return min(years, key=lambda year: abs(year - this)) if years else this


@never_cache
@require_safe
@roles(*READERS)
def plan(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """The board of one year: what is done, what runs, what has not begun."""
    found = _plan(request, plan_id)
    years = rows.years_of(found)
    year = _year(request, years)
    board = BoardFilter(request.GET, queryset=rows.board(found, year), request=request)
    figures = rows.figures_of(found, year)
    context = {
        **pages.plan_row(found),
        "year": year,
        "years": [{"label": str(one), "href": f"?tahun={one}", "current": one == year} for one in years],
        "filter": board,
        "programmes": pages.board_rows(list(board.qs)),
        "totals": pages.totals(figures),
        "picture": pages.picture([asdict(row) for row in figures]),
        "counted": rows.done_by_unit(found, year),
        "evaluation": rows.evaluation_of(found, year),
    }
    return render(request, "compliance/rencana/papan.html", context)


@never_cache
@require_safe
@roles(*READERS)
def plan_csv(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """The year's board as a file."""
    found = _plan(request, plan_id)
    year = _year(request, rows.years_of(found))
    headers = {"Content-Disposition": f'attachment; filename="rencana-kerja-{year}.csv"'}
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers=headers)
    writer = csv.writer(response)
    writer.writerow(("tahun", "program", "kegiatan", "jenis", "penanggung_jawab", "keadaan", "target", "tercapai",
                     "satuan", "hasil"))  # fmt: skip
    for row in rows.board(found, year):
        line = row.activity
        words = (line.title, line.get_kind_display(), "; ".join(line.first_offices), row.get_state_display())
        writer.writerow([
            year, f"{line.programme}{line.letter}", *map(harmless_cell, map(str, words)), row.target or "", row.done,
            harmless_cell(line.unit), harmless_cell(row.came_of_it),
        ])  # fmt: skip
    return response


@never_cache
@require_http_methods(GET_POST)
@roles(*READERS)
def plan_year(request: HttpRequest, plan_year_id: uuid.UUID) -> HttpResponse:
    """One activity in one year: its entries with evidence, its target, how it ended."""
    user: Any = request.user
    today = clock.today()
    found = rows.plan_year_for(user, plan_year_id, today)
    if found is None:
        raise Http404
    belongs_to = found.activity.plan
    agreed = pages.is_agreed(rows.evaluation_of(belongs_to, found.year))
    keeps = can_keep_plan(user, belongs_to, today)
    forms = acts.year_forms(request, found) if keeps and not agreed else {}
    if request.method == "POST":
        said = acts.act_on_year(request, found, forms, keeps=keeps)
        if said:
            messages.success(request, said)
            return redirect("compliance:plan_year", found.pk)
    errors = next((form for form in forms.values() if form.errors), None)
    entries = Paginator(found.entries.select_related("actor", "file"), ROWS).get_page(request.GET.get("page"))
    context = {
        "row": found,
        "activity": found.activity,
        "plan": belongs_to,
        "agreed": agreed,
        "forms": forms,
        "form": errors,
        "page": entries,
        "entries": [pages.entry(one, found.activity.unit) for one in entries],
        "facts": pages.facts_of(found),
        "history": pages.history(found),
        **pages.reached(found),
        **pages.tag_of(found),
    }
    return render(request, "compliance/rencana/kegiatan.html", context, status=422 if errors else 200)


@never_cache
@require_http_methods(GET_POST)
@roles(*READERS)
def evaluation(request: HttpRequest, plan_id: uuid.UUID, year: int) -> HttpResponse:
    """The year's report: figures, findings, next steps; the province writes it, BPJS agrees or gives it back."""
    user: Any = request.user
    today = clock.today()
    found = _plan(request, plan_id)
    if year not in rows.years_of(found):
        raise Http404
    written = rows.evaluation_of(found, year)
    keeps = can_keep_plan(user, found, today)
    agrees = written is not None and can_agree_evaluation(user, written, today)
    forms = acts.evaluation_forms(request, written, keeps=keeps, agrees=agrees)
    if request.method == "POST":
        said = acts.act_on_evaluation(request, found, year, written, forms)
        if said:
            messages.success(request, said)
            return redirect("compliance:plan_evaluation", found.pk, year)
    errors = next((form for form in forms.values() if form.errors), None)
    context = {
        **_figures(found, year, written),
        "plan": found,
        "year": year,
        "written": written,
        "tone": pages.EVALUATION_TONES[written.state] if written else "",
        "facts": pages.evaluation_facts(written) if written else [],
        "returned": pages.returned_because(written) if written else "",
        "forms": forms,
        "form": errors,
    }
    return render(request, "compliance/rencana/evaluasi.html", context, status=422 if errors else 200)


def _figures(plan: WorkPlan, year: int, written: PlanEvaluation | None) -> dict[str, Any]:
    """Those of the day of agreement, otherwise today's; and every activity of the year."""
    kept = written.figures if written is not None and written.figures is not None else None
    figures = kept if kept is not None else [asdict(row) for row in rows.figures_of(plan, year)]
    board = pages.board_rows(list(rows.board(plan, year)))
    return {"picture": pages.picture(figures), "kept": kept is not None, "board": board}


@never_cache
@require_safe
@roles(*READERS)
def evaluation_pdf(request: HttpRequest, plan_id: uuid.UUID, year: int) -> HttpResponse:
    """The year's report as a document, once somebody has written it."""
    found = _plan(request, plan_id)
    written = rows.evaluation_of(found, year)
    if written is None:
        raise Http404
    figures = _figures(found, year, written)
    facts = pages.evaluation_facts(written)
    content = render_evaluation(written, picture=figures["picture"], board=figures["board"], facts=facts)
    headers = {"Content-Disposition": f'attachment; filename="evaluasi-rencana-kerja-{year}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@never_cache
@require_safe
@roles(*READERS)
def plan_file(request: HttpRequest, plan_entry_id: uuid.UUID) -> HttpResponse:
    """The evidence of an entry."""
    seen = rows.plans_for(request.user, clock.today())  # type: ignore[arg-type]
    found = PlanProgress.objects.select_related("file").filter(year__activity__plan__in=seen, file__isnull=False)
    return serve(get_object_or_404(found, pk=plan_entry_id).file)  # type: ignore[arg-type]
