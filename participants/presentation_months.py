"""One's own months in words: the strip of a year, the table beside it, the conditions, the numbers (KPJ)."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.formatting import month_year, short_month
from core.language import language
from participants import own_contributions as own
from participants.own_contributions import Entry, MonthState, OwnHistory
from participants.selectors import proofs_of
from participants.worker_wording import in_short
from rules.decision import Reason

Item = dict[str, Any]
# Look of the cell in the strip, sign, word, look of the tag in the table.
STATES: dict[str, tuple[str, str, str | Promise, str]] = {
    own.ON_TIME: ("yes", "✓", gettext_lazy("Dibayar tepat waktu"), "ok"),
    own.LATE: ("ask", "!", gettext_lazy("Dibayar terlambat"), "wait"),
    own.PAID: ("yes", "✓", gettext_lazy("Dibayar"), "ok"),
    own.UNPAID: ("no", "×", gettext_lazy("Belum dibayar"), "bad"),
    own.MISSING: ("no", "–", gettext_lazy("Tidak ada iuran"), "bad"),
    own.NOT_DUE: ("dim", "…", gettext_lazy("Belum jatuh tempo"), ""),
    own.OUTSIDE: ("dim", "·", gettext_lazy("Tidak terdaftar"), ""),
    own.UNKNOWN: ("ask", "?", gettext_lazy("Belum diketahui"), "wait"),
}
_TITLES: dict[str, str | Promise] = {
    "ELG-05": gettext_lazy("12 bulan iuran dalam 24 bulan"),
    "ELG-06": gettext_lazy("6 bulan berturut-turut"),
    "ELG-12": gettext_lazy("Program dan JKN lengkap"),
}


def strip(months: list[MonthState]) -> list[Item]:
    """Cells for <ol class="g24">; where the sources differ the cell asks."""
    return [
        {
            "month": short_month(cell.month, language()),
            "look": "ask" if cell.differs else STATES[cell.state][0],
            "sign": "≠" if cell.differs else STATES[cell.state][1],
            "word": _("Dua sumber berbeda") if cell.differs else STATES[cell.state][2],
        }
        for cell in months
    ]


def legend(months: list[MonthState]) -> list[Item]:
    """The signs of this strip, each once."""
    found = {cell.state for cell in months if not cell.differs}
    signs = [{"sign": sign, "word": word} for state, (_look, sign, word, _tag) in STATES.items() if state in found]
    differs = [{"sign": "≠", "word": _("Dua sumber berbeda")}] if any(cell.differs for cell in months) else []
    return signs + differs


def rows(history: OwnHistory, months: list[MonthState]) -> list[Item]:
    """The table, the newest month first: one line for each employer and source; a gap is a line of its own."""
    found = []
    for cell in reversed(months):
        if cell.state != own.OUTSIDE:
            found += [_row(history, cell, entry) for entry in cell.entries] or [_row(history, cell, None)]
    return found


def _row(history: OwnHistory, cell: MonthState, entry: Entry | None) -> Item:
    _look, _sign, word, tag = STATES[cell.state]
    npp = entry.npp if entry else _employer_then(history, cell.month)
    return {
        "month": cell.month,
        "word": word,
        "tag": tag,
        "differs": cell.differs,
        "employer": history.names.get(npp, npp),
        "wage": entry.wage if entry else None,
        "has_entry": entry is not None,
        "paid_on": entry.paid_on if entry else None,
        "source": _source(entry) if entry else "",
        "said_at": entry.said_at if entry else None,
        "complain": complaint_link(cell, npp) if cell.state not in (own.NOT_DUE, own.UNKNOWN) or entry else "",
    }


def _source(entry: Entry) -> str:
    return _("Berkas bulanan %(number)s") % {"number": entry.file} if entry.file else _("Jawaban BPJS")


def _employer_then(history: OwnHistory, month: date) -> str:
    """Who employed the person in a month without a row, when only one did."""
    name = f"{month:%Y-%m}"
    rows = history.membership.get("memberships", [])
    npps = {r["npp"] for r in rows if r["since"][:7] <= name <= (r["until"] or "9999-12")[:7]}
    return npps.pop() if len(npps) == 1 else ""


def complaint_link(cell: MonthState, npp: str) -> str:
    """The complaint form with kind, employer and month filled in."""
    kind = "other" if cell.state in (own.UNPAID, own.MISSING) else "wage"
    month = f"{cell.month:%Y-%m}"
    return wage_complaint(kind=kind, npp=npp, since=month, until=month)


def wage_complaint(*, kind: str = "wage", npp: str = "", since: str = "", until: str = "") -> str:
    given = {"jenis": kind, "npp": npp, "dari": since, "sampai": until}
    query = urlencode({name: value for name, value in given.items() if value})
    return f"{reverse('compliance:complaint')}?{query}"


def latest_employer(history: OwnHistory) -> str:
    """The employer of the last month on record, for a complaint about the wage."""
    return history.answered[-1].npp if history.answered else ""


def conditions(reasons: dict[str, Reason] | None) -> list[Item]:
    """What the rules say of months, of months in a row, of programmes; a condition that is not asked says so."""
    words = {"ELG-05": _months_words, "ELG-06": _run_words, "ELG-12": _programme_words}
    return [
        {
            "title": _TITLES[code],
            "met": reason.met if reason.facts.get("asked", True) else None,
            "asked": reason.facts.get("asked", True),
            "text": words[code](reason),
            "law": reason.law.text.partition(" (POL-")[0],
        }
        for code, reason in (reasons or {}).items()
    ]


def _months_words(reason: Reason) -> str:
    facts = reason.facts
    if reason.met is None:
        return _("Belum dapat dihitung: BPJS belum menjawab.")
    counted = _("%(counted)s bulan dihitung dari %(start)s sampai %(end)s.") % {
        "counted": facts["counted"],
        "start": _month(facts["window_from"]),
        "end": _month(facts["window_to"]),
    }
    if reason.met:
        return counted
    return f"{counted} {_('Kurang %(missing)s bulan.') % {'missing': facts['missing']}}"


def _run_words(reason: Reason) -> str:
    if not reason.facts["asked"]:
        return _("Tidak disyaratkan lagi sejak 7 Februari 2025.")
    if reason.met is None:
        return _("Belum dapat dihitung: BPJS belum menjawab.")
    return _("Paling lama %(longest)s bulan berturut-turut.") % reason.facts


def _programme_words(reason: Reason) -> str:
    facts = reason.facts
    if facts["missing"]:
        return _("Belum didaftarkan perusahaan: %(missing)s.") % {"missing": in_short(facts["missing"])}
    if reason.met is None:
        return _("Program atau skala perusahaan belum diketahui.")
    return _("Program lengkap.") if reason.met else _("Program lengkap, tetapi JKN belum terdaftar.")


def _month(name: Any) -> str:
    return month_year(date.fromisoformat(f"{name}-01"), language())


def numbers(history: OwnHistory) -> list[Item]:
    """Each number (KPJ) with its employer and its time; the register's last month where it has one."""
    return [
        {
            "number": f"{row.number:011d}",
            "employer": history.names.get(row.employer_npp, row.employer_npp),
            "since": row.since,
            "until": row.until,
            "register": history.summaries.get(row.number),
        }
        for row in history.numbers
    ]


def reported(history: OwnHistory) -> list[Item]:
    """What employers told BPJS through the portal, with the proof of what BPJS confirmed."""
    proofs = proofs_of(history.reported)
    return [
        {"employment": one, "programmes": in_short(one.programmes), "proof": proofs.get(one.pk)}
        for one in history.reported
    ]
