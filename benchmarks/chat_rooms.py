"""Five hundred rooms that are open now, and the cookies of the two people of each."""

import time
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session as Stored

from accounts import sessions
from accounts.enums import Role
from accounts.models import RoleAssignment, User
from core import clock
from core.models import Region
from counseling.enums import AskReason, CounsellorKind, RequestState, SessionState
from counseling.models import CounsellingRequest, Counsellor, Session
from notices.enums import Zone
from participants.models import Person

Rooms = list[tuple[UUID, str, str]]


def make_rooms(count: int) -> Rooms:
    """For each room its session and the cookies of participant and counsellor."""
    at = clock.now()
    both = [[_user(side, n) for n in range(count)] for side in ("peserta", "konselor")]
    User.objects.bulk_create([user for side in both for user in side])
    people = Person.objects.bulk_create(_person(user, n, at) for n, user in enumerate(both[0]))
    region = Region.objects.get(pk="3372")
    RoleAssignment.objects.bulk_create(
        RoleAssignment(user=user, role=Role.COUNSELLOR, region=region, starts_on=date(2020, 1, 1)) for user in both[1]
    )
    counsellors = Counsellor.objects.bulk_create(_counsellor(user, region) for user in both[1])
    made = _sessions(people, counsellors, at)
    cookies = [_cookies(side, second_factor=n == 1) for n, side in enumerate(both)]
    return [(session.pk, *pair) for session, *pair in zip(made, *cookies, strict=True)]


def _user(side: str, n: int) -> User:
    return User(email=f"{side}{n}@ruang.invalid", full_name=f"{side.title()} {n}", password="!")  # noqa: S106 - nobody signs in


def _person(user: User, n: int, at: datetime) -> Person:
    person = Person(user=user, full_name=user.full_name, born_on=date(1990, 7, 1), created_at=at, region_id="3372")
    person.nik = f"99010101{n:08d}"
    return person


def _counsellor(user: User, region: Region) -> Counsellor:
    days = {"bimtek_on": date(2025, 2, 3), "assessed_on": date(2025, 3, 3), "certified_until": date(2099, 1, 1)}
    return Counsellor(user=user, kind=CounsellorKind.CIVIL_SERVANT, region=region, zone=Zone.WIB, **days)


def _sessions(people: list[Person], counsellors: list[Counsellor], at: datetime) -> list[Session]:
    requests = CounsellingRequest.objects.bulk_create(
        CounsellingRequest(
            person=person,
            counsellor=counsellor,
            region_id="3372",
            reason=AskReason.DIRECTION,
            asked_at=at,
            answer_due_on=clock.legal_date(at),
            state=RequestState.WAITING,
        )
        for person, counsellor in zip(people, counsellors, strict=True)
    )
    return Session.objects.bulk_create(
        Session(
            request=request,
            person=request.person,
            counsellor=request.counsellor,
            starts_at=at,
            ends_at=at + timedelta(minutes=30),
            booked_at=at,
            state=SessionState.AGREED,
        )
        for request in requests
    )


def _cookies(users: list[User], *, second_factor: bool) -> list[str]:
    now, ends = int(time.time()), clock.now() + timedelta(hours=9)
    store, rows = SessionStore(), []
    for user in users:
        data = {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
            sessions.SINCE: now,
            sessions.SEEN: now,
            sessions.SECOND_FACTOR: second_factor,
        }
        key = store._get_new_session_key()
        rows.append(Stored(session_key=key, session_data=store.encode(data), expire_date=ends))
    Stored.objects.bulk_create(rows)
    return [f"{settings.SESSION_COOKIE_NAME}={row.session_key}" for row in rows]
