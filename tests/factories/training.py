"""Sessions of training."""

from datetime import date, timedelta

import factory
from factory.django import DjangoModelFactory

from participants.models import Person
from tests.factories.participants import MORNING
from training.models import Presence


class PresenceFactory(DjangoModelFactory):
    """Somebody was at a session. Trait: absent."""

    class Meta:
        model = Presence

    class Params:
        absent = factory.Trait(present=False)

    person = factory.SubFactory("tests.factories.participants.PersonFactory")
    programme = "Menjahit garmen tingkat dasar"
    institute = "LPK Contoh Busana"
    on = date(2026, 11, 2)
    present = True
    recorded_at = MORNING


def attended(person: Person, sessions: int, of: int, *, first: date = date(2026, 11, 2)) -> None:
    """So many sessions out of `of`, one a day from `first`."""
    for day in range(of):
        PresenceFactory(person=person, on=first + timedelta(days=day), present=day < sessions)
