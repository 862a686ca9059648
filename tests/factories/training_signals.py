"""Classes by the dozen for rules that look at many: written in few statements.

attended_class(minutes)          a class that is over: `minutes[person][meeting]`, of 420 a meeting
billed_class(house, seats=8)     over and billed, each seat with a line
recommended(counsellor, to, n)   so many recommendations to one institute
noted(...)                       a signal as the night leaves it
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from accounts.models import User
from participants.models import Person
from tests.factories.accounts import UserFactory
from tests.factories.participants import MORNING, PersonFactory
from tests.factories.training import InstituteFactory, ProgrammeFactory, RecommendationFactory, TrainingClassFactory
from tests.factories.training_money import SEVEN_HOURS, MeetingFactory, VoucherFactory, at_eight
from training.enums import AttendanceSource, EnrolmentState, InvoiceState, LineBasis, MeetingState, SignalKind
from training.models import (
    Attendance,
    Enrolment,
    Institute,
    Invoice,
    InvoiceLine,
    Meeting,
    Signal,
    TrainingClass,
    TrainingRecommendation,
    Voucher,
)
from training.operations.signals import Finding, note_signals

OVER = date(2026, 10, 5)  # Monday; six weeks before TODAY
Minutes = Sequence[Sequence[int]]


def seated(
    held: TrainingClass, count: int, state: str = EnrolmentState.COMPLETED, by: User | None = None, **fields: Any
) -> list[Enrolment]:
    """So many people with a seat, each with voucher and recommendation."""
    if state == EnrolmentState.WORKING:
        fields |= {"working_from": held.starts_on + timedelta(days=9), "ended_on": held.starts_on + timedelta(days=8)}
    people = Person.objects.bulk_create(
        PersonFactory.build(unregistered=True, full_name=f"Peserta {n:03d} Contoh") for n in range(count)
    )
    rows = _recommendations(by or UserFactory(), held.programme, people)
    vouchers = Voucher.objects.bulk_create(
        VoucherFactory.build(person=row.person, recommendation=row, redeemed=True) for row in rows
    )
    return Enrolment.objects.bulk_create(
        Enrolment(
            training_class=held,
            person=voucher.person,
            voucher=voucher,
            price=held.programme.cost,
            enrolled_at=MORNING,
            state=state,
            **fields,
        )
        for voucher in vouchers
    )


def _recommendations(by: User, programme: Any, people: Sequence[Person], **fields: Any) -> list[TrainingRecommendation]:
    if not people:
        return []
    built = RecommendationFactory.build(used=True, programme=programme, made_by=by, person=people[0])
    return TrainingRecommendation.objects.bulk_create(
        TrainingRecommendation(
            person=person,
            programme=programme,
            made_by=by,
            session_ref=built.session_ref,
            why=built.why,
            valid_until=built.valid_until,
            **{"made_at": MORNING - timedelta(days=1), "state": built.state} | fields,
        )
        for person in people
    )


def class_over(house: Institute | None = None, *, first: date = OVER, days: int = 26, **fields: Any) -> TrainingClass:
    """Over on the 27th day; of the programme named, of the institute's first one, or of a new one."""
    programme = fields.pop("programme", None) or (house and house.programmes.first())
    programme = programme or ProgrammeFactory(institute=house or InstituteFactory())
    return TrainingClassFactory(programme=programme, starts_on=first, ends_on=first + timedelta(days=days), **fields)


def meetings_of(held: TrainingClass, days: Sequence[date]) -> list[Meeting]:
    return Meeting.objects.bulk_create(
        MeetingFactory.build(training_class=held, starts_at=at_eight(day), state=MeetingState.RECORDED) for day in days
    )


