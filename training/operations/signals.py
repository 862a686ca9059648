"""Signals of integrity: findings are noted once, and an officer decides each. Nothing else follows from one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit, clock
from core.bulk import insert_rows
from core.calendar import working_calendar
from core.errors import Conflict, Invalid, ensure
from core.text import composed_text
from core.workflow import signature
from rules.deadlines import training_signal_due
from training.enums import SignalKind, SignalState
from training.models import LONGEST_SIGNAL_NOTE, Signal, SignalLog
from training.policies import can_decide_signal

MOVES = {SignalState.EXPLAINED: "explain", SignalState.REFERRED: "refer"}


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found. `key` names it: the same thing found again has the same key, at most 80 characters.

    `facts` are plain data without names, enough for the page to explain itself years later.
    """

    kind: SignalKind
    key: str
    institute_id: UUID
    counsellor_id: UUID | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def note_signals(findings: Sequence[Finding], *, at: datetime) -> int:
    """Write what is not there yet, each with its last day for an officer. Returns how many are new.

    Raises CalendarNotLoaded.
    """
    if not findings:
        return 0
    due_on = training_signal_due(clock.legal_date(at), working_calendar())
    written = insert_rows(
        Signal,
        len(findings),
        each={
            "kind": [one.kind for one in findings],
            "key": [one.key for one in findings],
            "institute_id": [one.institute_id for one in findings],
            "counsellor_id": [one.counsellor_id for one in findings],
            "facts": [dict(one.facts) for one in findings],
        },
        same={"found_at": at, "due_on": due_on, "state": SignalState.OPEN},
        skip_those_there=True,
        returning=["id"],
    )
    insert_rows(
        SignalLog,
        len(written),
        each={"subject_id": [pk for (pk,) in written]},
        same={"move": "find", "from_state": "", "to_state": SignalState.OPEN, "at": at, "note": "", **signature(None)},
    )
    if written:
        audit.record("training.signals.found", actor=None, at=at, count=len(written))
    return len(written)


@transaction.atomic
def decide_signal(signal: Signal, *, outcome: str, note: str, actor: User, at: datetime) -> Signal:
    """An officer's word: there is an explanation, or others go on with it. The same again is the same.

    Raises NotAllowed("not_yours") for who is tied to the institute or is the counsellor, Invalid("note_missing"), and
    Conflict("wrong_state") when another officer has decided or the word differs.
    """
    row = Signal.objects.select_for_update(of=("self",)).select_related("institute").get(pk=signal.pk)
    ensure(
        can_decide_signal(actor, row, clock.legal_date(at)),
        "not_yours",
        _("Sinyal ini diputus petugas integritas lain yang tidak mempunyai hubungan dengannya."),
    )
    said, state = composed_text(note).strip()[:LONGEST_SIGNAL_NOTE], SignalState(outcome)
    if not said:
        raise Invalid("note_missing", _("Tulis apa yang Anda periksa dan dapatkan."))
    if row.state != SignalState.OPEN:
        if (row.state, row.note, row.decided_by_id) == (state, said, actor.pk):
            return row
        raise Conflict("wrong_state", _("Sinyal ini sudah diputus. Muat ulang untuk membaca putusannya."))
    decided = {"decided_by": actor, "decided_at": at, "note": said}
    Signal.workflow.move_rows([row], MOVES[state], actor=actor, at=at, note=said, each=lambda place: decided)
    audit.record("training.signal.decided", actor=actor, at=at, subject=row, reason=said, outcome=state)
    return row
