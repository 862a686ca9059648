"""Pemeriksaan: inspectors look at an employer, write down what they found, and hear the employer's answer."""

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
from compliance.enums import FindingState, InspectionKind, InspectionState, Membership
from compliance.models.complaints import Complaint
from core.workflow import TransitionLog, Workflow, append_only
from participants.models import EmployerStaff
from rules.findings import FINDINGS

S = InspectionState
REGIONAL = (Role.INSPECTOR, Role.INSPECTION_COORDINATOR, Role.MEDIATOR)

workflow = Workflow(
    ("order", [S.PLANNED], S.ORDERED),
    ("visit", [S.ORDERED], S.VISITED),
    ("issue", [S.VISITED], S.ISSUED),
    ("follow_up", [S.ISSUED], S.FOLLOWED),
    ("sanction", [S.ISSUED, S.FOLLOWED], S.SANCTIONED),
    ("close", [S.VISITED, S.ISSUED, S.FOLLOWED, S.SANCTIONED], S.CLOSED),
    ("cancel", [S.PLANNED, S.ORDERED], S.CANCELLED),
)
meeting = Workflow(("meet", [FindingState.OPEN], FindingState.MET))


class InspectionQuerySet(models.QuerySet["Inspection"]):
    def visible_to(self, user: User, on: date) -> "InspectionQuerySet":
        """An officer's by the region of the workplace, or as one of the team; all of them for audit.

        Never for somebody who acts, or once acted, for the employer.
        """
        found = Q(pk__in=InspectionMember.objects.filter(user=user).values("inspection"))
        for role in REGIONAL:
            found |= regions_of(user, role, on=on).q("region__code")
        if has_role(user, Role.AUDITOR, on=on):
            found |= Q(pk__isnull=False)
        staff = EmployerStaff.objects.filter(user=user, employer=OuterRef("employer"))
        return self.filter(found & ~Exists(staff))

    def issued_to_staff(self, user: User, on: date) -> "InspectionQuerySet":
        """Those whose nota reached an employer that the user acts for on a day."""
        staff = EmployerStaff.objects.in_force(on).filter(user=user, employer=OuterRef("employer"))
        return self.filter(Exists(staff), issued_at__isnull=False)


class Inspection(models.Model):
    """One inspection. `employer` is empty for outreach to many. `because`: why this employer was chosen, in words.

    `planned_on`: the day of the visit. `reply_until`: the last day of the employer's answer to the nota.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("nomor"), max_length=20, unique=True)
    kind = models.CharField(_("jenis"), max_length=10, choices=InspectionKind.choices)
    employer = models.ForeignKey("participants.Employer", models.PROTECT, null=True, related_name="inspections")
    region = models.ForeignKey("core.Region", models.PROTECT, related_name="+", verbose_name=_("tempat kerja"))
    because = models.TextField(_("alasan"))
    complaints = models.ManyToManyField(Complaint, related_name="inspections")
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ketua tim"))
    planned_on = models.DateField(_("hari kunjungan"))
    state = models.CharField(_("keadaan"), max_length=10, choices=InspectionState.choices, default=S.PLANNED)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(null=True)
    reply_until = models.DateField(_("dijawab paling lambat"), null=True)
    closed_at = models.DateTimeField(null=True)

    workflow = workflow
    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("pemeriksaan")
        verbose_name_plural = _("pemeriksaan")
        ordering = ("-opened_at", "pk")
        triggers = [
            *workflow.guards(),
            pgtrigger.ReadOnly(
                name="why_it_was_opened_stays",
                fields=["number", "kind", "employer", "region", "because", "opened_by", "opened_at"],
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="only_outreach_has_no_employer", condition=Q(employer__isnull=False) | Q(kind="outreach")
            ),
            models.CheckConstraint(
                name="nota_has_its_dates",
                condition=Q(issued_at=None, issued_by=None, reply_until=None)
                | Q(issued_at__isnull=False, issued_by__isnull=False, reply_until__isnull=False),
            ),
            models.CheckConstraint(
                name="issued_inspection_has_its_nota",
                condition=~Q(state__in=(S.ISSUED, S.FOLLOWED, S.SANCTIONED)) | Q(issued_at__isnull=False),
            ),
            models.CheckConstraint(
                name="closed_inspection_has_its_day", condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at"))
            ),
        ]
        indexes = [models.Index(fields=["region", "state", "planned_on"], name="inspections_of_region")]

    def __str__(self) -> str:
        return self.number


class InspectionLog(TransitionLog):
    subject = models.ForeignKey(Inspection, models.PROTECT, related_name="log")


class InspectionMember(models.Model):
    """Somebody of the team. `declared_at`: when they said that they have no interest in this employer."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    membership = models.CharField(_("sebagai"), max_length=9, choices=Membership.choices)
    declared_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("anggota tim pemeriksa")
        verbose_name_plural = _("anggota tim pemeriksa")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["inspection", "user"], name="once_in_a_team"),
            models.UniqueConstraint(fields=["inspection"], condition=Q(membership="lead"), name="one_lead_a_team"),
        ]


class VisitRecord(models.Model):
    """Berita acara pemeriksaan: when, where, who was met, what was seen. Written once."""

    inspection = models.OneToOneField(Inspection, models.PROTECT, primary_key=True, related_name="visit")
    on = models.DateField(_("hari kunjungan"))
    place = models.CharField(_("tempat"), max_length=200)
    met = models.CharField(_("yang ditemui"), max_length=200)
    text = models.TextField(_("uraian"))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("berita acara pemeriksaan")
        verbose_name_plural = _("berita acara pemeriksaan")
        triggers = append_only()


class Finding(models.Model):
    """One duty that was not met. `code` leads to its article in `rules`; `count` workers or months it concerns.

    `article`: where the lead says that the duty is written, for what the rules cannot cite or more exactly.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="findings")
    code = models.CharField(_("kewajiban"), max_length=12)
    text = models.TextField(_("uraian"))
    article = models.CharField(_("dasar hukum"), max_length=120, blank=True, default="")
    count = models.PositiveIntegerField(_("banyaknya"), null=True)
    state = models.CharField(_("keadaan"), max_length=4, choices=FindingState.choices, default=FindingState.OPEN)
    found_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True)
    met_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    workflow = meeting

    class Meta:
        verbose_name = _("temuan")
        verbose_name_plural = _("temuan")
        ordering = ("found_at", "pk")
        triggers = [
            *meeting.guards(),
            pgtrigger.ReadOnly(
                name="what_was_found_stays", fields=["inspection", "code", "text", "article", "count", "found_at"]
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="met_finding_has_its_officer",
                condition=~Q(state="met") | Q(met_at__isnull=False, met_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id}/{self.code}"

    @property
    def law(self) -> str:
        """What a nota cites: the lead's words, otherwise the rules' when they may be cited. "" when neither."""
        return self.article or FINDINGS[self.code].cited


class FindingLog(TransitionLog):
    subject = models.ForeignKey(Finding, models.PROTECT, related_name="log")
