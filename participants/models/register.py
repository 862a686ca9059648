"""The register of contributions as BPJS sends it every month, for everybody who is insured (ADR 20).

What BPJS says of one person on request stays in models/bpjs.py; decisions rest on that. This is the country's history.
"""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role
from core.workflow import TransitionLog, Workflow, append_only
from participants.enums import (
    VOID_CONTRIBUTION_FILE,
    ContributionFileState,
    ContributionKind,
    ContributionStep,
)

S = ContributionFileState
READERS = (Role.BPJS_VERIFIER, Role.AUDITOR)

workflow = Workflow(
    ("checked", [S.RECEIVED], S.CHECKED),
    ("refuse", [S.RECEIVED], S.REFUSED),
    ("load", [S.CHECKED], S.LOADING),
    ("loaded", [S.LOADING], S.LOADED),
    ("cancel", [S.RECEIVED, S.CHECKED], S.CANCELLED),
)


class MonthlyContribution(models.Model):
    """One participant's month. Partitioned by month; the table is made in SQL and written by COPY and INSERT … SELECT.

    `period` is rules.calendar.Month (year * 12 + month - 1). `file` is the file that said it last.
    """

    pk = models.CompositePrimaryKey("participant", "period")
    participant = models.BigIntegerField()
    wage = models.BigIntegerField()
    paid_on = models.DateField(null=True)
    employer = models.IntegerField()
    period = models.IntegerField()
    jkk = models.IntegerField()
    jkm = models.IntegerField()
    government = models.IntegerField()
    file = models.IntegerField()

    class Meta:
        managed = False
        db_table = "participants_monthlycontribution"

    def __str__(self) -> str:
        return f"{self.participant:011d} {self.period}"


class ParticipantSummary(models.Model):
    """Who is insured, by number (KPJ): the paid months as bits from January 2022 on, and the last wage reported.

    Rebuilt beside and swapped in when a month is loaded: nothing may refer to this table.
    """

    participant = models.BigIntegerField(primary_key=True)
    paid_bits = models.BigIntegerField(default=0)
    last_wage = models.BigIntegerField(null=True)
    last_period = models.IntegerField(null=True)
    born_on = models.DateField()
    registered_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.participant:011d}"


