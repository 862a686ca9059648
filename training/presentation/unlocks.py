"""Requests to open a locked roster, as the institute and the officer read them."""

from typing import Any

from django.utils.translation import gettext as _

from core.formatting import long_moment
from core.language import language
from training.enums import UnlockRequestState
from training.models import UnlockRequest
from training.presentation.attendance import hours_text, zone_of

Item = dict[str, Any]
S = UnlockRequestState
TONES = {S.ASKED: "wait", S.GRANTED: "ok", S.REFUSED: "bad"}


def desk_row(row: UnlockRequest) -> Item:
    """A line of the officer's list."""
    meeting = row.meeting
    programme = meeting.training_class.programme
    zone = zone_of(programme.institute)
    return {
        "row": row,
        "meeting": meeting,
        "institute": programme.institute.name,
        "place": str(programme.institute.region),
        "title": programme.title,
        "hours": hours_text(meeting, zone),
        "zone": zone,
        "tag": S(row.state).label,
        "tone": TONES[S(row.state)],
    }


def told(row: UnlockRequest | None) -> Item | None:
    """One request with its answer: facts, tag and tone. None: nobody has asked."""
    if row is None:
        return None
    zone = zone_of(row.meeting.training_class.programme.institute)
    pairs = [
        (_("Diminta oleh"), row.asked_by.full_name),
        (_("Diminta"), long_moment(row.asked_at, language(), zone)),
        (_("Alasan"), row.reason),
    ]
    if row.decided_at is not None:
        pairs += [(_("Dijawab"), long_moment(row.decided_at, language(), zone)), (_("Jawaban"), row.answer)]
    return {
        "row": row,
        "facts": [{"term": term, "value": value} for term, value in pairs],
        "tag": S(row.state).label,
        "tone": TONES[S(row.state)],
        "waits": row.state == S.ASKED,
        "refused": row.state == S.REFUSED,
        "answer": row.answer,
    }
