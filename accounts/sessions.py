"""What a session knows: since when, last seen, when its person was last proved, and whether by a second factor.

Measured in elapsed seconds of the machine, not in legal time: moving the day of the demo signs nobody out.
"""

import json
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import resolve, reverse

from core.crypto import seal, unseal

FRESH_SECONDS = 20 * 60
SINCE, SEEN, PROVED, SECOND_FACTOR = "since", "seen", "proved", "second_factor"
SUSPENDED = "suspended"
MOST_TYPED_BYTES = 256 * 1024
View = Callable[..., HttpResponse]


def begin(request: HttpRequest, *, second_factor: bool) -> None:
    """Start the clocks of a session that was just signed in."""
    now = int(time.time())
    request.session.update({SINCE: now, SEEN: now, PROVED: now, SECOND_FACTOR: second_factor})


def prove(request: HttpRequest, *, second_factor: bool = False) -> None:
    """The person has just shown again who they are."""
    request.session[PROVED] = int(time.time())
    if second_factor:
        request.session[SECOND_FACTOR] = True


def has_second_factor(request: HttpRequest) -> bool:
    return bool(request.session.get(SECOND_FACTOR))


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person was proved within the last twenty minutes."""
    return time.time() - request.session.get(PROVED, 0) < FRESH_SECONDS


def recent_sign_in(request: HttpRequest) -> HttpResponse | None:
    """None when the person was proved within twenty minutes; otherwise the page that asks again.

    What was posted is kept, sealed, and carried out afterwards; files are chosen again.
    """
    if is_fresh(request):
        return None
    if request.method == "POST":
        suspend(request)
    else:
        request.session.pop(SUSPENDED, None)
    return redirect_to_login(request.get_full_path(), reverse("account_confirm"))


def suspend(request: HttpRequest) -> None:
    """Keep what was posted, sealed, until its person has signed in again. Another form's takes its place."""
    posted = {"path": request.path, "query": request.GET.urlencode(), "post": request.POST.urlencode()}
    request.session[SUSPENDED] = seal(json.dumps(posted), SUSPENDED).hex()


def suspend_typed(request: HttpRequest) -> None:
    """For a view that `keeps_typed`: what somebody sent after their session had ended, unless it is unusually long."""
    if int(request.META.get("CONTENT_LENGTH") or 0) <= MOST_TYPED_BYTES:
        suspend(request)


def typed_before(request: HttpRequest) -> QueryDict | None:
    """What was kept for this address, once. The caller asks as always whose it is: the session may be another's now."""
    sealed = request.session.get(SUSPENDED)
    posted = json.loads(unseal(bytes.fromhex(sealed), SUSPENDED)) if sealed else {"path": None}
    if posted["path"] != request.path:
        return None
    del request.session[SUSPENDED]
    return QueryDict(posted["post"])


def resume(request: HttpRequest, url: str) -> HttpResponse:
    """Carry out what was suspended for `url`, or go there."""
    sealed = request.session.pop(SUSPENDED, None)
    if sealed:
        posted = json.loads(unseal(bytes.fromhex(sealed), SUSPENDED))
        if posted["path"] == url.partition("?")[0]:
            request.POST = QueryDict(posted["post"])  # type: ignore[assignment]
            return carry_out(request, posted["path"], posted["query"])
    return redirect(url)


def carry_out(request: HttpRequest, path: str, query: str) -> HttpResponse:
    """Answer as `path` does, with what is posted. Raises Http404 where nothing is."""
    match = resolve(path)
    request.path = request.path_info = path
    request.GET = QueryDict(query)  # type: ignore[assignment]
    request.resolver_match = match
    return match.func(request, *match.args, **match.kwargs)


def fresh_sign_in_required(view: View) -> View:
    """Ask again who it is, unless that was proved within twenty minutes: for approving, paying, revealing, contacts."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return recent_sign_in(request) or view(request, *args, **kwargs)

    wrapper.asks_again = True  # type: ignore[attr-defined]
    return wrapper
