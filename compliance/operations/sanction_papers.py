"""Letters and messages of a sanction. The officer who approved owns a letter; the employer reads it at its case."""

from datetime import datetime
from typing import Any

from accounts.models import User
from compliance.enums import FindingState, ProposalState, RecommendationState, SanctionState
from compliance.fines import as_month
from compliance.models import Recommendation, SanctionCase, SanctionObjection, SanctionProposal
from compliance.offices import BY_CODE
from compliance.selectors.sanctions import approved, deciders_for
from core import clock
from core.formatting import month_year, plain_date, rupiah
from notices.enums import LetterKind
from notices.letters import issue_letter
from notices.operations import Telling, notify_many
from participants.selectors import staff_of
from rules.calendar import first_day
from rules.duties import FINE_DAYS, WARNING_WORKING_DAYS

S = SanctionState
_KINDS = {
    S.WARNED_ONCE: LetterKind.SANCTION_WARNING,
    S.WARNED_TWICE: LetterKind.SANCTION_WARNING,
    S.FINED: LetterKind.SANCTION_FINE,
    S.RECOMMENDED: LetterKind.SANCTION_RECOMMENDED,
    S.IMPOSED: LetterKind.SANCTION_IMPOSED,
    S.LIFTED: LetterKind.SANCTION_LIFTED,
    S.COMPLIED: LetterKind.SANCTION_CLOSED,
}


def desk_page(case: SanctionCase) -> str:
    return f"/pengawasan/sanksi/{case.pk}/"


def employer_page(case: SanctionCase) -> str:
    return f"/perusahaan/kepatuhan/sanksi/{case.pk}/"


def write_letters(case: SanctionCase, proposal: SanctionProposal, *, by: User, at: datetime) -> None:
    """The employer's letter of a step, and one to each office that is asked."""
    facts = _facts(case, proposal, at)
    issue_letter(kind=_KINDS[S(proposal.step)], user=by, subject=proposal, at=at, **facts)
    if proposal.step == S.RECOMMENDED:
        for row in proposal.recommendations.all():
            _to_office(LetterKind.SANCTION_TO_OFFICE, case, row, by=by, at=at, text=proposal.text)
    tell_employer("sanction_sent", case, str(proposal.pk), at=at)


def _facts(case: SanctionCase, proposal: SanctionProposal, at: datetime) -> dict[str, Any]:
    on = clock.legal_date(at)
    facts = {**_frame(case), "text": proposal.text, "decided_on": on.isoformat(), "step": str(proposal.step)}
    if proposal.step in (S.WARNED_ONCE, S.WARNED_TWICE):
        rule = WARNING_WORKING_DAYS.on(on)
        return facts | {"days": rule.value, "law": rule.law.text}
    if proposal.step == S.FINED:
        rule = FINE_DAYS.on(on)
        return facts | {"days": rule.value, "law": rule.law.text, "fine": proposal.fine, "counted": _counted(proposal)}
    recommended = proposal if proposal.step == S.RECOMMENDED else approved(case, S.RECOMMENDED)
    rows = list(recommended.recommendations.all()) if recommended is not None else []
    if proposal.step == S.IMPOSED:
        rows = [row for row in rows if row.state == RecommendationState.IMPOSED]
    return facts | {"offices": [_office_row(case, row) for row in rows]}


def _frame(case: SanctionCase) -> dict[str, Any]:
    """What every letter of a case says. Findings by the officers' own words; no complaint is read here."""
    open_ones = case.inspection.findings.filter(state=FindingState.OPEN)
    nota = case.inspection.issued_at
    return {
        "name": case.employer.name,
        "place": case.employer.address,
        "number": case.number,
        "employer": case.employer.name,
        "npp": case.employer.npp,
        "inspection_number": case.inspection.number,
        "nota_on": clock.legal_date(nota).isoformat() if nota is not None else "",
        "findings": [finding.text for finding in open_ones],
    }


def _office_row(case: SanctionCase, row: Recommendation) -> list[str]:
    """Office, services, and its letter when it answered."""
    answer = ""
    if row.answered_on is not None:
        answer = f"{row.answer_number}, {plain_date(row.answered_on, 'id')}"
    return [BY_CODE[row.office].named(case.region), ", ".join(row.services), answer or "–"]


