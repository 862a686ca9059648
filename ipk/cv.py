"""A CV in the words of the page: from a snapshot (selectors.profile_snapshot) to what ipk/_cv.html and cv.typ print."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core.formatting import month_year
from core.language import language
from ipk.enums.profile import LEVELS, Impairment, Part

Json = dict[str, Any]
ORDER = (
    Part.EXPERIENCE,
    Part.EDUCATION,
    Part.TRAINING,
    Part.CERTIFICATE,
    Part.ACHIEVEMENT,
    Part.LANGUAGE,
)


def cv_of(snapshot: Json, *, with_contacts: bool = True) -> Json:
    """Headings, rows and spans for a page or a sheet. Parts without entries are left out.

    `with_contacts=False` leaves phone and email out: what an employer reads before it has called or accepted.
    """
    parts = snapshot["parts"]
    sections = [
        {"title": str(part.label), "rows": [entry_row(part, entry) for entry in parts.get(part.value, [])]}
        for part in ORDER
    ]
    condition = snapshot.get("condition")
    return {
        "name": snapshot["name"],
        "contacts": [line for line in (snapshot["home"], *(ways_to_reach(snapshot) if with_contacts else ())) if line],
        "summary": snapshot["summary"],
        "sections": [section for section in sections if section["rows"]],
        "skills": [entry["title"] for entry in parts.get(Part.SKILL.value, [])],
        "condition": _condition(condition) if condition else None,
        "has_photo": snapshot["photo"] is not None,
    }


def ways_to_reach(snapshot: Json) -> list[str]:
    """Phone and email that were sent, as people read them."""
    return [way for way in (phone_shown(snapshot["phone"]), snapshot["email"]) if way]


def phone_shown(phone: str) -> str:
    """ "+6281234567890" as people read it: 0812 3456 7890, never broken over two lines."""
    if not phone.startswith("+62"):
        return phone
    digits = "0" + phone.removeprefix("+62")
    return "\u00a0".join(filter(None, (digits[:4], digits[4:8], digits[8:])))


def entry_row(part: Part, entry: Json) -> dict[str, str]:
    """One entry: what, where, when, and the person's own words on it. `entry` is as in a snapshot."""
    title, place = entry["title"], entry["place"]
    if part == Part.EDUCATION:
        title = ", ".join(filter(None, (level_name(part, entry["level"]), title)))
    elif part == Part.LANGUAGE:
        place = level_name(part, entry["level"])
    return {"title": title, "place": place, "when": span(part, entry["began"], entry["ended"]), "note": entry["note"]}


def level_name(part: Part, level: str) -> str:
    return str(dict(LEVELS[part].choices).get(level, ""))


def span(part: Part, began: str, ended: str) -> str:
    """ "Maret 2019–sekarang", "2008–2011", "2021, berlaku sampai 2026". Ends are "2019-03", "2019" or empty."""
    first, last = _said(began), _said(ended)
    if part == Part.CERTIFICATE:
        return _("%(year)s, berlaku sampai %(until)s") % {"year": first, "until": last} if first and last else first
    if part in (Part.EXPERIENCE, Part.EDUCATION) and first and not last:
        return _("%(first)s–sekarang") % {"first": first}
    if not first or not last or first == last:
        return first or last
    return f"{first}–{last}"


def _said(end: str) -> str:
    year, _dash, month = end.partition("-")
    return month_year(date(int(year), int(month), 1), language()) if month else year


def _condition(condition: Json) -> Json:
    known = [str(Impairment(kind).label) for kind in condition["kinds"] if kind in Impairment.values]
    return {"kinds": known, "needs": condition["needs"]}
