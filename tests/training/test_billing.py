"""The bill to BPJS: collected, frozen, approved by another, handed over once on its date."""

from datetime import date, timedelta

import pgtrigger
import pytest
import time_machine
from django.db import IntegrityError, InternalError, transaction

from accounts.enums import Role
from core.errors import Conflict, Invalid, NotAllowed
from core.models import Job
from integrations.errors import PartnerUnavailable
from notices.models import Letter, Notice
from tests.factories.accounts import RoleAssignmentFactory, UserFactory, officer
from tests.factories.training_billing import (
    ANSWERING,
    FIFTEENTH,
    FIRST,
    MAKING,
    SENDING,
    TakingBpjs,
    approved_billing,
    approved_invoice,
    billing,
    frozen_billing,
    house_of,
    sent_billing,
)
from tests.payments.together import run_together
from training.enums import BillingState, InvoiceState, LineBasis
from training.invariants import INVARIANTS
from training.models import BillingBatch, BillingItem, BillingLine, Interest, Invoice, InvoiceLine
from training.operations.billing import approve_billing, build_billing, cancel_billing, freeze_billing
from training.operations.billing_sending import remind_makers, send_billing
from training.selectors.billing import collectable, failing_lines, fingerprint_of, held_back
from training.tasks import send_billing as send_job

pytestmark = pytest.mark.django_db


def a_hand_in_the_database():
    """Lines that were sent stand still: only without their trigger can they change."""
    return pgtrigger.ignore("training.InvoiceLine:sent_lines_stand_still")


def everything_holds() -> bool:
    return not [fault for one in INVARIANTS for fault in one.broken(ANSWERING)]


def test_approved_invoices_of_the_date_are_collected_line_by_line():
    first, second = approved_invoice(2), approved_invoice(1)
    later = approved_invoice(1, bill_on=FIRST)
    batch = billing(first, second)
    assert (batch.invoices, batch.count, batch.total) == (2, 3, 3 * 1_850_000)
    assert set(BillingItem.objects.values_list("invoice", "count", "total")) == {
        (first.pk, 2, 3_700_000),
        (second.pk, 1, 1_850_000),
    }
    lines = BillingLine.objects.filter(batch=batch).order_by("number")
    assert list(lines.values_list("number", "line__invoice__number")) == [
        (1, first.number),
        (2, first.number),
        (3, second.number),
    ]
    assert list(collectable(FIRST, date(2026, 12, 16))) == [later]
    assert everything_holds()


def test_pressing_again_adds_what_was_approved_meanwhile_and_nothing_twice():
    batch = billing(approved_invoice(2))
    again = build_billing(bill_on=FIFTEENTH, maker=batch.made_by, at=MAKING)
    assert (again.pk, again.count) == (batch.pk, 2)
    approved_invoice(1)
    fuller = build_billing(bill_on=FIFTEENTH, maker=officer(Role.REVIEWER), at=MAKING)
    assert (fuller.pk, fuller.invoices, fuller.count) == (batch.pk, 2, 3)
    assert list(BillingLine.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]


def test_a_frozen_date_takes_no_more_and_what_is_late_goes_with_the_next():
    batch = frozen_billing(approved_invoice())
    late = approved_invoice()
    assert build_billing(bill_on=FIFTEENTH, maker=batch.made_by, at=MAKING) == batch
    assert list(collectable(FIRST, date(2026, 12, 16))) == [late]


@pytest.mark.parametrize("day", [date(2026, 12, 14), date(2026, 12, 1), date(2027, 1, 1)])
def test_only_the_next_date_is_built(day):
    approved_invoice()
    with pytest.raises(Invalid, match="not_the_next_date"):
        build_billing(bill_on=day, maker=officer(Role.REVIEWER), at=MAKING)


def test_on_the_date_itself_it_can_still_be_built():
    approved_invoice()
    assert build_billing(bill_on=FIFTEENTH, maker=officer(Role.REVIEWER), at=SENDING).count == 1


