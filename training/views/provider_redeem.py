"""L3: where the QR of a voucher leads: the code is there, the institute picks the class."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.decorators import keeps_typed, signed_in
from core import clock
from core.errors import DomainError
from training.decorators import with_institute
from training.forms.places import RedeemForm
from training.models import Institute
from training.operations import redeem_code
from training.presentation.classes import to_choose
from training.selectors.classes import enrolling

LONGEST_CODE = 40
MOST = 100


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed
@signed_in
@with_institute
def redeem(request: HttpRequest, institute: Institute) -> HttpResponse:
    """Reading the address looks nothing up: a code is tried only by the press, where wrong ones are counted."""
    classes = enrolling(institute, clock.today())
    form = RedeemForm(
        request.POST if request.method == "POST" else None,
        classes=to_choose(classes[:MOST]),
        initial={"code": request.GET.get("kode", "")[:LONGEST_CODE]},
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        held = get_object_or_404(classes, pk=form.cleaned_data["held"])
        try:
            seat = redeem_code(held, text=form.cleaned_data["code"], actor=request.user, at=clock.now())  # type: ignore[arg-type]
        except DomainError as error:
            form.add_error("code", str(error.message))
            status = error.status
        else:
            messages.success(request, _("%(name)s terdaftar di kelas ini.") % {"name": seat.person.full_name})
            return redirect("training:provider_class", class_id=held.pk)
    elif form.is_bound:
        status = 422
    context = {"institute": institute, "form": form, "has_classes": bool(classes[:1])}
    return render(request, "training/mitra/voucher.html", context, status=status)
