"""Objections on the verifier's desk: the list by time left, and one case with what the rules say today."""

from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from claims import wording
from claims.enums import DecisionKind, ObjectionState, WorkReportState
from claims.models import Objection, RulesRun, WageReview
from claims.presentation.desk import short_moment
from claims.presentation.objections import GRANTS, decision_name
from claims.presentation.trace import officer_rows
from claims.reasons import any_reason
from claims.selectors import account_unproven, wage_base_of
from claims.selectors.objections import RulesToday, granted_by_another, other_live_claim
from core.calendar import working_calendar
from core.clock import JAKARTA, legal_date
from core.formatting import countdown, deadline, plain_date, rupiah, short_name
from core.language import language
from rules.calendar import add_working_days

Item = dict[str, Any]
K, S = DecisionKind, ObjectionState

# --- the list ----------------------------------------------------------------------------------------------------


def queue_row(objection: Objection, now: datetime) -> Item:
    claim = objection.decision.claim
    return {
        "objection": objection,
        "left": _time_left(objection, now),
        "decision": decision_name(objection.decision),
        "person": short_name(claim.person.full_name),
        "region": claim.person.region.name if claim.person.region else "",
        "ground": objection.get_ground_display(),
        **tag_of(objection),
    }


def tag_of(objection: Objection) -> Item:
    if needs_carrying_out(objection):
        return {"tag": _("Perlu dilaksanakan"), "kind": "wait"}
    words = {
        S.SUBMITTED: (_("Menunggu putusan"), "run"),
        S.UPHELD: (_("Dikabulkan"), "ok"),
        S.REJECTED: (_("Tidak dikabulkan"), "bad"),
    }
    tag, kind = words[S(objection.state)]
    return {"tag": tag, "kind": kind}


def needs_carrying_out(objection: Objection) -> bool:
    return objection.state == S.UPHELD and objection.carried_out_at is None


def _time_left(objection: Objection, now: datetime) -> Item:
    """Whole days in words, hours on the last one. `hot` marks a row past its day."""
    if needs_carrying_out(objection):
        return {"text": _("Sudah dikabulkan"), "hot": True, "soon": False}
    if objection.state != S.SUBMITTED or objection.answer_due_on is None:
        day = objection.decided_at
        return {"text": plain_date(day, language()) if day else "", "hot": False, "soon": False}
    today = now.astimezone(JAKARTA).date()
    due = objection.answer_due_on
    return {"text": countdown(due, now, language()), "hot": due < today, "soon": due == today}


def queue_totals(rows: QuerySet[Objection], user: User, today: date) -> list[Item]:
    """Four numbers for <c-kpi>, in one query."""
    waiting = Q(state=S.SUBMITTED)
    numbers = rows.order_by().aggregate(
        late=Count("pk", filter=waiting & Q(answer_due_on__lt=today)),
        today=Count("pk", filter=waiting & Q(answer_due_on=today)),
        waiting=Count("pk", filter=waiting),
        left=Count("pk", filter=Q(state=S.UPHELD, carried_out_at=None)),
    )
    return [
        {"term": _("Lewat batas jawaban"), "value": numbers["late"], "bad": numbers["late"] > 0},
        {"term": _("Jatuh tempo hari ini"), "value": numbers["today"], "text": _("sebelum 23.59 WIB")},
        {"term": _("Menunggu putusan"), "value": numbers["waiting"]},
        {"term": _("Perlu dilaksanakan"), "value": numbers["left"], "bad": numbers["left"] > 0},
    ]


def wage_review_row(review: WageReview, now: datetime) -> Item:
    return {
        "review": review,
        "person": short_name(review.claim.person.full_name),
        "left": countdown(review.answer_due_on, now, language()),
        "change": f"{rupiah(review.wage_before, language())} → {rupiah(review.wage_found, language())}",
    }


# --- one case ----------------------------------------------------------------------------------------------------


def detail(objection: Objection, today: RulesToday | None, now: datetime) -> Item:
    """Everything but the form."""
    decision, claim = objection.decision, objection.decision.claim
    return {
        "objection": objection,
        "claim": claim,
        "decision": decision,
        "decision_rows": _decision_rows(objection),
        "files": [_file(objection, row) for row in objection.files.select_related("file")],
        "rules": _compared(decision.run, today),
        "work": _work(objection) if today is None else [],
        "clock": clock_of_answer(objection, now),
        "history": history(objection),
        "account_doubt": decision.kind == K.REFUSAL and account_unproven(claim),
        "blocked": _blocked(objection),
        "to_carry_out": needs_carrying_out(objection),
        **tag_of(objection),
    }


def asks_wage(objection: Objection, today: RulesToday | None) -> bool:
    """Upholding needs a wage: the amount is disputed, or a claim becomes active whose wage nobody reported."""
    if objection.decision.kind in GRANTS:
        return True
    return objection.decision.kind == K.REFUSAL and today is not None and today.wage_base is None


