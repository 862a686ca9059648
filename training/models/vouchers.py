"""The right to training, the voucher that carries it, the seat it becomes, and who waits for one."""

import uuid
from datetime import date

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role
from core.workflow import TransitionLog, Workflow
from training.enums import ClassState, EnrolmentState, VoucherState, WaitingState
from training.models.institutes import Institute
from training.models.programmes import Programme, TrainingClass
from training.models.recommendations import READERS, TrainingRecommendation

V, E, W = VoucherState, EnrolmentState, WaitingState
CERTIFIED_MOVES = ("complete", "certify")  # a certificate is about one of them
VOUCHER_CODE = 12  # characters, the last one checks the others

voucher_workflow = Workflow(
    ("redeem", [V.ACTIVE], V.REDEEMED),
    ("expire", [V.ACTIVE], V.EXPIRED),
    ("cancel", [V.ACTIVE], V.CANCELLED),
)
enrolment_workflow = Workflow(
    ("complete", [E.ENROLLED], E.COMPLETED),
    ("miss", [E.ENROLLED], E.MISSED),
    ("find_work", [E.ENROLLED], E.WORKING),
    ("withdraw", [E.ENROLLED], E.WITHDRAWN),
    ("reopen", [E.COMPLETED, E.MISSED], E.ENROLLED),  # attendance was unlocked and corrected
    ("certify", [E.COMPLETED], E.COMPLETED),  # what an LSP says of the competence, or no longer says
)
waiting_workflow = Workflow(
    ("seat", [W.WAITING], W.SEATED),
    ("leave", [W.WAITING], W.LEFT),
)


class TrainingPeriodQuerySet(models.QuerySet["TrainingPeriod"]):
    def containing(self, day: date) -> "TrainingPeriodQuerySet":
        """Both ends count; a claim that ended closes it."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day), opens_on__lte=day, closes_on__gte=day)


class TrainingPeriod(models.Model):
    """When somebody's benefit lets them train: month 2 to 5 of a claim (TRN-06). Claims tell; training keeps.

    `ended_on`: the day from which it is over, because the claim ended.
    """

    claim_ref = models.UUIDField(primary_key=True)
    person = models.ForeignKey("participants.Person", models.PROTECT, related_name="training_periods")
    opens_on = models.DateField(_("mulai"))
    closes_on = models.DateField(_("sampai"))
    ended_on = models.DateField(_("berakhir"), null=True)

    objects = TrainingPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("masa pelatihan")
        verbose_name_plural = _("masa pelatihan")
        constraints = [
            models.CheckConstraint(name="training_period_has_days", condition=Q(closes_on__gte=F("opens_on")))
        ]

    def __str__(self) -> str:
        return f"{self.opens_on:%Y-%m-%d}–{self.closes_on:%Y-%m-%d}"


class VoucherQuerySet(models.QuerySet["Voucher"]):
    def active(self, on: date) -> "VoucherQuerySet":
        """Not used and not too old; the last day counts."""
        return self.filter(state=V.ACTIVE, valid_until__gte=on)

    def usable(self, on: date) -> "VoucherQuerySet":
        """Active ones that lead somewhere: their programme is offered now."""
        return self.active(on).filter(_offered())

    def held_up(self, on: date) -> "VoucherQuerySet":
        """Active ones of a programme that is not offered now, because of the institute or of the programme itself."""
        return self.active(on).exclude(_offered())

    def without_seat(self) -> "VoucherQuerySet":
        """Those that nobody enrolled with."""
        return self.filter(enrolment=None)


def _offered() -> Q:
    return Q(recommendation__programme__in=Programme.objects.listed())


class Voucher(models.Model):
    """One seat in one recommended programme, paid by JKP up to `ceiling` whole rupiah. Redeemed once, by one LPK.

    `code` is canonical: twelve characters of Crockford's base 32 (core.codes).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("participants.Person", models.PROTECT, related_name="vouchers")
    recommendation = models.ForeignKey(TrainingRecommendation, models.PROTECT, related_name="vouchers")
    code = models.CharField(_("kode"), max_length=VOUCHER_CODE, unique=True)
    ceiling = models.PositiveIntegerField(_("nilai paling tinggi (Rp)"))
    issued_at = models.DateTimeField(_("diterbitkan"))
    valid_until = models.DateField(_("berlaku sampai"))
    state = models.CharField(_("keadaan"), max_length=10, choices=V.choices, default=V.ACTIVE)

    workflow = voucher_workflow
    objects = VoucherQuerySet.as_manager()

    class Meta:
        verbose_name = _("voucher pelatihan")
        verbose_name_plural = _("voucher pelatihan")
        ordering = ("-issued_at", "pk")
        triggers = [
            *voucher_workflow.guards(),
            pgtrigger.Protect(name="vouchers_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="voucher_terms_stay",
                fields=["person", "recommendation", "code", "ceiling", "issued_at", "valid_until"],
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state=V.ACTIVE),
                name="one_active_voucher_a_person",
                violation_error_message=_("Anda masih mempunyai voucher yang dapat dipakai."),
            ),
            models.CheckConstraint(
                name="voucher_code_is_canonical", condition=Q(code__regex=r"^[0-9A-HJKMNP-TV-Z]{12}$")
            ),
        ]

    def __str__(self) -> str:
        return f"…{self.code[-4:]}"


