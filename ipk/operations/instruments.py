"""New versions of the instrument: taken in as a draft from a file, checked, published once and for all."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.errors import Conflict, Invalid
from ipk.models import Instrument, InstrumentVersion, Item, Occupation
from ipk.scoring import LETTERS, unanswered_allowed

FIELDS = ("number", "note", "note_en", "labels", "scoring")


@transaction.atomic
def take_in_version(data: Mapping[str, Any]) -> InstrumentVersion:
    """A draft from the form of ipk/data/instruments/*.json. Raises Invalid("bad_instrument") with what is wrong."""
    try:
        named = data["instrument"]
        rest = {name: named[name] for name in ("name", "name_en", "source")}
        instrument, _is_new = Instrument.objects.get_or_create(code=named["code"], defaults=rest)
        version = InstrumentVersion(instrument=instrument, **{name: data[name] for name in FIELDS})
        version.full_clean()
        version.save()
        for row in data["items"]:
            item = Item(version=version, **row)
            item.full_clean()
            item.save()
    except ValidationError as wrong:
        raise Invalid("bad_instrument", "; ".join(wrong.messages)) from wrong
    except (KeyError, TypeError) as wrong:
        raise Invalid("bad_instrument", str(wrong)) from wrong
    return version


@transaction.atomic
def publish_version(version: InstrumentVersion, *, actor: User | None, at: datetime) -> InstrumentVersion:
    """Ask it from now on. Attempts under way keep their version, results keep theirs.

    Raises Conflict("already_published"), Invalid("bad_instrument") with what is wrong.
    """
    row = InstrumentVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if row.published_at is not None:
        raise Conflict("already_published", _("Versi ini sudah terbit dan tidak berubah lagi."))
    try:
        row.full_clean()
    except ValidationError as wrong:
        raise Invalid("bad_instrument", "; ".join(wrong.messages)) from wrong
    _refuse_items(row)
    _refuse_groups(row)
    row.published_at = at
    row.save(update_fields=["published_at"])
    audit.record("ipk.instrument.published", actor=actor, at=at, subject=row)
    return row


def _refuse_items(version: InstrumentVersion) -> None:
    """Every letter keeps an answer even when as much as allowed stays open."""
    counts = Counter(version.items.values_list("type", flat=True))
    least = unanswered_allowed(counts.total(), version.parameters) + 1
    few = [letter for letter in LETTERS if counts[letter] < least]
    if few:
        text = _("Tiap minat perlu paling sedikit %(least)d butir. Kurang: %(few)s.") % {
            "least": least,
            "few": ", ".join(few),
        }
        raise Invalid("bad_instrument", text)


def _refuse_groups(version: InstrumentVersion) -> None:
    known = set(Occupation.objects.filter(code__in=version.parameters.groups).values_list("code", flat=True))
    unknown = sorted(version.parameters.groups.keys() - known)
    if unknown:
        raise Invalid("bad_instrument", _("Golongan tidak dikenal: %(codes)s.") % {"codes": ", ".join(unknown)})
