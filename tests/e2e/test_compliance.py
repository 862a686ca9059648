"""Compliance in a real browser: a month of contributions and the bill for it, a complaint that ends in a sanction, who
pays when an employer owes, what another law would cost, and what leaves for a province.
"""

import csv
import io
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from core import clock
from core.formatting import month_year, number, plain_date, rupiah
from jkp_portal.demo.contribution_file import make_sample
from rules.calendar import SHIPPED, add_months, add_working_days
from rules.deadlines import warning_due
from tests.e2e import inspecting, learning, months, owing, registering, story
from tests.e2e.owing import BANKRUPT, OWES
from tests.e2e.portal import Running
from tests.e2e.registering import BILLED, EXCHANGED, FEW, MISTAKES, ROWS
from tests.e2e.visitor import Visitor, visitor
from tests.pdf import words

pytestmark = pytest.mark.browser

OFFICE = {
    "bpjs": "verifikator",
    "second": "keberatan",
    "reviewer": "penelaah",
    "approver": "penyetuju",
    "inspector": "pengawas",
    "coordinator": "koordinator.pengawas",
    "administrator": "admin",
    "maker": "pembayar",
    "checker": "pemeriksa",
    "auditor": "auditor",
}


class Office:
    """Officers by their part, at their desks; each signs in when first asked for."""

    def __init__(self, browser: Browser, portal: Running, stack: ExitStack) -> None:
        self._browser, self._portal, self._stack = browser, portal, stack
        self._desks: dict[str, Visitor] = {}

    def __getitem__(self, part: str) -> Visitor:
        if part not in self._desks:
            email = f"{OFFICE[part]}@contoh.invalid"
            desk = visitor(self._browser, self._portal, email, width=1280)
            self._desks[part] = self._stack.enter_context(desk)
        return self._desks[part]


@pytest.fixture
def office(chromium: Browser, portal: Running) -> Iterator[Office]:
    with ExitStack() as stack:
        yield Office(chromium, portal, stack)


def test_a_month_of_200_000_rows_is_loaded_and_the_bill_for_it_certified_and_paid(
    portal: Running, office: Office, tmp_path: Path
) -> None:
    today = clock.today()
    sample = make_sample(
        tmp_path, rows=ROWS, month=registering.billed_month(today), mistakes=MISTAKES, seed=BILLED, name="iuran.csv"
    )
    registering.known(portal, ROWS, BILLED)
    bpjs, reviewer, approver = office["bpjs"], office["reviewer"], office["approver"]

    registering.sends_month(bpjs, sample)
    registering.sees_it_grow(bpjs)
    assert registering.codes_on(bpjs) == sample.planted
    returned = bpjs.download("Unduh baris yang dikembalikan (CSV)").decode("utf-8-sig")
    registering.loads_month(bpjs, sample)

    bill = registering.bill_of(sample, returned)
    assert len(bill.lines) == ROWS - sample.bad
    rows, amount = number(len(bill.lines), "id"), rupiah(bill.totals.amount, "id")
    registering.sends_bill(bpjs, bill, tmp_path)
    bpjs.wait_for("Tidak ada temuan")
    registering.opens_bill(reviewer, month_year(sample.month, "id"))
    reviewer.sees("Tidak ada temuan: semua baris lengkap, dikenal, dan sesuai hitungan.", rows, amount)
    reviewer.press("Siapkan untuk disepakati")
    reviewer.sees("Anda menyiapkan tagihan ini, jadi petugas lain yang menyepakatinya.")
    approver.open(reviewer.path)
    approver.press("Sepakati tagihan")
    approver.sees("Tagihan disepakati. Berita acara, surat, dan pernyataan sudah dibuat.")
    assert amount in words(approver.download("Berita acara"))
    reviewer.open(reviewer.path)
    registering.is_paid(reviewer, today, "260711234500071", bill.totals.amount)
    bpjs.open(bpjs.path)
    bpjs.sees("Sudah dibayar", "260711234500071")


