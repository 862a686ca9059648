"""R4, the second half: what became of training by institute and programme; an officer concludes a year."""

import csv
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import keeps_typed, roles
from accounts.selectors import has_role
from core import clock
from core.errors import Conflict, Invalid
from core.text import harmless_cell, one_line
from reports.forms.training import FIRST_YEAR, OPEN, ConcludeForm, EvaluationFilter
from reports.operations.evaluations import conclude_evaluation
from reports.policies import EVALUATION_READERS, EVALUATORS, can_conclude
from reports.presentation import training as pages
from reports.selectors import training as numbers
from reports.selectors.counselling import Period
from rules.calendar import add_months
from training.models import Institute

ROWS = 20
PROGRAMMES = "program"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for. `year` is 0 when months are asked for."""

    form: EvaluationFilter
    wanted: numbers.Wanted
    year: int
    q: str
    said: str
    order: str

    @property
    def of_year(self) -> int:
        """The year of an institute's page: the one asked for, or that of the last month."""
        return self.year or self.wanted.period.last.year


def _asked(request: HttpRequest, today: date) -> Asked:
    """What cannot be read is left out and said beside its field; without a year it is this one."""
    form = EvaluationFilter({"tahun": str(today.year)} | request.GET.dict(), today=today)
    form.is_valid()
    data = form.cleaned_data
    year, period = _period(data, today)
    return Asked(
        form=form,
        wanted=numbers.Wanted(period, data.get("provinsi") or "", data.get("golongan") or ""),
        year=year,
        q=one_line(data.get("q") or "").strip(),
        said=data.get("kesimpulan") or "",
        order=data.get("urut") or "",
    )


def _period(data: dict[str, Any], today: date) -> tuple[int, Period]:
    first, last = data.get("dari"), data.get("sampai")
    if first:
        end = add_months(last or today.replace(day=1), 1)
        return 0, Period(first, date.fromordinal(end.toordinal() - 1))
    year = int(data.get("tahun") or today.year)
    return year, numbers.year_of(year)


@never_cache
@require_safe
@roles(*EVALUATION_READERS)
def evaluation(request: HttpRequest) -> HttpResponse:
    """The whole, whether recommendations fitted, and the list by institute or by programme."""
    today = clock.today()
    asked = _asked(request, today)
    found = numbers.outcomes(asked.wanted, today=today)
    by_programme = request.GET.get("lihat") == PROGRAMMES
    rows = _programmes(asked, found) if by_programme else _institutes(asked, found)
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    context = {
        "form": asked.form,
        "period": pages.period_words(asked.wanted.period),
        "total": found.total,
        "totals": pages.totals(found.total),
        "bars": pages.bars(found.total),
        "hired_words": pages.hired_words(found.total),
        "paid_words": pages.paid_words(found.total),
        "fits": pages.fit_rows(numbers.fits(asked.wanted, today=today)),
        "heads": pages.heads(),
        "page": page,
        "rows": _shown(asked, page, by_programme),
        "by_programme": by_programme,
        "has_year": bool(asked.year),
        "narrowed": bool(asked.q or asked.said),
        "views": _views(request, by_programme),
        "csv": {name: _csv_link(request, name) for name in TABLES},
        "least": pages.LEAST,
    }
    return render(request, "reports/evaluation.html", context, status=422 if asked.form.errors else 200)


def _institutes(asked: Asked, found: numbers.Outcomes) -> list[numbers.OfInstitute]:
    words = numbers.concluded(asked.year) if asked.said and asked.year else {}
    vin = asked.q.replace(" ", "").upper()
    rows = [
        row
        for row in found.institutes
        if (asked.q.casefold() in row.name.casefold() or vin == row.vin)
        and (not asked.said or not asked.year or _has_word(row, asked.said, words))
    ]
    return pages.lowest_first(rows, asked.order) if asked.order else rows


def _has_word(row: numbers.OfInstitute, said: str, words: dict[uuid.UUID, Any]) -> bool:
    latest = words.get(row.institute_id)
    return latest is None if said == OPEN else latest is not None and latest.conclusion == said


def _programmes(asked: Asked, found: numbers.Outcomes) -> list[numbers.OfProgramme]:
    words = asked.q.casefold()
    rows = [row for row in found.programmes if words in row.title.casefold() or words in row.institute.casefold()]
    return pages.lowest_first(rows, asked.order) if asked.order else rows


def _shown(asked: Asked, page: Iterable[Any], by_programme: bool) -> list[dict[str, Any]]:
    if by_programme:
        return [pages.programme_row(row, asked.of_year) for row in page]
    words = numbers.concluded(asked.year) if asked.year else {}
    return [pages.institute_row(row, asked.of_year, words) for row in page]


def _views(request: HttpRequest, by_programme: bool) -> list[dict[str, Any]]:
    query = request.GET.copy()
    query.pop("page", None)
    query.pop("lihat", None)
    plain = query.urlencode()
    query["lihat"] = PROGRAMMES
    return [
        {"label": _("Menurut lembaga"), "href": f"?{plain}", "count": None, "current": not by_programme},
        {"label": _("Menurut program"), "href": f"?{query.urlencode()}", "count": None, "current": by_programme},
    ]


def _csv_link(request: HttpRequest, table: str) -> str:
    query = {key: value for key, value in request.GET.items() if key not in ("page", "lihat")}
    return pages.link("evaluation_csv", table, **query)


# --- as files ----------------------------------------------------------------------------------------------------


