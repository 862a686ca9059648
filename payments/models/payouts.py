"""One payment to one person: what is owed, to which account, and how far it has come."""

import uuid
from datetime import date

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.selectors import has_role
from core.crypto import Sealed
from core.formatting import mask_tail
from core.workflow import TransitionLog, Workflow
from payments.enums import AT_THE_BANK, FAILED, READERS, PayoutState

KEY_PREFIX = "JKP-"
_FAILED = sorted(str(state) for state in FAILED)
_BATCHED_ON = [str(state) for state in PayoutState if state != PayoutState.READY]
_WAS_SENT = sorted(str(state) for state in (*AT_THE_BANK, *FAILED, PayoutState.PAID))

# A settlement may overtake our own record of the sending (`batched` after the bank said that it had never heard).
_OPEN_AT_BANK = [PayoutState.BATCHED, PayoutState.SENDING, PayoutState.ACCEPTED, PayoutState.UNKNOWN]

workflow = Workflow(
    ("batch", [PayoutState.READY], PayoutState.BATCHED),
    ("unbatch", [PayoutState.BATCHED], PayoutState.READY),
    ("send", [PayoutState.BATCHED], PayoutState.SENDING),
    ("accept", [PayoutState.SENDING, PayoutState.UNKNOWN], PayoutState.ACCEPTED),
    ("lose_sight", [PayoutState.SENDING], PayoutState.UNKNOWN),
    ("put_back", [PayoutState.SENDING, PayoutState.UNKNOWN], PayoutState.BATCHED),
    ("settle", _OPEN_AT_BANK, PayoutState.PAID),
    ("reject", _OPEN_AT_BANK, PayoutState.REJECTED),
    ("return", [PayoutState.PAID], PayoutState.RETURNED),
)

# Lines of a batch stand still once it is frozen; a cancelled batch lets its lines go.
_FROZEN_LINES = """
    IF OLD.batch_id IS NOT NULL THEN
        SELECT state INTO batch_state FROM payments_batch WHERE id = OLD.batch_id FOR SHARE;
        IF batch_state NOT IN ('draft', 'cancelled') THEN
            RAISE EXCEPTION 'the lines of a frozen batch do not change';
        END IF;
    END IF;
    IF NEW.batch_id IS NOT NULL THEN
        SELECT state INTO batch_state FROM payments_batch WHERE id = NEW.batch_id FOR SHARE;
        IF batch_state <> 'draft' THEN
            RAISE EXCEPTION 'a frozen batch takes no lines';
        END IF;
    END IF;
    RETURN NEW;
"""


_RELEASED_ONLY = """
    SELECT state INTO batch_state FROM payments_batch WHERE id = NEW.batch_id;
    IF batch_state NOT IN ('approved', 'sending') THEN
        RAISE EXCEPTION 'only the lines of an approved batch are sent';
    END IF;
    RETURN NEW;
"""


class PayoutQuerySet(models.QuerySet["Payout"]):
    def live(self) -> "PayoutQuerySet":
        """Neither rejected nor returned: at most one a source."""
        return self.exclude(state__in=_FAILED)

    def visible_to(self, user: User, on: date) -> "PayoutQuerySet":
        """People see their own, the paying officers and who watches them all."""
        return self if has_role(user, *READERS, on=on) else self.filter(user=user)

    def of(self, source_kind: str, *source_ids: object) -> "PayoutQuerySet":
        return self.filter(source_kind=source_kind, source_id__in=source_ids)

    def ready(self) -> "PayoutQuerySet":
        return self.filter(state=PayoutState.READY).order_by("ordered_at", "pk")

    def at_the_bank(self) -> "PayoutQuerySet":
        return self.filter(state__in=sorted(str(state) for state in AT_THE_BANK))

    def unknown(self) -> "PayoutQuerySet":
        return self.filter(state=PayoutState.UNKNOWN)