def test_a_quarter_leaves_for_a_province_and_its_delivery_is_in_the_log(
    portal: Running, office: Office, tmp_path: Path
) -> None:
    today = clock.today()
    quarter = registering.quarter(today)
    registering.known(portal, FEW, EXCHANGED)
    samples = list(registering.months_of(tmp_path, quarter))
    bpjs, coordinator, administrator = office["bpjs"], office["coordinator"], office["administrator"]
    for sample in samples:
        registering.sends_month(bpjs, sample)
        registering.loads_month(bpjs, sample)

    agreement = registering.proposes_agreement(coordinator, quarter, registering.add_months(today, 12), today)
    registering.agrees_to_exchange(administrator, agreement)
    coordinator.open(agreement)
    coordinator.pick("Triwulan", quarter.isoformat())
    coordinator.press("Siapkan")
    coordinator.wait_for("40 baris")
    administrator.open(agreement)
    administrator.press("Setujui")
    administrator.sees("Data disetujui. Mitra dapat mengambilnya.")
    coordinator.open(agreement)
    name, text = registering.takes_the_file(coordinator, "Unduh untuk diserahkan")
    assert list(csv.DictReader(io.StringIO(text), delimiter=";")) == rows_for_the_province(samples[-1].path)

    coordinator.open("/pengawasan/pertukaran/catatan/")
    coordinator.sees("Diunduh petugas untuk diserahkan", "Sri Wahyuni", name.removesuffix(".csv"), "40")
    auditor = office["auditor"]
    auditor.open(f"/pengawasan/pertukaran/catatan/?q={name.removesuffix('.csv')}")
    auditor.sees("Diunduh petugas untuk diserahkan", "Sri Wahyuni")


def rows_for_the_province(last_month: Path) -> list[dict[str, str]]:
    """Workers of the province's firms, by firm and wage; nothing that names a worker."""
    with last_month.open() as source:
        rows = [row for row in csv.DictReader(source) if row["npp"] in registering.FIRMS]
    rows.sort(key=lambda row: (row["npp"], int(row["upah"])))
    cities = {"3372": "Kota Surakarta", "3374": "Kota Semarang"}
    return [
        {
            "status": "aktif",
            "upah": row["upah"],
            "nama_perusahaan": registering.FIRMS[row["npp"]].name,
            "kabupaten_kota": cities[registering.FIRMS[row["npp"]].region_code],
        }
        for row in rows
    ]


def test_what_if_60_percent_became_50_over_two_million_people(office: Office) -> None:
    reviewer = office["reviewer"]
    reviewer.open("/reviu/simulator/")
    reviewer.follow("Buat simulasi baru")
    reviewer.pick("Ketentuan yang diubah", "benefit_rates")
    reviewer.write("Nilai barunya", "50%")
    reviewer.date("Berlaku sejak", date(2026, 9, 1))
    reviewer.press("Hitung")
    reviewer.sees("60% setiap bulan", "50% setiap bulan", "2.000.000 orang rekaan, angka awal 1")
    reviewer.wait_for("Unduh laporan (PDF)")
    figures = reviewer.page.locator(".kpi dd").all_inner_texts()
    assert [figure.split("\n")[0] for figure in figures] == ["16.760.993", "14.425.381", "0", "1.420.373"]
    reviewer.sees("-13,9%", "di-PHK 1 Maret 2026 sampai 28 Februari 2027")
    assert "14.425.381" in words(reviewer.download("Unduh laporan (PDF)"))
    for picture in ("Biaya tiap bulan", "Menurut upah", "Menurut provinsi"):
        assert reviewer.page.get_by_role("region", name=picture).locator("svg").count() == 1


