"""One claim on the verifier's desk: clock, grid, money, documents, history."""

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims import wording
from claims.contribution_grid import NOT_DUE, Arrears, Cell, reported_wage
from claims.enums import ON_THE_CLOCK
from claims.models import Assessment, Claim
from claims.selectors import correction_files
from core.calendar import working_calendar
from core.clock import JAKARTA, end_of_day
from core.formatting import clock_time, countdown, deadline, month_year, rupiah, short_date, short_month
from core.language import language
from rules.calendar import Calendar, add_working_days
from rules.counting import COUNTED, LATE
from rules.parameters import BENEFIT_RATES, WAGE_CEILING

Item = dict[str, Any]


def short_moment(moment: datetime) -> str:
    """ "16 Nov 2026, 09.41 WIB": for the dense pages of officers."""
    return f"{short_date(moment, language())}, {clock_time(moment)}"


def clock_panel(claim: Claim, now: datetime) -> Item:
    """The working days of the clock that runs, with the one we are in; empty when the office owes nothing."""
    if claim.state not in ON_THE_CLOCK or claim.clock_from is None or claim.decision_due_on is None:
        return {}
    return clock_of(claim.clock_from, claim.decision_due_on, now)


def clock_of(start: date, due_on: date, now: datetime) -> Item:
    """The working days after `start` up to the one on which the answer is due."""
    today = now.astimezone(JAKARTA).date()
    days = _working_days(start, due_on, working_calendar())
    at = sum(1 for day in days if day <= today)
    late = due_on < today
    return {
        "late": late,
        "title": _clock_title(due_on, now, at, late),
        "due": deadline(end_of_day(due_on), language()),
        "days": [{"day": _weekday(day), "done": day < today, "now": day == today} for day in days],
        "statutory": len(days) > 1,
    }


def _working_days(start: date, last: date, calendar: Calendar) -> list[date]:
    days, n = [], 1
    while (day := add_working_days(start, n, calendar)) <= last:
        days.append(day)
        n += 1
    return days


def _clock_title(due_on: date, now: datetime, at: int, late: bool) -> str:
    left = countdown(due_on, now, language())
    if late:
        return _("Lewat tenggat: %(late)s") % {"late": left.lower()}
    if at == 0:
        return left
    return _("Hari kerja ke-%(n)s: %(left)s") % {"n": at, "left": left[:1].lower() + left[1:]}


def _weekday(day: date) -> str:
    """ "Rab 9": a day of the clock."""
    names = (_("Sen"), _("Sel"), _("Rab"), _("Kam"), _("Jum"), _("Sab"), _("Min"))
    return f"{names[day.weekday()]} {day.day}"


_SIGNS = {COUNTED: ("yes", "✓"), LATE: ("no", "!"), NOT_DUE: ("ask", "?")}


def grid_items(cells: list[Cell]) -> list[Item]:
    """Cells for <ol class="g24">: short month, look, sign and the word behind the sign."""
    words = {
        COUNTED: _("dihitung"),
        LATE: _("dibayar terlambat"),
        NOT_DUE: _("belum jatuh tempo"),
        "unpaid": _("belum dibayar"),
        "none": _("tanpa catatan"),
    }
    return [
        {
            "month": short_month(cell.month, language()),
            "look": _SIGNS.get(cell.state, ("no", "–"))[0],
            "sign": _SIGNS.get(cell.state, ("no", "–"))[1],
            "word": words[cell.state],
        }
        for cell in cells
    ]


def wage_line(assessment: Assessment) -> str:
    """ "Upah terakhir dilaporkan: Rp4.200.000 (Oktober 2026)", for under the grid."""
    wage = reported_wage(assessment)
    rows = [r for r in assessment.facts.get("contributions") or [] if r["wage"] == wage]
    if wage is None or not rows:
        return _("Upah terakhir belum dilaporkan.")
    month = date.fromisoformat(f"{max(r['month'] for r in rows)}-01")
    return _("Upah terakhir dilaporkan: %(wage)s (%(month)s).") % {
        "wage": rupiah(wage, language()),
        "month": month_year(month, language()),
    }


