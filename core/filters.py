"""What every list that can be narrowed has in common."""

from typing import Final

import django_filters

SEARCH: Final = {"type": "search", "maxlength": "120"}  # the attributes of a field of words


class ListFilter(django_filters.FilterSet):
    @property
    def narrowed(self) -> bool:
        """Somebody chose something: an empty list then says so."""
        return any(self.data.get(name) for name in self.filters)
