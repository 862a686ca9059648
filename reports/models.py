"""An officer's conclusion of an institute's year, what the simulator answered, and counts that are published."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.workflow import TransitionLog, Workflow, append_only
from reports.enums import Conclusion, Population, SimulationState, SimulationStep

LONGEST_NOTE = 1_000


class InstituteEvaluation(models.Model):
    """The evaluation of one institute and year: figures as they stood, the officer's conclusion and note.

    Written once; what is concluded later is another row with the next `n`, and the latest counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institute = models.ForeignKey("training.Institute", models.PROTECT, related_name="evaluations")
    year = models.PositiveSmallIntegerField(_("tahun"))
    n = models.PositiveSmallIntegerField()
    conclusion = models.CharField(_("kesimpulan"), max_length=10, choices=Conclusion.choices)
    note = models.CharField(_("catatan"), max_length=LONGEST_NOTE)
    figures = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("evaluasi lembaga pelatihan")
        verbose_name_plural = _("evaluasi lembaga pelatihan")
        ordering = ("institute", "-year", "-n")
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(fields=["institute", "year", "n"], name="one_evaluation_a_number"),
            models.CheckConstraint(name="evaluation_says_why", condition=~Q(note="")),
            models.CheckConstraint(name="evaluation_is_of_a_year", condition=Q(year__range=(2022, 2100))),
        ]

    def __str__(self) -> str:
        return f"{self.institute} {self.year}"


R = SimulationState

simulation_workflow = Workflow(
    ("start", [R.QUEUED, R.RUNNING], R.RUNNING),
    ("finish", [R.RUNNING], R.DONE),
    ("fail", [R.RUNNING], R.FAILED),
)


class SimulationRun(models.Model):
    """One question to the policy simulator and its answer. The same question is the same run (`key`).

    `changes`: name of the parameter, value as JSON and the day it holds from, as `rules.changes.change_of` reads them.
    People whose PHK lies from `first_phk` to `last_phk`: `people` invented ones of a `seed`, or those of the portal as
    it was on `as_of`. `result` holds sums only, small groups hidden (`reports.simulated`); it names nobody.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=64, unique=True)
    changes = models.JSONField()
    names = models.CharField(max_length=300)  # of the parameters, for search
    population = models.CharField(_("populasi"), max_length=10, choices=Population.choices)
    people = models.PositiveIntegerField(_("jumlah orang"), null=True)
    seed = models.PositiveIntegerField(null=True)
    first_phk = models.DateField()
    last_phk = models.DateField()
    as_of = models.DateField(null=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_by_name = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    state = models.CharField(_("keadaan"), max_length=10, choices=R.choices, default=R.QUEUED)
    step = models.CharField(max_length=10, choices=SimulationStep.choices, default=SimulationStep.WAITING)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)
    result = models.JSONField(null=True)

    workflow = simulation_workflow

    class Meta:
        verbose_name = _("simulasi kebijakan")
        verbose_name_plural = _("simulasi kebijakan")
        ordering = ("-asked_at", "-pk")
        triggers = simulation_workflow.guards()
        constraints = [
            models.CheckConstraint(
                name="invented_people_have_count_and_seed_the_register_a_day",
                condition=Q(population=Population.INVENTED, people__gt=0, seed__isnull=False, as_of=None)
                | Q(population=Population.REGISTER, people=None, seed=None, as_of__isnull=False),
            ),
            models.CheckConstraint(name="simulated_phks_lie_in_order", condition=Q(first_phk__lte=F("last_phk"))),
            models.CheckConstraint(
                name="answered_simulation_has_its_answer",
                condition=Q(state=R.DONE, result__isnull=False, finished_at__isnull=False, problem="")
                | (~Q(state=R.DONE) & Q(result=None)),
            ),
            models.CheckConstraint(
                name="failed_simulation_says_why",
                condition=~Q(state=R.FAILED) | (~Q(problem="") & Q(finished_at__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["-asked_at"], name="simulation_newest")]

    def __str__(self) -> str:
        return f"{self.names} {self.asked_at:%Y-%m-%d}"


class SimulationRunLog(TransitionLog):
    subject = models.ForeignKey(SimulationRun, models.PROTECT, related_name="log")


class QuarterCount(models.Model):
    """Firms and their workers in BPJS's register in one quarter and province: counted, nothing hidden yet.

    `province`: two digits of Kemendagri, UNKNOWN where nobody has said the firm's region, NATION for the whole. Workers
    are numbers (KPJ): each counts once in every province where it was reported, and once in the nation.
    """

    NATION, UNKNOWN = "ID", "XX"

    quarter = models.DateField(_("triwulan"))
    province = models.CharField(_("provinsi"), max_length=2)
    employers = models.PositiveIntegerField(_("perusahaan"))
    workers = models.PositiveIntegerField(_("pekerja"))
    counted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("hitungan triwulan")
        verbose_name_plural = _("hitungan triwulan")
        ordering = ("-quarter", "province")
        constraints = [
            models.UniqueConstraint(fields=["quarter", "province"], name="one_count_a_quarter_and_province"),
            models.CheckConstraint(
                name="counted_quarter_is_its_first_day", condition=Q(quarter__day=1, quarter__month__in=(1, 4, 7, 10))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quarter:%Y-%m} {self.province}"
