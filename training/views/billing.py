"""R3: approved invoices become a bill to BPJS for the 1st or 15th; every rupiah leads back to attendance."""

import csv
import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import recent_sign_in, roles
from accounts.enums import Role
from accounts.reading import note_reading
from core import clock
from core.errors import ensure
from notices.selectors import letters_about
from payments.selectors import known_banks
from rules.deadlines import next_training_batch
from training import policies
from training.billing_filters import BillingFilter, ItemFilter
from training.enums import BillingState
from training.forms.billing import CancelForm, CompleteForm
from training.models import INVOICE_READERS, Attendance, BillingBatch, BillingItem, BillingLine
from training.operations import billing as operations
from training.operations.billing_answers import complete_invoice
from training.presentation import billing as pages
from training.selectors import billing as selectors
from training.views.papers import shown

ROWS = 20
DESK = (Role.REVIEWER, Role.APPROVER)
B = BillingState


@never_cache
@require_safe
@roles(*INVOICE_READERS)
def batch_list(request: HttpRequest) -> HttpResponse:
    """Every date, the newest first; above it what waits for the next one."""
    today = clock.today()
    everything = selectors.batches(request.user, today)
    found = BillingFilter(request.GET, queryset=everything)
    page = Paginator(found.qs, ROWS).get_page(request.GET.get("page"))
    bill_on = selectors.date_to_build(today)
    waiting = pages.next_date(bill_on)
    running = list(everything.filter(state__in=[B.FROZEN, B.SENT, B.ANSWERED]))
    context = {
        "filter": found,
        "page": page,
        "rows": [pages.batch_row(batch, today) for batch in page],
        "totals": pages.totals(
            waiting,
            sum(batch.state == B.FROZEN for batch in running),
            sum(batch.state != B.FROZEN for batch in running),
            sum(pages.is_late(batch, today) for batch in running),
        ),
        "waiting": waiting,
        "held_back": selectors.held_back(bill_on, today)[:ROWS],
        "may_build": policies.can_build_billing(request.user, today)
        and waiting["count"]
        and bill_on == next_training_batch(today),
    }
    return render(request, "training/reviu/batch.html", context)


@require_POST
@roles(Role.REVIEWER)
def build(request: HttpRequest) -> HttpResponse:
    """Collect what is approved for the next date."""
    at = clock.now()
    bill_on = next_training_batch(clock.legal_date(at))
    batch = operations.build_billing(bill_on=bill_on, maker=request.user, at=at)
    if batch.state == B.DRAFT:
        messages.success(request, _("Pengajuan %(number)s disusun. Periksa, lalu bekukan.") % {"number": batch.number})
    else:
        messages.info(request, _("Pengajuan tanggal ini sudah dibekukan. Tagihan baru ikut tanggal berikutnya."))
    return redirect("training:billing", batch.pk)


def _batch(request: HttpRequest, billing_id: uuid.UUID) -> BillingBatch:
    return get_object_or_404(selectors.batches(request.user, clock.today()), pk=billing_id)


@never_cache
@require_safe
@roles(*INVOICE_READERS)
def batch_detail(request: HttpRequest, billing_id: uuid.UUID) -> HttpResponse:
    """One date: its steps, its invoices, and what this officer may do next."""
    return _page(request, _batch(request, billing_id), CancelForm())


@require_POST
@roles(Role.REVIEWER)
def freeze(request: HttpRequest, billing_id: uuid.UUID) -> HttpResponse:
    batch = _batch(request, billing_id)
    ensure(
        policies.can_freeze_billing(request.user, batch, clock.today()),
        "not_the_maker",
        _("Hanya penyusun pengajuan yang dapat membekukannya."),
    )
    operations.freeze_billing(batch, actor=request.user, at=clock.now())
    messages.success(request, _("Pengajuan dibekukan. Sekarang orang lain menyetujuinya."))
    return redirect("training:billing", batch.pk)


