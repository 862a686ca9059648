"""The policy simulator as people read it: what was changed, the cost by month, who gains and who loses."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.formatting import long_moment, month_year, number, percent, plain_date, rupiah, short_month
from core.language import language
from core.places import by_code
from reports.enums import Population, SimulationState
from reports.models import SimulationRun
from rules import parameters as law
from rules.changes import BY_MONTHS_AND_MONEY, change_of
from rules.law import Parameter

Item = dict[str, Any]
HIDDEN = "•"
MILLION = 1_000_000
TONES = {SimulationState.QUEUED: "wait", SimulationState.RUNNING: "run", SimulationState.DONE: "ok",
         SimulationState.FAILED: "bad"}  # fmt: skip
PROGRESS = {"waiting": 5, "people": 30, "comparing": 60, "writing": 95}
ANCHORS = {"any": gettext_lazy("di mana saja"), "ending_at_phk": gettext_lazy("sampai bulan PHK")}
TEAL, MINT, NIGHT, INK, SOFT, LINE = "#0b5f66", "#7fbab6", "#06373d", "#14282b", "#4a5b5c", "#d9d5c9"
BAND_ENDS = {1: 2_000_000, 2_000_000: 3_000_000, 3_000_000: 4_000_000, 4_000_000: 5_000_000, 5_000_000: 7_500_000}


# --- the question ------------------------------------------------------------------------------------------------


def value_words(parameter: Parameter[Any], value: Any) -> str:
    lang = language()
    if parameter is law.BENEFIT_RATES:
        shares = [_share(share) for share in value]
        if len(set(shares)) == 1:
            return _("%(share)s setiap bulan") % {"share": shares[0]}
        return "; ".join(shares)
    if parameter is law.WAGE_CEILING:
        return rupiah(int(value), lang)
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if isinstance(value, str):
        return str(ANCHORS.get(value, value))
    months = int(value)
    return ngettext("%(n)s bulan", "%(n)s bulan", months) % {"n": number(months, lang)}


def _share(share: Fraction) -> str:
    return percent(share, language(), 0 if (share * 100).denominator == 1 else 2)


def present_values(today: date) -> list[Item]:
    """What may be changed, its value today and the article that says so."""
    return [
        {
            "name": parameter.label,
            "value": value_words(parameter, parameter.on(today).value),
            "since": plain_date(parameter.on(today).since, language()),
            "article": parameter.on(today).law.text,
        }
        for parameter in BY_MONTHS_AND_MONEY
    ]


def changes_of(run: SimulationRun) -> list[Item]:
    """Each change with the law's value on its first day beside the new one."""
    rows = []
    for kept in run.changes:
        since = date.fromisoformat(kept["since"])
        change = change_of(kept["name"], kept["value"], since)
        then = change.parameter.on(since)
        rows.append(
            {
                "name": change.parameter.label,
                "before": value_words(change.parameter, then.value),
                "after": value_words(change.parameter, change.value),
                "since": plain_date(since, language()),
                "article": then.law.text,
            }
        )
    return rows


def about_whom(run: SimulationRun) -> str:
    words = {"first": plain_date(run.first_phk, language()), "last": plain_date(run.last_phk, language())}
    if run.population == Population.INVENTED:
        words |= {"n": number(run.people or 0, language()), "seed": str(run.seed)}
        return _("%(n)s orang rekaan, angka awal %(seed)s, di-PHK %(first)s sampai %(last)s") % words
    words["as_of"] = plain_date(run.as_of, language()) if run.as_of else ""
    return _("PHK di portal dari %(first)s sampai %(last)s, menurut data %(as_of)s") % words


def list_row(run: SimulationRun) -> Item:
    changes = changes_of(run)
    return {
        "run": run,
        "name": "; ".join(row["name"] for row in changes),
        "change": "; ".join(f"{row['before']} → {row['after']}" for row in changes),
        "since": changes[0]["since"],
        "about": run.get_population_display(),
        "asked": long_moment(run.asked_at, language()),
        **tag_of(run),
    }


