"""Reads of worksheets: what is written, what would be signed, what was signed, and what others may know of it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from counseling.content import fingerprint, seal_of
from counseling.enums import SessionState, Side, WorksheetState
from counseling.models import Counsellor, Session, Worksheet, WorksheetNote, WorksheetSignature
from counseling.selectors.guides import questions_of
from participants.models import Person

Json = dict[str, Any]
SHAPE = 1
_WITH_PEOPLE = ("guide", "session__person__user", "session__counsellor__user", "session__counsellor__region")


def worksheet_of(session: Session) -> Worksheet | None:
    """None until the counsellor has begun it."""
    return Worksheet.objects.filter(session=session).select_related("guide").first()


def worksheet_for(user: User, session_id: UUID | str, on: date) -> Worksheet | None:
    """The worksheet of a session for somebody who may read it, with both people; None for everybody else."""
    rows = Worksheet.objects.visible_to(user, on).select_related(*_WITH_PEOPLE)
    return rows.filter(session=session_id).first()


def unsigned_worksheets(counsellor: Counsellor) -> QuerySet[Session]:
    """Sessions that are over and whose worksheet the counsellor still has to write, sign, or answer a comment on.

    The oldest first."""
    held = Session.objects.filter(counsellor=counsellor, state=SessionState.HELD)
    done = (WorksheetState.SENT, WorksheetState.AGREED)
    return held.exclude(worksheet__state__in=done).select_related("person__user", "worksheet").order_by("starts_at")


def notes_of(worksheet: Worksheet) -> dict[int, str]:
    """Question → what was noted."""
    return dict(WorksheetNote.objects.filter(worksheet=worksheet).values_list("question_id", "text"))


def content_of(worksheet: Worksheet) -> Json:
    """Everything that a signature is put under, as it stands now. `sending` counts how often it was sent, from 1."""
    session, notes = worksheet.session, notes_of(worksheet)
    sent_before = worksheet.signatures.filter(side=Side.COUNSELLOR).count()
    return {
        "v": SHAPE,
        "session": str(session.pk),
        "kind": session.kind,
        "starts_at": session.starts_at.isoformat(),
        "guide": worksheet.guide.number,
        "facts": worksheet.facts,
        "notes": [
            {"topic": q.topic, "topic_en": q.topic_en, "text": q.text, "text_en": q.text_en, "note": notes[q.pk]}
            for q in questions_of(worksheet.guide)
            if notes.get(q.pk)
        ],
        "agreement": worksheet.agreement,
        "next_steps": worksheet.next_steps,
        "vacancies": [
            {"title": row.vacancy.title, "company": row.vacancy.company, "why": row.why}
            for row in session.vacancy_advice.select_related("vacancy").order_by("at", "pk")
        ],
        "trainings": [{"title": row.title, "why": row.why} for row in session.training_advice.order_by("at", "pk")],
        "sending": sent_before + 1,
    }


def signatures_of(worksheet: Worksheet) -> dict[str, WorksheetSignature]:
    """The last signature of each side; the participant's only under what the counsellor signed last."""
    found = {row.side: row for row in worksheet.signatures.order_by("signed_at", "pk")}
    mine, theirs = found.get(Side.COUNSELLOR), found.get(Side.PARTICIPANT)
    if theirs is not None and (mine is None or theirs.digest != mine.digest):
        del found[Side.PARTICIPANT]
    return found


def seal_holds(worksheet: Worksheet, signed: dict[str, WorksheetSignature]) -> bool:
    """Whether an agreed worksheet is still what both signed: its content, its names, its seal. `signed`: signatures."""
    if set(signed) != {Side.COUNSELLOR, Side.PARTICIPANT}:
        return False
    rows = list(signed.values())
    digest = signed[Side.COUNSELLOR].digest
    same = all(row.digest == digest == fingerprint(row.content) for row in rows)
    return same and worksheet.seal == seal_of(digest, names_of(rows))


def names_of(rows: list[WorksheetSignature]) -> dict[str, tuple[str, str]]:
    """Who signed when, as the seal covers it."""
    return {row.side: (row.typed_name, row.signed_at.isoformat()) for row in rows}


def sessions_about(person: Person) -> QuerySet[Session]:
    """All sessions of a person, the latest first, each with its worksheet: for who may see the whole person."""
    rows = Session.objects.filter(person=person).select_related("counsellor__user", "worksheet")
    return rows.order_by("-starts_at", "pk")
