"""What stands beside an inspection: files, the employer's answer, interests, a year's programme, a drawn sample."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role, regions_of
from compliance.enums import FilePart
from compliance.models.inspections import Finding, Inspection
from core.workflow import append_only


class InspectionFileQuerySet(models.QuerySet["InspectionFile"]):
    def visible_to(self, user: User, on: date) -> "InspectionFileQuerySet":
        """Officers' with the inspection. An employer's staff read what they sent."""
        office = Q(inspection__in=Inspection.objects.visible_to(user, on))
        issued = Inspection.objects.issued_to_staff(user, on)
        return self.filter(office | Q(inspection__in=issued, part=FilePart.REPLY))


class InspectionFile(models.Model):
    """A file of the visit, of the employer's answer, or the proof that a finding was put right."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="files")
    part = models.CharField(_("bagian"), max_length=6, choices=FilePart.choices)
    finding = models.ForeignKey(Finding, models.PROTECT, null=True, related_name="files")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = InspectionFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("berkas pemeriksaan")
        verbose_name_plural = _("berkas pemeriksaan")
        ordering = ("added_at", "pk")
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(fields=["inspection", "file"], name="same_file_once_an_inspection"),
            models.CheckConstraint(name="only_a_proof_names_a_finding", condition=Q(finding=None) | Q(part="proof")),
        ]


class InspectionReply(models.Model):
    """The employer's answer to the nota. Written once."""

    inspection = models.OneToOneField(Inspection, models.PROTECT, primary_key=True, related_name="reply")
    text = models.TextField(_("jawaban"))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("jawaban nota pemeriksaan")
        verbose_name_plural = _("jawaban nota pemeriksaan")
        triggers = append_only()


class InterestDeclared(models.Model):
    """An officer said that they have an interest in the employer: they leave the team and do not come back."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="interests")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("benturan kepentingan pemeriksa")
        verbose_name_plural = _("benturan kepentingan pemeriksa")
        triggers = append_only()
        constraints = [models.UniqueConstraint(fields=["inspection", "user"], name="one_interest_an_inspection")]


class ByProvince(models.QuerySet[models.Model]):
    def visible_to(self, user: User, on: date) -> "ByProvince":
        """The inspectors' by province; all of them for audit."""
        if has_role(user, Role.AUDITOR, on=on):
            return self
        scope = regions_of(user, Role.INSPECTION_COORDINATOR, Role.INSPECTOR, on=on)
        return self.filter(scope.q("province__code"))


class InspectionProgramme(models.Model):
    """What a province means to inspect in a year. Inspections of that year and province count towards it."""

    year = models.PositiveSmallIntegerField(_("tahun"))
    province = models.ForeignKey("core.Region", models.PROTECT, related_name="+", verbose_name=_("provinsi"))
    target = models.PositiveIntegerField(_("banyaknya pemeriksaan"))
    focus = models.TextField(_("sasaran"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    objects = ByProvince.as_manager()

    class Meta:
        verbose_name = _("rencana kerja pemeriksaan")
        verbose_name_plural = _("rencana kerja pemeriksaan")
        ordering = ("-year", "province")
        constraints = [
            models.UniqueConstraint(fields=["year", "province"], name="one_programme_a_year_and_province"),
            models.CheckConstraint(name="programme_has_a_target", condition=Q(target__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.province_id}"


class Sample(models.Model):
    """A random choice of employers that can be drawn again (rules.sampling): from whom, by which seed, how many."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("nomor"), max_length=20, unique=True)
    province = models.ForeignKey("core.Region", models.PROTECT, related_name="+", verbose_name=_("provinsi"))
    seed = models.CharField(_("benih"), max_length=60)
    size = models.PositiveSmallIntegerField(_("banyaknya"))
    population = models.PositiveIntegerField(_("populasi"))
    population_sha256 = models.CharField(max_length=64)
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    objects = ByProvince.as_manager()

    class Meta:
        verbose_name = _("sampel acak")
        verbose_name_plural = _("sampel acak")
        ordering = ("-drawn_at", "pk")
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(fields=["province", "seed"], name="one_sample_a_seed_and_province"),
            models.CheckConstraint(name="sample_has_a_size", condition=Q(size__gte=1)),
        ]

    def __str__(self) -> str:
        return self.number


class Sampled(models.Model):
    """An employer of a sample, at its place in the draw, and the inspection that looks at it."""

    sample = models.ForeignKey(Sample, models.PROTECT, related_name="employers")
    place = models.PositiveSmallIntegerField()
    employer = models.ForeignKey("participants.Employer", models.PROTECT, related_name="+")
    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="sampled")

    class Meta:
        ordering = ("place",)
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(fields=["sample", "place"], name="one_employer_a_place"),
            models.UniqueConstraint(fields=["sample", "employer"], name="drawn_once_a_sample"),
        ]


class RiskScoreQuerySet(models.QuerySet["RiskScore"]):
    def visible_to(self, user: User, on: date) -> "RiskScoreQuerySet":
        """The inspectors' by the employer's province, audit's everywhere; never an employer's own staff's."""
        scope = regions_of(user, Role.INSPECTOR, Role.INSPECTION_COORDINATOR, on=on).q("region__code")
        if has_role(user, Role.AUDITOR, on=on):
            scope |= Q(pk__isnull=False)
        return self.filter(scope).exclude(employer__staff__user=user)


class RiskScore(models.Model):
    """Why an employer stands where it stands on the list of a night. A reason to look, never a verdict.

    `reasons`: rule, points, what was counted and what it is held against. Written anew every night.
    """

    employer = models.OneToOneField(
        "participants.Employer", models.CASCADE, primary_key=True, related_name="risk_score"
    )
    region = models.ForeignKey("core.Region", models.PROTECT, null=True, related_name="+")
    points = models.PositiveSmallIntegerField(_("bobot"))
    place = models.PositiveIntegerField(_("urutan"))
    reasons = models.JSONField()
    found_on = models.DateField(_("dihitung"))

    objects = RiskScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("urutan risiko perusahaan")
        verbose_name_plural = _("urutan risiko perusahaan")
        ordering = ("place",)
        indexes = [models.Index(fields=["region", "place"], name="risk_of_region")]

    def __str__(self) -> str:
        return f"{self.place} {self.employer_id}"
