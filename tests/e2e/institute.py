"""Steps of a training: what its institute, the offices and the participants do at their browsers."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from core.formatting import plain_date
from tests.e2e.learning import ACCOUNT, BANK, COST, HEAD_NAME, HOUSE, VIN
from tests.e2e.visitor import Visitor, eventually

TITLE = "Obras dan jahit lurus"
HOURS = (("08.00", "09.45"), ("10.00", "11.45"), ("13.00", "14.45"), ("15.00", "16.45"))
LENGTH = 105  # minutes of each of the four meetings a day
FULL = -1

# --- a partner -----------------------------------------------------------------------------------------------------


def registers(he: Visitor) -> None:
    he.open("/mitra/daftar/")
    he.write("Nama lembaga", HOUSE)
    he.write("VIN (Vocational Identification Number)", VIN)
    he.choose("Swasta")
    he.pick("Kabupaten atau kota", "3372")
    he.write("Alamat", "Jalan Slamet Riyadi 85, Surakarta")
    he.write("Nama pimpinan", HEAD_NAME)
    he.press("Daftarkan lembaga")
    he.sees(HOUSE)


def completes_its_profile(he: Visitor, today: date) -> None:
    he.open("/mitra/profil/lembaga/")
    he.write("Telepon lembaga", "0271 555085")
    he.write("Email lembaga", "kantor@jarum-emas.invalid")
    he.press("Simpan")
    he.open("/mitra/profil/izin/")
    he.choose("Izin LPK")
    he.write("Nomor izin atau tanda daftar", "503/LPK/0085")
    he.date("Izin berlaku sampai", today + timedelta(days=900))
    he.write("Nomor akreditasi LA-LPK", "LA-LPK/0085")
    he.date("Terakreditasi sampai", today + timedelta(days=700))
    he.press("Simpan")
    he.open("/mitra/profil/rekening/")
    he.pick("Bank", BANK)
    he.write("Nomor rekening", ACCOUNT)
    he.press("Simpan")
    he.open("/mitra/profil/instruktur/")
    he.write("Nama instruktur", "Wahyu Lestari")
    he.write("Bidang yang diajarkan", "Menjahit")
    he.write("Pengalaman mengajar (tahun)", "8")
    he.press("Tambah")
    he.open("/mitra/profil/sarana/")
    he.choose("Bengkel atau tempat praktik")
    he.write("Nama", "Bengkel jahit")
    he.write("Kapasitas peserta", "20")
    he.press("Tambah")


def writes_a_programme(he: Visitor) -> str:
    """Its address."""
    he.open("/mitra/program/baru/")
    he.write("Nama program", TITLE)
    he.pick("Golongan jabatan yang dituju", "75")
    he.choose("Tatap muka")
    he.write("Jam pelajaran", "35")
    he.write("Hari pertemuan", "5")
    he.write("Yang dipelajari", "Menjalankan mesin obras.\nMenjahit lurus.")
    he.write("Kurikulum: unit dan jam", "Mesin obras: 14 jam\nJahit lurus: 21 jam")
    he.write("Biaya per peserta yang diajukan", str(COST + 100_000))
    he.press("Simpan program")
    he.sees(TITLE)
    return he.path


def proposes_a_partnership(he: Visitor) -> None:
    he.open("/mitra/profil/pengajuan/")
    he.press("Ajukan kemitraan")
    he.sees("Pengajuan terkirim.")


def verifies(she: Visitor) -> None:
    """Every item of the checklist."""
    finds(she, "/reviu/lpk/", HOUSE)
    for item in she.page.locator("#periksa fieldset").all():
        item.locator("label", has_text="Ya").first.click()
    she.press("Tetapkan memenuhi syarat")
    she.sees("Memenuhi syarat. Pimpinan lembaga sudah diminta menandatangani.")


def signs(he: Visitor) -> None:
    he.open("/mitra/profil/perjanjian/")
    he.write("Ketik nama lengkap Anda", HEAD_NAME)
    he.choose("Saya sudah membaca perjanjian ini")
    he.press("Tandatangani")


def signs_for_the_ministry(he: Visitor) -> None:
    finds(he, "/reviu/lpk/", HOUSE)
    he.follow("Periksa dan tanda tangani")
    he.press("Tandatangani perjanjian")
    he.sees("JKP-3372-")


def prices(he: Visitor, programme: str, institutes: Visitor) -> None:
    """Proposed by its institute, and set by the office lower than was asked."""
    institutes.open(programme)
    institutes.press("Ajukan program")
    institutes.sees("Sedang dinilai Kemnaker")
    finds(he, "/reviu/program/", TITLE)
    he.write("Biaya per peserta", str(COST))
    he.write("Pertimbangan", "Sesuai jam pelajaran.")
    he.press("Tetapkan dan daftarkan")


def finds(she: Visitor, desk: str, words: str) -> None:
    """By the desk's search, then the row of the table."""
    she.open(f"{desk}?q={words.replace(' ', '+')}")
    she.follow(words)
    she.sees(words)


