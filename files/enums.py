"""What a stored file is, and how far its check has come."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FileKind(models.TextChoices):
    """What is kept. Everything else that people send becomes one of these, or is refused."""

    PDF = "pdf", _("PDF")
    JPEG = "jpeg", _("JPG")
    PNG = "png", _("PNG")


class FileState(models.TextChoices):
    """A file is served only when it is clean."""

    QUARANTINED = "quarantined", _("Sedang diperiksa")
    CLEAN = "clean", _("Aman")
    REJECTED = "rejected", _("Ditolak")
