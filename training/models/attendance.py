"""Meetings of a class and who was there, in minutes."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.workflow import TransitionLog, Workflow, append_only
from training.enums import AttendanceSource, MeetingState
from training.models.programmes import TrainingClass
from training.models.vouchers import Enrolment

M = MeetingState
MINUTES_A_DAY = 24 * 60
LONGEST_REASON = 500

meeting_workflow = Workflow(
    ("record", [M.PLANNED], M.RECORDED),
    ("cancel", [M.PLANNED], M.CANCELLED),
)

# Who was there belongs to a meeting of the same class, lasts no longer than it, and is written before it is locked.
_PLAUSIBLE = """
    SELECT m.minutes, m.locks_at, m.state, m.training_class_id = e.training_class_id
    INTO planned, locks_at, meeting_state, is_same_class
    FROM training_meeting m, training_enrolment e WHERE m.id = NEW.meeting_id AND e.id = NEW.enrolment_id;
    IF NOT is_same_class THEN
        RAISE EXCEPTION 'attendance of a meeting of another class';
    END IF;
    IF NEW.planned <> planned THEN
        RAISE EXCEPTION 'attendance names other minutes than its meeting';
    END IF;
    IF meeting_state = 'cancelled' THEN
        RAISE EXCEPTION 'nobody attends a cancelled meeting';
    END IF;
    IF NEW.recorded_at > locks_at THEN
        RAISE EXCEPTION 'attendance of this meeting is locked';
    END IF;
    RETURN NEW;
"""


class Meeting(models.Model):
    """One meeting of a class. `minutes` is how long it lasts; `locks_at` the last moment to write who was there.

    `secret` makes the code that the class shows (training.checkin), another one every two minutes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    training_class = models.ForeignKey(TrainingClass, models.PROTECT, related_name="meetings")
    starts_at = models.DateTimeField(_("mulai"))
    minutes = models.PositiveSmallIntegerField(_("lama (menit)"))
    topic = models.CharField(_("materi"), max_length=150, blank=True)
    state = models.CharField(_("keadaan"), max_length=10, choices=M.choices, default=M.PLANNED)
    locks_at = models.DateTimeField(_("dikunci"))
    secret = models.BinaryField(max_length=20)
    created_at = models.DateTimeField()

    workflow = meeting_workflow

    class Meta:
        verbose_name = _("pertemuan")
        verbose_name_plural = _("pertemuan")
        ordering = ("starts_at", "pk")
        triggers = [
            *meeting_workflow.guards(),
            pgtrigger.Protect(name="meetings_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="recorded_meeting_keeps_its_time",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state="planned")
                & (
                    pgtrigger.Q(old__minutes__df=pgtrigger.F("new__minutes"))
                    | pgtrigger.Q(old__starts_at__df=pgtrigger.F("new__starts_at"))
                    | pgtrigger.Q(old__training_class__df=pgtrigger.F("new__training_class"))
                ),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["training_class", "starts_at"],
                condition=~Q(state=M.CANCELLED),
                name="one_meeting_a_moment",
                violation_error_message=_("Pertemuan pada waktu ini sudah ada."),
            ),
            models.CheckConstraint(
                name="meeting_lasts_a_possible_time",
                condition=Q(minutes__range=(15, 720)),
                violation_error_message=_("Pertemuan berlangsung 15 menit sampai 12 jam."),
            ),
            models.CheckConstraint(name="meeting_locks_afterwards", condition=Q(locks_at__gt=F("starts_at"))),
        ]
        indexes = [models.Index(fields=["starts_at"], name="meeting_planned", condition=Q(state=M.PLANNED))]

    def __str__(self) -> str:
        return f"{self.training_class}, {self.starts_at:%Y-%m-%d}"


class MeetingLog(TransitionLog):
    subject = models.ForeignKey(Meeting, models.PROTECT, related_name="log")


class Attendance(models.Model):
    """How many minutes of a meeting somebody was there. `planned` and `on` are the meeting's, copied to add them up."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="attendances")
    person = models.ForeignKey("participants.Person", models.PROTECT, related_name="attendances")
    on = models.DateField(_("tanggal"))
    minutes = models.PositiveSmallIntegerField(_("hadir (menit)"))
    planned = models.PositiveSmallIntegerField(_("lama (menit)"))
    source = models.CharField(_("cara"), max_length=6, choices=AttendanceSource.choices)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("presensi")
        verbose_name_plural = _("presensi")
        triggers = [
            pgtrigger.Protect(name="attendance_is_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="attendance_stays_where_it_is", fields=["meeting", "enrolment", "person", "on"]),
            pgtrigger.Trigger(
                name="attendance_is_plausible",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[
                    ("planned", "INTEGER"),
                    ("locks_at", "TIMESTAMPTZ"),
                    ("meeting_state", "TEXT"),
                    ("is_same_class", "BOOLEAN"),
                ],
                func=_PLAUSIBLE,
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "enrolment"], name="one_attendance_a_meeting"),
            models.CheckConstraint(
                name="nobody_attends_longer_than_the_meeting",
                condition=Q(minutes__lte=F("planned"), planned__lte=MINUTES_A_DAY),
                violation_error_message=_("Hadir tidak dapat lebih lama dari pertemuannya."),
            ),
        ]
        indexes = [models.Index(fields=["person", "on"], name="attendance_of_person_by_day")]

    def __str__(self) -> str:
        return f"{self.minutes}/{self.planned}"


class AttendanceCorrection(models.Model):
    """What stood there before, and why it was changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attendance = models.ForeignKey(Attendance, models.PROTECT, related_name="corrections")
    was = models.PositiveSmallIntegerField()
    now = models.PositiveSmallIntegerField()
    reason = models.CharField(_("alasan"), max_length=LONGEST_REASON)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("perbaikan presensi")
        verbose_name_plural = _("perbaikan presensi")
        ordering = ("at", "pk")
        triggers = append_only()
        constraints = [models.CheckConstraint(name="correction_says_why", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.was}→{self.now}"


class AttendanceUnlock(models.Model):
    """An officer lets a locked meeting be corrected once more, until a moment, with a reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="unlocks")
    until = models.DateTimeField(_("sampai"))
    reason = models.CharField(_("alasan"), max_length=LONGEST_REASON)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("pembukaan presensi")
        verbose_name_plural = _("pembukaan presensi")
        ordering = ("at", "pk")
        triggers = append_only()
        constraints = [models.CheckConstraint(name="unlock_says_why", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.meeting}"
