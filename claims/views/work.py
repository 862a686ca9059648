"""W20: the person says that they work again, answers what BPJS knows, and may take it back while it has no effect."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import participant, recent_sign_in
from claims.models import Claim, MembershipQuestion
from claims.operations import work as operations
from claims.presentation.work import consequences, status
from claims.selectors.work import AtWork, at_work
from claims.views.common import status_of
from claims.work_forms import LONGEST_EMPLOYER, AnswerForm, WorkReportForm
from core import clock
from core.errors import Conflict, Invalid
from ipk.selectors import FoundWork, accepted_application
from notices.selectors import wishes_of

_FIELDS = {
    "employer_missing": "employer",
    "accepted_in_the_future": "accepted_on",
    "starts_before_accepted": "started_on",
    "starts_too_far": "started_on",
    "before_the_phk": "started_on",
}


@participant
@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """What applies now: a question to answer, a report that stands, the form, or why there is nothing to report."""
    return _page(request, at_work(request.user))


def _page(request: HttpRequest, found: AtWork, answer: AnswerForm | None = None) -> HttpResponse:
    context: dict[str, Any] = {"found": found, "zone": wishes_of(request.user).zone}
    if found.report is not None:
        context |= status(found.claim, found.report, clock.now())
        return render(request, "claims/work_reported.html", context)
    if not found.is_running:
        return render(request, "claims/work_nothing.html", context)
    if found.question is not None:
        form = answer or AnswerForm(initial={"question": found.question.pk})
        return render(request, "claims/work_question.html", context | {"form": form}, status=status_of(form))
    return _form_page(request, found)


@participant
@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """Yes leads to the report, which records it; no is recorded with its word and looked at by an officer."""
    form = AnswerForm(request.POST)
    found = at_work(request.user)
    if not form.is_valid():
        return _page(request, found, form)
    asked = _question(found.claim, form.cleaned_data["question"])
    if form.cleaned_data["works"] == form.YES:
        return redirect("claims:work_report")
    try:
        operations.answer_question(
            asked, works=False, note=form.cleaned_data["note"], actor=request.user, at=clock.now()
        )
    except Invalid as error:
        form.add_error("note", error.message)
        return _page(request, found, form)
    messages.success(request, _("Terima kasih. Jawaban Anda tersimpan."))
    return redirect("claims:work")


def _question(claim: Claim | None, question_id: uuid.UUID) -> Any:
    asked = claim.questions.filter(pk=question_id).first() if claim is not None else None
    if asked is None:
        raise Conflict("no_question", _("Pertanyaan ini sudah tidak ada. Buka lagi halaman Lapor sudah bekerja."))
    return asked


@participant
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Type, see what will stop and what stays, then report. What was typed is carried along."""
    found = at_work(request.user)
    if found.report is not None or not found.is_running:
        return redirect("claims:work")
    if request.method != "POST":
        return _form_page(request, found)
    form = WorkReportForm(request.POST)
    step = request.POST.get("step")
    if step == "edit" or not form.is_valid() or not _is_possible(found.claim, form):
        return _form_page(request, found, form)
    return _report(request, found, form) if step == "report" else _between(request, found, form)


def _prefilled(asked: MembershipQuestion | None, accepted: FoundWork | None) -> WorkReportForm:
    """What BPJS asks about, or what an employer said inside the portal: for the person to look at and to send."""
    known: dict[str, Any] = {}
    if asked is not None:
        known = {"employer": asked.employer, "started_on": asked.since, "question": asked.pk}
    elif accepted is not None:
        known = {
            "employer": accepted.employer[:LONGEST_EMPLOYER],
            "accepted_on": accepted.accepted_on,
            "started_on": accepted.starts_on,
            "wage": accepted.wage,
        }
    return WorkReportForm(initial=known)


def _accepted(found: AtWork) -> FoundWork | None:
    """The yes of an employer since the PHK, unless BPJS asks about another one."""
    claim = found.claim
    if claim is None or found.question is not None:
        return None
    return accepted_application(claim.person_id, since=claim.phk.phk_on)


def _is_possible(claim: Claim, form: WorkReportForm) -> bool:
    days = {name: form.cleaned_data[name] for name in ("accepted_on", "started_on")}
    try:
        operations.refuse_impossible_days(claim, **days, today=clock.today())
    except Invalid as error:
        form.add_error(_FIELDS[error.code], error.message)
    return not form.errors


def _form_page(request: HttpRequest, found: AtWork, form: WorkReportForm | None = None) -> HttpResponse:
    accepted = _accepted(found)
    form = form or _prefilled(found.question, accepted)
    context = {"found": found, "form": form, "accepted": accepted}
    return render(request, "claims/work_report.html", context, status=status_of(form))


def _between(request: HttpRequest, found: AtWork, form: WorkReportForm) -> HttpResponse:
    """The interruption: what stops, what stays, from when, and until when it can be taken back."""
    context = {
        "form": form,
        "told": form.told,
        "zone": wishes_of(request.user).zone,
        **consequences(found.claim, form.told, clock.now()),
    }
    return render(request, "claims/work_confirm.html", context)


@recent_sign_in
def _report(request: HttpRequest, found: AtWork, form: WorkReportForm) -> HttpResponse:
    asked = form.cleaned_data["question"]
    question = _question(found.claim, asked) if asked else None
    try:
        operations.report_work(found.claim, **form.told, question=question, actor=request.user, at=clock.now())
    except Invalid as error:
        form.add_error(_FIELDS[error.code], error.message)
        return _form_page(request, found, form)
    messages.success(request, _("Laporan Anda tercatat. Selamat bekerja."))
    return redirect("claims:work")


@participant
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest) -> HttpResponse:
    """Taking the report back: a page between, then once."""
    found = at_work(request.user)
    if request.method == "POST":
        return _undo(request, found)
    if found.report is None or clock.now() >= found.report.effective_at:
        return redirect("claims:work")
    context = {"report": found.report, "zone": wishes_of(request.user).zone}
    return render(request, "claims/work_undo.html", context)


@recent_sign_in
def _undo(request: HttpRequest, found: AtWork) -> HttpResponse:
    """Raises Conflict once it has taken effect; a second press finds nothing left to take back."""
    if found.report is not None:
        operations.undo_report(found.report, actor=request.user, at=clock.now())
        messages.success(request, _("Laporan dibatalkan. Manfaat Anda berjalan seperti semula."))
    return redirect("claims:work")