@pytest.fixture
def complaining(chromium: Browser, portal: Running, office: Office) -> Iterator[dict[str, Visitor]]:
    """All signed in before the day moves: the worker and the firm's HR on phones, somebody without an account."""
    portal.tell("from tests.e2e.inspecting import begin; begin()")
    with ExitStack() as stack:

        def enter(email: str = "", **options: Any) -> Visitor:
            return stack.enter_context(visitor(chromium, portal, email, **options))

        yield {
            "worker": enter(inspecting.WORKER, phone=inspecting.WORKER_PHONE, width=390),
            "nameless": enter(width=390),
            "hr": enter(inspecting.HR.email, phone=inspecting.HR.phone, width=390),
            "inspector": office["inspector"],
            "coordinator": office["coordinator"],
        }
        months.moves_back(stack.enter_context(visitor(chromium, portal, width=1280)))


def test_a_complaint_ends_with_services_denied_and_open_again(portal: Running, complaining: dict[str, Visitor]) -> None:
    days = inspecting.days(clock.today())
    worker, hr = complaining["worker"], complaining["hr"]
    inspector, coordinator = complaining["inspector"], complaining["coordinator"]
    learning.is_at(portal, days.begins, 9)
    complaint, case = complaints_become_an_inspection(portal, complaining, days)
    inspection = inspected(complaining, case, days)
    employer_answers(hr, days)

    learning.is_at(portal, days.first, 9)
    inspecting.answers(inspector, case)
    worker.open("/pengaduan/saya/")
    worker.follow(complaint)
    worker.sees("Dijawab", "Pengawas menemukan sebelas pekerja yang tidak terdaftar.")
    sanction = inspecting.hands_to_sanctions(inspector, inspection)
    warned(inspector, coordinator, sanction, "Teguran pertama", days.first)
    coordinator.open("/pengawasan/sanksi/")
    coordinator.sees(inspecting.FIRM.name, "Teguran pertama")

    learning.is_at(portal, days.second, 9)
    warned(inspector, coordinator, sanction, "Teguran kedua", days.second)
    learning.is_at(portal, days.fine, 9)
    fined(inspector, coordinator, sanction, days)
    learning.is_at(portal, days.recommended, 9)
    denied(inspector, coordinator, sanction, days)
    complies(inspector, coordinator, hr, sanction)


def complaints_become_an_inspection(
    portal: Running, complaining: dict[str, Visitor], days: inspecting.Days
) -> tuple[str, str]:
    """Two complain; the firm is on the risk list with them; the named complaint and the nameless one are one visit."""
    since = registering.add_months(days.begins, -5)
    text = "Saya menjahit di sana sejak Januari. Kartu BPJS tidak pernah kami terima, sepuluh teman saya juga tidak."
    complaint = inspecting.complains(complaining["worker"], since, text, named=True)
    text = "Di bagian jahit tidak seorang pun punya kartu BPJS Ketenagakerjaan, padahal kami bekerja tetap."
    nameless = inspecting.complains(complaining["nameless"], since, text, named=False)
    inspector = complaining["inspector"]
    case, other = inspecting.takes(inspector, complaint), inspecting.takes(inspector, nameless)
    inspecting.is_at_risk(portal, inspector)
    inspecting.refers(inspector, case)
    inspecting.refers(inspector, other)
    first = inspecting.inspects(inspector, case, days.begins)
    assert inspecting.joins(inspector, other, days.begins) == first
    inspector.sees(complaint, nameless, "Jangan menyebut pengaduan atau pelapor kepada perusahaan.")
    return complaint, case


def inspected(complaining: dict[str, Visitor], case: str, days: inspecting.Days) -> str:
    inspector, coordinator = complaining["inspector"], complaining["coordinator"]
    inspector.open(case)
    inspector.follow("RIK-")
    inspector.press("Saya tidak punya kepentingan")
    inspection = inspector.path
    inspecting.orders(coordinator, inspection)
    inspecting.visits(inspector, inspection, days.begins)
    inspecting.issues(coordinator, inspection)
    return inspection


