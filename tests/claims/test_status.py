"""Nine statuses for people, from however many states there are behind the desk."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from claims.enums import ClaimState, MonthState
from claims.status import TEXTS, Status, month_text, participant_status


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
        ("active", "open", 2, Status.ACTION_NEEDED),
        ("active", "open", 0, Status.READY),
        ("active", "held", 0, Status.FIX_ASKED),
        ("active", "forfeited", 0, Status.REFUSED),
        ("active", "stopped", 0, Status.ENDED),
        ("refused", None, 0, Status.REFUSED),
        ("ended", "paid", 0, Status.ENDED),
    ],
)
def test_what_a_person_sees(claim_state, month_state, tasks_left, status):
    assert participant_status(claim_state, month_state, tasks_left=tasks_left) == status


def test_waiting_for_data_is_no_status_of_its_own():
    """The person sees that the claim is examined, whatever the office waits for."""
    assert participant_status("submitted", None) == participant_status("in_review", None)


@given(st.sampled_from(list(MonthState)), st.integers(min_value=0, max_value=4))
def test_every_month_has_its_four_texts(month_state, tasks_left):
    text = month_text(month_state, tasks_left=tasks_left)
    assert all(map(str, (text.tag, text.meaning, text.your_step, text.our_step)))


@pytest.mark.parametrize(
    ("month_state", "tasks_left", "tag"),
    [
        ("scheduled", 0, "Belum bisa dimulai"),
        ("open", 2, "Belum lengkap"),
        ("open", 0, "Siap dikirim"),
        ("submitted", 0, "Diperiksa"),
        ("in_review", 0, "Diperiksa"),
        ("held", 1, "Perlu dilengkapi"),
        ("held", 0, "Perlu dilengkapi"),
        ("approved", 0, "Disetujui"),
        ("paid", 0, "Dibayar"),
        ("bank_problem", 0, "Rekening bermasalah"),
        ("refused", 0, "Ditolak"),
        ("forfeited", 0, "Hangus"),
        ("stopped", 0, "Berakhir"),
    ],
)
def test_what_a_month_is_called(month_state, tasks_left, tag):
    with translation.override("id"):
        assert str(month_text(month_state, tasks_left=tasks_left).tag) == tag


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("field", ["tag", "meaning", "your_step", "our_step"])
def test_each_text_has_its_english(status, field):
    text = getattr(TEXTS[status], field)
    with translation.override("id"):
        indonesian = str(text)
    with translation.override("en"):
        assert str(text) != indonesian or indonesian == ""
