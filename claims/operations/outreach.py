"""Reaching people before their right lapses: reminded step by step, until they claim or wish to hear no more."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from claims.enums import LIVE, OUTREACH_OPEN, OUTREACH_REMINDED, ClaimState, OutreachState
from claims.models import Claim, OutreachEntry
from claims.operations.monthly_cycle import ALONE
from claims.policies import can_tend_outreach
from core import audit, clock
from core.chunks import Step
from core.errors import Conflict, Invalid, ensure
from notices.operations import Telling, notify_many
from participants.enums import VOID_PHK
from rules.deadlines import outreach_step
from rules.duties import OUTREACH_REMINDER_DAYS

NOT_SENT = (ClaimState.DRAFT, ClaimState.EXPIRED)
LONGEST_NOTE = 500


def _claims(**of: object) -> QuerySet[Claim]:
    return Claim.objects.filter(**of)


def has_claimed() -> Exists:
    """A claim for the PHK was sent, whatever became of it."""
    return Exists(_claims(phk=OuterRef("phk")).exclude(state__in=NOT_SENT))


def is_claiming() -> Exists:
    """The person has a claim under way, perhaps a draft, which has reminders of its own."""
    return Exists(_claims(person=OuterRef("person"), state__in=LIVE))


def _open() -> QuerySet[OutreachEntry]:
    return OutreachEntry.objects.filter(state__in=OUTREACH_OPEN).order_by("pk")


# --- what ends it ------------------------------------------------------------------------------------------------


def _claimed(at: datetime) -> QuerySet[OutreachEntry]:
    return _open().filter(has_claimed())


def _close_claimed(rows: list[OutreachEntry], at: datetime) -> None:
    OutreachEntry.workflow.move_rows(rows, "claim", actor=None, at=at, each=lambda place: {"closed_at": at})


def _gone(at: datetime) -> QuerySet[OutreachEntry]:
    """Nothing may rest on the PHK any more, or the person has died."""
    return _open().filter(Q(phk__state__in=VOID_PHK) | Q(person__died_on__isnull=False), ~has_claimed())


def _close_gone(rows: list[OutreachEntry], at: datetime) -> None:
    OutreachEntry.workflow.move_rows(rows, "drop", actor=None, at=at, note="gone", each=lambda place: {"closed_at": at})


def _lapsed(at: datetime) -> QuerySet[OutreachEntry]:
    """The last day is over: on the day itself one may still file."""
    return _open().filter(~has_claimed(), lapses_on__lt=clock.legal_date(at))


def _close_lapsed(rows: list[OutreachEntry], at: datetime) -> None:
    OutreachEntry.workflow.move_rows(rows, "lapse", actor=None, at=at, each=lambda place: {"closed_at": at})


# --- reminders ---------------------------------------------------------------------------------------------------


def _to_remind(at: datetime) -> QuerySet[OutreachEntry]:
    """Who has an account, no claim under way, and was not told of the step in which today is."""
    today = clock.legal_date(at)
    steps = sorted(OUTREACH_REMINDER_DAYS.on(today).value)
    due = Q()
    for nearer, days in zip((-1, *steps), steps, strict=False):
        between = Q(lapses_on__gt=today + timedelta(days=nearer), lapses_on__lte=today + timedelta(days=days))
        due |= between & (Q(last_step=None) | Q(last_step__gt=days))
    rows = OutreachEntry.objects.filter(due, state__in=OUTREACH_REMINDED, person__user__is_active=True)
    rows = rows.exclude(phk__state__in=VOID_PHK).filter(~has_claimed(), ~is_claiming(), person__died_on=None)
    return rows.order_by("pk").select_related("person__user")


def _remind(rows: list[OutreachEntry], at: datetime) -> None:
    """The message and the step in one transaction: neither is said nor counted without the other."""
    today = clock.legal_date(at)
    steps = [outreach_step(row.lapses_on, today) for row in rows]
    tellings = [
        Telling(row.person.user, f"/pengingat/{row.pk}/", f"{row.pk}:{step}", {"due": row.lapses_on})
        for row, step in zip(rows, steps, strict=True)
    ]
    notify_many("outreach_reminder", tellings, at=at)
    first = [row.first_reminded_at or at for row in rows]
    OutreachEntry.workflow.move_rows(
        rows,
        "remind",
        actor=None,
        at=at,
        each=lambda n: {"last_step": steps[n], "first_reminded_at": first[n], "last_reminded_at": at},
    )


CLAIMED = Step("outreach_claimed", _claimed, _close_claimed, ALONE)
GONE = Step("outreach_gone", _gone, _close_gone, ALONE)
LAPSED = Step("outreach_lapsed", _lapsed, _close_lapsed, ALONE)
REMIND = Step("outreach_remind", _to_remind, _remind, ALONE)
STEPS = (CLAIMED, GONE, LAPSED, REMIND)


# --- people ------------------------------------------------------------------------------------------------------


@transaction.atomic
def decline_reminders(entry: OutreachEntry, *, actor: User, at: datetime) -> OutreachEntry:
    """The person wants no more reminders; the right stays what it is. Twice is once.

    Raises NotAllowed("not_yours"), Conflict("wrong_state") when it is over.
    """
    ensure(entry.person.user_id == actor.pk, "not_yours", _("Pengingat ini bukan milik Anda."))
    entry = _locked(entry)
    if entry.state == OutreachState.DECLINED:
        return entry
    return OutreachEntry.workflow.move(entry, "decline", actor=actor, at=at)


@transaction.atomic
def resume_reminders(entry: OutreachEntry, *, actor: User, at: datetime) -> OutreachEntry:
    """The person wants to be reminded after all; no step that was said is said again.

    Raises NotAllowed("not_yours"), Conflict("wrong_state").
    """
    ensure(entry.person.user_id == actor.pk, "not_yours", _("Pengingat ini bukan milik Anda."))
    entry = _locked(entry)
    if entry.state in OUTREACH_REMINDED:
        return entry
    return OutreachEntry.workflow.move(entry, "resume", actor=actor, at=at)


@transaction.atomic
def pass_on(entry: OutreachEntry, *, note: str, actor: User, at: datetime) -> OutreachEntry:
    """An officer has looked at a doubtful one: this person is reminded like the others.

    Raises NotAllowed("not_yours"), Invalid("note_missing"), Conflict("wrong_state" | "lapsed").
    """
    said = _word_of(entry, note, actor, at)
    entry = _locked(entry)
    if entry.lapses_on < clock.legal_date(at):
        raise Conflict("lapsed", _("Hari terakhir mengajukan klaim sudah lewat."))
    moved = OutreachEntry.workflow.move(entry, "pass", actor=actor, at=at, note=said)
    audit.record("claims.outreach.passed", actor=actor, at=at, subject=moved)
    return moved


@transaction.atomic
def set_aside(entry: OutreachEntry, *, note: str, actor: User, at: datetime) -> OutreachEntry:
    """An officer sees that nobody needs to be reached; nothing is refused by it, and nobody is told.

    Raises NotAllowed("not_yours"), Invalid("note_missing"), Conflict("wrong_state").
    """
    said = _word_of(entry, note, actor, at)
    moved = OutreachEntry.workflow.move(_locked(entry), "drop", actor=actor, at=at, note=said, closed_at=at)
    audit.record("claims.outreach.dropped", actor=actor, at=at, subject=moved)
    return moved


def _word_of(entry: OutreachEntry, note: str, actor: User, at: datetime) -> str:
    ensure(
        can_tend_outreach(actor, entry, clock.legal_date(at)),
        "not_yours",
        _("Penjangkauan ini bukan di wilayah Anda, atau menyangkut diri Anda."),
    )
    said = note.strip()[:LONGEST_NOTE]
    if not said:
        raise Invalid("note_missing", _("Tulis dasar keputusan Anda."))
    return said


def _locked(entry: OutreachEntry) -> OutreachEntry:
    return OutreachEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
