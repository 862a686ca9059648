"""Addresses as attackers and broken links write them: every page stays calm, whoever asks."""

from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
import time_machine
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from tests.architecture.belongings import World, build_world, client_of
from tests.architecture.routes import call, routes
from tests.factories.participants import MORNING

pytestmark = pytest.mark.django_db
# What pages read from their address.
NAMES = ("q", "keadaan", "hasil", "catatan", "topik", "belum", "kode", "step", "next", "lang", "x", "tanggal_day",
         "tahun", "jenis", "npp", "dari", "sampai", "tanpa")  # fmt: skip
# A text for every name, and a page number that is none.
STRANGE = (
    ("' OR 1=1--", "-1"),
    ("\x00", "\x00"),
    ("x" * 10_000, "9e99"),
    ("<script>alert(1)</script>", "NaN"),
    ("//evil.example", "99999999999999999999"),
)
CALM = {200, 302, 403, 404, 405, 422}
WRITTEN_DOWN = {"payments:payout"}  # every opening of a payout leaves an audit row


@pytest.fixture
def world() -> Iterator[World]:
    with time_machine.travel(MORNING, tick=False):
        yield build_world()


def holders(world: World) -> list[User]:
    """The worker, the staff of the employer, and one of each office that has lists."""
    roles = (Role.BPJS_VERIFIER, Role.BPJS_PAYMENT_MAKER, Role.MEDIATOR, Role.ADMINISTRATOR)
    officers = [user for user in world.holders if user.role_assignments.filter(role__in=roles).exists()]
    return [world.worker, world.staff, *officers]


def test_no_query_breaks_a_page_or_comes_back_as_markup(world: World) -> None:
    queries = [urlencode([*((name, text) for name in NAMES), ("page", page)]) for text, page in STRANGE]
    wrong, seen = {}, set()
    for user in holders(world):
        client = client_of(user)
        for route in [route for route in routes() if route.name not in seen]:
            url = route.url_of(world.ids_of(route.name)) if route.object_params else route.url
            plain, _ = call(client, "get", url)
            if plain.status_code != 200 or plain.streaming:
                continue
            seen.add(route.name)
            for query in queries:
                response, wrote = call(client, "get", f"{url}?{query}")
                wrote = wrote and route.name not in WRITTEN_DOWN
                if response.status_code not in CALM or wrote or b"<script>alert(1)" in response.content:
                    wrong[route.name, query[:60]] = response.status_code
    assert wrong == {}


@pytest.mark.parametrize(
    "path", ["%00", "..%2f..%2fetc%2fpasswd", "<script>", "\u202e", "a" * 3000, "xx/", "fr/dasbor/"]
)
def test_a_path_that_is_none_is_not_found(client: Client, path: str) -> None:
    response = client.get(f"/{quote(path, safe='%/')}")
    assert response.status_code in (302, 404)  # 302: with the slash that was missing
    assert b"<script>alert" not in response.content


@pytest.mark.parametrize("host", ["evil.example", "testserver:80@evil.example", "testserver.evil.example"])
def test_a_foreign_host_is_refused(client: Client, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 400


def test_asking_what_an_address_can_do_does_nothing(world: World) -> None:
    client, wrong = client_of(world.worker), {}
    for route in routes():
        response, wrote = call(
            client, "options", route.url_of(world.ids_of(route.name)) if route.object_params else route.url
        )
        if response.status_code >= 500 or wrote:
            wrong[route.name] = response.status_code
    assert wrong == {}
