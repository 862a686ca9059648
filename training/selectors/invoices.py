"""Invoices: those of an institute, the queue of review, what a class still has to bill, who may judge."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Sum

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role
from core import clock
from core.calendar import working_calendar
from core.models import Region
from notices.models import Letter
from rules.calendar import add_working_days
from rules.deadlines import invoice_due, next_training_batch
from training.enums import ClassState, EnrolmentState, InvoiceState
from training.models import (
    Attendance,
    Enrolment,
    Institute,
    InstituteStaff,
    Interest,
    Invoice,
    InvoiceLine,
    InvoiceLog,
    LineRemark,
    Partnership,
    TrainingClass,
)

I = InvoiceState  # noqa: E741 - as in the models
WAITING = (I.SENT, I.RECOMMENDED)
FRESH, DUE, LATE = "baru", "segera", "lewat"


@dataclass(frozen=True, slots=True)
class QueueNumbers:
    """What waits for Kemnaker: how many and how much a state and age; `oldest` is when the oldest was sent."""

    rows: Sequence[tuple[str, str, int, int]]  # state, age, invoices, rupiah
    oldest: datetime | None

    def of(self, state: str) -> tuple[int, int]:
        found = [(count, total) for known, _age, count, total in self.rows if known == state]
        return sum(count for count, _total in found), sum(total for _count, total in found)


def soonest_batch(day: date) -> date:
    """The first 1st or 15th to which an invoice can come that is sent or approved on `day`.

    What goes to BPJS on a date was approved the day before at the latest: on the 15th it is too late for the 15th.
    """
    return next_training_batch(day + timedelta(days=1))


def review_due(invoice: Invoice) -> date | None:
    """The reviewer's last day; None for what was never sent."""
    if invoice.sent_at is None:
        return None
    return invoice_due(clock.legal_date(invoice.sent_at), working_calendar())


# --- the institute's own -----------------------------------------------------------------------------------------


def invoices_of(institute: Institute) -> QuerySet[Invoice]:
    """All of an institute, what needs its hand first, then the newest."""
    return (
        Invoice.objects.filter(training_class__programme__institute=institute)
        .select_related("training_class__programme")
        .annotate(is_ours=Q(state__in=[I.DRAFT, I.RETURNED]))
        .order_by("-is_ours", "-made_at", "pk")
    )


def invoice_counts(institute: Institute) -> dict[str, int]:
    """How many invoices an institute has in each state: for its front page."""
    rows = Invoice.objects.filter(training_class__programme__institute=institute)
    return dict(rows.order_by("state").values("state").annotate(n=Count("pk")).values_list("state", "n"))


@dataclass(frozen=True, slots=True)
class StateSum:
    """An institute's invoices of one state. `bill_on`: the soonest day on which one of them goes to BPJS."""

    state: InvoiceState
    count: int
    total: int
    bill_on: date | None


def sums_by_state(institute: Institute) -> list[StateSum]:
    """In the order of the way to the money, what was cancelled left out. One query."""
    rows = Invoice.objects.filter(training_class__programme__institute=institute).exclude(state=I.CANCELLED)
    found = rows.order_by().values("state").annotate(n=Count("pk"), sum=Sum("total"), soonest=Min("bill_on"))
    by_state = {I(row["state"]): StateSum(I(row["state"]), row["n"], row["sum"], row["soonest"]) for row in found}
    return [by_state[state] for state in I if state in by_state]


def search_own(rows: QuerySet[Invoice], text: str) -> QuerySet[Invoice]:
    return rows.filter(Q(number__icontains=text) | Q(training_class__programme__title__icontains=text))


