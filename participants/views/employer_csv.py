"""Files of thousands, of terminations and of enrolments: taken in, checked on a page, sent by a button."""

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import signed_in
from core import clock
from core.errors import Invalid, ensure
from participants import csv_file, policies, wording, worker_wording
from participants.enums import ImportState
from participants.forms.phk import CsvForm, SaveImportForm
from participants.models import Employer
from participants.models.imports import CsvImport
from participants.operations.csv_imports import FileKind, cancel_import, import_csv, progress_of, start_saving
from participants.operations.phk_import import PHK_FILES
from participants.operations.worker_import import WORKER_FILES
from participants.presentation import import_problems, import_rows
from participants.views.common import show_error
from participants.views.employer import current_employer

GET_POST = ["GET", "HEAD", "POST"]
ROWS = 20


@dataclass(frozen=True, slots=True)
class Pages:
    """One kind of file on its pages: `upload` and `checked` are names of addresses, templates go by `name`."""

    kind: FileKind
    name: str
    upload: str
    checked: str
    example: list[list[str]]
    example_name: str


PHK = Pages(
    PHK_FILES, "csv", "participants:employer_csv", "participants:employer_import",
    wording.CSV_EXAMPLE, "contoh-laporan-phk.csv",
)  # fmt: skip
WORKERS = Pages(
    WORKER_FILES, "worker_csv", "participants:worker_csv", "participants:worker_import",
    worker_wording.CSV_EXAMPLE, "contoh-pendaftaran-pekerja.csv",
)  # fmt: skip


def _upload(request: HttpRequest, pages: Pages) -> HttpResponse:
    employer = current_employer(request)
    if employer is None:
        return redirect("participants:employer_join")
    posted = request.method == "POST"
    form = CsvForm(request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid():
        upload = form.cleaned_data["file"]
        took = {"content": upload.read(), "file_name": upload.name or "", "actor": request.user, "at": clock.now()}
        try:
            row = import_csv(pages.kind, employer=employer, **took)
        except Invalid as error:
            form.add_error("file", str(error.message))
        else:
            return redirect(pages.checked, row.pk)
    context = {"employer": employer, "form": form, "columns": pages.kind.columns.needed}
    return render(request, f"participants/employer_{pages.name}.html", context, status=422 if form.errors else 200)


def _checked(request: HttpRequest, pages: Pages, import_id: uuid.UUID) -> HttpResponse:
    row = _own(request, pages, import_id)
    form = SaveImportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        only_good = form.cleaned_data["only_good"]
        try:
            start_saving(pages.kind, csv_import=row, only_good=only_good, actor=request.user, at=clock.now())
        except Invalid as error:
            show_error(form, error)
        else:
            return redirect(pages.checked, row.pk)
    bad = [line for line in row.report if line["problems"]]
    shown = bad if bad and row.state == ImportState.CHECKED else row.report
    busy = row.state in (ImportState.CHECKING, ImportState.SAVING)
    context = {
        "import": row,
        "form": form,
        "page": Paginator(import_rows(shown), ROWS).get_page(request.GET.get("page")),
        "bad_rows": len(bad),
        "busy": busy,
        "done": progress_of(row),
        "cancel_url": reverse(f"{pages.checked}_cancel", args=[row.pk]),
        "report_url": reverse(f"{pages.checked}_report", args=[row.pk]),
    }
    template = f"participants/employer_{pages.name}_checked.html"
    response = render(request, template, context, status=422 if form.errors else 200)
    if busy:
        response["Refresh"] = "5"  # works without a script
    return response


def _dropped(request: HttpRequest, pages: Pages, import_id: uuid.UUID) -> HttpResponse:
    cancel_import(csv_import=_own(request, pages, import_id), actor=request.user, at=clock.now())
    messages.success(request, _("Berkas dibuang. Tidak ada yang dilaporkan."))
    return redirect(pages.upload)


def _report(request: HttpRequest, pages: Pages, import_id: uuid.UUID) -> HttpResponse:
    row = _own(request, pages, import_id)
    header = [_("Baris"), _("Nama"), _("NIK"), _("Hasil"), _("Kolom"), _("Kode"), _("Yang perlu diperbaiki")]
    return _file(csv_file.write(header, import_problems(row.report)), "laporan-pemeriksaan.csv")


def _example(pages: Pages) -> HttpResponse:
    return _file(csv_file.write(pages.kind.columns.names, pages.example), pages.example_name)


def _own(request: HttpRequest, pages: Pages, import_id: uuid.UUID) -> CsvImport:
    """A file of a firm that the user acts for; otherwise 404."""
    mine = Employer.objects.of_staff(request.user, clock.today())
    files = pages.kind.model.objects.select_related("employer").filter(employer__in=mine)
    row = get_object_or_404(files, pk=import_id)
    ensure(policies.is_staff(request.user, row.employer, clock.today()))
    return row


def _file(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


# --- terminations ------------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(GET_POST)
@signed_in
def employer_csv(request: HttpRequest) -> HttpResponse:
    """A file of up to 5,000 reports: checked first, sent only afterwards."""
    return _upload(request, PHK)


@never_cache
@require_http_methods(GET_POST)
@signed_in
def employer_import(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """How far the file is, what is wrong in which row, and the button that sends."""
    return _checked(request, PHK, import_id)


@require_POST
@signed_in
def employer_import_cancel(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """Drop a file that was not sent."""
    return _dropped(request, PHK, import_id)


@never_cache
@require_safe
@signed_in
def employer_import_report(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """The report of a check as a file: a line for each problem with column, code and sentence."""
    return _report(request, PHK, import_id)


@require_safe
@signed_in
def employer_csv_example(request: HttpRequest) -> HttpResponse:
    """The header and two rows to start from."""
    return _example(PHK)


# --- enrolments --------------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(GET_POST)
@signed_in
def worker_csv(request: HttpRequest) -> HttpResponse:
    """A file of up to 5,000 enrolments: checked first, sent to BPJS only afterwards."""
    return _upload(request, WORKERS)


@never_cache
@require_http_methods(GET_POST)
@signed_in
def worker_import(request: HttpRequest, worker_import_id: uuid.UUID) -> HttpResponse:
    """How far the file is, what is wrong in which row, and the button that sends."""
    return _checked(request, WORKERS, worker_import_id)


@require_POST
@signed_in
def worker_import_cancel(request: HttpRequest, worker_import_id: uuid.UUID) -> HttpResponse:
    """Drop a file that was not sent."""
    return _dropped(request, WORKERS, worker_import_id)


@never_cache
@require_safe
@signed_in
def worker_import_report(request: HttpRequest, worker_import_id: uuid.UUID) -> HttpResponse:
    """The report of a check as a file: a line for each problem with column, code and sentence."""
    return _report(request, WORKERS, worker_import_id)


@require_safe
@signed_in
def worker_csv_example(request: HttpRequest) -> HttpResponse:
    """The header and two rows to start from."""
    return _example(WORKERS)
