"""How a participant reads what was recommended: why, by whom, when it is held, and whether it can still be had."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core.formatting import percent, plain_date
from core.language import language
from rules.duties import TRAINING_COST_CEILING, TRAINING_MONTHS
from rules.parameters import ATTENDANCE_NEEDED
from training import pages
from training.enums import InstituteState, ProgrammeState, RecommendationState
from training.models import TrainingRecommendation
from training.selectors.classes import CalledOff

Item = dict[str, Any]
MOST_PAST = 20
MOST_SEATS = 200  # nobody trains more often
ROWS = 5  # trainings that are over, a page
S = RecommendationState
_TONES = {S.OPEN: "", S.WITHDRAWN: "wait", S.USED: "ok", S.EXPIRED: ""}


def card(row: TrainingRecommendation, lost: CalledOff | None) -> Item:
    """One that may be used. `problem` says why nobody can join for now, `lost` which class was called off."""
    programme = row.programme
    house = programme.institute
    return {
        "id": row.pk,
        "title": programme.title,
        "url": "" if house.state == InstituteState.ENDED or _is_gone(row) else pages.programme_url(programme),
        "institute": house.name,
        "place": pages.place_text(programme),
        "mode": programme.get_mode_display(),
        "length": pages.length_text(programme),
        "why": pages.lines(row.why),
        "by": row.made_by.get_full_name(),
        "on": plain_date(row.made_at, language()),
        "until": row.valid_until,
        "phone": pages.phone_text(house.phone),
        "dial": house.phone,
        "lost": pages.called_off_text(lost) if lost is not None else "",
        "problem": pages.why_not_offered(programme),
        "classes": pages.class_rows(programme.upcoming) if programme.is_offered else [],  # type: ignore[attr-defined]
    }


def _is_gone(row: TrainingRecommendation) -> bool:
    return row.programme.state != ProgrammeState.LISTED


def past_item(row: TrainingRecommendation) -> Item:
    """One that cannot be used any more, and why: the last of its log says so."""
    state = S.EXPIRED if row.state == S.OPEN else S(row.state)
    note = next((entry.note for entry in reversed(row.log.all()) if entry.move == "withdraw"), "")
    said = _("Direkomendasikan %(day)s") % {"day": plain_date(row.made_at, language())}
    return {
        "title": row.programme.title,
        "href": "",
        "text": f"{row.programme.institute.name} · {said}" + (f" · {note}" if note else ""),
        "tag": state.label,
        "kind": _TONES[state],
    }


def rules_of(today: date) -> Item:
    """What the law of the day says about training, in the words of the page."""
    first, last = TRAINING_MONTHS.on(today).value
    return {
        "first": first,
        "last": last,
        "share": percent(ATTENDANCE_NEEDED.on(today).value, language()),
        "ceiling": TRAINING_COST_CEILING.on(today).value,
    }
