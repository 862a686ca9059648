"""An employer is asked to answer, in words that do not give the author away; its staff answer once."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from compliance.enums import OPEN
from compliance.models import Allegation, AllegationFile, AllegationReply, Complaint
from compliance.operations import news
from compliance.operations.complaints import NOT_YOURS, TIED, locked
from compliance.operations.secrecy import reveals
from compliance.policies import can_reply_to, can_work
from compliance.selectors.complaints import has_tie
from core import audit, clock
from core.calendar import working_calendar
from core.errors import Conflict, Invalid, ensure
from core.numbers import yearly_number
from files.models import StoredFile
from participants.policies import is_staff
from rules.deadlines import allegation_reply_due

FILE_PURPOSE = "allegation"
MOST_FILES = 10
SHORTEST = 20


@transaction.atomic
def serve_employer(complaint: Complaint, *, text: str, actor: User, at: datetime) -> Allegation:
    """Ask the employer in the officer's own words, with a last day. The same words are asked once.

    Raises Invalid("text_short" | "names_author" | "employer_unknown"), NotAllowed, Conflict("wrong_state").
    """
    complaint = locked(complaint)
    today = clock.legal_date(at)
    text = text.strip()
    ensure(not has_tie(actor, complaint), "tie", TIED)
    if complaint.state not in OPEN:
        raise Conflict("wrong_state", gettext_lazy("Pengaduan ini sudah selesai."))
    ensure(can_work(actor, complaint, today), "not_yours", NOT_YOURS)
    known = complaint.allegations.filter(text=text).first()
    if known is not None:
        return known
    _check(complaint, text)
    allegation = Allegation.objects.create(
        number=yearly_number("TGP", today.year),
        complaint=complaint,
        employer=complaint.employer,
        text=text,
        served_by=actor,
        served_at=at,
        due_on=allegation_reply_due(today, working_calendar()),
    )
    audit.record("compliance.allegation.served", actor=actor, at=at, subject=allegation)
    news.tell_served(allegation, at=at)
    return allegation


def _check(complaint: Complaint, text: str) -> None:
    if complaint.employer is None:
        raise Invalid("employer_unknown", _("Tentukan dahulu perusahaan yang terdaftar."), field="text")
    if len(text) < SHORTEST:
        raise Invalid("text_short", _("Tulis pertanyaan yang jelas untuk perusahaan."), field="text")
    found = reveals(text, complaint)
    if found:
        message = _("Teks ini memuat %(what)s pelapor. Perusahaan tidak boleh mengetahuinya: tulis ulang tanpa itu.")
        raise Invalid("names_author", message % {"what": ", ".join(map(str, found))}, field="text")


@transaction.atomic
def reply_to_allegation(allegation: Allegation, *, text: str, actor: User, at: datetime) -> AllegationReply:
    """The employer answers once, also after the last day. The same answer again is the same row.

    Raises Invalid("text_short"), Conflict("replied_already"), NotAllowed.
    """
    allegation = Allegation.objects.select_for_update(of=("self",)).select_related("employer").get(pk=allegation.pk)
    known = AllegationReply.objects.filter(allegation=allegation).first()
    if known is not None and known.text == text.strip() and known.actor_id == actor.pk:
        return known
    if known is not None:
        raise Conflict("replied_already", gettext_lazy("Perusahaan sudah menanggapi. Muat ulang untuk membacanya."))
    ensure(can_reply_to(actor, allegation, clock.legal_date(at)))
    if len(text.strip()) < SHORTEST:
        raise Invalid("text_short", _("Jelaskan sedikit lebih banyak."), field="text")
    allegation = Allegation.workflow.move(allegation, "reply", actor=actor, at=at)
    reply = AllegationReply.objects.create(allegation=allegation, text=text.strip(), actor=actor, at=at)
    audit.record("compliance.allegation.replied", actor=actor, at=at, subject=allegation)
    return reply


@transaction.atomic
def add_reply_file(allegation: Allegation, *, file: StoredFile, actor: User, at: datetime) -> AllegationFile:
    """Put a file beside the answer, before it or until the last day. Raises Invalid, Conflict("too_late")."""
    allegation = Allegation.objects.select_for_update(of=("self",)).select_related("employer").get(pk=allegation.pk)
    today = clock.legal_date(at)
    ensure(is_staff(actor, allegation.employer, today))
    known = allegation.files.filter(file=file).first()
    if known is not None:
        return known
    if not can_reply_to(actor, allegation, today) and today > allegation.due_on:
        raise Conflict("too_late", gettext_lazy("Hari terakhir menambah berkas sudah lewat."))
    if allegation.files.count() >= MOST_FILES:
        raise Invalid("too_many_files", _("Paling banyak 10 berkas."), field="file")
    added = AllegationFile.objects.create(allegation=allegation, file=file, added_at=at)
    audit.record("compliance.allegation.file_added", actor=actor, at=at, subject=allegation)
    return added
