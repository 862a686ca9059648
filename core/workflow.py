"""One table of moves per model, obeyed by the code and guarded by the database.

    workflow = Workflow(
        ("send",   [State.READY],                  State.SENDING),
        ("settle", [State.SENDING, State.UNKNOWN], State.PAID),
    )

    class Payout(models.Model):
        workflow = workflow
        class Meta:
            triggers = workflow.guards()

    class PayoutLog(TransitionLog):
        subject = models.ForeignKey(Payout, models.PROTECT, related_name="log")

`move` locks the row, checks, writes the state and its log row, and nothing else. Effects stand in the operation.
`move_all` and `move_rows` do the same for hundreds at once; one row is a list of one.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import pgtrigger
from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from core.bulk import insert_rows, update_rows
from core.errors import Conflict

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Move:
    name: str
    sources: frozenset[str]
    target: str


class Workflow:
    """`born`: states besides the field's default in which a row may begin, without a move that says so."""

    def __init__(self, *moves: tuple[str, Iterable[str], str], born: Iterable[str] = ()) -> None:
        self.born = frozenset(str(state) for state in born)
        self._moves = {
            name: Move(name, frozenset(str(s) for s in sources), str(target)) for name, sources, target in moves
        }

    @property
    def moves(self) -> Sequence[Move]:
        return tuple(self._moves.values())

    def can(self, obj: models.Model, name: str) -> bool:
        """Whether the move is open from the state that `obj` was read in: for buttons, not for guards."""
        return obj.state in self._moves[name].sources  # type: ignore[attr-defined]

    def move(self, obj: M, name: str, *, actor: models.Model | None, at: datetime, note: str = "", **fields: Any) -> M:
        """Lock, check, write the state, `fields` and the log row together. Returns the fresh, locked object.

        Raises Conflict("wrong_state") when the row has moved on since it was read.
        """
        move = self._moves[name]
        with transaction.atomic():
            locked = type(obj)._base_manager.select_for_update(of=("self",)).get(pk=obj.pk)
            state: str = locked.state  # type: ignore[attr-defined]
            if state not in move.sources:
                raise wrong_state(move, state)
            return self.move_rows([locked], name, actor=actor, at=at, note=note, each=lambda place: fields)[0]

    def move_all(
        self,
        objects: models.QuerySet[M],
        name: str,
        *,
        actor: models.Model | None,
        at: datetime,
        note: str = "",
        each: Callable[[int], dict[str, Any]] = lambda place: {},
        limit: int | None = None,
    ) -> list[M]:
        """Move every row of `objects` that is in a source state: for hundreds at once. Rows that moved on are left out.

        Rows that another transaction holds are left out too. `each` gives the further fields of the row at a place,
        counted from 0 in the order of `objects`. Returns the moved rows, locked.
        """
        with transaction.atomic():
            free = objects.filter(state__in=self._moves[name].sources).select_for_update(of=("self",), skip_locked=True)
            return self.move_rows(list(free[:limit]), name, actor=actor, at=at, note=note, each=each)

    def move_rows(
        self,
        rows: list[M],
        name: str,
        *,
        actor: models.Model | None,
        at: datetime,
        note: str = "",
        each: Callable[[int], dict[str, Any]] = lambda place: {},
    ) -> list[M]:
        """Move rows that the caller holds locked, all or none: one statement for the log, one for each source state.

        Raises Conflict("wrong_state") when one of them is not, or is no longer, in a source state.
        """
        move = self._moves[name]
        if not rows:
            return rows
        states = {row.pk: str(row.state) for row in rows}  # type: ignore[attr-defined]
        with transaction.atomic():
            self._write_log(rows, move, actor=actor, at=at, note=note)
            before = {row.pk: dict(row.__dict__) for row in rows}
            for place, row in enumerate(rows):
                for field, value in {"state": move.target, **each(place)}.items():
                    setattr(row, field, value)
            for state in sorted(set(states.values())):
                here = [row for row in rows if states[row.pk] == state]
                if state not in move.sources or update_rows(here, before, only_if={"state": state}) != len(here):
                    raise wrong_state(move, state)
        return rows

    def _write_log(self, rows: list[M], move: Move, *, actor: models.Model | None, at: datetime, note: str) -> None:
        insert_rows(
            type(rows[0]).log.rel.related_model,  # type: ignore[attr-defined]
            len(rows),
            each={"subject_id": [row.pk for row in rows], "from_state": [row.state for row in rows]},  # type: ignore[attr-defined]
            same={"move": move.name, "to_state": move.target, "at": at, "note": note, **signature(actor)},
        )

    def guards(self, field: str = "state") -> list[pgtrigger.Trigger]:
        """Triggers that refuse every change of state that is not a move of this table."""
        pairs = sorted({(s, m.target) for m in self._moves.values() for s in m.sources if s != m.target})
        return [pgtrigger.FSM(name="moves", field=field, transitions=pairs, separator="|")]


def wrong_state(move: Move, state: str) -> Conflict:
    return Conflict(
        "wrong_state",
        _("Keadaan sudah berubah sejak halaman ini dibuka. Muat ulang untuk melihat yang terbaru."),
        move=move.name,
        state=state,
    )


def signed_by(actor: models.Model | None) -> dict[str, Any]:
    """The actor and a copy of the name, which outlives the account. None stands for the portal itself."""
    return {"actor": actor, "actor_name": str(actor) if actor is not None else "JKP"}


def signature(actor: models.Model | None) -> dict[str, Any]:
    """`signed_by` by columns."""
    signed = signed_by(actor)
    return {"actor_id": actor.pk if actor is not None else None, "actor_name": signed["actor_name"]}


def append_only() -> list[pgtrigger.Trigger]:
    """Triggers for tables whose rows are written once and never changed."""
    return [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class TransitionLog(models.Model):
    """One row per move. The concrete model adds `subject`, a foreign key with related_name="log"."""

    move = models.CharField(max_length=40)
    from_state = models.CharField(max_length=30)
    to_state = models.CharField(max_length=30)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    note = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ("pk",)
        triggers = append_only()
