"""Files that people sent, rewritten and checked. Who may open one is decided by whoever refers to it."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.workflow import TransitionLog, Workflow
from files.enums import GONE, LIVE_UPLOADS, FileKind, FileState, SentKind, UploadState
from files.limits import LARGEST

workflow = Workflow(
    ("pass", [FileState.QUARANTINED], FileState.CLEAN),
    ("reject", [FileState.QUARANTINED], FileState.REJECTED),
    ("erase", [FileState.QUARANTINED, FileState.CLEAN], FileState.ERASED),
)
upload_workflow = Workflow(
    ("finish", [UploadState.RECEIVING], UploadState.COMPLETE),
    ("use", [UploadState.COMPLETE], UploadState.USED),
    ("discard", LIVE_UPLOADS, UploadState.DISCARDED),
    ("expire", LIVE_UPLOADS, UploadState.EXPIRED),
)


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def kept(self) -> "StoredFileQuerySet":
        return self.exclude(state__in=GONE)

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
                condition=~Q(state__in=GONE) & Q(owner__isnull=False),
                name="same_file_once_an_owner_and_purpose",
            ),
        ]
        indexes = [models.Index(fields=["sha256"], name="file_by_content")]
        triggers = workflow.guards()

    def __str__(self) -> str:
        return self.name or str(self.pk)

    @property
    def content_type(self) -> str:
        return {FileKind.PDF: "application/pdf", FileKind.JPEG: "image/jpeg", FileKind.PNG: "image/png"}[
            FileKind(self.kind)
        ]


class StoredFileLog(TransitionLog):
    """Each move of a file's state."""

    subject = models.ForeignKey(StoredFile, models.PROTECT, related_name="log")


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, user: models.Model) -> "UploadQuerySet":
        """One's own: nobody else needs to know of a file that no form has taken."""
        return self.filter(owner_id=user.pk)

    def live(self, at: datetime) -> "UploadQuerySet":
        """Can go on, or waits for its form."""
        return self.filter(state__in=LIVE_UPLOADS, expires_at__gt=at)

    def takeable(self, at: datetime) -> "UploadQuerySet":
        """A form may name it. One that was used may be named again: the form is sent twice, the file is kept once."""
        return self.filter(state__in=(UploadState.COMPLETE, UploadState.USED), expires_at__gt=at)

    def stale(self, at: datetime) -> "UploadQuerySet":
        """Its bytes are of no use any more."""
        return self.exclude(location="").filter(Q(expires_at__lte=at) | ~Q(state__in=LIVE_UPLOADS))


class Upload(models.Model):
    """A file on its way, in pieces below `location`. Its row stays, its bytes and its name go.

    `received` counts bytes and is where the next piece begins. `sha256` is what the sender promised for the whole.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(_("nama berkas"), max_length=120, blank=True)
    kind = models.CharField(max_length=4, choices=SentKind.choices)
    size = models.PositiveIntegerField()
    received = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    location = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=UploadState.choices, default=UploadState.RECEIVING)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    workflow = upload_workflow
    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("unggahan")
        verbose_name_plural = _("unggahan")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "sha256", "size"],
                condition=Q(state__in=LIVE_UPLOADS),
                name="one_live_upload_an_owner_and_content",
            ),
            models.CheckConstraint(
                name="upload_within_its_size", condition=Q(size__gte=1, size__lte=LARGEST, received__lte=F("size"))
            ),
            models.CheckConstraint(
                name="complete_upload_is_whole",
                condition=~Q(state__in=(UploadState.COMPLETE, UploadState.USED)) | Q(received=F("size")),
            ),
        ]
        indexes = [models.Index(fields=["expires_at"], condition=~Q(location=""), name="upload_with_bytes")]
        triggers = upload_workflow.guards()

    def __str__(self) -> str:
        return self.name or str(self.pk)


class UploadLog(TransitionLog):
    """Each move of an upload's state."""

    subject = models.ForeignKey(Upload, models.PROTECT, related_name="log")
