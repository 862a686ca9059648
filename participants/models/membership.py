"""Whom an employer has told BPJS about: its workers, what it reports of them, and the certificates it took.

What BPJS holds of a person stays in BpjsSnapshot and the register; nothing here is a fact of eligibility (POL-20).
"""

import uuid
from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role
from core.crypto import Sealed
from core.workflow import TransitionLog, Workflow
from participants.enums import EmploymentState, WorkerReportKind, WorkerReportState
from participants.models.employers import Employer

E, S = EmploymentState, WorkerReportState
READERS = (Role.BPJS_VERIFIER, Role.AUDITOR)

employment_workflow = Workflow(
    ("confirm", [E.REPORTED], E.ACTIVE),
    ("drop", [E.REPORTED], E.DROPPED),
    ("end", [E.ACTIVE], E.ENDED),
)
report_workflow = Workflow(
    ("confirm", [S.WAITING], S.CONFIRMED),
    ("return", [S.WAITING], S.RETURNED),
    ("withdraw", [S.WAITING], S.WITHDRAWN),
)


def programmes_field(**more: object) -> ArrayField:
    return ArrayField(models.CharField(max_length=3), verbose_name=_("program"), **more)


class EmploymentQuerySet(models.QuerySet["Employment"]):
    def visible_to(self, user: User, on: date) -> "EmploymentQuerySet":
        """The officers of BPJS who keep the register and audit; otherwise who acts for the employer."""
        if has_role(user, *READERS, on=on):
            return self
        return self.filter(employer__in=Employer.objects.of_staff(user, on))

    def current(self) -> "EmploymentQuerySet":
        return self.filter(state__in=(E.REPORTED, E.ACTIVE))


class Employment(models.Model):
    """A worker as one employer names them. Wage and programmes are those that BPJS confirmed last."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employer = models.ForeignKey("participants.Employer", models.PROTECT, related_name="employments")
    person = models.ForeignKey("participants.Person", models.PROTECT, related_name="employments")
    workplace = models.ForeignKey(
        "participants.Workplace", models.PROTECT, null=True, related_name="employments", verbose_name=_("tempat kerja")
    )
    full_name = models.CharField(_("nama"), max_length=150)
    kpj_sealed = models.BinaryField(blank=True, default=b"")
    started_on = models.DateField(_("mulai bekerja"))
    ended_on = models.DateField(_("hari terakhir bekerja"), null=True)
    wage = models.BigIntegerField(_("upah"))
    programmes = programmes_field()
    state = models.CharField(_("keadaan"), max_length=8, choices=E.choices, default=E.REPORTED)

    kpj = Sealed("kpj_sealed", purpose="kpj")

    workflow = employment_workflow
    objects = EmploymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("pekerja perusahaan")
        verbose_name_plural = _("pekerja perusahaan")
        ordering = ("full_name", "pk")
        triggers = employment_workflow.guards()
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "person"],
                condition=Q(state__in=(E.REPORTED, E.ACTIVE)),
                name="one_current_employment_a_worker_and_employer",
                violation_error_message=_("Pekerja ini sudah ada di daftar."),
            ),
            models.CheckConstraint(
                name="ended_employment_has_its_day",
                condition=Q(state=E.ENDED, ended_on__gte=F("started_on")) | ~Q(state=E.ENDED) & Q(ended_on=None),
            ),
            models.CheckConstraint(name="employment_pays_something", condition=Q(wage__gt=0)),
        ]

    def __str__(self) -> str:
        return self.full_name


class EmploymentLog(TransitionLog):
    subject = models.ForeignKey(Employment, models.PROTECT, related_name="log")


class WorkerReportQuerySet(models.QuerySet["WorkerReport"]):
    def visible_to(self, user: User, on: date) -> "WorkerReportQuerySet":
        """As the employment it is about."""
        if has_role(user, *READERS, on=on):
            return self
        return self.filter(employment__employer__in=Employer.objects.of_staff(user, on))

    def waiting(self) -> "WorkerReportQuerySet":
        return self.filter(state=S.WAITING)


class WorkerReport(models.Model):
    """One thing an employer tells BPJS of a worker. `due_on`: its own last day; `answer_by`: that of BPJS.

    An enrolment without `due_on` is of somebody who has a number (KPJ) already.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("nomor"), max_length=20, unique=True)
    employment = models.ForeignKey(Employment, models.PROTECT, related_name="reports")
    kind = models.CharField(_("laporan"), max_length=10, choices=WorkerReportKind.choices)
    effective_on = models.DateField(_("berlaku sejak"))
    wage = models.BigIntegerField(_("upah"), null=True)
    programmes = programmes_field(default=list, blank=True)
    state = models.CharField(_("keadaan"), max_length=10, choices=S.choices, default=S.WAITING)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(_("dilaporkan"))
    reported_on = models.DateField()
    due_on = models.DateField(null=True)
    answer_by = models.DateField(_("batas jawaban"))
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    reply = models.TextField(_("jawaban"), blank=True)

    workflow = report_workflow
    objects = WorkerReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("laporan kepesertaan")
        verbose_name_plural = _("laporan kepesertaan")
        ordering = ("-reported_at", "-number")
        triggers = report_workflow.guards()
        constraints = [
            models.UniqueConstraint(
                fields=["employment"],
                condition=Q(state=S.WAITING),
                name="one_waiting_report_an_employment",
                violation_error_message=_("Masih ada laporan yang menunggu BPJS."),
            ),
            models.CheckConstraint(
                name="answered_worker_report_has_its_officer",
                condition=~Q(state__in=(S.CONFIRMED, S.RETURNED)) | Q(officer__isnull=False, answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="returned_worker_report_says_why", condition=~Q(state=S.RETURNED) | ~Q(reply="")
            ),
            models.CheckConstraint(
                name="nobody_answers_their_own_worker_report",
                condition=Q(officer=None) | ~Q(officer=F("reported_by")),
            ),
            models.CheckConstraint(name="worker_report_pays_something", condition=Q(wage=None) | Q(wage__gt=0)),
        ]
        indexes = [
            models.Index(fields=["answer_by", "number"], name="worker_report_waiting", condition=Q(state=S.WAITING))
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_late(self) -> bool:
        """Told after the last day that the law gives the employer."""
        return self.due_on is not None and self.reported_on > self.due_on


class WorkerReportLog(TransitionLog):
    subject = models.ForeignKey(WorkerReport, models.PROTECT, related_name="log")


class MembershipCertificate(models.Model):
    """A certificate that somebody of the employer took; `upto` is the last report that it counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employer = models.ForeignKey("participants.Employer", models.PROTECT, related_name="certificates")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    upto = models.ForeignKey(WorkerReport, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "upto"], name="one_certificate_a_person_and_report"),
        ]

    def __str__(self) -> str:
        return f"{self.employer} · {self.upto}"
