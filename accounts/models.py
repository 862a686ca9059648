"""Users and what they may act as."""

import uuid
from datetime import date

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.enums import NATIONAL_ROLES, Role
from core.crypto import Sealed


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str | None = None, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=self.normalize_email(email).lower() if email else None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who can sign in. What they may do follows from RoleAssignment, or from what is theirs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("alamat email"), null=True, blank=True)
    full_name = models.CharField(_("nama lengkap"), max_length=150)
    phone_sealed = models.BinaryField(blank=True, default=b"")
    phone_index = models.BinaryField(max_length=32, null=True, unique=True)
    phone_verified_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=2, default="id")
    is_active = models.BooleanField(_("aktif"), default=True)
    is_staff = models.BooleanField(_("boleh membuka admin"), default=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    phone = Sealed("phone_sealed", index="phone_index", purpose="phone")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]
    objects = UserManager()

    class Meta:
        verbose_name = _("pengguna")
        verbose_name_plural = _("pengguna")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_user_an_email")]

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        return self.full_name

    @property
    def first_name(self) -> str:
        """The first word of the name: all that a message outside the portal may say."""
        return self.full_name.split(" ")[0] if self.full_name else ""


class RoleAssignmentQuerySet(models.QuerySet["RoleAssignment"]):
    def in_force(self, day: date) -> "RoleAssignmentQuerySet":
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def of(self, user: User, *roles: Role) -> "RoleAssignmentQuerySet":
        return self.filter(user=user, role__in=roles) if roles else self.filter(user=user)


class RoleAssignment(models.Model):
    """An officer's role in a region for a time. region None is the whole nation; a province covers its regencies."""

    user = models.ForeignKey(User, models.PROTECT, related_name="role_assignments", verbose_name=_("pengguna"))
    role = models.CharField(_("peran"), max_length=3, choices=Role.choices)
    region = models.ForeignKey(
        "core.Region", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("wilayah")
    )
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("sampai"), null=True, blank=True)
    granted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("diberikan oleh")
    )

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("penugasan peran")
        verbose_name_plural = _("penugasan peran")
        constraints = [
            models.CheckConstraint(
                name="nobody_grants_themselves",
                condition=Q(granted_by=None) | ~Q(granted_by=F("user")),
                violation_error_message=_("Anda tidak dapat memberi peran kepada diri sendiri."),
            ),
            models.CheckConstraint(
                name="role_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Tanggal sampai harus sesudah tanggal mulai."),
            ),
            models.CheckConstraint(
                name="national_role_has_no_region",
                condition=~Q(role__in=sorted(str(r) for r in NATIONAL_ROLES)) | Q(region=None),
                violation_error_message=_("Peran ini berlaku nasional, tanpa wilayah."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"


class OneTimeCode(models.Model):
    """Six digits for one act of one person. Sealed at rest; used once; ten minutes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")  # a secret, not a record: goes with the account
    purpose = models.CharField(max_length=30)
    subject = models.CharField(max_length=64)
    channel = models.CharField(max_length=5, choices=[("sms", "SMS"), ("email", "Email")])
    digits_sealed = models.BinaryField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    digits = Sealed("digits_sealed", purpose="one-time-code")

    class Meta:
        indexes = [models.Index(fields=["user", "purpose", "subject", "-created_at"], name="code_latest")]


class LimitHit(models.Model):
    """One counted try. The key is a blind index: no address, number or name is kept here."""

    kind = models.CharField(max_length=30)
    key = models.BinaryField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["kind", "key", "-at"], name="limit_recent")]


class SignIn(models.Model):
    """A sign-in or a failed try, shown to the person under Keamanan."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ins")  # history of the account itself
    at = models.DateTimeField()
    succeeded = models.BooleanField()
    device = models.CharField(max_length=120, blank=True)
    device_key = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("-at",)
        indexes = [models.Index(fields=["user", "-at"], name="sign_in_recent")]
