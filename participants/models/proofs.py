"""Proofs of a termination."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.workflow import append_only
from participants.enums import ProofKind, Side
from participants.models.phk import PhkEvent


class PhkProof(models.Model):
    """A document about a PHK, or the number of one (CSV). Written once; the file is private."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(PhkEvent, models.PROTECT, related_name="proofs")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(_("jenis bukti"), max_length=15, choices=ProofKind.choices)
    side = models.CharField(_("dari"), max_length=8, choices=Side.choices)
    number = models.CharField(_("nomor"), max_length=60, blank=True)
    dated_on = models.DateField(_("tanggal"), null=True, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("bukti PHK")
        verbose_name_plural = _("bukti PHK")
        ordering = ("added_at", "pk")
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                name="proof_is_of_a_kind",
                condition=~Q(kind=ProofKind.NONE),
                violation_error_message=_("Pilih jenis bukti."),
            ),
            models.CheckConstraint(
                name="proof_has_a_file_or_a_number",
                condition=Q(file__isnull=False) | ~Q(number=""),
                violation_error_message=_("Unggah bukti atau tulis nomornya."),
            ),
            models.UniqueConstraint(
                fields=["event", "file", "kind"],
                name="one_proof_a_file_and_kind",
                violation_error_message=_("Berkas ini sudah ditambahkan."),
            ),
        ]
