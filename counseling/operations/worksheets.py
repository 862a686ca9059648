"""The worksheet: begun with the facts of the day, saved, signed by the counsellor, answered by the participant."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.errors import Conflict, Invalid, NotAllowed
from core.names import names_match
from core.text import one_line
from counseling.content import fingerprint, seal_of
from counseling.enums import MessageKind, SessionState, Side, WorksheetState
from counseling.models import Attendance, Session, Worksheet, WorksheetNote, WorksheetSignature
from counseling.operations.broadcast import tell_closed, tell_worksheet
from counseling.operations.chat import send_note
from counseling.operations.closing import close_session
from counseling.operations.requests import lock
from counseling.policies import can_answer_worksheet, can_write_worksheet, is_enterable
from counseling.selectors.facts import facts_of
from counseling.selectors.guides import current_guide
from counseling.selectors.worksheets import content_of, names_of, notes_of, signatures_of, worksheet_of
from notices.operations import notify

S = WorksheetState
NAME_MATCH_PERCENT = 85
LOCKED_STATES = (S.SENT, S.AGREED)


@dataclass(frozen=True, slots=True)
class Written:
    """What a page holds: `version` is the one it was opened with, 0 before the first save. `notes` by question."""

    version: int
    notes: Mapping[int, str]
    agreement: str
    next_steps: str


@transaction.atomic
def begin_worksheet(session: Session, *, actor: User, at: datetime) -> Worksheet:
    """Keep the facts as they are now and the questions in use. Begun already: that one, its facts as they were.

    `session` as `session_for` gives it. Raises NotAllowed("not_now") and Conflict("no_guide").
    """
    Session.objects.select_for_update(of=("self",)).get(pk=session.pk)  # two tabs at once begin one
    known = worksheet_of(session)
    if known is not None:
        return known
    _refuse_unless_writable(session, actor, at)
    guide = current_guide(session.kind)
    if guide is None:
        raise Conflict("no_guide", _("Belum ada panduan yang terbit untuk jenis sesi ini."))
    return Worksheet.objects.create(
        session=session, guide=guide, facts=facts_of(session, at=at), begun_at=at, saved_at=at
    )


@transaction.atomic
def save_worksheet(session: Session, *, written: Written, actor: User, at: datetime) -> Worksheet:
    """Keep what is on the page; its version rises when something changed. Sent twice is kept once.

    Raises NotAllowed("not_now"), Conflict("signed") once it is signed, and Conflict("stale") when another page saved
    something else since: nothing is written then.
    """
    _refuse_unless_writable(session, actor, at)
    begun = begin_worksheet(session, actor=actor, at=at)
    worksheet = Worksheet.objects.select_for_update(of=("self",)).get(pk=begun.pk)
    notes = _changed_notes(worksheet, written)
    same = (worksheet.agreement, worksheet.next_steps) == (written.agreement, written.next_steps)
    if same and not notes:
        return worksheet
    if worksheet.state in LOCKED_STATES:
        raise Conflict("signed", _("Kertas Kerja ini sudah ditandatangani. Tulisan Anda belum tersimpan."))
    if worksheet.version != max(written.version, 1):
        raise Conflict("stale", _("Kertas Kerja ini disimpan dari halaman lain. Pilih tulisan yang dipakai."))
    for question, text in notes.items():
        WorksheetNote.objects.update_or_create(
            worksheet=worksheet, question_id=question, defaults={"text": text, "saved_by": actor, "saved_at": at}
        )
    worksheet.agreement, worksheet.next_steps = written.agreement, written.next_steps
    worksheet.version, worksheet.saved_at = worksheet.version + 1, at
    worksheet.save(update_fields=["agreement", "next_steps", "version", "saved_at"])
    return worksheet


def _refuse_unless_writable(session: Session, actor: User, at: datetime) -> None:
    if not can_write_worksheet(session, actor, at):
        raise NotAllowed("not_now", _("Kertas Kerja sesi ini belum atau tidak lagi dapat ditulis."))


def _changed_notes(worksheet: Worksheet, written: Written) -> dict[int, str]:
    """Answers to questions of this worksheet's guide that are other than those kept."""
    kept, asked = notes_of(worksheet), set(worksheet.guide.questions.values_list("pk", flat=True))
    return {q: text for q, text in written.notes.items() if q in asked and text != kept.get(q, "")}


@transaction.atomic
def send_worksheet(
    session: Session, *, version: int, typed_name: str, actor: User, at: datetime, goes_on: bool = False
) -> Worksheet:
    """The counsellor signs what stands there, the session is over, and the participant is asked. Again: the same.

    `goes_on`: the two are speaking, so the room stays open until one of them ends it, or its day is over.

    Raises NotAllowed("not_now"), Conflict("stale" | "nothing_written" | "wrong_state"),
    Invalid("agreement_missing" | "name_differs").
    """
    _refuse_unless_writable(session, actor, at)
    worksheet = _locked(session)
    if worksheet.state in LOCKED_STATES:
        return worksheet
    if worksheet.version != version:
        raise Conflict("stale", _("Isinya berubah sejak halaman ini dibuka. Baca lagi, lalu tanda tangani."))
    if not worksheet.agreement:
        raise Invalid("agreement_missing", _("Tulis kesepakatan dahulu."))
    _refuse_other_name(typed_name, actor.full_name)
    content = content_of(worksheet)
    signature = _sign(worksheet, Side.COUNSELLOR, typed_name, content, actor=actor, at=at)
    if not (goes_on and _both_came(session)):
        _end(session, actor=actor, at=at)
    tell_worksheet(session, S.SENT)
    worksheet = Worksheet.workflow.move(
        worksheet, "send", actor=actor, at=at, sent_at=at, answered_at=None, comment="", note=signature.digest
    )
    participant = session.person.user
    if participant is not None:
        notify(
            event="worksheet_sent",
            user=participant,
            at=at,
            link=_page(session),
            key=f"{worksheet.pk}:{content['sending']}",
        )
    return worksheet