def _counted(proposal: SanctionProposal) -> list[list[str]]:
    """The table of the fine's letter."""
    counted = []
    for row in proposal.debts:
        owed = f"{rupiah(row['amount'], 'id')}, terlambat {row['months_late']} bulan"
        counted.append([month_year(first_day(as_month(row["month"])), "id"), owed, rupiah(row["fine"], "id")])
    return counted


def _to_office(kind: LetterKind, case: SanctionCase, row: Recommendation, *, by: User, at: datetime, text: str) -> None:
    """An office gets what it needs to act: which employer, which services, on which law; no findings, no people."""
    issue_letter(
        kind=kind,
        user=by,
        subject=row,
        at=at,
        name=BY_CODE[row.office].named(case.region),
        place=case.region.name,
        number=case.number,
        employer=case.employer.name,
        npp=case.employer.npp,
        address=case.employer.address,
        services=list(row.services),
        decided_on=clock.legal_date(at).isoformat(),
        text=text,
    )


def withdraw_from_offices(case: SanctionCase, *, by: User, at: datetime) -> None:
    """Every office that was asked reads that its service is open again."""
    rows = Recommendation.objects.filter(proposal__case=case, proposal__state=ProposalState.APPROVED)
    for row in rows:
        text = "Perusahaan sudah memenuhi kewajibannya."
        _to_office(LetterKind.SANCTION_WITHDRAWN, case, row, by=by, at=at, text=text)


def withdraw_step(case: SanctionCase, proposal: SanctionProposal, *, by: User, at: datetime) -> None:
    """A step that an objection took back: the offices that it asked are told."""
    for row in proposal.recommendations.all():
        text = "Keberatan perusahaan diterima."
        _to_office(LetterKind.SANCTION_WITHDRAWN, case, row, by=by, at=at, text=text)


def answer_letter(objection: SanctionObjection, *, by: User, at: datetime) -> None:
    """The answer to an objection, to the employer."""
    case = objection.proposal.case
    issue_letter(
        kind=LetterKind.SANCTION_ANSWER,
        user=by,
        subject=objection,
        at=at,
        **_frame(case),
        objection_number=objection.number,
        step_said=objection.proposal.get_step_display(),
        filed_on=clock.legal_date(objection.filed_at).isoformat(),
        decided_on=clock.legal_date(at).isoformat(),
        upheld="diterima" if objection.state == "upheld" else "ditolak",
        text=objection.answer,
    )
    tell_employer("sanction_answered", case, str(objection.pk), at=at)


# --- messages ----------------------------------------------------------------------------------------------------


def tell_employer(event: str, case: SanctionCase, key: str, *, at: datetime) -> None:
    """Everybody who acts for the employer."""
    people = staff_of(case.employer_id, clock.legal_date(at))
    notify_many(event, [Telling(u, employer_page(case), key, {"number": case.number}) for u in people], at=at)


def tell_deciders(proposal: SanctionProposal, *, at: datetime) -> None:
    """Coordinators who may approve it."""
    case = proposal.case
    people = [u for u in deciders_for(case, clock.legal_date(at)) if u.pk != proposal.proposed_by_id]
    _officers("sanction_proposed", case, people, str(proposal.pk), at=at)


def tell_of_objection(objection: SanctionObjection, *, at: datetime) -> None:
    """Coordinators, and who opened the case."""
    case = objection.proposal.case
    people = {u.pk: u for u in [*deciders_for(case, clock.legal_date(at)), case.opened_by]}
    _officers("sanction_objected", case, people.values(), str(objection.pk), at=at)


def tell_of_proof(case: SanctionCase, key: str, *, at: datetime) -> None:
    """Coordinators, and who opened the case: somebody has to look."""
    people = {u.pk: u for u in [*deciders_for(case, clock.legal_date(at)), case.opened_by]}
    _officers("sanction_proof", case, people.values(), key, at=at)


def clock_tellings(case: SanctionCase, at: datetime) -> list[Telling]:
    """The clock of the stage has run out: said once for each clock."""
    people = {u.pk: u for u in [*deciders_for(case, clock.legal_date(at)), case.opened_by]}
    key = f"{case.pk}:{case.state}:{case.ends_on}"
    return [Telling(user, desk_page(case), key, {"number": case.number}) for user in people.values()]


def _officers(event: str, case: SanctionCase, people: Any, key: str, *, at: datetime) -> None:
    notify_many(event, [Telling(u, desk_page(case), key, {"number": case.number}) for u in people], at=at)
