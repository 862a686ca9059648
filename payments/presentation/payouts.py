"""The life of one payout, step by step, for the officer who has to find out."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import formatting
from payments.enums import EntryKind, PayoutState
from payments.models import BankCase, JournalEntry, Payout

_MOVES = {
    "batch": gettext_lazy("Masuk batch"),
    "unbatch": gettext_lazy("Keluar dari batch yang dibatalkan"),
    "send": gettext_lazy("Dikirim ke bank"),
    "accept": gettext_lazy("Diterima bank"),
    "lose_sight": gettext_lazy("Jawaban bank tidak sampai"),
    "put_back": gettext_lazy("Bank tidak menerimanya; menunggu dikirim lagi"),
    "settle": gettext_lazy("Uang sampai di rekening"),
    "reject": gettext_lazy("Ditolak bank"),
    "return": gettext_lazy("Dikembalikan bank"),
}


_FACTS = {
    "kind_of_news": gettext_lazy("Kabar"),
    "amount": gettext_lazy("Nilai menurut bank (Rp)"),
    "bank_reference": gettext_lazy("Referensi bank"),
    "code": gettext_lazy("Alasan bank"),
    "day": gettext_lazy("Hari menurut bank"),
    "source": gettext_lazy("Sumber"),
    "reason": gettext_lazy("Sebab"),
    "line": gettext_lazy("Baris berkas"),
}


def case_facts(case: BankCase) -> list[tuple[str, str]]:
    """What was noted when the case was opened, in words."""
    return [(str(_FACTS[name]), value) for name, value in case.facts.items() if name in _FACTS and value]


def history(payout: Payout) -> list[dict[str, Any]]:
    """Every move with its reason, oldest first, and what comes next while it is under way."""
    events = [{"title": _("Dipesan"), "when": formatting.long_moment(payout.ordered_at), "state": ""}]
    for row in payout.log.order_by("pk"):
        title = str(_MOVES.get(row.move, row.move))
        note = f" ({row.note})" if row.note else ""
        who = f" · {row.actor_name}" if row.actor_id else ""
        events.append({"title": f"{title}{note}{who}", "when": formatting.long_moment(row.at), "state": ""})
    if payout.state == PayoutState.UNKNOWN:
        events.append({"title": _("Bank ditanya dengan kunci yang sama"), "when": "", "state": "warn"})
    elif payout.state == PayoutState.ACCEPTED:
        events.append({"title": _("Menunggu kabar bank"), "when": "", "state": "warn"})
    return events


def entries(payout: Payout) -> list[dict[str, Any]]:
    """What the books say about it: one row an entry, debit and credit."""
    rows = []
    for entry in JournalEntry.objects.filter(ref=str(payout.pk)).prefetch_related("postings").order_by("pk"):
        postings = sorted(entry.postings.all(), key=lambda posting: -posting.amount)
        rows.append(
            {
                "title": EntryKind(entry.kind).label,
                "at": entry.at,
                "debit": postings[0].get_account_display(),
                "credit": postings[-1].get_account_display(),
                "amount": postings[0].amount,
            }
        )
    return rows
