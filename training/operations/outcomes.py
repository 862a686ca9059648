"""What becomes of a seat: attendance in danger, completed, missed, or work found on the way."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.chunks import Step, do_chunk
from core.clock import legal_date
from core.errors import Conflict, Invalid
from core.formatting import number as number_text
from core.formatting import percent
from core.numbers import yearly_number, yearly_numbers
from core.text import one_line
from notices.enums import LetterKind
from notices.letters.issue import Addressed, issue_letters, revoke_letter
from notices.models import Letter
from participants.models import Person
from rules.training import Outlook
from training.enums import EnrolmentState
from training.models import CERTIFIED_MOVES, Enrolment, EnrolmentLog, TrainingClass
from training.operations import attendance_news as news
from training.operations.enrolment import seat_next_waiting
from training.selectors.meetings import Tally, classes_to_close, tallies, tally_of

ALONE = "training.close_one_class"
CLASSES_AT_ONCE = 20  # of up to 500 people each, with a letter

E = EnrolmentState
_SETTLED = (E.COMPLETED, E.MISSED)


@transaction.atomic
def tell_outlook(training_class: TrainingClass, *, at: datetime) -> None:
    """Warn the first time that 80 % is in danger, and say when it cannot be reached any more. Each once a seat."""
    stands, today = tallies(training_class), legal_date(at)
    running = list(_told_of(training_class.enrolments.running()).select_for_update(of=("self",)))
    by_outlook = {row.pk: stands[row.pk].outlook(today) for row in running}
    warned = [row for row in running if by_outlook[row.pk] != Outlook.SAFE and row.warned_at is None]
    Enrolment.objects.filter(pk__in=[row.pk for row in warned]).update(warned_at=at)
    news.in_danger([row for row in warned if by_outlook[row.pk] == Outlook.WARNED], "warned", at=at)
    news.in_danger([row for row in running if by_outlook[row.pk] == Outlook.LOST], "lost", at=at)


def _told_of(rows: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    return rows.select_related(
        "person__user", "training_class__programme__institute__region", "voucher__recommendation__made_by"
    )


# --- the end of a class ------------------------------------------------------------------------------------------


def close_class_outcomes(*, at: datetime) -> int:
    """Every class that ended and whose meetings are all written down. Returns how many.

    One that fails is set aside for operations with its reason, and keeps back no other.
    """
    return sum(iter(lambda: do_chunk(CLOSING, at=at, limit=CLASSES_AT_ONCE), 0))


@transaction.atomic
def settle_class(training_class: TrainingClass, *, at: datetime) -> None:
    """Completed or missed for everybody who is still enrolled; nothing while the class goes on or a roster is missing.

    80 % exactly is enough (TRN-06). Certificates follow.
    """
    TrainingClass.objects.select_for_update(of=("self",)).get(pk=training_class.pk)
    if not classes_to_close(legal_date(at)).filter(pk=training_class.pk).exists():
        return
    stands = tallies(training_class)
    running = list(_told_of(training_class.enrolments.running()).select_for_update(of=("self",)))
    enough = [row for row in running if stands[row.pk].suffices(training_class.ends_on)]
    missed = [row for row in running if row not in enough]
    Enrolment.workflow.move_rows(enough, "complete", actor=None, at=at)
    Enrolment.workflow.move_rows(missed, "miss", actor=None, at=at)
    _certify(enough, stands, at)
    news.told_outcome(enough, "completed", at=at)
    news.told_outcome(missed, "missed", at=at)


def _certify(rows: list[Enrolment], stands: Mapping[UUID, Tally], at: datetime) -> None:
    """A certificate is about one completion, or what an LSP added to it: after a correction there is another one."""
    ends = {log.subject_id: log for log in _completions(rows)}
    told = [row for row in rows if row.person.user]
    numbers = yearly_numbers("SRP", legal_date(at).year, len(told)) if told else []
    letters = [
        Addressed(row.person.user, ends[row.pk], _certificate(row, stands[row.pk], number))  # type: ignore[arg-type]
        for row, number in zip(told, numbers, strict=True)
    ]
    issue_letters(LetterKind.TRAINING_CERTIFICATE, letters, at=at)


def _completions(rows: Iterable[Enrolment]) -> QuerySet[EnrolmentLog]:
    """What certificates are about, the latest last."""
    return EnrolmentLog.objects.filter(subject__in=[row.pk for row in rows], move__in=CERTIFIED_MOVES).order_by("pk")


def certificate_of(enrolment: Enrolment) -> Letter | None:
    """The one in force; None for who did not complete, and for somebody without an account."""
    keys = [str(log.pk) for log in _completions([enrolment])]
    rows = Letter.objects.filter(kind=LetterKind.TRAINING_CERTIFICATE, subject_id__in=keys, revoked_at=None)
    return rows.filter(subject_kind=EnrolmentLog._meta.label_lower).order_by("-issued_at").first()


def reopen_outcomes(enrolments: Iterable[Enrolment], *, actor: User, at: datetime, reason: str) -> None:
    """Attendance was corrected after the end: the outcome is decided anew, and a certificate is revoked."""
    settled = [row for row in enrolments if row.state in _SETTLED]
    for row in settled:
        letter = certificate_of(row)
        if letter is not None:
            revoke_letter(letter, reason=str(_("Presensi diperbaiki.")), actor=actor, at=at)
        Enrolment.workflow.move(row, "reopen", actor=actor, at=at, note=reason)


def _certificate(enrolment: Enrolment, stands: Tally, number: str) -> dict[str, object]:
    held = enrolment.training_class
    return _facts(held, number) | {
        "ended_on": held.ends_on,
        "training_code": held.programme.institute.training_code or "",
        "hours": held.programme.hours,
        "attended_percent": percent(stands.share or 0, "id").removesuffix("%"),
        "lsp_name": enrolment.lsp_name,
        "lsp_number": enrolment.lsp_number,
    }


def _facts(held: TrainingClass, number: str) -> dict[str, object]:
    """What both letters say of a training."""
    programme = held.programme
    return {
        "number": number,
        "programme": programme.title,
        "institute": programme.institute.name,
        "started_on": held.starts_on,
    }


# --- work found on the way ---------------------------------------------------------------------------------------


@transaction.atomic
def note_work(person: Person, *, started_on: date, employer: str, at: datetime) -> Enrolment | None:
    """Somebody found work while a class goes on. Twice is once; None when there is nothing to end.

    Who has been there gets the letter "telah mengikuti pelatihan"; who never came leaves, and the next in line has
    the seat.
    Work that begins after the class has ended changes nothing: attendance decides then.
    """
    found = Enrolment.objects.running().filter(person=person).select_related("training_class").first()
    if found is None or started_on > found.training_class.ends_on:
        return None
    held = TrainingClass.objects.select_for_update(of=("self",)).get(pk=found.training_class_id)
    rows = Enrolment.objects.running().filter(pk=found.pk).select_for_update(of=("self",))
    row = _told_of(rows).first()
    if row is None:
        return None
    last = started_on - timedelta(days=1)
    there = row.attendances.filter(on__lte=last, minutes__gt=0).exists()
    if not there:
        held.taken = max(held.taken - 1, 0)
        held.save(update_fields=["taken"])
        gone = Enrolment.workflow.move(row, "withdraw", actor=None, at=at, note=_left(employer), ended_on=last)
        seat_next_waiting(held, at=at)
        return gone
    where = one_line(employer)[:150]
    moved = Enrolment.workflow.move(
        row, "find_work", actor=None, at=at, ended_on=last, employer=where, working_from=started_on
    )
    issue_attended_letter(moved, actor=None, at=at)
    news.told_outcome([row], "working", at=at)
    return moved


def _left(employer: str) -> str:
    return str(_("Bekerja di %(employer)s sebelum hadir di kelas.") % {"employer": one_line(employer)[:150]})


@transaction.atomic
def issue_attended_letter(enrolment: Enrolment, *, actor: User | None, at: datetime) -> Letter | None:
    """ "Telah mengikuti pelatihan", for who found work. Once a seat; None for somebody without an account.

    Raises Conflict("not_working" | "never_there").
    """
    row = _told_of(Enrolment.objects.filter(pk=enrolment.pk)).get()
    if row.state != E.WORKING:
        raise Conflict("not_working", _("Surat ini untuk peserta yang mulai bekerja selama pelatihan."))
    stands = tally_of(row)
    if not row.attendances.filter(on__lte=row.ended_on, minutes__gt=0).exists():
        raise Conflict("never_there", _("Peserta ini belum pernah tercatat hadir."))
    if row.person.user is None:
        return None
    there = attended_letter_of(row)
    if there is not None:
        return there
    facts = _facts(row.training_class, yearly_number("STM", legal_date(at).year)) | {
        "last_on": row.ended_on,
        "hours_attended": number_text(stands.attended // 60),
        "recorded_on": legal_date(at),
        "employer": row.employer,
        "working_from": row.working_from,
    }
    (letter,) = issue_letters(LetterKind.TRAINING_ATTENDED, [Addressed(row.person.user, row, facts)], at=at)
    if actor is not None:
        audit.record("training.attended.letter", actor=actor, at=at, subject=row)
    return letter


def attended_letter_of(enrolment: Enrolment) -> Letter | None:
    rows = Letter.objects.filter(kind=LetterKind.TRAINING_ATTENDED, subject_id=str(enrolment.pk), revoked_at=None)
    return rows.filter(subject_kind=Enrolment._meta.label_lower).first()


@transaction.atomic
def record_certification(
    enrolment: Enrolment, *, lsp_name: str, lsp_number: str, actor: User, at: datetime
) -> Enrolment:
    """A certificate of competence by an LSP, for who completed. Both empty takes it out again.

    The certificate of the training is issued anew, with or without it; the one before is revoked. Twice is once.

    Raises Conflict("not_completed") and Invalid("lsp_incomplete").
    """
    name, number = one_line(lsp_name)[:150], one_line(lsp_number)[:60]
    fresh = _told_of(Enrolment.objects.select_for_update(of=("self",))).get(pk=enrolment.pk)
    if fresh.state != E.COMPLETED:
        raise Conflict("not_completed", _("Sertifikat kompetensi untuk peserta yang menyelesaikan pelatihan."))
    if bool(name) != bool(number):
        raise Invalid("lsp_incomplete", _("Isi nama LSP dan nomor sertifikatnya."))
    if (fresh.lsp_name, fresh.lsp_number) == (name, number):
        return fresh
    before = certificate_of(fresh)
    (certified,) = Enrolment.workflow.move_rows(
        [fresh], "certify", actor=actor, at=at, each=lambda place: {"lsp_name": name, "lsp_number": number}
    )
    if before is not None:
        revoke_letter(before, reason=str(_("Diganti: keterangan sertifikat kompetensi berubah.")), actor=actor, at=at)
    _certify([certified], {certified.pk: tally_of(certified)}, at)
    audit.record("training.certified", actor=actor, at=at, subject=certified, taken_out=not name)
    return certified


def _due(at: datetime) -> QuerySet[TrainingClass]:
    return classes_to_close(legal_date(at)).order_by("ends_on", "pk")


def _settle(classes: list[TrainingClass], at: datetime) -> None:
    for held in classes:
        settle_class(held, at=at)


CLOSING = Step("close_classes", _due, _settle, ALONE)
