"""Invented institutes with programmes and classes, for the demo and for trying out: plausible, never real ones.

Programmes are ordinary ones of `training/data/programmes.csv`. The same seed gives the same institutes; names end in
"Contoh". Some provinces stay without an institute, as in life.
"""

import csv
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify

from core import clock
from core.bulk import insert_rows
from core.models import Region
from core.workflow import TransitionLog, signature
from rules.duties import TRAINING_COST_CEILING
from training.enums import ClassState, InstituteKind, InstituteState, Mode, ProgrammeState
from training.models import (
    Institute,
    InstituteLog,
    Programme,
    ProgrammeLog,
    ProgrammePrice,
    TrainingClass,
    TrainingClassLog,
)

DATA = Path(__file__).resolve().parents[1] / "data"
# How often a province is drawn; those that are missing have no institute.
SHARE = {
    "11": 3, "12": 5, "13": 2, "14": 2, "15": 1, "16": 3, "18": 3, "21": 3, "31": 6, "32": 12, "33": 14, "34": 3,
    "35": 11, "36": 5, "51": 3, "52": 5, "53": 2, "61": 2, "63": 2, "64": 3, "71": 2, "72": 1, "73": 6, "74": 1,
    "81": 1, "94": 1,
}  # fmt: skip
FIRST = (
    "Cipta", "Bina", "Karya", "Mitra", "Tunas", "Prima", "Insan", "Citra", "Wahana", "Harapan", "Cahaya", "Surya",
    "Nusa", "Graha", "Pelita", "Bakti",
)  # fmt: skip
SECOND = (
    "Terampil", "Mandiri", "Busana", "Teknika", "Bahari", "Sejahtera", "Digital", "Persada", "Cendekia", "Utama",
    "Nusantara", "Kreasi", "Maju", "Sentosa", "Lestari", "Husada",
)  # fmt: skip
STREETS = ("Merdeka", "Pemuda", "Diponegoro", "Kartini", "Veteran", "Gajah Mada", "Melati", "Kenanga", "Pahlawan")
KINDS = (*[InstituteKind.PRIVATE] * 7, *[InstituteKind.GOVERNMENT] * 2, InstituteKind.COMPANY)
SCHEDULES = (
    "Senin–Jumat, 08.00–16.00", "Senin–Kamis, 08.00–15.00", "Senin–Sabtu, 08.00–13.00", "Sabtu–Minggu, 08.00–16.00",
)  # fmt: skip
ONLINE_SCHEDULES = ("Senin–Jumat, 19.00–21.30", "Selasa, Kamis, Sabtu, 19.00–21.00", "Senin–Jumat, 09.00–12.00")
ASKED = (
    "Bisa membaca, menulis, dan berhitung.",
    "Usia paling rendah 18 tahun.",
    "Sehat jasmani.",
    "Bersedia hadir paling sedikit 80 persen pertemuan.",
    "Membawa pakaian kerja dan sepatu tertutup.",
)
ONLINE_ASKED = ("Punya ponsel atau komputer dengan kamera.", "Jaringan internet untuk tatap muka daring.")
HOURS_A_DAY = 8
FARTHEST_DAYS = 120


@dataclass(frozen=True, slots=True)
class Sample:
    """An ordinary programme. `cost` in whole rupiah, `modes` in the order in which they are usual."""

    title: str
    group: str
    modes: tuple[str, ...]
    hours: int
    cost: int
    skills: tuple[str, ...]
    learns: tuple[str, ...]


@cache
def samples() -> tuple[Sample, ...]:
    with (DATA / "programmes.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Sample(
                r["title"], r["group"], tuple(r["modes"].split("|")), int(r["hours"]), int(r["cost"]),
                tuple(r["skills"].split("|")), tuple(r["learns"].split("|")),
            )
            for r in csv.DictReader(file)
        )  # fmt: skip


@transaction.atomic
def generate_training(
    institutes: int, *, programmes: int, classes: int, seed: int, at: datetime
) -> tuple[int, int, int]:
    """Write so many institutes, at most so many programmes and so many classes; returns how many of each.

    A seed that was used before writes nothing. Numbers (VIN) begin with 98, which nobody gives out.
    """
    if Institute.objects.filter(vin=_vin(seed, 0)).exists():
        return 0, 0, 0
    chance = random.Random(seed)  # noqa: S311 - plausible, not secret
    houses = _institutes(chance, seed, institutes, at)
    taught = _programmes(chance, houses, programmes, at)
    held = _classes(chance, taught, classes, at)
    Institute.objects.bulk_create(houses, batch_size=1_000)
    Programme.objects.bulk_create(taught, batch_size=1_000)
    ProgrammePrice.objects.bulk_create([_price(chance, row, at) for row in taught], batch_size=1_000)
    TrainingClass.objects.bulk_create(held, batch_size=1_000)
    _log(InstituteLog, houses, "add", InstituteState.LISTED, at)
    _log(ProgrammeLog, taught, "list", ProgrammeState.LISTED, at)
    _log(TrainingClassLog, held, "open", ClassState.OPEN, at)
    return len(houses), len(taught), len(held)


def _vin(seed: int, number: int) -> str:
    return f"98{seed:03d}{number:05d}"


def _uuid(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)


