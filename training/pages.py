"""How programmes, institutes and classes read. Texts of institutes stay plain text."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.formatting import date_range, number, plain_date, rupiah, short_month
from core.language import language
from core.places import Place
from training.asked import COSTS, STARTS, Asked
from training.enums import ClassState, InstituteState, Mode
from training.groups import group_name, majors
from training.models import Institute, Programme, TrainingClass
from training.selectors.catalogue import Found, Understood
from training.selectors.classes import CalledOff
from training.selectors.market import Tables

Item = dict[str, Any]
WIDER = {
    "place": gettext_lazy("Cari di semua tempat"),
    "group": gettext_lazy("Semua bidang"),
    "mode": gettext_lazy("Semua cara belajar"),
    "days": gettext_lazy("Semua tanggal mulai"),
    "cost": gettext_lazy("Semua biaya"),
}


def list_url(asked: Asked) -> str:
    query = asked.query_string()
    return reverse("training:catalogue") + (f"?{query}" if query else "")


def programme_url(programme: Programme) -> str:
    return reverse("training:programme", args=[programme.institute.slug, programme.slug])


def institute_url(institute: Institute) -> str:
    return reverse("training:institute", args=[institute.slug])


# --- rows of lists ------------------------------------------------------------------------------------------------


def programme_row(programme: Programme) -> Item:
    """A programme with its `upcoming` classes in a list."""
    classes: Sequence[TrainingClass] = programme.upcoming  # type: ignore[attr-defined]
    free = [one for one in classes if has_room(one)]
    return {
        "programme": programme,
        "url": programme_url(programme),
        "institute": programme.institute.name,
        "place": place_text(programme),
        "length": length_text(programme),
        "cost": rupiah(programme.cost, language()),
        "start": plain_date(free[0].starts_on, language()) if free else "",
        "day": free[0].starts_on.day if free else "",
        "month": short_month(free[0].starts_on, language()) if free else "",
        "seats": seats_text(free[0]) if free else "",
        "is_full": bool(classes) and not free,
    }


def has_room(one: TrainingClass) -> bool:
    return one.state == ClassState.OPEN and one.left > 0


def place_text(programme: Programme) -> str:
    """Where one learns; who learns online is at home."""
    area = str(programme.institute.region)
    if programme.mode == Mode.ONLINE:
        return _("Daring, dari %(area)s") % {"area": area}
    return area


def length_text(programme: Programme) -> str:
    hours = ngettext("%(n)s jam", "%(n)s jam", programme.hours) % {"n": number(programme.hours, language())}
    days = ngettext("%(n)s hari", "%(n)s hari", programme.days) % {"n": number(programme.days, language())}
    return f"{hours}, {days}"


def seats_text(one: TrainingClass) -> str:
    return ngettext("sisa %(n)s kursi", "sisa %(n)s kursi", one.left) % {"n": one.left}


def institute_row(institute: Institute, today: date) -> Item:
    """An institute that knows how many programmes it `teaches`."""
    count: int = institute.teaches  # type: ignore[attr-defined]
    return {
        "institute": institute,
        "url": institute_url(institute),
        "place": str(institute.region),
        "teaches": ngettext("%(n)s program", "%(n)s program", count) % {"n": number(count, language())},
        "accreditation": accreditation(institute, today),
    }


def accreditation(institute: Institute, today: date) -> Item:
    """Words, their tone, and the last day."""
    if institute.accredited_until is None:
        return {"text": _("Belum terakreditasi"), "kind": "", "until": ""}
    day = plain_date(institute.accredited_until, language())
    if institute.is_accredited(today):
        return {"text": _("Terakreditasi"), "kind": "ok", "until": _("sampai %(day)s") % {"day": day}}
    return {"text": _("Akreditasi berakhir"), "kind": "wait", "until": day}


def class_rows(classes: Sequence[TrainingClass], *, with_programme: bool = False) -> list[Item]:
    """When it is held; `programme` names it where the page has several."""
    return [
        {
            "programme": one.programme if with_programme else None,
            "url": programme_url(one.programme) if with_programme else "",
            "dates": date_range(one.starts_on, one.ends_on, language()),
            "schedule": one.schedule,
            "place": one.place,
            **_seats(one),
        }
        for one in classes
    ]


def _seats(one: TrainingClass) -> Item:
    """A number where there is room, a tag where there is none."""
    if has_room(one):
        seats = ngettext("Sisa %(left)s dari %(all)s kursi", "Sisa %(left)s dari %(all)s kursi", one.left)
        return {"seats": seats % {"left": one.left, "all": one.seats}, "tag": "", "kind": ""}
    tag = _("Penuh") if one.state == ClassState.OPEN else _("Pendaftaran ditutup")
    return {"seats": "", "tag": tag, "kind": "wait"}


def lines(text: str) -> list[str]:
    """A text as lines; marks of lists at their beginning go, because the page has its own."""
    return [line.lstrip("-•*· \t").strip() for line in text.splitlines() if line.strip(" \t-•*·")]


# --- the search ---------------------------------------------------------------------------------------------------


def heading(found: Found, institutes: int) -> str:
    programmes = ngettext("%(count)s program", "%(count)s program", found.total)
    houses = ngettext("%(count)s lembaga", "%(count)s lembaga", institutes)
    return _("%(programmes)s, %(institutes)s") % {
        "programmes": programmes % {"count": number(found.total, language())},
        "institutes": houses % {"count": number(institutes, language())},
    }


def understood_notes(asked: Asked, understood: Understood) -> list[str]:
    """What the search made of the words, so that nobody wonders."""
    notes = [
        _("Tidak ada program dengan kata “%(typed)s”. Yang tampil: “%(meant)s”.") % {"typed": typed, "meant": meant}
        for typed, meant in understood.corrected.items()
    ]
    if understood.unknown_place:
        notes.append(
            _("Kami tidak mengenal tempat “%(place)s”. Tulis nama provinsi, kota, atau kabupaten.")
            % {"place": understood.unknown_place}
        )
    elif understood.place and understood.place.name.casefold() != asked.place.casefold():
        notes.append(_("Tempat: %(place)s.") % {"place": understood.place.name})
    if asked.nearest and understood.place:
        notes.append(_nearest_note(understood.place))
    if understood.loose:
        notes.append(_("Tidak ada yang memuat semua kata, jadi kami tampilkan yang memuat sebagian."))
    return notes


def _nearest_note(place: Place) -> str:
    """What "nearest" means: nobody here knows how many kilometres it is."""
    if len(place.code) == 2:
        text = _("Urutan: %(place)s, daring, lalu provinsi lain menurut jarak lurus antar-ibu kota provinsi.")
        return text % {"place": place.name}
    text = _(
        "Urutan: %(place)s, provinsi yang sama, daring, lalu provinsi lain menurut jarak lurus antar-ibu kota provinsi."
    )
    return text % {"place": place.name}


def views(asked: Asked, found: Found, institutes: int) -> list[Item]:
    """Programmes or whole institutes; and for programmes found by words, their two orders."""
    return [
        {
            "label": _("Program"),
            "href": list_url(replace(asked, institutes=False)),
            "count": found.total or None,
            "current": not asked.institutes,
        },
        {
            "label": _("Lembaga"),
            "href": list_url(replace(asked, institutes=True)),
            "count": institutes or None,
            "current": asked.institutes,
        },
    ]


def sorts(asked: Asked, understood: Understood) -> list[Item]:
    """The orders; without words there is nothing to be relevant to, without a place nothing to be near to."""
    plain = replace(asked, soonest=False, nearest=False)
    usual: list[tuple[str, Asked]] = []
    if understood.words and not asked.institutes:
        usual = [(_("Paling cocok"), plain), (_("Mulai paling awal"), replace(plain, soonest=True))]
    if understood.place:
        named = {"place": understood.place.name}
        usual = usual or [(_("Hanya di %(place)s") % named, plain)]
        usual.append((_("Terdekat dari %(place)s dulu") % named, replace(plain, nearest=True)))
    return [{"label": label, "href": list_url(other), "current": other.order == asked.order} for label, other in usual]


def active_filters(asked: Asked) -> list[Item]:
    """Chips that take one filter away."""
    labels: list[tuple[str, str]] = []
    if asked.group:
        labels.append(("group", group_name(asked.group)))
    if asked.mode:
        labels.append(("mode", str(Mode(asked.mode).label)))
    if asked.days:
        labels.append(("days", start_label(asked.days)))
    if asked.cost:
        labels.append(("cost", cost_label(asked.cost)))
    return [{"label": label, "href": list_url(asked.without(name))} for name, label in labels]


def start_label(days: int) -> str:
    return ngettext("Dalam %(n)s hari", "Dalam %(n)s hari", days) % {"n": days}


def cost_label(cost: int) -> str:
    return _("Paling banyak %(cost)s") % {"cost": rupiah(cost, language())}


def wider(asked: Asked, place: Place | None) -> list[Item]:
    """What to leave out when nothing was found; of a known place the order remains."""
    set_ones = [name for name in ("group", "mode", "days", "cost", "place") if getattr(asked, name)]
    rest = [(WIDER[name], asked.without(name)) for name in set_ones if name != "place" or place is None]
    if place and not asked.nearest:
        rest.append((gettext_lazy("Semua tempat, terdekat dulu"), replace(asked, soonest=False, nearest=True)))
    return [{"label": label, "href": list_url(other)} for label, other in rest if other.narrows]


def filter_choices(asked: Asked) -> Item:
    """The options of the panel, each with whether it is chosen. A group of two digits came from an address."""
    groups = [(group.code, str(group), group.code == asked.group) for group in majors()]
    if len(asked.group) > 1:
        groups.append((asked.group, group_name(asked.group), True))
    return {
        "groups": groups,
        "modes": [(mode.value, mode.label, mode.value == asked.mode) for mode in Mode],
        "starts": [(days, start_label(days), days == asked.days) for days in STARTS],
        "costs": [(cost, cost_label(cost), cost == asked.cost) for cost in COSTS],
    }


def fields(numbers: dict[str, int]) -> list[Item]:
    """Chips of the major groups that have programmes."""
    return [
        {"label": str(group), "href": list_url(Asked(group=group.code)), "count": numbers[group.code]}
        for group in majors()
        if group.code in numbers
    ]


def areas(tables: Tables) -> list[Item]:
    """Chips of the provinces that have institutes, the most first."""
    having = sorted((area for area in tables.areas if area.institutes), key=lambda area: (-area.institutes, area.code))
    return [{"label": a.name, "href": list_url(Asked(place=a.name)), "count": a.institutes} for a in having]


# --- pages of one -------------------------------------------------------------------------------------------------


def contact(institute: Institute, today: date) -> list[Item]:
    """What the card of an institute says; the links to call and to open are the template's."""
    held = accreditation(institute, today)
    return [
        {"term": _("Alamat"), "value": institute.address},
        {"term": _("Akreditasi"), "value": " ".join(part for part in (held["text"], held["until"]) if part)},
        {"term": _("VIN (nomor lembaga)"), "value": institute.vin},
    ]


def phone_text(phone: str) -> str:
    """ "+62271555012" -> "0271555012"."""
    return f"0{phone.removeprefix('+62')}" if phone else ""


def is_suspended(institute: Institute) -> bool:
    return institute.state == InstituteState.SUSPENDED


def called_off_text(found: CalledOff) -> str:
    """To who had a seat in it."""
    words = {"dates": date_range(found.held.starts_on, found.held.ends_on, language()), "why": found.why}
    return _("Lembaga membatalkan kelas %(dates)s. Alasannya: %(why)s") % words


def why_not_offered(programme: Programme) -> str:
    """Why nobody joins a programme for now, to who would like to; "" while it is offered."""
    if programme.is_offered:
        return ""
    house = {"house": programme.institute.name}
    if is_suspended(programme.institute):
        return _("%(house)s sedang ditangguhkan kementerian, jadi program ini belum dapat diikuti.") % house
    return _("Program ini sedang tidak ditawarkan %(house)s, jadi belum dapat diikuti.") % house
