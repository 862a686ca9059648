"""The self-assessment: what somebody did, wants to do, and is willing to do."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.workflow import TransitionLog, Workflow
from ipk.enums import AssessmentState, MayMove, MayTrain

assessment_workflow = Workflow(("complete", [AssessmentState.DRAFT], AssessmentState.COMPLETE))


class SelfAssessment(models.Model):
    """What somebody did, wants to do, and is willing to do: kept page by page until it is complete."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField("participants.Person", models.PROTECT, related_name="self_assessment")
    state = models.CharField(_("keadaan"), max_length=8, choices=AssessmentState.choices, default=AssessmentState.DRAFT)
    former_jobs = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    wanted_jobs = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    may_move = models.CharField(max_length=8, choices=MayMove.choices, blank=True)
    may_train = models.CharField(max_length=6, choices=MayTrain.choices, blank=True)
    started_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)

    workflow = assessment_workflow

    class Meta:
        verbose_name = _("asesmen diri")
        verbose_name_plural = _("asesmen diri")
        triggers = assessment_workflow.guards()
        constraints = [
            models.CheckConstraint(
                name="complete_assessment_has_its_answers",
                condition=Q(state=AssessmentState.DRAFT, completed_at=None)
                | (
                    Q(
                        state=AssessmentState.COMPLETE,
                        completed_at__isnull=False,
                        former_jobs__len__gte=1,
                        former_jobs__len__lte=3,
                        wanted_jobs__len=3,
                    )
                    & ~Q(may_move="")
                    & ~Q(may_train="")
                ),
                violation_error_message=_("Asesmen belum lengkap."),
            )
        ]


class SelfAssessmentLog(TransitionLog):
    subject = models.ForeignKey(SelfAssessment, models.PROTECT, related_name="log")
