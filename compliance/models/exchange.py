"""Data exchange with provinces: by agreement, in quarterly sets, and as an answer to who is registered (004, 2a, 2e).

Nothing leaves without an agreement in force on that day: the rows that say something left are refused by the database.
"""

import uuid
from datetime import date
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role, regions_of
from compliance.exchange_refusals import Refusal
from core.crypto import Sealed
from core.workflow import TransitionLog, Workflow, append_only

READERS = (Role.ADMINISTRATOR, Role.DATA_PROTECTION, Role.AUDITOR)


class ExchangeField(models.TextChoices):
    """All that may ever leave in a set, each named by the agreement or left out (004, annex, 2a)."""

    ACTIVE = "active", _("Status aktif atau nonaktif")
    WAGE = "wage", _("Upah yang dilaporkan")
    COMPANY = "company", _("Nama perusahaan")
    ADDRESS = "address", _("Alamat perusahaan")
    CITY = "city", _("Kabupaten atau kota perusahaan")
    CONTACT = "contact", _("Kontak PIC perusahaan")
    EMAIL = "email", _("Email perusahaan")


OF_WORKERS = (ExchangeField.ACTIVE, ExchangeField.WAGE)


class AgreementState(models.TextChoices):
    PROPOSED = "proposed", _("Menunggu persetujuan")
    ACTIVE = "active", _("Disetujui")
    REFUSED = "refused", _("Ditolak")
    ENDED = "ended", _("Diakhiri")


class DeliveryState(models.TextChoices):
    DUE = "due", _("Sedang disiapkan")
    PREPARED = "prepared", _("Menunggu persetujuan")
    APPROVED = "approved", _("Siap diambil")
    DELIVERED = "delivered", _("Sudah diserahkan")
    FAILED = "failed", _("Gagal disiapkan")


class ExchangeKind(models.TextChoices):
    """What the log of an agreement holds besides the moves of its sets."""

    FETCHED = "fetched", _("Diambil mitra")
    HANDED_OVER = "handed", _("Diunduh petugas untuk diserahkan")
    IDENTIFIED = "identified", _("Pekerja diidentifikasi")
    LISTED = "listed", _("Daftar Kartu Pekerja diterima")
    REFUSED = "refused", _("Permintaan mitra ditolak")


A, D = AgreementState, DeliveryState
agreement_workflow = Workflow(
    ("approve", [A.PROPOSED], A.ACTIVE), ("refuse", [A.PROPOSED], A.REFUSED), ("end", [A.ACTIVE], A.ENDED)
)
delivery_workflow = Workflow(
    ("prepare", [D.DUE], D.PREPARED),
    ("fail", [D.DUE, D.PREPARED, D.APPROVED, D.DELIVERED], D.FAILED),
    ("retry", [D.FAILED], D.DUE),
    ("approve", [D.PREPARED], D.APPROVED),
    ("deliver", [D.APPROVED], D.DELIVERED),
)

_IN_FORCE = """
    IF {when} AND NOT EXISTS (
        SELECT 1 FROM compliance_dataagreement a WHERE a.id = NEW.agreement_id AND a.state IN ('active')
        AND ({moment} AT TIME ZONE 'Asia/Jakarta')::date BETWEEN a.valid_from AND a.valid_until{also}
    ) THEN
        RAISE EXCEPTION 'nothing leaves without an agreement in force';
    END IF;
    RETURN NEW;
"""
OF_MOVE = "CASE NEW.state WHEN 'approved' THEN NEW.approved_at WHEN 'delivered' THEN NEW.delivered_at " \
    "ELSE NEW.prepared_at END"  # fmt: skip


def in_force_only(
    name: str, operation: pgtrigger.Operation, *, when: str = "true", moment: str = "NEW.at", also: str = ""
) -> list:
    """Refuses a row that is written outside its agreement's days. `also`: more that the agreement `a` must say."""
    func = _IN_FORCE.format(when=when, moment=moment, also=also)
    return [pgtrigger.Trigger(name=name, when=pgtrigger.Before, operation=operation, func=func)]


class DataAgreementQuerySet(models.QuerySet["DataAgreement"]):
    def visible_to(self, user: User, on: date) -> "DataAgreementQuerySet":
        """A coordinator's by the province; all for who approves, protects data or audits."""
        if has_role(user, *READERS, on=on):
            return self
        return self.filter(regions_of(user, Role.INSPECTION_COORDINATOR, on=on).q("province__code"))

    def in_force(self, on: date) -> "DataAgreementQuerySet":
        return self.filter(state=A.ACTIVE, valid_from__lte=on, valid_until__gte=on)


