"""What every list that can be narrowed has in common."""

from typing import Final

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

SEARCH: Final = {"type": "search", "maxlength": "120"}  # the attributes of a field of words


class ListFilter(django_filters.FilterSet):
    def get_form_class(self) -> type[forms.Form]:
        """An address with a choice that is none is answered without repeating it."""
        form: type[forms.Form] = super().get_form_class()
        for field in form.base_fields.values():
            field.error_messages["invalid_choice"] = _("Pilih satu dari daftar.")
        return form

    @property
    def narrowed(self) -> bool:
        """Somebody chose something: an empty list then says so."""
        return any(self.data.get(name) for name in self.filters)
