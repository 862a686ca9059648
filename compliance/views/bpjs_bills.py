"""BPJS's side of the contribution bill: send it, see what was found, read what goes back."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import roles
from accounts.enums import Role
from compliance import policies
from compliance.bill_enums import BillState
from compliance.bill_lines import COLUMNS
from compliance.forms.bills import BillFileForm, BillFilter
from compliance.operations.bill_files import receive_bill
from compliance.presentation import bills as pages
from compliance.selectors import bills as selectors
from compliance.views.bills import bill_of
from core import clock
from core.errors import Conflict, Invalid
from participants.views.common import show_error

ROWS = 20
READERS = (Role.BPJS_VERIFIER, Role.AUDITOR)
_FIELDS = {"hash": "sha256", "header": "file", "empty": "file", "month": "month", "month_taken": "month"}


@never_cache
@require_safe
@roles(*READERS)
def bill_list(request: HttpRequest) -> HttpResponse:
    """Every bill that was sent, the newest month first."""
    today = clock.today()
    found = BillFilter(request.GET, queryset=selectors.bills_for(request.user, today), years=selectors.billed_years())
    page = Paginator(found.qs, ROWS).get_page(request.GET.get("page"))
    context = {
        "filter": found,
        "page": page,
        "rows": [pages.bill_row(bill) for bill in page],
        "may_send": policies.can_send_bill(request.user, today),
    }
    return render(request, "compliance/bpjs_bills.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.BPJS_VERIFIER)
def bill_new(request: HttpRequest) -> HttpResponse:
    """Send the file of a month with its letter's totals. Larger ones go by the command of the operators."""
    posted = request.method == "POST"
    form = BillFileForm(request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            bill = receive_bill(upload, name=upload.name or "", actor=request.user, at=clock.now(), **form.said())
        except (Invalid, Conflict) as error:
            show_error(form, error, _FIELDS)
        else:
            return redirect("compliance:bpjs_bill", bill.pk)
    context = {"form": form, "columns": COLUMNS}
    return render(request, "compliance/bpjs_bill_new.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
@roles(*READERS)
def bill_detail(request: HttpRequest, contribution_bill_id: int) -> HttpResponse:
    """One bill: how far it is, what was found, and the file that goes back."""
    bill = bill_of(request, contribution_bill_id)
    context = {
        **pages.bill_page(bill),
        "papers": pages.papers(bill),
        "may_send": policies.can_send_bill(request.user, clock.today()),
    }
    response = render(request, "compliance/bpjs_bill.html", context)
    if bill.state == BillState.RECEIVED:
        response["Refresh"] = "5"  # works without a script
    return response
