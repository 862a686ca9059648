"""What a partner's machine asks: believed when signed with its key, recent, and not said before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from compliance.card_lines import ASKED_PURPOSE, person_index
from compliance.exchange_signing import is_signed, request_lines
from compliance.models import (
    DataAgreement,
    ExchangeEvent,
    ExchangeNonce,
    Identification,
    IdentifiedNik,
)
from compliance.models.exchange import AgreementState, ExchangeKind
from compliance.selectors.exchange import keys_in_force
from compliance.selectors.reconciliation import registered
from core import audit, clock
from core.crypto import blind_index
from core.errors import Conflict, Invalid, NotAllowed
from core.limits import Limit, take
from core.nik import compact_nik
from core.numbers import yearly_number
from core.text import one_line

AGREEMENT, TIMESTAMP, NONCE, SIGNATURE = "X-JKP-Agreement", "X-JKP-Timestamp", "X-JKP-Nonce", "X-JKP-Signature"
FRESH = timedelta(minutes=5)
NONCES_KEPT = timedelta(days=1)
BODY_LIMIT = 200_000
REQUESTS = Limit("exchange.requests", most=60, within=timedelta(minutes=1))
PEOPLE_A_DAY = Limit("exchange.people", most=5_000, within=timedelta(days=1))
MOST_PEOPLE = 500
SHORTEST_PURPOSE, LONGEST_PURPOSE = 10, 300


class Unbelieved(Exception):
    """`reason`: unsigned, too_long, bad_timestamp, stale, unknown, key_over, bad_signature, replayed."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class PartnerRequest:
    """A request as it came. `path` is with its query; a body longer than `most` bytes is not read."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    most: int = BODY_LIMIT


def believe(request: PartnerRequest, *, at: datetime) -> DataAgreement:
    """The agreement that the request is signed for; a nonce is taken once.

    Raises Unbelieved.
    """
    agreement = _signed_for(request, at)
    _take_nonce(agreement, request.headers[NONCE], at)
    return agreement


def admit(agreement: DataAgreement, *, at: datetime) -> None:
    """What every genuine request has to keep. Raises TooMany, NotAllowed("not_in_force")."""
    take(REQUESTS, str(agreement.pk), at=at)
    if not agreement.in_force(clock.legal_date(at)):
        raise NotAllowed("not_in_force", _("Perjanjian ini tidak berlaku hari ini, jadi tidak ada data yang keluar."))


def _signed_for(request: PartnerRequest, at: datetime) -> DataAgreement:
    given = {name: request.headers.get(name, "") for name in (AGREEMENT, TIMESTAMP, NONCE, SIGNATURE)}
    if not all(given.values()) or len(given[NONCE]) > 64:
        raise Unbelieved("unsigned")
    if len(request.body) > request.most:
        raise Unbelieved("too_long")
    _check_fresh(given[TIMESTAMP], at)
    agreement = DataAgreement.objects.filter(number=given[AGREEMENT][:20]).exclude(
        state__in=(AgreementState.PROPOSED, AgreementState.REFUSED)
    ).first()  # fmt: skip
    if agreement is None:
        raise Unbelieved("unknown")
    lines = request_lines(
        method=request.method, path=request.path, timestamp=given[TIMESTAMP], nonce=given[NONCE], body=request.body
    )
    keys = keys_in_force(agreement, clock.legal_date(at))
    if not keys:
        raise Unbelieved("key_over")
    if not any(is_signed(key.public, lines, given[SIGNATURE]) for key in keys):
        raise Unbelieved("bad_signature")
    return agreement


def _check_fresh(timestamp: str, at: datetime) -> None:
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        raise Unbelieved("bad_timestamp")
    if abs(at.timestamp() - int(timestamp)) > FRESH.total_seconds():
        raise Unbelieved("stale")


def _take_nonce(agreement: DataAgreement, nonce: str, at: datetime) -> None:
    ExchangeNonce.objects.filter(agreement=agreement, at__lt=at - NONCES_KEPT).delete()
    try:
        with transaction.atomic():
            ExchangeNonce.objects.create(agreement=agreement, nonce=nonce, at=at)
    except IntegrityError:
        raise Unbelieved("replayed") from None


@dataclass(frozen=True, slots=True)
class Asked:
    """One non-wage worker, as the province wrote them down. The phone number is taken along and not used."""

    name: str
    nik: str


def identify(agreement: DataAgreement, people: list[Asked], *, purpose: str, at: datetime) -> tuple[str, list[bool]]:
    """Its number, and for each whether they are registered with BPJS under this name: nothing else (004, 2e).

    Unknown, badly written and under another name are one answer, found with the same steps. Of whom it was asked is
    kept as a keyed hash. Raises NotAllowed("not_agreed"), Invalid("purpose" | "too_many_people"), TooMany, Conflict.
    """
    purpose = one_line(purpose)
    if not agreement.in_force(clock.legal_date(at)):
        raise Conflict("not_in_force", _("Perjanjian ini tidak berlaku hari ini, jadi tidak ada data yang keluar."))
    if not agreement.may_identify:
        raise NotAllowed("not_agreed", _("Perjanjian ini tidak memuat identifikasi pekerja."))
    if not SHORTEST_PURPOSE <= len(purpose) <= LONGEST_PURPOSE:
        raise Invalid("purpose", _("Tulis tujuannya, 10 sampai 300 huruf."))
    if not 1 <= len(people) <= MOST_PEOPLE:
        raise Invalid("too_many_people", _("Kirim 1 sampai 500 orang."))
    take(PEOPLE_A_DAY, str(agreement.pk), at=at, amount=len(people))
    number = _record(agreement, [one.nik for one in people], purpose, at)
    return number, _answers(people)


def _answers(people: list[Asked]) -> list[bool]:
    found = registered([(one.name, person_index(compact_nik(one.nik))) for one in people])
    return [person is not None for person in found]


@transaction.atomic
def _record(agreement: DataAgreement, niks: list[str], purpose: str, at: datetime) -> str:
    number = yearly_number("IDN", clock.legal_date(at).year)
    asked = Identification.objects.create(number=number, agreement=agreement, purpose=purpose, rows=len(niks), at=at)
    IdentifiedNik.objects.bulk_create(
        IdentifiedNik(identification=asked, nik_key=blind_index(ASKED_PURPOSE, compact_nik(nik))) for nik in niks
    )
    facts: dict[str, Any] = {"kind": ExchangeKind.IDENTIFIED, "rows": len(niks), "note": f"{number}: {purpose}"[:300]}
    ExchangeEvent.objects.create(agreement=agreement, actor_name=agreement.first_party[:150], at=at, **facts)
    audit.record("compliance.exchange.identified", actor=None, at=at, subject=asked, rows=len(niks))
    return number
