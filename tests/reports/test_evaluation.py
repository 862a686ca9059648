"""What became of training, exact to the person and the rupiah, and the officer's word about an institute's year."""

from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from accounts.enums import Role
from core.clock import JAKARTA
from core.errors import Conflict, Invalid, NotAllowed
from core.models import AuditEvent
from counseling.models import Guide, Worksheet
from ipk.operations import accept_applicant
from notices.models import Notice
from reports.enums import Conclusion
from reports.models import InstituteEvaluation
from reports.operations.evaluations import conclude_evaluation
from reports.selectors.counselling import Period
from reports.selectors.training import Fit, Outcome, Wanted, concluded, evaluations_of, fits, outcomes, year_of
from tests.factories.accounts import UserFactory, officer
from tests.factories.counseling import open_session
from tests.factories.ipk import assessed
from tests.factories.ipk_applications import application, staff_of
from tests.factories.ipk_vacancies import VacancyFactory
from tests.factories.participants import MORNING, TODAY, PersonFactory
from tests.factories.training import InstituteFactory, ProgrammeFactory, RecommendationFactory
from tests.factories.training_money import EnrolmentFactory, InstituteStaffFactory
from tests.factories.training_signals import bill, class_over, paid, seated
from tests.queries import most_queries
from training.enums import EnrolmentState, InstituteState
from training.models import Institute, Interest, TrainingRecommendation

pytestmark = pytest.mark.django_db
E = EnrolmentState
YEAR = Wanted(year_of(2026))
NEXT_YEAR = datetime(2027, 1, 4, 9, tzinfo=JAKARTA)


def total(wanted: Wanted = YEAR, today: date = TODAY) -> Outcome:
    return outcomes(wanted, today=today).total


def mixed(house: Institute, **fields):
    """Eleven people: five completed, two of them certified; one found work, two missed, one left, two are undecided."""
    held = class_over(house, **fields)
    people = [*seated(held, 3), *seated(held, 2, lsp_name="LSP Contoh", lsp_number="123")]
    working = seated(held, 1, E.WORKING)
    for count, state in ((2, E.MISSED), (1, E.WITHDRAWN), (2, E.ENROLLED)):
        seated(held, count, state)
    return held, [*people, *working]


# --- outcomes ----------------------------------------------------------------------------------------------------


def test_every_outcome_is_counted_once():
    held, payable = mixed(InstituteFactory())
    paid(bill(held, payable))
    counted = total()
    assert counted == Outcome(
        enrolled=11, undecided=2, completed=5, certified=2, missed=2, withdrawn=1, working=1, hired=1, watched=8,
        completed_paid=5, paid=6 * 1_850_000,
    )  # fmt: skip
    assert (counted.ended, counted.per_completed) == (9, 2_220_000)


def test_money_that_has_not_arrived_is_not_counted():
    held, payable = mixed(InstituteFactory())
    bill(held, payable)
    assert total().paid == 0
    assert total().per_completed is None


def test_classes_that_are_not_paid_do_not_make_the_others_cheap():
    held, payable = mixed(InstituteFactory())
    paid(bill(held, payable))
    mixed(InstituteFactory())
    assert (total().completed, total().completed_paid, total().per_completed) == (10, 5, 2_220_000)


def test_an_empty_year_is_all_zeros():
    assert total() == Outcome()
    assert total().per_completed is None
    assert [row.recommended for row in fits(YEAR, today=TODAY)] == [0, 0, 0, 0]


@pytest.mark.parametrize(("last_day", "there"), [(date(2026, 10, 31), 1), (date(2026, 11, 1), 0)])
def test_the_last_day_of_the_class_decides_the_period(last_day, there):
    held = class_over(first=last_day - timedelta(days=26))
    seated(held, 1)
    october = Wanted(Period(date(2026, 10, 1), date(2026, 10, 31)))
    assert total(october).enrolled == there


def test_province_group_and_institute_narrow_it():
    java = class_over(programme=ProgrammeFactory(group="7531"))
    bali = class_over(InstituteFactory(region_id="5171"), programme=None)
    seated(java, 2)
    seated(bali, 3)
    assert total().enrolled == 5
    assert total(Wanted(YEAR.period, province="51")).enrolled == 3
    assert total(Wanted(YEAR.period, group="7")).enrolled == 5
    assert total(Wanted(YEAR.period, group="2")).enrolled == 0
    assert total(Wanted(YEAR.period, institute=java.programme.institute_id)).enrolled == 2


