"""A voucher becomes a seat, once: by the participant's choice or by the code that the institute types.

Locks are taken in one order everywhere: class, recommendation, voucher, place in line.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit, clock
from core.codes import is_consistent, typed
from core.errors import Conflict, Invalid, NotAllowed
from core.limits import Limit, forget, refuse_locked, strike
from core.text import one_line
from core.workflow import signed_by
from notices.operations import notify
from training.enums import ClassState, EnrolmentState, RecommendationState, WaitingState
from training.models import (
    VOUCHER_CODE,
    Enrolment,
    ProgrammePrice,
    TrainingClass,
    TrainingRecommendation,
    Voucher,
    WaitingPlace,
)
from training.operations.seats import refuse_seat, refuse_voucher
from training.policies import can_leave, can_use_voucher

GUESSES = Limit("training.voucher", most=5, within=timedelta(minutes=10), lock=timedelta(minutes=10))
LONGEST_REASON = 500
_NO_LONGER = _("Voucher tidak dapat dipakai lagi ketika kursi kosong.")


def redeem_code(training_class: TrainingClass, *, text: str, actor: User, at: datetime) -> Enrolment:
    """The institute's door: the code as it was typed. Call it outside a transaction, because guesses are counted.

    Raises TooMany after five codes that led to no voucher for this class, Invalid("voucher_malformed" |
    "voucher_mistyped" | "voucher_unknown"), Conflict("voucher_other_institute" | "voucher_other_programme") and what
    redeem_voucher raises. A code of the wrong length is nobody's guess and is not counted.
    """
    programme = training_class.programme
    guesser = f"{actor.pk}:{programme.institute_id}"
    refuse_locked(GUESSES, guesser, at=at)
    code = typed(text, VOUCHER_CODE)
    if not code:
        raise Invalid("voucher_malformed", _("Kode voucher terdiri atas 12 huruf dan angka. Periksa lagi kodenya."))
    rows = Voucher.objects.select_related("recommendation__programme", "person")
    voucher = rows.filter(code=code).first()
    wrong = _wrong(code, voucher, training_class)
    if wrong is not None or voucher is None:
        strike(GUESSES, guesser, at=at)
        raise wrong or Invalid("voucher_unknown", "")
    seat = redeem_voucher(voucher, training_class=training_class, actor=actor, at=at)
    forget(GUESSES, guesser)
    return seat


def _wrong(code: str, voucher: Voucher | None, training_class: TrainingClass) -> Invalid | Conflict | None:
    if not is_consistent(code):
        return Invalid("voucher_mistyped", _("Kode ini salah ketik. Cocokkan tiap huruf dan angka dengan vouchernya."))
    if voucher is None:
        return Invalid("voucher_unknown", _("Kode ini tidak dikenal. Minta peserta membuka vouchernya di portal."))
    meant = voucher.recommendation.programme
    if meant.institute_id != training_class.programme.institute_id:
        return Conflict("voucher_other_institute", _("Voucher ini untuk lembaga lain."))
    if meant.pk != training_class.programme_id:
        text = _("Voucher ini untuk program lain di lembaga Anda: %(title)s.") % {"title": meant.title}
        return Conflict("voucher_other_programme", text)
    return None


@transaction.atomic
def redeem_voucher(voucher: Voucher, *, training_class: TrainingClass, actor: User, at: datetime) -> Enrolment:
    """The seat. The same voucher and class again is the same seat; another class finds the voucher used.

    Raises NotAllowed("not_yours"), Invalid("voucher_expired") and Conflict("voucher_used" | "voucher_cancelled" |
    "voucher_other_programme" | "voucher_withdrawn" | "class_cancelled" | "class_closed" | "class_began" |
    "institute_out" | "outside_period" | "running_enrolment" | "was_in_class" | "own_institute" | "price_missing" |
    "price_over_ceiling" | "class_full").
    """
    held, ticket = _lock(voucher, training_class)
    if not can_use_voucher(actor, ticket, clock.legal_date(at)):
        raise NotAllowed("not_yours", _("Voucher ini milik orang lain."))
    there = Enrolment.objects.filter(voucher=ticket, training_class=held).first()
    if there is not None:
        return there
    return _seat(ticket, held, actor=actor, at=at)


def _lock(voucher: Voucher, training_class: TrainingClass) -> tuple[TrainingClass, Voucher]:
    classes = TrainingClass.objects.select_for_update(of=("self",)).select_related("programme__institute")
    held = classes.get(pk=training_class.pk)
    TrainingRecommendation.objects.select_for_update(of=("self",)).get(pk=voucher.recommendation_id)
    tickets = Voucher.objects.select_for_update(of=("self",))
    ticket = tickets.select_related("person__user", "recommendation__programme__institute").get(pk=voucher.pk)
    return held, ticket


def _seat(ticket: Voucher, held: TrainingClass, *, actor: User | None, at: datetime) -> Enrolment:
    """In the caller's transaction, with class, recommendation and voucher locked."""
    today = clock.legal_date(at)
    owner = actor is not None and ticket.person.user_id == actor.pk
    refuse_voucher(ticket, held, today=today, owner=owner)
    price = refuse_seat(ticket, held, today=today)
    if held.left < 1:
        raise Conflict("class_full", _("Kelas ini penuh. Daftar tunggunya masih terbuka."), may_wait=True)
    return _write(ticket, held, price, actor=actor, at=at)


