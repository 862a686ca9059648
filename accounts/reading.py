"""An officer reads somebody's record: written down once, in one way, and shown to that person."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.http import HttpRequest

from accounts.enums import Role
from accounts.selectors import roles_of
from core import audit, clock


def note_reading(
    request: HttpRequest, *, person: Any, subject: models.Model, purpose: str, roles: Iterable[Role | str] = ()
) -> None:
    """Write down that the signed-in officer looked; one's own record is nobody's reading.

    `person` is whose record it is. `roles` are those that let somebody in here, the nearest first; the first that the
    officer holds is written down. Without any, the first that they hold at all.
    """
    if person.user_id is not None and person.user_id == request.user.pk:
        return
    held = roles_of(request.user, clock.today())
    role = next((role for role in roles if role in held), None) or sorted(held)[0]
    audit.record_access(
        actor=request.user, at=clock.now(), person_id=person.pk, subject=subject, purpose=purpose, role=role
    )
