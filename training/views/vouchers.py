"""W19: take a voucher, look at it, pick a class, wait for a seat, give one back."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import participant
from core import clock
from core.errors import Conflict, DomainError, Invalid
from notices.selectors import letters_about, wishes_of
from participants.decorators import with_person
from participants.models import Person
from training.enums import EnrolmentState, RecommendationState, WaitingState
from training.forms.places import ReasonForm
from training.models import Enrolment, TrainingClass, TrainingRecommendation, Voucher
from training.operations import issue_voucher, leave_line, redeem_voucher, wait_for_seat, withdraw_enrolment
from training.presentation import voucher as pages
from training.presentation.classes import seat_of
from training.selectors.classes import CalledOff, called_off_by, joinable, lost_class, places_of
from training.selectors.vouchers import voucher_for, vouchers_of

GET_POST = ["GET", "HEAD", "POST"]
JOIN, WAIT, LEAVE = "join", "wait", "leave"


@require_POST
@participant
@with_person
def take_voucher(request: HttpRequest, person: Person, recommendation_id: uuid.UUID) -> HttpResponse:
    """Take the voucher of a recommendation; where it cannot be had, the page of training says why."""
    mine = TrainingRecommendation.objects.filter(person=person).select_related("programme", "person")
    recommendation = get_object_or_404(mine, pk=recommendation_id)
    try:
        voucher = issue_voucher(recommendation, actor=request.user, at=clock.now())  # type: ignore[arg-type]
    except Conflict as error:
        messages.error(request, str(error.message))
        return redirect("training:home")
    return redirect("training:voucher", voucher_id=voucher.pk)


@never_cache
@require_safe
@participant
@with_person
def voucher(request: HttpRequest, person: Person, voucher_id: uuid.UUID) -> HttpResponse:
    """The voucher, the classes it leads into, and what became of it."""
    today = clock.today()
    shown = voucher_for(person, voucher_id)
    if shown is None:
        raise Http404
    seat = _seat_of(shown)
    about = pages.page(shown, seat=seat, lost=_lost(shown, seat), today=today)
    context = {
        "voucher": shown,
        "about": about,
        "seat": pages.seat_item(seat) if seat is not None else None,
        "choices": pages.choices(joinable(shown, on=today), places_of(shown)) if about["usable"] else [],
        "letter": letters_about([shown]).get(str(shown.pk)),
        "zone": wishes_of(request.user).zone,  # type: ignore[arg-type]
    }
    return render(request, "training/pelatihan/voucher.html", context)


def _lost(voucher: Voucher, seat: Enrolment | None) -> CalledOff | None:
    """The class that was called off: of this voucher, or of the one that it stands in for."""
    if seat is not None:
        return called_off_by(seat.training_class)
    used = voucher.recommendation.state == RecommendationState.USED
    return lost_class(voucher.recommendation) if used else None


def _seat_of(voucher: Voucher) -> Enrolment | None:
    rows = Enrolment.objects.select_related("training_class__programme__institute")
    return rows.filter(voucher=voucher).first()


@never_cache
@require_http_methods(GET_POST)
@participant
@with_person
def class_join(request: HttpRequest, person: Person, class_id: uuid.UUID) -> HttpResponse:
    """One class of a programme that one has a voucher for: join it, wait for a seat, or wait no more."""
    classes = TrainingClass.objects.select_related("programme__institute__region")
    shown = get_object_or_404(classes, pk=class_id)
    mine = vouchers_of(person).filter(recommendation__programme=shown.programme_id).order_by("-issued_at", "-pk")
    held = next(iter(mine.active(clock.today())), None) or mine.first()
    if held is None:
        raise Http404
    problem, status = "", 200
    if request.method == "POST":
        try:
            return _acted(request, held, shown)
        except (Conflict, Invalid) as error:
            problem, status = str(error.message), error.status
            shown.refresh_from_db()
    return render(request, "training/pelatihan/kelas.html", _class_context(held, shown, problem), status=status)


def _acted(request: HttpRequest, held: Voucher, shown: TrainingClass) -> HttpResponse:
    at, user, act = clock.now(), request.user, request.POST.get("do", "")
    if act == JOIN:
        redeem_voucher(held, training_class=shown, actor=user, at=at)  # type: ignore[arg-type]
        messages.success(request, _("Anda terdaftar di kelas ini."))
    elif act == WAIT:
        wait_for_seat(held, training_class=shown, actor=user, at=at)  # type: ignore[arg-type]
        messages.success(request, _("Anda masuk daftar tunggu. Begitu ada kursi, Anda terdaftar dan diberi tahu."))
    elif act == LEAVE:
        for place in held.waiting.filter(training_class=shown, state=WaitingState.WAITING):
            leave_line(place, actor=user, at=at)  # type: ignore[arg-type]
        messages.success(request, _("Anda tidak menunggu kelas ini lagi."))
    else:
        return redirect("training:class_join", class_id=shown.pk)
    return redirect("training:voucher", voucher_id=held.pk)


def _class_context(held: Voucher, shown: TrainingClass, problem: str) -> dict[str, Any]:
    seat = _seat_of(held)
    open_ones = {one.pk for one in joinable(held, on=clock.today())} if held.state == "active" else set()
    return {
        "voucher": held,
        "class": shown,
        "facts": pages.class_facts(shown),
        "problem": problem,
        "seat": seat if seat is not None and seat.training_class_id == shown.pk else None,
        "may_join": shown.pk in open_ones,
        "full": seat_of(shown)["full"],
        "in_line": places_of(held).get(shown.pk, 0),
    }


@never_cache
@require_http_methods(GET_POST)
@participant
@with_person
def leave_class(request: HttpRequest, person: Person, enrolment_id: uuid.UUID) -> HttpResponse:
    """Stop a class, with a reason; the page says what is lost by it."""
    rows = Enrolment.objects.filter(person=person).select_related("training_class__programme__institute")
    seat = get_object_or_404(rows, pk=enrolment_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_enrolment(seat, reason=form.cleaned_data["reason"], actor=request.user, at=clock.now())  # type: ignore[arg-type]
        except DomainError as error:
            form.add_error(None, str(error.message))
            return _leave_page(request, seat, form, error.status)
        messages.success(request, _("Anda berhenti dari kelas ini."))
        return redirect("training:voucher", voucher_id=seat.voucher_id)
    return _leave_page(request, seat, form, 422 if form.is_bound else 200)


def _leave_page(request: HttpRequest, seat: Enrolment, form: ReasonForm, status: int) -> HttpResponse:
    context = {
        "seat": seat,
        "about": pages.seat_item(seat),
        "runs": seat.state == EnrolmentState.ENROLLED,
        "frees_seat": clock.today() <= seat.training_class.starts_on,
        "form": form,
    }
    return render(request, "training/pelatihan/berhenti.html", context, status=status)
