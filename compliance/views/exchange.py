"""The console of data exchange: agreements, one of them with its keys and sets, all sets, and the log."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import roles
from accounts.enums import Role
from accounts.selectors import regions_of
from compliance import exchange_policies as policies
from compliance.exchange_download import download
from compliance.forms.exchange import AgreementFilter, AgreementForm, DeliveryFilter, EventFilter
from compliance.models.exchange import DeliveryState
from compliance.operations import exchange, exchange_files, exchange_sets
from compliance.operations.exchange_files import OPEN
from compliance.presentation import exchange as pages
from compliance.presentation.reconciliation import list_row
from compliance.selectors.exchange import agreement_for, agreements_for, deliveries_for, delivery_for, events_for
from compliance.selectors.reconciliation import reconciliations_for
from compliance.views.author import GET_POST
from compliance.views.exchange_acts import act, forms_for
from core import clock
from core.errors import Conflict, Invalid
from core.models import Region

ROWS, NEWEST = 20, 8
PROPOSER = Role.INSPECTION_COORDINATOR
READERS = (PROPOSER, Role.ADMINISTRATOR, Role.DATA_PROTECTION, Role.AUDITOR)
ACTORS = (PROPOSER, Role.ADMINISTRATOR)


@never_cache
@require_safe
@roles(*READERS)
def agreements(request: HttpRequest) -> HttpResponse:
    """Agreements that one's office reads, the newest first."""
    user: Any = request.user
    today = clock.today()
    found = AgreementFilter(request.GET, queryset=agreements_for(user, today), request=request)
    page = Paginator(found.qs, ROWS).get_page(request.GET.get("page"))
    context = {
        "filter": found,
        "page": page,
        "rows": [pages.agreement_row(row, today) for row in page],
        "may_propose": policies.proposes_somewhere(user, today),
    }
    return render(request, "compliance/exchange.html", context)


@never_cache
@require_safe
@roles(*READERS)
def deliveries(request: HttpRequest) -> HttpResponse:
    """Every set of the agreements that one reads."""
    rows = deliveries_for(request.user, clock.today())  # type: ignore[arg-type]
    found = DeliveryFilter(request.GET, queryset=rows, request=request)
    page = Paginator(found.qs, ROWS).get_page(request.GET.get("page"))
    context = {"filter": found, "page": page, "rows": [pages.set_row(row) for row in page]}
    return render(request, "compliance/exchange_sets.html", context)


@never_cache
@require_safe
@roles(*READERS)
def log(request: HttpRequest) -> HttpResponse:
    """What left, when, to whom, and what was refused."""
    rows = events_for(request.user, clock.today())  # type: ignore[arg-type]
    found = EventFilter(request.GET, queryset=rows, request=request)
    page = Paginator(found.qs, ROWS).get_page(request.GET.get("page"))
    context = {"filter": found, "page": page, "rows": [pages.event_row(row) for row in page]}
    return render(request, "compliance/exchange_log.html", context)


@never_cache
@require_http_methods(GET_POST)
@roles(PROPOSER)
def propose(request: HttpRequest) -> HttpResponse:
    """Write a memorandum down; another officer approves it."""
    form = AgreementForm(
        request.POST or None, provinces=_provinces(request), initial={"may_identify": False, "may_reconcile": False}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = exchange.propose_agreement(form.said(), actor=request.user, at=clock.now())  # type: ignore[arg-type]
        except Invalid as error:
            name = {"fields": "fields_agreed"}.get(error.facts["field"], error.facts["field"])
            form.add_error(name, str(error.message))
        except Conflict as error:
            form.add_error("reference", str(error.message))
        else:
            messages.success(request, _("Perjanjian %(number)s menunggu administrator.") % {"number": made.number})
            return redirect("compliance:exchange_agreement", made.pk)
    return render(request, "compliance/exchange_new.html", {"form": form}, status=422 if form.errors else 200)


def _provinces(request: HttpRequest) -> QuerySet[Region]:
    reach = regions_of(request.user, PROPOSER, on=clock.today())
    rows = Region.objects.filter(parent=None)
    return rows if reach.everything else rows.filter(pk__in=reach.codes)


@never_cache
@require_http_methods(GET_POST)
@roles(*READERS)
def agreement(request: HttpRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """One agreement: what it says, its keys and sets, and what this officer may do."""
    user: Any = request.user
    today = clock.today()
    row = agreement_for(user, agreement_id, today)
    if row is None:
        raise Http404
    forms = forms_for(request, row, today)
    if request.method == "POST":
        said = act(request, row, forms)
        if said:
            messages.success(request, said)
            return redirect("compliance:exchange_agreement", row.pk)
    errors = next((form for form in forms.values() if form.errors), None)
    sets = deliveries_for(user, today).filter(agreement=row)
    waiting = [key for key in row.keys.filter(approved_at=None) if policies.can_approve_key(user, key, today)]
    context = {
        **pages.agreement_page(row, today),
        "refused": pages.refusals(row, clock.now()),
        "forms": forms,
        "form": errors,
        "may_approve": row.state == "proposed" and policies.can_approve_agreement(user, row, today),
        "may_approve_key": [key.pk for key in waiting],
        "lists": [list_row(one) for one in reconciliations_for(user, today).filter(agreement=row)[:NEWEST]],
        "sets": [{**pages.set_row(one), **_open_to(user, one, today)} for one in sets],
    }
    return render(request, "compliance/exchange_agreement.html", context, status=422 if errors else 200)


def _open_to(user: Any, delivery: Any, today: Any) -> dict[str, bool]:
    state = delivery.state
    return {
        "may_approve": state == DeliveryState.PREPARED and policies.can_approve_set(user, delivery, today),
        "may_retry": state == DeliveryState.FAILED and policies.can_hand_over(user, delivery, today),
        "may_fetch": state in OPEN and policies.can_hand_over(user, delivery, today),
    }


@never_cache
@require_POST
@roles(*ACTORS)
def deliver(request: HttpRequest, delivery_id: uuid.UUID) -> HttpResponse | FileResponse:
    """Approve a set, prepare it once more, or take its file to hand it over."""
    user: Any = request.user
    at = clock.now()
    row = delivery_for(user, delivery_id, clock.legal_date(at))
    if row is None:
        raise Http404
    done = request.POST.get("do", "")
    if done == "fetch":
        content = exchange_files.hand_over(row, actor=user, at=at)
        return download(row, content)
    if done == "retry":
        exchange_sets.retry_delivery(row, actor=user, at=at)
        messages.success(request, _("Data disiapkan lagi."))
    else:
        exchange_files.approve(row, actor=user, at=at)
        messages.success(request, _("Data disetujui. Mitra dapat mengambilnya."))
    return redirect("compliance:exchange_agreement", row.agreement_id)
