"""Where an employer's people work, and what it asks BPJS to change of itself."""

import uuid
from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.selectors import has_role
from core.workflow import TransitionLog, Workflow
from participants.enums import EmployerFact, WorkerReportState
from participants.models.employers import Employer
from participants.models.membership import READERS

S = WorkerReportState

employer_report_workflow = Workflow(
    ("confirm", [S.WAITING], S.CONFIRMED),
    ("return", [S.WAITING], S.RETURNED),
    ("withdraw", [S.WAITING], S.WITHDRAWN),
)


class WorkplaceQuerySet(models.QuerySet["Workplace"]):
    def of_staff(self, user: User, on: date) -> "WorkplaceQuerySet":
        """Those of the employers that the user acts for."""
        return self.filter(employer__in=Employer.objects.of_staff(user, on))

    def open(self, on: date) -> "WorkplaceQuerySet":
        """In use: the last day belongs to it."""
        return self.filter(Q(until=None) | Q(until__gte=on))


@pghistory.track(
    fields=["name", "address", "region", "since", "until"], model_name="WorkplaceHistory", append_only=True
)
class Workplace(models.Model):
    """A place of work as its employer names it. `until`: the last day of work there. Never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="workplaces")
    name = models.CharField(_("nama tempat kerja"), max_length=120)
    address = models.CharField(_("alamat"), max_length=300)
    region = models.ForeignKey("core.Region", models.PROTECT, related_name="+", verbose_name=_("kabupaten atau kota"))
    since = models.DateField(_("dipakai sejak"))
    until = models.DateField(_("hari terakhir dipakai"), null=True)

    objects = WorkplaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("tempat kerja")
        verbose_name_plural = _("tempat kerja")
        ordering = ("name", "pk")
        constraints = [
            models.UniqueConstraint(
                "employer",
                Lower("name"),
                condition=Q(until=None),
                name="one_open_workplace_a_name",
                violation_error_message=_("Nama tempat kerja ini sudah dipakai."),
            ),
            models.CheckConstraint(
                name="workplace_ends_after_it_starts",
                condition=Q(until=None) | Q(until__gte=F("since")),
                violation_error_message=_("Hari terakhir tidak boleh sebelum hari pertama."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EmployerReportQuerySet(models.QuerySet["EmployerReport"]):
    def visible_to(self, user: User, on: date) -> "EmployerReportQuerySet":
        """The officers of BPJS who keep the register and audit; otherwise who acts for the employer."""
        if has_role(user, *READERS, on=on):
            return self
        return self.filter(employer__in=Employer.objects.of_staff(user, on))

    def waiting(self) -> "EmployerReportQuerySet":
        return self.filter(state=S.WAITING)


class EmployerReport(models.Model):
    """A change of scale or risk class that an employer asks for. `due_on`: its own last day; `answer_by`: BPJS's.

    `was` and `wanted` are values of the fact (`EMPLOYER_FACTS`); `was` is empty where BPJS had said nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("nomor"), max_length=20, unique=True)
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="reports")
    fact = models.CharField(_("data"), max_length=10, choices=EmployerFact.choices)
    was = models.CharField(_("semula"), max_length=10, blank=True)
    wanted = models.CharField(_("menjadi"), max_length=10)
    effective_on = models.DateField(_("berlaku sejak"))
    reason = models.TextField(_("alasan"))
    state = models.CharField(_("keadaan"), max_length=10, choices=S.choices, default=S.WAITING)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(_("dilaporkan"))
    reported_on = models.DateField()
    due_on = models.DateField(null=True)
    answer_by = models.DateField(_("batas jawaban"))
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    reply = models.TextField(_("jawaban"), blank=True)

    workflow = employer_report_workflow
    objects = EmployerReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("laporan data perusahaan")
        verbose_name_plural = _("laporan data perusahaan")
        ordering = ("-reported_at", "-number")
        triggers = employer_report_workflow.guards()
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "fact"],
                condition=Q(state=S.WAITING),
                name="one_waiting_report_an_employer_and_fact",
                violation_error_message=_("Masih ada laporan yang menunggu BPJS."),
            ),
            models.CheckConstraint(name="employer_report_changes_something", condition=~Q(was=F("wanted"))),
            models.CheckConstraint(
                name="answered_employer_report_has_its_officer",
                condition=~Q(state__in=(S.CONFIRMED, S.RETURNED)) | Q(officer__isnull=False, answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="returned_employer_report_says_why", condition=~Q(state=S.RETURNED) | ~Q(reply="")
            ),
            models.CheckConstraint(
                name="nobody_answers_their_own_employer_report",
                condition=Q(officer=None) | ~Q(officer=F("reported_by")),
            ),
        ]
        indexes = [
            models.Index(fields=["answer_by", "number"], name="employer_report_waiting", condition=Q(state=S.WAITING))
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_late(self) -> bool:
        """Told after the last day that the law gives the employer."""
        return self.due_on is not None and self.reported_on > self.due_on


class EmployerReportLog(TransitionLog):
    subject = models.ForeignKey(EmployerReport, models.PROTECT, related_name="log")
