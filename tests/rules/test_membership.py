"""Which programmes a scale must give, when a worker is told to BPJS, and how each regime verifies."""

from datetime import date

import pytest

from rules.errors import ParameterNotInForce
from rules.facts import Jkn, Participant, Programme, Scale
from rules.law import Regime
from rules.membership import data_change_due, enrolment_answer_due, enrolment_due, required_programmes, verified

JKK, JKM, JHT, JP = Programme.JKK, Programme.JKM, Programme.JHT, Programme.JP
ALL = frozenset({JKK, JKM, JHT, JP})


@pytest.mark.parametrize(
    ("scale", "programmes", "article"),
    [
        (Scale.MIKRO, (JKK, JKM, JHT), "PP 6/2025 Pasal 4 ayat (3) huruf b"),
        (Scale.KECIL, (JKK, JKM, JHT), "PP 6/2025 Pasal 4 ayat (3) huruf b"),
        (Scale.MENENGAH, (JKK, JKM, JHT, JP), "PP 6/2025 Pasal 4 ayat (3) huruf a"),
        (Scale.BESAR, (JKK, JKM, JHT, JP), "PP 6/2025 Pasal 4 ayat (3) huruf a"),
    ],
)
def test_the_scale_says_which_programmes_and_the_article(scale, programmes, article):
    required = required_programmes(scale, date(2026, 11, 16))
    assert (required.programmes, required.law.text) == (programmes, article)


def test_under_the_older_law_the_older_article_speaks():
    assert required_programmes(Scale.KECIL, date(2025, 2, 6)).law.text == "PP 37/2021 Pasal 4 ayat (3)"


def test_before_the_programme_nothing_is_required():
    with pytest.raises(ParameterNotInForce):
        required_programmes(Scale.KECIL, date(2021, 2, 1))


def test_what_is_missing_is_named_and_what_is_given_beyond_is_no_matter():
    on = date(2026, 11, 16)
    assert required_programmes(Scale.BESAR, on).missing(frozenset({JKK, JKM})) == (JHT, JP)
    assert required_programmes(Scale.MIKRO, on).missing(ALL) == ()


def test_a_worker_is_registered_within_thirty_days_of_the_start():
    assert enrolment_due(date(2026, 10, 17)) == date(2026, 11, 16)
    assert enrolment_due(date(2019, 3, 4)) == date(2019, 4, 3)


def test_a_change_is_told_within_seven_working_days():
    assert data_change_due(date(2026, 11, 5)) == date(2026, 11, 16)
    assert data_change_due(date(2026, 11, 6)) == date(2026, 11, 17)


def test_bpjs_answers_the_next_day_or_the_next_working_day():
    assert enrolment_answer_due(date(2026, 11, 16)) == date(2026, 11, 17)
    assert enrolment_answer_due(date(2026, 11, 20)) == date(2026, 11, 23)


def test_a_worker_whose_jkn_is_paid_for_is_complete_under_the_newer_law_only():
    who = Participant(scale=Scale.MENENGAH, programmes=ALL, jkn=Jkn.PBI)
    assert [(regime, reason.met) for regime, reason in verified(who)] == [(Regime.R21, False), (Regime.R25, True)]


def test_a_missing_programme_fails_under_both_and_is_named():
    who = Participant(scale=Scale.MENENGAH, programmes=ALL - {JP}, jkn=Jkn.PPU)
    assert [(reason.met, reason.facts["missing"]) for _, reason in verified(who)] == [(False, ["JP"])] * 2


def test_what_nobody_told_is_not_known():
    assert [reason.met for _, reason in verified(Participant())] == [None, None]
