"""An inspection whose duties stay unmet goes on to sanctions: who may, from when, and once."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from compliance.models import Inspection, SanctionCase
from tests.factories.accounts import sign_in
from tests.factories.compliance import inspector
from tests.factories.inspections import inspection
from tests.factories.participants import MORNING
from tests.html import soup, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
BUTTON = "Teruskan ke sanksi"


@pytest.fixture
def lead() -> User:
    return inspector()


def page_of(made: Inspection) -> str:
    return f"/pengawasan/pemeriksaan/{made.pk}/"


def press(client: Client, made: Inspection) -> Any:
    return client.post(page_of(made), {"do": "sanction"}, follow=True)


def buttons(client: Client, made: Inspection) -> str:
    return words(soup(client.get(page_of(made))).main)


def test_a_case_is_opened_once_after_the_follow_up(client: Client, lead: User) -> None:
    made = inspection("followed", lead=lead)
    sign_in(client, lead)
    assert BUTTON in buttons(client, made)
    first = words(soup(press(client, made)).main)
    case = SanctionCase.objects.get()
    assert case.number in first
    assert BUTTON not in first
    assert press(client, made).status_code == 200
    assert SanctionCase.objects.get() == case
    made.refresh_from_db()
    assert made.state == "sanctioned"


def test_while_the_employer_may_answer_there_is_no_case(client: Client, lead: User) -> None:
    made = inspection("issued", lead=lead)
    sign_in(client, lead)
    assert BUTTON not in buttons(client, made)
    assert press(client, made).status_code == 403
    assert not SanctionCase.objects.exists()


def test_the_day_after_the_last_day_of_the_answer_it_may_go_on(client: Client, lead: User) -> None:
    made = inspection("issued", lead=lead)
    assert made.reply_until is not None
    last = MORNING + (made.reply_until - MORNING.date())
    with time_machine.travel(last, tick=False):
        sign_in(client, lead)
        assert BUTTON not in buttons(client, made)
    with time_machine.travel(last + timedelta(days=1), tick=False):
        sign_in(client, lead)
        assert BUTTON in buttons(client, made)


def test_another_province_finds_nothing(client: Client, lead: User) -> None:
    made = inspection("followed", lead=lead)
    sign_in(client, inspector("35"))
    assert press(client, made).status_code == 404
    assert not SanctionCase.objects.exists()
