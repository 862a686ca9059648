"""How vacancies read: rows of a list, the page of one, why it fits. Texts of employers stay plain text."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.formatting import long_moment, number, plain_date, rupiah
from core.language import language
from ipk.enums.vacancies import Employment, ReturnReason, Schooling, VacancySource, VacancyState, WorkPlace
from ipk.matching import Match, Part, Wants, match, weights_on
from ipk.models import Occupation, Vacancy
from ipk.selectors.market import Front
from ipk.selectors.vacancies import Results, Understood, Wider
from ipk.selectors.wants import offer_of
from ipk.wanted import RECENT, WAGES, Wanted
from participants.models import Employer

Item = dict[str, Any]
GOOD_MATCH = 70
PART_NAMES = {
    "experience": gettext_lazy("Pekerjaan"),
    "interest": gettext_lazy("Minat"),
    "place": gettext_lazy("Tempat"),
    "skills": gettext_lazy("Keterampilan"),
    "wage": gettext_lazy("Gaji"),
    "schooling": gettext_lazy("Pendidikan"),
}
WHY = {
    ("experience", "same"): gettext_lazy("segolongan dengan pekerjaan Anda dulu"),
    ("experience", "wished"): gettext_lazy("segolongan dengan pekerjaan yang Anda inginkan"),
    ("experience", "near"): gettext_lazy("setingkat dengan pekerjaan Anda"),
    ("experience", "none"): gettext_lazy("berbeda dari pekerjaan dan keinginan Anda"),
    ("interest", "high"): gettext_lazy("sesuai minat Anda"),
    ("interest", "some"): gettext_lazy("cukup sesuai minat Anda"),
    ("interest", "low"): gettext_lazy("kurang sesuai minat Anda"),
    ("place", "same"): gettext_lazy("di kota atau kabupaten Anda"),
    ("place", "chosen"): gettext_lazy("di kota atau kabupaten yang Anda pilih"),
    ("place", "near"): gettext_lazy("di provinsi Anda"),
    ("place", "chosen_near"): gettext_lazy("di provinsi yang Anda pilih"),
    ("place", "moving"): gettext_lazy("di luar provinsi, dan Anda bersedia pindah"),
    ("place", "far"): gettext_lazy("di luar provinsi Anda"),
    ("place", "abroad"): gettext_lazy("di luar negeri"),
    ("skills", "some"): gettext_lazy("ada keterampilan yang sama"),
    ("skills", "none"): gettext_lazy("keterampilan yang diminta belum Anda tulis"),
    ("wage", "enough"): gettext_lazy("sesuai gaji yang Anda harapkan"),
    ("wage", "below"): gettext_lazy("di bawah gaji yang Anda harapkan"),
    ("schooling", "enough"): gettext_lazy("pendidikan Anda cukup"),
    ("schooling", "below"): gettext_lazy("meminta pendidikan lebih tinggi"),
}
WIDER = {
    "province": gettext_lazy("Cari di seluruh provinsi"),
    "place": gettext_lazy("Cari di semua tempat"),
    "wage": gettext_lazy("Tanpa batas gaji"),
    "schooling": gettext_lazy("Semua pendidikan"),
    "kinds": gettext_lazy("Semua jenis kerja"),
    "recent": gettext_lazy("Semua tanggal"),
    "group": gettext_lazy("Semua golongan"),
    "where": gettext_lazy("Dalam dan luar negeri"),
    "all": gettext_lazy("Hapus semua saringan"),
}
S = VacancyState
TONES = {
    S.DRAFT: "",
    S.SUBMITTED: "run",
    S.PUBLISHED: "ok",
    S.HELD: "wait",
    S.REJECTED: "wait",
    S.CLOSED: "",
    S.TAKEN_DOWN: "bad",
}
_STANDS = {
    S.DRAFT: gettext_lazy("Belum dikirim. Hanya perusahaan Anda yang melihatnya."),
    S.SUBMITTED: gettext_lazy("Petugas memeriksa paling lama satu hari kerja."),
    S.HELD: gettext_lazy("Beberapa orang melaporkan lowongan ini. Petugas memutus paling lama satu hari kerja."),
    S.REJECTED: gettext_lazy("Perbaiki, lalu kirim lagi."),
    S.TAKEN_DOWN: gettext_lazy("Lowongan ini tidak tayang lagi."),
}
_SHOWN_WHY = ("experience", "interest", "place", "skills")


def list_url(wanted: Wanted) -> str:
    query = wanted.query_string()
    return reverse("ipk:vacancies") + (f"?{query}" if query else "")


def place_text(vacancy: Vacancy) -> str:
    """Where the work is; from home is a place too."""
    where = vacancy.country or (str(vacancy.region) if vacancy.region else _("Indonesia"))
    return f"{where}, {_('dari rumah')}" if vacancy.work_place == WorkPlace.REMOTE else where


def wage_text(vacancy: Vacancy) -> str:
    """ "Rp2.600.000 – 3.100.000"."""
    if vacancy.wage_from is None:
        return _("Gaji tidak disebutkan")
    lowest = rupiah(vacancy.wage_from, language())
    if vacancy.wage_to is None or vacancy.wage_to == vacancy.wage_from:
        return lowest
    return f"{lowest} – {number(vacancy.wage_to, language())}"


def row(vacancy: Vacancy, wants: Wants | None, today: date) -> Item:
    """One vacancy in a list."""
    found = match(wants, offer_of(vacancy), on=today) if wants else None
    return {
        "vacancy": vacancy,
        "url": reverse("ipk:vacancy", args=[vacancy.pk]),
        "place": place_text(vacancy),
        "wage": wage_text(vacancy),
        "closes": plain_date(vacancy.closes_on, language()),
        "match": found,
        "is_good": found is not None and found.percent >= GOOD_MATCH,
        "why": why_line(found) if found else "",
    }


def why_line(found: Match) -> str:
    """The strongest reasons in one sentence; empty when nothing speaks for it."""
    said = [WHY[part.name, part.why] for part in found.parts if part.name in _SHOWN_WHY and part.points >= 60]
    return _("Cocok karena %(reasons)s.") % {"reasons": _and(said[:2])} if said else ""


def _and(words: list[Any]) -> str:
    return _("%(one)s dan %(other)s") % {"one": words[0], "other": words[1]} if len(words) == 2 else str(words[0])


def match_parts(found: Match, today: date) -> Item:
    """Every part with what it counts, and since when the weights hold."""
    return {
        "percent": found.percent,
        "line": why_line(found),
        "parts": [_part(part) for part in found.parts],
        "since": weights_on(today).since,
    }


def _part(part: Part) -> Item:
    return {
        "name": PART_NAMES[part.name],
        "why": WHY[part.name, part.why],
        "points": part.points,
        "weight": part.weight,
    }


def heading(results: Results) -> str:
    if results.more:
        return _("Lebih dari %(count)s lowongan") % {"count": number(results.total, language())}
    return ngettext("%(count)s lowongan", "%(count)s lowongan", results.total) % {
        "count": number(results.total, language())
    }


def understood_notes(wanted: Wanted, understood: Understood) -> list[str]:
    """What the search made of the words, so that nobody wonders."""
    notes = [
        _("Tidak ada lowongan dengan kata “%(typed)s”. Yang tampil: “%(meant)s”.") % {"typed": typed, "meant": meant}
        for typed, meant in understood.corrected.items()
    ]
    if understood.unknown_place:
        notes.append(
            _("Kami tidak mengenal tempat “%(place)s”. Tulis nama provinsi, kota, atau kabupaten.")
            % {"place": understood.unknown_place}
        )
    elif understood.place and understood.place.name.casefold() != wanted.place.casefold():
        notes.append(_("Tempat: %(place)s.") % {"place": understood.place.name})
    if understood.loose:
        notes.append(_("Tidak ada yang memuat semua kata, jadi kami tampilkan yang memuat sebagian."))
    return notes


def active_filters(wanted: Wanted, group_name: str) -> list[Item]:
    """Chips that take one filter away."""
    labels: list[tuple[str, str]] = []
    if wanted.wage:
        labels.append(("wage", _("%(wage)s ke atas") % {"wage": rupiah(wanted.wage, language())}))
    if wanted.group:
        labels.append(("group", group_name or wanted.group))
    if wanted.schooling:
        labels.append(("schooling", _("Paling tinggi %(level)s") % {"level": Schooling(wanted.schooling).label}))
    if wanted.where:
        labels.append(("where", _("Luar negeri") if wanted.where == "abroad" else _("Dalam negeri")))
    if wanted.kinds:
        labels.append(("kinds", ", ".join(str(Employment(kind).label) for kind in wanted.kinds)))
    if wanted.recent:
        labels.append(("recent", recent_label(wanted.recent)))
    return [{"label": label, "href": list_url(wanted.without(name))} for name, label in labels]


def recent_label(days: int) -> str:
    if days == 1:
        return _("Hari ini")
    return ngettext("%(n)s hari terakhir", "%(n)s hari terakhir", days) % {"n": days}


def wider_items(found: list[Wider]) -> list[Item]:
    return [{"label": WIDER[item.name], "href": list_url(item.wanted), "count": item.count or None} for item in found]


def sorts(wanted: Wanted, understood: Understood) -> list[Item]:
    """The two orders; without words there is nothing to be relevant to."""
    if not understood.words:
        return []
    fitting, latest = replace(wanted, newest=False), replace(wanted, newest=True)
    return [
        {"label": _("Paling cocok"), "href": list_url(fitting), "current": not wanted.newest},
        {"label": _("Terbaru"), "href": list_url(latest), "current": wanted.newest},
    ]


def categories(front: Front, majors: list[Occupation]) -> list[Item]:
    names = {group.code: str(group) for group in majors}
    return [
        {"label": names[category.code], "href": list_url(Wanted(group=category.code)), "count": category.count}
        for category in front.categories
        if category.code in names
    ]


def companies(front: Front) -> list[Item]:
    return [
        {"label": firm.name, "href": list_url(Wanted(q=firm.name)), "count": firm.count} for firm in front.companies
    ]


def filter_choices(wanted: Wanted, groups: list[Occupation]) -> Item:
    """The options of the panel, each with whether it is chosen."""
    return {
        "wages": [(value, rupiah(value, language()), value == wanted.wage) for value in WAGES],
        "groups": [(group.code, str(group), group.code == wanted.group) for group in groups],
        "schoolings": [(s.value, s.label, s.value == wanted.schooling) for s in Schooling if s != Schooling.ANY],
        "kinds": [(kind.value, kind.label, kind.value in wanted.kinds) for kind in Employment],
        "recents": [(days, recent_label(days), days == wanted.recent) for days in RECENT],
    }


def facts(vacancy: Vacancy) -> list[Item]:
    """What the page of a vacancy says beside its texts."""
    years = vacancy.experience_years
    return [
        {"term": _("Golongan jabatan"), "value": str(vacancy.occupation)},
        {"term": _("Tempat bekerja"), "value": f"{place_text(vacancy)} · {vacancy.get_work_place_display()}"},
        {"term": _("Pendidikan"), "value": vacancy.get_education_display()},
        {
            "term": _("Pengalaman"),
            "value": ngettext("%(n)s tahun", "%(n)s tahun", years) % {"n": years} if years else _("Tidak disyaratkan"),
        },
        {
            "term": _("Dicari"),
            "value": ngettext("%(n)s orang", "%(n)s orang", vacancy.openings)
            % {"n": number(vacancy.openings, language())},
        },
    ]


def lines(text: str) -> list[str]:
    """An employer's text as lines; marks of lists at their beginning go, because the page has its own."""
    return [line.lstrip("-•*· \t").strip() for line in text.splitlines() if line.strip(" \t-•*·")]


