"""A process of sockets that can be killed and is back at once: loaded once, forked again whenever its child has died.

    python -m tests.counseling.carrier PORT

What is killed is a whole process with its loop, its threads and its connections; only the loading is spared.
"""

import os
import signal
import socket
import sys

import uvicorn

from devkit.portal import LONGEST_FRAME
from jkp_portal.asgi import application


def main(port: int) -> None:
    listening = socket.create_server(("127.0.0.1", port), backlog=256)
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    while True:
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            serve(listening)
            os._exit(0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        os.waitpid(child, 0)


def serve(listening: socket.socket) -> None:
    how = {"lifespan": "off", "ws_max_size": LONGEST_FRAME, "ws_per_message_deflate": False, "log_level": "warning"}
    uvicorn.Server(uvicorn.Config(application, **how)).run(sockets=[listening])


if __name__ == "__main__":
    main(int(sys.argv[1]))
