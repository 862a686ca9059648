"""Employers and the people who act for them."""

import uuid
from datetime import date, datetime

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.crypto import Sealed
from core.workflow import TransitionLog, Workflow
from participants.enums import JoinState, RiskClass, Scale

J = JoinState

join_workflow = Workflow(
    ("ask_officer", [J.AWAITING_CODE], J.NEEDS_OFFICER),
    ("accept", [J.AWAITING_CODE, J.NEEDS_OFFICER], J.ACCEPTED),
    ("refuse", [J.NEEDS_OFFICER], J.REFUSED),
)


class EmployerQuerySet(models.QuerySet["Employer"]):
    def of_staff(self, user: User, on: date) -> "EmployerQuerySet":
        """The employers that the user acts for on a day."""
        return self.filter(pk__in=EmployerStaff.objects.in_force(on).filter(user=user).values("employer"))


@pghistory.track(
    fields=["name", "scale", "risk_class", "address", "region", "contact_email", "bankrupt_or_closed_on"],
    model_name="EmployerHistory",
    append_only=True,
)
class Employer(models.Model):
    """A company, by its registration number at BPJS (NPP). Facts come from BPJS; `verified_at`: its first staff."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    npp = models.CharField(_("nomor pendaftaran (NPP)"), max_length=20, unique=True)
    name = models.CharField(_("nama"), max_length=200)
    name_key = models.CharField(max_length=200, db_index=True)
    scale = models.CharField(_("skala usaha"), max_length=10, choices=Scale.choices, blank=True)
    risk_class = models.CharField(_("kelas risiko JKK"), max_length=3, choices=RiskClass.choices, blank=True)
    address = models.CharField(_("alamat"), max_length=300, blank=True)
    region = models.ForeignKey("core.Region", models.PROTECT, null=True, blank=True, related_name="+")
    contact_email = models.EmailField(_("email menurut BPJS"), blank=True)
    bankrupt_or_closed_on = models.DateField(_("pailit atau tutup sejak"), null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(_("data BPJS per"))

    objects = EmployerQuerySet.as_manager()

    class Meta:
        verbose_name = _("perusahaan")
        verbose_name_plural = _("perusahaan")

    def __str__(self) -> str:
        return self.name


class EmployerStaffQuerySet(models.QuerySet["EmployerStaff"]):
    def in_force(self, on: date) -> "EmployerStaffQuerySet":
        """Membership ends on its last day at once: the day of ending already sees nothing."""
        return self.filter(Q(until=None) | Q(until__gt=on), since__lte=on)


class EmployerStaff(models.Model):
    """A user may act for an employer for a time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="staff")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="employments_as_staff")
    is_admin = models.BooleanField(_("admin perusahaan"), default=False)
    since = models.DateField(_("sejak"))
    until = models.DateField(_("sampai"), null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = EmployerStaffQuerySet.as_manager()

    class Meta:
        verbose_name = _("staf perusahaan")
        verbose_name_plural = _("staf perusahaan")
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "user"],
                condition=Q(until=None),
                name="one_membership_a_user_and_employer",
                violation_error_message=_("Orang ini sudah menjadi staf perusahaan."),
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_starts",
                condition=Q(until=None) | Q(until__gte=F("since")),
                violation_error_message=_("Tanggal sampai harus sesudah tanggal mulai."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.employer}"


class EmployerJoin(models.Model):
    """The first user of an employer, until the employer's own address at BPJS or an officer has said yes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="joins")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="employer_joins")
    position = models.CharField(_("jabatan"), max_length=80)
    state = models.CharField(max_length=10, choices=JoinState.choices, default=J.AWAITING_CODE)
    code_sealed = models.BinaryField(blank=True, default=b"")
    code_until = models.DateTimeField(null=True)
    code_sent_at = models.DateTimeField(null=True)
    sends = models.PositiveSmallIntegerField(default=0)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    due_on = models.DateField(null=True)  # the last day of the answer that an officer owes
    decided_at = models.DateTimeField(null=True)

    code = Sealed("code_sealed", purpose="employer-join")

    workflow = join_workflow

    class Meta:
        verbose_name = _("pendaftaran staf perusahaan")
        verbose_name_plural = _("pendaftaran staf perusahaan")
        triggers = join_workflow.guards()
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "user"],
                condition=Q(state__in=(J.AWAITING_CODE, J.NEEDS_OFFICER)),
                name="one_open_join_a_user_and_employer",
                violation_error_message=_("Anda sudah mendaftar untuk perusahaan ini."),
            ),
            models.CheckConstraint(
                name="officer_has_a_date", condition=~Q(state=J.NEEDS_OFFICER) | Q(due_on__isnull=False)
            ),
            models.CheckConstraint(
                name="decided_join_holds_no_code",
                condition=~Q(state__in=(J.ACCEPTED, J.REFUSED)) | Q(code_sealed=b"", decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.employer}"


class EmployerJoinLog(TransitionLog):
    subject = models.ForeignKey(EmployerJoin, models.PROTECT, related_name="log")


class EmployerInvitationQuerySet(models.QuerySet["EmployerInvitation"]):
    def open(self, at: datetime) -> "EmployerInvitationQuerySet":
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=at)


class EmployerInvitation(models.Model):
    """A firm admin asks a colleague by e-mail. Who follows the link with that address may accept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="invitations")
    email = models.EmailField()
    is_admin = models.BooleanField(default=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = EmployerInvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "employer",
                Lower("email"),
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="one_open_invitation_an_address",
            )
        ]
