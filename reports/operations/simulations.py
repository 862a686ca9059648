"""Asking the policy simulator: the question is refused here when it makes no sense, and kept once."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit, clock
from core.errors import Invalid, ensure
from core.jobs import enqueue, is_waiting
from core.limits import Limit, take
from reports.enums import Population, SimulationState
from reports.models import SimulationRun
from reports.policies import can_simulate
from rules import VERSION
from rules.calendar import add_months
from rules.changes import BY_MONTHS_AND_MONEY, Change, change_of, refuse_outside, refuse_senseless
from rules.errors import RulesError
from rules.parameters import plain

JOB: Final = "reports.simulate"
MOST_PEOPLE: Final = 2_000_000
LARGEST_SEED: Final = 2**31 - 1
# People whose PHK lies so many months before and after the first day of the change.
MONTHS_AROUND: Final = 6
# Months of contribution have bits from January 2022 to March 2027: PHKs of these days see all of their window.
FIRST_PHK, LAST_PHK = date(2024, 1, 1), date(2027, 3, 31)
RUNS_AN_HOUR = Limit("reports.simulate", most=30, within=timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. `people` and `seed` are None for the register's own people."""

    changes: tuple[Change, ...]
    population: Population
    people: int | None = None
    seed: int | None = None

    @property
    def since(self) -> date:
        return min(change.since for change in self.changes)


def read_change(name: str, value: object, since: date) -> Change:
    """A change of months or money. Raises Invalid("parameter" | "value")."""
    if name not in {parameter.name for parameter in BY_MONTHS_AND_MONEY}:
        raise Invalid("parameter", _("Pilih ketentuan dari daftar."))
    try:
        change = change_of(name, value, since)
        refuse_outside(change)
    except (RulesError, ValueError, ZeroDivisionError) as error:
        raise Invalid("value", _("Nilai ini tidak masuk akal untuk ketentuan itu.")) from error
    return change


def phk_days(question: Question, today: date) -> tuple[date, date]:
    """The first and the last PHK of the people. Raises Invalid("since") when no day is left."""
    first = max(add_months(question.since, -MONTHS_AROUND), FIRST_PHK)
    last = min(add_months(question.since, MONTHS_AROUND) - timedelta(days=1), LAST_PHK)
    if question.population == Population.REGISTER:
        last = min(last, today)
    if last < first or question.since > last:
        raise Invalid(
            "since", _("Pada tanggal ini belum ada orang yang dapat dihitung. Pilih tanggal yang lebih awal.")
        )
    return first, last


@transaction.atomic
def order_run(question: Question, *, actor: User, at: datetime) -> SimulationRun:
    """The run that answers the question: the one there is, or a new one that a worker takes up.

    A run that was left half-way, because its job is gone, is given to the workers again. Raises
    NotAllowed("not_simulator"), Invalid("changes" | "people" | "seed" | "value" | "since") and TooMany.
    """
    today = clock.legal_date(at)
    ensure(can_simulate(actor, today), "not_simulator", _("Simulasi dijalankan direktorat program."))
    _refuse(question)
    first, last = phk_days(question, today)
    as_of = today if question.population == Population.REGISTER else None
    key = _key(question, first, last, as_of)
    found = SimulationRun.objects.select_for_update().filter(key=key).first()
    if found is None:
        take(RUNS_AN_HOUR, str(actor.pk), at=at)
        found = _written(question, key, first, last, as_of, actor, at)
        audit.record("reports.simulation.asked", actor=actor, at=at, subject=found, population=found.population)
    if found.state in (SimulationState.QUEUED, SimulationState.RUNNING) and not is_waiting(JOB, run_id=found.pk):
        enqueue(JOB, run_id=found.pk)
    return found


def _refuse(question: Question) -> None:
    if not question.changes or len({change.parameter.name for change in question.changes}) < len(question.changes):
        raise Invalid("changes", _("Ubah paling sedikit satu ketentuan, masing-masing sekali."))
    try:
        refuse_senseless(question.changes)
    except RulesError as error:
        raise Invalid("value", _("Nilai-nilai ini tidak masuk akal bersama-sama.")) from error
    if question.population == Population.INVENTED:
        if not 1 <= (question.people or 0) <= MOST_PEOPLE:
            raise Invalid("people", _("Jumlah orang rekaan di antara 1 dan 2.000.000."))
        if question.seed is None or not 0 <= question.seed <= LARGEST_SEED:
            raise Invalid("seed", _("Angka awal di antara 0 dan 2.147.483.647."))


def changes_json(changes: Sequence[Change]) -> list[dict[str, Any]]:
    """As a run keeps them, in the order of their names."""
    return [
        {"name": change.parameter.name, "value": plain(change.value), "since": change.since.isoformat()}
        for change in sorted(changes, key=lambda one: one.parameter.name)
    ]


def _key(question: Question, first: date, last: date, as_of: date | None) -> str:
    """The law's version belongs to it: another text of the rules may answer differently."""
    asked = {
        "changes": changes_json(question.changes),
        "population": question.population.value,
        "people": question.people,
        "seed": question.seed,
        "phk": [first.isoformat(), last.isoformat()],
        "as_of": as_of.isoformat() if as_of else None,
        "rules": VERSION,
    }
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def _written(
    question: Question, key: str, first: date, last: date, as_of: date | None, actor: User, at: datetime
) -> SimulationRun:
    row, _created = SimulationRun.objects.get_or_create(
        key=key,
        defaults={
            "changes": changes_json(question.changes),
            "names": "; ".join(change.parameter.label for change in question.changes)[:300],
            "population": question.population.value,
            "people": question.people,
            "seed": question.seed,
            "first_phk": first,
            "last_phk": last,
            "as_of": as_of,
            "asked_by": actor,
            "asked_by_name": str(actor),
            "asked_at": at,
        },
    )
    return row
