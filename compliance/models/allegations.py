"""What an employer is asked to answer, in an officer's own words. It leads to no author."""

import uuid
from datetime import date

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from compliance.enums import AllegationState
from compliance.models.complaints import Complaint
from core.workflow import TransitionLog, Workflow, append_only
from participants.models import EmployerStaff

A = AllegationState

workflow = Workflow(("reply", [A.SERVED], A.REPLIED))


class AllegationQuerySet(models.QuerySet["Allegation"]):
    def of_staff(self, user: User, on: date) -> "AllegationQuerySet":
        """Those served to the employers that the user acts for on a day."""
        staff = EmployerStaff.objects.in_force(on).filter(user=user, employer=OuterRef("employer"))
        return self.filter(Exists(staff))

    def visible_to(self, user: User, on: date) -> "AllegationQuerySet":
        """Those of one's employer, and officers' with the complaint; an author as such sees none."""
        complaints = Complaint.objects.visible_to(user, on).exclude(author=user)
        return self.filter(Q(pk__in=self.of_staff(user, on).values("pk")) | Q(complaint__in=complaints))


class Allegation(models.Model):
    """One thing that an employer is asked about. `complaint` is for officers; no page of the employer reads it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("nomor"), max_length=20, unique=True)
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="allegations")
    employer = models.ForeignKey("participants.Employer", models.PROTECT, related_name="allegations")
    text = models.TextField(_("yang ditanyakan"))
    state = models.CharField(_("keadaan"), max_length=8, choices=AllegationState.choices, default=A.SERVED)
    served_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    served_at = models.DateTimeField()
    due_on = models.DateField(_("ditanggapi paling lambat"))

    workflow = workflow
    objects = AllegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("permintaan tanggapan")
        verbose_name_plural = _("permintaan tanggapan")
        ordering = ("-served_at", "pk")
        triggers = [
            *workflow.guards(),
            pgtrigger.ReadOnly(
                name="what_was_served_stays",
                fields=["number", "complaint", "employer", "text", "served_by", "served_at", "due_on"],
            ),
        ]

    def __str__(self) -> str:
        return self.number


class AllegationLog(TransitionLog):
    subject = models.ForeignKey(Allegation, models.PROTECT, related_name="log")


class AllegationReply(models.Model):
    """The employer's answer. Written once."""

    allegation = models.OneToOneField(Allegation, models.PROTECT, primary_key=True, related_name="reply")
    text = models.TextField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("tanggapan perusahaan")
        verbose_name_plural = _("tanggapan perusahaan")
        triggers = append_only()


class AllegationFile(models.Model):
    """What the employer adds to its answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    allegation = models.ForeignKey(Allegation, models.PROTECT, related_name="files")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("berkas tanggapan")
        verbose_name_plural = _("berkas tanggapan")
        ordering = ("added_at", "pk")
        triggers = append_only()
        constraints = [models.UniqueConstraint(fields=["allegation", "file"], name="same_file_once_an_allegation")]
