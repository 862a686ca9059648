"""Reconciliations on the console: rows of the list, and one with its picture, facts and log."""

from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.models import Reconciliation
from compliance.models.reconciliation import CardResult, ReconciliationState, results_of
from compliance.presentation.complaints import short_moment
from compliance.presentation.exchange import PROBLEMS, quarter_name
from core.formatting import percent
from core.language import language

Item = dict[str, Any]
R = ReconciliationState
WIDE = 300
LIST_PROBLEMS = {
    **PROBLEMS,
    "agreement_over": gettext_lazy("Perjanjian tidak berlaku lagi pada hari daftar dicocokkan."),
    "altered": gettext_lazy(
        "Jawaban hilang atau tidak sama dengan yang ditandatangani. Minta administrator menolaknya, lalu kirim lagi."
    ),
    "list_gone": gettext_lazy("Isi daftar sudah dihapus sebelum dicocokkan. Kirim lagi berkasnya."),
}
_KINDS = {R.RECEIVED: "run", R.CHECKED: "wait", R.APPROVED: "ok", R.DELIVERED: "ok", R.REFUSED: "", R.FAILED: "bad"}
_FILLS = {CardResult.MATCHES: "f1", CardResult.NOT_FOUND: "f4"}
_MOVES = {
    "check": gettext_lazy("Selesai dicocokkan"),
    "fail": gettext_lazy("Gagal dicocokkan"),
    "retry": gettext_lazy("Dicocokkan lagi"),
    "approve": gettext_lazy("Disetujui"),
    "refuse": gettext_lazy("Ditolak"),
    "deliver": gettext_lazy("Diserahkan"),
}


def list_row(made: Reconciliation) -> Item:
    return {
        "made": made,
        "quarter": quarter_name(made.quarter),
        "tag": made.get_state_display(),
        "kind": _KINDS[R(made.state)],
        "problem": LIST_PROBLEMS.get(made.problem, ""),
        "when": short_moment(made.delivered_at or made.approved_at or made.prepared_at or made.asked_at),
    }


def list_page(made: Reconciliation) -> Item:
    agreement = made.agreement
    facts = [
        (_("Triwulan"), quarter_name(made.quarter)),
        (_("Tujuan"), made.purpose),
        (_("Dikirim"), f"{_sender(made)}, {short_moment(made.asked_at)}"),
    ]
    if made.approved_by is not None and made.approved_at is not None:
        facts.append((_("Disetujui"), f"{made.approved_by.full_name}, {short_moment(made.approved_at)}"))
    if made.sha256:
        facts.append((_("SHA-256 berkas jawaban"), made.sha256))
    return {
        **list_row(made),
        "agreement": agreement,
        "facts": [{"term": term, "value": value} for term, value in facts],
        "picture": _picture(made),
        "history": [
            {"title": _("Daftar diterima dari %(who)s") % {"who": _sender(made)}, "when": short_moment(made.asked_at)},
            *(
                {"title": f"{_MOVES[step.move]} · {step.actor_name}", "when": short_moment(step.at)}
                for step in made.log.all()
            ),
        ],
    }


def _sender(made: Reconciliation) -> str:
    return made.asked_by.full_name if made.asked_by is not None else _("sistem mitra")


def _picture(made: Reconciliation) -> list[Item]:
    """A bar a result, against all lines of the list; a line may have several results."""
    if not made.sha256 or not made.rows:
        return []
    return [
        {
            "label": result.label,
            "count": (count := made.results.get(result.value, 0)),
            "share": percent(Fraction(count, made.rows), language()),
            "width": count * WIDE // made.rows,
            "fill": _FILLS.get(result, "f2"),
        }
        for result in results_of(made.agreement.fields)
    ]
