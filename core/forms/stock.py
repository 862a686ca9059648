"""What Django's own sentences about a field say here: what to write, in people's words.

A sentence that a form wrote itself stays.
"""

from collections.abc import Callable
from copy import copy
from typing import Any

from django import forms
from django.core import validators
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.formatting import number
from core.language import language

_NOW = "%(show_value)s"  # how long it is, which only the validator knows
_ONE_OF = gettext_lazy("Pilih satu dari daftar.")
_A_NUMBER = gettext_lazy("Tulis dengan angka saja.")
_A_PAGE = gettext_lazy("Tulis alamat lengkap, misalnya https://contoh.id/lowongan.")

_ERRORS: tuple[tuple[type[forms.Field], str, Promise], ...] = (
    (forms.IntegerField, "invalid", _A_NUMBER),
    (forms.DecimalField, "invalid", _A_NUMBER),
    (forms.ChoiceField, "invalid_choice", _ONE_OF),
    (forms.MultipleChoiceField, "invalid_choice", _ONE_OF),
    (forms.ModelChoiceField, "invalid_choice", _ONE_OF),
    (forms.URLField, "invalid", _A_PAGE),
    (forms.FileField, "empty", gettext_lazy("Berkas ini kosong. Pilih berkas lain.")),
    (forms.FileField, "invalid", gettext_lazy("Berkas tidak sampai. Pilih sekali lagi.")),
)
_SENTENCES = {(code, id(field.default_error_messages[code])): said for field, code, said in _ERRORS}


def _most(validator: Any) -> str:
    return _("Tulis paling banyak %(most)s.") % {"most": number(validator.limit_value, language())}


def _least(validator: Any) -> str:
    return _("Tulis paling sedikit %(least)s.") % {"least": number(validator.limit_value, language())}


def _longest(validator: Any) -> str:
    facts = {"most": number(validator.limit_value, language()), "now": _NOW}
    return _("Terlalu panjang: paling banyak %(most)s huruf, sekarang %(now)s.") % facts


def _shortest(validator: Any) -> str:
    facts = {"least": number(validator.limit_value, language()), "now": _NOW}
    return _("Terlalu pendek: paling sedikit %(least)s huruf, sekarang %(now)s.") % facts


_SAYS: dict[type, Callable[[Any], str]] = {
    validators.MaxValueValidator: _most,
    validators.MinValueValidator: _least,
    validators.MaxLengthValidator: _longest,
    validators.MinLengthValidator: _shortest,
    validators.EmailValidator: lambda _v: _("Tulis alamat email lengkap, misalnya nama@contoh.id."),
    validators.URLValidator: lambda _v: str(_A_PAGE),
    validators.ProhibitNullCharactersValidator: lambda _v: _("Hapus tanda yang tidak terlihat dari tulisan ini."),
}


def speak(field: forms.Field) -> None:
    """Replace Django's sentences of one field of a form, in the language of the reader."""
    for code, said in field.error_messages.items():
        field.error_messages[code] = _SENTENCES.get((code, id(said)), said)  # type: ignore[assignment]
    field.validators = [_spoken(validator) for validator in field.validators]


def _spoken(validator: Any) -> Any:
    says = _SAYS.get(type(validator))
    if says is None or "message" in vars(validator):
        return validator
    spoken = copy(validator)
    spoken.message = says(validator)
    return spoken
