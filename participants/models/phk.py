"""Terminations (PHK): the event, what each side says about it, its proofs."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role, regions_of
from core.crypto import Sealed
from core.workflow import TransitionLog, Workflow, append_only
from participants.enums import (
    PENDING_PHK,
    VOID_PHK,
    Contract,
    PhkReason,
    PhkState,
    ProofKind,
    Side,
    Stance,
)
from participants.models.employers import EmployerStaff

S = PhkState

phk_workflow = Workflow(
    ("other_side_answers", [S.AWAITING_OTHER], S.AWAITING_MEDIATOR),
    ("other_side_is_silent", [S.AWAITING_OTHER], S.AWAITING_MEDIATOR),
    ("ask_again", [S.AWAITING_MEDIATOR], S.NEEDS_PROOF),
    ("add_proof", [S.NEEDS_PROOF], S.AWAITING_MEDIATOR),
    ("accept_proof", [S.AWAITING_MEDIATOR], S.CONFIRMED),
    ("dispute", [S.AWAITING_MEDIATOR, S.NEEDS_PROOF, S.CONFIRMED], S.DISPUTED),
    ("ruling_confirms", [S.DISPUTED], S.CONFIRMED),
    ("ruling_closes", [S.DISPUTED], S.CLOSED),
    ("withdraw", [S.AWAITING_OTHER, S.AWAITING_MEDIATOR, S.NEEDS_PROOF], S.WITHDRAWN),
)


class PhkEventQuerySet(models.QuerySet["PhkEvent"]):
    def visible_to(self, user: User, on: date) -> "PhkEventQuerySet":
        """One's own, the firm's while one is its staff, the officer's by role and workplace region."""
        if has_role(user, Role.BPJS_VERIFIER, Role.AUDITOR, on=on):
            return self
        staff = EmployerStaff.objects.in_force(on).filter(user=user, employer=OuterRef("employer"))
        seen = Q(person__user=user) | Exists(staff)
        for role in (Role.MEDIATOR, Role.INSPECTOR, Role.INSPECTION_COORDINATOR):
            seen |= regions_of(user, role, on=on).q("region__code")
        return self.filter(seen)

    def awaiting_mediator(self) -> "PhkEventQuerySet":
        return self.filter(state=S.AWAITING_MEDIATOR)

    def pending(self) -> "PhkEventQuerySet":
        return self.filter(state__in=PENDING_PHK)

    def overdue_questions(self, today: date) -> "PhkEventQuerySet":
        """The other side had its days and said nothing."""
        return self.filter(state=S.AWAITING_OTHER, other_side_due_on__lt=today)


class PhkFacts(models.Model):
    """What is said about a PHK."""

    phk_on = models.DateField(_("tanggal PHK"))
    reason = models.CharField(_("alasan"), max_length=5, choices=PhkReason.choices)
    contract = models.CharField(_("perjanjian kerja"), max_length=5, choices=Contract.choices)
    contract_starts_on = models.DateField(_("kontrak mulai"), null=True, blank=True)
    contract_ends_on = models.DateField(_("kontrak berakhir"), null=True, blank=True)
    work_started_on = models.DateField(_("mulai bekerja"), null=True, blank=True)
    wage = models.PositiveBigIntegerField(_("upah terakhir"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_contract_ends_after_it_starts",
                condition=Q(contract_starts_on=None)
                | Q(contract_ends_on=None)
                | Q(contract_ends_on__gte=F("contract_starts_on")),
                violation_error_message=_("Kontrak berakhir sebelum mulai."),
            ),
            models.CheckConstraint(
                name="%(class)s_phk_after_work_started",
                condition=Q(work_started_on=None) | Q(phk_on__gte=F("work_started_on")),
                violation_error_message=_("Tanggal PHK sebelum mulai bekerja."),
            ),
            models.CheckConstraint(
                name="%(class)s_wage_is_positive",
                condition=Q(wage=None) | Q(wage__gt=0),
                violation_error_message=_("Upah harus lebih dari nol."),
            ),
        ]


