"""What a person hears about a month: in the inbox, and by letter where something was decided."""

from collections.abc import Sequence
from datetime import datetime

from accounts.models import User
from claims.enums import MonthPayer
from claims.models import ClaimMonth, Decision
from claims.operations.letters import addressee, checked_rows
from claims.reasons import any_reason
from notices.letters import Addressed, issue_letter, issue_letters
from notices.operations import Telling, notify, notify_many


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
        payer=month.payer,
        **addressee(claim),
    )
    event = "month_granted" if month.payer == MonthPayer.FUND else "month_granted_employer"
    notify_many(event, [_news(month, decision, due=month.pay_due_on)], at=at)


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
    _tell_against("refusal", "month_refused", [(month, decision)], at)


def tell_forfeited(lost: Sequence[tuple[ClaimMonth, Decision]], *, at: datetime) -> None:
    """Everybody whose month was lost, in one go. The months come with claim, person, user and region."""
    _tell_against("forfeiture", "month_forfeited", lost, at)


def _tell_against(kind: str, event: str, decided: Sequence[tuple[ClaimMonth, Decision]], at: datetime) -> None:
    issue_letters(
        kind, [Addressed(_user(month), decision, _against(month, decision)) for month, decision in decided], at=at
    )
    notify_many(event, [_news(month, decision, due=decision.objection_until) for month, decision in decided], at=at)


def _against(month: ClaimMonth, decision: Decision) -> dict[str, object]:
    reason = any_reason(decision.reason_codes[0])
    return {
        "claim_number": month.claim.number,
        "decision_number": decision.number,
        "month": month.n,
        "reason_code": reason.code,
        "reason": reason.sentence,
        "explanation": decision.note,
        "articles": decision.articles,
        "next_step": reason.next_step,
        "objection_until": decision.objection_until.isoformat(),
        "rows": checked_rows(decision.run),
        **addressee(month.claim),
    }


def _news(month: ClaimMonth, decision: Decision, **facts: object) -> Telling:
    link = f"/klaim/{month.claim_id}/keputusan/{decision.pk}/"
    return Telling(_user(month), link, str(decision.pk), {"month": month.n, **facts})


def _page(month: ClaimMonth) -> str:
    return f"/klaim/{month.claim_id}/bulan/{month.n}/"


def _user(month: ClaimMonth) -> User:
    return month.claim.person.user
