"""Training institutes (LPK) that train people of JKP."""

import uuid
from datetime import date, datetime

import pghistory
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Left, Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.crypto import Sealed
from core.formatting import mask_tail
from core.workflow import TransitionLog, Workflow
from training.enums import FacilityKind, InstituteKind, InstituteState, LicenceKind, StaffPart

S = InstituteState
institute_workflow = Workflow(
    ("join", [S.PROSPECT], S.LISTED),
    ("suspend", [S.LISTED], S.SUSPENDED),
    ("restore", [S.SUSPENDED], S.LISTED),
    ("end", [S.LISTED, S.SUSPENDED], S.ENDED),
    ("free_vin", [S.PROSPECT], S.ENDED),  # registered under the number of another institute
    born=[S.PROSPECT],
)


class NameWords(Func):
    """The words of an institute's name. The function is written in migration 0002."""

    function = "training_name_words"
    output_field = SearchVectorField()


class InstituteQuerySet(models.QuerySet["Institute"]):
    def listed(self) -> "InstituteQuerySet":
        """Those that train people of JKP now."""
        return self.filter(state=S.LISTED)

    def shown(self) -> "InstituteQuerySet":
        """Those that have a public page: a suspended one says so there."""
        return self.exclude(state__in=[S.PROSPECT, S.ENDED])

    def of_staff(self, user: User, on: date) -> "InstituteQuerySet":
        """Those that the user acts for on a day."""
        return self.filter(pk__in=InstituteStaff.objects.in_force(on).filter(user=user).values("institute"))


class InstituteManager(models.Manager.from_queryset(InstituteQuerySet)):  # type: ignore[misc]
    """The search words are for the database only: they are never read along."""

    def get_queryset(self) -> InstituteQuerySet:
        return super().get_queryset().defer("search")


@pghistory.track(
    fields=["bank_code", "account_tail", "account_name", "head_name", "licence_no", "accredited_until"],
    model_name="InstituteHistory",
    append_only=True,
)
class Institute(models.Model):
    """An institute (lembaga pelatihan kerja). `vin` is its number at the ministry (Vocational Identification Number).

    `region` is the regency or city of its house. `accredited_until` is the last day; None: not accredited.
    `account_name` is how the bank writes the owner of the account that invoices are paid to.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("nama"), max_length=150)
    slug = models.SlugField(max_length=80, unique=True, editable=False)
    vin = models.CharField("VIN", max_length=20, unique=True)
    kind = models.CharField(_("penyelenggara"), max_length=10, choices=InstituteKind.choices)
    region = models.ForeignKey("core.Region", models.PROTECT, related_name="+", verbose_name=_("kabupaten atau kota"))
    province = models.GeneratedField(
        expression=Left(F("region_id"), 2), output_field=models.CharField(max_length=2), db_persist=True
    )
    address = models.CharField(_("alamat"), max_length=300)
    phone = models.CharField(_("telepon"), max_length=20, blank=True)
    website = models.CharField(_("situs web"), max_length=200, blank=True)
    email = models.EmailField(_("email"), blank=True)
    head_name = models.CharField(_("pimpinan"), max_length=150, blank=True)
    licence = models.CharField(_("jenis izin"), max_length=12, choices=LicenceKind.choices, blank=True)
    licence_no = models.CharField(_("nomor izin"), max_length=60, blank=True)
    licence_until = models.DateField(_("izin berlaku sampai"), null=True, blank=True)
    accreditation_no = models.CharField(_("nomor akreditasi LA-LPK"), max_length=60, blank=True)
    accredited_until = models.DateField(_("terakreditasi sampai"), null=True, blank=True)
    training_code = models.CharField(
        _("Kode Pelatihan JKP"), max_length=20, unique=True, null=True, blank=True, editable=False
    )
    bank_code = models.CharField(_("bank"), max_length=3, blank=True)
    account_sealed = models.BinaryField(blank=True, default=b"")
    account_tail = models.CharField(max_length=4, blank=True)
    account_name = models.CharField(_("nama rekening menurut bank"), max_length=150, blank=True)
    state = models.CharField(_("keadaan"), max_length=10, choices=S.choices, default=S.LISTED)
    created_at = models.DateTimeField()
    search = models.GeneratedField(expression=NameWords("name"), output_field=SearchVectorField(), db_persist=True)

    account = Sealed("account_sealed", purpose="account")
    workflow = institute_workflow
    objects = InstituteManager()

    class Meta:
        verbose_name = _("lembaga pelatihan")
        verbose_name_plural = _("lembaga pelatihan")
        ordering = ("name", "pk")
        triggers = institute_workflow.guards()
        constraints = [
            models.CheckConstraint(
                name="vin_is_letters_and_digits",
                condition=Q(vin__regex=r"^[0-9A-Z]{6,20}$"),
                violation_error_message=_("VIN terdiri atas 6 sampai 20 huruf besar dan angka."),
            ),
            models.CheckConstraint(
                name="institute_leads_to_a_web_address",
                condition=Q(website="") | Q(website__startswith="https://"),
                violation_error_message=_("Alamat situs web harus dimulai dengan https://"),
            ),
            models.CheckConstraint(
                name="institute_phone_is_international",
                condition=Q(phone="") | Q(phone__regex=r"^\+62[0-9]{7,12}$"),
            ),
            models.CheckConstraint(
                name="institute_account_is_whole",
                condition=Q(account_tail="", bank_code="", account_name="")
                | (~Q(account_tail="") & ~Q(bank_code="") & ~Q(account_name="")),
            ),
        ]
        indexes = [
            models.Index(fields=["province", "name"], name="institute_of_province", condition=Q(state=S.LISTED)),
            GinIndex(fields=["search"], name="institute_by_words", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.name

    def is_accredited(self, on: date) -> bool:
        """The last day counts."""
        return self.accredited_until is not None and self.accredited_until >= on

    @property
    def account_masked(self) -> str:
        return mask_tail(f"00000{self.account_tail}") if self.account_tail else ""


class InstituteLog(TransitionLog):
    subject = models.ForeignKey(Institute, models.PROTECT, related_name="log")


class Site(models.Model):
    """A place where an institute trains people, besides or instead of its house."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institute = models.ForeignKey(Institute, models.PROTECT, related_name="sites")
    region = models.ForeignKey("core.Region", models.PROTECT, related_name="+", verbose_name=_("kabupaten atau kota"))
    address = models.CharField(_("alamat"), max_length=300)
    ended_on = models.DateField(_("tidak dipakai lagi sejak"), null=True, blank=True)

    class Meta:
        verbose_name = _("tempat pelatihan")
        verbose_name_plural = _("tempat pelatihan")
        ordering = ("region", "address")
        constraints = [models.UniqueConstraint(fields=["institute", "address"], name="one_site_an_address")]

    def __str__(self) -> str:
        return self.address


