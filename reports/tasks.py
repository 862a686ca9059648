"""What workers do for figures."""

from importlib import import_module

from celery import shared_task

from core import clock
from core.jobs import job
from reports.models import SimulationRun
from reports.operations.integrity import find_signals as find_and_note


@shared_task(name="reports.find_signals")
def find_signals() -> None:
    """After the outcomes of the night (00.40)."""
    find_and_note(at=clock.now())


@job("reports.simulate", queue="batch")
def simulate(run_id: str) -> None:
    """A question to the policy simulator, from its beginning if a worker died over it. With numpy (ADR 19)."""
    run = SimulationRun.objects.get(pk=run_id)
    import_module("reports.operations.simulating").answer(run, at=clock.now())
