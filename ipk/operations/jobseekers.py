"""Register as jobseeker, change it, end it; consent to keep a condition, and take it back."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit, clock
from core.errors import Conflict, Invalid
from core.models import Region
from core.text import one_line
from ipk.enums.profile import Condition, Impairment
from ipk.models import ConditionConsent, Jobseeker, Occupation, PhysicalCondition
from ipk.models.jobseeker import MOST_PLACES
from participants.models import Person

# The words that somebody consents to (templates/ipk/_condition_consent.html). New words, new version.
CONSENT_VERSION = "2026-11"
READY_WITHIN = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Wish:
    """What work is wanted. `occupation` is the code of a civil group, `places` codes of regions, `wage` rupiah."""

    job: str
    occupation: str
    condition: Condition
    places: tuple[str, ...]
    ready_on: date
    abroad: bool = False
    countries: str = ""
    wage: int | None = None

    def values(self) -> dict[str, Any]:
        told = {field.name: getattr(self, field.name) for field in fields(self)}
        told["occupation_id"] = told.pop("occupation")
        countries = one_line(self.countries) if self.abroad else ""
        return told | {"job": one_line(self.job), "places": list(dict.fromkeys(self.places)), "countries": countries}


@transaction.atomic
def register_jobseeker(person: Person, *, wish: Wish, actor: User, at: datetime) -> Jobseeker:
    """Register, or change what is registered. Twice the same is once.

    Raises Invalid("place_missing" | "too_many_places" | "unknown_place" | "unknown_group" | "ready_too_late").
    """
    _refuse_what_cannot_be(wish, clock.legal_date(at))
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    live = Jobseeker.objects.live().filter(person=person).first()
    values = wish.values()
    if live is None:
        row = Jobseeker.objects.create(person=person, registered_at=at, changed_at=at, **values)
        audit.record("ipk.jobseeker.registered", actor=actor, at=at, subject=row)
        return row
    if all(getattr(live, name) == value for name, value in values.items()):
        return live
    for name, value in values.items():
        setattr(live, name, value)
    live.changed_at = at
    live.save(update_fields=[*values, "changed_at"])
    audit.record("ipk.jobseeker.changed", actor=actor, at=at, subject=live)
    return live


@transaction.atomic
def end_jobseeker(person: Person, *, actor: User, at: datetime) -> Jobseeker | None:
    """No longer looking: the registration ends and a kept condition is deleted. Twice is once."""
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    withdraw_condition(person, actor=actor, at=at)
    live = Jobseeker.objects.live().filter(person=person).first()
    if live is None:
        return None
    ended = Jobseeker.workflow.move(live, "end", actor=actor, at=at, ended_at=at)
    audit.record("ipk.jobseeker.ended", actor=actor, at=at, subject=ended)
    return ended


@transaction.atomic
def keep_condition(
    person: Person, *, kinds: Sequence[Impairment], needs: str, consents: bool, actor: User, at: datetime
) -> ConditionConsent:
    """Keep a disability or health condition by explicit consent (UU 27/2022 Pasal 20 ayat (2) huruf a).

    Something else replaces what is kept, with a new consent; the same twice is once. Raises Conflict("not_registered"),
    Invalid("consent_missing" | "nothing_told").
    """
    if not consents:
        raise Invalid("consent_missing", _("Beri persetujuan, atau kembali tanpa menyimpan."))
    if not kinds:
        raise Invalid("nothing_told", _("Pilih paling sedikit satu."))
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if not Jobseeker.objects.live().filter(person=person).exists():
        raise Conflict("not_registered", _("Daftar sebagai pencari kerja dulu."))
    said = json.dumps({"kinds": [str(kind) for kind in kinds], "needs": one_line(needs)}, ensure_ascii=False)
    held = PhysicalCondition.objects.filter(consent__person=person).select_related("consent").first()
    if held is not None and held.said == said and held.consent.text_version == CONSENT_VERSION:
        return held.consent
    withdraw_condition(person, actor=actor, at=at)
    consent = ConditionConsent.objects.create(person=person, text_version=CONSENT_VERSION, given_at=at)
    PhysicalCondition.objects.create(consent=consent, said=said)
    audit.record("ipk.condition.consented", actor=actor, at=at, subject=consent, version=CONSENT_VERSION)
    return consent


@transaction.atomic
def withdraw_condition(person: Person, *, actor: User, at: datetime) -> None:
    """Take the consent back: what was kept is deleted, the row of the consent says until when it stood."""
    standing = ConditionConsent.objects.select_for_update(of=("self",)).filter(person=person, withdrawn_at=None)
    for consent in standing:
        PhysicalCondition.objects.filter(consent=consent).delete()
        consent.withdrawn_at = at
        consent.save(update_fields=["withdrawn_at"])
        audit.record("ipk.condition.withdrawn", actor=actor, at=at, subject=consent)


def _refuse_what_cannot_be(wish: Wish, today: date) -> None:
    if not (wish.places or wish.abroad):
        raise Invalid("place_missing", _("Pilih paling sedikit satu tempat, atau luar negeri."))
    if len(set(wish.places)) > MOST_PLACES:
        raise Invalid("too_many_places", _("Paling banyak %(most)s tempat.") % {"most": MOST_PLACES})
    if Region.objects.filter(pk__in=wish.places).count() != len(set(wish.places)):
        raise Invalid("unknown_place", _("Pilih tempat dari daftar."))
    if not Occupation.objects.groups().filter(pk=wish.occupation).exists():
        raise Invalid("unknown_group", _("Pilih golongan pekerjaan dari daftar."))
    if wish.ready_on > today + READY_WITHIN:
        raise Invalid("ready_too_late", _("Pilih tanggal dalam satu tahun ke depan."))
