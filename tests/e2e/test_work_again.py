"""From an empty profile to a job in a real browser: five applications, an interview, a yes, and the benefit's end.

On the width of a phone, with the employer's people at a desk; once with scripts and once by forms alone. The story lies
in the past, as that of the six months.
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from urllib.parse import quote_plus

import pytest
from playwright.sync_api import Browser

from core import clock
from tests.e2e import months, story
from tests.e2e.portal import Running
from tests.e2e.visitor import Visitor, visitor

pytestmark = pytest.mark.browser

SERIALS = dict(zip((True, False), months.SEEKER, strict=True))
BUSANA, SEWING = "PT Busana Lestari Contoh", "Operator jahit garmen"
OTHERS = ("kasir", "satpam", "sopir", "admin gudang", "perawat", "juru masak", "teknisi")
VACANCY = re.compile(r"/ipk/lowongan/[0-9a-f-]{36}/")


@pytest.fixture(params=[True, False], ids=["with scripts", "by forms alone"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def who(portal: Running, scripts: bool) -> story.Worker:
    serial = SERIALS[scripts]
    portal.tell(f"from tests.e2e.months import begin; begin({serial})")
    return months.person(serial, clock.today())


@pytest.fixture
def people(
    chromium: Browser, portal: Running, who: story.Worker, scripts: bool
) -> Iterator[tuple[Visitor, Visitor, Visitor]]:
    """She, the employer's HR, and whoever moves the day; all signed in before it moves."""
    with ExitStack() as stack:
        enter = stack.enter_context
        she = enter(visitor(chromium, portal, who.email, phone=who.person.phone, width=390, scripts=scripts))
        hr = enter(visitor(chromium, portal, "hr.busana@contoh.invalid", width=1280, scripts=scripts))
        anybody = enter(visitor(chromium, portal, width=1280))
        yield she, hr, anybody
        months.moves_back(anybody)


def test_from_an_empty_profile_to_a_job(who: story.Worker, people: tuple[Visitor, Visitor, Visitor]) -> None:
    she, hr, anybody = people
    day = months.first_day(clock.today())
    months.moves_to(anybody, day)
    writes_a_profile(she)
    registers_as_jobseeker(she)
    applies_to_five(she)
    calls(hr, who, day + timedelta(days=1))
    months.is_told(she, "wawancara")
    months.moves_to(anybody, day + timedelta(days=2))
    takes(hr, who)
    months.is_told(she, BUSANA)
    she.open("/dasbor/")
    she.sees("Laporkan pekerjaan baru Anda", BUSANA)
    reports_it(she)
    months.moves_to(anybody, day + timedelta(days=4))
    anybody.portal.ring("core.sweep")
    she.open("/dasbor/")
    she.wait_for("Sudah bekerja lagi", at="/dasbor/")
    she.open("/status-kerja/")
    she.sees("Manfaat Anda berhenti karena Anda sudah bekerja", BUSANA)


def writes_a_profile(she: Visitor) -> None:
    """Three parts by themselves, one with nothing to say, in the order that the page asks for."""
    she.open("/ipk/profil/")
    she.sees("0 dari 9 terisi")
    she.open("/ipk/profil/data-diri/")
    she.write("Ringkasan tentang Anda", "Tujuh tahun menjahit kemeja ekspor.")
    she.press("Simpan data diri")
    she.open("/ipk/profil/pendidikan/tambah/")
    she.select("Jenjang", "SMK")
    she.write("Nama sekolah atau perguruan tinggi", "SMK Contoh 4")
    she.press("Simpan")
    she.open("/ipk/profil/keahlian/tambah/")
    she.write("Keahlian", "menjahit, obras")
    she.press("Simpan")
    she.open("/ipk/profil/sertifikasi/")
    she.press("Saya tidak punya sertifikat")
    she.open("/ipk/profil/")
    she.sees("4 dari 9 terisi")


def registers_as_jobseeker(she: Visitor) -> None:
    """What the portal knows already is filled in: the condition, and where she lives."""
    she.open("/ipk/pencari-kerja/daftar/")
    she.write("Pekerjaan yang Anda inginkan", "Operator jahit")
    she.select("Golongan pekerjaan", "Pengolah makanan, garmen, dan kayu")
    she.date("Siap bekerja mulai", months.first_day(clock.today()))
    she.press("Simpan pendaftaran")
    she.sees("Anda terdaftar sebagai pencari kerja", "Ter-PHK")


def applies_to_five(she: Visitor) -> None:
    """To five firms, with the profile as it is; nothing is uploaded, and the mission is complete at once."""
    firms = [applies(she, next(at for at, firm in found(she, SEWING) if firm == BUSANA))]
    for words in OTHERS:
        if len(firms) == 5:
            break
        firms += applies_to_another(she, words, firms)
    assert len(set(firms)) == 5
    she.open("/ipk/misi/")
    she.sees("Misi bulan ke-2 terpenuhi", "Lamaran lewat portal")
    she.open("/ipk/portofolio/")
    she.sees(*firms, "Terkirim")


def applies_to_another(she: Visitor, words: str, firms: list[str]) -> list[str]:
    """One more firm that takes applications through the portal, if these words find one."""
    for address, firm in found(she, words):
        if firm not in firms:
            she.open(address)
            if she.page.locator("#lamar").count():
                return [applies(she, address)]
    return []


def found(she: Visitor, words: str) -> list[tuple[str, str]]:
    """Address and firm of each vacancy that is found."""
    she.open(f"/ipk/lowongan/?q={quote_plus(words)}")
    cards = she.page.locator("ul.vac > li").all()
    return [
        (card.locator("h3 a").get_attribute("href") or "", card.locator("p").first.inner_text().split(" · ")[0])
        for card in cards
    ]


def applies(she: Visitor, address: str) -> str:
    """The firm that got it."""
    assert VACANCY.search(address)
    she.open(address)
    firm = she.page.locator("main .lead").first.inner_text().split(" · ")[0]
    she.follow("Lamar sekarang")
    she.sees("Yang dibaca perusahaan", "Tujuh tahun menjahit kemeja ekspor.")
    she.press("Kirim lamaran")
    she.sees("Terkirim")
    return firm


def opens_her(hr: Visitor, who: story.Worker) -> None:
    hr.open("/perusahaan/lowongan/")
    hr.follow(SEWING)
    hr.follow("Lihat pelamar")
    hr.follow(who.person.full_name)
    hr.sees("SMK Contoh 4", "menjahit")
    assert who.person.nik not in hr.page.content()


def calls(hr: Visitor, who: story.Worker, day: date) -> None:
    opens_her(hr, who)
    hr.follow("Panggil wawancara")
    hr.date("Tanggal", day)
    hr.write("Pukul", "10.00")
    hr.write("Tempat atau tautan", "Jalan Contoh 1, Surakarta")
    hr.press("Panggil 1 pelamar")


def takes(hr: Visitor, who: story.Worker) -> None:
    opens_her(hr, who)
    hr.follow("Terima bekerja")
    hr.press("Terima pelamar ini bekerja")


def reports_it(she: Visitor) -> None:
    """The form knows the employer already; nothing has stopped until she sends it."""
    she.open("/status-kerja/")
    she.sees(f"{BUSANA} menerima Anda", "tidak ada yang berhenti sendiri")
    she.date("Kapan hari pertama kerja?", months.first_day(clock.today()) + timedelta(days=3))
    she.press("Lanjutkan")
    she.press("Kirim laporan")
    she.sees("Laporan Anda tercatat", "Masih bisa dibatalkan")
