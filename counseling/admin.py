"""Counselling in the admin, by what it is about."""

from counseling import booking_admin, guide_admin

__all__ = ["booking_admin", "guide_admin"]
