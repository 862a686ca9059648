"""How it reads what a session recommended, and what came of it: for the participant and for the counsellor."""

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.formatting import clock_time, long_date, plain_date
from core.language import language
from counseling.enums import Rating, SessionState
from counseling.models import Session
from counseling.selectors.outcomes import Outcome, TrainingOutcome, VacancyOutcome, outcomes_of
from ipk.enums.activities import ActivityKind
from ipk.enums.applications import ApplicationState
from ipk.presentation.applications import tell_url
from ipk.presentation.vacancies import place_text, wage_text
from training.enums import RecommendationState

Item = dict[str, Any]
A, R = ApplicationState, RecommendationState


def vacancy_row(row: VacancyOutcome, today: date, zone: str = "") -> Item:
    """One vacancy that was recommended, with what happened. The letter and the employer's words are not told."""
    tag, tone = _vacancy_tag(row, today)
    return {
        "vacancy": row.vacancy,
        "url": reverse("ipk:vacancy", args=[row.vacancy.pk]) if row.is_open(today) else "",
        "place": place_text(row.vacancy),
        "wage": wage_text(row.vacancy),
        "closes": plain_date(row.vacancy.closes_on, language()),
        "why": row.advice.why,
        "tag": tag,
        "tone": tone,
        "sent": _moment(row.advice.at, zone),
        "apply": _apply_url(row, today),
        "application": row.application,
        **_elsewhere(row, today),
    }


def _elsewhere(row: VacancyOutcome, today: date) -> Item:
    """For what another site takes applications for: the way there, what was told of it, and the way to tell."""
    if not row.is_elsewhere:
        return {"site": "", "told": None, "tell": "", "tell_call": ""}
    return {
        "site": row.vacancy.external_url if row.is_open(today) and row.told is None else "",
        "told": row.told,
        "tell": tell_url(row.vacancy) if row.told is None else "",
        "tell_call": tell_url(row.vacancy, ActivityKind.INTERVIEW) if row.told and not row.was_called else "",
    }


def _apply_url(row: VacancyOutcome, today: date) -> str:
    """Where to apply inside the room; empty when that is done or not possible."""
    if row.has_applied or not row.is_open(today) or row.is_elsewhere:
        return ""
    return reverse("counseling:apply", args=[row.advice.session_id, row.vacancy.pk])


def _vacancy_tag(row: VacancyOutcome, today: date) -> tuple[str, str]:
    if row.told is not None:
        return (_("Dipanggil"), "wait") if row.was_called else (_("Dilamar di situs asalnya"), "run")
    if row.application is not None:
        return {
            A.SENT: (_("Dilamar"), "run"),
            A.SEEN: (_("Lamaran dibuka"), "run"),
            A.CALLED: (_("Dipanggil"), "wait"),
            A.ACCEPTED: (_("Diterima"), "ok"),
            A.REFUSED: (_("Tidak diterima"), ""),
            A.WITHDRAWN: (_("Lamaran ditarik"), ""),
        }[A(row.application.state)]
    return (_("Belum dilamar"), "wait") if row.is_open(today) else (_("Lowongan tutup"), "")


def training_row(row: TrainingOutcome, today: date, zone: str = "") -> Item:
    tag, tone = _training_tag(row, today)
    until = row.recommendation.valid_until if row.recommendation and row.is_in_force(today) else None
    return {
        "title": row.advice.title,
        "why": row.advice.why,
        "tag": tag,
        "tone": tone,
        "until": long_date(until, language()) if until else "",
        "sent": _moment(row.advice.at, zone),
    }


def _training_tag(row: TrainingOutcome, today: date) -> tuple[str, str]:
    if row.is_in_force(today):
        return _("Belum diikuti"), "wait"
    state = R(row.recommendation.state) if row.recommendation else R.EXPIRED
    return {
        R.USED: (_("Diikuti"), "ok"),
        R.WITHDRAWN: (_("Rekomendasi ditarik"), ""),
    }.get(state, (_("Kedaluwarsa"), ""))


def _moment(at: datetime, zone: str) -> str:
    return _("Terkirim %(day)s, %(clock)s") % {
        "day": plain_date(clock.legal_date(at), language()),
        "clock": clock_time(at, zone, language()),
    }


# --- the participant's own ---------------------------------------------------------------------------------------


def outcome_item(outcome: Outcome, *, rating: str, at: datetime, zone: str) -> Item:
    """One session that was held, with what `counseling/_outcome.html` shows of it."""
    session, today = outcome.session, clock.legal_date(at)
    return {
        "session": session,
        "counsellor": session.counsellor.user.full_name,
        "day": long_date(clock.legal_date(session.starts_at), language()),
        "kind": session.get_kind_display(),
        "vacancies": [vacancy_row(row, today, zone) for row in outcome.vacancies],
        "trainings": [training_row(row, today, zone) for row in outcome.trainings],
        "is_empty": outcome.is_empty,
        "rating": rating_item(session, rating),
    }


def outcome_items(sessions: list[Session], *, at: datetime, zone: str) -> list[Item]:
    """For the history of `/konseling/`: sessions with counsellor and rating, those that were held. Four queries."""
    held = [session for session in sessions if session.state == SessionState.HELD]
    found = outcomes_of(held)
    return [outcome_item(found[session.pk], rating=rating_of(session), at=at, zone=zone) for session in held]


def rating_of(session: Session) -> str:
    """The answer so far, or ""."""
    known = getattr(session, "rating", None)
    return known.answer if known else ""


def rating_item(session: Session, answer: str) -> Item:
    """The question of one tap, with the present answer."""
    return {
        "href": reverse("counseling:rate", args=[session.pk]),
        "answer": Rating(answer).label if answer else "",
        "choices": [{"value": str(r.value), "label": r.label, "chosen": r.value == answer} for r in Rating],
    }
