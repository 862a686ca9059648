"""What the database refuses about vacancies, and what it keeps by itself."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DataError, IntegrityError, InternalError

from accounts.enums import Role
from ipk.enums.vacancies import VacancyState
from ipk.models import Vacancy, VacancyVersion
from participants.models import EmployerStaff
from tests.factories.accounts import UserFactory, officer
from tests.factories.ipk import counsellor
from tests.factories.ipk_vacancies import CLOSES, VacancyFactory, VacancyReportFactory
from tests.factories.participants import MORNING, TODAY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"wage_from": 3_000_000, "wage_to": 2_999_999}, "vacancy_wage_is_a_range"),
        ({"wage_from": None, "wage_to": 1}, "vacancy_wage_is_a_range"),
        ({"wage_from": 0, "wage_to": None}, "vacancy_wage_is_possible"),
        ({"openings": 0}, "vacancy_seeks_somebody"),
        ({"experience_years": 41}, "vacancy_asks_possible_experience"),
        ({"description": "a" * 20_000}, "vacancy_texts_are_short"),
        ({"requirements": "a" * 5_001}, "vacancy_texts_are_short"),
        ({"skills": ["jahit"] * 16}, "vacancy_names_few_skills"),
        ({"closes_on": date(2026, 11, 15)}, "vacancy_closes_after_it_opens"),
        ({"country": "Jepang"}, "vacancy_is_at_home_or_abroad"),
        ({"published_at": None}, "shown_vacancy_was_published"),
        ({"submitted": True, "due_on": None}, "waiting_vacancy_has_its_day"),
        ({"taken_down": True, "reason": ""}, "returned_vacancy_has_a_reason"),
        ({"employer": None, "company": "PT Tanpa Induk"}, "vacancy_of_the_portal_has_an_employer"),
        ({"imported": True, "external_url": "javascript:alert(1)"}, "vacancy_leads_to_a_web_address"),
    ],
)
def test_a_vacancy_that_cannot_be_is_refused(fields: dict[str, Any], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        VacancyFactory(**fields)


def test_a_title_has_120_letters_at_most() -> None:
    VacancyFactory(title="a" * 120)
    with pytest.raises(DataError):
        VacancyFactory(title="a" * 121)


def test_the_same_imported_vacancy_stands_once() -> None:
    VacancyFactory(imported=True, external_id="KH-7")
    with pytest.raises(IntegrityError, match="one_vacancy_an_external_id"):
        VacancyFactory(imported=True, external_id="KH-7")


def test_province_and_best_wage_follow_from_the_row() -> None:
    vacancy = VacancyFactory(wage_from=2_500_000, wage_to=None)
    abroad = VacancyFactory(abroad=True)
    vacancy.refresh_from_db()
    abroad.refresh_from_db()
    assert (vacancy.province, vacancy.wage_best) == ("33", 2_500_000)
    assert (abroad.province, abroad.wage_best) == ("", 3_100_000)


def test_search_words_are_stems_with_the_weight_of_their_place() -> None:
    vacancy = VacancyFactory(title="Penjahit sampel", company="PT Rajut Contoh", skills=["obras"])
    found = Vacancy.objects.filter(pk=vacancy.pk).values_list("search", flat=True).get()
    lexemes = dict(item.replace("'", "").split(":") for item in found.split())
    assert lexemes["sampel"] == "2A"
    assert (lexemes["rajut"], lexemes["obras"]) == ("4B", "6B")
    assert (lexemes["alam"], lexemes["meja"]) == ("7C", "12")


def test_search_words_follow_a_change() -> None:
    vacancy = VacancyFactory()
    Vacancy.objects.filter(pk=vacancy.pk).update(title="Juru las")
    assert Vacancy.objects.filter(pk=vacancy.pk).extra(where=["search @@ to_tsquery('indonesian', 'las')"]).exists()


def test_a_state_is_only_reached_by_a_move() -> None:
    vacancy = VacancyFactory(draft=True)
    with pytest.raises(InternalError):
        Vacancy.objects.filter(pk=vacancy.pk).update(state=VacancyState.PUBLISHED, published_at=MORNING)


def test_what_was_written_stays() -> None:
    vacancy = VacancyFactory()
    row = VacancyVersion.objects.create(vacancy=vacancy, n=1, content={}, by=UserFactory(), at=MORNING)
    with pytest.raises(InternalError):
        VacancyVersion.objects.filter(pk=row.pk).update(n=2)


def test_one_person_reports_a_vacancy_once() -> None:
    report = VacancyReportFactory()
    with pytest.raises(IntegrityError, match="one_report_a_vacancy_and_user"):
        VacancyReportFactory(vacancy=report.vacancy, user=report.user)


def test_open_on_its_last_day_and_not_on_the_next() -> None:
    vacancy = VacancyFactory()
    for hidden in ("draft", "submitted", "held", "rejected", "closed", "taken_down"):
        VacancyFactory(**{hidden: True})
    assert list(Vacancy.objects.open(CLOSES)) == [vacancy]
    assert not Vacancy.objects.open(date(2026, 12, 21)).exists()


def test_who_sees_a_vacancy_that_waits() -> None:
    waiting = VacancyFactory(submitted=True)
    staff, stranger = UserFactory(), UserFactory()
    EmployerStaff.objects.create(employer=waiting.employer, user=staff, since=date(2026, 1, 1))
    seen = {
        who: Vacancy.objects.visible_to(user, TODAY).filter(pk=waiting.pk).exists()
        for who, user in {
            "nobody": AnonymousUser(),
            "stranger": stranger,
            "staff": staff,
            "counsellor": counsellor("3372"),
            "province": counsellor("33"),
            "elsewhere": counsellor("3578"),
            "auditor": officer(Role.AUDITOR),
        }.items()
    }
    assert seen == {
        "nobody": False, "stranger": False, "staff": True, "counsellor": True, "province": True, "elsewhere": False,
        "auditor": True,
    }  # fmt: skip


def test_a_draft_is_the_employers_alone() -> None:
    draft = VacancyFactory(draft=True)
    assert not Vacancy.objects.visible_to(counsellor("3372"), TODAY).filter(pk=draft.pk).exists()
    assert not Vacancy.objects.moderated_by(counsellor(None), TODAY).filter(pk=draft.pk).exists()
    assert draft.pk not in Vacancy.objects.moderated_by(counsellor("3372"), TODAY).values_list("pk", flat=True)
