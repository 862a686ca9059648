"""Reports under way: a worker's draft, an employer's CSV file."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.crypto import Sealed
from core.workflow import TransitionLog, Workflow
from participants.enums import ImportState

S = ImportState

import_workflow = Workflow(
    ("checked", [S.CHECKING], S.CHECKED),
    ("unreadable", [S.CHECKING], S.UNREADABLE),
    ("save", [S.CHECKED], S.SAVING),
    ("saved", [S.SAVING], S.SAVED),
    ("stop", [S.SAVING], S.CHECKED),
    ("cancel", [S.CHECKING, S.CHECKED], S.CANCELLED),
)


class PhkDraft(models.Model):
    """A worker's report, kept for thirty days from the last change. One per user."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="phk_draft")
    answers = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    keep_until = models.DateField(db_index=True)

    def is_live(self, today: date) -> bool:
        return self.keep_until >= today


class CsvImport(models.Model):
    """A CSV of one employer. The content is sealed and wiped once saved or cancelled; the report stays."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    file_name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    content_sealed = models.BinaryField(blank=True, default=b"")
    state = models.CharField(max_length=10, choices=ImportState.choices, default=S.CHECKING)
    problem = models.CharField(max_length=40, blank=True)
    rows = models.PositiveIntegerField(default=0)
    good_rows = models.PositiveIntegerField(default=0)
    done_rows = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=list)
    only_good = models.BooleanField(default=False)
    finished_at = models.DateTimeField(null=True)

    content = Sealed("content_sealed", purpose="csv-import")

    workflow = import_workflow

    class Meta:
        abstract = True


def _once(name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=["employer", "sha256"],
        condition=~Q(state__in=(S.CANCELLED, S.UNREADABLE)),
        name=name,
        violation_error_message=_("Berkas ini sudah diunggah."),
    )


def _wiped(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(name=name, condition=~Q(state__in=(S.SAVED, S.CANCELLED)) | Q(content_sealed=b""))


class PhkImport(CsvImport):
    """Reports of terminations."""

    employer = models.ForeignKey("participants.Employer", models.PROTECT, related_name="phk_imports")

    class Meta:
        verbose_name = _("berkas laporan PHK")
        verbose_name_plural = _("berkas laporan PHK")
        triggers = import_workflow.guards()
        constraints = [_once("one_import_a_file"), _wiped("finished_import_is_wiped")]


class PhkImportLog(TransitionLog):
    subject = models.ForeignKey(PhkImport, models.PROTECT, related_name="log")


class WorkerImport(CsvImport):
    """Enrolments of workers."""

    employer = models.ForeignKey("participants.Employer", models.PROTECT, related_name="worker_imports")

    class Meta:
        verbose_name = _("berkas pendaftaran pekerja")
        verbose_name_plural = _("berkas pendaftaran pekerja")
        triggers = import_workflow.guards()
        constraints = [_once("one_worker_import_a_file"), _wiped("finished_worker_import_is_wiped")]


class WorkerImportLog(TransitionLog):
    subject = models.ForeignKey(WorkerImport, models.PROTECT, related_name="log")
