"""One month of benefit."""

import uuid
from datetime import date

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from claims.enums import MONTH_GRANTED, MONTH_LOST, MONTH_ON_THE_CLOCK, MONTH_SENT, ClaimState, MonthPayer, MonthState
from claims.models.claims import Claim
from core.workflow import TransitionLog, Workflow

S = MonthState
_GRANTED = sorted(str(state) for state in MONTH_GRANTED)

month_workflow = Workflow(
    ("open", [S.SCHEDULED], S.OPEN),
    ("submit", [S.OPEN], S.SUBMITTED),
    ("complete", [S.HELD], S.SUBMITTED),
    ("take_up", [S.SUBMITTED, S.HELD], S.IN_REVIEW),
    ("hold", [S.SUBMITTED, S.IN_REVIEW], S.HELD),
    ("grant", [S.SCHEDULED, S.SUBMITTED, S.IN_REVIEW], S.APPROVED),
    ("refuse", [S.IN_REVIEW], S.REFUSED),
    ("forfeit", [S.OPEN], S.FORFEITED),
    ("stop", [S.SCHEDULED, S.OPEN, S.SUBMITTED, S.IN_REVIEW, S.HELD], S.STOPPED),
    ("reopen", [S.FORFEITED], S.OPEN),
    ("resume", [S.STOPPED], S.SCHEDULED),
    ("uphold", [S.REFUSED, S.FORFEITED], S.APPROVED),
    ("pay", [S.APPROVED], S.PAID),
    ("bounce", [S.APPROVED, S.PAID], S.BANK_PROBLEM),
    ("order_again", [S.BANK_PROBLEM], S.APPROVED),
)


class ClaimMonthQuerySet(models.QuerySet["ClaimMonth"]):
    def visible_to(self, user: User, today: date) -> "ClaimMonthQuerySet":
        return self.filter(claim__in=Claim.objects.visible_to(user, today))

    def held(self, month: "ClaimMonth") -> "ClaimMonth":
        """The row as it is now, locked, with its claim and person: what an operation on a month begins with."""
        rows = self.select_for_update(of=("self",)).select_related("claim__person__user")
        return rows.get(pk=month.pk)

    def granted(self) -> "ClaimMonthQuerySet":
        return self.filter(state__in=MONTH_GRANTED)

    def sent(self) -> "ClaimMonthQuerySet":
        """Sent by the person and not decided."""
        return self.filter(state__in=MONTH_SENT)

    def on_the_clock(self) -> "ClaimMonthQuerySet":
        """Months on which the office owes a decision."""
        return self.filter(state__in=MONTH_ON_THE_CLOCK)

    def of_running_claims(self) -> "ClaimMonthQuerySet":
        return self.filter(claim__state=ClaimState.ACTIVE)

    def to_open(self, today: date) -> "ClaimMonthQuerySet":
        """Scheduled months whose window has come, also those that nobody opened in time."""
        return self.of_running_claims().filter(state=S.SCHEDULED, opens_on__lte=today)

    def to_forfeit(self, today: date) -> "ClaimMonthQuerySet":
        """Months that nobody sent while their window was open (POL-16); what we never opened is nobody's loss."""
        return self.of_running_claims().filter(state=S.OPEN, closes_on__lt=today)

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
    filed_on = models.DateField(null=True)
    filed_at = models.DateTimeField(null=True)
    status_form = models.JSONField(null=True)  # month 6: what the person answered (POL-12)
    decision_due_on = models.DateField(null=True)  # the last day of the answer that the office owes
    complete_by = models.DateField(null=True)  # until when a held month may be completed
    decided_at = models.DateTimeField(null=True)
    wage_base = models.PositiveBigIntegerField(null=True)
    rate_percent = models.PositiveSmallIntegerField(null=True)
    amount = models.PositiveBigIntegerField(null=True)
    regime = models.CharField(max_length=3, blank=True)
    granted_on = models.DateField(null=True)
    pay_due_on = models.DateField(null=True)
    payer = models.CharField(max_length=8, choices=MonthPayer.choices, default=MonthPayer.FUND)
    paid_on = models.DateField(null=True)
    returned_at = models.DateTimeField(null=True)  # when the bank last sent it back

    workflow = month_workflow
    objects = ClaimMonthQuerySet.as_manager()

    class Meta:
        verbose_name = _("bulan manfaat")
        verbose_name_plural = _("bulan manfaat")
        ordering = ("claim", "n")
        triggers = [
            *month_workflow.guards(),
            pgtrigger.Protect(
                name="payer_of_a_granted_month_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=_GRANTED, old__payer__df=pgtrigger.F("new__payer")),
            ),
        ]
        indexes = [
            models.Index(fields=["opens_on"], name="month_to_open", condition=Q(state="scheduled")),
            models.Index(fields=["closes_on"], name="month_to_close", condition=Q(state="open")),
            models.Index(
                fields=["decision_due_on"], name="month_on_the_clock", condition=Q(state__in=("submitted", "in_review"))
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["claim", "n"], name="one_row_a_month"),
            models.CheckConstraint(name="six_months", condition=Q(n__gte=1, n__lte=6)),
            models.CheckConstraint(
                name="granted_month_has_its_amount",
                condition=~Q(state__in=MONTH_GRANTED)
                | Q(
                    amount=(F("wage_base") * F("rate_percent") + 50) / 100,  # half up, whole rupiah (POL-07)
                    granted_on__isnull=False,
                    pay_due_on__isnull=False,
                    regime__in=("R21", "R25"),
                ),
                violation_error_message=_("Jumlah tidak sesuai dengan tarif dan dasar upah."),
            ),
            models.CheckConstraint(
                name="sent_month_has_its_dates",
                condition=~Q(state__in=MONTH_SENT)
                | Q(filed_on__isnull=False, filed_at__isnull=False, decision_due_on__isnull=False),
                violation_error_message=_("Bulan terkirim tanpa tanggal pengajuan."),
            ),
            models.CheckConstraint(
                name="held_month_says_until_when",
                condition=~Q(state=S.HELD) | Q(complete_by__isnull=False),
            ),
            models.CheckConstraint(
                name="paid_month_has_its_day", condition=~Q(state=S.PAID) | Q(paid_on__isnull=False)
            ),
            models.CheckConstraint(
                name="no_bank_returns_what_the_employer_pays",
                condition=~Q(state=S.BANK_PROBLEM, payer=MonthPayer.EMPLOYER),
            ),
            models.CheckConstraint(
                name="returned_month_has_its_moment",
                condition=~Q(state=S.BANK_PROBLEM) | Q(returned_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim} bulan {self.n}"

    @property
    def is_sent(self) -> bool:
        """Sent by the person, decided or not. Month 1 is sent with the claim."""
        return self.filed_at is not None

    @property
    def is_lost(self) -> bool:
        return self.state in MONTH_LOST


class ClaimMonthLog(TransitionLog):
    subject = models.ForeignKey(ClaimMonth, models.PROTECT, related_name="log")
