"""What a province means to inspect: the programme of a year, and a random sample that can be drawn again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import regions_of
from compliance.enums import InspectionKind
from compliance.models import InspectionProgramme, Sample, Sampled
from compliance.operations.inspections import InspectionPlan, open_inspection
from compliance.selectors.inspections import population_of
from core import audit, clock
from core.errors import Invalid, ensure
from core.models import Region
from core.numbers import yearly_number
from rules.sampling import chosen, fingerprint

SHORTEST = 10
LARGEST = 50


@transaction.atomic
def set_programme(
    *, year: int, province: Region, target: int, focus: str, actor: User, at: datetime
) -> InspectionProgramme:
    """The coordinator says how many, and what for. Said again for the year, the later word counts.

    Raises NotAllowed, Invalid("year_over" | "text_short" | "no_target" | "no_province").
    """
    _ensure_coordinator(actor, province, at)
    if year < clock.legal_date(at).year:
        raise Invalid("year_over", _("Tahun itu sudah lewat."), field="year")
    if target < 1:
        raise Invalid("no_target", _("Tulis sedikitnya satu pemeriksaan."), field="target")
    if len(focus.strip()) < SHORTEST:
        raise Invalid("text_short", _("Tulis sasarannya sedikit lebih jelas."), field="focus")
    facts = {"target": target, "focus": focus.strip(), "set_by": actor, "set_at": at}
    row, _created = InspectionProgramme.objects.update_or_create(year=year, province=province, defaults=facts)
    audit.record("compliance.programme.set", actor=actor, at=at, subject=row, target=target)
    return row


@transaction.atomic
def draw_sample(
    *, province: Region, seed: str, size: int, planned_on: date, lead: User, actor: User, at: datetime
) -> Sample:
    """Draw employers of the province and plan an inspection of each. The same seed again is the same sample.

    Raises NotAllowed, Invalid("no_seed" | "no_size" | "nobody" and those of open_inspection).
    """
    _ensure_coordinator(actor, province, at)
    seed = seed.strip()
    Region.objects.select_for_update().get(pk=province.pk)
    known = Sample.objects.filter(province=province, seed=seed).first()
    if known is not None:
        return known
    if not seed:
        raise Invalid("no_seed", _("Tulis benihnya, misalnya nomor berita acara pengundian."), field="seed")
    if not 1 <= size <= LARGEST:
        raise Invalid("no_size", _("Antara 1 dan 50 perusahaan."), field="size")
    population = population_of(province.pk)
    if not population:
        raise Invalid("nobody", _("Tidak ada perusahaan yang dapat diundi di provinsi ini."), field="size")
    sample = Sample.objects.create(
        number=yearly_number("SMP", clock.legal_date(at).year),
        province=province,
        seed=seed,
        size=size,
        population=len(population),
        population_sha256=fingerprint(population),
        drawn_by=actor,
        drawn_at=at,
    )
    for place, npp in enumerate(chosen(population, seed=seed, size=size), start=1):
        employer = population[npp]
        reason = f"Sampel acak {sample.number}, urutan ke-{place} dari {len(population)} perusahaan."
        plan = InspectionPlan(InspectionKind.SAMPLE, employer, employer.region, reason, planned_on, lead)
        inspection = open_inspection(plan, actor=actor, at=at)
        Sampled.objects.create(sample=sample, place=place, employer=employer, inspection=inspection)
    audit.record("compliance.sample.drawn", actor=actor, at=at, subject=sample, size=size, population=len(population))
    return sample


@dataclass(frozen=True, slots=True)
class DrawnAgain:
    """What the same seed draws out of a population; `same`: the population is the one of the draw, so names must be."""

    same: bool
    names: Sequence[str]


def draw_again(sample: Sample, names: Sequence[str]) -> DrawnAgain:
    """Held against a list of registration numbers, such as the one kept on paper at the draw."""
    return DrawnAgain(fingerprint(names) == sample.population_sha256, chosen(names, seed=sample.seed, size=sample.size))


def _ensure_coordinator(actor: User, province: Region, at: datetime) -> None:
    ensure(regions_of(actor, Role.INSPECTION_COORDINATOR, on=clock.legal_date(at)).covers(province.pk))
    if not province.is_province:
        raise Invalid("no_province", _("Pilih provinsi."), field="province")
