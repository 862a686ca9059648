"""What Django lets pass and this project does not: each wrapper turns a silent mistake into a failing test."""

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import DateField, DateTimeField
from django.db.models.expressions import OrderBy
from django.db.models.functions import Random
from django.db.models.sql.compiler import SQLCompiler
from django.template import Context, engines

OURS = Path(settings.BASE_DIR) / "templates"


class UndefinedVariable(AssertionError):
    """A template shows a name that its view did not give."""


class Undefined(str):
    """Django's text for a name without a value; ours refuses, except in templates of other packages."""

    def __mod__(self, name: object) -> str:
        template = _template_being_rendered()
        if template is not None and not _is_ours(template):
            return ""
        raise UndefinedVariable(f"{{{{ {name} }}}} has no value in {getattr(template, 'name', 'a template')}")


def _template_being_rendered() -> Any:
    frame = sys._getframe(2)
    while frame is not None:
        context = frame.f_locals.get("context")
        if isinstance(context, Context):
            return context.render_context.template or context.template
        frame = frame.f_back
    return None


def _is_ours(template: Any) -> bool:
    return Path(str(template.origin.name)).is_relative_to(OURS)


def refuse_undefined_variables() -> None:
    engines["django"].engine.string_if_invalid = Undefined("%s")


def shuffle_what_has_no_order() -> None:
    """The database may answer in any order where none is asked for: let it do so."""
    pairs_of = SQLCompiler._order_by_pairs

    def pairs(self: SQLCompiler) -> Iterator[tuple[Any, bool]]:
        query = self.query
        given = list(pairs_of(self))
        if not (given or query.distinct or query.combinator or query.is_empty()):
            given = [(OrderBy(Random()), False)]
        return iter(given)

    SQLCompiler._order_by_pairs = pairs


def refuse_moments_as_days() -> None:
    """A datetime in a DateField loses its zone on the way: 23.30 in Jakarta is another day in UTC."""
    prepare = DateField.get_prep_value

    def checked(self: DateField, value: Any) -> Any:
        if isinstance(value, datetime) and not isinstance(self, DateTimeField):
            raise AssertionError(f"{self} was given the moment {value!r}; it holds a day")
        return prepare(self, value)

    DateField.get_prep_value = checked


def refuse_locks_on_joined_rows() -> None:
    """select_for_update with select_related locks the rows of both tables, and fails on a nullable one: say of=."""
    as_sql = SQLCompiler.as_sql

    def checked(self: SQLCompiler, *args: Any, **kwargs: Any) -> Any:
        query = self.query
        if query.select_for_update and query.select_related and not query.select_for_update_of:
            raise AssertionError(f"select_for_update(of=…) on {query.model.__name__}: it joins other tables")
        return as_sql(self, *args, **kwargs)

    SQLCompiler.as_sql = checked


def be_strict() -> None:
    refuse_undefined_variables()
    shuffle_what_has_no_order()
    refuse_moments_as_days()
    refuse_locks_on_joined_rows()
