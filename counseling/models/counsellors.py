"""Counsellors: who may counsel, when, and until when they are away."""

import uuid
from datetime import date

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from counseling.enums import CounsellorKind, CounsellorState, LeaveReason, Weekday
from notices.enums import Zone


class CounsellorQuerySet(models.QuerySet["Counsellor"]):
    def certified(self, on: date) -> "CounsellorQuerySet":
        """Those who may take cases on a day: trained (Bimtek), found competent, certificate in force, on duty."""
        return self.filter(
            state=CounsellorState.ACTIVE, bimtek_on__lte=on, assessed_on__lte=on, certified_until__gte=on
        )

    def present(self, on: date) -> "CounsellorQuerySet":
        """Those who are not on leave on a day."""
        return self.exclude(leaves__first__lte=on, leaves__last__gte=on)

    def of(self, user: User) -> "CounsellorQuerySet":
        return self.filter(user=user)


class Counsellor(models.Model):
    """A Pengantar Kerja or Petugas Antarkerja with what makes a counsellor (KON-01).

    `region` is the office's regency or province. Who asks for one of the `languages` is led here, and of equally near
    ones who wishes for a job of the `fields` (codes of KBJI, each with all below it). `weekly_capacity` is sessions a
    week. `bimtek_on` and `assessed_on` are the days of training and of the competence assessment.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="counsellor")
    kind = models.CharField(_("jabatan"), max_length=10, choices=CounsellorKind.choices)
    number = models.CharField(_("nomor sertifikat"), max_length=40, blank=True)
    bimtek_on = models.DateField(_("lulus Bimtek"), null=True, blank=True)
    assessed_on = models.DateField(_("dinilai kompeten"), null=True, blank=True)
    certified_until = models.DateField(_("sertifikat berlaku sampai"), null=True, blank=True)
    region = models.ForeignKey("core.Region", models.PROTECT, related_name="+", verbose_name=_("wilayah kantor"))
    languages = ArrayField(models.CharField(max_length=30), default=list, blank=True, verbose_name=_("bahasa"))
    fields = ArrayField(models.CharField(max_length=4), default=list, blank=True, verbose_name=_("bidang"))
    weekly_capacity = models.PositiveSmallIntegerField(
        _("sesi paling banyak seminggu"), default=20, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    zone = models.CharField(_("zona waktu"), max_length=20, choices=Zone.choices, default=Zone.WIB)
    state = models.CharField(
        _("keadaan"), max_length=10, choices=CounsellorState.choices, default=CounsellorState.ACTIVE
    )

    objects = CounsellorQuerySet.as_manager()

    class Meta:
        verbose_name = _("konselor")
        verbose_name_plural = _("konselor")
        constraints = [
            models.CheckConstraint(name="counsellor_capacity_is_1_to_60", condition=Q(weekly_capacity__range=(1, 60))),
            models.CheckConstraint(
                name="counsellor_is_assessed_after_training",
                condition=Q(assessed_on=None) | Q(bimtek_on__isnull=False, assessed_on__gte=F("bimtek_on")),
                violation_error_message=_("Penilaian kompetensi tidak mungkin sebelum Bimtek."),
            ),
        ]
        indexes = [models.Index(fields=["region", "state"], name="counsellor_by_region")]

    def __str__(self) -> str:
        return self.user.full_name

    def speaks(self, language: str) -> bool:
        """Whether somebody who asks for a language is understood; everybody is who asks for none."""
        return not language or language in self.languages

    def knows(self, job: str) -> bool:
        """Whether a job of this code of KBJI belongs to one of the fields; none does who wishes for none ("")."""
        return bool(job) and job.startswith(tuple(self.fields))

    def is_certified(self, on: date) -> bool:
        """As `certified` asks of many."""
        passed = (self.bimtek_on, self.assessed_on)
        if self.state != CounsellorState.ACTIVE or self.certified_until is None or self.certified_until < on:
            return False
        return all(day is not None and day <= on for day in passed)


class WorkingHours(models.Model):
    """When a counsellor takes sessions on a weekday, by the clock of the counsellor's own zone."""

    counsellor = models.ForeignKey(Counsellor, models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(_("hari"), choices=Weekday.choices)
    start = models.TimeField(_("mulai"))
    end = models.TimeField(_("sampai"))

    class Meta:
        verbose_name = _("jam konseling")
        verbose_name_plural = _("jam konseling")
        ordering = ("weekday", "start")
        constraints = [
            models.CheckConstraint(name="hours_on_a_weekday", condition=Q(weekday__lte=6)),
            models.CheckConstraint(
                name="hours_end_after_they_start",
                condition=Q(end__gt=F("start")),
                violation_error_message=_("Jam selesai harus sesudah jam mulai."),
            ),
            models.UniqueConstraint(fields=["counsellor", "weekday", "start"], name="one_start_of_hours_a_weekday"),
        ]


class DaysOff(Func):
    """The days of a leave, both ends included."""

    function = "DATERANGE"
    output_field = DateRangeField()


class Leave(models.Model):
    """Days on which a counsellor takes nobody, first and last included. It is not changed; it is taken back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    counsellor = models.ForeignKey(Counsellor, models.PROTECT, related_name="leaves")
    first = models.DateField(_("mulai"))
    last = models.DateField(_("sampai"))
    reason = models.CharField(_("alasan"), max_length=10, choices=LeaveReason.choices)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("cuti konselor")
        verbose_name_plural = _("cuti konselor")
        ordering = ("-first",)
        triggers = [pgtrigger.Protect(name="leave_is_taken_back_not_changed", operation=pgtrigger.Update)]
        constraints = [
            models.CheckConstraint(
                name="leave_ends_after_it_begins",
                condition=Q(last__gte=F("first")),
                violation_error_message=_("Hari terakhir harus sesudah hari pertama."),
            ),
            ExclusionConstraint(
                name="one_leave_at_a_time",
                expressions=[
                    (
                        DaysOff("first", "last", RangeBoundary(inclusive_lower=True, inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                    ("counsellor", RangeOperators.EQUAL),
                ],
                violation_error_message=_("Cuti pada hari itu sudah tercatat."),
            ),
        ]
