"""A voucher: issued when the rules are met, cancelled when its ground is gone, closed when its days are over."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit, clock
from core.chunks import Step, do_chunk
from core.codes import new_checked_code, shown
from core.errors import Conflict
from core.workflow import signed_by
from notices.letters import issue_letter
from notices.operations import Telling, notify, notify_many
from participants.models import Person
from rules.duties import VOUCHER_DAYS
from rules.training import is_met
from training.enums import ClassState, RecommendationState, VoucherState, WaitingState
from training.models import VOUCHER_CODE, TrainingRecommendation, Voucher, WaitingPlace
from training.selectors.pricing import ceiling_on
from training.selectors.vouchers import called_off, period_on, reasons_for

ALONE = "training.close_one_voucher"
_REPLACED = "Diganti voucher lain, karena programnya tidak ditawarkan."


@transaction.atomic
def issue_voucher(recommendation: TrainingRecommendation, *, actor: User | None, at: datetime) -> Voucher:
    """A voucher for one recommended programme. While it can be used, asking again gives the same.

    Raises Conflict("voucher_not_due", reasons=...) when a reason of VOU-01 to VOU-04 is not met or not known.
    """
    today = clock.legal_date(at)
    Person.objects.select_for_update(of=("self",)).get(pk=recommendation.person_id)  # two asks are one after the other
    rows = TrainingRecommendation.objects.select_for_update(of=("self",))
    held = rows.select_related("person__user", "programme__institute").get(pk=recommendation.pk)
    there = held.vouchers.active(today).first()
    if there is not None:
        return there
    _close_old(held.person, today, at)
    reasons = reasons_for(held, on=today)
    period = period_on(held.person, today)
    if is_met(reasons) is not True or period is None:
        raise Conflict("voucher_not_due", _("Voucher belum dapat diterbitkan."), reasons=reasons)
    last = min(today + timedelta(days=VOUCHER_DAYS.on(today).value - 1), held.valid_until, period.closes_on)
    voucher = Voucher.objects.create(
        person=held.person,
        recommendation=held,
        code=new_checked_code(VOUCHER_CODE),
        ceiling=ceiling_on(today),
        issued_at=at,
        valid_until=last,
    )
    voucher.log.create(move="issue", from_state="", to_state=voucher.state, at=at, **signed_by(actor))
    audit.record("training.voucher.issued", actor=actor, at=at, subject=voucher)
    _write_letter(voucher, at)
    notify(
        event="voucher_issued",
        user=held.person.user,
        at=at,
        link=f"/pelatihan/voucher/{voucher.pk}/",
        key=str(voucher.pk),
        due=last,
    )
    return voucher


def _write_letter(voucher: Voucher, at: datetime) -> None:
    """The same on paper: code, programme, institute, last day."""
    programme = voucher.recommendation.programme
    issue_letter(
        kind="voucher",
        user=voucher.person.user,
        subject=voucher,
        at=at,
        number=shown(voucher.code),
        programme=programme.title,
        institute=programme.institute.name,
        ceiling=voucher.ceiling,
        issued_on=clock.legal_date(at).isoformat(),
        valid_until=voucher.valid_until.isoformat(),
        nik=voucher.person.masked_nik,
    )


def issue_what_is_due(person: Person, *, at: datetime) -> Voucher | None:
    """The voucher of the only recommendation that one can be had for. With several the participant chooses."""
    rows = TrainingRecommendation.objects.filter(person=person).in_force(clock.legal_date(at))
    ready = [row for row in rows.select_related("person", "programme__institute") if _is_due(row, at)]
    return issue_voucher(ready[0], actor=None, at=at) if len(ready) == 1 else None


def _is_due(recommendation: TrainingRecommendation, at: datetime) -> bool:
    return is_met(reasons_for(recommendation, on=clock.legal_date(at))) is True


def issue_again(recommendation: TrainingRecommendation, *, at: datetime) -> Voucher | None:
    """After a class was called off: another voucher for the same programme, where the rules still allow one."""
    if not called_off(recommendation) or not _is_due(recommendation, at):
        return None
    return issue_voucher(recommendation, actor=None, at=at)


def cancel_vouchers(vouchers: QuerySet[Voucher], *, note: str, actor: User | None, at: datetime) -> list[Voucher]:
    """Take back what can still be used, and the places in line that it holds. In the caller's transaction."""
    rows = list(vouchers.filter(state=VoucherState.ACTIVE).select_for_update(of=("self",)).order_by("pk"))
    moved = Voucher.workflow.move_rows(rows, "cancel", actor=actor, at=at, note=note)
    leave_lines(moved, note=note, at=at)
    audit.record_many("training.voucher.cancelled", [(row, {}) for row in moved], actor=actor, at=at)
    return moved


