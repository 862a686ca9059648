"""A client for clamd: one INSTREAM conversation, nothing more.

Protocol: `zINSTREAM\\0`, then pieces as a 4-byte length and the bytes, then a length of 0. clamd answers one line
that ends with a zero byte: `stream: OK` or `stream: <name> FOUND`.
"""

import socket
import struct
from collections.abc import Iterator

PIECE = 64 * 1024
SECONDS = 30.0


class ScannerAway(OSError):
    """clamd does not answer, or not in its protocol: the file stays in quarantine and is tried again."""


def scan(content: bytes, address: str, *, seconds: float = SECONDS) -> str:
    """The name of what was found, or "" when clean. `address` is host:port or unix:/path. Raises ScannerAway."""
    try:
        with _connect(address, seconds) as connection:
            connection.sendall(b"zINSTREAM\0")
            for piece in _pieces(content):
                connection.sendall(struct.pack("!I", len(piece)) + piece)
            connection.sendall(struct.pack("!I", 0))
            answer = b"".join(iter(lambda: connection.recv(4096), b"")).rstrip(b"\0\n").decode("utf-8", "replace")
    except OSError as error:
        raise ScannerAway(f"clamd at {address}: {error}") from error
    if answer.endswith(" FOUND"):
        return answer.removesuffix(" FOUND").partition(": ")[2]
    if answer.endswith(": OK"):
        return ""
    raise ScannerAway(f"clamd at {address} answered {answer[:80]!r}")


def _connect(address: str, seconds: float) -> socket.socket:
    if address.startswith("unix:"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(seconds)
        connection.connect(address.removeprefix("unix:"))
        return connection
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=seconds)


def _pieces(content: bytes) -> Iterator[bytes]:
    return (content[start : start + PIECE] for start in range(0, len(content), PIECE))
