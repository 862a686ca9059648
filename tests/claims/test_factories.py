"""The factories reach what their names say."""

import pytest

from claims.enums import ClaimState, MonthState
from tests.factories.claims import claim, first_month

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("stage", "facts", "state"),
    [
        ("draft", {}, ClaimState.DRAFT),
        ("ready_to_send", {}, ClaimState.DRAFT),
        ("submitted", {}, ClaimState.SUBMITTED),
        ("in_review", {}, ClaimState.IN_REVIEW),
        ("needs_fix", {}, ClaimState.NEEDS_FIX),
        ("active", {}, ClaimState.ACTIVE),
        ("refused", {"paid_months": 11}, ClaimState.REFUSED),
    ],
)
def test_a_claim_reaches_its_stage(stage, facts, state):
    assert claim(stage, **facts).state == state


@pytest.mark.parametrize(("stage", "state"), [("paid", MonthState.PAID), ("bank_problem", MonthState.BANK_PROBLEM)])
def test_a_month_reaches_its_stage(stage, state):
    assert first_month(claim(stage)).state == state
