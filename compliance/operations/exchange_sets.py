"""The set of a quarter: planned once, prepared out of the register, signed, approved, fetched or handed over."""

import csv
import hashlib
import io
import logging
import tempfile
from datetime import date, datetime
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from compliance import exchange_policies as policies
from compliance.exchange_signing import is_signed, manifest, sign
from compliance.models import DataAgreement, Delivery, ExchangeEvent
from compliance.models.exchange import DeliveryState, ExchangeKind
from compliance.selectors.exchange import (
    HEADERS,
    last_quarter,
    months_missing,
    months_of_quarter,
    ordered_fields,
    quarter_of,
    set_rows,
)
from core import audit, clock
from core.errors import Conflict, ensure
from core.jobs import enqueue
from core.numbers import yearly_number
from core.text import harmless_cell
from core.workflow import signed_by
from rules.calendar import last_day

log = logging.getLogger(__name__)
JOB = "compliance.prepare_delivery"
IN_MEMORY = 4 * 1024 * 1024
NOT_IN_FORCE = _("Perjanjian ini tidak berlaku hari ini, jadi tidak ada data yang keluar.")
NOT_YOURS = _("Yang menyetujui harus administrator, dan bukan orang yang meminta data ini.")
TICKS = 64 * 1024


def plan_deliveries(*, at: datetime) -> int:
    """Plan the set of the newest quarter for every agreement in force that has none. Returns how many are new."""
    today = clock.legal_date(at)
    quarter = last_quarter(today)
    due = DataAgreement.objects.in_force(today).filter(valid_from__lte=last_day(months_of_quarter(quarter)[-1]))
    missing = due.exclude(deliveries__quarter=quarter)
    return sum(_planned(agreement, quarter, actor=None, at=at)[1] for agreement in missing)


def ask_for_set(agreement: DataAgreement, *, quarter: date, actor: User, at: datetime) -> Delivery:
    """A quarter that is over, not later than the plan does it. The same quarter again is the same set.

    Raises NotAllowed, Conflict("not_in_force" | "quarter_open" | "before_agreement").
    """
    today = clock.legal_date(at)
    ensure(policies.can_propose(actor, agreement.province_id, today))
    if not agreement.in_force(today):
        raise Conflict("not_in_force", NOT_IN_FORCE)
    if quarter != quarter_of(quarter) or quarter > last_quarter(today):
        raise Conflict("quarter_open", _("Triwulan ini belum selesai."))
    if last_day(months_of_quarter(quarter)[-1]) < agreement.valid_from:
        raise Conflict("before_agreement", _("Triwulan ini sebelum perjanjian berlaku."))
    return _planned(agreement, quarter, actor=actor, at=at)[0]


@transaction.atomic
def _planned(agreement: DataAgreement, quarter: date, *, actor: User | None, at: datetime) -> tuple[Delivery, bool]:
    DataAgreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)  # one plan at a time
    known = Delivery.objects.filter(agreement=agreement, quarter=quarter).first()
    if known is not None:
        return known, False
    made = Delivery.objects.create(
        number=yearly_number("DTW", clock.legal_date(at).year),
        agreement=agreement,
        quarter=quarter,
        asked_by=actor,
        asked_at=at,
    )
    audit.record("compliance.exchange.set_planned", actor=actor, at=at, subject=made)
    enqueue(JOB, dedupe=f"{JOB}:{made.pk}:0", delivery_id=made.pk)
    return made, True


@transaction.atomic
def retry_delivery(delivery: Delivery, *, actor: User, at: datetime) -> Delivery:
    """Prepare once more what failed. Raises NotAllowed, Conflict("not_in_force" | "wrong_state")."""
    delivery = _locked(delivery)
    today = clock.legal_date(at)
    ensure(policies.can_propose(actor, delivery.agreement.province_id, today))
    if not delivery.agreement.in_force(today):
        raise Conflict("not_in_force", NOT_IN_FORCE)
    delivery = Delivery.workflow.move(delivery, "retry", actor=actor, at=at, problem="", asked_by=actor)
    enqueue(JOB, dedupe=f"{JOB}:{delivery.pk}:{delivery.log.count()}", delivery_id=delivery.pk)
    audit.record("compliance.exchange.set_retried", actor=actor, at=at, subject=delivery)
    return delivery


def prepare_delivery(delivery: Delivery, *, at: datetime) -> Delivery:
    """Write, count and sign the set. One that is prepared already stays as it is.

    What stands in the way is a failed set with its reason: `agreement_over`, `months_missing`, `storage`.
    """
    delivery = Delivery.objects.select_related("agreement").get(pk=delivery.pk)
    if delivery.state != DeliveryState.DUE:
        return delivery
    if not delivery.agreement.in_force(clock.legal_date(at)):
        return _failed(delivery, "agreement_over", at)
    if months_missing(delivery.quarter):
        return _failed(delivery, "months_missing", at)
    try:
        return _prepare(delivery, at)
    except OSError:
        log.exception("set cannot be kept", extra={"delivery": delivery.number})
        return _failed(delivery, "storage", at)


