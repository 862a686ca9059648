"""L2: the programmes of an institute: written, proposed, and what became of them."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import keeps_typed, signed_in
from core import clock
from core.errors import DomainError
from training.decorators import with_institute
from training.filters import ProgrammeFilter
from training.forms.programmes import ProgrammeForm
from training.models import Institute, Programme
from training.operations import add_programme, propose_programme, revise_programme
from training.operations.pricing import OPEN_TO_CHANGE
from training.presentation import programmes as pages
from training.selectors.pricing import ceiling_on
from training.selectors.programmes import programmes_of

GET_POST = ["GET", "HEAD", "POST"]
ROWS = 20
FIELDS = {"title_missing": "title", "unknown_group": "group", "cost_over_ceiling": "cost", "too_many_skills": "skills"}


@never_cache
@require_safe
@signed_in
@with_institute
def programmes(request: HttpRequest, institute: Institute) -> HttpResponse:
    """All of them, what waits for the institute first."""
    found = ProgrammeFilter(request.GET, queryset=programmes_of(institute))
    page = Paginator(found.qs, ROWS).get_page(request.GET.get("page"))
    context = {
        "institute": institute,
        "filter": found,
        "page": page,
        "rows": [pages.own_row(row) for row in page],
    }
    return render(request, "training/mitra/program.html", context)


@never_cache
@require_http_methods(GET_POST)
@keeps_typed
@signed_in
@with_institute
def new(request: HttpRequest, institute: Institute) -> HttpResponse:
    """Write a programme; it is proposed from its page."""
    form = ProgrammeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_programme(institute, said=form.said(), actor=request.user, at=clock.now())  # type: ignore[arg-type]
        except DomainError as error:
            form.add_error(FIELDS.get(error.code), str(error.message))
        else:
            messages.success(request, _("Program tersimpan. Periksa, lalu ajukan."))
            return redirect("training:provider_programme", programme_id=made.pk)
    return _form_page(request, form, None)


@never_cache
@require_http_methods(GET_POST)
@keeps_typed
@signed_in
@with_institute
def change(request: HttpRequest, institute: Institute, programme_id: uuid.UUID) -> HttpResponse:
    """Write it again, as long as it is a draft or was returned."""
    shown = _own(institute, programme_id)
    if shown.state not in OPEN_TO_CHANGE:
        return redirect("training:provider_programme", programme_id=shown.pk)
    form = ProgrammeForm.of(shown, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            revise_programme(shown, said=form.said(), actor=request.user, at=clock.now())  # type: ignore[arg-type]
        except DomainError as error:
            form.add_error(FIELDS.get(error.code), str(error.message))
        else:
            messages.success(request, _("Program tersimpan. Periksa, lalu ajukan."))
            return redirect("training:provider_programme", programme_id=shown.pk)
    return _form_page(request, form, shown)


def _form_page(request: HttpRequest, form: ProgrammeForm, shown: Programme | None) -> HttpResponse:
    context = {"form": form, "programme": shown, "ceiling": ceiling_on(clock.today())}
    return render(request, "training/mitra/program_form.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(GET_POST)
@signed_in
@with_institute
def programme(request: HttpRequest, institute: Institute, programme_id: uuid.UUID) -> HttpResponse:
    """One programme; a POST proposes it."""
    shown = _own(institute, programme_id)
    problem, status = "", 200
    if request.method == "POST":
        try:
            propose_programme(shown, actor=request.user, at=clock.now())  # type: ignore[arg-type]
        except DomainError as error:
            problem, status = str(error.message), error.status
        else:
            messages.success(request, _("Program diajukan. Hasil penilaian muncul di halaman ini."))
            return redirect("training:provider_programme", programme_id=shown.pk)
    prices = list(shown.prices.select_related("set_by"))
    context = {
        "institute": institute,
        "programme": shown,
        "tag": pages.tag(shown),
        "facts": pages.facts(shown, priced=bool(prices)),
        "texts": pages.texts(shown),
        "history": pages.history(list(shown.log.all())),
        "prices": pages.prices(prices),
        "may_change": shown.state in OPEN_TO_CHANGE,
        "public_url": pages.public_url(shown),
        "problem": problem,
    }
    return render(request, "training/mitra/program_detail.html", context, status=status)


def _own(institute: Institute, programme_id: uuid.UUID) -> Programme:
    rows = Programme.objects.select_related("institute__region")
    return get_object_or_404(rows, pk=programme_id, institute=institute)
