"""When the portal itself was away: windows that were open then are longer (POL-16)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.workflow import append_only


class ServiceOutage(models.Model):
    """One outage as operations recorded it. Written once; another row corrects it."""

    starts_at = models.DateTimeField(_("mulai"))
    ends_at = models.DateTimeField(_("selesai"))
    reason = models.CharField(_("sebab"), max_length=200)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("gangguan layanan")
        verbose_name_plural = _("gangguan layanan")
        ordering = ("-starts_at",)
        triggers = append_only()
        constraints = [
            models.CheckConstraint(name="outage_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))),
            models.UniqueConstraint(fields=["starts_at", "ends_at"], name="outage_recorded_once"),
        ]
