"""What the admin calls models and fields that have no name of their own: people's words, in one table.

A field that a form shows is named in its model. Of the others a screen shows the value only, with words of its own; the
admin alone lists them by name. They are named when their model enters the admin, and no migration knows of it.
"""

from typing import Any

from django.db import models

from core.admin_words.amounts import AMOUNTS
from core.admin_words.exceptions import IN_ONE_MODEL, MODELS
from core.admin_words.moments import MOMENTS
from core.admin_words.people import PEOPLE
from core.admin_words.records import RECORDS

IN_ALL_MODELS = MOMENTS | PEOPLE | RECORDS | AMOUNTS


def name_model(model: type[models.Model]) -> None:
    """Gives the model and each of its fields that is unnamed its name from the table; what is named stays as it is.

    `Field.deconstruct` and `Options.original_attrs` keep what the model itself says, so that migrations stay quiet.
    """
    options = model._meta
    if "verbose_name" not in options.original_attrs and options.label_lower in MODELS:
        options.verbose_name = options.verbose_name_plural = MODELS[options.label_lower]
    for field in unnamed_fields(model):
        name = IN_ONE_MODEL.get(f"{options.label_lower}.{field.name}") or IN_ALL_MODELS.get(field.name)
        if name is not None:
            field.verbose_name = name


def unnamed_fields(model: type[models.Model]) -> list[Any]:
    """Fields whose name their model leaves to Django, which takes it from the code."""
    fields: list[Any] = [*model._meta.fields, *model._meta.many_to_many]
    return [field for field in fields if field._verbose_name is None]
