"""Who may call a view: declared on the view, read by the middleware and by the table test of every URL and role.

Outermost of the decorators, so that the declaration stays on what the router calls:

    @roles(Role.MEDIATOR)
    @recent_sign_in
    def accept_proof(request, phk_id): ...
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.selectors import has_role, is_officer
from accounts.sessions import fresh_sign_in_required as recent_sign_in
from core import clock
from core.errors import ensure

__all__ = ["Access", "keeps_typed", "participant", "public", "recent_sign_in", "roles", "signed_in", "signed_in_early"]
View = TypeVar("View", bound=Callable[..., HttpResponse])


@dataclass(frozen=True, slots=True)
class Access:
    """`kind`: public, signed_in, participant, roles or admin. `early` views work before a second factor is set up."""

    kind: str
    roles: frozenset[Role] = frozenset()
    early: bool = False


def public(view: View) -> View:
    """Open to everybody, signed in or not."""
    return declare(view, Access("public"))


def signed_in(view: View) -> View:
    """Open to every signed-in person; what they see is decided by `visible_to`."""
    return declare(view, Access("signed_in"))


def signed_in_early(view: View) -> View:
    """Open also to an officer who has no second factor yet: setting it up, signing in again, leaving."""
    return declare(view, Access("signed_in", early=True))


def participant(view: View) -> View:
    """Open to people acting for themselves; officers act elsewhere."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        ensure(
            not is_officer(request.user, clock.today()),  # type: ignore[arg-type]
            "officers_elsewhere",
            _("Halaman ini untuk peserta. Petugas memakai akun lain untuk urusan sendiri."),
        )
        return view(request, *args, **kwargs)

    return declare(wrapper, Access("participant"))  # type: ignore[return-value]


def keeps_typed(view: View) -> View:
    """What is sent to it after the session ended waits until its person signs in again (`sessions.typed_before`)."""
    view.keeps_typed = True  # type: ignore[attr-defined]
    return view


def roles(*allowed: Role) -> Callable[[View], View]:
    """Open to officers who have one of these roles in force today; others get 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            message = _("Peran Anda tidak membuka halaman ini.")
            ensure(has_role(request.user, *allowed, on=clock.today()), "role_needed", message)
            return view(request, *args, **kwargs)

        return declare(wrapper, Access("roles", frozenset(allowed)))  # type: ignore[return-value]

    return decorate


def declare(view: View, access: Access) -> View:
    view.access = access  # type: ignore[attr-defined]
    view.allowed_roles = access.roles  # type: ignore[attr-defined]
    return view


def access_of(view: Any) -> Access | None:
    """What a view declares. None: it belongs to another package, or somebody forgot."""
    return getattr(view, "access", None)
