"""W5 and corrections: the account, and the document that an officer asked for."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import participant, recent_sign_in, signed_in
from claims.enums import ClaimState
from claims.forms import AccountForm, CorrectionForm
from claims.models import Claim, CorrectionFile, CorrectionRequest
from claims.operations import claims, corrections
from claims.presentation.came_back import fault_of
from claims.selectors import account_failed, last_failed_transfer, money_came_back
from claims.views.common import note_access, own_claim, posted, status_of, zone_of
from core import clock
from core.errors import Invalid, TooMany
from files.operations import store_upload
from files.responses import serve
from payments.selectors import known_banks

PURPOSE = "claim_correction"


@participant
@recent_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """W5. Open in a draft, when an officer asked for it, and when the bank sent money back."""
    claim = own_claim(request, claim_id)
    asked = claim.corrections.open().first()
    save = _saver(claim, asked)
    if save is None:
        return redirect("claims:claim", claim.pk)
    initial = {"bank": claim.bank_code, "holder": claim.account_holder or claim.person.full_name}
    form = AccountForm(posted(request), banks=known_banks(), initial=initial)
    if request.method == "POST" and form.is_valid():
        save(claim, **form.account, actor=request.user, at=clock.now())
        return _saved(request, claim)
    context = {
        "claim": claim,
        "form": form,
        "asked": asked,
        "draft": claim.state == ClaimState.DRAFT,
        "returned": money_came_back(claim),
        "fault": fault_of(last_failed_transfer(claim)),
        "shows_account": bool(claim.account) and not account_failed(claim),
    }
    return render(request, "claims/account.html", context, status=status_of(form))


def _saver(claim: Claim, asked: CorrectionRequest | None) -> Callable[..., Claim] | None:
    """Which operation takes the account in the present state; None when it is not open."""
    if claim.state == ClaimState.DRAFT:
        return claims.set_account
    if money_came_back(claim):
        return corrections.correct_account
    if claim.state == ClaimState.NEEDS_FIX and asked is not None and not asked.wants_file:
        return corrections.answer_with_account
    return None


def _saved(request: HttpRequest, claim: Claim) -> HttpResponse:
    if claim.state == ClaimState.DRAFT:
        messages.success(request, _("Rekening tersimpan."))
        return redirect("claims:tasks", claim.pk)
    messages.success(request, _("Rekening baru terkirim. Kami periksa paling lama 1 hari kerja."))
    return redirect("claims:claim", claim.pk)


@participant
@require_http_methods(["GET", "HEAD", "POST"])
def fix(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """Send the document that was asked for; sent is answered."""
    claim = own_claim(request, claim_id)
    asked = claim.corrections.open().first()
    if claim.state != ClaimState.NEEDS_FIX or asked is None:
        return redirect("claims:claim", claim.pk)
    if not asked.wants_file:
        return redirect("claims:account", claim.pk)
    form = CorrectionForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid() and _answer(request, claim, form):
        messages.success(request, _("Perbaikan terkirim. Kami periksa lagi paling lama 1 hari kerja."))
        return redirect("claims:claim", claim.pk)
    context = {"claim": claim, "form": form, "asked": asked, "zone": zone_of(claim)}
    return render(request, "claims/fix.html", context, status=status_of(form))


def _answer(request: HttpRequest, claim: Claim, form: CorrectionForm) -> bool:
    at = clock.now()
    try:
        stored = store_upload(form.cleaned_data["file"], owner=request.user, purpose=PURPOSE, at=at)
    except (Invalid, TooMany) as error:
        form.add_error("file", error.message)
        return False
    corrections.answer_with_file(claim, file=stored, actor=request.user, at=at)
    return True


@signed_in
@require_safe
def file(request: HttpRequest, claim_id: uuid.UUID, file_id: uuid.UUID) -> HttpResponse:
    """A document sent in answer to a request, for its sender and the desk."""
    answers = CorrectionFile.objects.visible_to(request.user, clock.today()).filter(request__claim=claim_id)
    answer = get_object_or_404(answers.select_related("file", "request__claim__person"), pk=file_id)
    note_access(request, answer.request.claim, answer)
    return serve(answer.file)
