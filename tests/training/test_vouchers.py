"""A voucher is issued when the rules are met, becomes one seat once, and says precisely why when it does not (B28)."""

from datetime import date, timedelta

import pytest

from accounts.models import User
from core.codes import shown
from core.errors import Conflict, Invalid, NotAllowed, TooMany
from core.models import AuditEvent
from notices.models import Notice
from participants.models import Person
from tests.factories.accounts import UserFactory
from tests.factories.participants import MORNING, TODAY, PersonFactory
from tests.factories.training import InstituteFactory, ProgrammeFactory, RecommendationFactory, TrainingClassFactory
from tests.factories.training_money import EnrolmentFactory, InstituteStaffFactory, TrainingPeriodFactory
from tests.factories.training_places import PriceFactory, entitled, priced, staff_of, with_voucher
from training.models import Enrolment, TrainingClass, Voucher, WaitingPlace
from training.operations import (
    cancel_class,
    issue_voucher,
    leave_line,
    redeem_code,
    redeem_voucher,
    set_taken,
    wait_for_seat,
    withdraw_enrolment,
    withdraw_recommendation,
)
from training.operations.vouchers import expire_what_passed
from training.selectors.classes import joinable, places_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


def refused(recommendation) -> set[str]:  # type: ignore[no-untyped-def]
    """The codes of what is not met, or not known, when a voucher is asked for."""
    with pytest.raises(Conflict) as refusal:
        issue_voucher(recommendation, actor=recommendation.person.user, at=MORNING)
    assert refusal.value.code == "voucher_not_due"
    return {reason.code for reason in refusal.value.facts["reasons"] if reason.met is not True}


def code_of(refusal: pytest.ExceptionInfo) -> str:  # type: ignore[type-arg]
    return str(refusal.value.code)


def held(voucher: Voucher, **said: object) -> TrainingClass:
    return TrainingClassFactory(programme=voucher.recommendation.programme, **said)


# --- issued ------------------------------------------------------------------------------------------------------


def test_the_participant_takes_it_and_asking_again_gives_the_same(person: Person) -> None:
    made = entitled(person)
    first = issue_voucher(made, actor=person.user, at=MORNING)
    assert issue_voucher(made, actor=person.user, at=MORNING) == first
    assert (first.ceiling, first.valid_until) == (2_400_000, TODAY + timedelta(days=59))
    assert first.log.get().actor == person.user
    assert Notice.objects.filter(user=person.user, event="voucher_issued", channel="inbox").count() == 1


@pytest.mark.parametrize(
    ("recommended_until", "closes_on", "last"),
    [
        (date(2026, 11, 20), date(2027, 2, 28), date(2026, 11, 20)),
        (date(2027, 2, 13), date(2026, 12, 1), date(2026, 12, 1)),
        (date(2027, 2, 13), date(2027, 2, 28), date(2027, 1, 14)),
    ],
)
def test_it_lasts_as_long_as_the_shortest_of_its_grounds(
    person: Person, recommended_until: date, closes_on: date, last: date
) -> None:
    made = RecommendationFactory(person=person, programme=priced(), valid_until=recommended_until)
    TrainingPeriodFactory(person=person, closes_on=closes_on)
    assert issue_voucher(made, actor=person.user, at=MORNING).valid_until == last


def test_each_missing_ground_is_named(person: Person) -> None:
    programme = priced()
    assert refused(RecommendationFactory(person=person, programme=programme)) == {"VOU-02"}
    period = TrainingPeriodFactory(person=person, opens_on=TODAY + timedelta(days=1))
    made = person.training_recommendations.get()
    assert refused(made) == {"VOU-02"}
    period.opens_on = TODAY
    period.save()
    assert refused(RecommendationFactory(person=person, programme=priced(title="Las"), too_old=True)) == {"VOU-01"}
    unpriced = RecommendationFactory(person=person, programme=ProgrammeFactory(title="Tata boga"))
    assert refused(unpriced) == {"VOU-04"}
    issue_voucher(made, actor=person.user, at=MORNING)
    assert refused(RecommendationFactory(person=person, programme=priced(title="Batik"))) == {"VOU-03"}


