"""Bring the cast on stage: officers with their second factor, employers' HR, and participants through registration."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction

from accounts.models import RoleAssignment, User
from accounts.operations.users import create_user
from core import clock
from core.jobs import run_due
from integrations.bpjs import bpjs_client
from integrations.sandbox.stories import Story
from jkp_portal.demo.cast import COUNSELLORS, OFFICERS, PASSWORD, TOTP_SECRET, HumanResources, Officer
from participants.models import Person
from participants.operations import employers, registration


def appoint_officers(at: datetime) -> dict[str, User]:
    """Every officer by the part of the address before the @. The administrator grants the roles."""
    everybody = (*OFFICERS, *(one.officer for one in COUNSELLORS[1:]))
    users = {_key(o.email): _officer(o, n, at) for n, o in enumerate(everybody, 1)}
    granter = users["admin"]
    for officer in everybody:
        _grant(users[_key(officer.email)], officer, granter, at)
    return users


def _key(email: str) -> str:
    return email.partition("@")[0]


@transaction.atomic
def _officer(officer: Officer, n: int, at: datetime) -> User:
    user = create_user(
        email=officer.email,
        phone=f"+62811800000{n:02d}",
        full_name=officer.full_name,
        password=PASSWORD,
        phone_verified=True,
        at=at,
    )
    if officer.staff:
        user.is_staff = user.is_superuser = True
        user.save(update_fields=["is_staff", "is_superuser"])
    if not Authenticator.objects.filter(user=user).exists():
        TOTP.activate(user, TOTP_SECRET)
    return user


def _grant(user: User, officer: Officer, granter: User, at: datetime) -> None:
    for region in officer.regions or (None,):
        RoleAssignment.objects.create(
            user=user,
            role=officer.role,
            region_id=region,
            starts_on=clock.legal_date(at),
            granted_by=None if user == granter else granter,
        )


def hire_hr(hr: HumanResources, at: datetime) -> User:
    """An HR officer whose employer BPJS knows, confirmed with the code that went to the employer's address."""
    employer = employers.look_up_employer(hr.npp, bpjs=bpjs_client(), at=at)
    if employer is None:
        raise LookupError(f"{hr.npp}: BPJS does not know this employer")
    user = create_user(
        email=hr.email, phone=hr.phone, full_name=hr.full_name, password=PASSWORD, phone_verified=True, at=at
    )
    join = employers.ask_to_join(employer=employer, user=user, position=hr.position, at=at)
    employers.confirm_join(join=join, code=join.code, at=at)
    return user


def register(story: Story, at: datetime, *, mother_name: str = "") -> Person:
    """Register a person of a story as the pages do, code and identity check included. Returns the person."""
    told = story.person
    begun = registration.begin_registration(
        nik=told.nik,
        full_name=told.full_name,
        mother_name=mother_name or told.mother_name,
        born_on=told.born_on,
        address=f"demo-{story.name}",
        at=at,
    )
    begun = registration.set_contact(
        registration=begun, email=f"{story.name}@contoh.invalid", phone=told.phone, password=PASSWORD, at=at
    )
    user = registration.finish_registration(registration=begun, code=begun.code, language="id", at=at)
    run_due()
    return Person.objects.get(user=user)
