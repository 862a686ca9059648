"""The numbers of an institute's day, and its invoices by state."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.formatting import number, rupiah, short_date
from core.language import language
from training.enums import ClassState, EnrolmentState, InvoiceState
from training.models import Enrolment, Institute, TrainingClass
from training.presentation.invoices import TONES, next_of
from training.selectors.invoices import StateSum

I = InvoiceState  # noqa: E741 - as in the models
OURS = (I.RETURNED, I.DRAFT)  # the institute's turn


def totals(institute: Institute, unwritten: int, locked: int, cut_off: date, today: date) -> list[dict[str, Any]]:
    """Classes that go on, who learns in them, rosters to write, the next day on which invoices go to BPJS."""
    going = TrainingClass.objects.filter(programme__institute=institute, starts_on__lte=today, ends_on__gte=today)
    learning = Enrolment.objects.filter(training_class__programme__institute=institute, state=EnrolmentState.ENROLLED)
    lang = language()
    return [
        {"term": _("Kelas berjalan"), "value": number(going.exclude(state=ClassState.CANCELLED).count(), lang)},
        {"term": _("Peserta"), "value": number(learning.count(), lang)},
        {
            "term": _("Presensi belum diisi"),
            "value": number(unwritten, lang),
            "text": _("%(n)s terkunci") % {"n": number(locked, lang)} if locked else "",
            "bad": bool(locked),
        },
        {"term": _("Tagihan berikutnya ke BPJS"), "value": short_date(cut_off, lang)},
    ]


def invoices(sums: Sequence[StateSum]) -> dict[str, Any]:
    """A row a state with how many, how much and what comes next; first what the institute has to do itself."""
    lang = language()
    in_order = [*(row for row in sums if row.state in OURS), *(row for row in sums if row.state not in OURS)]
    paid = sum(row.total for row in sums if row.state == I.PAID)
    on_the_way = sum(row.total for row in sums if row.state not in (*OURS, I.PAID))
    return {
        "rows": [_invoice_row(row) for row in in_order],
        "on_the_way": rupiah(on_the_way, lang) if on_the_way else "",
        "paid": rupiah(paid, lang) if paid else "",
    }


def _invoice_row(row: StateSum) -> dict[str, Any]:
    counted = ngettext("%(n)s tagihan", "%(n)s tagihan", row.count) % {"n": number(row.count, language())}
    return {
        "title": f"{counted}, {rupiah(row.total, language())}",
        "href": f"{reverse('training:provider_invoices')}?keadaan={row.state.value}",
        "text": next_of(row.state, row.bill_on),
        "tag": str(row.state.label),
        "kind": TONES[row.state],
    }


def to_bill(waiting: int) -> str:
    """Classes whose participants stand on no invoice yet; empty when there is none."""
    if not waiting:
        return ""
    text = ngettext("%(n)s kelas dapat ditagih", "%(n)s kelas dapat ditagih", waiting)
    return text % {"n": number(waiting, language())}
