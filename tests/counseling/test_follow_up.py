"""Reminders of what was recommended: to both, after 7 and 30 days, once each, and only when nothing came of it."""

from datetime import datetime, time, timedelta

import pytest

from core import clock
from core.errors import Conflict, Invalid, NotAllowed
from counseling.models import FollowUp, SessionRating
from counseling.operations.follow_up import plan_follow_up, remind, remind_one
from counseling.operations.rating import rate_session
from counseling.tasks import remind_of_advice
from notices.models import Notice
from tests.factories.counseling import counsellor, held_session, open_session
from tests.factories.counseling_advice import held_with_advice
from tests.factories.ipk_applications import application
from tests.factories.participants import PersonFactory
from tests.queries import most_queries

pytestmark = pytest.mark.django_db


def after(session, days, hour=9):
    """So many days after the day of the session, at an hour in Jakarta."""
    day = clock.legal_date(session.starts_at) + timedelta(days=days)
    return datetime.combine(day, time(hour), clock.JAKARTA)


def told(event, user):
    return Notice.objects.filter(event=event, user=user, channel="inbox")


def test_after_a_week_without_anything_both_are_reminded_once():
    session = held_with_advice()
    assert remind(at=after(session, 6, 23)) == 0
    assert remind(at=after(session, 7, 0)) == 1
    assert remind(at=after(session, 8)) == 0
    notice = told("counselling_follow_up", session.person.user).get()
    assert notice.link == f"/konseling/{session.pk}/hasil/"
    assert "Selasa, 17 November 2026" in notice.body
    quiet = told("counselling_quiet", session.counsellor.user).get()
    assert session.person.full_name in quiet.body
    assert quiet.link == "/konselor/tindak-lanjut/?keadaan=belum"
    row = FollowUp.objects.get(days=7)
    assert (row.told, row.done_at) == (True, after(session, 7, 0))


def test_after_a_month_both_are_reminded_once_more():
    session = held_with_advice()
    for days in (7, 30, 31, 60):
        remind(at=after(session, days))
    assert told("counselling_follow_up", session.person.user).count() == 2
    assert told("counselling_quiet", session.counsellor.user).count() == 2
    assert not FollowUp.objects.filter(done_at=None).exists()


def test_who_applied_is_not_reminded():
    session = held_with_advice()
    vacancy = session.vacancy_advice.get().vacancy
    application(person=session.person, vacancy=vacancy, at=after(session, 3))
    assert remind(at=after(session, 7)) == 1
    assert not Notice.objects.filter(event__in=("counselling_follow_up", "counselling_quiet")).exists()
    assert FollowUp.objects.get(days=7).told is False


def test_an_application_that_was_taken_back_counts_as_nothing():
    session = held_with_advice()
    vacancy = session.vacancy_advice.get().vacancy
    application("withdrawn", person=session.person, vacancy=vacancy, at=after(session, 3))
    remind(at=after(session, 7))
    assert told("counselling_follow_up", session.person.user).count() == 1


def test_two_days_that_were_left_lying_are_one_reminder():
    session = held_with_advice()
    assert remind(at=after(session, 40)) == 2
    assert told("counselling_follow_up", session.person.user).count() == 1
    assert list(FollowUp.objects.order_by("days").values_list("told", flat=True)) == [False, True]


def test_a_session_without_recommendations_reminds_nobody():
    session = held_session()
    assert remind(at=after(session, 40)) == 0


def test_planning_twice_plans_once():
    session = open_session()
    plan_follow_up(session)
    plan_follow_up(session)
    assert FollowUp.objects.count() == 2


def test_one_that_was_set_aside_is_looked_at_by_itself():
    session = held_with_advice()
    pk = FollowUp.objects.get(days=7).pk
    assert remind_one(pk, at=after(session, 7)) is True
    assert remind_one(pk, at=after(session, 7)) is False


def test_the_task_asks_the_database_what_is_due():
    held_with_advice()
    remind_of_advice()
    assert Notice.objects.filter(event="counselling_follow_up").count() in (0, 1)


def test_reminding_many_costs_a_fixed_number_of_questions():
    maya = counsellor()
    first = open_session(by=counsellor()).starts_at
    sessions = [
        held_with_advice(PersonFactory(), by=maya, starts_at=first + timedelta(minutes=30 * n)) for n in range(6)
    ]
    with most_queries(24):
        assert remind(at=after(sessions[0], 7)) == 6
    assert Notice.objects.filter(event="counselling_follow_up", channel="inbox").count() == 6


# --- the question of one tap -------------------------------------------------------------------------------------


def test_the_last_answer_counts_and_the_same_again_changes_nothing():
    session = held_session()
    rate = {"actor": session.person.user}
    first = rate_session(session, answer="yes", at=session.ends_at, **rate)
    assert rate_session(session, answer="yes", at=session.ends_at + timedelta(hours=1), **rate).at == first.at
    rate_session(session, answer="no", at=session.ends_at + timedelta(hours=2), **rate)
    assert SessionRating.objects.get().answer == "no"


def test_only_the_participant_rates_only_what_was_held_and_only_with_a_known_answer():
    session, going_on = held_session(), open_session(by=counsellor())
    with pytest.raises(NotAllowed, match="not_the_participant"):
        rate_session(session, answer="yes", actor=session.counsellor.user, at=session.ends_at)
    with pytest.raises(Conflict, match="not_held"):
        rate_session(going_on, answer="yes", actor=going_on.person.user, at=going_on.ends_at)
    with pytest.raises(Invalid, match="answer_unknown"):
        rate_session(session, answer="maybe", actor=session.person.user, at=session.ends_at)
