"""What workers do for counselling: reminders, closing what has passed, looking what came of recommendations."""

from celery import shared_task

from core import clock
from core.chunks import do_one
from core.jobs import job
from counseling.operations import closing, follow_up, reminders


@shared_task(name="counseling.remind")
def remind() -> None:
    reminders.remind(at=clock.now())


@shared_task(name="counseling.close_what_passed")
def close_what_passed() -> None:
    closing.close_what_passed(at=clock.now())


@shared_task(name="counseling.remind_of_advice")
def remind_of_advice() -> None:
    follow_up.remind(at=clock.now())


@job(reminders.ALONE)
def remind_one(step: str, pk: str) -> None:
    do_one(next(one for one in reminders.STEPS if one.name == step), pk, at=clock.now())


@job(closing.ALONE)
def close_one(step: str, pk: str) -> None:
    do_one(next(one for one in closing.STEPS if one.name == step), pk, at=clock.now())


@job("counseling.look_after_one", queue="batch")
def look_after_one(step: str, pk: str) -> None:
    follow_up.remind_one(pk, at=clock.now())
