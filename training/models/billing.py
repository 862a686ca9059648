"""What goes to BPJS on the 1st and the 15th: frozen batches of approved invoices, and what BPJS answers."""

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
from training.enums import BillingState, ItemState, SignalKind, SignalState
from training.models.institutes import Institute
from training.models.invoices import INVOICE_READERS, Invoice, InvoiceLine

B, T, S = BillingState, ItemState, SignalState
LONGEST_SIGNAL_NOTE = 500
SIGNAL_READERS = (Role.INTEGRITY, Role.AUDITOR)
_FROZEN_ON = [B.FROZEN, B.APPROVED, B.SENT, B.ANSWERED, B.DONE]
_APPROVED_ON = [B.APPROVED, B.SENT, B.ANSWERED, B.DONE]

billing_workflow = Workflow(
    ("freeze", [B.DRAFT], B.FROZEN),
    ("approve", [B.FROZEN], B.APPROVED),
    ("send", [B.APPROVED], B.SENT),
    ("answer", [B.SENT], B.ANSWERED),
    ("finish", [B.ANSWERED], B.DONE),
    ("cancel", [B.DRAFT, B.FROZEN], B.CANCELLED),
)
item_workflow = Workflow(
    ("accept", [T.BILLED], T.ACCEPTED),
    ("lack", [T.BILLED], T.INCOMPLETE),
    ("pay", [T.ACCEPTED], T.PAID),
    ("come_back", [T.PAID], T.ACCEPTED),
)
signal_workflow = Workflow(
    ("explain", [S.OPEN], S.EXPLAINED),
    ("refer", [S.OPEN], S.REFERRED),
)

# Freezing counts and adds up in the database too: lines, items and batch say the same.
_FREEZE = """
    SELECT count(*), coalesce(sum(price), 0) INTO real_count, real_total
    FROM training_billingline WHERE batch_id = NEW.id;
    IF real_count <> NEW.count OR real_total <> NEW.total OR real_count = 0 THEN
        RAISE EXCEPTION 'count or total of the batch differs from its lines';
    END IF;
    IF EXISTS (
        SELECT 1 FROM training_billingitem i
        LEFT JOIN (SELECT item_id, count(*) AS n, sum(price) AS s FROM training_billingline
                   WHERE batch_id = NEW.id GROUP BY item_id) l ON l.item_id = i.id
        WHERE i.batch_id = NEW.id AND (l.n IS DISTINCT FROM i.count OR l.s IS DISTINCT FROM i.total)
    ) THEN
        RAISE EXCEPTION 'an item of the batch differs from its lines';
    END IF;
    RETURN NEW;
"""
_DRAFT_ONLY = """
    SELECT state INTO batch_state FROM training_billingbatch WHERE id = NEW.batch_id FOR SHARE;
    IF batch_state <> 'draft' THEN
        RAISE EXCEPTION 'a frozen batch takes no lines';
    END IF;
    RETURN NEW;
"""


class BillingBatchQuerySet(models.QuerySet["BillingBatch"]):
    def visible_to(self, user: User, on: date) -> "BillingBatchQuerySet":
        return self if has_role(user, *INVOICE_READERS, on=on) else self.none()


