"""The institute that the signed-in user acts for: what every page of an institute begins with."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from core import clock
from training.models import Institute
from training.selectors.staff import institutes_of

SESSION_KEY = "institute"


def with_institute(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the institute one acts for: `view(request, institute, …)`. Nobody's: 404.

    Who acts for several has chosen one by `?lpk=<id>`, which the session remembers; otherwise it is the first.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, acting_for(request), *args, **kwargs)

    return wrapper


def acting_for(request: HttpRequest) -> Institute:
    """Raises Http404 for who acts for none, and for a choice that is not theirs."""
    mine = institutes_of(request.user, clock.today())  # type: ignore[arg-type]
    if not mine:
        raise Http404
    asked = request.GET.get("lpk", "")
    if asked:
        chosen = next((one for one in mine if one.pk == _uuid(asked)), None)
        if chosen is None:
            raise Http404
        if len(mine) > 1:
            choose(request, chosen)
        return chosen
    return chosen_of(request, mine)


def chosen_of(request: HttpRequest, mine: list[Institute]) -> Institute:
    """The one of these, at least one, that the session remembers; otherwise the first."""
    kept = request.session.get(SESSION_KEY)
    return next((one for one in mine if str(one.pk) == kept), mine[0])


def choose(request: HttpRequest, institute: Institute) -> None:
    """Act for this one from now on, in this session."""
    request.session[SESSION_KEY] = str(institute.pk)


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
