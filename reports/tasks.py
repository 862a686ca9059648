"""What workers do for figures."""

from importlib import import_module

from celery import shared_task

from core import clock
from core.jobs import job
from reports.models import SimulationRun
from reports.operations.integrity import find_signals as find_and_note
from reports.operations.quarters import count_what_changed


@shared_task(name="reports.find_signals")
def find_signals() -> None:
    """After the outcomes of the night (00.40)."""
    find_and_note(at=clock.now())


@shared_task(name="reports.count_quarters")
def count_quarters() -> None:
    """Every night (02.10): quarters that BPJS has sent whole, and those that a later file changed."""
    count_what_changed(at=clock.now())


@job("reports.simulate", queue="batch")
def simulate(run_id: str) -> None:
    """A question to the policy simulator, from its beginning if a worker died over it. With numpy (ADR 19)."""
    run = SimulationRun.objects.get(pk=run_id)
    import_module("reports.operations.simulating").answer(run, at=clock.now())