def attended_class(minutes: Minutes, *, days: Sequence[date] = (), **fields: Any) -> TrainingClass:
    """`minutes` holds a row a person with a number a meeting; meetings are on `days`, or one a day from the first."""
    held = class_over(**fields)
    count = len(minutes[0])
    meetings = meetings_of(held, days or [held.starts_on + timedelta(days=n) for n in range(count)])
    seats = seated(held, len(minutes))
    Attendance.objects.bulk_create(
        Attendance(
            meeting=meeting,
            enrolment=seat,
            person=seat.person,
            on=meeting.starts_at.date(),
            minutes=row[place],
            planned=SEVEN_HOURS,
            source=AttendanceSource.ROSTER,
            recorded_at=meeting.locks_at,
        )
        for seat, row in zip(seats, minutes, strict=True)
        for place, meeting in enumerate(meetings)
    )
    return held


def billed_class(house: Institute, *, seats: int = 6, billed: int | None = None, fallen: int = 0, **fields: Any) -> Any:
    """A class whose invoice was sent, with `billed` lines; `fallen` more people dropped out."""
    held = class_over(house, seats=seats, taken=seats, **fields)
    people = seated(held, seats if billed is None else billed)
    if fallen:
        seated(held, fallen, EnrolmentState.MISSED)
    return bill(held, people)


def bill(held: TrainingClass, people: Sequence[Enrolment]) -> TrainingClass:
    """An invoice of these people, sent."""
    number = f"TG-2026-{Invoice.objects.count() + 1:04d}"
    invoice = Invoice.objects.create(number=number, training_class=held, made_by=UserFactory(), made_at=MORNING)
    InvoiceLine.objects.bulk_create(
        InvoiceLine(
            invoice=invoice,
            enrolment=seat,
            recommendation=seat.voucher.recommendation,
            price=seat.price,
            attended=SEVEN_HOURS,
            planned=SEVEN_HOURS,
            basis=LineBasis.ATTENDANCE,
        )
        for seat in people
    )
    invoice.count, invoice.total = len(people), sum(seat.price for seat in people)
    invoice.save()
    signed = {"signed_by": invoice.made_by, "signed_name": "Retno", "signed_at": MORNING, "report": "Selesai."}
    Invoice.workflow.move(
        invoice, "send", actor=None, at=MORNING, version=1, sent_at=MORNING, bill_on=date(2026, 12, 1), **signed
    )
    assert Invoice.objects.get(pk=invoice.pk).state == InvoiceState.SENT
    return held


def paid(held: TrainingClass) -> TrainingClass:
    """Its invoice all the way to the money."""
    invoice = Invoice.objects.get(training_class=held)
    judged = {"reviewed_by": UserFactory(), "reviewed_at": MORNING}
    approved = {"approved_by": UserFactory(), "approved_at": MORNING}
    for move, fields in (
        ("recommend", judged), ("approve", approved), ("bill", {}), ("accept", {}), ("pay", {"paid_on": OVER}),
    ):  # fmt: skip
        invoice = Invoice.workflow.move(invoice, move, actor=None, at=MORNING, **fields)
    return held


def recommended(by: User, programme: Any, count: int, **fields: Any) -> None:
    people = Person.objects.bulk_create(
        PersonFactory.build(unregistered=True, full_name=f"Peserta {n:03d} Contoh") for n in range(count)
    )
    _recommendations(by, programme, people, **fields)


def noted(kind: str = SignalKind.ALWAYS_FULL, house: Institute | None = None, **fields: Any) -> Signal:
    """An open signal; by default that an institute is always full."""
    house = house or InstituteFactory()
    facts = fields.pop("facts", None) or {
        "first": "2026-05-16", "last": "2026-11-15", "count": 3, "limits": {"classes": 3, "months": 6},
        "classes": [
            {"class": "", "title": "Las", "starts_on": "2026-06-01", "ends_on": f"2026-0{6 + n}-26", "seats": 8,
             "billed": 8} for n in range(3)
        ],
    }  # fmt: skip
    key = fields.pop("key", f"{house.pk.hex}:{kind}")
    at = fields.pop("at", MORNING)
    note_signals([Finding(SignalKind(kind), key, house.pk, facts=facts, **fields)], at=at)
    return Signal.objects.get(kind=kind, key=key)
