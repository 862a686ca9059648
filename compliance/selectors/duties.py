"""What waits for an employer: questions, notas, sanctions whose days run, benefits that it pays first, its refund."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db.models import Q, Value

from accounts.models import User
from compliance.enums import UNPAID_BY_EMPLOYER, AllegationState, ArrearsState, InspectionState
from compliance.models import Allegation, ArrearsCase, Inspection, SanctionCase
from participants.models import Employer


class DutyKind(StrEnum):
    """Where it is answered."""

    QUESTION = "question"
    NOTA = "nota"
    SANCTION = "sanction"
    ARREARS = "arrears"
    REFUND = "refund"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing that waits for the employer until the end of `due_on`."""

    kind: DutyKind
    pk: UUID
    number: str
    due_on: date


def duties_of(user: User, employer: Employer, on: date) -> list[Duty]:
    """What the employer still has to do, as somebody who acts for it may read it; the nearest day first."""
    questions = Allegation.objects.of_staff(user, on).filter(state=AllegationState.SERVED)
    notas = Inspection.objects.issued_to_staff(user, on).filter(
        state=InspectionState.ISSUED, reply=None, reply_until__isnull=False
    )
    sanctions = SanctionCase.objects.of_staff(user, on).open().filter(ends_on__isnull=False)
    cases = ArrearsCase.objects.of_staff(user, on)
    in_time = Q(request_until__gte=on) | Q(first_asked_on__isnull=False)
    found = [
        rows.filter(employer=employer).order_by().values_list(Value(kind.value), "pk", "number", day)
        for kind, rows, day in (
            (DutyKind.QUESTION, questions, "due_on"),
            (DutyKind.NOTA, notas, "reply_until"),
            (DutyKind.SANCTION, sanctions, "ends_on"),
            (DutyKind.ARREARS, cases.filter(state__in=UNPAID_BY_EMPLOYER).owing(), "pay_by"),
            (DutyKind.REFUND, cases.filter(in_time, state=ArrearsState.SETTLED), "request_until"),
            (DutyKind.ACCOUNT, cases.filter(state=ArrearsState.BANK_PROBLEM), "answer_due_on"),
        )
    ]
    duties = [Duty(DutyKind(kind), pk, number, day) for kind, pk, number, day in found[0].union(*found[1:], all=True)]
    return sorted(duties, key=lambda duty: (duty.due_on, duty.number))