def test_a_suspended_institute_and_a_running_class_stand_in_the_way(person: Person) -> None:
    suspended = priced(institute=InstituteFactory(suspended=True))
    assert refused(entitled(person, suspended)) == {"VOU-04"}
    EnrolmentFactory(person=person)
    made = RecommendationFactory(person=person, programme=priced(title="Las"))
    assert refused(made) == {"VOU-03"}


@pytest.mark.parametrize("state", ["suspended", "ended"])
def test_a_voucher_that_leads_nowhere_gives_way_to_another(person: Person, state: str) -> None:
    held_up = with_voucher(person, priced(institute=InstituteFactory(**{state: True})))
    full = held(held_up, full=True)
    place = WaitingPlace.objects.create(training_class=full, voucher=held_up, asked_at=MORNING)
    assert joinable(held_up, on=TODAY) == []
    another = issue_voucher(RecommendationFactory(person=person, programme=priced()), actor=person.user, at=MORNING)
    held_up.refresh_from_db()
    place.refresh_from_db()
    assert (another.state, held_up.state, place.state) == ("active", "cancelled", "left")
    assert held_up.log.last().note == "Diganti voucher lain, karena programnya tidak ditawarkan."


def test_it_stays_where_no_other_one_can_be_had(person: Person) -> None:
    held_up = with_voucher(person, priced(institute=InstituteFactory(suspended=True)))
    assert refused(RecommendationFactory(person=person, programme=ProgrammeFactory())) == {"VOU-04"}
    held_up.refresh_from_db()
    assert held_up.state == "active"


def test_a_withdrawn_recommendation_takes_its_voucher_along(person: Person) -> None:
    voucher = with_voucher(person)
    by = voucher.recommendation.made_by
    withdraw_recommendation(voucher.recommendation, reason="Keliru.", actor=by, at=MORNING)
    voucher.refresh_from_db()
    assert (voucher.state, voucher.log.last().note) == ("cancelled", "Keliru.")


def test_what_is_over_is_closed_once_a_day_and_another_can_be_had(person: Person) -> None:
    voucher = with_voucher(person, valid_until=TODAY)
    assert expire_what_passed(at=MORNING) == 0
    later = MORNING + timedelta(days=1)
    assert expire_what_passed(at=later) == 1
    voucher.refresh_from_db()
    assert voucher.state == "expired"
    assert Notice.objects.filter(event="voucher_expired", channel="inbox").count() == 1
    assert issue_voucher(voucher.recommendation, actor=person.user, at=later).pk != voucher.pk


def test_a_voucher_that_the_night_forgot_does_not_stand_in_the_way(person: Person) -> None:
    old = with_voucher(person, too_old=True)
    new = issue_voucher(old.recommendation, actor=person.user, at=MORNING)
    old.refresh_from_db()
    assert (old.state, new.state) == ("expired", "active")


# --- redeemed ----------------------------------------------------------------------------------------------------


def test_the_participant_picks_a_class_without_typing(person: Person) -> None:
    voucher = with_voucher(person)
    room = held(voucher)
    seat = redeem_voucher(voucher, training_class=room, actor=person.user, at=MORNING)
    for row in (voucher, room, voucher.recommendation):
        row.refresh_from_db()
    assert (seat.price, seat.enrolled_by, room.taken) == (1_850_000, person.user, 6)
    assert (voucher.state, voucher.recommendation.state) == ("redeemed", "used")
    assert redeem_voucher(voucher, training_class=room, actor=person.user, at=MORNING) == seat
    assert Enrolment.objects.count() == 1
    assert Notice.objects.filter(event="training_enrolled", channel="inbox").count() == 1
    assert AuditEvent.objects.filter(action="training.enrolled").count() == 1


@pytest.mark.parametrize("way", [str, str.lower, shown, lambda code: f" {shown(code).lower()} "])
def test_the_institute_types_the_code_as_people_write_it(person: Person, way) -> None:  # type: ignore[no-untyped-def]
    voucher = with_voucher(person)
    room = held(voucher)
    staff = staff_of(room.programme.institute)
    seat = redeem_code(room, text=way(voucher.code), actor=staff, at=MORNING)
    assert (seat.voucher, seat.enrolled_by) == (voucher, staff)


