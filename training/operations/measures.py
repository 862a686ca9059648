"""Suspending, restoring and ending a partner, freeing a number: one officer proposes, another decides."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit, clock
from core.errors import Conflict, Invalid, ensure
from core.text import composed_text
from core.workflow import signed_by
from notices.operations import Telling, notify, notify_many
from training.enums import MeasureKind, MeasureState
from training.models import LONGEST_REASON, Institute, Measure, Voucher
from training.operations.institutes import (
    end_institute,
    free_vin,
    refuse_running,
    restore_institute,
    suspend_institute,
)
from training.operations.vouchers import cancel_vouchers
from training.policies import can_decide_measure, can_verify
from training.selectors.staff import heads_of

ACTS = {
    MeasureKind.SUSPEND: suspend_institute,
    MeasureKind.RESTORE: restore_institute,
    MeasureKind.END: end_institute,
    MeasureKind.FREE_VIN: free_vin,
}
_ENDED = "Kemitraan lembaganya berakhir."
# Where the heads read on; after a number was freed they register anew.
PAGES = {MeasureKind.FREE_VIN: "/mitra/daftar/"}


def possible_measures(institute: Institute) -> list[MeasureKind]:
    """Those that the institute's state allows."""
    return [kind for kind in MeasureKind if Institute.workflow.can(institute, kind.value)]


@transaction.atomic
def propose_measure(institute: Institute, *, kind: str, reason: str, actor: User, at: datetime) -> Measure:
    """Ask another officer to decide; the same proposal again is the same one.

    Raises NotAllowed, Invalid("reason_missing"), Conflict("wrong_state") when the institute's state does not allow it,
    and Conflict("measure_waits") while another one waits.
    """
    ensure(can_verify(actor, institute, clock.legal_date(at)))
    said = _said(reason)
    locked = Institute.objects.select_for_update(of=("self",)).get(pk=institute.pk)
    waiting = locked.measures.filter(state=MeasureState.PROPOSED).first()
    if waiting is not None:
        if (waiting.kind, waiting.reason, waiting.proposed_by_id) == (kind, said, actor.pk):
            return waiting
        raise Conflict("measure_waits", _("Lembaga ini sudah mempunyai usulan tindakan."))
    if MeasureKind(kind) not in possible_measures(locked):
        raise Conflict("wrong_state", _("Keadaan lembaga tidak memungkinkan tindakan ini."))
    if kind == MeasureKind.FREE_VIN:
        refuse_running(locked)
    row = Measure.objects.create(institute=locked, kind=kind, reason=said, proposed_by=actor, proposed_at=at)
    row.log.create(move="propose", from_state="", to_state=row.state, at=at, note=said, **signed_by(actor))
    audit.record("training.measure.proposed", actor=actor, at=at, subject=row, reason=said, kind=kind)
    return row


@transaction.atomic
def decide_measure(measure: Measure, *, apply: bool, answer: str, actor: User, at: datetime) -> Measure:
    """The second officer's word, with its reason; applied it takes effect at once, and the heads hear of it.

    Raises NotAllowed for who proposed it or is tied to the institute, Invalid("reason_missing"), and
    Conflict("wrong_state") when it was decided meanwhile or the institute has moved on.
    """
    row = Measure.objects.select_for_update(of=("self",)).select_related("institute").get(pk=measure.pk)
    ensure(can_decide_measure(actor, row, clock.legal_date(at)), "second_officer", _("Petugas lain yang memutuskan."))
    said = _said(answer)
    decided: dict[str, Any] = {"decided_by": actor, "decided_at": at, "answer": said}
    moved = Measure.workflow.move(row, "apply" if apply else "reject", actor=actor, at=at, note=said, **decided)
    audit.record("training.measure.decided", actor=actor, at=at, subject=moved, reason=said, applied=apply)
    if apply:
        kind, heads = MeasureKind(moved.kind), heads_of(row.institute, clock.legal_date(at))
        ACTS[kind](row.institute, reason=moved.reason, actor=actor, at=at)
        for head in heads:
            facts = {"measure": kind.value, "reason": moved.reason, "key": str(moved.pk)}
            notify(event="institute_measure", user=head, at=at, link=PAGES.get(kind, "/mitra/profil/"), **facts)
        _tell_holders(moved, actor, at)
    return moved


def _tell_holders(measure: Measure, actor: User, at: datetime) -> None:
    """Who holds a voucher that leads there hears what to do; the end of a partnership takes the voucher back."""
    rows = Voucher.objects.filter(recommendation__programme__institute=measure.institute_id)
    holders = list(rows.active(clock.legal_date(at)).select_related("person__user").order_by("pk"))
    if measure.kind == MeasureKind.END:
        cancel_vouchers(rows, note=_ENDED, actor=actor, at=at)
    told = [
        Telling(
            row.person.user,
            f"/pelatihan/voucher/{row.pk}/",
            f"{measure.pk}:{row.pk}",
            {"measure": measure.kind, "due": row.valid_until},
        )
        for row in holders
    ]
    notify_many("voucher_measure", told, at=at)


def _said(text: str) -> str:
    said = composed_text(text).strip()[:LONGEST_REASON]
    if not said:
        raise Invalid("reason_missing", _("Tulis alasannya."))
    return said
