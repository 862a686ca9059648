"""What a counsellor recommends during a session: once each, with a card, only while the room is open."""

import uuid
from datetime import date, timedelta

import pytest

from core.errors import Conflict, Invalid, NotAllowed
from counseling.enums import MessageKind
from counseling.models import FollowUp, Message, TrainingAdvice, VacancyAdvice
from counseling.operations.advice import advise_vacancies, recommend_trainings
from counseling.selectors.outcomes import outcome_of, outcomes_of
from ipk.enums.applications import ApplicationState
from ipk.models import Vacancy
from tests.factories.counseling import agreed_session, counsellor, held_session
from tests.factories.counseling_advice import WHY, advised, fifth_minute, in_room, recommended
from tests.factories.ipk_applications import application
from tests.factories.ipk_vacancies import VacancyFactory
from tests.factories.participants import PersonFactory
from tests.factories.training import ProgrammeFactory
from tests.queries import most_queries
from training.models import TrainingRecommendation
from training.selectors import has_recommendation

pytestmark = pytest.mark.django_db


def advise(session, *vacancies, at=None, why="", actor=None):
    return advise_vacancies(
        session,
        vacancies=[getattr(row, "pk", row) for row in vacancies],
        why=why,
        actor=actor or session.counsellor.user,
        at=at or fifth_minute(session),
    )


def test_a_recommended_vacancy_is_kept_with_its_reason_and_shown_as_a_card():
    session, at = in_room()
    vacancy = VacancyFactory()
    row = advise(session, vacancy, why=f"  {WHY}\n")[0]
    assert (row.vacancy_id, row.why, row.at) == (vacancy.pk, WHY, at)
    card = Message.objects.get(session=session)
    assert (card.kind, card.ref, card.body, card.sender) == (
        MessageKind.VACANCY,
        vacancy.pk,
        WHY,
        session.counsellor.user,
    )


def test_several_go_in_the_order_in_which_they_were_chosen():
    session, _at = in_room()
    vacancies = [VacancyFactory() for _ in range(3)]
    advise(session, *vacancies)
    assert [card.ref for card in Message.objects.filter(session=session).order_by("n")] == [v.pk for v in vacancies]


def test_the_same_vacancy_again_is_the_same_row_and_no_second_card():
    session, _at = in_room()
    vacancy, other = VacancyFactory(), VacancyFactory()
    first = advise(session, vacancy, vacancy)
    again = advise(session, vacancy, other)
    assert first[0].pk == again[0].pk
    assert VacancyAdvice.objects.count() == 2
    assert Message.objects.filter(session=session).count() == 2


def test_a_vacancy_that_closed_meanwhile_keeps_the_others_back_and_says_so():
    session, _at = in_room()
    with pytest.raises(Conflict, match="vacancy_closed"):
        advise(session, VacancyFactory(), VacancyFactory(closed=True))
    assert not VacancyAdvice.objects.exists()
    assert not Message.objects.exists()


def test_what_does_not_exist_is_refused_like_what_is_closed():
    session, _at = in_room()
    with pytest.raises(Conflict, match="vacancy_closed"):
        advise(session, uuid.uuid4())


def test_nothing_or_too_much_at_once_is_refused():
    session, _at = in_room()
    with pytest.raises(Invalid, match="nothing_chosen"):
        advise(session)
    with pytest.raises(Invalid, match="too_many"):
        advise(session, *(uuid.uuid4() for _ in range(11)))
    with pytest.raises(Invalid, match="why_too_long"):
        advise(session, VacancyFactory(), why="a" * 301)


def test_nothing_is_recommended_before_the_room_opens_or_after_it_closed():
    early = agreed_session()
    vacancy = VacancyFactory()
    with pytest.raises(Conflict, match="room_closed"):
        advise(early, vacancy, at=early.starts_at - timedelta(minutes=11))
    assert advise(early, vacancy, at=early.starts_at - timedelta(minutes=10))
    over = held_session(by=counsellor())
    with pytest.raises(Conflict, match="room_closed"):
        advise(over, vacancy, at=over.ends_at)