def test_letters_that_look_like_digits_are_read_as_digits(person: Person) -> None:
    voucher = with_voucher(person, code="0123456789AZ")
    room = held(voucher)
    with pytest.raises(Invalid) as refusal:
        redeem_code(room, text="O123-4567-89AZ", actor=staff_of(room.programme.institute), at=MORNING)
    assert code_of(refusal) == "voucher_mistyped"  # read as the code, whose last character checks nothing here
    good = with_voucher(PersonFactory(), room.programme, code="00000000000" + "0")
    staff = staff_of(room.programme.institute)
    assert redeem_code(room, text="oOoO-0000-OOOO", actor=staff, at=MORNING).voucher == good


def test_each_wrong_code_has_its_own_words(person: Person) -> None:
    voucher = with_voucher(person)
    room = held(voucher)
    staff = staff_of(room.programme.institute)
    slip = voucher.code[:-1] + ("0" if voucher.code[-1] != "0" else "1")
    for text, expected in [
        ("", "voucher_malformed"),
        ("ABC", "voucher_malformed"),
        ("UUUU-UUUU-UUUU", "voucher_malformed"),
        (slip, "voucher_mistyped"),
        ("000000000000", "voucher_unknown"),
    ]:
        with pytest.raises(Invalid) as refusal:
            redeem_code(room, text=text, actor=staff, at=MORNING)
        assert code_of(refusal) == expected
    assert not Enrolment.objects.exists()


def test_a_code_for_others_is_told_apart_from_a_wrong_one(person: Person) -> None:
    elsewhere = with_voucher(person)
    room = TrainingClassFactory(programme=priced())
    staff = staff_of(room.programme.institute)
    with pytest.raises(Conflict) as refusal:
        redeem_code(room, text=elsewhere.code, actor=staff, at=MORNING)
    assert code_of(refusal) == "voucher_other_institute"
    sibling = with_voucher(PersonFactory(), priced(title="Las", institute=room.programme.institute))
    with pytest.raises(Conflict, match="voucher_other_programme") as refusal:
        redeem_code(room, text=sibling.code, actor=staff, at=MORNING)
    assert "Las" in str(refusal.value.message)


def test_the_fifth_guess_locks_the_door_for_ten_minutes(person: Person) -> None:
    voucher = with_voucher(person)
    room = held(voucher)
    staff, colleague = staff_of(room.programme.institute), staff_of(room.programme.institute)
    for _guess in range(5):
        with pytest.raises(Invalid):
            redeem_code(room, text="000000000000", actor=staff, at=MORNING)
    with pytest.raises(TooMany):
        redeem_code(room, text=voucher.code, actor=staff, at=MORNING + timedelta(minutes=9))
    assert redeem_code(room, text=voucher.code, actor=colleague, at=MORNING).voucher == voucher
    with pytest.raises(Invalid):
        redeem_code(room, text="000000000000", actor=staff, at=MORNING + timedelta(minutes=11))


def test_a_used_voucher_tells_its_owner_where_and_the_institute_only_that(person: Person) -> None:
    voucher = with_voucher(person)
    room, other = held(voucher), held(voucher, starts_on=date(2027, 1, 4))
    redeem_voucher(voucher, training_class=room, actor=person.user, at=MORNING)
    with pytest.raises(Conflict) as owner:
        redeem_voucher(voucher, training_class=other, actor=person.user, at=MORNING)
    with pytest.raises(Conflict) as staff:
        redeem_code(other, text=voucher.code, actor=staff_of(room.programme.institute), at=MORNING)
    assert code_of(owner) == code_of(staff) == "voucher_used"
    assert str(owner.value.message) == (
        f"Voucher ini sudah dipakai pada 16 November 2026 di {room.programme.institute.name}."
    )
    assert str(staff.value.message) == "Voucher ini sudah dipakai."


