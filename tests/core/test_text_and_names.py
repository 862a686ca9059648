"""What people type, cleaned; and names as registers write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar import working_calendar
from core.models import Holiday
from core.names import folded, likeness, names_match
from core.text import ascii_digits, one_line, without_invisible


@pytest.mark.parametrize("typed", ["3372", "３３７２", "٣٣٧٢", "३३७२"])
def test_digits_of_every_script_are_digits(typed):
    assert ascii_digits(typed) == "3372"


def test_other_letters_stay_as_they_are():
    assert ascii_digits("Ünal ½ Ⅻ") == "Ünal ½ Ⅻ"


@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\x00", "\ufeff", "\ue000", "\x1b"])
def test_what_cannot_be_seen_is_dropped(hidden):
    assert without_invisible(f"Siti{hidden}Aminah") == "SitiAminah"


def test_line_breaks_stay_in_a_text_and_go_from_a_line():
    assert without_invisible("a\nb\tc") == "a\nb\tc"
    assert one_line("  Siti \n\t Aminah\u00a0 ") == "Siti Aminah"


def test_letters_in_pieces_are_composed():
    assert one_line("U\u0308nal") == "Ünal"


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text):
    assert one_line(one_line(text)) == one_line(text)
    assert ascii_digits(ascii_digits(text)) == ascii_digits(text)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("SITI AMINAH", "Siti Aminah"),
        ("Siti A.", "SITI AMINAH"),
        ("Aminah Siti", "Siti Aminah"),
        ("Hj. Siti Aminah", "Siti Aminah"),
        ("Nur'aini", "NUR AINI"),
    ],
)
def test_names_that_are_one_person(first, second):
    assert names_match(first, second, percent=85)
    assert likeness(first, second) == likeness(second, first)


@pytest.mark.parametrize(
    ("first", "second"), [("Siti Aminah", "Budi Santoso"), ("Siti", ""), ("", ""), ("...", "Siti")]
)
def test_names_that_are_not(first, second):
    assert not names_match(first, second, percent=85)


def test_titles_and_marks_are_no_part_of_a_name():
    assert folded("Ir. H. SITI-AMINAH, ") == "siti aminah"


@pytest.mark.django_db
def test_the_working_calendar_is_what_the_table_holds():
    days = set(Holiday.objects.values_list("day", flat=True))
    assert len(days) > 100
    calendar = working_calendar()
    first = min(days)
    assert not calendar.is_working_day(first)
