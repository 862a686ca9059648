"""Sessions of training and who was there."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Presence(models.Model):
    """Whether somebody was at the session of a programme on a day. `on` is the day of the session."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("participants.Person", models.PROTECT, related_name="presences")
    programme = models.CharField(_("program"), max_length=150)
    institute = models.CharField(_("lembaga pelatihan"), max_length=150)
    on = models.DateField(_("tanggal"))
    present = models.BooleanField(_("hadir"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("presensi")
        verbose_name_plural = _("presensi")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "programme", "institute", "on"],
                name="one_presence_a_session",
                violation_error_message=_("Presensi untuk hari ini sudah tercatat."),
            )
        ]
        indexes = [models.Index(fields=["person", "on"], name="presence_of_person_by_day")]