def test_nothing_approved_makes_no_batch():
    with pytest.raises(Conflict, match="nothing_approved"):
        build_billing(bill_on=FIFTEENTH, maker=officer(Role.REVIEWER), at=MAKING)
    assert not BillingBatch.objects.exists()


@pytest.mark.parametrize("role", [Role.APPROVER, Role.BPJS_VERIFIER])
def test_only_reviewers_build(role):
    approved_invoice()
    with pytest.raises(NotAllowed, match="role_needed"):
        build_billing(bill_on=FIFTEENTH, maker=officer(role), at=MAKING)


@pytest.mark.parametrize(
    "change",
    [
        {"attended": 1679},  # 79.95 percent of 2,100 minutes
        {"planned": 0, "attended": 0},
        {"price": 1_850_001},
        {"basis": LineBasis.WORK},
    ],
)
def test_an_invoice_with_a_line_that_fails_stays_behind(change):
    good, bad = approved_invoice(), approved_invoice()
    with a_hand_in_the_database():
        InvoiceLine.objects.filter(invoice=bad).update(**change)
    assert [line.invoice_id for line in failing_lines(FIFTEENTH)] == [bad.pk]
    assert list(held_back(FIFTEENTH, FIFTEENTH)) == [bad]
    billing(good)
    assert list(BillingItem.objects.values_list("invoice", flat=True)) == [good.pk]
    assert not everything_holds()


def test_exactly_eighty_percent_goes_along():
    invoice = approved_invoice()
    with a_hand_in_the_database():
        InvoiceLine.objects.filter(invoice=invoice).update(attended=1680)
    assert list(collectable(FIFTEENTH, FIFTEENTH)) == [invoice]


# --- freeze ------------------------------------------------------------------------------------------------------


def test_freezing_fingerprints_the_lines_once():
    batch = frozen_billing()
    assert batch.state == BillingState.FROZEN
    assert batch.sha256 == fingerprint_of(batch)
    assert freeze_billing(batch, actor=batch.made_by, at=ANSWERING).frozen_at == MAKING


def test_only_the_maker_freezes():
    with pytest.raises(NotAllowed, match="not_the_maker"):
        freeze_billing(billing(), actor=officer(Role.REVIEWER), at=MAKING)


def test_a_total_edited_by_hand_is_not_frozen():
    batch = billing()
    BillingBatch.objects.filter(pk=batch.pk).update(total=1)
    with pytest.raises(Conflict, match="total_differs"):
        freeze_billing(batch, actor=batch.made_by, at=MAKING)


def test_the_fingerprint_says_attendance_recommendation_and_price():
    batch = frozen_billing()
    with a_hand_in_the_database():
        InvoiceLine.objects.filter(invoice__items__batch=batch).update(attended=1)
    assert fingerprint_of(batch) != batch.sha256


def test_the_database_lets_no_line_join_a_frozen_batch():
    batch = frozen_billing()
    line = BillingLine.objects.filter(batch=batch).first()
    with pytest.raises(InternalError, match="takes no lines"), transaction.atomic():
        BillingLine.objects.create(batch=batch, item=line.item, line=line.line, number=99, price=1)
    with pytest.raises(InternalError), transaction.atomic():
        BillingLine.objects.filter(pk=line.pk).update(price=1)
    with pytest.raises(InternalError), transaction.atomic():
        BillingBatch.objects.filter(pk=batch.pk).update(total=1)


# --- approve -----------------------------------------------------------------------------------------------------


def test_another_officer_approves_what_was_shown_and_it_waits_for_its_date():
    batch = frozen_billing()
    approver = officer(Role.APPROVER)
    for _twice in range(2):
        batch = approve_billing(batch, shown_sha256=batch.sha256, actor=approver, at=MAKING)
        assert (batch.state, batch.approved_by) == (BillingState.APPROVED, approver)
    (job,) = Job.objects.filter(name="training.send_billing")
    assert job.due_at.isoformat() == "2026-12-14T17:00:00+00:00"  # the 15th begins in Jakarta
    assert set(Invoice.objects.values_list("state", flat=True)) == {InvoiceState.APPROVED}


