"""How coordinators read counsellors against demand, and the week of all of them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import clock
from core.calendar import working_calendar
from core.formatting import date_range, number, plain_date
from core.language import language
from core.provinces import Tiles, tiles
from counseling.selectors.coverage import PHK_DAYS, Area
from counseling.selectors.week import Day, Week
from rules.calendar import add_working_days

Item = dict[str, Any]
COUNSELLORS, WAITING, LOAD = "konselor", "menunggu", "beban"
MAPS = {
    COUNSELLORS: gettext_lazy("Konselor"),
    WAITING: gettext_lazy("Permohonan menunggu"),
    LOAD: gettext_lazy("PHK per konselor"),
}
_STEPS = {COUNSELLORS: (1, 5, 20, 50), WAITING: (1, 10, 50, 200), LOAD: (1, 10, 50, 100)}
UNCOVERED, LATE = "kosong", "lewat"
WHICH = {UNCOVERED: gettext_lazy("Tanpa konselor"), LATE: gettext_lazy("Ada yang lewat batas")}


def link(name: str, **query: Any) -> str:
    """An address of the coordinators' pages with what is not empty."""
    kept = {key: value for key, value in query.items() if value}
    return reverse(f"counseling:{name}") + (f"?{urlencode(kept)}" if kept else "")


# --- counsellors against demand ----------------------------------------------------------------------------------


def totals(areas: Sequence[Area], at: datetime) -> list[Item]:
    waiting, late = sum(a.waiting for a in areas), sum(a.late for a in areas)
    certified = sum(a.certified for a in areas)
    capacity, booked = sum(a.capacity for a in areas), sum(a.booked for a in areas)
    oldest = min((a.oldest for a in areas if a.oldest), default=None)
    return [
        {
            "term": _("Konselor bersertifikat"),
            "value": _number(certified),
            "text": _("%(n)s sedang cuti") % {"n": _number(sum(a.away for a in areas))},
        },
        {
            "term": _("Kapasitas seminggu"),
            "value": _number(capacity),
            "text": _("%(n)s sesi terjadwal 7 hari ke depan") % {"n": _number(booked)},
        },
        {
            "term": _("Permohonan menunggu"),
            "value": _number(waiting),
            "text": _("%(n)s lewat batas") % {"n": _number(late)},
            "bad": late > 0,
        },
        {"term": _("Tertua menunggu"), "value": age(oldest, at) if oldest else "–"},
        {
            "term": _("PHK %(days)s hari terakhir") % {"days": PHK_DAYS},
            "value": _number(sum(a.phk for a in areas)),
            "text": _("%(n)s wilayah tanpa konselor") % {"n": _number(sum(a.is_uncovered for a in areas))},
        },
    ]


def age(since: datetime, at: datetime) -> str:
    """How many working days something waits: the day on which it came is none."""
    today, day, days = clock.legal_date(at), clock.legal_date(since), 0
    calendar = working_calendar()
    while day < today and days < 100:
        day = add_working_days(day, 1, calendar)
        days += day <= today
    return ngettext("%(n)s hari kerja", "%(n)s hari kerja", days) % {"n": _number(days)}


def area_row(area: Area, at: datetime, *, deeper: bool) -> Item:
    """One row; `deeper` links to the regencies of a province."""
    return {
        "area": area,
        "name": area.name or _("Wilayah tidak diketahui"),
        "href": link("counsellors", provinsi=area.code) if deeper and area.code else "",
        "oldest": age(area.oldest, at) if area.oldest else "–",
        "load": _per_counsellor(area),
        "tag": _("Tanpa konselor") if area.is_uncovered else "",
    }


def area_cells(area: Area) -> list[object]:
    """The same as cells of a file: numbers as they are, days as ISO dates."""
    oldest = clock.legal_date(area.oldest).isoformat() if area.oldest else ""
    numbers = (area.certified, area.away, area.uncertified, area.capacity, area.booked, area.waiting, area.late)
    return [area.code, area.name or _("Wilayah tidak diketahui"), *numbers, oldest, area.phk]


def _per_counsellor(area: Area) -> str:
    return _number(round_up(area.phk, area.certified)) if area.certified else "–"


