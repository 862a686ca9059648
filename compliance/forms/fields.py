"""What several forms of compliance ask."""

from typing import Any

from django import forms

from core.text import composed_text

LONGEST = 4000


class WordsField(forms.CharField):
    """Several lines as somebody says them; what cannot be seen is dropped."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST)
        kwargs.setdefault("widget", forms.Textarea({"rows": rows}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return composed_text(super().to_python(value) or "")
