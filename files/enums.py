"""Kinds and states of uploaded files."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FileKind(models.TextChoices):
    PDF = "pdf", "PDF"
    JPEG = "jpeg", "JPG"
    PNG = "png", "PNG"


class FileState(models.TextChoices):
    QUARANTINED = "quarantined", _("Sedang diperiksa")
    CLEAN = "clean", _("Bersih")
    REJECTED = "rejected", _("Ditolak")


MIME = {FileKind.PDF: "application/pdf", FileKind.JPEG: "image/jpeg", FileKind.PNG: "image/png"}
