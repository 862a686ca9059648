"""Training: institutes, programmes, classes and what counsellors recommend.

InstituteFactory(), prospect, suspended, ended, not_accredited     a partner at Surakarta
ProgrammeFactory(), draft, withdrawn, online                    listed, of an institute of its own
TrainingClassFactory(), full, begun, cancelled, closed          begins on 7 December 2026, 5 of 20 seats taken
RecommendationFactory(person=siti), withdrawn, used, expired, too_old     made by a counsellor of Surakarta
"""

import uuid
from datetime import date, timedelta
from typing import Any

import factory
from django.utils.text import slugify
from factory.django import DjangoModelFactory

from accounts.enums import Role
from core.workflow import signed_by
from tests.factories.accounts import officer
from tests.factories.participants import MORNING, TODAY
from training.enums import ClassState, InstituteKind, InstituteState, Mode, ProgrammeState, RecommendationState
from training.models import Institute, Programme, TrainingClass, TrainingRecommendation


def write_log(row: Any, ways: dict[str, tuple[str, str, tuple[str, ...]]]) -> None:
    """The log of the moves by which a row came into its state: `ways` says first move, first state, later moves."""
    begun, state, moves = ways[row.state]
    row.log.create(move=begun, from_state="", to_state=state, at=MORNING, **signed_by(None))
    targets = {move.name: move.target for move in type(row).workflow.moves}
    for move in moves:
        row.log.create(move=move, from_state=state, to_state=targets[move], at=MORNING, **signed_by(None))
        state = targets[move]


class InstituteFactory(DjangoModelFactory):
    class Meta:
        model = Institute
        skip_postgeneration_save = True

    class Params:
        prospect = factory.Trait(state=InstituteState.PROSPECT)
        suspended = factory.Trait(state=InstituteState.SUSPENDED)
        ended = factory.Trait(state=InstituteState.ENDED)
        not_accredited = factory.Trait(accredited_until=None)

    name = factory.Sequence(lambda n: f"LPK Karya {n} Contoh")
    slug = factory.LazyAttribute(lambda o: slugify(o.name))
    vin = factory.Sequence(lambda n: f"3372{n:06d}")
    kind = InstituteKind.PRIVATE
    region_id = "3372"
    address = "Jalan Contoh 12"
    phone = "+62271555012"
    website = "https://lpk.contoh.invalid"
    accredited_until = date(2028, 6, 30)
    created_at = MORNING

    @factory.post_generation
    def log_of_its_state(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if create:
            first = InstituteState.LISTED
            write_log(
                self,
                {
                    InstituteState.PROSPECT: ("register", InstituteState.PROSPECT, ()),
                    InstituteState.LISTED: ("add", first, ()),
                    InstituteState.SUSPENDED: ("add", first, ("suspend",)),
                    InstituteState.ENDED: ("add", first, ("end",)),
                },
            )


class ProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = Programme
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(state=ProgrammeState.DRAFT)
        withdrawn = factory.Trait(state=ProgrammeState.WITHDRAWN)
        online = factory.Trait(mode=Mode.ONLINE)

    institute = factory.SubFactory(InstituteFactory)
    title = "Operator jahit garmen"
    slug = factory.LazyAttribute(lambda o: slugify(o.title))
    group = "75"
    mode = Mode.ONSITE
    hours = 160
    days = 20
    cost = 1_850_000
    priced_on = TODAY
    requirements = "Bisa membaca dan menulis."
    learns = "Menjalankan mesin jahit.\nMemeriksa jahitan sendiri."
    skills = factory.LazyFunction(lambda: ["mesin jahit industri", "mutu jahitan"])
    state = ProgrammeState.LISTED
    created_at = MORNING

    @factory.post_generation
    def log_of_its_state(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if create:
            first = ProgrammeState.DRAFT
            write_log(
                self,
                {
                    ProgrammeState.DRAFT: ("add", first, ()),
                    ProgrammeState.LISTED: ("add", first, ("list",)),
                    ProgrammeState.WITHDRAWN: ("add", first, ("list", "withdraw")),
                },
            )


class TrainingClassFactory(DjangoModelFactory):
    class Meta:
        model = TrainingClass
        skip_postgeneration_save = True

    class Params:
        full = factory.Trait(taken=factory.SelfAttribute("seats"))
        begun = factory.Trait(starts_on=date(2026, 11, 9))
        cancelled = factory.Trait(state=ClassState.CANCELLED)
        closed = factory.Trait(state=ClassState.CLOSED)

    programme = factory.SubFactory(ProgrammeFactory)
    starts_on = date(2026, 12, 7)
    ends_on = factory.LazyAttribute(lambda o: o.starts_on + timedelta(days=25))
    seats = 20
    taken = 5
    place = "Jalan Contoh 12, Surakarta"
    schedule = "Senin–Jumat, 08.00–15.00"
    created_at = MORNING

    @factory.post_generation
    def log_of_its_state(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if create:
            first = ClassState.OPEN
            write_log(
                self,
                {
                    ClassState.OPEN: ("open", first, ()),
                    ClassState.CLOSED: ("open", first, ("close",)),
                    ClassState.CANCELLED: ("open", first, ("cancel",)),
                },
            )


class RecommendationFactory(DjangoModelFactory):
    class Meta:
        model = TrainingRecommendation
        skip_postgeneration_save = True

    class Params:
        withdrawn = factory.Trait(state=RecommendationState.WITHDRAWN)
        used = factory.Trait(state=RecommendationState.USED)
        expired = factory.Trait(state=RecommendationState.EXPIRED, valid_until=TODAY - timedelta(days=1))
        too_old = factory.Trait(valid_until=TODAY - timedelta(days=1))

    person = factory.SubFactory("tests.factories.participants.PersonFactory")
    programme = factory.SubFactory(ProgrammeFactory)
    made_by = factory.LazyFunction(lambda: officer(Role.COUNSELLOR, region="3372", full_name="Fitri Handayani"))
    session_ref = factory.LazyFunction(uuid.uuid4)
    why = "Sesuai pengalaman menjahit Anda, dan banyak lowongan di Surakarta memintanya."
    made_at = MORNING
    valid_until = date(2027, 2, 13)

    @factory.post_generation
    def log_of_its_state(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if create:
            first = RecommendationState.OPEN
            write_log(
                self,
                {
                    RecommendationState.OPEN: ("recommend", first, ()),
                    RecommendationState.WITHDRAWN: ("recommend", first, ("withdraw",)),
                    RecommendationState.USED: ("recommend", first, ("use",)),
                    RecommendationState.EXPIRED: ("recommend", first, ("expire",)),
                },
            )