def test_the_maker_does_not_approve():
    maker = officer(Role.REVIEWER)
    RoleAssignmentFactory(user=maker, role=Role.APPROVER)
    batch = frozen_billing(maker=maker) if approved_invoice() else None
    with pytest.raises(NotAllowed, match="own_batch"):
        approve_billing(batch, shown_sha256=batch.sha256, actor=maker, at=MAKING)
    with pytest.raises(IntegrityError), transaction.atomic():
        BillingBatch.objects.filter(pk=batch.pk).update(approved_by=maker)


def test_who_declared_a_tie_to_an_institute_does_not_approve_its_batch():
    invoice = approved_invoice()
    batch, approver = frozen_billing(invoice), officer(Role.APPROVER)
    Interest.objects.create(
        officer=approver,
        institute=house_of(invoice),
        reason="Kakak saya memimpinnya.",
        since=date(2026, 11, 1),
        declared_by=approver,
        declared_at=MAKING,
    )
    with pytest.raises(NotAllowed, match="tied") as raised:
        approve_billing(batch, shown_sha256=batch.sha256, actor=approver, at=MAKING)
    assert house_of(invoice).name in str(raised.value.message)


def test_another_fingerprint_is_not_approved():
    batch = frozen_billing()
    with pytest.raises(Conflict, match="batch_changed"):
        approve_billing(batch, shown_sha256="0" * 64, actor=officer(Role.APPROVER), at=MAKING)
    with pytest.raises(NotAllowed, match="role_needed"):
        approve_billing(batch, shown_sha256=batch.sha256, actor=officer(Role.REVIEWER), at=MAKING)


def test_a_draft_is_not_approved():
    batch = billing()
    with pytest.raises(Conflict, match="wrong_state"):
        approve_billing(batch, shown_sha256="", actor=officer(Role.APPROVER), at=MAKING)


# --- cancel ------------------------------------------------------------------------------------------------------


def test_a_cancelled_batch_lets_its_invoices_go_for_the_same_date():
    batch = frozen_billing()
    for _twice in range(2):
        batch = cancel_billing(batch, reason="Satu tagihan salah.", actor=officer(Role.APPROVER), at=MAKING)
        assert batch.state == BillingState.CANCELLED
    again = build_billing(bill_on=FIFTEENTH, maker=batch.made_by, at=MAKING)
    assert (again.pk != batch.pk, again.count) == (True, 2)
    assert everything_holds()


def test_an_approved_batch_is_not_cancelled_and_a_reason_is_needed():
    batch = approved_billing()
    with pytest.raises(Conflict, match="wrong_state"):
        cancel_billing(batch, reason="Salah.", actor=batch.made_by, at=MAKING)
    with pytest.raises(Invalid, match="reason_missing"):
        cancel_billing(batch, reason=" ", actor=batch.made_by, at=MAKING)
    with pytest.raises(NotAllowed, match="not_the_maker"):
        cancel_billing(batch, reason="Salah.", actor=officer(Role.REVIEWER), at=MAKING)


# --- send --------------------------------------------------------------------------------------------------------


def test_on_its_date_it_is_handed_over_with_its_lines_and_a_letter():
    batch, bpjs = approved_billing(), TakingBpjs()
    assert send_billing(batch, bpjs=bpjs, at=MAKING).state == BillingState.APPROVED  # the day before
    batch = send_billing(batch, bpjs=bpjs, at=SENDING)
    assert (batch.state, batch.due_on, batch.receipt_no) == (
        BillingState.SENT,
        date(2026, 12, 22),
        f"TRN-{batch.number}",
    )
    ((bill, key),) = bpjs.taken
    assert (key, bill.total, bill.sha256) == (batch.number, 3_700_000, batch.sha256)
    (invoice,) = bill.invoices
    assert [(p.number, p.price, p.basis) for p in invoice.people] == [
        (1, 1_850_000, "presensi"),
        (2, 1_850_000, "presensi"),
    ]
    assert set(Invoice.objects.values_list("state", flat=True)) == {InvoiceState.BILLED}
    letter = Letter.objects.get(kind="billing_letter")
    assert (letter.user, letter.subject_id) == (batch.approved_by, str(batch.pk))
    send_billing(batch, bpjs=bpjs, at=ANSWERING)
    assert len(bpjs.taken) == 1
    assert everything_holds()


