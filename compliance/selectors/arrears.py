"""Arrears: what is owed by whom, whose cases, and the figures of a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, Prefetch, Q, QuerySet, Value, When

from accounts.models import User
from claims.enums import MONTH_GRANTED, MonthPayer, MonthState
from claims.models import Assessment, Claim, ClaimMonth
from compliance.enums import (
    REQUEST_OPEN,
    UNPAID_BY_EMPLOYER,
    WAITS_FOR_EMPLOYER,
    ArrearsState,
    EmployerPaymentState,
)
from compliance.models import ArrearsCase, ArrearsDebt, EmployerPayment
from compliance.selectors.ties import acted_for
from core.calendar import working_calendar
from payments.models import Bank, Payout
from rules import debts
from rules.calendar import Month, month_of
from rules.contributions import compute
from rules.money import Rupiah

PAYOUT_SOURCE = "arrears_case"
_RELATED = ("employer", "region__parent", "claim__person", "claim__phk")


@dataclass(frozen=True, slots=True)
class DebtSheet:
    """What an employer owes on a day, in whole rupiah. Penalty and fine are two things and have no common sum."""

    rows: tuple[debts.Debt, ...]
    contributions: int
    penalty: int
    fine: int
    on: date


def debt_sheet(case: ArrearsCase, on: date) -> DebtSheet:
    """The months of the case as they stand on a day, or stood on the day they were settled."""
    day = case.settled_on or on
    owed = {month_of(row.month): Rupiah(row.amount) for row in case.debts.all()}
    return sheet_of(debts.debts(owed, day, working_calendar()), day)


def sheet_of(rows: Iterable[debts.Debt], on: date) -> DebtSheet:
    rows = tuple(rows)
    return DebtSheet(
        rows=rows,
        contributions=sum(row.amount for row in rows),
        penalty=sum(row.penalty for row in rows),
        fine=debts.administrative_fine(rows, on),
        on=on,
    )


def owed_contributions(assessment: Assessment, months: Iterable[str], wage_base: int) -> dict[Month, Rupiah]:
    """The employer's part that carries JKP, for each unpaid month (`YYYY-MM`) of this worker (POL-08).

    The wage is the one reported for the month; where none is, the wage base of the decision.
    """
    reported = {row["month"]: row["wage"] for row in assessment.facts.get("contributions") or () if row["wage"]}
    owed = {}
    for name in months:
        month = month_of(date.fromisoformat(f"{name}-01"))
        parts = compute(month, reported.get(name) or wage_base)
        owed[month] = Rupiah(parts.jkk + parts.jkm)
    return owed


@dataclass(frozen=True, slots=True)
class EmployerMonth:
    """A month that the employer pays, with what it last said about it."""

    month: ClaimMonth
    payment: EmployerPayment | None

    @property
    def owed(self) -> bool:
        """Neither paid nor declared as paid."""
        return self.month.state == MonthState.APPROVED and self.payment is None


def employer_months(case: ArrearsCase) -> list[EmployerMonth]:
    """Every month of the claim that the employer pays, in order; a rejected payment counts as none."""
    payments = {row.month_id: row for row in case.payments.live().select_related("file", "answered_by")}
    months = months_of_employer(case.claim)
    return [EmployerMonth(month, payments.get(month.pk)) for month in months]


def months_of_employer(claim: Claim) -> QuerySet[ClaimMonth]:
    return claim.months.filter(payer=MonthPayer.EMPLOYER, state__in=MONTH_GRANTED).order_by("n")


def is_tied(user: User, case: ArrearsCase) -> bool:
    """The officer is the worker, or acts or acted for the employer."""
    return case.claim.person.user_id == user.pk or acted_for(user, case.employer_id)


def case_of_claim(claim: Claim) -> ArrearsCase | None:
    return ArrearsCase.objects.select_related(*_RELATED).filter(claim=claim).first()


def worker_case(user: User, claim_id: UUID) -> ArrearsCase | None:
    """The worker's own, by the claim."""
    return ArrearsCase.objects.of_worker(user).select_related(*_RELATED).filter(claim=claim_id).first()


