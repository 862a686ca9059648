"""Codes that people read aloud and type on a phone: Crockford's base 32, in groups of four."""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U
_CHECK = 37  # the prime of Crockford's check character; its values above 31 would be signs, and are never given out
_READ_AS = str.maketrans("OIL", "011", " -–—.")


def new_code(length: int) -> str:
    """So many random characters, five bits each."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def new_checked_code(length: int) -> str:
    """As new_code; the last character checks the others, so that a slip of the pen is told from a wrong guess."""
    while True:
        body = new_code(length - 1)
        if (check := _remainder(body)) < len(ALPHABET):
            return body + ALPHABET[check]


def shown(code: str) -> str:
    """ "7K4P-2MQX-9TRA"."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def typed(text: str, length: int) -> str:
    """A code as people type it, made canonical; "" when it cannot be one."""
    code = text.strip().upper().translate(_READ_AS)
    return code if len(code) == length and set(code) <= set(ALPHABET) else ""


def is_consistent(code: str) -> bool:
    """Whether the last character of a canonical code checks the others."""
    return ALPHABET.index(code[-1]) == _remainder(code[:-1])


def _remainder(body: str) -> int:
    value = 0
    for character in body:
        value = value * len(ALPHABET) + ALPHABET.index(character)
    return value % _CHECK