def round_up(people: int, counsellors: int) -> int:
    """So many people a counsellor; somebody is never less than one."""
    return -(-people // counsellors)


def narrowed(areas: Sequence[Area], which: str) -> list[Area]:
    if which == UNCOVERED:
        return [area for area in areas if area.is_uncovered]
    return [area for area in areas if area.late] if which == LATE else list(areas)


def which_chips(areas: Sequence[Area], chosen: str, province: str) -> list[Item]:
    every = {"label": _("Semua wilayah"), "href": link("counsellors", provinsi=province), "count": len(areas)}
    rest = [
        {
            "label": label,
            "href": link("counsellors", provinsi=province, hanya=name),
            "count": len(narrowed(areas, name)),
            "current": name == chosen,
        }
        for name, label in WHICH.items()
    ]
    return [{**every, "current": not chosen}, *rest]


def map_of(areas: Sequence[Area], shown: str) -> Tiles:
    """The provinces shaded by one of MAPS."""
    numbers = {area.code: _map_number(area, shown) for area in areas if area.code}
    words = {area.code: f"{area.name}: {_number(numbers[area.code])}" for area in areas if area.code}
    steps = _STEPS[shown]
    keys = [
        *(f"{_number(low)}–{_number(high - 1)}" for low, high in pairwise(steps)),
        _("%(n)s ke atas") % {"n": _number(steps[-1])},
        _("Tidak ada"),
    ]
    return tiles(numbers, words, steps=steps, keys=keys)


def _map_number(area: Area, shown: str) -> int:
    if shown == WAITING:
        return area.waiting
    if shown == LOAD:
        return round_up(area.phk, area.certified) if area.certified else 0
    return area.certified


def map_chips(shown: str) -> list[Item]:
    return [
        {"label": label, "href": link("counsellors", peta=name), "count": None, "current": name == shown}
        for name, label in MAPS.items()
    ]


# --- the week ----------------------------------------------------------------------------------------------------


def week_heading(monday: date) -> str:
    return date_range(monday, monday + timedelta(days=6), language())


def day_heads(monday: date) -> list[Item]:
    """The seven days as heads of columns."""
    names = (_("Sen"), _("Sel"), _("Rab"), _("Kam"), _("Jum"), _("Sab"), _("Min"))
    return [{"name": name, "on": monday + timedelta(days=n)} for n, name in enumerate(names)]


def week_row(week: Week) -> Item:
    return {
        "counsellor": week.counsellor,
        "name": week.counsellor.user.full_name,
        "office": str(week.counsellor.region),
        "zone": week.counsellor.get_zone_display(),
        "days": [_day_cell(day) for day in week.days],
        "taken": _number(week.taken),
        "capacity": _number(week.counsellor.weekly_capacity),
        "load": f"{week.load}%",
        "is_full": week.load >= 100,
        "free": _number(week.free),
        "why_not": "" if week.is_certified else _why_not(week),
    }


def _why_not(week: Week) -> str:
    """Why nobody can be sent to this counsellor today."""
    until = week.counsellor.certified_until
    if week.counsellor.state != "active":
        return str(week.counsellor.get_state_display())
    if week.counsellor.assessed_on is None or week.counsellor.bimtek_on is None:
        return _("Belum dinilai kompeten")
    return _("Sertifikat habis %(day)s") % {"day": plain_date(until, language())} if until else _("Belum bersertifikat")


def _day_cell(day: Day) -> Item:
    """What a cell says, with a look that does not carry the meaning alone."""
    if day.closed:
        words = _("Cuti") if day.closed == "leave" else _("Libur")
        return {"words": words, "more": _sessions(day.taken) if day.taken else "", "look": "off"}
    if not day.taken and not day.free:
        return {"words": "–", "more": "", "look": ""}
    free = _("%(n)s kosong") % {"n": _number(day.free)}
    if not day.taken:
        return {"words": free, "more": "", "look": "off"}
    return {"words": _sessions(day.taken), "more": free, "look": ""}


def _sessions(count: int) -> str:
    return ngettext("%(n)s sesi", "%(n)s sesi", count) % {"n": _number(count)}


def week_totals(weeks: Sequence[Week], count: int) -> list[Item]:
    """Of all counsellors that the filters leave, not only of the page."""
    taken = sum(week.taken for week in weeks)
    capacity = sum(week.counsellor.weekly_capacity for week in weeks if week.is_certified)
    return [
        {"term": _("Konselor"), "value": _number(count)},
        {"term": _("Sesi minggu ini"), "value": _number(taken)},
        {"term": _("Kapasitas"), "value": _number(capacity)},
        {"term": _("Waktu kosong"), "value": _number(sum(week.free for week in weeks))},
    ]


def _number(count: int) -> str:
    return number(count, language())