def staff_cases(user: User, on: date) -> QuerySet[ArrearsCase]:
    """The employers' cases of somebody who acts for them: what waits for the employer first."""
    rank = Case(
        When(state__in=UNPAID_BY_EMPLOYER, then=Value(0)),
        When(state__in=(ArrearsState.PAID, ArrearsState.SETTLED, ArrearsState.BANK_PROBLEM), then=Value(1)),
        default=Value(2),
    )
    rows = ArrearsCase.objects.of_staff(user, on).select_related(*_RELATED)
    return rows.annotate(rank=rank).order_by("rank", "pay_by", "pk")


def cases_waiting_for_staff(user: User, on: date) -> QuerySet[ArrearsCase]:
    """Those of them in which the employer has something to do: pay, ask for its money, give another account."""
    return staff_cases(user, on).filter(state__in=WAITS_FOR_EMPLOYER)


def office_cases(user: User, on: date) -> QuerySet[ArrearsCase]:
    """What an office reads: requests by their last day first, then what the employers have not paid."""
    rank = Case(
        When(state__in=REQUEST_OPEN, then=Value(0)),
        When(state__in=UNPAID_BY_EMPLOYER, then=Value(1)),
        default=Value(2),
    )
    denied = Count("payments", filter=Q(payments__state=EmployerPaymentState.DENIED))
    rows = ArrearsCase.objects.for_office(user, on).select_related(*_RELATED)
    return rows.annotate(rank=rank, denied=denied).order_by(
        "rank", F("answer_due_on").asc(nulls_last=True), "pay_by", "pk"
    )


@dataclass(frozen=True, slots=True)
class OfficeNumbers:
    late: int
    requests: int
    unpaid: int
    handed: int


def office_numbers(rows: QuerySet[ArrearsCase], today: date) -> OfficeNumbers:
    """How much waits, in one query."""
    found: dict[str, Any] = rows.order_by().aggregate(
        late=Count("pk", filter=Q(state__in=REQUEST_OPEN, answer_due_on__lt=today), distinct=True),
        requests=Count("pk", filter=Q(state__in=REQUEST_OPEN), distinct=True),
        unpaid=Count("pk", filter=Q(state__in=(ArrearsState.OPENED, ArrearsState.TOLD)), distinct=True),
        handed=Count("pk", filter=Q(state=ArrearsState.HANDED), distinct=True),
    )
    return OfficeNumbers(**found)


def transfers_of(case: ArrearsCase) -> list[Payout]:
    """Every attempt to give the employer its money back, oldest first."""
    return list(Payout.objects.of(PAYOUT_SOURCE, case.pk).order_by("attempt"))


def bank_name(code: str) -> str:
    """As people know it; the code of a bank that is not in use any more."""
    return Bank.objects.filter(code=code).values_list("name", flat=True).first() or code


def arrears_data(user: User) -> list[dict[str, Any]]:
    """What the worker takes along (UU 27/2022 Pasal 13): months that the employer pays and the debts about oneself.

    Rupiah whole. Neither the employer's account nor what it asked back: that is not about the worker.
    """
    payments = EmployerPayment.objects.select_related("month", "file").order_by("month__n", "declared_at", "pk")
    rows = ArrearsCase.objects.of_worker(user).select_related("employer", "claim")
    rows = rows.prefetch_related("debts", Prefetch("payments", queryset=payments))
    return [
        {
            "nomor": row.number,
            "klaim": row.claim.number,
            "perusahaan": row.employer.name,
            "keadaan": row.state,
            "pasal": row.law,
            "dibuka": row.opened_at,
            "bulan_berturut_turut": row.consecutive,
            "bulan_menunggak": row.total,
            "dibayar_perusahaan_paling_lambat": row.pay_by,
            "diserahkan_ke_pengawas": row.handed_at,
            "tunggakan_lunas": row.settled_on,
            "tunggakan": [_debt(debt) for debt in row.debts.all()],
            "pembayaran_perusahaan": [_declared(payment) for payment in row.payments.all()],
        }
        for row in rows
    ]


def _debt(debt: ArrearsDebt) -> dict[str, Any]:
    return {"bulan": f"{debt.month:%Y-%m}", "iuran": debt.amount, "jatuh_tempo": debt.due_on, "denda": debt.penalty}


def _declared(payment: EmployerPayment) -> dict[str, Any]:
    return {
        "bulan_manfaat": payment.month.n,
        "jumlah": payment.amount,
        "tanggal": payment.paid_on,
        "bukti": payment.file.name,
        "keadaan": payment.state,
        "dijawab": payment.answered_at,
        "jawaban": payment.answer,
    }