def test_only_the_counsellor_of_the_session_recommends():
    session, _at = in_room()
    for stranger in (session.person.user, counsellor().user):
        with pytest.raises(NotAllowed, match="not_the_counsellor"):
            advise(session, VacancyFactory(), actor=stranger)
        with pytest.raises(NotAllowed, match="not_the_counsellor"):
            recommend_trainings(
                session, programmes=[ProgrammeFactory().pk], why=WHY, actor=stranger, at=fifth_minute(session)
            )


def test_a_recommended_training_opens_the_benefit_and_is_shown_as_a_card():
    session, at = in_room()
    today = at.date()
    assert not has_recommendation(session.person, on=today)
    programme = ProgrammeFactory(title="Menjahit industri tingkat II", institute__name="LPK Terampil Contoh")
    row = recommended(session, programme)[0]
    made = TrainingRecommendation.objects.get()
    assert (made.person, made.programme, made.session_ref, made.why) == (session.person, programme, session.pk, WHY)
    assert (row.recommendation, row.title) == (made.pk, "Menjahit industri tingkat II, LPK Terampil Contoh")
    assert has_recommendation(session.person, on=today)
    assert [(card.kind, card.ref) for card in Message.objects.all()] == [(MessageKind.TRAINING, made.pk)]


def test_the_same_training_again_is_the_same_recommendation_and_no_second_card():
    session, _at = in_room()
    programme = ProgrammeFactory()
    assert recommended(session, programme)[0].pk == recommended(session, programme)[0].pk
    assert TrainingRecommendation.objects.count() == TrainingAdvice.objects.count() == Message.objects.count() == 1


def test_a_training_needs_its_reason_and_must_be_offered():
    session, _at = in_room()
    with pytest.raises(Invalid, match="why_missing"):
        recommended(session, why=" ")
    with pytest.raises(Conflict, match="programme_not_offered"):
        recommended(session, ProgrammeFactory(withdrawn=True))
    assert not TrainingAdvice.objects.exists()


def test_recommending_plans_the_days_after_a_week_and_after_a_month_once():
    session, _at = in_room()
    advised(session)
    recommended(session)
    rows = FollowUp.objects.order_by("days").values_list("days", "due_on", "done_at")
    assert list(rows) == [(7, date(2026, 11, 24), None), (30, date(2026, 12, 17), None)]


# --- what came of it ---------------------------------------------------------------------------------------------


def test_an_application_for_what_was_recommended_is_found_and_another_is_not():
    session, at = in_room()
    vacancy, other = VacancyFactory(), VacancyFactory()
    advised(session, vacancy)
    application(person=session.person, vacancy=other, at=at)
    application(person=PersonFactory(), vacancy=vacancy, at=at)
    assert not outcome_of(session).has_happened
    application("called", person=session.person, vacancy=vacancy, at=at)
    found = outcome_of(session)
    assert found.has_happened
    assert found.vacancies[0].application.state == ApplicationState.CALLED


def test_what_was_taken_back_is_no_application_and_a_second_one_counts():
    session, at = in_room()
    vacancy = VacancyFactory()
    advised(session, vacancy)
    application("withdrawn", person=session.person, vacancy=vacancy, at=at)
    assert not outcome_of(session).has_happened
    application(person=session.person, vacancy=vacancy, at=at + timedelta(minutes=1))
    assert outcome_of(session).vacancies[0].application.state == ApplicationState.SENT


def test_a_training_that_was_taken_is_something_that_happened():
    session, at = in_room()
    row = recommended(session)[0]
    assert not outcome_of(session).has_happened
    made = TrainingRecommendation.objects.get(pk=row.recommendation)
    TrainingRecommendation.workflow.move(made, "use", actor=None, at=at)
    assert outcome_of(session).has_happened


def test_outcomes_of_many_sessions_cost_as_much_as_of_one():
    sessions = []
    for _ in range(4):
        session, at = in_room(by=counsellor())
        for row in advised(session, VacancyFactory(), VacancyFactory()):
            application(person=session.person, vacancy=row.vacancy, at=at)
        recommended(session)
        sessions.append(session)
    with most_queries(4):
        found = outcomes_of(sessions)
    assert all(len(found[s.pk].vacancies) == 2 and len(found[s.pk].trainings) == 1 for s in sessions)
    assert Vacancy.objects.count() == 8