# --- classes, vouchers, meetings -----------------------------------------------------------------------------------


def opens_a_class(he: Visitor, first: date, last: date, schedule: str) -> str:
    """Its key."""
    he.open("/mitra/kelas/baru/")
    he.page.get_by_label("Program").select_option(index=1)
    he.date("Hari pertama", first)
    he.date("Hari terakhir", last)
    he.write("Hari dan jam", schedule)
    he.write("Tempat", "Jalan Slamet Riyadi 85, Surakarta")
    he.write("Kursi", "16")
    he.press("Buka kelas")
    he.sees("Daftarkan peserta")
    return he.path.rstrip("/").rpartition("/")[2]


def plans(he: Visitor, held: str, hours: tuple[tuple[str, str], ...], each: int) -> None:
    """The same hours on every working day of the class: `each` of them, and then the next hours."""
    for start, end in hours:
        he.open(f"/mitra/kelas/{held}/presensi/rencana/")
        he.write("Mulai jam", start)
        he.write("Selesai jam", end)
        he.press("Lihat tanggalnya")
        he.sees(f"{each} pertemuan akan dijadwalkan")
        he.press("Simpan pertemuan", within=he.page.locator("section.warm"))


def joins(she: Visitor) -> None:
    """From the voucher, without typing its code; into the class that begins first."""
    she.open("/pelatihan/")
    she.follow("Buka voucher dan pilih kelas")
    she.sees("Kode Anda")
    she._leave(she.page.locator("ul.list b a").first)
    she.press("Daftar ke kelas ini")
    she.sees("Kelas Anda")


def enrols(he: Visitor, held: str, code: str, name: str) -> None:
    he.open(f"/mitra/kelas/{held}/")
    he.write("Kode voucher peserta", code)
    he.press("Daftarkan dengan voucher")
    he.sees(name)


def records(he: Visitor, held: str, rosters: Iterable[Mapping[str, int]]) -> None:
    """The rosters that are due, the first one first; by name, minutes or FULL."""
    he.open(f"/mitra/kelas/{held}/presensi/")
    for minutes in rosters:
        he.follow("Isi presensi")
        writes_down(he, minutes)


def writes_down(he: Visitor, minutes: Mapping[str, int], *, reason: str = "") -> None:
    for name, there in minutes.items():
        row = he.page.locator("fieldset.roll", has_text=name)
        answer = {FULL: "Hadir penuh", 0: "Tidak hadir"}.get(there, "Sebagian")
        row.locator("label", has_text=answer).first.click()
        if answer == "Sebagian":
            row.locator("input[type=number]").fill(str(there))
    if reason:
        he.write("Alasan perubahan", reason)
    he.press("Simpan presensi")


def reads_her_training(she: Visitor, *words: str) -> None:
    """From the list of what is over."""
    she.open("/pelatihan/")
    she.follow(TITLE)
    she.sees(*words)


