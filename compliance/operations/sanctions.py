"""A sanction moves by two officers: one proposes the step that the rules leave open, another approves it.

The rules are asked when it is proposed and again when it is approved; nothing moves by itself.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from compliance.enums import (
    SANCTION_ENDED,
    FindingState,
    InspectionState,
    SanctionObjectionState,
    SanctionState,
)
from compliance.fines import fine_of
from compliance.models import Finding, Inspection, Recommendation, SanctionCase, SanctionProposal
from compliance.offices import BY_CODE
from compliance.operations import sanction_papers as papers
from compliance.operations.secrecy import reveals
from compliance.policies import can_decide_sanction, can_open_sanction, can_work_on_sanction
from compliance.selectors.sanctions import objections_of, obligations_met, office_imposed, step_of
from compliance.selectors.ties import tied_to
from compliance.wording import said, why_blocked
from core import audit, clock
from core.errors import Conflict, Invalid, ensure
from core.numbers import yearly_number

S = SanctionState
SHORTEST = 20
INTEREST = gettext_lazy("Anda punya kepentingan pada perusahaan ini, jadi pengawas lain yang mengerjakannya.")
ENDED = gettext_lazy("Kasus sanksi ini sudah selesai.")


@transaction.atomic
def open_case(inspection: Inspection, *, by: User, at: datetime) -> SanctionCase:
    """Hand an inspection whose duties were not met to sanctions. One case an inspection; again, the same one.

    Raises NotAllowed, Conflict("no_nota" | "nothing_open").
    """
    inspection = Inspection.objects.select_for_update(of=("self",)).get(pk=inspection.pk)
    ensure(inspection.employer_id is None or not tied_to(by, inspection.employer_id), "interest", INTEREST)
    ensure(can_open_sanction(by, inspection, clock.legal_date(at)))
    known = SanctionCase.objects.filter(inspection=inspection).first()
    if known is not None:
        return known
    if inspection.state not in (InspectionState.ISSUED, InspectionState.FOLLOWED) or inspection.employer_id is None:
        raise Conflict("no_nota", gettext_lazy("Sanksi dibuka sesudah nota pemeriksaan terbit."))
    if not inspection.findings.filter(state=FindingState.OPEN).exists():
        raise Conflict("nothing_open", gettext_lazy("Semua temuan sudah dipenuhi, jadi tidak ada sanksi."))
    Inspection.workflow.move(inspection, "sanction", actor=by, at=at)
    case = SanctionCase.objects.create(
        number=yearly_number("SNK", clock.legal_date(at).year),
        inspection=inspection,
        employer_id=inspection.employer_id,
        region_id=inspection.region_id,
        entered_at=at,
        served_on=nota_day(inspection),
        opened_by=by,
        opened_at=at,
    )
    audit.record("compliance.sanction.opened", actor=by, at=at, subject=case)
    return case


def nota_day(inspection: Inspection) -> date | None:
    """When the nota reached the employer: it is in its portal the day it is issued."""
    return clock.legal_date(inspection.issued_at) if inspection.issued_at is not None else None


@transaction.atomic
def propose(
    case: SanctionCase,
    *,
    text: str,
    by: User,
    at: datetime,
    step: str = "",
    unpaid: Mapping[str, int] | None = None,
    offices: Iterable[str] = (),
) -> SanctionProposal:
    """Propose the step that comes next, or `step="complied"` to close the case.

    `unpaid`: contributions in rupiah by month (`YYYY-MM`) that the fine counts from. `offices`: whom the recommendation
    goes to. The same proposal again is the same row. Raises NotAllowed, Conflict("blocked" | "proposal_waits" |
    "wrong_state"), Invalid("text_short" | "names_author" | "no_debt" | "no_office").
    """
    case = worked_on(case, by, at)
    on, text = clock.legal_date(at), text.strip()
    step = step or _next(case, on)
    waiting = case.proposals.filter(state="open").first()
    if waiting is not None and (waiting.proposed_by_id, waiting.step, waiting.text) == (by.pk, step, text):
        return waiting
    if waiting is not None:
        raise Conflict("proposal_waits", gettext_lazy("Sudah ada usulan yang menunggu persetujuan."))
    reasons = ensure_open(case, step, on)
    check_text(case, text)
    proposal = SanctionProposal.objects.create(
        case=case,
        step=step,
        text=text,
        unpaid=_unpaid(unpaid or {}, on) if step == S.FINED else {},
        offices=_offices(offices) if step == S.RECOMMENDED else [],
        reasons=reasons,
        proposed_by=by,
        proposed_at=at,
    )
    audit.record("compliance.sanction.proposed", actor=by, at=at, subject=case, step=step)
    papers.tell_deciders(proposal, at=at)
    return proposal


@transaction.atomic
def approve(proposal: SanctionProposal, *, by: User, at: datetime) -> SanctionProposal:
    """The step is taken, with its letters. Approved before by the same officer: nothing changes.

    Raises NotAllowed("own_proposal" | "interest" | "not_allowed"), Conflict("blocked" | "wrong_state").
    """
    case = locked(proposal.case)
    proposal = _locked_proposal(case, proposal)
    if proposal.state == "approved" and proposal.decided_by_id == by.pk:
        return proposal
    on = clock.legal_date(at)
    _may_decide(proposal, by, on)
    reasons = ensure_open(case, proposal.step, on)
    facts: dict[str, Any] = {"decided_by": by, "decided_at": at, "reasons": reasons}
    if proposal.step == S.FINED:
        facts |= _fine(proposal, on)
    proposal = SanctionProposal.workflow.move(proposal, "approve", actor=by, at=at, **facts)
    ended = at if proposal.step in SANCTION_ENDED else None
    moved: dict[str, Any] = {"entered_at": at, "served_on": None, "ends_on": None, "closed_at": ended}
    case = SanctionCase.workflow.move(case, proposal.step, actor=by, at=at, **moved)
    audit.record("compliance.sanction.approved", actor=by, at=at, subject=case, step=proposal.step)
    _follow(case, proposal, by=by, at=at)
    return proposal


@transaction.atomic
def refuse_proposal(proposal: SanctionProposal, *, why: str, by: User, at: datetime) -> SanctionProposal:
    """The case stays where it is; another proposal may follow. Raises NotAllowed, Conflict, Invalid("text_short")."""
    case = locked(proposal.case)
    proposal, why = _locked_proposal(case, proposal), why.strip()
    if (proposal.state, proposal.decided_by_id, proposal.why) == ("refused", by.pk, why):
        return proposal
    _may_decide(proposal, by, clock.legal_date(at))
    if len(why) < SHORTEST:
        raise Invalid("text_short", _("Jelaskan mengapa usulan ini tidak disetujui."), field="text")
    facts: dict[str, Any] = {"decided_by": by, "decided_at": at, "why": why}
    proposal = SanctionProposal.workflow.move(proposal, "refuse", actor=by, at=at, **facts)
    audit.record("compliance.sanction.refused", actor=by, at=at, subject=case, step=proposal.step)
    return proposal


def ensure_open(case: SanctionCase, step: str, on: date) -> list[dict[str, Any]]:
    """The reasons why the step is open on a day, as they are stored. Raises Conflict("blocked" | "wrong_state")."""
    if step == S.COMPLIED:
        return _may_close(case)
    found = step_of(case, on)
    if found is None or found.stage != step:
        raise Conflict("wrong_state", gettext_lazy("Langkah ini bukan langkah berikutnya. Muat ulang halaman ini."))
    if found.is_open is not True:
        blocked = _("Langkah ini belum dapat diambil. %(why)s") % {"why": why_blocked(found.reasons)}
        raise Conflict("blocked", blocked)
    if step == S.IMPOSED and not office_imposed(case):
        raise Conflict("blocked", gettext_lazy("Belum ada kantor yang menjawab bahwa layanannya dihentikan."))
    return [{**reason.to_json(), "said": said(reason).text} for reason in found.reasons]


def _may_close(case: SanctionCase) -> list[dict[str, Any]]:
    if not SanctionCase.workflow.can(case, S.COMPLIED):
        raise Conflict("wrong_state", gettext_lazy("Pada tahap ini kasus selesai lewat pencabutan TMP2T."))
    if obligations_met(case) is not True:
        raise Conflict("blocked", gettext_lazy("Belum ada petugas yang melihat bahwa kewajiban sudah dipenuhi."))
    if objections_of(case).filter(state=SanctionObjectionState.FILED).exists():
        raise Conflict("blocked", gettext_lazy("Ada keberatan yang belum dijawab. Jawab dahulu."))
    return [{"code": "SAN-05", "met": True, "law": "", "facts": {}, "said": _("Kewajiban sudah dipenuhi.")}]


def check_text(case: SanctionCase, text: str, shortest: int = SHORTEST) -> None:
    """What an employer will read is long enough and gives no author of a complaint away. Raises Invalid."""
    if len(text) < shortest:
        raise Invalid("text_short", _("Jelaskan sedikit lebih banyak."), field="text")
    for complaint in case.inspection.complaints.select_related("author", "employer"):
        found = reveals(text, complaint)
        if found:
            message = _(
                "Teks ini memuat %(what)s pelapor. Perusahaan tidak boleh mengetahuinya: tulis ulang tanpa itu."
            )
            raise Invalid("names_author", message % {"what": ", ".join(map(str, found))}, field="text")


def locked(case: SanctionCase) -> SanctionCase:
    rows = SanctionCase.objects.select_for_update(of=("self",)).select_related("inspection", "employer", "region")
    return rows.get(pk=case.pk)


def worked_on(case: SanctionCase, by: User, at: datetime) -> SanctionCase:
    """The locked case for an officer who may work on it. Raises NotAllowed, Conflict("ended")."""
    case = locked(case)
    ensure_workable(case, by, at)
    return case


def ensure_workable(case: SanctionCase, by: User, at: datetime) -> None:
    """The same without the lock, before a file is stored. Raises NotAllowed, Conflict("ended")."""
    ensure(not tied_to(by, case.employer_id), "interest", INTEREST)
    if not case.is_open:
        raise Conflict("ended", ENDED)
    ensure(can_work_on_sanction(by, case, clock.legal_date(at)))


def _locked_proposal(case: SanctionCase, proposal: SanctionProposal) -> SanctionProposal:
    found = SanctionProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk, case=case)
    found.case = case
    return found


def _may_decide(proposal: SanctionProposal, by: User, on: date) -> None:
    ensure(not tied_to(by, proposal.case.employer_id), "interest", INTEREST)
    own = gettext_lazy("Usulan Anda sendiri disetujui petugas lain.")
    ensure(proposal.proposed_by_id != by.pk, "own_proposal", own)
    if proposal.state != "open":
        raise Conflict("wrong_state", gettext_lazy("Usulan ini sudah diputus. Muat ulang untuk membacanya."))
    ensure(can_decide_sanction(by, proposal, on))


def _next(case: SanctionCase, on: date) -> str:
    found = step_of(case, on)
    return str(found.stage) if found is not None else ""


# --- what a step brings ------------------------------------------------------------------------------------------


def _unpaid(unpaid: Mapping[str, int], on: date) -> dict[str, int]:
    if fine_of(unpaid, on).total <= 0:
        raise Invalid("no_debt", _("Isi paling sedikit satu bulan iuran yang sudah lewat jatuh tempo."), field="unpaid")
    return dict(sorted(unpaid.items()))


def _fine(proposal: SanctionProposal, on: date) -> dict[str, Any]:
    fine = fine_of(proposal.unpaid, on)
    return {"fine": fine.total, "debts": [row.to_json() for row in fine.rows]}


def _offices(codes: Iterable[str]) -> list[str]:
    chosen = [code for code in BY_CODE if code in set(codes)]
    if not chosen:
        raise Invalid("no_office", _("Pilih paling sedikit satu kantor."), field="offices")
    return chosen


def _follow(case: SanctionCase, proposal: SanctionProposal, *, by: User, at: datetime) -> None:
    """Letters to employer and offices; a case that ends takes its inspection along."""
    if proposal.step == S.RECOMMENDED:
        for code in proposal.offices:
            services = [str(name) for name in BY_CODE[code].services]
            Recommendation.objects.create(proposal=proposal, office=code, services=services, sent_at=at)
    papers.write_letters(case, proposal, by=by, at=at)
    if case.state in SANCTION_ENDED:
        papers.withdraw_from_offices(case, by=by, at=at)
        _end(case, by=by, at=at)


def _end(case: SanctionCase, *, by: User, at: datetime) -> None:
    for finding in case.inspection.findings.filter(state=FindingState.OPEN):
        Finding.workflow.move(finding, "meet", actor=by, at=at, met_at=at, met_by=by)
    inspection = Inspection.objects.get(pk=case.inspection_id)
    if Inspection.workflow.can(inspection, "close"):
        Inspection.workflow.move(inspection, "close", actor=by, at=at, closed_at=at)