def _write(
    ticket: Voucher, held: TrainingClass, price: ProgrammePrice, *, actor: User | None, at: datetime
) -> Enrolment:
    seat = Enrolment.objects.create(
        training_class=held,
        person=ticket.person,
        voucher=ticket,
        price=price.cost,
        enrolled_at=at,
        enrolled_by=actor,
    )
    seat.log.create(move="enrol", from_state="", to_state=seat.state, at=at, **signed_by(actor))
    Voucher.workflow.move(ticket, "redeem", actor=actor, at=at)
    if ticket.recommendation.state == RecommendationState.OPEN:
        TrainingRecommendation.workflow.move(ticket.recommendation, "use", actor=actor, at=at)
    held.taken += 1
    held.save(update_fields=["taken"])
    _leave_lines(ticket, seated_in=held, actor=actor, at=at)
    audit.record("training.enrolled", actor=actor, at=at, subject=seat, training_class=str(held.pk))
    notify(
        event="training_enrolled",
        user=ticket.person.user,
        at=at,
        link=f"/pelatihan/voucher/{ticket.pk}/",
        key=str(seat.pk),
        when=held.starts_on,
    )
    return seat


def _leave_lines(ticket: Voucher, *, seated_in: TrainingClass, actor: User | None, at: datetime) -> None:
    waiting = ticket.waiting.filter(state=WaitingState.WAITING).select_for_update(of=("self",)).order_by("pk")
    here = [place for place in waiting if place.training_class_id == seated_in.pk]
    elsewhere = [place for place in waiting if place.training_class_id != seated_in.pk]
    WaitingPlace.workflow.move_rows(here, "seat", actor=actor, at=at)
    WaitingPlace.workflow.move_rows(elsewhere, "leave", actor=actor, at=at)


# --- the waiting list --------------------------------------------------------------------------------------------


@transaction.atomic
def wait_for_seat(voucher: Voucher, *, training_class: TrainingClass, actor: User, at: datetime) -> WaitingPlace:
    """A place in line for a full class: the first in line gets the next seat by itself. Twice is once.

    Raises Conflict("class_has_room") and, but for "class_full", what redeem_voucher raises.
    """
    held, ticket = _lock(voucher, training_class)
    today = clock.legal_date(at)
    if not can_use_voucher(actor, ticket, today):
        raise NotAllowed("not_yours", _("Voucher ini milik orang lain."))
    refuse_voucher(ticket, held, today=today, owner=ticket.person.user_id == actor.pk)
    refuse_seat(ticket, held, today=today)
    there = held.waiting.filter(voucher=ticket, state=WaitingState.WAITING).first()
    if there is not None:
        return there
    if held.left > 0:
        raise Conflict("class_has_room", _("Kelas ini masih punya kursi. Daftar langsung, tanpa menunggu."))
    place = WaitingPlace.objects.create(training_class=held, voucher=ticket, asked_at=at)
    place.log.create(move="wait", from_state="", to_state=place.state, at=at, **signed_by(actor))
    return place


