"""B3: the list of batches and one batch."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import formatting
from payments.enums import FAILED, SETTLED, BatchState, PayoutState
from payments.fingerprint import fingerprint
from payments.models import BankCase, Batch, Payout

BATCH_TONES = {
    BatchState.DRAFT: "",
    BatchState.FROZEN: "wait",
    BatchState.CHECKED: "wait",
    BatchState.APPROVED: "run",
    BatchState.SENDING: "run",
    BatchState.DONE: "ok",
    BatchState.CANCELLED: "",
}
LINE_TONES = {
    PayoutState.READY: "",
    PayoutState.BATCHED: "",
    PayoutState.SENDING: "run",
    PayoutState.ACCEPTED: "run",
    PayoutState.UNKNOWN: "wait",
    PayoutState.PAID: "ok",
    PayoutState.REJECTED: "bad",
    PayoutState.RETURNED: "bad",
}
_SETTLED = sorted(str(state) for state in SETTLED)
_FAILED = sorted(str(state) for state in FAILED)
_STATE_ORDER = [PayoutState.UNKNOWN, PayoutState.REJECTED, PayoutState.RETURNED, *PayoutState]


def with_progress(batches: QuerySet[Batch]) -> QuerySet[Batch]:
    """Annotate how many lines have ended, and how many the bank has not told us about."""
    return batches.annotate(
        ended=Count("lines", filter=Q(lines__state__in=_SETTLED)),
        unknown=Count("lines", filter=Q(lines__state=PayoutState.UNKNOWN)),
        failed=Count("lines", filter=Q(lines__state__in=_FAILED)),
    ).order_by("-made_at", "-number")


def totals(ready: dict[str, int]) -> list[dict[str, Any]]:
    """The four numbers above the list."""
    waiting = Batch.objects.filter(state__in=[BatchState.FROZEN, BatchState.CHECKED]).count()
    unknown = Payout.objects.unknown().count()
    cases = BankCase.objects.filter(closed_at=None).count()
    return [
        {
            "term": _("Siap dibayar"),
            "value": formatting.number(ready["count"]),
            "text": formatting.rupiah(ready["total"]),
        },
        {"term": _("Batch menunggu pemeriksa"), "value": formatting.number(waiting), "text": ""},
        {
            "term": _("Jawaban bank belum pasti"),
            "value": formatting.number(unknown),
            "text": _("ditanyakan tiap menit, tidak dikirim ulang"),
            "bad": bool(unknown),
        },
        {"term": _("Kasus bank terbuka"), "value": formatting.number(cases), "text": "", "bad": bool(cases)},
    ]


def ready_totals() -> dict[str, int]:
    sums = Payout.objects.filter(state=PayoutState.READY).aggregate(count=Count("pk"), total=Sum("amount"))
    return {"count": sums["count"], "total": sums["total"] or 0}


def batch_row(batch: Any) -> dict[str, Any]:
    """One line of the list: how far it is, in words."""
    return {"batch": batch, "tone": BATCH_TONES[BatchState(batch.state)], "progress": _progress_words(batch)}


def _progress_words(batch: Any) -> str:
    if not batch.is_released:
        return ""
    parts = [_("%(ended)s dari %(count)s selesai") % {"ended": batch.ended, "count": batch.count}]
    if batch.failed:
        parts.append(ngettext("%(n)s gagal", "%(n)s gagal", batch.failed) % {"n": batch.failed})
    if batch.unknown:
        parts.append(_("%(n)s belum pasti") % {"n": batch.unknown})
    return " · ".join(parts)


def steps(batch: Batch, begun: datetime | None = None) -> list[dict[str, Any]]:
    """The five stages, the current one marked. `begun`: when the first transfer was sent."""
    reached = _reached(batch)
    titles = [
        (_("Disusun"), formatting.short_date(batch.made_at)),
        (_("Dibekukan"), formatting.short_date(batch.frozen_at) if batch.frozen_at else ""),
        (_("Disetujui"), _approval_words(batch)),
        (_("Dikirim ke bank"), _sending_words(batch, begun)),
        (_("Selesai"), formatting.short_date(batch.done_at) if batch.done_at else ""),
    ]
    return [
        {"title": title, "text": text, "done": place < reached, "now": place == reached}
        for place, (title, text) in enumerate(titles)
    ]


def _reached(batch: Batch) -> int:
    """How many stages lie behind."""
    places = {
        BatchState.DRAFT: 1,
        BatchState.FROZEN: 2,
        BatchState.CHECKED: 2,
        BatchState.APPROVED: 3,
        BatchState.SENDING: 3,
        BatchState.DONE: 5,
        BatchState.CANCELLED: 1,
    }
    return places[BatchState(batch.state)]


def _approval_words(batch: Batch) -> str:
    if batch.approved_at:
        return formatting.short_date(batch.approved_at)
    if batch.state == BatchState.CHECKED:
        return _("Menunggu pemeriksa kedua")
    return _("Menunggu pemeriksa") if batch.state == BatchState.FROZEN else ""


def _sending_words(batch: Batch, begun: datetime | None) -> str:
    if batch.state == BatchState.SENDING:
        return _("Sedang berjalan")
    return formatting.short_date(begun) if begun else ""


def checks(batch: Batch) -> list[dict[str, Any]]:
    """What the checker may rely on: computed from the rows now, not remembered."""
    real = batch.lines.aggregate(count=Count("pk"), total=Sum("amount"), sources=Count("source_id", distinct=True))
    found = [
        {
            "ok": (real["count"], real["total"] or 0) == (batch.count, batch.total),
            "text": _("Jumlah batch sama dengan jumlah barisnya"),
            "failed": _("Jumlah batch tidak sama dengan jumlah barisnya"),
        },
        {
            "ok": real["sources"] == real["count"],
            "text": _("Tidak ada hak yang dibayar dua kali"),
            "failed": _("Ada hak yang dibayar dua kali"),
        },
    ]
    if batch.sha256 and not batch.is_released:
        found.append(
            {
                "ok": fingerprint(batch) == batch.sha256,
                "text": _("Isi batch sama dengan saat dibekukan"),
                "failed": _("Isi batch berubah sesudah dibekukan"),
            }
        )
    return found


def state_chips(batch: Batch, current: str) -> list[dict[str, Any]]:
    """The lines by state, what needs eyes first; states without lines are left out."""
    counts = dict(batch.lines.order_by().values_list("state").annotate(n=Count("pk")))
    url = reverse("payments:batch", args=[batch.pk])
    chips = [{"label": _("Semua"), "href": url, "count": sum(counts.values()), "current": not current}]
    for state in dict.fromkeys(_STATE_ORDER):
        if counts.get(state):
            href = f"{url}?keadaan={state.value}"
            chips.append({"label": state.label, "href": href, "count": counts[state], "current": current == state})
    return chips


def transfers(batch: Batch) -> dict[str, Any]:
    """How many lines have `ended`, and `begun`, when the first was sent; None before."""
    return batch.lines.aggregate(ended=Count("pk", filter=Q(state__in=_SETTLED)), begun=Min("first_sent_at"))


def line_row(line: Payout) -> dict[str, Any]:
    return {"line": line, "tone": LINE_TONES[PayoutState(line.state)]}


def short_print(sha256: str) -> str:
    """The fingerprint as two people compare it: "9f3c 21ab 77e0 … 4d10"."""
    return f"{sha256[:4]} {sha256[4:8]} {sha256[8:12]} … {sha256[-4:]}" if sha256 else ""
