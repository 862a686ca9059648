"""How a programme reads to its institute and to the cost desk: how it stands, what it says, what others cost."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.formatting import number, plain_date, rupiah
from core.language import language
from training.enums import ProgrammeState
from training.groups import full_name, group_name
from training.models import Programme, ProgrammeLog, ProgrammePrice
from training.pages import length_text, lines, programme_url
from training.selectors.pricing import ENOUGH, Comparison

Item = dict[str, Any]
P = ProgrammeState
_TONES = {P.DRAFT: "", P.PROPOSED: "run", P.RETURNED: "wait", P.LISTED: "ok", P.WITHDRAWN: ""}
_MOVES = {
    "add": gettext_lazy("Ditulis"),
    "propose": gettext_lazy("Diajukan untuk dinilai"),
    "return": gettext_lazy("Dikembalikan dengan catatan"),
    "price": gettext_lazy("Biaya ditetapkan, terdaftar di katalog"),
    "list": gettext_lazy("Didaftarkan di katalog"),
    "withdraw": gettext_lazy("Ditarik dari katalog"),
}


def tag(programme: Programme) -> Item:
    return {"tag": P(programme.state).label, "tone": _TONES[P(programme.state)]}


def own_row(programme: Programme) -> Item:
    """In the institute's list."""
    return {
        "programme": programme,
        "url": reverse("training:provider_programme", args=[programme.pk]),
        "cost": rupiah(programme.cost, language()) if programme.cost else "–",
        "length": length_text(programme),
        "due": programme.due_on if programme.state == P.PROPOSED else None,
        **tag(programme),
    }


def desk_row(programme: Programme, today: date) -> Item:
    """At the cost desk; what is late stands out."""
    due = programme.due_on if programme.state == P.PROPOSED else None
    return {
        "programme": programme,
        "url": reverse("training:pricing_programme", args=[programme.pk]),
        "institute": programme.institute.name,
        "place": str(programme.institute.region),
        "group": group_name(programme.group),
        "cost": rupiah(programme.cost, language()),
        "hourly": rupiah(programme.cost // programme.hours, language()),
        "due": due,
        "late": due is not None and due < today,
        **tag(programme),
    }


def facts(programme: Programme, *, priced: bool) -> list[Item]:
    """What it says, in one list. `priced`: the cost is set and no longer only asked for."""
    rows = [
        (_("Golongan jabatan"), f"{programme.group} {full_name(programme.group)}"),
        (_("Cara belajar"), programme.get_mode_display()),
        (_("Lama"), length_text(programme)),
        (_("Biaya per peserta") if priced else _("Biaya yang diajukan"), rupiah(programme.cost, language())),
        (_("Biaya per jam"), rupiah(programme.cost // programme.hours, language())),
        (_("Standar kompetensi"), programme.standard or "–"),
        (_("Keterampilan"), ", ".join(programme.skills) or "–"),
    ]
    return [{"term": term, "value": value} for term, value in rows]


def texts(programme: Programme) -> list[Item]:
    """The longer texts with their headings, without empty ones."""
    found = (
        ("kurikulum", _("Kurikulum"), programme.curriculum),
        ("dipelajari", _("Yang dipelajari"), programme.learns),
        ("syarat", _("Syarat peserta"), programme.requirements),
    )
    return [{"id": key, "title": title, "lines": lines(text)} for key, title, text in found if text.strip()]


def history(log: Sequence[ProgrammeLog]) -> list[Item]:
    """Who did what when, the latest first."""
    return [
        {
            "title": f"{_MOVES.get(entry.move, entry.move)} · {entry.actor_name}"
            + (f": {entry.note}" if entry.note else ""),
            "when": plain_date(entry.at, language()),
        }
        for entry in reversed(log)
    ]


def prices(rows: Sequence[ProgrammePrice]) -> list[Item]:
    """What it cost since when, and why."""
    return [
        {
            "cost": rupiah(row.cost, language()),
            "since": plain_date(row.set_on, language()),
            "ceiling": rupiah(row.ceiling, language()),
            "by": row.set_by.get_full_name() if row.set_by is not None else "JKP",
            "why": row.why,
        }
        for row in rows
    ]


def comparison(programme: Programme, found: Comparison | None, ceiling: int) -> Item:
    """This programme beside the same group of work elsewhere; `group` says which one, `wider` why not its own."""
    money = [(_("Batas hari ini"), rupiah(ceiling, language()))]
    if found is None:
        return {"count": 0, "facts": _terms(money), "note": _("Belum ada program terdaftar di golongan ini.")}
    money += [
        (_("Tengah (median)"), rupiah(found.middle, language())),
        (_("Paling murah"), rupiah(found.lowest, language())),
        (_("Paling mahal"), rupiah(found.highest, language())),
        (_("Tengah per jam"), rupiah(found.middle_per_hour, language())),
    ]
    return {
        "count": number(found.count, language()),
        "facts": _terms(money),
        "note": _beside(programme, found),
        "group": f"{found.group} {full_name(found.group)}",
        "wider": _wider(programme, found),
    }


def _wider(programme: Programme, found: Comparison) -> str:
    """Why the group is wider than the programme's own; empty when it is that."""
    if found.group == programme.group:
        return ""
    text = _("Golongan %(own)s %(name)s punya kurang dari %(n)s program di lembaga lain, jadi golongan di atasnya.")
    return text % {"own": programme.group, "name": full_name(programme.group), "n": ENOUGH}


def _beside(programme: Programme, found: Comparison) -> str:
    """How far the programme's cost lies from the middle, in words."""
    if not programme.cost or not found.middle:
        return ""
    off = abs(programme.cost - found.middle)
    if not off:
        return _("Biaya program ini sama dengan median.")
    far = {"off": rupiah(off, language()), "percent": number(off * 100 // found.middle, language())}
    if programme.cost > found.middle:
        return _("Biaya program ini %(off)s (%(percent)s%%) di atas median.") % far
    return _("Biaya program ini %(off)s (%(percent)s%%) di bawah median.") % far


def _terms(rows: Sequence[tuple[str, str]]) -> list[Item]:
    return [{"term": term, "value": value} for term, value in rows]


def public_url(programme: Programme) -> str:
    """Its page in the catalogue, once it is there."""
    return programme_url(programme) if programme.state == P.LISTED else ""
