"""The demo's first session is agreed whenever the demo is started."""

from datetime import datetime

import pytest
import time_machine

from accounts.enums import Role
from core import clock
from counseling.enums import SessionState
from counseling.models import Session
from jkp_portal.demo.cast import COUNSELLORS
from jkp_portal.demo.counselling import appoint_counsellors, meets_fitri
from jkp_portal.demo.stories import Stage
from tests.factories.accounts import UserFactory, officer
from tests.factories.counseling import wib
from tests.factories.participants import PersonFactory

pytestmark = pytest.mark.django_db


def agreed_for(at: datetime) -> str:
    """When Siti meets Fitri, in a demo that is started at a moment."""
    officers = {one.name: officer(Role.COUNSELLOR, region=one.region) for one in COUNSELLORS}
    officers["admin"] = officer(Role.ADMINISTRATOR)
    PersonFactory(user=UserFactory(email="siti@contoh.invalid"), region_id="3372")
    with time_machine.travel(at, tick=False):
        appoint_counsellors(officers, at, clock.legal_date(at))
        meets_fitri(Stage(officers, {}, None, clock.now), "siti")  # type: ignore[arg-type]
    session = Session.objects.get(state=SessionState.AGREED, counsellor__user=officers["konselor"])
    return f"{session.starts_at.astimezone(clock.JAKARTA):%d %H.%M}"


@pytest.mark.parametrize(
    ("at", "meets"),
    [
        (wib(16, 9, 25), "16 11.30"),
        (wib(16, 9, 35), "16 13.00"),  # she rests at noon; in Denpasar it is one o'clock, and a counsellor works
        (wib(16, 10, 40), "16 13.00"),
        (wib(16, 13, 31), "17 08.00"),
        (wib(20, 16, 30), "23 10.00"),
        (wib(21, 1, 10), "23 10.00"),
    ],
)
def test_siti_meets_fitri_at_her_first_free_time(at: datetime, meets: str) -> None:
    assert agreed_for(at) == meets
