"""Officers' ties to institutes: one's own, or everybody's for an administrator."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.decorators import roles
from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role
from core import clock
from core.errors import DomainError, ensure
from training.filters import InterestFilter
from training.forms.partners import EndInterestForm, InterestForm
from training.models import Institute, Interest
from training.operations import interests as operations
from training.policies import JUDGES, can_end_interest
from training.presentation import partners as pages
from training.selectors.partnership import interests_for

ROWS = 20


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@roles(*JUDGES, Role.ADMINISTRATOR)
def interests(request: HttpRequest) -> HttpResponse:
    """Declare a tie; end one with the first day on which the officer may decide again."""
    today = clock.today()
    keeps_all = has_role(request.user, Role.ADMINISTRATOR, on=today)
    found = interests_for(request.user, everybodys=keeps_all)  # type: ignore[arg-type]
    ending = _asked_to_end(request, found)
    sent, ends = request.method == "POST", "end" in request.POST
    form = InterestForm(
        request.POST if sent and not ends else None, for_others=keeps_all, today=today, initial={"since": today}
    )
    end_form = EndInterestForm(request.POST if ends else None, today=today, initial={"until": today})
    if ends and ending is not None:
        ensure(can_end_interest(request.user, ending, today))  # type: ignore[arg-type]
        if end_form.is_valid() and _ended(request, ending, end_form):
            return redirect("training:interests")
    if form.is_bound and form.is_valid() and _declared(request, form):
        return redirect("training:interests")
    return _page(request, found, form, end_form, ending)


def _page(request: HttpRequest, found: Any, form: Any, end_form: Any, ending: Interest | None) -> HttpResponse:
    today, asked = clock.today(), InterestFilter(request.GET, queryset=found)
    page = Paginator(asked.qs, ROWS).get_page(request.GET.get("page"))
    user: Any = request.user
    context = {
        "form": form,
        "end_form": end_form,
        "ending": ending,
        "filter": asked,
        "page": page,
        "rows": [pages.interest_row(row, today, may_end=can_end_interest(user, row, today)) for row in page],
        "has_errors": bool(form.errors or end_form.errors),
    }
    status = 422 if form.errors or end_form.errors else 200
    return render(request, "training/reviu/benturan.html", context, status=status)


def _asked_to_end(request: HttpRequest, found: Any) -> Interest | None:
    asked = request.POST.get("end", "") or request.GET.get("akhiri", "")
    return get_object_or_404(found, pk=_uuid(asked)) if asked else None


def _declared(request: HttpRequest, form: InterestForm) -> bool:
    told = form.cleaned_data
    institute = Institute.objects.filter(vin=told["vin"]).first()
    officer: Any = request.user
    if "officer" in told:
        officer = User.objects.filter(email__iexact=told["officer"]).first()
    if institute is None:
        form.add_error("vin", _("Tidak ada lembaga dengan VIN ini."))
    if officer is None:
        form.add_error("officer", _("Tidak ada petugas dengan email ini."))
    if institute is None or officer is None:
        return False
    how: dict[str, Any] = {"reason": told["reason"], "since": told["since"], "actor": request.user, "at": clock.now()}
    try:
        operations.declare_interest(institute, officer=officer, **how)
    except DomainError as error:
        form.add_error(None, str(error.message))
        return False
    messages.success(request, _("Tercatat. %(name)s tidak memutus apa pun tentang lembaga itu.") % {"name": officer})
    return True


def _ended(request: HttpRequest, row: Interest, form: EndInterestForm) -> bool:
    try:
        operations.end_interest(row, until=form.cleaned_data["until"], actor=request.user, at=clock.now())  # type: ignore[arg-type]
    except DomainError as error:
        form.add_error("until", str(error.message))
        return False
    messages.success(request, _("Tersimpan."))
    return True


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
