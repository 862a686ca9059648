"""What lies behind a signal, as tables: rosters by seat, two places at one time, classes, shares, fields of work."""

from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from core.formatting import clock_time, date_range, number, percent, short_date
from core.language import language
from training.groups import group_name
from training.models import Invoice, Signal
from training.selectors.signals import Field, Rosters

Item = dict[str, Any]
Table = dict[str, Any]
BAR = 300


def roster_table(found: Rosters, names: dict[str, str]) -> Table:
    """Meetings down, seats across, minutes as written; `names` of holidays by meeting."""
    heads = [_("Pertemuan"), _("Lama"), *(_seat(n) for n in range(1, len(found.seats) + 1))]
    rows = [
        {
            "head": short_date(meeting.starts_at, language()),
            "note": names.get(str(meeting.pk), ""),
            "cells": [
                number(meeting.minutes, language()),
                *(_minutes(found.minutes.get((seat, meeting.pk))) for seat in found.seats),
            ],
        }
        for meeting in found.meetings
    ]
    return {
        "caption": _("Menit hadir menurut daftar hadir, setiap kolom seorang peserta"),
        "heads": heads,
        "rows": rows,
        "dated": True,
    }


def _seat(n: int) -> str:
    return _("Peserta %(n)s") % {"n": number(n, language())}


def _minutes(count: int | None) -> str:
    return "–" if count is None else number(count, language())


def counselling_table(signal: Signal, seats: Sequence[UUID]) -> Table:
    """Each time beside each other: what the roster says and when the session was."""
    places = {str(pk): n for n, pk in enumerate(seats, 1)}
    rows = [
        {
            "head": _seat(places[time["enrolment"]]) if time["enrolment"] in places else _("Peserta"),
            "cells": [
                short_date(_day(time["on"]), language()),
                _("%(there)s dari %(planned)s menit")
                % {"there": number(time["minutes"], language()), "planned": number(time["planned"], language())},
                _hours(time["from"], time["to"]),
                number(time["shared"], language()),
            ],
        }
        for time in signal.facts["times"]
    ]
    heads = [_("Peserta"), _("Hari"), _("Tercatat hadir"), _("Konseling"), _("Menit bertumpuk")]
    return {"caption": _("Presensi dan konseling pada waktu yang sama"), "heads": heads, "rows": rows}


def _hours(begin: str, end: str) -> str:
    """ "10.00–10.30 WIB"."""
    first, last = (clock_time(datetime.fromisoformat(moment), "", language()) for moment in (begin, end))
    return f"{first.rpartition(' ')[0]}–{last}"


def classes_table(signal: Signal, invoices: dict[UUID, Invoice], waited: dict[UUID, int]) -> Table:
    """`waited`: how many ever stood in line for a seat, by class."""
    by_class = {str(pk): invoice for pk, invoice in invoices.items()}
    lines = {str(pk): count for pk, count in waited.items()}
    rows = [
        {
            "head": row["title"],
            "cells": [
                date_range(_day(row["starts_on"]), _day(row["ends_on"]), language()),
                number(row["seats"], language()),
                number(row["billed"], language()),
                number(lines.get(row["class"], 0), language()),
            ],
            "link": _invoice_link(by_class.get(row["class"])),
        }
        for row in signal.facts["classes"]
    ]
    heads = [_("Kelas"), _("Waktu"), _("Kursi"), _("Ditagihkan"), _("Pernah menunggu"), _("Tagihan")]
    return {"caption": _("Kelas yang ditagihkan"), "heads": heads, "rows": rows, "has_links": True}


def _invoice_link(invoice: Invoice | None) -> Item | None:
    if invoice is None:
        return None
    return {"text": invoice.number, "href": reverse("training:review_invoice", args=[invoice.pk])}


def shares(signal: Signal) -> list[Item]:
    """Two bars of FR18 with the numbers beside them."""
    facts, lang = signal.facts, language()
    pairs = (
        (_("Konselor ini"), facts["n"], facts["total"], "f4"),
        (_("Rekan sewilayah"), facts["peers_n"], facts["peers_total"], "f1"),
    )
    return [
        {
            "name": name,
            "count": _("%(n)s dari %(total)s") % {"n": number(part, lang), "total": number(whole, lang)},
            "share": percent(Fraction(part, whole), lang, 0),
            "width": BAR * part // whole,
            "fill": fill,
        }
        for name, part, whole, fill in pairs
    ]


def fields_table(found: Sequence[Field]) -> Table:
    """What the counsellor recommended, by field of work, and who else teaches it there."""
    lang = language()
    rows = [
        {
            "head": group_name(one.group),
            "cells": [number(count, lang) for count in (one.here, one.elsewhere, one.others)],
        }
        for one in found
    ]
    heads = [_("Bidang"), _("Ke lembaga ini"), _("Ke lembaga lain"), _("Lembaga lain sewilayah")]
    return {"caption": _("Rekomendasi konselor ini menurut bidang"), "heads": heads, "rows": rows}


def _day(text: str) -> date:
    return date.fromisoformat(text)
