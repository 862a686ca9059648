"""Banks that can be paid to: reference data, looked after in the admin."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Bank(models.Model):
    """A bank by its three-digit clearing code. `pattern` is what its account numbers look like, as ^\\d{10}$."""

    code = models.CharField(_("kode"), primary_key=True, max_length=3, validators=[RegexValidator(r"^\d{3}$")])
    name = models.CharField(_("nama"), max_length=60)
    pattern = models.CharField(
        _("pola nomor rekening"), max_length=20, validators=[RegexValidator(r"^\^\\d\{\d{1,2}(,\d{1,2})?\}\$$")]
    )
    in_use = models.BooleanField(_("dapat dipilih"), default=True)

    class Meta:
        verbose_name = _("bank")
        verbose_name_plural = _("bank")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
