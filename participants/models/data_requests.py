"""Wishes about one's own data: put it right, delete it, stop using it (UU 27/2022)."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role
from core.workflow import TransitionLog, Workflow
from participants.enums import DataRequestState, DataWish

S = DataRequestState
READERS = (Role.DATA_PROTECTION, Role.AUDITOR)

workflow = Workflow(("grant", [S.ASKED], S.GRANTED), ("refuse", [S.ASKED], S.REFUSED))


class DataRequestQuerySet(models.QuerySet["DataRequest"]):
    def visible_to(self, user: User, on: date) -> "DataRequestQuerySet":
        """One's own; all for who protects data and who audits."""
        return self if has_role(user, *READERS, on=on) else self.filter(user=user)

    def waiting(self) -> "DataRequestQuerySet":
        return self.filter(state=S.ASKED)


class DataRequest(models.Model):
    """One wish. `due_at` is the last moment of the answer, 3 × 24 hours after it was sent, and never moves."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("nomor"), max_length=20, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="data_requests")
    wish = models.CharField(_("permintaan"), max_length=8, choices=DataWish.choices)
    text = models.TextField(_("penjelasan"))
    state = models.CharField(_("keadaan"), max_length=8, choices=DataRequestState.choices, default=S.ASKED)
    asked_at = models.DateTimeField(_("diminta"))
    due_at = models.DateTimeField(_("batas jawaban"))
    answered_at = models.DateTimeField(null=True)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reply = models.TextField(_("jawaban"), blank=True)
    article = models.CharField(_("dasar aturan"), max_length=120, blank=True)

    workflow = workflow
    objects = DataRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("permintaan tentang data pribadi")
        verbose_name_plural = _("permintaan tentang data pribadi")
        ordering = ("-asked_at",)
        triggers = workflow.guards()
        constraints = [
            models.UniqueConstraint(
                fields=["user", "wish"],
                condition=Q(state=S.ASKED),
                name="one_open_wish_of_a_kind",
                violation_error_message=_("Permintaan seperti ini sedang kami periksa."),
            ),
            models.CheckConstraint(name="wish_has_time_to_be_answered", condition=Q(due_at__gt=F("asked_at"))),
            models.CheckConstraint(
                name="answered_wish_has_its_officer",
                condition=Q(state=S.ASKED, answered_at=None)
                | (Q(answered_at__isnull=False, officer__isnull=False) & ~Q(reply="")),
            ),
            models.CheckConstraint(
                name="refused_wish_cites_its_article", condition=~Q(state=S.REFUSED) | ~Q(article="")
            ),
            models.CheckConstraint(
                name="nobody_answers_their_own_wish", condition=Q(officer=None) | ~Q(officer=F("user"))
            ),
        ]
        indexes = [models.Index(fields=["due_at"], name="data_request_waiting", condition=Q(state=S.ASKED))]

    def __str__(self) -> str:
        return self.number


class DataRequestLog(TransitionLog):
    subject = models.ForeignKey(DataRequest, models.PROTECT, related_name="log")
