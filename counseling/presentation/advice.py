"""How a counsellor chooses what to recommend: vacancies by how well they fit, programmes by how near they are."""

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from core.formatting import long_moment, number, plain_date, rupiah
from core.language import language
from counseling.models import Session
from counseling.policies import is_enterable, opens_at
from counseling.presentation.outcomes import training_row, vacancy_row
from counseling.selectors.outcomes import Outcome, applied_for, outcome_of
from ipk.matching import Match, Wants
from ipk.models import Vacancy
from ipk.presentation.vacancies import GOOD_MATCH, PART_NAMES, place_text, source_text, wage_text
from ipk.selectors import job_groups
from ipk.selectors.fitting import Fitting
from training.models import Programme

Item = dict[str, Any]


def advice_card(session: Session, at: datetime, zone: str = "", *, outcome: Outcome | None = None) -> Item:
    """What `counseling/_advice.html` shows beside the worksheet: what is recommended, and the way to more.

    `outcome` is that of the session, where it is known already.
    """
    outcome, today = outcome or outcome_of(session), clock.legal_date(at)
    return {
        "vacancies": [vacancy_row(row, today, zone) for row in outcome.vacancies],
        "trainings": [training_row(row, today, zone) for row in outcome.trainings],
        "is_empty": outcome.is_empty,
        "may_add": is_enterable(session, at),
        "href": reverse("counseling:advice", args=[session.pk]),
    }


def closed_words(session: Session, at: datetime, zone: str) -> str:
    """Why nothing can be recommended now; empty while something can."""
    if is_enterable(session, at):
        return ""
    if at < opens_at(session):
        opens = long_moment(opens_at(session), language(), zone)
        return _("Rekomendasi dapat dikirim sejak ruang dibuka: %(moment)s.") % {"moment": opens}
    return _("Sesi ini sudah selesai. Rekomendasi tidak dapat ditambah lagi; peserta dapat mengajukan konseling lagi.")


def about(wants: Wants, home: str, today: date) -> list[Item]:
    """What is known about the participant that a vacancy is compared with. Nothing unknown is shown."""
    names = {group.code: str(group) for group in job_groups()}
    liked = sorted(wants.interests, key=lambda code: -wants.interests[code])[:3]
    facts = [
        (_("Pekerjaan dulu"), _named(wants.former, names)),
        (_("Yang diinginkan"), _named(wants.wished, names)),
        (_("Hasil asesmen"), ", ".join(f"{names.get(code, code)} {wants.interests[code]}%" for code in liked)),
        (_("Domisili"), home),
        (_("Gaji paling sedikit"), rupiah(wants.wage, language()) if wants.wage else ""),
    ]
    return [{"term": term, "value": value} for term, value in facts if value]


def _named(codes: frozenset[str], names: dict[str, str]) -> str:
    return ", ".join(dict.fromkeys(names[code[:2]] for code in sorted(codes) if code[:2] in names))


# --- vacancies ---------------------------------------------------------------------------------------------------


def vacancy_choices(found: Fitting, outcome: Outcome, today: date, zone: str) -> list[Item]:
    """The vacancies of a page with how they fit, and what this participant was sent or has applied for already."""
    sent = {row.vacancy.pk: row for row in outcome.vacancies}
    applied = applied_for(outcome.session.person_id, [vacancy.pk for vacancy, _judged in found.rows])
    return [
        _vacancy_choice(vacancy, judged, sent.get(vacancy.pk), today, zone) | {"applied": vacancy.pk in applied}
        for vacancy, judged in found.rows
    ]


def _vacancy_choice(vacancy: Vacancy, judged: Match | None, sent: Any, today: date, zone: str) -> Item:
    return {
        "pk": vacancy.pk,
        "title": vacancy.title,
        "url": reverse("ipk:vacancy", args=[vacancy.pk]),
        "company": vacancy.company,
        "place": place_text(vacancy),
        "wage": wage_text(vacancy),
        "closes": plain_date(vacancy.closes_on, language()),
        "percent": judged.percent if judged else None,
        "is_good": judged is not None and judged.percent >= GOOD_MATCH,
        "parts": _parts(judged) if judged else "",
        "source": source_text(vacancy),
        "sent": vacancy_row(sent, today, zone) if sent else None,
    }


def _parts(judged: Match) -> str:
    """ "Pekerjaan 100%, Tempat 60%": the counsellor's own words say why to the participant."""
    return ", ".join(f"{PART_NAMES[part.name]} {part.points}%" for part in judged.parts)


def found_heading(found: Fitting) -> str:
    count = number(found.total, language())
    if found.more:
        return _("Lebih dari %(count)s lowongan, yang paling cocok dulu") % {"count": count}
    words = ngettext(
        "%(count)s lowongan, yang paling cocok dulu", "%(count)s lowongan, yang paling cocok dulu", found.total
    )
    return words % {"count": count}


# --- training ----------------------------------------------------------------------------------------------------


def programme_choices(programmes: list[Programme], outcome: Outcome, today: date, zone: str) -> list[Item]:
    sent = {row.recommendation.programme_id: row for row in outcome.trainings if row.recommendation}
    return [_programme_choice(row, sent.get(row.pk), today, zone) for row in programmes]


def _programme_choice(row: Any, sent: Any, today: date, zone: str) -> Item:
    """`row` with its institute, `nearness` and `next_start`."""
    return {
        "pk": row.pk,
        "title": row.title,
        "institute": row.institute.name,
        "place": str(row.institute.region),
        "near": nearness_words(row.nearness),
        "mode": row.get_mode_display(),
        "days": ngettext("%(n)s hari", "%(n)s hari", row.days) % {"n": number(row.days, language())},
        "cost": rupiah(row.cost, language()),
        "starts": plain_date(row.next_start, language()) if row.next_start else "",
        "sent": training_row(sent, today, zone) if sent else None,
    }


def nearness_words(nearness: int) -> str:
    return {0: _("di kota atau kabupatennya"), 1: _("di provinsinya"), 2: _("daring")}.get(
        nearness, _("di provinsi lain")
    )
