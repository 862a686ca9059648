"""The three papers of an invoice, written out of its data when it is sent: report, request, SPTJM."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from accounts.models import User
from core import clock
from core.formatting import number, rupiah
from notices.enums import LetterKind
from notices.letters import issue_letter
from payments.selectors import known_banks
from training.enums import MeetingState
from training.models import Invoice, InvoiceLine, InvoiceLog

PAPERS = (LetterKind.LPK_REPORT, LetterKind.LPK_REQUEST, LetterKind.SPTJM)


def issue_papers(invoice: Invoice, lines: Sequence[InvoiceLine], *, signer: User, at: datetime) -> None:
    """Issue them to the head who signed. Each time that an invoice is sent has papers of its own."""
    sent: InvoiceLog = invoice.log.filter(move="send").latest("pk")
    facts = _facts(invoice, clock.legal_date(at))
    for kind in PAPERS:
        own = _OWN[kind](invoice, lines)
        issue_letter(kind=kind, user=signer, subject=sent, at=at, **facts, **own)


def _facts(invoice: Invoice, signed_on: date) -> dict[str, Any]:
    held = invoice.training_class
    house = held.programme.institute
    return {
        "number": invoice.number,
        "programme": held.programme.title,
        "institute": house.name,
        "address": held.place,
        "started_on": held.starts_on,
        "ended_on": held.ends_on,
        "participants": invoice.count,
        "total": invoice.total,
        "signed_name": invoice.signed_name,
        "signed_on": signed_on,
    }


def _report(invoice: Invoice, lines: Sequence[InvoiceLine]) -> dict[str, Any]:
    met = invoice.training_class.meetings.filter(state=MeetingState.RECORDED).count()
    rows = [[line.enrolment.person.full_name, _minutes(line), line.get_basis_display()] for line in lines]
    return {"report": invoice.report, "meetings": met, "rows": rows}


def _request(invoice: Invoice, lines: Sequence[InvoiceLine]) -> dict[str, Any]:
    house = invoice.training_class.programme.institute
    rows = [[line.enrolment.person.full_name, line.get_basis_display(), rupiah(line.price)] for line in lines]
    bank = next((known.name for known in known_banks() if known.code == house.bank_code), "")
    account = ", ".join(part for part in (bank, house.account_name, f"•••• {house.account_tail}") if part)
    return {"account": account, "bill_on": invoice.bill_on, "rows": rows}


def _sptjm(invoice: Invoice, lines: Sequence[InvoiceLine]) -> dict[str, Any]:
    return {}


_OWN = {LetterKind.LPK_REPORT: _report, LetterKind.LPK_REQUEST: _request, LetterKind.SPTJM: _sptjm}


def _minutes(line: InvoiceLine) -> str:
    return f"{number(line.attended)} dari {number(line.planned)} menit"
