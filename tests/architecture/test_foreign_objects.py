"""What is somebody else's: every address with an object's id, called with an id that exists.

404 for whoever it does not concern, also for officers of another region or role; 403 only where the page itself is
closed to the role. A new kind of object fails here until `belongings` holds one.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.enums import NATIONAL_ROLES, Role
from accounts.models import User
from participants.models import EmployerStaff
from tests.architecture.belongings import World, build_world, client_of
from tests.architecture.routes import Route, call, routes
from tests.factories import claims
from tests.factories.accounts import RoleAssignmentFactory, UserFactory, officer
from tests.factories.participants import MORNING, StaffFactory
from tests.worlds import made_once

pytestmark = pytest.mark.django_db
WITH_OBJECT = [route for route in routes() if route.object_params]
ELSEWHERE = "3578"  # Surabaya; the objects lie in Surakarta
# Pages of people that some national offices may read as well.
READ_BY_OFFICE = {
    "participants:phk": {Role.BPJS_VERIFIER, Role.AUDITOR},
    "participants:employer_phk": {Role.BPJS_VERIFIER, Role.AUDITOR},
    "participants:phk_answer": {Role.BPJS_VERIFIER, Role.AUDITOR},
    "participants:phk_agree": {Role.BPJS_VERIFIER, Role.AUDITOR},
    "participants:phk_withdraw": {Role.BPJS_VERIFIER, Role.AUDITOR},
    "participants:proof": {Role.BPJS_VERIFIER, Role.AUDITOR},
    "participants:proof_add": {Role.BPJS_VERIFIER, Role.AUDITOR},
    "claims:file": {Role.BPJS_VERIFIER, Role.AUDITOR},
    "claims:objection_file": {Role.BPJS_VERIFIER, Role.AUDITOR, Role.HELP_DESK},
    "ipk:file": {Role.BPJS_VERIFIER, Role.AUDITOR},
    "ipk:vacancy": {Role.AUDITOR},
    "compliance:allegation_file": {Role.AUDITOR},
    "compliance:arrears_file": {Role.BPJS_VERIFIER, Role.AUDITOR},
    "compliance:inspection_file": {Role.AUDITOR},
    "compliance:sanction_letter": {Role.BPJS_VERIFIER, Role.AUDITOR},
    "compliance:sanction_file": {Role.BPJS_VERIFIER, Role.AUDITOR},
}
# Their things are for everybody who has an account.
EVERYBODYS = {"ipk:vacancy_report"}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with time_machine.travel(MORNING, tick=False), made_once(django_db_blocker):
        yield build_world()


def answers(client: Client, route: Route, world: World) -> Iterator[tuple[str, int, bool]]:
    """Method, status and whether something was written, for the methods that the route knows."""
    known = 0
    for method in ("get", "post", "patch"):
        if method != "patch" or not known:
            response, wrote = call(client, method, route.url_of(world.ids_of(route.name)))
            if response.status_code != 405:
                known += 1
                yield method, response.status_code, wrote


def refused(user: User, role: Role | None, world: World) -> dict[str, object]:
    """Addresses that do not answer this outsider as they must. Pages closed to the role: test_access."""
    client, wrong = client_of(user), {}
    for route in WITH_OBJECT:
        if not route.admits(role) and role is not None:
            continue
        right = _right_refusal(route, role)
        for method, status, wrote in answers(client, route, world) if right else ():
            if status != right or wrote:
                wrong[f"{method} {route.name}"] = (status, "writes" if wrote else "")
    return wrong


def _right_refusal(route: Route, role: Role | None) -> int | None:
    """None: the office of this role, or everybody, reaches it by right."""
    if route.name in EVERYBODYS:
        return None
    if not route.admits(role):
        return 403
    if route.access.kind == "roles" and role in NATIONAL_ROLES:
        return None
    return None if role in READ_BY_OFFICE.get(route.name, set()) else 404


def test_somebody_reaches_each_of_them(world: World) -> None:
    """Otherwise a 404 below would prove nothing."""
    unreached = {route.name: route for route in WITH_OBJECT}
    for user in world.holders:
        client = client_of(user)
        for route in list(unreached.values()):
            if any(status not in (403, 404) for _, status, _ in answers(client, route, world)):
                del unreached[route.name]
    assert set(unreached) == set()


def test_another_participant_who_is_also_hr_of_another_firm_finds_nothing(world: World) -> None:
    other = claims.claim("in_review").person.user
    StaffFactory(user=other, is_admin=True)
    assert refused(other, None, world) == {}


def test_a_former_colleague_finds_nothing(world: World) -> None:
    """B32: access that a firm admin ended is over at once."""
    former = StaffFactory(employer=EmployerStaff.objects.get(user=world.staff).employer, former=True).user
    assert refused(former, None, world) == {}


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.name.lower())
def test_an_officer_of_another_region_or_office_finds_nothing(world: World, role: Role) -> None:
    """B34: a region is checked on the object's own."""
    assert refused(officer(role, region=ELSEWHERE), role, world) == {}


@pytest.mark.parametrize("role", [Role.MEDIATOR, Role.BPJS_VERIFIER])
def test_a_role_that_ended_yesterday_opens_nothing(world: World, role: Role) -> None:
    """B34: the day after the last day is a day without the role."""
    user = UserFactory(with_totp=True)
    RoleAssignmentFactory(user=user, role=role, ends_on=date(2026, 11, 15))
    assert refused(user, None, world) == {}
