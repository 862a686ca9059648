"""Fields for what Indonesians write down: dates, rupiah, NIK, names, phones, bank accounts.

They forgive how a thing is written and refuse what it cannot mean, with a sentence that says what to do.
"""

import re
import unicodedata
from datetime import date
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import formatting
from core.forms.widgets import DateTripleWidget, RupiahInput
from core.nik import compact_nik, is_nik
from core.text import ascii_digits, one_line, without_invisible

_MONTH_NAMES = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari february pebruari feb peb",
            "maret march mar mrt",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agu ags agt aug",
            "september sept sep",
            "oktober october okt oct",
            "november nopember nov nop",
            "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}
_OLDEST_YEAR, _LAST_YEAR = 1900, 2100


class DateTripleField(forms.Field):
    """A date in three boxes, returned as `date`.

    A form that was given today's date may set `earliest` and `latest` (inclusive) on the instance; their sentences are
    the error messages `too_early` and `too_late`. A year of two digits is completed and shown for confirmation.
    """

    widget = DateTripleWidget
    default_error_messages = {
        "required": _("Isi tanggalnya: hari, bulan, dan tahun."),
        "incomplete": _("Tanggal belum lengkap. Isi %(missing)s juga."),
        "month": _("Bulan tidak dikenal. Tulis angka 1 sampai 12 atau nama bulannya."),
        "invalid": _("Tulis hari dan tahun dengan angka. Contoh: 30 9 2026."),
        "no_such_day": _("Tanggal %(day)s %(month)s %(year)s tidak ada. Periksa lagi."),
        "two_digits": _("Maksud Anda tahun %(year)s? Kami sudah mengisinya. Periksa, lalu kirim lagi."),
        "year": _("Periksa tahunnya. Tulis 4 angka, misalnya 2026."),
        "too_early": _("Tanggal tidak boleh sebelum %(day)s."),
        "too_late": _("Tanggal tidak boleh setelah %(day)s."),
    }

    def __init__(self, *, earliest: date | None = None, latest: date | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.earliest = earliest
        self.latest = latest

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What the boxes show after an error: as typed, except that a two-digit year is completed."""
        if not isinstance(data, list):
            return super().bound_data(data, initial)
        day, month, year = (part or "" for part in data)
        return [day, month, str(_full_year(ascii_digits(year))) if _is_two_digits(year) else year]

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date) or not value:
            return value or None
        day, month, year = (ascii_digits(one_line(part or "")) for part in value)
        if not (day or month or year):
            return None
        self._refuse_missing(day, month, year)
        return self._build(day, month_number(month), year)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is None:
            return
        if self.earliest and value < self.earliest:
            raise self._error("too_early", day=formatting.plain_date(self.earliest))
        if self.latest and value > self.latest:
            raise self._error("too_late", day=formatting.plain_date(self.latest))

    def _refuse_missing(self, day: str, month: str, year: str) -> None:
        names = ((day, _("hari")), (month, _("bulan")), (year, _("tahun")))
        missing = [str(name) for part, name in names if not part]
        if missing:
            raise self._error("incomplete", missing=", ".join(missing))

    def _build(self, day: str, month: int | None, year: str) -> date:
        if month is None:
            raise self._error("month")
        if not (day.isdigit() and year.isdigit()):
            raise self._error("invalid")
        if _is_two_digits(year):
            raise self._error("two_digits", year=_full_year(year))
        if len(year) != 4 or not _OLDEST_YEAR <= int(year) <= _LAST_YEAR:
            raise self._error("year")
        try:
            return date(int(year), month, int(day))
        except ValueError:
            name = formatting.month_year(date(int(year), month, 1)).split()[0]
            raise self._error("no_such_day", day=day, month=name, year=year) from None

    def _error(self, code: str, **params: Any) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params)


def _is_two_digits(year: str) -> bool:
    return bool(re.fullmatch(r"\d{2}", year))


def _full_year(year: str) -> int:
    """The likelier century: 26 -> 2026, 85 -> 1985. Only ever a proposal."""
    return int(year) + (2000 if int(year) < 50 else 1900)


def month_number(month: str) -> int | None:
    """1 to 12 out of "9", "September" or "sept."; None if it is no month."""
    if month.isdigit():
        return int(month) if 1 <= int(month) <= 12 else None
    return _MONTH_NAMES.get(month.casefold().strip(". "))


_PLAIN = re.compile(r"\d+")
_GROUPED = re.compile(r"\d{1,3}(?P<sep>[.,' ])\d{3}(?:(?P=sep)\d{3})*")
_WORDED = re.compile(r"(?P<whole>\d+)(?:[.,](?P<part>\d{1,6}))?\s*(?P<word>juta|jt|ribu|rb)")
_ZERO_SEN = re.compile(r"[.,](?:0{1,2}|-{1,2})$")
_WORDS = {"juta": 6, "jt": 6, "ribu": 3, "rb": 3}


def parse_rupiah(text: str) -> int | None:
    """Whole rupiah out of "5.000.000", "5,000,000", "Rp 5.000.000,00", "5.000.000,-" or "5 juta"; None if unclear."""
    text = ascii_digits(one_line(text)).casefold().replace("rupiah", "")
    text = re.sub(r"^(rp|idr)\.?\s*", "", text).strip()
    if match := _WORDED.fullmatch(text):
        zeros, part = _WORDS[match["word"]], match["part"] or ""
        return int(match["whole"] + part.ljust(zeros, "0")) if len(part) <= zeros else None
    for candidate in (text, _ZERO_SEN.sub("", text)):
        if _PLAIN.fullmatch(candidate) or _GROUPED.fullmatch(candidate):
            return int(re.sub(r"\D", "", candidate))
    return None


class RupiahField(forms.Field):
    """A positive amount in whole rupiah, returned as int. Over `largest` (default Rp1.000.000.000) it asks to check."""

    widget = RupiahInput
    default_error_messages = {
        "required": _("Isi jumlahnya dalam rupiah."),
        "invalid": _("Tulis jumlah dengan angka, misalnya 4.200.000."),
        "not_positive": _("Jumlah harus lebih dari nol."),
        "too_large": _("Jumlah ini besar sekali: %(amount)s. Periksa angka nolnya."),
    }

    def __init__(self, *, largest: int = 1_000_000_000, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.largest = largest

    def prepare_value(self, value: Any) -> Any:
        return formatting.number(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values or isinstance(value, int):
            return value if isinstance(value, int) else None
        if ascii_digits(str(value)).strip().startswith(("-", "−")):
            raise ValidationError(self.error_messages["not_positive"], code="not_positive")
        amount = parse_rupiah(str(value))
        if amount is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return amount

    def validate(self, value: int | None) -> None:
        super().validate(value)
        if value is None:
            return
        if value <= 0:
            raise ValidationError(self.error_messages["not_positive"], code="not_positive")
        if value > self.largest:
            params = {"amount": formatting.rupiah(value)}
            raise ValidationError(self.error_messages["too_large"], code="too_large", params=params)


class NikField(forms.CharField):
    """A NIK, returned as 16 ASCII digits. One sentence for everything that is wrong with it."""

    default_error_messages = {"invalid": _("NIK harus 16 angka. Periksa KTP Anda.")}

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "class": "w12", "spellcheck": "false"}
        kwargs.setdefault("widget", forms.TextInput(attrs))
        super().__init__(max_length=60, **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        if not text:
            return ""
        nik = compact_nik(text)
        if not is_nik(nik):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return nik


_NAME_SIGNS = frozenset("'’ʼ`.-,/ ")


class NameField(forms.CharField):
    """A person's full name as on the KTP: one word is a name. Letters of any script and ' . - , / are kept."""

    default_error_messages = {
        "invalid": _("Nama hanya boleh berisi huruf, spasi, dan tanda ' . - , /"),
        "no_letter": _("Tulis nama seperti di KTP."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 150)
        kwargs.setdefault("widget", forms.TextInput({"autocomplete": "name", "spellcheck": "false"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        text = one_line(super().to_python(value) or "")
        if not text:
            return ""
        if not any(c.isalpha() for c in text):
            raise ValidationError(self.error_messages["no_letter"], code="no_letter")
        if not all(unicodedata.category(c)[0] in "LM" or c in _NAME_SIGNS for c in text):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return text


class PhoneField(forms.CharField):
    """An Indonesian phone number, returned as E.164 ("+6281234567890"). Mobile only, unless `landline=True`."""

    default_error_messages = {
        "invalid": _("Nomor HP tidak dikenal. Contoh: 0812 3456 7890."),
        "landline": _("Isi nomor HP yang dapat menerima SMS, bukan telepon rumah."),
    }

    def __init__(self, *, landline: bool = False, **kwargs: Any) -> None:
        attrs = {"type": "tel", "inputmode": "tel", "autocomplete": "tel", "class": "w12"}
        kwargs.setdefault("widget", forms.TextInput(attrs))
        super().__init__(max_length=40, **kwargs)
        self.landline = landline

    def to_python(self, value: Any) -> str:
        text = ascii_digits(without_invisible(super().to_python(value) or ""))
        if not text:
            return ""
        try:
            parsed = phonenumbers.parse(text, "ID")
        except phonenumbers.NumberParseException:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if not phonenumbers.is_valid_number_for_region(parsed, "ID"):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        kinds = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
        if not self.landline and phonenumbers.number_type(parsed) not in kinds:
            raise ValidationError(self.error_messages["landline"], code="landline")
        return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


class BankAccountField(forms.CharField):
    """A bank account number, returned as digits with its leading zeros.

    `refuse_length(number, lengths)` lets a form that knows the bank check the number of digits too.
    """

    shortest, longest = 6, 18
    default_error_messages = {
        "invalid": _("Nomor rekening hanya berisi angka. Boleh memakai spasi atau tanda hubung."),
        "length": _("Periksa nomor rekening: jumlah angkanya tidak cocok."),
        "wallet": _("Ini tampak seperti nomor HP atau dompet digital. Isi nomor rekening bank."),
    }

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "class": "w12", "spellcheck": "false"}
        kwargs.setdefault("widget", forms.TextInput(attrs))
        super().__init__(max_length=40, **kwargs)

    def to_python(self, value: Any) -> str:
        text = ascii_digits(one_line(super().to_python(value) or ""))
        if not text:
            return ""
        digits = re.sub(r"[\s.\-–]", "", text)
        if not digits.isdigit():
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if not self.shortest <= len(digits) <= self.longest:
            raise ValidationError(self.error_messages["length"], code="length")
        if re.fullmatch(r"(08|628)\d{9,11}", digits):
            raise ValidationError(self.error_messages["wallet"], code="wallet")
        return digits

    def refuse_length(self, number: str, lengths: frozenset[int]) -> None:
        """Raise ValidationError unless the number has one of the bank's lengths."""
        if len(number) not in lengths:
            raise ValidationError(self.error_messages["length"], code="length")
