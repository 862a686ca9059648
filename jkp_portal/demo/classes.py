"""Classes of the demo's partner: one that was paid for, one whose invoice waits for its date, one in review, one that
is half way. Every step is an operation at the moment when it was done.

The first is told with the stories. The others are told by a job in the queue `batch` once the portal is used, so that
READY does not wait for them.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.models import User
from core import clock
from core.calendar import working_calendar
from core.clock import JAKARTA
from core.jobs import enqueue, run_due
from integrations.sandbox.control import Control
from jkp_portal.demo.cast import HEADS
from jkp_portal.demo.institutes import OVERLOCK, SEWING
from jkp_portal.demo.learners import learners, mira, seat
from jkp_portal.demo.months import on_day
from jkp_portal.demo.stories import Stage
from participants.models import Person
from rules.deadlines import next_training_batch
from training.operations import Written, open_class, plan_meetings, record_roster
from training.operations.billing import approve_billing, build_billing, freeze_billing
from training.operations.billing_answers import accept_item
from training.operations.invoices import draft_invoice, sign_and_send
from training.operations.outcomes import settle_class
from training.operations.review import approve_invoice, recommend_invoice
from training.selectors.invoice_lines import live_lines, seal_of
from training.selectors.meetings import fingerprint, roster
from training.selectors.staff import institutes_of

JOB = "jkp_portal.hold_classes"
BEFORE_THEM = timedelta(seconds=5)
SEVEN_HOURS = 420
OPENED, JOINED = 5, 2  # days before the class begins
WEEK, HALF = 5, 10  # meetings, one on each working day
BILLED_DAYS_AGO = 18  # at least: far enough back for a class before it, and for BPJS to have paid
PAID_ENDED = 5  # days before its bill
APPROVED_ENDED, REVIEWED_ENDED = 8, 5  # days ago
WRITTEN_WITHIN = timedelta(hours=30)  # what ended later is still to be written down
REPORT = "Kelas berjalan sesuai jadwal dan kurikulum."
ABSENT, LATE = 0, 300


def tell_paid_class(stage: Stage, partner: Any, people: Sequence[Person], today: date) -> None:
    """Two people completed it; its invoice went to BPJS on a past 1st or 15th and was paid."""
    bill_on = billed_on(today)
    approved(stage, sent(class_before(stage, partner, people[:2], bill_on)), on=bill_on - timedelta(days=2))
    with on_day(bill_on):
        accepted(stage, billed(stage, bill_on))
        stage.released()


def class_before(stage: Stage, partner: Any, people: Sequence[Person], bill_on: date) -> Any:
    """A class of five days that everybody completed, early enough for a bill of that date."""
    days = working_days_until(bill_on - timedelta(days=PAID_ENDED), WEEK)
    return held_class(stage, partner, OVERLOCK.title, days, people, {})


def billed_on(today: date) -> date:
    """The latest date to BPJS that lies far enough back."""
    last = today - timedelta(days=BILLED_DAYS_AGO)
    return max(day for day in (next_training_batch(last - timedelta(days=n)) for n in range(20)) if day <= last)


def plan_classes(*, at: datetime) -> None:
    """Let the others follow soon. Asked again, nothing is planned anew."""
    enqueue(JOB, due_at=at + BEFORE_THEM, dedupe="hold-classes", day=clock.legal_date(at).isoformat())


@transaction.atomic
def hold_classes(*, today: date) -> bool:
    """The invoice of one waits for its date, that of another for a reviewer, and a third class is half way.

    Twice is once; whether they were told now.
    """
    learner, people = mira(), learners()
    if learner is None or not people or learner.enrolments.exists():
        return False
    emails = {f"{name}@contoh.invalid": name for name in ("konselor", "penelaah", "penyetuju")}
    officers = {emails[str(user.email)]: user for user in User.objects.filter(email__in=emails)}
    stage = Stage(officers, {}, Control(settings.PARTNER_BASE_URL, settings.PARTNER_API_KEY), clock.now)
    [partner] = institutes_of(User.objects.get(email=HEADS[0].email), today)
    _tell(stage, partner, people, learner, today)
    return True


def _tell(stage: Stage, partner: Any, people: Sequence[Person], learner: Person, today: date) -> None:
    days = working_days_until(today - timedelta(days=APPROVED_ENDED), WEEK)
    approved(stage, sent(held_class(stage, partner, OVERLOCK.title, days, people[2:4], {(0, 2): LATE})), on=today)
    days, few = working_days_until(today - timedelta(days=REVIEWED_ENDED), WEEK), {(1, 1): ABSENT, (1, 3): ABSENT}
    sent(held_class(stage, partner, OVERLOCK.title, days, people[4:6], few))
    days = [*working_days_until(today - timedelta(days=1), HALF), *_from(today, HALF)]
    few = {(0, 3): LATE, (2, 1): ABSENT, (2, 4): ABSENT}
    held_class(stage, partner, SEWING.title, days, [learner, *people[:2]], few)


# --- a class -----------------------------------------------------------------------------------------------------


def held_class(
    stage: Stage,
    partner: Any,
    title: str,
    days: Sequence[date],
    people: Sequence[Person],
    minutes: Mapping[tuple[int, int], int],
) -> Any:
    """Opened, joined, and written down as far as it has come. `minutes` by person and meeting where not whole."""
    head = _head(partner)
    opened = stage.at(_morning(days[0] - timedelta(days=OPENED)))
    held = open_class(
        partner.programmes.get(title=title),
        starts_on=days[0],
        ends_on=days[-1],
        seats=16,
        place=partner.address,
        schedule="Senin–Jumat, 08.00–15.00",
        actor=head,
        at=opened.now(),
    )
    starts = [datetime.combine(day, time(8), tzinfo=JAKARTA) for day in days]
    planned = plan_meetings(held, starts=starts, minutes=SEVEN_HOURS, actor=head, at=opened.now())
    joined = stage.at(_morning(days[0] - timedelta(days=JOINED)))
    seats = {seat(person, held, joined).pk: place for place, person in enumerate(people)}
    for number, meeting in enumerate(planned):
        if _end(meeting) + WRITTEN_WITHIN < stage.now():
            there = {key: minutes.get((place, number), SEVEN_HOURS) for key, place in seats.items()}
            written = Written(there, fingerprint(roster(meeting)))
            record_roster(meeting, written=written, actor=head, at=_end(meeting))
    if days[-1] < clock.legal_date(stage.now()):
        settle_class(held, at=_morning(days[-1] + timedelta(days=1)))
    return held


def _from(first: date, count: int) -> list[date]:
    """So many working days, the first of them not before `first`."""
    return list(islice(_working(first, timedelta(days=1)), count))


def working_days_until(last: date, count: int) -> list[date]:
    """So many working days, the last of them not after `last`."""
    return list(islice(_working(last, timedelta(days=-1)), count))[::-1]


def _working(day: date, step: timedelta) -> Iterator[date]:
    calendar = working_calendar()
    while True:
        if calendar.is_working_day(day):
            yield day
        day += step


def _end(meeting: Any) -> datetime:
    return meeting.starts_at + timedelta(minutes=meeting.minutes)


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(9), tzinfo=JAKARTA)


def _head(partner: Any) -> User:
    return partner.staff.select_related("user").get().user


# --- its invoice -------------------------------------------------------------------------------------------------


def sent(held: Any) -> Any:
    """Two days after the class."""
    head, at = _head(held.programme.institute), _morning(held.ends_on + timedelta(days=2))
    invoice = draft_invoice(held, actor=head, at=at)
    seen = seal_of(live_lines(invoice))
    return sign_and_send(invoice, report=REPORT, typed_name=head.full_name, seen=seen, actor=head, at=at)


def approved(stage: Stage, invoice: Any, *, on: date) -> None:
    at = min(_morning(on), stage.now())
    recommend_invoice(invoice, version=invoice.version, actor=stage.officers["penelaah"], at=at)
    approve_invoice(invoice, version=invoice.version, actor=stage.officers["penyetuju"], at=at)


def billed(stage: Stage, bill_on: date) -> Any:
    """On its date: collected, frozen, approved, and handed over."""
    maker, at = stage.officers["penelaah"], stage.now()
    batch = freeze_billing(build_billing(bill_on=bill_on, maker=maker, at=at), actor=maker, at=at)
    approve_billing(batch, shown_sha256=batch.sha256, actor=stage.officers["penyetuju"], at=at)
    run_due()
    return batch


def accepted(stage: Stage, batch: Any) -> None:
    """BPJS accepts every invoice of it, and their transfers are ordered."""
    for item in batch.items.all():
        accept_item(item, actor=stage.officers["verifikator"], at=stage.now())
