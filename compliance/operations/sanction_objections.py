"""Keberatan: the employer objects to a step, and another officer answers. While it is open nothing follows."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from compliance.enums import SANCTION_STEPS, ProposalState, SanctionObjectionState, SanctionState
from compliance.models import SanctionCase, SanctionObjection, SanctionProposal
from compliance.models.sanctions import BACK
from compliance.operations import sanction_papers as papers
from compliance.operations.sanctions import ENDED, INTEREST, SHORTEST, check_text, locked, nota_day
from compliance.policies import can_answer_objection
from compliance.selectors.sanctions import approved, letters_of, objection_until
from compliance.selectors.ties import tied_to
from core import audit, clock
from core.calendar import working_calendar
from core.errors import Conflict, Invalid, ensure
from core.numbers import yearly_number
from notices.letters.issue import revoke_letter
from participants.policies import is_staff
from rules.deadlines import objection_answer_due

S = SanctionState
REVOKED = "Keberatan perusahaan diterima."


@transaction.atomic
def object_to(proposal: SanctionProposal, *, text: str, by: User, at: datetime) -> SanctionObjection:
    """The employer objects to a step, once, until the last day. The same words again are the same objection.

    Raises NotAllowed, Conflict("ended" | "objected_already" | "too_late" | "wrong_state"), Invalid("text_short").
    """
    case = locked(proposal.case)
    proposal = SanctionProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk, case=case)
    today = clock.legal_date(at)
    ensure(is_staff(by, case.employer, today))
    known = SanctionObjection.objects.filter(proposal=proposal).first()
    if known is not None and (known.text, known.filed_by_id) == (text.strip(), by.pk):
        return known
    if known is not None:
        raise Conflict("objected_already", gettext_lazy("Perusahaan sudah mengajukan keberatan atas langkah ini."))
    if case.state not in SANCTION_STEPS:
        raise Conflict("ended", ENDED if not case.is_open else gettext_lazy("Langkah ini tidak dapat dibantah lagi."))
    if proposal.state != ProposalState.APPROVED or proposal.step not in SANCTION_STEPS:
        raise Conflict("wrong_state", gettext_lazy("Atas langkah ini tidak ada keberatan."))
    last = objection_until(getattr(proposal, "service", None))
    if last is not None and today > last:
        raise Conflict("too_late", gettext_lazy("Hari terakhir mengajukan keberatan sudah lewat."))
    if len(text.strip()) < SHORTEST:
        raise Invalid("text_short", _("Jelaskan mengapa perusahaan tidak setuju."), field="text")
    objection = SanctionObjection.objects.create(
        number=yearly_number("KBS", today.year),
        proposal=proposal,
        text=text.strip(),
        filed_by=by,
        filed_at=at,
        due_on=objection_answer_due(today, working_calendar()),
    )
    audit.record("compliance.sanction.objected", actor=by, at=at, subject=case, step=proposal.step)
    papers.tell_of_objection(objection, at=at)
    return objection


@transaction.atomic
def answer_objection(
    objection: SanctionObjection, *, upheld: bool, text: str, by: User, at: datetime
) -> SanctionObjection:
    """Another officer answers. Upheld: the step and what came after it are taken back, with their letters.

    Raises NotAllowed("involved" | "interest"), Conflict("answered_already"), Invalid("text_short" | "names_author").
    """
    case = locked(objection.proposal.case)
    objection = SanctionObjection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
    step, text = objection.proposal, text.strip()
    step.case = case
    target = SanctionObjectionState.UPHELD if upheld else SanctionObjectionState.REJECTED
    if (objection.state, objection.answered_by_id, objection.answer) == (target, by.pk, text):
        return objection
    if objection.state != SanctionObjectionState.FILED:
        raise Conflict("answered_already", gettext_lazy("Keberatan ini sudah dijawab."))
    ensure(not tied_to(by, case.employer_id), "interest", INTEREST)
    involved = gettext_lazy("Keberatan dijawab petugas lain dari yang mengusulkan dan menyetujui langkah ini.")
    ensure(by.pk not in (step.proposed_by_id, step.decided_by_id), "involved", involved)
    ensure(can_answer_objection(by, objection, clock.legal_date(at)))
    check_text(case, text)
    facts: dict[str, Any] = {"answer": text, "answered_by": by, "answered_at": at}
    objection = SanctionObjection.workflow.move(objection, "uphold" if upheld else "reject", actor=by, at=at, **facts)
    objection.proposal.case = case
    audit.record("compliance.sanction.objection_answered", actor=by, at=at, subject=case, upheld=upheld)
    papers.answer_letter(objection, by=by, at=at)
    if upheld:
        _take_back(case, S(step.step), by=by, at=at)
    return objection


def _take_back(case: SanctionCase, step: SanctionState, *, by: User, at: datetime) -> None:
    """The case stands again where it stood before `step`; proposals that wait are refused, later steps revoked."""
    place = SANCTION_STEPS.index(step)
    for waiting in case.proposals.filter(state=ProposalState.OPEN).exclude(proposed_by=by):
        facts: dict[str, Any] = {"decided_by": by, "decided_at": at, "why": REVOKED}
        SanctionProposal.workflow.move(waiting, "refuse", actor=by, at=at, **facts)
    for row in case.proposals.filter(state=ProposalState.APPROVED, step__in=SANCTION_STEPS[place:]):
        for letter in letters_of([row]).get(str(row.pk), []):
            revoke_letter(letter, reason=REVOKED, actor=by, at=at)
        papers.withdraw_step(case, row, by=by, at=at)
        SanctionProposal.workflow.move(row, "revoke", actor=by, at=at)
    before = SANCTION_STEPS[place - 1] if place else S.FOUND
    standing = approved(case, before)
    service = getattr(standing, "service", None)
    served_on = nota_day(case.inspection) if before == S.FOUND else service.on if service is not None else None
    ends_on = service.ends_on if service is not None else None
    moved: dict[str, Any] = {"entered_at": at, "served_on": served_on, "ends_on": ends_on}
    SanctionCase.workflow.move(case, BACK.format(before), actor=by, at=at, **moved)
