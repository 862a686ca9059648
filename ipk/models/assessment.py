"""The self-assessment: what somebody did, wants, is willing to do, and likes. Several attempts a person."""

import uuid

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.workflow import TransitionLog, Workflow
from ipk.enums.activities import AssessmentState, MayMove, MayTrain

assessment_workflow = Workflow(("complete", [AssessmentState.DRAFT], AssessmentState.COMPLETE))

_JOBS_AND_WISHES = (
    Q(state=AssessmentState.COMPLETE, completed_at__isnull=False)
    & Q(former_jobs__len__gte=1, former_jobs__len__lte=3, wanted_jobs__len=3)
    & ~Q(may_move="")
    & ~Q(may_train="")
)
# The short form that came before the instrument: free words, no score.
_WITHOUT_SCORE = Q(version=None, result__isnull=True)
# Of an instrument; without a result when the answers hardly differ and the person let them stand.
_OF_A_VERSION = Q(version__isnull=False)
_CODED = Q(former_codes__len__gte=1, former_codes__len__lte=3, wanted_codes__len=3, wanted_jobs__len=3)


class SelfAssessment(models.Model):
    """One attempt: kept page by page until it is complete, never changed afterwards. The latest complete one counts.

    `former_jobs` and `wanted_jobs` are titles as they were chosen, `…_codes` their unit groups in the same order.
    `answers`: code of the item → 0 to 100. `seed` gives the order of the items. `result`: `ipk.scoring.Result.stored`;
    none when the answers hardly differ. An attempt without `version` is the short form of earlier times.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("participants.Person", models.PROTECT, related_name="self_assessments")
    state = models.CharField(_("keadaan"), max_length=8, choices=AssessmentState.choices, default=AssessmentState.DRAFT)
    version = models.ForeignKey("ipk.InstrumentVersion", models.PROTECT, null=True, related_name="+")
    seed = models.PositiveIntegerField(default=0)
    former_jobs = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    former_codes = ArrayField(models.CharField(max_length=4), default=list, blank=True)
    wanted_jobs = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    wanted_codes = ArrayField(models.CharField(max_length=4), default=list, blank=True)
    may_move = models.CharField(max_length=8, choices=MayMove.choices, blank=True)
    may_train = models.CharField(max_length=6, choices=MayTrain.choices, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    result = models.JSONField(null=True)
    started_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)

    workflow = assessment_workflow

    class Meta:
        verbose_name = _("asesmen diri")
        verbose_name_plural = _("asesmen diri")
        triggers = [
            *assessment_workflow.guards(),
            pgtrigger.Protect(
                name="complete_is_kept",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state=AssessmentState.COMPLETE.value),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state=AssessmentState.DRAFT),
                name="one_draft_of_an_assessment_a_person",
                violation_error_message=_("Asesmen Anda sudah dimulai."),
            ),
            models.CheckConstraint(
                name="complete_assessment_has_its_answers",
                condition=Q(state=AssessmentState.DRAFT, completed_at=None, result__isnull=True)
                | (_JOBS_AND_WISHES & (_WITHOUT_SCORE | (_OF_A_VERSION & _CODED))),
                violation_error_message=_("Asesmen belum lengkap."),
            ),
        ]
        indexes = [models.Index(fields=["person", "-completed_at"], name="assessments_of_person")]

    @property
    def is_complete(self) -> bool:
        return self.state == AssessmentState.COMPLETE


class SelfAssessmentLog(TransitionLog):
    subject = models.ForeignKey(SelfAssessment, models.PROTECT, related_name="log")
