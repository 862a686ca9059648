"""Where a page finds its socket, and the ICE servers of a call: for TURN with a password that ends by itself.

The password is the one of TURN's REST interface, which coturn calls `use-auth-secret`: the name is the second at which
it ends, the password is Base64(HMAC-SHA1(TURN_SECRET, name)). The TURN server recomputes it and asks nobody. Seconds of
the machine, not of legal time: the TURN server knows no demo.
"""

import base64
import hmac
import time
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from core.crypto import blind_index

LOOPBACK = ("127.0.0.1", "localhost")


def socket_address(request: HttpRequest, session_id: UUID) -> str:
    """Where the page of this request opens its socket. A cookie belongs to a host and to all its ports, so with a port
    of its own in WS_BASE_URL (the demo) the host stays the one that the reader typed."""
    base = urlsplit(settings.WS_BASE_URL)
    if not settings.WS_BASE_URL:
        return f"{'wss' if request.is_secure() else 'ws'}://{request.get_host()}/ws/konseling/{session_id}/"
    host = request.get_host().rpartition(":")[0] or request.get_host()
    where = f"{host}:{base.port}" if base.hostname in LOOPBACK and host in LOOPBACK else base.netloc
    return f"{base.scheme}://{where}/ws/konseling/{session_id}/"


def ice_servers(session_id: UUID, *, now: float | None = None) -> list[dict[str, Any]]:
    """What RTCPeerConnection takes as `iceServers`; empty without servers in the settings: direct calls only."""
    plain = [url for url in settings.WEBRTC_ICE_SERVERS if not _is_relay(url)]
    relays = [url for url in settings.WEBRTC_ICE_SERVERS if _is_relay(url)]
    servers: list[dict[str, Any]] = [{"urls": plain}] if plain else []
    if relays and settings.TURN_SECRET:
        servers.append({"urls": relays, **turn_login(session_id, now=time.time() if now is None else now)})
    return servers


def turn_login(session_id: UUID, *, now: float) -> dict[str, str]:
    """Name and password for the relay, good for TURN_LIFETIME seconds. The name says nothing about who calls."""
    room = blind_index("turn", str(session_id)).hex()[:16]
    name = f"{int(now) + settings.TURN_LIFETIME}:{room}"
    digest = hmac.digest(settings.TURN_SECRET.encode(), name.encode(), "sha1")
    return {"username": name, "credential": base64.b64encode(digest).decode()}


def _is_relay(url: str) -> bool:
    return url.startswith(("turn:", "turns:"))
