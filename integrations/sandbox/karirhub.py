"""Karirhub of the sandbox: invented vacancies, the same number of them always the same ones."""

from datetime import timedelta

from integrations.sandbox.partner import Call, Operation, Refusal, Reply

COUNT = 250
JOBS = (
    ("75", "Operator jahit", ["mesin jahit industri", "ketelitian"], 2_900_000),
    ("83", "Pengemudi truk", ["SIM B1", "hafal jalan"], 3_800_000),
    ("52", "Kasir", ["menghitung uang", "mesin kasir"], 2_900_000),
    ("41", "Staf administrasi", ["Excel", "Word"], 3_300_000),
    ("54", "Satpam", ["Gada Pratama", "patroli"], 3_300_000),
    ("81", "Operator produksi", ["mesin produksi", "kerja gilir"], 3_800_000),
    ("22", "Perawat", ["STR", "perawatan pasien"], 4_500_000),
    ("25", "Pengembang web", ["PHP", "JavaScript"], 6_500_000),
    ("43", "Staf gudang", ["stok barang", "Excel"], 3_200_000),
    ("91", "Petugas kebersihan", ["kebersihan", "ketelitian"], 2_500_000),
)
REGIONS = ("3372", "3313", "3273", "3578", "3171", "3374", "1275", "7371", "3275", "3404", "5171", "6471")
COMPANIES = (
    "PT Anugerah Niaga Contoh",
    "CV Karya Mandiri Contoh",
    "PT Mitra Logam Contoh",
    "UD Sumber Pangan Contoh",
    "PT Bahtera Sentosa Contoh",
    "CV Lestari Jaya Contoh",
    "PT Graha Utama Contoh",
)
EMPLOYMENTS = ("pkwt", "pkwtt", "harian")


def list_vacancies(call: Call) -> Reply:
    """The page that begins at `cursor`."""
    cursor, limit = call.text("cursor"), call.body.get("limit")
    if not (cursor == "" or cursor.isdigit()) or not isinstance(limit, int) or not 1 <= limit <= 100:
        raise Refusal(422, "invalid_request")
    gone = set(call.store.note("karirhub_gone", []))
    count, first = call.store.note("karirhub_count", COUNT), int(cursor or 0)
    numbers = range(first, min(first + limit, count))
    rows = [vacancy(call, number) for number in numbers if f"KH-{number:06d}" not in gone]
    following = str(first + limit) if first + limit < count else ""
    return Reply({"vacancies": rows, "cursor": following, "as_of": call.store.stamp()})


def vacancy(call: Call, number: int) -> dict[str, object]:
    """One invented vacancy, by its number."""
    turn, job = divmod(number, len(JOBS))
    group, title, skills, wage = JOBS[job]
    abroad = number % 50 == 49
    today = call.store.now().date()
    return {
        "id": f"KH-{number:06d}",
        "title": title,
        "company": COMPANIES[(turn + job) % len(COMPANIES)],
        "group": group,
        "description": f"Mengerjakan tugas {title.lower()} setiap hari.\nMencatat hasil kerja.",
        "requirements": "Jujur dan disiplin.\nBersedia kerja gilir.",
        "region_code": "" if abroad else REGIONS[(turn + job) % len(REGIONS)],
        "country": "Jepang" if abroad else "",
        "wage_from": wage + number % 7 * 50_000,
        "wage_to": None if number % 3 else wage + 500_000,
        "education": 2 + number % 3,
        "experience_years": number % 4,
        "employment": EMPLOYMENTS[number % len(EMPLOYMENTS)],
        "openings": 1 + number % 9,
        "skills": skills,
        "published_at": (call.store.now() - timedelta(days=1 + number % 20)).isoformat(),
        "closes_on": (today + timedelta(days=10 + number % 40)).isoformat(),
        "url": f"https://karirhub.kemnaker.go.id/lowongan/KH-{number:06d}",
    }


OPERATIONS = (Operation("list_vacancies", "POST", "/v1/vacancies/list", list_vacancies),)
