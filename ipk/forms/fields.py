"""Fields that several forms have, and what an employer must not read in somebody's own words."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.nik import names_nik
from core.text import one_line


class LineField(forms.CharField):
    """One line of text, cleaned of what cannot be seen."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value))


def refuse_nik(value: str) -> None:
    """Employers read these words; a NIK is for the portal and the offices only (UU 27/2022)."""
    if names_nik(value):
        raise ValidationError(_("Jangan tulis NIK di sini: perusahaan tidak perlu mengetahuinya. Hapus nomornya."))
