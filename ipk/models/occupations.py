"""The classification of occupations: what a job is called, and where it belongs."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.language import language


class OccupationQuerySet(models.QuerySet["Occupation"]):
    def groups(self) -> "OccupationQuerySet":
        """The 40 civil job groups (golongan) that the self-assessment compares."""
        return self.exclude(holland="")


class Occupation(models.Model):
    """A group of KBJI/ISCO-08: a major group (one digit) down to a unit group (four).

    `holland` are three letters of interest, the strongest first: a draft judgement, of the civil groups of two digits.
    """

    code = models.CharField(_("kode"), max_length=4, primary_key=True)
    name = models.CharField(_("nama"), max_length=160)
    name_en = models.CharField(_("nama Inggris"), max_length=160)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts", verbose_name=_("induk"))
    holland = models.CharField(_("minat"), max_length=3, blank=True)

    objects = OccupationQuerySet.as_manager()

    class Meta:
        verbose_name = _("golongan jabatan")
        verbose_name_plural = _("golongan jabatan")
        ordering = ("code",)
        constraints = [
            models.CheckConstraint(name="occupation_code_is_digits", condition=Q(code__regex=r"^[0-9]{1,4}$")),
            models.CheckConstraint(
                name="interest_is_three_of_riasec", condition=Q(holland="") | Q(holland__regex=r"^[RIASEC]{3}$")
            ),
        ]

    def __str__(self) -> str:
        return self.name_en if language() == "en" else self.name
