"""What an institute asks to be paid for a class: the invoice, its lines, what reviewers remark."""

import uuid
from datetime import date

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role
from core.workflow import TransitionLog, Workflow, append_only
from training.enums import InvoiceState, LineBasis
from training.models.institutes import Institute
from training.models.programmes import TrainingClass
from training.models.recommendations import TrainingRecommendation
from training.models.vouchers import Enrolment

I = InvoiceState  # noqa: E741 - as S, P, C elsewhere
INVOICE_READERS = (
    Role.REVIEWER,
    Role.APPROVER,
    Role.BPJS_VERIFIER,
    Role.BPJS_PAYMENT_MAKER,
    Role.BPJS_PAYMENT_CHECKER,
    Role.INTEGRITY,
    Role.AUDITOR,
)
CHANGEABLE = (I.DRAFT, I.RETURNED)
_APPROVED_ON = [I.APPROVED, I.BILLED, I.INCOMPLETE, I.ACCEPTED, I.PAID]

invoice_workflow = Workflow(
    ("send", [I.DRAFT, I.RETURNED], I.SENT),
    ("return", [I.SENT, I.RECOMMENDED, I.INCOMPLETE], I.RETURNED),
    ("recommend", [I.SENT], I.RECOMMENDED),
    ("approve", [I.RECOMMENDED], I.APPROVED),
    ("bill", [I.APPROVED], I.BILLED),
    ("accept", [I.BILLED], I.ACCEPTED),
    ("lack", [I.BILLED], I.INCOMPLETE),
    ("complete", [I.INCOMPLETE], I.APPROVED),
    ("pay", [I.ACCEPTED], I.PAID),
    ("come_back", [I.PAID], I.ACCEPTED),
    ("cancel", [I.DRAFT, I.RETURNED], I.CANCELLED),
)

# What is sent or approved is exactly its lines, added up by the database.
_TOTAL = """
    SELECT count(*), coalesce(sum(price), 0) INTO real_count, real_total
    FROM training_invoiceline WHERE invoice_id = NEW.id AND is_live;
    IF real_count <> NEW.count OR real_total <> NEW.total OR real_count = 0 THEN
        RAISE EXCEPTION 'count or total of the invoice differs from its lines';
    END IF;
    RETURN NEW;
"""
# Nobody judges an invoice of an institute that they verified, act for, or have declared a tie to.
_DISINTERESTED = """
    SELECT c_p.institute_id INTO house FROM training_trainingclass c
    JOIN training_programme c_p ON c_p.id = c.programme_id WHERE c.id = NEW.training_class_id;
    IF EXISTS (SELECT 1 FROM training_partnership p WHERE p.institute_id = house
               AND p.verified_by_id IN (NEW.reviewed_by_id, NEW.approved_by_id)) THEN
        RAISE EXCEPTION 'who verified the institute does not judge its invoices';
    END IF;
    IF EXISTS (SELECT 1 FROM training_interest i WHERE i.institute_id = house
               AND i.officer_id IN (NEW.reviewed_by_id, NEW.approved_by_id) AND i.until IS NULL) THEN
        RAISE EXCEPTION 'who has declared a tie to the institute does not judge its invoices';
    END IF;
    IF EXISTS (SELECT 1 FROM training_institutestaff s WHERE s.institute_id = house
               AND s.user_id IN (NEW.reviewed_by_id, NEW.approved_by_id)) THEN
        RAISE EXCEPTION 'who acts for the institute does not judge its invoices';
    END IF;
    RETURN NEW;
"""
_CHANGEABLE_LINES = """
    SELECT state INTO invoice_state FROM training_invoice WHERE id = coalesce(NEW.invoice_id, OLD.invoice_id) FOR SHARE;
    IF invoice_state NOT IN ('draft', 'returned') THEN
        RAISE EXCEPTION 'the lines of an invoice that was sent do not change';
    END IF;
    RETURN coalesce(NEW, OLD);
"""


class InvoiceQuerySet(models.QuerySet["Invoice"]):
    def visible_to(self, user: User, on: date) -> "InvoiceQuerySet":
        """The institute's own in every state; offices see what was sent."""
        mine = Q(training_class__programme__institute__in=Institute.objects.of_staff(user, on))
        if has_role(user, *INVOICE_READERS, on=on):
            return self.filter(mine | ~Q(state__in=[I.DRAFT, I.CANCELLED]))
        return self.filter(mine)


