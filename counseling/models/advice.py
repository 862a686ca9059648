"""What a counsellor recommends, refers and reports."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role
from core.workflow import TransitionLog, Workflow, append_only
from counseling.enums import REFERRALS, ReportKind, ReportState

S = ReportState

report_workflow = Workflow(("close", [S.OPEN], S.CLOSED))


class VacancyAdvice(models.Model):
    """A vacancy that the counsellor showed to the participant, and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey("counseling.Session", models.PROTECT, related_name="vacancy_advice")
    vacancy = models.ForeignKey("ipk.Vacancy", models.PROTECT, related_name="+")
    why = models.CharField(_("alasan"), max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at",)
        triggers = append_only()
        constraints = [models.UniqueConstraint(fields=["session", "vacancy"], name="one_advice_a_vacancy_and_session")]


class TrainingAdvice(models.Model):
    """A training that was recommended in a session; `recommendation` is the row that training keeps of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey("counseling.Session", models.PROTECT, related_name="training_advice")
    recommendation = models.UUIDField()
    title = models.CharField(_("program"), max_length=200)
    why = models.CharField(_("alasan"), max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at",)
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(fields=["session", "recommendation"], name="one_advice_a_training_and_session")
        ]


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: User, on: date) -> "ReportQuerySet":
        """Who wrote it and whom it is about; verifiers of BPJS read reports of a possible disqualification."""
        own = Q(session__counsellor__user=user) | Q(session__person__user=user)
        if has_role(user, Role.BPJS_VERIFIER, Role.AUDITOR, on=on):
            return self.filter(own | ~Q(kind__in=REFERRALS))
        return self.filter(own)

    def for_bpjs(self) -> "ReportQuerySet":
        return self.exclude(kind__in=REFERRALS)


class Report(models.Model):
    """A referral, or the notice of a possible disqualification. It changes nothing: a named officer reads it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey("counseling.Session", models.PROTECT, related_name="reports")
    kind = models.CharField(_("jenis"), max_length=10, choices=ReportKind.choices)
    text = models.CharField(_("keterangan"), max_length=1_000)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    due_on = models.DateField(_("paling lambat"), null=True)  # of BPJS's answer; referrals owe none
    state = models.CharField(_("keadaan"), max_length=10, choices=S.choices, default=S.OPEN)
    outcome = models.CharField(_("hasil"), max_length=1_000, blank=True)
    closed_at = models.DateTimeField(null=True)

    workflow = report_workflow
    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("laporan konselor")
        verbose_name_plural = _("laporan konselor")
        triggers = [*report_workflow.guards()]
        constraints = [
            models.CheckConstraint(name="report_has_words", condition=~Q(text="")),
            models.CheckConstraint(
                name="what_bpjs_is_told_has_a_last_day",
                condition=Q(kind__in=REFERRALS, due_on=None) | ~Q(kind__in=REFERRALS) & Q(due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="closed_report_has_its_outcome",
                condition=Q(state=S.OPEN) | ~Q(outcome="") & Q(closed_at__isnull=False),
            ),
            models.UniqueConstraint(fields=["session", "kind"], name="one_report_a_kind_and_session"),
        ]
        indexes = [models.Index(fields=["due_on", "at"], name="reports_by_last_day", condition=Q(state="open"))]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%Y-%m-%d}"


class ReportLog(TransitionLog):
    subject = models.ForeignKey(Report, models.PROTECT, related_name="log")
