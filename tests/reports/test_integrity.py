"""FR16 to FR18: what is planted is found once, at the boundary and not before it; honest training is left alone."""

import random
from datetime import date, timedelta

import pytest
import time_machine

from accounts.enums import Role
from reports.operations.integrity import find_signals
from reports.selectors.integrity import odd_training
from reports.tasks import find_signals as nightly
from tests.factories.accounts import officer
from tests.factories.counseling import agreed_session, counsellor, held_session
from tests.factories.participants import MORNING
from tests.factories.training import InstituteFactory, ProgrammeFactory, TrainingClassFactory
from tests.factories.training_money import SEVEN_HOURS, at_eight
from tests.factories.training_signals import (
    OVER,
    attended_class,
    billed_class,
    class_over,
    meetings_of,
    recommended,
    seated,
)
from tests.queries import most_queries
from training.enums import AttendanceSource, SignalKind, SignalState
from training.models import Attendance, Enrolment, Invoice, Signal, TrainingClass

pytestmark = pytest.mark.django_db
FULL = SEVEN_HOURS
EIGHT = [[FULL] * 10 for _person in range(8)]


def found(kind: SignalKind | None = None, pattern: str = "") -> list:
    rows = odd_training(at=MORNING)
    return [
        row
        for row in rows
        if (kind is None or row.kind == kind) and (not pattern or row.facts.get("pattern") == pattern)
    ]


# --- FR16: the same for all --------------------------------------------------------------------------------------


def test_a_class_with_the_same_minutes_for_everybody_is_found_with_its_facts():
    minutes = [[FULL, 400, FULL, 365, FULL, FULL, 410, FULL, FULL, FULL]] * 8
    held = attended_class(minutes)
    (one,) = found()
    assert (one.kind, one.institute_id, one.key) == ("FR16", held.programme.institute_id, f"{held.pk.hex}:same")
    assert one.counsellor_id is None
    assert one.facts == {
        "pattern": "same",
        "class": str(held.pk),
        "title": "Operator jahit garmen",
        "starts_on": "2026-10-05",
        "ends_on": "2026-10-31",
        "people": 8,
        "meetings": 10,
        "full_meetings": 7,
        "limits": {"people": 8, "meetings": 10},
    }


def test_one_person_a_meeting_or_a_minute_less_is_no_pattern():
    attended_class(EIGHT[:7])
    attended_class([row[:9] for row in EIGHT])
    attended_class([*EIGHT[:7], [FULL - 1, *EIGHT[7][1:]]])
    assert found() == []


def test_a_class_where_nobody_was_is_no_pattern():
    attended_class([[0] * 10 for _person in range(8)])
    assert found() == []


def test_somebody_who_came_later_than_the_others_breaks_the_pattern():
    held = attended_class(EIGHT)
    assert len(found()) == 1
    (late,) = seated(held, 1)
    meeting = held.meetings.first()
    Attendance.objects.create(
        meeting=meeting, enrolment=late, person=late.person, on=OVER, minutes=FULL, planned=FULL,
        source=AttendanceSource.ROSTER, recorded_at=meeting.locks_at,
    )  # fmt: skip
    assert found() == []


def test_a_class_that_can_still_be_written_waits():
    """The last meeting is locked 48 hours after its end; before, the roster may change."""
    held = attended_class(EIGHT)
    meeting = held.meetings.last()
    locked = meeting.locks_at
    held.meetings.filter(pk=meeting.pk).update(locks_at=MORNING + timedelta(seconds=1))
    assert found() == []
    held.meetings.filter(pk=meeting.pk).update(locks_at=locked)
    assert len(found()) == 1


def test_only_the_last_six_months_are_looked_at_and_no_class_of_today():
    first = date(2026, 5, 16)  # six months before
    attended_class(EIGHT, first=first - timedelta(days=27), days=[first - timedelta(days=20 - n) for n in range(10)])
    assert found(pattern="same") == []
    attended_class(EIGHT, first=first - timedelta(days=26), days=[first - timedelta(days=20 - n) for n in range(10)])
    assert len(found(pattern="same")) == 1


