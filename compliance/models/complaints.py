"""Pengaduan: somebody tells inspectors what an employer does not do right; never visible to that employer."""

import uuid
from datetime import date

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role, regions_of
from compliance.enums import OPEN, OWED, ComplaintKind, ComplaintState, MessageKind, Side
from core.crypto import Sealed, blind_index
from core.workflow import TransitionLog, Workflow, append_only
from participants.models import EmployerStaff

S = ComplaintState
CODE_PURPOSE = "complaint-code"
CODE_LENGTH = 12
TAKEN = (S.EXAMINING, S.NEEDS_INFO, S.REFERRED, S.ANSWERED)
REGIONAL = (Role.INSPECTOR, Role.INSPECTION_COORDINATOR, Role.MEDIATOR)

workflow = Workflow(
    ("take", [S.RECEIVED], S.EXAMINING),
    ("assign", [S.RECEIVED], S.EXAMINING),
    ("ask", [S.EXAMINING], S.NEEDS_INFO),
    ("reply", [S.NEEDS_INFO], S.EXAMINING),
    ("refer", [S.EXAMINING, S.NEEDS_INFO], S.REFERRED),
    ("answer", [S.EXAMINING, S.NEEDS_INFO, S.REFERRED], S.ANSWERED),
    ("reopen", [S.ANSWERED], S.RECEIVED),
    ("withdraw", [S.RECEIVED, S.EXAMINING, S.NEEDS_INFO], S.WITHDRAWN),
)

_NEVER_EARLIER = """
    IF NEW.due_on < OLD.due_on THEN
        RAISE EXCEPTION 'the last day of an answer never moves earlier';
    END IF;
    IF OLD.reopened_at IS NOT NULL AND NEW.reopened_at IS DISTINCT FROM OLD.reopened_at THEN
        RAISE EXCEPTION 'a complaint is reopened once';
    END IF;
    RETURN NEW;
"""


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def of_author(self, user: User) -> "ComplaintQuerySet":
        return self.filter(author=user)

    def by_code(self, code: str) -> "ComplaintQuerySet":
        """The one with this canonical tracking code."""
        return self.filter(code_index=blind_index(CODE_PURPOSE, code))

    def visible_to(self, user: User, on: date) -> "ComplaintQuerySet":
        """One's own; an officer's by the region of the workplace; an assigned one; all of them for audit.

        Never by an office for somebody who acts, or once acted, for the employer it is about.
        """
        by_office = Q(pk__in=[])
        for role in REGIONAL:
            by_office |= regions_of(user, role, on=on).q("region__code")
        if has_role(user, Role.INTEGRITY, on=on):
            by_office |= Q(integrity=user)
        if has_role(user, Role.AUDITOR, on=on):
            by_office |= Q(pk__isnull=False)
        staff = EmployerStaff.objects.filter(user=user, employer=OuterRef("employer"))
        return self.filter(Q(author=user) | (by_office & ~Exists(staff)))

    def open(self) -> "ComplaintQuerySet":
        return self.filter(state__in=OPEN)

    def late(self, today: date) -> "ComplaintQuerySet":
        return self.filter(state__in=OWED, due_on__lt=today)


