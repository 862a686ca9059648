"""Somebody moved: the new home decides which officers serve them and which clock their messages follow."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.errors import Conflict, Invalid
from core.models import Region
from core.text import one_line
from notices.operations import set_zone
from notices.quiet import zone_of_region
from participants.models import Person


@transaction.atomic
def change_address(person: Person, *, region: Region, address: str, actor: User, at: datetime) -> Person:
    """Keep the new home; the one before stays in the history of the person. The same again changes nothing.

    What is under way goes on where it is: a PHK stays with the region of the workplace, a claim keeps its dates.
    Raises Conflict("identity_pending") before the identity is known, and Invalid("not_a_regency" | "address_missing").
    """
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if not person.is_verified:
        raise Conflict("identity_pending", _("Identitas Anda masih diperiksa. Ubah alamat sesudah itu."))
    if region.parent_id is None:
        raise Invalid("not_a_regency", _("Pilih kabupaten atau kota Anda."))
    address = one_line(address)
    if not address:
        raise Invalid("address_missing", _("Tulis alamat Anda."))
    if (person.region_id, person.address) == (region.pk, address):
        return person
    audit.record(
        "participants.person.moved", actor=actor, at=at, subject=person, was=person.region_id or "", now=region.pk
    )
    person.region, person.address = region, address
    person.save(update_fields=["region", "address"])
    if person.user is not None:
        set_zone(person.user, zone=zone_of_region(region.pk))
    return person
