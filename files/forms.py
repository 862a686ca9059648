"""The form field for evidence, and what is said about a file before it is sent ahead in pieces.

What a file holds is judged by files.operations.store_upload.
"""

import re
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import Form, UploadField, UploadInput
from core.forms.uploads import EVIDENCE_EXTENSIONS
from core.text import one_line
from files.enums import SentKind
from files.limits import LARGEST
from files.operations import UploadReference
from files.wording import MESSAGES

SENT = "_sent"  # behind the name of the file input: the input that names what was sent ahead
_SHA256 = re.compile(r"[0-9a-f]{64}")


class EvidenceInput(UploadInput):
    """One file, which a script may send ahead in pieces; the form then carries its id. A chosen file goes first."""

    template_name = "forms/widgets/evidence.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        file = super().value_from_datadict(data, files, name)
        return file if file is not None else _reference(data.get(name + SENT, ""))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return super().value_omitted_from_data(data, files, name) and not data.get(name + SENT)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["sent_name"] = name + SENT
        context["widget"]["sent"] = str(value.id) if isinstance(value, UploadReference) else ""
        return context


class EvidenceField(UploadField):
    """One photo or PDF. The view gives its value to store_upload and puts an Invalid back on the field.

    The value is the file, or an UploadReference to what the person sent ahead (static/js/unggah.js).
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("JPG, PNG, atau PDF, paling besar 5 MB. Foto dari HP boleh."))
        kwargs.setdefault("widget", EvidenceInput(accept=",".join(f".{e}" for e in EVIDENCE_EXTENSIONS)))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        return data if isinstance(data, UploadReference) else super().clean(data, initial)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Unlike a file, what was sent ahead survives a form that comes back with another mistake."""
        return data if isinstance(data, UploadReference) else super().bound_data(data, initial)


class BeginUploadForm(Form):
    """What a script says of a file before its first piece. The messages are those of the file field."""

    name = forms.CharField(max_length=255, strip=False)
    kind = forms.ChoiceField(choices=SentKind.choices, error_messages={"invalid_choice": MESSAGES["wrong_type"]})
    size = forms.IntegerField(
        min_value=1,
        max_value=LARGEST,
        error_messages={"min_value": MESSAGES["empty"], "max_value": MESSAGES["too_big"]},
    )
    sha256 = forms.CharField(max_length=64)

    def clean_name(self) -> str:
        name = one_line(self.cleaned_data["name"])
        if PurePath(name).suffix.lower().lstrip(".") not in EVIDENCE_EXTENSIONS:
            raise ValidationError(MESSAGES["wrong_type"], code="wrong_type")
        return name[-120:]

    def clean_sha256(self) -> str:
        digest: str = self.cleaned_data["sha256"].lower()
        if not _SHA256.fullmatch(digest):
            raise ValidationError(MESSAGES["try_again"], code="try_again")
        return digest


def _reference(text: str) -> UploadReference | None:
    try:
        return UploadReference(UUID(text))
    except ValueError:
        return None
