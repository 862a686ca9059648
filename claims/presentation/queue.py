"""The verifier's list: time left, and why a row waits."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from claims import wording
from claims.enums import HAS_PAID, MONTH_ON_THE_CLOCK, ON_THE_CLOCK, AccountCheck, ClaimState, MonthState
from claims.models import Claim, ClaimMonth, Decision
from core.clock import JAKARTA
from core.formatting import countdown, short_name
from core.language import language
from participants.enums import PhkState

Item = dict[str, Any]
_TONES = {"eligible": "ok", "needs_officer": "wait", "ineligible": "bad", "held": "wait"}


def queue_row(claim: Claim, now: datetime) -> Item:
    """One row of the table. `claim` comes from selectors.queue, with outcome and answer."""
    outcome = claim.outcome  # type: ignore[attr-defined]
    months = (claim.answer or {}).get("months") or []  # type: ignore[attr-defined]
    return {
        "href": reverse("claims:review", args=[claim.pk]),
        "number": claim.number,
        "kind": _("Klaim pertama"),
        "employer": claim.phk.employer.name,
        "left": _time_left(claim, now),
        "person": short_name(claim.person.full_name),
        "region": claim.person.region.name if claim.person.region else "",
        "amount": months[0]["amount"] if months else None,
        "outcome": str(wording.OUTCOMES[outcome]) if outcome else _("Menunggu data"),
        "tone": _TONES.get(outcome, "run"),
        "remark": _remark(claim),
    }


def month_row(month: ClaimMonth, now: datetime) -> Item:
    """One row of the table for month 2 to 6, with outcome and answer of selectors.months_waiting."""
    outcome, claim = month.outcome, month.claim  # type: ignore[attr-defined]
    tones = {"payable": "ok", "not_payable": "bad"}
    return {
        "href": reverse("claims:review_month", args=[month.pk]),
        "number": claim.number,
        "kind": _("Bulan %(n)s") % {"n": month.n},
        "employer": claim.phk.employer.name,
        "left": _month_left(month, now),
        "person": short_name(claim.person.full_name),
        "region": claim.person.region.name if claim.person.region else "",
        "amount": (month.answer or {}).get("amount"),  # type: ignore[attr-defined]
        "outcome": str(wording.MONTH_OUTCOMES[outcome]) if outcome else _("Menunggu aturan"),
        "tone": tones.get(outcome, "wait") if outcome else "run",
        "remark": {
            MonthState.SUBMITTED: _("Menunggu bukti diperiksa"),
            MonthState.HELD: _("Menunggu kelengkapan peserta"),
        }.get(MonthState(month.state), ""),
    }


def _month_left(month: ClaimMonth, now: datetime) -> Item:
    if month.state == MonthState.HELD or month.decision_due_on is None:
        return {"text": _("Menunggu peserta"), "hot": False, "soon": False}
    return _clock(month.decision_due_on, now)


def waits_for_phk(claim: Claim) -> bool:
    """Filed, and not complete before the PHK is settled: the office's days do not run."""
    return claim.state in ON_THE_CLOCK and claim.phk.state != PhkState.CONFIRMED


def _time_left(claim: Claim, now: datetime) -> Item:
    """Whole days in words, hours on the last one. `hot` marks a row past its day."""
    if claim.state == ClaimState.NEEDS_FIX:
        return {"text": _("Menunggu peserta"), "hot": False, "soon": False}
    if waits_for_phk(claim) or claim.decision_due_on is None:
        return {"text": _("Menunggu PHK"), "hot": False, "soon": False}
    return _clock(claim.decision_due_on, now)


def _clock(due_on: date, now: datetime) -> Item:
    today = now.astimezone(JAKARTA).date()
    return {"text": countdown(due_on, now, language()), "hot": due_on < today, "soon": due_on == today}


def _remark(claim: Claim) -> str:
    if claim.state in HAS_PAID:
        return _("Uang kembali, rekening baru diragukan")
    if claim.state == ClaimState.NEEDS_FIX:
        return _("Menunggu perbaikan peserta")
    if waits_for_phk(claim):
        return _("Bukti PHK belum disahkan")
    return {
        AccountCheck.DIFFERS: _("Nama rekening berbeda"),
        AccountCheck.NOT_FOUND: _("Nomor rekening tidak dikenal bank"),
        AccountCheck.CLOSED: _("Rekening tidak aktif"),
        AccountCheck.NOT_ASKED: _("Rekening belum diperiksa bank"),
    }.get(AccountCheck(claim.account_check), "")


def queue_totals(claims: QuerySet[Claim], months: QuerySet[ClaimMonth], user: User, today: date) -> list[Item]:
    """Four numbers for <c-kpi> over claims and months, in three queries."""
    running = Q(state__in=ON_THE_CLOCK, phk__state=PhkState.CONFIRMED) | Q(state__in=HAS_PAID)
    of_claims = _counts(claims, running, ClaimState.NEEDS_FIX, today)
    of_months = _counts(months, Q(state__in=MONTH_ON_THE_CLOCK), MonthState.HELD, today)
    numbers = {name: of_claims[name] + of_months[name] for name in of_claims}
    start = datetime(today.year, today.month, today.day, tzinfo=JAKARTA)
    mine = Decision.objects.filter(officer=user, at__gte=start, at__lt=start + timedelta(days=1)).count()
    asked = ngettext("%(n)s menunggu peserta", "%(n)s menunggu peserta", numbers["asked"]) % {"n": numbers["asked"]}
    return [
        {"term": _("Lewat tenggat"), "value": numbers["late"], "bad": numbers["late"] > 0},
        {"term": _("Jatuh tempo hari ini"), "value": numbers["today"], "text": _("sebelum 23.59 WIB")},
        {"term": _("Dalam antrian"), "value": numbers["waiting"], "text": asked if numbers["asked"] else ""},
        {"term": _("Selesai oleh Anda hari ini"), "value": mine},
    ]


def _counts(rows: QuerySet[Any], running: Q, waits: str, today: date) -> dict[str, int]:
    return rows.order_by().aggregate(
        late=Count("pk", filter=running & Q(decision_due_on__lt=today)),
        today=Count("pk", filter=running & Q(decision_due_on=today)),
        waiting=Count("pk"),
        asked=Count("pk", filter=Q(state=waits)),
    )
