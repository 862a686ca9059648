"""Transfers beside the months, as rows of the page of payments."""

from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from claims.selectors.extras import DIFFERENCE_SOURCE, REFUND_SOURCE, claim_of_extra
from core.calendar import working_calendar
from core.clock import legal_date
from payments.enums import FAILED, PayoutState
from payments.models import Payout
from rules.deadlines import bpjs_decision_due

Item = dict[str, Any]


def extra_rows(transfers: list[Payout]) -> list[Item]:
    """One row for each right, its last transfer first. They come as `extras_of` orders them."""
    rows = []
    for _right, attempts in groupby(transfers, key=lambda p: (p.source_kind, p.source_id)):
        last, *earlier = attempts
        rows.append(
            {
                "last": last,
                "earlier": [payout for payout in earlier if payout.state in FAILED],
                "title": _title(last.source_kind),
                "arrived": last.state == PayoutState.PAID,
                "failed": last.state in FAILED,
                "due_on": bpjs_decision_due(legal_date(last.ordered_at), working_calendar()),
                "claim": claim_of_extra(last) if last.state in FAILED else None,
            }
        )
    return rows


def _title(source_kind: str) -> str:
    return {
        DIFFERENCE_SOURCE: _("selisih setelah keberatan dikabulkan"),
        REFUND_SOURCE: _("angsuran yang tidak perlu Anda bayar"),
    }[source_kind]