def billable_classes(institute: Institute, on: date) -> QuerySet[TrainingClass]:
    """Classes that ended, or of which somebody works already, with seats on no invoice and none being written.

    `unbilled` counts those seats: the invoice says which of them can be paid. The longest ended first.
    """
    live = InvoiceLine.objects.filter(enrolment=OuterRef("pk"), is_live=True)
    open_seats = Enrolment.objects.exclude(state__in=[EnrolmentState.WITHDRAWN, EnrolmentState.MISSED]).filter(
        ~Exists(live), training_class=OuterRef("pk")
    )
    unfinished = Invoice.objects.filter(training_class=OuterRef("pk"), state__in=[I.DRAFT, I.RETURNED])
    seats = Q(enrolments__in=_unbilled_seats(institute))
    return (
        TrainingClass.objects.filter(programme__institute=institute)
        .exclude(state=ClassState.CANCELLED)
        .filter(Q(ends_on__lt=on) & Exists(open_seats) | Exists(open_seats.filter(state=EnrolmentState.WORKING)))
        .filter(~Exists(unfinished))
        .select_related("programme")
        .annotate(unbilled=Count("enrolments", filter=seats))
        .order_by("ends_on", "pk")
    )


def _unbilled_seats(institute: Institute) -> QuerySet[Enrolment]:
    live = InvoiceLine.objects.filter(enrolment=OuterRef("pk"), is_live=True)
    return Enrolment.objects.exclude(state__in=[EnrolmentState.WITHDRAWN, EnrolmentState.MISSED]).filter(
        ~Exists(live), training_class__programme__institute=institute
    )


# --- one invoice -------------------------------------------------------------------------------------------------


def moves_of(invoice: Invoice) -> list[InvoiceLog]:
    """How it came where it is, the oldest first."""
    return list(invoice.log.order_by("pk"))


def documents_of(invoice: Invoice) -> dict[str, Letter]:
    """Activity report, request and SPTJM of the version that was sent last, by kind. Older ones stay with their log."""
    sent = invoice.log.filter(move="send").order_by("-pk").first()
    if sent is None:
        return {}
    found = Letter.objects.filter(subject_kind=InvoiceLog._meta.label_lower, subject_id=str(sent.pk))
    return {letter.kind: letter for letter in found.order_by("issued_at", "number")}


def remarks_of(invoice: Invoice) -> dict[UUID, list[LineRemark]]:
    """What reviewers remarked, by the seat that a line is about, the newest last."""
    found: dict[UUID, list[LineRemark]] = {}
    rows = LineRemark.objects.filter(line__invoice=invoice).select_related("line").order_by("at", "pk")
    for remark in rows:
        found.setdefault(remark.line.enrolment_id, []).append(remark)
    return found


def attendance_of(enrolment: Enrolment) -> list[Attendance]:
    """Meeting by meeting, as it was recorded, with who wrote it down and what was corrected."""
    rows = Attendance.objects.filter(enrolment=enrolment).select_related("meeting", "recorded_by")
    return list(rows.prefetch_related("corrections__by").order_by("on", "meeting__starts_at", "pk"))


# --- review ------------------------------------------------------------------------------------------------------


def review_queue(user: User, on: date) -> QuerySet[Invoice]:
    """Everything that was ever sent and that the user may see, the longest waiting first."""
    return (
        Invoice.objects.visible_to(user, on)
        .exclude(state__in=[I.DRAFT, I.CANCELLED])
        .select_related("training_class__programme__institute__region")
        .order_by("sent_at", "pk")
    )


def search_queue(rows: QuerySet[Invoice], text: str) -> QuerySet[Invoice]:
    named = Q(training_class__programme__institute__name__icontains=text)
    return rows.filter(named | Q(number__icontains=text) | Q(training_class__programme__title__icontains=text))


def queue_numbers(user: User, at: datetime) -> QueueNumbers:
    """Counts of what waits, by state and by how near the reviewer's last day is."""
    today = clock.legal_date(at)
    rows = review_queue(user, today).filter(state__in=WAITING)
    found: dict[tuple[str, str], tuple[int, int]] = {}
    oldest: datetime | None = None
    for state, sent_at, total in rows.values_list("state", "sent_at", "total"):
        if sent_at is None:
            continue
        oldest = oldest or sent_at
        key = (state, age_of(clock.legal_date(sent_at), today))
        count, money = found.get(key, (0, 0))
        found[key] = (count + 1, money + total)
    return QueueNumbers([(state, age, *numbers) for (state, age), numbers in found.items()], oldest)


