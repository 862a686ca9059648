"""The portal's forms: what to import to build one. See docs/how-to/build-a-screen.md."""

from core.forms.base import Form, ModelForm
from core.forms.fields import (
    BankAccountField,
    DateTripleField,
    NameField,
    NikField,
    PhoneField,
    RupiahField,
    parse_rupiah,
)
from core.forms.months import MonthField, YearField
from core.forms.renderer import JkpRenderer
from core.forms.uploads import UploadField
from core.forms.widgets import DateTripleWidget, Pick, PickMany, RupiahInput, UploadInput

__all__ = [
    "BankAccountField",
    "DateTripleField",
    "DateTripleWidget",
    "Form",
    "JkpRenderer",
    "ModelForm",
    "MonthField",
    "NameField",
    "NikField",
    "PhoneField",
    "Pick",
    "PickMany",
    "RupiahField",
    "RupiahInput",
    "UploadField",
    "UploadInput",
    "YearField",
    "parse_rupiah",
]
