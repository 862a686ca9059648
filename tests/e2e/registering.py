"""Steps of BPJS files: a month of contributions, the bill for it, and a quarter that leaves for a province."""

import csv
import io
import re
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from compliance.selectors.exchange import last_quarter
from core.formatting import number, rupiah
from integrations.sandbox.stories import BUSANA, GARMEN
from jkp_portal.demo.contribution_file import Sample, enter_members, make_sample
from rules.calendar import add_months
from tests.e2e.portal import Running
from tests.e2e.visitor import PATIENCE, Visitor
from tests.factories.bills import BillFile, line
from tests.factories.exchange import partner_key

ROWS, BILLED = 200_000, 71  # and the seed of its people: nobody else's in the demo
FEW, EXCHANGED = 60, 72
MISTAKES = 0.02
MEMORANDUM, KEY = "MOU/72/JATENG", partner_key(bytes(range(72, 104)))[1]
FIRMS = {str(number): firm for number, firm in enumerate((BUSANA, GARMEN), int(BUSANA.npp))}  # of the province


def billed_month(today: date) -> date:
    """Months that no story of the demo has: the quarter before those that can be asked for."""
    return add_months(last_quarter(today), -12)


def quarter(today: date) -> date:
    """The earliest that can be asked for."""
    return add_months(last_quarter(today), -9)


# --- beside the portal -------------------------------------------------------------------------------------------


def know(rows: int, seed: int) -> None:
    """BPJS has named these people before."""
    enter_members(Sample(Path(), date.min, rows, seed))


def known(portal: Running, rows: int, seed: int) -> None:
    portal.tell(f"from tests.e2e.registering import know; know({rows}, {seed})")


def months_of(folder: Path, first: date) -> Iterator[Sample]:
    """Three months without a mistake."""
    for place in range(3):
        month = add_months(first, place)
        yield make_sample(folder, rows=FEW, month=month, mistakes=0, seed=EXCHANGED, name=f"iuran-{month:%Y-%m}.csv")


def bill_of(sample: Sample, returned: str) -> BillFile:
    """A line for everybody whose row is in the register. `returned`: the file of the rows that are not."""
    bad = {int(row["baris"]) for row in csv.DictReader(io.StringIO(returned), delimiter=";")}
    with sample.path.open() as source:
        rows = [row.split(",") for number, row in enumerate(source, 1) if number > 1 and number not in bad]
    return BillFile([line(int(row[0]), int(row[3]), sample.month).text() for row in rows], sample.month)


# --- the month ---------------------------------------------------------------------------------------------------


def sends_month(she: Visitor, sample: Sample) -> None:
    """B6: the file with what its letter says."""
    she.open("/bpjs/iuran/")
    she.follow("Terima berkas")
    she.pick("Jenis berkas", "month")
    she.write("Bulan iuran", f"{sample.month:%Y-%m}")
    she.page.get_by_label("Berkas CSV").set_input_files(sample.path)
    she.write("Jumlah baris", str(sample.said.rows))
    she.write("Jumlah upah", str(sample.said.wages))
    she.write("Jumlah iuran pemerintah", str(sample.said.government))
    she.write("SHA-256 berkas", sample.said.sha256)
    she.press("Terima dan periksa")


def sees_it_grow(she: Visitor) -> None:
    """Each time that the page is there again, at least as many rows are read as before, until all are checked."""
    read, deadline = 0, time.monotonic() + PATIENCE
    while "Siap dimuat" not in she.reads():
        assert time.monotonic() < deadline, she.reads()
        now = number_on(she, r"([\d.]+) dari 200\.000 baris sudah dibaca")
        assert read <= now <= ROWS
        read = now
        she.page.wait_for_timeout(250)
        she.open(she.path)


def number_on(she: Visitor, pattern: str) -> int:
    found = re.search(pattern, she.reads())
    assert found, she.reads()
    return int(found[1].replace(".", ""))


