"""L5: the invoices of an institute: a class becomes a draft, the head signs, and the way to the money is seen."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import recent_sign_in, signed_in
from core import clock
from core.errors import Conflict, Invalid
from training.decorators import with_institute
from training.enums import MeetingState
from training.forms.invoices import SendForm
from training.invoice_filters import OwnFilter
from training.models import CHANGEABLE, Institute, Invoice, TrainingClass
from training.operations import invoices as operations
from training.policies import can_sign_invoice
from training.presentation import invoices as pages
from training.selectors import invoices as selectors
from training.selectors.invoice_lines import compared, live_lines, proposals, seal_of
from training.selectors.staff import heads_of
from training.views.papers import shown

GET_POST = ["GET", "HEAD", "POST"]
ROWS, LINES, CLASSES = 20, 50, 10


@never_cache
@require_http_methods(GET_POST)
@signed_in
@with_institute
def invoices(request: HttpRequest, institute: Institute) -> HttpResponse:
    """Classes that can be billed, then every invoice with what comes next. POST writes the draft of a class."""
    if request.method == "POST":
        return _drafted(request, institute)
    return _list(request, institute)


def _list(request: HttpRequest, institute: Institute, *, status: int = 200, **more: Any) -> HttpResponse:
    today = clock.today()
    found = OwnFilter(request.GET, queryset=selectors.invoices_of(institute))
    page = Paginator(found.qs, ROWS).get_page(request.GET.get("page"))
    waiting = selectors.billable_classes(institute, today)
    context = {
        "institute": institute,
        "classes": waiting[:CLASSES],
        "filter": found,
        "page": page,
        "rows": [pages.own_row(invoice) for invoice in page],
        "soonest": selectors.soonest_batch(today),
        "refused": None,
    }
    return render(request, "training/mitra/tagihan.html", context | more, status=status)


def _drafted(request: HttpRequest, institute: Institute) -> HttpResponse:
    try:
        key = uuid.UUID(request.POST.get("class", ""))
    except ValueError as error:
        raise Http404 from error
    rows = TrainingClass.objects.filter(programme__institute=institute).select_related("programme")
    held = get_object_or_404(rows, pk=key)
    try:
        invoice = operations.draft_invoice(held, actor=request.user, at=clock.now())
    except Conflict as error:
        if error.code != "nothing_payable":
            raise
        seats = [pages.draft_row(one, None, []) for one in proposals(held, on=clock.today())[:LINES]]
        return _list(request, institute, status=409, refused={"title": held.programme.title, "rows": seats})
    return redirect("training:provider_invoice", invoice.pk)


def _own(institute: Institute, invoice_id: uuid.UUID) -> Invoice:
    rows = Invoice.objects.filter(training_class__programme__institute=institute)
    return get_object_or_404(rows.select_related("training_class__programme__institute"), pk=invoice_id)


@never_cache
@require_http_methods(GET_POST)
@signed_in
@with_institute
def invoice(request: HttpRequest, institute: Institute, invoice_id: uuid.UUID) -> HttpResponse:
    """One invoice: while it is written every seat with its reasons; afterwards its lines, papers and way."""
    found = _own(institute, invoice_id)
    if request.method == "POST":
        return _changed(request, found)
    editing = found.state in CHANGEABLE
    remarks = selectors.remarks_of(found)
    rows = _draft_rows(found, remarks) if editing else _sent_rows(found, remarks)
    page = Paginator(rows, LINES).get_page(request.GET.get("page"))
    context = {
        "institute": institute,
        "invoice": found,
        "held": pages.class_words(found),
        "tone": pages.TONES[found.state],
        "next": pages.next_words(found),
        "editing": editing,
        "page": page,
        "rows": list(page),
        "stale": sum(1 for row in rows if row.get("stale")),
        "refused": sum(1 for row in rows if editing and not row["billed"]),
        "may_sign": can_sign_invoice(request.user, found, clock.today()),
        "heads": ", ".join(user.full_name for user in heads_of(institute, clock.today())),
        "papers": pages.papers(selectors.documents_of(found), "training:provider_invoice_paper", found),
        "way": pages.way_to_the_money(found, selectors.moves_of(found)),
    }
    return render(request, "training/mitra/tagihan_satu.html", context)


def _draft_rows(found: Invoice, remarks: Any) -> list[pages.Item]:
    lines = {line.enrolment_id: line for line in found.lines.order_by("pk")}
    seats = proposals(found.training_class, on=clock.today(), invoice=found)
    return [pages.draft_row(one, lines.get(one.enrolment.pk), remarks.get(one.enrolment.pk, [])) for one in seats]


def _sent_rows(found: Invoice, remarks: Any) -> list[pages.Item]:
    return [pages.line_row(line, remarks.get(line.enrolment_id, [])) for line in live_lines(found)]


def _changed(request: HttpRequest, found: Invoice) -> HttpResponse:
    """Leave somebody out, take somebody, read everything again, give it up. Amounts are never read from the form."""
    how: dict[str, Any] = {"actor": request.user, "at": clock.now()}
    try:
        if seat := request.POST.get("drop"):
            operations.drop_line(found, enrolment_id=_seat(seat), **how)
        elif seat := request.POST.get("take"):
            operations.take_line(found, enrolment_id=_seat(seat), **how)
        elif request.POST.get("do") == "cancel":
            operations.cancel_invoice(found, **how)
            messages.success(request, _("Tagihan %(number)s dibatalkan.") % {"number": found.number})
            return redirect("training:provider_invoices")
        elif request.POST.get("do") == "refresh":
            operations.refresh_invoice(found, **how)
            messages.success(request, _("Baris tagihan dihitung ulang."))
    except Invalid as error:
        messages.error(request, str(error.message))
    return redirect(request.get_full_path())


def _seat(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise Http404 from error


@never_cache
@require_http_methods(GET_POST)
@signed_in
@with_institute
def send(request: HttpRequest, institute: Institute, invoice_id: uuid.UUID) -> HttpResponse:
    """The SPTJM with the sum, the report, and the head's name under both."""
    found = _own(institute, invoice_id)
    if request.method == "POST":
        return _signed(request, found)
    if found.state not in CHANGEABLE or not found.count:
        return redirect("training:provider_invoice", found.pk)
    met = found.training_class.meetings.filter(state=MeetingState.RECORDED).count()
    initial = {"report": found.report or pages.first_report(found, met)}
    return _send_page(request, found, SendForm(initial=initial))


