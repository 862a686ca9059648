"""Ed25519 in both directions: what we sign of a set, and what a partner signs of its requests. Keys are base64."""

import base64
import binascii
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KEY_BYTES = 32


def new_key_pair() -> tuple[str, str]:
    """Private and public key."""
    private = Ed25519PrivateKey.generate()
    return _text(private.private_bytes_raw()), _text(private.public_key().public_bytes_raw())


def is_public_key(text: str) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(base64.b64decode(text, validate=True))
    except (ValueError, binascii.Error):
        return False
    return True


def manifest(*, number: str, quarter: str, rows: int, sha256: str) -> bytes:
    """What a set's signature is over: five lines that name the file by its SHA-256."""
    return f"JKP-SET-1\n{number}\n{quarter}\n{rows}\n{sha256}\n".encode()


def request_lines(*, method: str, path: str, timestamp: str, nonce: str, body: bytes) -> bytes:
    """What a partner signs of a request. `path` is with its query, as it was sent."""
    return f"JKP-REQUEST-1\n{method}\n{path}\n{timestamp}\n{nonce}\n{hashlib.sha256(body).hexdigest()}\n".encode()


def sign(private: str, content: bytes) -> str:
    return _text(Ed25519PrivateKey.from_private_bytes(base64.b64decode(private)).sign(content))


def is_signed(public: str, content: bytes, signature: str) -> bool:
    """Whether `signature` is that of the key's holder over exactly this content."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public, validate=True))
        key.verify(base64.b64decode(signature, validate=True), content)
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
