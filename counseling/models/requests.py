"""Requests for counselling with three wishes of time."""

import uuid
from datetime import date

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import regions_of
from core.workflow import TransitionLog, Workflow, append_only
from counseling.enums import LIVE_REQUESTS, AskReason, Channel, RequestState, SessionKind

S = RequestState
LONGEST_STORY = 1_000
MOST_WISHES = 3

request_workflow = Workflow(
    ("schedule", [S.WAITING, S.PROPOSED], S.SCHEDULED),
    ("propose", [S.WAITING], S.PROPOSED),
    ("return", [S.PROPOSED, S.SCHEDULED], S.WAITING),  # declined, moved, or the counsellor cannot: asked again
    ("finish", [S.SCHEDULED], S.DONE),
    ("cancel", [S.WAITING, S.PROPOSED, S.SCHEDULED], S.CANCELLED),
)


class RequestQuerySet(models.QuerySet["CounsellingRequest"]):
    def visible_to(self, user: User, on: date) -> "RequestQuerySet":
        """One's own; the counsellor it went to; counsellors and coordinators of the region it was asked from."""
        scope = regions_of(user, Role.COUNSELLOR, Role.COUNSELLOR_COORDINATOR, on=on)
        return self.filter(Q(person__user=user) | Q(counsellor__user=user) | scope.q("region__code"))

    def live(self) -> "RequestQuerySet":
        return self.filter(state__in=LIVE_REQUESTS)

    def waiting(self) -> "RequestQuerySet":
        return self.filter(state=S.WAITING)


class CounsellingRequest(models.Model):
    """Somebody asks for counselling. `counsellor` is who it went to; `region` where the person lived then; `language`
    the one besides Indonesian in which the person would rather speak, if any.

    `answer_due_on` is the last working day of the answer that the office owes (POL-14). It is counted anew when
    there is something new to answer: other times, a declined one, a session that the counsellor missed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("participants.Person", models.PROTECT, related_name="counselling_requests")
    kind = models.CharField(_("jenis"), max_length=10, choices=SessionKind.choices, default=SessionKind.CAREER)
    reason = models.CharField(_("alasan"), max_length=12, choices=AskReason.choices)
    story = models.CharField(_("cerita"), max_length=LONGEST_STORY, blank=True)
    channel = models.CharField(_("cara"), max_length=6, choices=Channel.choices, default=Channel.CHAT)
    language = models.CharField(_("bahasa"), max_length=30, blank=True)
    region = models.ForeignKey("core.Region", models.PROTECT, null=True, related_name="+")
    counsellor = models.ForeignKey(
        "counseling.Counsellor", models.PROTECT, null=True, related_name="requests", verbose_name=_("konselor")
    )
    asked_at = models.DateTimeField(_("diajukan"))
    answer_due_on = models.DateField(_("dijawab paling lambat"))
    state = models.CharField(_("keadaan"), max_length=10, choices=S.choices, default=S.WAITING)
    cancel_reason = models.CharField(_("alasan batal"), max_length=300, blank=True)

    workflow = request_workflow
    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("permohonan konseling")
        verbose_name_plural = _("permohonan konseling")
        triggers = [
            *request_workflow.guards(),
            pgtrigger.ReadOnly(name="request_as_asked", fields=["person", "kind", "asked_at"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=LIVE_REQUESTS),
                name="one_live_counselling_request_a_person",
                violation_error_message=_("Anda sudah mengajukan konseling."),
            ),
            models.CheckConstraint(
                name="request_story_is_short", condition=LessThanOrEqual(Length("story"), LONGEST_STORY)
            ),
        ]
        indexes = [
            models.Index(fields=["answer_due_on", "asked_at"], name="waiting_requests", condition=Q(state="waiting")),
            models.Index(fields=["person", "-asked_at"], name="request_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.asked_at:%Y-%m-%d}"


class RequestLog(TransitionLog):
    subject = models.ForeignKey(CounsellingRequest, models.PROTECT, related_name="log")


class Wish(models.Model):
    """The `n`-th time that suits the participant; `round` counts how often new times were asked for."""

    request = models.ForeignKey(CounsellingRequest, models.PROTECT, related_name="wishes")
    round = models.PositiveSmallIntegerField(default=1)
    n = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()

    class Meta:
        ordering = ("-round", "n")
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(fields=["request", "round", "n"], name="one_wish_a_number"),
            models.UniqueConstraint(fields=["request", "round", "starts_at"], name="one_wish_a_time"),
            models.CheckConstraint(name="three_wishes_at_most", condition=Q(n__range=(1, MOST_WISHES))),
        ]
        indexes = [models.Index(fields=["starts_at"], name="wish_by_time", condition=Q(n=1))]
