"""From the visit to the end: record, findings, nota, the employer's answer, what became of each finding."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from compliance.enums import FilePart, FindingState, InspectionState
from compliance.models import Finding, Inspection, InspectionFile, InspectionReply, VisitRecord
from compliance.operations import inspection_news as news
from compliance.operations.inspections import locked
from compliance.operations.secrecy import reveals
from compliance.policies import can_coordinate, can_lead, can_reply_to_nota, can_sign
from core import audit, clock
from core.calendar import working_calendar
from core.errors import Conflict, Invalid, ensure
from files.models import StoredFile
from rules.deadlines import inspection_reply_due
from rules.findings import FINDINGS

S = InspectionState
FILE_PURPOSE = "inspection"
MOST_FILES = 30
SHORTEST = 20
NOT_YOURS = gettext_lazy("Ketua tim yang mengerjakan ini. Koordinator dapat menunjuk ketua lain.")
MOVED_ON = gettext_lazy("Keadaan sudah berubah sejak halaman ini dibuka. Muat ulang untuk melihat yang terbaru.")


@dataclass(frozen=True, slots=True)
class Visit:
    """The visit record (berita acara): when, where, who was met, what was seen."""

    on: date
    place: str
    met: str
    text: str


@transaction.atomic
def record_visit(inspection: Inspection, visit: Visit, *, actor: User, at: datetime) -> VisitRecord:
    """The lead writes the record, once. Outreach that was held is closed with it.

    Raises NotAllowed, Invalid("not_that_day" | "text_short" | "names_author"), Conflict("recorded_already").
    """
    inspection = locked(inspection)
    today = clock.legal_date(at)
    ensure(can_lead(actor, inspection, today), "not_yours", NOT_YOURS)
    known = VisitRecord.objects.filter(inspection=inspection).first()
    said = Visit(visit.on, visit.place.strip(), visit.met.strip(), visit.text.strip())
    if known is not None and (known.on, known.place, known.met, known.text) == (
        said.on,
        said.place,
        said.met,
        said.text,
    ):
        return known
    if known is not None:
        raise Conflict("recorded_already", gettext_lazy("Berita acara sudah ditulis."))
    if not clock.legal_date(inspection.opened_at) <= said.on <= today:
        raise Invalid(
            "not_that_day", _("Hari kunjungan sesudah pemeriksaan dibuka dan tidak sesudah hari ini."), field="on"
        )
    for name in ("place", "met", "text"):
        _keep_secret(inspection, getattr(said, name), name)
    _long_enough(said.text)
    inspection = Inspection.workflow.move(inspection, "visit", actor=actor, at=at)
    facts = {"on": said.on, "place": said.place, "met": said.met, "text": said.text}
    record = VisitRecord.objects.create(inspection=inspection, actor=actor, at=at, **facts)
    audit.record("compliance.inspection.visited", actor=actor, at=at, subject=inspection)
    if inspection.employer_id is None:
        _close(inspection, actor=actor, at=at)
    return record


@dataclass(frozen=True, slots=True)
class Found:
    """A duty that was not met (rules.findings), in words; `count` of what it concerns.

    `article`: where it is written, needed where the rules cite nothing.
    """

    code: str
    text: str
    count: int | None = None
    article: str = ""


@transaction.atomic
def add_finding(inspection: Inspection, found: Found, *, actor: User, at: datetime) -> Finding:
    """What the visit found, until the nota goes out. The same said twice is one finding.

    Raises NotAllowed, Invalid("unknown_duty" | "no_article" | "text_short" | "names_author"), Conflict("wrong_state").
    """
    inspection = _under_visit(inspection, actor, at)
    if found.code not in FINDINGS:
        raise Invalid("unknown_duty", _("Pilih kewajiban dari daftar."), field="code")
    facts = {"code": found.code, "count": found.count, "article": found.article.strip()}
    if not (facts["article"] or FINDINGS[found.code].cited):
        raise Invalid("no_article", _("Sebutkan pasal yang mengatur kewajiban ini."), field="article")
    facts["text"] = _long_enough(found.text)
    for name in ("text", "article"):
        _keep_secret(inspection, str(facts[name]), name)
    known = inspection.findings.filter(**facts).first()
    if known is not None:
        return known
    finding = Finding.objects.create(inspection=inspection, found_at=at, **facts)
    audit.record("compliance.inspection.found", actor=actor, at=at, subject=inspection, code=finding.code)
    return finding


@transaction.atomic
def drop_finding(finding: Finding, *, actor: User, at: datetime) -> None:
    """Take back what was written wrong, before the nota. Raises NotAllowed, Conflict("wrong_state")."""
    inspection = _under_visit(finding.inspection, actor, at)
    audit.record("compliance.inspection.finding_dropped", actor=actor, at=at, subject=inspection, code=finding.code)
    inspection.findings.filter(pk=finding.pk).delete()


def _under_visit(inspection: Inspection, actor: User, at: datetime) -> Inspection:
    inspection = locked(inspection)
    ensure(can_lead(actor, inspection, clock.legal_date(at)), "not_yours", NOT_YOURS)
    if inspection.state != S.VISITED:
        raise Conflict("wrong_state", MOVED_ON)
    return inspection


def _keep_secret(inspection: Inspection, text: str, field: str) -> None:
    """The record and the nota reach the employer: no word of theirs leads to who complained."""
    for complaint in inspection.complaints.select_related("author__person", "employer"):
        found = reveals(text, complaint)
        if found:
            message = _(
                "Teks ini memuat %(what)s pelapor. Perusahaan tidak boleh mengetahuinya: tulis ulang tanpa itu."
            )
            raise Invalid("names_author", message % {"what": ", ".join(map(str, found))}, field=field)


@transaction.atomic
def issue_nota(inspection: Inspection, *, actor: User, at: datetime) -> Inspection:
    """The coordinator, who is not the lead, signs the nota: a letter, and a last day to answer. Issued: the same.

    Raises NotAllowed("own_nota"), Conflict("no_findings" | "no_article" | "wrong_state").
    """
    inspection = locked(inspection)
    today = clock.legal_date(at)
    message = gettext_lazy("Koordinator yang tidak memimpin pemeriksaan ini yang menerbitkan nota.")
    ensure(can_sign(actor, inspection, today), "own_nota", message)
    if inspection.state == S.ISSUED:
        return inspection
    findings = list(inspection.findings.all())
    if inspection.state == S.VISITED and not findings:
        raise Conflict("no_findings", gettext_lazy("Tidak ada temuan, jadi tidak ada nota. Tutup pemeriksaan ini."))
    if not all(finding.law for finding in findings):
        raise Conflict(
            "no_article", gettext_lazy("Ada temuan tanpa pasal. Ketua tim menulisnya ulang dengan pasalnya.")
        )
    until = inspection_reply_due(today, working_calendar())
    inspection = Inspection.workflow.move(
        inspection, "issue", actor=actor, at=at, issued_by=actor, issued_at=at, reply_until=until
    )
    audit.record("compliance.inspection.issued", actor=actor, at=at, subject=inspection)
    inspection = locked(inspection)
    news.nota_letter(inspection, findings, at=at)
    news.tell_nota(inspection, at=at)
    return inspection


@transaction.atomic
def reply_to_nota(inspection: Inspection, *, text: str, actor: User, at: datetime) -> InspectionReply:
    """The employer answers once, also after the last day while the nota is open. The same again is the same row.

    Raises Invalid("text_short"), Conflict("replied_already" | "wrong_state"), NotAllowed.
    """
    inspection = locked(inspection)
    known = InspectionReply.objects.filter(inspection=inspection).first()
    if known is not None and known.text == text.strip() and known.actor_id == actor.pk:
        return known
    if known is not None:
        raise Conflict("replied_already", gettext_lazy("Perusahaan sudah menjawab. Muat ulang untuk membacanya."))
    ensure(can_reply_to_nota(actor, inspection, clock.legal_date(at)))
    reply = InspectionReply.objects.create(inspection=inspection, text=_long_enough(text), actor=actor, at=at)
    audit.record("compliance.inspection.replied", actor=actor, at=at, subject=inspection)
    news.tell_replied(inspection, at=at)
    return reply


@transaction.atomic
def add_file(
    inspection: Inspection,
    *,
    file: StoredFile,
    part: FilePart,
    actor: User,
    at: datetime,
    finding: Finding | None = None,
) -> InspectionFile:
    """A file of the visit or a proof, by the lead; one of the answer, by the employer's staff.

    Raises NotAllowed, Conflict("wrong_state"), Invalid("too_many_files").
    """
    inspection = locked(inspection)
    today = clock.legal_date(at)
    if part == FilePart.REPLY:
        ensure(can_reply_to_nota(actor, inspection, today))
    else:
        ensure(can_lead(actor, inspection, today), "not_yours", NOT_YOURS)
        _takes(inspection, part, finding)
    known = inspection.files.filter(file=file).first()
    if known is not None:
        return known
    if inspection.files.filter(part=part).count() >= MOST_FILES:
        raise Invalid("too_many_files", _("Paling banyak 30 berkas."), field="file")
    added = InspectionFile.objects.create(inspection=inspection, part=part, finding=finding, file=file, added_at=at)
    audit.record("compliance.inspection.file_added", actor=actor, at=at, subject=inspection, part=part)
    return added


def _takes(inspection: Inspection, part: FilePart, finding: Finding | None) -> None:
    """Files of the visit until the nota, proofs of a finding of this inspection afterwards."""
    states = {FilePart.VISIT: (S.ORDERED, S.VISITED), FilePart.PROOF: (S.ISSUED, S.FOLLOWED, S.SANCTIONED)}
    strange = finding is not None and finding.inspection_id != inspection.pk
    if inspection.state not in states[part] or strange or (part == FilePart.PROOF) != (finding is not None):
        raise Conflict("wrong_state", MOVED_ON)


@transaction.atomic
def meet_finding(finding: Finding, *, text: str, actor: User, at: datetime) -> Finding:
    """The lead saw the proof that the duty is met now, and says what it is. Met already: the same.

    Raises NotAllowed, Invalid("text_short"), Conflict("wrong_state").
    """
    inspection = locked(finding.inspection)
    ensure(can_lead(actor, inspection, clock.legal_date(at)), "not_yours", NOT_YOURS)
    if inspection.state not in (S.ISSUED, S.FOLLOWED, S.SANCTIONED):
        raise Conflict("wrong_state", MOVED_ON)
    _keep_secret(inspection, text, "text")
    fresh = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    if fresh.state == FindingState.MET:
        return fresh
    fresh = Finding.workflow.move(fresh, "meet", actor=actor, at=at, note=_long_enough(text), met_at=at, met_by=actor)
    audit.record("compliance.inspection.met", actor=actor, at=at, subject=inspection, code=fresh.code)
    return fresh


@transaction.atomic
def follow_up(inspection: Inspection, *, text: str, actor: User, at: datetime) -> Inspection:
    """The lead looked again after the answer, or after its last day, and writes what is met and what is not.

    Raises NotAllowed, Invalid("text_short"), Conflict("reply_time" | "wrong_state").
    """
    inspection = locked(inspection)
    today = clock.legal_date(at)
    ensure(can_lead(actor, inspection, today), "not_yours", NOT_YOURS)
    heard = InspectionReply.objects.filter(inspection=inspection).exists()
    if inspection.state == S.ISSUED and not heard and inspection.reply_until and today <= inspection.reply_until:
        raise Conflict("reply_time", gettext_lazy("Perusahaan masih punya waktu untuk menjawab nota."))
    note = _long_enough(text)
    inspection = Inspection.workflow.move(inspection, "follow_up", actor=actor, at=at, note=note)
    audit.record("compliance.inspection.followed", actor=actor, at=at, subject=inspection)
    return inspection


@transaction.atomic
def close_inspection(inspection: Inspection, *, actor: User, at: datetime) -> Inspection:
    """Nothing is left to do: no finding, or every one met. By lead or coordinator. Closed already: the same.

    Raises NotAllowed, Conflict("unmet" | "wrong_state").
    """
    inspection = locked(inspection)
    today = clock.legal_date(at)
    ensure(can_lead(actor, inspection, today) or can_coordinate(actor, inspection, today), "not_yours", NOT_YOURS)
    if inspection.state == S.CLOSED:
        return inspection
    if inspection.findings.filter(state=FindingState.OPEN).exists():
        raise Conflict("unmet", gettext_lazy("Masih ada temuan yang belum dipenuhi."))
    return _close(inspection, actor=actor, at=at)


def _close(inspection: Inspection, *, actor: User, at: datetime) -> Inspection:
    inspection = Inspection.workflow.move(inspection, "close", actor=actor, at=at, closed_at=at)
    audit.record("compliance.inspection.closed", actor=actor, at=at, subject=inspection)
    return inspection


def _long_enough(text: str) -> str:
    if len(text.strip()) < SHORTEST:
        raise Invalid("text_short", _("Tulis sedikit lebih banyak."), field="text")
    return text.strip()
