"""A stored file: its clean copy, never what was sent."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.workflow import TransitionLog, Workflow
from files.enums import FileKind, FileState

S = FileState

workflow = Workflow(
    ("pass_scan", [S.QUARANTINED], S.CLEAN),
    ("fail_scan", [S.QUARANTINED], S.REJECTED),
)


class StoredFile(models.Model):
    """A checked and re-encoded upload under a random name. Served only by a view that has checked who asks."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    purpose = models.CharField(_("untuk"), max_length=40)
    kind = models.CharField(_("jenis"), max_length=5, choices=FileKind.choices)
    original_name = models.CharField(_("nama berkas"), max_length=120)
    size = models.PositiveIntegerField(_("ukuran"))  # bytes of the clean copy
    pages = models.PositiveSmallIntegerField(_("halaman"), default=1)
    sha256 = models.CharField(max_length=64)  # of what was sent: the same photo again is the same file
    path = models.CharField(max_length=120)
    state = models.CharField(_("keadaan"), max_length=12, choices=FileState.choices, default=S.QUARANTINED)
    stored_at = models.DateTimeField(_("diterima"))

    workflow = workflow

    class Meta:
        verbose_name = _("berkas")
        verbose_name_plural = _("berkas")
        triggers = workflow.guards()
        constraints = [
            models.UniqueConstraint(fields=["owner", "purpose", "sha256"], name="one_file_an_owner_and_content")
        ]
        indexes = [models.Index(fields=["sha256"], name="file_by_content")]

    def __str__(self) -> str:
        return self.original_name


class StoredFileLog(TransitionLog):
    subject = models.ForeignKey(StoredFile, models.PROTECT, related_name="log")
