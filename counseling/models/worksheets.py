"""Kertas Kerja Konseling Karir: what was known, asked, answered and agreed."""

import uuid
from datetime import date

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role, regions_of
from core.workflow import TransitionLog, Workflow, append_only
from counseling.enums import Side, WorksheetState

S = WorksheetState
LONGEST_NOTE = 2_000

worksheet_workflow = Workflow(
    ("send", [S.DRAFT, S.COMMENTED], S.SENT),
    ("agree", [S.SENT], S.AGREED),
    ("comment", [S.SENT], S.COMMENTED),
)

_NOTES_STAY = """
    PERFORM 1 FROM counseling_worksheet
     WHERE id IN (OLD.worksheet_id, NEW.worksheet_id) AND state IN ('sent', 'agreed');
    IF FOUND THEN RAISE EXCEPTION 'notes of a signed worksheet do not change'; END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


class WorksheetQuerySet(models.QuerySet["Worksheet"]):
    def visible_to(self, user: User, on: date) -> "WorksheetQuerySet":
        """The counsellor's from the beginning, the participant's once sent; when agreed, also the auditors' and those
        coordinators' whose region the counsellor's office lies in (KON-04)."""
        own = Q(session__counsellor__user=user) | Q(session__person__user=user) & ~Q(state=S.DRAFT)
        if has_role(user, Role.AUDITOR, on=on):
            return self.filter(own | Q(state=S.AGREED))
        scope = regions_of(user, Role.COUNSELLOR_COORDINATOR, on=on)
        return self.filter(own | Q(state=S.AGREED) & scope.q("session__counsellor__region__code"))


@pghistory.track(
    fields=["agreement", "next_steps", "version"],
    model_name="WorksheetHistory",
    obj_field=pghistory.ObjForeignKey(related_name="history"),
    append_only=True,
)
class Worksheet(models.Model):
    """The worksheet of one session. `facts` are profile, assessment and job search as they were when it was begun.

    `version` rises with every save: who saves an older one is shown both texts. It is signed by the counsellor when
    sent, and by the participant when agreed; a comment sends it back to the counsellor.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.OneToOneField("counseling.Session", models.PROTECT, related_name="worksheet")
    guide = models.ForeignKey("counseling.Guide", models.PROTECT, related_name="+")
    facts = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    agreement = models.TextField(_("kesepakatan"), max_length=LONGEST_NOTE, blank=True)
    next_steps = models.TextField(_("langkah berikutnya"), max_length=LONGEST_NOTE, blank=True)
    state = models.CharField(_("keadaan"), max_length=10, choices=S.choices, default=S.DRAFT)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    comment = models.CharField(_("komentar peserta"), max_length=LONGEST_NOTE, blank=True)
    seal = models.CharField(max_length=64, blank=True)  # SHA-256 of what both signed

    workflow = worksheet_workflow
    objects = WorksheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("kertas kerja konseling")
        verbose_name_plural = _("kertas kerja konseling")
        triggers = [
            *worksheet_workflow.guards(),
            pgtrigger.ReadOnly(name="worksheet_facts_stay", fields=["session", "guide", "facts", "begun_at"]),
            pgtrigger.Protect(
                name="agreed_worksheet_is_kept",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state=S.AGREED),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="sent_worksheet_is_signed", condition=Q(state=S.DRAFT) | Q(sent_at__isnull=False)
            ),
            models.CheckConstraint(
                name="answered_worksheet_has_its_moment",
                condition=~Q(state__in=(S.AGREED, S.COMMENTED)) | Q(answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="commented_worksheet_has_words", condition=~Q(state=S.COMMENTED) | ~Q(comment="")
            ),
            models.CheckConstraint(name="agreed_worksheet_is_sealed", condition=~Q(state=S.AGREED) | ~Q(seal="")),
            models.CheckConstraint(
                name="signed_worksheet_has_an_agreement", condition=Q(state=S.DRAFT) | ~Q(agreement="")
            ),
        ]

    def __str__(self) -> str:
        return f"Kertas kerja, {self.begun_at:%Y-%m-%d}"


class WorksheetLog(TransitionLog):
    subject = models.ForeignKey(Worksheet, models.PROTECT, related_name="log")


class WorksheetNote(models.Model):
    """What the participant said to one question, in the counsellor's words."""

    worksheet = models.ForeignKey(Worksheet, models.PROTECT, related_name="notes")
    question = models.ForeignKey("counseling.GuideQuestion", models.PROTECT, related_name="+")
    text = models.TextField(max_length=LONGEST_NOTE, blank=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ("question__n",)
        constraints = [models.UniqueConstraint(fields=["worksheet", "question"], name="one_note_a_question")]
        triggers = [
            pgtrigger.Trigger(
                name="notes_of_a_signed_worksheet_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=_NOTES_STAY,
            )
        ]


class WorksheetSignature(models.Model):
    """One of the two put their name under `content`; `digest` is its SHA-256. What was signed stands with the name.

    A worksheet that came back with a comment is signed again by the counsellor: the last one of a side counts.
    """

    worksheet = models.ForeignKey(Worksheet, models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=10, choices=Side.choices)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    typed_name = models.CharField(max_length=150)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ("signed_at", "pk")
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(fields=["worksheet", "side", "digest"], name="one_signature_a_side_and_content")
        ]
