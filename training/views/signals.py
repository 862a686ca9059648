"""The desk of integrity: signals with their facts, one officer's word about each, and how precise the rules are."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import keeps_typed, roles
from accounts.enums import Role
from accounts.selectors import has_role
from core import clock
from core.errors import Conflict, Invalid
from core.queues import onward, place_in, steps
from training.enums import SignalKind, SignalState
from training.forms.signals import SignalForm
from training.models import SIGNAL_READERS, Signal, TrainingClass
from training.operations.signals import decide_signal
from training.policies import can_decide_signal
from training.presentation import signal_tables as tables_of
from training.presentation import signals as pages
from training.selectors import signals as selectors
from training.signal_filters import SignalFilter

ROWS = 20
PAGE = "training:signal"


@never_cache
@require_safe
@roles(*SIGNAL_READERS)
def signal_list(request: HttpRequest) -> HttpResponse:
    """What waits, the soonest due first; how many of the decided ones went on, by rule."""
    now, user = clock.now(), request.user
    today = clock.legal_date(now)
    found = SignalFilter(request.GET, queryset=selectors.desk(user, today))  # type: ignore[arg-type]
    page = Paginator(found.rows, ROWS).get_page(request.GET.get("page"))
    numbers = selectors.desk_numbers(user, today, soon_days=pages.SOON_DAYS)  # type: ignore[arg-type]
    context = {
        "filter": found,
        "page": page,
        "rows": [pages.row(signal, now) for signal in page],
        "totals": pages.totals(numbers),
        "precision": pages.precision_rows(selectors.precision(today)),
        "precision_words": pages.precision_words(today),
    }
    return render(request, "training/reviu/sinyal.html", context)


@never_cache
@keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
@roles(*SIGNAL_READERS)
def signal_one(request: HttpRequest, signal_id: uuid.UUID) -> HttpResponse:
    """One signal with what lies behind it; an officer of integrity without a tie decides, and the next one opens."""
    today = clock.today()
    place = place_in(selectors.own_queue(request.user, today), signal_id)  # type: ignore[arg-type]
    rows = Signal.objects.visible_to(request.user, today)  # type: ignore[arg-type]
    signal = get_object_or_404(rows.select_related("institute__region", "counsellor", "decided_by"), pk=signal_id)
    form = SignalForm(request.POST if request.method == "POST" else None)
    status, refused = 422, None
    if request.method == "POST" and form.is_valid():
        said = {"outcome": form.cleaned_data["outcome"], "note": form.cleaned_data["note"]}
        try:
            decide_signal(signal, actor=request.user, at=clock.now(), **said)  # type: ignore[arg-type]
        except Invalid as error:
            form.add_error("note", str(error.message))
        except Conflict as conflict:
            status, refused = 409, conflict
            signal = rows.select_related("institute__region", "counsellor", "decided_by").get(pk=signal_id)
        else:
            messages.success(request, _("Putusan tersimpan."))
            return redirect((onward(place, PAGE) if place.number else "") or reverse(PAGE, args=[signal.pk]))
    wrong = bool(form.errors) or refused is not None
    context = _context(request, signal) | {"form": form, "refused": refused, "queue": steps(place, PAGE)}
    return render(request, "training/reviu/sinyal_satu.html", context, status=status if wrong else 200)


def _context(request: HttpRequest, signal: Signal) -> dict[str, Any]:
    user, now = request.user, clock.now()
    today = clock.legal_date(now)
    waits = signal.state == SignalState.OPEN
    held = TrainingClass.objects.filter(pk=signal.facts.get("class")).first()
    return {
        "signal": signal,
        "title": pages.TITLES[pages.sort_of(signal)],
        "row": pages.row(signal, now),
        "sentences": pages.sentences(signal),
        "honest": pages.HONEST[pages.sort_of(signal)],
        "facts": pages.facts_of(signal, held),
        "others": selectors.others_about(signal, user, today),  # type: ignore[arg-type]
        "history": pages.history(signal),
        "waits": waits,
        "decides": waits and can_decide_signal(user, signal, today),  # type: ignore[arg-type]
        "is_office": has_role(user, Role.INTEGRITY, on=today),
        **_behind(signal),
    }


def _behind(signal: Signal) -> dict[str, Any]:
    """The tables of its kind."""
    if signal.kind == SignalKind.ONE_INSTITUTE:
        return {"shares": tables_of.shares(signal), "tables": [tables_of.fields_table(selectors.fields_of(signal))]}
    if signal.kind == SignalKind.ALWAYS_FULL:
        named = [row["class"] for row in signal.facts["classes"] if row["class"]]
        invoices, waited = selectors.invoices_of(named), selectors.waited_for(named)
        return {"tables": [tables_of.classes_table(signal, invoices, waited)]}
    held = signal.facts["class"]
    days = {day["meeting"]: day["name"] for day in signal.facts.get("days", ())}
    named = [*days, *(time["meeting"] for time in signal.facts.get("times", ()))]
    rosters = selectors.rosters_of(held, named)
    tables = [tables_of.roster_table(rosters, days)]
    if signal.facts["pattern"] == pages.COUNSELLING:
        tables.insert(0, tables_of.counselling_table(signal, rosters.seats))
    invoices = selectors.invoices_of([held])
    return {"tables": tables, "invoice": next(iter(invoices.values()), None)}