class BillingBatch(models.Model):
    """Approved invoices that go to BPJS on `bill_on`, the 1st or 15th (the date is the date). Money in whole rupiah.

    Count, total and fingerprint are written when it is frozen; what is approved is that fingerprint. `due_on` is the
    last of BPJS's five working days.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("nomor"), max_length=20, unique=True)
    bill_on = models.DateField(_("tanggal pengajuan"))
    state = models.CharField(_("keadaan"), max_length=10, choices=B.choices, default=B.DRAFT)
    invoices = models.PositiveIntegerField(_("tagihan"), default=0)
    count = models.PositiveIntegerField(_("peserta"), default=0)
    total = models.PositiveBigIntegerField(_("jumlah (Rp)"), default=0)
    sha256 = models.CharField(_("sidik"), max_length=64, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("disusun"))
    frozen_at = models.DateTimeField(_("dibekukan"), null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(_("disetujui"), null=True)
    sent_at = models.DateTimeField(_("diterima BPJS"), null=True)
    receipt_no = models.CharField(_("nomor tanda terima BPJS"), max_length=40, blank=True)
    due_on = models.DateField(_("dibayar paling lambat"), null=True)

    workflow = billing_workflow
    objects = BillingBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("pengajuan ke BPJS")
        verbose_name_plural = _("pengajuan ke BPJS")
        ordering = ("-bill_on", "-number")
        triggers = [
            *billing_workflow.guards(),
            pgtrigger.Protect(name="billing_is_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="billing_maker_stays", fields=["number", "bill_on", "made_by", "made_at"]),
            pgtrigger.Protect(
                name="frozen_billing_stands_still",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state="draft")
                & (
                    pgtrigger.Q(old__count__df=pgtrigger.F("new__count"))
                    | pgtrigger.Q(old__total__df=pgtrigger.F("new__total"))
                    | pgtrigger.Q(old__invoices__df=pgtrigger.F("new__invoices"))
                    | pgtrigger.Q(old__sha256__df=pgtrigger.F("new__sha256"))
                ),
            ),
            pgtrigger.Trigger(
                name="freezing_counts_the_lines",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="draft", new__state="frozen"),
                declare=[("real_count", "BIGINT"), ("real_total", "BIGINT")],
                func=_FREEZE,
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["bill_on"],
                condition=~Q(state=B.CANCELLED),
                name="one_billing_a_date",
                violation_error_message=_("Pengajuan untuk tanggal ini sudah ada."),
            ),
            models.CheckConstraint(
                name="billing_goes_on_the_1st_or_15th",
                condition=Q(bill_on__day=1) | Q(bill_on__day=15),
                violation_error_message=_("Tagihan diajukan ke BPJS pada tanggal 1 dan 15."),
            ),
            models.CheckConstraint(
                name="frozen_billing_is_counted",
                condition=~Q(state__in=_FROZEN_ON)
                | (Q(count__gt=0, total__gt=0, frozen_at__isnull=False) & Q(sha256__regex=r"^[0-9a-f]{64}$")),
            ),
            models.CheckConstraint(
                name="billing_is_approved_by_another",
                condition=(~Q(state__in=_APPROVED_ON) | Q(approved_by__isnull=False, approved_at__isnull=False))
                & (Q(approved_by=None) | ~Q(approved_by=F("made_by"))),
                violation_error_message=_("Penyusun pengajuan tidak menyetujuinya sendiri."),
            ),
            models.CheckConstraint(
                name="sent_billing_has_a_receipt",
                condition=~Q(state__in=[B.SENT, B.ANSWERED, B.DONE])
                | (Q(sent_at__isnull=False, due_on__isnull=False) & ~Q(receipt_no="")),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class BillingBatchLog(TransitionLog):
    subject = models.ForeignKey(BillingBatch, models.PROTECT, related_name="log")


class BillingItem(models.Model):
    """One invoice in a batch: BPJS accepts it, or says what is missing and it waits for the next date."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    batch = models.ForeignKey(BillingBatch, models.PROTECT, related_name="items")
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="items")
    count = models.PositiveIntegerField(_("peserta"))
    total = models.PositiveBigIntegerField(_("jumlah (Rp)"))
    state = models.CharField(_("keadaan"), max_length=10, choices=T.choices, default=T.BILLED)
    is_live = models.BooleanField(default=True)  # False: the batch was cancelled, or BPJS gave the item back
    lacks = models.CharField(_("yang kurang"), max_length=500, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    paid_on = models.DateField(_("dibayar"), null=True)

    workflow = item_workflow

    class Meta:
        verbose_name = _("tagihan dalam pengajuan")
        verbose_name_plural = _("tagihan dalam pengajuan")
        ordering = ("batch", "invoice")
        triggers = [
            *item_workflow.guards(),
            pgtrigger.Protect(name="items_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="item_sum_stays", fields=["batch", "invoice", "count", "total"]),
            pgtrigger.Trigger(
                name="items_join_drafts",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("batch_state", "TEXT")],
                func=_DRAFT_ONLY,
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["invoice"], condition=Q(is_live=True), name="one_live_billing_an_invoice"),
            models.CheckConstraint(
                name="answered_item_has_an_officer",
                condition=Q(state=T.BILLED) | Q(answered_by__isnull=False, answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="incomplete_item_says_what_lacks", condition=~Q(state=T.INCOMPLETE) | ~Q(lacks="")
            ),
            models.CheckConstraint(name="paid_item_has_a_day", condition=~Q(state=T.PAID) | Q(paid_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.batch} {self.invoice}"


class BillingItemLog(TransitionLog):
    subject = models.ForeignKey(BillingItem, models.PROTECT, related_name="log")


class BillingLine(models.Model):
    """One participant in a batch: the invoice's line as it was frozen, with its amount in whole rupiah."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    batch = models.ForeignKey(BillingBatch, models.PROTECT, related_name="lines")
    item = models.ForeignKey(BillingItem, models.PROTECT, related_name="lines")
    line = models.ForeignKey(InvoiceLine, models.PROTECT, related_name="billed")
    number = models.PositiveIntegerField(_("baris"))
    price = models.PositiveIntegerField(_("biaya (Rp)"))

    class Meta:
        verbose_name = _("baris pengajuan")
        verbose_name_plural = _("baris pengajuan")
        ordering = ("batch", "number")
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="lines_join_drafts",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("batch_state", "TEXT")],
                func=_DRAFT_ONLY,
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="one_billing_line_a_number"),
            models.UniqueConstraint(fields=["batch", "line"], name="one_billing_line_an_invoice_line"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.number}"


class SignalQuerySet(models.QuerySet["Signal"]):
    def visible_to(self, user: User, on: date) -> "SignalQuerySet":
        """Offices of integrity and auditors; never who acts for the institute, nor the counsellor it is about."""
        if not has_role(user, *SIGNAL_READERS, on=on):
            return self.none()
        return self.exclude(institute__in=Institute.objects.of_staff(user, on)).exclude(counsellor=user)


class Signal(models.Model):
    """Something about an institute's training that an officer of integrity should look at (FR16 to FR18)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("aturan"), max_length=4, choices=SignalKind.choices)
    institute = models.ForeignKey(Institute, models.PROTECT, related_name="signals")
    counsellor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    key = models.CharField(max_length=80)  # what it is about: found again, it is the same row
    facts = models.JSONField(default=dict)
    found_at = models.DateTimeField(_("ditemukan"))
    due_on = models.DateField(_("paling lambat"))
    state = models.CharField(_("keadaan"), max_length=10, choices=S.choices, default=S.OPEN)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(_("catatan"), max_length=LONGEST_SIGNAL_NOTE, blank=True)

    workflow = signal_workflow
    objects = SignalQuerySet.as_manager()

    class Meta:
        verbose_name = _("sinyal integritas")
        verbose_name_plural = _("sinyal integritas")
        ordering = ("due_on", "pk")
        triggers = [
            *signal_workflow.guards(),
            pgtrigger.Protect(name="signals_are_kept", operation=pgtrigger.Delete),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="one_signal_a_finding"),
            models.CheckConstraint(
                name="decided_signal_says_why",
                condition=Q(state=S.OPEN) | (Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(note="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.institute}"


class SignalLog(TransitionLog):
    subject = models.ForeignKey(Signal, models.PROTECT, related_name="log")
