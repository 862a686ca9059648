"""Migrate an empty database in a fifth of the time: Django renders its models thousands of times on the way.

Each operation makes Django render the model and everybody who is related to it anew, which in the end is the whole
portal. Most operations here add or change something of one model, and hand the database that one model: nobody else
reads differently by it. So only that model is rendered; before an operation that may read relations
(a key that changes, a model that goes) and before a function of ours, everything is rendered once.

For building from empty, as the demo and the tests do; `manage.py migrate` goes Django's own way, to the same tables.
"""

from itertools import groupby
from typing import Any

from django.contrib.postgres.operations import CreateExtension
from django.db.migrations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    AlterModelOptions,
    AlterUniqueTogether,
    CreateModel,
    Migration,
    RemoveConstraint,
    RemoveField,
    RemoveIndex,
    RunPython,
    RunSQL,
)
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState, StateApps
from pgtrigger.migrations import AddTrigger, RemoveTrigger

OF_ONE_MODEL = (
    *(AddConstraint, AddField, AddIndex, AddTrigger, AlterModelOptions, AlterUniqueTogether, CreateExtension),
    *(CreateModel, RemoveConstraint, RemoveField, RemoveIndex, RemoveTrigger, RunPython, RunSQL),
)

_alone = False  # the operations that run are each of one model


def render_less() -> None:
    """For the rest of this process."""
    ProjectState.add_model = _add_model
    ProjectState.reload_model = _reload_model
    StateApps.clone = _clone
    Migration.apply = _apply


def is_of_one_model(operation: Operation) -> bool:
    """Whether the operation needs no other model than its own, rendered as it is then."""
    if isinstance(operation, AlterField):
        field = operation.field
        return not (field.is_relation or field.primary_key or field.unique)
    return isinstance(operation, OF_ONE_MODEL)


def _apply(migration: Migration, state: ProjectState, *args: Any, **kwargs: Any) -> ProjectState:
    """Run after run of operations of one kind, each as if the migration were that run."""
    global _alone  # Django passes nothing from here to the operations
    operations = migration.operations
    try:
        for _alone, run in groupby(operations, is_of_one_model):
            migration.operations = list(run)
            if not _alone and getattr(state.__dict__.get("apps"), "partial", False):
                del state.__dict__["apps"]  # whoever asks next gets every model anew
            state = _apply_as_django(migration, state, *args, **kwargs)
    finally:
        migration.operations = operations
    return state


def _add_model(state: ProjectState, model_state: ModelState) -> None:
    if not _alone:
        _add_as_django(state, model_state)
        return
    key = model_state.app_label, model_state.name_lower
    state.models[key] = model_state
    if state._relations is not None:
        state.resolve_model_relations(key)
    _reload_model(state, *key)


def _reload_model(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
    if not _alone:
        _reload_as_django(state, app_label, model_name, delay)
    elif "apps" in state.__dict__:
        state.apps.render_multiple([state.models[app_label, model_name]])
        state.apps.partial = True
        state.is_delayed = True  # Django renders everything before a function of ours


def _clone(apps: StateApps) -> StateApps:
    clone = _clone_as_django(apps)
    clone.partial = getattr(apps, "partial", False)
    return clone


_add_as_django = ProjectState.add_model
_reload_as_django = ProjectState.reload_model
_apply_as_django = Migration.apply
_clone_as_django = StateApps.clone
