"""The facts of a worksheet in the words of the page. They are kept as codes and days, so either language reads them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.formatting import date_range, month_year, plain_date
from core.language import language
from counseling.enums import CounsellorKind
from ipk.enums import MayMove, MayTrain
from ipk.enums.profile import Schooling

Item = dict[str, Any]
Facts = Mapping[str, Any]


def profile_rows(facts: Facts) -> list[Item]:
    """Who the participant is and what they want; what is not known is said to be."""
    rows = [
        {"term": _("Tinggal di"), "value": facts["participant"]["home"] or _("belum diketahui")},
        {"term": _("Pendidikan"), "value": _schooling(facts) or _("belum diisi")},
        {"term": _("Keahlian"), "value": ", ".join(facts["skills"]) or _("belum diisi")},
        {"term": _("Kerja dicari"), "value": _wish(facts) or _("belum mendaftar sebagai pencari kerja")},
    ]
    if facts["phk"]:
        last = facts["phk"]
        text = _("%(employer)s, %(day)s") % {"employer": last["employer"], "day": _day(last["on"])}
        rows.insert(1, {"term": _("PHK"), "value": text})
    return rows


def job_rows(facts: Facts) -> list[Item]:
    """Work, the latest first: "Operator jahit", "PT Contoh · Maret 2019–November 2026"."""
    return [
        {"title": job["title"], "text": " · ".join(filter(None, (job["place"], _span(job["began"], job["ended"]))))}
        for job in facts["jobs"]
    ]


def assessment(facts: Facts) -> Item | None:
    """Day, groups with their match, and what the participant is ready for; None without a complete assessment."""
    found = facts["assessment"]
    if not found:
        return None
    english = language() == "en"
    return {
        "day": _day(found["on"]),
        "groups": [{"name": g["name_en"] if english else g["name"], "match": g["match"]} for g in found["groups"]],
        "ready": [
            text
            for text in (
                _ready(_("Mau bekerja: %(where)s"), MayMove, found["may_move"]),
                _ready(_("Mau dilatih: %(where)s"), MayTrain, found["may_train"]),
            )
            if text
        ],
    }


def _ready(words: str, choices: Any, value: str) -> str:
    label = str(_label(choices, value))
    return words % {"where": label[:1].lower() + label[1:]} if label else ""


def search(facts: Facts) -> Item:
    """What was done to find work, counted, with the companies applied to last."""
    found = facts["search"]
    sent, called = found["applications"], found["interviews"]
    return {
        "span": date_range(date.fromisoformat(found["first"]), date.fromisoformat(found["last"]), language()),
        "sent": ngettext("%(n)d lamaran", "%(n)d lamaran", sent) % {"n": sent},
        "called": ngettext("%(n)d panggilan", "%(n)d panggilan", called) % {"n": called},
        "companies": found["companies"],
    }


def counsellor_line(facts: Facts) -> str:
    """ "Maya Lestari, Pengantar Kerja, Kota Surakarta"."""
    who = facts["counsellor"]
    return ", ".join(filter(None, (who["name"], str(_label(CounsellorKind, who["kind"])), who["office"])))


def month_line(facts: Facts) -> str:
    """Which month of the benefit activities are collected for; empty when there is none."""
    return _("Klaim bulan ke-%(n)s") % {"n": facts["month"]} if facts["month"] else ""


def _schooling(facts: Facts) -> str:
    if not facts["schooling"]:
        return ""
    last = facts["schooling"][0]
    return ", ".join(filter(None, (str(_label(Schooling, last["level"])), last["title"])))


def _wish(facts: Facts) -> str:
    wish = facts["wish"]
    if not wish:
        return ""
    places = [*wish["places"], *([_("luar negeri")] if wish["abroad"] else [])]
    return f"{wish['job']} · {', '.join(places)}" if places else str(wish["job"])


def _label(choices: Any, value: str) -> Any:
    return choices(value).label if value in choices.values else ""


def _span(began: str, ended: str) -> str:
    if not began:
        return ""
    return f"{_month(began)}–{_month(ended) if ended else _('sekarang')}"


def _month(text: str) -> str:
    return month_year(date.fromisoformat(f"{text}-01"), language())


def _day(text: str) -> str:
    return plain_date(date.fromisoformat(text), language())