def loads_month(she: Visitor, sample: Sample) -> None:
    """Once it is checked."""
    she.wait_for("Siap dimuat")
    good = number(sample.rows - sample.bad, "id")
    she.sees(f"{good} baris yang benar akan dicatat sekaligus. {number(sample.bad, 'id')} baris kembali ke BPJS.")
    she.press("Muat baris yang benar")
    she.wait_for("Berkas ini sudah dimuat")
    she.sees(f"{good} baris dicatat")


def codes_on(she: Visitor) -> dict[str, int]:
    """What goes back, by its code."""
    rows = she.page.locator("section[aria-labelledby=codes] tbody tr").all()
    cells = [(row.locator("th .soft").inner_text(), row.locator("td").inner_text()) for row in rows]
    return {code: int(count.replace(".", "")) for code, count in cells}


# --- the bill ----------------------------------------------------------------------------------------------------


def sends_bill(she: Visitor, bill: BillFile, folder: Path) -> None:
    place = folder / "tagihan.csv"
    place.write_bytes(bill.content)
    totals = bill.totals
    she.open("/bpjs/tagihan-iuran/")
    she.follow("Kirim tagihan")
    she.write("Bulan iuran", f"{bill.month:%Y-%m}")
    she.page.get_by_label("Berkas CSV").set_input_files(place)
    she.write("Jumlah baris", str(totals.rows))
    she.write("Total rekomposisi", str(totals.recomposition))
    she.write("Jumlah iuran yang ditagihkan", str(totals.amount))
    she.write("SHA-256 berkas", totals.sha256)
    she.press("Kirim dan periksa")


def opens_bill(he: Visitor, month: str) -> None:
    """The month's newest, on the ministry's desk."""
    he.open("/reviu/tagihan-iuran/")
    he.follow(month)


def is_paid(she: Visitor, on: date, sp2d: str, amount: int) -> None:
    she.press("Catat: sudah dikirim ke KPPN")
    she.date("Tanggal SP2D", on)
    she.write("Nomor SP2D", sp2d)
    she.press("Catat pembayaran")
    she.sees("Sudah dibayar", f"{rupiah(amount, 'id')} dibayar")


# --- the exchange ------------------------------------------------------------------------------------------------


def proposes_agreement(she: Visitor, first: date, last: date, today: date) -> str:
    """The address of the agreement."""
    she.open("/pengawasan/pertukaran/")
    she.follow("Catat perjanjian")
    she.pick("Provinsi", "33")
    she.write("Nomor nota kesepakatan", MEMORANDUM)
    she.write("Pihak kesatu", "Pemerintah Provinsi Jawa Tengah")
    she.write("Tujuan", "Pemadanan data ketenagakerjaan untuk kebijakan daerah.")
    for field in ("Status aktif", "Upah", "Nama perusahaan", "Kabupaten"):
        she.choose(field)
    she.date("Berlaku mulai", first)
    she.date("Berlaku sampai", last)
    she.write("Nama kontak mitra", "Dinas Tenaga Kerja dan Transmigrasi")
    she.write("Email kontak mitra", "data@jateng-contoh.invalid")
    she.write("Kunci publik mitra", KEY)
    she.date("Kunci berlaku sampai", add_months(today, 6))
    she.press("Kirim ke administrator")
    she.sees("menunggu administrator")
    return she.path


def agrees_to_exchange(he: Visitor, agreement: str) -> None:
    he.open(agreement)
    he.sees("Setujui perjanjian", MEMORANDUM)
    he.press("Setujui perjanjian")
    he.sees("Perjanjian disetujui dan berlaku menurut tanggalnya.", "Berlaku")


def takes_the_file(she: Visitor, name: str) -> tuple[str, str]:
    """The downloaded set: its file's name and text."""
    button = she.page.locator("main").get_by_role("button", name=name).first
    with she.page.expect_download() as waiting:
        button.click()
    taken = waiting.value
    return taken.suggested_filename, Path(taken.path()).read_text(encoding="utf-8-sig")
