"""Partners in this process: BPJS holds what a story said, the bank takes every transfer, Dukcapil knows the dead."""

from datetime import date
from itertools import count
from typing import Any

from core import clock
from integrations.bank import TransferAnswer
from integrations.bpjs import (
    Contribution,
    ContributionsAnswer,
    JknSegment,
    Membership,
    MembershipAnswer,
    PreviousBenefit,
    PreviousBenefitsAnswer,
    Receipt,
    Scale,
)
from integrations.dukcapil import VitalStatus
from participants.models import BpjsSnapshot, Person
from tests.factories.claims import KnowsTheOwner

_numbers = count(1)


class Bpjs:
    """Answers from the last thing that the story told about the person."""

    def membership(self, nik: str) -> MembershipAnswer:
        told, person = _told(nik)["membership"], _person(nik)
        rows = [
            Membership("990", row["npp"], row["employer"], Scale(row["scale"]), tuple(row["programmes"]),
                       date.fromisoformat(row["since"]), None)
            for row in told["memberships"]
        ]  # fmt: skip
        registered_on = date.fromisoformat(told["registered_on"])
        return MembershipAnswer(
            True, True, person.born_on, registered_on, JknSegment(told["jkn"]), tuple(rows), clock.now()
        )

    def contributions(self, nik: str, first: date, last: date) -> ContributionsAnswer:
        rows = [
            Contribution(
                month=date.fromisoformat(f"{row['month']}-01"),
                npp=row["npp"],
                wage=row["wage"],
                paid_on=date.fromisoformat(row["paid_on"]) if row["paid_on"] else None,
                reported_on=date.fromisoformat(row["reported_on"]),
            )
            for row in _told(nik)["contributions"]
        ]
        return ContributionsAnswer(tuple(rows), clock.now())

    def previous_benefits(self, nik: str) -> PreviousBenefitsAnswer:
        rows = _told(nik)["previous_benefits"]
        benefits = [PreviousBenefit(date.fromisoformat(row["phk_on"]), row["months_paid"]) for row in rows]
        return PreviousBenefitsAnswer(tuple(benefits), clock.now())

    def notify_phk(self, notice: object, key: str) -> Receipt:
        return Receipt(f"BPJS-{key}", clock.now())

    def hand_over_verification(self, claim_no: str, payload: object, key: str) -> Receipt:
        return Receipt(f"BPJS-{key}", clock.now())


class Bank(KnowsTheOwner):
    """Takes every transfer; what becomes of it the story says."""

    def __init__(self) -> None:
        super().__init__("SITI RAHMAWATI")

    def transfer(self, *args: Any, **kwargs: Any) -> TransferAnswer:
        return TransferAnswer(accepted=True, code="", bank_reference=f"ST{next(_numbers):010d}")


class Dukcapil:
    def __init__(self) -> None:
        self.deaths: dict[str, date] = {}

    def vital_status(self, nik: str) -> VitalStatus:
        return VitalStatus(True, self.deaths.get(nik), clock.now())


class Sms:
    def send(self, key: str, to: str, text: str) -> str:
        return f"SMS{next(_numbers)}"


def _person(nik: str) -> Person:
    return next(person for person in Person.objects.order_by("pk") if person.nik == nik)


def _told(nik: str) -> dict[str, Any]:
    return BpjsSnapshot.objects.filter(person=_person(nik)).latest("fetched_at").payload