def _institutes(chance: random.Random, seed: int, count: int, at: datetime) -> list[Institute]:
    places: dict[str, list[tuple[str, str]]] = {}
    for code, name in Region.objects.exclude(parent=None).order_by("code").values_list("code", "name"):
        weight = 3 if name.startswith("Kota") else 1
        places.setdefault(code[:2], []).extend([(code, name)] * weight)
    today = clock.legal_date(at)
    slugs = set(Institute.objects.order_by().values_list("slug", flat=True))
    rows = []
    for number in range(count):
        region, area = chance.choice(places[chance.choices(list(SHARE), list(SHARE.values()))[0]])
        kind = chance.choice(KINDS)
        name = _name(chance, kind, area)
        slug = base = slugify(name)[:70]
        while slug in slugs:
            slug = f"{base}-{chance.randrange(2, 10_000)}"
        slugs.add(slug)
        rows.append(
            Institute(
                id=_uuid(chance), name=name, slug=slug, vin=_vin(seed, number), kind=kind, region_id=region,
                address=f"Jalan {chance.choice(STREETS)} {chance.randrange(1, 180)}, {area}",
                phone=f"+62{chance.choice((21, 22, 24, 31, 271, 274))}5550{chance.randrange(100, 1_000)}",
                website=f"https://{slug}.contoh.invalid" if chance.random() < 0.6 else "",
                accredited_until=_accredited(chance, today), created_at=at,
            )
        )  # fmt: skip
    return rows


def _name(chance: random.Random, kind: str, area: str) -> str:
    if kind == InstituteKind.GOVERNMENT:
        return f"BLK {area} Contoh"
    if kind == InstituteKind.COMPANY:
        return f"Pusat Pelatihan PT {chance.choice(FIRST)} {chance.choice(SECOND)} Contoh"
    return f"LPK {chance.choice(FIRST)} {chance.choice(SECOND)} Contoh"


def _accredited(chance: random.Random, today: date) -> date | None:
    """One in ten is not accredited, one in ten no longer."""
    dice = chance.random()
    if dice < 0.1:
        return None
    return today + timedelta(days=chance.randrange(-200, 0) if dice < 0.2 else chance.randrange(60, 1_400))


def _programmes(chance: random.Random, houses: Sequence[Institute], count: int, at: datetime) -> list[Programme]:
    """In turn, each institute another of the ordinary programmes, until there are enough."""
    today = clock.legal_date(at)
    ceiling = TRAINING_COST_CEILING.on(today).value
    plans = [(house, chance.sample(samples(), min(8, len(samples())))) for house in houses]
    rows: list[Programme] = []
    for turn in range(8):
        for house, plan in plans:
            if len(rows) < count and (turn == 0 or chance.random() < 0.8):
                rows.append(_programme(chance, house, plan[turn], ceiling, at))
    return rows


def _programme(chance: random.Random, house: Institute, sample: Sample, ceiling: int, at: datetime) -> Programme:
    mode = chance.choice(sample.modes)
    cost = sample.cost * chance.randrange(85, 116) // 100 // 50_000 * 50_000
    asked = chance.sample(ASKED, 3) + (list(ONLINE_ASKED) if mode != Mode.ONSITE else [])
    return Programme(
        id=_uuid(chance), institute=house, title=sample.title, slug=slugify(sample.title), group=sample.group,
        mode=mode, hours=sample.hours, days=-(-sample.hours // HOURS_A_DAY), cost=min(cost, ceiling),
        priced_on=clock.legal_date(at), requirements="\n".join(asked), learns="\n".join(sample.learns),
        skills=list(sample.skills), state=ProgrammeState.LISTED, created_at=at,
    )  # fmt: skip


def _price(chance: random.Random, programme: Programme, at: datetime) -> ProgrammePrice:
    return ProgrammePrice(
        id=_uuid(chance), programme=programme, cost=programme.cost, set_on=programme.priced_on, set_at=at,
        ceiling=TRAINING_COST_CEILING.on(programme.priced_on).value, why="Biaya program contoh.",
    )  # fmt: skip


def _classes(chance: random.Random, taught: Sequence[Programme], count: int, at: datetime) -> list[TrainingClass]:
    """Begins on Mondays from next week on; one in eight is full, and some programmes have none."""
    today = clock.legal_date(at)
    monday = today + timedelta(days=7 - today.weekday())
    held = [programme for programme in taught if chance.random() < 0.85] or list(taught)
    rows: dict[tuple[UUID, date], TrainingClass] = {}
    for _try in range(count * 4):
        if len(rows) == count or not held:
            break
        programme = chance.choice(held)
        starts_on = monday + timedelta(weeks=chance.randrange(FARTHEST_DAYS // 7))
        rows.setdefault((programme.pk, starts_on), _class(chance, programme, starts_on, at))
    return list(rows.values())


def _class(chance: random.Random, programme: Programme, starts_on: date, at: datetime) -> TrainingClass:
    online = programme.mode == Mode.ONLINE
    seats = chance.choice((16, 20, 24, 30))
    weeks = max(1, -(-programme.days // 5))
    return TrainingClass(
        id=_uuid(chance), programme=programme, starts_on=starts_on,
        ends_on=starts_on + timedelta(days=weeks * 7 - 3),
        seats=seats, taken=seats if chance.random() < 0.125 else chance.randrange(seats),
        place="Daring" if online else programme.institute.address[:200],
        schedule=chance.choice(ONLINE_SCHEDULES if online else SCHEDULES), created_at=at,
    )  # fmt: skip


def _log(
    model: type[TransitionLog],
    rows: Sequence[Institute | Programme | TrainingClass],
    move: str,
    state: str,
    at: datetime,
) -> None:
    same = {"move": move, "from_state": "", "to_state": str(state), "at": at, "note": "", **signature(None)}
    insert_rows(model, len(rows), each={"subject_id": [row.pk for row in rows]}, same=same)
