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
    in_force_with_classes,
    may_enrol,
    recommendations,
    recommendations_of,
    recommended_in,
)

__all__ = [
    "ONLINE",
    "SAME_PROVINCE",
    "SAME_REGENCY",
    "attendance",
    "attendances",
    "find_programmes",
    "has_recommendation",
    "in_force_with_classes",
    "look_up",
    "may_enrol",
    "programmes_for_groups",
    "recommendations",
    "recommendations_of",
    "recommended_in",
]