class DataAgreement(models.Model):
    """What a province may receive, for what, and until when. Both days belong to it.

    `reference`: the number of the signed memorandum. `signing`: our private key for its sets (Ed25519, sealed);
    `signing_public` is what the partner checks them with. The partner's own keys are PartnerKey rows.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("nomor"), max_length=20, unique=True)
    province = models.ForeignKey("core.Region", models.PROTECT, related_name="+", verbose_name=_("provinsi"))
    reference = models.CharField(_("nomor nota kesepakatan"), max_length=80)
    first_party = models.CharField(_("pihak kesatu"), max_length=200)
    second_party = models.CharField(_("pihak kedua"), max_length=200)
    purpose = models.TextField(_("tujuan"))
    fields = ArrayField(models.CharField(max_length=10, choices=ExchangeField.choices), verbose_name=_("isi data"))
    may_identify = models.BooleanField(_("termasuk identifikasi pekerja bukan penerima upah"), default=False)
    may_reconcile = models.BooleanField(_("termasuk rekonsiliasi Kartu Pekerja"), default=False)
    valid_from = models.DateField(_("berlaku mulai"))
    valid_until = models.DateField(_("berlaku sampai"))
    contact_name = models.CharField(_("nama kontak"), max_length=150)
    contact_email = models.EmailField(_("email kontak"))
    signing_sealed = models.BinaryField(blank=True, default=b"")
    signing_public = models.CharField(max_length=44)
    state = models.CharField(_("keadaan"), max_length=10, choices=A.choices, default=A.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    because = models.TextField(_("alasan penolakan atau pengakhiran"), blank=True)

    signing = Sealed("signing_sealed", purpose="exchange-signing")
    workflow = agreement_workflow
    objects = DataAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("perjanjian pertukaran data")
        verbose_name_plural = _("perjanjian pertukaran data")
        ordering = ("-proposed_at", "pk")
        triggers = [
            *agreement_workflow.guards(),
            pgtrigger.ReadOnly(
                name="what_was_agreed_stays",
                fields=["number", "province", "reference", "first_party", "second_party", "purpose", "fields",
                        "may_identify", "may_reconcile", "valid_from", "valid_until", "signing_sealed",
                        "signing_public", "proposed_by", "proposed_at"],
            ),
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(
                fields=["province", "reference"],
                condition=Q(state__in=(A.PROPOSED, A.ACTIVE)),
                name="one_agreement_a_memorandum",
                violation_error_message=_("Nota kesepakatan ini sudah dicatat."),
            ),
            models.CheckConstraint(
                name="agreement_names_known_fields",
                condition=Q(fields__contained_by=ExchangeField.values, fields__len__gt=0),
            ),
            models.CheckConstraint(
                name="reconciling_agreement_names_the_status",
                condition=Q(may_reconcile=False) | Q(fields__contains=[ExchangeField.ACTIVE]),
            ),
            models.CheckConstraint(
                name="agreement_ends_after_it_begins", condition=Q(valid_until__gte=F("valid_from"))
            ),
            models.CheckConstraint(name="agreement_has_its_purpose", condition=~Q(purpose="")),
            models.CheckConstraint(
                name="agreement_takes_two_officers", condition=Q(approved_by=None) | ~Q(approved_by=F("proposed_by"))
            ),
            models.CheckConstraint(
                name="approved_agreement_has_its_officer",
                condition=~Q(state__in=(A.ACTIVE, A.ENDED)) | Q(approved_by__isnull=False, approved_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def in_force(self, on: date) -> bool:
        return self.state == A.ACTIVE and self.valid_from <= on <= self.valid_until

    def is_over(self, on: date) -> bool:
        return self.state == A.ACTIVE and self.valid_until < on


class DataAgreementLog(TransitionLog):
    subject = models.ForeignKey(DataAgreement, models.PROTECT, related_name="log")


class PartnerKey(models.Model):
    """A public key (Ed25519, base64) that the partner signs its requests with. Two officers; never changed, renewed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(DataAgreement, models.PROTECT, related_name="keys")
    public = models.CharField(_("kunci publik"), max_length=44)
    until = models.DateField(_("berlaku sampai"))
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("kunci mitra")
        verbose_name_plural = _("kunci mitra")
        ordering = ("-proposed_at", "pk")
        triggers = [
            pgtrigger.ReadOnly(
                name="a_key_stays", fields=["agreement", "public", "until", "proposed_by", "proposed_at"]
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "public"], name="one_row_a_key"),
            models.CheckConstraint(
                name="key_takes_two_officers",
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False) & ~Q(approved_by=F("proposed_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id}/{self.pk}"


class ForPartnerQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User, on: date) -> "ForPartnerQuerySet":
        return self.filter(agreement__in=DataAgreement.objects.visible_to(user, on))


class ForPartner(models.Model):
    """A file that is asked for, prepared, approved by another officer, and then leaves.

    `asked_by` is empty for the portal's plan and for the partner's machine. `signature` (Ed25519, base64) is over the
    lines of `exchange_signing.manifest`, which name the file's SHA-256.
    """

    number = models.CharField(_("nomor"), max_length=20, unique=True)
    quarter = models.DateField(_("triwulan"))
    rows = models.PositiveIntegerField(_("jumlah baris"), null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    signature = models.CharField(max_length=88, blank=True)
    location = models.CharField(max_length=80, blank=True)
    problem = models.CharField(max_length=20, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    prepared_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)

    objects = ForPartnerQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number


class Delivery(ForPartner):
    """The set of one quarter for one agreement, made once. `quarter`: its first day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(DataAgreement, models.PROTECT, related_name="deliveries")
    state = models.CharField(_("keadaan"), max_length=10, choices=D.choices, default=D.DUE)

    workflow = delivery_workflow
    event_name: ClassVar[str] = "delivery"

    class Meta:
        verbose_name = _("data triwulan")
        verbose_name_plural = _("data triwulan")
        ordering = ("-quarter", "-asked_at", "pk")
        triggers = [
            *delivery_workflow.guards(),
            *in_force_only(
                "set_leaves_by_agreement",
                pgtrigger.Update,
                when="NEW.state IN ('prepared', 'approved', 'delivered') AND NEW.state <> OLD.state",
                moment=OF_MOVE,
            ),
            pgtrigger.ReadOnly(name="which_set_stays", fields=["number", "agreement", "quarter", "asked_at"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "quarter"], name="one_set_an_agreement_and_quarter"),
            models.CheckConstraint(
                name="quarter_is_its_first_day", condition=Q(quarter__day=1, quarter__month__in=(1, 4, 7, 10))
            ),
            models.CheckConstraint(
                name="prepared_set_is_counted_and_signed",
                condition=~Q(state__in=(D.PREPARED, D.APPROVED, D.DELIVERED))
                | Q(rows__isnull=False, prepared_at__isnull=False) & ~Q(sha256="") & ~Q(signature="") & ~Q(location=""),
            ),
            models.CheckConstraint(
                name="approved_set_has_another_officer",
                condition=~Q(state__in=(D.APPROVED, D.DELIVERED))
                | Q(approved_at__isnull=False, approved_by__isnull=False)
                & (Q(asked_by=None) | ~Q(approved_by=F("asked_by"))),
            ),
            models.CheckConstraint(
                name="delivered_set_has_its_moment", condition=~Q(state=D.DELIVERED) | Q(delivered_at__isnull=False)
            ),
            models.CheckConstraint(name="failed_set_says_why", condition=~Q(state=D.FAILED) | ~Q(problem="")),
        ]


class DeliveryLog(TransitionLog):
    subject = models.ForeignKey(Delivery, models.PROTECT, related_name="log")


class ExchangeEvent(models.Model):
    """Each time something left, or was refused. Written once. `actor` is empty for the partner's own machine.

    `refusal`: why a request was refused; `actor_name` is empty where nothing proves that the partner sent it.
    """

    agreement = models.ForeignKey(DataAgreement, models.PROTECT, related_name="events")
    delivery = models.ForeignKey(Delivery, models.PROTECT, null=True, related_name="events")
    reconciliation = models.ForeignKey("compliance.Reconciliation", models.PROTECT, null=True, related_name="events")
    kind = models.CharField(_("peristiwa"), max_length=10, choices=ExchangeKind.choices)
    rows = models.PositiveIntegerField(_("jumlah baris"), default=0)
    refusal = models.CharField(_("alasan ditolak"), max_length=20, choices=Refusal.choices, blank=True, default="")
    note = models.CharField(_("keterangan"), max_length=300, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("catatan pertukaran data")
        verbose_name_plural = _("catatan pertukaran data")
        ordering = ("-at", "-pk")
        triggers = [
            *append_only(),
            *in_force_only("leaves_by_agreement", pgtrigger.Insert, when="NEW.kind <> 'refused'"),
        ]
        indexes = [models.Index(fields=["agreement", "-at"], name="exchange_log")]


class Identification(models.Model):
    """One question of a province: which of these non-wage workers are registered (004, 2e). Answers are not kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("nomor"), max_length=20, unique=True)
    agreement = models.ForeignKey(DataAgreement, models.PROTECT, related_name="identifications")
    purpose = models.CharField(_("tujuan"), max_length=300)
    rows = models.PositiveIntegerField(_("jumlah orang"))
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("identifikasi pekerja")
        verbose_name_plural = _("identifikasi pekerja")
        ordering = ("-at", "pk")
        triggers = [*append_only(), *in_force_only("asked_by_agreement", pgtrigger.Insert)]
        constraints = [models.CheckConstraint(name="identification_has_its_purpose", condition=~Q(purpose=""))]

    def __str__(self) -> str:
        return self.number


class AskedNik(models.Model):
    """Of whom it was asked: a keyed hash of the NIK, of a purpose of its own, so that it matches no other table."""

    nik_key = models.BinaryField(max_length=32, db_index=True)

    class Meta:
        abstract = True
        triggers = append_only()


class IdentifiedNik(AskedNik):
    identification = models.ForeignKey(Identification, models.PROTECT, related_name="people")


class ExchangeNonce(models.Model):
    """A request that was believed; the same one again is refused. Rows go after a day: by then the stamp is old."""

    agreement = models.ForeignKey(DataAgreement, models.CASCADE, related_name="+")
    nonce = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "nonce"], name="one_request_a_nonce")]
