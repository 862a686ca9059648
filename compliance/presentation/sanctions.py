"""Sanctions in words: the list, the ladder of one case, its letters, and what the employer reads of it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from compliance.enums import SANCTION_STEPS, ProposalState, RecommendationState, SanctionObjectionState, SanctionState
from compliance.fines import as_month, fine_of
from compliance.models import Recommendation, SanctionCase, SanctionObjection, SanctionProposal
from compliance.offices import BY_CODE
from compliance.presentation.complaints import short_moment
from compliance.selectors.sanctions import (
    SanctionNumbers,
    letters_of,
    objection_until,
    objections_of,
    office_imposed,
    step_after,
)
from compliance.wording import Said, said
from core.clock import legal_date
from core.formatting import countdown, deadline, month_year, plain_date
from core.language import language
from rules.calendar import first_day
from rules.sanctions import SanctionFacts

Item = dict[str, Any]
S, P = SanctionState, ProposalState
LADDER = (*SANCTION_STEPS, S.IMPOSED, S.LIFTED)
KINDS = {S.FOUND: "", S.LIFTED: "ok", S.COMPLIED: "ok", S.IMPOSED: "bad"}


def day(value: date | None) -> str:
    return plain_date(value, language()) if value is not None else ""


def tag_of(case: SanctionCase) -> Item:
    return {"tag": case.get_state_display(), "kind": KINDS.get(S(case.state), "run")}


# --- the list ----------------------------------------------------------------------------------------------------


def list_row(case: SanctionCase, now: datetime) -> Item:
    return {
        "case": case,
        "left": time_left(case, now),
        "region": case.region.name,
        "waits": case.waits,  # type: ignore[attr-defined]
        "proven": case.proven,  # type: ignore[attr-defined]
        "objected": case.objected,  # type: ignore[attr-defined]
        **tag_of(case),
    }


def time_left(case: SanctionCase, now: datetime) -> Item:
    """`hot` marks a row whose stage has run out: an officer decides what follows."""
    if not case.is_open:
        return {"text": day(legal_date(case.closed_at)) if case.closed_at else "–", "hot": False}
    if case.state == S.IMPOSED:
        return {"text": _("Sampai kewajiban dipenuhi"), "hot": False}
    if case.served_on is None:
        return {"text": _("Surat belum diterima"), "hot": False}
    if case.ends_on is None:
        return {"text": _("Tanpa jangka waktu"), "hot": False}
    if case.ends_on < legal_date(now):
        return {"text": _("Berakhir %(day)s") % {"day": day(case.ends_on)}, "hot": True}
    return {"text": countdown(case.ends_on, now, language()), "hot": False}


def totals(numbers: SanctionNumbers) -> list[Item]:
    return [
        {"term": _("Keberatan menunggu"), "value": numbers.objected, "bad": numbers.objected > 0},
        {"term": _("Usulan menunggu"), "value": numbers.waits},
        {"term": _("Jangka waktu berakhir"), "value": numbers.ran_out},
        {"term": _("Jangka waktu berjalan"), "value": numbers.running},
    ]


# --- one case ----------------------------------------------------------------------------------------------------


def case_page(case: SanctionCase, facts: SanctionFacts, now: datetime) -> Item:
    """Everything of the officers' page but the forms."""
    proposals = list(case.proposals.select_related("proposed_by", "decided_by", "service__file", "objection"))
    for proposal in proposals:
        proposal.case = case
    waiting = next((_waiting(p, now) for p in proposals if p.state == P.OPEN), None)
    return {
        "case": case,
        "facts": _facts(case),
        "next": next_of(case, facts, proposed=waiting is not None),
        "waiting": waiting,
        "refused": [_refused(p) for p in proposals if p.state == P.REFUSED],
        "letters": _letters(proposals),
        "offices": _offices(case),
        "objections": [_objection(row) for row in _objections(case)],
        "looks": looks(case, names=True),
        "clock": clock_of(case, now),
        "ladder": ladder(case, proposals),
        "history": _history(case),
        **tag_of(case),
    }


def _facts(case: SanctionCase) -> list[Item]:
    findings = "; ".join(row.text for row in case.inspection.findings.all())
    return [
        {"term": _("Perusahaan"), "value": f"{case.employer.name}, NPP {case.employer.npp}"},
        {"term": _("Tempat kerja"), "value": case.region.name},
        {"term": _("Pemeriksaan"), "value": case.inspection.number},
        {"term": _("Temuan"), "value": findings},
        {"term": _("Dibuka"), "value": f"{short_moment(case.opened_at)} · {case.opened_by.full_name}"},
    ]


