"""Karirhub's vacancies over real HTTP: a whole round, one that breaks, what vanishes, what cannot be."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.clock import legal_date
from integrations.errors import PartnerUnavailable
from integrations.karirhub import KarirhubClient, VacancyPage, karirhub_client
from integrations.sandbox.control import Control
from integrations.transport import Patience
from ipk.enums.vacancies import VacancyState
from ipk.models import Vacancy, VacancyCopy, VacancyWord
from ipk.operations.copying import copy_vacancies
from ipk.selectors.market import copied_at
from tests.factories.ipk_vacancies import VacancyFactory

pytestmark = pytest.mark.django_db
BRIEF = Patience(timeout=2, tries=1, total=2)
S = VacancyState


@pytest.fixture
def now(partners: Control):
    """A moment of the partners' own day: closing days count from there."""
    return karirhub_client().vacancies("").as_of


@pytest.fixture
def few(partners: Control) -> Control:
    partners.configure(karirhub_count=120)
    return partners


def test_a_round_copies_everything(few: Control, now) -> None:
    copy = copy_vacancies(karirhub=karirhub_client(), at=now)
    assert (copy.pages, copy.kept, copy.refused, copy.closed) == (2, 120, 0, 0)
    assert copied_at("karirhub") == now
    row = Vacancy.objects.get(external_id="KH-000000")
    assert (row.title, row.occupation_id, row.region_id, row.state) == ("Operator jahit", "75", "3372", S.PUBLISHED)
    assert row.external_url == "https://karirhub.kemnaker.go.id/lowongan/KH-000000"
    assert Vacancy.objects.get(external_id="KH-000049").country == "Jepang"
    assert Vacancy.objects.open(legal_date(now)).count() == 120
    assert VacancyWord.objects.filter(word="pengemudi").exists()


def test_a_second_round_changes_nothing(few: Control, now) -> None:
    copy_vacancies(karirhub=karirhub_client(), at=now)
    before = set(Vacancy.objects.values_list("pk", "title", "published_at"))
    copy_vacancies(karirhub=karirhub_client(), at=now + timedelta(hours=1))
    assert set(Vacancy.objects.values_list("pk", "title", "published_at")) == before


def test_what_vanishes_closes_and_what_comes_back_opens(few: Control, now) -> None:
    copy_vacancies(karirhub=karirhub_client(), at=now)
    few.configure(karirhub_gone=["KH-000003"])
    assert copy_vacancies(karirhub=karirhub_client(), at=now + timedelta(hours=1)).closed == 1
    gone = Vacancy.objects.get(external_id="KH-000003")
    assert (gone.state, gone.log.get().note) == (S.CLOSED, "gone")
    few.configure(karirhub_gone=[])
    copy_vacancies(karirhub=karirhub_client(), at=now + timedelta(hours=2))
    gone.refresh_from_db()
    assert gone.state == S.PUBLISHED


def test_an_absent_karirhub_leaves_the_last_copy_with_its_time(few: Control, now) -> None:
    copy_vacancies(karirhub=karirhub_client(), at=now)
    few.fault("karirhub", down=True)
    with pytest.raises(PartnerUnavailable):
        copy_vacancies(karirhub=karirhub_client(patience=BRIEF), at=now + timedelta(hours=1))
    assert Vacancy.objects.open(legal_date(now)).count() == 120
    assert copied_at("karirhub") == now


class BreaksOnce(KarirhubClient):
    """Away at the second page, the first time."""

    def __init__(self, real: KarirhubClient) -> None:
        self.real, self.broken = real, False

    def vacancies(self, cursor: str) -> VacancyPage:
        if cursor and not self.broken:
            self.broken = True
            raise PartnerUnavailable("karirhub", "slow")
        return self.real.vacancies(cursor)


def test_a_round_that_broke_goes_on_where_it_was(few: Control, now) -> None:
    client = BreaksOnce(karirhub_client())
    with pytest.raises(PartnerUnavailable):
        copy_vacancies(karirhub=client, at=now)
    assert Vacancy.objects.count() == 100
    copy = copy_vacancies(karirhub=client, at=now + timedelta(minutes=5))
    assert (copy.pages, copy.kept, copy.closed) == (2, 120, 0)
    assert VacancyCopy.objects.count() == 1


def test_what_an_officer_took_down_stays_down_and_employers_own_stay_open(few: Control, now) -> None:
    copy_vacancies(karirhub=karirhub_client(), at=now)
    own = VacancyFactory(closes_on=legal_date(now) + timedelta(days=5), published_at=now)
    bad = Vacancy.objects.get(external_id="KH-000001")
    Vacancy.workflow.move(bad, "take_down", actor=None, at=now, reason="fraud")
    copy_vacancies(karirhub=karirhub_client(), at=now + timedelta(hours=1))
    bad.refresh_from_db()
    own.refresh_from_db()
    assert (bad.state, own.state) == (S.TAKEN_DOWN, S.PUBLISHED)


def test_what_cannot_be_is_left_out_and_counted(few: Control, now) -> None:
    page = karirhub_client().vacancies("")
    one = page.vacancies[0]
    broken = [
        replace(one, id="B1", group="9999"),
        replace(one, id="B2", region_code="0000"),
        replace(one, id="B3", wage_from=5, wage_to=4),
        replace(one, id="B4", description="a" * 20_000),
        replace(one, id="B5", openings=0),
        replace(one, id="B6", employment="x"),
        replace(one, id="B7", closes_on=legal_date(now) - timedelta(days=1)),
        replace(one, id="G1", url="javascript:alert(1)", title="<script>alert(1)</script>"),
    ]

    class Broken(KarirhubClient):
        def __init__(self) -> None: ...

        def vacancies(self, cursor: str) -> VacancyPage:
            return VacancyPage(tuple(broken), "", page.as_of)

    copy = copy_vacancies(karirhub=Broken(), at=now)
    assert (copy.kept, copy.refused) == (1, 7)
    assert Vacancy.objects.get().external_url == ""
