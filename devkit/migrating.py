"""Migrate an empty database in a third of the time: Django renders its models thousands of times on the way.

Each operation makes Django render the model and everybody who is related to it anew, which in the end is half the
portal. Most operations here add a model, a constraint, an index or a trigger, and nobody who was there before reads
differently by that. So only what is added is rendered; before an operation that may read relations (a field that
changes or goes, a function of ours) everything is rendered once.

For building from empty, as the demo and the tests do; `manage.py migrate` goes Django's own way, to the same tables.
"""

from typing import Any

from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel, Migration, RunPython, RunSQL
from django.db.migrations.state import ModelState, ProjectState, StateApps
from pgtrigger.migrations import AddTrigger

ADDING = (AddConstraint, AddField, AddIndex, AddTrigger, CreateModel, RunPython, RunSQL)


def render_less() -> None:
    """For the rest of this process."""
    ProjectState.add_model = _add_model
    ProjectState.reload_model = _reload_model
    ProjectState._append_option = _append_option
    StateApps.clone = _clone
    Migration.apply = _apply
    AddTrigger.state_forwards = _remember_trigger


def _add_model(state: ProjectState, model_state: ModelState) -> None:
    """Only itself; whom it points to do not know of it yet."""
    key = model_state.app_label, model_state.name_lower
    state.models[key] = model_state
    if state._relations is not None:
        state.resolve_model_relations(key)
    if "apps" in state.__dict__:
        state.apps.render_multiple([model_state])
        state.apps.partial = True
        state.is_delayed = True  # Django renders everything before a function of ours


def _append_option(state: ProjectState, app_label: str, model_name: str, option: str, what: Any) -> None:
    """An index or a constraint: the operation itself hands it to the database."""
    options = state.models[app_label, model_name].options
    options[option] = [*options.get(option, []), what]
    if "apps" in state.__dict__:
        state.apps.partial = True


def _remember_trigger(operation: AddTrigger, app_label: str, state: ProjectState) -> None:
    _append_option(state, app_label, operation.model_name, "triggers", operation.trigger)


def _reload_model(state: ProjectState, *args: Any, **kwargs: Any) -> None:
    if not _render_all(state):
        _reload_as_django(state, *args, **kwargs)


def _apply(migration: Migration, state: ProjectState, *args: Any, **kwargs: Any) -> ProjectState:
    if not all(isinstance(operation, ADDING) for operation in migration.operations):
        _render_all(state)
    return _apply_as_django(migration, state, *args, **kwargs)


def _render_all(state: ProjectState) -> bool:
    """When something was added since (`partial`): whoever asks next gets every model anew."""
    partial = getattr(state.__dict__.get("apps"), "partial", False)
    if partial:
        del state.__dict__["apps"]
    return partial


def _clone(apps: StateApps) -> StateApps:
    clone = _clone_as_django(apps)
    clone.partial = getattr(apps, "partial", False)
    return clone


_reload_as_django = ProjectState.reload_model
_apply_as_django = Migration.apply
_clone_as_django = StateApps.clone
