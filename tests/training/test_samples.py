"""Invented institutes for the demo."""

import pytest
from django.core.management import CommandError, call_command

from core.provinces import provinces
from rules.duties import TRAINING_COST_CEILING
from tests.factories.participants import MORNING, TODAY
from tests.queries import most_queries
from training.groups import fine_groups
from training.models import Institute, InstituteLog, Programme, TrainingClass
from training.operations.samples import SHARE, generate_training, samples

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


def generate(seed: int = 5) -> tuple[int, int, int]:
    return generate_training(60, programmes=200, classes=300, seed=seed, at=MORNING)


def test_the_same_seed_writes_the_same_once_and_in_few_statements() -> None:
    with most_queries(12):
        assert generate() == (60, 200, 300)
    first = set(Institute.objects.values_list("pk", "name", "region_id"))
    assert generate() == (0, 0, 0)
    assert set(Institute.objects.values_list("pk", "name", "region_id")) == first
    assert InstituteLog.objects.count() == 60


def test_they_say_that_they_are_invented_and_leave_provinces_without() -> None:
    generate()
    assert {name.rsplit(" ", 1)[1] for name in Institute.objects.values_list("name", flat=True)} == {"Contoh"}
    assert not Institute.objects.exclude(vin__startswith="98").exists()
    assert set(Institute.objects.values_list("province", flat=True)) <= set(SHARE) < set(provinces())


def test_what_they_teach_keeps_to_the_law_and_begins_on_mondays() -> None:
    generate()
    assert not Programme.objects.filter(cost__gt=TRAINING_COST_CEILING.on(TODAY).value).exists()
    starts = set(TrainingClass.objects.values_list("starts_on", flat=True))
    assert {day.weekday() for day in starts} == {0}
    assert min(starts) > TODAY
    assert Programme.objects.listed().filter(mode="daring").exists()


def test_every_ordinary_programme_leads_to_a_known_unit_group() -> None:
    assert {sample.group for sample in samples()} <= {code for code in fine_groups() if len(code) == 4}
    assert len({sample.title for sample in samples()}) == len(samples()) > 50


def test_the_command_stays_out_of_production(settings: object, capsys: pytest.CaptureFixture[str]) -> None:
    settings.SYNTHETIC_NIK = False  # type: ignore[attr-defined]
    with pytest.raises(CommandError):
        call_command("generate_training")
    settings.SYNTHETIC_NIK = True  # type: ignore[attr-defined]
    for _twice in range(2):
        call_command("generate_training", institutes=3, programmes=5, classes=4, seed=9)
    assert capsys.readouterr().out.splitlines() == [
        "Wrote 3 institutes, 5 programmes and 4 classes.",
        "This seed has been used: nothing written.",
    ]
    with pytest.raises(CommandError):
        call_command("generate_training", seed=1_000)
