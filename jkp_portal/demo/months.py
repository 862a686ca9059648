"""A benefit that already runs: told from its first day on, under a clock that is moved as `/pola/waktu` moves it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from claims.models import Claim, ClaimMonth
from claims.operations import month_filing, monthly_cycle
from core import clock
from core.jobs import run_due
from integrations.sandbox.stories import Story
from ipk import operations as search
from ipk.enums import ActivityKind, MayMove, MayTrain
from ipk.selectors import find_occupations, items_in_order
from jkp_portal.demo.stories import Stage
from jkp_portal.demo_clock import back_to_the_real_day, move_to, tell_partners
from participants.models import Person
from rules.calendar import add_months

LIKES = {"R": 75, "C": 75, "S": 50, "E": 50}  # the other interests 25
CALL = ActivityKind.INTERVIEW
MONTH = 3  # whose window is open when the demo begins
SEARCHED = (
    ("PT Contoh Tekstil Makmur", "Operator jahit"),
    ("CV Contoh Karya Abadi", "Admin gudang"),
    ("PT Contoh Garmen Utama", "Penjahit"),
    ("UD Contoh Busana Jaya", "Pemotong kain"),
    ("PT Contoh Konveksi Baru", "Pengawas mutu"),
)


def first_day(today: date) -> date:
    """The day to file month 1, so that the window of month 3 opened yesterday."""
    return add_months(today - timedelta(days=1), 1 - MONTH)


@contextmanager
def on_day(day: date) -> Iterator[None]:
    """Another day for every process and the partners; afterwards the real one."""
    move_to(day)
    tell_partners()
    clock.forget_shift()
    try:
        yield
    finally:
        back_to_the_real_day()
        tell_partners()
        clock.forget_shift()


def run_two_months(stage: Stage, story: Story, learner: Story, today: date) -> None:
    """Month 1 and 2 of both are paid; month 3 is open, with three applications of `story`, one still being checked.

    `learner` was called to one interview in month 2.
    """
    with on_day(first_day(today)):
        stage.approved(learner)
        _first_month(stage, story)
    claim = Claim.objects.get(person__user__email=f"{story.name}@contoh.invalid")
    second, third = (claim.months.get(n=n) for n in (2, MONTH))
    with on_day(_opens(second)):
        monthly_cycle.open_months(at=stage.now())
        _month_with_a_call(stage, learner)
        _second_month(stage, story, second)
    with on_day(_opens(third)):
        _third_month(stage, story, third)


def _opens(month: ClaimMonth) -> date:
    if month.opens_on is None:
        raise ValueError(f"{month} has no window: the holidays of its year are not loaded")
    return month.opens_on


def _first_month(stage: Stage, story: Story) -> None:
    stage.approved(story)
    stage.released()


def _second_month(stage: Stage, story: Story, month: ClaimMonth) -> None:
    person = _person(story)
    _accept(stage, _apply(stage, story, person, SEARCHED, days_ago=9))
    assess(person, at=stage.now())
    month_filing.submit_month(month, actor=person.user, at=stage.now())
    run_due()
    stage.released()


def _month_with_a_call(stage: Stage, story: Story) -> None:
    person, on = _person(story), stage.now() - timedelta(days=6)
    told = replace(stage.application(story, person.user, "PT Contoh Rajut Jaya", "Penjahit", on), kind=CALL)
    row = search.add_activity(person, told=told, actor=person.user, at=stage.now())
    run_due()
    _accept(stage, [row])
    assess(person, at=stage.now())
    month = ClaimMonth.objects.get(claim__person=person, n=2)
    month_filing.submit_month(month, actor=person.user, at=stage.now())
    run_due()


def assess(person: Person, *, at: datetime) -> None:
    """A complete self-assessment: somebody who sewed, and who likes to work with hands and to keep things in order."""
    search.complete_assessment(begin_assessment(person, at=at, items=None), actor=person.user, at=at)


def begin_assessment(person: Person, *, at: datetime, items: int | None) -> Any:
    """A self-assessment on the way, with the answers to so many items; None: to all."""
    draft = search.start_assessment(person, at=at)
    for kind, jobs in (("former", ("Operator jahit",)), ("wanted", ("Penjahit", "Kasir", "Admin gudang"))):
        for job in jobs:
            draft = search.add_job(draft, kind=kind, title=find_occupations(job)[0])
    draft = search.keep_willingness(draft, may_move=MayMove.PROVINCE, may_train=MayTrain.YES)
    asked = list(enumerate(items_in_order(draft)))[:items]
    answers = {item.code: LIKES.get(item.type, 25) + 25 * (place % 4 == 0) for place, item in asked}
    return search.keep_answers(draft, answers=answers)


def _third_month(stage: Stage, story: Story, month: ClaimMonth) -> None:
    monthly_cycle.open_months(at=stage.now())
    rows = _apply(stage, story, _person(story), SEARCHED[1:4], days_ago=4)
    _accept(stage, rows[:2])


def _apply(
    stage: Stage, story: Story, person: Person, companies: tuple[tuple[str, str], ...], *, days_ago: int
) -> list[Any]:
    rows = [
        search.add_activity(
            person,
            told=stage.application(
                story, person.user, company, position, stage.now() - timedelta(days=days_ago - place)
            ),
            actor=person.user,
            at=stage.now(),
        )
        for place, (company, position) in enumerate(companies)
    ]
    run_due()
    return rows


def _accept(stage: Stage, rows: list[Any]) -> None:
    for row in rows:
        search.accept_activity(row, seen=row.submitted_at, actor=stage.officers["konselor"], at=stage.now())
    run_due()


def _person(story: Story) -> Person:
    return Person.objects.get(user__email=f"{story.name}@contoh.invalid")