def test_institutes_and_programmes_stand_in_the_order_of_the_alphabet():
    two = [InstituteFactory(name=name) for name in ("LPK Zaitun Contoh", "LPK Anggrek Contoh")]
    for house in two:
        for title in ("Las", "Jahit"):
            seated(class_over(programme=ProgrammeFactory(institute=house, title=title)), 2)
    with most_queries(1):
        found = outcomes(YEAR, today=TODAY)
    assert [(row.name, row.outcome.enrolled) for row in found.institutes] == [
        ("LPK Anggrek Contoh", 4), ("LPK Zaitun Contoh", 4),
    ]  # fmt: skip
    assert [(row.title, row.institute) for row in found.programmes] == [
        ("Jahit", "LPK Anggrek Contoh"), ("Jahit", "LPK Zaitun Contoh"),
        ("Las", "LPK Anggrek Contoh"), ("Las", "LPK Zaitun Contoh"),
    ]  # fmt: skip
    assert sum(row.outcome.enrolled for row in found.programmes) == found.total.enrolled == 8


def hired_on(day: date, today: date) -> Outcome:
    """Who completed a class of 5 to 31 October and begins to work on a day."""
    seat = EnrolmentFactory(training_class=class_over(), person=PersonFactory(), completed=True)
    vacancy = VacancyFactory()
    sent = application(person=seat.person, vacancy=vacancy)
    accept_applicant(sent, starts_on=day, actor=staff_of(vacancy), at=MORNING)
    return total(today=today)


def test_work_until_180_days_after_the_class_counts():
    last = date(2026, 10, 31) + timedelta(days=180)
    counted = hired_on(last, last)
    assert (counted.hired, counted.working, counted.watched) == (1, 0, 0)


def test_work_later_than_that_does_not():
    late = date(2026, 10, 31) + timedelta(days=181)
    counted = hired_on(late, late)
    assert (counted.hired, counted.watched) == (0, 0)


def test_who_can_still_find_work_is_watched():
    seated(class_over(), 1)
    last = date(2026, 10, 31) + timedelta(days=180)
    assert total(today=last).watched == 1
    assert total(today=last + timedelta(days=1)).watched == 0


# --- what fitted -------------------------------------------------------------------------------------------------


def seen(codes: list[str], group: str, **fields) -> TrainingRecommendation:
    """A recommendation out of a session whose worksheet shows these groups."""
    session = open_session(PersonFactory())
    groups = [{"code": code, "name": "x", "name_en": "x", "match": 80} for code in codes]
    Worksheet.objects.create(
        session=session, guide=Guide.objects.first(), facts={"v": 1, "assessment": {"groups": groups}},
        begun_at=MORNING, saved_at=MORNING,
    )  # fmt: skip
    programme = ProgrammeFactory(group=group)
    return RecommendationFactory(person=session.person, programme=programme, session_ref=session.pk, **fields)


def by_fit(wanted: Wanted = YEAR) -> dict[str, Fit]:
    return {row.fit: row for row in fits(wanted, today=TODAY)}


def test_a_recommendation_fits_by_the_groups_that_the_counsellor_saw():
    seen(["7531", "8153", "4321"], "75")
    seen(["7531"], "72")
    seen(["7531", "8153"], "26")
    seen([], "75")
    RecommendationFactory()
    assert {fit: row.recommended for fit, row in by_fit().items()} == {"same": 1, "near": 1, "other": 1, "none": 2}


def test_without_a_worksheet_the_assessment_of_that_day_is_compared():
    person = PersonFactory()
    best = assessed(person, at=MORNING - timedelta(days=2)).result["groups"]
    best.sort(key=lambda row: (row[5], row[0]))
    RecommendationFactory(person=person, programme=ProgrammeFactory(group=best[2][0][:2]))
    assert by_fit()["same"].recommended == 1


def test_an_assessment_of_later_was_not_seen():
    person = PersonFactory()
    RecommendationFactory(person=person)
    assessed(person, at=MORNING + timedelta(days=1))
    assert by_fit()["none"].recommended == 1