class VoucherLog(TransitionLog):
    subject = models.ForeignKey(Voucher, models.PROTECT, related_name="log")


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def running(self) -> "EnrolmentQuerySet":
        return self.filter(state=E.ENROLLED)

    def visible_to(self, user: User, on: date) -> "EnrolmentQuerySet":
        """The own ones, those at an institute one acts for, those one recommended, and all for some offices."""
        if has_role(user, *READERS, on=on):
            return self
        seen = Q(person__user=user) | Q(training_class__programme__institute__in=Institute.objects.of_staff(user, on))
        if has_role(user, Role.COUNSELLOR, on=on):
            seen |= Q(voucher__recommendation__made_by=user)
        return self.filter(seen)


class Enrolment(models.Model):
    """A seat in a class. `price` is copied from the programme in whole rupiah, at most the voucher's ceiling.

    `ended_on` is the last day that counts, for somebody who left before the class ended; meetings after it do not.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    training_class = models.ForeignKey(TrainingClass, models.PROTECT, related_name="enrolments")
    person = models.ForeignKey("participants.Person", models.PROTECT, related_name="enrolments")
    voucher = models.OneToOneField(Voucher, models.PROTECT, related_name="enrolment")
    price = models.PositiveIntegerField(_("biaya (Rp)"))
    enrolled_at = models.DateTimeField(_("didaftarkan"))
    enrolled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    state = models.CharField(_("keadaan"), max_length=10, choices=E.choices, default=E.ENROLLED)
    ended_on = models.DateField(_("hari terakhir"), null=True)
    employer = models.CharField(_("tempat kerja baru"), max_length=150, blank=True)
    working_from = models.DateField(_("mulai bekerja"), null=True)
    lsp_name = models.CharField(_("LSP"), max_length=150, blank=True)
    lsp_number = models.CharField(_("nomor sertifikat kompetensi"), max_length=60, blank=True)
    warned_at = models.DateTimeField(null=True)

    workflow = enrolment_workflow
    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("peserta kelas")
        verbose_name_plural = _("peserta kelas")
        ordering = ("enrolled_at", "pk")
        triggers = [
            *enrolment_workflow.guards(),
            pgtrigger.Protect(name="enrolments_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="enrolment_terms_stay", fields=["training_class", "person", "voucher", "price", "enrolled_at"]
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["training_class", "person"],
                name="one_seat_a_person_and_class",
                violation_error_message=_("Peserta ini sudah terdaftar di kelas ini."),
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state=E.ENROLLED),
                name="one_running_enrolment_a_person",
                violation_error_message=_("Peserta ini sedang mengikuti kelas lain."),
            ),
            models.CheckConstraint(
                name="working_enrolment_says_since_when",
                condition=~Q(state=E.WORKING) | Q(working_from__isnull=False, ended_on__isnull=False),
            ),
            models.CheckConstraint(name="enrolment_costs_something", condition=Q(price__gt=0)),
        ]
        indexes = [models.Index(fields=["person", "-enrolled_at"], name="enrolment_of_person")]

    def __str__(self) -> str:
        return f"{self.person} · {self.training_class}"

    @property
    def was_called_off(self) -> bool:
        """The institute cancelled the class; nobody left it."""
        return self.state == E.WITHDRAWN and self.training_class.state == ClassState.CANCELLED


class EnrolmentLog(TransitionLog):
    subject = models.ForeignKey(Enrolment, models.PROTECT, related_name="log")


class WaitingPlace(models.Model):
    """Somebody with an active voucher waits for a seat in a full class; the first in line gets the next one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    training_class = models.ForeignKey(TrainingClass, models.PROTECT, related_name="waiting")
    voucher = models.ForeignKey(Voucher, models.PROTECT, related_name="waiting")
    asked_at = models.DateTimeField()
    state = models.CharField(_("keadaan"), max_length=10, choices=W.choices, default=W.WAITING)

    workflow = waiting_workflow

    class Meta:
        verbose_name = _("daftar tunggu")
        verbose_name_plural = _("daftar tunggu")
        ordering = ("asked_at", "pk")
        triggers = waiting_workflow.guards()
        constraints = [
            models.UniqueConstraint(
                fields=["training_class", "voucher"], condition=Q(state=W.WAITING), name="one_place_in_line"
            )
        ]

    def __str__(self) -> str:
        return f"{self.voucher} · {self.training_class}"


class WaitingPlaceLog(TransitionLog):
    subject = models.ForeignKey(WaitingPlace, models.PROTECT, related_name="log")
