"""What the ministry's officers do with a contribution bill: one address an act."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.decorators import recent_sign_in, roles
from accounts.enums import Role
from compliance.forms.bills import PaidBillForm, ReturnBillForm
from compliance.models import BILL_OFFICERS
from compliance.operations import bills as operations
from compliance.operations.bill_checking import recheck_bill
from compliance.views.bills import bill_of, show_bill
from core import clock
from core.errors import Invalid
from participants.views.common import show_error


@require_POST
@roles(Role.REVIEWER)
def recheck(request: HttpRequest, contribution_bill_id: int) -> HttpResponse:
    """Have it judged anew."""
    bill = bill_of(request, contribution_bill_id)
    recheck_bill(bill, actor=request.user, at=clock.now())
    messages.success(request, _("Tagihan diperiksa lagi."))
    return redirect("compliance:bill", bill.pk)


@require_POST
@roles(Role.REVIEWER)
def prepare(request: HttpRequest, contribution_bill_id: int) -> HttpResponse:
    """Put it before another officer."""
    bill = bill_of(request, contribution_bill_id)
    operations.prepare_bill(bill, actor=request.user, at=clock.now())
    messages.success(request, _("Tagihan disiapkan. Sekarang petugas lain yang menyepakatinya."))
    return redirect("compliance:bill", bill.pk)


@require_POST
@roles(*BILL_OFFICERS)
@recent_sign_in
def agree(request: HttpRequest, contribution_bill_id: int) -> HttpResponse:
    """Agree to what the page showed: the fingerprint comes with the form."""
    bill = bill_of(request, contribution_bill_id)
    shown = request.POST.get("sha256", "")
    operations.agree_bill(bill, shown_sha256=shown, actor=request.user, at=clock.now())
    messages.success(request, _("Tagihan disepakati. Berita acara, surat, dan pernyataan sudah dibuat."))
    return redirect("compliance:bill", bill.pk)


@require_POST
@roles(*BILL_OFFICERS)
def give_back(request: HttpRequest, contribution_bill_id: int) -> HttpResponse:
    """Back to BPJS, with words."""
    bill = bill_of(request, contribution_bill_id)
    form = ReturnBillForm(request.POST)
    if form.is_valid():
        try:
            operations.return_bill(bill, words=form.cleaned_data["words"], actor=request.user, at=clock.now())
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(request, _("Tagihan dikembalikan. BPJS mengirim berkas yang diperbaiki."))
            return redirect("compliance:bill", bill.pk)
    return show_bill(request, bill, returning=form, status=422)


@require_POST
@roles(Role.REVIEWER)
def sent(request: HttpRequest, contribution_bill_id: int) -> HttpResponse:
    """Letter and statement have gone to the KPPN."""
    bill = bill_of(request, contribution_bill_id)
    operations.send_bill(bill, actor=request.user, at=clock.now())
    messages.success(request, _("Dicatat: surat dan pernyataan sudah di KPPN."))
    return redirect("compliance:bill", bill.pk)


@require_POST
@roles(Role.REVIEWER)
@recent_sign_in
def paid(request: HttpRequest, contribution_bill_id: int) -> HttpResponse:
    """What the SP2D says."""
    bill = bill_of(request, contribution_bill_id)
    form = PaidBillForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            operations.pay_bill(
                bill,
                paid_on=data["on"],
                sp2d=data["sp2d"],
                amount=data["amount"],
                actor=request.user,
                at=clock.now(),
            )
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(request, _("Pembayaran dicatat."))
            return redirect("compliance:bill", bill.pk)
    return show_bill(request, bill, paying=form, status=422)
