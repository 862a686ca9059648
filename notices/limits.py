"""How often one address may ask whether a letter is genuine."""

import hashlib

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _

from core import clock
from core.errors import TooMany

CHECKS_A_MINUTE = 30


def count_check(request: HttpRequest) -> None:
    """Count one look-up of this address. Raises TooMany; while the cache is away nobody is refused."""
    address = hashlib.blake2b(get_adapter().get_client_ip(request).encode(), digest_size=12).hexdigest()
    key = f"letter-check:{address}:{clock.now():%Y%m%d%H%M}"
    cache.add(key, 0, timeout=120)
    if cache.incr(key) > CHECKS_A_MINUTE:
        raise TooMany("too_many_checks", _("Terlalu banyak surat diperiksa. Coba lagi dalam 1 menit."), minutes=1)
