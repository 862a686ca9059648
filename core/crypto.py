"""Sealed columns: AES-256-GCM with a key id, bound to table, column and row; and blind indexes to find them again.

    class Person(models.Model):
        id = models.UUIDField(primary_key=True, default=uuid.uuid4)
        nik_sealed = models.BinaryField()
        nik_index = models.BinaryField(max_length=32, unique=True)
        nik = Sealed("nik_sealed", index="nik_index", purpose="nik")

Reading `person.nik` opens, assigning seals and indexes. Look up with `filter(nik_index=blind_index("nik", nik))`.
A ciphertext that was moved to another row or column does not open.
"""

import base64
import hashlib
import hmac
import os
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


@lru_cache(maxsize=1)
def _keys(declared: tuple[str, ...]) -> dict[str, AESGCM]:
    keys = {}
    for entry in declared:
        key_id, _, encoded = entry.partition(":")
        keys[key_id] = AESGCM(base64.b64decode(encoded))
    if not keys:
        raise ImproperlyConfigured("Set FIELD_KEYS as id:base64 of 32 bytes; the first key seals, all open.")
    return keys


def seal(text: str, context: str) -> bytes:
    """Seal `text` for `context` (table:column:pk) with the first key."""
    keys = _keys(tuple(settings.FIELD_KEYS))
    key_id, key = next(iter(keys.items()))
    nonce = os.urandom(12)
    return key_id.encode() + b"." + nonce + key.encrypt(nonce, text.encode(), context.encode())


def unseal(sealed: bytes, context: str) -> str:
    """Open what `seal` closed. Raises cryptography.exceptions.InvalidTag when moved or altered."""
    key_id, _, rest = bytes(sealed).partition(b".")
    key = _keys(tuple(settings.FIELD_KEYS))[key_id.decode()]
    return key.decrypt(rest[:12], rest[12:], context.encode()).decode()


def blind_index(purpose: str, value: str) -> bytes:
    """A keyed hash that finds a sealed value again without opening any. 32 bytes."""
    if not settings.INDEX_KEY:
        raise ImproperlyConfigured("Set INDEX_KEY: sealed values cannot be found without it.")
    return hmac.new(settings.INDEX_KEY.encode(), f"{purpose}\0{value}".encode(), hashlib.sha256).digest()


class Sealed(property):
    """A property over a sealed column. A property, so that Model(nik=…) accepts it."""

    def __init__(self, column: str, *, purpose: str, index: str = "") -> None:
        self.column, self.purpose, self.index = column, purpose, index
        super().__init__(self._open, self._close)

    def _context(self, row: Any) -> str:
        return f"{row._meta.db_table}:{self.column}:{row.pk}"

    def _open(self, row: Any) -> str:
        sealed = getattr(row, self.column)
        return unseal(sealed, self._context(row)) if sealed else ""

    def _close(self, row: Any, value: str) -> None:
        setattr(row, self.column, seal(value, self._context(row)) if value else b"")
        if self.index:
            setattr(row, self.index, blind_index(self.purpose, value) if value else None)
