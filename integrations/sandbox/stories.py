"""People with a situation, by name: demo seeding and tests tell the same stories.

`story("siti", today=…)` gives the person as the partners know them, the employer, and the PHK that happens to them.
Everything is counted back from `today`, so a story is as true next year as now (from 7 February 2025 on).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from integrations.sandbox.people import (
    Account,
    Bpjs,
    Contribution,
    Employer,
    Membership,
    Person,
    PreviousBenefit,
    contributions,
    months_before,
    nik,
)
from rules.calendar import Month, month_of
from rules.deadlines import contribution_due

BUSANA = Employer(
    "99000001",
    "PT Busana Lestari Contoh",
    scale="besar",
    address="Jalan Slamet Riyadi 101, Surakarta",
    email="sdm@busana-lestari.invalid",
)
GARMEN = Employer(
    "99000002",
    "PT Garmen Sejahtera Contoh",
    address="Jalan Brigjen Sudiarto 20, Semarang",
    region_code="3374",
    email="hrd@garmen-sejahtera.invalid",
)
WARUNG = Employer(
    "99000003",
    "CV Warung Rasa Contoh",
    scale="kecil",
    address="Jalan Braga 8, Bandung",
    region_code="3273",
    email="kantor@warung-rasa.invalid",
)
TENUN = Employer(
    "99000004",
    "PT Tenun Makmur Contoh",
    address="Jalan Industri 5, Surabaya",
    region_code="3578",
    email="personalia@tenun-makmur.invalid",
    status="bankrupt",
)
LOGISTIK = Employer(
    "99000005",
    "PT Logistik Nusantara Contoh",
    address="Jalan Gatot Subroto 40, Jakarta Selatan",
    region_code="3171",
    email="people@logistik-nusantara.invalid",
)
EMPLOYERS = (BUSANA, GARMEN, WARUNG, TENUN, LOGISTIK)


@dataclass(frozen=True, slots=True)
class Phk:
    """The end of work as the documents say. `reason`: letter of Pasal 154A(1)."""

    on: date
    reason: str = "b"
    contract: str = "PKWTT"
    contract_ends_on: date | None = None
    proof: str = "tanda_terima"
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """`outcome` is what the rules say today (eligible, ineligible, held, needs_officer), `failing` the codes not met.

    `employers` are all the person worked for; the PHK is at `employer`.
    """

    name: str
    about: str
    person: Person
    employer: Employer
    phk: Phk
    wage: int
    outcome: str = "eligible"
    failing: tuple[str, ...] = ()
    employers: tuple[Employer, ...] = ()

    @property
    def account(self) -> Account:
        return self.person.accounts[0]


@dataclass(frozen=True, slots=True)
class _Who:
    """The civil side of a person; `born` and serial give the NIK, the account ends in `tail`."""

    full_name: str
    mother: str
    born: date
    sex: str
    serial: int
    bank: str = "002"
    tail: str = "0001"
    region: str = "3372"

    def person(self, bpjs: Bpjs | None) -> Person:
        first = self.full_name.split()[0].lower()
        digits = {"002": 15, "008": 13, "009": 10, "014": 10, "200": 16, "451": 10}[self.bank]
        number = f"{self.serial:0{digits - 4}d}{self.tail}"
        return Person(
            nik=nik(self.born, self.sex, self.serial),
            full_name=self.full_name,
            mother_name=self.mother,
            born_on=self.born,
            sex=self.sex,
            region_code=self.region,
            phone=f"+62898000{self.serial:04d}",
            email=f"{first}@contoh.invalid",
            bpjs=bpjs,
            accounts=(Account(self.bank, number, self.full_name.upper()),),
        )


def _worked(
    who: _Who,
    employer: Employer,
    wage: int,
    today: date,
    *,
    months: int = 30,
    days_ago: int = 12,
    owed: int = 0,
    jkn: str = "ppu",
    programmes: tuple[str, ...] = ("JKK", "JKM", "JHT", "JP"),
) -> tuple[Person, Phk]:
    """A person who worked `months` whole months before the month of a PHK `days_ago`.

    `owed`: the last months that were due at the PHK, and unpaid (Pasal 39).
    """
    phk = Phk(on=today - timedelta(days=days_ago))
    since = months_before(phk.on, months)[0]
    bpjs = Bpjs(
        registered_on=since,
        jkn=jkn,
        memberships=(Membership(employer.npp, since, kpj=f"9900000{who.serial:04d}", programmes=programmes),),
        contributions=contributions(
            employer.npp, wage, phk_on=phk.on, months=months, today=today, unpaid=_unpaid(owed, phk.on)
        ),
    )
    return who.person(bpjs), phk


def _unpaid(owed: int, phk_on: date) -> tuple[int, ...]:
    """Counted back from the month before the PHK; that one is unpaid too, but no debt, when it was not due yet."""
    not_due = contribution_due(Month(month_of(phk_on) - 1)) >= phk_on
    return tuple(range(1, 1 + owed + not_due)) if owed else ()


def _held(person: Person) -> Bpjs:
    """What BPJS holds of a person it knows."""
    if person.bpjs is None:
        raise ValueError(person.full_name)
    return person.bpjs


def _siti(today: date) -> Story:
    who = _Who("Siti Rahmawati", "Sulastri", date(1991, 3, 14), "P", 101, tail="4471")
    person, phk = _worked(who, BUSANA, 6_200_000, today)
    return Story("siti", "eligible, wage above the ceiling", person, BUSANA, phk, 6_200_000)


def _wati(today: date) -> Story:
    who = _Who("Wati Handayani", "Kartini", date(1995, 8, 2), "P", 102, bank="008", tail="2210")
    person, phk = _worked(who, BUSANA, 3_450_000, today, days_ago=3)
    return Story("wati", "eligible, has just lost her work and has not reported it", person, BUSANA, phk, 3_450_000)


def _yusuf(today: date) -> Story:
    who = _Who("Yusuf Hidayat", "Mariam", date(1988, 11, 23), "L", 103, bank="014", tail="8830", region="3374")
    person, phk = _worked(who, GARMEN, 4_100_000, today, days_ago=6)
    return Story("yusuf", "eligible, reports himself and waits for the employer", person, GARMEN, phk, 4_100_000)


def _dewi(today: date) -> Story:
    who = _Who("Dewi Anggraini", "Rohana", date(1998, 5, 30), "P", 104, bank="009", tail="5512", region="3374")
    person, phk = _worked(who, GARMEN, 3_000_000, today, months=12)
    return Story("dewi", "eligible, 12 of 24 months just met", person, GARMEN, phk, 3_000_000)


def _budi(today: date) -> Story:
    who = _Who("Budi Santoso", "Painem", date(1993, 1, 9), "L", 105, tail="7781", region="3374")
    person, phk = _worked(who, GARMEN, 3_600_000, today, months=11)
    return Story("budi", "11 months paid", person, GARMEN, phk, 3_600_000, "ineligible", ("ELG-05",))


def _vina(today: date) -> Story:
    who = _Who("Vina Oktaviani", "Suparti", date(1996, 10, 2), "P", 131, tail="6640", region="3374")
    person, phk = _worked(who, GARMEN, 3_500_000, today, months=11)
    return Story("vina", "11 months paid, says 12", person, GARMEN, phk, 3_500_000, "ineligible", ("ELG-05",))


def _wulan(today: date) -> Story:
    who = _Who("Wulan Sari", "Tarmi", date(1998, 4, 11), "P", 132, tail="7702")
    person, phk = _worked(who, BUSANA, 3_300_000, today)
    ended = replace(phk, contract="PKWT", contract_ends_on=phk.on)
    because = "the fixed term ran out, and she says it was ended before"
    return Story("wulan", because, person, BUSANA, ended, 3_300_000, "ineligible", ("ELG-03",))


def _rudi(today: date) -> Story:
    who = _Who("Rudi Hartono", "Warsiti", date(1990, 7, 17), "L", 106, bank="008", tail="1190")
    person, phk = _worked(who, BUSANA, 4_800_000, today)
    return Story("rudi", "resigned", person, BUSANA, replace(phk, reason="i"), 4_800_000, "ineligible", ("ELG-02",))


def _ani(today: date) -> Story:
    who = _Who("Ani Lestari", "Sumarni", date(1999, 12, 5), "P", 107, bank="451", tail="3306", region="3273")
    person, phk = _worked(who, WARUNG, 2_750_000, today, months=14, programmes=("JKK", "JKM", "JHT"))
    ended = replace(phk, contract="PKWT", contract_ends_on=phk.on)
    return Story(
        "ani", "the fixed term ran out on its last day", person, WARUNG, ended, 2_750_000, "ineligible", ("ELG-03",)
    )


def _gita(today: date) -> Story:
    who = _Who("Gita Permata", "Darsih", date(1997, 4, 21), "P", 108, bank="451", tail="9045", region="3273")
    person, phk = _worked(who, WARUNG, 2_900_000, today, months=16, programmes=("JKK", "JKM", "JHT"))
    early = replace(phk, contract="PKWT", contract_ends_on=phk.on + timedelta(days=1))
    return Story("gita", "fixed term ended a day early, small enterprise without JP", person, WARUNG, early, 2_900_000)


def _joko(today: date) -> Story:
    who = _Who("Joko Susilo", "Zubaidah", date(1986, 9, 11), "L", 109, tail="6120")
    person, phk = _worked(who, BUSANA, 5_300_000, today)
    since = months_before(phk.on, 5)[0]
    rows = contributions(LOGISTIK.npp, 2_400_000, phk_on=phk.on, months=5, today=today)
    bpjs = replace(
        _held(person),
        memberships=(*_held(person).memberships, Membership(LOGISTIK.npp, since, kpj="99000000109")),
        contributions=(*_held(person).contributions, *rows),
    )
    busy = replace(person, bpjs=bpjs)
    return Story(
        "joko",
        "still employed elsewhere",
        busy,
        BUSANA,
        phk,
        5_300_000,
        "ineligible",
        ("ELG-07",),
        (BUSANA, LOGISTIK),
    )


def _ratna(today: date) -> Story:
    who = _Who("Ratna Wulandari", "Aminah", date(1994, 2, 27), "P", 110, bank="200", tail="7004", region="3171")
    person, phk = _worked(who, LOGISTIK, 4_400_000, today, owed=4)
    return Story("ratna", "eligible, employer four months in arrears", person, LOGISTIK, phk, 4_400_000)


def _hendra(today: date) -> Story:
    who = _Who("Hendra Gunawan", "Sulastri", date(1983, 6, 19), "L", 111, tail="2837", region="3578")
    person, phk = _worked(who, TENUN, 4_250_000, today, owed=5)
    bankrupt = replace(TENUN, status_since=phk.on - timedelta(days=30))
    return Story("hendra", "eligible, bankrupt employer five months in arrears", person, bankrupt, phk, 4_250_000)


def _lina(today: date) -> Story:
    who = _Who("Lina Marlina", "Rohana", date(1992, 10, 8), "P", 112, bank="009", tail="4410")
    person, phk = _worked(who, BUSANA, 4_700_000, today)
    second = Account("002", "000000001124411", "LINA MARLINA")
    closed = replace(person, accounts=(replace(person.accounts[0], status="closed"), second))
    return Story("lina", "eligible, the bank account is closed, the second one is good", closed, BUSANA, phk, 4_700_000)


def _agus(today: date) -> Story:
    """The first account sends the money back, the second takes it."""
    who = _Who("Agus Setiawan", "Warsiti", date(1989, 1, 25), "L", 113, bank="014", tail="6601", region="3374")
    person, phk = _worked(who, GARMEN, 4_950_000, today, days_ago=20)
    first = replace(person.accounts[0], on_transfer="return:account_dormant")
    second = Account("002", "000000001136602", "AGUS SETIAWAN")
    moved = replace(person, accounts=(first, second))
    return Story("agus", "eligible, the bank takes the money and sends it back", moved, GARMEN, phk, 4_950_000)


def _nur(today: date) -> Story:
    """Her family calls her mother Maryam; the registry holds Siti Maryam. Registering with "Maryam" contradicts it."""
    who = _Who("Nur Aisyah", "Siti Maryam", date(1996, 3, 3), "P", 114, bank="451", tail="1207", region="3273")
    person, phk = _worked(who, WARUNG, 3_100_000, today, programmes=("JKK", "JKM", "JHT"))
    return Story("nur", "eligible, mother's name differs at Dukcapil", person, WARUNG, phk, 3_100_000)


def _eko(today: date) -> Story:
    who = _Who("Eko Prasetyo", "Kartini", date(1987, 8, 30), "L", 115, tail="9902")
    person, phk = _worked(who, BUSANA, 3_900_000, today)
    own = Account("014", "0001159903", "EKO PRASETYO")
    shared = replace(person, accounts=(replace(person.accounts[0], name="YULIANA PUSPITA"), own))
    return Story("eko", "eligible, the account is his wife's, the second is his own", shared, BUSANA, phk, 3_900_000)


def _tono(today: date) -> Story:
    who = _Who("Tono Wijaya", "Painem", date(1990, 12, 12), "L", 116, tail="3145", region="3273")
    phk = Phk(on=today - timedelta(days=9))
    return Story("tono", "never registered at BPJS", who.person(None), WARUNG, phk, 2_600_000, "needs_officer", ())


def _sri(today: date) -> Story:
    """A benefit four years ago: 48 months since, 60 are needed."""
    who = _Who("Sri Mulyati", "Sumarni", date(1985, 5, 5), "P", 117, bank="200", tail="5588")
    person, phk = _worked(who, BUSANA, 4_600_000, today, months=48)
    earlier = PreviousBenefit(months_before(phk.on, 49)[0].replace(day=10))
    again = replace(person, bpjs=replace(_held(person), previous_benefits=(earlier,)))
    return Story("sri", "second benefit too early", again, BUSANA, phk, 4_600_000, "ineligible", ("ELG-10",))


def _fajar(today: date) -> Story:
    who = _Who("Fajar Nugroho", "Darsih", date(2000, 10, 28), "L", 118, bank="008", tail="7519", region="3171")
    person, phk = _worked(who, LOGISTIK, 3_300_000, today, jkn="pbi")
    return Story("fajar", "eligible, JKN as assisted member", person, LOGISTIK, phk, 3_300_000)


def _indra(today: date) -> Story:
    """BPJS holds no wage for any month: an officer decides."""
    who = _Who("Indra Kusuma", "Mariam", date(1991, 6, 6), "L", 119, bank="014", tail="4023", region="3171")
    person, phk = _worked(who, LOGISTIK, 3_700_000, today)
    rows: tuple[Contribution, ...] = tuple(replace(row, wage=None) for row in _held(person).contributions)
    wageless = replace(person, bpjs=replace(_held(person), contributions=rows))
    return Story("indra", "wage unknown at BPJS", wageless, LOGISTIK, phk, 3_700_000, "needs_officer", ())


def _tuti(today: date) -> Story:
    """Her benefit runs: the demo tells her months from their first day on."""
    who = _Who("Tuti Alawiyah", "Rohana", date(1993, 9, 16), "P", 120, tail="3120")
    person, phk = _worked(who, BUSANA, 4_250_000, today)
    return Story("tuti", "eligible, in her third month of benefit", person, BUSANA, phk, 4_250_000)


def _mira(today: date) -> Story:
    """Her benefit runs too; in her second month she began a training."""
    who = _Who("Mira Astuti", "Suharni", date(1997, 2, 11), "P", 123, tail="5206")
    person, phk = _worked(who, BUSANA, 3_800_000, today)
    return Story("mira", "eligible, learns in her third month of benefit", person, BUSANA, phk, 3_800_000)


def _yani(today: date) -> Story:
    who = _Who("Yani Susanti", "Painem", date(1996, 6, 4), "P", 121, bank="009", tail="7708")
    person, phk = _worked(who, BUSANA, 3_500_000, today)
    return Story("yani", "eligible, finds work in her first month", person, BUSANA, phk, 3_500_000)


def _dedi(today: date) -> Story:
    who = _Who("Dedi Kurniawan", "Aminah", date(1990, 4, 12), "L", 122, bank="008", tail="6054", region="3374")
    person, phk = _worked(who, GARMEN, 4_000_000, today)
    return Story("dedi", "eligible, was paid for a month in which he worked", person, GARMEN, phk, 4_000_000)


_TELLERS: dict[str, Callable[[date], Story]] = {
    teller.__name__.removeprefix("_"): teller
    for teller in (
        *(_siti, _wati, _yusuf, _dewi, _budi, _rudi, _ani, _gita, _joko, _ratna),
        *(_hendra, _lina, _agus, _nur, _eko, _tono, _sri, _fajar, _indra),
        *(_tuti, _mira, _yani, _dedi),
        *(_vina, _wulan),
    )
}
NAMES = tuple(_TELLERS)


def story(name: str, *, today: date) -> Story:
    """Return the story of `name` as of `today`. Raises KeyError for a name nobody has."""
    told = _TELLERS[name](today)
    return told if told.employers else replace(told, employers=(told.employer,))


def all_stories(*, today: date) -> tuple[Story, ...]:
    return tuple(story(name, today=today) for name in NAMES)
