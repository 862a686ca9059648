"""An outage of the portal gives the time back (POL-16)."""

from datetime import date, timedelta

import pytest

from claims.enums import MonthState
from claims.models import Claim, ServiceOutage
from claims.operations import month_deciding, month_filing, monthly_cycle, outages
from core.errors import Invalid
from notices.models import Letter, Notice
from tests.factories import claims as make

pytestmark = pytest.mark.django_db

OPENS, CLOSES = date(2026, 12, 16), date(2026, 12, 23)


@pytest.fixture
def claim(travel) -> Claim:
    found = make.claim("paid")
    monthly_cycle.open_months(at=travel(OPENS))
    return found


def outage(at, *, starts=(CLOSES, 8), ends=(CLOSES, 20), reason="Listrik pusat data padam"):
    return outages.record_outage(
        starts_at=make.moment(*starts), ends_at=make.moment(*ends), reason=reason, actor=make.verifier(), at=at
    )


def test_half_a_day_away_gives_two_days_more_and_the_person_is_told_once(claim, travel):
    at = travel(make.moment(CLOSES, 21))
    assert outage(at) == outage(at)
    month = claim.months.get(n=2)
    assert (month.state, month.closes_on) == (MonthState.OPEN, CLOSES + timedelta(days=2))
    assert Notice.objects.filter(event="window_extended", channel="inbox").count() == 1
    assert claim.months.get(n=3).closes_on == date(2027, 1, 22)


def test_the_longer_window_is_what_the_rules_see(claim, travel):
    outage(travel(make.moment(CLOSES, 21)))
    make.evidence(claim, 5)
    make.assessed(claim)
    at = travel(make.moment(CLOSES + timedelta(days=2), 23, 59, 59))
    sent = month_filing.submit_month(claim.months.get(n=2), actor=claim.person.user, at=at)
    month = month_deciding.assess_month(sent, at=at)
    assert month.state == MonthState.APPROVED
    assert month.assessments.get().answer["closes_on"] == "2026-12-25"


def test_a_month_lost_to_an_outage_is_open_again_and_its_letter_withdrawn(claim, travel):
    monthly_cycle.forfeit_months(at=travel(CLOSES + timedelta(days=1)))
    outage(travel(CLOSES + timedelta(days=2)), ends=(CLOSES + timedelta(days=1), 9))
    month = claim.months.get(n=2)
    assert (month.state, month.closes_on) == (MonthState.OPEN, CLOSES + timedelta(days=3 + 0))
    assert Letter.objects.get(kind="forfeiture").revoked_at is not None


def test_an_outage_before_or_after_a_window_changes_nothing(claim, travel):
    outage(travel(OPENS), starts=(OPENS - timedelta(days=3), 8), ends=(OPENS - timedelta(days=1), 8))
    assert claim.months.get(n=2).closes_on == CLOSES
    assert ServiceOutage.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"reason": " "}, "reason_needed"),
        ({"ends": (CLOSES, 8)}, "ends_before_it_starts"),
        ({"ends": (CLOSES + timedelta(days=1), 8)}, "not_over"),
        ({"starts": (CLOSES - timedelta(days=61), 8)}, "too_long"),
    ],
)
def test_an_outage_that_cannot_be_is_refused_in_words(claim, travel, facts, code):
    with pytest.raises(Invalid) as refused:
        outage(travel(make.moment(CLOSES, 21)), **facts)
    assert refused.value.code == code
    assert not ServiceOutage.objects.exists()