def age_of(sent_on: date, today: date) -> str:
    """FRESH, DUE (the last two working days) or LATE."""
    calendar = working_calendar()
    due = invoice_due(sent_on, calendar)
    if today > due:
        return LATE
    return DUE if add_working_days(today, 1, calendar) >= due else FRESH


def to_review(user: User, on: date) -> QuerySet[Invoice]:
    """What a reviewer has to recommend or send back: of institutes to which nothing ties them."""
    return _untied(Invoice.objects.visible_to(user, on).filter(state=I.SENT), user, on)


def to_approve(user: User, on: date) -> QuerySet[Invoice]:
    """What an approver decides: untied, and never what they reviewed, wrote or signed."""
    rows = _untied(Invoice.objects.visible_to(user, on).filter(state=I.RECOMMENDED), user, on)
    return rows.exclude(Q(reviewed_by=user) | Q(made_by=user) | Q(signed_by=user))


def own_queue(user: User, on: date) -> QuerySet[Invoice]:
    """What waits for this officer's word, in whichever of the two roles, the longest waiting first."""
    mine = Invoice.objects.none()
    if has_role(user, Role.REVIEWER, on=on):
        mine |= to_review(user, on)
    if has_role(user, Role.APPROVER, on=on):
        mine |= to_approve(user, on)
    return mine.order_by("sent_at", "pk")


def _untied(rows: QuerySet[Invoice], user: User, on: date) -> QuerySet[Invoice]:
    """As `ties_of`, for many at once."""
    house = OuterRef("training_class__programme__institute")
    return rows.exclude(
        Exists(Partnership.objects.filter(institute=house, verified_by=user))
        | Exists(Interest.objects.filter(Q(until=None) | Q(until__gt=on), officer=user, institute=house))
        | Exists(InstituteStaff.objects.filter(institute=house, user=user))
    )


def waiting_days(rows: QuerySet[Invoice]) -> list[date]:
    """The reviewer's last day of each invoice that was sent."""
    calendar = working_calendar()
    sent = rows.order_by().values_list("sent_at", flat=True)
    return [invoice_due(clock.legal_date(at), calendar) for at in sent if at is not None]


def provinces_of_queue(user: User, on: date) -> list[tuple[str, str]]:
    """Provinces with an institute that ever sent an invoice."""
    codes = review_queue(user, on).order_by().values("training_class__programme__institute__province")
    return list(Region.objects.filter(pk__in=codes.distinct()).order_by("name").values_list("code", "name"))


@dataclass(frozen=True, slots=True)
class Standing:
    """What a reviewer should know of an institute: invoices of the year, those sent back, rupiah that were paid."""

    sent: int
    returned: int
    paid: int


def standing_of(institute: Institute, year: int) -> Standing:
    rows = Invoice.objects.filter(training_class__programme__institute=institute, sent_at__year=year)
    back = InvoiceLog.objects.filter(subject=OuterRef("pk"), move="return")
    counted = rows.aggregate(
        sent=Count("pk"), returned=Count("pk", filter=Exists(back)), paid=Sum("total", filter=Q(state=I.PAID))
    )
    return Standing(counted["sent"], counted["returned"], counted["paid"] or 0)


def ties_of(user: User, institute: Institute, on: date) -> list[str]:
    """Why somebody must not judge what an institute asks for: "verified", "interest", "staff". The database agrees.

    Somebody who ever acted for it stays tied; a declared interest ends with its day.
    """
    open_interest = Interest.objects.filter(Q(until=None) | Q(until__gt=on), officer=user, institute=OuterRef("pk"))
    asked = {
        "verified": Exists(Partnership.objects.filter(institute=OuterRef("pk"), verified_by=user)),
        "interest": Exists(open_interest),
        "staff": Exists(InstituteStaff.objects.filter(institute=OuterRef("pk"), user=user)),
    }
    found = Institute.objects.filter(pk=institute.pk).values(**{f"is_{name}": tie for name, tie in asked.items()}).get()
    return [name for name in asked if found[f"is_{name}"]]
