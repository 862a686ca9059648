"""From a proposal to an agreement: the institute asks, a verifier goes through the checklist, both sides sign."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit, clock
from core.calendar import working_calendar
from core.errors import Conflict, Invalid, ensure
from core.names import names_match
from core.numbers import next_number, yearly_number
from core.text import composed_text, one_line
from core.workflow import signed_by
from notices.letters import issue_letter
from notices.operations import notify
from rules.calendar import add_months
from rules.deadlines import partnership_due
from rules.duties import AGREEMENT_MONTHS
from training.checklists import checklist, newest_checklist
from training.enums import InstituteState, PartnershipState
from training.models import LONGEST_REASON, Institute, Partnership
from training.policies import can_agree, can_verify, is_head
from training.selectors.partnership import lacks, version_of
from training.selectors.staff import heads_of

S, P = InstituteState, PartnershipState
NAME_MATCH_PERCENT = 85
LONGEST_REMARK = 300
PROFILE_PAGE = "/mitra/profil/pengajuan/"


@dataclass(frozen=True, slots=True)
class Answer:
    """Of one item: met or not; None while nobody has said. The remark is read by the institute."""

    met: bool | None
    remark: str = ""


@transaction.atomic
def begin_proposal(institute: Institute, *, actor: User, at: datetime) -> Partnership:
    """A proposal, or a renewal of a partner's; the one that runs is the same one.

    Raises NotAllowed and Conflict("institute_out") for who is suspended or has ended.
    """
    ensure(is_head(actor, institute, clock.legal_date(at)))
    locked = Institute.objects.select_for_update(of=("self",)).get(pk=institute.pk)
    running = locked.partnerships.running().first()
    if running is not None:
        return running
    _refuse_who_is_out(locked)
    row = Partnership.objects.create(
        institute=locked,
        number=yearly_number("KMT", clock.legal_date(at).year),
        begun_by=actor,
        begun_at=at,
        checklist=newest_checklist(),
    )
    row.log.create(move="begin", from_state="", to_state=row.state, at=at, **signed_by(actor))
    audit.record("training.partnership.begun", actor=actor, at=at, subject=row)
    return row


@transaction.atomic
def submit_proposal(partnership: Partnership, *, actor: User, at: datetime) -> Partnership:
    """Send it to the verifier, whose days begin. Sent before: nothing changes.

    Raises NotAllowed, Conflict("institute_out"), Conflict("wrong_state") and Invalid("incomplete") while
    `selectors.partnership.lacks` names something.
    """
    today = clock.legal_date(at)
    locked = _locked(partnership)
    ensure(is_head(actor, locked.institute, today))
    if locked.state == P.SUBMITTED:
        return locked
    _refuse_who_is_out(locked.institute)
    missing = lacks(locked.institute, today)
    if missing:
        text = _("Pengajuan belum lengkap: %(first)s") % {"first": missing[0].text}
        raise Invalid("incomplete", text, missing=[lack.part for lack in missing])
    due_on = partnership_due(today, working_calendar())
    how: dict[str, Any] = {"submitted_at": at, "due_on": due_on, "answers": _asked_again(locked)}
    moved = Partnership.workflow.move(locked, "submit", actor=actor, at=at, **how)
    audit.record("training.partnership.submitted", actor=actor, at=at, subject=moved, due_on=due_on)
    return moved


# --- the verifier ------------------------------------------------------------------------------------------------


@transaction.atomic
def save_answers(
    partnership: Partnership, *, answers: Mapping[str, Answer], seen: str, actor: User, at: datetime
) -> Partnership:
    """Keep what was found so far. Raises what verify_proposal raises, except Invalid."""
    locked = _for_verifier(partnership, seen, actor, at)
    locked.answers = _written(locked, answers)
    locked.save(update_fields=["answers"])
    audit.record("training.partnership.answered", actor=actor, at=at, subject=locked)
    return locked


@transaction.atomic
def return_proposal(
    partnership: Partnership, *, answers: Mapping[str, Answer], remark: str, seen: str, actor: User, at: datetime
) -> Partnership:
    """Back to the institute, with what is to be put right. Raises Invalid("reason_missing") too."""
    locked = _for_verifier(partnership, seen, actor, at)
    said, kept = _reason(remark), _written(locked, answers)
    moved = Partnership.workflow.move(locked, "return", actor=actor, at=at, note=said, remark=said, answers=kept)
    audit.record("training.partnership.returned", actor=actor, at=at, subject=moved, reason=said)
    _tell(moved, "partnership_returned", at, reason=said)
    return moved


@transaction.atomic
def verify_proposal(
    partnership: Partnership, *, answers: Mapping[str, Answer], seen: str, actor: User, at: datetime
) -> Partnership:
    """Every item is met: the head may sign now.

    Raises NotAllowed, Conflict("changed") when the page was of another version, Conflict("wrong_state"), and
    Invalid("not_all_met").
    """
    locked = _for_verifier(partnership, seen, actor, at)
    kept = _written(locked, answers)
    open_items = [item.code for item in checklist(locked.checklist) if not kept[item.code]["met"]]
    if open_items:
        text = _("Semua butir harus memenuhi syarat. Bila belum, kembalikan kepada lembaga.")
        raise Invalid("not_all_met", text, items=open_items)
    done: dict[str, Any] = {"verified_by": actor, "verified_at": at, "remark": "", "answers": kept}
    moved = Partnership.workflow.move(locked, "verify", actor=actor, at=at, **done)
    audit.record("training.partnership.verified", actor=actor, at=at, subject=moved, checklist=moved.checklist)
    _tell(moved, "partnership_verified", at)
    return moved


@transaction.atomic
def refuse_proposal(partnership: Partnership, *, reason: str, seen: str, actor: User, at: datetime) -> Partnership:
    """It does not become a partnership; the institute may propose anew. Raises as return_proposal does."""
    locked = _for_verifier(partnership, seen, actor, at)
    said = _reason(reason)
    moved = Partnership.workflow.move(locked, "refuse", actor=actor, at=at, note=said, remark=said)
    audit.record("training.partnership.refused", actor=actor, at=at, subject=moved, reason=said)
    _tell(moved, "partnership_refused", at, reason=said)
    return moved


# --- the two signatures ------------------------------------------------------------------------------------------


@transaction.atomic
def sign_agreement(partnership: Partnership, *, typed_name: str, actor: User, at: datetime) -> Partnership:
    """The head signs by typing their own name. Signing again returns what was signed.

    Raises NotAllowed, Invalid("name_differs"), Conflict("institute_out") and Conflict("wrong_state").
    """
    locked = _locked(partnership)
    ensure(is_head(actor, locked.institute, clock.legal_date(at)))
    if locked.state in (P.SIGNED, P.AGREED):
        return locked
    _refuse_who_is_out(locked.institute)
    typed = one_line(typed_name)
    if not names_match(typed, actor.full_name, percent=NAME_MATCH_PERCENT):
        text = _("Tulis nama lengkap Anda sendiri: %(name)s.") % {"name": actor.full_name}
        raise Invalid("name_differs", text)
    signed: dict[str, Any] = {"signed_by": actor, "signed_name": typed[:150], "signed_at": at}
    moved = Partnership.workflow.move(locked, "sign", actor=actor, at=at, **signed)
    audit.record("training.partnership.signed", actor=actor, at=at, subject=moved)
    return moved


@transaction.atomic
def agree(partnership: Partnership, *, actor: User, at: datetime) -> Partnership:
    """The ministry signs: the agreement holds for its months, a new partner joins and gets its training code.

    Agreed before: nothing changes. Raises NotAllowed (verifier, signer, tie), Conflict("institute_out") and
    Conflict("wrong_state").
    """
    locked = _locked(partnership)
    if locked.state == P.AGREED:
        return locked
    today = clock.legal_date(at)
    ensure(can_agree(actor, locked, today))
    institute = Institute.objects.select_for_update(of=("self",)).get(pk=locked.institute_id)
    _refuse_who_is_out(institute)
    signed: dict[str, Any] = {"agreed_by": actor, "agreed_at": at, "valid_until": last_day(today)}
    moved = Partnership.workflow.move(locked, "agree", actor=actor, at=at, **signed)
    moved.institute = _join(institute, actor, at)
    audit.record("training.partnership.agreed", actor=actor, at=at, subject=moved, until=moved.valid_until)
    _write_letter(moved, actor, today, at)
    _tell(moved, "partnership_agreed", at)
    return moved


@transaction.atomic
def refuse_signature(partnership: Partnership, *, reason: str, actor: User, at: datetime) -> Partnership:
    """The ministry does not sign. Raises NotAllowed, Invalid("reason_missing") and Conflict("wrong_state")."""
    locked = _locked(partnership)
    ensure(can_agree(actor, locked, clock.legal_date(at)))
    if locked.state != P.SIGNED:
        raise Conflict("wrong_state", _("Keadaan sudah berubah. Muat ulang untuk melihat yang terbaru."))
    said = _reason(reason)
    moved = Partnership.workflow.move(locked, "refuse", actor=actor, at=at, note=said, remark=said)
    audit.record("training.partnership.refused", actor=actor, at=at, subject=moved, reason=said)
    _tell(moved, "partnership_refused", at, reason=said)
    return moved


def last_day(agreed_on: date) -> date:
    """The last day of an agreement that begins on this day."""
    return add_months(agreed_on, AGREEMENT_MONTHS.on(agreed_on).value) - timedelta(days=1)


def _join(institute: Institute, actor: User, at: datetime) -> Institute:
    """A prospect becomes a partner; whoever has no training code gets one, of the regency."""
    if institute.state == S.PROSPECT:
        institute = Institute.workflow.move(institute, "join", actor=actor, at=at)
    if not institute.training_code:
        number = next_number(f"JKP-{institute.region_id}")
        institute.training_code = f"JKP-{institute.region_id}-{number:04d}"
        institute.save(update_fields=["training_code"])
    return institute


def _write_letter(partnership: Partnership, officer: User, today: date, at: datetime) -> None:
    institute = partnership.institute
    issue_letter(
        kind="pks",
        user=partnership.signed_by,  # type: ignore[arg-type] # the database sees to it that there is one
        subject=partnership,
        at=at,
        number=partnership.number,
        institute=institute.name,
        vin=institute.vin,
        address=institute.address,
        training_code=institute.training_code,
        signed_name=partnership.signed_name,
        signed_on=clock.legal_date(partnership.signed_at or at).isoformat(),
        officer=officer.full_name,
        agreed_on=today.isoformat(),
        valid_until=last_day(today).isoformat(),
    )


# --- shared ------------------------------------------------------------------------------------------------------


def _locked(partnership: Partnership) -> Partnership:
    rows = Partnership.objects.select_related("institute", "signed_by").select_for_update(of=("self",))
    return rows.get(pk=partnership.pk)


def _for_verifier(partnership: Partnership, seen: str, actor: User, at: datetime) -> Partnership:
    locked = _locked(partnership)
    ensure(can_verify(actor, locked.institute, clock.legal_date(at)))
    if locked.state != P.SUBMITTED or seen != version_of(locked):
        text = _("Pengajuan ini berubah sejak halaman dibuka. Baca yang terbaru, lalu putuskan.")
        raise Conflict("changed", text)
    return locked


def _refuse_who_is_out(institute: Institute) -> None:
    if institute.state in (S.SUSPENDED, S.ENDED):
        text = _("Lembaga ini ditangguhkan atau kemitraannya berakhir.")
        raise Conflict("institute_out", text, state=institute.state)


def _written(partnership: Partnership, answers: Mapping[str, Answer]) -> dict[str, dict[str, Any]]:
    """Every item of the proposal's checklist, whatever else was sent; what was asked for before stays beside it."""
    nothing = Answer(met=None)
    given = {item.code: answers.get(item.code, nothing) for item in checklist(partnership.checklist)}
    asked = {code: before["asked"] for code, before in partnership.answers.items() if before.get("asked")}
    return {
        code: {"met": answer.met, "remark": one_line(answer.remark)[:LONGEST_REMARK]}
        | ({"asked": asked[code]} if code in asked else {})
        for code, answer in given.items()
    }


def _asked_again(partnership: Partnership) -> dict[str, dict[str, Any]]:
    """The answers with which a proposal comes again: what was not met is nobody's answer any more, only a question.

    A remark stands beside the item as `asked`, so that it is never read as being about what was put right meanwhile.
    """
    return {
        code: {"met": answer["met"] or None, "remark": "", "asked": answer["remark"] or answer.get("asked", "")}
        for code, answer in partnership.answers.items()
    }


def _reason(text: str) -> str:
    said = composed_text(text).strip()[:LONGEST_REASON]
    if not said:
        raise Invalid("reason_missing", _("Tulis alasannya. Lembaga membaca kalimat ini."))
    return said


def _tell(partnership: Partnership, event: str, at: datetime, **facts: Any) -> None:
    for head in heads_of(partnership.institute, clock.legal_date(at)):
        key = f"{partnership.pk}:{at.isoformat()}"
        notify(event=event, user=head, at=at, link=PROFILE_PAGE, key=key, **facts)
