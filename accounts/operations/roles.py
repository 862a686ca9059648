"""Roles: granted and ended by somebody else, never silently."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import RoleAssignment, User
from accounts.operations.sessions import end_all_sessions
from core import audit
from core.errors import Invalid, NotAllowed
from core.models import Region


@transaction.atomic
def grant_role(
    user: User,
    role: Role,
    *,
    region: Region | None = None,
    starts_on: date,
    ends_on: date | None = None,
    granted_by: User | None,
    at: datetime,
) -> RoleAssignment:
    """Let `user` act as `role`, in `region` or the whole nation. `granted_by` None is the command line.

    All sessions of the user end. Raises NotAllowed for oneself, Invalid for a region or dates the role cannot have.
    """
    if granted_by is not None and granted_by.pk == user.pk:
        raise NotAllowed("own_role", _("Anda tidak dapat memberi peran kepada diri sendiri."))
    assignment = RoleAssignment(
        user=user, role=role, region=region, starts_on=starts_on, ends_on=ends_on, granted_by=granted_by
    )
    try:
        assignment.full_clean()
    except ValidationError as error:
        raise Invalid("role_impossible", " ".join(error.messages)) from error
    assignment.save()
    role_changed(assignment, "granted", actor=granted_by, at=at)
    return assignment


@transaction.atomic
def end_role(assignment: RoleAssignment, *, actor: User, on: date, at: datetime) -> RoleAssignment:
    """The last day of the role is the day before `on`. Raises NotAllowed for one's own role."""
    if actor.pk == assignment.user_id:
        raise NotAllowed("own_role", _("Anda tidak dapat mengubah peran sendiri."))
    assignment.ends_on = max(on - timedelta(days=1), assignment.starts_on)
    assignment.save(update_fields=["ends_on"])
    role_changed(assignment, "ended", actor=actor, at=at)
    return assignment


def role_changed(assignment: RoleAssignment, change: str, *, actor: User | None, at: datetime) -> None:
    """Write it down and end the sessions: the next sign-in starts with the new roles."""
    end_all_sessions(assignment.user)
    audit.record(
        f"accounts.role.{change}",
        actor=actor,
        at=at,
        subject=assignment,
        user=assignment.user_id,
        role=assignment.role,
        region=assignment.region_id or "",
    )
