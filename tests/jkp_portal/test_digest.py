"""The morning's digest: who has work hears how much, once, on working days."""

from datetime import date, timedelta

import pytest
from django.conf import settings

from accounts.enums import Role
from accounts.models import RoleAssignment
from jkp_portal import digest, tasks
from jkp_portal.digest import Work, tell_officers, work_of
from notices.models import Notice
from participants.operations import data_requests
from tests.factories.accounts import officer
from tests.factories.claims import claim, verifier
from tests.factories.participants import MORNING, TODAY, at_mediator
from tests.factories.payments import make_frozen_batch, make_payout
from tests.factories.training_invoices import OVER, over, recommended, sent
from tests.factories.training_money import BEGAN, InstituteStaffFactory, MeetingFactory, at_eight
from training.models import Interest
from training.operations import ask_unlock, refuse_unlock

pytestmark = pytest.mark.django_db
DUE = date(2026, 11, 19)  # three working days after filing on Monday the 16th


def digests(user) -> list[Notice]:
    return list(Notice.objects.filter(event="officer_digest", channel="inbox", user=user).order_by("key"))


@pytest.mark.parametrize(
    ("day", "work"),
    [
        (DUE - timedelta(days=1), Work(1, 0, 0)),
        (DUE, Work(1, 1, 0)),
        (DUE + timedelta(days=1), Work(1, 0, 1)),
    ],
)
def test_a_verifier_hears_of_claims_by_their_last_day(day, work):
    claim("in_review")
    assert work_of(verifier(), day) == work


def test_nobody_is_told_of_their_own_claim():
    found = claim("in_review")
    RoleAssignment.objects.create(user=found.person.user, role=Role.BPJS_VERIFIER, starts_on="2026-01-01")
    assert work_of(found.person.user, TODAY) == Work()


def test_a_mediator_hears_of_the_own_region_only():
    at_mediator()
    assert work_of(officer(Role.MEDIATOR, region="33"), TODAY) == Work(waiting=1)
    assert work_of(officer(Role.MEDIATOR, region="32"), TODAY) == Work()


def test_who_protects_data_hears_of_wishes_by_their_last_day():
    data_requests.ask(verifier(), wish="correct", text="Nama ibu saya keliru.", at=MORNING)
    dpo = officer(Role.DATA_PROTECTION)
    assert [work_of(dpo, TODAY + timedelta(days=days)) for days in (0, 3, 4)] == [
        Work(1, 0, 0),
        Work(1, 1, 0),
        Work(1, 0, 1),
    ]


def test_payers_hear_of_what_they_may_touch():
    maker = officer(Role.BPJS_PAYMENT_MAKER)
    make_payout(verified_by=maker)
    make_frozen_batch(maker=maker)
    assert work_of(maker, TODAY) == Work()
    assert work_of(officer(Role.BPJS_PAYMENT_CHECKER), TODAY) == Work(waiting=1)
    RoleAssignment.objects.create(user=maker, role=Role.BPJS_PAYMENT_CHECKER, starts_on="2026-01-01")
    assert work_of(maker, TODAY) == Work()


def test_a_payer_hears_which_months_are_due():
    claim("active")
    maker = officer(Role.BPJS_PAYMENT_MAKER)
    assert work_of(maker, DUE) == Work(1, 1, 0)
    assert work_of(maker, DUE + timedelta(days=1)) == Work(1, 0, 1)


# --- review of training: what is sent on Monday, 30 November 2026, is reviewed by Monday the 7th


@pytest.mark.parametrize(("day", "work"), [(6, Work(1, 0, 0)), (7, Work(1, 1, 0)), (8, Work(1, 0, 1))])
def test_a_reviewer_hears_of_invoices_by_their_last_day(day, work):
    sent(over()[0])
    assert work_of(officer(Role.REVIEWER), date(2026, 12, day)) == work


def test_an_approver_hears_of_what_another_recommended():
    both = officer(Role.REVIEWER)
    recommended(over()[0], by=both)
    RoleAssignment.objects.create(user=both, role=Role.APPROVER, starts_on="2026-01-01")
    assert work_of(both, OVER.date()) == Work()
    assert work_of(officer(Role.APPROVER), OVER.date()) == Work(waiting=1)


def locked_roster():
    """An institute asks on Monday for a meeting of the 9th of November, locked since the 11th."""
    meeting = MeetingFactory(starts_at=at_eight(BEGAN))
    asking = InstituteStaffFactory(institute=meeting.training_class.programme.institute).user
    return ask_unlock(meeting, reason="Listrik padam dua hari.", actor=asking, at=MORNING)


def test_a_reviewer_hears_of_rosters_to_open_until_they_are_answered():
    asked, reviewer = locked_roster(), officer(Role.REVIEWER)
    assert work_of(reviewer, TODAY) == Work(waiting=1)
    assert work_of(officer(Role.APPROVER), TODAY) == Work()
    refuse_unlock(asked, answer="Daftar hadir kertas tidak ada.", actor=reviewer, at=MORNING)
    assert work_of(reviewer, TODAY) == Work()


def test_a_reviewer_with_a_tie_hears_neither_of_roster_nor_invoice():
    reviewer = officer(Role.REVIEWER)
    for house in (locked_roster().meeting.training_class, sent(over()[0]).training_class):
        tie = {"reason": "Saudara kandung pimpinan.", "since": TODAY, "declared_by": reviewer, "declared_at": MORNING}
        Interest.objects.create(officer=reviewer, institute=house.programme.institute, **tie)
    assert work_of(reviewer, OVER.date()) == Work()


def test_the_digest_goes_once_a_day_to_who_has_work():
    claim("in_review")
    busy, idle = verifier(), officer(Role.MEDIATOR, region="32")
    for _ in range(2):
        assert tell_officers(at=MORNING) == 1
    (told,) = digests(busy)
    assert told.body.startswith("Menunggu: 1. Waktunya hampir habis: 0. Lewat batas waktu: 0.")
    assert digests(idle) == []
    tell_officers(at=MORNING + timedelta(days=1))
    assert [row.key for row in digests(busy)] == ["2026-11-16", "2026-11-17"]


def test_nothing_is_sent_on_a_day_off():
    claim("in_review")
    verifier()
    sunday, christmas = MORNING - timedelta(days=1), MORNING.replace(month=12, day=25)
    assert [tell_officers(at=day) for day in (sunday, christmas)] == [0, 0]
    assert not Notice.objects.filter(event="officer_digest").exists()


def test_a_role_that_has_ended_hears_nothing():
    claim("in_review")
    former = verifier()
    RoleAssignment.objects.filter(user=former).update(ends_on=TODAY - timedelta(days=1))
    assert tell_officers(at=MORNING) == 0


def test_beat_tells_officers_every_morning(monkeypatch):
    entry = settings.CELERY_BEAT_SCHEDULE["tell-officers"]
    assert entry["task"] == tasks.tell_officers.name
    told = []
    monkeypatch.setattr(digest, "tell_officers", lambda at: told.append(at))
    tasks.tell_officers()
    assert len(told) == 1
