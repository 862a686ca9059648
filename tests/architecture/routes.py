"""Every address of the portal with what its view declares; an address with an object's id is filled from `ids`."""

import uuid
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.decorators import Access, access_of
from accounts.enums import Role
from core.models import AuditEvent, Job

# Views that cannot declare themselves. The admin has its own door: tests/accounts/test_admin.py.
FOREIGN = {"healthz": Access("public"), "readyz": Access("public")}
OWN_DOOR = ("admin:",)
SIGN_IN = "/masuk/?next="
_COUNTS = "SELECT (SELECT count(*) FROM {}), (SELECT count(*) FROM {})".format(  # noqa: S608
    *(model._meta.db_table for model in (AuditEvent, Job))
)
# Something that parses, and that nobody owns.
NOBODYS: dict[str, Any] = {
    "UUIDConverter": uuid.UUID("00000000-0000-4000-8000-000000000000"),
    "IntConverter": 999_999,
    "StringConverter": "TIDAK-ADA-0000",
    "SlugConverter": "tidak-ada",
    "DayConverter": date(2026, 12, 14),
}


@dataclass(frozen=True)
class Route:
    """`params` are the names in the address with the converter of each."""

    name: str
    access: Access | None
    params: tuple[tuple[str, str], ...]

    @property
    def url(self) -> str:
        """The address of something that does not exist."""
        return reverse(self.name, kwargs={param: NOBODYS[converter] for param, converter in self.params})

    @property
    def object_params(self) -> list[str]:
        """Names that stand for a row of the database."""
        return [param for param, converter in self.params if converter in ("UUIDConverter", "IntConverter")]

    def url_of(self, ids: dict[str, Any]) -> str:
        """The address of things that exist. Raises KeyError for a kind of thing that `ids` does not hold."""
        kwargs = {p: NOBODYS[c] if p not in self.object_params else ids[p] for p, c in self.params}
        return reverse(self.name, kwargs=kwargs)

    def admits(self, role: Role | None) -> bool:
        """Whether the declaration lets this role (None: a participant) come in."""
        if self.access.kind == "participant":
            return role is None
        return self.access.kind != "roles" or role in self.access.roles


def routes() -> list[Route]:
    return list(_routes_of(get_resolver().url_patterns, "", {}))


def _routes_of(patterns: list[Any], namespace: str, outer: dict[str, Any]) -> Iterator[Route]:
    for pattern in patterns:
        converters = outer | getattr(pattern.pattern, "converters", {})
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            if not inner.startswith(OWN_DOOR):
                yield from _routes_of(pattern.url_patterns, inner, converters)
        elif isinstance(pattern, URLPattern):
            name = f"{namespace}{pattern.name}"
            params = tuple((param, type(converter).__name__) for param, converter in converters.items())
            yield Route(name, access_of(pattern.callback) or FOREIGN.get(name), params)


def call(client: Client, method: str, url: str) -> tuple[Any, bool]:
    """The answer, and whether it left something to do or to account for. Whatever it did is undone."""
    cookies = copy(client.cookies)
    with transaction.atomic():
        before = _written()
        response = getattr(client, method)(url)
        wrote = _written() != before
        transaction.set_rollback(True)
    client.cookies = cookies
    return response, wrote


def _written() -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS)
        return cursor.fetchone()


def leads_to_sign_in(response: Any) -> bool:
    return response.status_code == 302 and response["Location"].startswith(SIGN_IN)