def source_text(vacancy: Vacancy) -> str:
    return _("Karirhub Kemnaker") if vacancy.source == VacancySource.KARIRHUB else ""


def search_label(wanted: Wanted, understood: Understood, group_name: str) -> str:
    """What a saved search is called: its words, its place and its filters."""
    place = understood.place.name if understood.place else ""
    said = [" ".join(understood.words), place, *(item["label"] for item in active_filters(wanted, group_name))]
    return " · ".join(part for part in said if part)[:200] or _("Semua lowongan")


# --- an employer's own -------------------------------------------------------------------------------------------


def own_row(vacancy: Vacancy, today: date) -> Item:
    """One of an employer's vacancies: how it stands, in its own words."""
    what = _STANDS.get(vacancy.state, "")
    return {"vacancy": vacancy, "place": place_text(vacancy), "what": what, **standing(vacancy, today)}


def standing(vacancy: Vacancy, today: date) -> Item:
    """The tag of its state; what is published and past its last day is over."""
    if vacancy.state == VacancyState.PUBLISHED and vacancy.closes_on < today:
        return {"tag": _("Sudah lewat tanggal tutup"), "tone": ""}
    return {"tag": vacancy.get_state_display(), "tone": TONES[vacancy.state]}


def own_totals(employer: Employer, today: date) -> list[Item]:
    rows = Vacancy.objects.filter(employer=employer)
    numbers = rows.aggregate(
        shown=Count("pk", filter=Q(state=VacancyState.PUBLISHED, closes_on__gte=today)),
        waiting=Count("pk", filter=Q(state=VacancyState.SUBMITTED)),
        back=Count("pk", filter=Q(state=VacancyState.REJECTED)),
        drafts=Count("pk", filter=Q(state=VacancyState.DRAFT)),
    )
    terms = {"shown": _("Tayang"), "waiting": _("Diperiksa"), "back": _("Dikembalikan"), "drafts": _("Draf")}
    return [{"term": term, "value": number(numbers[name], language())} for name, term in terms.items()]