def reports_work(she: Visitor, accepted_on: date, started_on: date) -> None:
    she.open("/status-kerja/lapor/")
    she.write("Tempat kerja", "CV Kain Contoh")
    she.date("Kapan Anda diterima?", accepted_on)
    she.date("Kapan hari pertama kerja?", started_on)
    she.press("Lanjutkan")
    she.press("Kirim laporan")
    she.sees("Laporan Anda tercatat")


# --- the invoice ---------------------------------------------------------------------------------------------------


def drafts(he: Visitor, held: str) -> str:
    """The address of the new invoice."""
    he.open("/mitra/tagihan/")
    he._leave(he.page.locator(f"button[name=class][value='{held}']"))
    return he.path


def sends(he: Visitor, invoice: str, report: str) -> None:
    he.open(invoice)
    he.follow("Tanda tangani dan kirim")
    he.write("Laporan pelaksanaan", report)
    he.write("Nama lengkap Anda", HEAD_NAME)
    he.press("Tanda tangani dan kirim")
    he.sees("Jalan ke pembayaran")


def returns(she: Visitor, invoice: str, name: str, words: str) -> None:
    """One line has a remark of its own."""
    she.open(invoice)
    she.choose("Kembalikan ke LPK")
    she.write("Catatan untuk LPK", "Perbaiki satu baris, lalu kirim lagi.")
    she.page.get_by_label(f"Catatan {name.split()[0]}").fill(words)
    she.press("Simpan putusan")


def unlocks(she: Visitor, meeting: str, until: date) -> None:
    she.open(f"/reviu/presensi/{meeting}/")
    she.date("Dibuka sampai", until)
    she.write("Alasan", "Daftar hadir kertas berbeda satu menit.")
    she.press("Buka presensi")


def decides(she: Visitor, invoice: str, verdict: str) -> None:
    she.open(invoice)
    she.choose(verdict)
    she.press("Simpan putusan")
    she.sees("Tagihan LPK")


# --- to BPJS and back ----------------------------------------------------------------------------------------------


def bills(maker: Visitor, approver: Visitor) -> str:
    """Collected, frozen, and approved by somebody else. The address of the batch."""
    maker.open("/reviu/batch/")
    maker.press("Susun pengajuan")
    maker.press("Bekukan pengajuan")
    batch = maker.path
    approver.open(batch)
    approver.press("Setujui dan kirim ke BPJS")
    approver.sees("Disetujui")
    return batch


def opens_at_bpjs(she: Visitor, batch: str) -> None:
    """As soon as it was handed over."""
    here = f"/bpjs/pelatihan/{batch.rstrip('/').rpartition('/')[2]}/"

    def look() -> None:
        she.open("/bpjs/pelatihan/")
        if not she.page.locator(f"a[href='{here}']").count():
            raise LookupError(f"{here} has not come")

    eventually(look)
    she.open(here)
    she.follow("Periksa berikutnya")


def accepts(she: Visitor) -> None:
    she.press("Terima dan bayar")


def gives_back(she: Visitor, lacks: str) -> None:
    she.unfold("Belum lengkap")
    she.write("Apa yang kurang?", lacks)
    she.press("Kembalikan ke Kemnaker")


def completes(she: Visitor, batch: str, number: str) -> None:
    she.open(batch)
    she.follow(number)
    she.write("Apa yang dilengkapi?", "Surat permohonan bertanda tangan dilampirkan.")
    she.press("Tagihan sudah lengkap")


def pays(maker: Visitor, checker: Visitor) -> None:
    """B3: the institute's transfer, with whatever else is ready."""
    maker.open("/bpjs/bayar/siap/")
    maker.wait_for(HOUSE.upper())
    maker.press("Susun batch")
    maker.press("Bekukan batch")
    maker.sees("Dibekukan")
    checker.open(maker.path)
    checker.press("Setujui dan kirim ke bank")
    checker.sees("Batch disetujui")


def is_paid(he: Visitor, invoice: str, on: date) -> None:
    he.open(invoice)
    he.wait_for(f"Dibayar {plain_date(on, 'id')}")


def number_of(he: Visitor, invoice: str) -> str:
    he.open(invoice)
    return he.page.locator("h1").inner_text().removeprefix("Tagihan ").strip()
