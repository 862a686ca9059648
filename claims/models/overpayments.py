"""Paid although at work, or sent after a death: what is asked back, and how it comes back."""

import uuid
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role
from claims.enums import OverpaymentCause, OverpaymentState
from claims.models.assessments import Decision
from claims.models.claims import Claim
from claims.models.months import ClaimMonth
from core.workflow import TransitionLog, Workflow

S = OverpaymentState
OVERPAYMENT_READERS = (
    Role.BPJS_VERIFIER,
    Role.BPJS_PAYMENT_MAKER,
    Role.BPJS_PAYMENT_CHECKER,
    Role.AUDITOR,
    Role.INTEGRITY,
)

workflow = Workflow(
    ("confirm", [S.FOUND], S.CONFIRMED),
    ("settle", [S.CONFIRMED], S.SETTLED),
    ("cancel", [S.FOUND, S.CONFIRMED, S.SETTLED], S.CANCELLED),
)


class OverpaymentQuerySet(models.QuerySet["Overpayment"]):
    def visible_to(self, user: User, today: date) -> "OverpaymentQuerySet":
        """One's own; every one for who verifies claims, pays, and watches both."""
        if has_role(user, *OVERPAYMENT_READERS, on=today):
            return self.all()
        return self.filter(claim__person__user=user)

    def unfinished(self) -> "OverpaymentQuerySet":
        """To be confirmed, or to be paid back."""
        return self.filter(state__in=(S.FOUND, S.CONFIRMED))


class Overpayment(models.Model):
    """Months sent when work had begun, or after the person had died. An officer confirms it by a decision.

    `since` is the first day of work, or the day of death.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("nomor"), max_length=20, unique=True)
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="overpayments")
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="+")
    amount = models.PositiveBigIntegerField(_("jumlah"))
    cause = models.CharField(max_length=5, choices=OverpaymentCause.choices, default=OverpaymentCause.WORK)
    since = models.DateField()
    state = models.CharField(max_length=10, choices=OverpaymentState.choices, default=S.FOUND)
    found_at = models.DateTimeField()
    decide_by = models.DateField()  # the last day of the decision that the office owes

    workflow = workflow
    objects = OverpaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("kelebihan bayar")
        verbose_name_plural = _("kelebihan bayar")
        ordering = ("-found_at",)
        triggers = workflow.guards()
        constraints = [
            models.UniqueConstraint(
                fields=["claim"], condition=Q(state__in=("found", "confirmed")), name="one_open_overpayment_a_claim"
            ),
            models.CheckConstraint(name="overpayment_is_something", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="confirmed_overpayment_has_its_decision",
                condition=~Q(state__in=(S.CONFIRMED, S.SETTLED)) | Q(decision__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class OverpaymentLog(TransitionLog):
    subject = models.ForeignKey(Overpayment, models.PROTECT, related_name="log")


class OverpaidMonth(models.Model):
    overpayment = models.ForeignKey(Overpayment, models.PROTECT, related_name="months")
    month = models.ForeignKey(ClaimMonth, models.PROTECT, related_name="+")
    amount = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("bulan kelebihan bayar")
        verbose_name_plural = _("bulan kelebihan bayar")
        constraints = [models.UniqueConstraint(fields=["overpayment", "month"], name="one_line_a_month_asked_back")]


class Repayment(models.Model):
    """One instalment of the plan; `paid_on` once the money is there."""

    overpayment = models.ForeignKey(Overpayment, models.PROTECT, related_name="plan")
    due_on = models.DateField(_("jatuh tempo"))
    amount = models.PositiveBigIntegerField(_("jumlah"))
    paid_on = models.DateField(_("dibayar"), null=True)
    bank_reference = models.CharField(_("rujukan bank"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("angsuran")
        verbose_name_plural = _("angsuran")
        ordering = ("due_on", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["overpayment", "due_on"], condition=Q(paid_on=None), name="one_open_instalment_a_day"
            ),
            models.CheckConstraint(name="instalment_is_something", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="paid_instalment_has_its_reference", condition=Q(paid_on__isnull=True) | ~Q(bank_reference="")
            ),
        ]
