"""R1 and R2: the queue of invoices at Kemnaker, one invoice with its checks, and the facts behind a line."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import recent_sign_in, roles
from accounts.enums import Role
from accounts.reading import note_reading
from accounts.selectors import has_role
from core import clock
from core.errors import Conflict, Invalid, ensure
from core.formatting import rupiah
from core.language import language
from core.queues import onward, place_in, steps
from training.enums import InvoiceState
from training.forms.invoices import APPROVE, RECOMMEND, RETURN, DecisionForm
from training.invoice_filters import ReviewFilter
from training.models import INVOICE_READERS, Invoice
from training.operations import review as operations
from training.policies import can_approve_invoice, can_recommend_payment, can_return_invoice
from training.presentation import invoices as papers
from training.presentation import review as pages
from training.presentation.profile import agreements
from training.selectors import invoices as selectors
from training.selectors.billing import lacking_items
from training.selectors.invoice_lines import Compared, compared, live_lines
from training.selectors.partnership import agreements as signed_agreements
from training.views.provider_invoices import GET_POST, pdf_of

ROWS = 20
DESK = (Role.REVIEWER, Role.APPROVER)


@never_cache
@require_safe
@roles(*DESK)
def home(request: HttpRequest) -> HttpResponse:
    """What waits, the longest waiting first, as numbers, picture, table and list."""
    at = clock.now()
    today = clock.legal_date(at)
    provinces = selectors.provinces_of_queue(request.user, today)
    queue = selectors.review_queue(request.user, today)
    found = ReviewFilter(request.GET, queryset=queue, provinces=provinces)
    page = Paginator(found.qs, ROWS).get_page(request.GET.get("page"))
    numbers = selectors.queue_numbers(request.user, at)
    context = {
        "filter": found,
        "page": page,
        "rows": [pages.queue_row(invoice, at) for invoice in page],
        "totals": pages.totals(numbers, at),
        "picture": pages.picture(numbers),
        "oldest": pages.oldest_href(selectors.own_queue(request.user, today).first()),
        "lacking": lacking_items(request.user, today)[:ROWS] if has_role(request.user, Role.REVIEWER, on=today) else [],
    }
    return render(request, "training/reviu/beranda.html", context)


def _visible(request: HttpRequest, invoice_id: uuid.UUID) -> Invoice:
    rows = Invoice.objects.visible_to(request.user, clock.today()).exclude(
        state__in=[InvoiceState.DRAFT, InvoiceState.CANCELLED]
    )
    related = "training_class__programme__institute__region"
    return get_object_or_404(rows.select_related(related, "reviewed_by", "approved_by"), pk=invoice_id)


def _lines(found: Invoice) -> list[Compared]:
    """In the order of their keys: a line keeps its number although somebody's name is corrected."""
    lines = sorted(live_lines(found), key=lambda line: line.pk)
    return compared(found, lines, on=clock.today())


@never_cache
@require_http_methods(GET_POST)
@roles(*INVOICE_READERS)
def invoice(request: HttpRequest, invoice_id: uuid.UUID) -> HttpResponse:
    """One invoice: sums, three checks a line, papers; on the right what its judge decides."""
    found = _visible(request, invoice_id)
    lines = _lines(found)
    if request.method == "POST":
        ensure(has_role(request.user, *DESK, on=clock.today()), "role_needed", _("Peran Anda tidak memutus tagihan."))
        return _decided(request, found, lines)
    return _page(request, found, lines, _form(request, found, lines))


def _form(request: HttpRequest, found: Invoice, lines: list[Compared], data: Any = None) -> DecisionForm:
    ways, initial = _ways(request, found, lines), {"version": found.version}
    return DecisionForm(data, ways=ways, lines=len(lines), initial=initial)


def _ways(request: HttpRequest, found: Invoice, lines: list[Compared]) -> list[tuple[str, str]]:
    """What the signed-in officer may do with it now; nothing for who decides nothing here."""
    user, today, amount = request.user, clock.today(), rupiah(found.total, language())
    passing = not any(one.fails for one in lines)
    may = {
        RECOMMEND: passing and can_recommend_payment(user, found, today),
        APPROVE: passing and can_approve_invoice(user, found, today),
        RETURN: can_return_invoice(user, found, today),
    }
    words = {
        RECOMMEND: _("Bayar %(sum)s") % {"sum": amount},
        APPROVE: _("Setujui %(sum)s") % {"sum": amount},
        RETURN: _("Kembalikan ke LPK"),
    }
    return [(way, words[way]) for way, allowed in may.items() if allowed]


@recent_sign_in
def _decided(request: HttpRequest, found: Invoice, lines: list[Compared]) -> HttpResponse:
    form = _form(request, found, lines, request.POST)
    if not form.is_valid():
        return _page(request, found, lines, form, status=422)
    place = place_in(selectors.own_queue(request.user, clock.today()), found.pk)
    try:
        said = _decide(request, found, lines, form)
    except Invalid as error:
        form.add_error("remark", str(error.message))
        return _page(request, found, lines, form, status=422)
    except Conflict as error:
        return _stale(request, found, form, str(error.message))
    messages.success(request, said)
    return redirect(onward(place, "training:review_invoice") or "training:review_home")


