"""Training from the voucher to the money: seats, meetings, attendance, invoices, what goes to BPJS.

InstituteStaffFactory(), head                               acts for an institute since 1 October 2026
VoucherFactory(person=siti), redeemed, expired, cancelled, too_old
EnrolmentFactory(person=siti), completed, missed, working   in a class that began on 9 November 2026
MeetingFactory(), recorded, cancelled                       seven hours on 9 November 2026
AttendanceFactory(), absent                                 all of a recorded meeting
attended(siti, 16, 20)                                      so many meetings out of so many, one a day
trained(seats=3, share=(19, 20))                            a class whose meetings are all recorded
"""

import secrets
from datetime import date, datetime, time, timedelta
from typing import Any

import factory
from factory.django import DjangoModelFactory

from core import clock
from core.codes import new_checked_code
from participants.models import Person
from tests.factories.participants import MORNING, TODAY, PersonFactory
from tests.factories.training import (
    InstituteFactory,
    ProgrammeFactory,
    RecommendationFactory,
    TrainingClassFactory,
    write_log,
)
from training.enums import AttendanceSource, EnrolmentState, MeetingState, StaffPart, VoucherState
from training.models import (
    VOUCHER_CODE,
    Attendance,
    Enrolment,
    InstituteStaff,
    Meeting,
    TrainingClass,
    TrainingPeriod,
    Voucher,
)

BEGAN = date(2026, 11, 9)
SEVEN_HOURS = 420


def at_eight(day: date) -> datetime:
    return datetime.combine(day, time(8), tzinfo=clock.JAKARTA)


class InstituteStaffFactory(DjangoModelFactory):
    class Meta:
        model = InstituteStaff

    class Params:
        head = factory.Trait(part=StaffPart.HEAD)

    institute = factory.SubFactory(InstituteFactory)
    user = factory.SubFactory("tests.factories.accounts.UserFactory")
    part = StaffPart.STAFF
    since = date(2026, 10, 1)


class TrainingPeriodFactory(DjangoModelFactory):
    """Month 2 to 5 of a claim; TODAY is inside."""

    class Meta:
        model = TrainingPeriod

    claim_ref = factory.Faker("uuid4")
    person = factory.SubFactory(PersonFactory)
    opens_on = date(2026, 11, 1)
    closes_on = date(2027, 2, 28)


