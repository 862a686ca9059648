"""What the bank told us: messages, statements, and what an officer must look at."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.workflow import TransitionLog, Workflow, append_only
from payments.enums import CaseKind, DayState, LineMatch, ReceiptOutcome, StatementState

# A day is closed once everything is explained, and then stands still.
_CLOSED_FIELDS = pgtrigger.Protect(
    name="closed_days_stand_still", operation=pgtrigger.Update, condition=pgtrigger.Q(old__state="closed")
)


day_workflow = Workflow(("close", [DayState.OPEN], DayState.CLOSED))


class CallbackReceipt(models.Model):
    """A genuine message of the bank, kept once however often it comes."""

    event_id = models.CharField(max_length=500, unique=True)
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=500)
    payout = models.ForeignKey("payments.Payout", models.PROTECT, null=True, related_name="callbacks")
    bank_reference = models.CharField(max_length=500, blank=True)
    amount = models.PositiveBigIntegerField()
    code = models.CharField(max_length=500, blank=True)
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=ReceiptOutcome.choices)

    class Meta:
        verbose_name = _("kabar bank")
        verbose_name_plural = _("kabar bank")
        triggers = append_only()

    def __str__(self) -> str:
        return self.event_id


class BankCase(models.Model):
    """Something about the bank that a person must look at. Open at most once for the same thing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("perihal"), max_length=20, choices=CaseKind.choices)
    ref = models.CharField(_("rujukan"), max_length=160)
    payout = models.ForeignKey("payments.Payout", models.PROTECT, null=True, related_name="cases")
    facts = models.JSONField(default=dict)
    opened_at = models.DateTimeField(_("dibuka"))
    closed_at = models.DateTimeField(_("ditutup"), null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    resolution = models.CharField(_("penyelesaian"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("kasus bank")
        verbose_name_plural = _("kasus bank")
        ordering = ("-opened_at",)
        constraints = [
            models.UniqueConstraint(name="one_open_case_a_thing", fields=["kind", "ref"], condition=Q(closed_at=None)),
            models.CheckConstraint(name="closed_case_says_why", condition=Q(closed_at=None) | ~Q(resolution="")),
        ]
        triggers = [
            pgtrigger.Protect(name="cases_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="closed_cases_stand_still",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__closed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"


class BankStatement(models.Model):
    """A statement file: posted, or put aside whole with the reason. The same file is taken once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    day = models.DateField(_("hari"))
    sha256 = models.CharField(_("sidik"), max_length=64, unique=True)
    number = models.CharField(_("nomor"), max_length=80, blank=True)
    state = models.CharField(_("keadaan"), max_length=12, choices=StatementState.choices)
    reason = models.CharField(_("sebab"), max_length=40, blank=True)
    reason_line = models.PositiveIntegerField(default=0)
    line_count = models.PositiveIntegerField(default=0)
    debit_total = models.PositiveBigIntegerField(default=0)
    return_total = models.PositiveBigIntegerField(default=0)
    credit_total = models.PositiveBigIntegerField(default=0)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    imported_at = models.DateTimeField(_("diterima"))

    class Meta:
        verbose_name = _("mutasi rekening")
        verbose_name_plural = _("mutasi rekening")
        ordering = ("-imported_at",)
        constraints = [
            models.CheckConstraint(
                name="quarantined_statement_says_why", condition=Q(state="posted") | (~Q(reason="") & Q(line_count=0))
            )
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.number or self.sha256[:12]}"


class StatementLine(models.Model):
    """One movement on our account at the bank. The amount is positive; `kind` gives the direction."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    statement = models.ForeignKey(BankStatement, models.PROTECT, related_name="lines")
    day = models.DateField(_("hari"))
    line = models.PositiveIntegerField(_("baris"))
    kind = models.CharField(_("jenis"), max_length=10)
    key = models.CharField(_("kunci"), max_length=80)
    bank_reference = models.CharField(_("referensi bank"), max_length=80)
    amount = models.PositiveBigIntegerField(_("nilai"))
    code = models.CharField(max_length=80, blank=True)
    placed = models.PositiveBigIntegerField(default=0)  # of money that came in: how much has found its purpose
    payout = models.ForeignKey("payments.Payout", models.PROTECT, null=True, related_name="statement_lines")
    match = models.CharField(_("hasil"), max_length=10, choices=LineMatch.choices)
    problem = models.CharField(max_length=20, choices=CaseKind.choices, blank=True)
    explanation = models.CharField(_("penjelasan"), max_length=500, blank=True)
    explained_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    explained_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("baris mutasi")
        verbose_name_plural = _("baris mutasi")
        ordering = ("day", "line")
        constraints = [
            models.UniqueConstraint(name="one_line_a_movement", fields=["kind", "bank_reference"]),
            models.UniqueConstraint(name="one_line_a_number", fields=["statement", "line"]),
            models.UniqueConstraint(
                name="one_matched_line_a_payout", fields=["kind", "payout"], condition=Q(match="matched")
            ),
            models.CheckConstraint(name="line_amount_is_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="matched_line_has_a_payout",
                condition=~Q(match="matched") | Q(payout__isnull=False) | Q(kind="credit", placed=F("amount")),
            ),
            models.CheckConstraint(
                name="no_more_is_placed_than_came_in",
                condition=Q(placed=0) | Q(kind="credit", placed__lte=F("amount")),
            ),
            models.CheckConstraint(
                name="explained_line_says_why",
                condition=~Q(match="explained") | (~Q(explanation="") & Q(explained_by__isnull=False)),
            ),
        ]
        indexes = [models.Index(name="statement_line_day", fields=["day", "match"])]
        triggers = [
            pgtrigger.Protect(name="lines_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="movements_never_change",
                fields=["id", "statement", "day", "line", "kind", "key", "bank_reference", "amount", "code"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.bank_reference}"

    @property
    def unplaced(self) -> int:
        """Of money that came in: whole rupiah that nobody has found the purpose of."""
        return self.amount - self.placed


class ReconciliationDay(models.Model):
    """One day of our books against the bank's. Closed only when every rupiah is explained."""

    day = models.DateField(primary_key=True)
    state = models.CharField(max_length=10, choices=DayState.choices, default=DayState.OPEN)
    matched_count = models.PositiveIntegerField(default=0)
    matched_total = models.PositiveBigIntegerField(default=0)
    only_ours_count = models.PositiveIntegerField(default=0)
    only_ours_total = models.PositiveBigIntegerField(default=0)
    only_bank_count = models.PositiveIntegerField(default=0)
    only_bank_total = models.PositiveBigIntegerField(default=0)
    unexplained = models.PositiveBigIntegerField(default=0)
    has_statement = models.BooleanField(default=False)
    counted_at = models.DateTimeField()
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    workflow = day_workflow

    class Meta:
        verbose_name = _("rekonsiliasi harian")
        verbose_name_plural = _("rekonsiliasi harian")
        ordering = ("-day",)
        constraints = [
            models.CheckConstraint(
                name="closed_day_has_nothing_unexplained",
                condition=Q(state="open")
                | Q(unexplained=0, has_statement=True, closed_by__isnull=False, closed_at__isnull=False),
                violation_error_message=_("Hari ini belum dapat ditutup: masih ada rupiah yang belum dijelaskan."),
            ),
            models.CheckConstraint(
                name="unexplained_is_the_two_buckets",
                condition=Q(unexplained=F("only_ours_total") + F("only_bank_total")),
            ),
        ]
        triggers = [
            *day_workflow.guards(),
            _CLOSED_FIELDS,
            pgtrigger.Protect(name="days_are_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"


class ReconciliationDayLog(TransitionLog):
    subject = models.ForeignKey(ReconciliationDay, models.PROTECT, related_name="log")

    class Meta(TransitionLog.Meta):
        abstract = False
