"""Worksheets and reports, each written by the operations that write them in life.

write(session)                    begun, with an agreement
sent_worksheet(person)            signed by the counsellor; the session is over
agreed_worksheet(person)          signed by both
commented_worksheet(person)       came back
report(session)                   what a counsellor tells BPJS; kind=ReportKind.SOCIAL: a referral
"""

from datetime import datetime, timedelta
from typing import Any

from counseling.enums import ReportKind, Side
from counseling.models import Report, Session, Worksheet
from counseling.operations import reports, worksheets
from counseling.operations.worksheets import Written
from counseling.selectors import session_for, worksheet_of
from counseling.selectors.guides import questions_of
from participants.models import Person
from tests.factories.counseling import open_session

AGREEMENT = "Melamar lima lowongan penjahit, dan mendaftar pelatihan menjahit industri."
NEXT_STEPS = "Jumat: peserta mengirim dua lamaran.\nSenin: konselor menelepon."
ANSWER = "Suka memeriksa jahitan dan mengajari pekerja baru. Kurang suka kerja malam."


def read(session: Session) -> Session:
    """As `session_for` gives it."""
    found = session_for(session.counsellor.user, session.pk)
    assert found is not None
    return found


def write(session: Session, *, at: datetime | None = None, agreement: str = AGREEMENT, answers: int = 2) -> Worksheet:
    """With the first questions answered, twelve minutes after the beginning."""
    session, at = read(session), at or session.starts_at + timedelta(minutes=12)
    me = session.counsellor.user
    begun = worksheets.begin_worksheet(session, actor=me, at=at)
    notes = {question.pk: ANSWER for question in questions_of(begun.guide)[:answers]}
    written = Written(begun.version, notes, agreement, NEXT_STEPS)
    return worksheets.save_worksheet(session, written=written, actor=me, at=at)


def sign(session: Session, *, at: datetime | None = None) -> Worksheet:
    """By the counsellor, at the end of the time."""
    session = read(session)
    kept, me = worksheet_of(session), session.counsellor.user
    sent = worksheets.send_worksheet(
        session, version=kept.version, typed_name=me.full_name, actor=me, at=at or session.ends_at
    )
    sent.session = read(session)
    return sent


def digest(session: Session) -> str:
    """The fingerprint of what the counsellor signed last."""
    return worksheet_of(session).signatures.filter(side=Side.COUNSELLOR).latest("pk").digest


def sent_worksheet(person: Person | None = None, **how: Any) -> Worksheet:
    session = open_session(person, **how)
    write(session)
    return sign(session)


def agreed_worksheet(person: Person | None = None, **how: Any) -> Worksheet:
    return agree(sent_worksheet(person, **how).session)


def agree(session: Session) -> Worksheet:
    """Signed by both; by the counsellor now unless that was done."""
    session = sign(session).session
    agreed = worksheets.agree_worksheet(
        session,
        digest=digest(session),
        typed_name=session.person.full_name,
        actor=session.person.user,
        at=session.ends_at + timedelta(hours=1),
    )
    agreed.session = session
    return agreed


def commented_worksheet(person: Person | None = None, *, comment: str = "Bukan Jumat, Kamis.", **how: Any) -> Worksheet:
    sent = sent_worksheet(person, **how)
    session = sent.session
    at = session.ends_at + timedelta(hours=1)
    worksheets.comment_worksheet(session, digest=digest(session), comment=comment, actor=session.person.user, at=at)
    return sent


def report(
    session: Session,
    *,
    kind: ReportKind = ReportKind.AT_WORK,
    text: str = "Peserta bercerita sudah bekerja sejak Senin.",
    at: datetime | None = None,
) -> Report:
    session = read(session)
    at = at or session.starts_at + timedelta(minutes=20)
    return reports.write_report(session, kind=kind, text=text, actor=session.counsellor.user, at=at)