@pytest.mark.parametrize(
    ("voucher_is", "class_is", "expected"),
    [
        ({"too_old": True}, {}, "voucher_expired"),
        ({"expired": True}, {}, "voucher_expired"),
        ({"cancelled": True}, {}, "voucher_cancelled"),
        ({}, {"cancelled": True}, "class_cancelled"),
        ({}, {"closed": True}, "class_closed"),
        ({}, {"starts_on": TODAY - timedelta(days=1)}, "class_began"),
        ({}, {"starts_on": date(2027, 3, 1)}, "outside_period"),
        ({}, {"full": True}, "class_full"),
    ],
)
def test_a_voucher_that_cannot_become_a_seat_says_why(
    person: Person, voucher_is: dict[str, object], class_is: dict[str, object], expected: str
) -> None:
    voucher = with_voucher(person, **voucher_is)
    with pytest.raises((Conflict, Invalid)) as refusal:
        redeem_voucher(voucher, training_class=held(voucher, **class_is), actor=person.user, at=MORNING)
    assert code_of(refusal) == expected
    assert not Enrolment.objects.exists()


def test_the_last_days_of_voucher_class_and_period_count(person: Person) -> None:
    voucher = with_voucher(person, valid_until=TODAY)
    assert redeem_voucher(voucher, training_class=held(voucher, starts_on=TODAY), actor=person.user, at=MORNING)
    other = with_voucher(PersonFactory(), voucher.recommendation.programme)
    last = held(other, starts_on=date(2027, 2, 28))
    assert redeem_voucher(other, training_class=last, actor=other.person.user, at=MORNING)


def test_a_price_over_the_ceiling_or_none_at_all_is_no_seat(person: Person) -> None:
    voucher = with_voucher(person, ceiling=1_000_000)
    with pytest.raises(Conflict, match="price_over_ceiling"):
        redeem_voucher(voucher, training_class=held(voucher), actor=person.user, at=MORNING)
    unpriced = with_voucher(PersonFactory(), ProgrammeFactory())
    with pytest.raises(Conflict, match="price_missing"):
        redeem_voucher(unpriced, training_class=held(unpriced), actor=unpriced.person.user, at=MORNING)


def test_the_price_of_the_day_is_paid(person: Person) -> None:
    voucher = with_voucher(person)
    PriceFactory(programme=voucher.recommendation.programme, cost=1_900_000, set_on=TODAY)
    PriceFactory(programme=voucher.recommendation.programme, cost=2_000_000, set_on=TODAY + timedelta(days=1))
    assert redeem_voucher(voucher, training_class=held(voucher), actor=person.user, at=MORNING).price == 1_900_000


def test_strangers_and_the_institutes_own_staff_get_no_seat(person: Person) -> None:
    voucher = with_voucher(person)
    room = held(voucher)
    stranger: User = UserFactory()
    with pytest.raises(NotAllowed):
        redeem_voucher(voucher, training_class=room, actor=stranger, at=MORNING)
    InstituteStaffFactory(institute=room.programme.institute, user=person.user)
    with pytest.raises(Conflict, match="own_institute"):
        redeem_voucher(voucher, training_class=room, actor=person.user, at=MORNING)


# --- the waiting list --------------------------------------------------------------------------------------------


def test_the_first_in_line_gets_the_seat_that_comes_free(person: Person) -> None:
    first, second = with_voucher(person), None
    programme = first.recommendation.programme
    room = held(first, seats=1, taken=0)
    holder = with_voucher(PersonFactory(), programme)
    seat = redeem_voucher(holder, training_class=room, actor=holder.person.user, at=MORNING)
    place = wait_for_seat(first, training_class=room, actor=person.user, at=MORNING)
    assert wait_for_seat(first, training_class=room, actor=person.user, at=MORNING) == place
    second = with_voucher(PersonFactory(), programme)
    later = MORNING + timedelta(minutes=1)
    wait_for_seat(second, training_class=room, actor=second.person.user, at=later)
    assert (places_of(first), places_of(second)) == ({room.pk: 1}, {room.pk: 2})
    withdraw_enrolment(seat, reason="Sakit.", actor=holder.person.user, at=later)
    for row in (first, second, room, seat):
        row.refresh_from_db()
    assert (first.state, second.state, room.taken, seat.state) == ("redeemed", "active", 1, "withdrawn")
    assert places_of(second) == {room.pk: 1}
    assert first.enrolment.enrolled_by is None