@transaction.atomic
def agree_worksheet(session: Session, *, digest: str, typed_name: str, actor: User, at: datetime) -> Worksheet:
    """The participant signs the same content; the worksheet is sealed and never changes. Again: the same.

    Raises NotAllowed("not_yours"), Conflict("changed" | "wrong_state"), Invalid("name_differs").
    """
    worksheet, signed = _to_answer(session, digest, actor)
    if worksheet.state == S.AGREED:
        return worksheet
    _refuse_other_name(typed_name, session.person.full_name)
    mine = _sign(worksheet, Side.PARTICIPANT, typed_name, signed.content, actor=actor, at=at)
    seal = seal_of(signed.digest, names_of([signed, mine]))
    worksheet = Worksheet.workflow.move(worksheet, "agree", actor=actor, at=at, answered_at=at, seal=seal)
    audit.record("counseling.worksheet.sealed", actor=actor, at=at, subject=worksheet, seal=seal)
    tell_worksheet(session, S.AGREED)
    _tell_counsellor("worksheet_agreed", session, str(worksheet.pk), at)
    return worksheet


@transaction.atomic
def comment_worksheet(session: Session, *, digest: str, comment: str, actor: User, at: datetime) -> Worksheet:
    """The participant says what is not right; the counsellor may write again. The same words again: the same.

    Raises NotAllowed("not_yours"), Conflict("changed" | "wrong_state"), Invalid("comment_missing").
    """
    worksheet, signed = _to_answer(session, digest, actor)
    if worksheet.state == S.COMMENTED and worksheet.comment == comment:
        return worksheet
    if not comment:
        raise Invalid("comment_missing", _("Tulis apa yang perlu diubah."))
    moved = Worksheet.workflow.move(
        worksheet, "comment", actor=actor, at=at, answered_at=at, comment=comment, note=comment
    )
    tell_worksheet(session, S.COMMENTED)
    _tell_counsellor("worksheet_commented", session, f"{moved.pk}:{signed.content['sending']}", at)
    return moved


def _both_came(session: Session) -> bool:
    return Attendance.objects.filter(session_id=session.pk).count() == len(Side)


def _end(session: Session, *, actor: User, at: datetime) -> None:
    """With the worksheet the session is over, and that is said in the room. Over already: nothing."""
    fresh = Session.objects.only("state").get(pk=session.pk)
    if fresh.state == SessionState.HELD:
        return
    if is_enterable(session, at):
        send_note(session, MessageKind.ENDED, by=actor, at=at)
    close_session(session, actor=actor, at=at)
    tell_closed(session)


def _to_answer(session: Session, digest: str, actor: User) -> tuple[Worksheet, WorksheetSignature]:
    """The worksheet, locked, and what the counsellor signed. Raises when it is no longer what the page showed."""
    if not can_answer_worksheet(session, actor):
        raise NotAllowed("not_yours", _("Hanya peserta sendiri yang menjawab Kertas Kerja."))
    worksheet = _locked(session)
    signed = signatures_of(worksheet).get(Side.COUNSELLOR)
    if signed is None or signed.digest != digest:
        raise Conflict("changed", _("Isi Kertas Kerja berubah sejak halaman ini dibuka. Baca lagi sebelum menjawab."))
    return worksheet, signed


def _locked(session: Session) -> Worksheet:
    """Request, session, worksheet: in the order in which others hold them. Raises Conflict("nothing_written")."""
    lock(session.request)
    Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    worksheet = Worksheet.objects.select_for_update(of=("self",)).filter(session=session).first()
    if worksheet is None:
        raise Conflict("nothing_written", _("Kertas Kerja sesi ini belum ditulis."))
    return worksheet


def _refuse_other_name(typed: str, name: str) -> None:
    if not names_match(typed, name, percent=NAME_MATCH_PERCENT):
        raise Invalid("name_differs", _("Tulis nama lengkap Anda: %(name)s.") % {"name": name})


def _sign(
    worksheet: Worksheet, side: Side, typed_name: str, content: dict[str, object], *, actor: User, at: datetime
) -> WorksheetSignature:
    return WorksheetSignature.objects.create(
        worksheet=worksheet,
        side=side,
        signed_by=actor,
        typed_name=one_line(typed_name),
        content=content,
        digest=fingerprint(content),
        signed_at=at,
    )


def _page(session: Session) -> str:
    return f"/konseling/{session.pk}/kertas-kerja/"


def _tell_counsellor(event: str, session: Session, key: str, at: datetime) -> None:
    link = f"/konselor/sesi/{session.pk}/"
    notify(event=event, user=session.counsellor.user, at=at, link=link, key=key)
