"""The demo's people share one password, printed for everybody: it is hashed once, not for each of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from django.contrib.auth.hashers import get_hasher


@contextmanager
def one_hash() -> Iterator[None]:
    """While this lasts the same password gives the same hash; afterwards each has a salt of its own again."""
    hasher = get_hasher()
    salt = hasher.salt()
    own = {"salt": lambda: salt, "encode": lru_cache(hasher.encode)}
    vars(hasher).update(own)
    try:
        yield
    finally:
        for name in own:
            del vars(hasher)[name]
