"""How an institute becomes a partner and stops being one: proposal, verification, agreement, measures, interests."""

import uuid
from datetime import date

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.workflow import TransitionLog, Workflow, append_only
from training.enums import MeasureKind, MeasureState, PartnershipState
from training.models.institutes import Institute

P, M = PartnershipState, MeasureState
LONGEST_REASON = 500

partnership_workflow = Workflow(
    ("submit", [P.DRAFT, P.RETURNED], P.SUBMITTED),
    ("return", [P.SUBMITTED], P.RETURNED),
    ("verify", [P.SUBMITTED], P.VERIFIED),
    ("sign", [P.VERIFIED], P.SIGNED),
    ("agree", [P.SIGNED], P.AGREED),
    ("refuse", [P.SUBMITTED, P.VERIFIED, P.SIGNED], P.REFUSED),
)
measure_workflow = Workflow(
    ("apply", [M.PROPOSED], M.APPLIED),
    ("reject", [M.PROPOSED], M.REJECTED),
)


class PartnershipQuerySet(models.QuerySet["Partnership"]):
    def running(self) -> "PartnershipQuerySet":
        """Neither agreed nor refused: at most one an institute."""
        return self.exclude(state__in=[P.AGREED, P.REFUSED])

    def waiting(self) -> "PartnershipQuerySet":
        """For the verifier, the soonest due first."""
        return self.filter(state=P.SUBMITTED).order_by("due_on", "submitted_at", "pk")


