"""What a stored file is, and how far its check has come."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FileKind(models.TextChoices):
    """What is kept. Everything else that people send becomes one of these, or is refused."""

    PDF = "pdf", _("PDF")
    JPEG = "jpeg", _("JPG")
    PNG = "png", _("PNG")


class FileState(models.TextChoices):
    """A file is served only when it is clean. Of an erased one the row stays, its bytes and its name go."""

    QUARANTINED = "quarantined", _("Sedang diperiksa")
    CLEAN = "clean", _("Aman")
    REJECTED = "rejected", _("Ditolak")
    ERASED = "erased", _("Dihapus")


GONE = (FileState.REJECTED, FileState.ERASED)


class UploadState(models.TextChoices):
    """A file that comes in pieces, until a form takes it."""

    RECEIVING = "receiving", _("Sedang dikirim")
    COMPLETE = "complete", _("Lengkap")
    USED = "used", _("Dipakai")
    DISCARDED = "discarded", _("Dibuang")
    EXPIRED = "expired", _("Kedaluwarsa")


LIVE_UPLOADS = (UploadState.RECEIVING, UploadState.COMPLETE)


class SentKind(models.TextChoices):
    """What is taken from people. What it really is, its content says (files.rewriting)."""

    PDF = "pdf", _("PDF")
    JPEG = "jpeg", _("JPG")
    PNG = "png", _("PNG")
    WEBP = "webp", _("WebP")
    HEIC = "heic", _("HEIC")
