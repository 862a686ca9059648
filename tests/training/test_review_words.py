"""How long an invoice waits, in words."""

from datetime import timedelta

import pytest

from tests.factories.participants import MORNING
from training.presentation.review import age

pytestmark = pytest.mark.django_db  # the calendar of working days


@pytest.mark.parametrize(("days", "said"), [(0, "belum 1 hari kerja"), (1, "1 hari kerja"), (7, "5 hari kerja")])
def test_the_age_of_an_invoice_counts_working_days(days: int, said: str) -> None:
    assert MORNING.weekday() == 0
    assert age(MORNING, MORNING + timedelta(days=days, hours=1)) == said