def money(claim: Claim, assessment: Assessment) -> list[Item]:
    """Rows for <c-facts two>: the wage as reported, the ceiling, what month 1 pays, and to which account."""
    lang = language()
    ceiling = WAGE_CEILING.on(assessment.decided_on).value
    rate = int(BENEFIT_RATES.on(assessment.decided_on).value[0] * 100)
    base, wage = assessment.answer["wage_base"], reported_wage(assessment)
    rows = [
        {"term": _("Upah dilaporkan"), "value": rupiah(wage, lang) if wage else _("Belum diketahui")},
        {"term": _("Batas upah"), "value": rupiah(ceiling, lang)},
    ]
    if assessment.answer["months"]:
        amount = rupiah(assessment.answer["months"][0]["amount"], lang)
        rows.append({"term": f"{rate}% × {rupiah(base, lang)}", "value": amount})
    elif base is not None:
        rows.append({"term": _("Dasar upah"), "value": rupiah(base, lang)})
    account = f"{claim.account_shown} · {claim.account_holder} · {claim.get_account_check_display()}"
    return [*rows, {"term": _("Rekening"), "value": account}]


def arrears_row(arrears: Arrears, as_of: datetime) -> Item:
    """One more row of the table: whether BPJS or the employer pays first. Uncertain unless BPJS pays."""
    if arrears.total:
        text = ngettext(
            "%(n)s bulan belum dibayar saat PHK, %(row)s berturut-turut.",
            "%(n)s bulan belum dibayar saat PHK, %(row)s berturut-turut.",
            arrears.total,
        ) % {"n": arrears.total, "row": arrears.consecutive}
    else:
        text = _("Tidak ada tunggakan saat PHK.")
    if arrears.payer == "employer_first":
        text += " " + _("Perusahaan membayar manfaat lebih dahulu.")
    return {
        "title": _("Tunggakan perusahaan"),
        "text": text,
        "met": True if arrears.payer == "bpjs" else None,
        "law": wording.cited(arrears.law),
        "source": "BPJS",
        "as_of": as_of,
    }


def documents(claim: Claim) -> list[Item]:
    """Proofs, what was sent in answer to a request, and the KAPK; each file behind its own checked address."""
    items = [_proof(claim, proof) for proof in claim.phk.proofs.select_related("file").order_by("pk")]
    items += [
        {
            "title": answer.request.get_document_display(),
            "href": reverse("claims:file", args=[claim.pk, answer.pk]),
            "text": _("Dikirim peserta %(moment)s") % {"moment": short_moment(answer.added_at)},
        }
        for answer in correction_files(claim)
    ]
    signature = getattr(claim, "kapk", None)
    if signature is not None:
        signed = _("Ditandatangani %(moment)s") % {"moment": short_moment(signature.signed_at)}
        items.append({"title": str(signature.version), "href": "", "text": signed})
    return items


def _proof(claim: Claim, proof: Any) -> Item:
    parts = [proof.get_side_display(), proof.number]
    if proof.file is not None:
        pages = ngettext("%(n)s halaman", "%(n)s halaman", proof.file.pages) % {"n": proof.file.pages}
        parts += [pages, proof.file.get_state_display()]
    return {
        "title": proof.get_kind_display(),
        "href": reverse("participants:proof", args=[claim.phk_id, proof.pk]) if proof.file is not None else "",
        "text": " · ".join(str(part) for part in parts if part),
    }


def history(claim: Claim) -> list[Item]:
    """Moves with their actors, newest first: officers see each other's names."""
    words = {
        "submit": _("Dikirim peserta"),
        "take_up": _("Aturan dijalankan"),
        "ask_to_fix": _("Perbaikan diminta"),
        "answer_fix": _("Perbaikan diterima"),
        "approve": _("Disetujui"),
        "refuse": _("Ditolak"),
        "withdraw": _("Ditarik peserta"),
        "end": _("Manfaat berakhir"),
        "reinstate": _("Diaktifkan sesudah keberatan"),
        "resume": _("Manfaat berjalan lagi sesudah keberatan"),
        "reevaluate": _("Diminta peserta diperiksa lagi"),
    }
    rows = [
        {"title": f"{words[row.move]} · {row.actor_name}", "when": short_moment(row.at)}
        for row in claim.log.order_by("-pk")
    ]
    title = _("PHK disahkan mediator") if claim.phk.confirmed_at else _("PHK dilaporkan")
    return [*rows, {"title": title, "when": short_moment(claim.phk.confirmed_at or claim.phk.reported_at)}]
