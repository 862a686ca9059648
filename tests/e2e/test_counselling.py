"""From asking for counselling to a worksheet that both signed: a vacancy applied for and a training recommended.

She is on a phone, the counsellor at a desk; once with scripts and once by forms alone. The story lies in the past, as
that of the six months.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from core import clock
from tests.e2e import meeting, months, story
from tests.e2e.portal import Running
from tests.e2e.visitor import Visitor, visitor

pytestmark = pytest.mark.browser

COUNSELLOR = "konselor@contoh.invalid"
SERIALS = {True: 8401, False: 8402}
HELLO, ANSWER = "Selamat pagi, apa kabar?", "Pagi Bu. Saya penjahit enam tahun."
AGREEMENT = "Melamar operator jahit minggu ini, lalu ikut pelatihan menjahit."


@pytest.fixture(params=[True, False], ids=["with scripts", "by forms alone"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return request.param


@pytest.fixture
def who(portal: Running, scripts: bool) -> story.Worker:
    serial = SERIALS[scripts]
    portal.tell(f"from tests.e2e.months import begin; begin({serial})")
    return months.person(serial, clock.today())


@pytest.fixture
def people(
    chromium: Browser, portal: Running, who: story.Worker, scripts: bool
) -> Iterator[tuple[Visitor, Visitor, Visitor]]:
    """She, the counsellor, and whoever moves the day; all signed in before it moves."""
    with ExitStack() as stack:
        enter = stack.enter_context
        she = enter(visitor(chromium, portal, who.email, phone=who.person.phone, width=390, scripts=scripts))
        fitri = enter(visitor(chromium, portal, COUNSELLOR, width=1280, scripts=scripts))
        anybody = enter(visitor(chromium, portal, width=1280))
        yield she, fitri, anybody
        months.moves_back(anybody)


def test_from_a_request_to_a_worksheet_that_both_signed(
    who: story.Worker, people: tuple[Visitor, Visitor, Visitor]
) -> None:
    she, fitri, anybody = people
    months.moves_to(anybody, months.first_day(clock.today()) + timedelta(days=3))
    registers(she)
    asks(she, "10.00" if she.scripts else "10.30")
    accepts(fitri, who)
    months.is_told(she, "onseling")
    pk, starts_at = meeting.session_of(she.portal, who.email)
    meeting.is_at(she.portal, starts_at + timedelta(minutes=1))
    she.open("/konseling/")
    she.follow("Mulai konseling")
    fitri.open(f"/konselor/sesi/{pk}/")
    says(fitri, HELLO)
    hears(she, HELLO)
    says(she, ANSWER)
    hears(fitri, ANSWER)
    shows_a_vacancy(fitri, pk)
    recommends_a_training(fitri, pk)
    applies_in_the_room(she, pk)
    writes_and_signs(fitri, pk)
    signs(she, who, pk)
    she.open("/ipk/portofolio/")
    she.sees("Terkirim")
    she.open("/pelatihan/")
    she.sees("Fitri")
    fitri.open(f"/konselor/sesi/{pk}/")
    fitri.sees("Disepakati berdua")


def registers(she: Visitor) -> None:
    """Once, before the first request; something in the profile, so that an employer reads more than a name."""
    she.open("/ipk/profil/keahlian/tambah/")
    she.write("Keahlian", "menjahit, obras")
    she.press("Simpan")
    she.open("/konseling/")
    she.follow("Daftar sebagai pencaker")
    she.follow("Isi pendaftaran")
    she.write("Pekerjaan yang Anda inginkan", "Operator jahit")
    she.select("Golongan pekerjaan", "Pengolah makanan, garmen, dan kayu")
    she.date("Siap bekerja mulai", months.first_day(clock.today()) + timedelta(days=14))
    she.press("Simpan pendaftaran")


def asks(she: Visitor, time: str) -> None:
    """A time of the counsellor near her, on the first day that has it."""
    she.open("/konseling/ajukan/")
    she.choose("Saya bingung mulai dari mana")
    she.write("Ceritakan sedikit", "Saya penjahit enam tahun.")
    she.choose("Konseling karier")
    she.choose("Obrolan tertulis")
    day = she.page.locator("details.day", has=she.page.locator(".times label", has_text=time)).first
    if day.get_attribute("open") is None:
        day.locator("summary").click()
    day.locator(".times label", has_text=time).first.click()
    she.press("Kirim permohonan")
    she.sees("Konseling aktif")


def accepts(fitri: Visitor, who: story.Worker) -> None:
    fitri.open(f"/konselor/antrian/?q={who.person.full_name.split()[0]}")
    fitri.follow(who.person.full_name.split()[0])
    fitri.press("Setujui dan jadwalkan")
    fitri.sees("Sesi terjadwal. Peserta diberi tahu.")


def says(one: Visitor, text: str) -> None:
    one.write("Tulis pesan", text)
    if one.scripts:
        one.page.locator("form.send button").click()
        expect(one.page.locator("main")).to_contain_text(text)
    else:
        one.press("Kirim")
        one.sees(text)


def hears(one: Visitor, text: str) -> None:
    if not one.scripts:
        one.follow("Muat pesan baru")
    one.sees(text)


def shows_a_vacancy(fitri: Visitor, pk: str) -> None:
    fitri.follow("Cari lowongan dan pelatihan")
    fitri.open(f"/konselor/sesi/{pk}/rekomendasi/?q=operator+jahit+garmen")
    row = fitri.page.locator("form ul.list > li", has_text="PT Busana Lestari Contoh").first
    row.locator("label.tick").click()
    fitri.write("Mengapa ini sesuai", "Dekat rumah dan sesuai pengalaman.")
    fitri.press("Kirim ke peserta")
    fitri.sees("PT Busana Lestari Contoh")


def recommends_a_training(fitri: Visitor, pk: str) -> None:
    fitri.open(f"/konselor/sesi/{pk}/rekomendasi/?bagian=pelatihan&bidang=semua")
    fitri.page.locator("form ul.list label.tick").first.click()
    fitri.write("Mengapa ini sesuai", "Menambah keterampilan menjahit.")
    fitri.press("Rekomendasikan")


def applies_in_the_room(she: Visitor, pk: str) -> None:
    hears(she, "Lowongan dari konselor")
    she.follow("Lamar sekarang")
    she.press("Kirim lamaran")
    she.open(f"/konseling/{pk}/ruang/")
    she.sees("Pelatihan dari konselor")


def writes_and_signs(fitri: Visitor, pk: str) -> None:
    fitri.open(f"/konselor/sesi/{pk}/")
    fitri.write("Yang disepakati", AGREEMENT)
    fitri.write("Langkah berikutnya", "Peserta melamar; konselor menelepon dua minggu lagi.")
    fitri.press("Selesaikan dan tandatangani")
    fitri.sees(AGREEMENT)
    fitri.write("Nama lengkap Anda", "Fitri Handayani")
    fitri.press("Tanda tangani dan kirim")
    fitri.sees("Menunggu jawaban peserta")


def signs(she: Visitor, who: story.Worker, pk: str) -> None:
    she.open(f"/konseling/{pk}/kertas-kerja/")
    she.sees(AGREEMENT)
    she.write("Nama lengkap Anda", who.person.full_name)
    she.press("Setujui dan tanda tangani")
    she.sees("Disepakati berdua")
