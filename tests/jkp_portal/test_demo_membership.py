"""Membership of the demo comes where it is by the operations of life: every state of a report is there to be seen."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from core import clock
from integrations.bpjs import bpjs_client
from integrations.sandbox.stories import EMPLOYERS
from jkp_portal.demo.cast import HR
from jkp_portal.demo.membership import tell_membership
from jkp_portal.demo.people import appoint_officers, hire_hr
from jkp_portal.demo.stories import Stage
from notices.models import Letter
from participants.models import Employer, EmployerReport, Employment, ParticipantNumber, WorkerReport
from participants.operations.employers import look_up_employer
from tests.factories.participants import MORNING

pytestmark = pytest.mark.django_db
TODAY = clock.legal_date(MORNING)
YEAR_AGO = MORNING - timedelta(days=365)


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def firm(partners, settings) -> Employer:
    """The firm once its story is told."""
    settings.DEMO_MODE = True
    partners.load(employers=EMPLOYERS)
    look_up_employer("99000001", bpjs=bpjs_client(), at=MORNING)
    hr = {"99000001": hire_hr(HR[0], YEAR_AGO)}
    tell_membership(Stage(appoint_officers(YEAR_AGO), hr, partners, clock.now), TODAY)
    return Employer.objects.get(npp="99000001")


def test_a_firm_has_workers_in_every_state(firm: Employer) -> None:
    rows = Employment.objects.filter(employer=firm).order_by("full_name")
    assert list(rows.values_list("full_name", "state", "programmes")) == [
        ("Bagus Prasetya", "active", ["JKK", "JKM", "JHT"]),
        ("Laila Hapsari", "active", ["JKK", "JKM", "JHT", "JP"]),
        ("Nanda Puspita", "reported", ["JKK", "JKM", "JHT", "JP"]),
        ("Sekar Palupi", "active", ["JKK", "JKM", "JHT", "JP"]),
        ("Tri W.", "dropped", ["JKK", "JKM", "JHT", "JP"]),
    ]
    assert set(rows.filter(workplace__name="Pabrik Laweyan").values_list("full_name", flat=True)) == {
        "Laila Hapsari",
        "Nanda Puspita",
        "Sekar Palupi",
    }


def test_bpjs_has_reports_to_answer_and_none_of_them_is_late(firm: Employer) -> None:
    waiting = WorkerReport.objects.waiting()
    assert set(waiting.values_list("kind", "employment__full_name", "wage")) == {
        ("enrol", "Nanda Puspita", 4_200_000),
        ("wage", "Sekar Palupi", 4_600_000),
    }
    assert EmployerReport.objects.waiting().get().wanted == "III"
    assert not waiting.filter(answer_by__lt=TODAY).exists()
    assert WorkerReport.objects.get(state="returned").reply.startswith("Nama pada laporan berbeda")


def test_the_papers_are_issued_and_two_numbers_of_one_worker_are_linked(firm: Employer) -> None:
    papers = Letter.objects.filter(kind__in=("member_proof", "member_certificate"))
    assert set(papers.values_list("kind", "user__email")) == {
        ("member_proof", "laila@contoh.invalid"),
        ("member_certificate", "hr.busana@contoh.invalid"),
    }
    numbers = ParticipantNumber.objects.filter(person__user__email="laila@contoh.invalid")
    assert sorted(numbers.values_list("number", flat=True)) == [99_000_000_141, 99_000_000_142]
