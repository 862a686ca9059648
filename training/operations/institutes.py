"""The registry of institutes that train people of JKP: who is in it, and who is out for a while or for good."""

import secrets
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.clock import legal_date
from core.errors import Conflict, Invalid
from core.text import one_line
from core.workflow import signed_by
from training.enums import PartnershipState
from training.models import Institute, InstituteInvitation, InstituteStaff

LONGEST_SLUG = 80
REGENCY_DIGITS = 4
FREED = "LEPAS"
WITH_OFFICERS = (PartnershipState.SUBMITTED, PartnershipState.VERIFIED, PartnershipState.SIGNED)


@dataclass(frozen=True, slots=True)
class InstituteSaid:
    """What is known of an institute. `region_id` is a regency or city; `accredited_until` the last day, or None."""

    name: str
    vin: str
    kind: str
    region_id: str
    address: str
    phone: str = ""
    website: str = ""
    accredited_until: date | None = None


@transaction.atomic
def add_institute(*, said: InstituteSaid, actor: User | None, at: datetime) -> Institute:
    """A new partner, at once to be seen. Raises Invalid("name_missing" | "region_not_a_regency") and
    Conflict("vin_taken")."""
    fields = checked(said)
    if Institute.objects.filter(vin=fields["vin"]).exists():
        raise Conflict("vin_taken", _("VIN ini sudah dipakai lembaga lain."))
    return write_institute(fields, move="add", actor=actor, at=at)


def write_institute(fields: dict[str, Any], *, move: str, actor: User | None, at: datetime, **more: Any) -> Institute:
    """A new row with its log, out of `checked` fields. Call it inside a transaction."""
    row = Institute.objects.create(slug=_free_slug(fields["name"]), created_at=at, **fields, **more)
    row.log.create(move=move, from_state="", to_state=row.state, at=at, **signed_by(actor))
    audit.record("training.institute.added", actor=actor, at=at, subject=row)
    return row


@transaction.atomic
def correct_institute(institute: Institute, *, said: InstituteSaid, actor: User, at: datetime) -> Institute:
    """Put right what is known; the address of its page stays. Raises what add_institute raises."""
    fields = checked(said)
    locked = Institute.objects.select_for_update(of=("self",)).get(pk=institute.pk)
    if Institute.objects.filter(vin=fields["vin"]).exclude(pk=locked.pk).exists():
        raise Conflict("vin_taken", _("VIN ini sudah dipakai lembaga lain."))
    changed = sorted(name for name, value in fields.items() if getattr(locked, name) != value)
    for name in changed:
        setattr(locked, name, fields[name])
    if changed:
        locked.save(update_fields=changed)
        audit.record("training.institute.corrected", actor=actor, at=at, subject=locked, changed=changed)
    return locked


def suspend_institute(institute: Institute, *, reason: str, actor: User, at: datetime) -> Institute:
    """Nothing of it can be recommended until it is restored; its page stays and says so.

    Raises Invalid("reason_missing") and Conflict("wrong_state").
    """
    return _move(institute, "suspend", "training.institute.suspended", reason, actor, at)


def restore_institute(institute: Institute, *, reason: str, actor: User, at: datetime) -> Institute:
    """Raises what suspend_institute raises."""
    return _move(institute, "restore", "training.institute.restored", reason, actor, at)


def end_institute(institute: Institute, *, reason: str, actor: User, at: datetime) -> Institute:
    """The partnership is over: its page is gone, what was recommended there stays on record. For good.

    Raises what suspend_institute raises.
    """
    return _move(institute, "end", "training.institute.ended", reason, actor, at)


@transaction.atomic
def free_vin(institute: Institute, *, reason: str, actor: User, at: datetime) -> Institute:
    """Close a registration under the number of another institute, which can then register itself.

    Only of who was never a partner. The row keeps a number that nobody has ("LEPAS" and twelve signs); the one it had
    stands in the log. Nobody acts for it any more, and open invitations are withdrawn. Raises what suspend_institute
    raises, and Conflict("proposal_runs") while an officer has its proposal.
    """
    locked = Institute.objects.select_for_update(of=("self",)).get(pk=institute.pk)
    refuse_running(locked)
    moved = _move(locked, "free_vin", "training.institute.vin_freed", f"VIN {locked.vin}: {reason}", actor, at)
    moved.vin = f"{FREED}{secrets.token_hex(6).upper()}"
    moved.save(update_fields=["vin"])
    InstituteStaff.objects.filter(institute=moved, until=None).update(until=legal_date(at), ended_by=actor)
    InstituteInvitation.objects.open(at).filter(institute=moved).update(withdrawn_at=at)
    return moved


def refuse_running(institute: Institute) -> None:
    """Raise Conflict("proposal_runs") while a proposal is in the hands of officers or waits for a signature."""
    if institute.partnerships.filter(state__in=WITH_OFFICERS).exists():
        raise Conflict("proposal_runs", _("Pengajuan kemitraannya masih berjalan. Putus pengajuan itu dahulu."))


@transaction.atomic
def _move(institute: Institute, move: str, action: str, reason: str, actor: User, at: datetime) -> Institute:
    said = one_line(reason)[:500]
    if not said:
        raise Invalid("reason_missing", _("Tulis alasannya."))
    moved = Institute.workflow.move(institute, move, actor=actor, at=at, note=said)
    audit.record(action, actor=actor, at=at, subject=moved, reason=said)
    return moved


def checked(said: InstituteSaid) -> dict[str, Any]:
    """What was said as columns. Raises Invalid("name_missing" | "region_not_a_regency")."""
    fields = asdict(said)
    fields |= {name: one_line(fields[name]) for name in ("name", "address", "phone", "website")}
    fields["vin"] = "".join(said.vin.split()).upper()
    if not slugify(fields["name"]):
        raise Invalid("name_missing", _("Tulis nama lembaga."))
    if len(said.region_id) != REGENCY_DIGITS:
        raise Invalid("region_not_a_regency", _("Pilih kabupaten atau kota, bukan provinsi."))
    return fields


def _free_slug(name: str) -> str:
    """The name as an address; with a number behind it where another institute has that."""
    base = slugify(name)[: LONGEST_SLUG - 5].strip("-")
    taken = set(Institute.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return free(base, taken)


def free(base: str, taken: set[str]) -> str:
    """`base`, or the first of base-2, base-3 … that is not taken."""
    if base not in taken:
        return base
    return next(slug for n in range(2, len(taken) + 3) if (slug := f"{base}-{n}") not in taken)
