"""W15: an objection, one question a page; then the office's clock, the answer, and the next step."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import participant, recent_sign_in, signed_in
from accounts.reading import note_reading
from claims.enums import ObjectionState
from claims.models import Decision, Objection, ObjectionFile
from claims.objection_forms import FileForm, GroundForm, SendObjectionForm, TextForm
from claims.operations import objections
from claims.presentation.objections import ROUTES, STEPS, answered, beginning, check_facts, first_open, waiting
from claims.selectors.objections import objection_of, stands
from claims.views.common import posted, status_of
from core import clock
from core.errors import Invalid, TooMany, ensure
from files.operations import store_upload
from files.responses import serve
from notices.models import Letter
from notices.selectors import wishes_of

PURPOSE = "objection"
GET_POST = ["GET", "HEAD", "POST"]


def own_decision(request: HttpRequest, decision_id: uuid.UUID) -> Decision:
    """A decision on the signed-in person's own claim; another's is not found."""
    decisions = Decision.objects.filter(claim__person__user=request.user)
    return get_object_or_404(decisions.select_related("claim__person__user", "month"), pk=decision_id)


@participant
@require_http_methods(GET_POST)
def start(request: HttpRequest, decision_id: uuid.UUID) -> HttpResponse:
    """One address for the whole life of an objection: before it, in the draft, while it waits, and answered."""
    decision, now = own_decision(request, decision_id), clock.now()
    if request.method == "POST":
        objections.start_objection(decision, actor=request.user, at=now)
        return redirect("claims:objection_ground", decision.pk)
    objection = objection_of(decision)
    context: dict[str, Any] = {"decision": decision, "claim": decision.claim, "objection": objection}
    zone = wishes_of(request.user).zone
    if objection is None or objection.state == ObjectionState.DRAFT:
        context |= beginning(decision, objection, now, zone) | {"stands": stands(decision)}
        return render(request, "claims/objection.html", context)
    context["letter"] = _letter(objection)
    if objection.state == ObjectionState.SUBMITTED:
        return render(request, "claims/objection_waiting.html", context | waiting(objection, now, zone))
    return render(request, "claims/objection_answered.html", context | answered(objection, zone))


def _letter(objection: Objection) -> Letter | None:
    """The latest letter about it: the receipt, then the answer."""
    return Letter.objects.about(objection).order_by("-issued_at", "-pk").first()


def _draft(request: HttpRequest, decision_id: uuid.UUID) -> Objection | HttpResponse:
    """The draft, or the way to where the objection stands: Back after sending shows what is."""
    decision = own_decision(request, decision_id)
    objection = objection_of(decision)
    if objection is None or objection.state != ObjectionState.DRAFT:
        return redirect("claims:objection_start", decision.pk)
    if clock.today() > decision.objection_until:
        return redirect("claims:objection_start", decision.pk)
    objection.decision = decision
    return objection


@never_cache
@participant
@require_http_methods(GET_POST)
def ground(request: HttpRequest, decision_id: uuid.UUID) -> HttpResponse:
    """Why: one of five."""
    draft = _draft(request, decision_id)
    if isinstance(draft, HttpResponse):
        return draft
    form = GroundForm(posted(request), initial={"ground": draft.ground})
    if request.method == "POST" and form.is_valid():
        draft = objections.answer_objection(draft, ground=form.cleaned_data["ground"])
        return _after("alasan", draft)
    return _page(request, "alasan", draft, form)


@never_cache
@participant
@require_http_methods(GET_POST)
def text(request: HttpRequest, decision_id: uuid.UUID) -> HttpResponse:
    """In the person's own words."""
    draft = _draft(request, decision_id)
    if isinstance(draft, HttpResponse):
        return draft
    form = TextForm(posted(request), initial={"text": draft.text})
    if request.method == "POST" and form.is_valid():
        try:
            objections.answer_objection(draft, text=form.cleaned_data["text"])
        except Invalid as error:
            form.add_error("text", error.message)
        else:
            return redirect("claims:objection_files", decision_id)
    return _page(request, "penjelasan", draft, form)


@never_cache
@participant
@require_http_methods(GET_POST)
def files(request: HttpRequest, decision_id: uuid.UUID) -> HttpResponse:
    """Photos and PDF, up to ten; none is fine too."""
    draft = _draft(request, decision_id)
    if isinstance(draft, HttpResponse):
        return draft
    if request.method == "POST" and "drop" in request.POST:
        _drop(draft, request.POST["drop"])
        return redirect("claims:objection_files", decision_id)
    form = FileForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid() and _store(request, draft, form):
        return redirect("claims:objection_files", decision_id)
    rows = list(draft.files.select_related("file"))
    return _page(request, "bukti", draft, form, rows=rows)


def _drop(draft: Objection, file_id: str) -> None:
    try:
        uuid.UUID(file_id)
    except ValueError:
        return
    objections.drop_file(draft, file_id=file_id)