@require_safe
@roles(*EVALUATION_READERS)
def evaluation_csv(request: HttpRequest, table: str) -> HttpResponse:
    """One table with the same filters: counts only, so that whoever reads it divides what is many enough."""
    if table not in TABLES:
        raise Http404
    today = clock.today()
    asked = _asked(request, today)
    if asked.form.errors:
        raise Http404
    heads, rows = TABLES[table](asked, today)
    headers = {"Content-Disposition": f'attachment; filename="evaluasi-{table}.csv"'}
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers=headers)
    writer = csv.writer(response)
    writer.writerow(heads)
    writer.writerows([harmless_cell(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return response


Table = tuple[Sequence[str], Iterable[Sequence[Any]]]
COUNTS = ("peserta", "belum_ada_hasil", "selesai", "bersertifikat_lsp", "kehadiran_kurang", "berhenti",
          "bekerja_selagi_pelatihan", "bekerja", "masih_diamati", "selesai_di_kelas_dibayar", "dibayar_rp")  # fmt: skip


def _counts(row: numbers.Outcome) -> tuple[int, ...]:
    return (
        row.enrolled, row.undecided, row.completed, row.certified, row.missed, row.withdrawn, row.working, row.hired,
        row.watched, row.completed_paid, row.paid,
    )  # fmt: skip


def _institute_table(asked: Asked, today: date) -> Table:
    rows = _institutes(asked, numbers.outcomes(asked.wanted, today=today))
    return ("lembaga", "vin", "provinsi", *COUNTS), [
        (row.name, row.vin, row.province, *_counts(row.outcome)) for row in rows
    ]


def _programme_table(asked: Asked, today: date) -> Table:
    rows = _programmes(asked, numbers.outcomes(asked.wanted, today=today))
    return ("program", "golongan", "lembaga", *COUNTS), [
        (row.title, row.group, row.institute, *_counts(row.outcome)) for row in rows
    ]


def _fit_table(asked: Asked, today: date) -> Table:
    rows = numbers.fits(asked.wanted, today=today)
    return ("kecocokan", "direkomendasikan", "diambil", "mengambil_yang_lain", "selesai", "bekerja"), [
        (str(pages.FIT_NAMES[row.fit]), row.recommended, row.taken, row.took_other, row.completed, row.hired)
        for row in rows
    ]


TABLES = {"lpk": _institute_table, "program": _programme_table, "kecocokan": _fit_table}


# --- one institute -----------------------------------------------------------------------------------------------


@never_cache
@keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
@roles(*EVALUATION_READERS)
def evaluation_institute(request: HttpRequest, institute_id: uuid.UUID) -> HttpResponse:
    """A year of one institute; an officer without a tie writes the conclusion when the year is over."""
    today = clock.today()
    institute = get_object_or_404(Institute.objects.select_related("region"), pk=institute_id)
    year = _year(request, today)
    latest = numbers.latest_evaluation(institute.pk, year)
    form = ConcludeForm(request.POST if request.method == "POST" else None, initial={"seen": latest.n if latest else 0})
    status, refused = 422, None
    if request.method == "POST" and form.is_valid():
        try:
            conclude_evaluation(institute, year=year, actor=request.user, at=clock.now(), **form.cleaned_data)  # type: ignore[arg-type]
        except Invalid as error:
            form.add_error("note", str(error.message))
        except Conflict as conflict:
            status, refused, form = 409, conflict, _with_latest(request, institute, year)
        else:
            messages.success(request, _("Kesimpulan tersimpan."))
            return redirect(pages.link("evaluation_institute", institute.pk, tahun=year))
    wrong = bool(form.errors) or refused is not None
    context = _context(request, institute, year, today) | {"form": form, "refused": refused}
    return render(request, "reports/evaluation_institute.html", context, status=status if wrong else 200)


def _with_latest(request: HttpRequest, institute: Institute, year: int) -> ConcludeForm:
    """What was typed, beside the conclusion that the page shows now."""
    latest, data = numbers.latest_evaluation(institute.pk, year), request.POST.copy()
    data["seen"] = str(latest.n if latest else 0)
    return ConcludeForm(data)


def _year(request: HttpRequest, today: date) -> int:
    """The one asked for, from FIRST_YEAR to this; otherwise the last that is over."""
    asked = request.GET.get("tahun", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else 0
    return year if FIRST_YEAR <= year <= today.year else today.year - 1


def _context(request: HttpRequest, institute: Institute, year: int, today: date) -> dict[str, Any]:
    wanted = numbers.Wanted(numbers.year_of(year), institute=institute.pk)
    found = numbers.outcomes(wanted, today=today)
    is_over = numbers.is_over(year, today)
    may = can_conclude(request.user, institute, today)  # type: ignore[arg-type]
    return {
        "institute": institute,
        "year": year,
        "years": pages.years(today, year),
        "total": found.total,
        "totals": pages.totals(found.total),
        "bars": pages.bars(found.total),
        "hired_words": pages.hired_words(found.total),
        "paid_words": pages.paid_words(found.total),
        "fits": pages.fit_rows(numbers.fits(wanted, today=today)),
        "heads": pages.heads(),
        "programmes": [pages.programme_row(row, year) for row in found.programmes],
        "evaluations": pages.evaluation_rows(numbers.evaluations_of(institute.pk)),
        "is_over": is_over,
        "concludes": is_over and may and bool(found.total.enrolled),
        "tied": is_over and not may and _is_evaluator(request, today),
        "least": pages.LEAST,
    }


def _is_evaluator(request: HttpRequest, today: date) -> bool:
    return has_role(request.user, *EVALUATORS, on=today)
