"""Who learns at the demo's partner: six invented people with a benefit, and Mira, whose benefit is told in full."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from core.clock import legal_date
from integrations.sandbox import people
from integrations.sandbox.stories import BUSANA, Phk, Story
from jkp_portal.demo.advice import HOME
from jkp_portal.demo.people import register
from jkp_portal.demo.stories import Stage
from jkp_portal.demo.training import SESSION
from participants.models import Person
from training.operations import recommend_programme, redeem_voucher, set_period

LEARNER = "mira"
SEEDS = (9711, 9712, 9713, 9714, 9715, 9716)
WHY = "Sertifikatnya membuka lowongan operator di sekitar Surakarta."


def register_learners(stage: Stage, at: datetime, seeds: Sequence[int] = SEEDS) -> list[Person]:
    """Registered at `at`, when their month 1 was filed: months of training begin a month later."""
    filed = legal_date(at)
    told = [replace(people.person(seed, today=filed), region_code=HOME) for seed in seeds]
    stage.partners.load(people=told)
    found = []
    for seed, person in zip(seeds, told, strict=True):
        learner = register(Story(f"orang{seed}", "", person, BUSANA, Phk(filed), wage=3_200_000), at)
        set_period(uuid.uuid5(learner.pk, "demo"), person=learner, first_filed_on=filed, at=at)
        found.append(learner)
    return found


def learners() -> list[Person]:
    """In the order in which they registered; nobody in a demo that was told without them."""
    emails = [f"orang{seed}@contoh.invalid" for seed in SEEDS]
    found = {str(one.user.email): one for one in Person.objects.filter(user__email__in=emails).select_related("user")}
    return [found[email] for email in emails if email in found]


def mira() -> Person | None:
    return Person.objects.filter(user__email=f"{LEARNER}@contoh.invalid").select_related("user").first()


def seat(person: Person, held: Any, stage: Stage) -> Any:
    """Recommended, with the voucher that follows from it, and in the class two days before it begins."""
    counsellor, at = stage.officers["konselor"], stage.now()
    found = recommend_programme(person, programme=held.programme, why=WHY, session_ref=SESSION, actor=counsellor, at=at)
    return redeem_voucher(found.vouchers.get(), training_class=held, actor=person.user, at=at)
