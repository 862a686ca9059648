"""Arrears at the office: BPJS works on requests, inspectors and audit read."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import roles
from accounts.enums import Role
from accounts.reading import note_reading
from compliance.enums import ArrearsState, EmployerPaymentState
from compliance.forms.arrears import ArrearsFilter, ReasonForm, SettledForm
from compliance.models import ArrearsCase, EmployerPayment
from compliance.operations import arrears, reimbursement
from compliance.policies import can_decide_arrears, can_work_arrears
from compliance.presentation import arrears as pages
from compliance.selectors.arrears import debt_sheet, office_cases, office_numbers
from compliance.views.author import GET_POST
from core import clock
from core.errors import Invalid, NotAllowed

ROWS = 20
READERS = (Role.BPJS_VERIFIER, Role.AUDITOR, Role.INSPECTOR, Role.INSPECTION_COORDINATOR)
_OF_PAYMENT = {"confirm": arrears.confirm_payment, "reject": arrears.reject_payment}
_OF_REQUEST = {
    "told": arrears.mark_told,
    "give_back": reimbursement.give_back,
    "recommend": reimbursement.recommend,
    "disagree": reimbursement.disagree,
    "refuse": reimbursement.refuse,
}


@never_cache
@require_safe
@roles(*READERS)
def arrears_desk(request: HttpRequest) -> HttpResponse:
    """Requests by their last day, then what employers have not paid; the rest is a filter away."""
    now = clock.now()
    today = clock.legal_date(now)
    rows = office_cases(request.user, today)  # type: ignore[arg-type]
    found = ArrearsFilter(request.GET, queryset=rows, request=request)
    page = Paginator(found.qs, ROWS).get_page(request.GET.get("page"))
    context = {
        "filter": found,
        "page": page,
        "rows": [pages.row(case, now) for case in page],
        "totals": pages.totals(office_numbers(rows, today)),
    }
    return render(request, "compliance/arrears_desk.html", context)


@never_cache
@require_http_methods(GET_POST)
@roles(*READERS)
def arrears_case(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """One case with everything; BPJS decides on proofs, debts and the reimbursement."""
    now = clock.now()
    today = clock.legal_date(now)
    user: Any = request.user
    case = get_object_or_404(office_cases(user, today).select_related("decided_by"), pk=case_id)
    if request.method == "GET":
        note_reading(request, person=case.claim.person, subject=case, purpose="kasus tunggakan", roles=READERS)
    forms = _forms(request, case)
    if request.method == "POST":
        done = _act(request, case, forms)
        if done:
            messages.success(request, done)
            return redirect("compliance:arrears_case", case.pk)
    errors = next((form for form in forms.values() if form.errors), None)
    context = {
        **pages.page(case, debt_sheet(case, today), now),
        "forms": forms,
        "form": errors,
        "transfers": pages.transfer_items(case),
        "may_work": can_work_arrears(user, case, today),
        "may_approve": "disagree" in forms,
        "own_word": case.state == ArrearsState.RECOMMENDED and case.recommended_by_id == user.pk,
    }
    return render(request, "compliance/arrears_case.html", context, status=422 if errors else 200)


def _open_acts(case: ArrearsCase, user: Any) -> list[str]:
    today = clock.today()
    if not can_work_arrears(user, case, today):
        return []
    waits = case.payments.filter(state__in=(EmployerPaymentState.DECLARED, EmployerPaymentState.DENIED)).exists()
    acts = ["confirm", "reject"] if waits else []
    moves = {"told": "tell", "settled": "settle", "give_back": "give_back", "recommend": "recommend",
             "disagree": "disagree", "refuse": "refuse"}  # fmt: skip
    acts += [name for name, move in moves.items() if ArrearsCase.workflow.can(case, move)]
    if not can_decide_arrears(user, case, today):
        acts = [name for name in acts if name != "disagree"]
    return acts


def _forms(request: HttpRequest, case: ArrearsCase) -> dict[str, Any]:
    """The forms that are open to this officer; the one that was sent is bound."""
    done = request.POST.get("do", "") if request.method == "POST" else ""
    forms: dict[str, Any] = {}
    for name in _open_acts(case, request.user):
        data = request.POST if done == name else None
        if name == "settled":
            forms[name] = SettledForm(data, prefix=name, today=clock.today())
        else:
            forms[name] = ReasonForm(data, prefix=name)
    return forms


def _act(request: HttpRequest, case: ArrearsCase, forms: dict[str, Any]) -> str:
    """Do what was sent and say so; "" when its form came back. What is closed is said by the operation (403, 409)."""
    done = request.POST.get("do", "")
    how: Any = {"actor": request.user, "at": clock.now()}
    if done == "approve":
        reimbursement.approve(case, **how)
        return _("Penggantian disetujui. Transfer dipesan.")
    form = forms.get(done)
    if form is not None and not form.is_valid():
        return ""
    try:
        return _run(request, case, done, form, how)
    except Invalid as error:
        if form is None:
            raise
        form.add_error(next(iter(form.fields)), str(error.message))
        return ""


def _run(request: HttpRequest, case: ArrearsCase, done: str, form: Any, how: dict[str, Any]) -> str:
    note = form.cleaned_data.get("note", "") if form is not None else request.POST.get(f"{done}-note", "")
    if done in _OF_PAYMENT:
        payment = get_object_or_404(EmployerPayment.objects.filter(case=case), pk=_payment_id(request))
        _OF_PAYMENT[done](payment, note=note, **how)
    elif done in _OF_REQUEST:
        _OF_REQUEST[done](case, note=note, **how)
    elif done == "settled" and form is not None:
        arrears.settle_debts(case, settled_on=form.cleaned_data["settled_on"], **how)
    elif done == "settled":
        raise arrears.moved_on(case, done)
    else:
        raise NotAllowed("not_allowed", _("Anda tidak dapat melakukan ini pada kasus ini."))
    return _SAID[done]()


def _payment_id(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("payment", ""))
    except ValueError:
        return uuid.UUID(int=0)


_SAID: dict[str, Callable[[], str]] = {
    "confirm": lambda: _("Pembayaran perusahaan diterima."),
    "reject": lambda: _("Bukti ditolak. Perusahaan diberi tahu."),
    "told": lambda: _("Tercatat: perusahaan sudah diberi tahu."),
    "settled": lambda: _("Tunggakan tercatat lunas."),
    "give_back": lambda: _("Permintaan dikembalikan untuk dilengkapi."),
    "recommend": lambda: _("Direkomendasikan. Petugas lain memutus."),
    "disagree": lambda: _("Dikembalikan kepada petugas pertama."),
    "refuse": lambda: _("Penggantian ditolak. Perusahaan diberi tahu alasannya."),
}