class Payout(models.Model):
    """What is to be paid, copied when it is ordered. Source, payee, account and amount never change afterwards."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source_kind = models.CharField(max_length=40)
    source_id = models.UUIDField()
    attempt = models.PositiveSmallIntegerField(_("percobaan"), default=1)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="payouts")
    payee_name = models.CharField(_("penerima"), max_length=150)
    bank_code = models.CharField(_("bank"), max_length=10)
    account_sealed = models.BinaryField()
    account_tail = models.CharField(max_length=4)
    amount = models.PositiveBigIntegerField(_("nilai"))
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ordered_at = models.DateTimeField(_("dipesan"))

    state = models.CharField(_("keadaan"), max_length=10, choices=PayoutState.choices, default=PayoutState.READY)
    batch = models.ForeignKey("payments.Batch", models.PROTECT, null=True, related_name="lines")
    line_no = models.PositiveIntegerField(_("baris"), null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    first_sent_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    inquire_at = models.DateTimeField(null=True)
    inquiries = models.PositiveSmallIntegerField(default=0)
    bank_reference = models.CharField(_("nomor referensi bank"), max_length=80, blank=True)
    code = models.CharField(_("kode bank"), max_length=80, blank=True)
    paid_on = models.DateField(_("dibayar pada"), null=True)
    returned_on = models.DateField(_("kembali pada"), null=True)

    account = Sealed("account_sealed", purpose="account")
    workflow = workflow
    objects = PayoutQuerySet.as_manager()

    class Meta:
        verbose_name = _("pembayaran")
        verbose_name_plural = _("pembayaran")
        constraints = [
            models.UniqueConstraint(
                name="one_live_payout_a_source",
                fields=["source_kind", "source_id"],
                condition=~Q(state__in=_FAILED),
                violation_error_message=_("Hak ini sudah mempunyai pembayaran yang berjalan."),
            ),
            models.UniqueConstraint(name="payout_attempts_are_counted", fields=["source_kind", "source_id", "attempt"]),
            models.UniqueConstraint(name="one_payout_a_line", fields=["batch", "line_no"]),
            models.UniqueConstraint(
                name="one_payout_a_bank_reference", fields=["bank_reference"], condition=~Q(bank_reference="")
            ),
            models.CheckConstraint(name="payout_amount_is_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="paid_payout_has_bank_reference",
                condition=~Q(state__in=["paid", "returned"]) | (~Q(bank_reference="") & Q(paid_on__isnull=False)),
                violation_error_message=_("Pembayaran tercatat tanpa nomor referensi bank."),
            ),
            models.CheckConstraint(
                name="returned_payout_has_a_day", condition=~Q(state="returned") | Q(returned_on__isnull=False)
            ),
            models.CheckConstraint(name="failed_payout_has_a_code", condition=~Q(state__in=_FAILED) | ~Q(code="")),
            models.CheckConstraint(
                name="batched_payout_has_a_line",
                condition=(
                    Q(state="ready", batch__isnull=True, line_no__isnull=True)
                    | Q(state__in=_BATCHED_ON, batch__isnull=False, line_no__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="payout_at_the_bank_was_sent",
                condition=~Q(state__in=_WAS_SENT) | Q(first_sent_at__isnull=False, sent_at__isnull=False, tries__gt=0),
            ),
        ]
        indexes = [
            models.Index(name="payout_ready", fields=["ordered_at"], condition=Q(state="ready")),
            models.Index(
                name="payout_to_inquire", fields=["inquire_at"], condition=Q(state__in=["accepted", "unknown"])
            ),
            models.Index(name="payout_paid_on", fields=["paid_on"], condition=Q(paid_on__isnull=False)),
            models.Index(name="payout_returned_on", fields=["returned_on"], condition=Q(returned_on__isnull=False)),
        ]
        triggers = [
            *workflow.guards(),
            pgtrigger.ReadOnly(
                name="what_is_owed_never_changes",
                fields=[
                    "id", "source_kind", "source_id", "attempt", "user", "payee_name", "bank_code", "account_sealed",
                    "account_tail", "amount", "verified_by", "ordered_at",
                ],
            ),
            pgtrigger.Protect(name="payouts_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="payouts_begin_ready", operation=pgtrigger.Insert, condition=~pgtrigger.Q(new__state="ready")
            ),
            pgtrigger.Trigger(
                name="frozen_lines",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=(
                    pgtrigger.Q(old__batch__df=pgtrigger.F("new__batch"))
                    | pgtrigger.Q(old__line_no__df=pgtrigger.F("new__line_no"))
                ),
                declare=[("batch_state", "TEXT")],
                func=_FROZEN_LINES,
            ),
            pgtrigger.Trigger(
                name="only_released_lines_are_sent",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="batched", new__state="sending"),
                declare=[("batch_state", "TEXT")],
                func=_RELEASED_ONLY,
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """The idempotency key: one for ever, however often it is sent."""
        return f"{KEY_PREFIX}{self.pk}"

    @property
    def account_masked(self) -> str:
        return mask_tail(f"00000{self.account_tail}")


def pk_of(key: str) -> uuid.UUID | None:
    """The payout that a key belongs to; None when it is not one of our keys."""
    try:
        pk = uuid.UUID(key.removeprefix(KEY_PREFIX))
    except ValueError:
        return None
    return pk if key == f"{KEY_PREFIX}{pk}" else None


class PayoutLog(TransitionLog):
    subject = models.ForeignKey(Payout, models.PROTECT, related_name="log")

    class Meta(TransitionLog.Meta):
        abstract = False
