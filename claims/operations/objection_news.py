"""What a person hears about an objection: a receipt with the office's last day, and the answer."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from claims.enums import DecisionKind, ObjectionState
from claims.models import Objection
from claims.operations.letters import checked_rows
from claims.operations.upholding import CONSEQUENCES, LEFT_TO_AN_OFFICER
from core import clock
from notices.letters import issue_letter
from notices.operations import notify

SILENCE = _("Kami tidak menjawab sampai batas waktunya. Karena itu keberatan Anda dianggap diterima.")


def page_of(objection: Objection) -> str:
    return f"/klaim/keberatan/{objection.decision_id}/"


def tell_received(objection: Objection, *, at: datetime) -> None:
    claim, user = objection.decision.claim, objection.decision.claim.person.user
    issue_letter(
        kind="objection_receipt",
        user=user,
        subject=objection,
        at=at,
        objection_number=objection.number,
        decision_number=objection.decision.number,
        claim_number=claim.number,
        ground=objection.get_ground_display(),
        filed_on=clock.legal_date(at).isoformat(),
        due_on=objection.answer_due_on.isoformat(),
    )
    notify(
        event="objection_received",
        user=user,
        at=at,
        link=page_of(objection),
        key=str(objection.pk),
        due=objection.answer_due_on,
    )


def reply_to(objection: Objection) -> str:
    """The officer's words, or what silence means."""
    return objection.reply or SILENCE


def consequence_of(objection: Objection) -> str:
    """What we do now; empty when the decision stays."""
    if objection.state != ObjectionState.UPHELD:
        return ""
    if objection.carried_out_at is None:
        return LEFT_TO_AN_OFFICER
    return CONSEQUENCES[DecisionKind(objection.decision.kind)]


def tell_answered(objection: Objection, *, at: datetime) -> None:
    claim, user = objection.decision.claim, objection.decision.claim.person.user
    upheld = objection.state == ObjectionState.UPHELD
    issue_letter(
        kind="objection_answer",
        user=user,
        subject=objection,
        at=at,
        upheld=upheld,
        reply=reply_to(objection),
        objection_number=objection.number,
        decision_number=objection.decision.number,
        claim_number=claim.number,
        answered_on=clock.legal_date(at).isoformat(),
        articles=objection.articles,
        consequence=consequence_of(objection),
        rows=checked_rows(objection.decision.run),
    )
    notify(
        event="objection_answered",
        user=user,
        at=at,
        link=page_of(objection),
        key=str(objection.pk),
        upheld=upheld,
    )


def tell_carried_out(objection: Objection, *, at: datetime) -> None:
    """After silence: what was left to an officer is done. The letter about the money says the rest."""
    notify(
        event="objection_answered",
        user=objection.decision.claim.person.user,
        at=at,
        link=page_of(objection),
        key=f"{objection.pk}:done",
        upheld=True,
    )