def test_what_was_taken_completed_and_led_to_work_stands_beside_it():
    held = class_over()
    seated(held, 3)
    seated(held, 1, E.WORKING)
    RecommendationFactory(programme=held.programme)  # nobody took it
    person = PersonFactory()
    RecommendationFactory(person=person)
    EnrolmentFactory(training_class=held, person=person)  # took the other one
    RecommendationFactory(programme=held.programme, withdrawn=True)
    assert by_fit()["none"] == Fit("none", recommended=7, taken=5, took_other=1, completed=3, hired=1)


def test_recommendations_are_narrowed_like_outcomes():
    seen(["7531"], "75")
    assert by_fit(Wanted(YEAR.period, province="51"))["same"].recommended == 0
    assert by_fit(Wanted(YEAR.period, province="33"))["same"].recommended == 1
    assert by_fit(Wanted(year_of(2025)))["same"].recommended == 0


# --- the officer's word ------------------------------------------------------------------------------------------


@pytest.fixture
def house() -> Institute:
    house = InstituteFactory()
    mixed(house)
    return house


@pytest.fixture
def verifier():
    return officer(Role.INSTITUTE_VERIFIER, full_name="Ratna Dewi")


def conclude(house, actor, **said):
    how = {"year": 2026, "conclusion": Conclusion.WATCH, "note": "Lima dari sembilan selesai.", "seen": 0}
    return conclude_evaluation(house, actor=actor, at=NEXT_YEAR, **(how | said))


def test_a_conclusion_keeps_the_figures_of_the_day_and_does_nothing_else(house, verifier):
    InstituteStaffFactory(institute=house, head=True)
    row = conclude(house, verifier, conclusion=Conclusion.ACT)
    assert (row.n, row.by_name, row.at) == (1, str(verifier), NEXT_YEAR)
    assert row.figures["outcome"]["completed"] == 5
    assert [fit["fit"] for fit in row.figures["fits"]] == ["same", "near", "other", "none"]
    assert concluded(2026) == {house.pk: row}
    assert Institute.objects.get(pk=house.pk).state == InstituteState.LISTED
    assert not Notice.objects.exists()
    assert AuditEvent.objects.get(action="reports.evaluation.concluded").facts["year"] == "2026"


def test_the_same_word_again_is_the_same_and_a_page_that_is_old_is_refused(house, verifier):
    first = conclude(house, verifier)
    assert conclude(house, verifier) == first
    with pytest.raises(Conflict) as refused:
        conclude(house, verifier, note="Lain.")
    assert refused.value.code == "changed"
    second = conclude(house, officer(Role.STANDARDS), seen=1, note="Sudah dibicarakan.", conclusion=Conclusion.GOOD)
    assert (second.n, concluded(2026)[house.pk]) == (2, second)
    assert evaluations_of(house.pk) == [second, first]


@pytest.mark.parametrize(("said", "code"), [({"year": 2027}, "year_runs"), ({"year": 2025}, "nothing_held")])
def test_only_a_year_that_is_over_and_had_classes_is_concluded(house, verifier, said, code):
    with pytest.raises(Conflict) as refused:
        conclude(house, verifier, **said)
    assert refused.value.code == code
    assert not InstituteEvaluation.objects.exists()


def test_a_word_without_a_note_is_none(house, verifier):
    with pytest.raises(Invalid):
        conclude(house, verifier, note=" \n")


def test_who_has_a_tie_or_another_role_concludes_nothing(house, verifier):
    Interest.objects.create(
        officer=verifier, institute=house, reason="Pernah mengajar.", since=TODAY, declared_by=verifier,
        declared_at=MORNING,
    )  # fmt: skip
    others = [officer(role) for role in (Role.REVIEWER, Role.INTEGRITY, Role.AUDITOR, Role.ADMINISTRATOR)]
    for user in (verifier, UserFactory(), *others):
        with pytest.raises(NotAllowed):
            conclude(house, user)


def test_the_database_keeps_what_was_concluded(house, verifier):
    row = conclude(house, verifier)
    for change in (lambda: InstituteEvaluation.objects.update(note="x"), row.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
