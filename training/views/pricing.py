"""The cost desk of the standards directorate: what waits, one programme beside others of its group, its cost."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import roles
from accounts.enums import Role
from core import clock
from core.errors import DomainError
from core.queues import onward, place_in, steps
from training.enums import ProgrammeState
from training.filters import PricingFilter
from training.forms.programmes import PriceForm, ReturnForm
from training.models import Programme
from training.operations import price_programme, reprice_programme, return_programme
from training.policies import can_assess
from training.presentation import programmes as pages
from training.selectors.pricing import ceiling_on, compare, same_group
from training.selectors.programmes import at_the_desk, desk_numbers, own_queue

GET_POST = ["GET", "HEAD", "POST"]
ROWS, BESIDE = 25, 8
PRICE, RETURN = "price", "return"
PAGE = "training:pricing_programme"


@never_cache
@require_safe
@roles(Role.STANDARDS)
def queue(request: HttpRequest) -> HttpResponse:
    """What was proposed, by the day it is due, then the rest of the catalogue."""
    today = clock.today()
    found = PricingFilter(request.GET, queryset=at_the_desk())
    page = Paginator(found.qs, ROWS).get_page(request.GET.get("page"))
    count = desk_numbers(today)
    totals = [
        {"term": _("Menunggu penilaian"), "value": count["waiting"]},
        {"term": _("Lewat batas"), "value": count["late"], "bad": count["late"] > 0},
        {"term": _("Dikembalikan"), "value": count["returned"]},
        {"term": _("Terdaftar"), "value": count["listed"]},
    ]
    context = {
        "filter": found,
        "page": page,
        "rows": [pages.desk_row(row, today) for row in page],
        "totals": totals,
    }
    return render(request, "training/reviu/program.html", context)


@never_cache
@require_http_methods(GET_POST)
@roles(Role.STANDARDS)
def programme(request: HttpRequest, programme_id: uuid.UUID) -> HttpResponse:
    """One programme with what others of its group cost; set its cost, or give it back."""
    shown = get_object_or_404(at_the_desk(), pk=programme_id)
    act = request.POST.get("do", "") if request.method == "POST" else ""
    forms = {
        PRICE: PriceForm(request.POST if act == PRICE else None, initial={"cost": shown.cost}),
        RETURN: ReturnForm(request.POST if act == RETURN else None),
    }
    if act in forms:
        form = forms[act]
        place = place_in(own_queue(request.user, clock.today()), shown.pk)  # type: ignore[arg-type]
        if form.is_valid():
            try:
                said = _ACTS[act](shown, form, request.user)
            except DomainError as error:
                form.add_error(None, str(error.message))
                shown = get_object_or_404(at_the_desk(), pk=programme_id)
                return _page(request, shown, forms, status=error.status)
            messages.success(request, said)
            return redirect((onward(place, PAGE) if place.number else "") or reverse(PAGE, args=[shown.pk]))
        return _page(request, shown, forms, status=422)
    return _page(request, shown, forms)


def _price(shown: Programme, form: Form, actor: Any) -> str:
    act = price_programme if shown.state == ProgrammeState.PROPOSED else reprice_programme
    act(shown, **form.cleaned_data, actor=actor, at=clock.now())
    return str(_("Biaya ditetapkan. Lembaga diberi tahu."))


def _return(shown: Programme, form: Form, actor: Any) -> str:
    return_programme(shown, remark=form.cleaned_data["remark"], actor=actor, at=clock.now())
    return str(_("Program dikembalikan kepada lembaga."))


_ACTS: dict[str, Callable[[Programme, Form, Any], str]] = {PRICE: _price, RETURN: _return}


def _page(request: HttpRequest, shown: Programme, forms: dict[str, Form], status: int = 200) -> HttpResponse:
    today = clock.today()
    compared = compare(shown)
    group = compared.group if compared is not None else shown.group[:2]
    others = same_group(shown, group).select_related("institute__region")[:BESIDE]
    prices = list(shown.prices.select_related("set_by"))
    bound = next((form for form in forms.values() if form.is_bound), None)
    context = {
        "programme": shown,
        "queue": steps(place_in(own_queue(request.user, today), shown.pk), PAGE),  # type: ignore[arg-type]
        "tag": pages.tag(shown),
        "facts": pages.facts(shown, priced=shown.state == ProgrammeState.LISTED),
        "texts": pages.texts(shown),
        "history": pages.history(list(shown.log.all())),
        "prices": pages.prices(prices),
        "comparison": pages.comparison(shown, compared, ceiling_on(today)),
        "beside": [pages.desk_row(row, today) for row in others],
        "waits": shown.state == ProgrammeState.PROPOSED,
        "may_price": shown.state in (ProgrammeState.PROPOSED, ProgrammeState.LISTED),
        "may_act": can_assess(request.user, shown, today),  # type: ignore[arg-type]
        "price_form": forms[PRICE],
        "return_form": forms[RETURN],
        "form": bound,
        "ceiling": ceiling_on(today),
    }
    return render(request, "training/reviu/program_detail.html", context, status=status)
