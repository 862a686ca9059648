"""B3: one officer builds and freezes a batch, another approves exactly what was frozen."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import recent_sign_in, roles
from accounts.enums import Role
from accounts.reading import note_reading
from core import audit, clock
from core.errors import ensure
from payments import policies
from payments.enums import READERS, BatchState
from payments.filters import BatchFilter, LineFilter
from payments.forms import CancelForm, ResolutionForm
from payments.models import BankCase, Batch, Payout
from payments.operations import batches as operations
from payments.operations.cases import close_case
from payments.presentation import batches as presentation
from payments.presentation.payouts import bank_reason, case_facts, entries, history

ROWS = 20


@roles(*READERS)
@require_safe
def batch_list(request: HttpRequest) -> HttpResponse:
    """All batches, newest first, with what waits and what is uncertain above them."""
    today = clock.today()
    visible = Batch.objects.visible_to(request.user, today).select_related("made_by", "approved_by")
    found = BatchFilter(request.GET, queryset=presentation.with_progress(visible))
    page = Paginator(found.qs, ROWS).get_page(request.GET.get("page"))
    ready = presentation.ready_totals()
    context = {
        "filter": found,
        "page": page,
        "rows": [presentation.batch_row(batch) for batch in page],
        "totals": presentation.totals(ready),
        "ready": ready,
        "may_build": policies.can_build(request.user, today),
    }
    return render(request, "payments/batches.html", context)


@roles(*READERS)
@require_safe
def ready_list(request: HttpRequest) -> HttpResponse:
    """What is ordered and in no batch yet, the longest waiting first."""
    today = clock.today()
    ready = Payout.objects.visible_to(request.user, today).ready()
    context = {
        "page": Paginator(ready, ROWS).get_page(request.GET.get("page")),
        "ready": presentation.ready_totals(),
        "may_build": policies.can_build(request.user, today),
    }
    return render(request, "payments/ready.html", context)


@roles(Role.BPJS_PAYMENT_MAKER)
@require_POST
def build(request: HttpRequest) -> HttpResponse:
    """Put what is ready into a new draft."""
    ensure(policies.can_build(request.user, clock.today()))
    batch = operations.build_batch(maker=request.user, at=clock.now())
    messages.success(request, _("Batch %(number)s disusun. Periksa, lalu bekukan.") % {"number": batch.number})
    return redirect("payments:batch", batch.pk)


@roles(*READERS)
@require_safe
def batch_detail(request: HttpRequest, batch_id: uuid.UUID) -> HttpResponse:
    """One batch: its stages, its lines, and what this officer may do next."""
    return _page(request, _batch(request, batch_id), CancelForm())


@roles(Role.BPJS_PAYMENT_MAKER)
@require_POST
def freeze(request: HttpRequest, batch_id: uuid.UUID) -> HttpResponse:
    batch = _batch(request, batch_id)
    ensure(
        policies.can_freeze(request.user, batch, clock.today()),
        "not_the_maker",
        _("Hanya penyusun batch yang dapat membekukannya."),
    )
    operations.freeze_batch(batch, actor=request.user, at=clock.now())
    messages.success(request, _("Batch dibekukan. Sekarang orang lain memeriksanya."))
    return redirect("payments:batch", batch.pk)


@roles(Role.BPJS_PAYMENT_CHECKER)
@require_POST
@recent_sign_in
def approve(request: HttpRequest, batch_id: uuid.UUID) -> HttpResponse:
    """Release what the page showed: the fingerprint comes with the form."""
    batch = _batch(request, batch_id)
    ensure(policies.can_approve(request.user, batch, clock.today()))
    batch = operations.approve_batch(
        batch, actor=request.user, shown_sha256=request.POST.get("sha256", ""), at=clock.now()
    )
    if batch.state == BatchState.CHECKED:
        messages.success(request, _("Pemeriksaan Anda dicatat. Batch ini perlu satu pemeriksa lagi."))
    else:
        messages.success(request, _("Batch disetujui. Pembayaran dikirim ke bank sekarang."))
    return redirect("payments:batch", batch.pk)


@roles(Role.BPJS_PAYMENT_MAKER, Role.BPJS_PAYMENT_CHECKER)
@require_POST
def cancel(request: HttpRequest, batch_id: uuid.UUID) -> HttpResponse:
    batch = _batch(request, batch_id)
    ensure(
        policies.can_cancel(request.user, batch, clock.today()),
        "not_the_maker",
        _("Hanya penyusun atau pemeriksa yang dapat membatalkan batch."),
    )
    form = CancelForm(request.POST)
    if not form.is_valid():
        return _page(request, batch, form, status=422)
    operations.cancel_batch(batch, actor=request.user, reason=form.cleaned_data["reason"], at=clock.now())
    messages.success(request, _("Batch dibatalkan. Pembayarannya siap disusun lagi."))
    return redirect("payments:batch", batch.pk)


@roles(*READERS)
@require_safe
def payout_detail(request: HttpRequest, payout_id: uuid.UUID) -> HttpResponse:
    """The life of one payout and what the books say about it. Every opening is written down."""
    visible = Payout.objects.visible_to(request.user, clock.today())
    payout = get_object_or_404(visible.select_related("batch", "verified_by", "user__person"), pk=payout_id)
    _note_reading(request, payout)
    context = {
        "payout": payout,
        "tone": presentation.line_row(payout)["tone"],
        "bank_reason": bank_reason(payout),
        "history": history(payout),
        "entries": entries(payout),
        "cases": payout.cases.order_by("-opened_at"),
    }
    return render(request, "payments/payout.html", context)


def _note_reading(request: HttpRequest, payout: Payout) -> None:
    """The payee sees who looked; a payee whom nobody knows leaves the reading in the audit trail only."""
    payee = getattr(payout.user, "person", None)
    if payee is None:
        audit.record("payments.payout.viewed", actor=request.user, at=clock.now(), subject=payout)
    else:
        note_reading(request, person=payee, subject=payout, purpose="pemeriksaan pembayaran", roles=READERS)


@roles(*READERS)
@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """What about the bank is not settled: the open cases first."""
    cases = BankCase.objects.filter(closed_at=None).select_related("payout__batch").order_by("opened_at")
    context = {"page": Paginator(cases, ROWS).get_page(request.GET.get("page"))}
    return render(request, "payments/cases.html", context)


@roles(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def case_detail(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """One case: what the bank said, what we hold, and what came of it."""
    case = get_object_or_404(BankCase.objects.select_related("payout__batch", "closed_by"), pk=case_id)
    may_close = policies.can_close_case(request.user, case, clock.today())
    form = ResolutionForm(request.POST or None)
    if request.method == "POST":
        ensure(may_close, "not_allowed", _("Anda tidak dapat menutup kasus ini."))
        if form.is_valid():
            close_case(case, actor=request.user, resolution=form.cleaned_data["resolution"], at=clock.now())
            messages.success(request, _("Kasus ditutup."))
            return redirect("payments:cases")
    context = {"case": case, "facts": case_facts(case), "form": form, "may_close": may_close}
    return render(request, "payments/case.html", context, status=422 if form.errors else 200)


def _batch(request: HttpRequest, batch_id: uuid.UUID) -> Batch:
    visible = Batch.objects.visible_to(request.user, clock.today())
    return get_object_or_404(visible.select_related("made_by", "checked_by", "approved_by"), pk=batch_id)


def _page(request: HttpRequest, batch: Batch, form: CancelForm, *, status: int = 200) -> HttpResponse:
    found = LineFilter(request.GET, queryset=batch.lines.order_by("line_no"))
    page = Paginator(found.qs, ROWS).get_page(request.GET.get("page"))
    checks = presentation.checks(batch) if batch.state != BatchState.CANCELLED else []
    transfers = presentation.transfers(batch) if batch.is_released else {"ended": 0, "begun": None}
    context = {
        "batch": batch,
        "filter": found,
        "page": page,
        "rows": [presentation.line_row(line) for line in page],
        "chips": presentation.state_chips(batch, request.GET.get("keadaan", "")),
        "steps": presentation.steps(batch, transfers["begun"]),
        "checks": checks,
        "intact": all(check["ok"] for check in checks),
        "fingerprint": presentation.short_print(batch.sha256),
        "ended": transfers["ended"],
        "form": form,
        **_may(request, batch),
    }
    return render(request, "payments/batch.html", context, status=status)


def _may(request: HttpRequest, batch: Batch) -> dict[str, bool]:
    user, on = request.user, clock.today()
    waiting = batch.state in (BatchState.FROZEN, BatchState.CHECKED)
    return {
        "may_freeze": batch.state == BatchState.DRAFT and policies.can_freeze(user, batch, on),
        "may_approve": waiting and policies.can_approve(user, batch, on) and user.pk not in batch.handled_by,
        "may_cancel": (waiting or batch.state == BatchState.DRAFT) and policies.can_cancel(user, batch, on),
    }
