"""What a person hears about a month: in the inbox, and by letter where something was decided."""

from datetime import datetime

from accounts.models import User
from claims.models import ClaimMonth, Decision
from claims.operations.letters import addressee, checked_rows
from claims.reasons import any_reason
from notices.letters import issue_letter
from notices.operations import notify


def tell_granted(month: ClaimMonth, decision: Decision, *, at: datetime) -> None:
    claim, user = month.claim, _user(month)
    issue_letter(
        kind="approval",
        user=user,
        subject=decision,
        at=at,
        claim_number=claim.number,
        decision_number=decision.number,
        month=month.n,
        amount=month.amount,
        rate_percent=month.rate_percent,
        wage_base=month.wage_base,
        regime=month.regime,
        pay_due_on=month.pay_due_on.isoformat(),
        account=claim.account_shown,
        objection_until=decision.objection_until.isoformat(),
        rows=checked_rows(decision.run),
        **addressee(claim),
    )
    _notify("month_granted", month, decision, at, due=month.pay_due_on)


def tell_held(month: ClaimMonth, *, at: datetime) -> None:
    """Without a letter: nothing is decided. What is missing stands on the page of the month."""
    notify(
        event="month_held",
        user=_user(month),
        at=at,
        link=_page(month),
        key=f"{month.pk}:{at.isoformat()}",
        month=month.n,
        due=month.complete_by,
    )


def tell_refused(month: ClaimMonth, decision: Decision, *, at: datetime) -> None:
    _write_against("refusal", month, decision, at)
    _notify("month_refused", month, decision, at, due=decision.objection_until)


def tell_forfeited(month: ClaimMonth, decision: Decision, *, at: datetime) -> None:
    _write_against("forfeiture", month, decision, at)
    _notify("month_forfeited", month, decision, at, due=decision.objection_until)


def _write_against(kind: str, month: ClaimMonth, decision: Decision, at: datetime) -> None:
    reason = any_reason(decision.reason_codes[0])
    issue_letter(
        kind=kind,
        user=_user(month),
        subject=decision,
        at=at,
        claim_number=month.claim.number,
        decision_number=decision.number,
        month=month.n,
        reason_code=reason.code,
        reason=reason.sentence,
        explanation=decision.note,
        articles=decision.articles,
        next_step=reason.next_step,
        objection_until=decision.objection_until.isoformat(),
        rows=checked_rows(decision.run),
        **addressee(month.claim),
    )


def _notify(event: str, month: ClaimMonth, decision: Decision, at: datetime, **facts: object) -> None:
    notify(
        event=event,
        user=_user(month),
        at=at,
        link=f"/klaim/{month.claim_id}/keputusan/{decision.pk}/",
        key=str(decision.pk),
        month=month.n,
        **facts,
    )


def _page(month: ClaimMonth) -> str:
    return f"/klaim/{month.claim_id}/bulan/{month.n}/"


def _user(month: ClaimMonth) -> User:
    return month.claim.person.user
