"""Cases of employers that pay first, by the operations.

arrears_case()                    approved, four months in arrears; the employer's staff has been told
arrears_case("paid") … "settled", "asked", "recommended", "approved", "reimbursed", "refused", "handed"
"""

from datetime import date, datetime, timedelta
from typing import Any

from accounts.models import User
from claims.models import Claim
from compliance.models import ArrearsCase, EmployerPayment
from compliance.operations import arrears, reimbursement
from compliance.operations.reimbursement import EmployerAccount
from compliance.selectors.arrears import PAYOUT_SOURCE
from core import clock
from files.models import StoredFile
from integrations.bank import TransferAnswer
from payments.operations.sending import record_answer, reserve
from payments.selectors import last_payout
from tests.factories import claims as make
from tests.factories.files import StoredFileFactory
from tests.factories.participants import MORNING
from tests.factories.payments import make_approved_batch, tell

FOUR_UNPAID = (1, 2, 3, 4, 5)  # October is not due before the PHK of 10 November
NOTE = "Bukti transfer cocok dengan rekening koran."
ACCOUNT = EmployerAccount("008", "1230009988776", "PT Pemberi Kerja Contoh")
_LINE = ("paid", "settled", "asked", "recommended", "approved", "reimbursed")
STATES = ("told", "declared", *_LINE, "refused", "handed")


def owed_claim(*, at: datetime = MORNING, **facts: Any) -> Claim:
    """An approved claim whose first month the employer pays."""
    return make.claim("active", at=at, **{"unpaid": FOUR_UNPAID, **facts})


def arrears_case(
    state: str = "told", *, claim: Claim | None = None, at: datetime = MORNING, **facts: Any
) -> ArrearsCase:
    """Every step happens at `at`; only what is handed on happens after the last day."""
    found = claim or owed_claim(at=at, **facts)
    case = arrears.hear_of_month(make.first_month(found).pk, at=at)
    if state == "handed":
        arrears.hand_over_unpaid(at=make.moment(case.pay_by + timedelta(days=1)))
    elif state == "declared":
        declared(case, at=at)
    elif state == "refused":
        bring_to(case, "asked", at=at)
        reimbursement.refuse(case, note="Bukti pelunasan bukan milik perusahaan ini.", actor=make.verifier(), at=at)
    elif state != "told":
        bring_to(case, state, at=at)
    return fresh(case)


def bring_to(case: ArrearsCase, state: str, *, at: datetime) -> None:
    for step in _LINE[: _LINE.index(state) + 1]:
        _STEPS[step](fresh(case), at)


def fresh(case: ArrearsCase) -> ArrearsCase:
    return ArrearsCase.objects.get(pk=case.pk)


def staff_of(case: ArrearsCase) -> User:
    return case.employer.staff.filter(until=None).order_by("pk").first().user  # type: ignore[union-attr]


def worker_of(case: ArrearsCase) -> User:
    return case.claim.person.user  # type: ignore[return-value]


def proof_of(case: ArrearsCase) -> StoredFile:
    return StoredFileFactory(owner=staff_of(case), purpose=arrears.FILE_PURPOSE)


def declared(
    case: ArrearsCase, *, paid_on: date | None = None, n: int = 1, by: User | None = None, at: datetime = MORNING
) -> EmployerPayment:
    return arrears.declare_payment(
        case,
        month=case.claim.months.get(n=n),
        paid_on=paid_on or clock.legal_date(at),
        file=proof_of(case),
        actor=by or staff_of(case),
        at=at,
    )


def _pay(case: ArrearsCase, at: datetime) -> None:
    arrears.confirm_payment(declared(case, at=at), actor=worker_of(case), at=at)


def _settle(case: ArrearsCase, at: datetime) -> None:
    arrears.settle_debts(case, settled_on=clock.legal_date(at), actor=make.verifier(), at=at)


def _ask(case: ArrearsCase, at: datetime) -> None:
    reimbursement.ask_reimbursement(case, account=ACCOUNT, actor=staff_of(case), at=at)


def _recommend(case: ArrearsCase, at: datetime) -> None:
    reimbursement.recommend(case, note=NOTE, actor=make.verifier(), at=at)


def _approve(case: ArrearsCase, at: datetime) -> None:
    reimbursement.approve(case, actor=make.verifier(), at=at)


def _reimburse(case: ArrearsCase, at: datetime) -> None:
    bank_says(case, "settled", at=at)


_STEPS = {
    "paid": _pay,
    "settled": _settle,
    "asked": _ask,
    "recommended": _recommend,
    "approved": _approve,
    "reimbursed": _reimburse,
}


def bank_says(case: ArrearsCase, *kinds: str, at: datetime = MORNING, **news: Any) -> ArrearsCase:
    """Send the reimbursement when it was not, let the bank say so, and let the case hear of it."""
    payout = last_payout(PAYOUT_SOURCE, case.pk)
    assert payout is not None
    if payout.state == "ready":
        make_approved_batch(0)
        reserve(payout.pk, at=at)
        payout.refresh_from_db()
        answer = TransferAnswer(accepted=True, code="", bank_reference=f"BR{payout.pk.hex[:10]}")
        record_answer(payout, answer, at=at)
        payout.refresh_from_db()
    tell(payout, *kinds, **news)
    return reimbursement.hear_of_transfer(case.pk, at=at)
