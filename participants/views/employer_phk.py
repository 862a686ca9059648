"""E2 and E3: an employer reports one worker or a file of thousands, and sees how each report stands."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import signed_in
from core import clock
from core.calendar import working_calendar
from core.errors import Conflict, Invalid
from participants import policies
from participants.enums import Side
from participants.filters import EmployerPhkFilter
from participants.forms.phk import EmployerPhkForm, ProofForm
from participants.models import Employer, PhkEvent
from participants.operations import phk
from participants.presentation import facts_list, side_by_side, status_of, timeline
from participants.said import FACTS
from participants.selectors import both_sides, letters_to
from participants.views.common import proof_from, show_error
from participants.views.employer import current_employer
from participants.views.phk import load_event
from rules.deadlines import phk_report_due

GET_POST = ["GET", "HEAD", "POST"]
ROWS = 20


@never_cache
@require_safe
@signed_in
def employer_phk_list(request: HttpRequest) -> HttpResponse:
    """Every report about the firm's workers, the latest first."""
    employer = current_employer(request)
    if employer is None:
        return redirect("participants:employer_join")
    events = PhkEvent.objects.filter(employer=employer).select_related("person").order_by("-reported_at", "pk")
    found = EmployerPhkFilter(request.GET, queryset=events)
    page = Paginator(found.qs, ROWS).get_page(request.GET.get("page"))
    rows = [(event, status_of(event, Side.EMPLOYER)) for event in page]
    context = {"employer": employer, "filter": found, "page": page, "rows": rows}
    return render(request, "participants/employer_phk_list.html", context)


@never_cache
@require_http_methods(GET_POST)
@signed_in
def employer_phk_new(request: HttpRequest) -> HttpResponse:
    """The form of Permenaker 2/2025 Pasal 9 ayat (2), with proof."""
    employer = current_employer(request)
    if employer is None:
        return redirect("participants:employer_join")
    now = clock.now()
    today = clock.legal_date(now)
    posted = request.method == "POST"
    form = EmployerPhkForm(request.POST if posted else None, today=today)
    sent = (request.POST, request.FILES) if posted else (None, None)
    proof = ProofForm(*sent, kinds=phk.accepted_kinds(today), today=today, required=False, prefix="bukti")
    if posted and all([form.is_valid(), proof.is_valid()]):
        event = _report(request, employer, form, proof)
        if event is not None:
            messages.success(request, _("Laporan PHK %(number)s terkirim.") % {"number": event.number})
            return redirect("participants:employer_phk", event.pk)
    context = {
        "employer": employer,
        "form": form,
        "proof": proof,
        "back": reverse("jkp_portal:employer_home"),
        "has_errors": bool(form.errors or proof.errors),
    }
    status = 422 if context["has_errors"] else 200
    return render(request, "participants/employer_phk_new.html", context, status=status)


def _report(request: HttpRequest, employer: Employer, form: EmployerPhkForm, proof: ProofForm) -> PhkEvent | None:
    now = clock.now()
    given = proof_from(proof, owner=request.user, at=now)
    if proof.errors:
        return None
    try:
        return phk.report_by_employer(
            employer=employer,
            worker=form.worker(),
            said=form.said(given),
            proofs=[given] if given else [],
            actor=request.user,
            at=now,
        )
    except (Invalid, Conflict) as error:
        show_error(form, error, {"already_reported": "phk_on"})
        return None


@never_cache
@require_safe
@signed_in
def employer_phk(request: HttpRequest, event_id: uuid.UUID) -> HttpResponse:
    """E3: one report, what the worker says, and what the firm can do."""
    event = load_event(request, event_id)
    today = clock.today()
    if policies.side_of(request.user, event, today) != Side.EMPLOYER:
        return redirect("participants:phk", event.pk)
    sides = both_sides(event)
    context = {
        "event": event,
        "status": status_of(event, Side.EMPLOYER),
        "timeline": timeline(event),
        "facts": facts_list(sides.employer or event, FACTS if sides.employer else FACTS[:-1]),
        "compared": side_by_side(sides, FACTS[:-1]) if sides.employer and sides.worker else [],
        "statement": sides.worker.statement if sides.worker else "",
        "proofs": list(event.proofs.select_related("file")),
        "letters": letters_to(event, request.user),
        "report_due": phk_report_due(event.phk_on, working_calendar()),
        "may_answer": policies.can_answer(request.user, event, today),
        "may_add_proof": policies.can_add_proof(request.user, event, today),
        "may_withdraw": policies.can_withdraw(request.user, event, today),
    }
    return render(request, "participants/employer_phk.html", context)
