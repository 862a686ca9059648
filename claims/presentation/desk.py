"""The verifier's side of the desk: clock, queue rows, documents, history."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.models import User
from claims import wording
from claims.enums import ON_THE_CLOCK, AccountCheck
from claims.models import Claim, Decision
from core.calendar import working_calendar
from core.clock import JAKARTA, end_of_day
from core.formatting import countdown, deadline, long_moment, short_date
from rules.calendar import add_working_days
from rules.parameters import PAYMENT_WORKING_DAYS

Item = dict[str, Any]


def _language() -> str:
    return get_language() or "id"


def time_left(due_on: date | None, today: date) -> Item:
    """Whole days in words. `hot` marks a row past its day."""
    if due_on is None:
        return {"text": _("Tanpa tenggat"), "hot": False}
    days = (due_on - today).days
    if days < 0:
        text = ngettext("Lewat %(n)s hari", "Lewat %(n)s hari", -days) % {"n": -days}
        return {"text": text, "hot": True}
    if days == 0:
        return {"text": _("Hari ini"), "hot": False}
    return {"text": ngettext("%(n)s hari", "%(n)s hari", days) % {"n": days}, "hot": False}


_TONES = {"eligible": "ok", "needs_officer": "wait", "ineligible": "bad", "held": "wait"}


def queue_row(claim: Claim, today: date) -> Item:
    """One row of the table. `claim` comes from selectors.queue, with outcome and answer."""
    outcome = claim.outcome  # type: ignore[attr-defined]
    months = (claim.answer or {}).get("months") or []  # type: ignore[attr-defined]
    return {
        "claim": claim,
        "left": time_left(claim.decision_due_on, today),
        "person": _short_name(claim.person.full_name),
        "region": claim.person.region.name if claim.person.region else "",
        "amount": months[0]["amount"] if months else None,
        "outcome": str(wording.OUTCOMES[outcome]) if outcome else _("Menunggu data"),
        "tone": _TONES.get(outcome, "run"),
        "remark": _remark(claim),
    }


def _short_name(name: str) -> str:
    first, *rest = name.split()
    return f"{first} {rest[-1][0]}." if rest else first


def _remark(claim: Claim) -> str:
    if claim.state == "needs_fix":
        return _("Menunggu perbaikan peserta")
    if claim.account_check == AccountCheck.DIFFERS:
        return _("Nama rekening berbeda")
    if claim.account_check == AccountCheck.NOT_ASKED:
        return _("Rekening belum diperiksa bank")
    return ""


def queue_totals(rows: QuerySet[Claim], user: User, today: date) -> list[Item]:
    """Four numbers for <c-kpi>, in two queries."""
    on_clock = Q(state__in=ON_THE_CLOCK)
    numbers = rows.order_by().aggregate(
        late=Count("pk", filter=on_clock & Q(decision_due_on__lt=today)),
        today=Count("pk", filter=on_clock & Q(decision_due_on=today)),
        waiting=Count("pk", filter=on_clock),
    )
    start = datetime(today.year, today.month, today.day, tzinfo=JAKARTA)
    mine = Decision.objects.filter(officer=user, at__gte=start, at__lt=start + timedelta(days=1)).count()
    return [
        {"term": _("Lewat tenggat"), "value": numbers["late"], "bad": numbers["late"] > 0},
        {"term": _("Jatuh tempo hari ini"), "value": numbers["today"], "text": _("sebelum 23.59 WIB")},
        {"term": _("Dalam antrian"), "value": numbers["waiting"]},
        {"term": _("Selesai oleh Anda hari ini"), "value": mine},
    ]


def clock_panel(claim: Claim, now: datetime) -> Item:
    """The working days of the statutory clock with the one we are in."""
    if claim.reference_date is None or claim.decision_due_on is None:
        return {}
    calendar, today = working_calendar(), now.astimezone(JAKARTA).date()
    count = PAYMENT_WORKING_DAYS.on(claim.reference_date).value
    days = [add_working_days(claim.reference_date, n, calendar) for n in range(1, count + 1)]
    return {
        "late": claim.decision_due_on < today,
        "left": countdown(claim.decision_due_on, now, _language()),
        "due": deadline(end_of_day(claim.decision_due_on), _language()),
        "days": [{"day": short_date(d, _language()), "done": d < today, "now": d == today} for d in days],
    }


def documents(claim: Claim) -> list[Item]:
    """Proof files and the KAPK, each behind its own checked address."""
    items = [
        {
            "title": proof.get_kind_display(),
            "href": reverse("participants:proof", args=[claim.phk_id, proof.pk]),
            "text": _("%(side)s · %(state)s")
            % {"side": proof.get_side_display(), "state": proof.file.get_state_display()},
        }
        for proof in claim.phk.proofs.select_related("file").order_by("pk")
    ]
    signature = getattr(claim, "kapk", None)
    if signature is not None:
        items.append(
            {
                "title": str(signature.version),
                "href": "",
                "text": _("Ditandatangani %(moment)s") % {"moment": long_moment(signature.signed_at, _language())},
            }
        )
    return items


def history(claim: Claim) -> list[Item]:
    """Moves with their actors, newest first: officers see each other's names."""
    words = {
        "submit": _("Dikirim peserta"),
        "take_up": _("Aturan dijalankan"),
        "ask_to_fix": _("Perbaikan diminta"),
        "answer_fix": _("Perbaikan diterima"),
        "approve": _("Disetujui"),
        "refuse": _("Ditolak"),
        "withdraw": _("Ditarik peserta"),
    }
    return [
        {"title": f"{words.get(row.move, row.move)} · {row.actor_name}", "when": long_moment(row.at, _language())}
        for row in claim.log.order_by("-pk")
    ]
