"""Reading the inbox, the wishes about copies, and letters."""

from dataclasses import dataclass

from django.db import models

from accounts.models import User
from notices.enums import Channel, Zone
from notices.models import Letter, LetterQuerySet, Notice, Preference


@dataclass(frozen=True, slots=True)
class Wishes:
    """Which copies a person wants, and their time zone."""

    by_email: bool = True
    by_sms: bool = True
    zone: str = Zone.WIB.value

    def wants(self, channel: Channel) -> bool:
        return {Channel.INBOX: True, Channel.EMAIL: self.by_email, Channel.SMS: self.by_sms}[channel]


def wishes_of(user: User) -> Wishes:
    row = Preference.objects.filter(pk=user.pk).first()
    return Wishes(row.by_email, row.by_sms, row.zone) if row else Wishes()


def unread_count(user: User) -> int:
    """How many notices wait in the person's inbox."""
    return Notice.objects.visible_to(user).unread().count()


def letters_for(subject: models.Model) -> LetterQuerySet:
    """Letters about one thing, the newest first."""
    return Letter.objects.about(subject).newest_first()
