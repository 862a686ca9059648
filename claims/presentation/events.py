"""What happened to a claim, and what we still owe: for <c-log>. Officers are named by their office, not by name."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from claims.enums import ON_THE_CLOCK, ClaimState, MonthState
from claims.models import Claim, ClaimMonth
from core.formatting import long_moment, plain_date

Item = dict[str, Any]


def events(claim: Claim, months: list[ClaimMonth]) -> list[Item]:
    """Done first in their order, then what is promised with its day."""
    words = {
        "submit": _("Anda mengirim klaim"),
        "take_up": _("Syarat diperiksa, klaim masuk antrian BPJS Ketenagakerjaan"),
        "ask_to_fix": _("Petugas meminta satu perbaikan"),
        "answer_fix": _("Anda mengirim perbaikan"),
        "approve": _("Klaim disetujui"),
        "refuse": _("Klaim ditolak"),
        "withdraw": _("Anda menarik klaim"),
        "expire": _("Draf kedaluwarsa"),
        "end": _("Manfaat berakhir"),
    }
    language = get_language() or "id"
    done = [{"title": words[row.move], "when": long_moment(row.at, language)} for row in claim.log.all()]
    return done + _payments(months, language) + _promises(claim, months, language)


def _payments(months: list[ClaimMonth], language: str) -> list[Item]:
    return [
        {"title": _("Uang bulan ke-%(n)s masuk") % {"n": m.n}, "when": plain_date(m.paid_on, language)}
        for m in months
        if m.state == MonthState.PAID and m.paid_on
    ]


def _promises(claim: Claim, months: list[ClaimMonth], language: str) -> list[Item]:
    if claim.state in ON_THE_CLOCK and claim.decision_due_on:
        when = _("Paling lambat %(day)s") % {"day": plain_date(claim.decision_due_on, language)}
        return [{"title": _("Keputusan dan pembayaran"), "when": when, "state": "warn", "strong": True}]
    if claim.state == ClaimState.NEEDS_FIX:
        return [{"title": _("Menunggu perbaikan dari Anda"), "when": "", "state": "warn", "strong": True}]
    return [
        {
            "title": _("Uang bulan ke-%(n)s masuk ke rekening Anda") % {"n": m.n},
            "when": _("Paling lambat %(day)s") % {"day": plain_date(m.pay_due_on, language)},
            "state": "warn",
            "strong": True,
        }
        for m in months
        if m.state == MonthState.APPROVED and m.pay_due_on
    ]
