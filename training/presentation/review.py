"""What Kemnaker's desk says about invoices: the queue, three checks a line, what the reviewer decides on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import clock
from core.calendar import working_calendar
from core.formatting import date_range, long_date, number, plain_date, rupiah, short_date, short_name
from core.language import language
from rules.calendar import add_working_days
from training.enums import InvoiceState, LineBasis
from training.models import Attendance, Institute, Invoice
from training.presentation.invoices import TONES, minutes, share, why_not
from training.selectors.invoice_lines import Compared
from training.selectors.invoices import DUE, FRESH, LATE, WAITING, QueueNumbers, Standing, review_due, soonest_batch

Item = dict[str, Any]
AGES = {
    LATE: gettext_lazy("Lewat batas"),
    DUE: gettext_lazy("Batas hari ini atau besok"),
    FRESH: gettext_lazy("Masih ada waktu"),
}
FIRST_ROWS = 12
CHART = 400


def working_days(first: date, last: date) -> int:
    """Working days after `first` up to `last`; at most 99."""
    calendar, day, days = working_calendar(), first, 0
    while day < last and days < 99:
        day = add_working_days(day, 1, calendar)
        days += day <= last
    return days


def age(sent_at: datetime, at: datetime) -> str:
    days = working_days(clock.legal_date(sent_at), clock.legal_date(at))
    if not days:
        return _("belum 1 hari kerja")
    return ngettext("%(n)s hari kerja", "%(n)s hari kerja", days) % {"n": number(days, language())}


# --- the queue ---------------------------------------------------------------------------------------------------


def totals(numbers: QueueNumbers, at: datetime) -> list[Item]:
    known, today = language(), clock.legal_date(at)
    sent, recommended = numbers.of(InvoiceState.SENT), numbers.of(InvoiceState.RECOMMENDED)
    cut_off = soonest_batch(today)
    late = sum(count for _state, step, count, _total in numbers.rows if step == LATE)
    return [
        {
            "term": _("Menunggu reviu"),
            "value": number(sent[0], known),
            "text": _("%(n)s lewat batas") % {"n": number(late, known)},
            "bad": late > 0,
        },
        {"term": _("Menunggu persetujuan"), "value": number(recommended[0], known)},
        {"term": _("Nilai yang menunggu"), "value": rupiah(sent[1] + recommended[1], known)},
        {
            "term": _("Pengajuan berikutnya"),
            "value": short_date(cut_off, known),
            "text": _("disetujui paling lambat hari sebelumnya, %(n)s hari kerja lagi")
            % {"n": number(working_days(today, cut_off), known)},
        },
        {"term": _("Tertua menunggu"), "value": age(numbers.oldest, at) if numbers.oldest else "–"},
    ]


def picture(numbers: QueueNumbers) -> list[Item]:
    """One bar a state and age, the longest the whole width; the table beside it says the same."""
    counts = {(state, step): (count, total) for state, step, count, total in numbers.rows}
    most = max((count for count, _total in counts.values()), default=0)
    return [
        {
            "state": InvoiceState(state).label,
            "age": label,
            "count": counts[state, step][0],
            "total": counts[state, step][1],
            "width": CHART * counts[state, step][0] // most,
            "fill": "f4" if step == LATE else "f1",
        }
        for state in WAITING
        for step, label in AGES.items()
        if (state, step) in counts
    ]


def queue_row(invoice: Invoice, at: datetime) -> Item:
    held = invoice.training_class
    due, today = review_due(invoice), clock.legal_date(at)
    waits = invoice.state in WAITING
    return {
        "invoice": invoice,
        "institute": held.programme.institute.name,
        "place": held.programme.institute.region,
        "title": held.programme.title,
        "age": age(invoice.sent_at, at) if invoice.sent_at and waits else "–",
        "due": plain_date(due, language()) if due and waits else "",
        "late": waits and due is not None and today > due,
        "tone": TONES[InvoiceState(invoice.state)],
    }


# --- one invoice -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sums:
    """What the institute asks, what the system counts now, and the difference (never above zero)."""

    asked: int
    count: int
    payable: int
    passing: int

    @property
    def items(self) -> list[Item]:
        known, gap = language(), self.payable - self.asked
        failing = self.count - self.passing
        return [
            {
                "term": _("Ditagihkan LPK"),
                "value": rupiah(self.asked, known),
                "text": _("%(n)s peserta") % {"n": number(self.count, known)},
            },
            {
                "term": _("Dihitung sistem"),
                "value": rupiah(self.payable, known),
                "text": _("%(n)s peserta") % {"n": number(self.passing, known)},
            },
            {
                "term": _("Selisih"),
                "value": rupiah(gap, known).replace("-", "−"),
                "text": _("%(n)s baris tidak memenuhi") % {"n": number(failing, known)} if failing else _("tidak ada"),
                "bad": failing > 0,
            },
        ]


def sums(invoice: Invoice, lines: Sequence[Compared]) -> Sums:
    passing = [one for one in lines if not one.fails]
    return Sums(invoice.total, invoice.count, sum(one.line.price for one in passing), len(passing))


def rows(lines: Sequence[Compared], remarks: dict[Any, Any]) -> list[Item]:
    """A row a line; what fails, changed or was remarked before stands first, the rest by name.

    `place` is the line's number in the order given, by which the page speaks of it.
    """
    made = [
        _row(place, one, [remark.text for remark in remarks.get(one.line.enrolment_id, [])])
        for place, one in enumerate(lines, start=1)
    ]
    return sorted(
        made, key=lambda row: (not row["fails"], not row["changed"], not row["remarks"], row["name"], row["place"])
    )


def _row(place: int, one: Compared, before: list[str]) -> Item:
    line, found = one.line, one.now
    by_work, sent = line.basis == LineBasis.WORK, share(line.attended, line.planned)
    matches = found is not None and found.facts.recommended == found.facts.taught
    attended = found is not None and found.reasons[1].met is True
    return {
        "place": place,
        "name": short_name(line.enrolment.person.full_name),
        "matches": matches,
        "share": _share_now(one),
        "was": _("dikirim %(share)s") % {"share": sent} if sent != _share_now(one) else "",
        "attended": attended,
        "by_work": by_work,
        "letter": found is not None and found.facts.letter,
        "price": line.price,
        "fails": one.fails,
        "changed": one.changed and not one.fails,
        "why": " ".join(why_not(found.reasons)) if found is not None else _("Kursinya sudah dilepas."),
        "remarks": before,
    }


def _share_now(one: Compared) -> str:
    if one.now is None:
        return share(one.line.attended, one.line.planned)
    return share(one.now.facts.attended, one.now.facts.planned)


def split(made: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """The rows that are shown at once, and the rest behind one summary: what needs a look is never behind it."""
    look = sum(1 for row in made if row["fails"] or row["changed"] or row["remarks"])
    first = max(FIRST_ROWS, look)
    return list(made[:first]), list(made[first:])


def rest_words(rest: Sequence[Item]) -> str:
    known = language()
    return _("%(n)s peserta lain: semua pemeriksaan terpenuhi, %(sum)s") % {
        "n": number(len(rest), known),
        "sum": rupiah(sum(row["price"] for row in rest), known),
    }


def cut_off(invoice: Invoice, at: datetime) -> str:
    """Which 1st or 15th this still reaches, and how long that is."""
    today = clock.legal_date(at)
    if invoice.state not in WAITING:
        return ""
    day = soonest_batch(today)
    return _("Pengajuan %(day)s: %(n)s hari kerja") % {
        "day": plain_date(day, language()),
        "n": number(working_days(today, day), language()),
    }


def subtitle(invoice: Invoice) -> str:
    held = invoice.training_class
    known = language()
    return _("Tagihan %(number)s · %(title)s, %(dates)s · dikirim %(day)s") % {
        "number": invoice.number,
        "title": held.programme.title,
        "dates": date_range(held.starts_on, held.ends_on, known),
        "day": plain_date(invoice.sent_at, known) if invoice.sent_at else "–",
    }


def about(institute: Institute, standing: Standing, year: int) -> list[Item]:
    known = language()
    until = institute.accredited_until
    return [
        {"term": _("VIN"), "value": institute.vin},
        {"term": _("Akreditasi"), "value": _("s.d. %(day)s") % {"day": plain_date(until, known)} if until else "–"},
        {
            "term": _("Tagihan %(year)s") % {"year": year},
            "value": number(standing.sent, known),
        },
        {"term": _("Pernah dikembalikan"), "value": number(standing.returned, known)},
        {"term": _("Dibayar %(year)s") % {"year": year}, "value": rupiah(standing.paid, known)},
    ]


# --- one line ----------------------------------------------------------------------------------------------------


def line_facts(one: Compared, invoice: Invoice) -> list[Item]:
    """Where the money of a line comes from: seat, voucher, recommendation, price."""
    seat, known = one.line.enrolment, language()
    recommendation = one.line.recommendation
    items = [
        {"term": _("Program"), "value": invoice.training_class.programme.title},
        {"term": _("Voucher"), "value": f"…{seat.voucher.code[-4:]}"},
        {"term": _("Terdaftar di kelas"), "value": plain_date(seat.enrolled_at, known)},
        {"term": _("Program yang direkomendasikan"), "value": recommendation.programme.title},
        {
            "term": _("Direkomendasikan oleh"),
            "value": f"{recommendation.made_by}, {plain_date(recommendation.made_at, known)}",
        },
        {"term": _("Alasan konselor"), "value": recommendation.why},
        {
            "term": _("Kehadiran"),
            "value": f"{share(one.line.attended, one.line.planned)}, {minutes(one.line.attended, one.line.planned)}",
        },
        {"term": _("Dasar tagihan"), "value": one.line.get_basis_display()},
        {"term": _("Biaya"), "value": rupiah(one.line.price, known)},
    ]
    if one.now is not None:
        items.append(
            {"term": _("Biaya ditetapkan"), "value": plain_date(one.now.facts.priced_on, known)},
        )
    if seat.working_from:
        items.append({"term": _("Mulai bekerja"), "value": f"{plain_date(seat.working_from, known)}, {seat.employer}"})
    return items


def meeting_row(row: Attendance) -> Item:
    known = language()
    return {
        "day": long_date(row.on, known),
        "there": number(row.minutes, known),
        "planned": number(row.planned, known),
        "how": row.get_source_display(),
        "by": str(row.recorded_by) if row.recorded_by_id else "–",
        "corrections": [
            _("%(was)s menjadi %(now)s menit: %(why)s")
            % {"was": number(one.was, known), "now": number(one.now, known), "why": one.reason}
            for one in row.corrections.all()
        ],
    }


def oldest_href(invoice: Invoice | None) -> str:
    return reverse("training:review_invoice", args=[invoice.pk]) if invoice is not None else ""
