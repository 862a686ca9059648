"""An institute asks for a locked roster to be opened once more; an officer grants it or says why not."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.workflow import TransitionLog, Workflow
from training.enums import UnlockRequestState
from training.models.attendance import LONGEST_REASON, Meeting

U = UnlockRequestState

unlock_request_workflow = Workflow(
    ("grant", [U.ASKED], U.GRANTED),
    ("refuse", [U.ASKED], U.REFUSED),
)


class UnlockRequestQuerySet(models.QuerySet["UnlockRequest"]):
    def waiting(self) -> "UnlockRequestQuerySet":
        """Nobody has answered; the oldest first."""
        return self.filter(state=U.ASKED).order_by("asked_at", "pk")


class UnlockRequest(models.Model):
    """At most one waits a meeting. `answer` is the officer's reason, read by the institute."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="unlock_requests")
    state = models.CharField(_("keadaan"), max_length=8, choices=U.choices, default=U.ASKED)
    reason = models.CharField(_("alasan"), max_length=LONGEST_REASON)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("diminta"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(_("jawaban"), max_length=LONGEST_REASON, blank=True)

    workflow = unlock_request_workflow
    objects = UnlockRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("permintaan membuka presensi")
        verbose_name_plural = _("permintaan membuka presensi")
        ordering = ("-asked_at", "pk")
        triggers = [
            *unlock_request_workflow.guards(),
            pgtrigger.Protect(name="unlock_requests_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="unlock_request_stays", fields=["meeting", "reason", "asked_by", "asked_at"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(state=U.ASKED),
                name="one_open_unlock_request_a_meeting",
                violation_error_message=_("Pertemuan ini sudah diminta dibuka."),
            ),
            models.CheckConstraint(name="unlock_request_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="unlock_request_is_answered_by_another",
                condition=Q(state=U.ASKED, decided_by=None)
                | (
                    Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(answer="") & ~Q(decided_by=F("asked_by"))
                ),
            ),
        ]
        indexes = [models.Index(fields=["asked_at"], name="unlock_request_waiting", condition=Q(state=U.ASKED))]

    def __str__(self) -> str:
        return f"{self.meeting}"


class UnlockRequestLog(TransitionLog):
    subject = models.ForeignKey(UnlockRequest, models.PROTECT, related_name="log")
