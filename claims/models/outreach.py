"""Who was laid off, could claim and has not: found by the sweep, reminded before the right lapses."""

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role, regions_of
from claims.enums import OUTREACH_OPEN, OUTREACH_REMINDED, OutreachState
from core.workflow import TransitionLog, Workflow

S = OutreachState

workflow = Workflow(
    ("pass", [S.DOUBTFUL], S.FOUND),
    ("remind", [S.FOUND, S.REMINDED], S.REMINDED),
    ("claim", OUTREACH_OPEN, S.CLAIMED),
    ("lapse", OUTREACH_OPEN, S.LAPSED),
    ("decline", [S.FOUND, S.REMINDED], S.DECLINED),
    ("resume", [S.DECLINED], S.FOUND),
    ("drop", OUTREACH_OPEN, S.DROPPED),
    born=[S.FOUND],
)


class OutreachQuerySet(models.QuerySet["OutreachEntry"]):
    def visible_to(self, user: User, on: date) -> "OutreachQuerySet":
        """BPJS verification and audit everybody, a mediator the PHKs of the region; nobody reads about themselves."""
        if has_role(user, Role.BPJS_VERIFIER, Role.AUDITOR, on=on):
            seen = self
        else:
            seen = self.filter(regions_of(user, Role.MEDIATOR, on=on).q("phk__region__code"))
        return seen.exclude(person__user=user)

    def of(self, user: User) -> "OutreachQuerySet":
        """One's own, once one is told of it: what is doubtful is between the portal and an officer."""
        return self.filter(person__user=user).exclude(state__in=(S.DOUBTFUL, S.DROPPED))


class OutreachEntry(models.Model):
    """One PHK whose person has not claimed. `lapses_on`, the last day to file, is worked out once, when it is found.

    `open_questions`: the conditions (ELG-…) that the register left open. `last_step`: how many days before the last day
    the latest reminder was due; it only falls, so that no step is said twice.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    phk = models.OneToOneField("participants.PhkEvent", models.PROTECT, related_name="outreach")
    person = models.ForeignKey("participants.Person", models.PROTECT, related_name="outreach")
    state = models.CharField(_("keadaan"), max_length=10, choices=S.choices, default=S.DOUBTFUL)
    found_on = models.DateField(_("ditemukan"))
    lapses_on = models.DateField(_("hari terakhir mengajukan"))
    open_questions = models.JSONField(default=list)
    last_step = models.PositiveSmallIntegerField(null=True)
    first_reminded_at = models.DateTimeField(null=True)
    last_reminded_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    workflow = workflow
    objects = OutreachQuerySet.as_manager()

    class Meta:
        verbose_name = _("penjangkauan")
        verbose_name_plural = _("penjangkauan")
        triggers = workflow.guards()
        constraints = [
            models.CheckConstraint(
                name="outreach_is_found_while_the_right_runs", condition=Q(found_on__lte=F("lapses_on"))
            ),
            models.CheckConstraint(
                name="outreach_reminder_has_its_step_and_days",
                condition=Q(last_step=None, first_reminded_at=None, last_reminded_at=None)
                | Q(
                    last_step__isnull=False,
                    first_reminded_at__isnull=False,
                    last_reminded_at__gte=F("first_reminded_at"),
                ),
            ),
            models.CheckConstraint(
                name="reminded_outreach_has_a_reminder", condition=~Q(state=S.REMINDED) | Q(last_step__isnull=False)
            ),
            models.CheckConstraint(
                name="closed_outreach_has_its_moment",
                condition=Q(state__in=OUTREACH_OPEN, closed_at=None)
                | Q(~Q(state__in=OUTREACH_OPEN), closed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["lapses_on"], name="outreach_to_remind", condition=Q(state__in=OUTREACH_REMINDED)),
            models.Index(fields=["state", "lapses_on"], name="outreach_by_state"),
            models.Index(fields=["found_on"], name="outreach_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.phk_id} {self.lapses_on}"

    @property
    def is_open(self) -> bool:
        return self.state in OUTREACH_OPEN


class OutreachLog(TransitionLog):
    subject = models.ForeignKey(OutreachEntry, models.PROTECT, related_name="log")
