"""The console of worker cards: every list that a province sent, and one with its results and what may be done."""

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import roles
from compliance import exchange_policies as policies
from compliance.exchange_download import download
from compliance.forms.exchange import ReasonForm, ReconciliationFilter
from compliance.models import Reconciliation
from compliance.operations import reconciliation as operations
from compliance.operations.exchange_files import OPEN, approve, hand_over
from compliance.presentation import reconciliation as pages
from compliance.selectors.reconciliation import reconciliation_for, reconciliations_for
from compliance.views.author import GET_POST
from compliance.views.exchange import READERS, ROWS
from core import clock
from core.errors import Invalid, NotAllowed


@never_cache
@require_safe
@roles(*READERS)
def reconciliations(request: HttpRequest) -> HttpResponse:
    """Every list of the agreements that one reads."""
    rows = reconciliations_for(request.user, clock.today())  # type: ignore[arg-type]
    found = ReconciliationFilter(request.GET, queryset=rows, request=request)
    page = Paginator(found.qs, ROWS).get_page(request.GET.get("page"))
    context = {"filter": found, "page": page, "rows": [pages.list_row(row) for row in page]}
    return render(request, "compliance/reconciliations.html", context)


@never_cache
@require_http_methods(GET_POST)
@roles(*READERS)
def reconciliation(request: HttpRequest, reconciliation_id: uuid.UUID) -> HttpResponse | FileResponse:
    """One list: its results as a picture and a table, its way, and what this officer may do."""
    at = clock.now()
    made = reconciliation_for(request.user, reconciliation_id, clock.legal_date(at))  # type: ignore[arg-type]
    if made is None:
        raise Http404
    refusal = ReasonForm()
    if request.method == "POST":
        refusal = ReasonForm(request.POST) if request.POST.get("do") == "refuse" else refusal
        done = _do(request, made, refusal, at)
        if done is not None:
            return done
    context = {
        **pages.list_page(made),
        **_open_to(request.user, made, at),
        "refusal": refusal,
    }
    return render(request, "compliance/reconciliation.html", context, status=422 if refusal.errors else 200)


def _open_to(user: Any, made: Reconciliation, at: datetime) -> dict[str, bool]:
    today, workflow = clock.legal_date(at), Reconciliation.workflow
    return {
        "may_approve": workflow.can(made, "approve") and policies.can_approve_set(user, made, today),
        "may_refuse": workflow.can(made, "refuse") and policies.can_refuse_list(user, made, today),
        "may_retry": workflow.can(made, "retry") and policies.can_hand_over(user, made, today),
        "may_fetch": made.state in OPEN and policies.can_hand_over(user, made, today),
    }


def _do(
    request: HttpRequest, made: Reconciliation, refusal: ReasonForm, at: datetime
) -> HttpResponse | FileResponse | None:
    """Do what was sent; None when the reason came back. Raises NotAllowed, Conflict."""
    user: Any = request.user
    done = request.POST.get("do", "")
    if done == "fetch":
        return download(made, hand_over(made, actor=user, at=at))
    if done == "approve":
        approve(made, actor=user, at=at)
        messages.success(request, _("Jawaban disetujui. Mitra dapat mengambilnya."))
    elif done == "retry":
        operations.retry_list(made, actor=user, at=at)
        messages.success(request, _("Daftar dicocokkan lagi."))
    elif done == "refuse":
        if not refusal.is_valid() or not _refused(made, refusal, user, at):
            return None
        messages.success(request, _("Daftar ditolak. Mitra dapat mengirim daftar lain."))
    else:
        raise NotAllowed("not_allowed", _("Anda tidak dapat melakukan ini pada daftar ini."))
    return redirect("compliance:reconciliation", made.pk)


def _refused(made: Reconciliation, refusal: ReasonForm, user: Any, at: datetime) -> bool:
    try:
        operations.refuse_list(made, because=refusal.cleaned_data["because"], actor=user, at=at)
    except Invalid as error:
        refusal.add_error("because", str(error.message))
        return False
    return True
