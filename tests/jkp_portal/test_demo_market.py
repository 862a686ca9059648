"""The demo's market grows step by step, each of them once."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from core.models import Job
from ipk.models import Vacancy, VacancyWord
from jkp_portal import tasks
from jkp_portal.demo import market
from tests.factories.participants import MORNING, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch):
    monkeypatch.setattr(market, "A_STEP", 20)


def planned():
    return sorted(map(int, Job.objects.filter(name=market.JOB).values_list("args__seed", flat=True)))


def test_it_begins_a_minute_later_and_only_once():
    for _ in range(2):
        market.plan_market(at=MORNING)
    assert planned() == [2]
    assert Job.objects.get(name=market.JOB).due_at == MORNING + timedelta(minutes=1)
    assert Job.objects.get(name=market.JOB).queue == "batch"


def test_each_step_plans_the_next_and_the_last_none():
    written = [market.grow_market(seed, at=MORNING) for seed in range(2, market.LAST + 1)]
    assert written == [20] * 9
    assert planned() == list(range(3, market.LAST + 1))
    assert Vacancy.objects.open(TODAY).count() == 180


def test_a_step_that_is_repeated_writes_nothing_and_goes_on():
    assert [market.grow_market(4, at=MORNING), market.grow_market(4, at=MORNING)] == [20, 0]
    assert planned() == [5]


def test_words_are_counted_at_the_end():
    market.grow_market(2, at=MORNING)
    assert not VacancyWord.objects.exists()
    market.grow_market(market.LAST, at=MORNING)
    assert VacancyWord.objects.exists()


def test_only_a_demo_invents(settings):
    settings.DEMO_MODE = False
    with pytest.raises(CommandError):
        call_command("grow_demo_market")
    tasks.grow_market("2")
    assert not Vacancy.objects.exists()
    settings.DEMO_MODE = True
    call_command("grow_demo_market")
    assert planned() == [2]
