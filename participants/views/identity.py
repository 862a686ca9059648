"""Identities that the registry did not settle, first users of employers: an officer decides with a reason."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import recent_sign_in, roles
from accounts.enums import Role
from accounts.reading import note_reading
from core import clock
from core.errors import Conflict, DomainError, ensure
from participants import policies
from participants.enums import JoinState
from participants.forms.mediation import ReasonedForm, RevealForm
from participants.models import EmployerJoin, IdentityCheck
from participants.operations import employers, identity, people
from participants.presentation import identity_rows
from participants.views.common import show_error

GET_POST = ["GET", "HEAD", "POST"]
ROWS = 20


@never_cache
@require_safe
@roles(Role.BPJS_VERIFIER)
def identity_queue(request: HttpRequest) -> HttpResponse:
    """Both lists, the longest waiting first."""
    checks = IdentityCheck.objects.awaiting_officer().select_related("person", "user").order_by("asked_at", "pk")
    joins = EmployerJoin.objects.filter(state=JoinState.NEEDS_OFFICER).select_related("employer", "user")
    context = {
        "page": Paginator(checks, ROWS).get_page(request.GET.get("page")),
        "joins": list(joins.order_by("asked_at", "pk")[:ROWS]),
    }
    return render(request, "participants/identity_queue.html", context)


@never_cache
@require_http_methods(GET_POST)
@roles(Role.BPJS_VERIFIER)
@recent_sign_in
def identity_case(request: HttpRequest, check_id: uuid.UUID) -> HttpResponse:
    """What was typed, what the registry says about each field, and the decision."""
    checks = IdentityCheck.objects.awaiting_officer().select_related("person__user", "user")
    check = get_object_or_404(checks, pk=check_id)
    today = clock.today()
    revealing = "why" in request.POST
    form = ReasonedForm(request.POST if request.method == "POST" and not revealing else None)
    reveal = RevealForm(request.POST if revealing else None)
    nik = ""
    if request.method == "POST":
        ensure(policies.can_review_identity(request.user, check.person, today))
        nik = _revealed(request, check, reveal) if revealing else ""
        if not revealing and form.is_valid() and _decide(request, check, form):
            return redirect("participants:identity_queue")
    else:
        _write_down(request, check)
    context = {
        "check": check,
        "rows": identity_rows(check),
        "form": form,
        "reveal": reveal,
        "nik": nik,
        "taken": check.person.user_id not in (None, check.user_id),
        "may_decide": policies.can_review_identity(request.user, check.person, today),
    }
    status = 422 if form.errors or reveal.errors else 200
    return render(request, "participants/identity_case.html", context, status=status)


@never_cache
@require_http_methods(GET_POST)
@roles(Role.BPJS_VERIFIER)
@recent_sign_in
def join_case(request: HttpRequest, join_id: uuid.UUID) -> HttpResponse:
    """Somebody says to act for an employer whose mailbox does not help."""
    joins = EmployerJoin.objects.filter(state=JoinState.NEEDS_OFFICER).select_related("employer__region", "user")
    join = get_object_or_404(joins, pk=join_id)
    form = ReasonedForm(request.POST or None)
    may_decide = policies.can_decide_join(request.user, join, clock.today())
    if request.method == "POST":
        ensure(may_decide)
        if form.is_valid():
            accept = form.cleaned_data["verdict"] == "accept"
            employers.decide_join(
                join=join, accept=accept, reason=form.cleaned_data["reason"], actor=request.user, at=clock.now()
            )
            messages.success(request, _("Putusan tersimpan."))
            return redirect("participants:identity_queue")
    context = {"join": join, "form": form, "may_decide": may_decide}
    return render(request, "participants/join_case.html", context, status=422 if form.errors else 200)


def _revealed(request: HttpRequest, check: IdentityCheck, form: RevealForm) -> str:
    if not form.is_valid():
        return ""
    _write_down(request, check, purpose=f"membuka NIK: {form.cleaned_data['why']}"[:120])
    return people.reveal_nik(check.person, actor=request.user, reason=form.cleaned_data["why"], at=clock.now())


def _write_down(request: HttpRequest, check: IdentityCheck, purpose: str = "pemeriksaan identitas") -> None:
    note_reading(request, person=check.person, subject=check, purpose=purpose, roles=(Role.BPJS_VERIFIER,))


def _decide(request: HttpRequest, check: IdentityCheck, form: ReasonedForm) -> bool:
    accept = form.cleaned_data["verdict"] == "accept"
    reason = form.cleaned_data["reason"]
    try:
        identity.decide_identity(check=check, accept=accept, reason=reason, actor=request.user, at=clock.now())
    except DomainError as error:
        if isinstance(error, Conflict) and error.code != "person_taken":
            raise
        show_error(form, error, {"reason_missing": "reason", "person_taken": "verdict"})
        return False
    messages.success(request, _("Putusan tersimpan. Orangnya sudah dikabari."))
    return True