def test_a_silent_bpjs_leaves_it_approved_and_the_key_is_the_same_next_time():
    class Silent(TakingBpjs):
        def bill_training(self, bill, key):
            self.taken.append((bill, key))
            raise PartnerUnavailable("bpjs", "slow")

    batch, bpjs = approved_billing(), Silent()
    with pytest.raises(PartnerUnavailable):
        send_billing(batch, bpjs=bpjs, at=SENDING)
    batch.refresh_from_db()
    assert batch.state == BillingState.APPROVED
    again = TakingBpjs()
    assert send_billing(batch, bpjs=again, at=SENDING).state == BillingState.SENT
    assert again.taken == bpjs.taken


def test_a_sunday_is_a_date_and_the_days_of_bpjs_are_working_days():
    """1 November 2026 is a Sunday: it goes that day, and the fifth working day after it is Friday the 6th."""
    from_sunday = date(2026, 11, 1)
    at = MAKING.replace(month=10, day=31)
    approved_invoice(bill_on=from_sunday)
    batch = build_billing(bill_on=from_sunday, maker=officer(Role.REVIEWER), at=at)
    batch = freeze_billing(batch, actor=batch.made_by, at=at)
    batch = approve_billing(batch, shown_sha256=batch.sha256, actor=officer(Role.APPROVER), at=at)
    batch = send_billing(batch, bpjs=TakingBpjs(), at=at + timedelta(days=1))
    assert (batch.bill_on.isoweekday(), batch.due_on) == (7, date(2026, 11, 6))


@pytest.mark.django_db(transaction=True)
def test_two_makers_at_once_collect_one_batch(transactional_db):
    approved_invoice(1), approved_invoice(2)
    makers = iter([officer(Role.REVIEWER) for _maker in range(3)])
    run_together(3, lambda: build_billing(bill_on=FIFTEENTH, maker=next(makers), at=MAKING))
    batch = BillingBatch.objects.get()
    assert (batch.invoices, batch.count) == (2, 3)
    assert BillingLine.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_the_job_hands_over_to_the_sandbox_once(partners, transactional_db):
    batch = approved_billing()
    with time_machine.travel(SENDING, tick=True):
        send_job(str(batch.pk))
        send_job(str(batch.pk))
    batch.refresh_from_db()
    (taken,) = partners.outbox()["training_bills"]
    assert (batch.state, batch.receipt_no) == (BillingState.SENT, taken["receipt_no"])
    assert taken["doc"]["total"] == batch.total


# --- reminded ----------------------------------------------------------------------------------------------------


def test_the_day_before_reviewers_hear_once_that_nobody_has_frozen():
    reviewer = officer(Role.REVIEWER)
    Notice.objects.all().delete()
    assert remind_makers(at=MAKING) == 0  # nothing waits
    approved_invoice()
    assert remind_makers(at=MAKING - timedelta(days=1)) == 0
    assert remind_makers(at=MAKING) >= 1
    remind_makers(at=MAKING)
    assert Notice.objects.filter(event="billing_due", user=reviewer, channel="inbox").count() == 1


def test_nobody_is_reminded_of_a_frozen_batch():
    frozen_billing()
    assert remind_makers(at=MAKING) == 0


def test_who_is_nobody_sees_no_batch():
    batch = sent_billing()
    on = ANSWERING.date()
    assert list(BillingBatch.objects.visible_to(officer(Role.BPJS_VERIFIER), on)) == [batch]
    assert not BillingBatch.objects.visible_to(UserFactory(), on).exists()
