"""The least that a WSGI server can be asked for: what every page is measured against."""

from collections.abc import Callable


def application(environ: dict[str, object], start_response: Callable[..., object]) -> list[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
    return [b"halo\n"]
