"""What the pages of the government's contribution bill show."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.bill_enums import FINDINGS, LIVE, BillFinding, BillState
from compliance.models import BillRow, ContributionBill
from compliance.operations.bill_feedback import findings_of
from compliance.operations.bill_files import REFUSALS
from compliance.selectors.bills import MonthLine, letters_of_bill
from core.formatting import clock_time, long_moment, month_year, number, percent, rupiah, short_date
from core.language import language
from participants.contribution_law import law_of
from rules.calendar import last_day, month_of
from rules.law import Parameter
from rules.parameters import CONTRIBUTION_GOVERNMENT, CONTRIBUTION_JKK, CONTRIBUTION_JKM, RELIEF_JKK_SHARE

Item = dict[str, Any]
S = BillState
TONES = {
    S.RECEIVED: "run",
    S.CHECKED: "wait",
    S.PREPARED: "wait",
    S.AGREED: "run",
    S.SENT: "run",
    S.PAID: "ok",
    S.RETURNED: "bad",
    S.REFUSED: "bad",
}
MOVES: dict[str, Promise] = {
    "receive": gettext_lazy("Diterima"),
    "checked": gettext_lazy("Diperiksa"),
    "refuse": gettext_lazy("Ditolak"),
    "recheck": gettext_lazy("Diminta diperiksa lagi"),
    "prepare": gettext_lazy("Disiapkan"),
    "agree": gettext_lazy("Disepakati"),
    "return": gettext_lazy("Dikembalikan ke BPJS"),
    "send": gettext_lazy("Dikirim ke KPPN"),
    "pay": gettext_lazy("Dibayar KPPN"),
}
BAR = 300  # units of a bar
_ORDER = (S.RECEIVED, S.CHECKED, S.PREPARED, S.AGREED, S.SENT, S.PAID)


def about(bill: ContributionBill) -> str:
    """The month, and which try it is when there were others."""
    month = month_year(bill.month, language())
    return month if bill.version == 1 else _("%(month)s, versi %(n)s") % {"month": month, "n": bill.version}


def bill_row(bill: ContributionBill) -> Item:
    judged = bill.checked_at is not None
    return {
        "bill": bill,
        "about": about(bill),
        "tone": TONES[S(bill.state)],
        "judged": judged,
        "unlike": signed(bill.counted_amount - bill.our_amount) if judged else "",
        "received": _short(bill.received_at),
    }


def totals(found: dict[str, int]) -> list[Item]:
    """The four numbers above the ministry's list."""
    known = language()
    return [
        {"term": _("Siap dibaca"), "value": number(found[S.CHECKED], known), "text": _("sudah diperiksa mesin")},
        {"term": _("Menunggu petugas lain"), "value": number(found[S.PREPARED], known)},
        {"term": _("Belum dikirim ke KPPN"), "value": number(found[S.AGREED], known)},
        {"term": _("Menunggu SP2D"), "value": number(found[S.SENT], known)},
    ]


# --- one bill ----------------------------------------------------------------------------------------------------


def bill_page(bill: ContributionBill) -> Item:
    """What both desks show."""
    problem = REFUSALS.get(bill.problem, "")
    return {
        "bill": bill,
        "about": about(bill),
        "tone": TONES[S(bill.state)],
        "busy": bill.state == S.RECEIVED,
        "problem": str(problem),
        "figures": _figures(bill),
        "codes": codes(bill),
        "facts": _facts(bill),
        "log": [
            {
                "title": f"{MOVES[row.move]} · {row.actor_name}",
                "when": long_moment(row.at, language()),
                "strong": row.move == "pay",
            }
            for row in bill.log.all()
        ],
    }


