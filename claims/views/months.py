"""W10, and W7 and W8 of months 2 to 6: what a month asks, its sending, its receipt, completing it."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import participant
from claims.forms import MonthForm
from claims.models import Claim, ClaimMonth, Decision
from claims.operations import month_filing
from claims.presentation.checklist import month_facts, person_facts
from claims.presentation.links import work_url
from claims.presentation.month_page import month_page, options, phase_of
from claims.presentation.scene import Situation
from claims.presentation.timeline import expected_amount
from claims.selectors.outlook import is_sendable
from claims.views.common import own_claim, posted, status_of
from claims.views.situations import situation
from core import clock
from core.errors import Conflict
from notices.selectors import letters_about
from rules import monthly as law
from rules.parameters import STATUS_FORM_MONTH

Found = tuple[Claim, ClaimMonth, Situation]


def _found(request: HttpRequest, claim_id: uuid.UUID, n: int) -> Found:
    """The month of the signed-in person's own claim with all that is known about it; another's is not found."""
    claim = own_claim(request, claim_id)
    months = list(claim.months.order_by("n"))
    month = next((m for m in months if m.n == n), None)
    if month is None:
        raise Http404
    prefetch_related_objects([claim], Prefetch("decisions", Decision.objects.select_related("month_assessment")))
    return (
        claim,
        month,
        situation(claim.person, phk=claim.phk, claim=claim, months=months, now=clock.now(), month=month),
    )


def _last_decision(claim: Claim, month: ClaimMonth) -> Decision | None:
    return next((d for d in claim.decisions.all() if d.month_id == month.pk), None)


@participant
@require_safe
def month(request: HttpRequest, claim_id: uuid.UUID, n: int) -> HttpResponse:
    """W10. Month 1 is the claim itself."""
    if n == 1:
        return redirect("claims:claim", claim_id)
    claim, month, s = _found(request, claim_id, n)
    context = {
        "claim": claim,
        "month": month,
        "expected": expected_amount(claim, n, s.today),
        "note": month.log.filter(move="hold").order_by("-pk").values_list("note", flat=True).first(),
        **month_page(s, claim, month, _last_decision(claim, month)),
    }
    return render(request, "claims/month.html", context)


@participant
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, claim_id: uuid.UUID, n: int) -> HttpResponse:
    """W7: look once more, then send. Sent twice leads to the same receipt; a window that closed meanwhile says so."""
    claim, month, s = _found(request, claim_id, n)
    if month.is_sent:
        return redirect("claims:month_sent", claim.pk, n)
    if request.method == "POST":
        return _sent(request, claim, month, s)
    if not is_sendable(month, s.today) or s.outlook is None or s.question is not None:
        return redirect("claims:month", claim.pk, n)
    if law.NOT_AT_WORK in s.outlook.missing:
        return redirect(work_url())
    return _check_page(request, claim, month, s, MonthForm(last_month=_is_last(month, s)))


def _is_last(month: ClaimMonth, s: Situation) -> bool:
    return month.n == STATUS_FORM_MONTH.on(s.today).value


def _sent(request: HttpRequest, claim: Claim, month: ClaimMonth, s: Situation) -> HttpResponse:
    form = MonthForm(posted(request), last_month=_is_last(month, s))
    if is_sendable(month, s.today) and not form.is_valid():
        return _check_page(request, claim, month, s, form)
    if form.is_valid() and form.works:
        messages.info(request, _("Selamat. Lapor dulu bahwa Anda sudah bekerja. Klaim ini belum dikirim."))
        return redirect(work_url())
    try:
        month_filing.submit_month(month, status_form=form.status_form, actor=request.user, at=clock.now())
    except Conflict as error:
        context = {"claim": claim, "month": month, "error": error, "options": options(s, month)}
        return render(request, "claims/month_closed.html", context, status=409)
    return redirect("claims:month_sent", claim.pk, month.n)


def _check_page(request: HttpRequest, claim: Claim, month: ClaimMonth, s: Situation, form: MonthForm) -> HttpResponse:
    known = s.outlook
    context: dict[str, Any] = {
        "claim": claim,
        "month": month,
        "form": form,
        "zone": s.zone,
        "person_facts": person_facts(claim),
        "month_facts": month_facts(known, s.today) if known else [],
        "expected": expected_amount(claim, month.n, s.today),
        "lacks": bool(known and known.to_do),
        "waits_for_desk": bool(known and known.waits_for_desk),
        "today": s.today,
    }
    return render(request, "claims/month_check.html", context, status=status_of(form))


@participant
@require_safe
def sent(request: HttpRequest, claim_id: uuid.UUID, n: int) -> HttpResponse:
    """W8: the receipt, which survives a bookmark and later shows the present status."""
    claim, month, s = _found(request, claim_id, n)
    if not month.is_sent:
        return redirect("claims:month", claim.pk, n)
    context = {
        "claim": claim,
        "month": month,
        "letter": letters_about([month]).get(str(month.pk)),
        "sent": phase_of(s, month) == "sent",
        "page": month_page(s, claim, month, _last_decision(claim, month)),
        "expected": expected_amount(claim, n, s.today),
    }
    return render(request, "claims/month_sent.html", context)


@participant
@require_POST
def complete(request: HttpRequest, claim_id: uuid.UUID, n: int) -> HttpResponse:
    """Send a held month again. Twice is once."""
    claim = own_claim(request, claim_id)
    month = get_object_or_404(ClaimMonth, claim=claim, n=n)
    month_filing.complete_month(month, actor=request.user, at=clock.now())
    messages.success(request, _("Terkirim lagi. Tanggal kirim Anda tetap."))
    return redirect("claims:month", claim.pk, n)
