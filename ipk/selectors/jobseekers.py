"""Reads of the registration as jobseeker."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from core.models import Region
from ipk.enums.profile import Impairment
from ipk.models import ConditionConsent, Jobseeker, Occupation, PhysicalCondition
from participants.models import Person


@dataclass(frozen=True, slots=True)
class HeldCondition:
    """What somebody consented to have kept: kinds, what a workplace should allow for, when, to which words."""

    kinds: tuple[Impairment, ...]
    needs: str
    given_at: datetime
    text_version: str


def jobseeker_of(person: Person) -> Jobseeker | None:
    """The live registration."""
    return Jobseeker.objects.live().filter(person=person).select_related("occupation").first()


def wanted_job(person: Person) -> str:
    """The code of KBJI of the job that the live registration wishes for; "" without one."""
    return Jobseeker.objects.live().filter(person=person).values_list("occupation", flat=True).first() or ""


def past_jobseekers(person: Person) -> list[Jobseeker]:
    """Every registration, the latest first; the one that stands before what ended."""
    rows = Jobseeker.objects.filter(person=person).select_related("occupation")
    return list(rows.order_by(F("ended_at").desc(nulls_first=True), "-registered_at"))


def condition_of(person: Person) -> HeldCondition | None:
    """Only while the consent stands; afterwards nothing is there."""
    row = (
        PhysicalCondition.objects.filter(consent__person=person, consent__withdrawn_at=None)
        .select_related("consent")
        .first()
    )
    if row is None:
        return None
    said = json.loads(row.said)
    kinds = tuple(map(Impairment, said["kinds"]))
    return HeldCondition(kinds, said["needs"], row.consent.given_at, row.consent.text_version)


def consents_of(person: Person) -> list[ConditionConsent]:
    """Every consent that was given, the latest first, also those that were taken back."""
    return list(ConditionConsent.objects.filter(person=person).order_by("-given_at"))


def places_named(codes: list[str]) -> list[str]:
    """Names of provinces and regencies in the order of the codes; one that is gone is left out."""
    names = dict(Region.objects.filter(pk__in=codes).values_list("code", "name"))
    return [names[code] for code in codes if code in names]


def groups_by_major() -> list[tuple[str, list[tuple[str, str]]]]:
    """The civil job groups under their major groups, for a select."""
    groups = Occupation.objects.groups().select_related("parent").order_by("code")
    found: dict[str, list[tuple[str, str]]] = {}
    for group in groups:
        found.setdefault(str(group.parent), []).append((group.code, str(group)))
    return list(found.items())
