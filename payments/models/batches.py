"""A batch: payouts put together by one officer, frozen, and released by another."""

import uuid
from datetime import date

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.selectors import has_role
from core.workflow import TransitionLog, Workflow
from payments.enums import READERS, RELEASED, BatchState

_RELEASED = sorted(str(state) for state in RELEASED)
_FROZEN_ON = ["frozen", "checked", *_RELEASED]

workflow = Workflow(
    ("freeze", [BatchState.DRAFT], BatchState.FROZEN),
    ("check", [BatchState.FROZEN], BatchState.CHECKED),
    ("approve", [BatchState.FROZEN, BatchState.CHECKED], BatchState.APPROVED),
    ("send", [BatchState.APPROVED], BatchState.SENDING),
    ("finish", [BatchState.SENDING], BatchState.DONE),
    ("cancel", [BatchState.DRAFT, BatchState.FROZEN, BatchState.CHECKED], BatchState.CANCELLED),
)

# Freezing counts and adds up in the database too; nobody who handled the batch verified one of its lines.
_FREEZE = """
    SELECT count(*), coalesce(sum(amount), 0) INTO real_count, real_total FROM payments_payout WHERE batch_id = NEW.id;
    IF real_count <> NEW.count OR real_total <> NEW.total THEN
        RAISE EXCEPTION 'count or total of the batch differs from its lines';
    END IF;
    IF EXISTS (SELECT 1 FROM payments_payout WHERE batch_id = NEW.id AND verified_by_id = NEW.made_by_id) THEN
        RAISE EXCEPTION 'the maker of the batch verified one of its lines';
    END IF;
    RETURN NEW;
"""
_RELEASE = """
    IF EXISTS (
        SELECT 1 FROM payments_payout
        WHERE batch_id = NEW.id AND verified_by_id IN (NEW.checked_by_id, NEW.approved_by_id)
    ) THEN
        RAISE EXCEPTION 'a checker of the batch verified one of its lines';
    END IF;
    RETURN NEW;
"""


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, user: User, on: date) -> "BatchQuerySet":
        """The paying officers, and who watches them, see every batch; nobody else sees one."""
        return self if has_role(user, *READERS, on=on) else self.none()

    def sending(self) -> "BatchQuerySet":
        """Released to the bank and not finished."""
        return self.filter(state__in=[BatchState.APPROVED, BatchState.SENDING])


class Batch(models.Model):
    """Count, total and fingerprint are written when it is frozen; what a checker approves is that fingerprint."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("nomor"), max_length=20, unique=True)
    state = models.CharField(_("keadaan"), max_length=10, choices=BatchState.choices, default=BatchState.DRAFT)
    count = models.PositiveIntegerField(_("banyaknya"), default=0)
    total = models.PositiveBigIntegerField(_("jumlah"), default=0)
    sha256 = models.CharField(_("sidik"), max_length=64, blank=True)
    needs_second_check = models.BooleanField(_("perlu dua pemeriksa"), default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("penyusun"))
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("pemeriksa pertama")
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("penyetuju")
    )
    made_at = models.DateTimeField(_("disusun"))
    frozen_at = models.DateTimeField(_("dibekukan"), null=True)
    approved_at = models.DateTimeField(_("disetujui"), null=True)
    done_at = models.DateTimeField(_("selesai"), null=True)

    workflow = workflow
    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("batch pembayaran")
        verbose_name_plural = _("batch pembayaran")
        ordering = ("-made_at", "-number")
        constraints = [
            models.CheckConstraint(
                name="maker_is_not_checker",
                condition=(Q(approved_by=None) | ~Q(approved_by=F("made_by")))
                & (Q(checked_by=None) | ~Q(checked_by=F("made_by")))
                & (Q(checked_by=None) | Q(approved_by=None) | ~Q(approved_by=F("checked_by"))),
                violation_error_message=_("Penyusun batch tidak boleh memeriksanya sendiri."),
            ),
            models.CheckConstraint(
                name="frozen_batch_is_counted",
                condition=~Q(state__in=_FROZEN_ON)
                | (Q(count__gt=0, total__gt=0, frozen_at__isnull=False) & Q(sha256__regex=r"^[0-9a-f]{64}$")),
            ),
            models.CheckConstraint(
                name="released_batch_was_approved",
                condition=~Q(state__in=_RELEASED)
                | (
                    Q(approved_by__isnull=False, approved_at__isnull=False)
                    & (Q(needs_second_check=False) | Q(checked_by__isnull=False))
                ),
                violation_error_message=_("Batch belum disetujui."),
            ),
        ]
        triggers = [
            *workflow.guards(),
            pgtrigger.Protect(name="batches_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="batches_begin_as_drafts", operation=pgtrigger.Insert, condition=~pgtrigger.Q(new__state="draft")
            ),
            pgtrigger.ReadOnly(name="maker_stays", fields=["id", "number", "made_by", "made_at"]),
            pgtrigger.Protect(
                name="frozen_batch_stands_still",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state="draft")
                & (
                    pgtrigger.Q(old__count__df=pgtrigger.F("new__count"))
                    | pgtrigger.Q(old__total__df=pgtrigger.F("new__total"))
                    | pgtrigger.Q(old__sha256__df=pgtrigger.F("new__sha256"))
                    | pgtrigger.Q(old__needs_second_check__df=pgtrigger.F("new__needs_second_check"))
                ),
            ),
            pgtrigger.Trigger(
                name="freeze_counts_the_lines",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="draft", new__state="frozen"),
                declare=[("real_count", "BIGINT"), ("real_total", "BIGINT")],
                func=_FREEZE,
            ),
            pgtrigger.Trigger(
                name="checkers_verified_no_line",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=(
                    pgtrigger.Q(old__checked_by__df=pgtrigger.F("new__checked_by"))
                    | pgtrigger.Q(old__approved_by__df=pgtrigger.F("new__approved_by"))
                ),
                func=_RELEASE,
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def handled_by(self) -> frozenset[object]:
        """Who made or first checked it: another must approve."""
        return frozenset(pk for pk in (self.made_by_id, self.checked_by_id) if pk)

    @property
    def is_released(self) -> bool:
        return self.state in RELEASED


class BatchLog(TransitionLog):
    subject = models.ForeignKey(Batch, models.PROTECT, related_name="log")

    class Meta(TransitionLog.Meta):
        abstract = False
