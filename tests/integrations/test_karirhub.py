"""Karirhub over real HTTP: pages, their end, and answers that are none."""

import pytest

from integrations.errors import PartnerUnavailable
from integrations.karirhub import PAGE, karirhub_client
from integrations.sandbox.control import Control
from tests.integrations.conftest import BRIEF


def test_pages_follow_each_other_to_the_end(known: Control) -> None:
    known.configure(karirhub_count=150)
    client = karirhub_client()
    first = client.vacancies("")
    last = client.vacancies(first.cursor)
    assert (len(first.vacancies), len(last.vacancies), last.cursor) == (PAGE, 50, "")
    assert len({one.id for one in first.vacancies + last.vacancies}) == 150
    assert first.as_of.tzinfo is not None


def test_what_is_gone_is_not_listed(known: Control) -> None:
    known.configure(karirhub_count=3, karirhub_gone=["KH-000001"])
    assert [one.id for one in karirhub_client().vacancies("").vacancies] == ["KH-000000", "KH-000002"]


def test_an_answer_that_is_none_is_garbage(known: Control) -> None:
    known.fault("karirhub", garbage="types")
    with pytest.raises(PartnerUnavailable) as raised:
        karirhub_client(patience=BRIEF).vacancies("")
    assert raised.value.reason == "garbage"
