"""Choosing a regency or city, below its province."""

from itertools import groupby
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Region


class RegencyField(forms.ModelChoiceField):
    """Regencies and cities under the names of their provinces."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Kabupaten atau kota"))
        kwargs.setdefault("error_messages", {"required": _("Pilih kabupaten atau kota.")})
        super().__init__(Region.objects.none(), empty_label=_("Pilih kabupaten atau kota"), **kwargs)

    def fill(self, within: Q | None = None) -> None:
        """Read the choices, all or those of a condition; called once a form."""
        regencies = Region.objects.exclude(parent=None).select_related("parent").order_by("parent__name", "name", "pk")
        if within is not None:
            regencies = regencies.filter(within)
        self.queryset = regencies
        below = groupby(regencies, lambda region: region.parent.name)
        self.choices = [
            ("", self.empty_label),
            *((province, [(region.pk, region.name) for region in found]) for province, found in below),
        ]
