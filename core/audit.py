"""Who did what, and who looked at whom."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import models

from core.bulk import insert_rows
from core.logs import current_request_id
from core.models import AccessLog, AuditEvent
from core.workflow import signature


def record(
    action: str,
    *,
    actor: models.Model | None,
    at: datetime,
    subject: models.Model | None = None,
    reason: str = "",
    **facts: Any,
) -> None:
    """Write one audit row. `action` is a stable dotted name (claims.month.approved); facts hold nothing personal."""
    record_many(action, [(subject, facts)], actor=actor, at=at, reason=reason)


def record_many(
    action: str,
    subjects: Iterable[tuple[models.Model | None, Mapping[str, Any]]],
    *,
    actor: models.Model | None,
    at: datetime,
    reason: str = "",
) -> None:
    """Write an audit row for each subject with its facts, in one statement."""
    rows = list(subjects)
    insert_rows(
        AuditEvent,
        len(rows),
        each={
            "object_kind": [subject._meta.label_lower if subject is not None else "" for subject, _facts in rows],
            "object_id": [str(subject.pk) if subject is not None else "" for subject, _facts in rows],
            "facts": [{k: str(v) for k, v in facts.items()} for _subject, facts in rows],
        },
        same={"at": at, "action": action, "reason": reason, "request_id": current_request_id(), **signature(actor)},
    )


def record_access(*, actor: Any, at: datetime, person_id: Any, subject: models.Model, purpose: str, role: str) -> None:
    """Write that an officer opened a person's record. Called by the view, with the purpose."""
    AccessLog.objects.create(
        at=at,
        actor=actor,
        actor_name=str(actor),
        role=role,
        person_id=person_id,
        purpose=purpose,
        object_kind=subject._meta.label_lower,
        object_id=str(subject.pk),
    )