@require_POST
@roles(Role.APPROVER)
@recent_sign_in
def approve(request: HttpRequest, billing_id: uuid.UUID) -> HttpResponse:
    """Approve what the page showed: the fingerprint comes with the form."""
    batch = _batch(request, billing_id)
    ensure(
        policies.can_approve_billing(request.user, batch, clock.today()),
        "role_needed",
        _("Hanya penyetuju yang menyetujui pengajuan."),
    )
    shown = request.POST.get("sha256", "")
    operations.approve_billing(batch, shown_sha256=shown, actor=request.user, at=clock.now())
    messages.success(request, _("Pengajuan disetujui. Dikirim ke BPJS pada tanggalnya."))
    return redirect("training:billing", batch.pk)


@require_POST
@roles(*DESK)
def cancel(request: HttpRequest, billing_id: uuid.UUID) -> HttpResponse:
    batch = _batch(request, billing_id)
    ensure(
        policies.can_cancel_billing(request.user, batch, clock.today()),
        "not_the_maker",
        _("Hanya penyusun atau penyetuju yang dapat membatalkan pengajuan."),
    )
    form = CancelForm(request.POST)
    if not form.is_valid():
        return _page(request, batch, form, status=422)
    operations.cancel_billing(batch, reason=form.cleaned_data["reason"], actor=request.user, at=clock.now())
    messages.success(request, _("Pengajuan dibatalkan. Tagihannya dapat disusun lagi."))
    return redirect("training:billing", batch.pk)


@require_safe
@roles(*INVOICE_READERS)
def batch_csv(request: HttpRequest, billing_id: uuid.UUID) -> HttpResponse:
    """The invoices of a batch as a file; nothing in it names a participant."""
    batch = _batch(request, billing_id)
    headers = {"Content-Disposition": f'attachment; filename="{batch.number}.csv"', "Cache-Control": "no-store"}
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers=headers)
    writer = csv.writer(response)
    writer.writerow(["pengajuan", "tanggal", "tagihan", "vin", "lembaga", "program", "peserta", "nilai_rp", "keadaan"])
    for item in selectors.items_of(batch):
        programme = item.invoice.training_class.programme
        house = programme.institute
        known = [batch.number, batch.bill_on.isoformat(), item.invoice.number, house.vin, house.name, programme.title]
        writer.writerow([_inert(cell) for cell in known] + [item.count, item.total, item.get_state_display()])
    return response


