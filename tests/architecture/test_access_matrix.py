"""Who may do what with which object, held against the selectors and policies that the views ask.

access.csv holds what is allowed; everything that it does not name must be refused, in and out of scope. Letters:
R read, C create, U change before it is settled, V verify, A approve, O the part of the trail that is about operations.
Roles are those of `Role`, and PST (a participant) and HR (staff of an employer). Scopes: own, firm, kab, prov, nas.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine

from accounts.decorators import access_of
from accounts.enums import NATIONAL_ROLES, Role
from accounts.models import User
from accounts.selectors import has_role
from claims import policies as claim_policies
from claims.models import Claim, ClaimMonth
from ipk.models import Application, ProfileEntry
from notices.models import Letter, Notice
from participants import policies as phk_policies
from participants.models import Person, PhkEvent
from payments import policies as payment_policies
from payments.models import Batch, Payout
from payments.views.days import day_list
from tests.factories import claims, ipk_profile, notices, participants, payments
from tests.factories.accounts import RoleAssignmentFactory, UserFactory, officer
from tests.factories.claims import first_month, payout_of
from tests.factories.ipk_applications import application
from tests.factories.ipk_vacancies import VacancyFactory
from tests.factories.participants import MORNING, StaffFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 16)
HERE, ELSEWHERE = "3372", "3578"  # Surakarta, where everything lies; Surabaya
PARTICIPANT, STAFF = "PST", "HR"
ROLES = [PARTICIPANT, STAFF, *Role.values]


@dataclass
class Things:
    """One of each object, all about one worker of one employer in Surakarta."""

    person: Person
    event: PhkEvent
    claim: Claim
    month: ClaimMonth
    payout: Payout
    batch: Batch
    letter: Letter
    notice: Notice
    resume: ProfileEntry
    application: Application


@pytest.fixture
def things() -> Iterator[Things]:
    with time_machine.travel(MORNING, tick=False):
        claim = claims.claim("active")
        month, user = first_month(claim), claim.person.user
        event = participants.at_mediator(person=claim.person)
        vacancy = VacancyFactory(employer=event.employer)
        yield Things(
            person=claim.person,
            event=event,
            application=application(person=claim.person, vacancy=vacancy),
            claim=claim,
            month=month,
            payout=payout_of(month),
            batch=payments.make_frozen_batch(),
            letter=notices.make_letter(user=user),
            notice=notices.make_notice(user),
            resume=ipk_profile.entry(claim.person),
        )


def _perm(name: str) -> Callable[[User, Things], bool]:
    return lambda user, things: user.has_perm(name)


def _sees(rows: Any, row: Any, user: User) -> bool:
    return rows.visible_to(user, TODAY).filter(pk=row.pk).exists()


def _reports(user: User, t: Things) -> bool:
    return phk_policies.can_report_own_phk(user, t.person) or phk_policies.is_staff(user, t.event.employer, TODAY)


def _sees_application(user: User, t: Things) -> bool:
    return Application.objects.visible_to(user).filter(pk=t.application.pk).exists()


def _answers_application(user: User, t: Things) -> bool:
    return Application.objects.of_employer(user, TODAY).filter(pk=t.application.pk).exists()


CHECKS: dict[str, dict[str, Callable[[User, Things], bool]]] = {
    "profile": {"R": lambda user, t: _sees(Person.objects, t.person, user)},
    "resume": {"R": lambda user, t: ProfileEntry.objects.visible_to(user).filter(pk=t.resume.pk).exists()},
    "nik": {"R": lambda user, t: phk_policies.can_review_identity(user, t.person, TODAY)},
    "phk_report": {
        "R": lambda user, t: _sees(PhkEvent.objects, t.event, user),
        "C": _reports,
        "U": lambda user, t: phk_policies.can_add_proof(user, t.event, TODAY),
        "V": lambda user, t: phk_policies.can_mediate(user, t.event, TODAY),
    },
    "phk_proof": {
        "R": lambda user, t: (
            _sees(PhkEvent.objects, t.event, user) and phk_policies.can_open_proof(user, t.event, TODAY)
        )
    },
    "claim": {
        "R": lambda user, t: _sees(Claim.objects, t.claim, user),
        "U": lambda user, t: claim_policies.is_own(user, t.claim),
        "A": lambda user, t: claim_policies.can_review(user, t.claim, TODAY),
    },
    "instalment": {"R": lambda user, t: _sees(ClaimMonth.objects, t.month, user)},
    "payout": {"R": lambda user, t: _sees(Payout.objects, t.payout, user)},
    "batch": {
        "R": lambda user, t: _sees(Batch.objects, t.batch, user),
        "C": lambda user, t: payment_policies.can_build(user, TODAY),
        "A": lambda user, t: payment_policies.can_approve(user, t.batch, TODAY),
    },
    "ledger": {
        "R": lambda user, t: has_role(user, *access_of(day_list).roles, on=TODAY),
        "U": lambda user, t: payment_policies.can_reconcile(user, TODAY),
        "A": lambda user, t: payment_policies.can_close_day(user, TODAY),
    },
    "application": {
        "R": lambda user, t: _sees_application(user, t) or _answers_application(user, t),
        "U": lambda user, t: _sees_application(user, t),
        "A": lambda user, t: _answers_application(user, t),
    },
    "letter": {"R": lambda user, t: Letter.objects.visible_to(user).filter(pk=t.letter.pk).exists()},
    "notice": {"R": lambda user, t: Notice.objects.visible_to(user).filter(pk=t.notice.pk).exists()},
    "holiday": {"R": _perm("core.view_holiday"), "C": _perm("core.add_holiday")},
    "roles_and_regions": {"R": _perm("accounts.view_roleassignment"), "C": _perm("accounts.add_roleassignment")},
    "audit_trail": {"R": _perm("core.view_whole_trail"), "O": _perm("core.view_auditevent")},
    "access_log": {"R": _perm("core.view_accesslog")},
}


def table() -> dict[tuple[str, str], dict[str, str]]:
    with (Path(__file__).parent / "access.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {(row["object"], row["role"]): row for row in rows}
    assert len(found) == len(rows), "one row an object and role"
    return found


def test_the_table_speaks_only_of_what_is_checked() -> None:
    for (thing, role), row in table().items():
        assert thing in CHECKS, thing
        assert role in ROLES, role
        assert set(row["letters"]) <= set(CHECKS[thing]), row
        assert row["scope"] in {"own", "firm", "kab", "prov", "nas"}, row


def test_every_check_is_granted_to_somebody() -> None:
    given = {(thing, letter) for (thing, _), row in table().items() for letter in row["letters"]}
    assert given == {(thing, letter) for thing, checks in CHECKS.items() for letter in checks}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_do_what_the_table_says_and_nothing_else(things: Things, role: str) -> None:
    allowed, wrong = table(), {}
    insider, outsider = _insider(role, things), _outsider(role)
    for thing, checks in CHECKS.items():
        row = allowed.get((thing, role))
        for letter, check in checks.items():
            expected = row is not None and letter in row["letters"]
            if bool(check(insider, things)) != expected:
                wrong[thing, letter] = f"in scope it is {not expected}"
            if check(outsider, things):
                wrong[thing, letter, "out"] = "allowed out of scope"
    assert wrong == {}


def _insider(role: str, things: Things) -> User:
    if role == PARTICIPANT:
        return things.person.user
    if role == STAFF:
        return StaffFactory(employer=things.event.employer).user
    return officer(Role(role), region=HERE[:2] if role in ("PGW", "PGK") else HERE)


def _outsider(role: str) -> User:
    """The same role elsewhere; a national one that ended yesterday."""
    if role == PARTICIPANT:
        return claims.participant().user
    if role == STAFF:
        return StaffFactory().user
    if role not in NATIONAL_ROLES:
        return officer(Role(role), region=ELSEWHERE)
    user = UserFactory(with_totp=True)
    RoleAssignmentFactory(user=user, role=role, ends_on=date(2026, 11, 15))
    return user
