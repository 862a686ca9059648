"""Keberatan: somebody says that a decision is wrong, and somebody else looks."""

import uuid
from datetime import date

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role
from claims.enums import ObjectionGround, ObjectionState
from claims.models.assessments import Decision
from claims.models.claims import READERS
from core.workflow import TransitionLog, Workflow

S = ObjectionState
DECIDED = (S.UPHELD, S.REJECTED)

workflow = Workflow(
    ("submit", [S.DRAFT], S.SUBMITTED),
    ("uphold", [S.SUBMITTED], S.UPHELD),
    ("reject", [S.SUBMITTED], S.REJECTED),
    ("withdraw", [S.DRAFT, S.SUBMITTED], S.WITHDRAWN),
)

_SOMEBODY_ELSE = """
    IF NEW.officer_id IS NOT NULL AND EXISTS (
        SELECT FROM claims_decision AS objected
        JOIN claims_decision AS earlier ON earlier.claim_id = objected.claim_id
        WHERE objected.id = NEW.decision_id AND earlier.officer_id = NEW.officer_id
    ) THEN
        RAISE EXCEPTION 'an objection is decided by somebody who did not decide before';
    END IF;
    IF NEW.officer_id IS NOT NULL AND EXISTS (
        SELECT FROM claims_decision
        JOIN claims_claim ON claims_claim.id = claims_decision.claim_id
        JOIN participants_person ON participants_person.id = claims_claim.person_id
        WHERE claims_decision.id = NEW.decision_id AND participants_person.user_id = NEW.officer_id
    ) THEN
        RAISE EXCEPTION 'nobody decides on their own objection';
    END IF;
    RETURN NEW;
"""

_NEVER_EARLIER = """
    IF NEW.answer_due_on < OLD.answer_due_on OR (OLD.answer_due_on IS NOT NULL AND NEW.answer_due_on IS NULL) THEN
        RAISE EXCEPTION 'the last day of an answer never moves earlier';
    END IF;
    RETURN NEW;
"""

_SILENCE_IS_OVER = """
    IF NEW.by_silence AND NOT coalesce(
        NEW.answer_due_on < (NEW.decided_at AT TIME ZONE 'Asia/Jakarta')::date, false
    ) THEN
        RAISE EXCEPTION 'silence grants nothing before the last day of the answer has passed';
    END IF;
    RETURN NEW;
"""

_SENT_WITH_IT = """
    IF (SELECT state FROM claims_objection WHERE id = OLD.objection_id) <> 'draft' THEN
        RAISE EXCEPTION 'a file stays with the objection that it was sent with';
    END IF;
    RETURN OLD;
"""


class ObjectionQuerySet(models.QuerySet["Objection"]):
    def visible_to(self, user: User, today: date) -> "ObjectionQuerySet":
        """One's own; every one that was sent for BPJS verification, integrity and audit."""
        own = Q(decision__claim__person__user=user)
        if has_role(user, *READERS, Role.HELP_DESK, on=today):
            return self.filter(own | ~Q(state=S.DRAFT))
        return self.filter(own)

    def waiting(self) -> "ObjectionQuerySet":
        return self.filter(state=S.SUBMITTED)

    def to_carry_out(self) -> "ObjectionQuerySet":
        """Granted by silence, and what follows needs an officer: a wage that nobody knows, another claim."""
        return self.filter(state=S.UPHELD, carried_out_at=None)

    def unanswered(self, today: date) -> "ObjectionQuerySet":
        """Those whose last day of answer has passed: taken as granted."""
        return self.waiting().filter(answer_due_on__lt=today)


