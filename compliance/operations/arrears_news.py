"""Who is told what about arrears: the employer's staff and the worker. Nothing personal leaves the portal."""

from datetime import date, datetime
from typing import Any

from accounts.models import User
from compliance.models import ArrearsCase, EmployerPayment
from core import clock
from notices.operations import Telling, notify, notify_many
from participants.selectors import staff_of


def employer_page(case: ArrearsCase) -> str:
    return f"/perusahaan/kepatuhan/tunggakan/{case.pk}/"


def worker_page(case: ArrearsCase) -> str:
    return f"/klaim/{case.claim_id}/tunggakan/"


def tell_owed(case: ArrearsCase, *, key: str, at: datetime) -> bool:
    """That the employer pays a month first. False when nobody acts for it in the portal."""
    return _tell_employer("arrears_owed", case, key=key, at=at, due=case.pay_by) > 0


def tell_declared(payment: EmployerPayment, *, at: datetime) -> None:
    _tell_worker("arrears_declared", payment.case, key=str(payment.pk), at=at)


def tell_confirmed(payment: EmployerPayment, *, by_officer: bool, at: datetime) -> None:
    """The employer hears until when it may ask the fund; the worker hears what an officer confirmed."""
    _tell_employer("arrears_confirmed", payment.case, key=str(payment.pk), at=at, due=payment.request_until)
    if by_officer:
        _tell_worker("arrears_confirmed_for_you", payment.case, key=str(payment.pk), at=at)


def tell_rejected(payment: EmployerPayment, *, at: datetime) -> None:
    _tell_employer("arrears_rejected", payment.case, key=str(payment.pk), at=at)


def tell_handed(case: ArrearsCase, *, at: datetime) -> None:
    """Once for each last day that passed."""
    key = f"{case.pk}:{case.pay_by}"
    _tell_worker("arrears_handed", case, key=key, at=at)
    _tell_employer("arrears_handed_employer", case, key=key, at=at)


def tell_settled(case: ArrearsCase, *, due: date, at: datetime) -> None:
    _tell_employer("arrears_settled", case, key=f"{case.pk}:{case.settled_on}", at=at, due=due)


def tell_returned(case: ArrearsCase, *, at: datetime) -> None:
    _tell_employer("reimbursement_returned", case, key=f"{case.pk}:{at.isoformat()}", at=at)


def tell_decided(case: ArrearsCase, *, at: datetime) -> None:
    _tell_employer("reimbursement_decided", case, key=str(case.pk), at=at)


def tell_bank(case: ArrearsCase, event: str, *, key: str, at: datetime) -> None:
    """`reimbursement_paid` or `reimbursement_failed`."""
    _tell_employer(event, case, key=key, at=at)


def _tell_employer(event: str, case: ArrearsCase, *, key: str, at: datetime, **facts: Any) -> int:
    people: list[User] = staff_of(case.employer_id, clock.legal_date(at))
    told = [Telling(user, employer_page(case), key, {"number": case.number, **facts}) for user in people]
    notify_many(event, told, at=at)
    return len(told)


def _tell_worker(event: str, case: ArrearsCase, *, key: str, at: datetime) -> None:
    user = case.claim.person.user
    if user is not None:
        notify(event=event, user=user, at=at, link=worker_page(case), key=key)
