"""Every address and every role in one table: the declarations of the views, held against what really answers.

A route that declares nothing fails. A new route needs nothing here: it is found, called by everybody with every method,
and must answer as its decorator says.
"""

import pytest
from django.test import Client

from accounts.enums import Role
from tests.architecture.routes import Route, call, leads_to_sign_in, routes
from tests.factories.accounts import UserFactory, officer, sign_in

KINDS = {"public", "signed_in", "participant", "roles"}
OPENED = {200, 302, 400, 404, 405, 409, 422, 429, 503}
# Messages of the bank and of provinces are public like a mailbox: anybody may drop one in, only a signed one is read.
UNSIGNED = {
    "payments_api:callbacks": {401},
    "compliance_api:sets": {401},
    "compliance_api:set_file": {401},
    "compliance_api:identification": {401},
    "compliance_api:reconciliations": {401},
    "compliance_api:reconciliation": {401},
    "compliance_api:reconciliation_file": {401},
}
EVERYBODY = [None, *Role]


def test_every_route_declares_who_may_call_it() -> None:
    found = routes()
    assert len(found) > 100
    assert [route.name for route in found if route.access is None or route.access.kind not in KINDS] == []


def test_every_route_has_a_name_of_its_own() -> None:
    names = [route.name for route in routes()]
    assert len(names) == len(set(names))


def test_roles_name_somebody() -> None:
    assert [route.name for route in routes() if route.access.kind == "roles" and not route.access.roles] == []


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_a_stranger_reaches_what_is_public_and_is_sent_to_sign_in_elsewhere(client: Client, method: str) -> None:
    wrong = {}
    for route in routes():
        response, wrote = call(client, method, route.url)
        if route.access.kind == "public":
            fine = not leads_to_sign_in(response) and response.status_code in OPENED | UNSIGNED.get(route.name, set())
        else:
            fine = leads_to_sign_in(response) and not wrote
        if not fine:
            wrong[route.name] = (response.status_code, response.get("Location"), wrote)
    assert wrong == {}


@pytest.mark.django_db
@pytest.mark.parametrize("role", EVERYBODY, ids=lambda role: role.name.lower() if role else "participant")
def test_every_route_answers_this_role_as_declared(client: Client, role: Role | None) -> None:
    sign_in(client, officer(role) if role else UserFactory())
    wrong = {}
    for route in routes():
        read, wrote = call(client, "get", route.url)
        answers = {"GET": read}
        if wrote:
            wrong[f"GET {route.name}"] = "writes"
        if read.status_code == 405 or (route.admits(role) and route.access.kind != "public"):
            answers["POST"], wrote = call(client, "post", route.url)
            if wrote and not route.admits(role):
                wrong[f"POST {route.name}"] = "writes"
        for method, response in answers.items():
            if not _as_declared(route, role, response.status_code) or leads_to_sign_in(response):
                wrong[f"{method} {route.name}"] = (response.status_code, response.get("Location"))
        if {response.status_code for response in answers.values()} == {405} and not _takes_pieces(client, route):
            wrong[route.name] = "answers neither GET nor POST"
    assert wrong == {}


def _as_declared(route: Route, role: Role | None, status: int) -> bool:
    if not route.admits(role):
        return status in (403, 405)  # 405: this method is nobody's
    may_be_told_no = {403} if route.access.kind == "signed_in" else set()
    return status in OPENED | UNSIGNED.get(route.name, set()) | may_be_told_no


def _takes_pieces(client: Client, route: Route) -> bool:
    """An upload in pieces speaks HEAD and PATCH."""
    return call(client, "patch", route.url)[0].status_code != 405


@pytest.mark.django_db
@pytest.mark.parametrize("role", [None, Role.BPJS_VERIFIER])
def test_head_answers_as_get_does_and_other_methods_are_nobodys(client: Client, role: Role | None) -> None:
    sign_in(client, officer(role) if role else UserFactory())
    wrong = {}
    for route in routes():
        read, _ = call(client, "get", route.url)
        head, wrote = call(client, "head", route.url)
        as_read = read.status_code in (head.status_code, 405)
        if head.content or wrote or not as_read:
            wrong[f"HEAD {route.name}"] = (head.status_code, read.status_code)
        other, wrote = call(client, "delete", route.url)
        if other.status_code not in (302, 403, 404, 405) or wrote:
            wrong[f"DELETE {route.name}"] = other.status_code
    assert wrong == {}
