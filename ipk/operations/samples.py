"""Invented vacancies of invented companies, for the demo and the benchmarks: plausible in number, place and pay.

Titles, skills and wages are those of `ipk/data/sample_jobs.csv`; provinces follow their population. The same seed
gives the same vacancies. Rows go in by COPY, so that a hundred thousand take seconds and not minutes.
"""

import csv
import io
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from django.db import connection, transaction

from core import clock
from core.models import Region
from ipk.enums.vacancies import Employment, VacancySource, VacancyState, WorkPlace
from ipk.operations.words import refresh_words
from ipk.sample_jobs import SampleJob, sample_jobs
from participants.models import Employer
from rules.jobsearch import fold_company

VACANCIES_A_COMPANY = 25
ROWS_A_STATEMENT = 5_000
OLDEST_DAYS, LONGEST_DAYS = 45, 60
# Inhabitants in hundreds of thousands, rounded: how often a province is drawn.
POPULATION = {
    "11": 55, "12": 155, "13": 58, "14": 67, "15": 37, "16": 88, "17": 21, "18": 94, "19": 15, "21": 22, "31": 107,
    "32": 503, "33": 379, "34": 38, "35": 415, "36": 124, "51": 44, "52": 56, "53": 56, "61": 56, "62": 28, "63": 42,
    "64": 40, "65": 7, "71": 27, "72": 31, "73": 94, "74": 28, "75": 12, "76": 15, "81": 19, "82": 13, "91": 6,
    "92": 6, "94": 11, "95": 5, "96": 14, "97": 14,
}  # fmt: skip
# What a wage is worth there, in percent of the table's.
WAGE_LEVEL = {"31": 150, "36": 130, "32": 115, "64": 115, "21": 120, "34": 80, "33": 85, "53": 82, "52": 85}
FORMS = ("PT", "PT", "PT", "CV", "UD")
FIRST = (  # none begins the name of a firm of the stories
    "Konveksi", "Rajut", "Bina", "Wastra", "Sumber", "Karya", "Mitra", "Sinar", "Cipta", "Graha", "Surya", "Nusa",
    "Samudra", "Rimba", "Boga", "Griya", "Wahana", "Anugerah", "Citra", "Mega", "Harapan", "Cahaya", "Tirta", "Bumi",
)  # fmt: skip
SECOND = (
    "Lestari", "Nusantara", "Tekstil", "Makmur", "Abadi", "Jaya", "Pangan", "Logam", "Mandiri", "Sejahtera", "Bersama",
    "Utama", "Sentosa", "Perkasa", "Medika", "Digital", "Logistik", "Konstruksi", "Agro", "Elektrik", "Niaga", "Husada",
)  # fmt: skip
LEVELS = ("", "", "", "", "Senior ", "Junior ", "Kepala regu ")
DUTIES = (
    "Mengerjakan tugas {title} setiap hari sesuai jadwal kerja.",
    "Memeriksa hasil kerja sendiri sebelum diserahkan kepada pengawas.",
    "Mencatat hasil dan kendala pada akhir giliran kerja.",
    "Menjaga kebersihan dan keselamatan di tempat kerja.",
    "Bekerja sama dengan regu dan melapor kepada kepala bagian.",
    "Melayani pertanyaan rekan kerja atau pelanggan dengan sopan.",
    "Menggunakan alat kerja sesuai petunjuk dan merawatnya.",
    "Menyiapkan bahan dan perlengkapan sebelum giliran kerja dimulai.",
    "Mencapai sasaran mingguan yang disepakati bersama kepala bagian.",
    "Mengikuti pelatihan singkat yang diadakan perusahaan pada bulan pertama.",
)
WISHES = (
    "Menguasai {skill}.",
    "Jujur, disiplin, dan mampu bekerja dalam regu.",
    "Bersedia kerja gilir.",
    "Berdomisili di sekitar tempat kerja atau bersedia pindah.",
    "Sehat jasmani dan rohani.",
    "Mampu membaca petunjuk kerja dan mengisi formulir sederhana.",
    "Bersedia mengikuti masa perkenalan selama tiga bulan.",
    "Pengalaman {years} tahun di bidang yang sama.",
)
COUNTRIES = ("Jepang", "Korea Selatan", "Taiwan", "Malaysia", "Singapura")
KINDS = (Employment.PERMANENT, *[Employment.FIXED_TERM] * 3, Employment.DAILY, Employment.PART_TIME)
PLACES = (*[WorkPlace.ONSITE] * 12, WorkPlace.HYBRID, WorkPlace.REMOTE)
COLUMNS = (
    "id", "employer_id", "company", "title", "occupation_id", "description", "requirements", "region_id", "country",
    "wage_from", "wage_to", "education", "experience_years", "employment", "work_place", "openings", "skills", "source",
    "external_id", "external_url", "state", "version", "flags", "created_at", "submitted_at", "due_on", "published_at",
    "closes_on", "seen_at", "reason", "officer_note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Company:
    id: UUID
    name: str
    region: str


@transaction.atomic
def generate_vacancies(count: int, *, seed: int, at: datetime, counts_words: bool = True) -> int:
    """Write `count` open vacancies of invented companies. A seed that was used before writes nothing. Returns how many.

    Company numbers begin with 98, which BPJS does not give out. Without `counts_words` misspelt words are compared with
    the former count.
    """
    if Employer.objects.filter(npp=_npp(seed, 0)).exists():
        return 0
    chance = random.Random(seed)  # noqa: S311 - plausible, not secret
    places = _places()
    companies = _found_companies(chance, seed, max(1, count // VACANCIES_A_COMPANY), places, at)
    rows = (_row(chance, chance.choice(companies), places, at) for _number in range(count))
    while chunk := list(islice(rows, ROWS_A_STATEMENT)):
        _copy(chunk)
    if counts_words:
        refresh_words()
    return count


def _npp(seed: int, number: int) -> str:
    return f"98{seed:03d}{number:05d}"


def _places() -> dict[str, list[str]]:
    """Regencies and cities by province; cities stand three times, because more work is there."""
    found: dict[str, list[str]] = {}
    for code, name in Region.objects.exclude(parent=None).order_by("code").values_list("code", "name"):
        found.setdefault(code[:2], []).extend([code] * (3 if name.startswith("Kota") else 1))
    return found


def _draw_place(chance: random.Random, places: dict[str, list[str]]) -> str:
    province = chance.choices(list(POPULATION), list(POPULATION.values()))[0]
    return chance.choice(places[province])


def _found_companies(
    chance: random.Random, seed: int, count: int, places: dict[str, list[str]], at: datetime
) -> list[Company]:
    rows = []
    for number in range(count):
        name = f"{chance.choice(FORMS)} {chance.choice(FIRST)} {chance.choice(SECOND)} Contoh"
        rows.append(
            Employer(
                id=UUID(int=chance.getrandbits(128), version=4),
                npp=_npp(seed, number),
                name=name,
                name_key=fold_company(name),
                scale="menengah",
                region_id=_draw_place(chance, places),
                seen_at=at,
                verified_at=at,
            )
        )
    Employer.objects.bulk_create(rows, batch_size=1_000)
    return [Company(row.id, row.name, str(row.region_id)) for row in rows]


def _ranked(chance: random.Random, title: str) -> str:
    """ "Operator jahit", "Kepala regu operator jahit", "Senior IT support"."""
    rank = chance.choice(LEVELS)
    follows = title if not rank or title[:2].isupper() else title[:1].lower() + title[1:]
    return rank + follows


def _row(chance: random.Random, company: Company, places: dict[str, list[str]], at: datetime) -> tuple[object, ...]:
    job = chance.choice(sample_jobs())
    country = chance.choice(COUNTRIES) if chance.random() < 0.03 else ""
    region = "" if country else company.region if chance.random() < 0.8 else _draw_place(chance, places)
    wage_from, wage_to = _wage(chance, job, region[:2], bool(country))
    years = chance.choice((0, 0, 1, 1, 2, 3))
    published = at - timedelta(minutes=chance.randrange(OLDEST_DAYS * 24 * 60))
    closes = clock.legal_date(at) + timedelta(days=chance.randrange(1, LONGEST_DAYS))
    skills = chance.sample(job.skills, chance.randint(2, len(job.skills)))
    return (
        UUID(int=chance.getrandbits(128), version=4), company.id, company.name, _ranked(chance, job.title),
        job.group, _lines(chance, DUTIES, 6, title=job.title.lower()),
        _lines(chance, WISHES, 5, skill=job.skills[0], years=max(years, 1)), region or None, country,
        wage_from, wage_to,
        job.schooling, years, chance.choice(KINDS), chance.choice(PLACES), chance.choice((1, 1, 2, 3, 5, 10)),
        _array(skills), VacancySource.PORTAL, "", "", VacancyState.PUBLISHED, 1, "{}", published, published, None,
        published, closes, None, "", "",
    )  # fmt: skip


def _wage(chance: random.Random, job: SampleJob, province: str, is_abroad: bool) -> tuple[int | None, int | None]:
    """Rounded to fifty thousand; one in ten says nothing, one in four names one figure."""
    level = 320 if is_abroad else WAGE_LEVEL.get(province, 100)
    lowest = job.wage * level // 100 * chance.randrange(90, 111) // 100 // 50_000 * 50_000
    dice = chance.random()
    if dice < 0.1:
        return None, None
    return lowest, None if dice < 0.35 else lowest + chance.randrange(4, 21) * 50_000


def _lines(chance: random.Random, sentences: Sequence[str], count: int, **words: object) -> str:
    return "\n".join(sentence.format(**words) for sentence in chance.sample(sentences, count))


def _array(items: Sequence[str]) -> str:
    """An array as PostgreSQL reads it."""
    return "{" + ",".join(json.dumps(item, ensure_ascii=False) for item in items) + "}"


def _copy(rows: Sequence[tuple[object, ...]]) -> None:
    content = io.StringIO()
    writer = csv.writer(content)
    for row in rows:
        writer.writerow(["\\N" if value is None else value for value in row])
    content.seek(0)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY ipk_vacancy ({', '.join(COLUMNS)}) FROM STDIN WITH (FORMAT csv, NULL '\\N')", content)
