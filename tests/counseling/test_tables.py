"""What the tables of counselling refuse whatever the code does."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction

from core.errors import Conflict
from counseling.enums import LeaveReason, MessageKind, SessionState, Side
from counseling.models import CounsellingRequest, Counsellor, Guide, Leave, Message, Session
from counseling.policies import can_enter, is_enterable, may_be_missed, side_of
from counseling.selectors import session_for
from tests.factories.accounts import UserFactory
from tests.factories.counseling import (
    TOMORROW_AT_TEN,
    agreed_session,
    asked,
    coordinator,
    counsellor,
    held_session,
    key,
    open_session,
)
from tests.factories.participants import MORNING, PersonFactory

pytestmark = pytest.mark.django_db


def refused():
    return pytest.raises((IntegrityError, InternalError))


def test_only_the_trained_and_assessed_with_a_certificate_in_force_are_certified():
    good, untrained = counsellor(), counsellor(uncertified=True)
    late = counsellor(certified_until=date(2026, 11, 11))
    away = counsellor()
    Leave.objects.create(
        counsellor=away,
        first=date(2026, 11, 12),
        last=date(2026, 11, 12),
        reason=LeaveReason.LEAVE,
        recorded_by=away.user,
        recorded_at=MORNING,
    )
    on = date(2026, 11, 12)
    assert set(Counsellor.objects.certified(on)) == {good, away}
    assert set(Counsellor.objects.certified(on).present(on)) == {good}
    assert [one.is_certified(on) for one in (good, untrained, late)] == [True, False, False]
    assert late.is_certified(date(2026, 11, 11))


def test_a_counsellor_is_not_booked_twice_at_one_time():
    busy = counsellor()
    agreed_session(by=busy)
    with refused(), transaction.atomic():
        agreed_session(by=busy, starts_at=TOMORROW_AT_TEN + timedelta(minutes=15))
    assert agreed_session(by=busy, starts_at=TOMORROW_AT_TEN + timedelta(minutes=30)).state == SessionState.AGREED


def test_a_person_is_not_booked_twice_at_one_time():
    person = PersonFactory()
    held_session(person)
    agreed_session(person, starts_at=TOMORROW_AT_TEN + timedelta(hours=1))
    with refused(), transaction.atomic():
        asked(person)


def test_a_cancelled_time_is_free_again():
    busy = counsellor()
    Session.workflow.move(agreed_session(by=busy), "cancel", actor=busy.user, at=MORNING, cancelled_by=Side.COUNSELLOR)
    assert agreed_session(by=busy).state == SessionState.AGREED


def test_a_missed_session_says_who_was_absent():
    session = agreed_session()
    with refused(), transaction.atomic():
        Session.workflow.move(session, "miss", actor=session.counsellor.user, at=session.ends_at)
    missed = Session.workflow.move(
        session, "miss", actor=session.counsellor.user, at=session.ends_at, absent=Side.PARTICIPANT
    )
    assert missed.absent == Side.PARTICIPANT


def test_a_session_that_is_over_does_not_open_again():
    with pytest.raises(Conflict):
        Session.workflow.move(held_session(), "open", actor=None, at=MORNING)


def test_messages_are_numbered_once_and_kept():
    session = open_session()
    said = {"session": session, "sender": session.person.user, "at": session.starts_at, "body": "Selamat pagi"}
    first = Message.objects.create(n=1, key=key(), **said)
    for again in ({"n": 1, "key": key()}, {"n": 2, "key": first.key}):
        with refused(), transaction.atomic():
            Message.objects.create(**again, **said)
    with refused(), transaction.atomic():
        Message.objects.filter(pk=first.pk).update(body="lain")
    with refused(), transaction.atomic():
        Message.objects.create(n=2, key=key(), kind=MessageKind.VACANCY, **said)


def test_a_published_guide_is_kept_with_its_questions():
    guide = Guide.objects.create(kind="career", number=900)
    words = {"topic": "Diri", "topic_en": "You", "text": "Apa kabar?", "text_en": "How are you?"}
    guide.questions.create(n=1, **words)
    Guide.objects.filter(pk=guide.pk).update(published_at=MORNING)
    with refused(), transaction.atomic():
        guide.questions.create(n=2, **words)
    with refused(), transaction.atomic():
        guide.questions.update(text="Lain?")
    with refused(), transaction.atomic():
        Guide.objects.filter(pk=guide.pk).update(note="lain")


def test_leaves_do_not_overlap():
    one = counsellor()
    common = {"counsellor": one, "reason": LeaveReason.SICK, "recorded_by": one.user, "recorded_at": MORNING}
    Leave.objects.create(first=date(2026, 11, 16), last=date(2026, 11, 20), **common)
    with refused(), transaction.atomic():
        Leave.objects.create(first=date(2026, 11, 20), last=date(2026, 11, 24), **common)
    Leave.objects.create(first=date(2026, 11, 21), last=date(2026, 11, 24), **common)


def test_only_the_two_people_of_a_session_enter_from_ten_minutes_before_until_its_day_is_over():
    session = agreed_session()
    participant, other = session.person.user, UserFactory()
    assert (side_of(session, participant), side_of(session, session.counsellor.user)) == (
        Side.PARTICIPANT,
        Side.COUNSELLOR,
    )
    assert side_of(session, other) is None
    assert session_for(other, session.pk) is None
    assert session_for(participant, session.pk) == session
    early = session.starts_at - timedelta(minutes=10)
    assert can_enter(session, participant, early)
    assert not can_enter(session, participant, early - timedelta(seconds=1))
    assert not can_enter(session, other, early)
    last = session.starts_at.replace(hour=16, minute=59, second=59)  # 23.59.59 WIB
    assert is_enterable(session, last)
    assert not is_enterable(session, last + timedelta(seconds=1))


def test_a_request_is_read_by_its_people_and_the_offices_of_its_region():
    request, on = asked(), date(2026, 11, 16)
    readers = [request.person.user, counsellor().user, coordinator("33"), coordinator(None)]
    assert [CounsellingRequest.objects.visible_to(user, on).count() for user in readers] == [1, 1, 1, 1]
    others = [UserFactory(), counsellor("3374").user, coordinator("35")]
    assert [CounsellingRequest.objects.visible_to(user, on).count() for user in others] == [0, 0, 0]


def test_a_session_is_missed_after_fifteen_minutes():
    session = agreed_session()
    assert not may_be_missed(session, session.starts_at + timedelta(minutes=14, seconds=59))
    assert may_be_missed(session, session.starts_at + timedelta(minutes=15))
