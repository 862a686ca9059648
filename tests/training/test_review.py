"""Kemnaker reviews an invoice: two officers without a tie, the version that they saw, remarks a line (B30, B34)."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction

from accounts.enums import Role
from core import clock
from core.errors import Conflict, Invalid, NotAllowed
from core.models import AuditEvent
from notices.models import Notice
from tests.factories.accounts import RoleAssignmentFactory, UserFactory, officer
from tests.factories.participants import MORNING
from tests.factories.training_invoices import OVER, approved, over, recommended, send, sent
from tests.factories.training_money import InstituteStaffFactory
from training.enums import InvoiceState, PartnershipState
from training.models import Interest, Invoice, LineRemark, Partnership
from training.operations.invoices import refresh_invoice
from training.operations.review import approve_invoice, recommend_invoice, return_invoice
from training.policies import can_approve_invoice, can_recommend_payment, can_return_invoice
from training.selectors.invoice_lines import live_lines
from training.selectors.invoices import DUE, FRESH, LATE, age_of, documents_of, queue_numbers, remarks_of, standing_of

pytestmark = pytest.mark.django_db
REVIEW = {"version": 1, "at": OVER}


def both_roles():
    user = officer(Role.REVIEWER)
    RoleAssignmentFactory(user=user, role=Role.APPROVER)
    return user


def tied(kind, institute):
    """A reviewer and approver who must not judge this institute."""
    user = both_roles()
    if kind == "verified":
        Partnership.objects.create(
            institute=institute,
            number="KMT-1",
            state=PartnershipState.VERIFIED,
            begun_by=UserFactory(),
            begun_at=MORNING,
            submitted_at=MORNING,
            due_on=date(2026, 11, 30),
            checklist=1,
            verified_by=user,
            verified_at=MORNING,
        )
    elif kind == "interest":
        Interest.objects.create(
            officer=user,
            institute=institute,
            reason="Kakak saya memimpinnya.",
            since=date(2026, 11, 1),
            declared_by=user,
            declared_at=MORNING,
        )
    else:
        InstituteStaffFactory(institute=institute, user=user, until=date(2026, 10, 2))
    return user


def refusals():
    return list(AuditEvent.objects.filter(action="training.invoice.refused").values_list("facts", flat=True))


def test_a_reviewer_recommends_and_another_approves():
    held, home = over()
    reviewer, approver = officer(Role.REVIEWER), officer(Role.APPROVER)
    invoice = sent(held)
    for _twice in range(2):
        invoice = recommend_invoice(invoice, actor=reviewer, **REVIEW)
        assert (invoice.state, invoice.reviewed_by) == (InvoiceState.RECOMMENDED, reviewer)
    late = datetime(2026, 12, 15, 23, 59, tzinfo=clock.JAKARTA)
    for _twice in range(2):
        invoice = approve_invoice(invoice, version=1, actor=approver, at=late)
        assert (invoice.state, invoice.bill_on) == (InvoiceState.APPROVED, date(2027, 1, 1))
    assert Notice.objects.filter(event="invoice_approved", user=home.head, channel="inbox").count() == 1


def test_a_reviewer_does_not_approve_their_own_recommendation():
    user = both_roles()
    held, _house = over()
    invoice = recommended(held, by=user)
    assert not can_approve_invoice(user, invoice, date(2026, 11, 30))
    with pytest.raises(NotAllowed) as refused:
        approve_invoice(invoice, version=1, actor=user, at=OVER)
    assert refused.value.code == "own_recommendation"
    assert refusals() == [{"act": "approve", "why": "own_recommendation"}]
    invoice.refresh_from_db()
    assert invoice.state == InvoiceState.RECOMMENDED


def test_the_database_refuses_ones_own_recommendation_and_it_is_logged(monkeypatch):
    user = both_roles()
    held, _house = over()
    invoice = recommended(held, by=user)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invoice.objects.filter(pk=invoice.pk).update(approved_by=user)
    monkeypatch.setattr("training.operations.review._refuse_own", lambda invoice, actor: None)
    with pytest.raises(NotAllowed) as refused:
        approve_invoice(invoice, version=1, actor=user, at=OVER)
    assert refused.value.code == "database"
    assert refusals() == [{"act": "approve", "why": "database"}]


@pytest.mark.parametrize("kind", ["verified", "interest", "staff"])
def test_who_is_tied_to_the_institute_does_not_judge(kind):
    held, home = over()
    user = tied(kind, home.institute)
    invoice, today = sent(held), date(2026, 11, 30)
    with pytest.raises(NotAllowed) as refused:
        recommend_invoice(invoice, actor=user, **REVIEW)
    assert refused.value.code == kind
    with pytest.raises(NotAllowed):
        return_invoice(invoice, remark="Perbaiki.", remarks={}, actor=user, **REVIEW)
    with pytest.raises(InternalError), transaction.atomic():
        Invoice.objects.filter(pk=invoice.pk).update(reviewed_by=user)
    invoice = recommend_invoice(invoice, actor=officer(Role.REVIEWER), **REVIEW)
    with pytest.raises(NotAllowed):
        approve_invoice(invoice, actor=user, **REVIEW)
    with pytest.raises(InternalError), transaction.atomic():
        Invoice.objects.filter(pk=invoice.pk).update(approved_by=user)
    assert [fact["why"] for fact in refusals()] == [kind] * 3
    assert not can_recommend_payment(user, invoice, today)
    assert not can_return_invoice(user, invoice, today)
    assert not can_approve_invoice(user, invoice, today)


def test_an_interest_that_ended_ties_nobody():
    held, home = over()
    user = tied("interest", home.institute)
    Interest.objects.update(until=date(2026, 11, 30))
    assert recommend_invoice(sent(held), actor=user, **REVIEW).reviewed_by == user


def test_a_role_judges_its_own_step_only():
    held, _house = over()
    invoice = sent(held)
    for stranger in (officer(Role.APPROVER), officer(Role.BPJS_VERIFIER), UserFactory()):
        with pytest.raises(NotAllowed):
            recommend_invoice(invoice, actor=stranger, **REVIEW)
    invoice = recommend_invoice(invoice, actor=officer(Role.REVIEWER), **REVIEW)
    for stranger in (officer(Role.REVIEWER), UserFactory()):
        with pytest.raises(NotAllowed):
            approve_invoice(invoice, actor=stranger, **REVIEW)
        with pytest.raises(NotAllowed):
            return_invoice(invoice, remark="Perbaiki.", remarks={}, actor=stranger, **REVIEW)


def test_an_invoice_that_was_not_recommended_is_not_approved():
    held, _house = over()
    with pytest.raises(Conflict):
        approve_invoice(sent(held), actor=officer(Role.APPROVER), **REVIEW)


def test_an_invoice_comes_back_with_remarks_a_line_and_goes_again():
    held, home = over(seats=2)
    reviewer, invoice = officer(Role.REVIEWER), sent(held)
    line = live_lines(invoice)[0]
    about = {line.pk: "Periksa presensi 9 November.", live_lines(invoice)[1].pk: "  "}
    for _twice in range(2):
        invoice = return_invoice(invoice, remark="", remarks=about, actor=reviewer, **REVIEW)
    assert invoice.state == InvoiceState.RETURNED
    assert [r.text for r in remarks_of(invoice)[line.enrolment_id]] == ["Periksa presensi 9 November."]
    assert LineRemark.objects.count() == 1
    assert Notice.objects.filter(event="invoice_returned", user=home.head, channel="inbox").count() == 1
    row = line.enrolment.attendances.earliest("on")
    row.minutes -= 60
    row.save()
    first = documents_of(invoice)
    again = send(refresh_invoice(invoice, actor=home.staff, at=OVER))
    assert (again.version, again.reviewed_by) == (2, None)
    assert documents_of(again)["sptjm"] != first["sptjm"]
    with pytest.raises(Conflict) as refused:
        recommend_invoice(again, actor=reviewer, **REVIEW)
    assert refused.value.code == "stale"
    assert standing_of(home.institute, 2026).returned == 1


def test_returning_says_why_and_about_its_own_lines():
    held, _house = over()
    other, _home = over()
    invoice, foreign = sent(held), live_lines(sent(other))[0]
    how = {"actor": officer(Role.REVIEWER), **REVIEW}
    for remark, remarks, code in (
        (" ", {}, "remark_missing"),
        ("x" * 501, {}, "remark_too_long"),
        ("", {foreign.pk: "Salah."}, "no_such_line"),
    ):
        with pytest.raises(Invalid) as refused:
            return_invoice(invoice, remark=remark, remarks=remarks, **how)
        assert refused.value.code == code


def test_an_approver_sends_back_too():
    held, _house = over()
    invoice = return_invoice(
        recommended(held), remark="SPTJM bertanggal lama.", remarks={}, actor=officer(Role.APPROVER), **REVIEW
    )
    assert (invoice.state, invoice.remark) == (InvoiceState.RETURNED, "SPTJM bertanggal lama.")


def test_a_line_that_fails_by_now_stops_recommending_and_approving():
    held, _house = over()
    invoice = recommended(held)
    for row in held.enrolments.get().attendances.order_by("on")[:2]:
        row.minutes = 0
        row.save()
    with pytest.raises(Conflict) as refused:
        approve_invoice(invoice, actor=officer(Role.APPROVER), **REVIEW)
    assert refused.value.code == "line_fails"


def test_after_approval_nothing_changes():
    held, _home = over()
    invoice = approved(held)
    for act in (recommend_invoice, approve_invoice):
        with pytest.raises((Conflict, NotAllowed)):
            act(invoice, actor=both_roles(), **REVIEW)
    with pytest.raises(Conflict):
        return_invoice(invoice, remark="Perbaiki.", remarks={}, actor=officer(Role.REVIEWER), **REVIEW)
    with pytest.raises(InternalError), transaction.atomic():
        Invoice.objects.filter(pk=invoice.pk).update(total=1)
    with pytest.raises(InternalError), transaction.atomic():
        invoice.lines.update(is_live=False)


def test_the_queue_counts_by_state_and_age():
    assert [age_of(date(2026, 11, 30), day) for day in (date(2026, 12, 1), date(2026, 12, 4), date(2026, 12, 8))] == [
        FRESH,
        DUE,
        LATE,
    ]
    held, _house = over()
    sent(held)
    numbers = queue_numbers(officer(Role.REVIEWER), OVER + timedelta(days=10))
    assert list(numbers.rows) == [(InvoiceState.SENT, LATE, 1, 1_850_000)]
    assert (numbers.oldest, numbers.of(InvoiceState.SENT)) == (OVER, (1, 1_850_000))