@transaction.atomic
def leave_line(place: WaitingPlace, *, actor: User, at: datetime) -> WaitingPlace:
    """Wait no more. Twice is once. Raises Conflict("wrong_state") when the seat was given meanwhile."""
    fresh = WaitingPlace.objects.select_for_update(of=("self",)).get(pk=place.pk)
    if fresh.state == WaitingState.LEFT:
        return fresh
    return WaitingPlace.workflow.move(fresh, "leave", actor=actor, at=at)


@transaction.atomic
def seat_next_waiting(training_class: TrainingClass, *, at: datetime) -> list[Enrolment]:
    """Give free seats to those in line, the first first. Whose voucher leads nowhere any more leaves the line."""
    held = TrainingClass.objects.select_for_update(of=("self",)).get(pk=training_class.pk)
    seated: list[Enrolment] = []
    if held.state != ClassState.OPEN or held.starts_on < clock.legal_date(at):
        return seated
    places = held.waiting.filter(state=WaitingState.WAITING).select_related("voucher").order_by("asked_at", "pk")
    for place in places:
        if held.left < 1:
            break
        held, ticket = _lock(place.voucher, held)
        try:
            with transaction.atomic():
                seated.append(_seat(ticket, held, actor=None, at=at))
        except (Conflict, Invalid) as refusal:
            _drop(place, refusal, at)
    return seated


def _drop(place: WaitingPlace, refusal: Conflict | Invalid, at: datetime) -> None:
    fresh = WaitingPlace.objects.select_for_update(of=("self",)).get(pk=place.pk)
    if fresh.state == WaitingState.WAITING:
        WaitingPlace.workflow.move(fresh, "leave", actor=None, at=at, note=f"{_NO_LONGER} {refusal.message}")


# --- leaving -----------------------------------------------------------------------------------------------------


@transaction.atomic
def withdraw_enrolment(enrolment: Enrolment, *, reason: str, actor: User, at: datetime) -> Enrolment:
    """The participant stops, or the institute notes that somebody did: the seat goes to the first in line.

    The voucher stays used: a new one needs a new recommendation. Twice is once. Raises Invalid("reason_missing"),
    NotAllowed("not_yours") and Conflict("wrong_state").
    """
    said = one_line(reason)[:LONGEST_REASON]
    if not said:
        raise Invalid("reason_missing", _("Tulis alasannya."))
    held = TrainingClass.objects.select_for_update(of=("self",)).get(pk=enrolment.training_class_id)
    rows = Enrolment.objects.select_for_update(of=("self",))
    fresh = rows.select_related("person__user", "training_class__programme__institute").get(pk=enrolment.pk)
    if fresh.state == EnrolmentState.WITHDRAWN:
        return fresh
    today = clock.legal_date(at)
    if Enrolment.workflow.can(fresh, "withdraw") and not can_leave(actor, fresh, today):
        raise NotAllowed("not_yours", _("Hanya peserta atau lembaganya yang dapat menghentikan."))
    moved = Enrolment.workflow.move(fresh, "withdraw", actor=actor, at=at, note=said, ended_on=today)
    audit.record("training.enrolment.withdrawn", actor=actor, at=at, subject=moved, reason=said)
    held.taken = max(held.taken - 1, 0)
    held.save(update_fields=["taken"])
    if moved.person.user_id != actor.pk:
        tell_left(moved, at=at)
    seat_next_waiting(held, at=at)
    return moved


def tell_left(enrolment: Enrolment, *, at: datetime) -> None:
    """The institute ended somebody's seat: they hear so, and may ask why."""
    notify(
        event="training_left",
        user=enrolment.person.user,
        at=at,
        link=f"/pelatihan/voucher/{enrolment.voucher_id}/",
        key=str(enrolment.pk),
    )
