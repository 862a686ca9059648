"""The ministry's desk of contribution bills: list, workbench, papers, and the months beside each other."""

from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.decorators import roles
from accounts.enums import Role
from compliance import policies
from compliance.bill_enums import BillFinding, BillState
from compliance.forms.bills import BillFilter, PaidBillForm, ReturnBillForm
from compliance.models import BILL_OFFICERS, BILL_READERS, ContributionBill
from compliance.presentation import bills as pages
from compliance.selectors import bills as selectors
from core import clock
from notices.letters import read_pdf

ROWS = 20
DESK = (*BILL_OFFICERS, Role.AUDITOR)
S = BillState


def bill_of(request: HttpRequest, pk: int) -> ContributionBill:
    return get_object_or_404(selectors.bills_for(request.user, clock.today()), pk=pk)


@never_cache
@require_safe
@roles(*DESK)
def bill_list(request: HttpRequest) -> HttpResponse:
    """Every bill, the newest month first."""
    everything = selectors.bills_for(request.user, clock.today())
    found = BillFilter(request.GET, queryset=everything, years=selectors.billed_years())
    page = Paginator(found.qs, ROWS).get_page(request.GET.get("page"))
    context = {
        "filter": found,
        "page": page,
        "rows": [pages.bill_row(bill) for bill in page],
        "totals": pages.totals(selectors.desk_numbers(everything)),
    }
    return render(request, "compliance/bills.html", context)


@never_cache
@require_safe
@roles(*DESK)
def bill_detail(request: HttpRequest, contribution_bill_id: int) -> HttpResponse:
    """The workbench: totals beside each other, what was found, and what this officer may do next."""
    return show_bill(request, bill_of(request, contribution_bill_id))


def show_bill(
    request: HttpRequest,
    bill: ContributionBill,
    *,
    returning: BaseForm | None = None,
    paying: BaseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The workbench, with a form that was refused."""
    context = {
        **pages.bill_page(bill),
        "steps": pages.steps(bill),
        "comparison": pages.comparison(bill) if bill.checked_at else [],
        "shares": pages.shares(bill) if bill.checked_at else [],
        "papers": pages.papers(bill),
        "returning": returning or ReturnBillForm(),
        "paying": paying or PaidBillForm(initial={"amount": bill.counted_amount}),
        **found_context(request, bill),
        **_may(request, bill),
    }
    response = render(request, "compliance/bill.html", context, status=status)
    if bill.state == S.RECEIVED:
        response["Refresh"] = "5"  # works without a script
    return response


def found_context(request: HttpRequest, bill: ContributionBill) -> dict[str, Any]:
    """The lines that have the code of the address."""
    chosen = request.GET.get("kode", "")
    if chosen not in bill.findings:
        return {"chosen": None, "found": [], "page": None}
    code = BillFinding(chosen)
    page = Paginator(selectors.rows_with(bill, code), ROWS).get_page(request.GET.get("page"))
    return {"chosen": code, "found": [pages.found_row(bill, row, code) for row in page], "page": page}


def _may(request: HttpRequest, bill: ContributionBill) -> dict[str, Any]:
    user, on = request.user, clock.today()
    can = ContributionBill.workflow.can
    stands = selectors.obstacles(bill) if bill.state in (S.CHECKED, S.PREPARED) else []
    agrees = can(bill, "agree") and policies.can_agree_bill(user, on)
    own = bill.prepared_by_id == user.pk
    return {
        "obstacles": stands,
        "may_recheck": can(bill, "recheck") and policies.can_prepare_bill(user, on),
        "may_prepare": can(bill, "prepare") and policies.can_prepare_bill(user, on) and not stands,
        "may_agree": agrees and not own and not stands,
        "own": agrees and own,
        "may_return": can(bill, "return") and policies.can_return_bill(user, on),
        "may_send": can(bill, "send") and policies.can_settle_bill(user, on),
        "may_pay": can(bill, "pay") and policies.can_settle_bill(user, on),
    }


@never_cache
@require_safe
@roles(*BILL_READERS)
def feedback(request: HttpRequest, contribution_bill_id: int) -> HttpResponse | FileResponse:
    """What goes back to BPJS, as a file: both sides read the same."""
    bill = bill_of(request, contribution_bill_id)
    if not bill.feedback_location:
        raise Http404
    stored = default_storage.open(bill.feedback_location)
    name = f"{bill.number}-umpan-balik.csv"
    return FileResponse(stored, as_attachment=True, filename=name, content_type="text/csv")


@require_safe
@roles(*BILL_READERS)
def letter(request: HttpRequest, contribution_bill_id: int, letter_id: UUID) -> HttpResponse:
    """Certificate, letter or statement."""
    bill = bill_of(request, contribution_bill_id)
    found = next((one for one in selectors.letters_of_bill(bill).values() if one.pk == letter_id), None)
    if found is None:
        raise Http404
    headers = {
        "Content-Disposition": f'inline; filename="{found.number}.pdf"',
        "Cache-Control": "no-store, private",
    }
    return HttpResponse(read_pdf(found), content_type="application/pdf", headers=headers)


@never_cache
@require_safe
@roles(*DESK)
def months(request: HttpRequest) -> HttpResponse:
    """Billed, agreed, paid and in the register, month by month of a year."""
    years = selectors.billed_years() or [clock.today().year]
    asked = request.GET.get("tahun", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 and int(asked) in years else years[0]
    lines = selectors.reconciliation(year)
    context = {
        "year": year,
        "years": [{"label": str(one), "href": f"?tahun={one}", "current": one == year} for one in years],
        "rows": pages.month_rows(lines),
        "totals": pages.month_totals(lines),
    }
    return render(request, "compliance/bill_months.html", context)
