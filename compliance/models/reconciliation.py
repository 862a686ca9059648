"""Reconciliation of a province's worker cards: its list of holders held against BPJS's register (004, annex, 2d)."""

import uuid
from collections.abc import Collection
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from compliance.models.exchange import (
    OF_MOVE,
    OF_WORKERS,
    AskedNik,
    DataAgreement,
    ExchangeField,
    ForPartner,
    in_force_only,
)
from core.crypto import Sealed
from core.workflow import TransitionLog, Workflow


class ReconciliationState(models.TextChoices):
    RECEIVED = "received", _("Sedang dicocokkan")
    CHECKED = "checked", _("Menunggu persetujuan")
    APPROVED = "approved", _("Siap diambil")
    DELIVERED = "delivered", _("Sudah diserahkan")
    REFUSED = "refused", _("Ditolak")
    FAILED = "failed", _("Gagal dicocokkan")


class CardResult(models.TextChoices):
    """What is said of a line; see `results_of`."""

    MATCHES = "cocok", _("Cocok")
    INACTIVE = "nonaktif", _("Nonaktif")
    OTHER_WAGE = "upah_berbeda", _("Upah berbeda")
    OTHER_FIRM = "perusahaan_berbeda", _("Perusahaan berbeda")
    NOT_FOUND = "tidak_ditemukan", _("Tidak ditemukan")


def results_of(fields: Collection[str]) -> list[CardResult]:
    """The results that an agreement with these fields may give: none speaks of what was not agreed."""
    unsaid = set()
    if ExchangeField.WAGE not in fields:
        unsaid.add(CardResult.OTHER_WAGE)
    if not set(fields) - set(OF_WORKERS):
        unsaid.add(CardResult.OTHER_FIRM)
    return [result for result in CardResult if result not in unsaid]


R = ReconciliationState
OPEN = (R.RECEIVED, R.CHECKED, R.APPROVED, R.FAILED)
reconciliation_workflow = Workflow(
    ("check", [R.RECEIVED], R.CHECKED),
    ("fail", [R.RECEIVED, R.APPROVED], R.FAILED),
    ("retry", [R.FAILED], R.RECEIVED),
    ("approve", [R.CHECKED], R.APPROVED),
    ("refuse", [R.CHECKED, R.FAILED], R.REFUSED),
    ("deliver", [R.APPROVED], R.DELIVERED),
)
_MAY_RECONCILE = " AND a.may_reconcile"


class Reconciliation(ForPartner):
    """One list of card holders and its answer. `rows`: lines of the list, each answered once; `quarter`: its first day.

    `list_key`: keyed hash of what was sent, so that the same file is the same reconciliation. `results`: how many lines
    have each result; a line may have several. `asked_by` is empty for the partner's own machine.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(DataAgreement, models.PROTECT, related_name="reconciliations")
    purpose = models.CharField(_("tujuan"), max_length=300)
    list_key = models.BinaryField(max_length=32)
    state = models.CharField(_("keadaan"), max_length=10, choices=R.choices, default=R.RECEIVED)
    results = models.JSONField(_("hasil"), default=dict)
    because = models.TextField(_("alasan penolakan"), blank=True)

    workflow = reconciliation_workflow
    event_name: ClassVar[str] = "reconciliation"

    class Meta:
        verbose_name = _("rekonsiliasi Kartu Pekerja")
        verbose_name_plural = _("rekonsiliasi Kartu Pekerja")
        ordering = ("-quarter", "-asked_at", "pk")
        triggers = [
            *reconciliation_workflow.guards(),
            *in_force_only("list_comes_by_agreement", pgtrigger.Insert, moment="NEW.asked_at", also=_MAY_RECONCILE),
            *in_force_only(
                "answer_leaves_by_agreement",
                pgtrigger.Update,
                when="NEW.state IN ('checked', 'approved', 'delivered') AND NEW.state <> OLD.state",
                moment=OF_MOVE,
                also=_MAY_RECONCILE,
            ),
            pgtrigger.ReadOnly(
                name="what_was_sent_stays",
                fields=["number", "agreement", "quarter", "purpose", "list_key", "rows", "asked_by", "asked_at"],
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "quarter"], condition=Q(state__in=OPEN), name="one_open_list_a_quarter"
            ),
            models.UniqueConstraint(
                fields=["agreement", "quarter", "list_key"],
                condition=~Q(state=R.REFUSED),
                name="one_reconciliation_a_list",
            ),
            models.CheckConstraint(
                name="list_quarter_is_its_first_day", condition=Q(quarter__day=1, quarter__month__in=(1, 4, 7, 10))
            ),
            models.CheckConstraint(name="list_has_its_purpose", condition=~Q(purpose="") & Q(rows__gt=0)),
            models.CheckConstraint(
                name="checked_list_is_signed",
                condition=~Q(state__in=(R.CHECKED, R.APPROVED, R.DELIVERED))
                | Q(prepared_at__isnull=False) & ~Q(sha256="") & ~Q(signature="") & ~Q(location=""),
            ),
            models.CheckConstraint(
                name="approved_list_has_another_officer",
                condition=~Q(state__in=(R.APPROVED, R.DELIVERED))
                | Q(approved_at__isnull=False, approved_by__isnull=False)
                & (Q(asked_by=None) | ~Q(approved_by=F("asked_by"))),
            ),
            models.CheckConstraint(
                name="delivered_list_has_its_moment", condition=~Q(state=R.DELIVERED) | Q(delivered_at__isnull=False)
            ),
            models.CheckConstraint(name="failed_list_says_why", condition=~Q(state=R.FAILED) | ~Q(problem="")),
            models.CheckConstraint(name="refused_list_says_why", condition=~Q(state=R.REFUSED) | ~Q(because="")),
        ]


class ReconciliationLog(TransitionLog):
    subject = models.ForeignKey(Reconciliation, models.PROTECT, related_name="log")


class ReconciledNik(AskedNik):
    reconciliation = models.ForeignKey(Reconciliation, models.PROTECT, related_name="people")


class WaitingList(models.Model):
    """The lines that wait to be compared, sealed together, a blind index in each NIK's place. Goes once they are."""

    reconciliation = models.OneToOneField(Reconciliation, models.PROTECT, primary_key=True, related_name="waiting")
    lines_sealed = models.BinaryField()

    lines = Sealed("lines_sealed", purpose="exchange-list")
