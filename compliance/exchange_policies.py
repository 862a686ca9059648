"""Who may do what in data exchange: the province's coordinator proposes, an administrator approves (never the same)."""

from datetime import date, timedelta

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role, regions_of
from compliance.models import DataAgreement, Delivery, PartnerKey, Reconciliation

RENEW_WITHIN = timedelta(days=30)


def can_propose(user: User, province: str, on: date) -> bool:
    return regions_of(user, Role.INSPECTION_COORDINATOR, on=on).covers(province)


def proposes_somewhere(user: User, on: date) -> bool:
    return has_role(user, Role.INSPECTION_COORDINATOR, on=on)


def can_approve_agreement(user: User, agreement: DataAgreement, on: date) -> bool:
    return has_role(user, Role.ADMINISTRATOR, on=on) and agreement.proposed_by_id != user.pk


def can_end(user: User, agreement: DataAgreement, on: date) -> bool:
    """Either side of the two: to stop is quicker than to begin."""
    return has_role(user, Role.ADMINISTRATOR, on=on) or can_propose(user, agreement.province_id, on)


def can_approve_key(user: User, key: PartnerKey, on: date) -> bool:
    return has_role(user, Role.ADMINISTRATOR, on=on) and key.proposed_by_id != user.pk


def can_ask_for_set(user: User, agreement: DataAgreement, on: date) -> bool:
    return can_propose(user, agreement.province_id, on) and agreement.in_force(on)


def can_approve_set(user: User, delivery: Delivery | Reconciliation, on: date) -> bool:
    allowed = has_role(user, Role.ADMINISTRATOR, on=on) and delivery.asked_by_id != user.pk
    return allowed and delivery.agreement.in_force(on)


def can_hand_over(user: User, delivery: Delivery | Reconciliation, on: date) -> bool:
    """Give the file to the partner by hand: the coordinator of the province, while the agreement is in force."""
    return can_ask_for_set(user, delivery.agreement, on)


def can_send_list(user: User, agreement: DataAgreement, on: date) -> bool:
    return agreement.may_reconcile and can_ask_for_set(user, agreement, on)


def can_refuse_list(user: User, made: Reconciliation, on: date) -> bool:
    """Also when the agreement is over: nothing leaves by it."""
    return has_role(user, Role.ADMINISTRATOR, on=on) and made.asked_by_id != user.pk
