"""W4 to W8: the four tasks of a first claim, its sending and its receipt."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import participant, recent_sign_in
from claims import policies
from claims.forms import ConfirmDataForm, KapkForm, SendForm
from claims.models import Claim
from claims.operations import claims as operations
from claims.presentation.dashboard import last_filing_day
from claims.presentation.scene import COUNT_FROM
from claims.presentation.tasks import next_task, send_facts, task_items, work_facts
from claims.selectors import kapk_in_force, latest_assessment, tasks_of
from claims.views.common import draft_or_elsewhere, own_claim, posted, status_of, zone_of
from core import clock
from core.errors import Invalid, TooMany, ensure
from notices.selectors import letters_about


@participant
@require_safe
def tasks(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """W4: what is left, in any order."""
    claim = own_claim(request, claim_id)
    if elsewhere := draft_or_elsewhere(claim):
        return elsewhere
    done = tasks_of(claim)
    context = {
        "claim": claim,
        "done": done,
        "groups": task_items(claim, done),
        "next": next_task(claim, done),
        "last_day": last_filing_day(latest_assessment(claim.phk)),
        "zone": zone_of(claim),
    }
    return render(request, "claims/tasks.html", context)


@participant
@require_http_methods(["GET", "HEAD", "POST"])
def data(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """Personal data as the registers hold them: looked at, not typed again."""
    claim = own_claim(request, claim_id)
    if elsewhere := draft_or_elsewhere(claim):
        return elsewhere
    form = ConfirmDataForm(posted(request))
    if request.method == "POST" and form.is_valid():
        operations.confirm_data(claim, actor=request.user, at=clock.now())
        messages.success(request, _("Tersimpan."))
        return redirect("claims:tasks", claim.pk)
    return render(request, "claims/data.html", {"claim": claim, "form": form}, status=status_of(form))


@participant
@require_http_methods(["GET", "HEAD", "POST"])
def kapk(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """W6: read, type the name, give the code. Signed once; then read-only with its letter."""
    claim = own_claim(request, claim_id)
    signature = getattr(claim, "kapk", None)
    if signature is not None:
        letter = letters_about([signature]).get(str(signature.pk))
        return render(request, "claims/kapk_signed.html", {"claim": claim, "signature": signature, "letter": letter})
    if elsewhere := draft_or_elsewhere(claim):
        return elsewhere
    if request.method == "POST":
        return _kapk_sent(request, claim)
    return _kapk_page(request, claim, KapkForm(full_name=claim.person.full_name))


@recent_sign_in
def _kapk_sent(request: HttpRequest, claim: Claim) -> HttpResponse:
    form = KapkForm(request.POST, full_name=claim.person.full_name)
    if form.is_valid() and _sign(request, claim, form):
        messages.success(request, _("KAPK sudah Anda tanda tangani."))
        return redirect("claims:tasks", claim.pk)
    return _kapk_page(request, claim, form)


def _kapk_page(request: HttpRequest, claim: Claim, form: KapkForm) -> HttpResponse:
    context = {"claim": claim, "form": form, "version": kapk_in_force(clock.today())}
    return render(request, "claims/kapk.html", context, status=status_of(form))


def _sign(request: HttpRequest, claim: Claim, form: KapkForm) -> bool:
    typed = form.cleaned_data
    try:
        operations.sign_kapk(claim, typed_name=typed["name"], code=typed["code"], actor=request.user, at=clock.now())
    except (Invalid, TooMany) as error:
        form.add_error("name" if error.code == "name_differs" else "code", error.message)
        return False
    return True


@participant
@require_POST
def kapk_code(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """Send a code by SMS, or by e-mail on request."""
    claim = own_claim(request, claim_id)
    if elsewhere := draft_or_elsewhere(claim):
        return elsewhere
    channel = "email" if request.POST.get("channel") == "email" else "sms"
    try:
        operations.send_kapk_code(claim, actor=request.user, channel=channel, at=clock.now())
    except (Invalid, TooMany) as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Kode sedang dikirim. Berlaku 10 menit."))
    return redirect("claims:kapk", claim.pk)


@participant
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """W7: look once more, then send. Sending twice leads to the same receipt."""
    claim = own_claim(request, claim_id)
    if claim.is_filed:
        return redirect("claims:sent", claim.pk)
    if elsewhere := draft_or_elsewhere(claim):
        return elsewhere
    if not tasks_of(claim).can_send:
        return redirect("claims:tasks", claim.pk)
    form = SendForm(posted(request))
    if request.method == "POST" and form.is_valid():
        operations.submit_claim(claim, actor=request.user, at=clock.now())
        return redirect("claims:sent", claim.pk)
    assessment = latest_assessment(claim.phk)
    context = {
        "claim": claim,
        "form": form,
        "person_facts": send_facts(claim),
        "work_facts": work_facts(claim),
        "assessment": assessment,
        "last_day": last_filing_day(assessment),
        "zone": zone_of(claim),
        "count_from": clock.today() + COUNT_FROM,
    }
    return render(request, "claims/send.html", context, status=status_of(form))


@participant
@require_safe
def sent(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """W8: the receipt, which survives a bookmark and later shows the present status."""
    claim = own_claim(request, claim_id)
    if not claim.is_filed:
        return redirect("claims:tasks", claim.pk)
    letter = letters_about([claim]).get(str(claim.pk))
    return render(request, "claims/sent.html", {"claim": claim, "letter": letter, "today": clock.today()})


@participant
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """Taking a claim back: a page between, because it cannot be undone."""
    claim = own_claim(request, claim_id)
    allowed = policies.can_withdraw(request.user, claim)
    ensure(allowed, "not_allowed", _("Klaim ini sudah diputus dan tidak bisa ditarik."))
    if request.method == "POST":
        return _withdraw(request, claim)
    last_day, zone = last_filing_day(latest_assessment(claim.phk)), zone_of(claim)
    context = {"claim": claim, "last_day": last_day, "zone": zone}
    return render(request, "claims/withdraw.html", context)


@recent_sign_in
def _withdraw(request: HttpRequest, claim: Claim) -> HttpResponse:
    operations.withdraw_claim(claim, actor=request.user, at=clock.now())
    messages.success(request, _("Klaim Anda sudah ditarik."))
    return redirect("claims:dashboard")
