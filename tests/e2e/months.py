"""Steps of six months of a benefit, from month 1 paid to the end, for the test that lives through them.

The story begins seven months ago and ends before today, so that nothing of the demo's other people comes due meanwhile.
"""

import io
import re
from datetime import date

from PIL import Image, ImageDraw
from playwright.sync_api import expect

from core import clock
from integrations.bpjs import bpjs_client
from integrations.sandbox.stories import GARMEN, LOGISTIK, Phk, Story
from jkp_portal.demo.months import on_day
from participants.operations.employers import look_up_employer
from payments.models import Payout
from rules.calendar import add_months
from tests.e2e import story
from tests.e2e.further import stage_of_the_demo
from tests.e2e.portal import Running
from tests.e2e.visitor import Visitor, eventually

NAMES = {8201: "Cempaka Wulandari", 8202: "Dahlia Permatasari"}
SEEKER = {8301: "Melati Kusumawati", 8302: "Kamboja Lestari"}  # for tests/e2e/test_work_again.py
COUNSELLED = {8401: "Mawar Anggraini", 8402: "Kenanga Safitri"}  # for tests/e2e/test_counselling.py
EMPLOYERS = ("PT Rajut Contoh", "CV Jahit Contoh", "UD Benang Contoh", "PT Kancing Contoh", "PT Renda Contoh")
APPLICATION, INTERVIEW = "Lamaran kerja", "Panggilan tes atau wawancara"
WINDOW = """
  SELECT m.opens_on, m.closes_on FROM claims_claimmonth m JOIN claims_claim c ON c.id = m.claim_id
    JOIN participants_person p ON p.id = c.person_id JOIN accounts_user u ON u.id = p.user_id
   WHERE u.email = %s AND m.n = %s"""


def first_day(today: date) -> date:
    """The day on which month 1 is sent and paid: everything ends before today."""
    return add_months(today, -7)


def person(serial: int, today: date) -> story.Worker:
    return story.worker(serial, (NAMES | SEEKER | COUNSELLED)[serial], today=first_day(today))


def begin(*serials: int) -> None:
    """Run beside the portal: month 1 of these, or of everybody in `NAMES`, is paid, half a year ago."""
    today, stage = clock.today(), stage_of_the_demo()
    look_up_employer(LOGISTIK.npp, bpjs=bpjs_client(), at=clock.now())
    if Payout.objects.ready().exists():
        stage.released()  # or it would be paid half a year before it was ordered
    workers = [person(serial, today) for serial in serials or NAMES]
    stage.partners.load(people=[who.person for who in workers])
    with on_day(first_day(today)):
        for who in workers:
            stage.approved(
                Story(who.email.partition("@")[0], "", who.person, GARMEN, Phk(who.phk_on), story.WAGE),
            )
        stage.released()


# --- the clock ---------------------------------------------------------------------------------------------------


def window(portal: Running, who: story.Worker, n: int) -> tuple[date, date]:
    """The first and the last day to send month n."""
    opens_on, closes_on = portal.asks(WINDOW, who.email, n)
    return opens_on, closes_on


def moves_to(anybody: Visitor, day: date) -> None:
    """Move the day, as everybody may in the demo; when the worker lives on it too, it is told what beat tells it."""
    anybody.open("/pola/waktu/")
    anybody.date("Hari peragaan", day)
    anybody.press("Pindahkan")
    lives_on(anybody.portal, day)


def moves_back(anybody: Visitor) -> None:
    """To the real day."""
    anybody.open("/pola/waktu/")
    anybody.press("Kembali ke hari sebenarnya")


def lives_on(portal: Running, day: date) -> None:
    def look() -> None:
        portal.ring("core.heartbeat")
        if portal.workers_day() != day:
            raise LookupError(f"the worker lives on {portal.workers_day()}, not on {day}")

    eventually(look)
    portal.ring("claims.run_months", "batch")
    portal.ring("claims.remind")


# --- the person --------------------------------------------------------------------------------------------------


def claim_path(she: Visitor) -> str:
    she.open("/klaim/")
    return she.path


def assesses_herself(she: Visitor) -> None:
    """W11, W12: jobs that are searched for, six pages of activities, a last look, three groups."""
    she.open("/ipk/asesmen/")
    she.press("Mulai asesmen")
    picks(she, "operator jahit", "Operator jahit")
    she.follow("Lanjutkan")
    for words, job in (("penjahit", "Penjahit"), ("kasir", "Kasir"), ("admin gudang", "Admin gudang")):
        picks(she, words, job)
    she.choose("Di provinsi saya")
    she.choose("Ya, datang ke tempat pelatihan")
    she.press("Simpan dan lanjutkan")
    for page in range(1, 7):
        she.sees(f"halaman {page} dari 6")
        for place, activity in enumerate(she.page.locator("fieldset.lk").all()):
            activity.locator("label").nth((place * page) % 5).click()
        she.press("Simpan dan lanjutkan")
    she.sees("Periksa jawaban Anda", "48 dari 48 terjawab")
    she.press("Kirim asesmen")
    she.sees("Tiga golongan pekerjaan yang paling cocok")


def picks(she: Visitor, words: str, job: str) -> None:
    she.write("Cari pekerjaan", words)
    she.press("Cari")
    she.choose(job)
    she.press("Tambahkan")


def adds(she: Visitor, who: story.Worker, company: str, on: date, *, kind: str = APPLICATION, link: str = "") -> None:
    """W14: an application or a call, with a photograph or a link."""
    she.open("/ipk/misi/tambah/")
    she.choose(kind)
    she.write("Nama perusahaan", company)
    she.write("Posisi yang dilamar", "Operator jahit")
    she.date("Tanggal melamar atau dipanggil", on)
    if link:
        she.write("Atau tautan ke lamaran", link)
    else:
        she.upload("Foto atau PDF bukti", f"bukti {company}.jpg", evidence(who, company, on))
        if she.scripts:  # sent ahead, in pieces
            expect(she.page.locator("input[name=file_sent]")).to_have_value(re.compile(r"[0-9a-f-]{36}"))
    she.press("Simpan aktivitas")
    she.sees("Tersimpan. Kami memeriksa buktinya", company)


