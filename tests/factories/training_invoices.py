"""Invoices of institutes, made the way the institute makes them.

house()                     an institute with an account, its head and a member of staff
drafted(held)               the draft of a class that is over, by its head
sent(held), recommended(held), approved(held)     further on, each by an officer of its own
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from accounts.enums import Role
from accounts.models import User
from participants.models import Person
from tests.factories.accounts import UserFactory, officer
from tests.factories.participants import MORNING, PersonFactory
from tests.factories.training import RecommendationFactory
from tests.factories.training_money import BEGAN, InstituteStaffFactory, MeetingFactory, VoucherFactory, trained
from training.enums import AttendanceSource
from training.models import (
    Attendance,
    Enrolment,
    Institute,
    Invoice,
    TrainingClass,
    TrainingRecommendation,
    Voucher,
)
from training.operations.invoices import draft_invoice, sign_and_send
from training.operations.review import approve_invoice, recommend_invoice
from training.selectors.invoice_lines import live_lines, seal_of

OVER = MORNING + timedelta(days=14)  # Monday, 30 November 2026: the class of `trained` is over
HEAD = "Retno Palupi"
REPORT = "Semua materi selesai sesuai kurikulum."


@dataclass(frozen=True)
class House:
    institute: Institute
    head: User
    staff: User


def house(institute: Institute) -> House:
    """An account to be paid to, a head and somebody else."""
    institute.bank_code, institute.account, institute.account_tail = "009", "1234567890", "7890"
    institute.account_name = "LPK KARYA CONTOH"
    institute.save()
    head = InstituteStaffFactory(institute=institute, head=True, user=UserFactory(full_name=HEAD)).user
    return House(institute, head, InstituteStaffFactory(institute=institute).user)


def over(seats: int = 1, **fields: Any) -> tuple[TrainingClass, House]:
    """A class whose five meetings are recorded and whose last day was Saturday, 28 November 2026."""
    held = trained(seats, **{"meetings": (5, 5), "ends_on": date(2026, 11, 28)} | fields)
    return held, house(held.programme.institute)


def drafted(held: TrainingClass, at: datetime = OVER) -> Invoice:
    return draft_invoice(held, actor=head_of(held), at=at)


def head_of(held: TrainingClass) -> User:
    return held.programme.institute.staff.get(part="pimpinan").user


def send(invoice: Invoice, *, at: datetime = OVER, **changes: Any) -> Invoice:
    how = {"report": REPORT, "typed_name": HEAD, "seen": seal_of(live_lines(invoice))}
    return sign_and_send(invoice, at=at, **{"actor": head_of(invoice.training_class)} | how | changes)


def sent(held: TrainingClass, at: datetime = OVER) -> Invoice:
    return send(drafted(held, at), at=at)


def recommended(held: TrainingClass, by: User | None = None, at: datetime = OVER) -> Invoice:
    invoice = sent(held, at)
    return recommend_invoice(invoice, version=invoice.version, actor=by or officer(Role.REVIEWER), at=at)


def approved(held: TrainingClass, by: User | None = None, at: datetime = OVER) -> Invoice:
    invoice = recommended(held, at=at)
    return approve_invoice(invoice, version=invoice.version, actor=by or officer(Role.APPROVER), at=at)


def crowd(seats: int) -> tuple[TrainingClass, House]:
    """A class of hundreds, all of them there, in few statements."""
    held, home = over(seats=0, meetings=(1, 1))
    recommendation = RecommendationFactory(used=True, programme=held.programme)
    people = Person.objects.bulk_create(
        PersonFactory.build(unregistered=True, full_name=f"Peserta {n:03d} Contoh") for n in range(seats)
    )
    recommended_to = TrainingRecommendation.objects.bulk_create(
        TrainingRecommendation(
            person=person,
            programme=held.programme,
            made_by=recommendation.made_by,
            session_ref=recommendation.session_ref,
            why=recommendation.why,
            made_at=MORNING,
            valid_until=recommendation.valid_until,
            state=recommendation.state,
        )
        for person in people
    )
    vouchers = Voucher.objects.bulk_create(
        VoucherFactory.build(person=row.person, recommendation=row, redeemed=True) for row in recommended_to
    )
    enrolled = Enrolment.objects.bulk_create(
        Enrolment(training_class=held, person=voucher.person, voucher=voucher, price=1_850_000, enrolled_at=MORNING)
        for voucher in vouchers
    )
    meeting = held.meetings.first() or MeetingFactory(training_class=held, recorded=True)
    Attendance.objects.bulk_create(
        Attendance(
            meeting=meeting,
            enrolment=seat,
            person=seat.person,
            on=BEGAN,
            minutes=meeting.minutes,
            planned=meeting.minutes,
            source=AttendanceSource.ROSTER,
            recorded_at=meeting.locks_at,
        )
        for seat in enrolled
    )
    return held, home