class Objection(models.Model):
    """One objection to one decision. `by_silence`: the office did not answer in time, so it counts as granted.

    `carried_out_at`: when what follows from upholding was done. An officer's word and its effects are one act; after
    silence they may wait for an officer.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("nomor"), max_length=20, unique=True)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="objections")
    ground = models.CharField(_("alasan"), max_length=12, choices=ObjectionGround.choices, blank=True)
    text = models.TextField(_("penjelasan"), blank=True)
    state = models.CharField(_("keadaan"), max_length=10, choices=ObjectionState.choices, default=S.DRAFT)
    created_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True)
    answer_due_on = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    officer_name = models.CharField(max_length=150, blank=True)
    reply = models.TextField(_("jawaban"), blank=True)
    articles = models.JSONField(default=list)
    by_silence = models.BooleanField(default=False)
    carried_out_at = models.DateTimeField(null=True)
    carry_out_by = models.DateField(null=True)  # the last day of what silence left to an officer

    workflow = workflow
    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("keberatan")
        verbose_name_plural = _("keberatan")
        ordering = ("-created_at",)
        triggers = [
            *workflow.guards(),
            pgtrigger.Trigger(
                name="somebody_else_decides",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_SOMEBODY_ELSE,
            ),
            pgtrigger.Trigger(
                name="answer_never_due_earlier",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_NEVER_EARLIER,
            ),
            pgtrigger.Trigger(
                name="silence_is_over",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_SILENCE_IS_OVER,
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["decision"],
                condition=~Q(state=S.WITHDRAWN),
                name="one_objection_a_decision",
                violation_error_message=_("Keputusan ini sudah punya keberatan."),
            ),
            models.CheckConstraint(
                name="sent_objection_has_its_dates",
                condition=Q(state__in=(S.DRAFT, S.WITHDRAWN))
                | (Q(filed_at__isnull=False, answer_due_on__isnull=False) & ~Q(ground="") & ~Q(text="")),
            ),
            models.CheckConstraint(
                name="answered_objection_has_its_officer",
                condition=~Q(state__in=DECIDED)
                | (Q(decided_at__isnull=False) & (Q(officer__isnull=False) & ~Q(reply="") | Q(by_silence=True))),
            ),
            models.CheckConstraint(
                name="silence_never_refuses", condition=Q(by_silence=False) | Q(state=S.UPHELD, officer__isnull=True)
            ),
            models.CheckConstraint(
                name="upheld_by_an_officer_is_carried_out",
                condition=~Q(state=S.UPHELD, by_silence=False) | Q(carried_out_at__isnull=False),
            ),
            models.CheckConstraint(
                name="what_waits_to_be_carried_out_has_its_day",
                condition=~Q(state=S.UPHELD, carried_out_at=None) | Q(carry_out_by__isnull=False),
            ),
            models.CheckConstraint(
                name="only_what_is_upheld_is_carried_out", condition=Q(carried_out_at=None) | Q(state=S.UPHELD)
            ),
            models.CheckConstraint(
                name="rejected_objection_cites_its_article", condition=~Q(state=S.REJECTED) | ~Q(articles=[])
            ),
        ]
        indexes = [
            models.Index(fields=["answer_due_on"], name="objection_on_the_clock", condition=Q(state="submitted")),
            models.Index(
                fields=["decided_at"], name="objection_to_carry_out", condition=Q(state="upheld", carried_out_at=None)
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ObjectionLog(TransitionLog):
    subject = models.ForeignKey(Objection, models.PROTECT, related_name="log")


class ObjectionFileQuerySet(models.QuerySet["ObjectionFile"]):
    def visible_to(self, user: User, today: date) -> "ObjectionFileQuerySet":
        return self.filter(objection__in=Objection.objects.visible_to(user, today))


class ObjectionFile(models.Model):
    """What the person adds to an objection. It may be taken out again until the objection is sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    objection = models.ForeignKey(Objection, models.PROTECT, related_name="files")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = ObjectionFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("berkas keberatan")
        verbose_name_plural = _("berkas keberatan")
        ordering = ("added_at",)
        triggers = [
            pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update),
            pgtrigger.Trigger(
                name="stays_once_sent", when=pgtrigger.Before, operation=pgtrigger.Delete, func=_SENT_WITH_IT
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["objection", "file"], name="same_file_once_an_objection")]