@transaction.atomic
def _prepare(delivery: Delivery, at: datetime) -> Delivery:
    delivery = _locked(delivery)
    if delivery.state != DeliveryState.DUE:  # another worker was quicker
        return delivery
    agreement = delivery.agreement
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as made:
        rows = _write(made, agreement, delivery.quarter, clock.legal_date(at))
        sha256 = _sha256(made)
        place = f"pertukaran/{delivery.number}.csv"
        default_storage.delete(place)  # what a killed worker left
        location = default_storage.save(place, File(made))
    signature = sign(agreement.signing, _manifest(delivery, rows, sha256))
    facts: dict[str, Any] = {"rows": rows, "sha256": sha256, "signature": signature, "location": location}
    delivery = Delivery.workflow.move(delivery, "prepare", actor=None, at=at, prepared_at=at, **facts)
    audit.record("compliance.exchange.set_prepared", actor=None, at=at, subject=delivery, rows=rows, sha256=sha256)
    return delivery


def _write(made: IO[bytes], agreement: DataAgreement, quarter: date, on: date) -> int:
    """As text that no spreadsheet runs as a formula. Returns how many rows."""
    text = io.TextIOWrapper(made, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([HEADERS[field] for field in ordered_fields(agreement)])
    count = 0
    for row in set_rows(agreement, quarter, on=on):
        writer.writerow([harmless_cell(cell) for cell in row])
        count += 1
    text.detach()  # flushes
    return count


def _sha256(made: IO[bytes]) -> str:
    made.seek(0)
    digest = hashlib.sha256()
    while block := made.read(TICKS):
        digest.update(block)
    made.seek(0)
    return digest.hexdigest()


def _manifest(delivery: Delivery, rows: int, sha256: str) -> bytes:
    return manifest(number=delivery.number, quarter=delivery.quarter.isoformat(), rows=rows, sha256=sha256)


@transaction.atomic
def _failed(delivery: Delivery, problem: str, at: datetime) -> Delivery:
    delivery = Delivery.workflow.move(delivery, "fail", actor=None, at=at, note=problem, problem=problem)
    audit.record("compliance.exchange.set_failed", actor=None, at=at, subject=delivery, problem=problem)
    return delivery


@transaction.atomic
def approve_delivery(delivery: Delivery, *, actor: User, at: datetime) -> Delivery:
    """Let the partner fetch it. Raises NotAllowed, Conflict("not_in_force" | "wrong_state")."""
    delivery = _locked(delivery)
    today = clock.legal_date(at)
    if not delivery.agreement.in_force(today):
        raise Conflict("not_in_force", NOT_IN_FORCE)
    ensure(policies.can_approve_set(actor, delivery, today), "not_yours", NOT_YOURS)
    delivery = Delivery.workflow.move(delivery, "approve", actor=actor, at=at, approved_by=actor, approved_at=at)
    audit.record("compliance.exchange.set_approved", actor=actor, at=at, subject=delivery)
    return delivery


def open_for_partner(delivery: Delivery, *, at: datetime) -> IO[bytes]:
    """The bytes for the partner's own machine, and a row that says so. Raises Conflict; see `_opened`."""
    return _opened(delivery, ExchangeKind.FETCHED, actor=None, at=at)


def hand_over(delivery: Delivery, *, actor: User, at: datetime) -> IO[bytes]:
    """The bytes for an officer who gives them to the partner, and a row that says so. Raises NotAllowed, Conflict."""
    today = clock.legal_date(at)
    ensure(policies.can_propose(actor, delivery.agreement.province_id, today))
    return _opened(delivery, ExchangeKind.HANDED_OVER, actor=actor, at=at)


def _opened(delivery: Delivery, kind: ExchangeKind, *, actor: User | None, at: datetime) -> IO[bytes]:
    """Raises Conflict("not_in_force" | "not_approved" | "altered"): a file that is not the signed one never leaves."""
    delivery = Delivery.objects.select_related("agreement").get(pk=delivery.pk)
    if not delivery.agreement.in_force(clock.legal_date(at)):
        raise Conflict("not_in_force", NOT_IN_FORCE)
    if delivery.state not in (DeliveryState.APPROVED, DeliveryState.DELIVERED):
        raise Conflict("not_approved", _("Data ini belum disetujui untuk diserahkan."))
    content = default_storage.open(delivery.location)
    if not _is_the_signed_one(delivery, content):
        content.close()
        log.error("a set is not what was signed", extra={"delivery": delivery.number})
        raise Conflict("altered", _("Berkas ini tidak sama dengan yang ditandatangani. Laporkan kepada administrator."))
    _record_leaving(delivery, kind, actor=actor, at=at)
    return content


def _is_the_signed_one(delivery: Delivery, content: IO[bytes]) -> bool:
    signed = _manifest(delivery, delivery.rows or 0, _sha256(content))
    return is_signed(delivery.agreement.signing_public, signed, delivery.signature)


@transaction.atomic
def _record_leaving(delivery: Delivery, kind: ExchangeKind, *, actor: User | None, at: datetime) -> None:
    delivery = _locked(delivery)
    if delivery.state == DeliveryState.APPROVED:
        delivery = Delivery.workflow.move(delivery, "deliver", actor=actor, at=at, note=kind, delivered_at=at)
    who = signed_by(actor) if actor is not None else {"actor": None, "actor_name": delivery.agreement.first_party[:150]}
    ExchangeEvent.objects.create(
        agreement=delivery.agreement, delivery=delivery, kind=kind, rows=delivery.rows or 0, at=at, **who
    )
    audit.record("compliance.exchange.set_left", actor=actor, at=at, subject=delivery, kind=kind)


def _locked(delivery: Delivery) -> Delivery:
    return Delivery.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=delivery.pk)
