"""The language of the reader."""

from django.utils.translation import get_language


def language() -> str:
    """The code of the language that this page is written in."""
    return get_language() or "id"
