"""Outreach as officers read it: the list by time left, one case, and weeks as columns of what became of people."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.enums import OutreachState
from claims.models import OutreachEntry
from claims.selectors.outreach import FoundWeek, OutreachNumbers
from claims.wording import TITLES
from core.clock import legal_date
from core.columns import Column, picture
from core.formatting import countdown, long_moment, number, plain_date, short_date
from core.language import language

Item = dict[str, Any]
S = OutreachState
TONES = {S.DOUBTFUL: "wait", S.FOUND: "run", S.REMINDED: "run", S.CLAIMED: "ok", S.LAPSED: "bad"}
MOVES = {
    "pass": gettext_lazy("Diberikan kepada pengingat"),
    "remind": gettext_lazy("Diingatkan"),
    "claim": gettext_lazy("Klaim diajukan"),
    "lapse": gettext_lazy("Hari terakhir lewat"),
    "decline": gettext_lazy("Minta tidak diingatkan"),
    "resume": gettext_lazy("Minta diingatkan lagi"),
    "drop": gettext_lazy("Dikesampingkan"),
}
# What the portal itself notes with a move.
NOTES = {
    "data": gettext_lazy("Data BPJS yang baru menjawabnya."),
    "gone": gettext_lazy("PHK dibatalkan, atau orangnya meninggal."),
}
PARTS = (
    ("claimed", gettext_lazy("Mengajukan klaim"), "f1"),
    ("waiting", gettext_lazy("Belum mengajukan"), "f3"),
    ("lapsed", gettext_lazy("Hak berakhir"), "f5"),
    ("other", gettext_lazy("Dikesampingkan atau tidak mau diingatkan"), "f2"),
)


def queue_row(entry: OutreachEntry, now: datetime) -> Item:
    today = legal_date(now)
    return {
        "entry": entry,
        "name": entry.person.full_name,
        "employer": entry.phk.employer.name,
        "region": entry.phk.region.name if entry.phk.region else "–",
        "left": countdown(entry.lapses_on, now, language())
        if entry.is_open
        else plain_date(entry.lapses_on, language()),
        "hot": entry.is_open and (entry.lapses_on - today).days <= 7,
        "reminded": plain_date(entry.last_reminded_at, language()) if entry.last_reminded_at else "–",
        "account": entry.person.user_id is not None,
        **tag_of(entry),
    }


def tag_of(entry: OutreachEntry) -> Item:
    return {"tone": TONES.get(S(entry.state), ""), "state": entry.get_state_display()}


def totals(found: OutreachNumbers) -> list[Item]:
    lang = language()
    return [
        {"term": _("Perlu dilihat petugas"), "value": number(found.doubtful, lang)},
        {"term": _("Diingatkan"), "value": number(found.reminded, lang)},
        {"term": _("Belum punya akun"), "value": number(found.without_account, lang)},
        {"term": _("Berakhir dalam 30 hari"), "value": number(found.soon, lang), "bad": found.soon > 0},
    ]


def questions(entry: OutreachEntry) -> list[str]:
    """What the data leave open, in the words of the conditions."""
    return [str(TITLES[code]) for code in entry.open_questions if code in TITLES]


def history(entry: OutreachEntry) -> list[Item]:
    rows = [{"title": _("Ditemukan penyisiran"), "when": plain_date(entry.found_on, language()), "state": ""}]
    for row in entry.log.all():
        note = NOTES.get(row.note, row.note)
        title = f"{MOVES[row.move]}: {note}" if note else str(MOVES[row.move])
        by = "" if row.actor_id is None else f", {row.actor_name}"
        rows.append({"title": title, "when": f"{long_moment(row.at, language())}{by}", "state": ""})
    return rows


# --- week by week ------------------------------------------------------------------------------------------------


def week_rows(weeks: Sequence[FoundWeek]) -> list[Item]:
    lang = language()
    return [
        {
            "name": short_date(week.monday, lang),
            "found": number(week.found, lang),
            "cells": [number(getattr(week, part), lang) for part, _name, _fill in PARTS],
        }
        for week in weeks
    ]


def week_heads() -> list[Item]:
    return [{"name": str(name), "key": f"k{fill[1:]}"} for _part, name, fill in PARTS]


def week_picture(weeks: Sequence[FoundWeek]) -> Item:
    """A column a week, its parts on top of each other; the numbers stand in the table."""
    return picture(
        [
            Column(
                f"{week.monday.day}/{week.monday.month}",
                week.found,
                [(getattr(week, part), fill) for part, _name, fill in PARTS],
            )
            for week in weeks
        ]
    )
