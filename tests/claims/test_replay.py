"""Stored decisions under today's rules, and what a changed parameter would do."""

from datetime import date, timedelta
from fractions import Fraction
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from claims.models import MonthAssessment
from claims.operations import month_deciding, month_filing
from rules import parameters
from rules.trial import trial
from tests.factories import claims as make

pytestmark = pytest.mark.django_db
HALF = (Fraction(1, 2),) * 6


def run(name: str, *args: str, **options) -> str:
    out = StringIO()
    call_command(name, *args, stdout=out, **options)
    return out.getvalue()


def sent_month(travel) -> None:
    claim = make.claim("paid")
    make.evidence(claim, 5)
    make.assessed(claim)
    at = travel(date(2026, 12, 16))
    month = month_filing.submit_month(claim.months.get(n=2), actor=claim.person.user, at=at)
    month_deciding.assess_month(month, at=at)


def test_stored_runs_are_answered_alike_while_the_rules_stay(travel):
    sent_month(travel)
    assert MonthAssessment.objects.count() == 1
    assert run("replay_decisions") == "Every stored run is answered alike today.\n"


def test_a_changed_rule_is_told_with_what_it_would_answer(travel):
    sent_month(travel)
    out = StringIO()
    with (
        trial(parameters.BENEFIT_RATES, HALF, date(2026, 1, 1)),
        pytest.raises(CommandError, match="stored runs would be answered otherwise"),
    ):
        call_command("replay_decisions", stdout=out)
    assert "bulan 2" in out.getvalue()
    assert "amount: 2700000 -> 2250000" in out.getvalue()


def test_a_dry_run_lists_what_would_change_from_its_day_on(travel):
    claim = make.claim("paid")
    third = claim.months.get(n=3)
    said = run("preview_change", "benefit_rates", '["1/2","1/2","1/2","1/2","1/2","1/2"]', since=third.opens_on)
    assert f"{claim.number} bulan 2" not in said
    assert f"{claim.number} bulan 3: Rp2.700.000 -> Rp2.250.000" in said
    assert "4 dari 5 bulan berubah; selisih -Rp1.800.000" in said


def test_a_dry_run_never_shortens_a_window_that_was_told(travel):
    claim = make.claim("paid")
    said = run("preview_change", "filing_working_days", "3", since=date(2026, 1, 1))
    assert said == "0 dari 5 bulan berubah; selisih Rp0\n"
    longer = run("preview_change", "filing_working_days", "6", since=date(2026, 1, 1))
    second = claim.months.get(n=2)
    assert f"sampai {second.closes_on} -> {second.closes_on + timedelta(days=5)}" in longer


@pytest.mark.parametrize("args", [("nothing", "1"), ("benefit_rates", "[1]"), ("filing_working_days", "x")])
def test_what_is_no_parameter_is_refused_in_words(args):
    with pytest.raises(CommandError):
        run("preview_change", *args, since=date(2027, 1, 1))
