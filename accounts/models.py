"""Users and what they may act as."""

import uuid
from datetime import date, datetime

import pghistory
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.enums import NATIONAL_ROLES, Role
from core.crypto import Sealed
from core.workflow import append_only


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str | None = None, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=self.normalize_email(email).lower() if email else None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


@pghistory.track(fields=["email", "full_name", "is_active", "is_staff", "is_superuser"], model_name="UserEvent")
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
    session_epoch = models.PositiveIntegerField(default=0)

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

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Sessions hang on the password and on the epoch: raising either ends them all, wherever they are stored."""
        salt = "accounts.User.session"
        return salted_hmac(salt, f"{self.password}:{self.session_epoch}", secret=secret, algorithm="sha256").hexdigest()

    @property
    def first_name(self) -> str:
        """The first word of the name: all that a message outside the portal may say."""
        return self.full_name.split(" ")[0] if self.full_name else ""


class RoleAssignmentQuerySet(models.QuerySet["RoleAssignment"]):
    def in_force(self, day: date) -> "RoleAssignmentQuerySet":
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def of(self, user: User, *roles: Role) -> "RoleAssignmentQuerySet":
        return self.filter(user=user, role__in=roles) if roles else self.filter(user=user)


@pghistory.track()
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


class Channel(models.TextChoices):
    """Where a code is sent."""

    SMS = "sms", _("SMS")
    EMAIL = "email", _("email")


class OneTimeCode(models.Model):
    """Six digits for one act of one person. Sealed; the newest for (user, purpose, subject) is the one that counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")  # a secret, not a record: goes with the account
    purpose = models.CharField(max_length=30)
    subject = models.CharField(max_length=64)
    channel = models.CharField(max_length=5, choices=Channel.choices)
    to_sealed = models.BinaryField()
    digits_sealed = models.BinaryField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    to = Sealed("to_sealed", purpose="one-time-code-to")
    digits = Sealed("digits_sealed", purpose="one-time-code")

    class Meta:
        indexes = [models.Index(fields=["user", "purpose", "subject", "-created_at"], name="code_latest")]


class KnownDeviceQuerySet(models.QuerySet["KnownDevice"]):
    def alive(self, at: datetime) -> "KnownDeviceQuerySet":
        return self.filter(expires_at__gt=at)


class KnownDevice(models.Model):
    """A browser that proved itself with a code; it holds the token, we hold its hash."""

    user = models.ForeignKey(User, models.CASCADE, related_name="known_devices")  # goes with the account
    token_hash = models.BinaryField(max_length=32)
    name = models.CharField(max_length=120)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    objects = KnownDeviceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "token_hash"], name="one_row_a_device")]


class SignIn(models.Model):
    """A sign-in or a failed try, shown to the person under Keamanan dan perangkat."""

    class Outcome(models.TextChoices):
        SIGNED_IN = "signed_in", _("Berhasil masuk")
        WRONG_PASSWORD = "wrong_password", _("Kata sandi salah")
        WRONG_CODE = "wrong_code", _("Kode salah")
        LOCKED = "locked", _("Ditolak, terlalu sering dicoba")

    user = models.ForeignKey(User, models.PROTECT, related_name="sign_ins")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    device = models.CharField(max_length=120)
    ip = models.GenericIPAddressField(null=True)

    class Meta:
        verbose_name = _("riwayat masuk")
        verbose_name_plural = _("riwayat masuk")
        ordering = ("-at",)
        indexes = [models.Index(fields=["user", "-at"], name="sign_in_recent")]
        triggers = append_only()
