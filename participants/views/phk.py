"""W3: one termination as the worker sees it; answering the employer, adding and opening proof, taking it back."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import signed_in
from accounts.enums import Role
from accounts.reading import note_reading
from accounts.selectors import is_officer
from core import clock
from core.errors import Conflict, DomainError, ensure
from files.enums import FileState
from files.responses import serve
from participants import policies
from participants.enums import Side, Stance
from participants.forms.phk import AnswerForm, ProofForm
from participants.models import PhkEvent, PhkProof
from participants.operations import phk
from participants.operations.phk_reports import last_version, said_of
from participants.presentation import facts_list, side_by_side, status_of, timeline
from participants.said import FACTS
from participants.selectors import both_sides, letters_to
from participants.views.common import proof_from, show_error
from participants.wording import EMPLOYER_REASONS, worker_reason_choices

GET_POST = ["GET", "HEAD", "POST"]


def load_event(request: HttpRequest, event_id: uuid.UUID) -> PhkEvent:
    """The event, if this user may know of it; otherwise 404."""
    events = PhkEvent.objects.visible_to(request.user, clock.today())
    return get_object_or_404(events.select_related("person__user", "employer", "region"), pk=event_id)


def home_of_event(request: HttpRequest, event: PhkEvent) -> HttpResponse:
    """Back to the event's page of the side that the user speaks for."""
    return redirect(page_of(event, policies.side_of(request.user, event, clock.today())))


def page_of(event: PhkEvent, side: Side | None) -> str:
    return reverse("participants:phk" if side == Side.WORKER else "participants:employer_phk", args=[event.pk])


@never_cache
@require_safe
@signed_in
def phk_detail(request: HttpRequest, event_id: uuid.UUID) -> HttpResponse:
    """The worker's page. Who comes for the employer, or as an officer, has another one."""
    event = load_event(request, event_id)
    today = clock.today()
    if policies.side_of(request.user, event, today) != Side.WORKER:
        officer = is_officer(request.user, today)
        return redirect("participants:mediation_case" if officer else "participants:employer_phk", event.pk)
    sides = both_sides(event)
    context = {
        "event": event,
        "status": status_of(event, Side.WORKER),
        "timeline": timeline(event),
        "facts": facts_list(sides.worker or event, FACTS if sides.worker else FACTS[:-1]),
        "compared": side_by_side(sides, FACTS[:-1]) if sides.employer and sides.worker else [],
        "statement": sides.employer.statement if sides.employer else "",
        "proofs": list(event.proofs.select_related("file")),
        "letters": letters_to(event, request.user),
        "may_answer": policies.can_answer(request.user, event, today),
        "may_add_proof": policies.can_add_proof(request.user, event, today),
        "may_withdraw": policies.can_withdraw(request.user, event, today),
    }
    return render(request, "participants/phk.html", context)


@never_cache
@require_http_methods(GET_POST)
@signed_in
def phk_answer(request: HttpRequest, event_id: uuid.UUID) -> HttpResponse:
    """Agree with the other side's report or dispute it; the same page for both sides."""
    event = load_event(request, event_id)
    now = clock.now()
    today = clock.legal_date(now)
    side = policies.side_of(request.user, event, today)
    if request.method != "POST" and side is not None and not policies.can_answer(request.user, event, today):
        return home_of_event(request, event)
    ensure(policies.can_answer(request.user, event, today))
    theirs = last_version(event, side.other)
    reasons = worker_reason_choices() if side == Side.WORKER else EMPLOYER_REASONS
    form = AnswerForm(request.POST or None, today=today, reasons=reasons, theirs=said_of(theirs))
    proof = _proof_form(request, today)
    if request.method == "POST" and form.is_valid() and proof.is_valid():
        given = proof_from(proof, owner=request.user, at=now)
        if not proof.errors and _answer(request, event, side, form, given, now):
            return home_of_event(request, event)
    context = {
        "event": event,
        "form": form,
        "proof": proof,
        "side": side,
        "back": page_of(event, side),
        "facts": facts_list(theirs, FACTS[:-1]),
        "has_errors": bool(form.errors or proof.errors),
    }
    status = 422 if form.errors or proof.errors else 200
    return render(request, "participants/phk_answer.html", context, status=status)


