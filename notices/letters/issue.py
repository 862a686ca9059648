"""Issuing, storing and revoking letters."""

import hashlib
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, models, transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit, clock
from core.errors import Invalid
from core.jobs import enqueue
from core.numbers import yearly_number
from notices.enums import LetterKind
from notices.letters.codes import new_code
from notices.letters.kinds import write
from notices.letters.pdf import render
from notices.models import Letter


class AlteredLetter(RuntimeError):
    """The stored file is not the one whose fingerprint was kept."""


@transaction.atomic
def issue_letter(*, kind: str, user: User, subject: models.Model, at: datetime, **facts: Any) -> Letter:
    """Issue the letter of this kind about `subject`, once; asked again, the first one is returned.

    Facts by kind are in `notices.letters.kinds.KINDS`; every kind also takes `name`, `nik` (masked), `place`, `office`.
    Raises ValueError for an unknown kind and MissingFacts.
    """
    kind = LetterKind(kind)
    existing = _existing(kind, subject)
    if existing:
        return existing
    with translation.override("id"):
        facts = {name: _in_words(value) for name, value in facts.items()}
        facts.setdefault("name", user.full_name)
        content = write(kind, facts).to_json()
    letter = Letter(
        number=yearly_number("SRT", clock.legal_date(at).year),
        kind=kind,
        user=user,
        subject_kind=subject._meta.label_lower,
        subject_id=str(subject.pk),
        facts=facts,
        content=content,
        code=new_code(),
        issued_at=at,
    )
    try:
        with transaction.atomic():
            letter.save(force_insert=True)
    except IntegrityError:
        return Letter.objects.about(subject).get(kind=kind)
    enqueue("notices.render_letter", letter_id=letter.pk)
    return letter


def _in_words(value: Any) -> Any:
    """Lazy texts, also inside lists, as the words of the language that is active now."""
    if isinstance(value, Promise):
        return str(value)
    return [_in_words(part) for part in value] if isinstance(value, list | tuple) else value


def _existing(kind: LetterKind, subject: models.Model) -> Letter | None:
    return Letter.objects.about(subject).filter(kind=kind).first()


def store_pdf(letter_id: str) -> Letter:
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
