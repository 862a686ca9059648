"""Browsers that an account knows."""

import hashlib
from datetime import datetime, timedelta

from django.db import transaction

from accounts.events import NewDeviceSignedIn
from accounts.models import KnownDevice, User
from core.events import publish

KEPT = timedelta(days=180)


def hash_token(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


@transaction.atomic
def remember_device(user: User, *, token: str, name: str, at: datetime) -> KnownDevice:
    """Know this browser from now on. The first time, whoever listens to NewDeviceSignedIn tells the person."""
    first = not KnownDevice.objects.filter(user=user).exists()
    device, created = KnownDevice.objects.update_or_create(
        user=user,
        token_hash=hash_token(token),
        defaults={"last_seen_at": at, "expires_at": at + KEPT, "name": name[:120]},
        create_defaults={
            "first_seen_at": at,
            "last_seen_at": at,
            "expires_at": at + KEPT,
            "name": name[:120],
        },
    )
    if created and not first:
        publish(NewDeviceSignedIn(user_id=str(user.pk), device_id=str(device.pk)), key=str(device.pk))
    return device


def known_device(user: User, token: str, *, at: datetime) -> KnownDevice | None:
    if not token:
        return None
    return KnownDevice.objects.alive(at).filter(user=user, token_hash=hash_token(token)).first()


def forget_devices(user: User) -> None:
    """Every browser must prove itself again."""
    KnownDevice.objects.filter(user=user).delete()
