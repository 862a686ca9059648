"""What nobody needs any more."""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from accounts.models import KnownDevice, OneTimeCode
from core import limits


def clear_old(at: datetime) -> int:
    """Delete counts, codes, sessions and devices that are over. Returns how many rows. Twice changes nothing."""
    gone = limits.clear_old(at)
    gone += OneTimeCode.objects.filter(expires_at__lt=at - timedelta(days=1)).delete()[0]
    gone += KnownDevice.objects.filter(expires_at__lt=at).delete()[0]
    gone += Session.objects.filter(expire_date__lt=at).delete()[0]
    gone += UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()[0]
    return gone
