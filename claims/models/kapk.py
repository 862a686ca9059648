"""The job-search commitment (Komitmen Aktivitas Pencarian Kerja): its wording, dated, and who signed it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from claims.models.claims import Claim
from core.workflow import append_only


class KapkVersion(models.Model):
    """One wording. Never changed, because people signed it: another wording is another version."""

    version = models.PositiveSmallIntegerField(_("versi"), unique=True)
    in_force_since = models.DateField(_("berlaku sejak"))
    points_id = models.JSONField(_("butir, Bahasa Indonesia"), help_text=_("Satu kalimat tiap butir."))
    points_en = models.JSONField(_("butir, bahasa Inggris"))

    class Meta:
        verbose_name = _("versi KAPK")
        verbose_name_plural = _("versi KAPK")
        ordering = ("-version",)
        triggers = append_only()

    def __str__(self) -> str:
        return f"KAPK {self.version}"


class KapkSignature(models.Model):
    """Signed with the typed name and a one-time code. Written once."""

    claim = models.OneToOneField(Claim, models.PROTECT, related_name="kapk")
    version = models.ForeignKey(KapkVersion, models.PROTECT, related_name="+")
    typed_name = models.CharField(max_length=150)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        triggers = append_only()