def _answer(request: HttpRequest, event: PhkEvent, side: Side, form: AnswerForm, given: Any, now: Any) -> bool:
    data = form.cleaned_data
    try:
        phk.answer_other_side(
            event=event,
            side=side,
            stance=Stance(data["stance"]),
            said=form.said(),
            statement=data["statement"],
            proofs=[given] if given else [],
            actor=request.user,
            at=now,
        )
    except DomainError as error:
        if isinstance(error, Conflict):
            raise
        show_error(form, error, {"statement_missing": "statement"})
        return False
    messages.success(request, _("Jawaban Anda terkirim."))
    return True


def _proof_form(request: HttpRequest, today: Any, *, required: bool = False) -> ProofForm:
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return ProofForm(*sent, kinds=phk.accepted_kinds(today), today=today, required=required)


@never_cache
@require_http_methods(GET_POST)
@signed_in
def proof_add(request: HttpRequest, event_id: uuid.UUID) -> HttpResponse:
    """One more document, by either side."""
    event = load_event(request, event_id)
    now = clock.now()
    today = clock.legal_date(now)
    ensure(policies.can_add_proof(request.user, event, today))
    side = policies.side_of(request.user, event, today)
    form = _proof_form(request, today, required=True)
    if request.method == "POST" and form.is_valid():
        given = proof_from(form, owner=request.user, at=now)
        if given is not None:
            phk.add_proof(event=event, side=side, proofs=[given], actor=request.user, at=now)
            messages.success(request, _("Bukti ditambahkan."))
            return home_of_event(request, event)
    context = {"event": event, "form": form, "side": side, "back": page_of(event, side)}
    return render(request, "participants/proof_add.html", context, status=422 if form.errors else 200)


@require_safe
@signed_in
def proof(request: HttpRequest, event_id: uuid.UUID, proof_id: uuid.UUID) -> HttpResponse:
    """The file of a proof, for who may open it; an officer's opening is written down."""
    event = load_event(request, event_id)
    today = clock.today()
    ensure(policies.can_open_proof(request.user, event, today))
    row = get_object_or_404(PhkProof.objects.select_related("file"), event=event, pk=proof_id, file__isnull=False)
    if policies.side_of(request.user, event, today) is None:
        roles = (Role.MEDIATOR, Role.BPJS_VERIFIER)
        note_reading(request, person=event.person, subject=row, purpose="bukti PHK", roles=roles)
    return serve(row.file, inline=row.file.state == FileState.CLEAN)


@never_cache
@require_http_methods(GET_POST)
@signed_in
def phk_withdraw(request: HttpRequest, event_id: uuid.UUID) -> HttpResponse:
    """ "Laporan saya keliru": what follows from it, then one button."""
    event = load_event(request, event_id)
    ensure(policies.can_withdraw(request.user, event, clock.today()))
    if request.method == "POST":
        phk.withdraw(event=event, reason="reported_by_mistake", actor=request.user, at=clock.now())
        messages.success(request, _("Laporan PHK ditarik."))
        return home_of_event(request, event)
    side = policies.side_of(request.user, event, clock.today())
    return render(request, "participants/phk_withdraw.html", {"event": event, "back": page_of(event, side)})


@require_POST
@signed_in
def phk_agree(request: HttpRequest, event_id: uuid.UUID) -> HttpResponse:
    """One button: everything in the report is right."""
    event = load_event(request, event_id)
    today = clock.today()
    ensure(policies.can_answer(request.user, event, today))
    side = policies.side_of(request.user, event, today)
    phk.answer_other_side(event=event, side=side, stance=Stance.AGREES, actor=request.user, at=clock.now())
    messages.success(request, _("Terima kasih. Jawaban Anda terkirim."))
    return home_of_event(request, event)
