"""Plausible people who do not exist, made deterministically: the same arguments give the same person.

Every NIK starts with 99, a province that does not exist, so no invented number can meet a real one.
"""

import random
from collections.abc import Collection
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

PROVINCE = "99"
WOMEN = ("Ayu", "Citra", "Endah", "Fitri", "Hana", "Indah", "Kartika", "Lestari", "Mega", "Putri", "Rina", "Wulan")
MEN = ("Adi", "Bayu", "Dimas", "Edi", "Galih", "Heru", "Ilham", "Krisna", "Lukman", "Pandu", "Rizal", "Teguh")
FAMILIES = ("Anggraini", "Firmansyah", "Hidayat", "Kusuma", "Maulana", "Nugroho", "Pratama", "Saputra", "Utami")
MOTHERS = ("Aminah", "Darsih", "Kartini", "Mariam", "Painem", "Rohana", "Sulastri", "Sumarni", "Warsiti", "Zubaidah")
CITIES = ("3171", "3273", "3372", "3374", "3578", "3603", "1275", "7371", "5171", "9471")
DIGITS = {"002": 15, "008": 13, "009": 10, "014": 10, "200": 16, "451": 10}


@dataclass(frozen=True, slots=True)
class Employer:
    """`status` active, bankrupt or closed; `region_code` the kab/kota of the workplace."""

    npp: str
    name: str
    scale: str = "menengah"
    address: str = "Jalan Contoh 1"
    region_code: str = "3372"
    email: str = ""
    status: str = "active"
    status_since: date | None = None

    def document(self) -> dict[str, object]:
        return _plain(asdict(self))


@dataclass(frozen=True, slots=True)
class Account:
    """`on_transfer`: settle, `refuse:code` at once, `reject:code` later, or `return:code` after settling."""

    bank: str
    number: str
    name: str
    status: str = "active"
    on_transfer: str = "settle"

    def document(self) -> dict[str, object]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Membership:
    """`until` None: still active."""

    npp: str
    since: date
    until: date | None = None
    kpj: str = "99000000001"
    programmes: tuple[str, ...] = ("JKK", "JKM", "JHT", "JP")


@dataclass(frozen=True, slots=True)
class Contribution:
    """`month` as YYYY-MM, wage in whole rupiah, `paid_on` None: unpaid."""

    month: str
    npp: str
    wage: int | None
    paid_on: date | None
    reported_on: date


@dataclass(frozen=True, slots=True)
class PreviousBenefit:
    phk_on: date
    months_paid: int = 6


@dataclass(frozen=True, slots=True)
class Bpjs:
    """What BPJS Ketenagakerjaan holds. `jkn`: ppu, pbpu, pbi or none."""

    citizen: bool | None = True
    registered_on: date | None = None
    jkn: str | None = "ppu"
    memberships: tuple[Membership, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    previous_benefits: tuple[PreviousBenefit, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """`bpjs` None: never registered there. `in_dukcapil` False: the registry does not hold the number."""

    nik: str
    full_name: str
    mother_name: str
    born_on: date
    sex: str
    region_code: str = "3372"
    phone: str = ""
    email: str = ""
    bpjs: Bpjs | None = field(default_factory=Bpjs)
    accounts: tuple[Account, ...] = ()
    died_on: date | None = None
    in_dukcapil: bool = True

    def document(self) -> dict[str, object]:
        """The facts the partners hold: phone, e-mail and accounts are not part of it."""
        facts = asdict(replace(self, accounts=()))
        return _plain({name: value for name, value in facts.items() if name not in ("phone", "email", "accounts")})


def nik(born_on: date, sex: str, serial: int, *, district: str = "0101") -> str:
    """Sixteen digits: 99, regency and district, birth date (women: day + 40), serial 1 to 9999."""
    day = born_on.day + (40 if sex == "P" else 0)
    return f"{PROVINCE}{district}{day:02d}{born_on:%m%y}{serial:04d}"


def months_before(month: date, count: int) -> list[date]:
    """Return the first days of the `count` months before `month`, oldest first."""
    last = month.year * 12 + month.month - 1
    return [date((last - n) // 12, (last - n) % 12 + 1, 1) for n in range(count, 0, -1)]


def contributions(
    npp: str, wage: int, *, phk_on: date, months: int, today: date, unpaid: Collection[int] = ()
) -> tuple[Contribution, ...]:
    """Return `months` months before the month of the PHK, and that month itself as reported and not yet paid.

    Paid on the 10th of the following month, in time on any calendar. `unpaid` counts backwards: 1 is the month before
    the PHK. Reported on the 5th, so the last wage is known before the PHK.
    """
    rows = []
    for back, month in zip(range(months, -1, -1), [*months_before(phk_on, months), phk_on.replace(day=1)], strict=True):
        paid_on = _tenth_of_next(month)
        settled = back > 0 and back not in unpaid and paid_on <= today
        reported_on = min(month.replace(day=5), phk_on)
        rows.append(Contribution(f"{month:%Y-%m}", npp, wage, paid_on if settled else None, reported_on))
    return tuple(rows)


def person(seed: int, *, today: date, npp: str = "99000001", wage: int = 3_200_000) -> Person:
    """Return the invented person number `seed` (0 to 9999 are distinct) with 30 paid months at `npp`."""
    dice = random.Random(seed)
    sex = dice.choice("LP")
    born_on = date(dice.randint(1975, 2002), dice.randint(1, 12), dice.randint(1, 28))
    name = f"{dice.choice(WOMEN if sex == 'P' else MEN)} {dice.choice(FAMILIES)}"
    bank = dice.choice(sorted(DIGITS))
    started = months_before(today, 31)[0]
    return Person(
        nik=nik(born_on, sex, seed % 9999 + 1, district=f"{seed // 9999 % 99 + 1:02d}01"),
        full_name=name,
        mother_name=dice.choice(MOTHERS),
        born_on=born_on,
        sex=sex,
        region_code=dice.choice(CITIES),
        phone=f"+62899{seed % 10_000_000:07d}",
        email=f"orang{seed}@contoh.invalid",
        bpjs=Bpjs(
            registered_on=started,
            memberships=(Membership(npp, started, kpj=f"99{seed:09d}"),),
            contributions=contributions(npp, wage, phk_on=today, months=30, today=today),
        ),
        accounts=(Account(bank, f"{seed + 1:0{DIGITS[bank]}d}", name.upper()),),
    )


def _tenth_of_next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 10)


def _plain(value: object) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value
