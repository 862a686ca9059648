"""The mediator's decisions about a termination, and the clock that moves it to the mediator."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit, clock
from core.errors import Conflict, Invalid
from core.events import publish
from core.jobs import enqueue
from core.numbers import yearly_number
from files.enums import FileState
from participants.enums import PhkState, ProofKind, Side, Stance
from participants.events import PhkClosed, PhkConfirmed, PhkReopened
from participants.models import PhkEvent, PhkVersion
from participants.operations.phk_letters import issue_receipts
from participants.operations.phk_reports import attach_proofs, last_version, tell_side, to_mediator
from participants.said import FACTS, ProofGiven
from rules.parameters import PROOF_KINDS


def accepted_kinds(on: date) -> frozenset[str]:
    """The kinds of proof that the law in force on a day accepts (Permenaker 2/2025 Pasal 9 ayat (3))."""
    return frozenset(PROOF_KINDS.on(on).value)


@transaction.atomic
def accept_proof(
    *, event: PhkEvent, kind: ProofKind, side: Side, actor: User, at: datetime, note: str = ""
) -> PhkEvent:
    """Confirm the PHK with the version of one side, issue the receipt number, tell both, BPJS and the claim.

    Raises Invalid("proof_kind_not_accepted" | "proof_missing" | "version_missing"), Conflict("wrong_state").
    """
    event = _locked(event)
    _refuse_kind(event, kind, clock.legal_date(at))
    version = last_version(event, side)
    if version is None:
        raise Invalid("version_missing", _("Pihak itu belum memberi keterangan."))
    event = PhkEvent.workflow.move(
        event, "accept_proof", actor=actor, at=at, note=note, **_confirmed_fields(event, kind, at), **_facts_of(version)
    )
    _after_confirmation(event, actor, at)
    for told in Side:
        tell_side(event, told, "phk_proof_accepted", at=at, number=event.number)
    return event


@transaction.atomic
def ask_again(*, event: PhkEvent, reason: str, actor: User, at: datetime) -> PhkEvent:
    """The proof is not enough: say what is missing. Raises Invalid("reason_missing"), Conflict("wrong_state")."""
    reason = reason.strip()
    if len(reason) < 10:
        raise Invalid("reason_missing", _("Tulis apa yang kurang, paling sedikit 10 huruf."))
    event = PhkEvent.workflow.move(_locked(event), "ask_again", actor=actor, at=at, note=reason, asked_for=reason)
    key = f":{event.log.count()}"
    for side in Side:
        if event.versions.filter(side=side, stance=Stance.REPORTS).exists():
            tell_side(event, side, "phk_proof_asked_again", at=at, key=key, number=event.number, reason=reason)
    return event


@transaction.atomic
def record_dispute(*, event: PhkEvent, case_number: str, actor: User, at: datetime, note: str = "") -> PhkEvent:
    """A case is pending at the PHI: the PHK, and a claim on it, waits (POL-21).

    Raises Conflict("wrong_state"), Invalid("case_missing").
    """
    case_number = case_number.strip()
    if not case_number:
        raise Invalid("case_missing", _("Tulis nomor perkara di PHI."))
    was_confirmed = event.state == PhkState.CONFIRMED
    event = PhkEvent.workflow.move(_locked(event), "dispute", actor=actor, at=at, note=note, phi_case=case_number)
    if was_confirmed:
        publish(PhkReopened(event_id=str(event.pk)))
    for side in Side:
        tell_side(event, side, "phk_disputed", at=at, key=f":{event.log.count()}", number=event.number)
    return event


@transaction.atomic
def record_ruling(
    *, event: PhkEvent, upheld: bool, ruling: ProofGiven, brought_by: Side, actor: User, at: datetime, note: str = ""
) -> PhkEvent:
    """The final ruling of the PHI: it upholds the PHK (then it is the proof), or there was none.

    Raises Invalid("ruling_missing") without a document, Conflict("wrong_state").
    """
    if ruling.kind != ProofKind.PHI_RULING or (ruling.file is None and not ruling.number):
        raise Invalid("ruling_missing", _("Unggah putusan PHI atau tulis nomornya."))
    event = _locked(event)
    attach_proofs(event, brought_by, [ruling], actor=actor, at=at)
    key = f":{event.log.count()}"
    if upheld:
        fields = _confirmed_fields(event, ProofKind.PHI_RULING, at)
        event = PhkEvent.workflow.move(event, "ruling_confirms", actor=actor, at=at, note=note, **fields)
        _after_confirmation(event, actor, at)
    else:
        event = PhkEvent.workflow.move(event, "ruling_closes", actor=actor, at=at, note=note)
        publish(PhkClosed(event_id=str(event.pk)))
    for side in Side:
        tell_side(event, side, "phk_ruled", at=at, key=key, number=event.number, upheld=upheld)
    return event


def close_overdue_questions(*, at: datetime) -> int:
    """Silence does not stop the worker: what was not answered in time goes to the mediator, flagged. How many moved."""
    moved = 0
    for event in PhkEvent.objects.overdue_questions(clock.legal_date(at)).order_by("other_side_due_on", "pk"):
        moved += _close_question(event, at)
    return moved


def _close_question(event: PhkEvent, at: datetime) -> bool:
    try:
        with transaction.atomic():
            event = PhkEvent.workflow.move(
                event, "other_side_is_silent", actor=None, at=at, other_side_silent=True, **to_mediator(at)
            )
            tell_side(event, Side(event.opened_by), "phk_unanswered", at=at, number=event.number)
    except Conflict:
        return False  # answered, or closed by another worker, meanwhile
    return True


def _locked(event: PhkEvent) -> PhkEvent:
    return PhkEvent.objects.select_for_update(of=("self",)).select_related("person__user", "employer").get(pk=event.pk)


def _refuse_kind(event: PhkEvent, kind: ProofKind, today: date) -> None:
    if kind not in accepted_kinds(today):
        raise Invalid("proof_kind_not_accepted", _("Jenis bukti ini tidak diterima peraturan yang berlaku."))
    if not event.proofs.filter(kind=kind, file__state=FileState.CLEAN).exists():
        raise Invalid("proof_missing", _("Belum ada berkas untuk jenis bukti ini. Minta bukti kepada pelapor."))


def _confirmed_fields(event: PhkEvent, kind: ProofKind, at: datetime) -> dict[str, object]:
    number = event.receipt_number or yearly_number("TTP", clock.legal_date(at).year)
    return {"proof_kind": kind, "receipt_number": number, "confirmed_at": at, "asked_for": ""}


def _facts_of(version: PhkVersion) -> dict[str, object]:
    """The accepted facts. A side that did not state the wage leaves the one that was stated."""
    facts = {name: getattr(version, name) for name in FACTS}
    return {name: value for name, value in facts.items() if value is not None or name != "wage"}


def _after_confirmation(event: PhkEvent, actor: User, at: datetime) -> None:
    audit.record("participants.phk.confirmed", actor=actor, at=at, subject=event, proof=event.proof_kind)
    issue_receipts(event, at=at)
    enqueue("participants.tell_bpjs", dedupe=f"tell-bpjs:{event.pk}", event_id=event.pk)
    publish(PhkConfirmed(event_id=str(event.pk)), key=f"{event.pk}:{event.log.count()}")