# --- FR16: holidays ----------------------------------------------------------------------------------------------


HOLY = date(2026, 8, 17)  # Independence Day


def on_a_holiday(rows: list[list[int]], day: date = HOLY) -> TrainingClass:
    return attended_class(rows, first=date(2026, 8, 3), days=[day, day + timedelta(days=1)])


def test_everybody_there_on_a_national_holiday_is_found():
    held = on_a_holiday([[FULL, 300 + n] for n in range(8)])
    (one,) = found()
    assert (one.kind, one.key) == ("FR16", f"{held.pk.hex}:holiday")
    (day,) = one.facts["days"]
    assert (day["on"], day["people"], one.facts["count"]) == ("2026-08-17", 8, 1)
    assert "Kemerdekaan" in day["name"]


def test_a_holiday_with_somebody_away_few_people_or_a_working_day_is_none():
    on_a_holiday([[FULL, 300 + n] for n in range(7)])
    on_a_holiday([[FULL - (n == 3), 300 + n] for n in range(8)])
    on_a_holiday([[FULL, 300 + n] for n in range(8)], day=HOLY + timedelta(days=1))
    assert found() == []


# --- FR16: in two places -----------------------------------------------------------------------------------------


def in_class_and_counselled(minutes: int, session_minutes: int = 30) -> tuple[TrainingClass, Enrolment]:
    """Counselled from 10.00 on a day of the class, which goes from 8.00 to 15.00."""
    held = class_over()
    (meeting,) = meetings_of(held, [date(2026, 10, 6)])
    (seat,) = seated(held, 1)
    begin = at_eight(date(2026, 10, 6)) + timedelta(hours=2)
    held_session(seat.person, starts_at=begin, minutes=session_minutes, at=begin - timedelta(days=2))
    Attendance.objects.create(
        meeting=meeting, enrolment=seat, person=seat.person, on=date(2026, 10, 6), minutes=minutes, planned=FULL,
        source=AttendanceSource.QR, recorded_at=meeting.starts_at,
    )  # fmt: skip
    return held, seat


def test_minutes_in_class_during_counselling_are_found():
    held, seat = in_class_and_counselled(FULL)
    (one,) = found()
    assert (one.key, one.facts["count"]) == (f"{held.pk.hex}:counselling", 1)
    (time,) = one.facts["times"]
    assert (time["enrolment"], time["shared"], time["minutes"], time["planned"]) == (str(seat.pk), 30, FULL, FULL)
    assert (time["from"], time["to"]) == ("2026-10-06T10:00:00+07:00", "2026-10-06T10:30:00+07:00")
    assert seat.person.full_name not in str(one.facts)


def test_who_was_counselled_in_the_minutes_that_are_missing_was_in_one_place():
    in_class_and_counselled(FULL - 30)
    assert found() == []


def test_one_minute_more_than_were_left_is_two_places():
    in_class_and_counselled(FULL - 29)
    assert len(found()) == 1


def test_a_short_overlap_is_none():
    in_class_and_counselled(FULL, session_minutes=14)
    assert found() == []


def test_a_session_that_is_still_agreed_takes_no_time():
    held = attended_class([[FULL, FULL]], days=[date(2026, 10, 6), date(2026, 10, 7)])
    seat = held.enrolments.get()
    begin = at_eight(date(2026, 10, 7)) + timedelta(hours=2)
    agreed_session(seat.person, starts_at=begin, at=begin - timedelta(days=2))
    assert found() == []


# --- FR17 --------------------------------------------------------------------------------------------------------


def always_full(count: int = 3, **last: int) -> InstituteFactory:
    house = InstituteFactory()
    for n in range(count):
        extra = last if n == count - 1 else {}
        billed_class(house, seats=4, first=date(2026, 6, 1) + timedelta(days=30 * n), **extra)
    return house


