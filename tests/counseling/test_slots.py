"""Which times can be chosen: hours, notice, holidays, leave, zones, and how many can take each."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from core.models import Holiday
from counseling.enums import CounsellorState, LeaveReason
from counseling.models import Counsellor, Leave
from counseling.selectors.slots import Near, Roster, Time, offered, times_of
from counseling.times import Terms, earliest, starts
from notices.enums import Zone
from notices.models import Preference
from rules.calendar import Calendar
from tests.factories.counseling import agreed_session, asked, counsellor, held_session, jobseeking, wib
from tests.factories.participants import MORNING, PersonFactory
from tests.queries import most_queries

pytestmark = pytest.mark.django_db
OPEN = Calendar(())


def moments(person, at=MORNING) -> set[datetime]:
    return {time.starts_at for day in offered(person, at) for time in day.times}


def nearness(person, moment) -> Near | None:
    return next((time.near for day in offered(person, MORNING) for time in day.times if time.starts_at == moment), None)


def away(one: Counsellor, first: date, last: date) -> Leave:
    return Leave.objects.create(
        counsellor=one, first=first, last=last, reason=LeaveReason.LEAVE, recorded_by=one.user, recorded_at=MORNING
    )


def test_two_weeks_of_working_days_are_offered_in_half_hours(person):
    counsellor()
    days = offered(person, MORNING)
    assert [day.on.day for day in days] == [16, 17, 18, 19, 20, 23, 24, 25, 26, 27, 30]
    assert days[0].times[0] == Time(wib(16, 11), Near.REGENCY, 1)  # two office hours after 09.00
    assert [f"{one.starts_at.astimezone(wib(1, 1).tzinfo):%H.%M}" for one in days[1].times][:3] == [
        "08.00",
        "08.30",
        "09.00",
    ]
    assert days[1].times[-1].starts_at == wib(17, 15, 30)  # over at 16.00
    assert len(days[1].times) == 16


@pytest.mark.parametrize(
    ("at", "first"),
    [
        (wib(16, 7), wib(16, 10)),
        (wib(16, 9), wib(16, 11)),
        (wib(16, 13, 59), wib(16, 15, 59)),
        (wib(16, 14), wib(17, 8)),  # the last two hours of the day are the notice
        (wib(20, 15, 30), wib(23, 9, 30)),  # Friday afternoon: half an hour, the rest on Monday
        (wib(21, 12), wib(23, 10)),  # Saturday
    ],
)
def test_notice_is_counted_in_office_hours(at, first):
    assert earliest(at, Zone.WIB, Terms.at(at), OPEN) == first


def test_notice_goes_by_the_clock_of_the_counsellor():
    assert earliest(wib(16, 9), Zone.WIT, Terms.at(MORNING), OPEN) == wib(16, 11)
    assert earliest(wib(16, 13), Zone.WIT, Terms.at(MORNING), OPEN) == wib(17, 7)  # 15.00 in Papua; 09.00 there


def test_a_session_begins_on_the_hour_or_half_hour_and_ends_within_the_office_day():
    terms = Terms.at(MORNING)
    odd = starts(date(2026, 11, 17), time(7, 10), time(9, 45), Zone.WIB, terms)
    assert [moment.astimezone(wib(1, 1).tzinfo).strftime("%H.%M") for moment in odd] == ["08.00", "08.30", "09.00"]
    assert starts(date(2026, 11, 17), time(15, 40), time(23), Zone.WIB, terms) == ()


def test_what_is_past_at_night_on_a_holiday_or_on_a_weekend_is_not_offered(person):
    one = counsellor()
    Holiday.objects.create(day=date(2026, 11, 18), name="Hari contoh", decree="Contoh")
    found = moments(person)
    for never in (wib(16, 9), wib(16, 10, 30), wib(17, 2), wib(18, 10), wib(21, 10), wib(17, 16), wib(17, 10, 15)):
        assert never not in found
        assert not Roster(MORNING).is_a_time(never)
    assert wib(19, 10) in found
    assert wib(30, 10) in found
    assert wib(30, 10) + timedelta(days=1) not in found  # the fifteenth day
    assert moments(person, at=datetime(2026, 12, 28, 2, tzinfo=UTC))  # into a year whose decree is known
    assert one.zone == Zone.WIB


def test_times_stand_in_the_day_and_zone_of_the_person(person):
    counsellor("9471", zone=Zone.WIT)
    Preference.objects.create(user=person.user, zone=Zone.WIT)
    day = offered(person, MORNING)[1]
    assert day.times[0].starts_at == wib(17, 6)  # 08.00 in Papua
    assert day.times[-1].starts_at == wib(17, 13, 30)


def test_a_counsellor_on_leave_uncertified_off_duty_or_without_hours_offers_nothing(person):
    away(counsellor(), date(2026, 11, 1), date(2026, 11, 30))
    counsellor(uncertified=True)
    counsellor(certified_until=date(2026, 11, 15))
    counsellor(state=CounsellorState.PAUSED)
    counsellor(hours=False)
    assert offered(person, MORNING) == []


def test_a_certificate_ends_within_the_two_weeks(person):
    counsellor(certified_until=date(2026, 11, 18))
    assert [day.on.day for day in offered(person, MORNING)] == [16, 17, 18]


def test_leave_takes_its_days_only(person):
    away(counsellor(), date(2026, 11, 17), date(2026, 11, 18))
    assert [day.on.day for day in offered(person, MORNING)][:3] == [16, 19, 20]


def test_the_nearest_counsellor_of_each_time_is_named(person):
    here, province, far = counsellor("3372"), counsellor("3374"), counsellor("3578")
    assert nearness(person, wib(17, 10)) == Near.REGENCY
    away(here, date(2026, 11, 17), date(2026, 11, 17))
    assert nearness(person, wib(17, 10)) == Near.PROVINCE
    away(province, date(2026, 11, 17), date(2026, 11, 17))
    assert nearness(person, wib(17, 10)) == Near.ONLINE
    assert Roster(MORNING).free_at(wib(17, 10), "3372") == [far]
    assert Roster(MORNING).free_at(wib(18, 10), "3372") == [here, province, far]


def test_a_time_is_offered_until_sessions_and_first_wishes_take_everybody(person):
    busy, other = counsellor(), counsellor("3374")
    agreed_session(by=busy, starts_at=wib(17, 10))
    assert nearness(person, wib(17, 10)) == Near.PROVINCE
    mine = asked(jobseeking(), wishes=(wib(17, 10), wib(17, 11)))
    assert wib(17, 10) not in moments(person)
    assert wib(17, 11) in moments(person)  # a second wish takes nobody's place
    again = {one.starts_at for day in offered(mine.person, MORNING, request=mine) for one in day.times}
    assert wib(17, 10) in again
    assert Roster(MORNING).free_at(wib(17, 10), "3372") == [other]


def test_only_the_newest_round_of_wishes_counts(person):
    counsellor()
    request = asked(jobseeking(), wishes=(wib(17, 10),))
    request.wishes.create(round=2, n=1, starts_at=wib(17, 13))
    assert wib(17, 10) in moments(person)
    assert wib(17, 13) not in moments(person)


def test_somebody_asked_before_for_the_nearest(person):
    counsellor(), counsellor("3578")
    asked(jobseeking(), wishes=(wib(17, 10),))
    assert nearness(person, wib(17, 10)) == Near.ONLINE


def test_a_full_week_is_over(person):
    one = counsellor(weekly_capacity=2)
    held_session(by=one, starts_at=wib(17, 10))
    agreed_session(by=one, starts_at=wib(19, 10))
    assert [day.on.day for day in offered(person, MORNING)] == [23, 24, 25, 26, 27, 30]


def test_who_has_the_least_to_do_comes_first():
    idle, busy = counsellor(), counsellor()
    agreed_session(by=busy, starts_at=wib(18, 10))
    assert Roster(MORNING).free_at(wib(17, 10), "3372") == [idle, busy]
    asked(jobseeking(), to=idle, wishes=(wib(23, 10),))
    asked(jobseeking(), to=idle, wishes=(wib(23, 11),))
    assert Roster(MORNING).free_at(wib(17, 10), "3372") == [busy, idle]


def test_load_is_a_share_of_what_somebody_takes():
    small, large = counsellor(weekly_capacity=4), counsellor(weekly_capacity=40)
    agreed_session(by=small, starts_at=wib(18, 10))
    agreed_session(by=large, starts_at=wib(18, 10))
    agreed_session(by=large, starts_at=wib(18, 11))
    assert Roster(MORNING).free_at(wib(17, 10), "3372") == [large, small]


def test_somebody_without_a_home_is_served_from_anywhere():
    counsellor()
    assert nearness(PersonFactory(region_id=None), wib(17, 10)) == Near.ONLINE


def test_a_counsellor_sees_their_own_free_times():
    one, other = counsellor(), counsellor()
    agreed_session(by=one, starts_at=wib(17, 10))
    agreed_session(by=other, starts_at=wib(17, 11))
    free = {slot.starts_at for day in times_of(one, MORNING) for slot in day.times}
    assert wib(17, 10) not in free
    assert {wib(17, 9, 30), wib(17, 10, 30), wib(17, 11)} <= free


def test_many_counsellors_take_no_more_queries(person):
    for number in range(12):
        one = counsellor("3374" if number % 2 else "3578")
        agreed_session(by=one, starts_at=wib(17, 8) + timedelta(minutes=30 * number))
    with most_queries(8):
        assert len(offered(person, MORNING)) == 11
