"""Reading pages in tests: by selector, never by whole text."""

from bs4 import BeautifulSoup, Tag
from django.http import HttpResponse


def soup(html: str | HttpResponse) -> BeautifulSoup:
    """The parsed page of a response or of a piece of HTML."""
    return BeautifulSoup(html if isinstance(html, str) else html.content.decode(), "html.parser")


def words(tag: Tag | None) -> str:
    """What a person reads in it, in one line."""
    assert tag is not None
    return " ".join(tag.get_text().split())
