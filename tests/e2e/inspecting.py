"""Steps of a complaint that ends in a sanction: two people complain, inspectors look, an office denies its services.

It begins four months ago and ends before today, so that nothing of the demo's other people comes due meanwhile.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.operations.users import create_user
from core import clock
from core.formatting import deadline, long_date, plain_date
from integrations.sandbox.people import Employer
from jkp_portal.demo.cast import PASSWORD, HumanResources
from jkp_portal.demo.months import on_day
from jkp_portal.demo.people import hire_hr
from jkp_portal.demo.stories import page_photo
from rules.calendar import SHIPPED, add_months, month_of
from rules.deadlines import inspection_reply_due, warning_due
from rules.debts import administrative_fine, debts
from rules.duties import FINE_DAYS
from rules.money import Rupiah
from tests.e2e.further import stage_of_the_demo
from tests.e2e.portal import Running
from tests.e2e.visitor import Visitor

FIRM = Employer(
    "99100091",
    "PT Payung Teduh Contoh",
    address="Jalan Veteran 19, Surakarta",
    email="sdm@payung-teduh.invalid",
)
HR = HumanResources("hr.payung@contoh.invalid", "Hesti Purnama", FIRM.npp, "+6289700091001")
WORKER, WORKER_PHONE, WORKER_NAME = "pekerja8601@contoh.invalid", "+6289700008601", "Seroja Winarti"
CITY = "3372"
FOUND = "Sebelas pekerja bagian jahit bekerja sejak Januari dan tidak terdaftar dalam JKP."


@dataclass(frozen=True, slots=True)
class Days:
    """Each is the first working day after the clock before it ran out. Letters arrive on the day they are written."""

    begins: date

    @property
    def reply_until(self) -> date:
        return inspection_reply_due(self.begins)

    @property
    def first(self) -> date:
        return SHIPPED.next_working_day(self.reply_until + timedelta(days=1))

    @property
    def second(self) -> date:
        return SHIPPED.next_working_day(warning_due(self.first) + timedelta(days=1))

    @property
    def fine(self) -> date:
        return SHIPPED.next_working_day(warning_due(self.second) + timedelta(days=1))

    @property
    def fine_ends(self) -> date:
        return self.fine + timedelta(days=FINE_DAYS.on(self.fine).value)

    @property
    def recommended(self) -> date:
        return SHIPPED.next_working_day(self.fine_ends + timedelta(days=1))


def days(today: date) -> Days:
    return Days(SHIPPED.next_working_day(add_months(today, -4)))


def begin() -> None:
    """Run beside the portal: a firm with somebody of its staff, and a worker with an account."""
    stage_of_the_demo().partners.load(employers=[FIRM])
    with on_day(days(clock.today()).begins):
        hire_hr(HR, clock.now())
        create_user(
            email=WORKER,
            phone=WORKER_PHONE,
            full_name=WORKER_NAME,
            password=PASSWORD,
            phone_verified=True,
            at=clock.now(),
        )


# --- who complains -----------------------------------------------------------------------------------------------


def complains(she: Visitor, since: date, text: str, *, named: bool) -> str:
    """P8. The number of the complaint."""
    she.open("/pengaduan/")
    she.choose("Saya tidak didaftarkan ke BPJS Ketenagakerjaan")
    she.write("Nama perusahaan atau NPP", FIRM.name)
    she.pick("Kabupaten atau kota tempat kerja", CITY)
    she.write("Sejak bulan", f"{since.month} {since.year}")
    she.write("Ceritakan yang terjadi", text)
    if named:
        she.choose("Ya, dengan akun saya")
    she.press("Kirim pengaduan")
    she.sees("Pengaduan terkirim", "Perusahaan tidak tahu siapa Anda")
    return number_on(she, "PGD")


def number_on(she: Visitor, series: str) -> str:
    """The first number of a series that the page says."""
    found = re.search(rf"{series}-\d{{4}}-\d{{7}}", she.reads())
    assert found, she.reads()
    return found[0]


# --- the inspectors ----------------------------------------------------------------------------------------------


def takes(he: Visitor, complaint: str) -> str:
    """G1: the address of the case, whose firm is found among those that BPJS knows."""
    he.open(f"/pengawasan/pengaduan/?q={complaint}")
    he.follow(complaint)
    he.press("Ambil pengaduan ini")
    he.press(f"Pilih {FIRM.name}")
    he.sees(FIRM.npp)
    return he.path


def refers(he: Visitor, case: str) -> None:
    he.open(case)
    he.unfold("Teruskan ke pemeriksaan")
    he.write("Kabar untuk pelapor", "Kami memeriksa daftar pekerja langsung di tempat kerja.")
    he.press("Teruskan")
    he.sees("Pengaduan diteruskan ke pemeriksaan.")


def answers(he: Visitor, case: str) -> None:
    he.open(case)
    he.unfold("Jawab pengaduan")
    he.write("Jawaban untuk pelapor", "Pengawas menemukan sebelas pekerja yang tidak terdaftar. Perusahaan diwajibkan.")
    he.press("Kirim jawaban")
    he.sees("Jawaban terkirim kepada pelapor.")


def is_at_risk(portal: Running, he: Visitor) -> None:
    """G2: once the night has counted, the firm is on the list because of its complaints."""
    portal.ring("compliance.rebuild_risks", "batch")
    he.open(f"/pengawasan/risiko/?q={FIRM.npp}")
    he.wait_for(FIRM.name, at=f"/pengawasan/risiko/?q={FIRM.npp}")
    he.sees("Pengaduan kepesertaan, upah, atau PHK yang belum selesai: 2", "masuk daftar bila paling sedikit 2")
    he.follow(FIRM.name)
    he.sees("Mengapa perusahaan ini muncul", "2 belum selesai, dari 2.", "Belum pernah diperiksa.")


def inspects(he: Visitor, case: str, on: date) -> str:
    """The address of the inspection that the complaint opens."""
    he.open(case)
    he.follow("Bawa ke pemeriksaan")
    he.date("Hari kunjungan", on)
    he.press("Buka pemeriksaan")
    he.sees(FIRM.name)
    return he.path


def joins(he: Visitor, case: str, day: date) -> str:
    """The address of the inspection that is planned already."""
    he.open(case)
    he.sees("Di daftar risiko")
    he.follow("Bawa ke pemeriksaan")
    he.sees("Perusahaan ini sudah dijadwalkan", f"kunjungan {long_date(day, 'id')}")
    he.press("Gabungkan pengaduan")
    return he.path


def orders(she: Visitor, inspection: str) -> None:
    she.open(inspection)
    she.press("Terbitkan surat tugas")
    she.sees("Surat tugas terbit.")


def visits(he: Visitor, inspection: str, on: date) -> None:
    """The record, and one finding."""
    he.open(inspection)
    he.date("Hari kunjungan", on)
    he.write("Tempat", "Pabrik di Jalan Veteran 19, Surakarta")
    he.write("Yang ditemui", "Hesti Purnama, kepala bagian SDM")
    he.write("Yang diperiksa dan dilihat", "Daftar hadir dan daftar upah bagian jahit dicocokkan dengan daftar BPJS.")
    he.press("Simpan berita acara")
    he.pick("Kewajiban", "enrol")
    he.write("Banyaknya", "11")
    he.write("Yang ditemukan", FOUND)
    he.press("Simpan temuan")
    he.sees("Temuan tersimpan.", FOUND)


def issues(she: Visitor, inspection: str) -> None:
    she.open(inspection)
    she.press("Terbitkan nota")
    she.sees("Nota pemeriksaan terbit dan sampai kepada perusahaan.")


def hands_to_sanctions(he: Visitor, inspection: str) -> str:
    """The address of the sanction."""
    he.open(inspection)
    he.unfold("Catat tindak lanjut")
    he.write("Hasil tindak lanjut", "Sebelas pekerja belum terdaftar pada hari pemeriksaan ulang.")
    he.press("Simpan tindak lanjut")
    he.press("Teruskan ke sanksi")
    he.follow("SNK-")
    return he.path


def unpaid(begins: date) -> str:
    """Two months before, as an officer types them."""
    first, second = (add_months(begins.replace(day=1), -back) for back in (3, 2))
    return f"{first:%m-%Y} 12.500.000\n{second:%m-%Y} 10.000.000"


def fine(days: Days) -> int:
    """0.1 % of each for each month late, as the rules count it on the day of the approval."""
    first, second = (month_of(add_months(days.begins.replace(day=1), -back)) for back in (3, 2))
    owed = debts({first: Rupiah(12_500_000), second: Rupiah(10_000_000)}, days.fine)
    return administrative_fine(owed, days.fine)


# --- the sanction ------------------------------------------------------------------------------------------------


def sees_that_duties_are(he: Visitor, case: str, words: str, text: str) -> None:
    he.open(case)
    he.unfold("Catat yang Anda lihat")
    he.choose(words)
    he.write("Yang Anda lihat", text)
    he.press("Simpan", within=he.page.locator("section[aria-labelledby=penuh]"))
    he.sees("Yang Anda lihat tercatat.")


def proposes(he: Visitor, step: str, text: str, *, unpaid: str = "", offices: Iterable[str] = ()) -> None:
    """The next step, on the page of the case."""
    he.sees(f"Langkah berikutnya: {step}", "Dapat diusulkan")
    he.unfold("Usulkan langkah ini")
    he.write("Alasan usulan", text)
    if unpaid:
        he.write("Iuran terutang menurut bulan", unpaid)
    for office in offices:
        he.choose(office)
    he.press("Kirim usulan")
    he.sees("Usulan menunggu persetujuan koordinator.", f"Usulan: {step}")


def approves(she: Visitor, case: str, step: str) -> None:
    she.open(case)
    she.sees(f"Usulan: {step}")
    she.press("Setujui dan terbitkan surat")
    she.sees("Usulan disetujui. Suratnya sudah terbit.")


def arrives(he: Visitor, case: str, on: date) -> None:
    he.open(case)
    he.unfold("Catat hari surat diterima")
    he.date("Diterima perusahaan pada", on)
    he.choose("Diantar, dengan tanda terima")
    he.upload("Bukti diterima", "tanda terima.jpg", receipt("TANDA TERIMA SURAT", plain_date(on, "id")))
    he.press("Simpan hari diterima")
    he.sees("Hari diterima tercatat.")


def office_denies(he: Visitor, case: str, on: date) -> None:
    """It answers that its services are denied."""
    he.open(case)
    he.unfold("Catat jawaban kantor")
    he.choose("Layanan dihentikan")
    he.date("Tanggal surat kantor", on)
    he.write("Nomor surat kantor", "503/DPMPTSP/091")
    he.press("Simpan jawaban")
    he.sees("Jawaban kantor tercatat.")


def proves(she: Visitor) -> None:
    """E4, on the employer's page of the case."""
    she.write("Apa yang sudah dipenuhi", "Sebelas pekerja bagian jahit terdaftar; sertifikatnya terlampir.")
    she.upload("Bukti", "sertifikat.jpg", receipt("SERTIFIKAT KEPESERTAAN", "11 pekerja"))
    she.press("Kirim bukti")
    she.sees("Bukti dari perusahaan")


def receipt(*lines: str) -> bytes:
    """A page as a phone would photograph it."""
    return page_photo(list(lines), "JPEG")


def last_day(day: date) -> str:
    """As pages say a day to the minute."""
    return deadline(day, "id")
