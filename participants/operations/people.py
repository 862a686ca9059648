"""Persons: found by NIK, made once, looked at with a reason."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.crypto import blind_index
from core.errors import Invalid
from core.limits import Limit, take
from core.models import Region
from participants.models import Person
from participants.said import Worker

REVEALS = Limit("nik.reveal", most=30, within=timedelta(hours=1))


def person_by_nik(nik: str) -> Person | None:
    return Person.objects.filter(nik_index=blind_index("nik", nik)).first()


def find_or_create_person(worker: Worker, *, at: datetime) -> Person:
    """The person with this NIK; made from what is given when nobody has named them before. Existing facts stay."""
    found = person_by_nik(worker.nik)
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return Person.objects.create(
                nik=worker.nik,
                full_name=worker.full_name,
                born_on=worker.born_on,
                address=worker.address,
                created_at=at,
            )
    except IntegrityError:
        return Person.objects.get(nik_index=blind_index("nik", worker.nik))


def region_of_code(code: str) -> Region | None:
    """The regency/city of a four-digit code; its province when only that is known; None otherwise."""
    found = Region.objects.in_bulk([code, code[:2]]) if code else {}
    return found.get(code) or found.get(code[:2])


@transaction.atomic
def record_death(person: Person, *, died_on: date, at: datetime) -> Person:
    """What the civil registry says. Known already: nothing changes."""
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if person.died_on != died_on:
        person.died_on = died_on
        person.save(update_fields=["died_on"])
        audit.record("participants.person.died", actor=None, at=at, subject=person)
    return person


@transaction.atomic
def reveal_nik(person: Person, *, actor: User, reason: str, at: datetime) -> str:
    """The full NIK for an officer who says why; written down before it is shown.

    Raises Invalid("reason_missing"), and TooMany after thirty in an hour (security 4.6).
    """
    if len(reason.strip()) < 10:
        raise Invalid("reason_missing", _("Tulis alasan membuka NIK, paling sedikit 10 huruf."))
    take(REVEALS, str(actor.pk), at=at)
    audit.record("participants.nik.revealed", actor=actor, at=at, subject=person, reason=reason)
    return person.nik
