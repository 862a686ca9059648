"""What the verifier's page of one claim needs: the form with its words, and every panel."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from claims.contribution_grid import arrears_at_phk, counts, grid
from claims.enums import ClaimState
from claims.forms import AccountReviewForm, ReviewForm
from claims.models import Assessment, Claim
from claims.presentation.desk import (
    arrears_row,
    clock_panel,
    documents,
    grid_items,
    history,
    money,
    short_moment,
    wage_line,
)
from claims.presentation.queue import waits_for_phk
from claims.presentation.trace import officer_rows
from claims.selectors import account_shared_with_another, money_came_back
from core.calendar import working_calendar
from core.formatting import rupiah
from core.language import language

Item = dict[str, Any]


def review_form(claim: Claim, assessment: Assessment | None, posted: dict[str, str] | None = None) -> ReviewForm:
    """The decision with the amount on the button that grants it; the wage is asked when nobody reported one."""
    approve = ""
    if assessment is not None and assessment.answer["months"]:
        amount = rupiah(assessment.answer["months"][0]["amount"], language())
        approve = _("Setujui, bayar %(amount)s") % {"amount": amount}
    ask_wage = assessment is not None and assessment.answer["wage_base"] is None
    initial = {"assessment": assessment.pk if assessment else None}
    return ReviewForm(posted, approve=approve, ask_wage=ask_wage, initial=initial)


def new_account_form(claim: Claim) -> AccountReviewForm:
    return AccountReviewForm(initial={"set_at": claim.account_set_at.isoformat() if claim.account_set_at else None})


def detail(claim: Claim, assessment: Assessment | None, now: datetime) -> Item:
    """Everything but the form."""
    returned = money_came_back(claim)
    context: Item = {
        "claim": claim,
        "assessment": assessment,
        "clock": clock_panel(claim, now),
        "waits_for_phk": waits_for_phk(claim),
        "documents": documents(claim),
        "history": history(claim),
        "shared_account": account_shared_with_another(claim),
        "returned": returned,
        "open": claim.state == ClaimState.IN_REVIEW or returned,
        "asked": claim.corrections.open().first(),
    }
    return context | (_of_assessment(claim, assessment) if assessment else {"rows": []})


def _of_assessment(claim: Claim, assessment: Assessment) -> Item:
    calendar = working_calendar()
    cells = grid(assessment, calendar)
    rows = officer_rows(assessment)
    bankrupt = claim.phk.employer.bankrupt_or_closed_on is not None
    arrears = arrears_at_phk(assessment, bankrupt_or_closed=bankrupt, calendar=calendar)
    if arrears is not None:
        rows.append(arrears_row(arrears, assessment.data_as_of))
    return {
        "rows": rows,
        "unmet": sum(1 for row in rows if row["met"] is not True),
        "grid": grid_items(cells),
        "counts": counts(cells),
        "wage_line": wage_line(assessment),
        "money": money(claim, assessment),
        "run_at": short_moment(assessment.assessed_at),
    }
