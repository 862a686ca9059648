"""Sessions: two people, a time, a room; who came, and whether it helped."""

import uuid
from datetime import timedelta

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.workflow import TransitionLog, Workflow
from counseling.enums import TAKEN, Channel, Rating, SessionKind, SessionState, Side

S = SessionState
# Who was in the room so short a time ago is in it: a page says so every fifteen seconds, a socket more rarely.
JUST_NOW = timedelta(seconds=50)

session_workflow = Workflow(
    ("agree", [S.PROPOSED], S.AGREED),
    ("decline", [S.PROPOSED], S.DECLINED),
    ("open", [S.AGREED], S.OPEN),
    ("hold", [S.OPEN], S.HELD),
    ("miss", [S.AGREED, S.OPEN], S.MISSED),
    ("cancel", [S.PROPOSED, S.AGREED], S.CANCELLED),
    ("move", [S.PROPOSED, S.AGREED], S.MOVED),
    born=[S.AGREED],
)


class During(Func):
    """The time that a session takes, its end not included."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, user: User) -> "SessionQuerySet":
        """The two people of the session, before and after, and nobody else."""
        return self.filter(Q(person__user=user) | Q(counsellor__user=user))

    def taken(self) -> "SessionQuerySet":
        return self.filter(state__in=TAKEN)


class Session(models.Model):
    """One appointment of a participant with a counsellor. `absent` says who did not come when it was missed.

    `opened_at` is when the first of the two entered in time, `closed_at` when it ended; `messages` counts the chat.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey("counseling.CounsellingRequest", models.PROTECT, related_name="sessions")
    person = models.ForeignKey("participants.Person", models.PROTECT, related_name="counselling_sessions")
    counsellor = models.ForeignKey("counseling.Counsellor", models.PROTECT, related_name="sessions")
    kind = models.CharField(_("jenis"), max_length=10, choices=SessionKind.choices, default=SessionKind.CAREER)
    starts_at = models.DateTimeField(_("mulai"))
    ends_at = models.DateTimeField(_("sampai"))
    channel = models.CharField(_("cara"), max_length=6, choices=Channel.choices, default=Channel.CHAT)
    state = models.CharField(_("keadaan"), max_length=10, choices=S.choices, default=S.PROPOSED)
    booked_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    absent = models.CharField(_("tidak hadir"), max_length=10, choices=Side.choices, blank=True)
    cancelled_by = models.CharField(_("dibatalkan oleh"), max_length=10, choices=Side.choices, blank=True)
    note = models.CharField(_("keterangan"), max_length=300, blank=True)
    messages = models.PositiveIntegerField(default=0)

    workflow = session_workflow
    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("sesi konseling")
        verbose_name_plural = _("sesi konseling")
        triggers = [
            *session_workflow.guards(),
            pgtrigger.ReadOnly(
                name="session_as_booked",
                fields=["request", "person", "counsellor", "kind", "starts_at", "ends_at", "booked_at"],
            ),
        ]
        constraints = [
            models.CheckConstraint(name="session_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))),
            ExclusionConstraint(
                name="one_session_of_a_counsellor_at_a_time",
                expressions=[
                    (During("starts_at", "ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
                    ("counsellor", RangeOperators.EQUAL),
                ],
                condition=Q(state__in=TAKEN),
                violation_error_message=_("Waktu ini baru saja terisi. Pilih waktu lain."),
            ),
            ExclusionConstraint(
                name="one_session_of_a_person_at_a_time",
                expressions=[
                    (During("starts_at", "ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
                    ("person", RangeOperators.EQUAL),
                ],
                condition=Q(state__in=TAKEN),
                violation_error_message=_("Peserta sudah punya jadwal pada waktu ini."),
            ),
            models.UniqueConstraint(
                fields=["request"], condition=Q(state__in=TAKEN), name="one_live_session_a_request"
            ),
            models.CheckConstraint(
                name="held_session_was_opened_and_closed",
                condition=~Q(state=S.HELD) | Q(opened_at__isnull=False, closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="missed_session_says_who",
                condition=Q(state=S.MISSED, absent__in=Side.values) | ~Q(state=S.MISSED) & Q(absent=""),
            ),
        ]
        indexes = [
            models.Index(fields=["counsellor", "starts_at"], name="session_of_counsellor"),
            models.Index(fields=["person", "-starts_at"], name="session_of_person"),
            models.Index(fields=["starts_at"], name="session_coming", condition=Q(state__in=["agreed", "open"])),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.starts_at:%Y-%m-%d %H:%M}"


class SessionLog(TransitionLog):
    subject = models.ForeignKey(Session, models.PROTECT, related_name="log")


class Attendance(models.Model):
    """When one of the two was in the room first and last."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="attendances")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    side = models.CharField(max_length=10, choices=Side.choices)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "side"], name="one_attendance_a_side"),
            models.CheckConstraint(name="last_seen_after_first", condition=Q(last_at__gte=F("first_at"))),
        ]


class SessionRating(models.Model):
    """The participant's answer to the one question after a session; the last one counts."""

    session = models.OneToOneField(Session, models.PROTECT, primary_key=True, related_name="rating")
    answer = models.CharField(max_length=6, choices=Rating.choices)
    at = models.DateTimeField()
