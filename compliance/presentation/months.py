"""The inspectors' two pictures by month: a column a month in pieces, the same numbers in a table below."""

from collections.abc import Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.selectors.months import ArrearsMonth, ReportMonth
from core.columns import Column, picture
from core.formatting import month_year, number, rupiah, short_month
from core.language import language

Item = dict[str, Any]
Part = tuple[str, str | Promise, str]
REPORT_PARTS: tuple[Part, ...] = (
    ("in_time", gettext_lazy("Tepat waktu"), "f2"),
    ("late", gettext_lazy("Terlambat"), "f1"),
    ("missing", gettext_lazy("Lewat batas, belum dilaporkan perusahaan"), "f5"),
    ("not_due", gettext_lazy("Belum jatuh tempo"), "f3"),
)
ARREARS_PARTS: tuple[Part, ...] = (
    ("paid", gettext_lazy("Sudah dibayar perusahaan"), "f2"),
    ("unpaid", gettext_lazy("Belum dibayar perusahaan"), "f1"),
    ("handed", gettext_lazy("Diteruskan kepada pengawas"), "f5"),
)


def reports(months: Sequence[ReportMonth]) -> Item:
    """PHK by what their employers reported; empty without a PHK in the year."""
    late = sum(month.late + month.missing for month in months)
    words = _("%(late)s dari %(all)s PHK terlambat atau belum dilaporkan perusahaan.")
    people = sum(month.people for month in months)
    return _by_month(months, "people", REPORT_PARTS) | {
        "said": words % {"late": number(late, language()), "all": number(people, language())},
        "whole": _("PHK"),
    }


def arrears(months: Sequence[ArrearsMonth]) -> Item:
    """Cases by how they stand; empty without a case in the year."""
    open_ones = sum(month.unpaid + month.handed for month in months)
    words = _("%(open)s dari %(all)s kasus belum dibayar perusahaan, dengan iuran menunggak %(owed)s.")
    found = _by_month(months, "cases", ARREARS_PARTS)
    for row, month in zip(found["rows"], months, strict=True):
        row["cells"].append(rupiah(month.owed, language()))
    return found | {
        "said": words
        % {
            "open": number(open_ones, language()),
            "all": number(sum(month.cases for month in months), language()),
            "owed": rupiah(sum(month.owed for month in months), language()),
        },
        "whole": _("Kasus"),
        "more": [_("Iuran menunggak")],
    }


def _by_month(months: Sequence[Any], whole: str, parts: tuple[Part, ...]) -> Item:
    lang = language()
    columns = [
        Column(
            short_month(row.month, lang).split()[0],
            getattr(row, whole),
            [(getattr(row, part), fill) for part, _name, fill in parts],
        )
        for row in months
    ]
    return {
        "any": any(column.value for column in columns),
        "picture": picture(columns),
        "heads": [{"name": str(name), "key": f"k{fill[1:]}"} for _part, name, fill in parts],
        "rows": [
            {
                "name": month_year(row.month, lang),
                "whole": number(getattr(row, whole), lang),
                "cells": [number(getattr(row, part), lang) for part, _name, _fill in parts],
            }
            for row in months
        ],
    }
