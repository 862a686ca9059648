"""Tagihan iuran pemerintah: what BPJS bills for a month, what was found in it, and its way to the money."""

from datetime import date

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role
from compliance.bill_enums import AGREED, LIVE, BillState
from core.workflow import TransitionLog, Workflow

B = BillState
BILL_OFFICERS = (Role.REVIEWER, Role.APPROVER)
BILL_READERS = (Role.BPJS_VERIFIER, *BILL_OFFICERS, Role.AUDITOR)
LONGEST_WORDS = 500

bill_workflow = Workflow(
    ("checked", [B.RECEIVED], B.CHECKED),
    ("refuse", [B.RECEIVED], B.REFUSED),
    ("recheck", [B.CHECKED], B.RECEIVED),
    ("prepare", [B.CHECKED], B.PREPARED),
    ("agree", [B.PREPARED], B.AGREED),
    ("return", [B.CHECKED, B.PREPARED], B.RETURNED),
    ("send", [B.AGREED], B.SENT),
    ("pay", [B.SENT], B.PAID),
)


class ContributionBillQuerySet(models.QuerySet["ContributionBill"]):
    def visible_to(self, user: User, on: date) -> "ContributionBillQuerySet":
        """BPJS's officers who send it, the ministry's who review, and audit."""
        return self if has_role(user, *BILL_READERS, on=on) else self.none()

    def agreed(self) -> "ContributionBillQuerySet":
        return self.filter(state__in=AGREED)


