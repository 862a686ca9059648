"""When a programme is held: classes with their seats."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit, clock
from core.errors import Conflict, Invalid
from core.text import one_line
from core.workflow import signed_by
from notices.operations import Telling, notify_many
from training.enums import ClassState, EnrolmentState, WaitingState
from training.models import Enrolment, Programme, TrainingClass, WaitingPlace
from training.operations.enrolment import seat_next_waiting
from training.operations.vouchers import issue_again

MOST_SEATS = 500


@transaction.atomic
def open_class(
    programme: Programme,
    *,
    starts_on: date,
    ends_on: date,
    seats: int,
    place: str,
    schedule: str,
    actor: User | None,
    at: datetime,
) -> TrainingClass:
    """A class that people may join. The same start and schedule a second time is the same class.

    Raises Invalid("starts_in_the_past" | "ends_before_it_starts" | "seats" | "place_missing" | "schedule_missing").
    """
    where, when = one_line(place)[:200], one_line(schedule)[:120]
    _refuse(starts_on, ends_on, seats, where, when, today=clock.legal_date(at))
    locked = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    there = locked.classes.filter(starts_on=starts_on, schedule=when).exclude(state=ClassState.CANCELLED).first()
    if there is not None:
        return there
    row = TrainingClass.objects.create(
        programme=locked,
        starts_on=starts_on,
        ends_on=ends_on,
        seats=seats,
        place=where,
        schedule=when,
        created_at=at,
    )
    row.log.create(move="open", from_state="", to_state=row.state, at=at, **signed_by(actor))
    return row


def _refuse(starts_on: date, ends_on: date, seats: int, place: str, schedule: str, *, today: date) -> None:
    if starts_on < today:
        raise Invalid("starts_in_the_past", _("Tanggal mulai sudah lewat."))
    if ends_on < starts_on:
        raise Invalid("ends_before_it_starts", _("Tanggal selesai tidak boleh sebelum tanggal mulai."))
    if not 1 <= seats <= MOST_SEATS:
        raise Invalid("seats", _("Kursi dari 1 sampai 500."))
    if not place:
        raise Invalid("place_missing", _("Tulis tempat kelas."))
    if not schedule:
        raise Invalid("schedule_missing", _("Tulis hari dan jam."))


@transaction.atomic
def set_taken(training_class: TrainingClass, *, taken: int, actor: User, at: datetime) -> TrainingClass:
    """How many seats somebody has, also outside JKP. A seat that comes free goes to the first in line.

    Raises Conflict("wrong_state") and Invalid("taken" | "taken_by_jkp").
    """
    locked = TrainingClass.objects.select_for_update(of=("self",)).get(pk=training_class.pk)
    if locked.state == ClassState.CANCELLED:
        raise Conflict("wrong_state", _("Kelas ini dibatalkan."))
    if not 0 <= taken <= locked.seats:
        raise Invalid("taken", _("Kursi terisi tidak boleh lebih banyak dari kursi yang ada."))
    if taken < locked.enrolments.exclude(state=EnrolmentState.WITHDRAWN).count():
        raise Invalid("taken_by_jkp", _("Peserta JKP di kelas ini lebih banyak dari itu."))
    if locked.taken != taken:
        audit.record("training.class.taken", actor=actor, at=at, subject=locked, was=locked.taken, now=taken)
        locked.taken = taken
        locked.save(update_fields=["taken"])
        seat_next_waiting(locked, at=at)
        locked.refresh_from_db(fields=["taken"])
    return locked


def close_class(training_class: TrainingClass, *, actor: User, at: datetime) -> TrainingClass:
    """Nobody more may join. Raises Conflict("wrong_state")."""
    return TrainingClass.workflow.move(training_class, "close", actor=actor, at=at)


def reopen_class(training_class: TrainingClass, *, actor: User, at: datetime) -> TrainingClass:
    """Raises Conflict("wrong_state")."""
    return TrainingClass.workflow.move(training_class, "reopen", actor=actor, at=at)


@transaction.atomic
def cancel_class(training_class: TrainingClass, *, reason: str, actor: User, at: datetime) -> TrainingClass:
    """Call it off for good. Who had a seat hears so, and gets another voucher where the rules allow one.

    Raises Invalid("reason_missing") and Conflict("wrong_state").
    """
    said = one_line(reason)[:500]
    if not said:
        raise Invalid("reason_missing", _("Tulis alasannya."))
    moved = TrainingClass.workflow.move(training_class, "cancel", actor=actor, at=at, note=said)
    audit.record("training.class.cancelled", actor=actor, at=at, subject=moved, reason=said)
    _let_go(moved, said, actor=actor, at=at)
    return moved


def _let_go(held: TrainingClass, reason: str, *, actor: User, at: datetime) -> None:
    """Everybody with a seat or a place in line."""
    running = held.enrolments.filter(state=EnrolmentState.ENROLLED).select_for_update(of=("self",)).order_by("pk")
    seats = list(running.select_related("person__user", "voucher__recommendation"))
    over = {"ended_on": clock.legal_date(at)}
    Enrolment.workflow.move_rows(seats, "withdraw", actor=actor, at=at, note=reason, each=lambda place: over)
    waiting = held.waiting.filter(state=WaitingState.WAITING).select_for_update(of=("self",)).order_by("pk")
    places = list(waiting.select_related("voucher__person__user"))
    WaitingPlace.workflow.move_rows(places, "leave", actor=actor, at=at, note=reason)
    for seat in seats:
        issue_again(seat.voucher.recommendation, at=at)
    people = {seat.voucher_id: seat.person.user for seat in seats} | {
        place.voucher_id: place.voucher.person.user for place in places
    }
    told = [
        Telling(user, "/pelatihan/", f"{held.pk}:{voucher}", {"when": held.starts_on})
        for voucher, user in people.items()
    ]
    notify_many("training_cancelled", told, at=at)
