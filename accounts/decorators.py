"""Who may call a view: declared on the view, read by the middleware and by the table test of every URL and role."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.selectors import has_role, is_officer
from core import clock
from core.errors import ensure

View = TypeVar("View", bound=Callable[..., HttpResponse])


@dataclass(frozen=True, slots=True)
class Access:
    """`kind`: public, signed_in, participant or roles."""

    kind: str
    roles: frozenset[Role] = frozenset()


def public(view: View) -> View:
    """Open to everybody, signed in or not."""
    return _declare(view, Access("public"))


def signed_in(view: View) -> View:
    """Open to every signed-in person; what they see is decided by `visible_to`."""
    return _declare(view, Access("signed_in"))


def participant(view: View) -> View:
    """Open to people acting for themselves; officers act elsewhere."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        ensure(
            not is_officer(request.user, clock.today()),
            "officers_elsewhere",
            _("Halaman ini untuk peserta. Petugas memakai akun lain untuk urusan sendiri."),
        )
        return view(request, *args, **kwargs)

    return _declare(wrapper, Access("participant"))  # type: ignore[return-value]


def roles(*allowed: Role) -> Callable[[View], View]:
    """Open to officers who have one of these roles in force today; others get 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            ensure(
                has_role(request.user, *allowed, on=clock.today()),
                "role_needed",
                _("Peran Anda tidak membuka halaman ini."),
            )
            return view(request, *args, **kwargs)

        return _declare(wrapper, Access("roles", frozenset(allowed)))  # type: ignore[return-value]

    return decorate


def _declare(view: View, access: Access) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view
