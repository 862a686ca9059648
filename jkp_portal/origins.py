"""A socket is opened by our own pages or not at all: a browser sends cookies along whoever asks."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.http.request import validate_host

Scope = dict[str, Any]
Application = Callable[[Scope, Any, Any], Awaitable[None]]
_PORTS = {"http": 80, "https": 443}


class OwnPagesOnly:
    """Refuses (403) a handshake whose Origin is not the portal's scheme and port at one of ALLOWED_HOSTS."""

    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        given = dict(scope["headers"]).get(b"origin", b"").decode("latin-1")
        if is_own(given):
            await self._application(scope, receive, send)
        else:
            await refused(scope, receive, send)


async def refused(scope: Scope, receive: Any, send: Any) -> None:
    """The handshake is answered with 403."""
    await receive()
    await send({"type": "websocket.close", "code": 4403})


def is_own(origin: str) -> bool:
    """Whether a page at this origin is one of ours."""
    try:
        asked, ours = urlsplit(origin), urlsplit(settings.PORTAL_BASE_URL)
        return bool(
            asked.hostname
            and asked.scheme == ours.scheme
            and _port(asked) == _port(ours)
            and validate_host(asked.hostname, settings.ALLOWED_HOSTS)
        )
    except ValueError:  # no address at all, or an impossible port
        return False


def _port(address: SplitResult) -> int | None:
    return address.port or _PORTS.get(address.scheme)
