"""Days on which somebody is reminded of what a session recommended."""

from django.db import models
from django.db.models import Q


class FollowUp(models.Model):
    """`days` after a session in which something was recommended both are reminded, unless something came of it.

    `done_at` is when the portal looked; `told` whether it had to remind.
    """

    session = models.ForeignKey("counseling.Session", models.PROTECT, related_name="follow_ups")
    days = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    told = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "days"], name="one_follow_up_a_session_and_day"),
            models.CheckConstraint(name="told_follow_up_is_done", condition=Q(told=False) | Q(done_at__isnull=False)),
        ]
        indexes = [models.Index(fields=["due_on"], name="follow_ups_waiting", condition=Q(done_at=None))]
