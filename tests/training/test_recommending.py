"""A counsellor's recommendation opens the training benefit (POL-14)."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.enums import Role
from accounts.models import User
from core.errors import Conflict, Invalid, NotAllowed
from core.models import AuditEvent
from participants.models import Person
from rules import parameters
from rules.duties import TRAINING_RECOMMENDATION_DAYS
from rules.law import Value
from tests.factories.accounts import officer
from tests.factories.participants import MORNING, TODAY, PersonFactory
from tests.factories.training import InstituteFactory, ProgrammeFactory, RecommendationFactory
from training.enums import RecommendationState
from training.models import Programme, TrainingRecommendation
from training.operations import recommend_programme, withdraw_recommendation
from training.selectors import has_recommendation, may_enrol, recommendations_of, recommended_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
SESSION = uuid.UUID("11111111-1111-4111-8111-111111111111")


def recommend(person: Person, programme: Programme, actor: User, *, why: str = "Sesuai minat Anda.", at=MORNING):  # type: ignore[no-untyped-def]
    return recommend_programme(person, programme=programme, why=why, session_ref=SESSION, actor=actor, at=at)


def test_it_is_kept_with_why_by_whom_and_until_when(person: Person, counsellor: User) -> None:
    made = recommend(person, ProgrammeFactory(), counsellor, why="  Sesuai minat\u200b Anda. ")
    assert (made.why, made.made_by, made.session_ref) == ("Sesuai minat Anda.", counsellor, SESSION)
    assert made.valid_until == TODAY + timedelta(days=TRAINING_RECOMMENDATION_DAYS.on(TODAY).value - 1)
    assert made.valid_until == date(2027, 2, 13)
    assert list(made.log.values_list("move", "to_state", "actor")) == [("recommend", "open", counsellor.pk)]
    assert AuditEvent.objects.get(action="training.recommended").facts == {"programme": str(made.programme_id)}


def test_twice_is_the_same_row(person: Person, counsellor: User) -> None:
    programme = ProgrammeFactory()
    first = recommend(person, programme, counsellor)
    again = recommend(person, programme, officer(Role.COUNSELLOR, region="3372"), why="Lain.")
    assert again == first
    assert TrainingRecommendation.objects.get().why == "Sesuai minat Anda."


def test_the_same_again_stays_the_same_when_the_programme_is_no_longer_offered(
    person: Person, counsellor: User
) -> None:
    first = RecommendationFactory(person=person, programme=ProgrammeFactory(withdrawn=True))
    assert recommend(person, first.programme, counsellor) == first


def test_one_that_is_too_old_is_closed_and_a_new_one_made(person: Person, counsellor: User) -> None:
    old = RecommendationFactory(person=person, too_old=True)
    new = recommend(person, old.programme, counsellor)
    old.refresh_from_db()
    assert (old.state, new.state, new.pk != old.pk) == ("expired", "open", True)
    assert old.log.last().actor is None


def test_the_last_day_counts(person: Person, counsellor: User) -> None:
    last = RecommendationFactory(person=person, valid_until=TODAY)
    assert recommend(person, last.programme, counsellor) == last
    assert has_recommendation(person, on=TODAY)
    assert not has_recommendation(person, on=TODAY + timedelta(days=1))


def test_the_database_keeps_one_open_a_person_and_programme(person: Person) -> None:
    made = RecommendationFactory(person=person)
    with pytest.raises(IntegrityError, match="one_open_recommendation_a_programme"), transaction.atomic():
        RecommendationFactory(person=person, programme=made.programme)
    RecommendationFactory(person=person, programme=made.programme, withdrawn=True)


@pytest.mark.parametrize(("why", "code"), [("  \u200b ", "why_missing"), ("x" * 1_001, "why_too_long")])
def test_it_says_why(person: Person, counsellor: User, why: str, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        recommend(person, ProgrammeFactory(), counsellor, why=why)


@pytest.mark.parametrize("traits", [{"draft": True}, {"withdrawn": True}, {"institute__suspended": True}])
def test_what_is_not_offered_is_not_recommended(person: Person, counsellor: User, traits: dict[str, bool]) -> None:
    with pytest.raises(Conflict, match="programme_not_offered"):
        recommend(person, ProgrammeFactory(**traits), counsellor)


def test_only_a_counsellor_recommends_and_never_to_oneself(person: Person) -> None:
    programme = ProgrammeFactory()
    own = officer(Role.COUNSELLOR, region="3372")
    for actor, whose in ((officer(Role.BPJS_VERIFIER), person), (person.user, person), (own, PersonFactory(user=own))):
        with pytest.raises(NotAllowed, match="not_a_counsellor"):
            recommend(whose, programme, actor)
    assert not TrainingRecommendation.objects.exists()


def test_it_is_taken_back_with_a_reason_by_whoever_made_it(person: Person) -> None:
    made = RecommendationFactory(person=person)
    with pytest.raises(Invalid, match="reason_missing"):
        withdraw_recommendation(made, reason=" ", actor=made.made_by, at=MORNING)
    with pytest.raises(NotAllowed, match="not_yours"):
        withdraw_recommendation(made, reason="Salah.", actor=officer(Role.COUNSELLOR, region="3372"), at=MORNING)
    back = withdraw_recommendation(made, reason="Kelasnya batal.", actor=made.made_by, at=MORNING)
    assert (back.state, back.log.last().note) == ("withdrawn", "Kelasnya batal.")
    with pytest.raises(Conflict, match="wrong_state"):
        withdraw_recommendation(made, reason="Sekali lagi.", actor=made.made_by, at=MORNING)
    assert not has_recommendation(person, on=TODAY)


def test_what_is_used_cannot_be_taken_back() -> None:
    made = RecommendationFactory(used=True)
    with pytest.raises(Conflict, match="wrong_state"):
        withdraw_recommendation(made, reason="Salah.", actor=made.made_by, at=MORNING)


def test_the_database_refuses_to_open_one_again() -> None:
    made = RecommendationFactory(withdrawn=True)
    with pytest.raises(Exception, match="Invalid transition"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE training_trainingrecommendation SET state = 'open' WHERE id = %s", [made.pk])


def test_a_recommendation_opens_one_programme_and_the_benefit(person: Person) -> None:
    made, other = RecommendationFactory(person=person), ProgrammeFactory(title="Barista")
    assert has_recommendation(person, on=TODAY)
    assert may_enrol(person, made.programme, on=TODAY)
    assert not may_enrol(person, other, on=TODAY)
    assert not has_recommendation(PersonFactory(), on=TODAY)


def test_the_policy_of_the_day_decides_whether_one_is_needed(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    rule = parameters.RECOMMENDATION_FOR_TRAINING
    free = Value(TODAY + timedelta(days=1), False, rule.values[0].law)
    monkeypatch.setattr(rule, "values", (*rule.values, free))
    assert [has_recommendation(person, on=TODAY + timedelta(days=n)) for n in (0, 1)] == [False, True]
    assert may_enrol(person, ProgrammeFactory(), on=TODAY + timedelta(days=1))


def test_who_reads_recommendations(person: Person) -> None:
    made = RecommendationFactory(person=person)
    RecommendationFactory()
    rows = TrainingRecommendation.objects
    assert list(rows.visible_to(person.user, TODAY)) == [made]
    assert list(rows.visible_to(made.made_by, TODAY)) == [made]
    assert not rows.visible_to(officer(Role.COUNSELLOR, region="3372"), TODAY).exists()
    assert rows.visible_to(officer(Role.REVIEWER), TODAY).count() == 2
    assert not rows.visible_to(officer(Role.MEDIATOR, region="3372"), TODAY).exists()


def test_they_come_latest_first_and_by_session(person: Person) -> None:
    first = RecommendationFactory(person=person, made_at=MORNING - timedelta(days=2))
    last = RecommendationFactory(person=person, session_ref=first.session_ref)
    RecommendationFactory(session_ref=uuid.uuid4())
    assert list(recommendations_of(person)) == [last, first]
    assert list(recommended_in(first.session_ref)) == [first, last]
    assert {row.state for row in recommendations_of(person)} == {RecommendationState.OPEN}
    assert InstituteFactory().slug.startswith("lpk-karya-")
