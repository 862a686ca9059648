"""A refused request of a partner's machine is written down: whose, what, why and when; nothing of its content.

A request that is signed is written each time; past the most that a partner may ask, one a minute is. What is not proven
could be anybody's, so that only the first few of an hour leave a row.
"""

import logging
import re
from datetime import datetime, timedelta

from compliance.exchange_refusals import Refusal, refusal_of
from compliance.models import DataAgreement, ExchangeEvent
from compliance.models.exchange import ExchangeKind
from core.errors import TooMany
from core.limits import Limit, take

log = logging.getLogger(__name__)
TOO_OFTEN = Limit("exchange.too_often", most=1, within=timedelta(minutes=1))
UNPROVEN = Limit("exchange.unproven", most=10, within=timedelta(hours=1))
_OURS = re.compile(r"|api|v1|exchange|sets|file|identification|reconciliation|(?:DTW|RKP)-\d{4}-\d{7}")


def write_refusal(
    code: str, *, method: str, path: str, named: str, partner: DataAgreement | None, at: datetime
) -> None:
    """`partner`: the agreement that the request was signed for; None when nothing proves whose it is.

    Then it is written to the agreement that it names, in whatever state; naming none it goes to the server's log.
    """
    agreement = partner or DataAgreement.objects.filter(number=named[:20]).first()
    if agreement is None:
        log.warning("a refused exchange request names no agreement", extra={"refusal": code})
        return
    refusal = refusal_of(code)
    try:
        if partner is None:
            take(UNPROVEN, str(agreement.pk), at=at)
        elif refusal == Refusal.TOO_MANY:
            take(TOO_OFTEN, str(agreement.pk), at=at)
    except TooMany:
        return
    ExchangeEvent.objects.create(
        agreement=agreement,
        kind=ExchangeKind.REFUSED,
        refusal=refusal,
        note=f"{method[:10]} {address(path)}"[:300],
        actor_name=agreement.first_party[:150] if partner else "",
        at=at,
    )


def address(path: str) -> str:
    """Which of the portal's addresses was asked: without its query and without what the portal did not name itself."""
    parts = path.partition("?")[0].split("/")
    return "/".join(part if _OURS.fullmatch(part) else "…" for part in parts)
