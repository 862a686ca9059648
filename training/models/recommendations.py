"""What a counsellor recommends somebody to learn: it opens the training benefit (POL-14)."""

import uuid
from datetime import date

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role
from core.workflow import TransitionLog, Workflow
from training.enums import RecommendationState
from training.models.programmes import Programme

S = RecommendationState
LONGEST_WHY = 1_000
# Who reads recommendations for the nation: those who pay for training, and those who answer and watch.
READERS = (Role.REVIEWER, Role.APPROVER, Role.BPJS_VERIFIER, Role.HELP_DESK, Role.AUDITOR)

recommendation_workflow = Workflow(
    ("withdraw", [S.OPEN], S.WITHDRAWN),
    ("use", [S.OPEN], S.USED),
    ("expire", [S.OPEN], S.EXPIRED),
)


class RecommendationQuerySet(models.QuerySet["TrainingRecommendation"]):
    def in_force(self, on: date) -> "RecommendationQuerySet":
        """Open and not too old; the last day counts."""
        return self.filter(state=S.OPEN, valid_until__gte=on)

    def without_seat(self) -> "RecommendationQuerySet":
        """Those that no training came of."""
        return self.exclude(vouchers__enrolment__isnull=False)

    def visible_to(self, user: User, on: date) -> "RecommendationQuerySet":
        """The own ones, those that a counsellor made, and all of them for some national offices."""
        if has_role(user, *READERS, on=on):
            return self
        mine = Q(person__user=user)
        if has_role(user, Role.COUNSELLOR, on=on):
            mine |= Q(made_by=user)
        return self.filter(mine)


class TrainingRecommendation(models.Model):
    """`session_ref` is the session of counselling in which it was agreed; `valid_until` the last day to use it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("participants.Person", models.PROTECT, related_name="training_recommendations")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="recommendations")
    made_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    session_ref = models.UUIDField(db_index=True)
    why = models.TextField(_("alasan"))
    made_at = models.DateTimeField()
    valid_until = models.DateField(_("berlaku sampai"))
    state = models.CharField(_("keadaan"), max_length=10, choices=S.choices, default=S.OPEN)

    workflow = recommendation_workflow
    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = _("rekomendasi pelatihan")
        verbose_name_plural = _("rekomendasi pelatihan")
        triggers = recommendation_workflow.guards()
        constraints = [
            models.UniqueConstraint(
                fields=["person", "programme"], condition=Q(state=S.OPEN), name="one_open_recommendation_a_programme"
            ),
            models.CheckConstraint(
                name="recommendation_says_why",
                condition=~Q(why="") & LessThanOrEqual(Length("why"), LONGEST_WHY),
            ),
        ]
        indexes = [models.Index(fields=["person", "-made_at"], name="recommendation_of_person")]

    def __str__(self) -> str:
        return f"{self.programme}"


class TrainingRecommendationLog(TransitionLog):
    subject = models.ForeignKey(TrainingRecommendation, models.PROTECT, related_name="log")
