"""Choosing a file: the four of the seven messages that can be said before its content is judged (see `files`)."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from core.forms.widgets import UploadInput

EVIDENCE_EXTENSIONS = ("jpg", "jpeg", "png", "webp", "heic", "pdf")
MEGABYTE = 1024 * 1024


class UploadField(forms.FileField):
    """One file with an allowed extension and at most `largest` bytes. The content is judged by `files`, never here."""

    default_error_messages = {
        "required": _("Pilih berkasnya, lalu kirim lagi."),
        "missing": _("Pilih berkasnya, lalu kirim lagi."),
        "empty": _("Berkas ini kosong. Pilih berkas lain."),
        "extension": _("Berkas harus berupa %(kinds)s."),
        "too_large": _("Berkas lebih besar dari %(megabytes)s MB. Coba foto ulang dengan ukuran kecil."),
    }

    def __init__(
        self, *, extensions: tuple[str, ...] = EVIDENCE_EXTENSIONS, largest: int = 5 * MEGABYTE, **kwargs: Any
    ) -> None:
        kwargs.setdefault("widget", UploadInput(accept=",".join(f".{e}" for e in extensions)))
        super().__init__(**kwargs)
        self.extensions = extensions
        self.largest = largest

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile):
            self._refuse_extension(file)
            self._refuse_size(file)
        return file

    def _refuse_extension(self, file: UploadedFile) -> None:
        if PurePath(file.name or "").suffix.lower().lstrip(".") not in self.extensions:
            kinds = ", ".join(dict.fromkeys("JPG" if e == "jpeg" else e.upper() for e in self.extensions))
            raise ValidationError(self.error_messages["extension"], code="extension", params={"kinds": kinds})

    def _refuse_size(self, file: UploadedFile) -> None:
        if (file.size or 0) > self.largest:
            params = {"megabytes": self.largest // MEGABYTE}
            raise ValidationError(self.error_messages["too_large"], code="too_large", params=params)
