"""Issuing, storing and revoking letters."""

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, models, transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit, clock
from core.calendar import calendar_read_once
from core.codes import new_code
from core.errors import Invalid
from core.jobs import enqueue, set_aside
from core.numbers import yearly_numbers
from notices.enums import LetterKind
from notices.letters.kinds import write
from notices.letters.pdf import render
from notices.models import LETTER_CODE, Letter

log = logging.getLogger(__name__)

LONGEST_ROUND = timedelta(seconds=120)  # well below the worker's time limit; the rest is another job


class AlteredLetter(RuntimeError):
    """The stored file is not the one whose fingerprint was kept."""


@dataclass(frozen=True, slots=True)
class Addressed:
    """One letter to issue: to whom, about what, with the facts of its kind."""

    user: User
    subject: models.Model
    facts: Mapping[str, Any]


def issue_letter(*, kind: str, user: User, subject: models.Model, at: datetime, **facts: Any) -> Letter:
    """Issue one letter: `issue_letters` of one."""
    (letter,) = issue_letters(kind, [Addressed(user, subject, facts)], at=at)
    return letter


@transaction.atomic
def issue_letters(kind: str, letters: Sequence[Addressed], *, at: datetime) -> list[Letter]:
    """Issue a letter of this kind about each subject, once; about a subject that has one, that one is returned.

    All subjects are of one model. One job makes the files. Facts by kind are in `notices.letters.kinds.KINDS`; every
    kind also takes `name`, `nik` (masked), `place`, `office`. Raises ValueError for an unknown kind and MissingFacts.
    """
    kind = LetterKind(kind)
    known = _about(kind, letters)
    fresh = {str(letter.subject.pk): letter for letter in letters if str(letter.subject.pk) not in known}
    if fresh:
        numbers = yearly_numbers("SRT", clock.legal_date(at).year, len(fresh))
        with calendar_read_once():
            rows = [_written(kind, letter, number, at) for letter, number in zip(fresh.values(), numbers, strict=True)]
        Letter.objects.bulk_create(rows, ignore_conflicts=True)
        enqueue("notices.render_letters", first=numbers[0], last=numbers[-1])
        known = _about(kind, letters)
    return [known[str(letter.subject.pk)] for letter in letters]


def _about(kind: LetterKind, letters: Sequence[Addressed]) -> dict[str, Letter]:
    """The letters of this kind that there are, by the key of their subject."""
    if not letters:
        return {}
    found = Letter.objects.filter(
        kind=kind,
        subject_kind=letters[0].subject._meta.label_lower,
        subject_id__in=[str(letter.subject.pk) for letter in letters],
    )
    return {letter.subject_id: letter for letter in found}


def _written(kind: LetterKind, letter: Addressed, number: str, at: datetime) -> Letter:
    with translation.override("id"):
        facts = {name: _in_words(value) for name, value in letter.facts.items()}
        facts.setdefault("name", letter.user.full_name)
        content = write(kind, facts).to_json()
    return Letter(
        number=number,
        kind=kind,
        user=letter.user,
        subject_kind=letter.subject._meta.label_lower,
        subject_id=str(letter.subject.pk),
        facts=facts,
        content=content,
        code=new_code(LETTER_CODE),
        issued_at=at,
    )


def _in_words(value: Any) -> Any:
    """Lazy texts, also inside lists, as the words of the language that is active now."""
    if isinstance(value, Promise):
        return str(value)
    return [_in_words(part) for part in value] if isinstance(value, list | tuple) else value


def store_pdfs(first: str, last: str, *, now: Callable[[], datetime]) -> None:
    """Render what was issued from number `first` to `last` and has no file yet. A letter that fails is set aside."""
    ends = now() + LONGEST_ROUND
    waiting = Letter.objects.filter(number__range=(first, last), pdf="").order_by("number")
    for letter_id, number in list(waiting.values_list("pk", "number")):
        if now() > ends:
            enqueue("notices.render_letters", first=number, last=last)
            break
        try:
            store_pdf(letter_id)
        except (DatabaseError, OSError):
            raise
        except Exception as error:
            log.exception("a letter was set aside", extra={"letter": number})
            set_aside("notices.render_letters", error, first=number, last=number)


def store_pdf(letter_id: UUID | str) -> Letter:
    """Render and keep the file with its fingerprint, once. The same letter gives the same bytes."""
    letter = Letter.objects.get(pk=letter_id)
    if not letter.pdf:
        data = render(letter)
        name = f"letters/{letter.issued_at:%Y/%m}/{letter.pk}.pdf"
        _keep(name, data)
        Letter.objects.filter(pk=letter.pk, pdf="").update(pdf=name, sha256=_fingerprint(data))
        letter.refresh_from_db()
    return letter


def read_pdf(letter: Letter) -> bytes:
    """The letter's file, rendered now when the worker has not come to it yet, or again when the file is gone.

    Raises AlteredLetter when the bytes are not those that were issued.
    """
    letter = store_pdf(str(letter.pk))
    lost = not default_storage.exists(letter.pdf)
    data = render(letter) if lost else _stored(letter.pdf)
    if _fingerprint(data) != letter.sha256:
        raise AlteredLetter(letter.number)
    if lost:
        _keep(letter.pdf, data)
    return data


def _stored(name: str) -> bytes:
    with default_storage.open(name) as file:
        return bytes(file.read())


def _keep(name: str, data: bytes) -> None:
    default_storage.delete(name)  # what a worker left that died before it wrote the fingerprint
    default_storage.save(name, ContentFile(data))


def _fingerprint(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@transaction.atomic
def revoke_letter(letter: Letter, *, reason: str, actor: User | None, at: datetime) -> Letter:
    """Withdraw a letter: its check page says so from now on. Revoked before: nothing changes. Raises Invalid."""
    if not reason.strip():
        raise Invalid("reason_missing", _("Tulis alasan surat dicabut."))
    letter = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    if letter.revoked_at is None:
        letter.revoked_at, letter.revoked_reason = at, reason.strip()
        letter.save(update_fields=["revoked_at", "revoked_reason"])
        audit.record("notices.letter.revoked", actor=actor, at=at, subject=letter, reason=reason.strip())
    return letter
