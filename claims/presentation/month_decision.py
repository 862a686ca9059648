"""A decision about a month, or about what follows from it, in words: what, why, what it means, and the ladder."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from claims.enums import DecisionKind, MonthState, ObjectionState
from claims.models import Claim, ClaimMonth, Decision, Objection
from claims.presentation.decision import ladder
from claims.presentation.month_page import next_month
from claims.presentation.scene import Situation, language
from claims.presentation.trace import decided_on, folded
from claims.reasons import any_reason
from core.calendar import working_calendar
from core.formatting import long_date, plain_date, rupiah
from rules.deadlines import objection_answer_due
from rules.errors import CalendarNotLoaded

Item = dict[str, Any]
K = DecisionKind


def decision_page(s: Situation, claim: Claim, decision: Decision) -> Item:
    """Everything that the page of one decision shows. `decision.month` is None for a stop and an overpayment."""
    objection = next((o for o in s.objections if o.decision_id == decision.pk), None)
    return {
        "granted": decision.kind == K.MONTH_GRANT,
        "tag": _tag(decision),
        "title": _title(decision),
        "lead": _lead(decision),
        "trace": folded(decided_on(decision)) if decision.run is not None else None,
        "facts": _facts(decision),
        "consequences": _consequences(s, decision),
        "objection": objection,
        "objection_open": objection is None and s.today <= decision.objection_until,
        "ladder": dated_ladder(decision, objection, s.today),
    }


def _tag(decision: Decision) -> Item:
    return {
        K.MONTH_GRANT: {"tag": _("Disetujui"), "kind": "ok"},
        K.MONTH_REFUSAL: {"tag": _("Ditolak"), "kind": "bad"},
        K.FORFEITURE: {"tag": _("Hangus"), "kind": "bad"},
        K.STOP: {"tag": _("Berhenti"), "kind": ""},
        K.OVERPAYMENT: {"tag": _("Kelebihan bayar"), "kind": "wait"},
    }[K(decision.kind)]


def _title(decision: Decision) -> str:
    titles = {
        K.MONTH_GRANT: _("Klaim bulan ke-%(n)s disetujui"),
        K.MONTH_REFUSAL: _("Klaim bulan ke-%(n)s ditolak, tetapi Anda masih punya pilihan"),
        K.FORFEITURE: _("Manfaat bulan ke-%(n)s hangus, tetapi Anda masih punya pilihan"),
        K.STOP: _("Manfaat JKP Anda berhenti"),
        K.OVERPAYMENT: _("Ada kelebihan bayar"),
    }
    return titles[K(decision.kind)] % {"n": decision.month.n if decision.month else ""}


def _lead(decision: Decision) -> str:
    """The reason in one plain sentence, and what the officer wrote."""
    if decision.kind == K.OVERPAYMENT:
        amount = rupiah(decision.facts["amount"], language())
        if "died_on" in decision.facts:
            reason = _("%(amount)s dibayar untuk bulan yang dikirim setelah peserta meninggal dunia.")
        else:
            reason = _("Anda menerima %(amount)s untuk bulan ketika Anda sudah bekerja.")
        reason = reason % {"amount": amount}
    else:
        reason = " ".join(str(any_reason(code).sentence) for code in decision.reason_codes)
    return " ".join(filter(None, (reason, decision.note)))


def _facts(decision: Decision) -> list[Item]:
    """Rows for <c-facts> where no run of the rules holds the facts."""
    facts = decision.facts
    rows = []
    if "employer" in facts:
        rows.append({"term": _("Tempat kerja"), "value": facts["employer"]})
    for key in ("started_on", "work_started_on"):
        if key in facts:
            day = long_date(date.fromisoformat(facts[key]), language())
            rows.append({"term": _("Mulai bekerja"), "value": day})
    if "died_on" in facts:
        rows.append(
            {"term": _("Meninggal dunia"), "value": long_date(date.fromisoformat(facts["died_on"]), language())}
        )
    if decision.kind == K.OVERPAYMENT:
        rows.append({"term": _("Jumlah"), "value": rupiah(facts["amount"], language())})
    return rows


# --- what it means -----------------------------------------------------------------------------------------------


def _consequences(s: Situation, decision: Decision) -> list[Item]:
    """Icon and sentence, each: for this month, for the others, and what can be done about the reason."""
    makers = {
        K.MONTH_GRANT: _of_grant,
        K.MONTH_REFUSAL: _of_loss,
        K.FORFEITURE: _of_loss,
        K.STOP: _of_stop,
        K.OVERPAYMENT: _of_overpayment,
    }
    rows = makers[K(decision.kind)](s, decision)
    return rows + [{"icon": "maju", "text": str(any_reason(code).next_step)} for code in decision.reason_codes]


def _of_grant(s: Situation, decision: Decision) -> list[Item]:
    return _later(s, decision.month)


def _of_loss(s: Situation, decision: Decision) -> list[Item]:
    month = decision.month
    if month is not None and month.amount is not None:
        lost = {"icon": "cek", "text": _("Keberatan Anda dikabulkan: bulan ke-%(n)s dibayar.") % {"n": month.n}}
    else:
        text = _("Bulan ke-%(n)s tidak dibayar, kecuali keberatan Anda diterima.")
        lost = {"icon": "silang", "text": text % {"n": month.n if month else ""}}
    return [lost, *_kept(s), *_later(s, month)]


def _of_stop(s: Situation, decision: Decision) -> list[Item]:
    stopped = [m for m in s.months if m.state == MonthState.STOPPED]
    text = _("Bulan berikutnya tidak dibayar.") if stopped else _("Manfaat berjalan lagi.")
    return [{"icon": "silang" if stopped else "cek", "text": text}, *_kept(s)]


def _of_overpayment(s: Situation, decision: Decision) -> list[Item]:
    return [
        {"icon": "dompet", "text": _("Uang itu diminta kembali dengan angsuran. Tidak ada denda dan tidak ada bunga.")},
        {"icon": "cek", "text": _("Rencana angsuran ada di surat. Bila berat, minta rencana lain.")},
    ]


def _kept(s: Situation) -> list[Item]:
    """Months that were granted before stay."""
    granted = [m for m in s.months if m.amount is not None]
    if not granted:
        return []
    numbers = ", ".join(str(m.n) for m in granted)
    total = rupiah(sum(m.amount or 0 for m in granted), language())
    text = _("Bulan ke-%(numbers)s tetap milik Anda: %(total)s tidak perlu dikembalikan.")
    return [{"icon": "cek", "text": text % {"numbers": numbers, "total": total}}]


def _later(s: Situation, month: ClaimMonth | None) -> list[Item]:
    following = next_month(s, month) if month is not None else None
    if following is None or following.opens_on is None:
        return []
    text = _("Bulan ke-%(n)s tetap bisa diajukan mulai %(day)s.")
    return [{"icon": "tanggal", "text": text % {"n": following.n, "day": long_date(following.opens_on, language())}}]


# --- the ladder --------------------------------------------------------------------------------------------------


def dated_ladder(decision: Decision, objection: Objection | None, today: date) -> list[Item]:
    """Entries for <c-log>: the steps of an objection with their days, as far as they are known."""
    first, answer, *rest = ladder(decision)
    if objection is not None and objection.filed_at is not None:
        day = plain_date(objection.filed_at, language())
        return [
            {
                "title": _("Keberatan %(number)s") % {"number": objection.number},
                "when": _("Dikirim %(day)s") % {"day": day},
            },
            _answer(objection),
            *rest,
        ]
    if today > decision.objection_until:
        until = plain_date(decision.objection_until, language())
        return [first | {"when": _("Batasnya %(day)s sudah lewat") % {"day": until}, "state": ""}, *rest]
    return [first, answer | {"when": _if_sent_today(answer["when"], today)}, *rest]


def _answer(objection: Objection) -> Item:
    if objection.decided_at is not None:
        state = ObjectionState(objection.state).label
        return {"title": _("Jawaban kami"), "when": f"{state}, {plain_date(objection.decided_at, language())}"}
    due = plain_date(objection.answer_due_on, language()) if objection.answer_due_on else ""
    by = _("Paling lambat %(day)s") % {"day": due}
    return {"title": _("Jawaban kami"), "when": by, "state": "warn", "strong": True}


def _if_sent_today(fallback: str, today: date) -> str:
    try:
        day = objection_answer_due(today, working_calendar())
    except CalendarNotLoaded:
        return fallback
    return _("Paling lambat %(day)s, bila Anda kirim hari ini") % {"day": plain_date(day, language())}
