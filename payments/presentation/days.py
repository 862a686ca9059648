"""B4: the days, and one day in three buckets with its picture."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core import formatting
from payments.enums import DayState
from payments.models import ReconciliationDay
from payments.selectors.days import Summary, summaries

WIDTH, LABEL, ROW = 620, 132, 42
BAR = 400
_FILLS = {"matched": "f1", "ours": "f4", "bank": "f5"}


def day_rows(days: Iterable[date], today: date) -> list[dict[str, Any]]:
    """One row a day, newest first, counted from the rows as they are; a closed day shows what was closed."""
    days = list(days)
    closed = ReconciliationDay.objects.in_bulk(days)
    found = summaries(days)
    return [_row(day, found[day], closed.get(day), today) for day in days]


def _row(day: date, summary: Summary, stored: ReconciliationDay | None, today: date) -> dict[str, Any]:
    is_closed = stored is not None and stored.state == DayState.CLOSED
    if is_closed:
        tone, word = "ok", _("Ditutup")
    elif day >= today:
        tone, word = "", _("Hari berjalan")
    elif not summary.has_statement:
        tone, word = "wait", _("Menunggu mutasi")
    elif summary.unexplained:
        tone, word = "bad", _("Belum dijelaskan")
    else:
        tone, word = "run", _("Siap ditutup")
    return {"day": day, "summary": summary, "tone": tone, "word": word, "closed": is_closed}


def bars(summary: Summary) -> dict[str, Any]:
    """The picture of the three buckets: whole pixels, the numbers beside their bars."""
    buckets = [
        ("matched", _("Cocok"), summary.matched),
        ("ours", _("Hanya kami"), summary.ours),
        ("bank", _("Hanya bank"), summary.bank),
    ]
    largest = max(bucket.total for _name, _label, bucket in buckets) or 1
    rows = [
        {
            "label": label,
            "y": place * ROW + 4,
            "text_y": place * ROW + 25,
            "width": max(bucket.total * BAR // largest, 2 if bucket.total else 0),
            "fill": _FILLS[name],
            "count": bucket.count,
            "total": formatting.rupiah(bucket.total),
        }
        for place, (name, label, bucket) in enumerate(buckets)
    ]
    return {"rows": rows, "height": len(rows) * ROW, "width": WIDTH}


def totals(rows: list[dict[str, Any]], came_back: dict[str, int]) -> list[dict[str, Any]]:
    """The numbers above the list of days."""
    waiting = [row for row in rows if not row["closed"]]
    unexplained = sum(row["summary"].unexplained for row in waiting if row["summary"].has_statement)
    return [
        {"term": _("Hari belum ditutup"), "value": formatting.number(len(waiting)), "text": ""},
        {
            "term": _("Belum dijelaskan"),
            "value": formatting.rupiah(unexplained),
            "text": _("pada hari yang mutasinya sudah ada"),
            "bad": bool(unexplained),
        },
        {
            "term": _("Retur menunggu rekening baru"),
            "value": formatting.number(came_back["count"]),
            "text": formatting.rupiah(came_back["total"]),
        },
    ]
