"""The work plan of a memorandum between a province and BPJS: activities by year, what was done, and what came of it."""

import uuid
from datetime import date

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role, regions_of
from compliance.enums import ActivityKind, EvaluationState, PlanYearState
from core.workflow import TransitionLog, Workflow, append_only

Y, E = PlanYearState, EvaluationState
REGIONAL = (Role.INSPECTOR, Role.INSPECTION_COORDINATOR, Role.MEDIATOR)
NATIONAL = (Role.BPJS_VERIFIER, Role.AUDITOR)

year_moves = Workflow(
    ("begin", [Y.PLANNED], Y.RUNNING),
    ("finish", [Y.RUNNING], Y.DONE),
    ("drop", [Y.PLANNED, Y.RUNNING], Y.DROPPED),
    ("resume", [Y.DONE, Y.DROPPED], Y.RUNNING),
)
evaluation_moves = Workflow(
    ("submit", [E.DRAFT], E.SUBMITTED),
    ("return", [E.SUBMITTED], E.DRAFT),
    ("agree", [E.SUBMITTED], E.AGREED),
)


class WorkPlanQuerySet(models.QuerySet["WorkPlan"]):
    def visible_to(self, user: User, on: date) -> "WorkPlanQuerySet":
        """Those of the provinces in which one's office reaches something; BPJS and audit see all."""
        scope = regions_of(user, *REGIONAL, on=on)
        if scope.everything or has_role(user, *NATIONAL, on=on):
            return self
        return self.filter(region__in={code[:2] for code in scope.codes})


class WorkPlan(models.Model):
    """One memorandum with its annex. The first party is the province, the second BPJS."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("nomor"), max_length=60, unique=True)
    title = models.CharField(_("tentang"), max_length=200)
    region = models.ForeignKey("core.Region", models.PROTECT, related_name="+", verbose_name=_("provinsi"))
    first_party = models.CharField(_("pihak kesatu"), max_length=120)
    second_party = models.CharField(_("pihak kedua"), max_length=120)
    signed_on = models.DateField(_("ditandatangani"))
    ends_on = models.DateField(_("berlaku sampai"))

    objects = WorkPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("rencana kerja")
        verbose_name_plural = _("rencana kerja")
        ordering = ("-signed_on", "pk")
        constraints = [
            models.CheckConstraint(name="plan_ends_after_it_is_signed", condition=Q(ends_on__gt=F("signed_on")))
        ]

    def __str__(self) -> str:
        return self.title


class PlanActivity(models.Model):
    """One line of the annex. `unit`: what is counted as done; `years`: those in which it is planned."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(WorkPlan, models.CASCADE, related_name="activities")
    programme = models.PositiveSmallIntegerField(_("program"))
    programme_title = models.CharField(_("nama program"), max_length=160)
    letter = models.CharField(max_length=1)
    kind = models.CharField(_("jenis"), max_length=10, choices=ActivityKind.choices)
    title = models.CharField(_("kegiatan"), max_length=200)
    funding = models.CharField(_("sumber dana"), max_length=120, blank=True)
    first_offices = ArrayField(models.CharField(max_length=120), verbose_name=_("penanggung jawab pihak kesatu"))
    second_office = models.CharField(_("penanggung jawab pihak kedua"), max_length=120)
    output = models.CharField(_("keluaran"), max_length=300)
    outcome = models.CharField(_("hasil"), max_length=300)
    unit = models.CharField(_("satuan"), max_length=40)

    class Meta:
        verbose_name = _("kegiatan rencana kerja")
        verbose_name_plural = _("kegiatan rencana kerja")
        ordering = ("programme", "letter")
        constraints = [models.UniqueConstraint(fields=["plan", "programme", "letter"], name="one_line_of_a_plan")]

    def __str__(self) -> str:
        return f"{self.programme}{self.letter}. {self.title}"


class PlanYear(models.Model):
    """An activity in one year. `target` and `done` are in the activity's unit; `done` is the sum of its entries."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(PlanActivity, models.CASCADE, related_name="by_year")
    year = models.PositiveSmallIntegerField(_("tahun"))
    state = models.CharField(_("keadaan"), max_length=8, choices=PlanYearState.choices, default=Y.PLANNED)
    target = models.PositiveIntegerField(_("target"), null=True)
    done = models.PositiveIntegerField(_("tercapai"), default=0)
    came_of_it = models.TextField(_("hasil yang terlihat"), blank=True)

    workflow = year_moves

    class Meta:
        verbose_name = _("kegiatan setahun")
        verbose_name_plural = _("kegiatan setahun")
        ordering = ("year",)
        triggers = year_moves.guards()
        constraints = [
            models.UniqueConstraint(fields=["activity", "year"], name="activity_once_a_year"),
            models.CheckConstraint(name="target_is_something", condition=Q(target=None) | Q(target__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.activity} ({self.year})"


class PlanYearLog(TransitionLog):
    subject = models.ForeignKey(PlanYear, models.PROTECT, related_name="log")


class PlanProgress(models.Model):
    """What was done on a day, with its evidence. Written once; a mistake is put right by another entry."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.UUIDField(unique=True, editable=False)  # names the form, so that it is taken once
    year = models.ForeignKey(PlanYear, models.PROTECT, related_name="entries")
    on = models.DateField(_("tanggal"))
    count = models.IntegerField(_("jumlah"))
    text = models.TextField(_("uraian"))
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("kemajuan")
        verbose_name_plural = _("kemajuan")
        ordering = ("-on", "-at", "pk")
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.on}: {self.count}"


class PlanEvaluation(models.Model):
    """The two parties' yearly evaluation (Pasal 11): written by the province, agreed by BPJS."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(WorkPlan, models.PROTECT, related_name="evaluations")
    year = models.PositiveSmallIntegerField(_("tahun"))
    state = models.CharField(_("keadaan"), max_length=9, choices=EvaluationState.choices, default=E.DRAFT)
    findings = models.TextField(_("temuan"))
    next_steps = models.TextField(_("langkah berikutnya"))
    figures = models.JSONField(_("angka saat disepakati"), null=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)

    workflow = evaluation_moves

    class Meta:
        verbose_name = _("evaluasi tahunan")
        verbose_name_plural = _("evaluasi tahunan")
        ordering = ("-year",)
        triggers = [
            *evaluation_moves.guards(),
            pgtrigger.Protect(
                name="agreed_evaluation_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state=E.AGREED),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["plan", "year"], name="one_evaluation_a_year"),
            models.CheckConstraint(
                name="agreed_by_another",
                condition=Q(agreed_by=None) | ~Q(agreed_by=F("written_by")),
            ),
            models.CheckConstraint(
                name="agreed_evaluation_has_its_figures",
                condition=~Q(state="agreed")
                | Q(agreed_by__isnull=False, agreed_at__isnull=False, figures__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.year}"


class PlanEvaluationLog(TransitionLog):
    subject = models.ForeignKey(PlanEvaluation, models.PROTECT, related_name="log")
