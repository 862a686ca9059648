"""What the law said about which facts, and what an officer decided. Written once, kept for ever."""

import uuid
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from claims.enums import DecisionKind
from claims.models.claims import Claim
from core.workflow import append_only

_NOT_ONES_OWN = """
    IF EXISTS (
        SELECT FROM claims_claim JOIN participants_person ON participants_person.id = claims_claim.person_id
        WHERE claims_claim.id = NEW.claim_id AND participants_person.user_id = NEW.officer_id
    ) THEN
        RAISE EXCEPTION 'nobody decides on their own claim';
    END IF;
    RETURN NEW;
"""


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def newest_first(self) -> "AssessmentQuerySet":
        return self.order_by("-assessed_at", "-pk")


class Assessment(models.Model):
    """One run of the rules. `facts` can be given to them again; `answer` is what they said, with every reason.

    `sources` names for each condition where its fact came from and when; `claim` is null before there is one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    phk = models.ForeignKey("participants.PhkEvent", models.PROTECT, related_name="assessments")
    claim = models.ForeignKey(Claim, models.PROTECT, null=True, related_name="assessments")
    facts = models.JSONField()
    sources = models.JSONField()
    answer = models.JSONField()
    parameters = models.JSONField()
    outcome = models.CharField(max_length=15)
    regime = models.CharField(max_length=3)
    rules_version = models.CharField(max_length=20)
    decided_on = models.DateField()
    data_as_of = models.DateTimeField()
    assessed_at = models.DateTimeField()

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("pemeriksaan syarat")
        verbose_name_plural = _("pemeriksaan syarat")
        ordering = ("-assessed_at",)
        triggers = append_only()
        indexes = [models.Index(fields=["phk", "-assessed_at"], name="assessment_latest")]

    @property
    def reasons(self) -> list[dict[str, Any]]:
        """Every condition, in the order of the law: code, met, law, facts."""
        return self.answer["reasons"]


class Decision(models.Model):
    """An officer's decision on a claim, with its reasons, articles and the last day to object."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=10, choices=DecisionKind.choices)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="+")
    reason_codes = models.JSONField(default=list)
    articles = models.JSONField(default=list)
    wage_base = models.PositiveBigIntegerField(null=True)
    note = models.TextField(blank=True)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    officer_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    objection_until = models.DateField()

    class Meta:
        verbose_name = _("keputusan")
        verbose_name_plural = _("keputusan")
        ordering = ("-at",)
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="nobody_decides_their_own_claim",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_NOT_ONES_OWN,
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="refusal_has_reason_and_article",
                condition=~Q(kind=DecisionKind.REFUSAL) | (~Q(reason_codes=[]) & ~Q(articles=[])),
                violation_error_message=_("Penolakan harus memuat alasan dan pasal."),
            ),
            models.CheckConstraint(
                name="approval_has_its_wage_base",
                condition=~Q(kind=DecisionKind.APPROVAL) | Q(wage_base__gt=0),
                violation_error_message=_("Persetujuan tanpa dasar upah."),
            ),
        ]

    def __str__(self) -> str:
        return self.number
