"""What a counsellor ticks and writes when recommending."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from counseling.operations.advice import LONGEST_WHY

VACANCY, TRAINING = "lowongan", "pelatihan"


class AdviceForm(Form):
    """Why something is recommended; what is recommended is ticked in the rows of the list (`ticked`)."""

    why = forms.CharField(
        label=_("Mengapa ini sesuai"),
        help_text=_("Peserta membacanya. Paling panjang 300 huruf."),
        max_length=LONGEST_WHY,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, part: str = VACANCY, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].required = part == TRAINING


def ticked(values: Iterable[str]) -> list[UUID]:
    """Identities that were ticked; what is none is left out."""
    found = []
    for value in values:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found
