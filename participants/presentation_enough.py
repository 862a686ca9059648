"""The card of a month on the desk of contribution files: who has enough months by the law, by province."""

from typing import Any

from django.utils.translation import gettext_lazy

from core.formatting import month_year
from core.language import language
from participants.contribution_enough import Asked, asked_of
from participants.contribution_tables import loaded_periods
from participants.models import EnoughMonths
from rules.articles import article
from rules.calendar import Month, first_day, month_name
from rules.reading import law_on
from rules.transitional import contribution_day

COUNTS = ("participants", "counted", "enough")
_NO_PLACE = gettext_lazy("Perusahaan atau provinsinya belum diketahui")
_NOT_REPORTED = gettext_lazy("Tidak dilaporkan pada bulan ini")


def enough_card(chosen: str) -> dict[str, Any] | None:
    """Of the month `chosen` ("2026-10"), else of the newest; None while the register holds no month."""
    loaded = sorted(loaded_periods(), reverse=True)
    if not loaded:
        return None
    period = next((month for month in loaded if month_name(month) == chosen), loaded[0])
    asked = asked_of(period)
    found = list(EnoughMonths.objects.filter(month=first_day(period)).select_related("province"))
    return {
        "month": _named(period),
        "months": [{"value": month_name(month), "name": _named(month), "on": month == period} for month in loaded],
        "asked": asked,
        "since": _named(asked.first),
        "until": _named(asked.last),
        "articles": _articles(asked),
        "counted_at": found[0].counted_at if found else None,
        "total": {name: sum(getattr(row, name) for row in found) for name in COUNTS},
        "rows": [_row(row) for row in sorted(found, key=_place)],
    }


def _named(month: Month) -> str:
    return month_year(first_day(month), language())


def _articles(asked: Asked) -> str:
    law = law_on(contribution_day(asked.month))
    codes = ("ELG-05", "ELG-06") if asked.run else ("ELG-05",)
    named = dict.fromkeys(str(article(code, law.regime)) for code in codes)
    return "; ".join(text for text in named if not any(other != text and other.startswith(text) for other in named))


def _place(row: EnoughMonths) -> tuple[bool, bool, str]:
    """Provinces by their code, then firms without a place, then who is not reported."""
    return not row.reported, row.province_id is None, row.province_id or ""


def _row(row: EnoughMonths) -> dict[str, Any]:
    unknown = _NO_PLACE if row.reported else _NOT_REPORTED
    name = row.province.name if row.province else str(unknown)
    return {"place": name, **{field: getattr(row, field) for field in COUNTS}}
