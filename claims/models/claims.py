"""The claim: from a draft to six months of benefit, and what is signed and asked on the way."""

import uuid
from datetime import date

from accounts.selectors import has_role
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from claims.enums import (
    FILED,
    LIVE,
    ON_THE_CLOCK,
    AccountCheck,
    ClaimState,
    CorrectionDocument,
    CorrectionReason,
)
from core.crypto import Sealed
from core.workflow import TransitionLog, Workflow, append_only

S = ClaimState

workflow = Workflow(
    ("submit", [S.DRAFT], S.SUBMITTED),
    ("take_up", [S.SUBMITTED], S.IN_REVIEW),
    ("ask_to_fix", [S.IN_REVIEW], S.NEEDS_FIX),
    ("answer_fix", [S.NEEDS_FIX], S.IN_REVIEW),
    ("approve", [S.IN_REVIEW], S.ACTIVE),
    ("refuse", [S.IN_REVIEW], S.REFUSED),
    ("expire", [S.DRAFT], S.EXPIRED),
    ("withdraw", [S.DRAFT, S.SUBMITTED, S.IN_REVIEW, S.NEEDS_FIX], S.WITHDRAWN),
    ("end", [S.ACTIVE], S.ENDED),
)


class ClaimQuerySet(models.QuerySet["Claim"]):
    def visible_to(self, user: User, today: date) -> "ClaimQuerySet":
        """One's own claims; every claim for BPJS verification, integrity and audit."""
        if has_role(user, Role.BPJS_VERIFIER, Role.AUDITOR, Role.INTEGRITY, on=today):
            return self.filter(~Q(state=S.DRAFT) | Q(person__user=user))
        return self.filter(person__user=user)

    def live(self) -> "ClaimQuerySet":
        return self.filter(state__in=LIVE)

    def on_the_clock(self) -> "ClaimQuerySet":
        """Claims on which the office owes a decision."""
        return self.filter(state__in=ON_THE_CLOCK)

    def drafts_past(self, today: date) -> "ClaimQuerySet":
        return self.filter(state=S.DRAFT, draft_until__lt=today)


class Claim(models.Model):
    """One taking of the benefit for one PHK. The account is sealed; the amounts live in the months."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("nomor"), max_length=20, unique=True)
    person = models.ForeignKey("participants.Person", models.PROTECT, related_name="claims")
    phk = models.ForeignKey("participants.PhkEvent", models.PROTECT, related_name="claims")
    state = models.CharField(_("keadaan"), max_length=12, choices=ClaimState.choices, default=S.DRAFT)
    created_at = models.DateTimeField()
    draft_until = models.DateField()
    data_confirmed_at = models.DateTimeField(null=True)
    bank_code = models.CharField(max_length=10, blank=True)
    bank_name = models.CharField(max_length=60, blank=True)
    account_sealed = models.BinaryField(blank=True, default=b"")
    account_index = models.BinaryField(max_length=32, null=True)
    account_holder = models.CharField(_("nama pemilik rekening"), max_length=150, blank=True)
    account_check = models.CharField(max_length=10, choices=AccountCheck.choices, default=AccountCheck.NOT_ASKED)
    account_set_at = models.DateTimeField(null=True)
    filed_at = models.DateTimeField(null=True)
    reference_date = models.DateField(null=True)
    decision_due_on = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)

    account = Sealed("account_sealed", index="account_index", purpose="account")

    workflow = workflow
    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("klaim")
        verbose_name_plural = _("klaim")
        triggers = workflow.guards()
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=LIVE),
                name="one_live_claim_a_person",
                violation_error_message=_("Anda sudah punya klaim yang berjalan."),
            ),
            models.UniqueConstraint(
                fields=["phk"],
                condition=~Q(state__in=(S.EXPIRED, S.WITHDRAWN)),
                name="one_claim_a_phk",
                violation_error_message=_("PHK ini sudah punya klaim."),
            ),
            models.CheckConstraint(
                name="filed_claim_has_its_dates",
                condition=~Q(state__in=FILED)
                | Q(filed_at__isnull=False, reference_date__isnull=False, decision_due_on__isnull=False),
                violation_error_message=_("Klaim terkirim tanpa tanggal pengajuan."),
            ),
            models.CheckConstraint(
                name="decided_claim_has_its_moment",
                condition=~Q(state__in=(S.ACTIVE, S.REFUSED, S.ENDED)) | Q(decided_at__isnull=False),
                violation_error_message=_("Klaim diputus tanpa waktu keputusan."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["decision_due_on"], name="claim_on_the_clock", condition=Q(state__in=("submitted", "in_review"))
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def account_tail(self) -> str:
        """The last four digits: all that a page shows."""
        return self.account[-4:]

    @property
    def is_filed(self) -> bool:
        return self.state in FILED


class ClaimLog(TransitionLog):
    subject = models.ForeignKey(Claim, models.PROTECT, related_name="log")


class KapkVersion(models.Model):
    """The wording of the job-search commitment (Komitmen Aktivitas Pencarian Kerja), dated."""

    version = models.PositiveSmallIntegerField(unique=True)
    in_force_since = models.DateField()
    points_id = models.JSONField(help_text=_("Butir pernyataan, satu kalimat tiap butir."))
    points_en = models.JSONField()

    class Meta:
        verbose_name = _("versi KAPK")
        verbose_name_plural = _("versi KAPK")
        ordering = ("-version",)

    def __str__(self) -> str:
        return f"KAPK {self.version}"


class KapkSignature(models.Model):
    """Signed with the typed name and a one-time code. Written once."""

    claim = models.OneToOneField(Claim, models.PROTECT, related_name="kapk")
    version = models.ForeignKey(KapkVersion, models.PROTECT, related_name="+")
    typed_name = models.CharField(max_length=150)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        triggers = append_only()


class CorrectionRequestQuerySet(models.QuerySet["CorrectionRequest"]):
    def open(self) -> "CorrectionRequestQuerySet":
        return self.filter(answered_at=None)


class CorrectionRequest(models.Model):
    """One document, one reason: what an officer asks to be put right. The filing date stays."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="corrections")
    document = models.CharField(max_length=12, choices=CorrectionDocument.choices)
    reason = models.CharField(max_length=20, choices=CorrectionReason.choices)
    note = models.TextField(blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    answer_by = models.DateField()
    answered_at = models.DateTimeField(null=True)

    objects = CorrectionRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claim"],
                condition=Q(answered_at=None),
                name="one_open_correction_a_claim",
                violation_error_message=_("Klaim ini sudah punya permintaan perbaikan."),
            )
        ]
