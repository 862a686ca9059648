"""The life of one payout, step by step, for the officer who has to find out."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import formatting
from payments.bank_words import account_fault
from payments.enums import EntryKind, NewsSource, PayoutState
from payments.models import BankCase, JournalEntry, Payout
from payments.selectors import journal_about

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
    "amount": gettext_lazy("Nilai menurut bank"),
    "bank_reference": gettext_lazy("Referensi bank"),
    "code": gettext_lazy("Alasan bank"),
    "day": gettext_lazy("Hari menurut bank"),
    "source": gettext_lazy("Sumber"),
    "reason": gettext_lazy("Sebab"),
    "line": gettext_lazy("Baris berkas"),
}


_KINDS = {
    "settled": gettext_lazy("Sudah dibayar"),
    "rejected": gettext_lazy("Ditolak"),
    "returned": gettext_lazy("Dikembalikan"),
}
_REASONS = {
    "worker_died": gettext_lazy("proses kami terhenti"),
    "slow": gettext_lazy("bank terlalu lama menjawab"),
    "cut_off": gettext_lazy("sambungan terputus"),
    "server_error": gettext_lazy("bank mengalami gangguan"),
    "garbage": gettext_lazy("jawaban bank tidak terbaca"),
    "unknown_key": gettext_lazy("bank tidak mengenal kuncinya"),
    "maintenance": gettext_lazy("bank sedang pemeliharaan"),
    "breaker_open": gettext_lazy("bank sedang tidak dapat dihubungi"),
    "unreachable": gettext_lazy("bank tidak dapat dihubungi"),
    "busy": gettext_lazy("bank sedang sibuk"),
    "key_reused": gettext_lazy("bank memegang transfer lain dengan kunci ini"),
    "reference_in_use": gettext_lazy("referensi bank sudah dipakai pembayaran lain"),
}


def case_facts(case: BankCase) -> list[tuple[str, str]]:
    """What was noted when the case was opened, in words."""
    return [(str(label), _fact(name, case.facts[name])) for name, label in _FACTS.items() if case.facts.get(name)]


def _fact(name: str, value: str) -> str:
    if name == "amount" and value.isdecimal():
        return formatting.rupiah(int(value))
    if name == "day":
        return formatting.long_date(date.fromisoformat(value))
    if name == "kind_of_news":
        return str(_KINDS.get(value, value))
    return _note(value)


def _note(note: str) -> str:
    """A stable word of ours in people's words; the bank's own codes stay as they are."""
    if note in NewsSource.values:
        return str(NewsSource(note).label)
    return account_fault(note) or str(_REASONS.get(note, note))


def bank_reason(payout: Payout) -> str:
    """Why the bank did not pay, or sent the money back; a code that we have no words for stays as it is."""
    return _note(payout.code)


def history(payout: Payout) -> list[dict[str, Any]]:
    """Every move with its reason, oldest first, and what comes next while it is under way."""
    events = [{"title": _("Dipesan"), "when": formatting.long_moment(payout.ordered_at), "state": ""}]
    for row in payout.log.order_by("pk"):
        title = str(_MOVES.get(row.move, row.move))
        note = f" ({_note(row.note)})" if row.note else ""
        who = f" · {row.actor_name}" if row.actor_id else ""
        events.append({"title": f"{title}{note}{who}", "when": formatting.long_moment(row.at), "state": ""})
    if payout.state == PayoutState.UNKNOWN:
        events.append({"title": _("Bank ditanya dengan kunci yang sama"), "when": "", "state": "warn"})
    elif payout.state == PayoutState.ACCEPTED:
        events.append({"title": _("Menunggu kabar bank"), "when": "", "state": "warn"})
    return events


def entries(payout: Payout) -> list[dict[str, Any]]:
    """What the books say about it: one row an entry, debit and credit."""
    return journal_rows(journal_about([str(payout.pk)]))


def journal_rows(journal: Iterable[JournalEntry]) -> list[dict[str, Any]]:
    """Entries of two sides, in words: title, moment, debit, credit, amount."""
    rows = []
    for entry in journal:
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