class Complaint(models.Model):
    """One complaint. `author` is empty for who has no account or wants no name: then a tracking code opens it.

    `filed_by`: the help desk's officer who wrote it down for a caller. `employer_typed` is what the author wrote.
    `due_on`: the last day of the office's answer. `reopen_until`: the last day to ask once for another look.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("nomor"), max_length=20, unique=True)
    kind = models.CharField(_("jenis"), max_length=12, choices=ComplaintKind.choices)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="complaints")
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    contact_sealed = models.BinaryField(blank=True, default=b"")
    code_index = models.BinaryField(max_length=32, null=True, unique=True)
    submission = models.UUIDField(unique=True, editable=False)  # names the form, so that it is taken once
    employer = models.ForeignKey("participants.Employer", models.PROTECT, null=True, related_name="complaints")
    employer_typed = models.CharField(_("perusahaan menurut pelapor"), max_length=200)
    region = models.ForeignKey("core.Region", models.PROTECT, related_name="+", verbose_name=_("tempat kerja"))
    since = models.DateField(_("sejak bulan"), null=True)
    until = models.DateField(_("sampai bulan"), null=True)
    text = models.TextField(_("isi pengaduan"))
    claim = models.ForeignKey("claims.Claim", models.PROTECT, null=True, related_name="complaints")
    state = models.CharField(_("keadaan"), max_length=10, choices=ComplaintState.choices, default=S.RECEIVED)
    filed_at = models.DateTimeField()
    due_on = models.DateField(_("dijawab paling lambat"))
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    integrity = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    reopen_until = models.DateField(null=True)
    reopened_at = models.DateTimeField(null=True)

    contact = Sealed("contact_sealed", purpose="complaint-contact")

    workflow = workflow
    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("pengaduan")
        verbose_name_plural = _("pengaduan")
        ordering = ("-filed_at", "pk")
        triggers = [
            *workflow.guards(),
            pgtrigger.ReadOnly(
                name="what_was_said_stays",
                fields=["number", "kind", "author", "filed_by", "contact_sealed", "code_index", "submission",
                        "employer_typed", "region", "since", "until", "text", "claim", "filed_at"],
            ),
            pgtrigger.Trigger(
                name="due_never_earlier", when=pgtrigger.Before, operation=pgtrigger.Update, func=_NEVER_EARLIER
            ),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                name="complaint_has_an_account_or_a_code",
                condition=Q(author=None, code_index__isnull=False) | Q(author__isnull=False, code_index=None),
            ),
            models.CheckConstraint(
                name="account_needs_no_contact",
                condition=Q(author=None) | Q(contact_sealed=b"", filed_by=None),
            ),
            models.CheckConstraint(
                name="claim_comes_with_its_person", condition=Q(claim=None) | Q(author__isnull=False)
            ),
            models.CheckConstraint(
                name="complaint_period_ends_after_it_begins",
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
            ),
            models.CheckConstraint(
                name="worked_complaint_has_its_officer",
                condition=~Q(state__in=TAKEN) | Q(taken_by__isnull=False),
            ),
            models.CheckConstraint(
                name="nobody_works_on_their_own_complaint",
                condition=Q(taken_by=None) | Q(author=None) | ~Q(taken_by=F("author")),
            ),
            models.CheckConstraint(
                name="answered_complaint_has_its_dates",
                condition=~Q(state=S.ANSWERED) | Q(answered_at__isnull=False, reopen_until__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["region", "due_on"], name="complaint_on_the_clock", condition=Q(state__in=OPEN)),
            models.Index(fields=["author", "-filed_at"], name="complaint_of_author"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def is_late(self, today: date) -> bool:
        return self.state in OWED and self.due_on < today

    @property
    def about(self) -> str:
        """The employer as it is registered, or as the author wrote it."""
        return self.employer.name if self.employer is not None else self.employer_typed


class ComplaintLog(TransitionLog):
    subject = models.ForeignKey(Complaint, models.PROTECT, related_name="log")


class ComplaintMessage(models.Model):
    """A word between author and officer. Written once."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="messages")
    side = models.CharField(max_length=7, choices=Side.choices)
    kind = models.CharField(max_length=9, choices=MessageKind.choices)
    text = models.TextField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("pesan pengaduan")
        verbose_name_plural = _("pesan pengaduan")
        ordering = ("at", "pk")
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                name="officer_signs_a_message", condition=~Q(side="officer") | Q(actor__isnull=False)
            )
        ]


class ComplaintNote(models.Model):
    """What officers write for each other; the author never reads it."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="notes")
    text = models.TextField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("catatan internal pengaduan")
        verbose_name_plural = _("catatan internal pengaduan")
        ordering = ("at", "pk")
        triggers = append_only()


class ComplaintFile(models.Model):
    """What the author adds. It stays with the complaint."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="files")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("berkas pengaduan")
        verbose_name_plural = _("berkas pengaduan")
        ordering = ("added_at", "pk")
        triggers = append_only()
        constraints = [models.UniqueConstraint(fields=["complaint", "file"], name="same_file_once_a_complaint")]
