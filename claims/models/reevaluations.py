"""A higher wage that BPJS reports after an approval: the person asked to have it counted (POL-24)."""

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from claims.models.assessments import Assessment, Decision
from claims.models.claims import Claim


class WageReviewQuerySet(models.QuerySet["WageReview"]):
    def visible_to(self, user: User, today: date) -> "WageReviewQuerySet":
        return self.filter(claim__in=Claim.objects.visible_to(user, today))

    def waiting(self) -> "WageReviewQuerySet":
        return self.filter(settled_at=None)


class WageReview(models.Model):
    """Asked for by the person, answered by a new approval with the higher wage base or with the old one.

    Wages in whole rupiah a month. Months that were granted before stay as they are.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="wage_reviews")
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="+")
    wage_before = models.PositiveBigIntegerField()
    wage_found = models.PositiveBigIntegerField()
    asked_at = models.DateTimeField()
    answer_due_on = models.DateField()
    settled_at = models.DateTimeField(null=True)
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="+")

    objects = WageReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluasi ulang upah")
        verbose_name_plural = _("evaluasi ulang upah")
        ordering = ("-asked_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["claim"], condition=Q(settled_at=None), name="one_open_wage_review_a_claim"
            ),
            models.CheckConstraint(name="wage_review_is_upwards", condition=Q(wage_found__gt=F("wage_before"))),
            models.CheckConstraint(
                name="settled_wage_review_has_its_decision",
                condition=Q(settled_at=None, decision=None) | Q(settled_at__isnull=False, decision__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim} {self.wage_found}"

    @property
    def is_raised(self) -> bool:
        """Settled with the higher wage; months that are not granted yet are paid by it."""
        return self.decision is not None and self.decision.wage_base == self.wage_found