def employer_answers(hr: Visitor, days: inspecting.Days) -> None:
    """It reads findings and days, and nothing of those who complained."""
    hr.open("/perusahaan/kepatuhan/")
    hr.follow("RIK-")
    hr.sees("Nota pemeriksaan", inspecting.FOUND, inspecting.last_day(days.reply_until))
    said = hr.reads()
    for secret in ("PGD-", inspecting.WORKER_NAME, "Bayu Nugroho", "pengaduan"):
        assert secret not in said, said
    hr.write("Jawaban perusahaan", "Kami akan mendaftarkan mereka setelah masa percobaan selesai.")
    hr.press("Kirim jawaban")
    hr.sees("Kami akan mendaftarkan mereka")


def warned(inspector: Visitor, coordinator: Visitor, sanction: str, step: str, on: date) -> None:
    """Seen, proposed by one, approved by the other, arrived."""
    inspecting.sees_that_duties_are(
        inspector, sanction, "Belum dipenuhi", f"Pada {plain_date(on, 'id')} sebelas pekerja itu belum terdaftar."
    )
    inspecting.proposes(inspector, step, "Sebelas pekerja belum didaftarkan dalam JKP.")
    inspecting.approves(coordinator, sanction, step)
    inspecting.arrives(inspector, sanction, on)
    inspector.sees(inspecting.last_day(warning_due(on)), f"Diterima {plain_date(on, 'id')}")


def fined(inspector: Visitor, coordinator: Visitor, sanction: str, days: inspecting.Days) -> None:
    """0.1 % a month of what was not paid; the penalty of 2 % is not part of it."""
    inspecting.sees_that_duties_are(inspector, sanction, "Belum dipenuhi", "Daftar BPJS hari ini belum memuat mereka.")
    inspecting.proposes(
        inspector, "Denda", "Iuran sebelas pekerja tidak dibayar.", unpaid=inspecting.unpaid(days.begins)
    )
    inspecting.approves(coordinator, sanction, "Denda")
    inspecting.arrives(inspector, sanction, days.fine)
    inspector.sees(rupiah(inspecting.fine(days), "id"), inspecting.last_day(days.fine_ends))


def denied(inspector: Visitor, coordinator: Visitor, sanction: str, days: inspecting.Days) -> None:
    """TMP2T: an office is asked, denies, and the employer reads it."""
    inspecting.sees_that_duties_are(inspector, sanction, "Belum dipenuhi", "Denda dan pendaftaran belum dipenuhi.")
    inspecting.proposes(
        inspector,
        "TMP2T direkomendasikan",
        "Perusahaan tidak menanggapi dua teguran dan denda.",
        offices=["Dinas Penanaman Modal"],
    )
    inspecting.approves(coordinator, sanction, "TMP2T direkomendasikan")
    inspecting.arrives(inspector, sanction, days.recommended)
    inspecting.office_denies(inspector, sanction, days.recommended)
    inspecting.sees_that_duties_are(inspector, sanction, "Belum dipenuhi", "Pekerja itu masih belum terdaftar.")
    inspecting.proposes(inspector, "TMP2T dikenakan", "Dinas sudah menghentikan layanannya.")
    inspecting.approves(coordinator, sanction, "TMP2T dikenakan")


def complies(inspector: Visitor, coordinator: Visitor, hr: Visitor, sanction: str) -> None:
    """The employer proves it, an officer looks, and the services are open again."""
    hr.open("/perusahaan/kepatuhan/")
    hr.follow("SNK-")
    hr.sees("TMP2T dikenakan", "Layanan dihentikan", "Penuhi kapan saja")
    inspecting.proves(hr)
    inspecting.sees_that_duties_are(inspector, sanction, "Sudah dipenuhi semua", "Sebelas sertifikat sudah terbit.")
    inspecting.proposes(inspector, "TMP2T dicabut", "Sebelas pekerja terdaftar dan denda dibayar.")
    inspecting.approves(coordinator, sanction, "TMP2T dicabut")
    hr.open(hr.path)
    hr.sees("Kasus ini selesai", "TMP2T dicabut")


