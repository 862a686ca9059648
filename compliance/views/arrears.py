"""Arrears: the worker's page, the employer's list and case, and the files of both."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import participant, signed_in
from claims.enums import DecisionKind
from claims.payer_words import said
from claims.who_pays import kept
from compliance.enums import ArrearsState
from compliance.forms.arrears import AccountForm, ArrearsFilter, DenyForm, PaidForm
from compliance.models import ArrearsCase, EmployerPayment
from compliance.operations import arrears, reimbursement
from compliance.presentation import arrears as pages
from compliance.selectors.arrears import debt_sheet, employer_months, staff_cases, worker_case
from compliance.views.author import GET_POST
from core import clock
from core.errors import Invalid, TooMany
from files.operations import store_upload
from files.responses import serve
from participants.selectors import employers_of
from payments.selectors.banks import known_banks

ROWS = 20


@never_cache
@require_http_methods(GET_POST)
@participant
def worker_arrears(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """What the employer pays the worker, month by month; the worker says whether it arrived."""
    user: Any = request.user
    case = worker_case(user, claim_id)
    if case is None:
        raise Http404
    form = DenyForm(request.POST if request.POST.get("do") == "deny" else None)
    if request.method == "POST":
        _answer(request, case, form)
        return redirect("compliance:worker_arrears", claim_id)
    decision = case.claim.decisions.filter(kind=DecisionKind.APPROVAL).order_by("-at").first()
    found = kept(decision) if decision is not None else None
    context = {
        **pages.page(case, debt_sheet(case, clock.today()), clock.now()),
        "claim": case.claim,
        "who": said(found, case.claim.phk.phk_on) if found is not None else None,
        "deny": form,
    }
    return render(request, "compliance/worker_arrears.html", context)


def _answer(request: HttpRequest, case: ArrearsCase, form: DenyForm) -> None:
    """Yes or no to one payment. An unknown one is not found; what was answered already says so (409)."""
    user: Any = request.user
    try:
        payment_id = uuid.UUID(request.POST.get("payment", ""))
    except ValueError as error:
        raise Http404 from error
    payment = get_object_or_404(EmployerPayment.objects.filter(case=case), pk=payment_id)
    if request.POST.get("do") == "confirm":
        arrears.confirm_payment(payment, actor=user, at=clock.now())
        messages.success(request, _("Terima kasih. Pembayaran dari perusahaan tercatat."))
        return
    note = form.cleaned_data["note"] if form.is_valid() else ""
    arrears.deny_payment(payment, note=note, actor=user, at=clock.now())
    messages.success(request, _("Kami catat: uangnya belum masuk. Petugas memeriksa bukti perusahaan."))


@never_cache
@require_safe
@participant
def employer_arrears(request: HttpRequest) -> HttpResponse:
    """Cases of the employers that one acts for; what waits for the employer first."""
    now = clock.now()
    user: Any = request.user
    if not employers_of(user, clock.legal_date(now)):
        return redirect("jkp_portal:employer_home")
    found = ArrearsFilter(request.GET, queryset=staff_cases(user, clock.legal_date(now)), request=request)
    page = Paginator(found.qs, ROWS).get_page(request.GET.get("page"))
    context = {"filter": found, "page": page, "rows": [pages.row(case, now) for case in page]}
    return render(request, "compliance/employer_arrears.html", context)


@never_cache
@require_http_methods(GET_POST)
@participant
def employer_arrears_case(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """One case: pay the worker and prove it, read the debts, ask for reimbursement."""
    now = clock.now()
    today = clock.legal_date(now)
    user: Any = request.user
    case = get_object_or_404(staff_cases(user, today), pk=case_id)
    forms = _employer_forms(request, case)
    done = request.POST.get("do", "") if request.method == "POST" else ""
    if done and done not in forms:
        _closed(request, case, done)
    if done and forms[done].is_valid() and _done(request, case, done, forms[done]):
        return redirect("compliance:employer_arrears_case", case_id)
    errors = next((form for form in forms.values() if form.errors), None)
    owed = next((found.month for found in employer_months(case) if found.owed), None)
    context = {**pages.page(case, debt_sheet(case, today), now), "forms": forms, "form": errors, "owed": owed}
    return render(request, "compliance/employer_arrears_case.html", context, status=422 if errors else 200)


def _employer_forms(request: HttpRequest, case: ArrearsCase) -> dict[str, Any]:
    """What the case is open for now; the one that was sent is bound."""
    done = request.POST.get("do", "") if request.method == "POST" else ""
    forms: dict[str, Any] = {}
    if any(found.owed for found in employer_months(case)):
        bound = (request.POST, request.FILES) if done == "paid" else ()
        forms["paid"] = PaidForm(*bound, prefix="paid", today=clock.today())
    name = {ArrearsState.SETTLED: "ask", ArrearsState.BANK_PROBLEM: "account"}.get(ArrearsState(case.state))
    if name is not None:
        data = request.POST if done == name else None
        forms[name] = AccountForm(data, prefix=name, banks=known_banks())
    return forms


def _closed(request: HttpRequest, case: ArrearsCase, done: str) -> None:
    """A second click, or a page that was open too long: the operations say what happened (409)."""
    raise arrears.moved_on(case, done)


def _done(request: HttpRequest, case: ArrearsCase, done: str, form: Any) -> bool:
    try:
        messages.success(request, _ACTS[done](request, case, form))
    except (Invalid, TooMany) as error:
        field = getattr(error, "field", "")
        form.add_error(field if field in form.fields else None, str(error.message))
        return False
    return True


def _paid(request: HttpRequest, case: ArrearsCase, form: PaidForm) -> str:
    now, user = clock.now(), request.user
    owed = next(found.month for found in employer_months(case) if found.owed)
    stored = store_upload(form.cleaned_data["file"], owner=user, purpose=arrears.FILE_PURPOSE, at=now)  # type: ignore[arg-type]
    arrears.declare_payment(
        case,
        month=owed,
        paid_on=form.cleaned_data["paid_on"],
        file=stored,
        actor=user,  # type: ignore[arg-type]
        at=now,
    )
    return _("Pembayaran tercatat. Pekerja diminta memastikan uangnya masuk.")


def _ask(request: HttpRequest, case: ArrearsCase, form: AccountForm) -> str:
    how: Any = {"actor": request.user, "at": clock.now()}
    case = reimbursement.ask_reimbursement(case, account=form.account, **how)
    return _("Permintaan penggantian terkirim. Nomor kasus %(number)s.") % {"number": case.number}


def _account(request: HttpRequest, case: ArrearsCase, form: AccountForm) -> str:
    how: Any = {"actor": request.user, "at": clock.now()}
    reimbursement.give_another_account(case, account=form.account, **how)
    return _("Rekening baru tercatat. Uang dikirim ulang.")


_ACTS: dict[str, Callable[[HttpRequest, ArrearsCase, Any], str]] = {"paid": _paid, "ask": _ask, "account": _account}


@never_cache
@require_safe
@signed_in
def arrears_file(request: HttpRequest, payment_id: uuid.UUID) -> HttpResponse:
    """Proof of a payment: for the worker, the employer's staff and the offices that read the case."""
    user: Any = request.user
    seen = ArrearsCase.objects.visible_to(user, clock.today())
    row = get_object_or_404(EmployerPayment.objects.select_related("file"), pk=payment_id, case__in=seen)
    return serve(row.file)