def sends(she: Visitor, claim: str, n: int, *, form: bool = False) -> None:
    """W10, W7, W8: the open month, a last look, the receipt, which a bookmark shows again."""
    she.open(f"{claim}bulan/{n}/")
    she.sees("Yang perlu Anda lakukan sekarang", "Waktu mengirim")
    she.follow("Periksa dan kirim")
    if form:
        she.sees("Formulir status kebekerjaan")
        for question, answer in (("sudah bekerja", "Belum"), ("masih mencari", "Ya"), ("usaha sendiri", "Tidak")):
            group = she.page.get_by_role("group", name=re.compile(question))
            group.locator(".pick", has_text=answer).locator("label").first.click()
        she.choose("Dalam satu bulan")
    she.choose("Keterangan ini benar")
    she.press(f"Kirim klaim bulan ke-{n}")
    she.sees(f"Klaim bulan ke-{n} terkirim")
    she.open(she.path)
    she.sees(f"Klaim bulan ke-{n} terkirim")


def is_told(she: Visitor, subject: str) -> None:
    she.open("/notifikasi/")
    she.wait_for(subject)


def says_she_does_not_work(she: Visitor) -> None:
    """W20: BPJS knows of a new employer, and asks before anything stops."""
    she.open("/dasbor/")
    she.wait_for("Apakah Anda sudah bekerja?", at="/dasbor/")
    she.follow("Jawab pertanyaan")
    she.sees(LOGISTIK.name, "Tidak ada yang berhenti sendiri")
    she.choose("Tidak, saya belum bekerja di sana")
    she.write("Bila tidak: menurut Anda mengapa data itu ada?", "Saya hanya melamar di sana.")
    she.press("Lanjutkan")
    she.sees("Jawaban Anda tersimpan")


def completes(she: Visitor, claim: str, n: int) -> None:
    """A month that was held: what is missing is there now."""
    she.open(f"{claim}bulan/{n}/")
    she.press("Kirim lagi")
    she.sees("Terkirim lagi. Tanggal kirim Anda tetap.")


def is_granted(she: Visitor, claim: str, n: int) -> None:
    she.open(f"{claim}bulan/{n}/")
    she.wait_for("Lihat keputusan")
    she.sees("Manfaat bulan ini", "paling lambat")


def is_paid(she: Visitor, claim: str, n: int, amount: str) -> None:
    """On the word of the bank; the letter comes with it."""
    she.open(f"{claim}bulan/{n}/")
    she.wait_for("Dibayar")
    she.sees("Masuk ke", amount)
    she.open("/pembayaran/")
    she.wait_for(f"bulan ke-{n}, klaim")
    eventually(lambda: _letters(she, n))


def _letters(she: Visitor, count: int) -> None:
    she.open("/pembayaran/")
    found = she.page.get_by_role("link", name="Bukti pembayaran manfaat", exact=True).count()
    if found != count:
        raise LookupError(f"{found} letters of payment, not {count}")


# --- the office --------------------------------------------------------------------------------------------------


def accepts_evidence(he: Visitor, who: story.Worker, count: int) -> None:
    """K5: one piece after the other, the one that waits longest first."""
    he.open("/konselor/bukti/berikutnya/")
    for _one in range(count):
        he.sees(who.person.full_name, "Yang diisi peserta")
        he.press("Terima")
        he.sees("diterima.")


def grants(she: Visitor, who: story.Worker, n: int) -> None:
    """B2 of a month: the person denied a membership, so an officer says why it is paid."""
    eventually(lambda: _opens_what_waits(she, who))
    she.sees(f"{who.person.full_name}, bulan ke-{n}", "Saya hanya melamar di sana.")
    she.choose("Setujui, bayar")
    she.write("Penjelasan", "Perusahaan membenarkan bahwa peserta hanya melamar.")
    she.press("Simpan putusan")
    she.sees("tersimpan")


def _opens_what_waits(she: Visitor, who: story.Worker) -> None:
    """From the queue, once the rules have given it to an officer."""
    she.open("/bpjs/verval/?jenis=bulan")
    first, *_middle, last = who.person.full_name.split()
    rows = she.page.locator("tbody tr", has_text=f"{first} {last[0]}.")
    if rows.count() == 0:
        raise LookupError(f"{who.person.full_name} is not in the queue")
    she._leave(rows.get_by_role("link").first)
    if "Putusan Anda" not in she.reads():
        raise LookupError(f"{she.path} waits for something else")


def releases(maker: Visitor, checker: Visitor, workers: list[story.Worker]) -> None:
    """B3: one batch for everybody who waits, by two officers; then the bank carries it out."""
    maker.open("/bpjs/bayar/siap/")
    for who in workers:
        maker.wait_for(who.person.full_name)
    batch = story.maker_builds_and_freezes(maker, workers[0])
    story.checker_approves(checker, batch)
    checker.sees("Batch disetujui")


def evidence(who: story.Worker, company: str, on: date) -> bytes:
    """An e-mail that was sent, as somebody photographs a screen."""
    image = Image.new("RGB", (900, 1200), "#f7f4ec")
    draw = ImageDraw.Draw(image)
    for row, line in enumerate(("Lamaran terkirim", company, f"{on:%d-%m-%Y}", who.person.full_name)):
        draw.text((80, 90 + row * 60), line, fill="#14282b", font_size=30)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()
