"""The desk of objections: the list with its clock, one case, and a wage that a person asked to have counted."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import recent_sign_in, roles
from accounts.enums import Role
from claims import policies
from claims.enums import ObjectionState
from claims.models import READERS, Objection, WageReview
from claims.objection_filters import ObjectionFilter
from claims.objection_forms import CarryOutForm, RulingForm, WageReviewForm
from claims.operations import objections, reevaluation
from claims.presentation.objection_desk import (
    article_choices,
    asks_wage,
    detail,
    needs_carrying_out,
    queue_row,
    queue_totals,
    wage_review_row,
)
from claims.selectors.objections import (
    RulesToday,
    decided_before,
    objections_for_desk,
    rules_today,
    to_answer,
    wage_reviews_for_desk,
)
from claims.views.common import note_access
from claims.views.objections import note_objection_access
from core import clock
from core.errors import Conflict, Invalid, ensure
from core.formatting import rupiah
from core.language import language

ROWS = 20
DESK = (*READERS, Role.HELP_DESK)
_FIELD_OF = {"wage_needed": "wage", "wage_not_higher": "wage", "reply_needed": "reply", "article_needed": "articles"}


@roles(*DESK)
@require_safe
def objection_queue(request: HttpRequest) -> HttpResponse:
    """Objections that wait, least time left first; answered ones are a filter away."""
    now = clock.now()
    today = clock.legal_date(now)
    rows = objections_for_desk(request.user, today)
    found = ObjectionFilter(request.GET, queryset=rows)
    listed = found.qs if request.GET.get("keadaan") else to_answer(found.qs)
    page = Paginator(listed, ROWS).get_page(request.GET.get("page"))
    context = {
        "filter": found,
        "page": page,
        "rows": [queue_row(objection, now) for objection in page],
        "totals": queue_totals(rows, request.user, today),
        "reviews": [wage_review_row(review, now) for review in wage_reviews_for_desk(request.user, today)[:ROWS]],
    }
    return render(request, "claims/objection_queue.html", context)


@roles(*DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def objection_case(request: HttpRequest, objection_id: uuid.UUID) -> HttpResponse:
    """One objection beside the decision. Who decided before may read it, and is told why not more."""
    rows = objections_for_desk(request.user, clock.today()).select_related(
        "decision__claim__person__user",
        "decision__claim__person__region",
        "decision__claim__phk__employer",
        "decision__claim__phk__person",
        "decision__claim__kapk",
        "decision__month__claim__person",
        "decision__assessment",
        "decision__month_assessment",
    )
    objection = get_object_or_404(rows, pk=objection_id)
    if objection.decision.month is not None:
        objection.decision.month.claim = objection.decision.claim
    if request.method == "POST":
        return _posted(request, objection)
    note_objection_access(request, objection, objection)
    return _case(request, objection)


def _may_decide(request: HttpRequest, objection: Objection) -> bool:
    claim = objection.decision.claim
    before = decided_before(request.user, claim)
    return policies.can_decide_objection(request.user, claim, clock.today(), decided_before=before)


@recent_sign_in
def _posted(request: HttpRequest, objection: Objection) -> HttpResponse:
    message = _("Keberatan diputus petugas yang belum pernah memutus klaim ini.")
    ensure(_may_decide(request, objection), "decided_before", message)
    today = rules_today(objection.decision, clock.today())
    form = _form(objection, today, request.POST)
    status = 422
    if form is None:
        raise Conflict("wrong_state", _("Keberatan ini sudah dijawab atau ditarik."))
    if form.is_valid():
        try:
            _decide(request, objection, form)
        except Invalid as error:
            form.add_error(
                _FIELD_OF.get(error.code) if _FIELD_OF.get(error.code) in form.fields else None, error.message
            )
        except Conflict as error:
            form.add_error(None, error.message)
            status = 409
        else:
            messages.success(request, _("Jawaban untuk %(number)s tersimpan.") % {"number": objection.number})
            return redirect("claims:objection_queue")
    return _case(request, objection, form, status)


def _decide(request: HttpRequest, objection: Objection, form: RulingForm | CarryOutForm) -> None:
    typed, signed = form.cleaned_data, {"actor": request.user, "at": clock.now()}
    if isinstance(form, CarryOutForm):
        objections.finish_silent(objection, wage=typed.get("wage"), **signed)
        return
    given: dict[str, Any] = {
        "reply": typed["reply"],
        "articles": tuple(typed["articles"]),
        "seen": typed["seen"] or None,
        **signed,
    }
    if typed["verdict"] == form.UPHOLD:
        objections.uphold_objection(objection, wage=typed.get("wage"), **given)
    else:
        objections.reject_objection(objection, **given)


def _form(objection: Objection, today: RulesToday | None, posted: Any = None) -> RulingForm | CarryOutForm | None:
    """What may be said about it now; None once it is answered and done."""
    ask_wage = asks_wage(objection, today)
    if needs_carrying_out(objection):
        return CarryOutForm(posted, ask_wage=ask_wage)
    if objection.state != ObjectionState.SUBMITTED:
        return None
    may_reject = objection.answer_due_on is not None and clock.today() <= objection.answer_due_on
    return RulingForm(
        posted,
        articles=article_choices(objection, today),
        ask_wage=ask_wage,
        may_reject=may_reject,
        initial={"seen": today.seen if today else ""},
    )


def _case(
    request: HttpRequest, objection: Objection, form: RulingForm | CarryOutForm | None = None, status: int = 200
) -> HttpResponse:
    """With `form` what was typed stays, beside what the rules say now."""
    today = rules_today(objection.decision, clock.today())
    before = decided_before(request.user, objection.decision.claim)
    allowed = policies.can_decide_objection(
        request.user, objection.decision.claim, clock.today(), decided_before=before
    )
    if form is None and allowed:
        form = _form(objection, today)
    elif isinstance(form, RulingForm):
        form.data = form.data.copy()
        form.data["seen"] = today.seen if today else ""
    context = detail(objection, today, clock.now()) | {"form": form, "decided_before": before}
    return render(request, "claims/objection_case.html", context, status=status)


# --- a wage to be counted ----------------------------------------------------------------------------------------


@roles(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def wage_review(request: HttpRequest, review_id: uuid.UUID) -> HttpResponse:
    """The wage of the approval beside the one that BPJS reports now (POL-24)."""
    rows = WageReview.objects.visible_to(request.user, clock.today())
    review = get_object_or_404(
        rows.select_related("claim__person__user", "claim__phk__employer", "assessment", "decision"), pk=review_id
    )
    allowed = policies.can_review(request.user, review.claim, clock.today())
    if request.method == "POST":
        ensure(allowed, "not_allowed", _("Anda tidak dapat memutus klaim ini."))
        return _wage_posted(request, review)
    note_access(request, review.claim, review)
    return _wage_page(request, review, _wage_form(review) if allowed and review.settled_at is None else None)


def _wage_form(review: WageReview, posted: Any = None) -> WageReviewForm:
    wage = rupiah(review.wage_found, language())
    return WageReviewForm(posted, higher=_("Naikkan dasar upah ke %(wage)s") % {"wage": wage})


@recent_sign_in
def _wage_posted(request: HttpRequest, review: WageReview) -> HttpResponse:
    form = _wage_form(review, request.POST)
    if not form.is_valid():
        return _wage_page(request, review, form, 422)
    higher = form.cleaned_data["verdict"] == form.HIGHER
    reevaluation.settle_wage_review(
        review, higher=higher, note=form.cleaned_data["note"], actor=request.user, at=clock.now()
    )
    messages.success(request, _("Putusan untuk %(number)s tersimpan.") % {"number": review.claim.number})
    return redirect("claims:objection_queue")


def _wage_page(
    request: HttpRequest, review: WageReview, form: WageReviewForm | None, status: int = 200
) -> HttpResponse:
    months = list(review.claim.months.order_by("n"))
    context = {
        "review": review,
        "claim": review.claim,
        "form": form,
        "granted": [month for month in months if month.amount is not None],
        "ahead": [month for month in months if month.amount is None],
        "row": wage_review_row(review, clock.now()),
    }
    return render(request, "claims/wage_review.html", context, status=status)
