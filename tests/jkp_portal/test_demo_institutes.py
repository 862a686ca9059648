"""The demo's institutes and classes come where they are by the operations of life."""

from collections import Counter
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine

from accounts.models import RoleAssignment
from core import clock
from core.models import Job
from jkp_portal import tasks
from jkp_portal.demo.classes import BEFORE_THEM, JOB, billed_on, hold_classes, plan_classes, tell_paid_class
from jkp_portal.demo.institutes import accounts_of_institutes, tell_partner, tell_proposals
from jkp_portal.demo.learners import register_learners
from jkp_portal.demo.people import appoint_officers
from jkp_portal.demo.stories import Stage
from tests.factories.accounts import UserFactory
from tests.factories.participants import MORNING, PersonFactory
from training.enums import (
    BillingState,
    EnrolmentState,
    InstituteState,
    InvoiceState,
    MeetingState,
    PartnershipState,
    ProgrammeState,
)
from training.invariants import INVARIANTS
from training.models import BillingBatch, Enrolment, Institute, Invoice, Meeting, Partnership, Programme, TrainingClass
from training.operations import set_period

pytestmark = pytest.mark.django_db
TODAY = clock.legal_date(MORNING)


@pytest.fixture(autouse=True)
def morning():
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def stage(partners, settings) -> Stage:
    """Officers who have been there for a year, and a bank that knows the institutes."""
    settings.DEMO_MODE = True  # the day of the bill is told as it was
    partners.load(accounts=accounts_of_institutes())
    return Stage(appoint_officers(MORNING - timedelta(days=365)), {}, partners, clock.now)


@pytest.fixture
def mira():
    """Her months of training have begun."""
    person = PersonFactory(user=UserFactory(email="mira@contoh.invalid"), full_name="Mira Astuti")
    set_period(uuid4(), person=person, first_filed_on=TODAY - timedelta(days=62), at=MORNING)
    return person


def test_a_partner_teaches_and_a_newcomer_waits_for_the_verifier(stage):
    assert RoleAssignment.objects.filter(user=stage.officers["biaya"]).count() == 1
    tell_proposals(stage, tell_partner(stage, MORNING - timedelta(days=120)))
    partner, newcomer = Institute.objects.order_by("vin")
    assert (partner.state, newcomer.state) == (InstituteState.LISTED, InstituteState.PROSPECT)
    assert partner.training_code.startswith("JKP-3372-")
    states = [PartnershipState.AGREED, PartnershipState.SUBMITTED]
    assert list(Partnership.objects.order_by("institute__vin").values_list("state", flat=True)) == states
    assert sorted(Programme.objects.filter(institute=partner).values_list("title", "state", "cost")) == [
        ("Mesin obras dasar", ProgrammeState.LISTED, 1_000_000),
        ("Operator mesin jahit garmen", ProgrammeState.LISTED, 1_850_000),
        ("Pembuatan pola pakaian", ProgrammeState.PROPOSED, 2_100_000),
    ]
    held = TrainingClass.objects.get()
    assert (held.starts_on.weekday(), held.meetings.count()) == (0, 20)


def test_classes_are_billed_approved_in_review_and_half_way(stage, mira):
    partner = tell_partner(stage, MORNING - timedelta(days=120))
    learners = register_learners(stage, MORNING - timedelta(days=110))
    tell_paid_class(stage, partner, learners, TODAY)
    assert [hold_classes(today=TODAY), hold_classes(today=TODAY)] == [True, False]
    assert [(row.state, row.count) for row in Invoice.objects.order_by("number")] == [
        (InvoiceState.PAID, 2),
        (InvoiceState.APPROVED, 2),
        (InvoiceState.SENT, 1),
    ]
    batch = BillingBatch.objects.get()
    assert (batch.state, batch.bill_on) == (BillingState.DONE, billed_on(TODAY))
    assert Counter(Enrolment.objects.values_list("state", flat=True)) == {
        EnrolmentState.COMPLETED: 5,
        EnrolmentState.MISSED: 1,
        EnrolmentState.ENROLLED: 3,
    }
    assert mira.enrolments.get().state == EnrolmentState.ENROLLED
    running = TrainingClass.objects.get(ends_on__gte=TODAY)
    written = Meeting.objects.filter(training_class=running, state=MeetingState.RECORDED).count()
    assert 8 <= written <= 10 < running.meetings.count() == 20
    assert [fault for one in INVARIANTS for fault in one.broken(clock.now())] == []


def test_a_demo_that_was_told_without_them_stays_as_it_is():
    assert hold_classes(today=TODAY) is False
    assert not TrainingClass.objects.exists()


def test_they_follow_soon_and_once():
    for _twice in range(2):
        plan_classes(at=MORNING)
    job = Job.objects.get(name=JOB)
    assert (job.args, job.queue, job.due_at) == ({"day": "2026-11-16"}, "batch", MORNING + BEFORE_THEM)


def test_only_a_demo_invents(stage, mira, settings):
    tell_partner(stage, MORNING - timedelta(days=120))
    register_learners(stage, MORNING - timedelta(days=110))
    settings.DEMO_MODE = False
    tasks.hold_classes("2026-11-16")
    assert not TrainingClass.objects.exists()
    settings.DEMO_MODE = True
    tasks.hold_classes("2026-11-16")
    assert TrainingClass.objects.count() == 3


@pytest.mark.parametrize(
    ("today", "billed"),
    [
        (date(2026, 11, 22), date(2026, 11, 1)),
        (date(2026, 11, 19), date(2026, 11, 1)),
        (date(2026, 11, 18), date(2026, 10, 15)),
        (date(2026, 12, 3), date(2026, 11, 15)),
        (date(2027, 1, 2), date(2026, 12, 15)),
    ],
)
def test_the_paid_bill_went_on_the_latest_date_that_lies_far_enough_back(today, billed):
    assert billed_on(today) == billed
