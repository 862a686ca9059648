"""What the law said about which facts, and what an officer decided. Written once, kept for ever."""

import uuid
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from claims.enums import AGAINST, ON_A_MONTH, ON_THE_CLAIM, WITHOUT_OFFICER, DecisionKind
from claims.models.claims import Claim
from claims.models.months import ClaimMonth
from core.workflow import append_only

_NOT_ONES_OWN = """
    IF EXISTS (
        SELECT FROM claims_claim JOIN participants_person ON participants_person.id = claims_claim.person_id
        WHERE claims_claim.id = NEW.claim_id AND participants_person.user_id = NEW.officer_id
    ) THEN
        RAISE EXCEPTION 'nobody decides on their own claim';
    END IF;
    RETURN NEW;
"""

# What the rules do not grant and no officer signs was granted by silence: the day of the answer must have passed.
_NOBODY_OR_SILENCE = """
    IF NEW.officer_id IS NULL
        AND (NEW.kind = 'approval' OR NEW.kind = 'month_grant' AND EXISTS (
            SELECT FROM claims_monthassessment WHERE id = NEW.month_assessment_id AND outcome <> 'payable'
        ))
        AND NOT EXISTS (
            SELECT FROM claims_objection
            JOIN claims_decision AS objected ON objected.id = claims_objection.decision_id
            WHERE claims_objection.id = NEW.unanswered_id
                AND objected.claim_id = NEW.claim_id
                AND claims_objection.state IN ('submitted', 'upheld')
                AND claims_objection.officer_id IS NULL
                AND claims_objection.filed_at IS NOT NULL
                AND claims_objection.answer_due_on = NEW.answer_was_due_on
                AND claims_objection.answer_due_on < (NEW.at AT TIME ZONE 'Asia/Jakarta')::date
        )
    THEN
        RAISE EXCEPTION 'nothing is granted without an officer before an objection went unanswered';
    END IF;
    RETURN NEW;
"""


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def newest_first(self) -> "AssessmentQuerySet":
        return self.order_by("-assessed_at", "-pk")


class RulesRun(models.Model):
    """One run of the rules. `facts` can be given to them again; `answer` is what they said, with every reason.

    `sources` names for each condition where its fact came from and when.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    facts = models.JSONField()
    sources = models.JSONField()
    answer = models.JSONField()
    parameters = models.JSONField()
    outcome = models.CharField(max_length=15)
    regime = models.CharField(max_length=3)
    rules_version = models.CharField(max_length=20)
    decided_on = models.DateField()
    data_as_of = models.DateTimeField()
    assessed_at = models.DateTimeField()

    class Meta:
        abstract = True

    @property
    def reasons(self) -> list[dict[str, Any]]:
        """Every condition, in the order of the law: code, met, law, facts."""
        return self.answer["reasons"]


class Assessment(RulesRun):
    """Is the benefit due? `claim` is null before there is one."""

    phk = models.ForeignKey("participants.PhkEvent", models.PROTECT, related_name="assessments")
    claim = models.ForeignKey(Claim, models.PROTECT, null=True, related_name="assessments")

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("pemeriksaan syarat")
        verbose_name_plural = _("pemeriksaan syarat")
        ordering = ("-assessed_at",)
        triggers = append_only()
        indexes = [models.Index(fields=["phk", "-assessed_at"], name="assessment_latest")]


class MonthAssessment(RulesRun):
    """Is month n paid?"""

    month = models.ForeignKey(ClaimMonth, models.PROTECT, related_name="assessments")

    class Meta:
        verbose_name = _("pemeriksaan bulan")
        verbose_name_plural = _("pemeriksaan bulan")
        ordering = ("-assessed_at",)
        triggers = append_only()
        indexes = [models.Index(fields=["month", "-assessed_at"], name="month_assessment_latest")]


class Decision(models.Model):
    """What was decided on a claim or a month, with its reasons, articles and the last day to object.

    `officer` is null only where nobody is refused by it (POL-26). `facts` hold what no run of the rules holds: the
    work that was reported, the amounts that are asked back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="decisions")
    month = models.ForeignKey(ClaimMonth, models.PROTECT, null=True, related_name="decisions")
    kind = models.CharField(max_length=15, choices=DecisionKind.choices)
    assessment = models.ForeignKey(Assessment, models.PROTECT, null=True, related_name="+")
    month_assessment = models.ForeignKey(MonthAssessment, models.PROTECT, null=True, related_name="+")
    facts = models.JSONField(default=dict)
    reason_codes = models.JSONField(default=list)
    articles = models.JSONField(default=list)
    wage_base = models.PositiveBigIntegerField(null=True)
    note = models.TextField(blank=True)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    officer_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    objection_until = models.DateField()
    # After silence: the objection that nobody answered, and the last day of the answer that was owed.
    unanswered = models.ForeignKey("claims.Objection", models.PROTECT, null=True, related_name="+")
    answer_was_due_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("keputusan")
        verbose_name_plural = _("keputusan")
        ordering = ("-at",)
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="nobody_decides_their_own_claim",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_NOT_ONES_OWN,
            ),
            pgtrigger.Trigger(
                name="granted_by_an_officer_or_by_silence",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_NOBODY_OR_SILENCE,
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="refusal_has_reason_and_article",
                condition=~Q(kind__in=AGAINST) | (~Q(reason_codes=[]) & ~Q(articles=[])),
                violation_error_message=_("Penolakan harus memuat alasan dan pasal."),
            ),
            models.CheckConstraint(
                name="only_a_named_officer_refuses",
                condition=Q(officer__isnull=False) | Q(kind__in=WITHOUT_OFFICER),
                violation_error_message=_("Hanya petugas yang boleh menolak."),
            ),
            models.CheckConstraint(
                name="decision_rests_on_a_run_of_the_rules",
                condition=Q(kind__in=ON_THE_CLAIM, assessment__isnull=False, month__isnull=True)
                | Q(kind__in=ON_A_MONTH, month_assessment__isnull=False, month__isnull=False)
                | Q(kind__in=(DecisionKind.STOP, DecisionKind.OVERPAYMENT), month__isnull=True),
            ),
            models.CheckConstraint(
                name="silence_names_its_last_day",
                condition=Q(unanswered=None, answer_was_due_on=None)
                | Q(unanswered__isnull=False, answer_was_due_on__isnull=False, officer=None),
            ),
            models.CheckConstraint(
                name="approval_without_officer_is_silence",
                condition=~Q(kind=DecisionKind.APPROVAL, officer=None) | Q(unanswered__isnull=False),
            ),
            models.CheckConstraint(
                name="approval_has_its_wage_base",
                condition=~Q(kind=DecisionKind.APPROVAL) | Q(wage_base__gt=0),
                violation_error_message=_("Persetujuan tanpa dasar upah."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def run(self) -> RulesRun | None:
        """The run of the rules that it rests on."""
        return self.month_assessment or self.assessment
