"""When somebody's benefit lets them train: claims tell, training keeps (TRN-06)."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from core import clock
from core.jobs import enqueue
from participants.models import Person
from rules.deadlines import training_period
from training.models import TrainingPeriod, TrainingRecommendation, Voucher
from training.operations.vouchers import cancel_vouchers, issue_what_is_due

MISSED_DAYS = 7  # a round that did not run is made up for
_ENDED = "Manfaat JKP berakhir."


@transaction.atomic
def set_period(claim_ref: UUID, *, person: Person, first_filed_on: date, at: datetime) -> TrainingPeriod:
    """Months 2 to 5 of a benefit; of one that runs again too. Twice is once. A voucher that is due now is issued."""
    window = training_period(first_filed_on)
    period, _is_new = TrainingPeriod.objects.update_or_create(
        claim_ref=claim_ref,
        defaults={"person": person, "opens_on": window.opens_on, "closes_on": window.closes_on, "ended_on": None},
    )
    issue_what_is_due(person, at=at)
    return period


@transaction.atomic
def end_period(claim_ref: UUID, *, on: date, at: datetime) -> TrainingPeriod | None:
    """The benefit ended: no training begins from that day on, and a voucher that was not used is taken back.

    Somebody in a class goes on until it ends. None: the benefit was granted before training knew of periods.
    """
    period = TrainingPeriod.objects.select_for_update().filter(pk=claim_ref).first()
    if period is None or period.ended_on is not None:
        return period
    period.ended_on = on
    period.save(update_fields=["ended_on"])
    cancel_vouchers(Voucher.objects.filter(person=period.person_id), note=_ENDED, actor=None, at=at)
    return period


def open_periods(*, at: datetime) -> int:
    """Look after the people whose months of training began in the last days: a voucher that is due is issued.

    Each in a job of its own, once a period. Returns how many were asked about.
    """
    today = clock.legal_date(at)
    recommended = TrainingRecommendation.objects.filter(person=OuterRef("person")).in_force(today)
    begun = TrainingPeriod.objects.containing(today).filter(
        Exists(recommended), opens_on__gt=today - timedelta(days=MISSED_DAYS)
    )
    for period in begun.order_by("pk"):
        enqueue("training.issue_due", dedupe=f"voucher:{period.pk}", person_id=period.person_id)
    return begun.count()
