"""What the civil registry answers, and how much it tells to whom."""

from dataclasses import replace
from datetime import date

import pytest

from integrations.dukcapil import Match, Sex, dukcapil_client
from integrations.sandbox.control import Control
from integrations.sandbox.stories import Story, story
from tests.integrations.conftest import TODAY


def test_name_and_mothers_name_in_any_writing_are_confirmed(known: Control, siti: Story) -> None:
    answer = dukcapil_client().verify_identity(siti.person.nik, "  SITI  rahmawati ", "sulastri", date(1991, 3, 14))

    assert answer.confirmed
    assert not answer.contradicted
    assert (answer.sex, answer.born_on, answer.region_code) == (Sex.FEMALE, date(1991, 3, 14), "3372")
    assert answer.born_on_match is Match.YES
    assert answer.died_on is None


def test_a_wrong_birth_date_does_not_contradict_the_person(known: Control, siti: Story) -> None:
    answer = dukcapil_client().verify_identity(siti.person.nik, "Siti Rahmawati", "Sulastri", date(1991, 3, 15))

    assert answer.born_on_match is Match.NO
    assert answer.confirmed


@pytest.mark.parametrize(
    ("name", "mother", "matches"),
    [
        ("Siti Rahmawati", "Kartini", (Match.YES, Match.NO)),
        ("Siti Rahma", "Sulastri", (Match.NO, Match.YES)),
        ("Orang Lain", "Kartini", (Match.NO, Match.NO)),
    ],
)
def test_a_mismatch_says_which_field_and_nothing_about_the_person(
    known: Control, siti: Story, name: str, mother: str, matches: tuple[Match, Match]
) -> None:
    answer = dukcapil_client().verify_identity(siti.person.nik, name, mother)

    assert (answer.full_name, answer.mother_name) == matches
    assert answer.contradicted
    assert (answer.sex, answer.born_on, answer.region_code) == (None, None, "")


def test_the_family_name_of_nurs_mother_is_a_mismatch(known: Control) -> None:
    nur = story("nur", today=TODAY).person

    assert dukcapil_client().verify_identity(nur.nik, nur.full_name, "Maryam").mother_name is Match.NO
    assert dukcapil_client().verify_identity(nur.nik, nur.full_name, "Siti Maryam").confirmed


def test_a_number_nobody_has_is_no_and_the_rest_unknown(known: Control) -> None:
    answer = dukcapil_client().verify_identity("9901011212900999", "Siti Rahmawati", "Sulastri")

    assert answer.nik is Match.NO
    assert (answer.full_name, answer.mother_name, answer.born_on_match) == (Match.UNKNOWN,) * 3
    assert not answer.confirmed


def test_the_registry_knows_who_died_and_says_when_it_does_not_know(known: Control, siti: Story) -> None:
    known.load(people=[replace(siti.person, died_on=date(2026, 11, 1))])

    status = dukcapil_client().vital_status(siti.person.nik)
    assert (status.known, status.died_on) == (True, date(2026, 11, 1))
    unknown = dukcapil_client().vital_status("9901011212900999")
    assert (unknown.known, unknown.died_on) == (False, None)
