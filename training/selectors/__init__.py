"""Reads of training."""

from training.selectors.attendance import attendance, attendances
from training.selectors.catalogue import (
    ONLINE,
    SAME_PROVINCE,
    SAME_REGENCY,
    find_programmes,
    look_up,
    programmes_for_groups,
)
from training.selectors.recommendations import (
    has_recommendation,
    may_enrol,
    recommendations,
    recommendations_of,
    recommended_in,
    usable_with_classes,
)

__all__ = [
    "ONLINE",
    "SAME_PROVINCE",
    "SAME_REGENCY",
    "attendance",
    "attendances",
    "find_programmes",
    "has_recommendation",
    "look_up",
    "may_enrol",
    "programmes_for_groups",
    "recommendations",
    "recommendations_of",
    "recommended_in",
    "usable_with_classes",
]
