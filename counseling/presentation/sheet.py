"""A signed or sent worksheet as both read it, on the page and on paper."""

from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from core.language import language
from counseling.enums import SessionKind, Side
from counseling.models import Session, Worksheet, WorksheetSignature
from counseling.presentation import facts as words
from counseling.presentation.moments import when
from counseling.selectors.worksheets import content_of, seal_holds, signatures_of

Item = dict[str, Any]


def sheet_of(worksheet: Worksheet) -> Item:
    """What was signed last; while nothing is signed, what stands there now. With the names and the seal."""
    signed = signatures_of(worksheet)
    counsellor = signed.get(Side.COUNSELLOR)
    content = counsellor.content if counsellor is not None else content_of(worksheet)
    return {
        **sheet_words(content, worksheet.session),
        "digest": counsellor.digest if counsellor is not None else "",
        "signatures": [_signature(row) for row in signed.values()],
        "seal": grouped(worksheet.seal),
        "seal_holds": bool(worksheet.seal) and seal_holds(worksheet, signed),
    }


def draft_of(worksheet: Worksheet) -> Item:
    """What would be signed now, without names."""
    return {**sheet_words(content_of(worksheet), worksheet.session), "signatures": [], "seal": ""}


def sheet_words(content: Item, session: Session) -> Item:
    """The content in the language of the page. What people wrote stays as they wrote it."""
    facts = content["facts"]
    return {
        "kind": str(SessionKind(content["kind"]).label),
        "when": when(session),
        "participant": facts["participant"]["name"],
        "counsellor": words.counsellor_line(facts),
        "profile": words.profile_rows(facts),
        "jobs": words.job_rows(facts),
        "assessment": words.assessment(facts),
        "search": words.search(facts),
        "topics": topics_of(content["notes"]),
        "agreement": content["agreement"],
        "next_steps": content["next_steps"],
        "vacancies": content["vacancies"],
        "trainings": content["trainings"],
    }


def topics_of(notes: list[Item]) -> list[Item]:
    """Questions and answers under their topics."""
    english = language() == "en"
    topic, text = ("topic_en", "text_en") if english else ("topic", "text")
    return [
        {"topic": name, "answers": [{"question": n[text], "note": n["note"]} for n in group]}
        for name, group in groupby(notes, key=lambda note: note[topic])
    ]


def _signature(row: WorksheetSignature) -> Item:
    side = _("Peserta") if row.side == Side.PARTICIPANT else _("Konselor")
    return {"side": side, "name": row.typed_name, "at": row.signed_at}


def grouped(seal: str) -> str:
    """Sixty-four signs in groups of eight: people can compare them."""
    return " ".join(seal[place : place + 8] for place in range(0, len(seal), 8))


def moment_of(worksheet: Worksheet) -> datetime:
    """When it became what it is: answered, sent, or saved."""
    return worksheet.answered_at or worksheet.sent_at or worksheet.saved_at
