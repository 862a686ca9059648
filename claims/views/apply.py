"""W4 to W8: the four tasks of a first claim, its sending and its receipt."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import participant
from claims import policies
from claims.enums import ClaimState, CorrectionDocument, MonthState
from claims.forms import AccountForm, ConfirmDataForm, KapkForm, SendForm
from claims.models import Claim
from claims.operations import claims as operations
from claims.operations import months as month_operations
from claims.operations import review
from claims.presentation.tasks import send_facts, task_items
from claims.selectors import kapk_in_force, tasks_of
from core import clock
from core.errors import Conflict, Invalid, TooMany, ensure
from notices.selectors import letters_about
from payments.selectors import known_banks


def _own(request: HttpRequest, claim_id: uuid.UUID) -> Claim:
    claims = Claim.objects.filter(person__user=request.user).select_related("person", "phk__employer", "kapk")
    return get_object_or_404(claims, pk=claim_id)


def _draft_or_elsewhere(claim: Claim) -> HttpResponse | None:
    """Once sent, the steps lead to the claim: Back after a once-only act shows what is, not an error."""
    return None if claim.state == ClaimState.DRAFT else redirect("claims:claim", claim.pk)


@require_safe
@participant
def tasks(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    claim = _own(request, claim_id)
    if elsewhere := _draft_or_elsewhere(claim):
        return elsewhere
    done = tasks_of(claim)
    last_day = _last_filing_day(claim)
    context = {"claim": claim, "done": done, "groups": task_items(claim, done), "last_day": last_day}
    return render(request, "claims/tasks.html", context)


def _last_filing_day(claim: Claim) -> str | None:
    assessment = claim.phk.assessments.order_by("-assessed_at").first()
    return assessment.answer.get("last_filing_day") if assessment else None


@require_http_methods(["GET", "HEAD", "POST"])
@participant
def data(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """Personal data as the registers hold them: looked at, not typed again."""
    claim = _own(request, claim_id)
    fixing = _asked_to_fix(claim, CorrectionDocument.IDENTITY)
    if not fixing and (elsewhere := _draft_or_elsewhere(claim)):
        return elsewhere
    form = ConfirmDataForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.confirm_data(claim, actor=request.user, at=clock.now())
        return _after_part(request, claim, fixing)
    return render(request, "claims/data.html", {"claim": claim, "form": form}, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@participant
def account(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """W5. Open in a draft, when an officer asked for it, and when the bank sent money back."""
    claim = _own(request, claim_id)
    returned = claim.months.filter(state=MonthState.BANK_PROBLEM).exists()
    fixing = _asked_to_fix(claim, CorrectionDocument.ACCOUNT)
    if not (returned or fixing) and (elsewhere := _draft_or_elsewhere(claim)):
        return elsewhere
    initial = {"bank": claim.bank_code, "holder": claim.account_holder or claim.person.full_name}
    form = AccountForm(request.POST or None, banks=known_banks(), initial=initial)
    if request.method == "POST" and form.is_valid():
        _save_account(request, claim, form, returned=returned)
        return _after_part(request, claim, fixing or returned)
    context = {"claim": claim, "form": form, "returned": returned, "fixing": fixing}
    return render(request, "claims/account.html", context, status=_status(form))


def _save_account(request: HttpRequest, claim: Claim, form: AccountForm, *, returned: bool) -> None:
    save = month_operations.correct_account if returned else operations.set_account
    save(
        claim,
        bank_code=form.cleaned_data["bank"],
        bank_name=form.bank_name,
        number=form.cleaned_data["number"],
        holder=form.cleaned_data["holder"],
        actor=request.user,
        at=clock.now(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@participant
def kapk(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """W6: read, type the name, give the code. Signed once; then read-only with its letter."""
    claim = _own(request, claim_id)
    signature = getattr(claim, "kapk", None)
    if signature is not None:
        letters = letters_about([signature])
        context = {"claim": claim, "signature": signature, "letter": letters.get(str(signature.pk))}
        return render(request, "claims/kapk_signed.html", context)
    if elsewhere := _draft_or_elsewhere(claim):
        return elsewhere
    form = KapkForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _sign(request, claim, form):
        messages.success(request, _("KAPK sudah Anda tanda tangani."))
        return redirect("claims:tasks", claim.pk)
    version = kapk_in_force(clock.today())
    return render(request, "claims/kapk.html", {"claim": claim, "form": form, "version": version}, status=_status(form))


def _sign(request: HttpRequest, claim: Claim, form: KapkForm) -> bool:
    typed = form.cleaned_data
    try:
        operations.sign_kapk(claim, typed_name=typed["name"], code=typed["code"], actor=request.user, at=clock.now())
    except (Invalid, TooMany) as error:
        form.add_error("name" if error.code == "name_differs" else "code", error.message)
        return False
    return True


@require_POST
@participant
def kapk_code(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """Send a code by SMS, or by e-mail on request."""
    claim = _own(request, claim_id)
    channel = "email" if request.POST.get("channel") == "email" else "sms"
    try:
        operations.send_kapk_code(claim, actor=request.user, channel=channel, at=clock.now())
    except TooMany as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Kode sedang dikirim. Berlaku 10 menit."))
    return redirect("claims:kapk", claim.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@participant
def send(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """W7: look once more, then send. Sending twice leads to the same receipt."""
    claim = _own(request, claim_id)
    if claim.is_filed:
        return redirect("claims:sent", claim.pk)
    if elsewhere := _draft_or_elsewhere(claim):
        return elsewhere
    if not tasks_of(claim).can_send:
        return redirect("claims:tasks", claim.pk)
    form = SendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.submit_claim(claim, actor=request.user, at=clock.now())
        return redirect("claims:sent", claim.pk)
    context = {"claim": claim, "form": form, "facts": send_facts(claim), "assessment": claim.phk.assessments.first()}
    return render(request, "claims/send.html", context, status=_status(form))


@require_safe
@participant
def sent(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """W8: the receipt, which survives a bookmark and later shows the present status."""
    claim = _own(request, claim_id)
    if not claim.is_filed:
        return redirect("claims:tasks", claim.pk)
    letter = letters_about([claim]).get(str(claim.pk))
    return render(request, "claims/sent.html", {"claim": claim, "letter": letter, "today": clock.today()})


@require_POST
@participant
def answer(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """The document that was asked for is put right: back to the desk."""
    claim = _own(request, claim_id)
    asked = claim.corrections.open().first()
    if asked is not None and not _is_answered(claim, asked):
        raise Conflict("not_fixed", _("Perbaiki dokumen yang diminta dahulu, lalu kirim lagi."))
    review.answer_fix(claim, actor=request.user, at=clock.now())
    messages.success(request, _("Perbaikan terkirim. Kami periksa lagi paling lama satu hari kerja."))
    return redirect("claims:claim", claim.pk)


def _is_answered(claim: Claim, asked: object) -> bool:
    """The part asked for was touched after the request."""
    touched = {
        CorrectionDocument.ACCOUNT: claim.account_set_at,
        CorrectionDocument.IDENTITY: claim.data_confirmed_at,
        CorrectionDocument.PHK_PROOF: claim.phk.proofs.order_by("-added_at").values_list("added_at", flat=True).first(),
    }[asked.document]
    return touched is not None and touched > asked.requested_at


@require_http_methods(["GET", "HEAD", "POST"])
@participant
def withdraw(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """Taking a claim back: a page between, because it cannot be undone."""
    claim = _own(request, claim_id)
    ensure(
        policies.can_withdraw(request.user, claim), "not_allowed", _("Klaim ini sudah diputus dan tidak bisa ditarik.")
    )
    if request.method == "POST":
        operations.withdraw_claim(claim, actor=request.user, at=clock.now())
        messages.success(request, _("Klaim Anda sudah ditarik."))
        return redirect("claims:dashboard")
    return render(request, "claims/withdraw.html", {"claim": claim, "last_day": _last_filing_day(claim)})


def _asked_to_fix(claim: Claim, document: CorrectionDocument) -> bool:
    return claim.state == ClaimState.NEEDS_FIX and claim.corrections.open().filter(document=document).exists()


def _after_part(request: HttpRequest, claim: Claim, fixing: bool) -> HttpResponse:
    messages.success(request, _("Tersimpan."))
    return redirect("claims:claim" if fixing else "claims:tasks", claim.pk)


def _status(form: object) -> int:
    return 422 if form.errors else 200
