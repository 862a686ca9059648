"""L3: the classes of an institute: open one, enrol by code, see who is in and who waits, call it off."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import keeps_typed, signed_in
from core import clock
from core.errors import DomainError, ensure
from training.decorators import with_institute
from training.enums import ClassState, EnrolmentState, InstituteState
from training.filters import ClassFilter
from training.forms.places import ClassForm, CodeForm, ReasonForm, SeatsForm
from training.models import Enrolment, Institute, Programme, TrainingClass
from training.operations import (
    cancel_class,
    close_class,
    open_class,
    redeem_code,
    reopen_class,
    set_taken,
    withdraw_enrolment,
)
from training.presentation import classes as pages
from training.selectors.classes import classes_of, line_of, people_in

GET_POST = ["GET", "HEAD", "POST"]
ROWS = 20
REDEEM, SEATS, CLOSE, REOPEN = "redeem", "seats", "close", "reopen"


@never_cache
@require_safe
@signed_in
@with_institute
def classes(request: HttpRequest, institute: Institute) -> HttpResponse:
    """All classes, what runs and what is to come first."""
    today = clock.today()
    found = ClassFilter(request.GET, queryset=classes_of(institute, today))
    page = Paginator(found.qs, ROWS).get_page(request.GET.get("page"))
    context = {
        "institute": institute,
        "filter": found,
        "page": page,
        "rows": [pages.row(one, today) for one in page],
        "may_open": _taught(institute).exists() and institute.state == InstituteState.LISTED,
        "is_partner": institute.state == InstituteState.LISTED,
    }
    return render(request, "training/mitra/kelas.html", context)


def _taught(institute: Institute) -> Any:
    return Programme.objects.listed().filter(institute=institute)


@never_cache
@require_http_methods(GET_POST)
@keeps_typed
@signed_in
@with_institute
def new(request: HttpRequest, institute: Institute) -> HttpResponse:
    """Open a class of a listed programme."""
    ensure(
        institute.state == InstituteState.LISTED,
        "institute_out",
        _("Kelas dapat dibuka sesudah kemitraan berlaku, dan selama tidak ditangguhkan."),
    )
    form = ClassForm(
        request.POST or None,
        programmes=_taught(institute),
        today=clock.today(),
        initial={"programme": request.GET.get("program", ""), "place": institute.address[:200]},
    )
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        try:
            made = open_class(facts.pop("programme"), **facts, actor=request.user, at=clock.now())  # type: ignore[arg-type]
        except DomainError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("Kelas dibuka dan tampil di katalog."))
            return redirect("training:provider_class", class_id=made.pk)
    context = {"form": form, "has_programmes": _taught(institute).exists()}
    return render(request, "training/mitra/kelas_baru.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(GET_POST)
@signed_in
@with_institute
def training_class(request: HttpRequest, institute: Institute, class_id: uuid.UUID) -> HttpResponse:
    """One class: who is in it, who waits; enrol by code, note seats, close and reopen."""
    shown = _own(institute, class_id)
    act = request.POST.get("do", "") if request.method == "POST" else ""
    code = CodeForm(request.POST if act == REDEEM else None)
    seats = SeatsForm(request.POST if act == SEATS else None, initial={"taken": shown.taken})
    form = {REDEEM: code, SEATS: seats}.get(act)
    status = 200
    if act and (form is None or form.is_valid()):
        try:
            messages.success(request, _do(request, shown, act, form))
        except DomainError as error:
            status = error.status
            if form is None:
                messages.error(request, str(error.message))
            else:
                form.add_error(next(iter(form.fields)), str(error.message))
            shown = _own(institute, class_id)
        else:
            return redirect("training:provider_class", class_id=shown.pk)
    elif act:
        status = 422
    return render(request, "training/mitra/kelas_detail.html", _context(shown, code, seats, form), status=status)


def _do(request: HttpRequest, shown: TrainingClass, act: str, form: Any) -> str:
    """Do it; returns what is said. Raises what the operations raise."""
    actor: Any = request.user
    at = clock.now()
    if act == REDEEM:
        seat = redeem_code(shown, text=form.cleaned_data["code"], actor=actor, at=at)
        return _("%(name)s terdaftar di kelas ini.") % {"name": seat.person.full_name}
    if act == SEATS:
        set_taken(shown, taken=form.cleaned_data["taken"], actor=actor, at=at)
        return _("Jumlah kursi terisi tersimpan.")
    if act == CLOSE:
        close_class(shown, actor=actor, at=at)
        return _("Pendaftaran ditutup.")
    if act == REOPEN:
        reopen_class(shown, actor=actor, at=at)
        return _("Pendaftaran dibuka lagi.")
    return _("Tidak ada yang berubah.")


def _context(shown: TrainingClass, code: CodeForm, seats: SeatsForm, form: Any) -> dict[str, Any]:
    today = clock.today()
    return {
        "class": shown,
        "stage": pages.stage(shown, today),
        "facts": pages.facts(shown),
        "people": [pages.person_row(seat) for seat in people_in(shown)],
        "line": [pages.line_row(number, place) for number, place in enumerate(line_of(shown), 1)],
        "closed": pages.why_not_open(shown, today),
        "full": not shown.left,
        "may_close": shown.state == ClassState.OPEN and shown.starts_on >= today,
        "may_reopen": shown.state == ClassState.CLOSED and shown.starts_on >= today,
        "may_cancel": shown.state != ClassState.CANCELLED and shown.ends_on >= today,
        "code_form": code,
        "seats_form": seats,
        "form": form if form is not None else code,
    }


def _own(institute: Institute, class_id: uuid.UUID) -> TrainingClass:
    rows = TrainingClass.objects.select_related("programme__institute")
    return get_object_or_404(rows, pk=class_id, programme__institute=institute)


@never_cache
@require_http_methods(GET_POST)
@signed_in
@with_institute
def cancel(request: HttpRequest, institute: Institute, class_id: uuid.UUID) -> HttpResponse:
    """Call a class off; the page says who loses a seat."""
    shown = _own(institute, class_id)
    form, status = ReasonForm(request.POST or None), 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            cancel_class(shown, reason=form.cleaned_data["reason"], actor=request.user, at=clock.now())  # type: ignore[arg-type]
        except DomainError as error:
            form.add_error(None, str(error.message))
            status = error.status
        else:
            messages.success(request, _("Kelas dibatalkan. Peserta dan yang menunggu diberi tahu."))
            return redirect("training:provider_class", class_id=shown.pk)
    running = shown.enrolments.filter(state=EnrolmentState.ENROLLED).count()
    context = {
        "class": shown,
        "dates": pages.facts(shown)[0]["value"],
        "running": running,
        "waiting": len(line_of(shown)),
        "may_cancel": shown.state != ClassState.CANCELLED and shown.ends_on >= clock.today(),
        "form": form,
    }
    return render(request, "training/mitra/kelas_batal.html", context, status=status)


@never_cache
@require_http_methods(GET_POST)
@signed_in
@with_institute
def end_seat(request: HttpRequest, institute: Institute, enrolment_id: uuid.UUID) -> HttpResponse:
    """Note that a participant stopped coming."""
    rows = Enrolment.objects.select_related("person__user", "training_class__programme")
    seat = get_object_or_404(rows, pk=enrolment_id, training_class__programme__institute=institute)
    form, status = ReasonForm(request.POST or None), 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_enrolment(seat, reason=form.cleaned_data["reason"], actor=request.user, at=clock.now())  # type: ignore[arg-type]
        except DomainError as error:
            form.add_error(None, str(error.message))
            status = error.status
        else:
            messages.success(request, _("Tercatat. Peserta diberi tahu."))
            return redirect("training:provider_class", class_id=seat.training_class_id)
    context = {"seat": seat, "runs": seat.state == EnrolmentState.ENROLLED, "form": form}
    return render(request, "training/mitra/peserta_berhenti.html", context, status=status)
