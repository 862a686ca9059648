"""BPJS's desk of contribution files: what came, how far it is, what goes back, and the button that loads."""

from django.contrib import messages
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import recent_sign_in, roles
from accounts.enums import Role
from core import clock
from core.errors import Invalid
from participants import policies
from participants.contribution_rows import COLUMNS
from participants.enums import ContributionFileState
from participants.filters import ContributionFileFilter
from participants.forms.contribution_files import ContributionFileForm
from participants.models import ContributionFile
from participants.operations import contribution_files as operations
from participants.presentation_enough import enough_card
from participants.presentation_files import file_page, file_row
from participants.views.common import show_error

ROWS = 20
KEEPER = Role.BPJS_VERIFIER
READERS = (KEEPER, Role.AUDITOR)
BUSY = (ContributionFileState.RECEIVED, ContributionFileState.LOADING)
_FIELDS = {"hash": "sha256", "header": "file", "empty": "file", "month": "month"}


@never_cache
@require_safe
@roles(*READERS)
def file_list(request: HttpRequest) -> HttpResponse:
    """Every file, the newest first."""
    today = clock.today()
    files = ContributionFile.objects.visible_to(request.user, today).select_related("received_by")
    found = ContributionFileFilter(request.GET, queryset=files)
    page = Paginator(found.qs, ROWS).get_page(request.GET.get("page"))
    context = {
        "filter": found,
        "page": page,
        "rows": [file_row(file) for file in page],
        "may_receive": policies.can_keep_register(request.user, today),
        "enough": enough_card(request.GET.get("bulan", "")),
    }
    return render(request, "participants/contribution_files.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@roles(KEEPER)
def receive(request: HttpRequest) -> HttpResponse:
    """Send a file with its control totals. Larger ones go by the command of the operators."""
    posted = request.method == "POST"
    form = ContributionFileForm(request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            file = operations.receive_contributions(
                upload, name=upload.name or "", actor=request.user, at=clock.now(), **form.said()
            )
        except Invalid as error:
            show_error(form, error, _FIELDS)
        else:
            return redirect("participants:contribution_file", file.pk)
    context = {"form": form, "columns": list(COLUMNS)}
    return render(request, "participants/contribution_receive.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
@roles(*READERS)
def file_detail(request: HttpRequest, contribution_file_id: int) -> HttpResponse:
    """One file: progress while it is worked on, then totals, codes and what can be done."""
    file = _file(request, contribution_file_id)
    may = policies.can_keep_register(request.user, clock.today())
    context = {
        "file": file,
        **file_page(file),
        "may_load": may and file.state == ContributionFileState.CHECKED and file.good_rows > 0,
        "may_cancel": may and ContributionFile.workflow.can(file, "cancel"),
    }
    response = render(request, "participants/contribution_file.html", context)
    if file.state in BUSY:
        response["Refresh"] = "5"  # works without a script
    return response


@require_POST
@roles(KEEPER)
def load(request: HttpRequest, contribution_file_id: int) -> HttpResponse:
    """Have the good rows taken over."""
    return _loaded(request, _file(request, contribution_file_id))


@recent_sign_in
def _loaded(request: HttpRequest, file: ContributionFile) -> HttpResponse:
    operations.start_loading(file, actor=request.user, at=clock.now())
    messages.success(request, _("Baris yang benar sedang dimuat."))
    return redirect("participants:contribution_file", file.pk)


@require_POST
@roles(KEEPER)
def cancel(request: HttpRequest, contribution_file_id: int) -> HttpResponse:
    """Drop a file that was not loaded."""
    file = _file(request, contribution_file_id)
    operations.cancel_contributions(file, actor=request.user, at=clock.now())
    messages.success(request, _("Berkas dibatalkan. Tidak ada yang dicatat."))
    return redirect("participants:contribution_file", file.pk)


@never_cache
@require_safe
@roles(*READERS)
def rejects(request: HttpRequest, contribution_file_id: int) -> HttpResponse | FileResponse:
    """What goes back to BPJS, as a file."""
    file = _file(request, contribution_file_id)
    if not file.rejects_location:
        raise Http404
    stored = default_storage.open(file.rejects_location)
    return FileResponse(stored, as_attachment=True, filename=f"{file.number}-kembali.csv", content_type="text/csv")


def _file(request: HttpRequest, pk: int) -> ContributionFile:
    files = ContributionFile.objects.visible_to(request.user, clock.today())
    return get_object_or_404(files.select_related("received_by"), pk=pk)
