"""F13 and F14: nobody rings for three days, and the clock jumps; no window is lost unheard, none opens twice."""

import time
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db.models import Count, Q

from claims.enums import DecisionKind, MonthState
from claims.models import Claim, ClaimMonth
from core import clock
from core.calendar import working_calendar
from core.clock import JAKARTA
from jkp_portal.management.drill.cast import Cast, set_clock
from jkp_portal.management.drill.protocol import Drill, Size, all_work_is_done
from jkp_portal.management.drill.visitor import Visitor
from notices.models import Notice
from payments.management.drill.verdict import Verdict, wait_for
from payments.management.drill.world import World
from rules.calendar import add_working_days
from rules.parameters import FILING_WORKING_DAYS

AWAY = timedelta(days=3)
LADDER = range(-14, 8)  # days from today on which second windows open
FEWEST = 8  # with fewer steps nothing might open or close in three days
ROUND = 5.0  # seconds in which beat asks at least twice what is due
HOUR = timedelta(hours=1)


def _ladder(people: int) -> list[date]:
    """Opening days spread over the ladder, so that windows open, run and close while it goes wrong."""
    step = max(1, len(LADDER) // max(people, FEWEST))
    return [clock.today() + timedelta(days=days) for days in LADDER[::step]]


def _caught_up(months: Sequence[ClaimMonth]) -> bool:
    today, ours = clock.today(), ClaimMonth.objects.filter(pk__in=[month.pk for month in months])
    return not (ours.to_open(today).exists() or ours.to_forfeit(today).exists())


def _second_months(claims: Sequence[Claim]) -> list[ClaimMonth]:
    return list(ClaimMonth.objects.filter(claim__in=claims, n=2).order_by("pk"))


def _told(month: ClaimMonth, event: str) -> bool:
    link = f"/klaim/{month.claim_id}/bulan/{month.n}/"
    return Notice.objects.filter(event=event, channel="inbox", link__startswith=link).exists()


# --- F13 -------------------------------------------------------------------------------------------------------------


def beat_stopped(world: World, size: Size) -> Verdict:
    """Workers run, beat does not, and three days pass. Then beat is started."""
    claims = Cast(world.bank).with_month_2_opening(*_ladder(size.people))
    before = {month.pk: month for month in _second_months(claims)}
    world.start_workers(beats=0)
    set_clock(clock.now() + AWAY)
    time.sleep(ROUND)
    verdict = Verdict({"windows": len(before)})
    still = [month.pk for month in _second_months(claims) if month.state != before[month.pk].state]
    verdict.expect(not still, f"{len(still)} months moved although nobody rang")
    page = Visitor(world.url, claims[0].person.user).get("/dasbor/")
    verdict.expect(page.status == 200, f"the dashboard answered {page.status}")
    world.start_beats()
    wait_for(lambda: _caught_up(list(before.values())), world, seconds=size.seconds)
    verdict.wrong += all_work_is_done(world, seconds=size.seconds)
    _judge_windows(verdict, before, _second_months(claims))
    return verdict


def _judge_windows(verdict: Verdict, before: dict[object, ClaimMonth], after: Sequence[ClaimMonth]) -> None:
    today = clock.today()
    whole = add_working_days(today, FILING_WORKING_DAYS.on(today).value, working_calendar())
    opened = [m for m in after if before[m.pk].state == MonthState.SCHEDULED and m.state == MonthState.OPEN]
    due = [m for m in before.values() if m.state == MonthState.SCHEDULED and m.opens_on and m.opens_on <= today]
    verdict.equal("opened afterwards", len(opened), len(due))
    late = [month for month in opened if month.opens_on != today]
    verdict.equal("of them late and full length from that day", sum(m.closes_on == whole for m in late), len(late))
    lost = [month for month in after if month.state == MonthState.FORFEITED]
    verdict.counted["windows that closed meanwhile"] = len(lost)
    unheard = [m for m in lost if before[m.pk].state != MonthState.OPEN or not _was_told_all(m)]
    verdict.equal("lost without notice", len(unheard), 0)
    verdict.expect(bool(late) and bool(lost), "no window opened or closed meanwhile: nothing was tried")
    _opened_once(verdict, after)


def _was_told_all(month: ClaimMonth) -> bool:
    """That it opened, and with one decision that can be objected to, that it was lost."""
    decisions = [str(pk) for pk in month.decisions.filter(kind=DecisionKind.FORFEITURE).values_list("pk", flat=True)]
    told = Notice.objects.filter(event="month_forfeited", channel="inbox", user=month.claim.person.user_id)
    return _told(month, "month_open") and len(decisions) == 1 and told.filter(key__contains=decisions[0]).exists()


def _opened_once(verdict: Verdict, months: Sequence[ClaimMonth]) -> None:
    counted = ClaimMonth.objects.filter(pk__in=[month.pk for month in months])
    twice = counted.annotate(times=Count("log", filter=Q(log__move="open"))).filter(times__gt=1)
    verdict.equal("opened twice", twice.count(), 0)


# --- F14 -------------------------------------------------------------------------------------------------------------


def clock_jumps(world: World, size: Size) -> Verdict:
    """An hour forth and back, a leap day and back, then midnight at the end of a month and of a year, all under way."""
    claims = Cast(world.bank).with_month_2_opening(*_ladder(size.people))
    world.start_workers()
    wait_for(lambda: _caught_up(_second_months(claims)), world, seconds=size.seconds)
    months, decided = _deadlines(claims), dict(Claim.objects.values_list("pk", "decision_due_on"))
    now, jumps = clock.now(), 0
    for there in (now + HOUR, now, now - HOUR, now, datetime(2028, 2, 29, 12, tzinfo=JAKARTA), now):
        set_clock(there)
        time.sleep(ROUND)
        jumps += 1
    verdict = Verdict({"windows": len(months)})
    verdict.equal("windows changed by a jump and back", _changed(months, claims), 0)
    for day in _last_days(clock.today()):
        held = {pk: dates for pk, dates in _deadlines(claims).items() if dates[2] == MonthState.OPEN}
        set_clock(datetime(day.year, day.month, day.day, 23, 59, 55, tzinfo=JAKARTA))
        time.sleep(ROUND)  # midnight passes
        wait_for(lambda: _caught_up(_second_months(claims)), world, seconds=size.seconds)
        verdict.equal(f"open windows moved at the end of {day:%B}", _moved(held, claims), 0)
        jumps += 1
    verdict.counted["jumps"] = jumps
    verdict.equal("days of decisions moved", _moved_decisions(decided), 0)
    earlier = [pk for pk, dates in _deadlines(claims).items() if dates[0] != months[pk][0] or dates[1] < months[pk][1]]
    verdict.equal("windows that open otherwise or close earlier", len(earlier), 0)
    verdict.wrong += all_work_is_done(world, seconds=size.seconds)
    _opened_once(verdict, list(ClaimMonth.objects.filter(claim__in=claims)))
    return verdict


Dates = tuple[date, date, str]


def _deadlines(claims: Sequence[Claim]) -> dict[object, Dates]:
    rows = ClaimMonth.objects.filter(claim__in=claims, opens_on__isnull=False)
    told = rows.values_list("pk", "opens_on", "closes_on", "state")
    return {pk: (opens, closes, state) for pk, opens, closes, state in told}


def _changed(before: dict[object, Dates], claims: Sequence[Claim]) -> int:
    return sum(dates != before[pk] for pk, dates in _deadlines(claims).items())


def _moved(held: dict[object, Dates], claims: Sequence[Claim]) -> int:
    """Windows that were open and now say other days."""
    return sum(dates[:2] != held[pk][:2] for pk, dates in _deadlines(claims).items() if pk in held)


def _moved_decisions(before: dict[object, date | None]) -> int:
    now = dict(Claim.objects.filter(pk__in=before).values_list("pk", "decision_due_on"))
    return sum(now[pk] != day for pk, day in before.items())


def _last_days(today: date) -> tuple[date, date]:
    """The last day of this month, and of the year."""
    next_month = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    return next_month - timedelta(days=1), date(next_month.year, 12, 31)


DRILLS = (
    Drill("F13", "beat-away", "beat is away for three days in which windows open and close", beat_stopped),
    Drill("F14", "clock-jumps", "the clock jumps an hour, to a leap day and back, and over midnights", clock_jumps),
)