def test_an_institute_whose_billed_classes_are_always_full_is_found():
    house = always_full()
    (one,) = found()
    assert (one.kind, one.institute_id, one.key) == ("FR17", house.pk, f"{house.pk.hex}:2026-05-16")
    assert (one.facts["first"], one.facts["last"], one.facts["count"]) == ("2026-05-16", "2026-11-15", 3)
    assert [(row["seats"], row["billed"]) for row in one.facts["classes"]] == [(4, 4)] * 3
    assert one.facts["classes"][0]["ends_on"] == "2026-06-27"


@pytest.mark.parametrize("last", [{"billed": 3}, {"fallen": 1}])
def test_one_free_seat_or_one_who_fell_out_is_usual(last):
    always_full(**last)
    assert found() == []


def test_two_classes_are_too_few():
    always_full(2)
    assert found() == []


def test_an_invoice_that_came_back_is_not_billed():
    house = always_full()
    Invoice.workflow.move(
        Invoice.objects.filter(training_class__programme__institute=house).last(), "return", actor=None, at=MORNING
    )
    assert found() == []


def test_an_institute_is_told_of_again_only_after_the_months_that_were_looked_at():
    house = always_full()
    assert find_signals(at=MORNING) == 1
    for n in range(3):
        billed_class(
            house, seats=4, first=date(2026, 10, 19), programme=ProgrammeFactory(institute=house, slug=f"n{n}")
        )
    assert find_signals(at=MORNING + timedelta(days=30)) == 0  # those of before are looked at still
    assert find_signals(at=MORNING + timedelta(days=183)) == 0
    for n in range(3):
        first = date(2027, 1, 4)
        billed_class(house, seats=4, first=first, programme=ProgrammeFactory(institute=house, slug=f"m{n}"))
    assert find_signals(at=MORNING + timedelta(days=184)) == 1
    assert Signal.objects.filter(kind=SignalKind.ALWAYS_FULL, institute=house).count() == 2


# --- FR18 --------------------------------------------------------------------------------------------------------


