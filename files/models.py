"""Files that people sent, rewritten and checked. Who may open one is decided by whoever refers to it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.workflow import TransitionLog, Workflow
from files.enums import FileKind, FileState

workflow = Workflow(
    ("pass", [FileState.QUARANTINED], FileState.CLEAN),
    ("reject", [FileState.QUARANTINED], FileState.REJECTED),
)


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def kept(self) -> "StoredFileQuerySet":
        return self.exclude(state=FileState.REJECTED)

    def waiting(self) -> "StoredFileQuerySet":
        return self.filter(state=FileState.QUARANTINED)


class StoredFile(models.Model):
    """One file. `sha256` is of what was sent, so that it is recognised again; `clean_sha256` of what is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    purpose = models.CharField(max_length=40)
    kind = models.CharField(max_length=4, choices=FileKind.choices)
    name = models.CharField(_("nama berkas"), max_length=120)
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField(default=1)
    sha256 = models.CharField(max_length=64)
    clean_sha256 = models.CharField(max_length=64)
    location = models.CharField(max_length=80)
    quarantine = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=12, choices=FileState.choices, default=FileState.QUARANTINED)
    found = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()

    workflow = workflow
    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("berkas")
        verbose_name_plural = _("berkas")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "purpose", "sha256"],
                condition=~Q(state="rejected") & Q(owner__isnull=False),
                name="same_file_once_an_owner_and_purpose",
            ),
        ]
        indexes = [models.Index(fields=["sha256"], name="file_by_content")]
        triggers = workflow.guards()

    def __str__(self) -> str:
        return self.name

    @property
    def content_type(self) -> str:
        return {FileKind.PDF: "application/pdf", FileKind.JPEG: "image/jpeg", FileKind.PNG: "image/png"}[
            FileKind(self.kind)
        ]


class StoredFileLog(TransitionLog):
    """Each move of a file's state."""

    subject = models.ForeignKey(StoredFile, models.PROTECT, related_name="log")
