"""An objection as its person sees it: what it is about, how long there is, who answers by when, what comes next."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from claims import wording
from claims.enums import DecisionKind, ObjectionState
from claims.models import Decision, Objection
from claims.operations.objection_news import consequence_of, reply_to
from claims.presentation.links import decision_url
from claims.reasons import any_reason
from core.calendar import working_calendar
from core.clock import legal_date
from core.formatting import countdown, deadline, long_date, long_moment, plain_date, rupiah
from core.language import language
from rules.deadlines import appeal_due
from rules.errors import CalendarNotLoaded

Item = dict[str, Any]
K = DecisionKind
STEPS = ("alasan", "penjelasan", "bukti", "periksa")
ROUTES = dict(
    zip(
        STEPS,
        ("claims:objection_ground", "claims:objection_text", "claims:objection_files", "claims:objection_check"),
        strict=True,
    )
)
GRANTS = (K.APPROVAL, K.MONTH_GRANT)


# --- the decision ------------------------------------------------------------------------------------------------


def decision_name(decision: Decision) -> str:
    """What was decided, in three words: "Penolakan bulan ke-2"."""
    names = {
        K.REFUSAL: _("Penolakan klaim"),
        K.APPROVAL: _("Persetujuan klaim"),
        K.MONTH_GRANT: _("Persetujuan bulan ke-%(n)s"),
        K.MONTH_REFUSAL: _("Penolakan bulan ke-%(n)s"),
        K.FORFEITURE: _("Bulan ke-%(n)s hangus"),
        K.STOP: _("Penghentian manfaat"),
        K.OVERPAYMENT: _("Permintaan kembali kelebihan bayar"),
    }
    name = names[K(decision.kind)]
    return name % {"n": decision.month.n} if decision.month is not None else name


def decision_facts(decision: Decision) -> list[Item]:
    """Rows for <c-facts>: the decision in short."""
    rows = [
        {"term": _("Keputusan"), "value": decision_name(decision), "href": decision_url(decision), "link": _("Baca")},
        {"term": _("Nomor"), "value": decision.number},
        {"term": _("Tanggal"), "value": plain_date(decision.at, language())},
    ]
    why = " ".join(str(any_reason(code).sentence) for code in decision.reason_codes)
    if why:
        rows.append({"term": _("Alasan"), "value": " ".join(filter(None, (why, decision.note)))})
    amount = _amount(decision)
    if amount:
        rows.append({"term": _("Jumlah"), "value": amount})
    cited = list(dict.fromkeys(wording.cited(law) for law in decision.articles))
    if cited and why:
        rows.append({"term": _("Dasar aturan"), "value": "; ".join(cited)})
    return rows


def _amount(decision: Decision) -> str:
    if decision.kind == K.APPROVAL and decision.wage_base:
        return _("Dasar upah %(wage)s") % {"wage": rupiah(decision.wage_base, language())}
    if decision.month is not None and decision.kind == K.MONTH_GRANT and decision.month.amount:
        return rupiah(decision.month.amount, language())
    return rupiah(decision.facts["amount"], language()) if "amount" in decision.facts else ""


# --- beginning ---------------------------------------------------------------------------------------------------


def beginning(decision: Decision, draft: Objection | None, now: datetime, zone: str) -> Item:
    """The page before anything is sent. `zone` is the clock of the person's home."""
    return {
        "facts": decision_facts(decision),
        "disputes_amount": decision.kind in GRANTS,
        "due": deadline(decision.objection_until, language(), zone),
        "left": countdown(decision.objection_until, now, language()),
        "late": legal_date(now) > decision.objection_until,
        "next_url": reverse(ROUTES[first_open(draft)], args=[decision.pk]) if draft else "",
    }


def first_open(draft: Objection) -> str:
    """The first question without an answer; files may stay empty."""
    if not draft.ground:
        return "alasan"
    return "periksa" if draft.text else "penjelasan"


