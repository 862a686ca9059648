"""B4: the days, and one day in three buckets with its picture."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core import formatting
from payments.enums import DayState
from payments.models import ReconciliationDay
from payments.selectors.days import Summary, summaries

BAR = 400


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


def bars(summary: Summary) -> list[dict[str, Any]]:
    """The picture of the three buckets: bars of whole units out of BAR, each beside its words and numbers."""
    buckets = [
        ("f1", _("Cocok"), summary.matched),
        ("f4", _("Hanya kami"), summary.ours),
        ("f5", _("Hanya bank"), summary.bank),
    ]
    largest = max(bucket.total for _fill, _label, bucket in buckets) or 1
    return [
        {
            "label": label,
            "fill": fill,
            "width": max(bucket.total * BAR // largest, 2 if bucket.total else 0),
            "count": bucket.count,
            "total": bucket.total,
        }
        for fill, label, bucket in buckets
    ]


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
