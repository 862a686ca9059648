"""How the performance of counselling reads: pictures of the server's own, each with its table, small groups hidden."""

from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.formatting import month_year, number, percent, short_month
from core.language import language
from core.places import by_code
from counseling.enums import Rating
from reports.hiding import LEAST, alone, hide, hide_by_key, is_small, share
from reports.selectors.back_to_work import Compared
from reports.selectors.counselling import ENDS, CounsellorNumbers, Month, Waiting

Item = dict[str, Any]
HIDDEN = "–"
END_NAMES = {
    "held": gettext_lazy("Terlaksana"),
    "missed_by_participant": gettext_lazy("Peserta tidak hadir"),
    "missed_by_counsellor": gettext_lazy("Konselor tidak hadir"),
    "cancelled_by_participant": gettext_lazy("Dibatalkan peserta"),
    "cancelled_by_counsellor": gettext_lazy("Dibatalkan konselor"),
}
HEIGHT, WIDTH, GAP, HEAD, FOOT = 150, 44, 20, 24, 26
BAR, BARS_WIDTH, LABEL, DAYS_LABEL = 30, 140, 130, 70


def shown(count: int | None) -> str:
    return HIDDEN if count is None else number(count, language())


def shown_share(part: Fraction | None) -> str:
    return HIDDEN if part is None else percent(part, language(), 0)


def link(name: str = "counselling", table: str = "", **query: Any) -> str:
    kept = {key: value for key, value in query.items() if value}
    return reverse(f"reports:{name}", args=[table] if table else []) + (f"?{urlencode(kept)}" if kept else "")


