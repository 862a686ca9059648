"""Shared tables: work to do, the calendar, regions, numbers, who did and saw what."""

import uuid
from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.workflow import append_only


class JobQuerySet(models.QuerySet["Job"]):
    def claimable(self, at: datetime) -> "JobQuerySet":
        """Open and due; whether somebody holds it, only the lock in core.jobs knows."""
        return self.filter(state="open", due_at__lte=at)

    def dead(self) -> "JobQuerySet":
        return self.filter(state="dead")


class Job(models.Model):
    """A piece of work. Written with the change that needs it, done by a worker, never lost with the broker."""

    class State(models.TextChoices):
        OPEN = "open", _("Menunggu")
        DONE = "done", _("Selesai")
        DEAD = "dead", _("Gagal, perlu petugas")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(max_length=80)
    queue = models.CharField(max_length=20)
    args = models.JSONField(default=dict)
    dedupe = models.CharField(max_length=200, null=True, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    rung_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    crashes = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("pekerjaan")
        verbose_name_plural = _("pekerjaan")
        indexes = [
            models.Index(fields=["due_at"], name="job_open_due", condition=Q(state="open")),
            models.Index(fields=["name"], name="job_dead", condition=Q(state="dead")),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.args}"


class Heartbeat(models.Model):
    """The last sign of life of a process that must run."""

    name = models.CharField(primary_key=True, max_length=40)
    at = models.DateTimeField()


class DemoClock(models.Model):
    """How far the demo's day is moved. One row; read only when DEMO_MODE is on."""

    shift = models.DurationField()

    class Meta:
        constraints = [models.CheckConstraint(name="one_demo_clock", condition=Q(id=1))]


class HolidayQuerySet(models.QuerySet["Holiday"]):
    def days(self) -> frozenset[date]:
        return frozenset(self.values_list("day", flat=True))


class Holiday(models.Model):
    """A national holiday or joint leave, with the decree that set it."""

    day = models.DateField(_("tanggal"))
    name = models.CharField(_("nama"), max_length=120)
    joint_leave = models.BooleanField(_("cuti bersama"), default=False)
    decree = models.CharField(_("dasar"), max_length=160)

    objects = HolidayQuerySet.as_manager()

    class Meta:
        verbose_name = _("hari libur")
        verbose_name_plural = _("hari libur")
        ordering = ("day",)
        constraints = [models.UniqueConstraint(fields=["day"], name="one_holiday_a_day")]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.name}"


class Region(models.Model):
    """A province or a regency/city, by its two- or four-digit Kemendagri code."""

    code = models.CharField(_("kode"), primary_key=True, max_length=4)
    name = models.CharField(_("nama"), max_length=80)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")

    class Meta:
        verbose_name = _("wilayah")
        verbose_name_plural = _("wilayah")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name

    @property
    def is_province(self) -> bool:
        return len(self.code) == 2


class Counter(models.Model):
    """The last number given in a series: core.numbers takes the next."""

    series = models.CharField(primary_key=True, max_length=40)
    value = models.PositiveBigIntegerField(default=0)


class LimitHit(models.Model):
    """Something counted against a limit (core.limits). The key is a blind index."""

    kind = models.CharField(max_length=40)
    key = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    amount = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["kind", "key", "at"], name="limit_recent")]


class Lockout(models.Model):
    """A door that stays closed for a while (core.limits)."""

    kind = models.CharField(max_length=40)
    key = models.BinaryField(max_length=32)
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_lockout_a_key")]


class AuditEvent(models.Model):
    """What was done, by whom, in which role, to what. Names are copied: the row outlives what it describes."""

    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=150)
    action = models.CharField(max_length=80, db_index=True)
    object_kind = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=64, blank=True, db_index=True)
    reason = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    request_id = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("jejak audit")
        verbose_name_plural = _("jejak audit")
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.action} {self.object_kind} {self.object_id}"


class AuditSeal(models.Model):
    """A fingerprint over a stretch of the audit trail and the seal before it (core.seals)."""

    first_id = models.BigIntegerField(unique=True)
    last_id = models.BigIntegerField(unique=True)
    count = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        triggers = append_only()


class AccessLog(models.Model):
    """An officer read a person's record. The person may see these rows."""

    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    actor_name = models.CharField(max_length=150)
    role = models.CharField(max_length=60)
    person_id = models.UUIDField(db_index=True)
    purpose = models.CharField(max_length=120)
    object_kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("jejak akses")
        verbose_name_plural = _("jejak akses")
        triggers = append_only()