class EnoughMonths(models.Model):
    """How many participants had enough months at the end of a loaded month, counted after every load.

    Where `reported`, they are in the register of the month and `province` is their firm's (none: the firm or its place
    is not known); otherwise they are insured and no row of the month names them. `counted`: enough months of the
    window; `enough`: also in a row, where the law of the month asks it.
    """

    month = models.DateField()
    reported = models.BooleanField()
    province = models.ForeignKey("core.Region", models.PROTECT, null=True, related_name="+")
    participants = models.PositiveBigIntegerField()
    counted = models.PositiveBigIntegerField()
    enough = models.PositiveBigIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "reported", "province"], nulls_distinct=False, name="one_count_a_month_and_province"
            ),
            models.CheckConstraint(
                name="enough_are_counted", condition=Q(enough__lte=F("counted"), counted__lte=F("participants"))
            ),
            models.CheckConstraint(
                name="place_is_of_who_is_reported", condition=Q(reported=True) | Q(province__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.province_id or '-'}"


class ParticipantNumber(models.Model):
    """A number (KPJ) of somebody whom the portal knows. One person may have several, one for each firm.

    `employer_npp`, `since`, `until`: the latest membership that BPJS named with it; empty until BPJS is asked again.
    """

    number = models.BigIntegerField(primary_key=True)
    person = models.ForeignKey("participants.Person", models.PROTECT, related_name="participant_numbers")
    employer_npp = models.CharField(max_length=20, blank=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.number:011d}"


class ContributionFileQuerySet(models.QuerySet["ContributionFile"]):
    def visible_to(self, user: User, on: date) -> "ContributionFileQuerySet":
        """The officers of BPJS who keep the register, and audit."""
        return self if has_role(user, *READERS, on=on) else self.none()

    def counting(self) -> "ContributionFileQuerySet":
        return self.exclude(state__in=VOID_CONTRIBUTION_FILE)


class ContributionFile(models.Model):
    """One file of BPJS: what it says of itself, what we found, how far we are. `said_…` are its control totals.

    `read_bytes` and `read_rows` go up while it is read; pages show them. The bytes at `location` go once it is loaded,
    refused or cancelled. `loaded_before`: how many files were loaded when it was checked, so that a later load is seen.
    """

    id = models.AutoField(primary_key=True)
    number = models.CharField(_("nomor"), max_length=20, unique=True)
    kind = models.CharField(_("jenis"), max_length=10, choices=ContributionKind.choices)
    month = models.DateField(_("bulan iuran"), null=True, blank=True)
    name = models.CharField(_("nama berkas"), max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    location = models.CharField(max_length=80, blank=True)
    said_rows = models.PositiveBigIntegerField(_("jumlah baris"))
    said_wages = models.PositiveBigIntegerField(_("jumlah upah"))
    said_government = models.PositiveBigIntegerField(_("jumlah iuran pemerintah"))
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField(_("diterima"))
    state = models.CharField(_("keadaan"), max_length=10, choices=S.choices, default=S.RECEIVED)
    step = models.CharField(max_length=10, choices=ContributionStep.choices, default=ContributionStep.WAITING)
    problem = models.CharField(max_length=20, blank=True)
    read_bytes = models.PositiveBigIntegerField(default=0)
    read_rows = models.PositiveBigIntegerField(default=0)
    wages = models.PositiveBigIntegerField(default=0)
    government = models.PositiveBigIntegerField(default=0)
    good_rows = models.PositiveBigIntegerField(default=0)
    bad_rows = models.PositiveBigIntegerField(default=0)
    rejects = models.JSONField(default=dict)
    rejects_location = models.CharField(max_length=80, blank=True)
    loaded_before = models.PositiveIntegerField(default=0)
    loaded_at = models.DateTimeField(null=True)

    workflow = workflow
    objects = ContributionFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("berkas iuran")
        verbose_name_plural = _("berkas iuran")
        ordering = ("-received_at", "-pk")
        triggers = workflow.guards()
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"],
                condition=~Q(state__in=VOID_CONTRIBUTION_FILE),
                name="one_contribution_file_a_content",
                violation_error_message=_("Berkas ini sudah diterima."),
            ),
            models.CheckConstraint(
                name="month_file_names_its_month",
                condition=Q(kind=ContributionKind.MONTH, month__day=1)
                | ~Q(kind=ContributionKind.MONTH) & Q(month=None),
            ),
            models.CheckConstraint(
                name="loaded_file_is_counted_and_wiped",
                condition=~Q(state=S.LOADED)
                | Q(loaded_at__isnull=False, location="", read_rows=F("good_rows") + F("bad_rows")),
            ),
            models.CheckConstraint(name="refused_file_says_why", condition=~Q(state=S.REFUSED) | ~Q(problem="")),
        ]

    def __str__(self) -> str:
        return self.number


class ContributionFileLog(TransitionLog):
    subject = models.ForeignKey(ContributionFile, models.PROTECT, related_name="log")


class ContributionChange(models.Model):
    """What a row said before a later file said something else. Written once."""

    file = models.ForeignKey(ContributionFile, models.PROTECT, related_name="changes")
    participant = models.BigIntegerField(db_index=True)
    period = models.IntegerField()
    wage = models.BigIntegerField()
    paid_on = models.DateField(null=True)
    employer = models.IntegerField()
    jkk = models.IntegerField()
    jkm = models.IntegerField()
    government = models.IntegerField()
    said_by = models.IntegerField()
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(
                fields=["file", "participant", "period"], name="one_change_a_file_participant_and_month"
            )
        ]

    def __str__(self) -> str:
        return f"{self.participant:011d} {self.period}"
