"""What happened to a claim, and what we still owe: for <c-log>. Officers are named by their office, not by name."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from claims.enums import ON_THE_CLOCK, ClaimState, MonthState
from claims.models import Claim, ClaimMonth
from claims.presentation.queue import waits_for_phk
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
        "reinstate": _("Klaim disetujui sesudah keberatan"),
        "resume": _("Manfaat berjalan lagi sesudah keberatan"),
        "reevaluate": _("Anda meminta klaim diperiksa lagi"),
    }
    language = get_language() or "id"
    done = [{"title": words[row.move], "when": long_moment(row.at, language)} for row in claim.log.all()]
    return done + _payments(months, language) + _promises(claim, months, language)


def _payments(months: list[ClaimMonth], language: str) -> list[Item]:
    items = []
    for month in months:
        if month.returned_at:
            title = _("Bank mengembalikan uang bulan ke-%(n)s") % {"n": month.n}
            items.append({"title": title, "when": long_moment(month.returned_at, language)})
        if month.state == MonthState.PAID and month.paid_on:
            title = _("Uang bulan ke-%(n)s masuk") % {"n": month.n}
            items.append({"title": title, "when": plain_date(month.paid_on, language)})
    return items


def _promises(claim: Claim, months: list[ClaimMonth], language: str) -> list[Item]:
    if waits_for_phk(claim):
        return [_promise(_("Menunggu PHK disahkan mediator"), "")]
    if claim.state in ON_THE_CLOCK and claim.decision_due_on:
        return [_promise(_("Keputusan dan pembayaran"), plain_date(claim.decision_due_on, language))]
    if claim.state == ClaimState.NEEDS_FIX:
        return [_promise(_("Menunggu perbaikan dari Anda"), "")]
    return [
        _promise(
            _("Uang bulan ke-%(n)s masuk ke rekening Anda") % {"n": m.n},
            plain_date(m.pay_due_on, language),
        )
        for m in months
        if m.state == MonthState.APPROVED and m.pay_due_on
    ]


def _promise(title: str, day: str) -> Item:
    return {
        "title": title,
        "when": _("Paling lambat %(day)s") % {"day": day} if day else "",
        "state": "warn",
        "strong": True,
    }
