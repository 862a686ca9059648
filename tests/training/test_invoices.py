"""An institute writes an invoice: what is proposed and why not, the head's signature, what cannot be (B30)."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction

from accounts.enums import Role
from core import clock
from core.errors import Conflict, Invalid, NotAllowed
from notices.enums import LetterKind
from notices.letters import issue_letter
from notices.models import Letter
from tests.factories.accounts import UserFactory, officer
from tests.factories.participants import MORNING, PersonFactory
from tests.factories.training import RecommendationFactory
from tests.factories.training_invoices import HEAD, OVER, drafted, over, send, sent
from tests.factories.training_money import (
    AttendanceFactory,
    EnrolmentFactory,
    InstituteStaffFactory,
    MeetingFactory,
    VoucherFactory,
    at_eight,
    trained,
)
from training.enums import InvoiceState, LineBasis
from training.models import Enrolment, Invoice, InvoiceLine, ProgrammePrice
from training.operations.invoices import cancel_invoice, draft_invoice, drop_line, refresh_invoice, take_line
from training.selectors.invoice_lines import live_lines, proposals
from training.selectors.invoices import billable_classes, documents_of, invoice_counts, soonest_batch

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 30)


def codes(held, **how):
    """The failing conditions of each seat."""
    return [[reason.code for reason in one.reasons if reason.met is not True] for one in proposals(held, on=DAY, **how)]


def price(programme, cost, *, set_on=date(2026, 11, 1), set_at=MORNING):
    return ProgrammePrice.objects.create(
        programme=programme, cost=cost, ceiling=2_400_000, set_on=set_on, set_at=set_at, why="Ditinjau."
    )


def working(held, *, letter=True):
    """Somebody who was at two of the first ten meetings and then found work."""
    seat = EnrolmentFactory(training_class=held, working=True)
    for meeting in held.meetings.order_by("starts_at")[:12]:
        there = meeting.minutes if meeting.starts_at < at_eight(date(2026, 11, 11)) else 0
        AttendanceFactory(enrolment=seat, meeting=meeting, minutes=there)
    if letter:
        issue_letter(
            kind=LetterKind.TRAINING_ATTENDED,
            user=UserFactory(),
            subject=seat,
            at=MORNING,
            number="STM-1",
            programme="Menjahit",
            institute="LPK",
            started_on=held.starts_on,
            last_on=seat.ended_on,
            working_from=seat.working_from,
        )
    return seat


# --- what is proposed --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("meetings", "failing"), [((16, 20), []), ((15, 20), ["LIN-02"]), ((20, 20), [])])
def test_80_percent_of_the_minutes_is_billed_and_less_is_not(meetings, failing):
    assert codes(trained(meetings=meetings)) == [failing]


def test_one_minute_less_than_80_percent_is_not_billed():
    held = trained(meetings=(16, 20))
    row = held.enrolments.get().attendances.filter(minutes__gt=0).earliest("on")
    row.minutes -= 1
    row.save()
    assert codes(held) == [["LIN-02"]]


def test_a_meeting_that_nobody_wrote_down_is_a_reason():
    held = trained(meetings=(20, 20))
    MeetingFactory(training_class=held, starts_at=at_eight(date(2026, 11, 29)))
    assert codes(held) == [["LIN-06"]]


def test_a_cancelled_meeting_counts_neither_way():
    held = trained(meetings=(16, 20))
    MeetingFactory(training_class=held, starts_at=at_eight(date(2026, 11, 29)), cancelled=True)
    assert codes(held) == [[]]


def test_a_class_without_meetings_is_not_known_to_be_attended():
    assert codes(EnrolmentFactory().training_class) == [["LIN-02"]]


def test_who_found_work_is_billed_by_the_letter_and_not_without_it():
    held = trained(seats=0)
    working(held, letter=False)
    assert codes(held) == [["LIN-03"]]
    working(held)
    line = next(one for one in proposals(held, on=DAY) if one.payable)
    assert (line.facts.attended, line.facts.planned) == (2 * 420, 12 * 420)
    assert line.values["basis"] == LineBasis.WORK


def test_a_voucher_for_another_programme_is_not_billed():
    held = trained()
    person = PersonFactory()
    other = RecommendationFactory(person=person, used=True)
    voucher = VoucherFactory(person=person, recommendation=other, redeemed=True)
    seat = EnrolmentFactory(training_class=held, person=person, voucher=voucher)
    for meeting in held.meetings.all():
        AttendanceFactory(enrolment=seat, meeting=meeting)
    assert sorted(codes(held)) == [[], ["LIN-01"]]


def test_a_price_that_was_not_approved_is_refused():
    held = trained()
    price(held.programme, 1_850_000)
    assert codes(held) == [[]]
    price(held.programme, 1_700_000, set_on=date(2026, 11, 15))
    assert codes(held) == [["LIN-04"]]


def test_a_price_of_a_later_day_changes_nothing_for_who_has_a_seat():
    held = trained()
    price(held.programme, 1_850_000)
    price(held.programme, 2_000_000, set_on=date(2026, 11, 17))
    price(held.programme, 2_100_000, set_on=MORNING.date(), set_at=MORNING + timedelta(seconds=1))
    assert codes(held) == [[]]


# --- the draft ---------------------------------------------------------------------------------------------------


def test_a_draft_has_the_payable_seats_and_their_sum():
    held, _house = over(seats=3)
    refused = EnrolmentFactory(training_class=held)
    for meeting in held.meetings.all():
        AttendanceFactory(enrolment=refused, meeting=meeting, absent=True)
    invoice = drafted(held)
    assert (invoice.state, invoice.count, invoice.total) == (InvoiceState.DRAFT, 3, 5_550_000)
    assert not invoice.lines.filter(enrolment=refused).exists()
    assert invoice.number == "TG-2026-0001"


def test_drafting_again_is_the_same_invoice():
    held, _house = over()
    assert drafted(held) == drafted(held)
    assert Invoice.objects.count() == 1


def test_a_class_that_goes_on_is_not_billed_but_for_who_works():
    held, home = over(seats=2)
    during = OVER - timedelta(days=3)
    with pytest.raises(Conflict) as refused:
        drafted(held, during)
    assert refused.value.code == "not_over"
    works = working(held)
    MeetingFactory(training_class=held, starts_at=at_eight(date(2026, 11, 29)))
    invoice = draft_invoice(held, actor=home.staff, at=during)
    assert [line.enrolment for line in live_lines(invoice)] == [works]


def test_nothing_payable_is_said():
    held, _house = over(meetings=(15, 20))
    with pytest.raises(Conflict) as refused:
        drafted(held)
    assert refused.value.code == "nothing_payable"
    assert not Invoice.objects.exists()


def test_only_who_acts_for_the_institute_writes_its_invoice():
    held, _house = over()
    left = InstituteStaffFactory(institute=held.programme.institute, until=date(2026, 11, 30))
    for stranger in (UserFactory(), InstituteStaffFactory().user, left.user):
        with pytest.raises(NotAllowed):
            draft_invoice(held, actor=stranger, at=OVER)


def test_somebody_is_left_out_and_taken_again():
    held, home = over(seats=2)
    invoice = drafted(held)
    seat = live_lines(invoice)[0].enrolment
    for _twice in range(2):
        invoice = drop_line(invoice, enrolment_id=seat.pk, actor=home.staff, at=OVER)
        assert (invoice.count, invoice.total) == (1, 1_850_000)
    invoice = refresh_invoice(invoice, actor=home.staff, at=OVER)
    assert invoice.count == 1
    for _twice in range(2):
        invoice = take_line(invoice, enrolment_id=seat.pk, actor=home.staff, at=OVER)
        assert (invoice.count, invoice.total) == (2, 3_700_000)


def test_a_seat_of_another_institute_is_no_line():
    held, home = over()
    other, _house = over()
    invoice, foreign = drafted(held), other.enrolments.get()
    for act in (take_line, drop_line):
        with pytest.raises(Invalid) as refused:
            act(invoice, enrolment_id=foreign.pk, actor=home.head, at=OVER)
        assert refused.value.code == "no_such_line"


def test_a_seat_that_is_not_payable_cannot_be_taken():
    held, home = over()
    refused_seat = EnrolmentFactory(training_class=held)
    for meeting in held.meetings.all():
        AttendanceFactory(enrolment=refused_seat, meeting=meeting, absent=True)
    with pytest.raises(Invalid) as refused:
        take_line(drafted(held), enrolment_id=refused_seat.pk, actor=home.head, at=OVER)
    assert (refused.value.code, refused.value.facts["reasons"]) == ("not_payable", "LIN-02")


def test_refreshing_reads_attendance_again():
    held, home = over(seats=2, meetings=(17, 20))
    invoice = drafted(held)
    down, up = (line.enrolment for line in live_lines(invoice))
    for row in down.attendances.filter(minutes=420).order_by("on")[:2]:
        row.minutes = 0
        row.save()
    row = up.attendances.filter(minutes=0).earliest("on")
    row.minutes = 420
    row.save()
    invoice = refresh_invoice(invoice, actor=home.staff, at=OVER)
    (line,) = live_lines(invoice)
    assert (line.enrolment, line.attended) == (up, 18 * 420)
    assert (invoice.count, invoice.total) == (1, 1_850_000)


def test_nobody_is_billed_twice():
    held, home = over(seats=2)
    first = drafted(held)
    one, two = (line.enrolment for line in live_lines(first))
    drop_line(first, enrolment_id=two.pk, actor=home.head, at=OVER)
    send(first)
    second = drafted(held)
    assert [line.enrolment for line in live_lines(second)] == [two]
    with pytest.raises(Invalid) as refused:
        take_line(second, enrolment_id=one.pk, actor=home.head, at=OVER)
    assert refused.value.facts["reasons"] == "LIN-05"
    with pytest.raises(IntegrityError), transaction.atomic():
        InvoiceLine.objects.create(
            invoice=second,
            enrolment=one,
            recommendation_id=one.voucher.recommendation_id,
            price=1,
            attended=1,
            planned=1,
            basis=LineBasis.ATTENDANCE,
        )


def test_a_cancelled_invoice_lets_its_participants_go():
    held, home = over(seats=2)
    invoice = drafted(held)
    for _twice in range(2):
        assert cancel_invoice(invoice, actor=home.staff, at=OVER).state == InvoiceState.CANCELLED
    assert drafted(held).count == 2


# --- signing and sending -----------------------------------------------------------------------------------------


def test_the_head_signs_and_the_invoice_goes_with_its_papers():
    held, home = over(seats=2)
    invoice = sent(held)
    assert (invoice.state, invoice.version, invoice.signed_by, invoice.signed_name) == (
        InvoiceState.SENT,
        1,
        home.head,
        HEAD,
    )
    papers = documents_of(invoice)
    assert set(papers) == {LetterKind.LPK_REPORT, LetterKind.LPK_REQUEST, LetterKind.SPTJM}
    assert papers[LetterKind.SPTJM].facts["total"] == 3_700_000
    assert len(papers[LetterKind.LPK_REPORT].facts["rows"]) == 2
    assert papers[LetterKind.LPK_REQUEST].facts["account"] == "BNI, LPK KARYA CONTOH, •••• 7890"


def test_sending_twice_sends_once():
    held, _house = over()
    invoice = drafted(held)
    assert send(invoice).version == send(invoice).version == 1
    assert Letter.objects.filter(kind=LetterKind.SPTJM).count() == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"typed_name": ""}, "name_differs"),
        ({"typed_name": "Joko Susilo"}, "name_differs"),
        ({"report": " \n"}, "report_missing"),
        ({"report": "x" * 5_001}, "report_too_long"),
    ],
)
def test_an_invoice_without_signature_or_report_is_not_sent(change, code):
    held, _house = over()
    invoice = drafted(held)
    with pytest.raises(Invalid) as refused:
        send(invoice, **change)
    assert refused.value.code == code
    invoice.refresh_from_db()
    assert invoice.state == InvoiceState.DRAFT


def test_the_database_refuses_an_unsigned_invoice():
    held, _house = over()
    invoice = drafted(held)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invoice.objects.filter(pk=invoice.pk).update(state=InvoiceState.SENT, version=1)


def test_only_the_head_signs():
    held, home = over()
    with pytest.raises(NotAllowed) as refused:
        send(drafted(held), actor=home.staff)
    assert refused.value.code == "not_head"


def test_without_an_account_nothing_is_sent():
    held = trained(ends_on=date(2026, 11, 28))
    InstituteStaffFactory(institute=held.programme.institute, head=True, user=UserFactory(full_name=HEAD))
    with pytest.raises(Invalid) as refused:
        sent(held)
    assert refused.value.code == "account_missing"


def test_what_changed_since_it_was_shown_is_not_signed():
    held, home = over(seats=2)
    invoice = drafted(held)
    seen = "0" * 64
    with pytest.raises(Conflict) as refused:
        send(invoice, seen=seen)
    assert refused.value.code == "stale"
    row = live_lines(invoice)[0].enrolment.attendances.earliest("on")
    row.minutes -= 60
    row.save()
    with pytest.raises(Conflict) as refused:
        send(invoice)
    assert refused.value.code == "lines_changed"
    assert send(refresh_invoice(invoice, actor=home.staff, at=OVER)).state == InvoiceState.SENT


def test_an_invoice_without_lines_is_not_sent():
    held, home = over()
    invoice = drafted(held)
    drop_line(invoice, enrolment_id=held.enrolments.get().pk, actor=home.head, at=OVER)
    with pytest.raises(Invalid) as refused:
        send(invoice)
    assert refused.value.code == "empty"


@pytest.mark.parametrize(
    ("moment", "bill_on"),
    [
        (datetime(2026, 12, 14, 23, 59, tzinfo=clock.JAKARTA), date(2026, 12, 15)),
        (datetime(2026, 12, 15, 0, 0, tzinfo=clock.JAKARTA), date(2027, 1, 1)),
        (datetime(2026, 12, 15, 23, 59, tzinfo=clock.JAKARTA), date(2027, 1, 1)),
        (datetime(2026, 12, 31, 23, 59, tzinfo=clock.JAKARTA), date(2027, 1, 1)),
        (datetime(2027, 1, 1, 0, 0, tzinfo=clock.JAKARTA), date(2027, 1, 15)),
    ],
)
def test_what_is_sent_on_the_15th_goes_with_the_1st(moment, bill_on):
    held, _house = over()
    assert sent(held, at=moment).bill_on == bill_on == soonest_batch(clock.legal_date(moment))


@pytest.mark.parametrize("change", [{"total": 9}, {"count": 9}, {"version": 2}])
def test_the_sum_of_a_sent_invoice_cannot_be_edited(change):
    held, _house = over()
    invoice = sent(held)
    with pytest.raises(InternalError), transaction.atomic():
        Invoice.objects.filter(pk=invoice.pk).update(**change)


def test_a_total_edited_by_hand_is_recomputed_or_refused():
    held, home = over(seats=2)
    invoice = drafted(held)
    Invoice.objects.filter(pk=invoice.pk).update(total=99_000_000)
    with pytest.raises(InternalError), transaction.atomic():
        send(invoice)
    assert send(refresh_invoice(invoice, actor=home.staff, at=OVER)).total == 3_700_000


def test_lines_of_a_sent_invoice_stand_still():
    held, home = over(seats=2)
    invoice = sent(held)
    with pytest.raises(InternalError), transaction.atomic():
        InvoiceLine.objects.filter(invoice=invoice).update(price=1)
    for act in (drop_line, take_line):
        with pytest.raises(Conflict):
            act(invoice, enrolment_id=held.enrolments.first().pk, actor=home.head, at=OVER)
    with pytest.raises(Conflict):
        cancel_invoice(invoice, actor=home.head, at=OVER)


# --- lists -------------------------------------------------------------------------------------------------------


def test_classes_that_can_be_billed():
    held, home = over(seats=2)
    (found,) = billable_classes(home.institute, DAY)
    assert (found, found.unbilled) == (held, 2)
    assert list(billable_classes(home.institute, date(2026, 11, 28))) == []
    invoice = drafted(held)
    assert list(billable_classes(home.institute, DAY)) == []
    seat = Enrolment.objects.filter(training_class=held).first()
    drop_line(invoice, enrolment_id=seat.pk, actor=home.head, at=OVER)
    send(invoice)
    (found,) = billable_classes(home.institute, DAY)
    assert found.unbilled == 1
    assert invoice_counts(home.institute) == {InvoiceState.SENT: 1}


def test_a_draft_is_seen_by_its_institute_only():
    held, home = over()
    invoice = drafted(held)
    assert Invoice.objects.visible_to(home.staff, DAY).get() == invoice
    for other in (UserFactory(), InstituteStaffFactory().user, officer(Role.REVIEWER)):
        assert not Invoice.objects.visible_to(other, DAY).exists()
    send(invoice)
    assert Invoice.objects.visible_to(officer(Role.REVIEWER), DAY).get() == invoice
