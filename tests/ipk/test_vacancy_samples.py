"""Invented vacancies, places as people type them, and what runs by itself."""

import pytest
from django.core.management import CommandError, call_command

from core.models import Job
from integrations.sandbox.stories import NAMES, story
from ipk import tasks
from ipk.models import JobTitle, Occupation, Vacancy, VacancyWord
from ipk.operations.samples import FIRST, POPULATION, generate_vacancies
from ipk.places import find_place, place_at_the_end
from ipk.sample_jobs import sample_jobs
from ipk.selectors.vacancies import synonyms
from participants.models import Employer
from tests.factories.participants import MORNING, TODAY
from tests.queries import most_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


def test_the_same_seed_gives_the_same_vacancies_once() -> None:
    assert generate_vacancies(200, seed=5, at=MORNING) == 200
    first = set(Vacancy.objects.values_list("pk", "title", "region_id", "wage_from"))
    assert generate_vacancies(200, seed=5, at=MORNING) == 0
    Vacancy.objects.all().delete()
    Employer.objects.all().delete()
    generate_vacancies(200, seed=5, at=MORNING)
    assert set(Vacancy.objects.values_list("pk", "title", "region_id", "wage_from")) == first


@pytest.mark.parametrize("name", sorted({story(name, today=TODAY).employer.name for name in NAMES}))
def test_no_invented_company_has_the_name_of_a_firm_of_the_stories(name: str) -> None:
    _form, first, *_rest = name.split()
    assert first not in FIRST


def test_invented_vacancies_are_open_and_say_that_they_are_invented() -> None:
    generate_vacancies(300, seed=6, at=MORNING)
    rows = Vacancy.objects.open(TODAY)
    assert rows.count() == 300
    assert set(rows.values_list("company", flat=True)) == {
        name for name in rows.values_list("company", flat=True) if name.endswith(" Contoh")
    }
    assert not Employer.objects.exclude(npp__startswith="98").exists()
    assert rows.values("province").distinct().count() > 15
    assert VacancyWord.objects.count() > 100


def test_a_thousand_take_few_statements() -> None:
    with most_queries(8):
        generate_vacancies(1_000, seed=7, at=MORNING)


def test_every_everyday_job_has_a_group_and_every_province_its_share() -> None:
    known = set(Occupation.objects.groups().values_list("pk", flat=True))
    assert {job.group for job in sample_jobs()} <= known
    assert len(POPULATION) == 38


def test_a_job_that_people_look_for_by_name_is_of_the_same_group_in_the_samples() -> None:
    """Somebody who was one of them matches a vacancy for one."""
    known = {title: code[:2] for title, code in JobTitle.objects.values_list("title", "occupation_id")}
    both = {job.title: job.group for job in sample_jobs() if job.title in known}
    assert len(both) > 60
    assert both == {title: known[title] for title in both}


def test_the_command_stays_out_of_production(settings: object) -> None:
    settings.SYNTHETIC_NIK = False
    with pytest.raises(CommandError):
        call_command("generate_vacancies", "--count", "1")
    settings.SYNTHETIC_NIK = True
    call_command("generate_vacancies", "--count", "3", "--seed", "9")
    assert Vacancy.objects.count() == 3


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Surakarta", "3372"),
        ("kota surakarta", "3372"),
        ("Surakarta, Jawa Tengah", "3372"),
        ("solo", "3372"),
        ("surakrta", "3372"),
        ("Jawa Barat", "32"),
        ("jabar", "32"),
        ("Bandung", "3273"),
        ("Kabupaten Bandung", "3204"),
        ("DKI Jakarta", "31"),
        ("Jogja", "34"),
    ],
)
def test_a_place_is_known_however_it_is_typed(typed: str, code: str) -> None:
    found = find_place(typed)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("typed", ["", "Atlantis", ",", "x", "kerja"])
def test_what_is_no_place_is_none(typed: str) -> None:
    assert find_place(typed) is None


def test_the_last_words_may_be_a_place() -> None:
    assert place_at_the_end(("juru", "las", "jawa", "timur"))[1] == 2
    assert place_at_the_end(("juru", "las")) == (None, 0)


def test_synonyms_go_both_ways_and_phrases_stay_together() -> None:
    assert "driver" in synonyms()["sopir"]
    assert "sopir" in synonyms()["driver"]
    assert "(juru <-> las)" in synonyms()["welder"]
    assert "operator" not in synonyms()


def test_one_copy_an_hour_is_asked_for() -> None:
    tasks.copy_vacancies()
    tasks.copy_vacancies()
    assert Job.objects.filter(name="ipk.import_vacancies").count() == 1
