"""People whom the office calls because they did not appear three times: to help, not to punish."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import regions_of


class OfficeCallQuerySet(models.QuerySet["OfficeCall"]):
    def visible_to(self, user: User, on: date) -> "OfficeCallQuerySet":
        """Counsellors and coordinators of the region where the person lives."""
        scope = regions_of(user, Role.COUNSELLOR, Role.COUNSELLOR_COORDINATOR, on=on)
        return self.filter(scope.q("region__code"))

    def open(self) -> "OfficeCallQuerySet":
        return self.filter(called_at=None)


class OfficeCall(models.Model):
    """Somebody is to be called, after the third missed session in a row; once called, what was said is noted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.OneToOneField("counseling.Session", models.PROTECT, related_name="office_call")
    person = models.ForeignKey("participants.Person", models.PROTECT, related_name="+")
    region = models.ForeignKey("core.Region", models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(_("dihubungi paling lambat"))
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    called_at = models.DateTimeField(null=True)
    note = models.CharField(_("yang dibicarakan"), max_length=300, blank=True)

    objects = OfficeCallQuerySet.as_manager()

    class Meta:
        verbose_name = _("peserta yang dihubungi")
        verbose_name_plural = _("peserta yang dihubungi")
        ordering = ("due_on", "pk")
        constraints = [
            models.CheckConstraint(
                name="a_call_says_who_and_when",
                condition=Q(called_at=None, called_by=None) | Q(called_at__isnull=False, called_by__isnull=False),
            )
        ]
        indexes = [models.Index(fields=["due_on"], name="open_office_calls", condition=Q(called_at=None))]

    def __str__(self) -> str:
        return f"{self.person}, {self.due_on:%Y-%m-%d}"
