"""From received to answered: taken, asked about, referred, answered; the author replies, reopens once, withdraws."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role
from compliance.enums import MessageKind, Side
from compliance.models import Complaint, ComplaintMessage, ComplaintNote
from compliance.operations import news
from compliance.policies import can_assign, can_reopen, can_take, can_withdraw, can_work
from compliance.selectors.complaints import has_tie, inspectors_for
from core import audit, clock
from core.calendar import working_calendar
from core.errors import Conflict, Invalid, ensure
from participants.models import Employer
from rules.deadlines import complaint_answer_due, complaint_reopen_until

K = MessageKind
SHORTEST = 10
TIED = _("Anda punya kepentingan dalam pengaduan ini, jadi pengawas lain yang mengerjakannya.")
NOT_YOURS = _("Pengaduan ini dikerjakan pengawas yang mengambilnya. Koordinator dapat mengalihkannya.")


# --- officers ----------------------------------------------------------------------------------------------------


@transaction.atomic
def take_complaint(complaint: Complaint, *, actor: User, at: datetime) -> Complaint:
    """An inspector of the region takes it. Taking one's own again changes nothing. Raises NotAllowed, Conflict."""
    complaint = locked(complaint)
    ensure(not has_tie(actor, complaint), "tie", TIED)
    if complaint.taken_by_id == actor.pk:
        return complaint
    ensure(can_take(actor, complaint, clock.legal_date(at)))
    complaint = Complaint.workflow.move(complaint, "take", actor=actor, at=at, taken_by=actor)
    audit.record("compliance.complaint.taken", actor=actor, at=at, subject=complaint)
    return complaint


@transaction.atomic
def assign_complaint(complaint: Complaint, *, to: User, actor: User, at: datetime) -> Complaint:
    """The coordinator gives it to an inspector, or takes it over. Raises NotAllowed, Invalid("no_inspector")."""
    complaint = locked(complaint)
    today = clock.legal_date(at)
    ensure(not has_tie(actor, complaint), "tie", TIED)
    ensure(can_assign(actor, complaint, today))
    if to.pk != actor.pk and to not in inspectors_for(complaint, today):
        raise Invalid("no_inspector", _("Pilih pengawas wilayah ini yang tidak punya kepentingan."), field="to")
    if complaint.taken_by_id == to.pk:
        return complaint
    if Complaint.workflow.can(complaint, "assign"):
        complaint = Complaint.workflow.move(complaint, "assign", actor=actor, at=at, taken_by=to)
    else:
        complaint.taken_by = to
        complaint.save(update_fields=["taken_by"])
        note = str(_("Dialihkan kepada %(name)s.") % {"name": to.full_name})
        ComplaintNote.objects.create(complaint=complaint, text=note, actor=actor, at=at)
    audit.record("compliance.complaint.assigned", actor=actor, at=at, subject=complaint, to=to.pk)
    return complaint


@transaction.atomic
def ask_author(complaint: Complaint, *, text: str, actor: User, at: datetime) -> ComplaintMessage:
    """Ask the author; until the reply the clock is theirs. Raises Invalid("text_short"), NotAllowed, Conflict."""
    complaint = _worked_on(complaint, actor, at)
    complaint = Complaint.workflow.move(complaint, "ask", actor=actor, at=at)
    message = _said(complaint, K.QUESTION, text, actor=actor, at=at)
    audit.record("compliance.complaint.asked", actor=actor, at=at, subject=complaint)
    news.tell_asked(message, at=at)
    return message


@transaction.atomic
def refer_complaint(complaint: Complaint, *, text: str, actor: User, at: datetime) -> ComplaintMessage:
    """Hand it to an inspection at the workplace and say so. The answer is still owed by its day."""
    complaint = _worked_on(complaint, actor, at)
    complaint = Complaint.workflow.move(complaint, "refer", actor=actor, at=at)
    message = _said(complaint, K.REFERRAL, text, actor=actor, at=at)
    audit.record("compliance.complaint.referred", actor=actor, at=at, subject=complaint)
    news.tell_referred(message, at=at)
    return message


