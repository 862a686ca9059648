"""From registration to the letter of payment, told once for the tests and for the pictures."""

import io
import re
from dataclasses import dataclass
from datetime import date, timedelta

from PIL import Image, ImageDraw

from core.formatting import rupiah
from integrations.sandbox import people
from integrations.sandbox.people import Account, Bpjs, Membership, Person
from jkp_portal.demo.cast import PASSWORD
from tests.e2e.visitor import Visitor, eventually

GARMEN = "99000002"  # an employer of the demo with an HR officer who signs in
WAGE = 4_200_000
FIRST_MONTH = rupiah(2_520_000)  # 60 % of the wage, which is under the ceiling


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody nobody has heard of yet: `person` is what the partners will say."""

    person: Person
    phk_on: date

    @property
    def account(self) -> Account:
        return self.person.accounts[0]

    @property
    def email(self) -> str:
        return self.person.email


def worker(serial: int, name: str, *, today: date) -> Worker:
    """A worker of the garment firm with 30 paid months, laid off nine days ago."""
    phk_on, born_on = today - timedelta(days=9), date(1994, 5, 17)
    since = people.months_before(phk_on, 31)[0]
    person = Person(
        nik=people.nik(born_on, "P", serial),
        full_name=name,
        mother_name="Suharti",
        born_on=born_on,
        sex="P",
        region_code="3374",
        phone=f"+62897000{serial:04d}",
        email=f"pekerja{serial}@contoh.invalid",
        bpjs=Bpjs(
            registered_on=since,
            memberships=(Membership(GARMEN, since, kpj=f"9911000{serial:04d}"),),
            contributions=people.contributions(GARMEN, WAGE, phk_on=phk_on, months=30, today=today),
        ),
        accounts=(Account("002", f"00000002{serial:07d}", name.upper()),),
    )
    return Worker(person, phk_on)


def registers(she: Visitor, who: Worker) -> None:
    """A2: two pages and the code from the phone."""
    she.open("/")
    she.open("/daftar/")
    she.write("NIK", who.person.nik)
    she.write("Nama lengkap", who.person.full_name)
    she.write("Nama ibu kandung", who.person.mother_name)
    she.date("Tanggal lahir", who.person.born_on)
    she.press("Lanjutkan")
    she.write("Nomor HP", who.person.phone)
    she.write("Email", who.email)
    she.write("Kata sandi", PASSWORD)
    she.choose("Saya setuju data saya dipakai")
    code = she.portal.next_sms(who.person.phone)
    she.press("Kirim kode")
    she.sees("Isi kode 6 angka")
    she.write("Kode 6 angka", eventually(code))
    she.press("Buat akun")
    she.open("/identitas/")
    she.wait_for("Identitas Anda sudah terverifikasi")


def reports_phk(she: Visitor, who: Worker) -> None:
    """W2: six questions, with a photograph of the letter."""
    she.open("/dasbor/")
    she.open("/phk/lapor/")
    she.follow("Mulai melapor")
    she.wait_for("PT Garmen Sejahtera Contoh")
    she.choose("PT Garmen Sejahtera Contoh")
    she.press("Lanjutkan")
    she.date("Kapan PHK Anda berlaku?", who.phk_on)
    she.press("Lanjutkan")
    she.choose("Perusahaan mengurangi pekerja")
    she.press("Lanjutkan")
    she.choose("Karyawan tetap (PKWTT)")
    she.write("Upah terakhir sebulan", str(WAGE))
    she.press("Lanjutkan")
    she.choose("Surat atau bukti PHK")
    she.upload("Foto atau PDF", "surat phk.jpg", photograph(who))
    she.write("Nomor surat", "PHK/17/2026")
    she.date("Tanggal surat", who.phk_on)
    she.press("Unggah bukti")
    she.follow("Periksa laporan")
    she.sees("PT Garmen Sejahtera Contoh", "surat phk")
    she.choose("Keterangan ini benar")
    she.press("Kirim laporan PHK")
    she.sees("PHK-")


def employer_agrees(he: Visitor, who: Worker) -> None:
    """E3: HR confirms what the worker reported."""
    he.open("/perusahaan/phk/")
    he.follow(who.person.full_name)
    he.sees(who.person.full_name, "Apakah laporan pekerja benar?")
    he.press("Ya, benar")


def mediator_accepts(she: Visitor, who: Worker) -> None:
    """G5: the proof is accepted."""
    she.open(f"/mediasi/?q={who.person.full_name.replace(' ', '+')}")
    row = she.page.locator("tbody tr", has_text=who.person.full_name)
    she._leave(row.get_by_role("link").first)
    she.sees(who.person.full_name, "Keterangan kedua pihak")
    she.choose("Sahkan bukti PHK")
    she.unfold("Isi bila mengesahkan")
    she.select("Jenis bukti yang sah", "Surat atau bukti PHK yang sudah diterima pekerja")
    she.select("Keterangan yang dipakai", "Pekerja")
    she.press("Simpan putusan")


def reads_that_it_is_due(she: Visitor) -> None:
    """Each condition with its fact and its article."""
    she.open("/dasbor/")
    she.wait_for("Ajukan klaim", at="/dasbor/")
    she.open("/dasbor/")
    link = she.page.locator('main a[href*="/kelayakan/"]').first
    she._leave(link)
    she.wait_for("Anda memenuhi semua syarat JKP")
    she.sees(FIRST_MONTH, "Masa iur cukup", "Bukti PHK diterima")
    articles = re.findall(r"(?:PP 6/2025|Permenaker 2/2025|PP 37/2021)[^·]*Pasal \d+", she.reads())
    assert len(articles) >= 8, articles


def applies(she: Visitor, who: Worker) -> None:
    """W4 to W8: four tasks, in their order, and the receipt."""
    she.press("Ajukan klaim")
    she.sees("0 dari 4 selesai")
    she.follow("Periksa data diri")
    she.choose("Data diri ini benar")
    she.press("Simpan")
    she.sees("1 dari 4 selesai")
    she.follow("Isi rekening bank")
    she.select("Bank", "BRI")
    she.write("Nomor rekening", who.account.number)
    she.write("Nama pemilik rekening", who.person.full_name)
    she.press("Simpan rekening")
    she.sees("2 dari 4 selesai")
    signs(she, who)
    she.sees("3 dari 4 selesai")
    she.follow("Periksa dan kirim")
    she.choose("Keterangan ini benar")
    she.press("Kirim klaim bulan ke-1")
    she.sees("Klaim bulan ke-1 terkirim", "JKP-")
    she.open(she.path)  # a bookmark says the same
    she.sees("Klaim bulan ke-1 terkirim")


def signs(she: Visitor, who: Worker) -> None:
    """W6: read, ask for the code, type the name, sign."""
    she.follow("Baca dan tanda tangani KAPK")
    code = she.portal.next_sms(who.person.phone)
    she.press("Kirim kode lewat SMS")
    she.write("Ketik nama lengkap Anda", who.person.full_name)
    she.write("Kode 6 angka", eventually(code))
    she.choose("Saya sudah membaca dan menyetujui KAPK")
    she.press("Tanda tangani")


def saves_the_receipt(she: Visitor) -> bytes:
    she.open(she.path)
    she.wait_for("Simpan bukti (PDF)")
    return she.download("Simpan bukti (PDF)")


def verifier_approves(she: Visitor, who: Worker) -> None:
    """B2: the conditions, the grid of 24 months, the decision."""
    she.open("/bpjs/verval/")
    row = she.page.locator("tbody tr", has_text=who.person.full_name.split()[0])
    she._leave(row.get_by_role("link").first)
    she.sees(who.person.full_name, "syarat terpenuhi")
    she.choose("Setujui")
    she.write("Penjelasan", "Syarat dan rekening sudah diperiksa.")
    she.press("Simpan putusan")


def maker_builds_and_freezes(he: Visitor, who: Worker) -> str:
    """B3: the path of the frozen batch."""
    he.open("/bpjs/bayar/siap/")
    he.wait_for(who.person.full_name)
    he.press("Susun batch")
    he.sees(who.person.full_name)
    he.press("Bekukan batch")
    he.sees("Dibekukan")
    return he.path


def checker_approves(she: Visitor, batch: str) -> None:
    she.open(batch)
    she.press("Setujui dan kirim ke bank")


def sees_the_money(she: Visitor) -> None:
    """W21: paid, on the word of the bank."""
    she.open("/pembayaran/")
    she.wait_for("Dibayar")
    she.sees("Dibayar", FIRST_MONTH)
    she.open("/dasbor/")
    she.sees("Dibayar")


def opens_the_payment_letter(she: Visitor) -> tuple[bytes, str]:
    """The letter as PDF, and the address that its QR leads to."""
    she.open("/pembayaran/")
    she.wait_for("Bukti pembayaran")
    she.follow("Bukti pembayaran")
    she.sees(FIRST_MONTH)
    code = re.search(r"\b(?:[A-Z0-9]{4}-){2}[A-Z0-9]{4}\b", she.reads())
    assert code, she.reads()
    return she.download("Unduh PDF"), f"/verifikasi/{code[0]}/"


def photograph(who: Worker) -> bytes:
    """A letter of termination as a phone would photograph it."""
    image = Image.new("RGB", (900, 1200), "#f7f4ec")
    draw = ImageDraw.Draw(image)
    lines = ("SURAT PEMUTUSAN HUBUNGAN KERJA", "Nomor: PHK/17/2026", f"Nama: {who.person.full_name}")
    for row, line in enumerate(lines):
        draw.text((80, 90 + row * 60), line, fill="#14282b", font_size=30)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()
