"""One month of benefit."""

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from claims.enums import MonthState
from claims.models.claims import Claim
from core.workflow import TransitionLog, Workflow

S = MonthState

month_workflow = Workflow(
    ("grant", [S.SCHEDULED], S.APPROVED),
    ("pay", [S.APPROVED], S.PAID),
    ("bounce", [S.APPROVED, S.PAID], S.BANK_PROBLEM),
    ("order_again", [S.BANK_PROBLEM], S.APPROVED),
)

GRANTED = (S.APPROVED, S.PAID, S.BANK_PROBLEM)


class ClaimMonthQuerySet(models.QuerySet["ClaimMonth"]):
    def visible_to(self, user: User, today: date) -> "ClaimMonthQuerySet":
        return self.filter(claim__in=Claim.objects.visible_to(user, today))

    def granted(self) -> "ClaimMonthQuerySet":
        return self.filter(state__in=GRANTED)

    def without_window(self) -> "ClaimMonthQuerySet":
        """Months 2 to 6 whose window waits for the calendar of its year."""
        return self.filter(opens_on=None, n__gt=1)


class ClaimMonth(models.Model):
    """Month n of a claim. The amount is copied when granted and never recomputed; the regime is that of granted_on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="months")
    n = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=MonthState.choices, default=S.SCHEDULED)
    opens_on = models.DateField(null=True)
    closes_on = models.DateField(null=True)
    wage_base = models.PositiveBigIntegerField(null=True)
    rate_percent = models.PositiveSmallIntegerField(null=True)
    amount = models.PositiveBigIntegerField(null=True)
    regime = models.CharField(max_length=3, blank=True)
    granted_on = models.DateField(null=True)
    pay_due_on = models.DateField(null=True)
    paid_on = models.DateField(null=True)
    returned_at = models.DateTimeField(null=True)  # when the bank last sent it back

    workflow = month_workflow
    objects = ClaimMonthQuerySet.as_manager()

    class Meta:
        verbose_name = _("bulan manfaat")
        verbose_name_plural = _("bulan manfaat")
        ordering = ("claim", "n")
        triggers = month_workflow.guards()
        constraints = [
            models.UniqueConstraint(fields=["claim", "n"], name="one_row_a_month"),
            models.CheckConstraint(name="six_months", condition=Q(n__gte=1, n__lte=6)),
            models.CheckConstraint(
                name="granted_month_has_its_amount",
                condition=~Q(state__in=GRANTED)
                | Q(
                    amount=(F("wage_base") * F("rate_percent") + 50) / 100,  # half up, whole rupiah (POL-07)
                    granted_on__isnull=False,
                    pay_due_on__isnull=False,
                    regime__in=("R21", "R25"),
                ),
                violation_error_message=_("Jumlah tidak sesuai dengan tarif dan dasar upah."),
            ),
            models.CheckConstraint(
                name="paid_month_has_its_day", condition=~Q(state=S.PAID) | Q(paid_on__isnull=False)
            ),
            models.CheckConstraint(
                name="returned_month_has_its_moment",
                condition=~Q(state=S.BANK_PROBLEM) | Q(returned_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim} bulan {self.n}"


class ClaimMonthLog(TransitionLog):
    subject = models.ForeignKey(ClaimMonth, models.PROTECT, related_name="log")