@transaction.atomic
def answer_complaint(complaint: Complaint, *, text: str, actor: User, at: datetime) -> ComplaintMessage:
    """What was found and done. The author gets it as a letter too, and may ask once for another look."""
    complaint = _worked_on(complaint, actor, at)
    until = complaint_reopen_until(clock.legal_date(at))
    complaint = Complaint.workflow.move(complaint, "answer", actor=actor, at=at, answered_at=at, reopen_until=until)
    message = _said(complaint, K.ANSWER, text, actor=actor, at=at)
    audit.record("compliance.complaint.answered", actor=actor, at=at, subject=complaint)
    news.tell_answered(message, at=at)
    return message


@transaction.atomic
def add_note(complaint: Complaint, *, text: str, actor: User, at: datetime) -> ComplaintNote:
    """For officers only; also on a closed one. Raises Invalid("text_short"), NotAllowed."""
    complaint = locked(complaint)
    today = clock.legal_date(at)
    ensure(not has_tie(actor, complaint), "tie", TIED)
    ensure(complaint.taken_by_id == actor.pk or can_assign(actor, complaint, today), "not_yours", NOT_YOURS)
    note = ComplaintNote.objects.create(complaint=complaint, text=_long_enough(text), actor=actor, at=at)
    audit.record("compliance.complaint.note_added", actor=actor, at=at, subject=complaint)
    return note


@transaction.atomic
def name_employer(complaint: Complaint, *, employer: Employer, actor: User, at: datetime) -> Complaint:
    """The officer says which registered employer was meant. Not once that employer was asked.

    Raises NotAllowed, Conflict("asked_already").
    """
    complaint = _worked_on(complaint, actor, at)
    if complaint.employer_id == employer.pk:
        return complaint
    if complaint.allegations.exists():
        raise Conflict("asked_already", _("Perusahaan ini sudah diminta menanggapi, jadi tidak bisa diganti."))
    complaint.employer = employer
    ensure(not has_tie(actor, complaint), "tie", TIED)
    complaint.save(update_fields=["employer"])
    audit.record("compliance.complaint.employer_named", actor=actor, at=at, subject=complaint, employer=employer.pk)
    return complaint


@transaction.atomic
def show_to_integrity(complaint: Complaint, *, to: User, actor: User, at: datetime) -> Complaint:
    """The coordinator lets one integrity officer read it. Raises NotAllowed, Invalid("no_integrity")."""
    complaint = locked(complaint)
    today = clock.legal_date(at)
    ensure(can_assign(actor, complaint, today))
    if not has_role(to, Role.INTEGRITY, on=today) or has_tie(to, complaint):
        raise Invalid("no_integrity", _("Pilih petugas integritas yang tidak punya kepentingan."), field="to")
    complaint.integrity = to
    complaint.save(update_fields=["integrity"])
    audit.record("compliance.complaint.shown_to_integrity", actor=actor, at=at, subject=complaint, to=to.pk)
    return complaint


# --- the author --------------------------------------------------------------------------------------------------
# `actor` is None for who came by the tracking code: the view has checked the code.


@transaction.atomic
def reply_to_question(complaint: Complaint, *, text: str, actor: User | None, at: datetime) -> ComplaintMessage:
    """Answer the officer's question: the clock is the office's again, with a full period from today."""
    complaint = _authors(complaint, actor)
    due = max(complaint.due_on, complaint_answer_due(clock.legal_date(at), working_calendar()))
    complaint = Complaint.workflow.move(complaint, "reply", actor=actor, at=at, due_on=due)
    message = _said(complaint, K.REPLY, text, actor=actor, at=at, side=Side.AUTHOR)
    audit.record("compliance.complaint.replied", actor=actor, at=at, subject=complaint)
    return message


