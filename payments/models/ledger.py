"""Double-entry books in whole rupiah: an entry sums to zero and never changes, corrections are new entries."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.workflow import append_only
from payments.enums import Account, EntryKind

_BALANCED = """
    SELECT count(*), coalesce(sum(amount), 0) INTO lines, balance FROM payments_posting WHERE entry_id = {entry};
    IF lines < 2 OR balance <> 0 THEN
        RAISE EXCEPTION 'ledger entry % does not sum to zero', {entry};
    END IF;
    RETURN NULL;
"""


def _balanced(entry: str) -> pgtrigger.Trigger:
    """Checked when the transaction commits, so that the lines may be written one after the other."""
    return pgtrigger.Trigger(
        name="entries_sum_to_zero",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        declare=[("lines", "BIGINT"), ("balance", "NUMERIC")],
        func=_BALANCED.replace("{entry}", entry),
    )


class JournalEntry(models.Model):
    """One event in the books. The same event is booked once: kind and reference are unique."""

    kind = models.CharField(_("jenis"), max_length=30, choices=EntryKind.choices)
    ref = models.CharField(_("rujukan"), max_length=64)
    at = models.DateTimeField(_("saat"))

    class Meta:
        verbose_name = _("jurnal")
        verbose_name_plural = _("jurnal")
        constraints = [models.UniqueConstraint(name="one_entry_an_event", fields=["kind", "ref"])]
        triggers = [*append_only(), _balanced("NEW.id")]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"


class Posting(models.Model):
    """One side of an entry, in whole rupiah: debits positive, credits negative."""

    entry = models.ForeignKey(JournalEntry, models.PROTECT, related_name="postings")
    account = models.CharField(_("akun"), max_length=20, choices=Account.choices)
    amount = models.BigIntegerField(_("nilai"))

    class Meta:
        verbose_name = _("baris jurnal")
        verbose_name_plural = _("baris jurnal")
        constraints = [
            models.CheckConstraint(name="posting_is_not_zero", condition=~Q(amount=0)),
            models.UniqueConstraint(name="one_posting_an_account", fields=["entry", "account"]),
        ]
        triggers = [*append_only(), _balanced("NEW.entry_id")]

    def __str__(self) -> str:
        return f"{self.account} {self.amount}"
