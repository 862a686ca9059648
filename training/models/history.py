"""How institutes were spread over the provinces in earlier years."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.workflow import append_only


class Distribution(models.Model):
    """A province in a year: in how many regencies and cities there were how many institutes with how many programmes.

    `printed` is the name in the source (training/data/README.md). A province without a row had none.
    """

    year = models.PositiveSmallIntegerField(_("tahun"))
    province = models.ForeignKey("core.Region", models.PROTECT, related_name="+", verbose_name=_("provinsi"))
    printed = models.CharField(_("nama di sumber"), max_length=60)
    regencies = models.PositiveSmallIntegerField(_("kabupaten dan kota"))
    institutes = models.PositiveSmallIntegerField(_("lembaga"))
    programmes = models.PositiveSmallIntegerField(_("program"))

    class Meta:
        verbose_name = _("sebaran lembaga pelatihan")
        verbose_name_plural = _("sebaran lembaga pelatihan")
        ordering = ("year", "province")
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(fields=["year", "province"], name="one_distribution_a_year_and_province")
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.printed}"