def test_two_workers_read_who_pays_when_an_employer_owes(chromium: Browser, portal: Running, office: Office) -> None:
    portal.tell("from tests.e2e.owing import begin; begin()")
    today = clock.today()
    owed, bankrupt = (owing.person(serial, today) for serial in (OWES, BANKRUPT))
    with ExitStack() as stack:
        she, other = (
            stack.enter_context(visitor(chromium, portal, who.email, phone=who.person.phone, width=390))
            for who in (owed, bankrupt)
        )
        staff = owing.STAFF[OWES]
        hr = stack.enter_context(visitor(chromium, portal, staff.email, phone=staff.phone, width=390))
        the_employer_pays_first(office["bpjs"], she, hr, owed, today)
        the_employer_gets_it_back(office, hr, owed, today)
        the_fund_pays_for_the_bankrupt(office["bpjs"], other, bankrupt)


def the_employer_pays_first(bpjs: Visitor, she: Visitor, hr: Visitor, who: story.Worker, today: date) -> None:
    claim = months.claim_path(she)
    she.sees(
        "Perusahaan membayar manfaat Anda lebih dahulu",
        "Perusahaan menunggak iuran 4 bulan berturut-turut pada hari PHK. "
        "Lebih dari 3 bulan, perusahaan wajib membayar Anda lebih dahulu.",
        "Pasal 39 ayat (3)",
    )
    owing.approves(bpjs, who, "Empat bulan iuran belum dibayar perusahaan.")
    she.open(claim)
    she.wait_for("dibayar perusahaan paling lambat")
    she.sees(story.FIRST_MONTH, plain_date(add_working_days(today, 7, SHIPPED), "id"))
    she.follow("Lihat pembayaran perusahaan")
    she.sees(owing.FIRMS[OWES].name, "Menunggu perusahaan", "Adukan perusahaan ini")
    owing.opens_its_case(hr, who)
    hr.sees("Perusahaan menunggak iuran 4 bulan berturut-turut saat PHK", story.FIRST_MONTH)
    owing.declares(hr, today)
    she.open(she.path)
    she.sees(f"Sudah masuk {story.FIRST_MONTH} untuk bulan ke-1?")
    she.press("Ya, uangnya sudah masuk")
    she.sees("Terima kasih. Pembayaran dari perusahaan tercatat.", "Sudah diterima pekerja")
    assert "Bila perusahaan tidak membayar" not in she.reads()


def the_employer_gets_it_back(office: Office, hr: Visitor, who: story.Worker, today: date) -> None:
    """Once its debts are settled: within three months it asks, within seven working days it is paid."""
    case = owing.settles(office["bpjs"], who, today)
    hr.open("/perusahaan/")
    hr.sees("Minta penggantian manfaat yang Anda bayar", plain_date(add_months(today, 3), "id"))
    hr.follow("Buka dan jawab")
    owing.asks(hr)
    hr.sees(plain_date(add_working_days(today, 7, SHIPPED), "id"))
    owing.recommends(office["bpjs"], case)
    office["second"].open(case)
    office["second"].press(f"Setujui, bayar {story.FIRST_MONTH}")
    office["second"].sees("Penggantian disetujui. Transfer dipesan.")
    owing.pays(office["maker"], office["checker"])
    hr.wait_for("Penggantian dibayar")


def the_fund_pays_for_the_bankrupt(bpjs: Visitor, she: Visitor, who: story.Worker) -> None:
    claim = months.claim_path(she)
    read = (
        "BPJS Ketenagakerjaan membayar manfaat Anda",
        "Perusahaan pailit atau tutup menurut hukum dan menunggak iuran 5 bulan. "
        "Sampai 6 bulan, BPJS Ketenagakerjaan tetap membayar Anda.",
        "Pasal 39A",
        "Utang iuran tetap tanggungan perusahaan, bukan Anda.",
    )
    she.sees(*read)
    owing.approves(bpjs, who, "Perusahaan pailit, dana membayar.")
    she.open(claim)
    she.wait_for("Disetujui")
    she.sees(*read)
    assert "Lihat pembayaran perusahaan" not in she.reads()
