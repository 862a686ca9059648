"""What BPJS Ketenagakerjaan holds about a person, as we saw it."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.workflow import append_only


class Contribution(models.Model):
    """One month with one employer. `wage` as reported: absent, zero or negative is for an officer (POL-19)."""

    person = models.ForeignKey("participants.Person", models.PROTECT, related_name="contributions")
    month = models.DateField(_("bulan iuran"))
    employer_npp = models.CharField(_("NPP"), max_length=20)
    wage = models.BigIntegerField(_("upah dilaporkan"), null=True)
    paid_on = models.DateField(_("dibayar"), null=True)
    reported_on = models.DateField(_("dilaporkan"))
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("iuran")
        verbose_name_plural = _("iuran")
        ordering = ("-month", "employer_npp")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "month", "employer_npp"], name="one_contribution_a_month_and_employer"
            ),
            models.CheckConstraint(name="contribution_month_is_a_first_day", condition=Q(month__day=1)),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.employer_npp}"


class BpjsSnapshot(models.Model):
    """Everything BPJS said about a person at one moment: membership, contributions, benefits taken. Written once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("participants.Person", models.PROTECT, related_name="bpjs_snapshots")
    as_of = models.DateTimeField(_("data BPJS per"))
    fetched_at = models.DateTimeField(_("diambil"))
    payload = models.JSONField()

    class Meta:
        verbose_name = _("data BPJS")
        verbose_name_plural = _("data BPJS")
        ordering = ("-fetched_at",)
        triggers = append_only()
        indexes = [models.Index(fields=["person", "-fetched_at"], name="snapshot_latest")]
