"""What institutes teach: written, listed, withdrawn. The cost stays under the ceiling of the day."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit, clock
from core.errors import Conflict, Invalid
from core.formatting import rupiah
from core.text import one_line, without_invisible
from core.workflow import signed_by
from rules.duties import TRAINING_COST_CEILING
from training.enums import ProgrammeState
from training.groups import groups
from training.models import LONGEST_TEXT, MOST_SKILLS, Institute, Programme, ProgrammePrice
from training.operations.institutes import free

LONGEST_SLUG, LONGEST_SKILL = 100, 40
GROUP_DIGITS = (2, 3, 4)
_BY_ADMINISTRATION = "Ditetapkan lewat pengelolaan data."


@dataclass(frozen=True, slots=True)
class ProgrammeSaid:
    """What an institute teaches. `group` of KBJI/ISCO-08, two to four digits; `cost` in whole rupiah a participant."""

    title: str
    group: str
    mode: str
    hours: int
    days: int
    cost: int
    learns: str
    requirements: str = ""
    skills: tuple[str, ...] = ()
    curriculum: str = ""
    standard: str = ""


@transaction.atomic
def add_programme(institute: Institute, *, said: ProgrammeSaid, actor: User | None, at: datetime) -> Programme:
    """A draft that nobody else sees. Raises Invalid("title_missing" | "unknown_group" | "cost_over_ceiling" |
    "too_long" | "too_many_skills")."""
    fields = _checked(said, at)
    slug = _free_slug(institute, fields["title"])
    row = Programme.objects.create(institute=institute, slug=slug, created_at=at, **fields)
    row.log.create(move="add", from_state="", to_state=row.state, at=at, **signed_by(actor))
    return row


@transaction.atomic
def correct_programme(programme: Programme, *, said: ProgrammeSaid, actor: User, at: datetime) -> Programme:
    """Put right what is said; the address of its page stays. Raises what add_programme raises.

    The ceiling of the day is asked again only when the cost changes: what was allowed before stays allowed.
    """
    locked = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    fields = _checked(said, at, cost_before=locked.cost)
    changed = sorted(name for name, value in fields.items() if getattr(locked, name) != value)
    for name in changed:
        setattr(locked, name, fields[name])
    if changed:
        locked.save(update_fields=changed)
        audit.record("training.programme.corrected", actor=actor, at=at, subject=locked, changed=changed)
    if "cost" in changed and locked.state == ProgrammeState.LISTED:
        _note_price(locked, actor=actor, at=at)
    return locked


@transaction.atomic
def list_programme(programme: Programme, *, actor: User | None, at: datetime) -> Programme:
    """Show it and let it be recommended: the administrators' way, past the directorate that sets costs.

    The cost it has becomes its price, where none was set. Raises Conflict("wrong_state" | "cost_missing").
    """
    moved = Programme.workflow.move(programme, "list", actor=actor, at=at)
    if not moved.cost:
        raise Conflict("cost_missing", _("Program ini belum mempunyai biaya."))
    if not moved.prices.filter(cost=moved.cost).exists():
        _note_price(moved, actor=actor, at=at)
    audit.record("training.programme.listed", actor=actor, at=at, subject=moved)
    return moved


@transaction.atomic
def withdraw_programme(programme: Programme, *, reason: str, actor: User, at: datetime) -> Programme:
    """Take it off the catalogue; recommendations of it stay on record. Raises Invalid("reason_missing") and
    Conflict("wrong_state")."""
    said = one_line(reason)[:500]
    if not said:
        raise Invalid("reason_missing", _("Tulis alasannya."))
    moved = Programme.workflow.move(programme, "withdraw", actor=actor, at=at, note=said)
    audit.record("training.programme.withdrawn", actor=actor, at=at, subject=moved, reason=said)
    return moved


def _note_price(programme: Programme, *, actor: User | None, at: datetime) -> None:
    ceiling = TRAINING_COST_CEILING.on(programme.priced_on).value
    ProgrammePrice.objects.create(
        programme=programme,
        cost=programme.cost,
        ceiling=ceiling,
        set_on=clock.legal_date(at),
        set_by=actor,
        set_at=at,
        why=_BY_ADMINISTRATION,
    )


def _checked(said: ProgrammeSaid, at: datetime, *, cost_before: int | None = None) -> dict[str, Any]:
    today = clock.legal_date(at)
    fields = asdict(said) | {
        "title": one_line(said.title)[:120],
        "learns": without_invisible(said.learns).strip(),
        "requirements": without_invisible(said.requirements).strip(),
        "curriculum": without_invisible(said.curriculum).strip(),
        "standard": one_line(said.standard)[:120],
        "skills": [skill for text in said.skills if (skill := one_line(text)[:LONGEST_SKILL])],
    }
    if not slugify(fields["title"]):
        raise Invalid("title_missing", _("Tulis nama program."))
    if len(said.group) not in GROUP_DIGITS or said.group[:2] not in groups():
        raise Invalid("unknown_group", _("Golongan jabatan ini tidak dikenal."))
    if max(len(fields[name]) for name in ("learns", "requirements", "curriculum")) > LONGEST_TEXT:
        raise Invalid("too_long", _("Tulisan paling panjang 5.000 huruf."))
    if len(fields["skills"]) > MOST_SKILLS:
        raise Invalid("too_many_skills", _("Keterampilan paling banyak 15."))
    if said.cost != cost_before:
        ceiling = TRAINING_COST_CEILING.on(today).value
        if not 0 <= said.cost <= ceiling:
            text = _("Biaya paling tinggi %(ceiling)s per peserta.") % {"ceiling": rupiah(ceiling)}
            raise Invalid("cost_over_ceiling", text, ceiling=ceiling)
        fields["priced_on"] = today
    return fields


def _free_slug(institute: Institute, title: str) -> str:
    base = slugify(title)[: LONGEST_SLUG - 5].strip("-")
    taken = set(institute.programmes.filter(slug__startswith=base).order_by().values_list("slug", flat=True))
    return free(base, taken)
