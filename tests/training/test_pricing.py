"""A programme's way into the catalogue: proposed, returned, priced under the ceiling of the day, priced again."""

from datetime import date, timedelta

import pytest

from accounts.enums import Role
from accounts.models import User
from core.errors import Conflict, Invalid, NotAllowed
from notices.models import Notice
from rules.deadlines import programme_due
from tests.factories.accounts import UserFactory, officer
from tests.factories.participants import MORNING, TODAY
from tests.factories.training import InstituteFactory, ProgrammeFactory
from tests.factories.training_money import InstituteStaffFactory
from tests.factories.training_places import PriceFactory, priced, staff_of
from training.models import Interest, Programme, ProgrammePrice
from training.operations import (
    ProgrammeSaid,
    list_programme,
    price_programme,
    propose_programme,
    reprice_programme,
    return_programme,
    revise_programme,
)
from training.selectors.pricing import Comparison, approved_price, compare, same_group

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
SAID = ProgrammeSaid("Las listrik", "72", "luring", 200, 25, 2_000_000, "Mengelas.", curriculum="Unit 1: 40 jam")


@pytest.fixture
def assessor() -> User:
    return officer(Role.STANDARDS, full_name="Maya Anggraini")


def draft(**said: object) -> Programme:
    return ProgrammeFactory(**{"draft": True, "curriculum": "Menjahit lurus: 40 jam"} | said)


def proposed(**said: object) -> Programme:
    programme = draft(**said)
    return propose_programme(programme, actor=staff_of(programme.institute), at=MORNING)


def test_the_institute_proposes_and_the_clock_runs() -> None:
    programme = draft()
    staff = staff_of(programme.institute)
    sent = propose_programme(programme, actor=staff, at=MORNING)
    assert (sent.state, sent.proposed_at, sent.due_on) == ("proposed", MORNING, programme_due(TODAY))
    assert propose_programme(sent, actor=staff, at=MORNING + timedelta(days=1)).proposed_at == MORNING


@pytest.mark.parametrize(
    ("said", "code"),
    [({"curriculum": " "}, "curriculum_missing"), ({"cost": 0}, "cost_missing"), ({"learns": ""}, "learns_missing")],
)
def test_an_incomplete_proposal_says_what_is_missing(said: dict[str, object], code: str) -> None:
    with pytest.raises(Invalid, match=code):
        proposed(**said)


def test_strangers_and_institutes_that_are_out_propose_nothing() -> None:
    with pytest.raises(NotAllowed):
        propose_programme(draft(), actor=UserFactory(), at=MORNING)
    with pytest.raises(Conflict, match="institute_out"):
        proposed(institute=InstituteFactory(suspended=True))


def test_a_draft_is_written_again_until_it_is_proposed() -> None:
    programme = draft()
    staff = staff_of(programme.institute)
    assert revise_programme(programme, said=SAID, actor=staff, at=MORNING).title == "Las listrik"
    sent = propose_programme(programme, actor=staff, at=MORNING)
    with pytest.raises(Conflict, match="wrong_state"):
        revise_programme(sent, said=SAID, actor=staff, at=MORNING)


def test_it_comes_back_with_a_remark_and_goes_again(assessor: User) -> None:
    sent = proposed()
    staff = sent.institute.staff.get().user
    with pytest.raises(Invalid, match="remark_missing"):
        return_programme(sent, remark="", actor=assessor, at=MORNING)
    back = return_programme(sent, remark="Rinci jam tiap unit.", actor=assessor, at=MORNING)
    assert (back.state, back.remark, back.due_on) == ("returned", "Rinci jam tiap unit.", None)
    assert Notice.objects.filter(user=staff, event="programme_returned", channel="inbox").count() == 1
    again = propose_programme(back, actor=staff, at=MORNING)
    assert (again.state, again.remark) == ("proposed", "")


def test_the_directorate_sets_the_cost_and_lists_it(assessor: User) -> None:
    listed = price_programme(proposed(cost=2_300_000), cost=2_100_000, why="Setara median.", actor=assessor, at=MORNING)
    price = ProgrammePrice.objects.get()
    assert (listed.state, listed.cost, listed.priced_on, listed.due_on) == ("listed", 2_100_000, TODAY, None)
    assert (price.cost, price.ceiling, price.set_by, price.set_on) == (2_100_000, 2_400_000, assessor, TODAY)
    assert approved_price(listed, on=TODAY) == price
    assert approved_price(listed, on=TODAY - timedelta(days=1)) is None
    with pytest.raises(Conflict, match="wrong_state"):
        price_programme(listed, cost=2_100_000, why="Lagi.", actor=assessor, at=MORNING)


@pytest.mark.parametrize(("cost", "why", "code"), [(2_400_001, "x", "cost_over_ceiling"), (0, "x", "cost_over_ceiling"),
                                                   (1, " ", "why_missing")])  # fmt: skip