class ContributionBill(models.Model):
    """One file for one month. `said_…`: the letter that came with it; `counted_…`: its rows; `our_…`: by the law.

    Money in whole rupiah. `our_…` is what each readable line of the month must hold; `register_…` what the register
    itself says of the month, when it holds it. `relief_off`: what the relief of JKK takes from the recomposition.
    The bytes at `location` go once the lines are judged or the bill is refused.
    """

    id = models.AutoField(primary_key=True)
    number = models.CharField(_("nomor"), max_length=20, unique=True)
    month = models.DateField(_("bulan iuran"))
    version = models.PositiveSmallIntegerField(_("versi"))
    name = models.CharField(_("nama berkas"), max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    location = models.CharField(max_length=80, blank=True)
    said_rows = models.PositiveBigIntegerField(_("jumlah baris"))
    said_recomposition = models.PositiveBigIntegerField(_("total rekomposisi"))
    said_amount = models.PositiveBigIntegerField(_("jumlah iuran yang ditagihkan"))
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField(_("diterima"))
    state = models.CharField(_("keadaan"), max_length=10, choices=B.choices, default=B.RECEIVED)
    problem = models.CharField(max_length=20, blank=True)
    read_bytes = models.PositiveBigIntegerField(default=0)
    counted_rows = models.PositiveBigIntegerField(default=0)
    counted_recomposition = models.PositiveBigIntegerField(default=0)
    counted_amount = models.PositiveBigIntegerField(default=0)
    our_amount = models.PositiveBigIntegerField(default=0)
    our_jkk = models.PositiveBigIntegerField(default=0)
    our_jkm = models.PositiveBigIntegerField(default=0)
    relief_rows = models.PositiveBigIntegerField(default=0)
    relief_off = models.PositiveBigIntegerField(default=0)
    found_rows = models.PositiveBigIntegerField(default=0)
    blocking_rows = models.PositiveBigIntegerField(default=0)
    good_amount = models.PositiveBigIntegerField(default=0)
    findings = models.JSONField(default=dict)
    feedback_location = models.CharField(max_length=80, blank=True)
    register_rows = models.PositiveBigIntegerField(null=True)
    register_amount = models.PositiveBigIntegerField(null=True)
    register_recomposition = models.PositiveBigIntegerField(null=True)
    checked_at = models.DateTimeField(null=True)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    prepared_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(_("disepakati"), null=True)
    returned_words = models.CharField(_("yang harus diperbaiki"), max_length=LONGEST_WORDS, blank=True)
    sent_at = models.DateTimeField(_("dikirim ke KPPN"), null=True)
    paid_on = models.DateField(_("dibayar"), null=True)
    paid_amount = models.PositiveBigIntegerField(_("jumlah dibayar"), null=True)
    sp2d = models.CharField(_("nomor SP2D"), max_length=40, blank=True)

    workflow = bill_workflow
    objects = ContributionBillQuerySet.as_manager()

    class Meta:
        verbose_name = _("tagihan iuran pemerintah")
        verbose_name_plural = _("tagihan iuran pemerintah")
        ordering = ("-month", "-version")
        triggers = [
            *bill_workflow.guards(),
            pgtrigger.Protect(name="bills_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="what_was_billed_stays",
                fields=["number", "month", "version", "sha256", "size", "said_rows", "said_recomposition",
                        "said_amount", "received_by", "received_at"],
            ),
            pgtrigger.Protect(
                name="agreed_bill_stands_still",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=[state.value for state in AGREED])
                & (
                    pgtrigger.Q(old__counted_amount__df=pgtrigger.F("new__counted_amount"))
                    | pgtrigger.Q(old__counted_recomposition__df=pgtrigger.F("new__counted_recomposition"))
                    | pgtrigger.Q(old__counted_rows__df=pgtrigger.F("new__counted_rows"))
                    | pgtrigger.Q(old__agreed_by__df=pgtrigger.F("new__agreed_by"))
                    | pgtrigger.Q(old__prepared_by__df=pgtrigger.F("new__prepared_by"))
                ),
            ),
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"], condition=~Q(state=B.REFUSED), name="one_contribution_bill_a_content"
            ),
            models.UniqueConstraint(
                fields=["month"],
                condition=Q(state__in=LIVE),
                name="one_live_contribution_bill_a_month",
                violation_error_message=_("Tagihan bulan ini masih diperiksa atau sudah disepakati."),
            ),
            models.UniqueConstraint(fields=["month", "version"], name="one_contribution_bill_a_version"),
            models.CheckConstraint(name="contribution_bill_names_its_month", condition=Q(month__day=1)),
            models.CheckConstraint(
                name="prepared_bill_has_its_officer",
                condition=~Q(state__in=[B.PREPARED, *AGREED]) | Q(prepared_by__isnull=False, prepared_at__isnull=False),
            ),
            models.CheckConstraint(
                name="bill_is_agreed_by_another",
                condition=(~Q(state__in=AGREED) | Q(agreed_by__isnull=False, agreed_at__isnull=False))
                & (Q(agreed_by=None) | ~Q(agreed_by=F("prepared_by"))),
                violation_error_message=_("Yang menyiapkan tagihan tidak menyepakatinya sendiri."),
            ),
            models.CheckConstraint(
                name="agreed_bill_is_what_the_law_says",
                condition=~Q(state__in=[B.PREPARED, *AGREED])
                | Q(
                    blocking_rows=0,
                    register_rows__isnull=False,
                    counted_amount=F("our_amount"),
                    counted_recomposition=F("our_jkk") + F("our_jkm"),
                    counted_rows=F("said_rows"),
                    counted_amount__gt=0,
                ),
            ),
            models.CheckConstraint(
                name="returned_bill_says_what_is_wrong", condition=~Q(state=B.RETURNED) | ~Q(returned_words="")
            ),
            models.CheckConstraint(name="refused_bill_says_why", condition=~Q(state=B.REFUSED) | ~Q(problem="")),
            models.CheckConstraint(
                name="sent_bill_has_its_moment",
                condition=~Q(state__in=[B.SENT, B.PAID]) | Q(sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="paid_bill_is_paid_as_agreed",
                condition=~Q(state=B.PAID)
                | (Q(paid_on__isnull=False, paid_amount__isnull=False, paid_amount=F("counted_amount")) & ~Q(sp2d="")),
            ),
            models.UniqueConstraint(fields=["sp2d"], condition=~Q(sp2d=""), name="one_contribution_bill_an_sp2d"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def our_recomposition(self) -> int:
        return self.our_jkk + self.our_jkm


class ContributionBillLog(TransitionLog):
    subject = models.ForeignKey(ContributionBill, models.PROTECT, related_name="log")


class BillRow(models.Model):
    """A line of a bill, written by COPY: what could be read of its eight fields, and what was found as bits.

    `period` is rules.calendar.Month. `unread`: [column, code, what it says] of each cell that cannot be read.
    """

    pk = models.CompositePrimaryKey("bill", "line")
    bill = models.ForeignKey(ContributionBill, models.PROTECT, related_name="rows", db_index=False)
    line = models.IntegerField()
    name = models.TextField(blank=True)
    nik_index = models.BinaryField(max_length=32, null=True)
    nik_end = models.CharField(max_length=4, blank=True)
    participant = models.BigIntegerField(null=True)
    wage = models.BigIntegerField(null=True)
    recomposition = models.IntegerField(null=True)
    amount = models.IntegerField(null=True)
    period = models.IntegerField(null=True)
    bits = models.IntegerField(default=0)
    unread = models.JSONField(default=list)

    class Meta:
        verbose_name = _("baris tagihan iuran")
        verbose_name_plural = _("baris tagihan iuran")
        ordering = ("bill", "line")
        indexes = [models.Index(fields=["bill", "line"], name="bill_row_found", condition=~Q(bits=0))]

    def __str__(self) -> str:
        return f"{self.bill_id} {self.line}"