class PhkEvent(PhkFacts):
    """One termination. Its facts are those of the report that opened it, until a mediator accepts a side's version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("nomor"), max_length=20, unique=True)
    person = models.ForeignKey("participants.Person", models.PROTECT, related_name="phk_events")
    employer = models.ForeignKey("participants.Employer", models.PROTECT, related_name="phk_events")
    region = models.ForeignKey(
        "core.Region", models.PROTECT, null=True, related_name="+", verbose_name=_("tempat kerja")
    )
    opened_by = models.CharField(_("dilaporkan oleh"), max_length=8, choices=Side.choices)
    reported_at = models.DateTimeField(_("dilaporkan"))
    state = models.CharField(_("keadaan"), max_length=10, choices=PhkState.choices)
    other_side_due_on = models.DateField(_("batas tanggapan"), null=True, blank=True)
    other_side_silent = models.BooleanField(_("pihak lain tidak menjawab"), default=False)
    asked_for = models.TextField(_("yang diminta"), blank=True)
    phi_case = models.CharField(_("nomor perkara PHI"), max_length=60, blank=True)
    proof_kind = models.CharField(_("bukti"), max_length=15, choices=ProofKind.choices, default=ProofKind.NONE)
    receipt_number = models.CharField(_("nomor tanda terima"), max_length=24, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    waiting_since = models.DateTimeField()
    mediate_by = models.DateField(null=True)  # the last day of the answer that the mediator owes

    workflow = phk_workflow
    objects = PhkEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("PHK")
        verbose_name_plural = _("PHK")
        triggers = phk_workflow.guards()
        constraints = [
            *PhkFacts.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "employer", "phk_on"],
                condition=~Q(state__in=VOID_PHK),
                name="one_phk_a_person_employer_and_day",
                violation_error_message=_("PHK ini sudah dilaporkan."),
            ),
            models.UniqueConstraint(
                fields=["person", "employer"],
                condition=Q(state__in=PENDING_PHK),
                name="one_pending_phk_a_person_and_employer",
                violation_error_message=_("PHK dari perusahaan ini sedang diperiksa."),
            ),
            models.CheckConstraint(
                name="asked_side_has_a_date",
                condition=~Q(state=S.AWAITING_OTHER) | Q(other_side_due_on__isnull=False),
                violation_error_message=_("Pihak lain ditanya tanpa batas waktu."),
            ),
            models.CheckConstraint(
                name="mediator_has_a_date",
                condition=~Q(state=S.AWAITING_MEDIATOR) | Q(mediate_by__isnull=False),
                violation_error_message=_("Mediator ditanya tanpa batas waktu."),
            ),
            models.CheckConstraint(
                name="disputed_phk_names_its_case",
                condition=~Q(state=S.DISPUTED) | ~Q(phi_case=""),
                violation_error_message=_("Tulis nomor perkara di PHI."),
            ),
            models.CheckConstraint(
                name="confirmed_phk_has_proof_and_receipt",
                condition=~Q(state=S.CONFIRMED)
                | (~Q(proof_kind=ProofKind.NONE) & ~Q(receipt_number="") & Q(confirmed_at__isnull=False)),
                violation_error_message=_("PHK disahkan tanpa bukti atau tanda terima."),
            ),
        ]
        indexes = [
            models.Index(fields=["waiting_since"], name="phk_for_mediator", condition=Q(state=S.AWAITING_MEDIATOR)),
            models.Index(fields=["other_side_due_on"], name="phk_question", condition=Q(state=S.AWAITING_OTHER)),
            models.Index(fields=["employer", "-reported_at"], name="phk_of_employer"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def disputed(self) -> bool:
        """A case is pending at the PHI (POL-21)."""
        return self.state == S.DISPUTED

    @property
    def is_pending(self) -> bool:
        return self.state in PENDING_PHK


class PhkEventLog(TransitionLog):
    subject = models.ForeignKey(PhkEvent, models.PROTECT, related_name="log")


class PhkVersion(PhkFacts):
    """What one side said at one moment (Permenaker 2/2025 Pasal 9 ayat (2) for an employer). Written once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(PhkEvent, models.PROTECT, related_name="versions")
    side = models.CharField(_("pihak"), max_length=8, choices=Side.choices)
    stance = models.CharField(_("sikap"), max_length=8, choices=Stance.choices)
    statement = models.TextField(_("penjelasan"), blank=True)
    worker_name = models.CharField(_("nama pekerja"), max_length=150, blank=True)
    worker_address = models.CharField(_("alamat pekerja"), max_length=300, blank=True)
    kpj_sealed = models.BinaryField(blank=True, default=b"")
    employer_address = models.CharField(_("alamat perusahaan"), max_length=300, blank=True)
    certificate_number = models.CharField(_("nomor sertifikat kepesertaan"), max_length=60, blank=True)
    contract_number = models.CharField(_("nomor perjanjian kerja atau surat pengangkatan"), max_length=60, blank=True)
    proof_number = models.CharField(_("nomor bukti PHK"), max_length=60, blank=True)
    proof_dated_on = models.DateField(_("tanggal bukti PHK"), null=True, blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    kpj = Sealed("kpj_sealed", purpose="kpj")

    class Meta:
        verbose_name = _("versi laporan PHK")
        verbose_name_plural = _("versi laporan PHK")
        ordering = ("at", "pk")
        triggers = append_only()
        constraints = [
            *PhkFacts.Meta.constraints,
            models.CheckConstraint(
                name="dispute_says_why",
                condition=~Q(stance=Stance.DISPUTES) | ~Q(statement=""),
                violation_error_message=_("Tulis alasan bantahan."),
            ),
        ]


class BpjsNotice(models.Model):
    """BPJS has been told of a confirmed PHK; its receipt. One an event."""

    event = models.OneToOneField(PhkEvent, models.PROTECT, primary_key=True, related_name="bpjs_notice")
    receipt_number = models.CharField(max_length=60, blank=True)
    refused_because = models.CharField(max_length=40, blank=True)
    told_at = models.DateTimeField()

    class Meta:
        verbose_name = _("pemberitahuan PHK ke BPJS")
        verbose_name_plural = _("pemberitahuan PHK ke BPJS")
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                name="bpjs_answered_the_notice", condition=~Q(receipt_number="") | ~Q(refused_because="")
            )
        ]
