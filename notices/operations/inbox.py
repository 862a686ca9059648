"""Reading, and choosing what to hear outside the portal."""

from datetime import datetime

from accounts.models import User
from notices.models import Notice, Preference


def mark_read(notice: Notice, *, at: datetime) -> None:
    """The person has seen it. The first time counts."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=at)


def mark_all_read(user: User, *, at: datetime) -> int:
    """Everything in the inbox is seen. Returns how many were not yet."""
    return Notice.objects.visible_to(user).unread().update(read_at=at)


def choose_copies(user: User, *, by_email: bool, by_sms: bool, zone: str) -> None:
    """Which copies the person wants, and the time zone of their quiet hours."""
    wishes = {"by_email": by_email, "by_sms": by_sms, "zone": zone}
    Preference.objects.update_or_create(user=user, defaults=wishes)


def set_zone(user: User, *, zone: str) -> None:
    """The time zone of the person's home: their quiet hours go by it, unless they chose one themselves."""
    Preference.objects.get_or_create(user=user, defaults={"zone": zone})