class Invoice(models.Model):
    """What a class costs, in whole rupiah. `count` and `total` are those of its live lines, never typed.

    `version` counts how often it was sent; who judges names the version that they saw. `bill_on` is the 1st or 15th on
    which it goes to BPJS.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("nomor"), max_length=20, unique=True)
    training_class = models.ForeignKey(TrainingClass, models.PROTECT, related_name="invoices")
    state = models.CharField(_("keadaan"), max_length=12, choices=I.choices, default=I.DRAFT)
    version = models.PositiveSmallIntegerField(default=0)
    count = models.PositiveIntegerField(_("peserta"), default=0)
    total = models.PositiveBigIntegerField(_("jumlah (Rp)"), default=0)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("disusun"))
    report = models.TextField(_("laporan pelaksanaan"), blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    signed_name = models.CharField(_("SPTJM ditandatangani oleh"), max_length=150, blank=True)
    signed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(_("dikirim"), null=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    bill_on = models.DateField(_("diajukan ke BPJS"), null=True)
    remark = models.CharField(_("catatan"), max_length=500, blank=True)
    paid_on = models.DateField(_("dibayar"), null=True)

    workflow = invoice_workflow
    objects = InvoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("tagihan LPK")
        verbose_name_plural = _("tagihan LPK")
        ordering = ("-made_at", "pk")
        triggers = [
            *invoice_workflow.guards(),
            pgtrigger.Protect(name="invoices_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="invoice_is_of_one_class", fields=["number", "training_class", "made_by"]),
            pgtrigger.Trigger(
                name="invoice_is_its_lines",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__state__in=["sent", "approved"])
                & pgtrigger.Q(old__state__df=pgtrigger.F("new__state")),
                declare=[("real_count", "BIGINT"), ("real_total", "BIGINT")],
                func=_TOTAL,
            ),
            pgtrigger.Trigger(
                name="judges_have_no_interest",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__reviewed_by__df=pgtrigger.F("new__reviewed_by"))
                | pgtrigger.Q(old__approved_by__df=pgtrigger.F("new__approved_by")),
                declare=[("house", "UUID")],
                func=_DISINTERESTED,
            ),
            pgtrigger.Protect(
                name="sent_invoice_keeps_its_sum",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state__in=["draft", "returned"])
                & (
                    pgtrigger.Q(old__count__df=pgtrigger.F("new__count"))
                    | pgtrigger.Q(old__total__df=pgtrigger.F("new__total"))
                    | pgtrigger.Q(old__version__df=pgtrigger.F("new__version"))
                ),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["training_class"],
                condition=Q(state__in=[I.DRAFT, I.RETURNED]),
                name="one_open_invoice_a_class",
                violation_error_message=_("Kelas ini sudah mempunyai tagihan yang sedang disusun."),
            ),
            models.CheckConstraint(
                name="sent_invoice_is_signed",
                condition=Q(state__in=[I.DRAFT, I.CANCELLED])
                | (
                    Q(signed_by__isnull=False, signed_at__isnull=False, sent_at__isnull=False, bill_on__isnull=False)
                    & ~Q(signed_name="")
                    & ~Q(report="")
                ),
                violation_error_message=_("SPTJM belum ditandatangani."),
            ),
            models.CheckConstraint(
                name="approved_invoice_was_judged_by_two",
                condition=~Q(state__in=_APPROVED_ON)
                | Q(reviewed_by__isnull=False, approved_by__isnull=False, approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="reviewer_does_not_approve",
                condition=Q(approved_by=None)
                | (~Q(approved_by=F("reviewed_by")) & ~Q(approved_by=F("signed_by")) & ~Q(approved_by=F("made_by"))),
                violation_error_message=_("Penelaah tagihan tidak menyetujuinya sendiri."),
            ),
            models.CheckConstraint(
                name="paid_invoice_has_a_day", condition=~Q(state=I.PAID) | Q(paid_on__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["sent_at"], name="invoice_to_review", condition=Q(state=I.SENT)),
            models.Index(fields=["bill_on"], name="invoice_to_bill", condition=Q(state=I.APPROVED)),
        ]

    def __str__(self) -> str:
        return self.number


class InvoiceLog(TransitionLog):
    subject = models.ForeignKey(Invoice, models.PROTECT, related_name="log")


class InvoiceLine(models.Model):
    """One participant of the class. Price, minutes and recommendation are copied when the line is proposed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="lines")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="invoice_lines")
    recommendation = models.ForeignKey(TrainingRecommendation, models.PROTECT, related_name="+")
    price = models.PositiveIntegerField(_("biaya (Rp)"))
    attended = models.PositiveIntegerField(_("hadir (menit)"))
    planned = models.PositiveIntegerField(_("lama (menit)"))
    basis = models.CharField(_("dasar"), max_length=8, choices=LineBasis.choices)
    is_live = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("baris tagihan")
        verbose_name_plural = _("baris tagihan")
        ordering = ("invoice", "pk")
        triggers = [
            pgtrigger.Protect(name="lines_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="sent_lines_stand_still",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("invoice_state", "TEXT")],
                func=_CHANGEABLE_LINES,
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(is_live=True),
                name="nobody_is_billed_twice",
                violation_error_message=_("Peserta ini sudah ada di tagihan lain."),
            ),
            models.CheckConstraint(name="line_costs_something", condition=Q(price__gt=0)),
            models.CheckConstraint(
                name="line_attended_no_longer_than_planned", condition=Q(attended__lte=F("planned"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id} {self.price}"


class LineRemark(models.Model):
    """What a reviewer remarks about a line when the invoice goes back; `version` is the one that was looked at."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    line = models.ForeignKey(InvoiceLine, models.PROTECT, related_name="remarks")
    version = models.PositiveSmallIntegerField()
    text = models.CharField(_("catatan"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("catatan baris")
        verbose_name_plural = _("catatan baris")
        ordering = ("at", "pk")
        triggers = append_only()
        constraints = [models.CheckConstraint(name="remark_says_something", condition=~Q(text=""))]

    def __str__(self) -> str:
        return self.text
