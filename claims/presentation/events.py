"""What happened to a claim, and what we still owe: for <c-log>. Officers are named by their office, not by name."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from claims.enums import MONTH_ON_THE_CLOCK, ON_THE_CLOCK, ClaimState, MonthPayer, MonthState
from claims.models import Claim, ClaimMonth, ClaimMonthLog
from claims.presentation.queue import waits_for_phk
from core.formatting import long_moment, plain_date
from core.language import language

Item = dict[str, Any]
Happened = tuple[datetime, Item]


def events(claim: Claim, months: list[ClaimMonth]) -> list[Item]:
    """Done first in their order, then what is promised with its day."""
    lang = language()
    done = sorted([*_of_claim(claim, lang), *_of_months(months, lang)], key=lambda happened: happened[0])
    return [item for _at, item in done] + _promises(claim, months, lang)


def _of_claim(claim: Claim, language: str) -> list[Happened]:
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
    return [
        (row.at, {"title": words.get(row.move, _("Klaim diperiksa lagi")), "when": long_moment(row.at, language)})
        for row in claim.log.all()
    ]


def _of_months(months: list[ClaimMonth], language: str) -> list[Happened]:
    """The moves of months that mean something to their person. Month 1 is sent and granted with the claim."""
    words = {
        "open": _("Klaim bulan ke-%(n)s dibuka"),
        "submit": _("Anda mengirim klaim bulan ke-%(n)s"),
        "complete": _("Anda melengkapi klaim bulan ke-%(n)s"),
        "hold": _("Kami meminta kelengkapan bulan ke-%(n)s"),
        "grant": _("Bulan ke-%(n)s disetujui"),
        "refuse": _("Bulan ke-%(n)s ditolak"),
        "forfeit": _("Bulan ke-%(n)s hangus"),
        "uphold": _("Bulan ke-%(n)s disetujui sesudah keberatan"),
        "pay": _("Uang bulan ke-%(n)s masuk"),
        "bounce": _("Bank mengembalikan uang bulan ke-%(n)s"),
    }
    by_key = {month.pk: month for month in months}
    rows = ClaimMonthLog.objects.filter(subject__in=by_key, move__in=words).order_by("pk") if by_key else []
    return [
        (row.at, _event(words[row.move], row, by_key[row.subject_id], language))
        for row in rows
        if not (row.move == "grant" and by_key[row.subject_id].n == 1)
    ]


def _event(title: str, row: ClaimMonthLog, month: ClaimMonth, language: str) -> Item:
    """Money arrives on the day that the bank names, not at the moment that we heard of it."""
    paid_on = month.paid_on if row.move == "pay" else None
    when = plain_date(paid_on, language) if paid_on else long_moment(row.at, language)
    return {"title": title % {"n": month.n}, "when": when}


def _promises(claim: Claim, months: list[ClaimMonth], language: str) -> list[Item]:
    if waits_for_phk(claim):
        return [_promise(_("Menunggu PHK disahkan mediator"), "")]
    if claim.state in ON_THE_CLOCK and claim.decision_due_on:
        return [_promise(_("Keputusan dan pembayaran"), plain_date(claim.decision_due_on, language))]
    if claim.state == ClaimState.NEEDS_FIX:
        return [_promise(_("Menunggu perbaikan dari Anda"), "")]
    return [_of_month(month, language) for month in months if _is_owed(month)]


def _is_owed(month: ClaimMonth) -> bool:
    return month.state == MonthState.APPROVED or (month.n > 1 and month.state in MONTH_ON_THE_CLOCK)


def _of_month(month: ClaimMonth, language: str) -> Item:
    paying = month.state == MonthState.APPROVED
    title = _("Uang bulan ke-%(n)s masuk ke rekening Anda") if paying else _("Keputusan bulan ke-%(n)s")
    if paying and month.payer == MonthPayer.EMPLOYER:
        title = _("Perusahaan membayar bulan ke-%(n)s")
    day = month.pay_due_on if paying else month.decision_due_on
    return _promise(title % {"n": month.n}, plain_date(day, language) if day else "")


def _promise(title: str, day: str) -> Item:
    return {
        "title": title,
        "when": _("Paling lambat %(day)s") % {"day": day} if day else "",
        "state": "warn",
        "strong": True,
    }
