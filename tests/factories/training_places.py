"""What a voucher needs to become a seat: a priced programme, a period, an institute with staff.

PriceFactory(programme=...)                 the approved price, Rp1.850.000 since 1 November 2026
priced()                                    a listed programme with its price, of an institute that somebody acts for
entitled(person, programme)                 a recommendation in force and a period that contains TODAY
with_voucher(person, programme)             the same, and the voucher that follows
"""

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from accounts.models import User
from participants.models import Person
from tests.factories.participants import MORNING, PersonFactory
from tests.factories.training import ProgrammeFactory, RecommendationFactory
from tests.factories.training_money import InstituteStaffFactory, TrainingPeriodFactory, VoucherFactory
from training.models import Institute, Programme, ProgrammePrice, TrainingRecommendation, Voucher

SINCE = date(2026, 11, 1)


class PriceFactory(DjangoModelFactory):
    class Meta:
        model = ProgrammePrice

    programme = factory.SubFactory(ProgrammeFactory)
    cost = factory.LazyAttribute(lambda o: o.programme.cost)
    ceiling = 2_400_000
    set_on = SINCE
    set_at = MORNING
    why = "Setara program sejenis."


def priced(**said: Any) -> Programme:
    return PriceFactory(programme=ProgrammeFactory(**said)).programme


def staff_of(institute: Institute) -> User:
    return InstituteStaffFactory(institute=institute).user


def entitled(person: Person | None = None, programme: Programme | None = None, **said: Any) -> TrainingRecommendation:
    """`said`: fields of the recommendation."""
    made = RecommendationFactory(person=person or PersonFactory(), programme=programme or priced(), **said)
    TrainingPeriodFactory(person=made.person)
    return made


def with_voucher(person: Person | None = None, programme: Programme | None = None, **said: Any) -> Voucher:
    """`said`: fields of the voucher."""
    made = entitled(person, programme)
    return VoucherFactory(person=made.person, recommendation=made, **said)