def _store(request: HttpRequest, draft: Objection, form: FileForm) -> bool:
    at = clock.now()
    try:
        stored = store_upload(form.cleaned_data["file"], owner=request.user, purpose=PURPOSE, at=at)
        objections.add_file(draft, file=stored, at=at)
    except (Invalid, TooMany) as error:
        form.add_error("file", error.message)
        return False
    return True


@never_cache
@participant
@require_http_methods(GET_POST)
def check(request: HttpRequest, decision_id: uuid.UUID) -> HttpResponse:
    """Look once more, then send. Sending twice leads to the same receipt."""
    decision = own_decision(request, decision_id)
    sent_before = objection_of(decision)
    if sent_before is not None and sent_before.filed_at is not None:
        return redirect("claims:objection_sent", decision.pk)
    draft = _draft(request, decision_id)
    if isinstance(draft, HttpResponse):
        return draft
    if first_open(draft) != "periksa":
        return redirect(ROUTES[first_open(draft)], decision_id)
    form = SendObjectionForm(posted(request))
    if request.method == "POST" and form.is_valid():
        objections.submit_objection(draft, actor=request.user, at=clock.now())
        return redirect("claims:objection_sent", decision_id)
    return _page(request, "periksa", draft, form, facts=check_facts(draft))


@participant
@require_safe
def sent(request: HttpRequest, decision_id: uuid.UUID) -> HttpResponse:
    """The receipt, which survives a bookmark and later shows the present state."""
    decision = own_decision(request, decision_id)
    objection = objection_of(decision)
    if objection is None or objection.filed_at is None:
        return redirect("claims:objection_start", decision.pk)
    objection.decision = decision
    context = {
        "decision": decision,
        "objection": objection,
        "letter": Letter.objects.about(objection).filter(kind="objection_receipt").first(),
        "today": clock.today(),
    }
    return render(request, "claims/objection_sent.html", context)


@participant
@require_http_methods(GET_POST)
def withdraw(request: HttpRequest, decision_id: uuid.UUID) -> HttpResponse:
    """Taking it back: a page between, because the same objection does not come back."""
    decision = own_decision(request, decision_id)
    objection = objection_of(decision)
    if objection is None:
        return redirect("claims:objection_start", decision.pk)
    allowed = objection.state in (ObjectionState.DRAFT, ObjectionState.SUBMITTED)
    ensure(allowed, "not_allowed", _("Keberatan ini sudah dijawab dan tidak bisa ditarik."))
    if request.method == "POST":
        return _withdraw(request, objection)
    late, zone = clock.today() > decision.objection_until, wishes_of(request.user).zone
    context = {"decision": decision, "objection": objection, "late": late, "zone": zone}
    return render(request, "claims/objection_withdraw.html", context)


@recent_sign_in
def _withdraw(request: HttpRequest, objection: Objection) -> HttpResponse:
    was_draft = objection.state == ObjectionState.DRAFT
    objections.withdraw_objection(objection, actor=request.user, at=clock.now())
    messages.success(request, _("Draf keberatan dihapus.") if was_draft else _("Keberatan Anda sudah ditarik."))
    return redirect("claims:objection_start", objection.decision_id)


@signed_in
@require_safe
def file(request: HttpRequest, objection_id: uuid.UUID, file_id: uuid.UUID) -> HttpResponse:
    """A file of an objection, for its sender and the desk."""
    rows = ObjectionFile.objects.visible_to(request.user, clock.today()).filter(objection=objection_id)
    row = get_object_or_404(rows.select_related("file", "objection__decision__claim__person"), pk=file_id)
    note_objection_access(request, row.objection, row)
    return serve(row.file)


def note_objection_access(request: HttpRequest, objection: Objection, subject: Any) -> None:
    """Write down that an officer looked at somebody's objection; the participant may see it."""
    note_reading(request, person=objection.decision.claim.person, subject=subject, purpose="keberatan")


# --- pages -------------------------------------------------------------------------------------------------------


def _after(step: str, draft: Objection) -> HttpResponse:
    """The next question; from a correction back to the check."""
    open_step = first_open(draft)
    following = STEPS[STEPS.index(step) + 1]
    return redirect(ROUTES["periksa" if open_step == "periksa" else following], draft.decision_id)


def _page(request: HttpRequest, step: str, draft: Objection, form: Any, **more: Any) -> HttpResponse:
    number = STEPS.index(step) + 1
    before = ROUTES[STEPS[number - 2]] if number > 1 else "claims:objection_start"
    context = {
        "form": form,
        "objection": draft,
        "decision": draft.decision,
        "number": number,
        "total": len(STEPS),
        "back": reverse(before, args=[draft.decision_id]),
        "zone": wishes_of(request.user).zone,
        **more,
    }
    return render(request, f"claims/objection_{step}.html", context, status=status_of(form))
