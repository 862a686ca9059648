"""What an officer asks to be put right, and what the person sends."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from claims.enums import CorrectionDocument, CorrectionReason
from claims.models.claims import Claim
from core.workflow import append_only


class CorrectionRequestQuerySet(models.QuerySet["CorrectionRequest"]):
    def open(self) -> "CorrectionRequestQuerySet":
        return self.filter(answered_at=None)


class CorrectionRequest(models.Model):
    """One document, one reason. The filing date of the claim stays."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="corrections")
    document = models.CharField(max_length=12, choices=CorrectionDocument.choices)
    reason = models.CharField(max_length=20, choices=CorrectionReason.choices)
    note = models.TextField(blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    answer_by = models.DateField()
    answered_at = models.DateTimeField(null=True)

    objects = CorrectionRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claim"],
                condition=Q(answered_at=None),
                name="one_open_correction_a_claim",
                violation_error_message=_("Klaim ini sudah punya permintaan perbaikan."),
            )
        ]

    @property
    def what(self) -> str:
        """The document inside a sentence: "bukti PHK"."""
        label = self.get_document_display()
        return label[:1].lower() + label[1:] if label[1:2].islower() else label

    @property
    def wants_file(self) -> bool:
        """A document is to be sent again; an account is typed again."""
        return self.document != CorrectionDocument.ACCOUNT


class CorrectionFileQuerySet(models.QuerySet["CorrectionFile"]):
    def visible_to(self, user: User, today: date) -> "CorrectionFileQuerySet":
        return self.filter(request__claim__in=Claim.objects.visible_to(user, today))


class CorrectionFile(models.Model):
    """A document sent in answer. The file is private."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(CorrectionRequest, models.PROTECT, related_name="files")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = CorrectionFileQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        constraints = [models.UniqueConstraint(fields=["request", "file"], name="one_row_a_correction_file")]