class VoucherFactory(DjangoModelFactory):
    class Meta:
        model = Voucher
        skip_postgeneration_save = True

    class Params:
        redeemed = factory.Trait(state=VoucherState.REDEEMED)
        cancelled = factory.Trait(state=VoucherState.CANCELLED)
        expired = factory.Trait(state=VoucherState.EXPIRED, valid_until=TODAY - timedelta(days=1))
        too_old = factory.Trait(valid_until=TODAY - timedelta(days=1))

    person = factory.SubFactory(PersonFactory)
    recommendation = factory.SubFactory(RecommendationFactory, person=factory.SelfAttribute("..person"))
    code = factory.LazyFunction(lambda: new_checked_code(VOUCHER_CODE))
    ceiling = 2_400_000
    issued_at = MORNING
    valid_until = date(2026, 12, 31)

    @factory.post_generation
    def log_of_its_state(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if create:
            first = VoucherState.ACTIVE
            write_log(
                self,
                {
                    VoucherState.ACTIVE: ("issue", first, ()),
                    VoucherState.REDEEMED: ("issue", first, ("redeem",)),
                    VoucherState.EXPIRED: ("issue", first, ("expire",)),
                    VoucherState.CANCELLED: ("issue", first, ("cancel",)),
                },
            )

    state = VoucherState.ACTIVE


class EnrolmentFactory(DjangoModelFactory):
    """A seat, with its redeemed voucher for the recommended programme of the class."""

    class Meta:
        model = Enrolment
        skip_postgeneration_save = True

    class Params:
        completed = factory.Trait(state=EnrolmentState.COMPLETED)
        missed = factory.Trait(state=EnrolmentState.MISSED)
        working = factory.Trait(
            state=EnrolmentState.WORKING,
            employer="PT Tenun Contoh",
            working_from=date(2026, 11, 23),
            ended_on=date(2026, 11, 20),
        )

    training_class = factory.SubFactory(TrainingClassFactory, begun=True)
    person = factory.SubFactory(PersonFactory)
    voucher = factory.SubFactory(
        VoucherFactory,
        redeemed=True,
        person=factory.SelfAttribute("..person"),
        recommendation=factory.SubFactory(
            RecommendationFactory,
            used=True,
            person=factory.SelfAttribute("..person"),
            programme=factory.SelfAttribute("...training_class.programme"),
        ),
    )
    price = factory.LazyAttribute(lambda o: o.training_class.programme.cost)
    enrolled_at = MORNING
    state = EnrolmentState.ENROLLED

    @factory.post_generation
    def log_of_its_state(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if create:
            first = EnrolmentState.ENROLLED
            write_log(
                self,
                {
                    EnrolmentState.ENROLLED: ("enrol", first, ()),
                    EnrolmentState.COMPLETED: ("enrol", first, ("complete",)),
                    EnrolmentState.MISSED: ("enrol", first, ("miss",)),
                    EnrolmentState.WORKING: ("enrol", first, ("find_work",)),
                    EnrolmentState.WITHDRAWN: ("enrol", first, ("withdraw",)),
                },
            )


class MeetingFactory(DjangoModelFactory):
    class Meta:
        model = Meeting
        skip_postgeneration_save = True

    class Params:
        recorded = factory.Trait(state=MeetingState.RECORDED)
        cancelled = factory.Trait(state=MeetingState.CANCELLED)

    training_class = factory.SubFactory(TrainingClassFactory, begun=True)
    starts_at = factory.LazyFunction(lambda: at_eight(BEGAN))
    minutes = SEVEN_HOURS
    locks_at = factory.LazyAttribute(lambda o: o.starts_at + timedelta(minutes=o.minutes, hours=48))
    secret = factory.LazyFunction(lambda: secrets.token_bytes(20))
    created_at = MORNING
    state = MeetingState.PLANNED

    @factory.post_generation
    def log_of_its_state(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if create:
            first = MeetingState.PLANNED
            write_log(
                self,
                {
                    MeetingState.PLANNED: ("plan", first, ()),
                    MeetingState.RECORDED: ("plan", first, ("record",)),
                    MeetingState.CANCELLED: ("plan", first, ("cancel",)),
                },
            )


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = Attendance

    class Params:
        absent = factory.Trait(minutes=0)

    enrolment = factory.SubFactory(EnrolmentFactory)
    meeting = factory.SubFactory(
        MeetingFactory, recorded=True, training_class=factory.SelfAttribute("..enrolment.training_class")
    )
    person = factory.SelfAttribute("enrolment.person")
    on = factory.LazyAttribute(lambda o: clock.legal_date(o.meeting.starts_at))
    planned = factory.SelfAttribute("meeting.minutes")
    minutes = factory.SelfAttribute("meeting.minutes")
    source = AttendanceSource.ROSTER
    recorded_at = factory.LazyAttribute(lambda o: o.meeting.starts_at + timedelta(minutes=o.meeting.minutes))


def attended(person: Person, meetings: int, of: int, *, first: date = date(2026, 11, 2)) -> Enrolment:
    """A seat with so many meetings attended out of `of`, one a day from `first`."""
    enrolment = EnrolmentFactory(person=person, training_class__starts_on=first)
    _attend(enrolment, [meeting_on(enrolment.training_class, first + timedelta(days=n)) for n in range(of)], meetings)
    return enrolment


def trained(seats: int = 1, *, meetings: tuple[int, int] = (20, 20), **fields: Any) -> TrainingClass:
    """A class of so many people who were all at so many meetings out of so many; all of them are recorded."""
    held = TrainingClassFactory(starts_on=BEGAN, programme=ProgrammeFactory(), taken=seats, **fields)
    there, of = meetings
    days = [meeting_on(held, BEGAN + timedelta(days=n)) for n in range(of)]
    for _seat in range(seats):
        _attend(EnrolmentFactory(training_class=held), days, there)
    return held


def meeting_on(held: TrainingClass, day: date) -> Meeting:
    return MeetingFactory(training_class=held, starts_at=at_eight(day), recorded=True)


def _attend(enrolment: Enrolment, meetings: list[Meeting], there: int) -> None:
    for n, meeting in enumerate(meetings):
        AttendanceFactory(enrolment=enrolment, meeting=meeting, minutes=meeting.minutes if n < there else 0)
