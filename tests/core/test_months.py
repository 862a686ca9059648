"""A month and a year as people write them."""

from datetime import date

import pytest
from django import forms

from core.forms import MonthField, YearField


@pytest.mark.parametrize(
    ("typed", "month"),
    [
        ("3 2019", (2019, 3)),
        ("03/2019", (2019, 3)),
        ("Maret 2019", (2019, 3)),
        ("mar. 2019", (2019, 3)),
        ("MARCH-2019", (2019, 3)),
        (" 12.2019 ", (2019, 12)),
        ("٣ ٢٠١٩", (2019, 3)),
        ("122019", (2019, 12)),
    ],
)
def test_a_month_is_read_however_it_is_written(typed, month):
    assert MonthField().clean(typed) == date(*month, 1)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2019", "invalid"),
        ("3", "invalid"),
        ("3 19", "invalid"),
        ("13 2019", "month"),
        ("0 2019", "month"),
        ("Smarch 2019", "month"),
        ("3 0000", "year"),
        ("3 1899", "year"),
        ("", "required"),
        ("x" * 20_000, "invalid"),
        ("2019-03-01", "invalid"),
    ],
)
def test_what_is_no_month_is_told_why(typed, code):
    with pytest.raises(forms.ValidationError) as told:
        MonthField().clean(typed)
    assert [error.code for error in told.value.error_list] == [code]


@pytest.mark.parametrize(("typed", "code"), [("19", "invalid"), ("0000", "year"), ("1900", "year"), ("", "required")])
def test_what_is_no_year_is_told_why(typed, code):
    with pytest.raises(forms.ValidationError) as told:
        YearField().clean(typed)
    assert [error.code for error in told.value.error_list] == [code]


def test_both_ends_belong_to_the_time():
    field = YearField(earliest=date(2000, 1, 1), latest=date(2026, 1, 1))
    assert (field.clean("2000"), field.clean("2026")) == (date(2000, 1, 1), date(2026, 1, 1))
    for typed, code in (("1999", "too_early"), ("2027", "too_late")):
        with pytest.raises(forms.ValidationError) as told:
            field.clean(typed)
        assert told.value.error_list[0].code == code


def test_the_box_shows_what_it_would_read():
    assert MonthField().prepare_value(date(2019, 3, 1)) == "Maret 2019"
    assert YearField().prepare_value(date(2019, 1, 1)) == "2019"
    assert MonthField(required=False).clean("") is None
