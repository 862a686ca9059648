"""The classification of occupations: what a job is called, and where it belongs."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.db.models.lookups import Regex
from django.utils.translation import gettext_lazy as _

from core.language import language

# Lookups of a foreign key do not know patterns, a column does.
_UNIT_GROUP = Regex(Cast("occupation", models.CharField()), r"^[0-9]{4}$")


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


class JobTitle(models.Model):
    """What people call a job, with the unit group (four digits) that it belongs to.

    Every unit group is also a title of its own, under its Indonesian name: `names_group` marks it. `key` is the title
    as it is compared (`ipk.titles.job_key`).
    """

    title = models.CharField(_("sebutan"), max_length=80)
    key = models.CharField(_("kunci"), max_length=80, unique=True, editable=False)
    occupation = models.ForeignKey(
        Occupation, models.PROTECT, related_name="titles", verbose_name=_("kelompok jabatan")
    )
    names_group = models.BooleanField(_("nama kelompok"), default=False, editable=False)

    class Meta:
        verbose_name = _("sebutan pekerjaan")
        verbose_name_plural = _("sebutan pekerjaan")
        ordering = ("title",)
        constraints = [
            models.CheckConstraint(name="job_title_has_a_unit_group", condition=_UNIT_GROUP),
            models.CheckConstraint(
                name="job_title_has_a_key",
                condition=~Q(key=""),
                violation_error_message=_("Tulis sebutan pekerjaan dengan huruf."),
            ),
        ]
        indexes = [GinIndex(fields=["key"], name="job_title_by_trigram", opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.title
