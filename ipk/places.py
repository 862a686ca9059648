"""Places as people type them, under the name that the search for work knows: they are core's."""

from core.places import NICKNAMES, Place, bare, by_code, find_place, place_at_the_end

__all__ = ["NICKNAMES", "Place", "bare", "by_code", "find_place", "place_at_the_end"]