def test_a_cost_stays_under_the_ceiling_and_says_why(assessor: User, cost: int, why: str, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        price_programme(proposed(), cost=cost, why=why, actor=assessor, at=MORNING)
    assert not ProgrammePrice.objects.exists()


def test_the_ceiling_itself_is_allowed(assessor: User) -> None:
    assert price_programme(proposed(), cost=2_400_000, why="Alat mahal.", actor=assessor, at=MORNING).cost == 2_400_000


def test_another_cost_is_a_new_row_and_the_same_is_none(assessor: User) -> None:
    listed = priced()
    for _twice in range(2):
        reprice_programme(listed, cost=2_000_000, why="Harga bahan naik.", actor=assessor, at=MORNING)
    assert sorted(listed.prices.values_list("cost", flat=True)) == [1_850_000, 2_000_000]
    assert approved_price(listed, on=TODAY).cost == listed.prices.get(set_on=TODAY).cost == 2_000_000  # type: ignore[union-attr]
    with pytest.raises(Conflict, match="wrong_state"):
        reprice_programme(proposed(), cost=1, why="x", actor=assessor, at=MORNING)


def test_an_officer_with_a_tie_decides_nothing(assessor: User) -> None:
    sent = proposed()
    Interest.objects.create(
        officer=assessor, institute=sent.institute, reason="Saudara pimpinan.", since=TODAY, declared_by=assessor,
        declared_at=MORNING,
    )  # fmt: skip
    for act in (
        lambda: price_programme(sent, cost=1_000_000, why="x", actor=assessor, at=MORNING),
        lambda: return_programme(sent, remark="x", actor=assessor, at=MORNING),
    ):
        with pytest.raises(NotAllowed):
            act()
    colleague = officer(Role.STANDARDS)
    InstituteStaffFactory(institute=sent.institute, user=colleague)
    with pytest.raises(NotAllowed):
        price_programme(sent, cost=1_000_000, why="x", actor=colleague, at=MORNING)
    with pytest.raises(NotAllowed):
        price_programme(sent, cost=1_000_000, why="x", actor=officer(Role.REVIEWER), at=MORNING)


def test_the_same_group_elsewhere_is_compared() -> None:
    programme = proposed(group="7531", hours=100)
    assert compare(programme) is None
    for cost in (1_000_000, 1_500_000, 2_000_000):
        ProgrammeFactory(group="75", cost=cost, hours=100)
    ProgrammeFactory(group="75", cost=9, institute=programme.institute, title="Sendiri")
    ProgrammeFactory(group="72", cost=9)
    ProgrammeFactory(group="75", cost=9, draft=True)
    assert compare(programme) == Comparison(3, 1_000_000, 1_500_000, 2_000_000, 15_000, "75")


@pytest.mark.parametrize(
    ("own", "listed", "group", "count"),
    [
        ("7531", {"7531": 5, "7532": 1, "751": 3}, "7531", 5),
        ("7531", {"7531": 4, "7533": 1, "751": 3}, "753", 5),
        ("7531", {"7531": 4, "751": 3, "75": 1}, "75", 8),
        ("753", {"7531": 3, "7532": 2, "751": 3}, "753", 5),
        ("753", {"7531": 3, "7532": 1, "751": 3}, "75", 7),
        ("75", {"7531": 9}, "75", 9),
    ],
)
def test_the_finest_group_with_five_programmes_is_compared(own: str, listed: dict, group: str, count: int) -> None:
    programme = proposed(group=own)
    for code, many in listed.items():
        for _n in range(many):
            ProgrammeFactory(group=code)
    found = compare(programme)
    assert (found.group, found.count) == (group, count)
    assert same_group(programme, group).count() == count


def test_ones_own_programmes_do_not_make_a_group_fine_enough() -> None:
    programme = proposed(group="7531")
    for n in range(5):
        ProgrammeFactory(group="7531", institute=programme.institute, title=f"Sendiri {n}")
    ProgrammeFactory(group="751")
    assert compare(programme).group == "75"


def test_what_administrators_list_has_a_price_too() -> None:
    listed = list_programme(ProgrammeFactory(draft=True), actor=officer(Role.ADMINISTRATOR), at=MORNING)
    assert approved_price(listed, on=TODAY).cost == 1_850_000  # type: ignore[union-attr]
    with pytest.raises(Conflict, match="cost_missing"):
        list_programme(ProgrammeFactory(draft=True, cost=0), actor=None, at=MORNING)


def test_the_price_of_a_day_is_the_latest_set_by_then() -> None:
    programme = priced()
    PriceFactory(programme=programme, cost=2_000_000, set_on=date(2026, 12, 1))
    assert approved_price(programme, on=date(2026, 11, 30)).cost == 1_850_000  # type: ignore[union-attr]
    assert approved_price(programme, on=date(2026, 12, 1)).cost == 2_000_000  # type: ignore[union-attr]
