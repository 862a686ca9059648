"""The claim: from a draft to six months of benefit."""

import uuid
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role
from claims.enums import (
    ACCOUNT_IN_DOUBT,
    FILED,
    LIVE,
    ON_THE_CLAIM,
    ON_THE_CLOCK,
    SET_ASIDE,
    AccountCheck,
    ClaimState,
    EndReason,
)
from core.crypto import Sealed
from core.formatting import mask_tail
from core.workflow import TransitionLog, Workflow
from participants.enums import PENDING_PHK

S = ClaimState
# Officers who may open every claim that was sent.
READERS = frozenset({Role.BPJS_VERIFIER, Role.AUDITOR})

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
    ("reinstate", [S.REFUSED], S.ACTIVE),
    ("reevaluate", [S.REFUSED], S.IN_REVIEW),
    ("resume", [S.ENDED], S.ACTIVE),
)


class ClaimQuerySet(models.QuerySet["Claim"]):
    def visible_to(self, user: User, today: date) -> "ClaimQuerySet":
        """One's own claims; every claim for BPJS verification and audit."""
        if has_role(user, *READERS, on=today):
            return self.filter(~Q(state=S.DRAFT) | Q(person__user=user))
        return self.filter(person__user=user)

    def live(self) -> "ClaimQuerySet":
        return self.filter(state__in=LIVE)

    def on_the_clock(self) -> "ClaimQuerySet":
        """Claims on which the office owes a decision."""
        return self.filter(state__in=ON_THE_CLOCK)

    def awaiting_verdict(self) -> "ClaimQuerySet":
        """Claims that an officer can decide now."""
        return self.exclude(state__in=(S.SUBMITTED, S.NEEDS_FIX)).exclude(state=S.IN_REVIEW, phk__state__in=PENDING_PHK)

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
    clock_from = models.DateField(null=True)  # the event that the present clock counts working days from
    decision_due_on = models.DateField(null=True)  # the last day of the answer that the office owes
    decided_at = models.DateTimeField(null=True)
    employer_pays = models.BooleanField(default=False)  # months granted from now on are the employer's (Pasal 39(3))
    end_reason = models.CharField(max_length=10, choices=EndReason.choices, blank=True)
    ended_on = models.DateField(null=True)  # the day the benefit ended, which may lie before the day we heard of it

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
                condition=~Q(state__in=SET_ASIDE),
                name="one_claim_a_phk",
                violation_error_message=_("PHK ini sudah punya klaim."),
            ),
            models.CheckConstraint(
                name="filed_claim_has_its_dates",
                condition=~Q(state__in=FILED)
                | Q(
                    filed_at__isnull=False,
                    reference_date__isnull=False,
                    clock_from__isnull=False,
                    decision_due_on__isnull=False,
                ),
                violation_error_message=_("Klaim terkirim tanpa tanggal pengajuan."),
            ),
            models.CheckConstraint(
                name="decided_claim_has_its_moment",
                condition=~Q(state__in=(S.ACTIVE, S.REFUSED, S.ENDED)) | Q(decided_at__isnull=False),
                violation_error_message=_("Klaim diputus tanpa waktu keputusan."),
            ),
            models.CheckConstraint(
                name="ended_claim_says_why",
                condition=~Q(state=S.ENDED) | (Q(ended_on__isnull=False) & ~Q(end_reason="")),
                violation_error_message=_("Manfaat berakhir tanpa alasan."),
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
    def account_shown(self) -> str:
        """The account as pages and letters name it: "BRI •••• 4471"."""
        return f"{self.bank_name} {mask_tail(self.account)}"

    @property
    def account_in_doubt(self) -> bool:
        """The bank answered, and it is open whether money can arrive."""
        return self.account_check in ACCOUNT_IN_DOUBT

    @property
    def verdict(self) -> Any:
        """The last decision on the claim as a whole, or None."""
        return next((decision for decision in self.decisions.all() if decision.kind in ON_THE_CLAIM), None)

    @property
    def is_filed(self) -> bool:
        return self.state in FILED


class ClaimLog(TransitionLog):
    subject = models.ForeignKey(Claim, models.PROTECT, related_name="log")