def next_of(case: SanctionCase, facts: SanctionFacts, *, proposed: bool = False) -> Item | None:
    """The step that comes next, open or proposed already, with every reason; None for a case that ended."""
    step = step_after(facts)
    if step is None:
        return None
    reasons: list[Said] = [said(reason) for reason in step.reasons]
    is_open = step.is_open
    if step.stage == S.IMPOSED and not office_imposed(case):
        reasons.append(Said(_("Belum ada kantor yang menjawab bahwa layanannya dihentikan."), False, _("PP 86/2013")))
        is_open = False
    title = {True: _("Dapat diusulkan"), False: _("Belum dapat diusulkan"), None: _("Belum pasti")}[is_open]
    if proposed:
        title = _("Sudah diusulkan")
    return {
        "step": str(step.stage),
        "name": S(step.stage).label,
        "open": is_open,
        "title": title,
        "kind": "run" if proposed else "ok" if is_open else "wait",
        "reasons": reasons,
    }


def fine_rows(rows: Sequence[Any]) -> list[Item]:
    """The computation, a row a month."""
    return [
        {
            "month": month_year(first_day(as_month(row["month"])), language()),
            "amount": row["amount"],
            "late": row["months_late"],
            "fine": row["fine"],
        }
        for row in rows
    ]


def _waiting(proposal: SanctionProposal, now: datetime) -> Item:
    fine = fine_of(proposal.unpaid, legal_date(now)) if proposal.unpaid else None
    return {
        "proposal": proposal,
        "name": S(proposal.step).label,
        "by": f"{proposal.proposed_by.full_name}, {short_moment(proposal.proposed_at)}",
        "fine": fine.total if fine else None,
        "fine_rows": fine_rows([row.to_json() for row in fine.rows]) if fine else [],
        "offices": [BY_CODE[code].named(proposal.case.region) for code in proposal.offices],
    }


def _refused(proposal: SanctionProposal) -> Item:
    who = proposal.decided_by.full_name if proposal.decided_by else ""
    when = short_moment(proposal.decided_at) if proposal.decided_at else ""
    return {"name": S(proposal.step).label, "why": proposal.why, "by": f"{who}, {when}"}


def _letters(proposals: list[SanctionProposal]) -> list[Item]:
    """Each step that was taken, with its letter, its arrival and its last day."""
    taken = [p for p in proposals if p.state in (P.APPROVED, P.REVOKED)]
    papers = letters_of(taken)
    return [_letter(p, papers.get(str(p.pk), [])) for p in taken]


def _letter(proposal: SanctionProposal, papers: list[Any]) -> Item:
    service = getattr(proposal, "service", None)
    return {
        "proposal": proposal,
        "name": S(proposal.step).label,
        "letter": papers[0] if papers else None,
        "revoked": proposal.state == P.REVOKED,
        "by": _("Diusulkan %(one)s, disetujui %(two)s")
        % {"one": proposal.proposed_by.full_name, "two": proposal.decided_by.full_name if proposal.decided_by else ""},
        "text": proposal.text,
        "on": day(legal_date(proposal.decided_at)) if proposal.decided_at else "",
        "served": day(service.on) if service else "",
        "how": service.get_how_display() if service else "",
        "proof": service,
        "ends_on": day(service.ends_on) if service else "",
        "fine": proposal.fine,
        "fine_rows": fine_rows(proposal.debts),
        "servable": proposal.step in SANCTION_STEPS,
    }


def _offices(case: SanctionCase) -> list[Item]:
    rows = list(Recommendation.objects.filter(proposal__case=case).select_related("proposal"))
    papers = letters_of(rows)
    found = []
    for row in rows:
        answer = f"{row.answer_number}, {day(row.answered_on)}" if row.answered_on else ""
        found.append(
            {
                "row": row,
                "name": BY_CODE[row.office].named(case.region),
                "services": ", ".join(row.services),
                **_office_tag(case, row),
                "answer": answer,
                "letters": papers.get(str(row.pk), []),
                "waits": row.state == RecommendationState.SENT and row.proposal.state == P.APPROVED,
            }
        )
    return found


def _office_tag(case: SanctionCase, row: Recommendation) -> Item:
    """What the office answered; a service that was denied is open again once the case has ended."""
    if row.proposal.state != P.APPROVED:
        return {"tag": _("Dicabut"), "kind": ""}
    if row.state == RecommendationState.IMPOSED and not case.is_open:
        return {"tag": _("Dibuka lagi"), "kind": "ok"}
    kinds = {RecommendationState.SENT: "wait", RecommendationState.IMPOSED: "bad", RecommendationState.DECLINED: ""}
    return {"tag": row.get_state_display(), "kind": kinds[RecommendationState(row.state)]}


def _objections(case: SanctionCase) -> list[SanctionObjection]:
    return list(objections_of(case).select_related("proposal", "filed_by", "answered_by"))


def _objection(row: SanctionObjection, *, names: bool = True) -> Item:
    kinds = {
        SanctionObjectionState.FILED: "wait",
        SanctionObjectionState.UPHELD: "ok",
        SanctionObjectionState.REJECTED: "bad",
    }
    letters = letters_of([row]).get(str(row.pk), [])
    answered = ""
    if row.answered_at is not None:
        answered = short_moment(row.answered_at)
        if names and row.answered_by is not None:
            answered = f"{row.answered_by.full_name}, {answered}"
    return {
        "row": row,
        "step": S(row.proposal.step).label,
        "tag": row.get_state_display(),
        "kind": kinds[SanctionObjectionState(row.state)],
        "filed": f"{row.filed_by.full_name}, {short_moment(row.filed_at)}",
        "due": deadline(row.due_on, language()),
        "answered": answered,
        "letter": letters[0] if letters else None,
    }