def advised(to_one: int, elsewhere: int, peers_to_one: int = 2, peers_elsewhere: int = 8, **fields) -> tuple:
    """A counsellor of Surakarta and a peer, with so many recommendations to one programme and to another."""
    house, other = ProgrammeFactory(), ProgrammeFactory()
    who, peer = counsellor(hours=False), counsellor(hours=False, **fields)
    recommended(who.user, house, to_one)
    recommended(who.user, other, elsewhere)
    recommended(peer.user, house, peers_to_one)
    recommended(peer.user, other, peers_elsewhere // 2)
    recommended(peer.user, ProgrammeFactory(), peers_elsewhere - peers_elsewhere // 2)
    return who.user, house.institute


def test_a_counsellor_who_sends_most_people_to_one_institute_is_found():
    who, house = advised(7, 3)
    (one,) = found()
    assert (one.kind, one.institute_id, one.counsellor_id) == ("FR18", house.pk, who.pk)
    assert one.key == f"{who.pk.hex}:{house.pk.hex}:20260516"
    assert len(one.key) <= 80
    counted = {name: one.facts[name] for name in ("n", "total", "peers", "peers_n", "peers_total", "region")}
    assert counted == {"n": 7, "total": 10, "peers": 1, "peers_n": 2, "peers_total": 10, "region": "3372"}
    assert one.facts["limits"] == {"least": 10, "times": 3, "share": "3/5", "months": 6}


@pytest.mark.parametrize("counts", [(6, 4, 1, 9), (9, 1, 3, 7)])
def test_exactly_sixty_percent_and_exactly_three_times_are_not_more(counts):
    """90 % is three times 30 %."""
    advised(*counts)
    assert found() == []


def test_few_recommendations_or_few_of_the_others_compare_nothing():
    advised(9, 0, 0, 20)
    assert found() == []


def test_peers_of_another_regency_are_no_peers():
    advised(10, 0, 0, 20, region="3578")
    assert found() == []


def test_what_everybody_there_recommends_is_usual():
    advised(9, 1, 9, 1)
    assert found() == []


def test_what_was_taken_back_or_is_old_does_not_count():
    who, house = counsellor(hours=False), ProgrammeFactory()
    peer = counsellor(hours=False)
    for other in (ProgrammeFactory(), ProgrammeFactory()):
        recommended(peer.user, other, 6)
    recommended(who.user, house, 9)
    recommended(who.user, house, 5, state="withdrawn")
    recommended(who.user, house, 5, made_at=MORNING - timedelta(days=190))
    assert found() == []
    recommended(who.user, house, 1, made_at=MORNING)  # of today
    assert found() == []
    recommended(who.user, house, 1)
    assert [row.facts["n"] for row in found()] == [10]


# --- every night -------------------------------------------------------------------------------------------------


def honest(chance: random.Random) -> list[list[int]]:
    """Twelve people come most days, some of them late, each in their own way."""
    return [
        [
            0 if chance.random() < 0.06 else FULL - (chance.randrange(60) if chance.random() < 0.15 else 0)
            for _ in "x" * 12
        ]
        for _person in range(12)
    ]


def test_planted_patterns_are_found_and_honest_classes_are_left_alone():
    chance = random.Random(20261116)
    houses = [InstituteFactory() for _ in range(10)]
    for n in range(40):
        attended_class(
            honest(chance), house=houses[n % 10], programme=ProgrammeFactory(institute=houses[n % 10], slug=f"p{n}")
        )
    for n in range(20):
        first = date(2026, 6, 1) + timedelta(days=20 * (n % 4))
        programme = ProgrammeFactory(institute=houses[n % 5], slug=f"b{n}")
        billed_class(
            houses[n % 5], seats=5, billed=5 - (n % 4 == 1), fallen=int(n % 4 == 2), first=first, programme=programme
        )
    peers = [counsellor(hours=False) for _ in range(4)]
    for n, peer in enumerate(peers):
        for house in houses[:4]:
            recommended(peer.user, house.programmes.first(), 3 + (n % 2))
    planted = {attended_class([[FULL - 5 * n for n in range(12)]] * 12).programme.institute_id for _ in range(4)}
    planted.add(always_full(4).pk)
    bought = ProgrammeFactory()
    recommended(counsellor(hours=False).user, bought, 12)
    planted.add(bought.institute_id)
    with most_queries(12):
        assert find_signals(at=MORNING) == len(planted)
    assert set(Signal.objects.values_list("institute_id", flat=True)) == planted
    assert find_signals(at=MORNING + timedelta(hours=1)) == 0


def test_the_night_notes_each_finding_once_with_its_last_day():
    attended_class(EIGHT)
    with time_machine.travel(MORNING, tick=False):
        nightly()
        nightly()
    signal = Signal.objects.get()
    assert (signal.state, signal.found_at) == (SignalState.OPEN, MORNING)
    assert signal.due_on == date(2026, 11, 30)  # ten working days
    assert [(row.move, row.actor_name) for row in signal.log.all()] == [("find", "JKP")]


def test_a_finding_that_was_decided_does_not_come_back():
    attended_class(EIGHT)
    find_signals(at=MORNING)
    Signal.workflow.move_rows(
        list(Signal.objects.all()), "explain", actor=None, at=MORNING,
        each=lambda place: {"decided_by": officer(Role.INTEGRITY), "decided_at": MORNING, "note": "Diperiksa."},
    )  # fmt: skip
    assert find_signals(at=MORNING + timedelta(days=1)) == 0


def test_a_quiet_night_writes_nothing():
    TrainingClassFactory()
    assert find_signals(at=MORNING) == 0
    assert not Signal.objects.exists()
