"""The set of a quarter: planned once, prepared out of the register. It leaves as `exchange_files` lets it."""

import logging
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from compliance import exchange_policies as policies
from compliance.models import DataAgreement, Delivery
from compliance.models.exchange import DeliveryState
from compliance.operations.exchange_files import NOT_IN_FORCE, audited, fail, keep, locked, obstacle
from compliance.selectors.exchange import (
    HEADERS,
    last_quarter,
    months_of_quarter,
    ordered_fields,
    quarter_of,
    set_rows,
)
from core import clock
from core.errors import Conflict, ensure
from core.jobs import enqueue
from core.numbers import yearly_number
from rules.calendar import last_day

log = logging.getLogger(__name__)
JOB = "compliance.prepare_delivery"
AS_NEVER_MADE = {"problem": "", "prepared_at": None, "approved_by": None, "approved_at": None, "delivered_at": None}


def plan_deliveries(*, at: datetime) -> int:
    """Plan the set of the newest quarter for every agreement in force that has none. Returns how many are new."""
    today = clock.legal_date(at)
    quarter = last_quarter(today)
    due = DataAgreement.objects.in_force(today).filter(valid_from__lte=last_day(months_of_quarter(quarter)[-1]))
    missing = due.exclude(deliveries__quarter=quarter)
    return sum(_planned(agreement, quarter, actor=None, at=at)[1] for agreement in missing)


def ask_for_set(agreement: DataAgreement, *, quarter: date, actor: User, at: datetime) -> Delivery:
    """A quarter that is over, not later than the plan does it. The same quarter again is the same set.

    Raises NotAllowed, Conflict("not_in_force" | "quarter_open" | "before_agreement").
    """
    today = clock.legal_date(at)
    ensure(policies.can_propose(actor, agreement.province_id, today))
    if not agreement.in_force(today):
        raise Conflict("not_in_force", NOT_IN_FORCE)
    if quarter != quarter_of(quarter) or quarter > last_quarter(today):
        raise Conflict("quarter_open", _("Triwulan ini belum selesai."))
    if last_day(months_of_quarter(quarter)[-1]) < agreement.valid_from:
        raise Conflict("before_agreement", _("Triwulan ini sebelum perjanjian berlaku."))
    return _planned(agreement, quarter, actor=actor, at=at)[0]


@transaction.atomic
def _planned(agreement: DataAgreement, quarter: date, *, actor: User | None, at: datetime) -> tuple[Delivery, bool]:
    DataAgreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)  # one plan at a time
    known = Delivery.objects.filter(agreement=agreement, quarter=quarter).first()
    if known is not None:
        return known, False
    made = Delivery.objects.create(
        number=yearly_number("DTW", clock.legal_date(at).year),
        agreement=agreement,
        quarter=quarter,
        asked_by=actor,
        asked_at=at,
    )
    audited(made, "planned", actor=actor, at=at)
    enqueue(JOB, dedupe=f"{JOB}:{made.pk}:0", delivery_id=made.pk)
    return made, True


@transaction.atomic
def retry_delivery(delivery: Delivery, *, actor: User, at: datetime) -> Delivery:
    """Prepare once more what failed, also when it was approved before.

    Raises NotAllowed, Conflict("not_in_force" | "wrong_state").
    """
    delivery = locked(delivery)
    today = clock.legal_date(at)
    ensure(policies.can_propose(actor, delivery.agreement.province_id, today))
    if not delivery.agreement.in_force(today):
        raise Conflict("not_in_force", NOT_IN_FORCE)
    delivery = Delivery.workflow.move(delivery, "retry", actor=actor, at=at, asked_by=actor, **AS_NEVER_MADE)
    enqueue(JOB, dedupe=f"{JOB}:{delivery.pk}:{delivery.log.count()}", delivery_id=delivery.pk)
    audited(delivery, "retried", actor=actor, at=at)
    return delivery


def prepare_delivery(delivery: Delivery, *, at: datetime) -> Delivery:
    """Write, count and sign the set. One that is prepared already stays as it is.

    What stands in the way is a failed set with its reason: `agreement_over`, `months_missing`, `storage`.
    """
    delivery = Delivery.objects.select_related("agreement").get(pk=delivery.pk)
    if delivery.state != DeliveryState.DUE:
        return delivery
    if problem := obstacle(delivery, at):
        return fail(delivery, problem, at)
    try:
        return _prepare(delivery, at)
    except OSError:
        log.exception("set cannot be kept", extra={"delivery": delivery.number})
        return fail(delivery, "storage", at)


@transaction.atomic
def _prepare(delivery: Delivery, at: datetime) -> Delivery:
    delivery = locked(delivery)
    if delivery.state != DeliveryState.DUE:  # another worker was quicker
        return delivery
    agreement = delivery.agreement
    header = [HEADERS[field] for field in ordered_fields(agreement)]
    facts = keep(delivery, header, set_rows(agreement, delivery.quarter, on=clock.legal_date(at)))
    delivery = Delivery.workflow.move(delivery, "prepare", actor=None, at=at, prepared_at=at, **facts)
    audited(delivery, "prepared", actor=None, at=at, rows=facts["rows"], sha256=facts["sha256"])
    return delivery
