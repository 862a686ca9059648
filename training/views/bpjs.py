"""BPJS's desk of training: bills with their last day, invoices to accept or give back, transfers that came back."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import recent_sign_in, roles
from accounts.enums import Role
from core import clock
from core.errors import Conflict, ensure
from payments.enums import FAILED
from training import policies
from training.billing_filters import BpjsFilter, ItemFilter
from training.enums import BillingState, ItemState
from training.forms.billing import ACCEPT, ReturnForm
from training.models import BillingBatch, BillingItem
from training.operations.billing_answers import accept_item, return_item
from training.operations.transfers import has_another_account, order_again
from training.presentation import billing as pages
from training.presentation.invoices import papers
from training.selectors import billing as selectors
from training.selectors.invoices import documents_of
from training.views.billing import item_context

ROWS = 20
BPJS = (
    Role.BPJS_VERIFIER,
    Role.BPJS_PAYMENT_MAKER,
    Role.BPJS_PAYMENT_CHECKER,
    Role.INTEGRITY,
    Role.AUDITOR,
)


@never_cache
@require_safe
@roles(*BPJS)
def batch_list(request: HttpRequest) -> HttpResponse:
    """What BPJS has received, the newest first, with the last day to answer and pay."""
    today = clock.today()
    received = selectors.batches(request.user, today).filter(state__in=selectors.AT_BPJS)
    found = BpjsFilter(request.GET, queryset=received)
    page = Paginator(found.qs, ROWS).get_page(request.GET.get("page"))
    context = {"filter": found, "page": page, "rows": [pages.batch_row(batch, today) for batch in page]}
    return render(request, "training/bpjs/pelatihan.html", context)


def _batch(request: HttpRequest, billing_id: uuid.UUID) -> BillingBatch:
    received = selectors.batches(request.user, clock.today()).filter(state__in=selectors.AT_BPJS)
    return get_object_or_404(received, pk=billing_id)


@never_cache
@require_safe
@roles(*BPJS)
def batch_detail(request: HttpRequest, billing_id: uuid.UUID) -> HttpResponse:
    """Invoices of a batch, those without an answer first in the filter."""
    batch = _batch(request, billing_id)
    items = selectors.items_of(batch)
    found = ItemFilter(request.GET, queryset=items)
    page = Paginator(found.qs, ROWS).get_page(request.GET.get("page"))
    oldest = (
        items.filter(state=ItemState.BILLED).first()
        if policies.can_answer_billing(request.user, clock.today())
        else None
    )
    context = {
        "batch": batch,
        "title": pages.date_words(batch),
        "late": pages.is_late(batch, clock.today()),
        "progress": pages.progress(batch),
        "fingerprint": pages.short_print(batch.sha256),
        "filter": found,
        "page": page,
        "rows": [pages.item_row(item, "training:bpjs_item") for item in page],
        "next": oldest,
        "unanswered": selectors.unanswered(batch),
    }
    return render(request, "training/bpjs/pengajuan.html", context)


def _item(request: HttpRequest, billing_id: uuid.UUID, billing_item_id: uuid.UUID) -> BillingItem:
    return get_object_or_404(selectors.items_of(_batch(request, billing_id)), pk=billing_item_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@roles(*BPJS)
def item(request: HttpRequest, billing_id: uuid.UUID, billing_item_id: uuid.UUID) -> HttpResponse:
    """One invoice: accept and pay it, or say what lacks."""
    found = _item(request, billing_id, billing_item_id)
    if request.method == "POST":
        ensure(
            policies.can_answer_billing(request.user, clock.today()),
            "role_needed",
            _("Hanya verifikator BPJS yang menjawab pengajuan."),
        )
        return _answered(request, found)
    return _page(request, found, ReturnForm())


@recent_sign_in
def _answered(request: HttpRequest, found: BillingItem) -> HttpResponse:
    number = {"number": found.invoice.number}
    if request.POST.get("answer") == ACCEPT:
        accept_item(found, actor=request.user, at=clock.now())
        messages.success(request, _("Tagihan %(number)s diterima. Pembayarannya dipesan.") % number)
        return redirect("training:bpjs_batch", found.batch_id)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    return_item(found, lacks=form.cleaned_data["lacks"], actor=request.user, at=clock.now())
    messages.success(request, _("Tagihan %(number)s dikembalikan ke Kemnaker.") % number)
    return redirect("training:bpjs_batch", found.batch_id)


@require_POST
@roles(Role.BPJS_VERIFIER)
@recent_sign_in
def pay_again(request: HttpRequest, billing_id: uuid.UUID, billing_item_id: uuid.UUID) -> HttpResponse:
    """Order the transfer once more, to the account that the institute has now."""
    found = _item(request, billing_id, billing_item_id)
    ensure(
        policies.can_answer_billing(request.user, clock.today()),
        "role_needed",
        _("Hanya verifikator BPJS yang memesan pembayaran lagi."),
    )
    try:
        order_again(found.invoice, actor=request.user, at=clock.now())
    except Conflict as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("Pembayaran dipesan lagi ke rekening LPK yang sekarang."))
    return redirect("training:bpjs_item", billing_id, billing_item_id)


def _page(request: HttpRequest, found: BillingItem, form: ReturnForm, *, status: int = 200) -> HttpResponse:
    answers = policies.can_answer_billing(request.user, clock.today())
    house = found.invoice.training_class.programme.institute
    tied = selectors.tied_among(request.user, [house.pk], clock.today()) if answers else []
    transfers = selectors.transfers_of([found.invoice_id]).get(found.invoice_id, [])
    came_back = found.state == ItemState.ACCEPTED and bool(transfers) and transfers[-1].state in FAILED
    waits = found.state == ItemState.BILLED and found.batch.state == BillingState.SENT
    context = item_context(request, found) | {
        "form": form,
        "papers": papers(documents_of(found.invoice), "training:review_paper", found.invoice),
        "accept": ACCEPT,
        "may_answer": answers and waits and not tied,
        "tied": bool(tied) and waits,
        "came_back": came_back,
        "may_pay_again": came_back and answers and not tied and has_another_account(house, transfers[-1]),
    }
    return render(request, "training/bpjs/tagihan.html", context, status=status)