def duration(length: timedelta) -> str:
    """In whole days, or in hours while it is less than two days; begun ones count."""
    hours = -(-length // timedelta(hours=1))
    if hours < 48:
        return ngettext("%(n)s jam", "%(n)s jam", hours) % {"n": number(hours, language())}
    days = -(-length // timedelta(days=1))
    return ngettext("%(n)s hari", "%(n)s hari", days) % {"n": number(days, language())}


# --- waiting -----------------------------------------------------------------------------------------------------


def waiting_rows(found: Waiting) -> list[Item]:
    """How long until an answer, and until the first session that was held."""
    return [
        _waiting_row(_("Sampai ada jadwal"), found.answered, found.to_answer),
        _waiting_row(_("Sampai konseling"), found.met, found.to_meet),
    ]


def _waiting_row(name: str, count: int, lengths: tuple[timedelta, timedelta] | None) -> Item:
    is_shown = lengths is not None and not is_small(count)
    return {
        "name": name,
        "count": shown(alone(count)),
        "median": duration(lengths[0]) if is_shown and lengths else HIDDEN,
        "most": duration(lengths[1]) if is_shown and lengths else HIDDEN,
    }


# --- sessions ----------------------------------------------------------------------------------------------------


def totals(months: Sequence[Month], waiting: Waiting, answers: dict[str, int]) -> list[Item]:
    ends = {name: sum(month.ends[name] for month in months) for name in ENDS}
    missed = ends["missed_by_participant"] + ends["missed_by_counsellor"]
    both = share(missed, missed + ends["held"])
    helped = rating_shares(answers)[Rating.YES]
    met = waiting.to_meet
    return [
        {"term": _("Konseling terlaksana"), "value": shown(alone(ends["held"]))},
        {
            "term": _("Waktu tunggu, nilai tengah"),
            "value": duration(met[0]) if met and not is_small(waiting.met) else HIDDEN,
            "text": _("dari pengajuan sampai konseling"),
        },
        {"term": _("Tidak terlaksana"), "value": shown_share(both), "text": _("peserta atau konselor tidak hadir")},
        {"term": _("Membantu menurut peserta"), "value": shown_share(helped), "text": _("yang menjawab “ya”")},
        {"term": _("Masih menunggu"), "value": shown(alone(waiting.waiting))},
    ]


def month_table(months: Sequence[Month]) -> Item:
    """Months by what became of their sessions, with the sums that the columns show; hidden column by column."""
    columns = {name: hide([month.ends[name] for month in months]) for name in ENDS}
    sums = {name: alone(sum(month.ends[name] for month in months)) for name in ENDS}
    rows = [
        {"first": month.first, "name": month_year(month.first, language()), "cells": [columns[c][n] for c in ENDS]}
        for n, month in enumerate(months)
    ]
    return {
        "heads": [str(END_NAMES[name]) for name in ENDS],
        "rows": [row | {"shown": [shown(cell) for cell in row["cells"]]} for row in rows],
        "sums": [shown(sums[name]) for name in ENDS],
        "held": columns["held"],
    }


def month_picture(months: Sequence[Month], held: Sequence[int | None]) -> Item:
    """Columns of the sessions that were held; a hidden month has none."""
    largest = max((count or 0 for count in held), default=0) or 1
    columns = []
    for place, (month, count) in enumerate(zip(months, held, strict=True)):
        height, left = HEIGHT * (count or 0) // largest, GAP + place * (WIDTH + GAP)
        columns.append(
            {
                "x": left, "middle": left + WIDTH // 2, "y": HEAD + HEIGHT - height, "height": height,
                "label_y": HEAD + HEIGHT - height - 6, "value": shown(count),
                "name": short_month(month.first, language()).split()[0],
            }
        )  # fmt: skip
    return {
        "columns": columns, "width": GAP + len(columns) * (WIDTH + GAP), "height": HEAD + HEIGHT + FOOT,
        "name_y": HEAD + HEIGHT + 18, "base_y": HEAD + HEIGHT, "column": WIDTH,
    }  # fmt: skip


# --- whether it helped -------------------------------------------------------------------------------------------


def rating_shares(answers: dict[str, int]) -> dict[str, Fraction | None]:
    """Of all answers; a small group hides so much else that it cannot be worked out."""
    total = sum(answers.values())
    cells = hide_by_key(answers)
    return {
        answer: Fraction(cell, total) if cell is not None and total >= LEAST else None for answer, cell in cells.items()
    }


def rating_rows(answers: dict[str, int]) -> list[Item]:
    """Bars of the answers, and the same numbers."""
    shares, cells = rating_shares(answers), hide_by_key(answers)
    return [
        {
            "name": Rating(answer).label,
            "count": shown(cells[answer]),
            "share": shown_share(part),
            "x": LABEL, "y": place * (BAR + 8), "text_y": place * (BAR + 8) + 20,
            "width": int(BARS_WIDTH * part) if part else 0,
            "end": LABEL + 8 + (int(BARS_WIDTH * part) if part else 0),
        }
        for place, (answer, part) in enumerate(shares.items())
    ]  # fmt: skip


# --- back at work ------------------------------------------------------------------------------------------------


def outcome_rows(found: Sequence[Compared]) -> list[Item]:
    return [
        {
            "days": row.days,
            "name": _("%(days)s hari") % {"days": row.days},
            "counselled": shown(alone(row.counselled)),
            "share": shown_share(row.share),
            "similar": shown(alone(row.similar)),
            "similar_share": shown_share(row.similar_share),
            "difference": _points(row.difference),
            "without": shown(alone(row.without)),
            "bars": _pair(row, place),
        }
        for place, row in enumerate(found)
    ]


def _points(difference: Fraction | None) -> str:
    """ "+4 poin", "-2 poin"."""
    if difference is None:
        return HIDDEN
    points = round(difference * 100)
    return _("%(sign)s%(n)s poin") % {"sign": "+" if points > 0 else "", "n": number(points, language())}


def _pair(row: Compared, place: int) -> list[Item]:
    top = place * 92
    bars = []
    for n, (part, look) in enumerate(((row.share, "f1"), (row.similar_share, "f2"))):
        width = int(BARS_WIDTH * part) if part else 0
        y = top + n * (BAR + 4)
        place_of = {"x": DAYS_LABEL, "y": y, "text_y": y + 20, "width": width, "end": DAYS_LABEL + 8 + width}
        bars.append({"look": look, "value": shown_share(part), **place_of})
    return bars


# --- by province, by counsellor ----------------------------------------------------------------------------------


def province_cells(held: dict[str, int]) -> dict[str, int | None]:
    """Sessions that were held by province; what is hidden cannot be worked out from the sum."""
    return hide_by_key(dict(sorted(held.items())))


def province_rows(cells: dict[str, int | None], days: int) -> list[Item]:
    return [
        {
            "code": code,
            "name": by_code()[code].name,
            "held": shown(count),
            "href": link(provinsi=code, sejak=days) if count is not None else "",
        }
        for code, count in sorted(cells.items(), key=lambda cell: (-(cell[1] or 0), by_code()[cell[0]].name))
    ]


def counsellor_rows(found: Sequence[CounsellorNumbers]) -> list[Item]:
    """In the order that they come in, which is the alphabet's. Hidden column by column, as the sums stand above."""
    answers = hide([row.answers for row in found])
    columns = {name: hide([row.ends[name] for row in found]) for name in ENDS}
    return [
        {
            "name": row.name,
            "office": row.office,
            "cells": [columns[name][place] for name in ENDS],
            "ends": [shown(columns[name][place]) for name in ENDS],
            "answers": shown(count),
            "helped": shown_share(share(row.helped, row.answers)) if count is not None else HIDDEN,
            "count": count,
        }
        for place, (row, count) in enumerate(zip(found, answers, strict=True))
    ]
