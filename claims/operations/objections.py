"""Keberatan: written step by step, sent in time, decided by somebody else, or granted by silence."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from claims.enums import ClaimState, DecisionKind, ObjectionGround, ObjectionState
from claims.models import Claim, Decision, Objection, ObjectionFile
from claims.operations import objection_news
from claims.operations.upholding import Ruling, carry_out
from claims.policies import can_decide_objection
from claims.selectors.objections import (
    decided_before,
    granted_by_another,
    objection_of,
    rules_today,
    stands,
)
from core import audit, clock
from core.calendar import working_calendar
from core.errors import Conflict, Invalid, ensure
from core.numbers import yearly_number
from files.models import StoredFile
from rules.deadlines import bpjs_decision_due, objection_answer_due

MOST_FILES = 10
SHORTEST_TEXT = 10
CHUNK = 200


# --- the person --------------------------------------------------------------------------------------------------


@transaction.atomic
def start_objection(decision: Decision, *, actor: User, at: datetime) -> Objection:
    """Open a draft against a decision, or return the objection that it has already.

    Raises Conflict("too_late") after the last day, Conflict("no_longer_stands") when the decision was undone.
    """
    Claim.objects.select_for_update(of=("self",)).get(pk=decision.claim_id)
    decision = Decision.objects.select_related("claim", "month").get(pk=decision.pk)
    known = objection_of(decision)
    if known is not None:
        return known
    _require_open(decision, at)
    objection = Objection.objects.create(
        number=yearly_number("KBR", clock.legal_date(at).year), decision=decision, created_at=at
    )
    audit.record("claims.objection.started", actor=actor, at=at, subject=objection, decision=decision.number)
    return objection


def _require_open(decision: Decision, at: datetime) -> None:
    if clock.legal_date(at) > decision.objection_until:
        raise Conflict("too_late", _("Hari terakhir mengajukan keberatan sudah lewat."))
    if not stands(decision):
        raise Conflict("no_longer_stands", _("Keputusan ini sudah tidak berlaku, jadi tidak perlu keberatan."))


@transaction.atomic
def answer_objection(objection: Objection, *, ground: str | None = None, text: str | None = None) -> Objection:
    """Keep an answer of the draft. Raises Conflict("wrong_state"), Invalid("unknown_ground" | "text_short")."""
    objection = _draft(objection)
    if ground is not None:
        if ground not in ObjectionGround.values:
            raise Invalid("unknown_ground", _("Pilih salah satu alasan."))
        objection.ground = ground
    if text is not None:
        if len(text.strip()) < SHORTEST_TEXT:
            raise Invalid("text_short", _("Ceritakan sedikit lebih banyak, supaya petugas mengerti."))
        objection.text = text.strip()
    objection.save(update_fields=["ground", "text"])
    return objection


@transaction.atomic
def add_file(objection: Objection, *, file: StoredFile, at: datetime) -> ObjectionFile:
    """Put a stored file beside the draft; the same one stays once. Raises Conflict, Invalid("too_many_files")."""
    objection = _draft(objection)
    known = objection.files.filter(file=file).first()
    if known is not None:
        return known
    if objection.files.count() >= MOST_FILES:
        raise Invalid("too_many_files", _("Paling banyak 10 berkas. Hapus satu dahulu."))
    return ObjectionFile.objects.create(objection=objection, file=file, added_at=at)


@transaction.atomic
def drop_file(objection: Objection, *, file_id: str) -> None:
    """Take a file out of the draft; one that is gone is gone. Raises Conflict("wrong_state") once sent."""
    _draft(objection).files.filter(pk=file_id).delete()


@transaction.atomic
def submit_objection(objection: Objection, *, actor: User, at: datetime) -> Objection:
    """Send it, on the last day too; the office's working days start. Twice sends once.

    Raises Conflict("too_late" | "no_longer_stands" | "wrong_state") and Invalid("not_complete").
    """
    objection = _locked(objection)
    if objection.filed_at is not None:
        return objection
    _require_open(objection.decision, at)
    if not objection.ground or not objection.text:
        raise Invalid("not_complete", _("Jawab dahulu semua pertanyaan, lalu kirim."))
    today = clock.legal_date(at)
    due = objection_answer_due(today, working_calendar())
    objection = Objection.workflow.move(objection, "submit", actor=actor, at=at, filed_at=at, answer_due_on=due)
    audit.record("claims.objection.filed", actor=actor, at=at, subject=objection)
    objection_news.tell_received(objection, at=at)
    return objection


@transaction.atomic
def withdraw_objection(objection: Objection, *, actor: User, at: datetime) -> Objection:
    """The person takes it back before it is decided. Another may be started until the last day."""
    objection = Objection.workflow.move(objection, "withdraw", actor=actor, at=at)
    audit.record("claims.objection.withdrawn", actor=actor, at=at, subject=objection)
    return objection


def _locked(objection: Objection) -> Objection:
    rows = Objection.objects.select_for_update(of=("self",))
    return rows.select_related("decision__claim__person__user", "decision__month").get(pk=objection.pk)


def _draft(objection: Objection) -> Objection:
    objection = _locked(objection)
    if objection.state != ObjectionState.DRAFT:
        raise Conflict("wrong_state", _("Keberatan ini sudah dikirim dan tidak bisa diubah."), state=objection.state)
    return objection


# --- the officer -------------------------------------------------------------------------------------------------


@transaction.atomic
def uphold_objection(
    objection: Objection,
    *,
    reply: str,
    articles: tuple[str, ...] = (),
    wage: int | None = None,
    seen: str | None = None,
    actor: User,
    at: datetime,
) -> Objection:
    """The objection is right: the decision is undone and what was owed is paid, once, in this transaction.

    `seen` names the run of the rules that the officer saw. Raises NotAllowed("decided_before"),
    Conflict("wrong_state" | "rules_changed"), Invalid("reply_needed" | "wage_needed"), and what carrying out raises.
    """
    objection = _for_ruling(objection, reply, seen, actor, at)
    objection = Objection.workflow.move(
        objection,
        "uphold",
        actor=actor,
        at=at,
        officer=actor,
        officer_name=str(actor),
        reply=reply.strip(),
        articles=list(articles),
        decided_at=at,
        carried_out_at=at,
    )
    carry_out(Ruling(objection, officer=actor, at=at, wage=wage))
    _close(objection, actor, at)
    return objection


@transaction.atomic
def reject_objection(
    objection: Objection,
    *,
    reply: str,
    articles: tuple[str, ...],
    seen: str | None = None,
    actor: User,
    at: datetime,
) -> Objection:
    """The decision stays, with reasons and articles (POL-26). Not after the answer day: silence has granted it.

    Raises as upholding does, Invalid("article_needed"), and Conflict("granted_by_silence").
    """
    objection = _for_ruling(objection, reply, seen, actor, at)
    if not articles:
        raise Invalid("article_needed", _("Pilih paling sedikit satu pasal."))
    if objection.answer_due_on is None or clock.legal_date(at) > objection.answer_due_on:
        raise Conflict("granted_by_silence", _("Batas menjawab sudah lewat, jadi keberatan ini dianggap diterima."))
    objection = Objection.workflow.move(
        objection,
        "reject",
        actor=actor,
        at=at,
        officer=actor,
        officer_name=str(actor),
        reply=reply.strip(),
        articles=list(articles),
        decided_at=at,
    )
    _close(objection, actor, at)
    return objection


def _for_ruling(objection: Objection, reply: str, seen: str | None, actor: User, at: datetime) -> Objection:
    objection = _locked(objection)
    if objection.state != ObjectionState.SUBMITTED:
        raise Conflict("wrong_state", _("Keberatan ini sudah dijawab atau ditarik."), state=objection.state)
    _require_somebody_else(objection, actor, at)
    if not reply.strip():
        raise Invalid("reply_needed", _("Tulis jawaban untuk peserta."))
    _require_seen(objection, seen, at)
    return objection


def _require_somebody_else(objection: Objection, actor: User, at: datetime) -> None:
    claim = objection.decision.claim
    allowed = can_decide_objection(actor, claim, clock.legal_date(at), decided_before=decided_before(actor, claim))
    ensure(allowed, "decided_before", _("Keberatan diputus petugas yang belum pernah memutus klaim ini."))


def _require_seen(objection: Objection, seen: str | None, at: datetime) -> None:
    today = rules_today(objection.decision, clock.legal_date(at))
    if seen is not None and today is not None and today.seen != seen:
        raise Conflict("rules_changed", _("Data berubah sejak halaman ini dibuka. Baca lagi, lalu putuskan."))


def _close(objection: Objection, actor: User | None, at: datetime) -> None:
    audit.record(
        "claims.objection.decided", actor=actor, at=at, subject=objection, state=objection.state,
        by_silence=objection.by_silence,
    )  # fmt: skip
    objection_news.tell_answered(objection, at=at)


# --- silence -----------------------------------------------------------------------------------------------------


def grant_by_silence(*, at: datetime, limit: int = CHUNK) -> int:
    """Uphold what nobody answered by its last day, each in its own transaction. Returns how many; repeat until none.

    What needs an officer's finding (a wage that nobody knows, another claim) is upheld all the same and waits at the
    desk to be carried out.
    """
    overdue = Objection.objects.unanswered(clock.legal_date(at)).order_by("answer_due_on", "pk")
    return sum(_grant_unanswered(pk, at) for pk in list(overdue.values_list("pk", flat=True)[:limit]))


@transaction.atomic
def _grant_unanswered(pk: object, at: datetime) -> bool:
    free = Objection.objects.unanswered(clock.legal_date(at)).select_for_update(of=("self",), skip_locked=True)
    objection = free.select_related("decision__claim__person__user", "decision__month").filter(pk=pk).first()
    if objection is None:
        return False
    done = _carried_out(objection, at)
    objection = Objection.workflow.move(
        objection,
        "uphold",
        actor=None,
        at=at,
        note="silence",
        by_silence=True,
        decided_at=at,
        carried_out_at=at if done else None,
        carry_out_by=None if done else bpjs_decision_due(clock.legal_date(at), working_calendar()),
    )
    _close(objection, None, at)
    return True


def _carried_out(objection: Objection, at: datetime) -> bool:
    try:
        with transaction.atomic():
            carry_out(Ruling(objection, officer=None, at=at))
    except (Conflict, Invalid) as error:
        audit.record("claims.objection.left_to_officer", actor=None, at=at, subject=objection, reason=error.code)
        return False
    return True


@transaction.atomic
def finish_silent(objection: Objection, *, wage: int | None = None, actor: User, at: datetime) -> Objection:
    """An officer carries out what silence granted. When another claim gave the same benefit, nothing is left to do.

    Raises NotAllowed("decided_before"), Conflict("wrong_state") and what carrying out raises.
    """
    objection = _locked(objection)
    if objection.state != ObjectionState.UPHELD or objection.carried_out_at is not None:
        raise Conflict("wrong_state", _("Keberatan ini sudah dilaksanakan."), state=objection.state)
    _require_somebody_else(objection, actor, at)
    if not _granted_meanwhile(objection):
        carry_out(Ruling(objection, officer=actor, at=at, wage=wage))
    objection.carried_out_at = at
    objection.save(update_fields=["carried_out_at"])
    objection_news.tell_carried_out(objection, at=at)
    return objection


def _granted_meanwhile(objection: Objection) -> bool:
    """The benefit that was refused is paid already: by this claim after a re-evaluation, or by another for its PHK."""
    claim = objection.decision.claim
    if objection.decision.kind != DecisionKind.REFUSAL:
        return False
    return claim.state in (ClaimState.ACTIVE, ClaimState.ENDED) or granted_by_another(claim) is not None
