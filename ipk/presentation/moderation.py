"""How the desk of vacancies reads."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.clock import legal_date
from core.formatting import countdown, number, short_date
from core.language import language
from ipk.enums.vacancies import Flag
from ipk.models import Vacancy, VacancyVersion
from ipk.presentation.vacancies import standing
from ipk.selectors.moderation import DeskNumbers

Item = dict[str, Any]
FIELD_NAMES = {
    "title": gettext_lazy("Pekerjaan"),
    "occupation_id": gettext_lazy("Golongan jabatan"),
    "description": gettext_lazy("Yang dikerjakan"),
    "requirements": gettext_lazy("Yang diminta"),
    "region_id": gettext_lazy("Tempat bekerja"),
    "country": gettext_lazy("Negara"),
    "wage_from": gettext_lazy("Gaji dari"),
    "wage_to": gettext_lazy("Gaji sampai"),
    "education": gettext_lazy("Pendidikan"),
    "experience_years": gettext_lazy("Pengalaman"),
    "employment": gettext_lazy("Jenis kerja"),
    "work_place": gettext_lazy("Bekerja dari"),
    "openings": gettext_lazy("Jumlah orang"),
    "skills": gettext_lazy("Keterampilan"),
    "closes_on": gettext_lazy("Tutup"),
}


def queue_row(vacancy: Any, now: datetime) -> Item:
    """One row: how long is left, and why it is here."""
    due, today = vacancy.due, legal_date(now)
    why = (
        ngettext("%(n)s laporan", "%(n)s laporan", vacancy.reported) % {"n": vacancy.reported}
        if vacancy.reported
        else _("Belum tayang")
    )
    return {
        "vacancy": vacancy,
        "left": countdown(due, now, language()) if due else "",
        "hot": due is not None and due <= today,
        "why": why,
        "flags": flag_labels(vacancy),
        "where": vacancy.country or vacancy.region,
        **standing(vacancy, today),
    }


def decided_row(vacancy: Vacancy, now: datetime) -> Item:
    """One row of those that wait for nobody: when it came, and the reason if it was given back or taken down."""
    return {
        "vacancy": vacancy,
        "left": short_date(vacancy.created_at, language()),
        "hot": False,
        "why": vacancy.get_reason_display(),
        "flags": flag_labels(vacancy),
        "where": vacancy.country or vacancy.region,
        **standing(vacancy, legal_date(now)),
    }


def flag_labels(vacancy: Vacancy) -> list[str]:
    return [str(Flag(flag).label) for flag in vacancy.flags if flag in Flag.values]


def totals(desk: DeskNumbers) -> list[Item]:
    return [
        {"term": _("Lewat waktu"), "value": number(desk.late, language()), "bad": desk.late > 0},
        {"term": _("Jatuh tempo hari ini"), "value": number(desk.today, language())},
        {"term": _("Belum tayang"), "value": number(desk.waiting, language())},
        {"term": _("Dilaporkan"), "value": number(desk.reported, language())},
    ]


def changes(versions: list[VacancyVersion]) -> list[Item]:
    """What differs between the last two texts, as words. Nothing when there is only one."""
    if len(versions) < 2:
        return []
    now, before = versions[0].content, versions[1].content
    return [
        {"name": name, "before": _said(before.get(key)), "now": _said(now.get(key))}
        for key, name in FIELD_NAMES.items()
        if now.get(key) != before.get(key)
    ]


def _said(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "–" if value in (None, "") else str(value)
