"""How an invoice reads: why a line cannot be billed, how much somebody attended, the way to the money."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_DOWN, Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.formatting import date_range, number, percent, plain_date, rupiah
from core.language import language
from notices.enums import LetterKind
from notices.models import Letter
from rules import training as rules
from rules.decision import Reason
from training.enums import InvoiceState, LineBasis
from training.models import Invoice, InvoiceLine, InvoiceLog, LineRemark
from training.selectors.invoice_lines import Proposal, differs

Item = dict[str, Any]
I = InvoiceState  # noqa: E741 - as in the models
TONES = {
    I.DRAFT: "wait",
    I.SENT: "run",
    I.RETURNED: "wait",
    I.RECOMMENDED: "run",
    I.APPROVED: "ok",
    I.BILLED: "run",
    I.INCOMPLETE: "wait",
    I.ACCEPTED: "ok",
    I.PAID: "ok",
    I.CANCELLED: "",
}
PAPERS = {
    LetterKind.LPK_REPORT: gettext_lazy("Laporan pelaksanaan"),
    LetterKind.LPK_REQUEST: gettext_lazy("Surat permohonan pembayaran"),
    LetterKind.SPTJM: gettext_lazy("SPTJM"),
}
SPTJM_POINTS = (
    gettext_lazy("Peserta dalam tagihan ini mengikuti pelatihan seperti yang tercatat dalam presensi."),
    gettext_lazy("Biaya yang ditagihkan adalah biaya yang ditetapkan, dan tidak ada pungutan kepada peserta."),
    gettext_lazy("Peserta dan biaya yang sama tidak ditagihkan kepada pihak lain."),
    gettext_lazy("Bila di kemudian hari ternyata tidak benar, lembaga mengembalikan pembayarannya."),
)
# What has to happen on the way to the money, in order, with the move that says it did.
WAY = (
    ("send", gettext_lazy("Dikirim ke Kemnaker")),
    ("recommend", gettext_lazy("Direkomendasikan penelaah")),
    ("approve", gettext_lazy("Disetujui")),
    ("bill", gettext_lazy("Diajukan ke BPJS")),
    ("accept", gettext_lazy("Diterima BPJS")),
    ("pay", gettext_lazy("Dibayar ke rekening lembaga")),
)
BACK = {
    "return": gettext_lazy("Dikembalikan dengan catatan"),
    "lack": gettext_lazy("Belum lengkap menurut BPJS"),
    "complete": gettext_lazy("Dilengkapi, menunggu tanggal berikutnya"),
    "come_back": gettext_lazy("Transfer kembali, dikirim ulang"),
    "cancel": gettext_lazy("Dibatalkan"),
}


def share(attended: int, planned: int) -> str:
    """Cut off after two digits, never rounded up: 79,99% is not 80%."""
    if not planned:
        return "–"
    return percent((Decimal(attended) / planned).quantize(Decimal("0.0001"), ROUND_DOWN), language(), 2)


def minutes(attended: int, planned: int) -> str:
    known = language()
    return _("%(there)s dari %(planned)s menit") % {"there": number(attended, known), "planned": number(planned, known)}


# --- why not -----------------------------------------------------------------------------------------------------


def why_not(reasons: Sequence[Reason]) -> list[str]:
    """A sentence for each condition that is not met, or not known to be."""
    return [_WORDS[reason.code](reason) for reason in reasons if reason.met is not True]


def _attendance(reason: Reason) -> str:
    there, planned = (int(str(reason.facts[name])) for name in ("attended", "planned"))
    if not planned:
        return _("Kelas ini belum mempunyai pertemuan.")
    needed = percent(Decimal(str(reason.facts["needed"])), language())
    return _("Hadir %(share)s, kurang dari %(needed)s.") % {"share": share(there, planned), "needed": needed}


def _price(reason: Reason) -> str:
    known, approved, price = language(), reason.facts["approved"], int(str(reason.facts["price"]))
    if approved is not None and approved != price:
        return _("Biaya %(price)s tidak sama dengan yang ditetapkan, %(approved)s.") % {
            "price": rupiah(price, known),
            "approved": rupiah(int(str(approved)), known),
        }
    ceiling = rupiah(int(str(reason.facts["ceiling"])), known)
    return _("Biaya tidak sesuai batas %(ceiling)s.") % {"ceiling": ceiling}


def _unrecorded(reason: Reason) -> str:
    count = number(int(str(reason.facts["unrecorded"])), language())
    return _("%(n)s pertemuan belum berlangsung atau presensinya belum dicatat.") % {"n": count}


_WORDS = {
    rules.MATCHES: lambda reason: _("Program kelas ini bukan yang direkomendasikan kepadanya."),
    rules.ATTENDED: _attendance,
    rules.LETTER: lambda reason: _("Surat telah mengikuti pelatihan belum diterbitkan."),
    rules.PRICED: _price,
    rules.BILLED_ONCE: lambda reason: _("Sudah ada di tagihan lain."),
    rules.RECORDED: _unrecorded,
}


# --- lines -------------------------------------------------------------------------------------------------------


def draft_row(proposal: Proposal, line: InvoiceLine | None, remarks: Sequence[LineRemark]) -> Item:
    """A seat of the class while the invoice is written: billed, left out, or refused with its reasons."""
    facts, is_billed = proposal.facts, line is not None and line.is_live
    stale = is_billed and line is not None and (not proposal.payable or differs(line, proposal))
    return {
        "seat": proposal.enrolment.pk,
        "name": proposal.enrolment.person.full_name,
        "share": share(facts.attended, facts.planned),
        "basis": LineBasis(proposal.values["basis"]).label,
        "price": facts.price,
        "billed": is_billed,
        "payable": proposal.payable,
        "stale": stale,
        "why": why_not(proposal.reasons),
        "remarks": [remark.text for remark in remarks],
    }


def line_row(line: InvoiceLine, remarks: Sequence[LineRemark]) -> Item:
    """A line as it was sent."""
    return {
        "name": line.enrolment.person.full_name,
        "share": share(line.attended, line.planned),
        "basis": line.get_basis_display(),
        "price": line.price,
        "remarks": [remark.text for remark in remarks],
    }


# --- the invoice -------------------------------------------------------------------------------------------------


def own_row(invoice: Invoice) -> Item:
    held = invoice.training_class
    return {
        "invoice": invoice,
        "title": held.programme.title,
        "dates": date_range(held.starts_on, held.ends_on, language()),
        "tone": TONES[I(invoice.state)],
        "next": next_words(invoice),
    }


def next_words(invoice: Invoice) -> str:
    """What comes next, with its day."""
    if invoice.state == I.PAID and invoice.paid_on:
        return _("Dibayar %(day)s") % {"day": plain_date(invoice.paid_on, language())}
    return next_of(I(invoice.state), invoice.bill_on)


def next_of(state: InvoiceState, bill_on: date | None) -> str:
    """What comes next for invoices of a state; `bill_on` is the day on which they go to BPJS."""
    day = plain_date(bill_on, language()) if bill_on else ""
    if state == I.DRAFT:
        return _("Periksa, lalu pimpinan menandatangani")
    if state == I.RETURNED:
        return _("Perbaiki, lalu kirim ulang")
    if state in (I.SENT, I.RECOMMENDED):
        return _("Diajukan ke BPJS paling cepat %(day)s") % {"day": day}
    if state == I.APPROVED:
        return _("Diajukan ke BPJS %(day)s") % {"day": day}
    return {
        I.BILLED: _("BPJS memeriksa"),
        I.ACCEPTED: _("BPJS mentransfer"),
        I.INCOMPLETE: _("Penelaah melengkapi"),
    }.get(state, "")


def way_to_the_money(invoice: Invoice, moves: Sequence[InvoiceLog]) -> list[Item]:
    """What happened, and what is still to come, with the days that are known."""
    known = language()
    done = [
        {
            "title": _title(move.move),
            "when": _moment(move.at),
            "state": "warn" if move.move in ("return", "lack") else "",
        }
        for move in moves
        if move.move in dict(WAY) or move.move in BACK
    ]
    if invoice.state == I.CANCELLED:
        return done
    reached = _reached(invoice)
    rest = [
        {"title": label, "when": _due(invoice, move, known), "state": "todo"}
        for place, (move, label) in enumerate(WAY)
        if place >= reached
    ]
    return done + rest


def _reached(invoice: Invoice) -> int:
    """How many steps of WAY stand behind the invoice now."""
    return {
        I.DRAFT: 0,
        I.RETURNED: 0,
        I.SENT: 1,
        I.RECOMMENDED: 2,
        I.APPROVED: 3,
        I.INCOMPLETE: 3,
        I.BILLED: 4,
        I.ACCEPTED: 5,
        I.PAID: 6,
    }[I(invoice.state)]


def _title(move: str) -> str:
    return str(dict(WAY).get(move) or BACK[move])


def _moment(at: datetime) -> str:
    return plain_date(at, language())


def _due(invoice: Invoice, move: str, known: str) -> str:
    if move != "bill" or invoice.bill_on is None or invoice.state in (I.DRAFT, I.RETURNED, I.INCOMPLETE):
        return ""
    words = _("%(day)s") if invoice.state == I.APPROVED else _("paling cepat %(day)s")
    return words % {"day": plain_date(invoice.bill_on, known)}


def papers(found: dict[str, Letter], route: str, invoice: Invoice) -> list[Item]:
    """The documents, each with its address; nothing before the invoice was sent."""
    return [
        {
            "title": label,
            "href": reverse(route, args=[invoice.pk, place]),
            "text": _("%(number)s, %(day)s")
            % {"number": found[kind].number, "day": plain_date(found[kind].issued_at, language())},
        }
        for place, (kind, label) in enumerate(PAPERS.items(), start=1)
        if kind in found
    ]


def first_report(invoice: Invoice, meetings: int) -> str:
    """What the report says before the head adds to it."""
    held = invoice.training_class
    return _(
        "Kelas %(title)s berlangsung %(dates)s di %(place)s, %(meetings)s pertemuan, %(n)s peserta ditagihkan."
    ) % {
        "title": held.programme.title,
        "dates": date_range(held.starts_on, held.ends_on, language()),
        "place": held.place,
        "meetings": number(meetings, language()),
        "n": number(invoice.count, language()),
    }


def class_words(invoice: Invoice) -> str:
    held = invoice.training_class
    return f"{held.programme.title}, {date_range(held.starts_on, held.ends_on, language())}"


def day_words(day: date | None) -> str:
    return plain_date(day, language()) if day else "–"