def tag_of(run: SimulationRun) -> Item:
    return {"tone": TONES[SimulationState(run.state)], "state": run.get_state_display()}


# --- the answer --------------------------------------------------------------------------------------------------


def shown(value: int | None) -> str:
    return HIDDEN if value is None else number(value, language())


def millions(value: int | None) -> str:
    """Whole millions of rupiah, rounded to the nearest; a hidden sum is a point."""
    return HIDDEN if value is None else number(round(Fraction(value, MILLION)), language())


def difference(row: Item) -> int | None:
    return None if row["before"] is None or row["after"] is None else row["after"] - row["before"]


def totals(run: SimulationRun) -> list[Item]:
    total = (run.result or {}).get("total")
    if total is None:
        return []
    more = difference(total)
    change = ""
    if more is not None and total["before"]:
        change = percent(Fraction(more, total["before"]), language(), 1)
    return [
        {"term": _("Biaya menurut aturan sekarang (Rp juta)"), "value": millions(total["before"])},
        {"term": _("Biaya sesudah diubah (Rp juta)"), "value": millions(total["after"]), "text": change},
        {"term": _("Menerima lebih"), "value": shown(total["winners"]), "text": _("orang")},
        {"term": _("Menerima kurang"), "value": shown(total["losers"]), "text": _("orang")},
    ]


def place_name(run: SimulationRun, code: int | None) -> str:
    if code is None:
        return _("Tidak tercatat")
    if run.population == Population.INVENTED:
        return _("Provinsi rekaan %(n)s") % {"n": code + 1}
    place = by_code().get(f"{code:02d}")
    return place.name if place is not None else f"{code:02d}"


def band_name(wage_from: int | None) -> str:
    if wage_from is None:
        return _("Upah tidak diketahui")
    lang, end = language(), BAND_ENDS.get(wage_from)
    if end is None:
        return _("Mulai %(wage)s") % {"wage": rupiah(wage_from, lang)}
    if wage_from == 1:
        return _("Di bawah %(wage)s") % {"wage": rupiah(end, lang)}
    return _("%(first)s sampai di bawah %(last)s") % {"first": rupiah(wage_from, lang), "last": rupiah(end, lang)}


def group_rows(run: SimulationRun, key: str) -> list[Item]:
    """ "provinces" or "wages" with a name each, counts and millions of rupiah."""
    rows = []
    for row in (run.result or {}).get(key, []):
        name = band_name(row["wage_from"]) if key == "wages" else place_name(run, row["province"])
        counts = [row[part] for part in ("people", "winners", "losers", "unchanged", "undecided")]
        money = [row["before"], row["after"], difference(row)]
        rows.append({"name": name, "cells": [*map(shown, counts), *map(millions, money)], "row": row})
    return rows


def group_heads() -> list[str]:
    return [
        _("Orang"), _("Menerima lebih"), _("Menerima kurang"), _("Tetap"), _("Diputus petugas"),
        _("Sekarang (Rp juta)"), _("Diubah (Rp juta)"), _("Selisih (Rp juta)"),
    ]  # fmt: skip


def month_rows(run: SimulationRun) -> list[Item]:
    rows = []
    for row in (run.result or {}).get("months", []):
        month = date.fromisoformat(f"{row['month']}-01")
        cells = [row["before"], row["after"], difference(row), row["after_possible"]]
        rows.append(
            {"name": month_year(month, language()), "month": month, "cells": [*map(millions, cells)], "row": row}
        )
    return rows


# --- pictures: the same on the page and in the document -----------------------------------------------------------

HEIGHT, HEAD, FOOT, BAR, GAP = 180, 20, 46, 14, 12


