"""What was written in a room: stored before it is sent, never changed."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from core.workflow import append_only
from counseling.enums import MessageKind

LONGEST_MESSAGE = 2_000


class Message(models.Model):
    """One message. `n` counts from 1 in its session without gaps; `key` is the sender's own: sent twice is once.

    `ref` is the vacancy or the recommendation that a card shows. `sender` is empty when the portal itself says it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey("counseling.Session", models.PROTECT, related_name="chat")
    n = models.PositiveIntegerField()
    key = models.UUIDField()
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=MessageKind.choices, default=MessageKind.TEXT)
    body = models.CharField(_("pesan"), max_length=LONGEST_MESSAGE, blank=True)
    ref = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("pesan konseling")
        verbose_name_plural = _("pesan konseling")
        ordering = ("session", "n")
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(fields=["session", "n"], name="one_message_a_number"),
            models.UniqueConstraint(fields=["session", "key"], name="one_message_a_key"),
            models.CheckConstraint(name="message_is_short", condition=LessThanOrEqual(Length("body"), LONGEST_MESSAGE)),
            models.CheckConstraint(
                name="text_has_words_and_a_card_its_subject",
                condition=Q(kind=MessageKind.TEXT, ref=None) & ~Q(body="")
                | Q(kind__in=(MessageKind.VACANCY, MessageKind.TRAINING), ref__isnull=False)
                | Q(kind__in=(MessageKind.PHONE, MessageKind.JOINED, MessageKind.ENDED), ref=None),
            ),
        ]