def check_facts(draft: Objection) -> list[Item]:
    """The answers before sending, each with its way to change."""
    names = ", ".join(row.file.name for row in draft.files.select_related("file"))
    values = {
        "alasan": (_("Alasan"), draft.get_ground_display()),
        "penjelasan": (_("Penjelasan"), draft.text),
        "bukti": (_("Bukti"), names or _("Tidak ada")),
    }
    return [
        {"term": term, "value": value, "href": reverse(ROUTES[step], args=[draft.decision_id])}
        for step, (term, value) in values.items()
    ]


# --- waiting and answered ----------------------------------------------------------------------------------------


def waiting(objection: Objection, now: datetime, zone: str) -> Item:
    """The office's clock, and what happened so far."""
    due, today = objection.answer_due_on, legal_date(now)
    return {
        "due": deadline(due, language(), zone) if due else "",
        "left": countdown(due, now, language()) if due else "",
        "late": due is not None and due < today,
        "events": [
            {"title": _("Anda mengirim keberatan"), "when": long_moment(objection.filed_at, language())},
            {"title": _("Petugas lain memeriksa"), "state": "warn", "strong": True},
            {
                "title": _("Jawaban kami"),
                "when": _("Paling lambat %(day)s") % {"day": long_date(due, language())} if due else "",
                "state": "todo",
            },
        ],
        "facts": sent_facts(objection),
    }


def sent_facts(objection: Objection) -> list[Item]:
    """What was sent."""
    files = ", ".join(row.file.name for row in objection.files.select_related("file"))
    return [
        {"term": _("Nomor keberatan"), "value": objection.number},
        {
            "term": _("Keputusan"),
            "value": f"{decision_name(objection.decision)}, {objection.decision.number}",
            "href": decision_url(objection.decision),
            "link": _("Baca"),
        },
        {"term": _("Alasan"), "value": objection.get_ground_display()},
        {"term": _("Penjelasan"), "value": objection.text},
        {"term": _("Bukti"), "value": files or _("Tidak ada")},
    ]


def answered(objection: Objection, zone: str) -> Item:
    """The answer with its reasons, what we do now, and the next step of the ladder."""
    return {
        "upheld": objection.state == ObjectionState.UPHELD,
        "reply": str(reply_to(objection)),
        "consequence": str(consequence_of(objection)),
        "articles": list(dict.fromkeys(wording.cited(law) for law in objection.articles)),
        "ladder": ladder_after(objection, zone),
        "appeal": appeal_until(objection, zone),
        "facts": sent_facts(objection),
    }


def ladder_after(objection: Objection, zone: str) -> list[Item]:
    """Entries for <c-log>: what was done, then the appeal with its last day, then the court."""
    answered_on = objection.decided_at
    done = [
        {"title": _("Keberatan terkirim"), "when": plain_date(objection.filed_at, language())},
        {"title": _("Jawaban kami"), "when": plain_date(answered_on, language()) if answered_on else ""},
    ]
    if objection.state == ObjectionState.UPHELD:
        return done
    return [
        *done,
        {
            "title": _("Banding ke atasan pejabat"),
            "when": appeal_until(objection, zone),
            "state": "warn",
            "strong": True,
        },
        {"title": _("Unit pengaduan BPJS, mediasi"), "when": _("Sesudah banding"), "state": "todo"},
        {"title": _("Pengadilan"), "when": _("Dengan atau tanpa pengacara"), "state": "todo"},
    ]


def appeal_until(objection: Objection, zone: str) -> str:
    """ "Sampai Senin, 14 Desember 2026, 23.59 WIB"; empty for a year whose calendar is not decreed yet."""
    if objection.decided_at is None:
        return ""
    try:
        last = appeal_due(legal_date(objection.decided_at), working_calendar())
    except CalendarNotLoaded:
        return ""
    return _("Sampai %(day)s") % {"day": deadline(last, language(), zone)}
