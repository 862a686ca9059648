"""When something was, as well as people remember it: a month, or only a year."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import formatting
from core.forms.fields import month_number
from core.language import language
from core.text import ascii_digits, one_line

_OLDEST_YEAR, _LAST_YEAR = 1940, 2100
_MONTH = re.compile(r"(?P<month>[^\W\d_]{3,}\.?|\d{1,2})[\s/.,-]*(?P<year>\d{4})")
_YEAR = re.compile(r"\d{4}")


class _Span(forms.Field):
    """`earliest` and `latest` are inclusive and may be set on the instance, as with DateTripleField."""

    pattern: re.Pattern[str]

    def __init__(self, *, earliest: date | None = None, latest: date | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.earliest = earliest
        self.latest = latest

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date) or value in self.empty_values:
            return value or None
        text = ascii_digits(one_line(str(value)))
        if not text:
            return None
        found = self.pattern.fullmatch(text)
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return self.read(found)

    def read(self, found: re.Match[str]) -> date:
        raise NotImplementedError

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is None:
            return
        if not _OLDEST_YEAR <= value.year <= _LAST_YEAR:
            raise ValidationError(self.error_messages["year"], code="year")
        if self.earliest and value < self.earliest:
            raise ValidationError(self.error_messages["too_early"], code="too_early")
        if self.latest and value > self.latest:
            raise ValidationError(self.error_messages["too_late"], code="too_late")


class MonthField(_Span):
    """A month with its year in one box: 3 2019, 03/2019, Maret 2019. Gives the first day of the month."""

    pattern = _MONTH
    default_error_messages = {
        "required": _("Isi bulan dan tahunnya."),
        "invalid": _("Tulis bulan dan tahun. Contoh: Maret 2019 atau 3 2019."),
        "month": _("Bulan tidak dikenal. Tulis angka 1 sampai 12 atau nama bulannya."),
        "year": _("Periksa tahunnya. Tulis 4 angka, misalnya 2026."),
        "too_early": _("Bulan ini terlalu lama. Periksa lagi."),
        "too_late": _("Bulan ini belum terjadi. Periksa lagi."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput({"class": "w12", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return formatting.month_year(value, language()) if isinstance(value, date) else value

    def read(self, found: re.Match[str]) -> date:
        month = month_number(found["month"])
        if month is None:
            raise ValidationError(self.error_messages["month"], code="month")
        year = int(found["year"])
        if year == 0:
            raise ValidationError(self.error_messages["year"], code="year")
        return date(year, month, 1)


class YearField(_Span):
    """A year of four digits. Gives its first of January."""

    pattern = _YEAR
    default_error_messages = {
        "required": _("Isi tahunnya."),
        "invalid": _("Tulis tahun dengan 4 angka. Contoh: 2019."),
        "year": _("Periksa tahunnya. Tulis 4 angka, misalnya 2026."),
        "too_early": _("Tahun ini terlalu lama. Periksa lagi."),
        "too_late": _("Tahun ini belum terjadi. Periksa lagi."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput({"class": "w6", "inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return str(value.year) if isinstance(value, date) else value

    def read(self, found: re.Match[str]) -> date:
        year = int(found[0])
        if year == 0:
            raise ValidationError(self.error_messages["year"], code="year")
        return date(year, 1, 1)