def article_choices(objection: Objection, today: RulesToday | None) -> list[tuple[str, str]]:
    """The articles of the decision, then those of the rules behind it; each once, in their words."""
    laws = [*objection.decision.articles]
    if today is not None:
        laws += [reason["law"] for reason in today.run.reasons if reason["facts"].get("asked", True)]
    return list({wording.cited(law): (law, wording.cited(law)) for law in reversed(laws)}.values())[::-1]


def _decision_rows(objection: Objection) -> list[Item]:
    decision = objection.decision
    why = " · ".join(f"{code} {any_reason(code).title}" for code in decision.reason_codes)
    rows = [
        {"term": _("Keputusan"), "value": decision_name(decision)},
        {"term": _("Nomor"), "value": decision.number},
        {"term": _("Diputus"), "value": f"{short_moment(decision.at)}, {decision.officer_name}"},
        {"term": _("Alasan"), "value": why},
        {"term": _("Penjelasan"), "value": decision.note},
        {"term": _("Pasal"), "value": "; ".join(wording.cited(law) for law in decision.articles)},
    ]
    if decision.kind in GRANTS:
        wage = wage_base_of(decision.claim)
        rows.append({"term": _("Dasar upah"), "value": rupiah(wage, language()) if wage else ""})
    return [row for row in rows if row["value"]]


def _file(objection: Objection, row: Any) -> Item:
    return {
        "title": row.file.name,
        "href": reverse("claims:objection_file", args=[objection.pk, row.pk]),
        "text": f"{short_moment(row.added_at)} · {row.file.get_state_display()}",
    }


def _compared(then: RulesRun | None, today: RulesToday | None) -> list[Item]:
    """Each condition as it was judged and as it is judged today; what changed or fails is tinted."""
    if today is None:
        return []
    before = {reason["code"]: reason["met"] for reason in then.reasons} if then is not None else {}
    rows = officer_rows(today.run)  # type: ignore[arg-type]
    return [
        row | {"then": before.get(row["code"]), "look": row["met"] is not True or before.get(row["code"]) is not True}
        for row in rows
    ]


def _work(objection: Objection) -> list[Item]:
    """What a stop or an overpayment rests on: the reported work, and what BPJS knows of it."""
    claim = objection.decision.claim
    rows = [
        {
            "title": report.employer,
            "text": _("Mulai bekerja %(day)s, dilaporkan peserta %(told)s")
            % {"day": plain_date(report.started_on, language()), "told": short_moment(report.reported_at)},
            "tag": report.get_state_display(),
        }
        for report in claim.work_reports.exclude(state=WorkReportState.UNDONE)
    ]
    return rows + [
        {
            "title": question.employer,
            "text": _("Tercatat di BPJS sejak %(day)s") % {"day": plain_date(question.since, language())},
            "tag": {True: _("Peserta: benar"), False: _("Peserta: tidak benar"), None: _("Belum dijawab")}[
                question.works
            ],
        }
        for question in claim.questions.all()
    ]


def _blocked(objection: Objection) -> str:
    """Why upholding cannot be carried out now; empty when nothing stands in its way."""
    if objection.decision.kind not in (K.REFUSAL, K.STOP) or objection.state not in (S.SUBMITTED, S.UPHELD):
        return ""
    if objection.carried_out_at is not None:
        return ""
    claim = objection.decision.claim
    other = other_live_claim(claim)
    if other is not None and other.phk_id == claim.phk_id:
        return _("Klaim %(number)s untuk PHK yang sama masih berjalan.") % {"number": other.number}
    other = other or granted_by_another(claim)
    return _("Peserta ini punya klaim lain: %(number)s.") % {"number": other.number} if other else ""


def clock_of_answer(objection: Objection, now: datetime) -> Item:
    """The working day of the answer we are in, of how many; empty once answered."""
    if objection.state != S.SUBMITTED or objection.filed_at is None or objection.answer_due_on is None:
        return {}
    first, due, today = legal_date(objection.filed_at), objection.answer_due_on, now.astimezone(JAKARTA).date()
    total = at = 0
    calendar = working_calendar()
    while (day := add_working_days(first, total + 1, calendar)) <= due:
        total += 1
        at += day <= today
    left = countdown(due, now, language())
    counted = at > 0 and due >= today
    title = _("Hari kerja ke-%(n)s dari %(all)s") % {"n": at, "all": total} if counted else left
    left = left if counted else ""  # said by the title
    return {"title": title, "left": left, "due": deadline(due, language()), "at": at, "of": total, "late": due < today}


def history(objection: Objection) -> list[Item]:
    words = {
        "submit": _("Keberatan dikirim"),
        "uphold": _("Dikabulkan"),
        "reject": _("Tidak dikabulkan"),
        "withdraw": _("Ditarik peserta"),
    }
    rows = [
        {"title": f"{words[row.move]} · {row.actor_name}", "when": short_moment(row.at)}
        for row in objection.log.order_by("-pk")
    ]
    if objection.by_silence:
        rows[0]["title"] = _("Dikabulkan karena tidak dijawab pada waktunya")
    decided = {"title": _("Keputusan · %(by)s") % {"by": objection.decision.officer_name}}
    return [*rows, decided | {"when": short_moment(objection.decision.at)}]