def history(vacancy: Vacancy) -> list[Item]:
    """Every step, the latest first. Officers are not named to employers."""
    words = {
        "draft": _("Ditulis"), "submit": _("Dikirim untuk diperiksa"), "revise": _("Diubah, diperiksa lagi"),
        "approve": _("Disetujui, tayang"), "reject": _("Dikembalikan"), "hold": _("Ditahan karena laporan"),
        "restore": _("Tayang kembali"), "take_down": _("Diturunkan"), "close": _("Ditutup"),
        "reopen": _("Dibuka lagi"),
    }  # fmt: skip
    reasons = dict(ReturnReason.choices)
    rows = vacancy.log.order_by("-pk")[:20]
    return [
        {
            "when": long_moment(row.at, language()),
            "title": ": ".join([words.get(row.move, row.move), *_why(row, reasons)]),
        }
        for row in rows
    ]


def _why(row: Any, reasons: Item) -> list[str]:
    """Why an officer gave it back or took it down."""
    return [str(reasons[row.note])] if row.move in ("reject", "take_down") and row.note in reasons else []


def is_corrected(vacancy: Vacancy) -> bool:
    """Whether its employer has written anew since it was given back."""
    back = vacancy.log.filter(move="reject").order_by("-pk").first()
    return back is not None and vacancy.versions.filter(at__gt=back.at).exists()
