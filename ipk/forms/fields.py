"""A field that several forms have."""

from typing import Any

from django import forms

from core.text import one_line


class LineField(forms.CharField):
    """One line of text, cleaned of what cannot be seen."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value))
