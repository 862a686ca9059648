"""Where pages of the portal may open a WebSocket to."""

from urllib.parse import urlsplit

_SCHEMES = {"http": "ws", "https": "wss", "ws": "ws", "wss": "wss"}
_LOOPBACK = ("127.0.0.1", "localhost")


def socket_origins(url: str) -> list[str]:
    """Origins for `connect-src`, from a ws: or http: address. On loopback both of its names, as people type either."""
    parts = urlsplit(url)
    scheme = _SCHEMES[parts.scheme]
    names = _LOOPBACK if parts.hostname in _LOOPBACK else (parts.hostname,)
    return [f"{scheme}://{name}{f':{parts.port}' if parts.port else ''}" for name in names]
