"""`python -m integrations.sandbox`: serve until stopped; prints one JSON line with its ports when ready."""

import asyncio
import contextlib
import json
import logging
import signal
import socket
import sys
import threading

import uvicorn

from integrations.sandbox import mail
from integrations.sandbox.app import Sandbox, build
from integrations.sandbox.config import Config


def listening(host: str, port: int) -> socket.socket:
    """Return a socket bound to `port`, or to a free one for 0."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # asyncio sets TCP_NODELAY only for this
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind((host, port))
    bound.listen(512)
    bound.setblocking(False)
    return bound


class Server(uvicorn.Server):
    """Says so when it can be called."""

    def __init__(self, config: uvicorn.Config, ready: dict[str, int]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        print(json.dumps({"ready": self._ready}), flush=True)  # noqa: T201


async def serve(config: Config) -> None:
    sandbox = Sandbox(config)
    http, smtp = listening(config.host, config.port), listening(config.host, config.smtp_port)
    ports = {"port": http.getsockname()[1], "smtp_port": smtp.getsockname()[1]}
    mailbox = await asyncio.get_running_loop().create_server(
        lambda: mail.protocol(sandbox.store, sandbox.faults), sock=smtp
    )
    server = Server(
        uvicorn.Config(
            build(sandbox), log_level="error", access_log=False, timeout_keep_alive=30, timeout_graceful_shutdown=2
        ),
        ports,
    )
    try:
        await server.serve(sockets=[http])
    finally:
        mailbox.close()
        sandbox.store.close()


def leave_with_parent() -> None:
    """Stop when standard input closes: whoever started us with a pipe is gone."""

    def wait() -> None:
        with contextlib.suppress(OSError, ValueError):
            sys.stdin.buffer.read()
        signal.raise_signal(signal.SIGTERM)

    threading.Thread(target=wait, daemon=True).start()


def main() -> None:
    logging.basicConfig(level=logging.WARNING)
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    if "--leave-with-parent" in sys.argv[1:]:
        leave_with_parent()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(Config.from_environment()))


if __name__ == "__main__":
    main()
