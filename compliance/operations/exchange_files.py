"""A file for a partner, a set or the answer to a list: made, signed, approved, and leaving."""

import csv
import hashlib
import io
import logging
import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import IO, Any, TypeVar

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from compliance import exchange_policies as policies
from compliance.exchange_signing import is_signed, manifest, sign
from compliance.models import Delivery, ExchangeEvent, Reconciliation
from compliance.models.exchange import ExchangeKind
from compliance.selectors.exchange import months_missing
from core import audit, clock
from core.errors import Conflict, ensure
from core.text import harmless_cell
from core.workflow import signed_by

log = logging.getLogger(__name__)
Made = TypeVar("Made", Delivery, Reconciliation)
OPEN = ("approved", "delivered")
IN_MEMORY = 4 * 1024 * 1024
TICKS = 64 * 1024
NOT_IN_FORCE = _("Perjanjian ini tidak berlaku hari ini, jadi tidak ada data yang keluar.")
NOT_YOURS = _("Yang menyetujui harus administrator, dan bukan orang yang meminta data ini.")
_WORDS = {Delivery: "set", Reconciliation: "list"}  # in the audit trail


def audited(made: Delivery | Reconciliation, what: str, *, actor: User | None, at: datetime, **facts: Any) -> None:
    audit.record(f"compliance.exchange.{_WORDS[type(made)]}_{what}", actor=actor, at=at, subject=made, **facts)


def locked(made: Made) -> Made:
    return type(made).objects.select_for_update(of=("self",)).select_related("agreement").get(pk=made.pk)


def obstacle(made: Delivery | Reconciliation, at: datetime) -> str:
    """Why its file cannot be made now: `agreement_over`, `months_missing`, or "" when nothing stands in the way."""
    if not made.agreement.in_force(clock.legal_date(at)):
        return "agreement_over"
    return "months_missing" if months_missing(made.quarter) else ""


@transaction.atomic
def fail(made: Made, problem: str, at: datetime) -> Made:
    made = type(made).workflow.move(made, "fail", actor=None, at=at, note=problem, problem=problem)
    audited(made, "failed", actor=None, at=at, problem=problem)
    return made


def keep(made: Delivery | Reconciliation, header: Sequence[str], rows: Iterable[Sequence[str]]) -> dict[str, Any]:
    """Write, count, sign and store the file. Returns the facts of its row. Call it inside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as file:
        count = _write(file, header, rows)
        sha256 = _sha256(file)
        place = f"pertukaran/{made.number}.csv"
        default_storage.delete(place)  # what a killed worker left
        location = default_storage.save(place, File(file))
    signature = sign(made.agreement.signing, _manifest(made, count, sha256))
    return {"rows": count, "sha256": sha256, "signature": signature, "location": location}


def _write(file: IO[bytes], header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """As text that no spreadsheet runs as a formula. Returns how many rows."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    count = 0
    for row in rows:
        writer.writerow([harmless_cell(cell) for cell in row])
        count += 1
    text.detach()  # flushes
    return count


def _sha256(file: IO[bytes]) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while block := file.read(TICKS):
        digest.update(block)
    file.seek(0)
    return digest.hexdigest()


def _manifest(made: Delivery | Reconciliation, rows: int, sha256: str) -> bytes:
    return manifest(number=made.number, quarter=made.quarter.isoformat(), rows=rows, sha256=sha256)


@transaction.atomic
def approve(made: Made, *, actor: User, at: datetime) -> Made:
    """Let the partner fetch it. Raises NotAllowed, Conflict("not_in_force" | "wrong_state")."""
    made = locked(made)
    today = clock.legal_date(at)
    if not made.agreement.in_force(today):
        raise Conflict("not_in_force", NOT_IN_FORCE)
    ensure(policies.can_approve_set(actor, made, today), "not_yours", NOT_YOURS)
    made = type(made).workflow.move(made, "approve", actor=actor, at=at, approved_by=actor, approved_at=at)
    audited(made, "approved", actor=actor, at=at)
    return made


def open_for_partner(made: Delivery | Reconciliation, *, at: datetime) -> IO[bytes]:
    """The bytes for the partner's own machine, and a row that says so. Raises Conflict; see `_opened`."""
    return _opened(made, ExchangeKind.FETCHED, actor=None, at=at)


def hand_over(made: Delivery | Reconciliation, *, actor: User, at: datetime) -> IO[bytes]:
    """The bytes for an officer who gives them to the partner, and a row that says so. Raises NotAllowed, Conflict."""
    today = clock.legal_date(at)
    ensure(policies.can_propose(actor, made.agreement.province_id, today))
    return _opened(made, ExchangeKind.HANDED_OVER, actor=actor, at=at)


def _opened(made: Made, kind: ExchangeKind, *, actor: User | None, at: datetime) -> IO[bytes]:
    """Raises Conflict("not_in_force" | "not_approved" | "altered"): a file that is not the signed one never leaves.

    Then it has failed, so that it is made and approved anew; an answer that left before stays delivered.
    """
    made = type(made).objects.select_related("agreement").get(pk=made.pk)
    if not made.agreement.in_force(clock.legal_date(at)):
        raise Conflict("not_in_force", NOT_IN_FORCE)
    if made.state not in OPEN:
        raise Conflict("not_approved", _("Data ini belum disetujui untuk diserahkan."))
    content = _signed_content(made)
    if content is None:
        log.error("a file for a partner is not what was signed", extra={"file_number": made.number})
        if type(made).workflow.can(made, "fail"):
            fail(made, "altered", at)
        raise Conflict("altered", _("Berkas ini hilang atau tidak sama dengan yang ditandatangani, jadi tidak keluar."))
    _record_leaving(made, kind, actor=actor, at=at)
    return content


def _signed_content(made: Delivery | Reconciliation) -> IO[bytes] | None:
    """None when the file is gone or is not the one that was signed."""
    try:
        content = default_storage.open(made.location)
    except FileNotFoundError:
        return None
    if _is_the_signed_one(made, content):
        return content
    content.close()
    return None


def _is_the_signed_one(made: Delivery | Reconciliation, content: IO[bytes]) -> bool:
    signed = _manifest(made, made.rows or 0, _sha256(content))
    return is_signed(made.agreement.signing_public, signed, made.signature)


@transaction.atomic
def _record_leaving(made: Made, kind: ExchangeKind, *, actor: User | None, at: datetime) -> None:
    made = locked(made)
    if made.state == "approved":
        made = type(made).workflow.move(made, "deliver", actor=actor, at=at, note=kind, delivered_at=at)
    who = signed_by(actor) if actor is not None else {"actor": None, "actor_name": made.agreement.first_party[:150]}
    which: dict[str, Any] = {made.event_name: made}
    ExchangeEvent.objects.create(agreement=made.agreement, kind=kind, rows=made.rows or 0, at=at, **which, **who)
    audited(made, "left", actor=actor, at=at, kind=kind)
