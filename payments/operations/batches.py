"""Batches: one officer puts payouts together and freezes them, another releases exactly what was frozen."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit, clock
from core.errors import Conflict, NotAllowed
from core.jobs import enqueue
from core.numbers import yearly_number
from payments.enums import SETTLED, BatchState
from payments.fingerprint import fingerprint
from payments.models import Batch, Payout

CHUNK = 100
MOST_LINES = 5_000


@transaction.atomic
def build_batch(*, maker: User, at: datetime, limit: int = MOST_LINES) -> Batch:
    """Put the oldest ready payouts into a new draft, at most `limit`, none that the maker verified.

    Raises Conflict("nothing_ready"); two makers at once get different payouts.
    """
    number = yearly_number("BYR", clock.legal_date(at).year)
    batch = Batch.objects.create(number=number, made_by=maker, made_at=at)
    ready = Payout.objects.ready().exclude(verified_by=maker)
    lines = Payout.workflow.move_all(
        ready,
        "batch",
        actor=maker,
        at=at,
        each=lambda place: {"batch": batch, "line_no": place + 1},
        limit=limit,
    )
    if not lines:
        raise Conflict("nothing_ready", _("Tidak ada pembayaran yang siap untuk Anda susun."))
    batch.count, batch.total = len(lines), sum(line.amount for line in lines)
    batch.save(update_fields=["count", "total"])
    audit.record("payments.batch.built", actor=maker, at=at, subject=batch, count=batch.count, total=batch.total)
    return batch


@transaction.atomic
def freeze_batch(batch: Batch, *, actor: User, at: datetime) -> Batch:
    """Count, add up and fingerprint the lines; from here on they stand still. Only the maker freezes.

    Raises NotAllowed("not_the_maker"), Conflict("total_differs") when the lines are not what the draft says, and
    Conflict("wrong_state") once it was cancelled.
    """
    batch = _locked(batch)
    if batch.made_by_id != actor.pk:
        raise NotAllowed("not_the_maker", _("Hanya penyusun batch yang dapat membekukannya."))
    if batch.state in (BatchState.FROZEN, BatchState.CHECKED):
        return batch
    if batch.state == BatchState.DRAFT:
        _refuse_other_total(batch)
    batch = Batch.workflow.move(
        batch,
        "freeze",
        actor=actor,
        at=at,
        frozen_at=at,
        sha256=fingerprint(batch),
        needs_second_check=batch.total > settings.PAYOUT_SECOND_CHECK_ABOVE,
    )
    audit.record("payments.batch.frozen", actor=actor, at=at, subject=batch, sha256=batch.sha256)
    return batch


@transaction.atomic
def approve_batch(batch: Batch, *, actor: User, shown_sha256: str, at: datetime) -> Batch:
    """Release exactly what was shown, or be the first of two who do. The same checker twice changes nothing.

    Raises NotAllowed("own_batch" | "own_verification" | "already_checked"), Conflict("batch_changed" | "wrong_state").
    """
    batch = _locked(batch)
    if batch.approved_by_id == actor.pk or (batch.state == BatchState.CHECKED and batch.checked_by_id == actor.pk):
        return batch
    _refuse_interested(batch, actor)
    if batch.state in (BatchState.FROZEN, BatchState.CHECKED):
        _refuse_changed(batch, shown_sha256)
    if batch.needs_second_check and batch.state == BatchState.FROZEN:
        batch = Batch.workflow.move(batch, "check", actor=actor, at=at, checked_by=actor)
        audit.record("payments.batch.checked", actor=actor, at=at, subject=batch, sha256=batch.sha256)
        return batch
    batch = Batch.workflow.move(batch, "approve", actor=actor, at=at, approved_by=actor, approved_at=at)
    audit.record("payments.batch.approved", actor=actor, at=at, subject=batch, sha256=batch.sha256)
    enqueue_chunks(batch, range(chunks_of(batch.count)))
    return batch


@transaction.atomic
def cancel_batch(batch: Batch, *, actor: User, reason: str, at: datetime) -> Batch:
    """Let the lines go before anything was released. A second time changes nothing."""
    batch = _locked(batch)
    if batch.state == BatchState.CANCELLED:
        return batch
    batch = Batch.workflow.move(batch, "cancel", actor=actor, at=at, note=reason)
    Payout.workflow.move_all(
        batch.lines.order_by("line_no"),
        "unbatch",
        actor=actor,
        at=at,
        each=lambda place: {"batch": None, "line_no": None},
    )
    audit.record("payments.batch.cancelled", actor=actor, at=at, subject=batch, reason=reason)
    return batch


def chunks_of(count: int) -> int:
    return -(-count // CHUNK)


def enqueue_chunks(batch: Batch, chunks: Iterable[int]) -> None:
    for chunk in chunks:
        enqueue("payments.send_chunk", batch_id=batch.pk, chunk=chunk)


def finish_batches(*, at: datetime) -> int:
    """Close the batches of which every line has ended. Returns how many."""
    left = Count("lines", filter=~Q(lines__state__in=sorted(str(state) for state in SETTLED)))
    done = Batch.objects.filter(state=BatchState.SENDING).annotate(left=left).filter(left=0)
    for batch in done:
        with transaction.atomic():
            locked = _locked(batch)
            if locked.state == BatchState.SENDING:
                Batch.workflow.move(locked, "finish", actor=None, at=at, done_at=at)
    return len(done)


def _locked(batch: Batch) -> Batch:
    return Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)


def _refuse_other_total(batch: Batch) -> None:
    real = batch.lines.aggregate(count=Count("pk"), total=Sum("amount"))
    if (real["count"], real["total"]) != (batch.count, batch.total):
        raise Conflict(
            "total_differs",
            _("Jumlah batch tidak sama dengan jumlah barisnya. Batalkan batch ini dan susun lagi."),
        )


def _refuse_interested(batch: Batch, actor: User) -> None:
    if batch.made_by_id == actor.pk:
        raise NotAllowed("own_batch", _("Anda menyusun batch ini, jadi orang lain yang harus memeriksanya."))
    if batch.checked_by_id == actor.pk:
        raise NotAllowed("already_checked", _("Anda pemeriksa pertama. Pemeriksa kedua harus orang lain."))
    if batch.lines.filter(verified_by=actor).exists():
        raise NotAllowed(
            "own_verification",
            _("Anda memverifikasi klaim dalam batch ini, jadi orang lain yang memeriksa."),
        )


def _refuse_changed(batch: Batch, shown_sha256: str) -> None:
    """What is approved is the fingerprint on the checker's page, and the lines as they are now."""
    if not (shown_sha256 == batch.sha256 == fingerprint(batch)):
        raise Conflict(
            "batch_changed", _("Isi batch tidak sama dengan yang Anda lihat. Jangan setujui; hubungi penyusun batch.")
        )
    _refuse_other_total(batch)