def steps(bill: ContributionBill) -> list[Item]:
    """Six stages, the current one marked; none for a bill that left the way."""
    if bill.state not in LIVE:
        return []
    place_now = _ORDER.index(S(bill.state))
    words = [
        _short(bill.received_at),
        _short(bill.checked_at),
        _by(bill.prepared_by, bill.prepared_at),
        _by(bill.agreed_by, bill.agreed_at),
        _short(bill.sent_at),
        short_date(bill.paid_on, language()) if bill.paid_on else "",
    ]
    return [
        {
            "title": state.label,
            "text": words[place],
            "done": place < place_now or bill.state == S.PAID,
            "now": place == place_now and bill.state != S.PAID,
        }
        for place, state in enumerate(_ORDER)
    ]


def _figures(bill: ContributionBill) -> list[Item]:
    if bill.checked_at is None:
        return []
    known = language()
    return [
        {"term": _("Baris"), "value": number(bill.counted_rows, known)},
        {
            "term": _("Baris dengan temuan"),
            "value": number(bill.found_rows, known),
            "text": _("%(n)s salah") % {"n": number(bill.blocking_rows, known)},
            "bad": bill.blocking_rows > 0,
        },
        {"term": _("Ditagihkan"), "value": rupiah(bill.counted_amount, known)},
        {"term": _("Hitungan kami"), "value": rupiah(bill.our_amount, known)},
    ]


def comparison(bill: ContributionBill) -> list[Item]:
    """Letter, file, our computation and register beside each other."""
    known = language()

    def money(amount: int | None) -> str:
        return "–" if amount is None else number(amount, known)

    kept = bill.register_rows is not None
    rows = [
        (_("Peserta"), bill.said_rows, bill.counted_rows, None, bill.register_rows),
        (
            _("Total rekomposisi (Rp)"),
            bill.said_recomposition,
            bill.counted_recomposition,
            bill.our_recomposition,
            bill.register_recomposition,
        ),
        (
            _("Iuran pemerintah (Rp)"),
            bill.said_amount,
            bill.counted_amount,
            bill.our_amount,
            bill.register_amount,
        ),
    ]
    return [
        {
            "name": name,
            "said": money(said),
            "counted": money(counted),
            "ours": money(ours),
            "unlike": "–" if ours is None else signed(counted - ours),
            "wrong": ours is not None and counted != ours,
            "register": money(register) if kept else _("Belum dimuat"),
        }
        for name, said, counted, ours, register in rows
    ]


def shares(bill: ContributionBill) -> list[Item]:
    """The parts that the law of the month gives, with rate, article and our sum."""
    law = law_of(month_of(bill.month))
    day = last_day(law.month)

    def part(name: str, parameter: Parameter[Any], rate: str, amount: int) -> Item:
        return {
            "name": name,
            "rate": rate,
            "article": str(parameter.on(day).law),
            "amount": number(amount, language()),
        }

    def rate_of(share: Any) -> str:
        return percent(share, language(), decimals=2)

    full = bill.our_jkk + bill.relief_off
    rows = [
        part(_("Iuran pemerintah"), CONTRIBUTION_GOVERNMENT, rate_of(law.government), bill.our_amount),
        part(_("Rekomposisi JKK"), CONTRIBUTION_JKK, rate_of(law.jkk), full),
        part(_("Rekomposisi JKM"), CONTRIBUTION_JKM, rate_of(law.jkm), bill.our_jkm),
    ]
    if law.has_relief:
        name = _("Keringanan JKK, %(n)s peserta") % {"n": number(bill.relief_rows, language())}
        rows.append(
            part(name, RELIEF_JKK_SHARE, _("%(part)s dari JKK") % {"part": rate_of(law.relief)}, -bill.relief_off)
        )
    return rows


def codes(bill: ContributionBill) -> list[Item]:
    """What was found, the most first; what blocks above what is asked about."""
    found = [(BillFinding(code), count) for code, count in bill.findings.items()]
    found.sort(key=lambda item: (not FINDINGS[item[0]].blocks, -item[1], item[0].value))
    return [
        {"code": code.value, "title": code.label, "count": count, "blocks": FINDINGS[code].blocks}
        for code, count in found
    ]


