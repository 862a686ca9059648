"""Persons, what is known of their identity, and registrations under way."""

import uuid
from datetime import date, datetime

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role
from core.crypto import Sealed
from core.formatting import mask_nik
from core.workflow import TransitionLog, Workflow
from participants.enums import IdentityState, Sex

S = IdentityState

identity_workflow = Workflow(
    ("verify", [S.PENDING, S.NEEDS_OFFICER], S.VERIFIED),
    ("send_to_officer", [S.PENDING], S.NEEDS_OFFICER),
    ("refuse", [S.NEEDS_OFFICER], S.REFUSED),
    ("reopen", [S.REFUSED], S.PENDING),
)


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, user: User, on: date) -> "PersonQuerySet":
        """Oneself; BPJS verification and audit everyone; otherwise whoever has a PHK that the user may see."""
        if has_role(user, Role.BPJS_VERIFIER, Role.AUDITOR, on=on):
            return self
        events = self.model._meta.apps.get_model("participants", "PhkEvent")
        seen = events.objects.visible_to(user, on).filter(person=OuterRef("pk"))
        return self.filter(Q(user=user) | Exists(seen))


@pghistory.track(
    fields=["full_name", "born_on", "sex", "address", "region", "user"], model_name="PersonHistory", append_only=True
)
class Person(models.Model):
    """Somebody who works or worked: registered by themselves, or first named in an employer's report (then no user)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="person")
    nik_sealed = models.BinaryField()
    nik_index = models.BinaryField(max_length=32, unique=True)
    full_name = models.CharField(_("nama lengkap"), max_length=150)
    born_on = models.DateField(_("tanggal lahir"))
    sex = models.CharField(_("jenis kelamin"), max_length=1, choices=Sex.choices, blank=True)
    region = models.ForeignKey(
        "core.Region", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("domisili")
    )
    address = models.CharField(_("alamat"), max_length=300, blank=True)
    died_on = models.DateField(_("meninggal pada"), null=True, blank=True)
    state = models.CharField(_("identitas"), max_length=10, choices=IdentityState.choices, default=S.PENDING)
    verified_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    nik = Sealed("nik_sealed", index="nik_index", purpose="nik")

    workflow = identity_workflow
    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("orang")
        verbose_name_plural = _("orang")
        triggers = identity_workflow.guards()
        constraints = [
            models.CheckConstraint(
                name="verified_person_has_its_moment",
                condition=~Q(state=S.VERIFIED) | Q(verified_at__isnull=False),
                violation_error_message=_("Identitas terverifikasi tanpa waktu pemeriksaan."),
            )
        ]
        indexes = [models.Index(fields=["created_at"], name="person_for_officer", condition=Q(state=S.NEEDS_OFFICER))]

    def __str__(self) -> str:
        return self.full_name

    @property
    def masked_nik(self) -> str:
        """All of the NIK that a page shows without a reason."""
        return mask_nik(self.nik)

    @property
    def is_verified(self) -> bool:
        return self.state == S.VERIFIED


class PersonLog(TransitionLog):
    subject = models.ForeignKey(Person, models.PROTECT, related_name="log")


class IdentityCheckQuerySet(models.QuerySet["IdentityCheck"]):
    def open(self) -> "IdentityCheckQuerySet":
        return self.filter(closed_at=None)

    def awaiting_officer(self) -> "IdentityCheckQuerySet":
        """Answered, or not answered for too long, and not settled by that."""
        return self.filter(closed_at=None, answered_at__isnull=False)


class IdentityCheck(models.Model):
    """A user says to be a person. The mother's maiden name is sealed until the registry has answered, then wiped."""

    class Outcome(models.TextChoices):
        MATCHES = "matches", _("Cocok")
        DIFFERS = "differs", _("Berbeda")
        UNKNOWN = "unknown", _("Tidak ditemukan")
        NO_ANSWER = "silent", _("Dukcapil tidak menjawab")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="identity_checks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="identity_checks")
    full_name = models.CharField(max_length=150)
    born_on = models.DateField()
    mother_sealed = models.BinaryField(blank=True, default=b"")
    warnings = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    due_on = models.DateField()  # the last day of the answer that the office owes
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    answer = models.JSONField(default=dict)
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    mother_name = Sealed("mother_sealed", purpose="mother")

    objects = IdentityCheckQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(closed_at=None), name="one_open_identity_check_a_user"
            ),
            models.CheckConstraint(
                name="mother_name_is_wiped_when_answered",
                condition=Q(answered_at=None) | Q(mother_sealed=b""),
                violation_error_message=_("Nama ibu kandung tidak disimpan setelah diperiksa."),
            ),
            models.CheckConstraint(name="closed_check_was_answered", condition=Q(closed_at=None) | ~Q(outcome="")),
        ]


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def live(self, at: datetime) -> "RegistrationQuerySet":
        return self.filter(expires_at__gt=at, done_at=None)


class Registration(models.Model):
    """A registration under way: what was typed, sealed; of the password only its hash. Gone after an hour."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    typed_sealed = models.BinaryField(blank=True, default=b"")
    password = models.CharField(max_length=128, blank=True)
    usable = models.BooleanField(default=True)  # False: the NIK or contact is taken; the page looks the same
    code_sealed = models.BinaryField(blank=True, default=b"")
    code_channel = models.CharField(max_length=5, default="sms")
    code_sent_at = models.DateTimeField(null=True)
    code_until = models.DateTimeField(null=True)
    sends = models.PositiveSmallIntegerField(default=0)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    done_at = models.DateTimeField(null=True)

    typed = Sealed("typed_sealed", purpose="registration")
    code = Sealed("code_sealed", purpose="registration-code")

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="finished_registration_is_wiped",
                condition=Q(done_at=None) | Q(typed_sealed=b"", password="", code_sealed=b""),
            )
        ]