class Instructor(models.Model):
    """Who teaches: certified, or with at least two years of experience (Pedoman Verifikasi)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institute = models.ForeignKey(Institute, models.PROTECT, related_name="instructors")
    name = models.CharField(_("nama"), max_length=150)
    subject = models.CharField(_("bidang"), max_length=120)
    certificate_no = models.CharField(_("nomor sertifikat"), max_length=60, blank=True)
    certified_until = models.DateField(_("sertifikat berlaku sampai"), null=True, blank=True)
    experience_years = models.PositiveSmallIntegerField(_("pengalaman mengajar (tahun)"), default=0)
    ended_on = models.DateField(_("tidak mengajar lagi sejak"), null=True, blank=True)

    class Meta:
        verbose_name = _("instruktur")
        verbose_name_plural = _("instruktur")
        ordering = ("name", "pk")
        constraints = [
            models.CheckConstraint(name="experience_is_possible", condition=Q(experience_years__lte=60)),
            models.CheckConstraint(
                name="certificate_has_a_number", condition=Q(certified_until=None) | ~Q(certificate_no="")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Facility(models.Model):
    """What is there to learn with. `capacity` in participants at a time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institute = models.ForeignKey(Institute, models.PROTECT, related_name="facilities")
    kind = models.CharField(_("jenis"), max_length=8, choices=FacilityKind.choices)
    name = models.CharField(_("nama"), max_length=120)
    capacity = models.PositiveSmallIntegerField(_("kapasitas peserta"))
    ended_on = models.DateField(_("tidak dipakai lagi sejak"), null=True, blank=True)

    class Meta:
        verbose_name = _("sarana")
        verbose_name_plural = _("sarana")
        ordering = ("kind", "name", "pk")
        constraints = [models.CheckConstraint(name="facility_holds_somebody", condition=Q(capacity__range=(1, 1_000)))]

    def __str__(self) -> str:
        return self.name


class InstituteStaffQuerySet(models.QuerySet["InstituteStaff"]):
    def in_force(self, on: date) -> "InstituteStaffQuerySet":
        """It ends on its last day at once: the day of ending already sees nothing."""
        return self.filter(Q(until=None) | Q(until__gt=on), since__lte=on)


class InstituteStaff(models.Model):
    """A user may act for an institute for a time. The head signs what binds it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institute = models.ForeignKey(Institute, models.PROTECT, related_name="staff")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="institutes_as_staff")
    part = models.CharField(_("sebagai"), max_length=10, choices=StaffPart.choices, default=StaffPart.STAFF)
    since = models.DateField(_("sejak"))
    until = models.DateField(_("sampai"), null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = InstituteStaffQuerySet.as_manager()

    class Meta:
        verbose_name = _("staf LPK")
        verbose_name_plural = _("staf LPK")
        constraints = [
            models.UniqueConstraint(
                fields=["institute", "user"],
                condition=Q(until=None),
                name="one_membership_a_user_and_institute",
                violation_error_message=_("Orang ini sudah menjadi staf lembaga."),
            ),
            models.CheckConstraint(
                name="institute_staff_ends_after_it_starts", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.institute}"


class InstituteInvitationQuerySet(models.QuerySet["InstituteInvitation"]):
    def open(self, at: datetime) -> "InstituteInvitationQuerySet":
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=at)


class InstituteInvitation(models.Model):
    """The head asks a colleague by e-mail. Who follows the link with that address may accept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institute = models.ForeignKey(Institute, models.PROTECT, related_name="invitations")
    email = models.EmailField()
    part = models.CharField(max_length=10, choices=StaffPart.choices, default=StaffPart.STAFF)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = InstituteInvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "institute",
                Lower("email"),
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="one_open_institute_invitation_an_address",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.institute}"
