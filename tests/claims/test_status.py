"""Nine statuses for people, from however many states there are behind the desk."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from claims.enums import ClaimState, MonthState
from claims.status import TEXTS, Status, participant_status


@given(
    st.sampled_from(list(ClaimState)),
    st.none() | st.sampled_from(list(MonthState)),
    st.integers(min_value=0, max_value=4),
)
def test_every_state_has_a_status_with_its_four_texts(claim_state, month_state, tasks_left):
    text = TEXTS[participant_status(claim_state, month_state, tasks_left=tasks_left)]
    assert all(map(str, (text.tag, text.meaning, text.your_step, text.our_step)))


@pytest.mark.parametrize(
    ("claim_state", "month_state", "tasks_left", "status"),
    [
        ("draft", None, 2, Status.ACTION_NEEDED),
        ("draft", None, 0, Status.READY),
        ("submitted", None, 0, Status.IN_REVIEW),
        ("in_review", None, 0, Status.IN_REVIEW),
        ("needs_fix", None, 0, Status.FIX_ASKED),
        ("active", "approved", 0, Status.APPROVED),
        ("active", "paid", 0, Status.PAID),
        ("active", "bank_problem", 0, Status.BANK_PROBLEM),
        ("active", "scheduled", 0, Status.CANNOT_START),
        ("refused", None, 0, Status.REFUSED),
        ("ended", "paid", 0, Status.ENDED),
    ],
)
def test_what_a_person_sees(claim_state, month_state, tasks_left, status):
    assert participant_status(claim_state, month_state, tasks_left=tasks_left) == status


def test_waiting_for_data_is_no_status_of_its_own():
    """The person sees that the claim is examined, whatever the office waits for."""
    assert participant_status("submitted", None) == participant_status("in_review", None)


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("field", ["tag", "meaning", "your_step", "our_step"])
def test_each_text_has_its_english(status, field):
    text = getattr(TEXTS[status], field)
    with translation.override("id"):
        indonesian = str(text)
    with translation.override("en"):
        assert str(text) != indonesian or indonesian == ""