@transaction.atomic
def add_to_complaint(complaint: Complaint, *, text: str, actor: User | None, at: datetime) -> ComplaintMessage:
    """Say more while it is open. Who was asked replies by it. Raises Conflict("wrong_state")."""
    complaint = _authors(complaint, actor)
    if Complaint.workflow.can(complaint, "reply"):
        return reply_to_question(complaint, text=text, actor=actor, at=at)
    if not complaint.is_open:
        raise Conflict("wrong_state", _("Pengaduan ini sudah selesai."))
    message = _said(complaint, K.ADDITION, text, actor=actor, at=at, side=Side.AUTHOR)
    audit.record("compliance.complaint.added_to", actor=actor, at=at, subject=complaint)
    return message


@transaction.atomic
def reopen_complaint(complaint: Complaint, *, text: str, actor: User | None, at: datetime) -> Complaint:
    """Ask once for another look; anybody of the region may take it. Raises Conflict("not_open_again")."""
    complaint = _authors(complaint, actor)
    today = clock.legal_date(at)
    if not can_reopen(complaint, today):
        raise Conflict("not_open_again", _("Pengaduan ini tidak bisa dibuka lagi. Anda boleh mengirim pengaduan baru."))
    due = max(complaint.due_on, complaint_answer_due(today, working_calendar()))
    facts = {"taken_by": None, "reopened_at": at, "due_on": due, "answered_at": None}
    complaint = Complaint.workflow.move(complaint, "reopen", actor=actor, at=at, **facts)
    _said(complaint, K.REOPENING, text, actor=actor, at=at, side=Side.AUTHOR)
    audit.record("compliance.complaint.reopened", actor=actor, at=at, subject=complaint)
    return complaint


@transaction.atomic
def withdraw_complaint(complaint: Complaint, *, actor: User | None, at: datetime) -> Complaint:
    """The author takes it back before it is referred or answered. Raises Conflict("wrong_state")."""
    complaint = _authors(complaint, actor)
    if not can_withdraw(complaint):
        raise Conflict("wrong_state", _("Pengaduan ini sudah diteruskan atau selesai, jadi tidak bisa ditarik."))
    complaint = Complaint.workflow.move(complaint, "withdraw", actor=actor, at=at)
    audit.record("compliance.complaint.withdrawn", actor=actor, at=at, subject=complaint)
    return complaint


# --- inside ------------------------------------------------------------------------------------------------------


def locked(complaint: Complaint) -> Complaint:
    rows = Complaint.objects.select_for_update(of=("self",)).select_related("author__person", "employer", "region")
    return rows.get(pk=complaint.pk)


def _worked_on(complaint: Complaint, actor: User, at: datetime) -> Complaint:
    """The locked complaint of the officer who took it."""
    complaint = locked(complaint)
    ensure(not has_tie(actor, complaint), "tie", TIED)
    if not complaint.is_open:
        raise Conflict("wrong_state", _("Pengaduan ini sudah selesai. Muat ulang untuk melihat yang terbaru."))
    ensure(can_work(actor, complaint, clock.legal_date(at)), "not_yours", NOT_YOURS)
    return complaint


def _authors(complaint: Complaint, actor: User | None) -> Complaint:
    """The locked complaint of this author; None only for one without an account."""
    complaint = locked(complaint)
    ensure(complaint.author_id == (actor.pk if actor is not None else None))
    return complaint


def _said(
    complaint: Complaint, kind: K, text: str, *, actor: User | None, at: datetime, side: Side = Side.OFFICER
) -> ComplaintMessage:
    return ComplaintMessage.objects.create(
        complaint=complaint, kind=kind, side=side, text=_long_enough(text), actor=actor, at=at
    )


def _long_enough(text: str) -> str:
    if len(text.strip()) < SHORTEST:
        raise Invalid("text_short", _("Tulis sedikit lebih banyak."), field="text")
    return text.strip()
