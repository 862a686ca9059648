"""The three papers of a bill that was agreed: certificate with BPJS, letter and statement for the KPPN."""

from datetime import datetime
from typing import Any

from compliance.models import ContributionBill
from compliance.selectors.bills import BILL_LETTERS
from core import clock
from core.formatting import month_year, number, rupiah
from notices.enums import LetterKind
from notices.letters import issue_letter
from participants.contribution_law import law_of
from rules.calendar import last_day, month_of
from rules.parameters import CONTRIBUTION_GOVERNMENT, CONTRIBUTION_JKK, CONTRIBUTION_JKM, RELIEF_JKK_SHARE

_BPJS, _TREASURY = "Direksi BPJS Ketenagakerjaan", "Kepala Kantor Pelayanan Perbendaharaan Negara (KPPN)"


def write_bill_letters(bill: ContributionBill, *, at: datetime) -> None:
    """Issue all three, once, kept with who agreed."""
    facts = _facts(bill, at)
    for kind in BILL_LETTERS:
        to = _BPJS if kind == LetterKind.BILL_AGREEMENT else _TREASURY
        issue_letter(kind=kind, user=bill.agreed_by, subject=bill, at=at, name=to, **facts)


def _facts(bill: ContributionBill, at: datetime) -> dict[str, Any]:
    relief = ""
    if bill.relief_rows:
        relief = f"{number(bill.relief_rows, 'id')} peserta, {rupiah(bill.relief_off, language='id')} lebih sedikit"
    return {
        "number": bill.number,
        "month": month_year(bill.month, "id"),
        "participants": number(bill.counted_rows, "id"),
        "recomposition": bill.counted_recomposition,
        "amount": bill.counted_amount,
        "agreed_on": clock.legal_date(at).isoformat(),
        "sha256": bill.sha256,
        "relief": relief,
        "rows": _rows(bill),
        "prepared_by": bill.prepared_by.full_name if bill.prepared_by else "",
        "agreed_by": bill.agreed_by.full_name if bill.agreed_by else "",
        "articles": articles_of(bill),
    }


def _rows(bill: ContributionBill) -> list[list[str]]:
    def money(amount: int) -> str:
        return rupiah(amount, language="id")

    return [
        ["Peserta", number(bill.said_rows, "id"), number(bill.counted_rows, "id")],
        ["Total rekomposisi", money(bill.said_recomposition), money(bill.our_recomposition)],
        ["Iuran pemerintah", money(bill.said_amount), money(bill.our_amount)],
    ]


def articles_of(bill: ContributionBill) -> list[str]:
    """What the month's shares rest on, as far as it may be cited as law, each once."""
    law = law_of(month_of(bill.month))
    day = last_day(law.month)
    parameters = [CONTRIBUTION_GOVERNMENT, CONTRIBUTION_JKK]
    parameters += [CONTRIBUTION_JKM] if law.jkm else []
    parameters += [RELIEF_JKK_SHARE] if law.has_relief else []
    refs = [parameter.on(day).law for parameter in parameters]
    return list(dict.fromkeys(ref.text for ref in refs if ref.citable))
