"""Work found again: what the person reports, and what the portal asks when BPJS knows of a new employer."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from claims.enums import WorkReportState
from claims.models.claims import Claim
from core.workflow import TransitionLog, Workflow

S = WorkReportState

workflow = Workflow(
    ("take_effect", [S.PENDING], S.EFFECTIVE),
    ("undo", [S.PENDING], S.UNDONE),
    ("set_aside", [S.EFFECTIVE], S.UNDONE),  # an upheld objection
)


class WorkReport(models.Model):
    """The person says that they work again. It may be undone until `effective_at`, 24 hours later; then it stops.

    `report_due_on` is the last of the seven working days after acceptance; a late report is recorded, never refused
    for that (POL-18). Wage in whole rupiah a month.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="work_reports")
    employer = models.CharField(_("tempat kerja"), max_length=150)
    accepted_on = models.DateField(_("diterima"))
    started_on = models.DateField(_("mulai bekerja"))
    wage = models.PositiveBigIntegerField(_("upah sebulan"), null=True)
    state = models.CharField(max_length=10, choices=WorkReportState.choices, default=S.PENDING)
    reported_at = models.DateTimeField()
    report_due_on = models.DateField()
    effective_at = models.DateTimeField()

    workflow = workflow

    class Meta:
        verbose_name = _("laporan bekerja")
        verbose_name_plural = _("laporan bekerja")
        ordering = ("-reported_at",)
        triggers = workflow.guards()
        constraints = [
            models.UniqueConstraint(
                fields=["claim"],
                condition=~Q(state=S.UNDONE),
                name="one_work_report_a_claim",
                violation_error_message=_("Anda sudah melapor bekerja."),
            ),
            models.CheckConstraint(
                name="accepted_before_or_on_the_first_day", condition=Q(accepted_on__lte=F("started_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim} {self.employer}"


class WorkReportLog(TransitionLog):
    subject = models.ForeignKey(WorkReport, models.PROTECT, related_name="log")


class MembershipQuestionQuerySet(models.QuerySet["MembershipQuestion"]):
    def open(self) -> "MembershipQuestionQuerySet":
        return self.filter(answered_at=None)

    def denied(self) -> "MembershipQuestionQuerySet":
        """The person says that they do not work there, and no officer has looked yet."""
        return self.filter(works=False, settled_at=None)


class MembershipQuestion(models.Model):
    """BPJS knows a new employer of somebody who takes the benefit. The person is asked; nothing stops by itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="questions")
    npp = models.CharField(max_length=20)
    employer = models.CharField(max_length=150)
    since = models.DateField()
    asked_at = models.DateTimeField()
    answer_by = models.DateField()
    answered_at = models.DateTimeField(null=True)
    works = models.BooleanField(null=True)
    note = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True)  # when an officer accepted the answer

    objects = MembershipQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("pertanyaan kepesertaan baru")
        verbose_name_plural = _("pertanyaan kepesertaan baru")
        ordering = ("-asked_at",)
        constraints = [
            models.UniqueConstraint(fields=["claim", "npp", "since"], name="one_question_a_membership"),
            models.CheckConstraint(
                name="answered_question_has_its_answer",
                condition=Q(answered_at__isnull=True, works__isnull=True)
                | Q(answered_at__isnull=False, works__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim} {self.employer}"