@recent_sign_in
def _signed(request: HttpRequest, found: Invoice) -> HttpResponse:
    form, how = SendForm(request.POST), {"actor": request.user, "at": clock.now()}
    if not form.is_valid():
        return _send_page(request, found, form, status=422)
    try:
        sent = operations.sign_and_send(found, **form.cleaned_data, **how)
    except Conflict as error:
        if error.code not in ("stale", "lines_changed"):
            raise
        return _shown_again(request, found, form, how)
    except Invalid as error:
        form.add_error(_FIELD_OF.get(error.code), str(error.message))
        return _send_page(request, found, form, status=422)
    messages.success(
        request,
        _("Tagihan terkirim. Diajukan ke BPJS paling cepat %(day)s.") % {"day": pages.day_words(sent.bill_on)},
    )
    return redirect("training:provider_invoice", sent.pk)


_FIELD_OF = {"name_differs": "typed_name", "report_missing": "report", "report_too_long": "report"}


def _shown_again(request: HttpRequest, found: Invoice, form: SendForm, how: dict[str, Any]) -> HttpResponse:
    """What changed meanwhile is taken over and shown; what was typed stays, and is signed anew."""
    before = compared(found, live_lines(found), on=clock.today())
    changed = [one.line.enrolment.person.full_name for one in before if one.changed]
    fresh = operations.refresh_invoice(found, **how)
    return _send_page(request, fresh, SendForm(initial=form.cleaned_data), status=409, changed=changed, again=True)


def _send_page(request: HttpRequest, found: Invoice, form: SendForm, *, status: int = 200, **more: Any) -> HttpResponse:
    institute, today = found.training_class.programme.institute, clock.today()
    lines = live_lines(found)
    context = {
        "invoice": found,
        "institute": institute,
        "held": pages.class_words(found),
        "form": form,
        "seen": seal_of(lines),
        "points": pages.SPTJM_POINTS,
        "soonest": selectors.soonest_batch(today),
        "may_sign": can_sign_invoice(request.user, found, today),
        "heads": ", ".join(user.full_name for user in heads_of(institute, today)),
        "changed": [],
        "again": False,
    }
    return render(request, "training/mitra/tagihan_kirim.html", context | more, status=status)


@require_safe
@signed_in
@with_institute
def paper(request: HttpRequest, institute: Institute, invoice_id: uuid.UUID, place: int) -> HttpResponse:
    """One of the three papers of the version that was sent last, as PDF, for everybody of the institute."""
    return pdf_of(_own(institute, invoice_id), place)


def pdf_of(found: Invoice, place: int) -> HttpResponse:
    """The paper at a place of `PAPERS`, counted from 1. Raises Http404."""
    kinds = list(pages.PAPERS)
    letter = selectors.documents_of(found).get(kinds[place - 1]) if 1 <= place <= len(kinds) else None
    if letter is None:
        raise Http404
    return shown(letter)