class Partnership(models.Model):
    """A proposal to train people of JKP, and the agreement (PKS) that came of it.

    `checklist` is a version of `training/data/checklists/`; `answers` holds a line for each of its items: met or not,
    with a remark. `due_on` is the verifier's last day. `valid_until` is the agreement's last day.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institute = models.ForeignKey(Institute, models.PROTECT, related_name="partnerships")
    number = models.CharField(_("nomor"), max_length=20, unique=True)
    state = models.CharField(_("keadaan"), max_length=10, choices=P.choices, default=P.DRAFT)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    submitted_at = models.DateTimeField(_("diajukan"), null=True)
    due_on = models.DateField(_("paling lambat"), null=True)
    checklist = models.PositiveSmallIntegerField(_("versi daftar periksa"))
    answers = models.JSONField(default=dict)
    remark = models.CharField(_("catatan"), max_length=LONGEST_REASON, blank=True)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    verified_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    signed_name = models.CharField(_("ditandatangani oleh"), max_length=150, blank=True)
    signed_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    valid_until = models.DateField(_("berlaku sampai"), null=True)

    workflow = partnership_workflow
    objects = PartnershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("kemitraan LPK")
        verbose_name_plural = _("kemitraan LPK")
        ordering = ("-begun_at", "pk")
        triggers = [
            *partnership_workflow.guards(),
            pgtrigger.Protect(name="partnerships_are_kept", operation=pgtrigger.Delete),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["institute"],
                condition=~Q(state__in=[P.AGREED, P.REFUSED]),
                name="one_running_proposal_an_institute",
                violation_error_message=_("Lembaga ini sudah mempunyai pengajuan yang berjalan."),
            ),
            models.CheckConstraint(
                name="submitted_proposal_has_a_date",
                condition=Q(state=P.DRAFT) | Q(submitted_at__isnull=False, due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="verified_partnership_has_a_verifier",
                condition=~Q(state__in=[P.VERIFIED, P.SIGNED, P.AGREED])
                | Q(verified_by__isnull=False, verified_at__isnull=False),
            ),
            models.CheckConstraint(
                name="agreement_is_signed_by_both",
                condition=~Q(state=P.AGREED)
                | (Q(signed_by__isnull=False, agreed_by__isnull=False, valid_until__isnull=False) & ~Q(signed_name="")),
            ),
            models.CheckConstraint(
                name="verifier_does_not_agree",
                condition=Q(agreed_by=None) | (~Q(agreed_by=F("verified_by")) & ~Q(agreed_by=F("signed_by"))),
                violation_error_message=_("Petugas yang memverifikasi LPK tidak menandatangani perjanjiannya."),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class PartnershipLog(TransitionLog):
    subject = models.ForeignKey(Partnership, models.PROTECT, related_name="log")


class Measure(models.Model):
    """Suspending, restoring or ending a partner: one officer proposes, another decides."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institute = models.ForeignKey(Institute, models.PROTECT, related_name="measures")
    kind = models.CharField(_("tindakan"), max_length=10, choices=MeasureKind.choices)
    state = models.CharField(_("keadaan"), max_length=10, choices=M.choices, default=M.PROPOSED)
    reason = models.CharField(_("alasan"), max_length=LONGEST_REASON)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(_("jawaban"), max_length=LONGEST_REASON, blank=True)

    workflow = measure_workflow

    class Meta:
        verbose_name = _("tindakan terhadap LPK")
        verbose_name_plural = _("tindakan terhadap LPK")
        ordering = ("-proposed_at", "pk")
        triggers = [
            *measure_workflow.guards(),
            pgtrigger.Protect(name="measures_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="proposal_stays", fields=["institute", "kind", "reason", "proposed_by"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["institute"],
                condition=Q(state=M.PROPOSED),
                name="one_open_measure_an_institute",
                violation_error_message=_("Lembaga ini sudah mempunyai usulan tindakan."),
            ),
            models.CheckConstraint(
                name="measure_is_decided_by_another",
                condition=(Q(state=M.PROPOSED, decided_by=None) | Q(decided_by__isnull=False, decided_at__isnull=False))
                & (Q(decided_by=None) | ~Q(decided_by=F("proposed_by"))),
                violation_error_message=_("Petugas lain yang memutuskan usulan ini."),
            ),
            models.CheckConstraint(name="measure_says_why", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.institute}"


class MeasureLog(TransitionLog):
    subject = models.ForeignKey(Measure, models.PROTECT, related_name="log")


class InterestQuerySet(models.QuerySet["Interest"]):
    def in_force(self, on: date) -> "InterestQuerySet":
        return self.filter(Q(until=None) | Q(until__gt=on), since__lte=on)


class Interest(models.Model):
    """An officer's tie to an institute (benturan kepentingan), declared by the officer or by an administrator.

    While it is in force the officer decides nothing about the institute; the database refuses it too.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("petugas"))
    institute = models.ForeignKey(Institute, models.PROTECT, related_name="interests")
    reason = models.CharField(_("hubungan"), max_length=LONGEST_REASON)
    since = models.DateField(_("sejak"))
    until = models.DateField(_("sampai"), null=True)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()

    objects = InterestQuerySet.as_manager()

    class Meta:
        verbose_name = _("benturan kepentingan")
        verbose_name_plural = _("benturan kepentingan")
        ordering = ("-declared_at", "pk")
        triggers = [pgtrigger.Protect(name="interests_are_kept", operation=pgtrigger.Delete)]
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "institute"], condition=Q(until=None), name="one_open_interest_an_institute"
            ),
            models.CheckConstraint(
                name="interest_ends_after_it_starts", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(name="interest_says_why", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.officer} · {self.institute}"


class ProgrammePrice(models.Model):
    """What a programme costs a participant, in whole rupiah, since a day: set by the standards directorate.

    `ceiling` is what the law allowed on that day. Enrolments copy the price of the day they were made.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("training.Programme", models.PROTECT, related_name="prices")
    cost = models.PositiveIntegerField(_("biaya per peserta (Rp)"))
    ceiling = models.PositiveIntegerField(_("batas (Rp)"))
    set_on = models.DateField(_("ditetapkan"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()
    why = models.CharField(_("pertimbangan"), max_length=LONGEST_REASON)

    class Meta:
        verbose_name = _("penetapan biaya")
        verbose_name_plural = _("penetapan biaya")
        ordering = ("-set_at", "pk")
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                name="price_stays_under_the_ceiling",
                condition=Q(cost__gt=0, cost__lte=F("ceiling")),
                violation_error_message=_("Biaya melebihi batas menurut peraturan."),
            ),
            models.CheckConstraint(name="price_says_why", condition=~Q(why="")),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.cost}"
