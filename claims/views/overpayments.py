"""Overpaid months: the person's page with its plan, and the officers' queue and case."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import participant, recent_sign_in, roles
from accounts.enums import Role
from accounts.reading import note_reading
from accounts.selectors import has_role
from claims import policies
from claims.enums import OverpaymentState
from claims.filters import OverpaymentFilter
from claims.models import OVERPAYMENT_READERS, Overpayment
from claims.operations import overpayments as operations
from claims.presentation import overpayments as presentation
from claims.selectors.work import with_repaid
from claims.views.common import posted, status_of
from claims.work_forms import OverpaymentForm, PlanForm, RepaymentForm
from core import clock
from core.errors import Conflict, ensure
from notices.selectors import wishes_of
from payments.enums import LEDGER_READERS
from payments.selectors.days import unplaced_credits

ROWS = 20
PURPOSE = "pemeriksaan kelebihan bayar"


@participant
@require_http_methods(["GET", "HEAD", "POST"])
def overpayment(request: HttpRequest, overpayment_id: uuid.UUID) -> HttpResponse:
    """How much, why, by when; another plan may be chosen until the first instalment is there."""
    own = Overpayment.objects.filter(claim__person__user=request.user)
    found = get_object_or_404(own.select_related("claim__person__user", "decision"), pk=overpayment_id)
    plan = found.plan.count()
    form = PlanForm(posted(request), amounts=presentation.plan_amounts(found.amount), initial={"instalments": plan})
    if request.method == "POST" and form.is_valid():
        operations.choose_plan(found, instalments=form.cleaned_data["instalments"], actor=request.user, at=clock.now())
        messages.success(request, _("Rencana pengembalian tersimpan."))
        return redirect("claims:overpayment", found.pk)
    zone = wishes_of(request.user).zone
    context = presentation.for_person(found, clock.today()) | {"form": form, "zone": zone}
    return render(request, "claims/overpayment.html", context, status=status_of(form))


# --- officers ----------------------------------------------------------------------------------------------------


@roles(*OVERPAYMENT_READERS)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What is to be confirmed or paid back, the longest waiting first."""
    today = clock.today()
    visible = with_repaid(Overpayment.objects.visible_to(request.user, today))
    found = OverpaymentFilter(request.GET, queryset=visible.select_related("claim__person"))
    rows = found.qs if request.GET.get("keadaan") else found.qs.unfinished()
    page = Paginator(rows.order_by("found_at", "pk"), ROWS).get_page(request.GET.get("page"))
    context = {
        "filter": found,
        "page": page,
        "rows": presentation.queue_rows(list(page), today),
        "totals": presentation.totals(visible, today),
        "came_in": unplaced_credits()[:ROWS],
        "reads_days": has_role(request.user, *LEDGER_READERS, on=today),
    }
    return render(request, "claims/overpayment_queue.html", context)


@roles(*OVERPAYMENT_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, overpayment_id: uuid.UUID) -> HttpResponse:
    """One overpayment. Every opening is written down and can be seen by the participant."""
    found = _visible(request, overpayment_id)
    if request.method == "POST":
        allowed = policies.can_judge_overpayment(request.user, found.claim, clock.today())
        ensure(allowed, "not_allowed", _("Anda tidak dapat memutus kelebihan bayar ini."))
        return _judged(request, found)
    _write_down(request, found)
    return _page(request, found)


def _visible(request: HttpRequest, overpayment_id: uuid.UUID) -> Overpayment:
    visible = Overpayment.objects.visible_to(request.user, clock.today())
    return get_object_or_404(visible.select_related("claim__person__user", "decision"), pk=overpayment_id)


def _write_down(request: HttpRequest, found: Overpayment) -> None:
    note_reading(request, person=found.claim.person, subject=found, purpose=PURPOSE, roles=OVERPAYMENT_READERS)


@recent_sign_in
def _judged(request: HttpRequest, found: Overpayment) -> HttpResponse:
    if found.state not in (OverpaymentState.FOUND, OverpaymentState.CONFIRMED):
        raise Conflict("wrong_state", _("Kelebihan bayar ini sudah selesai."))
    form = _judging(found, request.POST)
    if not form.is_valid():
        return _page(request, found, judging=form)
    typed = form.cleaned_data
    if typed["verdict"] == form.CONFIRM:
        operations.confirm_overpayment(
            found, instalments=typed["instalments"], note=typed["note"], actor=request.user, at=clock.now()
        )
        messages.success(request, _("Kelebihan bayar %(number)s ditetapkan.") % {"number": found.number})
    else:
        operations.cancel_overpayment(found, note=typed["note"], actor=request.user, at=clock.now())
        messages.success(request, _("Kelebihan bayar %(number)s dibatalkan.") % {"number": found.number})
    return redirect("claims:overpayment_queue")


@roles(Role.BPJS_PAYMENT_MAKER)
@require_POST
@recent_sign_in
def repayment(request: HttpRequest, overpayment_id: uuid.UUID) -> HttpResponse:
    """Book an instalment that has arrived."""
    found = _visible(request, overpayment_id)
    allowed = policies.can_record_repayment(request.user, found.claim, clock.today())
    ensure(allowed, "not_allowed", _("Anda tidak dapat mencatat angsuran ini."))
    form = RepaymentForm(request.POST, today=clock.today())
    if not form.is_valid():
        return _page(request, found, booking=form)
    typed = form.cleaned_data
    seen = found.plan.filter(pk=typed["instalment"]).first()
    if seen is None:
        raise Conflict("plan_changed", _("Rencana ini berubah sejak halaman ini dibuka."))
    operations.record_repayment(
        seen, paid_on=typed["paid_on"], bank_reference=typed["bank_reference"], actor=request.user, at=clock.now()
    )
    messages.success(request, _("Angsuran dicatat."))
    return redirect("claims:overpayment_case", found.pk)


def _judging(found: Overpayment, data: QueryDict | None = None) -> OverpaymentForm:
    amounts = presentation.plan_amounts(found.amount)
    return OverpaymentForm(data, amounts=amounts, may_confirm=found.state == OverpaymentState.FOUND)


def _page(
    request: HttpRequest,
    found: Overpayment,
    *,
    judging: OverpaymentForm | None = None,
    booking: RepaymentForm | None = None,
) -> HttpResponse:
    """The forms that this officer may use now; one that was sent with a mistake comes back as it was typed."""
    today = clock.today()
    context = presentation.for_officers(found, today)
    unfinished = found.state in (OverpaymentState.FOUND, OverpaymentState.CONFIRMED)
    if judging is None and unfinished and policies.can_judge_overpayment(request.user, found.claim, today):
        judging = _judging(found)
    may_book = found.state == OverpaymentState.CONFIRMED and context["next"] is not None
    if booking is None and may_book and policies.can_record_repayment(request.user, found.claim, today):
        booking = RepaymentForm(today=today, initial={"instalment": context["next"].pk})
    context |= {"judging": judging, "booking": booking, "form": judging if judging and judging.errors else booking}
    wrong = bool((judging and judging.errors) or (booking and booking.errors))
    return render(request, "claims/overpayment_case.html", context, status=422 if wrong else 200)
