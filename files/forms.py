"""The form field for evidence: size, name and hint. Its content is judged by files.operations.store_upload."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.forms import UploadField


class EvidenceField(UploadField):
    """One photo or PDF. The view gives its value to store_upload and puts an Invalid back on the field."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("JPG, PNG, atau PDF, paling besar 5 MB. Foto dari HP boleh."))
        super().__init__(**kwargs)
