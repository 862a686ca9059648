"""Both sides of the billing benchmark, and the approved invoices that they bill."""

import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import RoleAssignment, User
from core import clock
from core.codes import new_checked_code
from participants.models import Person
from training.enums import EnrolmentState, InvoiceState, LineBasis, RecommendationState, VoucherState
from training.models import (
    VOUCHER_CODE,
    BillingBatch,
    BillingItem,
    BillingLine,
    Enrolment,
    Institute,
    Invoice,
    InvoiceLine,
    Programme,
    TrainingClass,
    TrainingRecommendation,
    Voucher,
)
from training.operations.billing import build_billing, freeze_billing

BILL_ON, ANOTHER = date(2026, 12, 15), date(2026, 12, 1)
AT = datetime(2026, 12, 14, 9, 0, tzinfo=clock.JAKARTA)
COST, MINUTES = 1_850_000, 2_100
_STATEMENT = """
INSERT INTO training_billingline (id, batch_id, item_id, line_id, number, price)
SELECT gen_random_uuid(), it.batch_id, it.id, l.id, row_number() OVER (ORDER BY it.id, l.id), l.price
FROM training_billingitem it
JOIN training_invoiceline l ON l.invoice_id = it.invoice_id AND l.is_live
WHERE it.batch_id = %s
"""


def fill(count: int, a_class: int) -> None:
    """So many participants in classes of `a_class`, each class with an approved invoice of its own."""
    officers = [_user(role.name.lower(), role) for role in (Role.REVIEWER, Role.APPROVER)]
    head = _user("pimpinan", None)
    programmes = _programmes(-(-count // a_class))
    with transaction.atomic():
        for place, programme in enumerate(programmes):
            _invoice(programme, min(a_class, count - place * a_class), place, head, officers)
        batch = BillingBatch.objects.create(number="PLT-0", bill_on=ANOTHER, made_by=officers[0], made_at=AT)
        BillingItem.objects.bulk_create(
            BillingItem(batch=batch, invoice=invoice, count=invoice.count, total=invoice.total, is_live=False)
            for invoice in Invoice.objects.all()
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def by_statement() -> None:
    """The lines alone."""
    _undone(lambda: _write(BillingBatch.objects.get(bill_on=ANOTHER)))


def by_operations() -> None:
    """Checked, built and frozen, as an officer's two clicks do it."""
    _undone(_bill)


def queries() -> int:
    with CaptureQueriesContext(connection) as asked:
        by_operations()
    return len(asked)


def _undone(work: Callable[[], None]) -> None:
    """Do it with every key checked, as at a commit, and undo it."""
    with transaction.atomic():
        work()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def _write(batch: BillingBatch) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, [batch.pk])


def _bill() -> None:
    maker = User.objects.get(email="reviewer@tagihan.invalid")
    batch = build_billing(bill_on=BILL_ON, maker=maker, at=AT)
    batch = freeze_billing(batch, actor=maker, at=AT)
    written = BillingLine.objects.filter(batch=batch).count()
    if written != InvoiceLine.objects.count() or batch.count != written:
        raise AssertionError(f"{written} lines of {InvoiceLine.objects.count()} were billed")


def _user(name: str, role: Role | None) -> User:
    user = User.objects.create(email=f"{name}@tagihan.invalid", full_name=name.title(), password="!")  # noqa: S106
    if role is not None:
        RoleAssignment.objects.create(user=user, role=role, starts_on=date(2020, 1, 1))
    return user


def _programmes(count: int) -> list[Programme]:
    houses = Institute.objects.bulk_create(
        Institute(
            name=f"LPK {n} Contoh", slug=f"lpk-{n}", vin=f"98{n:07d}", kind="swasta", region_id="3372", created_at=AT
        )
        for n in range(count)
    )
    return Programme.objects.bulk_create(
        Programme(
            institute=house,
            title="Operator jahit garmen",
            slug="jahit",
            group="75",
            mode="luring",
            hours=160,
            days=20,
            cost=COST,
            priced_on=date(2026, 11, 16),
            requirements="-",
            learns="-",
            skills=["jahit"],
            state="listed",
            created_at=AT,
        )
        for house in houses
    )


def _invoice(programme: Programme, seats: int, place: int, head: User, officers: list[User]) -> None:
    held = TrainingClass.objects.create(
        programme=programme,
        starts_on=date(2026, 11, 9),
        ends_on=date(2026, 11, 28),
        seats=seats,
        taken=seats,
        place="-",
        schedule="-",
        created_at=AT,
    )
    enrolled = _seats(held, seats, place, officers[0])
    invoice = Invoice.objects.create(
        number=f"TG-2026-{place:04d}", training_class=held, made_by=head, made_at=AT, count=seats, total=seats * COST
    )
    InvoiceLine.objects.bulk_create(
        InvoiceLine(
            invoice=invoice,
            enrolment=seat,
            recommendation=seat.voucher.recommendation,
            price=COST,
            attended=MINUTES,
            planned=MINUTES,
            basis=LineBasis.ATTENDANCE,
        )
        for seat in enrolled
    )
    _judged(invoice, head, *officers)


def _seats(held: TrainingClass, seats: int, place: int, counsellor: User) -> list[Enrolment]:
    """People who were recommended the programme and redeemed their vouchers."""
    people = Person.objects.bulk_create(_person(place, n) for n in range(seats))
    advice = TrainingRecommendation.objects.bulk_create(
        TrainingRecommendation(
            person=person,
            programme=held.programme,
            made_by=counsellor,
            session_ref=uuid.uuid4(),
            why="-",
            made_at=AT,
            valid_until=date(2027, 2, 1),
            state=RecommendationState.USED,
        )
        for person in people
    )
    vouchers = _vouchers(advice)
    return Enrolment.objects.bulk_create(
        Enrolment(
            training_class=held,
            person=voucher.person,
            voucher=voucher,
            price=COST,
            enrolled_at=AT,
            state=EnrolmentState.COMPLETED,
        )
        for voucher in vouchers
    )


def _vouchers(advice: list[TrainingRecommendation]) -> list[Voucher]:
    return Voucher.objects.bulk_create(
        Voucher(
            person=row.person,
            recommendation=row,
            code=new_checked_code(VOUCHER_CODE),
            ceiling=2_400_000,
            issued_at=AT,
            valid_until=date(2026, 12, 31),
            state=VoucherState.REDEEMED,
        )
        for row in advice
    )


def _judged(invoice: Invoice, head: User, reviewer: User, approver: User) -> None:
    at = AT - timedelta(days=5)
    move = Invoice.workflow.move
    signed = {"signed_by": head, "signed_name": "-", "signed_at": at, "report": "-", "sent_at": at}
    invoice = move(invoice, "send", actor=head, at=at, version=1, bill_on=BILL_ON, **signed)
    invoice = move(invoice, "recommend", actor=reviewer, at=at, reviewed_by=reviewer, reviewed_at=at)
    invoice = move(invoice, "approve", actor=approver, at=at, approved_by=approver, approved_at=at)
    if invoice.state != InvoiceState.APPROVED:
        raise AssertionError(invoice.state)


def _person(place: int, n: int) -> Person:
    person = Person(full_name=f"Peserta {n}", born_on=date(1990, 7, 1), created_at=AT, region_id="3372")
    person.nik = f"99010101{place:05d}{n:03d}"
    return person