def test_whose_voucher_leads_nowhere_any_more_leaves_the_line(person: Person) -> None:
    old, good = with_voucher(person), None
    room = held(old, full=True)
    wait_for_seat(old, training_class=room, actor=person.user, at=MORNING)
    person.training_periods.update(ended_on=TODAY)
    good = with_voucher(PersonFactory(), room.programme)
    wait_for_seat(good, training_class=room, actor=good.person.user, at=MORNING + timedelta(minutes=1))
    set_taken(room, taken=19, actor=staff_of(room.programme.institute), at=MORNING)
    room.refresh_from_db()
    assert room.taken == 20
    assert set(WaitingPlace.objects.values_list("voucher", "state")) == {(old.pk, "left"), (good.pk, "seated")}


def test_nobody_waits_where_there_is_room_and_leaving_is_once(person: Person) -> None:
    voucher = with_voucher(person)
    with pytest.raises(Conflict, match="class_has_room"):
        wait_for_seat(voucher, training_class=held(voucher), actor=person.user, at=MORNING)
    full = held(voucher, full=True, starts_on=date(2027, 1, 4))
    place = wait_for_seat(voucher, training_class=full, actor=person.user, at=MORNING)
    assert leave_line(place, actor=person.user, at=MORNING).state == "left"
    assert leave_line(place, actor=person.user, at=MORNING).state == "left"
    assert wait_for_seat(voucher, training_class=full, actor=person.user, at=MORNING) != place


def test_a_seat_elsewhere_ends_the_waiting(person: Person) -> None:
    voucher = with_voucher(person)
    full, free = held(voucher, full=True), held(voucher, starts_on=date(2027, 1, 4))
    place = wait_for_seat(voucher, training_class=full, actor=person.user, at=MORNING)
    redeem_voucher(voucher, training_class=free, actor=person.user, at=MORNING)
    place.refresh_from_db()
    assert place.state == "left"


# --- classes that are called off, seats that are given back ----------------------------------------------------------


def test_a_class_called_off_gives_another_voucher(person: Person) -> None:
    voucher = with_voucher(person)
    room, next_one = held(voucher), held(voucher, starts_on=date(2027, 1, 4))
    staff = staff_of(room.programme.institute)
    seat = redeem_voucher(voucher, training_class=room, actor=person.user, at=MORNING)
    cancel_class(room, reason="Pengajar sakit.", actor=staff, at=MORNING)
    seat.refresh_from_db()
    again = Voucher.objects.get(state="active")
    assert (seat.state, again.person, again.recommendation) == ("withdrawn", person, voucher.recommendation)
    assert Notice.objects.filter(user=person.user, event="training_cancelled", channel="inbox").count() == 1
    assert [one.pk for one in joinable(again, on=TODAY)] == [next_one.pk]
    assert redeem_voucher(again, training_class=next_one, actor=person.user, at=MORNING).voucher == again


def test_a_seat_given_back_is_not_given_twice(person: Person) -> None:
    voucher = with_voucher(person)
    room = held(voucher)
    seat = redeem_voucher(voucher, training_class=room, actor=person.user, at=MORNING)
    staff = staff_of(room.programme.institute)
    with pytest.raises(Invalid, match="reason_missing"):
        withdraw_enrolment(seat, reason=" ", actor=staff, at=MORNING)
    with pytest.raises(NotAllowed):
        withdraw_enrolment(seat, reason="Iseng.", actor=UserFactory(), at=MORNING)
    for _twice in range(2):
        withdraw_enrolment(seat, reason="Tidak datang.", actor=staff, at=MORNING)
    room.refresh_from_db()
    assert room.taken == 5
    assert Notice.objects.filter(user=person.user, event="training_left", channel="inbox").count() == 1
    assert refused(voucher.recommendation) == {"VOU-01"}


def test_seats_taken_elsewhere_never_push_out_people_of_jkp(person: Person) -> None:
    voucher = with_voucher(person)
    room = held(voucher, taken=0)
    redeem_voucher(voucher, training_class=room, actor=person.user, at=MORNING)
    with pytest.raises(Invalid, match="taken_by_jkp"):
        set_taken(room, taken=0, actor=staff_of(room.programme.institute), at=MORNING)