def _decide(request: HttpRequest, found: Invoice, lines: list[Compared], form: DecisionForm) -> str:
    typed: dict[str, Any] = form.cleaned_data
    how = {"version": typed["version"], "actor": request.user, "at": clock.now()}
    if typed["verdict"] == RETURN:
        about = {lines[place - 1].line.pk: text for place, text in form.remarks().items()}
        operations.return_invoice(found, remark=typed["remark"], remarks=about, **how)
        return _("Tagihan %(number)s dikembalikan ke LPK dengan catatan.") % {"number": found.number}
    if typed["verdict"] == APPROVE:
        done = operations.approve_invoice(found, **how)
        return _("Tagihan %(number)s disetujui dan diajukan ke BPJS %(day)s.") % {
            "number": done.number,
            "day": papers.day_words(done.bill_on),
        }
    operations.recommend_invoice(found, **how)
    return _("Pembayaran %(number)s direkomendasikan. Orang lain menyetujuinya.") % {"number": found.number}


def _stale(request: HttpRequest, found: Invoice, form: DecisionForm, said: str) -> HttpResponse:
    """The invoice as it is now, with what was typed; sending again judges this version."""
    fresh = _visible(request, found.pk)
    lines = _lines(fresh)
    data = form.data.copy()
    data["version"] = str(fresh.version)
    again = _form(request, fresh, lines, data)
    again.is_valid()
    return _page(request, fresh, lines, again, status=409, said=said)


def _page(
    request: HttpRequest,
    found: Invoice,
    lines: list[Compared],
    form: DecisionForm,
    *,
    status: int = 200,
    said: str = "",
) -> HttpResponse:
    at = clock.now()
    today, user = clock.legal_date(at), request.user
    institute = found.training_class.programme.institute
    made = pages.rows(lines, selectors.remarks_of(found))
    typed = form.remarks() if form.is_bound else {}
    for row in made:
        row["typed"] = typed.get(row["place"], "")
    shown, rest = pages.split(made)
    ties = selectors.ties_of(user, institute, today) if has_role(user, *DESK, on=today) else []
    context = {
        "invoice": found,
        "institute": institute,
        "subtitle": pages.subtitle(found),
        "queue": steps(place_in(selectors.own_queue(user, today), found.pk), "training:review_invoice"),
        "tone": papers.TONES[found.state],
        "cut_off": pages.cut_off(found, at),
        "totals": pages.sums(found, lines).items,
        "payable": pages.sums(found, lines).payable,
        "rows": shown,
        "rest": rest,
        "rest_words": pages.rest_words(rest) if rest else "",
        "failing": sum(1 for row in made if row["fails"]),
        "papers": papers.papers(selectors.documents_of(found), "training:review_paper", found),
        "form": form.shown(),
        "may_decide": bool(form.ways),
        "own": _own_words(request, found),
        "ties": [operations.TIES[tie] for tie in ties],
        "about": pages.about(institute, selectors.standing_of(institute, today.year), today.year),
        "agreements": agreements(signed_agreements(institute)[:1], "review_pks", institute.pk),
        "way": papers.way_to_the_money(found, selectors.moves_of(found)),
        "said": said,
    }
    return render(request, "training/reviu/tagihan.html", context, status=status)


def _own_words(request: HttpRequest, found: Invoice) -> str:
    """Why an approver sees no decision: they recommended it."""
    mine = (found.reviewed_by_id, found.signed_by_id, found.made_by_id)
    waits = found.state == InvoiceState.RECOMMENDED and request.user.pk in mine
    approves = has_role(request.user, Role.APPROVER, on=clock.today())
    return str(operations.OWN) if waits and approves else ""


@never_cache
@require_safe
@roles(*INVOICE_READERS)
def line(request: HttpRequest, invoice_id: uuid.UUID, place: int) -> HttpResponse:
    """What one line is about: the recommendation, every meeting, the letter. The person sees who opened it."""
    found = _visible(request, invoice_id)
    lines = list(
        found.lines.filter(is_live=True)
        .select_related(
            "enrolment__person", "enrolment__voucher", "recommendation__programme", "recommendation__made_by"
        )
        .order_by("pk")
    )
    if not 1 <= place <= len(lines):
        raise Http404
    (one,) = compared(found, [lines[place - 1]], on=clock.today())
    person = one.line.enrolment.person
    note_reading(request, person=person, subject=one.line, purpose="reviu tagihan pelatihan", roles=INVOICE_READERS)
    (row,) = pages.rows([one], selectors.remarks_of(found))
    context = {
        "invoice": found,
        "subtitle": pages.subtitle(found),
        "person": person,
        "row": row,
        "facts": pages.line_facts(one, found),
        "meetings": [pages.meeting_row(met) for met in selectors.attendance_of(one.line.enrolment)],
    }
    return render(request, "training/reviu/baris.html", context)


@require_safe
@roles(*INVOICE_READERS)
def paper(request: HttpRequest, invoice_id: uuid.UUID, place: int) -> HttpResponse:
    """One of the three papers, as PDF."""
    return pdf_of(_visible(request, invoice_id), place)
