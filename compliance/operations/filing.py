"""A complaint is filed: by somebody signed in, by nobody known, or by the help desk for a caller."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from claims.models import Claim
from compliance.enums import ComplaintKind
from compliance.limits import FROM_ONE_ADDRESS, OF_ONE_ACCOUNT
from compliance.models import Complaint, ComplaintFile
from compliance.models.complaints import CODE_LENGTH, CODE_PURPOSE
from compliance.policies import can_file_for_caller
from core import audit, clock
from core.calendar import working_calendar
from core.codes import new_checked_code
from core.crypto import blind_index
from core.errors import Conflict, Invalid, ensure
from core.limits import take
from core.models import Region
from core.numbers import yearly_number
from files.models import StoredFile
from participants.models import Employer
from rules.deadlines import complaint_answer_due

FILE_PURPOSE = "complaint"
MOST_FILES = 10
SHORTEST_TEXT = 20


@dataclass(frozen=True, slots=True)
class ComplaintSaid:
    """What somebody tells. `employer` as they write it: a name or a registration number (NPP)."""

    kind: ComplaintKind
    employer: str
    region: Region
    text: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Filed:
    """`code` opens a complaint without an author, and is known only now. Empty when it was filed before."""

    complaint: Complaint
    code: str = ""


def file_complaint(
    said: ComplaintSaid,
    *,
    submission: UUID,
    author: User | None,
    at: datetime,
    contact: str = "",
    claim: Claim | None = None,
    address: str = "",
) -> Filed:
    """File it once for each `submission`; again, the first one is returned without its code.

    `address`: where it comes from, for the limit. Raises Invalid("text_short" | "period"), NotAllowed, TooMany.
    """
    known = _filed_before(submission, author, None)
    if known is not None:
        return Filed(known)
    _check(said)
    if claim is not None:
        ensure(author is not None and claim.person.user_id == author.pk)
    if address:
        take(FROM_ONE_ADDRESS, address, at=at)
    if author is not None:
        take(OF_ONE_ACCOUNT, str(author.pk), at=at)
    facts = {"author": author, "contact": "" if author else contact.strip(), "claim": claim}
    return _once(said, submission, at, **facts)


def file_for_caller(said: ComplaintSaid, *, submission: UUID, actor: User, at: datetime, contact: str = "") -> Filed:
    """The help desk writes down what a caller says and reads the code out. The log names the officer."""
    ensure(can_file_for_caller(actor, clock.legal_date(at)))
    known = _filed_before(submission, None, actor)
    if known is not None:
        return Filed(known)
    _check(said)
    return _once(said, submission, at, filed_by=actor, contact=contact.strip())


def _filed_before(submission: UUID, author: User | None, filed_by: User | None) -> Complaint | None:
    """The complaint of a form that was sent already, if it was sent by the same person. Raises Conflict."""
    known = Complaint.objects.filter(submission=submission).first()
    if known is not None and (known.author_id, known.filed_by_id) != (
        author.pk if author else None,
        filed_by.pk if filed_by else None,
    ):
        raise Conflict("sent_before", _("Formulir ini sudah dikirim. Buka formulir baru."))
    return known


def _check(said: ComplaintSaid) -> None:
    if len(said.text.strip()) < SHORTEST_TEXT:
        raise Invalid("text_short", _("Ceritakan sedikit lebih banyak, supaya pengawas mengerti."), field="text")
    if said.since and said.until and said.until < said.since:
        raise Invalid("period", _("Bulan akhir sebelum bulan mulai."), field="until")
    if said.region.is_province:
        raise Invalid("regency_needed", _("Pilih kabupaten atau kota tempat kerja."), field="region")


def _once(said: ComplaintSaid, submission: UUID, at: datetime, **facts: Any) -> Filed:
    """Two clicks at the same moment make one row: the second waits for the first, then finds it."""
    try:
        return _write(said, submission, at, **facts)
    except IntegrityError:
        known = _filed_before(submission, facts.get("author"), facts.get("filed_by"))
        if known is None:
            raise
        return Filed(known)


@transaction.atomic
def _write(said: ComplaintSaid, submission: UUID, at: datetime, **facts: Any) -> Filed:
    today = clock.legal_date(at)
    code = "" if facts.get("author") else new_checked_code(CODE_LENGTH)
    complaint = Complaint.objects.create(
        number=yearly_number("PGD", today.year),
        submission=submission,
        kind=said.kind,
        employer=_employer_of(said.employer, facts.get("author")),
        employer_typed=said.employer.strip(),
        region=said.region,
        since=said.since,
        until=said.until,
        text=said.text.strip(),
        filed_at=at,
        due_on=complaint_answer_due(today, working_calendar()),
        code_index=blind_index(CODE_PURPOSE, code) if code else None,
        **facts,
    )
    actor = facts.get("author") or facts.get("filed_by")
    how = "caller" if facts.get("filed_by") else "portal"
    audit.record("compliance.complaint.filed", actor=actor, at=at, subject=complaint, how=how)
    return Filed(complaint, code)


def _employer_of(typed: str, author: User | None) -> Employer | None:
    """Known for sure: by its registration number, or by the name of an employer of the author's own PHK.

    Another name alone is for an officer.
    """
    typed = typed.strip()
    own = Employer.objects.filter(phk_events__person__user=author, name=typed).first() if author is not None else None
    return own or Employer.objects.filter(npp__iexact=typed).first()


@transaction.atomic
def add_file(complaint: Complaint, *, file: StoredFile, actor: User | None, at: datetime) -> ComplaintFile:
    """Put a stored file beside a complaint that is open; the same one stays once. Raises Conflict, Invalid."""
    complaint = Complaint.objects.select_for_update(of=("self",)).get(pk=complaint.pk)
    known = complaint.files.filter(file__clean_sha256=file.clean_sha256).first()
    if known is not None:
        return known
    if not complaint.is_open:
        raise Conflict("wrong_state", _("Pengaduan ini sudah selesai, jadi berkas tidak bisa ditambah."))
    if complaint.files.count() >= MOST_FILES:
        raise Invalid("too_many_files", _("Paling banyak 10 berkas untuk satu pengaduan."), field="file")
    added = ComplaintFile.objects.create(complaint=complaint, file=file, added_at=at)
    audit.record("compliance.complaint.file_added", actor=actor, at=at, subject=complaint)
    return added
