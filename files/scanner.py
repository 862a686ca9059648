"""Is there something harmful in it: clamd when there is one, and always the built-in signatures."""

import socket
import struct

from django.conf import settings

# Split, so that this file is not itself taken for the test virus.
_EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_EXECUTABLE_HEADS = (b"MZ", b"\x7fELF", b"PK\x03\x04", b"#!")
_PDF_ACTIVE = (b"/JavaScript", b"/JS ", b"/JS(", b"/Launch", b"/EmbeddedFile", b"/RichMedia")
_CHUNK = 64 * 1024
_TIMEOUT_SECONDS = 20.0


class ScannerUnavailable(Exception):
    """clamd does not answer: the file stays in quarantine and is scanned again."""


def harmful(content: bytes) -> bool:
    """Whether the built-in signatures or clamd find something. Raises ScannerUnavailable."""
    if _EICAR in content or content.startswith(_EXECUTABLE_HEADS):
        return True
    return bool(settings.CLAMD_ADDRESS) and clamd_finds(content, settings.CLAMD_ADDRESS)


def active_pdf(content: bytes) -> bool:
    """Whether a PDF, as it was sent, carries scripts, launches or attachments."""
    return content.startswith(b"%PDF-") and any(marker in content for marker in _PDF_ACTIVE)


def clamd_finds(content: bytes, address: str) -> bool:
    """Ask a clamd (host:port or a socket path) by INSTREAM."""
    try:
        with _connect(address) as connection:
            connection.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), _CHUNK):
                chunk = content[start : start + _CHUNK]
                connection.sendall(struct.pack("!I", len(chunk)) + chunk)
            connection.sendall(struct.pack("!I", 0))
            answer = connection.recv(4096).rstrip(b"\0").decode(errors="replace")
    except OSError as error:
        raise ScannerUnavailable(str(error)) from error
    if answer.endswith("FOUND"):
        return True
    if answer.endswith("OK"):
        return False
    raise ScannerUnavailable(answer)


def _connect(address: str) -> socket.socket:
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(_TIMEOUT_SECONDS)
        connection.connect(address)
        return connection
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=_TIMEOUT_SECONDS)
