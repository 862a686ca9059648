"""How the evaluation of training reads: each share with the number that it is of, few people without a share."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.formatting import date_range, long_moment, number, percent, rupiah
from core.language import language
from core.places import by_code
from reports.enums import Conclusion
from reports.models import InstituteEvaluation
from reports.selectors.counselling import Period
from reports.selectors.training import HIRED_WITHIN, Fit, OfInstitute, OfProgramme, Outcome
from training.groups import group_name

Item = dict[str, Any]
LEAST = 10  # people below which a share says nothing
CHART = 300
TONES = {Conclusion.GOOD: "ok", Conclusion.WATCH: "wait", Conclusion.ACT: "run"}
FIT_NAMES = {
    "same": gettext_lazy("Golongan yang sama dengan hasil asesmen"),
    "near": gettext_lazy("Golongan besar yang sama"),
    "other": gettext_lazy("Golongan lain"),
    "none": gettext_lazy("Tanpa hasil asesmen"),
}
FIT_FILLS = {"same": "f1", "near": "f2", "other": "f4", "none": "f5"}


def share_of(part: int, whole: int) -> Fraction | None:
    """None below LEAST people."""
    return Fraction(part, whole) if whole >= LEAST else None


def share_words(part: int, whole: int) -> str:
    """ "62% dari 21", "terlalu sedikit (7)"."""
    found, known = share_of(part, whole), language()
    if found is None:
        return _("terlalu sedikit (%(n)s)") % {"n": number(whole, known)} if whole else "–"
    return _("%(share)s dari %(n)s") % {"share": percent(found, known, 0), "n": number(whole, known)}


def money_words(found: Outcome) -> str:
    """What one completion cost; nothing while no money has arrived."""
    return rupiah(found.per_completed, language()) if found.per_completed else "–"


def link(name: str = "evaluation", *args: Any, **query: Any) -> str:
    kept = {key: value for key, value in query.items() if value}
    return reverse(f"reports:{name}", args=args) + (f"?{urlencode(kept)}" if kept else "")


def period_words(period: Period) -> str:
    return date_range(period.first, period.last, language())


# --- outcomes ----------------------------------------------------------------------------------------------------


def totals(found: Outcome) -> list[Item]:
    lang = language()
    return [
        {"term": _("Peserta"), "value": number(found.enrolled, lang), "text": _undecided(found)},
        {
            "term": _("Selesai"),
            "value": number(found.completed, lang),
            "text": share_words(found.completed, found.ended),
        },
        {
            "term": _("Bersertifikat LSP"),
            "value": number(found.certified, lang),
            "text": share_words(found.certified, found.completed),
        },
        {"term": _("Bekerja"), "value": number(found.hired, lang), "text": share_words(found.hired, found.ended)},
    ]


def paid_words(found: Outcome) -> str:
    """Only classes whose invoice was paid: what is still on its way would make the others look cheap."""
    if not found.paid:
        return _("Belum ada tagihan yang dibayar.")
    words = {"sum": rupiah(found.paid, language()), "n": number(found.completed_paid, language())}
    if not found.completed_paid:
        return _("Dibayar %(sum)s; di kelas itu belum ada yang selesai.") % words
    return _("Dibayar %(sum)s untuk kelas dengan %(n)s peserta yang selesai: %(each)s per yang selesai.") % (
        words | {"each": money_words(found)}
    )


def _undecided(found: Outcome) -> str:
    if not found.undecided:
        return ""
    return _("%(n)s belum ada hasilnya") % {"n": number(found.undecided, language())}


def bars(found: Outcome) -> list[Item]:
    """What became of the seats, each bar a part of all of them; the number stands beside it."""
    counts = (
        (_("Selesai"), found.completed, "f1"),
        (_("Bekerja selagi pelatihan"), found.working, "f2"),
        (_("Kehadiran kurang"), found.missed, "f4"),
        (_("Berhenti"), found.withdrawn, "f4"),
        (_("Belum ada hasilnya"), found.undecided, "f5"),
    )
    return [
        {
            "name": name,
            "count": number(count, language()),
            "share": share_words(count, found.enrolled),
            "width": CHART * count // found.enrolled if found.enrolled else 0,
            "fill": fill,
        }
        for name, count, fill in counts
    ]


def hired_words(found: Outcome) -> str:
    """How far the number of those at work can still rise."""
    words = {"days": number(HIRED_WITHIN, language()), "n": number(found.watched, language())}
    if found.watched:
        return _("Bekerja: sampai %(days)s hari sesudah kelas. Untuk %(n)s peserta waktu itu belum lewat.") % words
    return _("Bekerja: sampai %(days)s hari sesudah kelas. Waktu itu sudah lewat untuk semua peserta.") % words


def cells(found: Outcome) -> list[Item]:
    """The columns of a row: how many, and what share of whom."""
    lang, fallen = language(), found.missed + found.withdrawn
    return [
        {"count": number(found.enrolled, lang), "share": _undecided(found)},
        {"count": number(found.completed, lang), "share": share_words(found.completed, found.ended)},
        {"count": number(found.certified, lang), "share": share_words(found.certified, found.completed)},
        {"count": number(fallen, lang), "share": share_words(fallen, found.ended)},
        {"count": number(found.hired, lang), "share": share_words(found.hired, found.ended)},
        {"count": money_words(found), "share": ""},
    ]


def heads() -> list[str]:
    return [
        _("Peserta"), _("Selesai"), _("Bersertifikat"), _("Kurang hadir atau berhenti"), _("Bekerja"),
        _("Biaya per yang selesai"),
    ]  # fmt: skip


def institute_row(row: OfInstitute, year: int, words: Mapping[UUID, InstituteEvaluation]) -> Item:
    said = words.get(row.institute_id)
    return {
        "name": row.name,
        "place": by_code()[row.province].name,
        "href": link("evaluation_institute", row.institute_id, tahun=year),
        "cells": cells(row.outcome),
        "tone": TONES[Conclusion(said.conclusion)] if said else "",
        "said": said.get_conclusion_display() if said else "",
    }


def programme_row(row: OfProgramme, year: int) -> Item:
    return {
        "name": row.title,
        "place": group_name(row.group),
        "institute": row.institute,
        "href": link("evaluation_institute", row.institute_id, tahun=year),
        "cells": cells(row.outcome),
    }


def lowest_first(rows: Sequence[Any], order: str) -> list[Any]:
    """By the share of those who completed, or who work; too few for a share come last, in the order they had."""
    part = "hired" if order == "bekerja" else "completed"

    def place(row: Any) -> tuple[bool, Fraction]:
        found = share_of(getattr(row.outcome, part), row.outcome.ended)
        return found is None, found or Fraction(0)

    return sorted(rows, key=place)


# --- what fitted -------------------------------------------------------------------------------------------------


def fit_rows(found: Sequence[Fit]) -> list[Item]:
    lang, whole = language(), sum(row.recommended for row in found)
    return [
        {
            "name": FIT_NAMES[row.fit],
            "recommended": number(row.recommended, lang),
            "share": share_words(row.recommended, whole),
            "taken": {"count": number(row.taken, lang), "share": share_words(row.taken, row.recommended)},
            "took_other": {
                "count": number(row.took_other, lang),
                "share": share_words(row.took_other, row.recommended),
            },
            "completed": {"count": number(row.completed, lang), "share": share_words(row.completed, row.taken)},
            "hired": {"count": number(row.hired, lang), "share": share_words(row.hired, row.taken)},
            "width": CHART * row.recommended // whole if whole else 0,
            "fill": FIT_FILLS[row.fit],
        }
        for row in found
    ]


# --- what was concluded ------------------------------------------------------------------------------------------


def evaluation_rows(found: Sequence[InstituteEvaluation]) -> list[Item]:
    """Each word with its author, and what completed and was hired then."""
    return [
        {
            "year": row.year,
            "tone": TONES[Conclusion(row.conclusion)],
            "conclusion": row.get_conclusion_display(),
            "note": row.note,
            "by": row.by_name,
            "when": long_moment(row.at, language()),
            "figures": _kept(row.figures["outcome"]),
        }
        for row in found
    ]


def _kept(kept: Item) -> str:
    then = Outcome(**kept)
    return _("Waktu itu: %(completed)s selesai dan %(hired)s bekerja dari %(ended)s peserta.") % {
        "completed": number(then.completed, language()),
        "hired": number(then.hired, language()),
        "ended": number(then.ended, language()),
    }


def years(today: date, chosen: int, *, back: int = 4) -> list[Item]:
    """Chips of the latest years."""
    return [
        {"label": str(year), "href": f"?tahun={year}", "count": None, "current": year == chosen}
        for year in sorted({*range(today.year, today.year - back, -1), chosen}, reverse=True)
    ]