def month_picture(rows: Sequence[Item]) -> Item:
    """Two columns a month, before and after; a hidden month has none. The first of a year says which."""
    largest = max((row["row"][side] or 0 for row in rows for side in ("before", "after")), default=0) or 1
    shapes, texts = [], []
    for place, row in enumerate(rows):
        left = GAP + place * (2 * BAR + GAP)
        for n, (side, fill) in enumerate((("before", MINT), ("after", TEAL))):
            height = HEIGHT * (row["row"][side] or 0) // largest
            shapes.append({"x": left + n * BAR, "y": HEAD + HEIGHT - height, "w": BAR - 1, "h": height, "fill": fill})
        month = row["month"]
        lines = [short_month(month, language()).split()[0]]
        if place == 0 or month.month == 1:
            lines.append(str(month.year))
        for n, text in enumerate(lines):
            y = HEAD + HEIGHT + 18 * (n + 1)
            texts.append({"x": left + BAR, "y": y, "anchor": "middle", "fill": SOFT, "text": text})
    width = GAP + len(rows) * (2 * BAR + GAP)
    return {
        "width": width,
        "height": HEAD + HEIGHT + FOOT,
        "shapes": shapes,
        "texts": texts,
        "lines": [{"x": 0, "y": HEAD + HEIGHT, "w": width, "fill": LINE}],
    }


LETTER, SIDE, NO_SIDE, ROW = 8, 260, 12, 30  # LETTER: as wide as one of the widest font at this size


def group_picture(rows: Sequence[Item]) -> Item:
    """A line a group: rupiah lost to the left of the middle, rupiah gained to the right."""
    largest = max((row["row"][side] or 0 for row in rows for side in ("gained", "lost")), default=0) or 1
    left, right = (SIDE if any(row["row"][side] for row in rows) else NO_SIDE for side in ("lost", "gained"))
    middle = LETTER * max((len(row["name"]) for row in rows), default=0) + left
    shapes, texts = [], []
    for place, row in enumerate(rows):
        top = place * ROW
        lost, gained = (SIDE * (row["row"][side] or 0) // largest for side in ("lost", "gained"))
        shapes.append({"x": middle - lost, "y": top + 4, "w": lost, "h": 20, "fill": NIGHT})
        shapes.append({"x": middle, "y": top + 4, "w": gained, "h": 20, "fill": MINT})
        texts.append({"x": 0, "y": top + 19, "anchor": "start", "fill": INK, "text": row["name"]})
    height = max(len(rows) * ROW, ROW)
    return {
        "width": middle + right + 4,
        "height": height,
        "shapes": shapes,
        "texts": texts,
        "lines": [{"x": middle, "y": 0, "h": height, "fill": LINE}],
    }


def method(run: SimulationRun) -> list[str]:
    """How it was computed and what was assumed."""
    if run.population == Population.INVENTED:
        people = _(
            "Orangnya rekaan: hari PHK, bulan iuran, upah, dan lama tanpa pekerjaan diambil acak dari angka awal. "
            "Angkanya menunjukkan arah dan perbandingan, bukan ramalan anggaran."
        )
    else:
        people = _(
            "Orangnya dari PHK yang tercatat di portal. Setiap orang dianggap mengajukan klaim 14 hari sesudah PHK, "
            "diputus 7 hari kemudian, dan menerima manfaat sampai habis. Bulan yang belum ada di daftar iuran "
            "tidak dianggap menunggak."
        )
    return [
        people,
        _("Yang diperiksa: masa iur, iuran berturut-turut, dan batas pengajuan. Syarat lain dianggap terpenuhi."),
        _("Setiap bulan dibayar menurut aturan hari itu, dibulatkan ke rupiah utuh seperti manfaat sebenarnya."),
        _("Yang hanya dapat diputus petugas tidak dihitung menerima lebih atau kurang; biayanya disebut terpisah."),
        _("Kelompok di bawah 5 orang disembunyikan (%(mark)s), bersama angka lain yang dapat membukanya.")
        % {"mark": HIDDEN},
    ]