def leave_lines(vouchers: list[Voucher], *, note: str, at: datetime) -> None:
    """Whoever has no voucher any more waits for no seat."""
    places = WaitingPlace.objects.filter(voucher__in=vouchers, state=WaitingState.WAITING)
    rows = list(places.select_for_update(of=("self",)).order_by("pk"))
    WaitingPlace.workflow.move_rows(rows, "leave", actor=None, at=at, note=note)


def _close_old(person: Person, today: date, at: datetime) -> None:
    """What does not stand in the way of another: a voucher whose days are over, where the nightly round has not come,
    and one of a programme that is not offered any more."""
    mine = Voucher.objects.filter(person=person)
    old = mine.filter(state=VoucherState.ACTIVE, valid_until__lt=today)
    _expire(list(old.select_related("person__user").select_for_update(of=("self",))), at)
    cancel_vouchers(mine.held_up(today), note=_REPLACED, actor=None, at=at)


# --- every day ---------------------------------------------------------------------------------------------------


def _vouchers_past(at: datetime) -> QuerySet[Voucher]:
    rows = Voucher.objects.filter(state=VoucherState.ACTIVE, valid_until__lt=clock.legal_date(at))
    return rows.select_related("person__user").order_by("pk")


def _expire(vouchers: list[Voucher], at: datetime) -> None:
    Voucher.workflow.move_rows(vouchers, "expire", actor=None, at=at)
    leave_lines(vouchers, note="", at=at)
    told = [Telling(row.person.user, f"/pelatihan/voucher/{row.pk}/", str(row.pk), {}) for row in vouchers]
    notify_many("voucher_expired", told, at=at)


def _recommendations_past(at: datetime) -> QuerySet[TrainingRecommendation]:
    today = clock.legal_date(at)
    return TrainingRecommendation.objects.filter(state=RecommendationState.OPEN, valid_until__lt=today).order_by("pk")


def _close_recommendations(rows: list[TrainingRecommendation], at: datetime) -> None:
    TrainingRecommendation.workflow.move_rows(rows, "expire", actor=None, at=at)


def _lines_past(at: datetime) -> QuerySet[WaitingPlace]:
    begun = Q(training_class__starts_on__lt=clock.legal_date(at)) | Q(training_class__state=ClassState.CANCELLED)
    return WaitingPlace.objects.filter(begun, state=WaitingState.WAITING).order_by("pk")


def _close_lines(rows: list[WaitingPlace], at: datetime) -> None:
    WaitingPlace.workflow.move_rows(rows, "leave", actor=None, at=at)


STEPS = (
    Step("expire_vouchers", _vouchers_past, _expire, ALONE),
    Step("expire_recommendations", _recommendations_past, _close_recommendations, ALONE),
    Step("close_lines", _lines_past, _close_lines, ALONE),
)


def expire_what_passed(*, at: datetime) -> int:
    """Close vouchers and recommendations whose last day is over, and lines of classes that began. Returns how many."""
    return sum(done for step in STEPS for done in iter(lambda step=step: do_chunk(step, at=at), 0))
