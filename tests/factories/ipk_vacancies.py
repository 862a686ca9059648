"""Vacancies: open at Surakarta unless a trait or field says otherwise; each state is reached as in life."""

from datetime import date
from typing import Any

import factory

from core.workflow import signed_by
from ipk.enums.vacancies import Employment, ReportReason, Schooling, VacancySource, VacancyState
from ipk.models import SavedSearch, Vacancy, VacancyReport
from tests.factories.accounts import UserFactory
from tests.factories.participants import MORNING, TODAY, EmployerFactory

CLOSES = date(2026, 12, 20)
# The moves by which a state is reached from a draft.
_WAYS: dict[str, tuple[str, ...]] = {
    VacancyState.DRAFT: (),
    VacancyState.SUBMITTED: ("submit",),
    VacancyState.PUBLISHED: ("submit", "approve"),
    VacancyState.REJECTED: ("submit", "reject"),
    VacancyState.HELD: ("submit", "approve", "hold"),
    VacancyState.TAKEN_DOWN: ("submit", "approve", "take_down"),
    VacancyState.CLOSED: ("submit", "approve", "close"),
}


class VacancyFactory(factory.django.DjangoModelFactory):
    """VacancyFactory() is open; VacancyFactory(draft=True), submitted, held, rejected, closed, taken_down, imported."""

    class Meta:
        model = Vacancy
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(state=VacancyState.DRAFT, published_at=None)
        submitted = factory.Trait(
            state=VacancyState.SUBMITTED, published_at=None, submitted_at=MORNING, due_on=date(2026, 11, 17)
        )
        rejected = factory.Trait(state=VacancyState.REJECTED, published_at=None, reason="unclear")
        held = factory.Trait(state=VacancyState.HELD)
        closed = factory.Trait(state=VacancyState.CLOSED)
        taken_down = factory.Trait(state=VacancyState.TAKEN_DOWN, reason="fraud")
        abroad = factory.Trait(region_id=None, country="Jepang")
        imported = factory.Trait(
            employer=None,
            company="PT Contoh Karirhub",
            source=VacancySource.KARIRHUB,
            external_id=factory.Sequence(lambda n: f"KH-{n}"),
            seen_at=MORNING,
        )

    employer = factory.SubFactory(EmployerFactory, verified_at=MORNING)
    company = factory.LazyAttribute(lambda o: o.employer.name)
    title = "Operator jahit garmen"
    occupation_id = "75"
    description = "Menjahit kemeja dan seragam dengan mesin jahit industri."
    requirements = "Pengalaman menjahit satu tahun."
    region_id = "3372"
    wage_from = 2_600_000
    wage_to = 3_100_000
    education = Schooling.LOWER
    experience_years = 1
    employment = Employment.PERMANENT
    skills = factory.LazyFunction(lambda: ["menjahit", "mesin jahit industri"])
    openings = 3
    state = VacancyState.PUBLISHED
    created_at = MORNING
    submitted_at = MORNING
    due_on = date(2026, 11, 17)
    published_at = MORNING
    closes_on = CLOSES

    @factory.post_generation
    def log_of_its_state(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if not create or self.source != VacancySource.PORTAL:
            return
        state = str(VacancyState.DRAFT)
        targets = {move.name: move.target for move in Vacancy.workflow.moves}
        for move in _WAYS[self.state]:
            self.log.create(move=move, from_state=state, to_state=targets[move], at=MORNING, **signed_by(None))
            state = targets[move]


class VacancyReportFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = VacancyReport

    vacancy = factory.SubFactory(VacancyFactory)
    user = factory.SubFactory(UserFactory)
    reason = ReportReason.FEE
    note = "Diminta transfer Rp500.000 sebelum wawancara."
    at = MORNING
    due_on = date(2026, 11, 17)


class SavedSearchFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SavedSearch

    user = factory.SubFactory(UserFactory)
    query = "q=penjahit"
    label = "penjahit"
    created_at = MORNING
    told_until = MORNING


__all__ = ["CLOSES", "TODAY", "SavedSearchFactory", "VacancyFactory", "VacancyReportFactory"]