def _inert(cell: str) -> str:
    """A spreadsheet takes no cell for a formula."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r" else cell


@require_safe
@roles(*INVOICE_READERS)
def letter(request: HttpRequest, billing_id: uuid.UUID) -> HttpResponse:
    """The letter to BPJS, once it is handed over."""
    batch = _batch(request, billing_id)
    found = letters_about([batch]).get(str(batch.pk))
    if found is None:
        raise Http404
    return shown(found)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@roles(*INVOICE_READERS)
def item(request: HttpRequest, billing_id: uuid.UUID, billing_item_id: uuid.UUID) -> HttpResponse:
    """One invoice of a batch, line by line; a reviewer completes here what BPJS missed."""
    found = item_of(request, billing_id, billing_item_id)
    form = CompleteForm(request.POST or None)
    if request.method == "POST":
        ensure(
            policies.can_complete_invoice(request.user, clock.today()),
            "role_needed",
            _("Hanya penelaah yang melengkapi tagihan."),
        )
        if form.is_valid():
            done = complete_invoice(found.invoice, note=form.cleaned_data["note"], actor=request.user, at=clock.now())
            said = _("Tagihan %(number)s dilengkapi dan ikut tanggal pengajuan berikutnya.")
            messages.success(request, said % {"number": done.number})
            return redirect("training:billing_item", billing_id, billing_item_id)
    may = policies.can_complete_invoice(request.user, clock.today()) and pages.may_be_completed(found)
    context = item_context(request, found) | {"form": form, "may_complete": may}
    return render(request, "training/reviu/batch_tagihan.html", context, status=422 if form.errors else 200)


def item_of(request: HttpRequest, billing_id: uuid.UUID, billing_item_id: uuid.UUID) -> BillingItem:
    return get_object_or_404(selectors.items_of(_batch(request, billing_id)), pk=billing_item_id)


def item_context(request: HttpRequest, found: BillingItem) -> dict[str, Any]:
    """What both desks show of an invoice."""
    transfers = selectors.transfers_of([found.invoice_id]).get(found.invoice_id, [])
    page = Paginator(selectors.lines_of(found), ROWS).get_page(request.GET.get("page"))
    banks = {bank.code: bank.name for bank in known_banks()}
    return {
        "item": found,
        "batch": found.batch,
        "institute": found.invoice.training_class.programme.institute,
        "programme": found.invoice.training_class.programme,
        "tone": pages.ITEM_TONES[found.state],
        "steps": pages.item_steps(found, transfers),
        "page": page,
        "rows": [pages.line_row(row) for row in page],
        "transfers": [pages.transfer_row(payout, banks) for payout in transfers],
        "account": pages.account_words(found, banks),
    }


@never_cache
@require_safe
@roles(*INVOICE_READERS)
def line(request: HttpRequest, billed_line_id: uuid.UUID) -> HttpResponse:
    """The recommendation and every meeting behind an amount. The person sees who opened it."""
    visible = BillingBatch.objects.visible_to(request.user, clock.today())
    rows = BillingLine.objects.filter(batch__in=visible).select_related(
        "batch",
        "line__invoice__training_class__programme__institute",
        "line__enrolment__person",
        "line__recommendation__made_by",
    )
    found = get_object_or_404(rows, pk=billed_line_id)
    person = found.line.enrolment.person
    note_reading(request, person=person, subject=found, purpose="pengajuan pelatihan", roles=INVOICE_READERS)
    met = Attendance.objects.filter(enrolment=found.line.enrolment).select_related("recorded_by").order_by("on", "pk")
    context = {
        "line": found,
        "person": person,
        "facts": pages.line_facts(found),
        "meetings": [pages.meeting_row(row) for row in met],
    }
    return render(request, "training/reviu/batch_baris.html", context)


def _page(request: HttpRequest, batch: BillingBatch, form: CancelForm, *, status: int = 200) -> HttpResponse:
    items = selectors.items_of(batch)
    found = ItemFilter(request.GET, queryset=items)
    page = Paginator(found.qs, ROWS).get_page(request.GET.get("page"))
    checks = pages.checks(batch) if batch.state != B.CANCELLED else []
    houses = items.order_by().values("invoice__training_class__programme__institute").distinct().count()
    context = {
        "batch": batch,
        "title": pages.date_words(batch),
        "filter": found,
        "page": page,
        "rows": [pages.item_row(item, "training:billing_item") for item in page],
        "heading": pages.heading(batch, houses),
        "steps": pages.steps(batch),
        "checks": checks,
        "intact": all(check["ok"] for check in checks),
        "fingerprint": pages.short_print(batch.sha256),
        "letter": letters_about([batch]).get(str(batch.pk)),
        "form": form,
        **_may(request, batch),
    }
    return render(request, "training/reviu/batch_satu.html", context, status=status)


def _may(request: HttpRequest, batch: BillingBatch) -> dict[str, Any]:
    user, on = request.user, clock.today()
    open_yet = batch.state in (B.DRAFT, B.FROZEN)
    approves = batch.state == B.FROZEN and policies.can_approve_billing(user, batch, on)
    own, tied = batch.made_by_id == user.pk, selectors.tied_institutes(user, batch, on) if approves else []
    return {
        "may_freeze": batch.state == B.DRAFT and policies.can_freeze_billing(user, batch, on),
        "may_approve": approves and not own and not tied,
        "may_cancel": open_yet and policies.can_cancel_billing(user, batch, on),
        "may_collect": batch.state == B.DRAFT and policies.can_build_billing(user, on),
        "own": approves and own,
        "tied": ", ".join(tied),
    }