def looks(case: SanctionCase, *, names: bool) -> list[Item]:
    """What the employer sent and what officers saw, the latest first. `names`: officers' too."""
    rows = [
        {"at": p.at, "title": _("Bukti dari perusahaan"), "by": p.actor.full_name, "text": p.text, "proof": p}
        for p in case.proofs.select_related("actor", "file")
    ]
    for check in case.checks.select_related("actor"):
        title = _("Petugas melihat: sudah dipenuhi") if check.met else _("Petugas melihat: belum dipenuhi")
        by = check.actor.full_name if names else ""
        rows.append({"at": check.at, "title": title, "by": by, "text": check.text, "met": check.met})
    for row in rows:
        row["when"] = short_moment(row["at"])
    return sorted(rows, key=lambda row: row["at"], reverse=True)


def clock_of(case: SanctionCase, now: datetime) -> Item:
    """The stage's clock; empty for a case that ended."""
    if not case.is_open or case.state == S.FOUND:
        return {}
    today = legal_date(now)
    late = case.ends_on is not None and case.ends_on < today
    return {
        **time_left(case, now),
        "late": late,
        "served": day(case.served_on),
        "due": deadline(case.ends_on, language()) if case.ends_on else "",
    }


def ladder(case: SanctionCase, proposals: Sequence[SanctionProposal]) -> list[Item]:
    """Every step with its dates: taken, now, to come."""
    taken = {p.step: p for p in proposals if p.state == P.APPROVED}
    rows: list[Item] = []
    for step in LADDER:
        proposal = taken.get(step)
        if proposal is not None:
            state = "warn" if case.state == step and case.is_open else ""
            rows.append({"title": step.label, "when": _dates(proposal), "state": state, "strong": case.state == step})
        elif case.is_open:
            rows.append({"title": step.label, "when": "", "state": "todo"})
    if S.COMPLIED in taken:
        rows.append({"title": S.COMPLIED.label, "when": _dates(taken[S.COMPLIED]), "state": "", "strong": True})
    return rows


def _dates(proposal: SanctionProposal) -> str:
    service = getattr(proposal, "service", None)
    if service is not None and service.ends_on is not None:
        return _("Diterima %(one)s, sampai %(two)s") % {"one": day(service.on), "two": day(service.ends_on)}
    if service is not None:
        return _("Diterima %(day)s") % {"day": day(service.on)}
    return _("Terbit %(day)s") % {"day": day(legal_date(proposal.decided_at)) if proposal.decided_at else ""}


def _history(case: SanctionCase) -> list[Item]:
    rows = [
        {
            "title": _("%(stage)s · %(who)s") % {"stage": S(row.to_state).label, "who": row.actor_name},
            "when": short_moment(row.at),
        }
        for row in case.log.order_by("-pk")
    ]
    return [*rows, {"title": _("Kasus dibuka"), "when": short_moment(case.opened_at)}]


# --- the employer's page -----------------------------------------------------------------------------------------


def employer_left(case: SanctionCase, now: datetime) -> Item:
    """As `time_left`, but of a letter that was not handed over yet."""
    if case.is_open and case.state in SANCTION_STEPS and case.served_on is None:
        return {"text": _("Ada surat untuk perusahaan Anda"), "hot": False}
    return time_left(case, now)


def employer_page(case: SanctionCase, now: datetime) -> Item:
    """What the employer reads: letters, dates, its own proofs and objections. No officer's name, no proposal."""
    steps = case.proposals.filter(state__in=(P.APPROVED, P.REVOKED))
    proposals = list(steps.select_related("proposed_by", "decided_by", "service__file", "objection"))
    today = legal_date(now)
    letters = []
    for item in _letters(proposals):
        until = objection_until(item["proof"])
        item["until"] = deadline(until, language()) if until else ""
        item["may_object"] = _may_object(case, item["proposal"], until, today)
        letters.append(item)
    return {
        "case": case,
        "letters": letters[::-1],  # the one that counts now is read first
        "offices": [row for row in _offices(case) if row["row"].proposal.state == P.APPROVED],
        "objections": [_objection(row, names=False) for row in _objections(case)],
        "looks": looks(case, names=False),
        "clock": clock_of(case, now),
        "ladder": ladder(case, proposals),
        **tag_of(case),
    }


def _may_object(case: SanctionCase, proposal: SanctionProposal, until: date | None, today: date) -> bool:
    return (
        case.state in SANCTION_STEPS
        and proposal.state == P.APPROVED
        and proposal.step in SANCTION_STEPS
        and getattr(proposal, "objection", None) is None
        and (until is None or today <= until)
    )