def found_row(bill: ContributionBill, row: BillRow, code: BillFinding) -> Item:
    """A line with what is wrong with it by this code."""
    known = language()

    def cell(value: int | None) -> str:
        return "–" if value is None else number(value, known)

    said = [one for one in findings_of(bill, row) if one.code == code]
    named = code in (BillFinding.MISSING, BillFinding.MALFORMED)  # of which cell, the other sentences say themselves
    return {
        "line": row.line,
        "participant": said[0].participant or "–",
        "nik": f"············{row.nik_end}" if row.nik_end else "–",
        "wage": cell(row.wage),
        "recomposition": cell(row.recomposition),
        "amount": cell(row.amount),
        "said": "; ".join(f"{one.field}: {one.sentence}" if named else one.sentence for one in said),
    }


def papers(bill: ContributionBill) -> list[Item]:
    """Certificate, letter and statement, once they are issued."""
    return [
        {
            "title": letter.get_kind_display(),
            "text": letter.number,
            "href": reverse("compliance:bill_letter", args=[bill.pk, letter.pk]),
        }
        for letter in letters_of_bill(bill).values()
    ]


def _facts(bill: ContributionBill) -> list[Item]:
    known = language()
    sender = bill.received_by.full_name if bill.received_by else _("Pengelola sistem")
    rows = [
        (_("Nomor"), bill.number),
        (_("Nama berkas"), bill.name),
        (_("Dikirim oleh"), sender),
        (_("Baris menurut surat"), number(bill.said_rows, known)),
        (_("Total rekomposisi menurut surat"), rupiah(bill.said_recomposition, known)),
        (_("Iuran menurut surat"), rupiah(bill.said_amount, known)),
        (_("SHA-256"), f"{bill.sha256[:16]}…"),
        (_("Nomor SP2D"), bill.sp2d),
    ]
    return [{"term": term, "value": value} for term, value in rows if value]


def signed(amount: int) -> str:
    """With its sign, also above nothing: a difference."""
    text = number(abs(amount), language())
    return text if amount == 0 else f"{'+' if amount > 0 else '−'}{text}"


def _short(moment: Any) -> str:
    return f"{short_date(moment, language())} {clock_time(moment, language=language())}" if moment else ""


def _by(who: Any, moment: Any) -> str:
    return f"{who.full_name}, {_short(moment)}" if who is not None else ""


# --- over the months ---------------------------------------------------------------------------------------------


def month_rows(lines: Iterable[MonthLine]) -> list[Item]:
    """Each month with its numbers and a bar: what was billed, of it what was paid."""
    months = list(lines)
    most = max((line.billed or 0 for line in months), default=0) or 1
    return [
        {
            "month": month_year(line.month, language()),
            "bill": line.bill,
            "tone": TONES[S(line.bill.state)] if line.bill is not None else "",
            "billed": _money(line.billed),
            "agreed": _money(line.agreed),
            "paid": _money(line.paid),
            "register": _money(line.register),
            "unlike": "–" if line.unlike is None else signed(line.unlike),
            "wrong": bool(line.unlike),
            "wide": BAR * (line.billed or 0) // most,
            "full": BAR * (line.paid or 0) // most,
            "kept": line.kept,
        }
        for line in months
    ]


def month_totals(lines: Iterable[MonthLine]) -> list[Item]:
    months, known = list(lines), language()
    owed = sum(line.owed for line in months)
    missing = sum(line.bill is None for line in months)
    return [
        {"term": _("Ditagihkan"), "value": rupiah(sum(line.billed or 0 for line in months), known)},
        {"term": _("Disepakati"), "value": rupiah(sum(line.agreed or 0 for line in months), known)},
        {"term": _("Dibayar"), "value": rupiah(sum(line.paid or 0 for line in months), known)},
        {
            "term": _("Disepakati, belum dibayar"),
            "value": rupiah(owed, known),
            "text": _("%(n)s bulan belum ditagihkan") % {"n": number(missing, known)} if missing else "",
        },
    ]


def _money(amount: int | None) -> str:
    return "–" if amount is None else number(amount, language())
